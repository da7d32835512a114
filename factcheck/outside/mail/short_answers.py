"""Sentences of one to four words that confirm or deny, such as "Zaprzeczamy" and "Klopt".

A verb of a party that confirms or denies is also one of receipts ("we confirm that your message
came"): alone in its sentence it says nothing of a letter, and is a person's.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from factcheck.outside.mail.signs import LIMITS

_LONGEST: Final = LIMITS["short_answers"]["sentence"]
_MOST: Final = LIMITS["short_answers"]["words"]
# Not by letters: the vowels of Thai and Hindi are marks beside them.
_BETWEEN: Final = re.compile(r"[\s.,!;。！，、।…\"“”„«»()]+")


@cache
def _tables() -> list[dict[str, frozenset[str]]]:
    path = files("factcheck.outside.mail") / "data" / "short_answers.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        {kind: frozenset(language.get(kind, "").split()) for kind in ("we", "says", "alone")}
        for language in table.values()
    ]


def is_short_answer(sentence: str, *, is_all: bool = False) -> bool:
    """Tell whether a sentence only confirms, denies, agrees or refuses.

    `is_all` of a message that says nothing else.
    """
    if len(sentence) > _LONGEST or re.search(r"[\d?？؟@:/]", sentence):
        return False
    words = [word for word in _BETWEEN.split(sentence.lower().replace("’", "'")) if word]
    if not 1 <= len(words) <= _MOST:
        return False
    return any(_answers(set(words), table, is_all=is_all) for table in _tables())


def _answers(words: set[str], table: dict[str, frozenset[str]], *, is_all: bool) -> bool:
    says = table["says"] | (table["alone"] if is_all else frozenset())
    return bool(words & says) and words <= says | table["we"]


def prepare() -> None:
    """Read the table now, for processes that are forked from this one."""
    assert _tables()
