"""Words as they are searched for, in any language.

Without case, accents and punctuation, whole or by their beginning. The database folds what it holds
(`Words`, in a GIN index of the same expression), Python folds what was typed (`fold`, `parse`); the
two must fold alike, which tests/newsroom/test_words.py asks of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Expression, F, Func, GeneratedField, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Coalesce

# Characters of one text that are searched: PostgreSQL's tsvector holds one megabyte.
LONGEST = 200_000
_MOST_TERMS = 12  # of one search; each is another condition on the index
_LENGTH_OF_SNIPPET = 240  # characters, some three lines of a result
_LOOKED_THROUGH = 20_000  # characters folded to find a term with accents: it takes word by word
# Letters that carry a stroke or are joined have no accent that could be taken off.
_LETTERS = "øłđðħŧı"
_PLAIN = "olddhti"
# Accents of Latin, Greek and Cyrillic; vowel signs of Hebrew and Arabic.
_MARKS = r"[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]+"
# Said by code, since what a class such as [:punct:] holds depends on the server's locale.
_BREAKS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf"
    r"\u2000-\u206f\u20a0-\u20cf\u3000-\u303f]+"
)
_MARKS_RE = re.compile(_MARKS)
_BREAKS_RE = re.compile(_BREAKS)
_TABLE = str.maketrans(_LETTERS, _PLAIN)
_TYPED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"\w+", re.UNICODE)


class Words(Func):
    """A tsvector of these columns together, folded.

    Use it in a GinIndex and, the same, on the left of `@@`.
    """

    template = (
        "to_tsvector('simple'::regconfig, "
        "LEFT(regexp_replace(regexp_replace(translate(normalize(lower("
        f"%(expressions)s), NFKD), '{_LETTERS}', '{_PLAIN}'), '{_MARKS}', '', 'g'), "
        f"'{_BREAKS}', ' ', 'g'), {LONGEST}))"
    )
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()

    def __init__(self, *columns: str | Expression, **extra: Any) -> None:
        super().__init__(*map(_as_text, columns), **extra)


def _as_text(column: str | Expression) -> Coalesce:
    """Return a column as text, "" for NULL: one NULL would make the whole of it NULL."""
    expression = F(column) if isinstance(column, str) else column
    return Coalesce(Cast(expression, TextField()), Value("", TextField()))


def found_by(*columns: str) -> GeneratedField:
    """Return a column for `Words` of these.

    For tables so long that a common word must be read off in the order of their ids, and not folded
    anew for each row.
    """
    return GeneratedField(
        expression=Words(*columns),
        output_field=SearchVectorField(),
        db_persist=True,
    )


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand side by side; `begins`: the last may go on (`mus*`)."""

    words: tuple[str, ...]
    begins: bool = False

    @property
    def tsquery(self) -> str:
        """Return the term in PostgreSQL's words (its documentation, 8.11.2)."""
        quoted = [f"'{word}'" for word in self.words]
        if self.begins:
            quoted[-1] += ":*"
        return f"({' <-> '.join(quoted)})"


def fold(text: str) -> str:
    """Fold as the database does: no case, no accents, a space for what is no letter or figure."""
    plain = unicodedata.normalize("NFKD", text.lower()).translate(_TABLE)
    without_marks = _MARKS_RE.sub("", plain)
    return _BREAKS_RE.sub(" ", without_marks)


def parse(typed: str) -> list[Term]:
    """Return what somebody typed: every term must be there.

    `"in this order"` is a term; so is al-Musawi, for its two words; `mus*` is a word that begins
    so. At most 12 terms.
    """
    terms = []
    for quoted, plain in _TYPED.findall(typed):
        words = tuple(fold(quoted or plain).split())
        if words:
            begins = not quoted and plain.endswith("*")
            terms.append(Term(words, begins=begins))
    return list(dict.fromkeys(terms))[:_MOST_TERMS]


def tsquery(terms: list[Term]) -> SearchQuery:
    """Return a query for all of the terms; to be held against `Words` with `exact`."""
    all_of_them = " & ".join(term.tsquery for term in terms)
    return SearchQuery(all_of_them, config="simple", search_type="raw")


def snippet(
    text: str,
    terms: list[Term],
    length: int = _LENGTH_OF_SNIPPET,
) -> list[tuple[str, bool]]:
    """Return the part of `text` where the first term stands, in pieces.

    A piece is its words, and whether they are what was searched for.
    """
    # A third of it before the term: what follows says more.
    begin = max(0, _where(text, terms) - length // 3)
    while begin > 0 and not text[begin - 1].isspace():
        begin -= 1
    end = begin + length
    part = text[begin:end]
    pieces: list[tuple[str, bool]] = []
    if begin:
        pieces.append(("… ", False))
    at = 0
    for first, last in _hits(part, terms):
        pieces.append((part[at:first], False))
        pieces.append((part[first:last], True))
        at = last
    ending = " …" if end < len(text) else ""
    pieces.append((part[at:] + ending, False))
    return [(words, is_hit) for words, is_hit in pieces if words]


def _where(text: str, terms: list[Term]) -> int:
    """Return where the first term begins.

    Looked for by its plain letters first, since most text has no accents.
    """
    for term in terms:
        words = r"[\W_]+".join(map(re.escape, term.words))
        ending = "" if term.begins else r"(?!\w)"
        match = re.search(rf"(?<!\w){words}{ending}", text, re.IGNORECASE)
        if match:
            return match.start()
    hits = _hits(text[:_LOOKED_THROUGH], terms)
    return next((first for first, _ in hits), 0)


def _hits(text: str, terms: list[Term]) -> Iterator[tuple[int, int]]:
    """Yield where terms stand in `text`, in order, none overlapping."""
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]).replace(" ", "") for word in words]
    at = 0
    while at < len(words):
        here = (len(term.words) for term in terms if _stands(term, folded, at))
        size = next(here, 0)
        if size:
            yield words[at].start(), words[at + size - 1].end()
        at += size or 1


def _stands(term: Term, folded: list[str], at: int) -> bool:
    """Return whether a term's words are those from the word number `at` on."""
    words = tuple(folded[at : at + len(term.words)])
    if len(words) < len(term.words):
        return False
    if not term.begins:
        return words == term.words
    return words[:-1] == term.words[:-1] and words[-1].startswith(term.words[-1])
