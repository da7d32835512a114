"""Weights that turn the network's two logits for a sentence into a chance that it needs a check.

The chance is meant for news: it is fitted on half of the texts of many genres that training held
back, each sentence seen in its text; `python -m benchmarks.genres` takes its Brier score on the
other half (Brier 1950, "Verification of forecasts expressed in terms of probability").
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from factcheck.text.claims.check_worthiness import KINDS, logits_of
from factcheck.text.model.network import KINDS as KIND_COLUMNS
from factcheck.text.model.network import WORTH, Model
from training.corpus import paragraphs_of
from training.genre_texts import GenreText, genre_texts, kinds_by_sentence

_CHECKED: Final = 0.2
"""What the logit of "was checked" weighs beside that of "is worth a check": the share that was best
on ClaimBuster's held fifth. Two hundred sentences of news are too few to fit it as well.
"""

Table = NDArray[Any]


def calibrate(out: Path) -> None:
    """Fit the weights, and write them to `out`."""
    reader = Model()
    texts = [text for text in genre_texts() if text.is_held_back and text.is_for_fitting]
    worth, kinds, labels = _logits(reader, texts)
    weight, bias = _fitted(worth @ np.array([[1.0], [_CHECKED]]), labels.max(1))
    weights = {
        "score": {"worth": weight, "checked": round(weight * _CHECKED, 4), "bias": bias},
        "kinds": {
            kind: _fitted(kinds[:, [column]], labels[:, column])
            for column, kind in enumerate(KINDS)
        },
    }
    out.write_text(json.dumps(weights) + "\n", encoding="utf-8")


def _fitted(logits: Table, labels: Table) -> tuple[float, float]:
    """Return a weight and a bias that make chances of a column of logits (Platt 1999)."""
    fitted = LogisticRegression(C=10.0).fit(logits, labels)
    return round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4)


def _logits(reader: Model, texts: Iterable[GenreText]) -> tuple[Table, Table, Table]:
    """Return each sentence's two logits of worth, those of its kinds, and its labels by kind."""
    worth, kinds, labels = [], [], []
    for text in texts:
        spans, held = zip(*kinds_by_sentence(text), strict=True)
        seen = reader.look(text.text, paragraphs_of(text.text))
        worth.append(logits_of(list(spans), seen, WORTH))
        kinds.append(logits_of(list(spans), seen, KIND_COLUMNS))
        labels.append(np.array(held))
    return np.concatenate(worth), np.concatenate(kinds), np.concatenate(labels)
