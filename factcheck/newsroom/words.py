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

LONGEST = (
    200_000  # characters of one text that are searched: PostgreSQL's tsvector holds one megabyte
)
# Letters that carry a stroke or are joined have no accent that could be taken off.
_LETTERS, _PLAIN = "øłđðħŧı", "olddhti"
# Accents of Latin, Greek and Cyrillic; vowel signs of Hebrew and Arabic.
_MARKS = r"[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]+"
# Said by code, since what a class such as [:punct:] holds depends on the server's locale.
_BREAKS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf"
    r"\u2000-\u206f\u20a0-\u20cf\u3000-\u303f]+"
)
_MARKS_RE, _BREAKS_RE = re.compile(_MARKS), re.compile(_BREAKS)
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
        texts = [
            Coalesce(Cast(F(c) if isinstance(c, str) else c, TextField()), Value("", TextField()))
            for c in columns
        ]
        super().__init__(*texts, **extra)


def found_by(*columns: str) -> GeneratedField:
    """Return a column for `Words` of these.

    For tables so long that a common word must be read off in the order of their ids, and not folded
    anew for each row.
    """
    return GeneratedField(
        expression=Words(*columns), output_field=SearchVectorField(), db_persist=True
    )


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand side by side; `begins`: the last may go on (`mus*`)."""

    words: tuple[str, ...]
    begins: bool = False

    @property
    def tsquery(self) -> str:
        quoted = [f"'{word}'" for word in self.words]
        return "(" + " <-> ".join([*quoted[:-1], quoted[-1] + (":*" if self.begins else "")]) + ")"


def fold(text: str) -> str:
    """As the database does it: no case, no accents, a space for whatever is no letter or figure."""
    plain = unicodedata.normalize("NFKD", text.lower()).translate(_TABLE)
    return _BREAKS_RE.sub(" ", _MARKS_RE.sub("", plain))


def parse(typed: str) -> list[Term]:
    """Return what somebody typed: every term must be there.

    `"in this order"` is a term; so is al-Musawi, for its two words; `mus*` is a word that begins
    so. At most 12 terms.
    """
    terms = []
    for quoted, plain in _TYPED.findall(typed):
        words = tuple(fold(quoted or plain).split())
        if words:
            terms.append(Term(words, begins=not quoted and plain.endswith("*")))
    return list(dict.fromkeys(terms))[:12]


def tsquery(terms: list[Term]) -> SearchQuery:
    """All of the terms; to be held against `Words` with `exact`."""
    return SearchQuery(
        " & ".join(term.tsquery for term in terms), config="simple", search_type="raw"
    )


def snippet(text: str, terms: list[Term], length: int = 240) -> list[tuple[str, bool]]:
    """Return the part of `text` where the first term stands, in pieces.

    (words, whether they are what was searched for).
    """
    start = _where(text, terms)
    begin = max(0, start - length // 3)
    while begin > 0 and not text[begin - 1].isspace():
        begin -= 1
    part = text[begin : begin + length]
    pieces: list[tuple[str, bool]] = [("… ", False)] if begin else []
    at = 0
    for first, last in _hits(part, terms):
        pieces += [(part[at:first], False), (part[first:last], True)]
        at = last
    pieces.append((part[at:] + (" …" if begin + length < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _where(text: str, terms: list[Term]) -> int:
    """Return where the first term begins.

    Looked for by its plain letters first, since most text has no accents.
    """
    for term in terms:
        pattern = (
            r"(?<!\w)"
            + r"[\W_]+".join(map(re.escape, term.words))
            + ("" if term.begins else r"(?!\w)")
        )
        if match := re.search(pattern, text, re.IGNORECASE):
            return match.start()
    return next((first for first, _ in _hits(text[:20_000], terms)), 0)


def _hits(text: str, terms: list[Term]) -> Iterator[tuple[int, int]]:
    """Where terms stand in `text`, in order, none overlapping."""
    words = [
        (word.start(), word.end(), fold(word[0]).replace(" ", "")) for word in _WORD.finditer(text)
    ]
    n = 0
    while n < len(words):
        size = next(
            (len(term.words) for term in terms if _stands(term, words[n : n + len(term.words)])), 0
        )
        if size:
            yield words[n][0], words[n + size - 1][1]
        n += size or 1


def _stands(term: Term, words: list[tuple[int, int, str]]) -> bool:
    folded = tuple(word for _, _, word in words)
    if term.begins and folded[:-1] == term.words[:-1] and folded[-1:]:
        return folded[-1].startswith(term.words[-1])
    return folded == term.words
