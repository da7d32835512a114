"""Words set against words: a quote against a transcript, and old words against new ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from factcheck.text.reading import Span

_WORD: Final = re.compile(r"\[[^\]\n]{0,80}\]|…|\.\s?\.\s?\.|[^\W_]+(?:['’‑-][^\W_]+)*|[$€£%]")
_TIME: Final = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
# The line of an .srt or .vtt cue (W3C WebVTT: times are hh:mm:ss.mmm, the hours optional; SubRip
# writes a comma).
_CUE: Final = re.compile(rf"^\s*(?P<at>{_TIME})\s+-->\s+{_TIME}.*$")
_STAMP: Final = re.compile(rf"^\s*[\[(]?(?P<at>{_TIME})[\])]?\s*[-–—:]?\s*")
_NAME: Final = re.compile(
    r"^\s*(?:<v(?:\.\S+)?\s+(?P<tag>[^>]+)>|(?P<name>[A-Z][\w.’' -]{0,40}):(?=\s))"
)
_TAGS: Final = re.compile(r"</?[a-z][^>\n]*>|\{\\[^}\n]*\}", re.I)
_NEAR: Final = 4  # places tried in full
_COMMON: Final = 400  # a word in so many places says nothing of where
_FOUND: Final = 0.5  # of the quote's words, for a place to be its place

Kind = Literal["exact", "cut", "differs", "not found"]
# One opcode of difflib: what is done, and the span of words on either side.
Step = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class WordRun:
    """A stretch of the comparison.

    "same": in both; "dropped": said and not printed; "added": printed and not said. `marked`: the
    copy shows it, by an ellipsis or by brackets.
    """

    how: Literal["same", "dropped", "added"]
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class VerbatimComparison:
    """The best place of a quote in a transcript.

    "cut" is exact but for words left out or put in that the copy marks.

    `passage` is what was said there, `locator` its time or line, `speaker` whom the transcript has
    there, `share` how much of the quote was found, 0 to 1. Where it is not found, `pieces` is
    empty.
    """

    kind: Kind
    pieces: tuple[WordRun, ...] = ()
    passage: str = ""
    locator: str = ""
    speaker: str = ""
    share: float = 0.0

    @property
    def dropped(self) -> list[str]:
        """What was said and is not printed, where the copy does not show it."""
        return [piece.text for piece in self.pieces if piece.how == "dropped" and not piece.marked]

    @property
    def added(self) -> list[str]:
        return [piece.text for piece in self.pieces if piece.how == "added" and not piece.marked]


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _SpokenLine:
    start: int
    locator: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """Speech without times and names; `lines` say where each stretch is in the recording."""

    text: str
    words: tuple[_Word, ...]
    lines: tuple[_SpokenLine, ...]
    places: dict[str, tuple[int, ...]]

    def line_at(self, offset: int) -> _SpokenLine:
        return self.lines[max(0, bisect_right(self.lines, offset, key=lambda line: line.start) - 1)]


@lru_cache(maxsize=16)
def transcript(text: str) -> Transcript:
    """Take a transcript apart, or the text of an .srt or .vtt file.

    A locator is the last time given, else a line.
    """
    lines: list[_SpokenLine] = []
    kept: list[str] = []
    offset = 0
    for row in _spoken_rows(text):
        lines.append(_SpokenLine(offset, row.locator, row.speaker))
        kept.append(row.words)
        offset += len(row.words) + 1
    spoken = "\n".join(kept)
    words = tuple(_words(spoken))
    places: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        places[word.plain].append(index)
    by_word = {word: tuple(indexes) for word, indexes in places.items()}
    return Transcript(spoken, words, tuple(lines), by_word)


class _SpokenRow(NamedTuple):
    """A row of a transcript without its time and name, which hold until the next ones."""

    locator: str
    speaker: str
    words: str


def _spoken_rows(text: str) -> Iterator[_SpokenRow]:
    time = speaker = ""
    rows = text.replace("\r\n", "\n").split("\n")
    for number, row in enumerate(rows, start=1):
        if cue := _CUE.match(row):
            time = _clock(cue)
            continue
        if _holds_no_speech(rows, number):
            continue
        if stamp := _STAMP.match(row):
            time, row = _clock(stamp), row[stamp.end() :]
        if name := _NAME.match(row):
            speaker, row = (name["tag"] or name["name"]).strip(), row[name.end() :]
        words = _TAGS.sub("", row).strip()
        if words:
            yield _SpokenRow(time or f"line {number}", speaker, words)


def _clock(stamp: re.Match[str]) -> str:
    """Return a time without its fraction: "00:01:02,500" is "00:01:02"."""
    return stamp["at"].replace(",", ".").partition(".")[0]


def _holds_no_speech(rows: Sequence[str], number: int) -> bool:
    row = rows[number - 1]
    is_file_head = number == 1 and row.startswith("WEBVTT")
    return not row.strip() or is_file_head or _is_number_of_cue(rows, number)


def _is_number_of_cue(rows: Sequence[str], number: int) -> bool:
    return (
        rows[number - 1].strip().isdigit()
        and number < len(rows)
        and _CUE.match(rows[number]) is not None
    )


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        word = match.group()
        plain = "…" if word[0] in ".…" else word.casefold().replace("’", "'").replace("‑", "-")
        yield _Word(plain, *match.span())


def compare(quote: str, spoken: Transcript) -> VerbatimComparison:
    """Set a printed quote against a transcript, word for word.

    Case, punctuation and kinds of quotation marks do not matter.
    """
    printed = list(_words(quote))
    counted = [word for word in printed if not _is_mark(word)]
    if not counted or not spoken.words:
        return VerbatimComparison("not found")
    best: tuple[int, list[Step], int] = (0, [], 0)
    for first in _likely(counted, spoken):
        room = spoken.words[first : first + 2 * len(counted) + 12]
        steps = _steps(printed, room)
        same = _count_same(printed, steps)
        if same > best[0]:
            best = (same, steps, first)
    share = best[0] / len(counted)
    if share < _FOUND:
        return VerbatimComparison("not found", share=share)
    return _result(quote, printed, spoken, best[1], best[2], share)


def _count_same(printed: Sequence[_Word], steps: Sequence[Step]) -> int:
    """Return how many words of the speaker stand in both; the copy's own marks are none."""
    equal = [printed[a:b] for how, a, b, _, _ in steps if how == "equal"]
    return sum(not _is_mark(word) for run in equal for word in run)


