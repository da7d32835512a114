"""How companies are named: with or without what the law adds to the name."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
# What the law or a stock exchange adds, and a paper leaves out.
_FORMS: Final = frozenset(
    {
        "inc", "incorporated", "corp", "corporation", "co", "company", "companies", "ltd",
        "limited", "plc", "llc", "llp", "lp", "sa", "se", "ag", "nv", "the", "de", "com",
    }
)  # fmt: skip


def plain_name(name: str) -> tuple[str, ...]:
    """Return a company's name as small words without its legal form: ("apple",)."""
    # "Marks & Spencer" is registered as "MARKS AND SPENCER".
    text = name.casefold().replace("&", " and ").replace("'s", "s").replace("’s", "s")
    words = tuple(word for word in _WORD.findall(text) if word not in _FORMS)
    return words or tuple(_WORD.findall(text))


def same_company(asked: str, found: str) -> bool:
    """Return whether two names are one company's but for its legal form."""
    return bool(asked.strip()) and plain_name(asked) == plain_name(found)
