"""How often a passage leans the way a person says it does: `python -m benchmarks.compare [FILE]`.

FILE holds {"claim", "passage", "says": "supports" | "refutes" | "neither"} a line. Without it,
three made-up sets in gold/: `tuned`, on which the rules were written; `plain` and `hard`, by
writers who had not seen the rules (of `hard`, which asks for sums and inferences, some faults were
mended afterwards).
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sklearn.metrics import f1_score

from factcheck.evidence import rules
from factcheck.text import read

_GOLD: Final = Path(__file__).resolve().parents[1] / "tests" / "gold"
_SIDES: Final = ("supports", "refutes")


def side_of(leans: float) -> str:
    return "supports" if leans > 0 else "refutes" if leans < 0 else "neither"


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Return the mean F1 of both sides over pairs, each with its side by hand and the one found."""
    return float(f1_score(gold, found, labels=_SIDES, average="macro", zero_division=0))


def main() -> None:
    read("One sentence, so that loading is not counted.")
    for path in [Path(name) for name in sys.argv[1:]] or sorted(_GOLD.glob("compare-*.jsonl")):
        _score(path)


def _score(path: Path) -> None:
    pairs = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    began = time.process_time()
    found = []
    for pair in pairs:
        facts = rules.facts_in(read(pair["claim"]))
        beside = rules.set_beside(pair["claim"], facts, "", pair["passage"])
        found.append(side_of(beside.leans))
    spent = time.process_time() - began
    gold = [pair["says"] for pair in pairs]
    print(f"{path.name}: {len(pairs)} pairs, macro-F1 of both sides {macro_f1(gold, found):.3f}")
    for (by_hand, by_us), count in sorted(Counter(zip(gold, found, strict=True)).items()):
        print(f"  {by_hand} taken for {by_us}: {count}")
    print(f"  {len(pairs) / spent:.0f} pairs a CPU-second")


if __name__ == "__main__":
    main()
