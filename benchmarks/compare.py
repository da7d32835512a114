"""How often a passage leans the way a person says it does: `python -m benchmarks.compare [FILE]`.

FILE holds {"claim", "passage", "says": "supports" | "refutes" | "neither"} a line. Without it,
made-up sets in tests/gold/: `tuned`, on which the rules were written; `plain` and `hard`, by
writers who had not seen the rules (of `hard`, which asks for sums and inferences, some faults were
mended afterwards). `--data FOLDER` adds the pairs that the network was not taught: the held fifth
of each published set and of our own pairs of news (`training/pairs.py`). On half of those the
weights of `evidence/rules/data/sides.toml` were fitted; only the other half is scored.
`--differences` prints every other value that the rules are sure of instead, to be judged by hand:
`docs/benchmarks.md`, Differences. `--supported` says how often a claim all of whose numbers, dates
and ranks a passage has is one that it bears out, and each of the sides shown likewise.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sklearn.metrics import f1_score

from benchmarks.figures import Figure, note
from factcheck.evidence import rules
from factcheck.text import read
from training.pairs import gold_pairs, pairs_of

_GOLD: Final = Path(__file__).resolve().parents[1] / "tests" / "gold"
# Published pairs are many; the first of each set, which was shuffled, tell as much.
_OF_EACH_SET: Final = 300
_VALUES: Final = frozenset({"number", "date", "superlative"})
_SIDES: Final = ("supports", "refutes")


def side_of(leans: float) -> str:
    return "supports" if leans > 0 else "refutes" if leans < 0 else "neither"


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Return the mean F1 of both sides over pairs, each with its side by hand and the one found."""
    return float(f1_score(gold, found, labels=_SIDES, average="macro", zero_division=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="pairs as JSON lines; else tests/gold")
    parser.add_argument("--data", type=Path, help="a folder with nli-pairs.jsonl.gz")
    parser.add_argument("--differences", action="store_true", help="print sure other values")
    parser.add_argument("--supported", action="store_true", help="score what is called supported")
    options = parser.parse_args()
    show = _differences if options.differences else _supported if options.supported else _score
    read("One sentence, so that loading is not counted.")
    for path in options.files or sorted(_GOLD.glob("compare-*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = [json.loads(line) for line in lines if line.strip()]
        if kept := pairs if options.files else _unfitted(path.stem, pairs):
            show(path.name, kept)
    if options.data:
        for name, pairs in _held_pairs(options.data).items():
            show(f"{name}, held back", pairs)


def _unfitted(name: str, pairs: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Leave out the half on which the weighing was fitted, of a set that it was fitted on."""
    fitted = {pair.claim for pair in gold_pairs() if pair.source == name and pair.is_for_fitting}
    return [pair for pair in pairs if pair["claim"] not in fitted]


def _held_pairs(data: Path) -> dict[str, list[dict[str, str]]]:
    """Return the first pairs of each set that nothing was learned from, by the set's name."""
    sets: dict[str, list[dict[str, str]]] = {}
    for pair in pairs_of(data):
        if pair.is_held_back and not pair.is_for_fitting:
            sets.setdefault(pair.source, []).append(
                {"claim": pair.claim, "passage": pair.passage, "says": pair.label}
            )
    return {name: pairs[:_OF_EACH_SET] for name, pairs in sets.items()}


def _differences(name: str, pairs: Sequence[Mapping[str, str]]) -> None:
    """Print each other value the rules are sure of, with its claim and passage."""
    print(f"{name}: {len(pairs)} pairs")
    for pair in pairs:
        facts = rules.facts_in(read(pair["claim"]))
        beside = rules.set_beside(pair["claim"], facts, "", pair["passage"])
        for fact, compared in zip(facts, beside.compared, strict=True):
            if compared.outcome == "other" and compared.sure:
                print(f"  {fact.kind}: {fact.text} ≠ {compared.in_source} ({pair['says']})")
                print(f"    claim: {pair['claim']}\n    passage: {pair['passage']}")


def _supported(name: str, pairs: Sequence[Mapping[str, str]]) -> None:
    """Print how often a passage with all the claim's values bears the claim out, by its side."""
    found: dict[str, Counter[str]] = {"leaning for": Counter(), "leaning nowhere": Counter()}
    found["leaning against"] = Counter()
    for pair in pairs:
        facts = rules.facts_in(read(pair["claim"]))
        beside = rules.set_beside(pair["claim"], facts, "", pair["passage"])
        values = [
            compared.outcome
            for fact, compared in zip(facts, beside.compared, strict=True)
            if fact.kind in _VALUES
        ]
        if values and set(values) == {"same"}:
            side = "for" if beside.leans > 0 else "against" if beside.leans < 0 else "nowhere"
            found[f"leaning {side}"][pair["says"]] += 1
    print(f"{name}: {len(pairs)} pairs, those with all the values of their claim:")
    for side, says in found.items():
        if total := says.total():
            share = says["supports"] / total
            print(
                f"  {side}: {says['supports']} of {total} bear it out ({share:.2f}); {dict(says)}"
            )


def _score(name: str, pairs: Sequence[Mapping[str, str]]) -> None:
    began = time.process_time()
    found = []
    for pair in pairs:
        facts = rules.facts_in(read(pair["claim"]))
        beside = rules.set_beside(pair["claim"], facts, "", pair["passage"])
        found.append(side_of(beside.leans))
    spent = time.process_time() - began
    gold = [pair["says"] for pair in pairs]
    note(
        Figure(
            f"sides of {name}: macro-F1",
            macro_f1(gold, found),
            "",
            f"{len(pairs)} pairs",
        )
    )
    for (by_hand, by_us), count in sorted(Counter(zip(gold, found, strict=True)).items()):
        print(f"  {by_hand} taken for {by_us}: {count}")
    note(Figure(f"sides of {name}: speed", len(pairs) / spent, "pairs a CPU s", ""))


if __name__ == "__main__":
    main()
