"""Receipts of two to four words, such as "Обращение принято" or "Request received".

What a writer sends, and that it came: a clause of nothing else, in one language. Whatever else is
accepted, received or refused ("Закон принят.") is a person's news.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from factcheck.outside.mail.signs import LIMITS

_LONGEST: Final = LIMITS["short_receipts"]["clause"]
_MOST: Final = LIMITS["short_receipts"]["words"]
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NUMBER: Final = re.compile(r"(?:№|n[°ºor]\.?|#)\s?\d[\d/-]*", re.IGNORECASE)


@cache
def _tables() -> list[dict[str, frozenset[str]]]:
    path = files("factcheck.outside.mail") / "data" / "short_receipts.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        {kind: frozenset(words.split()) for kind, words in by_kind.items()}
        for by_kind in table.values()
    ]


def is_short_receipt(clause: str) -> bool:
    """Tell whether a clause says that a letter came, and nothing else at all."""
    if len(clause) > _LONGEST:
        return False
    clause = _NUMBER.sub(" ", clause.lower())
    words = set(_WORD.findall(clause))
    if not 2 <= len(words) <= _MOST or re.search(r"[\d?]", clause):
        return False
    return any(
        words & table["sent"]
        and words & table["came"]
        and words <= table["sent"] | table["came"] | table["between"]
        for table in _tables()
    )


def prepare() -> None:
    """Read the table now, for processes that are forked from this one."""
    _tables()
