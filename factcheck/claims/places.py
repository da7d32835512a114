"""Where the marks of earlier proofs are in other copy of the article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from factcheck.articles.rules import Carried, carry
from factcheck.claims.models import Mark, Quote
from factcheck.text import Span

Key = tuple[type[Mark], int]  # kind and id


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands after an edit.

    `whole` is the mark itself; the rest is a quote's: its cue, its speaker and its pieces, where
    they still are.
    """

    whole: Carried
    cue: Span | None = None
    speaker: Span | None = None
    pieces: tuple[Span, ...] = ()


def places(marks: Sequence[Mark], texts: Mapping[int, str], text: str) -> dict[Key, Place]:
    """Where each mark is in `text`.

    `texts` are the proofs the marks stand on, by id; one alignment for each.
    """
    by_proof: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_proof[mark.proof_id].append(mark)
    at: dict[Key, Place] = {}
    for proof_id, here in by_proof.items():
        spans = [[(mark.start, mark.end), *_parts(mark)] for mark in here]
        carried = iter(carry(texts[proof_id], text, [span for group in spans for span in group]))
        for mark, group in zip(here, spans, strict=True):
            whole, *parts = [next(carried) for _ in group]
            at[(type(mark), mark.pk)] = _place(mark, whole, parts)
    return at


def _parts(mark: Mark) -> list[Span]:
    if not isinstance(mark, Quote):
        return []
    pairs = ((mark.cue_start, mark.cue_end), (mark.speaker_start, mark.speaker_end), *mark.contents)
    return [(start or 0, end or 0) for start, end in pairs]


def _place(mark: Mark, whole: Carried, parts: list[Carried]) -> Place:
    if not isinstance(mark, Quote) or whole.span is None:
        return Place(whole)
    cue, speaker, *pieces = [part.span for part in parts]
    if whole.kind != "changed":  # the very words: its pieces lie in them as they did
        by = whole.span[0] - mark.start
        kept = [(start + by, end + by) for start, end in mark.contents]
    else:
        kept = _apart([piece for piece in pieces if piece is not None], whole.span)
    return Place(whole, cue, speaker, tuple(kept or [whole.span]))


def _apart(pieces: list[Span], within: Span) -> list[Span]:
    """Those that lie within the quote and not over each other, in order."""
    kept: list[Span] = []
    for start, end in sorted(set(pieces)):
        if within[0] <= start and end <= within[1] and (not kept or kept[-1][1] <= start):
            kept.append((start, end))
    return kept
