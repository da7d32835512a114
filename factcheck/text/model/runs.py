"""Runs of pieces that the network labels as one thing: a quote's words, a cue, who is accused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from factcheck.text.model.network import Numbers, Seen
from factcheck.text.reading import Span


@dataclass(frozen=True, slots=True)
class PieceRun:
    """Pieces `first` to `last` (not included) of one window, and how sure the model is of them."""

    first: int
    last: int
    chance: float


def spans_of(seen: Sequence[Seen], columns: slice, *, surer_than: float) -> list[Span]:
    """Return where the runs stand of which the model is surer, in the order of the text."""
    return [
        (window.spans[run.first][0], window.spans[run.last - 1][1])
        for window in seen
        for run in likeliest_runs(window, columns)
        if run.chance > surer_than
    ]


def likeliest_runs(window: Seen, columns: slice, begins: Collection[int] = ()) -> list[PieceRun]:
    """Return runs of the likeliest labels, by Viterbi's algorithm.

    A later piece may only follow a first or a later one, and the pieces of one word stay together.
    No run goes on over a piece in `begins`.
    """
    logits = window.tags[:, columns]
    grown = np.exp(logits - logits.max(1, keepdims=True))
    chances: Numbers = grown / grown.sum(1, keepdims=True)
    bounds: list[tuple[int, int]] = []
    for n, label in enumerate(_labels(np.log(chances + 1e-9).tolist(), set(begins))):
        goes_on = bool(bounds) and bounds[-1][1] == n
        within_word = goes_on and window.spans[n][0] == window.spans[n - 1][1]
        if goes_on and (label == 2 or (label == 1 and within_word)):
            bounds[-1] = (bounds[-1][0], n + 1)
        elif label:
            bounds.append((n, n + 1))
    inside = 1 - chances[:, 0]
    return [PieceRun(a, b, float(inside[a:b].mean())) for a, b in bounds]


def _labels(scores: list[list[float]], begins: set[int]) -> list[int]:
    nothing, first, later = scores[0][0], scores[0][1], float("-inf")
    back: list[
        tuple[int, int]
    ] = []  # for each piece: where its "nothing" or "first" comes from, and its "later"
    for n in range(1, len(scores)):
        outside, begin, inside = scores[n]
        best, whence = (nothing, 0) if nothing >= first else (first, 1)
        if later > best:
            best, whence = later, 2
        if n in begins:
            go_on, go_whence = float("-inf"), 1
        else:
            go_on, go_whence = (first, 1) if first >= later else (later, 2)
        back.append((whence, go_whence))
        nothing, first, later = best + outside, best + begin, go_on + inside
    label = max(range(3), key=(nothing, first, later).__getitem__)
    labels = [label]
    for whence, go_whence in reversed(back):
        label = go_whence if label == 2 else whence
        labels.append(label)
    return labels[::-1]
