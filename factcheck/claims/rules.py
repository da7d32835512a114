"""Which name means whom, and where marks stand to each other. No Django, no clock."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from factcheck.text import Span
from factcheck.text.names.gazetteer import PEOPLES, PLACES

_DATA = tomllib.loads((Path(__file__).parent / "data" / "parties.toml").read_text("utf-8"))
_NO_ONE = frozenset(_DATA["no_one"])
# A unit of a state's by its own name: "idf" is ("israel", "army").
_STATE_UNIT = {name: (state, office) for name, (state, office) in _DATA["state_units"].items()}
# Words that tell no body from another: "the Republic of Iraq" is "iraq".
_SMALL = frozenset(["the", "of", "to", "in", "at", "for", "and", "republic", "kingdom"])


# "Iran's U.N. mission" is Iran's. At the end of a name it is part of it: "McDonald's".
_POSSESSIVE = re.compile(r"['’]s(?=\s)")


def _whole_words(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_OFFICE_PATTERNS = [(office["name"], _whole_words(office["words"])) for office in _DATA["offices"]]
# The state of a place or a people, by its key: a capital stands for its government.
_STATES = {
    name.casefold().replace(".", ""): state.casefold()
    for name, state in {**PLACES, **PEOPLES}.items()
}
_COUNTRIES = frozenset(country.casefold() for country in PEOPLES.values())
_ARMED = _whole_words(_DATA["kinds"]["armed_group"])
_OFFICIAL = _whole_words(_DATA["kinds"]["government"])
_COMPANY = _whole_words(_DATA["kinds"]["company"])
_PERSON = re.compile(rf"^(?:{'|'.join(_DATA['kinds']['forms_of_address'])})\.?\s+\S")


def party_key(name: str) -> str:
    """Return what all spellings of one party share.

    That is without case, dots, accents, article or doubled spaces ("the U.N." is "un").
    """
    decomposed = unicodedata.normalize("NFKD", name)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    without_dots = re.sub(r"[.'’‘\"“”]", "", letters)
    key = " ".join(without_dots.replace("united nations", "un").split())
    return key.removeprefix("the ")


class _PartyOffice(NamedTuple):
    """Whose party it is ("iran", "hezbollah"), and which of its offices.

    The office is "" where the name is the whole body.
    """

    body: str
    office: str


def _body(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _SMALL)


def _state(body: str) -> str:
    """Return the state a people belongs to.

    Our lists come first, then the ending ("ostrian" to "ostria").
    """
    if body in _STATES:
        return _STATES[body]
    is_a_people = re.fullmatch(r"\w{3,}[ei]an", body)
    return body[:-1] if is_a_people else body


def _standing(name: str) -> _PartyOffice:
    """Return whose office a name is, the first of the offices whose words it holds."""
    key = party_key(_POSSESSIVE.sub("", name))
    if key in _STATE_UNIT:
        return _PartyOffice(*_STATE_UNIT[key])
    for office, pattern in _OFFICE_PATTERNS:
        rest, taken = pattern.subn(" ", key)
        if not taken:
            continue
        if office == "mission":
            # "Iran's U.N. mission" is Iran's, not the United Nations'.
            rest = re.sub(r"\bun\b", " ", rest)
        body = _body(rest)
        body, unit = _STATE_UNIT.get(body, (body, ""))
        return _PartyOffice(_state(body), unit or office)
    body = _body(key)
    return _PartyOffice(_STATES.get(body, body), "")


def covers(asked_name: str, accused_name: str) -> bool:
    """Return whether asking the one is asking the other.

    Any office of a state answers for the bare state; its government also for each office; a mission
    or foreign ministry for its government; else it must be the same office.
    """
    if party_key(asked_name) == party_key(accused_name):
        return True
    asked, accused = _standing(asked_name), _standing(accused_name)
    if not asked.body or asked.body != accused.body:
        return False
    if accused.office == "" or asked.office in ("", "government", accused.office):
        return True
    return accused.office == "government" and asked.office in ("mission", "foreign")


_BRANCH = re.compile(r"\b(?:navy|air force|ground forces|central command)\b")
_OF_STATE = re.compile(r"\b(?:governments?|administration|authorities|regime)\b")


def same_office(left: str, right: str) -> str:
    """Return the office that both names speak for, in words, or "".

    "the army of israel" stands for "IDF" and "Israeli military". It is "" where they differ, or
    where nothing settles it: a navy is not the army, an embassy not the government.
    """
    standing = _standing(left)
    if standing != _standing(right) or not standing.office or not standing.body:
        return ""
    if not _name_whole_office(standing.office, (party_key(left), party_key(right))):
        return ""
    words = {
        "mission": "U.N. mission",
        "foreign": "foreign ministry",
        "defense": "defense ministry",
    }
    return f"the {words.get(standing.office, standing.office)} of {standing.body}"


def _name_whole_office(office: str, keys: Sequence[str]) -> bool:
    """Return whether names of one office are of all of it, and not of a part that speaks for it."""
    if office == "army":
        return not any(_BRANCH.search(key) for key in keys)
    if office == "government":
        return all(key in _STATE_UNIT or _OF_STATE.search(key) for key in keys)
    return True


class _PartyName(NamedTuple):
    """A party's name as `party_kind` looks at it."""

    name: str
    key: str
    body: str
    office: str


# The first that holds decides. A mission comes before the state it speaks for, an armed group
# before an army ("the rebel army"), and a person before the office they hold.
_KINDS: list[tuple[Callable[[_PartyName], object], str]] = [
    (
        lambda n: n.office == "mission" and ("un" in n.key.split() or n.body in _COUNTRIES),
        "U.N. mission",
    ),
    (lambda n: _ARMED.search(n.key), "armed group"),
    (lambda n: n.office == "army", "army"),
    (lambda n: _PERSON.match(n.name), "person"),
    (lambda n: _COMPANY.search(n.key), "company"),
    (lambda n: n.body in _COUNTRIES, "government"),
    (lambda n: _OFFICIAL.search(n.key), "government"),
    (lambda n: n.office == "government", "government"),
]


def party_kind(name: str) -> str:
    """Guess what kind of party a name is, for a person to correct: one of PARTY_KINDS."""
    parts = _PartyName(name, party_key(name), *_standing(name))
    return next((kind for holds, kind in _KINDS if holds(parts)), "other")


def can_be_asked(name: str) -> bool:
    """Return False for "others" and their like: there is no one to write to."""
    return party_key(name) not in _NO_ONE


class Around:
    """Finds the shortest of some spans that holds another.

    Looking up costs what lies near, not what there is.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted((start, end, n) for n, (start, end) in enumerate(spans))
        self._starts = [start for start, _, _ in self._spans]
        self._longest = max((end - start for start, end, _ in self._spans), default=0)

    def smallest(self, span: Span) -> int | None:
        """Return the number of the shortest span around `span`, or None.

        Numbers are places in the order the spans were given.
        """
        best: tuple[int, int] | None = None  # its length, and its number
        last = bisect_right(self._starts, span[0]) - 1
        for at in range(last, -1, -1):
            start, end, number = self._spans[at]
            # From here on back even the longest of them ends before the span does.
            if start + self._longest < span[1]:
                break
            if end < span[1]:
                continue
            length = (end - start, number)
            best = length if best is None else min(best, length)
        return None if best is None else best[1]


def overlap(left: Span, right: Span) -> float:
    """Return how far two spans are the same: shared length over joint length, 0 to 1."""
    shared = min(left[1], right[1]) - max(left[0], right[0])
    joint = max(left[1], right[1]) - min(left[0], right[0])
    return max(shared, 0) / joint if joint else 0.0
