"""Weights of the claim score: a logistic model on the features that `claims.FEATURES` names.

Fitted to the training part of ClaimBuster (Arslan et al. 2020, data CC BY 4.0): 7,976 sentences of debates, 24 % of
them worth checking. On a fifth held back, average precision was 0.76; a sum of signs by hand had 0.64, chance 0.24.
Debates are not news copy, so the score ranks; it is no probability.
"""

from __future__ import annotations

BIAS = -2.28
WEIGHTS: dict[str, float] = {
    "comparison": 0.47,
    "cause": 0.11,
    "accusation": 0.8,
    "prediction": -0.76,
    "past": 0.74,
    "first_person": -0.74,
    "second_person": -0.27,
    "opinion": -0.99,
    "vote_law": 0.61,
    "record": 0.99,
    "since": 0.77,
    "third_person": 0.36,
    "courtesy": -0.36,
    "number": 1.55,
    "money": 2.47,
    "percent": 2.98,
    "measure": 0.62,
    "date": 0.52,
    "names": 0.6,
    "place": 0.48,
    "title": 0.56,
    "superlative": 0.81,
    "question": -1.63,
    "words": -0.3,
    "short": -0.36,
    "imperative": -0.26,
    "verbless": -0.77,
    "conjunct_start": -0.33,
}