def _is_mark(word: _Word) -> bool:
    """Return whether it is an ellipsis or a word in brackets: the copy's, not the speaker's."""
    return word.plain[0] in "…["


def _likely(counted: Sequence[_Word], spoken: Transcript) -> list[int]:
    """Return where the quote may begin: each uncommon word it shares votes for a place."""
    votes: Counter[int] = Counter()
    width = max(4, len(counted) // 3)
    for index, word in enumerate(counted):
        where = spoken.places.get(word.plain, ())
        if len(where) <= _COMMON:
            for place in where:
                bucket = (place - index) // width
                votes[bucket] += 2
                votes[bucket + 1] += 1
                votes[bucket - 1] += 1
    if not votes:
        return [0]
    return [max(0, (bucket - 1) * width) for bucket, _ in votes.most_common(_NEAR)]


def _steps(printed: Sequence[_Word], room: Sequence[_Word]) -> list[Step]:
    matcher = SequenceMatcher(
        None, [w.plain for w in printed], [w.plain for w in room], autojunk=False
    )
    steps: list[Step] = [(how, a, b, c, d) for how, a, b, c, d in matcher.get_opcodes()]
    # What stands before the quote's first word and after its last in the transcript is no part of
    # it.
    if steps and steps[0][0] == "insert":
        steps.pop(0)
    if steps and steps[-1][0] == "insert":
        steps.pop()
    return _trimmed(steps)


def _trimmed(steps: list[Step]) -> list[Step]:
    """At both ends a change takes no more of the transcript than of the quote."""
    if steps and steps[0][0] == "replace":
        _, a, b, c, d = steps[0]
        steps[0] = ("replace", a, b, max(c, d - (b - a)), d)
    if steps and steps[-1][0] == "replace":
        _, a, b, c, d = steps[-1]
        steps[-1] = ("replace", a, b, c, min(d, c + (b - a)))
    return steps


def _result(
    quote: str,
    printed: Sequence[_Word],
    spoken: Transcript,
    steps: Sequence[Step],
    first: int,
    share: float,
) -> VerbatimComparison:
    pieces: list[WordRun] = []
    for step in steps:
        pieces += _runs_of_step(quote, printed, spoken, step, first)
    # Words that stand in both say whose line it is: what the first word was changed from may be the
    # end of somebody else's.
    places = [first + n for how, _, _, c, d in steps for n in range(c, d) if how == "equal"]
    start, end = spoken.words[places[0]].start, spoken.words[places[-1]].end
    line = spoken.line_at(start)
    passage = _sentence(spoken.text, (start, end))
    return VerbatimComparison(
        _kind_of(pieces), tuple(pieces), passage, line.locator, line.speaker, share
    )


def _runs_of_step(
    quote: str, printed: Sequence[_Word], spoken: Transcript, step: Step, first: int
) -> Iterator[WordRun]:
    """Yield what one step of the alignment kept, dropped and added."""
    how, a, b, c, d = step
    copied = quote[printed[a].start : printed[b - 1].end] if b > a else ""
    if how == "equal":
        yield WordRun("same", copied)
        return
    marks = all(_is_mark(word) for word in printed[a:b])
    if d > c:
        heard = spoken.text[spoken.words[first + c].start : spoken.words[first + d - 1].end]
        # Words may be left out without a word where an ellipsis or brackets show it.
        yield WordRun("dropped", " ".join(heard.split()), marked=b > a and marks)
    if copied:
        yield WordRun("added", copied, marked=marks)


def _kind_of(pieces: Sequence[WordRun]) -> Kind:
    changed = [piece for piece in pieces if piece.how != "same"]
    if not changed:
        return "exact"
    return "cut" if all(piece.marked for piece in changed) else "differs"


def _sentence(text: str, span: Span) -> str:
    """Return the words with the rest of their sentence, so that nothing loses its context."""
    before = max(
        (m.end() for m in re.finditer(r"[.?!]\s", text[max(0, span[0] - 300) : span[0]])),
        default=None,
    )
    start = span[0] if before is None and span[0] > 300 else max(0, span[0] - 300) + (before or 0)
    after = re.search(r"[.?!](?=\s|$)", text[span[1] : span[1] + 300])
    return " ".join(text[start : span[1] + (after.end() if after else 0)].split())


def changes(old: str, new: str) -> tuple[WordRun, ...]:
    """Return old words against new as one line of dropped and added words.

    White space goes with its word.
    """
    was, now = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    matcher = SequenceMatcher(
        None, [w.strip() for w in was], [w.strip() for w in now], autojunk=False
    )
    pieces: list[WordRun] = []
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            pieces.append(WordRun("same", "".join(now[c:d])))
            continue
        if b > a:
            pieces.append(WordRun("dropped", "".join(was[a:b])))
        if d > c:
            pieces.append(WordRun("added", "".join(now[c:d])))
    return tuple(pieces)
