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
from itertools import chain
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
# Of a number: three figures, what may stand before them, and what has more than three.
_THREE, _HEAD = re.compile(r"[0-9]{3}"), re.compile(r"[1-9][0-9]{0,11}")
_LONG = re.compile(r"[1-9][0-9]{3,14}")
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
        return f"({' | '.join(self._phrase(words) for words in self.spellings)})"

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """Return the words, and beside them each with its numbers written the other way.

        "2,000" is held as two words, "2000" as one: whichever was typed finds both.
        """
        return tuple(dict.fromkeys((self.words, _joined(self.words), _grouped(self.words))))

    def _phrase(self, words: tuple[str, ...]) -> str:
        quoted = [f"'{word}'" for word in words]
        if self.begins:
            quoted[-1] += ":*"
        return f"({' <-> '.join(quoted)})"


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with the groups of a number put together: "2 000" is "2000"."""
    joined: list[str] = []
    for word in words:
        goes_on = _THREE.fullmatch(word) and joined and _HEAD.fullmatch(joined[-1])
        if goes_on:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def _grouped(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with each long number in groups of three: "2000" is "2 000"."""
    parts = (_groups(word) if _LONG.fullmatch(word) else [word] for word in words)
    return tuple(chain.from_iterable(parts))


def _groups(number: str) -> list[str]:
    first = len(number) % 3 or 3
    return [number[:first], *(number[at : at + 3] for at in range(first, len(number), 3))]


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
    spelt = [(words, term.begins) for term in terms for words in term.spellings]
    for wanted, begins in spelt:
        words = r"[\W_]+".join(map(re.escape, wanted))
        ending = "" if begins else r"(?!\w)"
        match = re.search(rf"(?<!\w){words}{ending}", text, re.IGNORECASE)
        if match:
            return match.start()
    hits = _hits(text[:_LOOKED_THROUGH], terms)
    return next((first for first, _ in hits), 0)


def _hits(text: str, terms: list[Term]) -> Iterator[tuple[int, int]]:
    """Yield where terms stand in `text`, in order, none overlapping."""
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]).replace(" ", "") for word in words]
    spelt = [(wanted, term.begins) for term in terms for wanted in term.spellings]
    at = 0
    while at < len(words):
        here = (len(wanted) for wanted, begins in spelt if _stands(wanted, begins, folded, at))
        size = next(here, 0)
        if size:
            yield words[at].start(), words[at + size - 1].end()
        at += size or 1


def _stands(wanted: tuple[str, ...], begins: bool, folded: list[str], at: int) -> bool:
    """Return whether the words wanted are those from the word number `at` on."""
    words = tuple(folded[at : at + len(wanted)])
    if len(words) < len(wanted):
        return False
    if not begins:
        return words == wanted
    return words[:-1] == wanted[:-1] and words[-1].startswith(wanted[-1])
