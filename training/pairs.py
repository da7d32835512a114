"""Claims with passages, and what each passage does for its claim: learned from or held back.

The published sets are in one file of the data folder, our own in `training/data/` (its README says
who wrote and labelled them).
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LABELS: Final = ("supports", "refutes", "neither")
_OWN: Final = Path(__file__).resolve().parent / "data"
_WHOLLY_FITTED: Final = "compare-kinds"
"""Forty pairs that are one of a kind each: too few to halve, so no figure is taken on them."""
_NEVER_LEARNED: Final = "desk-pairs"
"""Written after the network was trained, so all of it is held back; each of its passages has about
five claims, so its halves are halves of the passages.
"""
_GOLD: Final = Path(__file__).resolve().parents[1] / "tests" / "gold"


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, a passage, and what the passage does for the claim by hand (one of `LABELS`)."""

    claim: str
    passage: str
    label: str
    source: str

    @property
    def is_held_back(self) -> bool:
        """Whether its claim is of the fifth that is never learned from."""
        return self.source == _NEVER_LEARNED or zlib.crc32(self.claim.encode()) % 5 == 0

    @property
    def is_for_fitting(self) -> bool:
        """Whether it is of the half of those held back on which the weighing is fitted."""
        together = self.passage if self.source == _NEVER_LEARNED else self.claim
        half = zlib.crc32(f"{together}x".encode()) % 2 == 0
        return self.source == _WHOLLY_FITTED or half


def pairs_of(data: Path) -> list[Pair]:
    """Return every pair there is, of the published sets and of our own."""
    with gzip.open(data / "nli-pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        published = [json.loads(line) for line in lines]
    pairs = [Pair(p["claim"], p["passage"], p["label"], p["set"]) for p in published]
    for path in sorted(_OWN.glob("*-pairs.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            own = json.loads(line)
            pairs.append(Pair(own["claim"], own["passage"], own["label"], path.stem))
    return pairs


def gold_pairs() -> list[Pair]:
    """Return the made-up pairs that the rules were written on or tried with."""
    pairs = []
    for name in ("compare-tuned", "compare-kinds", "compare-plain", "compare-hard"):
        for line in (_GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                pairs.append(Pair(row["claim"], row["passage"], row["says"], name))
    return pairs


def learned_from(pairs: Sequence[Pair]) -> list[Pair]:
    """Leave out what is held back, and other claims that were set beside the same passages."""
    held = {pair.passage for pair in pairs if pair.is_held_back}
    return [pair for pair in pairs if not pair.is_held_back and pair.passage not in held]
