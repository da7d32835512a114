"""In which languages a claim is asked: the copy's, then that of the place it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from babel import Locale
from babel.languages import get_official_languages

from factcheck.text.names.gazetteer import known_place, whole_of

ENGLISH: Final = "en"
MOST: Final = 1  # languages of places beside the copy's: each is a query more for each provider
# Those a checker can choose: the ones that GDELT can be narrowed to, which names fewest.
CODES: Final = (
    "ar", "de", "en", "es", "fa", "fr", "he", "hi", "it", "ja",
    "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "zh",
)  # fmt: skip


# Countries that CLDR calls otherwise than the gazetteer, by their ISO 3166 code.
_OTHER_NAMES: Final = {
    "bosnia and herzegovina": "BA",
    "congo": "CD",
    "czech republic": "CZ",
    "east timor": "TL",
    "ivory coast": "CI",
    "myanmar": "MM",
    "palestine": "PS",
    "trinidad and tobago": "TT",
    "turkey": "TR",
}


def language_name(code: str) -> str:
    """Return the English name of a language; its code where it has none."""
    return str(Locale(ENGLISH).languages.get(code, code))


@cache
def _territories() -> dict[str, str]:
    """Return the ISO 3166 code of each country, by its English name in small letters."""
    names = Locale(ENGLISH).territories
    known = {name.casefold(): code for code, name in names.items() if len(code) == 2}
    return {**known, **_OTHER_NAMES}


def country_code(place: str) -> str:
    """Return the ISO 3166 code of a country or its people, two letters; "" of any other place."""
    return _territories().get(known_place(place).casefold(), "")


def language_of_place(place: str) -> str:
    """Return the first official language of the country a place lies in, two letters; "" unknown.

    The table of countries and languages is Unicode CLDR's, by Babel.
    """
    territory = country_code(whole_of(place))
    official = get_official_languages(territory, de_facto=True) if territory else ()
    return next((code.split("_")[0] for code in official if len(code.split("_")[0]) == 2), "")


def languages_to_ask(copy: str, places: Iterable[str], chosen: str = "") -> tuple[str, ...]:
    """Return the languages a claim is asked in, the first first.

    `copy` is the copy's, "" where it is not known; a checker's choice stands for all others.
    """
    if chosen:
        return (chosen,)
    own = copy or ENGLISH
    foreign = dict.fromkeys(map(language_of_place, places))
    return (own, *[code for code in foreign if code and code != own][:MOST])
