"""Weights that turn the network's two logits for a sentence into one chance of check-worthiness."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from factcheck.text.claims.check_worthiness import logits_of
from factcheck.text.language.paragraphs import paragraph_of
from factcheck.text.model.network import Model
from training.corpus import claimbuster


def calibrate(data: Path, out: Path) -> None:
    """Fit them on the fifth of ClaimBuster that was held back, and write them to `out`."""
    reader = Model()
    rows = claimbuster(data, held=True)
    seen = [
        logits_of([(0, len(text))], reader.look(text, [paragraph_of(text, 0, (0, len(text)))]))
        for text, _, _ in rows
    ]
    fitted = LogisticRegression(C=10.0).fit(np.concatenate(seen), [worth for _, worth, _ in rows])
    worth, checked = fitted.coef_[0]
    weights = {
        "worth": round(float(worth), 4),
        "checked": round(float(checked), 4),
        "bias": round(float(fitted.intercept_[0]), 4),
    }
    out.write_text(json.dumps(weights) + "\n", encoding="utf-8")
