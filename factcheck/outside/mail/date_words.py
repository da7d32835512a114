"""The words of days, months and lengths of time in the languages in which mail comes."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_TOKEN: Final = re.compile(r"[^\W\d]+|\d+")
_EAST_DATE: Final = re.compile(
    r"[\s\d年月日号號时時点分周週星期曜火水木金土一二三四五六まで까지부터월일년至到から、,.()]+"
)


@cache
def _date_words() -> frozenset[str]:
    """Return them in small letters: those of CLDR, and those that stand beside them."""
    folder = files("factcheck.outside.mail") / "data"
    beside = tomllib.loads((folder / "dates.toml").read_text(encoding="utf-8"))["beside"]["all"]
    of_dates = tomllib.loads((folder / "date_words.toml").read_text(encoding="utf-8"))["words"]
    return frozenset([*beside.split(), *of_dates.split()])


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def is_date_alone(text: str) -> bool:
    """Tell whether a text is nothing but days, hours and lengths of time."""
    if _EAST_DATE.fullmatch(text):
        return True
    words = _tokens(text)
    return all(word.isdecimal() or word in _date_words() for word in words)


def prepare() -> None:
    """Read the words now, for processes that are forked from this one."""
    _date_words()
