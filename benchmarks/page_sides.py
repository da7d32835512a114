"""How true is what is said of real pages: `python -m benchmarks.page_sides --data FOLDER`.

`training/data/page-sides.jsonl` has 407 pairs of a claim and a passage of another page, as the
search of `benchmarks.search` finds them among PolNeAR's articles: each is two places in two of
those articles and what the passage does for the claim, judged by two readers, half each, who saw
nothing of what the machine says. Beside those the scored pairs of `benchmarks.compare` are kind:
they were picked because they speak for or against; of pages that a search finds hardly any does.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.figures import Figure, note
from benchmarks.search import WebArticle, pages_in
from factcheck.evidence.rules import facts_in, set_beside
from factcheck.evidence.rules.weighing import SHOWN_FROM
from factcheck.text import read

_PAIRS: Final = Path(__file__).resolve().parents[1] / "training" / "data" / "page-sides.jsonl"


@dataclass(frozen=True, slots=True)
class PagePair:
    """A claim and a passage in their articles; `says` is "supports", "refutes" or "neither"."""

    claim: str
    claimed: WebArticle
    passage: str
    page: WebArticle
    says: str

    @property
    def is_reprint(self) -> bool:
        """Return whether the passage is the claim's own sentence, printed again."""
        return _plain(self.claim)[:60] in _plain(self.passage)


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).strip('“”".')


def page_pairs(data: Path) -> Iterator[PagePair]:
    web = {page.name: page for page in pages_in(data)}
    for line in _PAIRS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        (name, *claim), (page, *passage) = row["claim"], row["passage"]
        yield PagePair(
            web[name].text[slice(*claim)],
            web[name],
            web[page].text[slice(*passage)],
            web[page],
            row["says"],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with PolNeAR's articles")
    options = parser.parse_args()
    read("One sentence, so that loading is not counted.")
    by_hand: Counter[str] = Counter()
    said: dict[str, Counter[str]] = {
        "hint": Counter(),
        "not a reprint": Counter(),
        "against": Counter(),
    }
    flags: Counter[str] = Counter()
    pairs = list(page_pairs(options.data))
    for pair in pairs:
        by_hand[pair.says] += 1
        facts = facts_in(read(pair.claim, pair.claimed.day))
        beside = set_beside(pair.claim, facts, "", pair.passage, pair.page.day)
        flags.update(flag.kind for flag in beside.flags)
        flags["a value that surely differs"] += any(
            found.outcome == "other" and found.sure for found in beside.compared
        )
        if beside.leans >= SHOWN_FROM:
            said["hint"][pair.says] += 1
            said["not a reprint"][pair.says] += not pair.is_reprint
        elif beside.leans < 0:
            said["against"][pair.says] += 1
    print(f"{len(pairs)} pairs, by hand: {dict(by_hand)}")
    for name, side in (("hint", "supports"), ("not a reprint", "supports"), ("against", "refutes")):
        total = said[name].total()
        share = said[name][side] / total if total else None
        note(
            Figure(f"pages of a search, {name}: right", share, "", f"{total} of {len(pairs)} pairs")
        )
    print(f"flags raised: {dict(flags)}")


if __name__ == "__main__":
    main()
