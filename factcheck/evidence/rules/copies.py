"""Whether two pages carry one story.

A sketch of a text's word runs, small enough to keep and to index. Bottom-k sketch (Broder, 1997:
"On the resemblance and containment of documents"): of the hashes of all runs of five words keep the
smallest k; the share of the smallest k of both sketches together that is in both estimates the
share of runs the texts have in common.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from factcheck.evidence.rules.words import plain

RUN: Final = 5
KEPT: Final = 64
FEWEST: Final = 12  # runs; a text with fewer says too little to be called a copy
SAME_STORY: Final = 0.45  # outlets cut a wire story's tail and add a line of their own
_WORDS: Final = re.compile(r"[^\W_]+")


def sketch(text: str) -> list[int]:
    """Return the text's sketch, ascending signed 64-bit numbers.

    Empty when the text is too short for one.
    """
    words = _WORDS.findall(plain(text))
    runs = {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    if len(runs) < FEWEST:
        return []
    hashes = (
        int.from_bytes(
            hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), signed=True
        )
        for run in runs
    )
    return sorted(hashes)[:KEPT]


def resemblance(a: list[int], b: list[int]) -> float:
    """0 to 1: about the share of word runs that two texts have in common.

    Of unequal texts the shorter sketch counts, for a text with fewer runs than are kept is known
    whole.
    """
    if not a or not b:
        return 0.0
    together = sorted(set(a) | set(b))[: min(KEPT, len(set(a) | set(b)))]
    both = set(a) & set(b)
    return sum(1 for h in together if h in both) / len(together)


def same_story(a: list[int], b: list[int]) -> bool:
    return resemblance(a, b) >= SAME_STORY
