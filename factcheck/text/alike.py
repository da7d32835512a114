"""Statements in the same or nearly the same words, found through an index: MinHash in bands (Broder 1997; Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", 3.4)."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from factcheck.text.lexicon import word_list

_BANDS: Final = 12
_ROWS: Final = 3  # of 12 bands of 3: two statements that share 60 % of their words meet with 95 %, 10 % with 1 %
_PRIME: Final = (1 << 61) - 1
_SMALL: Final = frozenset(
    word_list("""
        a an and are as at be been by for from had has have he her his in is it its of on or said says she that the
        their they this to was were which who will with
    """)
)


def content(text: str) -> frozenset[str]:
    """The words that say something, in small letters; numbers count, articles and the like do not."""
    words = re.findall(r"\d[\d.,:]*\d|\w+", text.casefold())
    return frozenset(words) - _SMALL or frozenset(words)


def likeness(one: str, other: str) -> float:
    """The share of content words that two statements have in common, 0 to 1 (Jaccard)."""
    a, b = content(one), content(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def bands(text: str) -> list[int]:
    """Signed 64-bit numbers; two statements that share one are likely alike. Empty where there are no words."""
    hashes = [_hash(word) for word in content(text)]
    if not hashes:
        return []
    least = [min((a * h + b) % _PRIME for h in hashes) for a, b in _seeds()]
    return [_fold(band, least[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS)]


@lru_cache(maxsize=1)
def _seeds() -> tuple[tuple[int, int], ...]:
    return tuple((_hash(f"a{n}") % (_PRIME - 1) + 1, _hash(f"b{n}") % _PRIME) for n in range(_BANDS * _ROWS))


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % _PRIME


def _fold(band: int, least: list[int]) -> int:
    digest = blake2b(f"{band}:{least}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
