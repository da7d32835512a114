"""Quotes as the trained model sees them: content points to its cue, the cue to its source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from factcheck.text.language import lexicon
from factcheck.text.language.paragraphs import CopyParagraph
from factcheck.text.language.quotation_marks import QuotedSpan
from factcheck.text.model.network import CONTENT, CUE, POINT, SOURCE, Seen
from factcheck.text.model.runs import PieceRun, likeliest_runs
from factcheck.text.reading import QuoteKind, Span

_EDGE = " \t\r\n\xa0,;:—–-"
_FULL_STOP = re.compile(r"(?<![.\s][A-Za-z])(?<!^[A-Za-z])\.$")
# What a preposition is of: a pronoun, or a determiner and the word after it.
# "a lawyer on the third|-party panel": the run ends inside a compound.
_REST_OF_INCHES = re.compile(
    r"(?<=\d)[”\"″]\s[\w-]+(?=,|\s(?:said|says|told|added)\b)"
)  # 6’2” full-back
_REST_OF_COMPOUND = re.compile(r"-\w+(?:\s\w+)?(?=,)")
_OBJECT = re.compile(
    r"\s(?P<object>(?:me|us|him|her|them)\b|(?:an?|the|his|her|its|their|my|our)\s\w+)"
)
_DASHES = ("—", "–", "―", "-", "--")
# Pieces between two runs of one quote that are taken for part of it, where no cue stands among
# them.
_HOLE = 4
# Pieces of a run that is dropped when the same quote has a longer one.
_CRUMB = 2


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quote before coreference: `source` is the speaker's mention, `block` its paragraph."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    kind: QuoteKind
    confidence: float
    block: int
    closed: bool = True


def find_attributions(
    text: str, paragraphs: Sequence[CopyParagraph], seen: Sequence[Seen]
) -> list[Attribution]:
    """Who said what, in the order of the text."""
    starts = [p.span[0] for p in paragraphs]
    candidates: list[Attribution] = []
    for window in seen:
        page = _WindowOfCopy.of(text, paragraphs, starts, window)
        contents, cues, sources = (
            likeliest_runs(window, columns, page.begins) for columns in (CONTENT, CUE, SOURCE)
        )
        for cue, runs in _by_cue(page, contents, cues):
            spans = _spans_of(page, _mended(page, runs, cues))
            if spans:
                paragraph = paragraphs[max(0, bisect_right(starts, spans[0][0]) - 1)]
                source = _speaker_of(page, cue, runs, sources)
                candidates.append(_attribution(page, paragraph, cue, runs, spans, source))
    return sorted(candidates, key=lambda candidate: candidate.content[0])


def _spans_of(page: _WindowOfCopy, runs: Sequence[PieceRun]) -> list[Span]:
    """Return where the runs stand in the copy, without what is nothing but marks."""
    trimmed = (_trimmed(page.text, _span(page.window, run)) for run in runs)
    return [span for span in trimmed if span]


def _speaker_of(
    page: _WindowOfCopy, cue: PieceRun | None, runs: Sequence[PieceRun], sources: list[PieceRun]
) -> PieceRun | None:
    """Return the source of what the runs say."""
    if cue is None:
        return _nearest(page, runs, sources)
    source = _source_of(page, cue, sources)
    if source and _is_inside(source, runs) and not page.quoted[source.first]:
        # "She says her manager, Ann Holt, lied": who is spoken of does not speak.
        return _subject_before(page, cue, sources)
    return source


def _attribution(
    page: _WindowOfCopy,
    paragraph: CopyParagraph,
    cue: PieceRun | None,
    runs: Sequence[PieceRun],
    spans: Sequence[Span],
    source: PieceRun | None,
) -> Attribution:
    kind, closed = kind_of(paragraph.quoted, spans)
    return Attribution(
        content=tuple(spans),
        cue=_trimmed(page.text, _span(page.window, cue)) if cue else None,
        source=_whole_source(page.text, _span(page.window, source)) if source else None,
        kind=kind,
        confidence=round(sum(run.chance for run in runs) / len(runs), 3),
        block=paragraph.number,
        closed=closed,
    )


@dataclass(frozen=True, slots=True)
class _WindowOfCopy:
    """A window with what print says of it.

    It has for each piece the number of its paragraph and of its sentence, and whether it stands in
    quotation marks; `begins` are the pieces with which a paragraph begins, but for the first.
    """

    text: str
    window: Seen
    paragraph: list[int]
    sentence: list[int]
    quoted: list[bool]
    begins: list[int]
    # Paragraphs that end with a colon: what follows is said by whom they name.
    introduces: set[int]

    @classmethod
    def of(
        cls, text: str, paragraphs: Sequence[CopyParagraph], starts: list[int], window: Seen
    ) -> _WindowOfCopy:
        """Return the page of a window; `starts` are where the paragraphs begin."""
        places = [start for start, _ in window.spans]
        numbers = [max(0, bisect_right(starts, place) - 1) for place in places]
        here = {n: paragraphs[n] for n in sorted(set(numbers))}
        sentences = [start for start, _ in chain.from_iterable(p.sentences for p in here.values())]
        marks = [quote.span for quote in chain.from_iterable(p.quoted for p in here.values())]
        return cls(
            text,
            window,
            paragraph=numbers,
            sentence=[bisect_right(sentences, place) for place in places],
            quoted=[_stretch_at(marks, place) is not None for place in places],
            begins=_changes(numbers),
            introduces={n for n, p in here.items() if _ends_with_colon(text, p)},
        )


def _stretch_at(stretches: Sequence[Span], place: int) -> int | None:
    """Return the number of the sorted stretch that a place is in; None where it is in none."""
    n = bisect_right(stretches, place, key=lambda stretch: stretch[0]) - 1
    return n if n >= 0 and place < stretches[n][1] else None


def _changes(numbers: list[int]) -> list[int]:
    """Return the places at which a number differs from the one before."""
    return [n for n, (last, this) in enumerate(pairwise(numbers), start=1) if last != this]


def _ends_with_colon(text: str, paragraph: CopyParagraph) -> bool:
    return text[slice(*paragraph.span)].rstrip().endswith(":")


def kind_of(quoted: Sequence[QuotedSpan], spans: Sequence[Span]) -> tuple[QuoteKind, bool]:
    """Return whether the words are in quotation marks (all, some, none), and if these close."""
    stretches = [quote.span for quote in quoted]
    ends = [(_stretch_at(stretches, a), _stretch_at(stretches, b - 1)) for a, b in spans]
    closed = all(last is None or quoted[last].closed for _, last in ends)
    if all(None not in pair for pair in ends):
        return "direct", closed
    begins_inside = any(first is not None for first, _ in ends)
    mixed = begins_inside or any(_holds_mark(stretches, span) for span in spans)
    return "mixed" if mixed else "indirect", closed


def _holds_mark(stretches: Sequence[Span], span: Span) -> bool:
    """Return whether a quoted stretch begins inside a span."""
    return any(span[0] <= start < span[1] for start, _ in stretches)


def _by_cue(
    page: _WindowOfCopy, contents: list[PieceRun], cues: list[PieceRun]
) -> list[tuple[PieceRun | None, list[PieceRun]]]:
    """Group the contents that point to one cue, as in “Cost estimates,” he added, “were wrong”.

    A cue speaks for its own paragraph, and for the next where its own ends with a colon.
    """
    point = page.window.point[1:-1, : 2 * POINT].astype(np.float32)
    asks, answers = point[:, :POINT], point[:, POINT:]
    grouped: dict[int, list[PieceRun]] = {}
    alone: list[tuple[PieceRun | None, list[PieceRun]]] = []
    for candidate in contents:
        here = page.paragraph[candidate.first]
        near = [n for n, cue in enumerate(cues) if page.paragraph[cue.first] == here]
        if not near and here - 1 in page.introduces:
            near = [n for n, cue in enumerate(cues) if page.paragraph[cue.first] == here - 1][-1:]
        if not near:
            alone.append((None, [candidate]))
            continue
        heads = answers[[cues[n].first for n in near]]
        best = near[int((asks[candidate.first : candidate.last] @ heads.T).mean(0).argmax())]
        grouped.setdefault(best, []).append(candidate)
    _shared_out(page, grouped, cues)
    return [*((cues[n], _of_one_mouth(page, cues[n], runs)) for n, runs in grouped.items()), *alone]


def _shared_out(
    page: _WindowOfCopy, grouped: dict[int, list[PieceRun]], cues: list[PieceRun]
) -> None:
    """Move a content in another sentence than its cue to an idle cue of its own sentence."""
    for n, runs in list(grouped.items()):
        for run in runs[1:]:
            idle = (
                m
                for m, cue in enumerate(cues)
                if m not in grouped
                and page.sentence[cue.first]
                == page.sentence[run.first]
                != page.sentence[cues[n].first]
            )
            if (better := next(idle, None)) is not None:
                runs.remove(run)
                grouped[better] = [run]


def _of_one_mouth(page: _WindowOfCopy, cue: PieceRun, runs: list[PieceRun]) -> list[PieceRun]:
    """Drop words in the paper's own voice, in another sentence, where the speaker's are quoted."""
    if not any(page.quoted[run.first] for run in runs):
        return runs
    kept = [
        run
        for run in runs
        if page.quoted[run.first] or page.sentence[run.first] == page.sentence[cue.first]
    ]
    return kept or runs


def _mended(page: _WindowOfCopy, runs: list[PieceRun], cues: list[PieceRun]) -> list[PieceRun]:
    mended = [runs[0]]
    for run in runs[1:]:
        last = mended[-1]
        hole = page.text[page.window.spans[last.last - 1][1] : page.window.spans[run.first][0]]
        parted = any(last.last <= cue.first < run.first for cue in cues) or any(
            mark in hole for mark in ",;:\n"
        )
        if (
            run.first - last.last <= _HOLE
            and not parted
            and page.paragraph[last.first] == page.paragraph[run.first]
        ):
            mended[-1] = PieceRun(last.first, run.last, last.chance)
        else:
            mended.append(run)
    longest = max(run.last - run.first for run in mended)
    return [run for run in mended if run.last - run.first > _CRUMB or longest <= _CRUMB]


def _source_of(page: _WindowOfCopy, cue: PieceRun, sources: list[PieceRun]) -> PieceRun | None:
    if page.text[slice(*_span(page.window, cue))] in _DASHES:  # “It’s over.” — Ana Ruiz
        return next((candidate for candidate in sources if candidate.first >= cue.last), None)
    point = page.window.point[:, 2 * POINT :].astype(np.float32)
    asks, answers = point[1:-1, :POINT], point[:, POINT:]
    # Row 0 is the mark before the copy: a cue that points there has no source.
    heads = answers[[0, *(candidate.first + 1 for candidate in sources)]]
    best = int((asks[cue.first : cue.last] @ heads.T).mean(0).argmax())
    return sources[best - 1] if best else None


def _is_inside(source: PieceRun, contents: Sequence[PieceRun]) -> bool:
    return any(run.first <= source.first and source.last <= run.last for run in contents)


def _subject_before(page: _WindowOfCopy, cue: PieceRun, sources: list[PieceRun]) -> PieceRun | None:
    """Return the last source before a cue in its sentence."""
    sentence = page.sentence[cue.first]
    before = [s for s in sources if s.last <= cue.first and page.sentence[s.first] == sentence]
    return before[-1] if before else None


def _nearest(
    page: _WindowOfCopy, contents: Sequence[PieceRun], sources: list[PieceRun]
) -> PieceRun | None:
    """Return the source of a content without a cue: the nearest in its paragraph."""
    first, last = contents[0].first, contents[-1].last
    near = [
        candidate
        for candidate in sources
        if page.paragraph[candidate.first] == page.paragraph[first]
    ]
    return min(
        near,
        key=lambda candidate: max(candidate.first - last, first - candidate.last),
        default=None,
    )


def _span(window: Seen, run: PieceRun) -> Span:
    return window.spans[run.first][0], window.spans[run.last - 1][1]


def _whole_source(text: str, span: Span) -> Span | None:
    """Return a source with what its last preposition is of: "a woman at | the gate"."""
    trimmed = _trimmed(text, span)
    if trimmed is not None and (rest := _REST_OF_COMPOUND.match(text, trimmed[1])):
        trimmed = (trimmed[0], rest.end())
    if trimmed is not None and (rest := _REST_OF_INCHES.match(text, trimmed[1])):
        trimmed = (trimmed[0], rest.end())
    if trimmed is None or text[slice(*trimmed)].split()[-1].lower() not in lexicon.PREPOSITIONS:
        return trimmed
    rest = _OBJECT.match(text, trimmed[1])
    return (trimmed[0], rest.end("object")) if rest else trimmed


def _trimmed(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    if end > start and text[end - 1] in "’'" and text[end : end + 1] == "s":
        end -= 1  # an owner's ending is no part of the name: "the regulator | ’s allegations"
    if _FULL_STOP.search(text[max(start, end - 3) : end]):  # the sentence's, not that of "U.S."
        end -= 1
    return (start, end) if start < end else None
