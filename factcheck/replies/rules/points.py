"""What is put to a party.

Whether each point was asked, and which accusations no point that was asked speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.text.language.sentences import sentence_spans

GAP = "[…]"  # stands in a suggested wording where the desk's own words belong
RUN = 8  # words in a row that make a wording the copy's own
_ASKED = ("sent", "called")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass(frozen=True, slots=True)
class Put:
    """One wording in one letter or call.

    `carriage` is the letter's (queued, in flight, sent, unknown, failed, cancelled), "came back"
    for one that bounced, "called" for a call that reached somebody.
    """

    text: str
    carriage: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PointFacts:
    """`sources` are the copy's words that it answers for, as they stood."""

    id: int
    text: str
    puts: tuple[Put, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Some wording of it has been put."""
        return any(put.carriage in _ASKED for put in self.puts)


@dataclass(frozen=True, slots=True)
class Asking:
    """One letter or call that put points.

    `loose`: one of its points names no source, or it had none on record, so that a person, not the
    record, knows what it spoke of. `copy` is the copy as it stood then.
    """

    at: datetime
    loose: bool
    copy: str = ""


def point_state(point: PointFacts, requested: bool) -> str:
    """Return put, on its way or in doubt, else what is still to be done.

    Else "not yet asked" once the party has been `requested` for anything, "changed since" where an
    earlier wording was put, "to be put" before. Only the words as they are now count.
    """
    carriages = {put.carriage for put in point.puts if put.text == point.text}
    if carriages & set(_ASKED):
        return "put"
    if carriages & {"queued", "in flight"}:
        return "on its way"
    if "unknown" in carriages:
        return "in doubt"
    if point.asked:
        return "changed since"
    return "not yet asked" if requested else "to be put"


def numbered(texts: Sequence[str]) -> str:
    """One point as it is; several with their numbers, a blank line between them."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def suggestion(kind: str, by: str = "", words: str = "") -> str:
    """Return a first wording from the charge: who makes it, and a gap for what it is.

    The copy's `words` fill the gap only where the desk asked for them.
    """
    filled = f"“{words}”" if words else GAP
    if kind == "quote":
        speaker = by or "Someone"
        question = "Is that what was said? What is your response?"
        return f"{speaker} is quoted as saying: {filled} {question}"
    if by:
        return f"{by} alleges the following: {filled} What is your response?"
    if kind == "accusation":
        return f"It is alleged: {filled} What is your response?"
    return f"We understand: {filled} Is that correct?"


def has_gap(text: str) -> bool:
    return GAP in text


def copied(text: str, copy: str) -> str:
    """Return the first RUN words or more in a row that `text` shares with the copy, or ""."""
    return run_shared(text, runs_of(copy, RUN), RUN)


def runs_of(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Every `length` words in a row of the text, whatever their case and punctuation."""
    words = [word.group().casefold() for word in _WORD.finditer(text)]
    return frozenset(tuple(words[n : n + length]) for n in range(len(words) - length + 1))


def run_shared(text: str, known: frozenset[tuple[str, ...]], length: int) -> str:
    """Return the first `length` or more words in a row of `text` that `known` holds, or ""."""
    ours = list(_WORD.finditer(text))
    words = [word.group().casefold() for word in ours]
    for start in range(len(ours) - length + 1):
        end = start
        while end + length <= len(ours) and tuple(words[end : end + length]) in known:
            end += 1
        if end > start:
            return text[ours[start].start() : ours[end + length - 2].end()]
    return ""


def speaks_of(source: str, accusation: str) -> bool:
    """Tell whether words that a point rests on are those of the accusation.

    The same, or the sentence around it, or more than half of it.
    """
    ours, theirs = _plain(source), _plain(accusation)
    return theirs in ours or (ours in theirs and 2 * len(ours) > len(theirs))


def not_put(
    accusations: Iterable[str], sources: Iterable[str], askings: Iterable[Asking]
) -> list[str]:
    """Return the `accusations` of a party that it has not been asked about.

    No point that was put rests on them, and none of the loose askings went while the copy already
    said so.
    """
    put = list(sources)
    loose = [_plain(asking.copy) for asking in askings if asking.loose]
    return [
        words
        for words in accusations
        if not any(speaks_of(source, words) for source in put)
        and not any(_plain(words) in copy for copy in loose)
    ]


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence around the words.

    The reader marks a charge by a few words of it ("accused the army of").
    """
    line = (
        text.rfind("\n", 0, start) + 1,
        len(text) if (after := text.find("\n", end)) < 0 else after,
    )
    spans = [span for span in sentence_spans(text, line) if span[0] < end and span[1] > start]
    return text[spans[0][0] : spans[-1][1]] if spans else text[start:end]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
