"""The words of days, months and lengths of time in the languages in which mail comes."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from babel import Locale
from babel.units import format_unit

_LANGUAGES: Final = (
    "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "et", "lv", "lt", "pl", "cs",
    "sk", "sl", "hr", "sr", "mk", "hu", "ro", "bg", "ru", "uk", "el", "tr", "az", "ar", "fa", "he",
    "ur", "hi", "bn", "zh", "ja", "ko", "id", "ms", "vi", "th", "ca", "gl", "eu", "cy", "ga", "is",
    "sq", "ka", "hy", "kk", "uz", "sw", "af", "fil",
)  # fmt: skip
_UNITS: Final = ("hour", "day", "week", "month")
_COUNTS: Final = (1, 2, 3, 5, 11)  # one of each form that a language has for numbers
_TOKEN: Final = re.compile(r"[^\W\d]+|\d+")
_EAST_DATE: Final = re.compile(
    r"[\s\d年月日号號时時点分周週星期曜火水木金土一二三四五六まで까지부터월일년至到から、,.()]+"
)


@cache
def _date_words() -> frozenset[str]:
    """Return them in small letters. Source: Unicode CLDR, as the package Babel keeps it."""
    path = files("factcheck.outside.mail") / "data" / "dates.toml"
    words = set(tomllib.loads(path.read_text(encoding="utf-8"))["beside"]["all"].split())
    for language in _LANGUAGES:
        locale = Locale.parse(language)
        for names in (*locale.days.values(), *locale.months.values()):
            for width in ("wide", "abbreviated"):
                words.update(*(_tokens(name) for name in names.get(width, {}).values()))
        for unit in _UNITS:
            for count in _COUNTS:
                words.update(_tokens(format_unit(count, f"duration-{unit}", locale=locale)))
    return frozenset(words)


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
