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
from pathlib import Path
from typing import Final

from factcheck.evidence import rules
from factcheck.text import read

_GOLD: Final = Path(__file__).resolve().parents[1] / "tests" / "gold"
_SIDES: Final = ("supports", "refutes")


def side_of(leans: float) -> str:
    return "supports" if leans > 0 else "refutes" if leans < 0 else "neither"


def macro_f1(told: Counter[tuple[str, str]]) -> float:
    """Return the mean F1 of both sides; the counts are of pairs (gold side, side found)."""
    scores = []
    for side in _SIDES:
        right = told[side, side]
        both = sum(n for (said, _), n in told.items() if said == side) + sum(
            n for (_, found), n in told.items() if found == side
        )
        scores.append(2 * right / both if both else 0.0)
    return sum(scores) / len(scores)


def main() -> None:
    read("One sentence, so that loading is not counted.")
    for path in [Path(name) for name in sys.argv[1:]] or sorted(_GOLD.glob("compare-*.jsonl")):
        _score(path)


def _score(path: Path) -> None:
    pairs = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    began = time.process_time()
    told: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        facts = rules.facts_in(read(pair["claim"]))
        beside = rules.set_beside(pair["claim"], facts, "", pair["passage"])
        told[pair["says"], side_of(beside.leans)] += 1
    spent = time.process_time() - began
    print(f"{path.name}: {len(pairs)} pairs, macro-F1 of both sides {macro_f1(told):.3f}")
    for (said, found), n in sorted(told.items()):
        print(f"  {said} taken for {found}: {n}")
    print(f"  {len(pairs) / spent:.0f} pairs a CPU-second")


if __name__ == "__main__":
    main()
