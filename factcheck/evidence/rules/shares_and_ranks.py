"""How much of a whole, and which place in a row.

"all of the members" against "22 of the 40", third against fourth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from factcheck.evidence.rules.words import ORDINALS, plain

CARDINALS: Final = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_ORDINALS: Final = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_COUNT: Final = rf"(\d[\d,]{{0,20}}|{'|'.join(CARDINALS)})"
_OF: Final = r"of (?:(?:the |its |their )(?:[\w-]{1,30}[’']s )?)?"
_PARTS: Final = re.compile(rf"\b{_COUNT} (?:out )?{_OF}{_COUNT}\b")
_OF_WHOLE: Final = re.compile(rf"\b{_OF}{_COUNT}\b[^.;]*?\b{_COUNT}\b")
_ALL: Final = re.compile(r"^(?:all|every|each|both)\b|\b(?:all|every one|each) of\b")
_NONE: Final = re.compile(r"\b(?:none|no) of\b|^no\b")
_MOST: Final = re.compile(r"\b(?:most(?= (?:of\b|\w+s\b))|a majority of)")
# A place in a row: "finished fourth", "peaked at number five", "ranked 12th".
_PLACED: Final = re.compile(
    rf"\b(?:finish|end|plac|rank|came|peak|position|stood|entered|debuted|reached)\w*\b[^.;,]{{0,40}}?\b(?:"
    rf"({'|'.join(_ORDINALS)}|\d+(?:st|nd|rd|th))|(?:number|no\.) {_COUNT})\b"
)
_ORDINAL: Final = r"(\d+)(?:st|nd|rd|th)"
_RANKED: Final = re.compile(rf"\b{_ORDINAL} ([a-z]+)")
# "The 19th century", "the 3rd of March", "42nd Street": no rank.
_NO_RANK: Final = re.compile(
    r"of|century|january|february|march|april|may|june|july|august|september|october|november|december|street|avenue"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One place where two texts differ in what they say of a thing.

    `kind` is "negation", "opposite", "share", "rank" or "roles".
    """

    kind: str
    why: str


def shares(claim: str, passage: str) -> Iterator[Turn]:
    """Yield where claim and passage give other shares: all, some or none of a whole.

    “All of the members” and “none of the members” stand against “22 of the 40”.
    """
    mine = plain(claim)
    for part, whole in parts_of_wholes(passage):
        if 0 < part < whole and _ALL.search(mine):
            yield Turn("share", f"the source says {part:,} of {whole:,}, not all")
        elif 0 < part < whole and _NONE.search(mine):
            yield Turn("share", f"the source says {part:,} of {whole:,}, not none")
        elif 0 < part * 2 <= whole and _MOST.search(mine):
            yield Turn("share", f"the source says {part:,} of {whole:,}, not most")


def parts_of_wholes(passage: str) -> list[tuple[int, int]]:
    """Return each part and whole a passage counts: 22 and 40 of "22 of the 40 members"."""
    low = plain(passage)
    pairs = [(match.group(1), match.group(2)) for match in _PARTS.finditer(low)]
    pairs = pairs or [(match.group(2), match.group(1)) for match in _OF_WHOLE.finditer(low)]
    return [(_integer(part), _integer(whole)) for part, whole in pairs]


def ranks(claim: str, passage: str) -> Iterator[Turn]:
    """Yield where claim and passage give other ranks.

    “The club's 31st season” stands against “the club's 30th”.
    """
    mine, theirs = plain(claim), plain(passage)
    numbered = [match.group(1) for match in re.finditer(rf"\b{_ORDINAL}\b", theirs)]
    for match in _RANKED.finditer(mine):
        if numbered and not _NO_RANK.fullmatch(match.group(2)) and match.group(1) not in numbered:
            yield Turn("rank", f"the copy says “{match.group()}”, the source {numbered[0]}")
    yield from _in_words(mine, theirs)
    placed, others = _places(mine), _places(theirs)
    if placed and others and not placed & others:
        yield Turn("rank", f"the copy puts it at {min(placed)}, the source at {min(others)}")


# "third studio album": the words that an ordinal counts, up to a preposition.
_IN_WORDS: Final = re.compile(
    rf"\b({'|'.join(_ORDINALS[1:])}) (?!(?:{_NO_RANK.pattern}|time|half|quarter|place|largest)\b)"
    r"((?:[a-z-]+ ?){1,3})"
)
_IN_DIGITS: Final = re.compile(rf"\b{_ORDINAL}\b")
_ENDS_NOUN: Final = re.compile(r"\b(?:of|in|by|for|to|at|on|with|from|and|that|which|who|was|is)\b")


def _in_words(mine: str, theirs: str) -> Iterator[Turn]:
    """Yield where one thing is counted otherwise: its "third studio album", the "fourth"."""
    others = _counted_things(theirs)
    for rank, things in _counted_things(mine):
        alike = [other for other, named in others if things & named]
        if alike and rank not in alike:
            yield Turn("rank", f"the copy says “{rank}”, the source “{alike[0]}”")


def _counted_things(text: str) -> list[tuple[str, set[str]]]:
    in_words = _IN_DIGITS.sub(lambda match: ORDINALS.get(match[0], match[0]), text)
    return [
        (match.group(1), set(_ENDS_NOUN.split(match.group(2))[0].split()))
        for match in _IN_WORDS.finditer(in_words)
    ]


def _places(text: str) -> set[int]:
    return {_integer(match.group(1) or match.group(2)) for match in _PLACED.finditer(text)}


def ordinal_of(word: str) -> int | None:
    """Return 2 of "second" or "2nd"; None of any other word."""
    known = word in _ORDINALS or re.fullmatch(_ORDINAL, word)
    return _integer(word) if known else None


def _integer(words: str) -> int:
    for names in (CARDINALS, _ORDINALS):
        if words in names:
            return names.index(words) + 1
    return int(re.sub(r"\D", "", words))
