"""Which name means whom, and where marks stand to each other. No Django, no clock."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from factcheck.text import Span
from factcheck.text.names.gazetteer import PEOPLES, PLACES

_NO_ONE = frozenset(
    [
        "others",
        "other",
        "other parties",
        "several others",
        "other officials",
        "everyone",
        "anyone",
        "critics",
    ]
)
_STATE_UNIT = {  # seats and short names that speak for a state, by party_key
    "idf": ("israel", "army"),
    "white house": ("united states", "government"),
    "pentagon": ("united states", "defense"),
    "state department": ("united states", "foreign"),
    "centcom": ("united states", "army"),
    "kremlin": ("russia", "government"),
    "downing street": ("united kingdom", "government"),
    "elysee": ("france", "government"),
    "washington": ("united states", "government"),
    "moscow": ("russia", "government"),
    "beijing": ("china", "government"),
    "tehran": ("iran", "government"),
    "damascus": ("syria", "government"),
    "baghdad": ("iraq", "government"),
    "kyiv": ("ukraine", "government"),
    "ankara": ("turkey", "government"),
    "pyongyang": ("north korea", "government"),
    "riyadh": ("saudi arabia", "government"),
    "islamabad": ("pakistan", "government"),
    "new delhi": ("india", "government"),
}
_OFFICES = [  # first match wins; the words are taken out, what is left names the state or body
    (
        "mission",
        r"(?:permanent )?(?:un )?missions?(?: to the (?:un|united nations))?|(?:un )?ambassadors? to the un",
    ),
    (
        "foreign",
        r"(?:foreign|external affairs) (?:ministry|ministries|minister|office)|ministry of foreign affairs",
    ),
    (
        "defense",
        r"defen[cs]e (?:ministry|ministries|minister|department)|(?:ministry|department) of defen[cs]e",
    ),
    (
        "army",
        r"army|military|armed forces|defen[cs]e forces?|navy|air force|central command|ground forces",
    ),
    (
        "government",
        r"government|governments|officials?|administration|authorities|regime|cabinet|presidency|leadership"
        r"|embassy|embassies|consulate|state|spokes(?:man|woman|person|people)|representatives?",
    ),
]
_SMALL = frozenset(["the", "of", "to", "in", "at", "for", "and", "republic", "kingdom"])
_OFFICE_PATTERNS = [(office, re.compile(rf"\b(?:{words})\b")) for office, words in _OFFICES]
_STATES = {k.casefold().replace(".", ""): v.casefold() for k, v in {**PLACES, **PEOPLES}.items()}
_COUNTRIES = frozenset(country.casefold() for country in PEOPLES.values())
_ARMED = re.compile(
    r"\b(?:militias?|militants?|brigades?|battalions?|rebels?|insurgents?|fighters?|guerrillas?|front|faction"
    r"|jihad|gangs?|cartels?|hezbollah|hizbullah|hamas|houthis?|ansar allah|taliban|isis|isil|islamic state|al[- ]qaeda"
    r"|al[- ]shabaab|boko haram|hts|hayat tahrir al-sham|syrian national army|free syrian army|wagner|pkk|ypg|sdf"
    r"|nujaba|kataib|axis of resistance|islamic resistance|farc|m23|rsf|rapid support forces)\b"
)
_OFFICIAL = re.compile(
    r"\b(?:ministry|minister|department|agency|bureau|police|court|council|parliament|congress|senate|mayor|governor"
    r"|commission|prosecutors?|president|prime minister|secretary|un|united nations|nato|european union|eu)\b"
)
_COMPANY = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|ltd|limited|llc|plc|gmbh|ag|company|airlines?|airways|bank|holdings?)\b"
)
_PERSON = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Gen|General|Col|Colonel|Lt|Sen|Rep|Judge|Rev)\.?\s+\S"
)


def party_key(name: str) -> str:
    """What two spellings of one party share: no case, dots, accents, article or doubled spaces
    ("the U.N." is "un").
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"[.'’‘\"“”]", "", plain).replace("united nations", "un")
    return re.sub(r"^the ", "", " ".join(plain.split()))


class _Standing(NamedTuple):
    """Whose party it is ("iran", "hezbollah"), and which of its offices; "" where the name is the
    whole body.
    """

    body: str
    office: str


def _body(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _SMALL)


def _state(body: str) -> str:
    """The state a people belongs to: by our lists, else by the ending ("ostrian" to "ostria")."""
    return _STATES.get(body) or (body[:-1] if re.fullmatch(r"\w{3,}[ei]an", body) else body)


def _standing(name: str) -> _Standing:
    key = party_key(name)
    if key in _STATE_UNIT:
        return _Standing(*_STATE_UNIT[key])
    for office, pattern in _OFFICE_PATTERNS:
        rest, taken = pattern.subn(" ", key)
        if taken:
            body = _body(re.sub(r"\bun\b", " ", rest) if office == "mission" else rest)
            body, unit = _STATE_UNIT.get(body, (body, ""))
            return _Standing(_state(body), unit or office)
    body = _body(key)
    return _Standing(_STATES.get(body, body), "")


def covers(asked_name: str, accused_name: str) -> bool:
    """Whether asking the one is asking the other.

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


def same_office(one: str, other: str) -> str:
    """The office that both names speak for, in words ("the army of israel" for "IDF" and "Israeli
    military"); "" where they differ, or where nothing says so for certain: a navy is not the
    army, an embassy not the government.
    """
    a, b = _standing(one), _standing(other)
    if a != b or not a.office or not a.body:
        return ""
    keys = (party_key(one), party_key(other))
    if a.office == "army" and any(_BRANCH.search(key) for key in keys):
        return ""
    if a.office == "government" and not all(
        key in _STATE_UNIT or _OF_STATE.search(key) for key in keys
    ):
        return ""
    said = {"mission": "U.N. mission", "foreign": "foreign ministry", "defense": "defense ministry"}
    return f"the {said.get(a.office, a.office)} of {a.body}"


def party_kind(name: str) -> str:
    """A guess at what kind of party a name is, for a person to correct: one of models.PARTY_KINDS."""
    key, (body, office) = party_key(name), _standing(name)
    if office == "mission" and ("un" in key.split() or body in _COUNTRIES):
        return "U.N. mission"
    if _ARMED.search(key):
        return "armed group"
    if office == "army":
        return "army"
    if _PERSON.match(name):
        return "person"
    if _COMPANY.search(key):
        return "company"
    if (
        (office and body in _COUNTRIES)
        or body in _COUNTRIES
        or _OFFICIAL.search(key)
        or office == "government"
    ):
        return "government"
    return "other"


def can_be_asked(name: str) -> bool:
    """False for "others" and their like: there is no one to write to."""
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
        """The number of the shortest span around `span`, in the order they were given; None where
        none is.
        """
        best: tuple[int, int] | None = None
        for at in range(bisect_right(self._starts, span[0]) - 1, -1, -1):
            start, end, number = self._spans[at]
            if start + self._longest < span[1]:
                break
            if end >= span[1] and (best is None or (end - start, number) < best):
                best = (end - start, number)
        return None if best is None else best[1]


def overlap(one: Span, other: Span) -> float:
    """How far two spans are the same: shared length over joint length, 0 to 1."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)
