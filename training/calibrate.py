"""Weights that turn the network's two logits for a sentence into a chance that it needs a check.

The chance is meant for news: it is fitted on half of the texts of many genres that training held
back, each sentence seen in its text; `python -m benchmarks.genres` takes its Brier score on the
other half (Brier 1950, "Verification of forecasts expressed in terms of probability").
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from factcheck.text.claims.check_worthiness import logits_of
from factcheck.text.model.network import Model
from training.corpus import paragraphs_of
from training.genre_texts import GenreText, genre_texts, sentence_labels

_CHECKED: Final = 0.2
"""What the logit of "was checked" weighs beside that of "is worth a check": the share that was best
on ClaimBuster's held fifth. Two hundred sentences of news are too few to fit it as well.
"""


def calibrate(out: Path) -> None:
    """Fit the weights, and write them to `out`."""
    reader = Model()
    texts = [text for text in genre_texts() if text.is_held_back and text.is_for_fitting]
    logits, labels = _logits(reader, texts)
    both = logits @ np.array([[1.0], [_CHECKED]])
    fitted = LogisticRegression(C=10.0).fit(both, labels)
    [worth] = fitted.coef_[0]
    weights = {
        "worth": round(float(worth), 4),
        "checked": round(float(worth) * _CHECKED, 4),
        "bias": round(float(fitted.intercept_[0]), 4),
    }
    out.write_text(json.dumps(weights) + "\n", encoding="utf-8")


def _logits(
    reader: Model, texts: Iterable[GenreText]
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], list[bool]]:
    """Return the two logits of each sentence, and whether it is worth a check."""
    logits = []
    labels: list[bool] = []
    for text in texts:
        spans, worth = zip(*sentence_labels(text), strict=True)
        logits.append(logits_of(list(spans), reader.look(text.text, paragraphs_of(text.text))))
        labels += worth
    return np.concatenate(logits), labels
