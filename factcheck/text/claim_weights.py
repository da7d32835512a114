"""Weights of the claim score: a logistic model on the features that `claims.FEATURES` names.

Fitted to the training part of ClaimBuster (Arslan et al. 2020, data CC BY 4.0): 7,976 sentences of debates, 24 % of
them worth checking. On a fifth held back, average precision was 0.76; a sum of signs by hand had 0.64, chance 0.24.
Debates are not news copy, so the score ranks; it is no probability.
"""

from __future__ import annotations

BIAS = -2.3
WEIGHTS: dict[str, float] = {
    "comparison": 0.46,
    "cause": 0.14,
    "accusation": 0.88,
    "prediction": -0.88,
    "past": 0.76,
    "first_person": -0.72,
    "second_person": -0.23,
    "opinion": -0.97,
    "vote_law": 0.56,
    "record": 1.16,
    "since": 0.75,
    "third_person": 0.37,
    "courtesy": -0.39,
    "number": 1.54,
    "money": 2.48,
    "percent": 2.98,
    "measure": 0.61,
    "date": 0.54,
    "names": 0.62,
    "place": 0.49,
    "title": 0.56,
    "superlative": 0.76,
    "question": -1.63,
    "words": -0.3,
    "short": -0.36,
    "imperative": -0.27,
    "verbless": -0.76,
    "conjunct_start": -0.3,
}
