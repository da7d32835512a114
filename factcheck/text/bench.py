"""How fast the reader is: `python -m factcheck.text.bench [--words N] [--gold FILE]`.

Prints words read per CPU-second, the CPU time to load, memory, and what ten times the copy costs (10 is linear).
With a gold file (JSON Lines, as `"name", "text", "attributions": [{"content", "source"}]`, gzipped or not) it
prints the quotes' precision, recall and F1 too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import re
import resource
import sys
import time
from collections.abc import Iterable
from typing import Any

_STORY = """{n} hours ago
Harbor Front vows to hold the port of Belmar

By Dana Whitlow

A militia in the delta pledged on Wednesday to hold the port of Belmar, the country’s second-largest, as the army \
moved {n} km south with some 3,{n:03} troops. The Harbor Front, founded in 2011, has fought the government for 13 years.

“We leave at dawn, or not at all,” said Yusuf al-Karim, a spokesman for the Front. “Nobody stays behind when the nets \
burn.” He accused the Interior Ministry of starting the fire, adding that 12.5 percent of the boats were lost.

Karim told The Ledger that the pledge was “final,” and that the alliance would not talk until Friday. According to \
Hannah Weiss, a professor of hydrology at the University of Belmar, the damage came to $1.2 million. She said the \
figure may double.

Prices rose by a third last month, the central bank said, because fewer boats sailed. The deadliest attack since \
October killed 24 people, many of them children.

The Ledger has sought comment from the Harbor Front, the Omani and Qatari embassies, the Interior Ministry, and \
others. The army did not immediately respond to a request for comment, while Orbis Energy declined to comment.

Total Comments: {n}

"""
_WORD = re.compile(r"\w+(?:['’.,]\w+)*")
_PUBLISHED = dt.date(2024, 11, 30)


def article(words: int) -> str:
    """Made-up copy of about so many words; no two stories in it are quite the same."""
    each = len(_STORY.split())
    return "".join(_STORY.format(n=n) for n in range(1, words // each + 2))


def seconds(words: int) -> tuple[int, float]:
    """Words read and the CPU seconds it took."""
    from factcheck.text import read

    text = article(words)
    begun = time.process_time()
    read(text, _PUBLISHED)
    return len(text.split()), time.process_time() - begun


def quote_scores(gold: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Precision, recall and F1, in percent, of contents that share at least half their words with a gold one, and of
    those whose speaker shares a word with the gold source's too. One-to-one, the best overlap first."""
    from factcheck.text import read

    tally = {"gold": 0, "found": 0, "span": 0, "joint": 0}
    for document in gold:
        words = [m.span() for m in _WORD.finditer(document["text"])]
        wanted = [(_ids(words, a["content"]), _ids(words, a["source"] or [])) for a in document["attributions"]]
        quotes = read(document["text"]).quotes
        had = [
            (_ids(words, q.content), _ids(words, [q.speaker.span] if q.speaker and q.speaker.span else []))
            for q in quotes
        ]
        pairs = _matched([w for w, _ in wanted], [h for h, _ in had])
        tally["gold"] += len(wanted)
        tally["found"] += len(had)
        tally["span"] += len(pairs)
        for g, h in pairs:
            right, ours = wanted[g][1], had[h][1]
            tally["joint"] += bool(right & ours) or not (right or ours)
    return {
        f"{kind} {name}": value
        for kind in ("span", "joint")
        for name, value in _percent(tally[kind], tally["found"], tally["gold"]).items()
    }


def _ids(words: list[tuple[int, int]], spans: Iterable[Any]) -> set[int]:
    return {n for s, e in spans for n, (a, b) in enumerate(words) if s <= (a + b - 1) / 2 < e}


def _matched(gold: list[set[int]], had: list[set[int]]) -> list[tuple[int, int]]:
    scored = sorted(
        ((len(a & b) / len(a | b), g, h) for g, a in enumerate(gold) for h, b in enumerate(had) if a & b), reverse=True
    )
    pairs: dict[int, int] = {}
    for share, g, h in scored:
        if share >= 0.5 and g not in pairs and h not in pairs.values():
            pairs[g] = h
    return list(pairs.items())


def _percent(right: int, found: int, wanted: int) -> dict[str, float]:
    p, r = right / max(found, 1), right / max(wanted, 1)
    return {"P": 100 * p, "R": 100 * r, "F1": 200 * p * r / (p + r) if p + r else 0.0}


def _gold_lines(path: str) -> Iterable[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--gold", help="JSON Lines with attributions by hand")
    options = parser.parse_args()
    seconds(100)
    load = time.process_time()
    small, small_cost = seconds(options.words // 10)
    words, cost = seconds(options.words)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"read       {words / cost:10,.0f} words per CPU-second ({words:,} words)")
    print(f"load       {load:10.2f} CPU-seconds from start to the first reading")
    print(f"memory     {memory:10.0f} MiB at most")
    print(f"linearity  {cost / small_cost / (words / small) * 10:10.1f} times the cost for 10 times the words")
    if options.gold:
        for name, value in quote_scores(_gold_lines(options.gold)).items():
            print(f"{name:10} {value:10.1f}")


if __name__ == "__main__":
    main()
