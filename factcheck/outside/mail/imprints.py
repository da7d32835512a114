"""The block of names, registers and telephones that an office sets below its letters.

Its figures are nobody's answer. Known by its form alone: the last block of a letter, below some
words, that names its writer and then gives nothing but labelled numbers and places.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import dropwhile
from typing import Final

from factcheck.outside.mail.signs import LIMITS

_LONGEST: Final = LIMITS["imprints"]["line"]
_MOST: Final = LIMITS["imprints"]["lines"]
# A figure with its signs, such as "DE 811.234.567", "2-44-15", "2.500.000,00".
_NUMBER: Final = r"[A-Z]{0,3}[ .-]?\(?\+?\d[\d .,/()–-]{0,30}(?:(?<=\d)[A-Z]\b)?"
# A country's code and town, or a street with its house: no figure of a case is written so.
_PLACE: Final = re.compile(
    r"(?:[A-Z]{1,2}-)?\d{4,6} [^\W\d][^\d.!?]{1,40}|[^\W\d][^\d.!?]{2,40},? \d{1,4} ?[a-zA-Z]?",
)
# Marks of a name's form: "S.p.A.", "Sp. z o.o.", "«Норвия»", "e. V.".
_MARKS: Final = re.compile(r"(?:\b\w{1,3}\.\s?){1,4}|[«»„“”\"'’&,()·|/–-]")
_LONGEST_SMALL: Final = LIMITS["imprints"]["small_word"]
_MOST_OF_NAME: Final = LIMITS["imprints"]["name_words"]


_LABELS: Final = ("telephones", "registers", "capital")
_MOST_BESIDE: Final = LIMITS["imprints"]["beside_office"]


@cache
def _table() -> dict[str, list[str]]:
    path = files("factcheck.outside.mail") / "data" / "imprints.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _labelled() -> re.Pattern[str]:
    """Return what matches a line part of a label of the table and its number."""
    labels = "|".join(label for section in _LABELS for label in _table()[section])
    units = r"(?:(?:€|\$|£|euros?|eur|usd|chf|pln|zł|kč|ft|kr|lei|руб\.?|грн|i\.\s?v\.)\.?)?"
    number = rf"(?:n(?:°|o|r)?\.?\W{{0,2}})?{_NUMBER}"
    return re.compile(rf"(?:\b(?:{labels})\W{{1,4}}){{1,3}}{number}{units}", re.IGNORECASE)


def without_imprint(lines: list[str]) -> list[str]:
    """Return the lines of a letter without the imprint that it ends with, if it has one."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip():
        start -= 1
    block = [line.strip() for line in lines[start:end]]
    return lines[:start] if start and _is_imprint(block) else lines


def _is_imprint(block: list[str]) -> bool:
    if not 2 <= len(block) <= _MOST or any(len(line) > _LONGEST for line in block):
        return False
    name, *others = block
    rest = [_labelled().sub(" ", line) for line in others]
    has_label = any(left != line for left, line in zip(rest, others, strict=True))
    is_name = _is_bare(_labelled().sub(" ", name).strip()) or _is_small_name(name)
    return has_label and is_name and all(_is_bare(left) for left in rest)


def _is_bare(left: str) -> bool:
    """Tell whether what stands beside labelled numbers is nothing, a name or a place."""
    left = left.strip(" ,;|·•/–-")
    return not left or _PLACE.fullmatch(left) is not None or _is_name(left)


def _is_name(line: str) -> bool:
    """Tell whether every word begins with a capital, or is as short as "of".

    "He resigned in May" has the form of no name.
    """
    words = _MARKS.sub(" ", line).split()
    letters_only = all(word.isalpha() for word in words)
    large = [word for word in words if word[:1] != word[:1].lower() or not word[:1].isascii()]
    is_small = all(len(word) <= _LONGEST_SMALL or not word[:1].islower() for word in words)
    return letters_only and is_small and bool(large) and len(words) <= _MOST_OF_NAME


def _is_small_name(line: str) -> bool:
    """Tell whether a line in small letters is an office's or a firm's name.

    "ministry of works", "norvia holding gmbh". "the ministry paid norvia" begins with no office.
    """
    words = _MARKS.sub(" ", line.lower()).split()
    if not 2 <= len(words) <= _MOST_OF_NAME or not all(word.isalpha() for word in words):
        return False
    offices, firms, between = (_table()[part] for part in ("offices", "firms", "between"))
    if words[-1] in firms:
        return len(words) <= _MOST_BESIDE + 1
    if words[0] in between:
        del words[0]  # "the press office"
    rest = list(dropwhile(offices.__contains__, words))
    beside = [word for word in rest if word not in offices and word not in between]
    goes_on = not beside or rest[0] in between
    return goes_on and len(beside) <= _MOST_BESIDE


def prepare() -> None:
    """Compile the labels."""
    assert _labelled()
