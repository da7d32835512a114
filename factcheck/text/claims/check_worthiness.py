"""How much each sentence is worth a check: what a checker would pick, by the trained model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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

    The chance is calibrated on sentences of debates: there, of those with 0.8, eight in ten were
    picked. On news it ranks.
    """
    if not sentences or not seen:
        return [0.0] * len(sentences)
    weights = model().weights
    total = (
        logits_of(sentences, seen) @ np.array([weights["worth"], weights["checked"]])
        + weights["bias"]
    )
    return [round(float(chance), 4) for chance in 1 / (1 + np.exp(-total))]


def logits_of(sentences: Sequence[Span], seen: Sequence[Seen]) -> Numbers:
    """Return two columns for each sentence, each the mean of its pieces' logits.

    The columns are: worth checking (as annotators saw it), and checked (as a newsroom did).
    Sentences without a piece have the lowest of all.
    """
    starts = np.array([start for window in seen for start, _ in window.spans])
    logits = np.concatenate([window.tags[:, WORTH] for window in seen])
    sums = np.concatenate([np.zeros((1, 2)), logits.cumsum(0, dtype=np.float64)])
    bounds = np.searchsorted(starts, np.array(sentences))
    counts = (bounds[:, 1] - bounds[:, 0])[:, None]
    means = (sums[bounds[:, 1]] - sums[bounds[:, 0]]) / np.maximum(counts, 1)
    kept: Numbers = np.where(counts > 0, means, logits.min(0)).astype(np.float32)
    return kept
