"""Fit how rules and network are weighed together: `python -m training.weighing --data FOLDER`.

On half of what the network was not taught (`training/pairs.py`) and half of the pairs in
`tests/gold/`; writes `factcheck/evidence/rules/data/sides.toml`. The other halves are scored by
`python -m benchmarks.compare`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from textwrap import fill
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from factcheck.evidence.rules.beside import seen_beside
from training.pairs import LABELS, Pair, gold_pairs, pairs_of

_OUT: Final = (
    Path(__file__).resolve().parents[1] / "factcheck" / "evidence" / "rules" / "data" / "sides.toml"
)
_MOST: Final = 250
"""How many pairs of one set are fitted on: the first, as their file has them."""
_WEIGHT: Final = {
    "fever-dev": 0.5,
    "fm2-dev-made": 0.4,
    "scifact-train": 1.0,
    "news-pairs": 2.5,
    "compare-plain": 3.0,
    "compare-tuned": 3.0,
    "compare-kinds": 3.0,
}
"""What a pair of a set weighs: 2 unless said here. Sets near to a desk's copy count most; guessed,
before the other halves were scored.
"""
_STIFFNESS: Final = 0.05
_HEAD: Final = """\
# What decides which side a passage is on: see `weighing.py`.
#
# Source: `python -m training.weighing`, on {count} pairs of
# {sets}.
# Date: {date}.
# Licence: numbers of our own; the pairs' licences stand in `training/data/README.md`.
# Fitted: yes; how often it is right, on pairs it was not fitted on, stands in docs/benchmarks.md.
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--date", required=True, help="the day it is fitted, for the file's head")
    options = parser.parse_args()
    pairs = _fitted_on(options.data)
    seen = [seen_beside(pair.claim, pair.passage) for pair in pairs]
    names = list(seen[0])
    values = np.array([[found[name] for name in names] for found in seen])
    middle, spread = values.mean(0), values.std(0) + 1e-9
    fitted = LogisticRegression(C=_STIFFNESS, max_iter=5000).fit(
        (values - middle) / spread,
        [LABELS.index(pair.label) for pair in pairs],
        sample_weight=[_WEIGHT.get(pair.source, 2.0) for pair in pairs],
    )
    sets = fill(", ".join(sorted({pair.source for pair in pairs})), 90, subsequent_indent="# ")
    lines = [_HEAD.format(count=len(pairs), sets=sets, date=options.date)]
    for label, coefficients, bias in zip(LABELS, fitted.coef_, fitted.intercept_, strict=True):
        plain = coefficients / spread
        lines.append(f"[weights.{label}]")
        lines.append(f"bias = {bias - float(plain @ middle):.4f}")
        lines += [f'"{name}" = {weight:.4f}' for name, weight in zip(names, plain, strict=True)]
        lines.append("")
    _OUT.write_text("\n".join(lines), encoding="utf-8")


def _fitted_on(data: Path) -> list[Pair]:
    """Return the half for fitting of each set, of the pairs that the network was not taught."""
    held = [pair for pair in pairs_of(data) if pair.is_held_back]
    taken: Counter[str] = Counter()
    fitted = []
    for pair in (*held, *gold_pairs()):
        if pair.is_for_fitting and taken[pair.source] < _MOST:
            taken[pair.source] += 1
            fitted.append(pair)
    return fitted


if __name__ == "__main__":
    main()
