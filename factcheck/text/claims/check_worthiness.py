"""How much each sentence is worth a check: what a checker would pick, by the trained model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from factcheck.text.model.network import KINDS as KIND_COLUMNS
from factcheck.text.model.network import WORTH, Numbers, Seen, model
from factcheck.text.reading import Span

KINDS = (
    "quantity",
    "law_or_rule",
    "cause",
    "prediction",
    "record",
    "support",
    "allegation",
    "identity",
    "event",
)
"""What a sentence may hold that needs a check, in the order of the network's columns. The first six
are Full Fact's (Konstantinovskiy et al. 2018, "Towards automated factchecking"), the others ours;
`training/data/genres-guidelines.md` says what each takes in.
"""


def worth_of(sentences: Sequence[Span], seen: Sequence[Seen]) -> list[float]:
    """For each sentence, the chance (0 to 1) that it is worth a check.

    The chance is calibrated on news, see `training/calibrate.py`.
    """
    if not sentences or not seen:
        return [0.0] * len(sentences)
    weights = model().weights
    total = (
        logits_of(sentences, seen, WORTH) @ np.array([weights["worth"], weights["checked"]])
        + weights["bias"]
    )
    return [round(float(chance), 4) for chance in _chance(total)]


def chances_of(sentences: Sequence[Span], seen: Sequence[Seen]) -> list[dict[str, float]]:
    """For each sentence, the chance (0 to 1) of each of `KINDS` that it holds such a thing."""
    if not sentences or not seen:
        return [dict.fromkeys(KINDS, 0.0) for _ in sentences]
    weights, biases = np.array([model().kinds[kind] for kind in KINDS]).T
    chances = _chance(logits_of(sentences, seen, KIND_COLUMNS) * weights + biases)
    return [
        {kind: round(float(chance), 3) for kind, chance in zip(KINDS, row, strict=True)}
        for row in chances
    ]


def _chance(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-logits))
    return chances


def logits_of(sentences: Sequence[Span], seen: Sequence[Seen], columns: slice) -> Numbers:
    """Return the columns for each sentence, each the mean of its pieces' logits.

    The columns of worth are: worth checking (as annotators saw it), and checked (as a newsroom
    did). Sentences without a piece have the lowest of all.
    """
    starts = np.array([start for window in seen for start, _ in window.spans])
    logits = np.concatenate([window.tags[:, columns] for window in seen])
    none = np.zeros((1, logits.shape[1]))
    sums = np.concatenate([none, logits.cumsum(0, dtype=np.float64)])
    bounds = np.searchsorted(starts, np.array(sentences))
    counts = (bounds[:, 1] - bounds[:, 0])[:, None]
    means = (sums[bounds[:, 1]] - sums[bounds[:, 0]]) / np.maximum(counts, 1)
    kept: Numbers = np.where(counts > 0, means, logits.min(0)).astype(np.float32)
    return kept
