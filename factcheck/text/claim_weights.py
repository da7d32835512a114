"""Weights of the claim score."""

BIAS = -1.0
WEIGHTS: tuple[float, ...] = (0.0,) * 33
