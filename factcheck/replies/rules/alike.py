"""Which parties may be one: by their names, and by the addresses they are reached at.

A person decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from factcheck.claims.rules import party_key, same_office
from factcheck.newsroom.phrases import Phrase, gettext_noop
from factcheck.replies.rules.data import table
from factcheck.text.names.gazetteer import PEOPLES, PLACES

_DATA: Final = table("alike")
_SMALL: Final = frozenset(_DATA["small"])
_LEGAL: Final = frozenset(_DATA["legal"])
_ADDED: Final = _LEGAL | frozenset(_DATA["added"])
_OFFICE: Final = frozenset(_DATA["office"])
_FREE_MAIL: Final = frozenset(table("free_mail")["domains"])
_SHARED_BY: Final = int(_DATA["most_parties_of_a_domain"])
_COMMON: Final = int(_DATA["most_parties_of_a_word"])
_CLOSE: Final = float(_DATA["least_letters_in_common"])
_SWAPS: Final = tuple(tuple(pair) for pair in _DATA["swaps"])
_STATES: Final = {key.casefold(): value.casefold() for key, value in {**PLACES, **PEOPLES}.items()}
_COUNTRIES: Final = frozenset(_STATES.values())


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party as far as likeness goes.

    `names`: its own first, then its aliases; `addresses`: (channel, address).
    """

    id: int
    names: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...] = ()
    group: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """`other` may be the same party: why, in a plain sentence, and how likely, 0 to 1."""

    other: int
    reason: str
    score: float


def address_key(channel: str, address: str) -> str:
    """Return what two writings of one address share.

    No case in mail, digits alone in a number, no last slash on the web.
    """
    plain = address.strip().casefold()
    if channel in ("phone", "WhatsApp", "Signal", "Telegram", "SMS", "fax"):
        digits = re.sub(r"\D", "", plain)
        return digits.removeprefix("00") if len(digits) > 5 else plain
    return re.sub(r"^https?://(?:www\.)?|/$", "", plain) if channel == "web form" else plain


class Alikes:
    """The possible duplicates among `parties`.

    Names are compared only where they share an uncommon word, initials or an address: a party is
    set beside a few dozen others, however many there are. `apart` are pairs of ids that a person
    has told apart.
    """

    def __init__(
        self, parties: Iterable[KnownParty], apart: Iterable[tuple[int, int]] = ()
    ) -> None:
        self._known = {party.id: party for party in parties}
        self._names = {
            pk: [_taken_apart(name) for name in _variants(party.names)]
            for pk, party in self._known.items()
        }
        self._apart = {frozenset(pair) for pair in apart}
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._addresses = {pk: _address_keys(party) for pk, party in self._known.items()}
        for pk in self._known:
            for key in self._keys(pk):
                self._by_key[key].add(pk)

    def of(self, pk: int) -> list[Likeness]:
        """Return what may be party `pk`, likeliest first."""
        likenesses = [
            one for other in self._near(pk) if (one := self._compared(pk, other)) is not None
        ]
        return sorted(likenesses, key=lambda one: (-one.score, one.other))

    def pairs(self) -> list[tuple[int, Likeness]]:
        """Every pair once, likeliest first."""
        near = ((pk, other) for pk in self._known for other in self._near(pk) if pk < other)
        likenesses = [
            (pk, one) for pk, other in near if (one := self._compared(pk, other)) is not None
        ]
        return sorted(likenesses, key=lambda pair: (-pair[1].score, pair[0], pair[1].other))

    def _near(self, pk: int) -> set[int]:
        if pk not in self._known:
            return set()
        keys = self._keys(pk)
        few = [key for key in keys if len(self._by_key[key]) <= _COMMON]
        few = few or sorted(keys, key=lambda key: len(self._by_key[key]))[:1]
        return {other for key in few for other in self._by_key[key] if other != pk}

    def _keys(self, pk: int) -> set[str]:
        return {key for name in self._names[pk] for key in name.keys} | self._addresses[pk]

    def _compared(self, pk: int, other_pk: int) -> Likeness | None:
        party, other = self._known[pk], self._known[other_pk]
        if frozenset((pk, other_pk)) in self._apart or party.group != other.group:
            return None
        reasons = [*self._by_name(party, other), *self._by_address(party, other)]
        if not reasons:
            return None
        score, reason = max(reasons)
        return Likeness(other.id, reason, score)

    def _by_name(self, party: KnownParty, other: KnownParty) -> list[tuple[float, str]]:
        pairs = [(a, b) for a in self._names[party.id] for b in self._names[other.id]]
        return [
            (
                score,
                gettext_noop(
                    "“%(one)s” and “%(other)s”: %(why)s.", one=a.name, other=b.name, why=why
                ),
            )
            for a, b in pairs
            for score, why in _likeness(a, b)
        ]

    def _by_address(self, party: KnownParty, other: KnownParty) -> list[tuple[float, str]]:
        shared = self._addresses[party.id] & self._addresses[other.id]
        sharing = [
            (0.9, gettext_noop("Both are reached at %(address)s.", address=key.partition(":")[2]))
            for key in shared
            if key[0] == "="
        ]
        few = [key for key in shared if key[0] == "@" and len(self._by_key[key]) <= _SHARED_BY]
        return [*sharing, *((0.4, _same_domain(key)) for key in few)]


def _same_domain(key: str) -> Phrase:
    return gettext_noop("Both write from %(domain)s.", domain=key.partition(":")[2])


class _Name:
    """One name of a party, taken apart."""

    __slots__ = ("acronym", "begins", "initials", "key", "keys", "name", "office", "words")

    def __init__(self, name: str) -> None:
        self.name, self.key, self.office = name, party_key(name), same_office(name, name)
        bare = name.replace(".", "").strip()
        self.acronym = bare.casefold() if re.fullmatch(r"[A-Z]{3,7}", bare) else ""
        words = re.findall(r"\w+", self.key.replace("-", " "))
        stated = [word for word in words if word not in _SMALL] or words
        self.words = [_STATES.get(word, word) for word in stated if word not in _LEGAL]
        self.begins = {_folded(word)[:1] for word in self.words}
        self.initials = {
            "".join("un" if w == "un" else w[0] for w in some) for some in (words, stated)
        }
        self.keys = self._keys()

    def _keys(self) -> set[str]:
        """Return what parties that may be the same have in common: only such are compared."""
        folded = [_folded(word) for word in self.words if word not in _ADDED]
        short = {*self.initials, self.acronym}
        return (
            {f"word:{word}" for word in folded}
            | {f"start:{word[:3]}" for word in folded if len(word) > 4}
            | {f"initials:{letters}" for letters in short if len(letters) > 2}
            | ({f"office:{self.office}"} if self.office else set())
        )


@lru_cache(maxsize=50_000)
def _taken_apart(name: str) -> _Name:
    return _Name(name)


def _variants(names: Sequence[str]) -> list[str]:
    """Return the names, and what they have in brackets: "Hayat Tahrir al-Sham (HTS)" is both."""
    names_written: list[str] = []
    for name in names:
        inside = re.findall(r"\(([^()]{2,400})\)", name)
        names_written += [re.sub(r"\s{0,9}\([^()]{0,400}\)", "", name).strip() or name, *inside]
    return list(dict.fromkeys(names_written))


def _address_keys(party: KnownParty) -> set[str]:
    keys = {f"={channel}:{address_key(channel, address)}" for channel, address in party.addresses}
    domains = {
        address.strip().casefold().rpartition("@")[2]
        for channel, address in party.addresses
        if channel == "email"
    }
    return keys | {f"@:{domain}" for domain in domains if domain and domain not in _FREE_MAIL}


def _likeness(a: _Name, b: _Name) -> list[tuple[float, str]]:
    if a.key == b.key:
        return [(1.0, gettext_noop("one name"))]
    for short, long in ((a, b), (b, a)):
        if short.acronym and short.acronym in long.initials:
            return [(0.9, gettext_noop("the one is the initials of the other"))]
    if a.office and a.office == b.office:
        return [(0.85, gettext_noop("both speak for %(office)s", office=a.office))]
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    # Every word of the shorter must be one of the longer, however spelled: most pairs end here.
    return _by_words(short.words, long.words) if short.begins <= long.begins else []


def _by_words(short: list[str], long: list[str]) -> list[tuple[float, str]]:
    if all(word in _ADDED for word in short):
        return []
    if sorted(short) == sorted(long):
        return [(0.95, gettext_noop("the same words"))]
    left = list(long)
    alike = [_take(word, left) for word in short]
    if not all(alike):
        return []
    if not left:
        return [(0.8, gettext_noop("spelled alike"))]
    # What is left over must say nothing of its own: "Nujaba Movement" of "Nujaba", but no army of
    # its country.
    says_nothing = _ADDED | _COUNTRIES
    whole = not set(short) <= says_nothing | _OFFICE
    return (
        [(0.6, gettext_noop("one is part of the other"))]
        if whole and set(left) <= says_nothing
        else []
    )


def _take(word: str, left: list[str]) -> bool:
    """Whether `left` has this word or a spelling of it; it is taken out."""
    for other in left:
        if word == other or _spelled_alike(word, other):
            left.remove(other)
            return True
    return False


def _spelled_alike(a: str, b: str) -> bool:
    """Two spellings of one word: transliterations and slips.

    Numbers, countries and short words must be the same.
    """
    x, y = _folded(a), _folded(b)
    if x != y and (min(len(x), len(y)) < 5 or x[0] != y[0] or fuzz.ratio(x, y) < _CLOSE):
        return False
    return not (a in _COUNTRIES or b in _COUNTRIES or re.search(r"\d", a + b))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    """Return what the spellings of a name have in common.

    Letters that transliterations swap, and double them.
    """
    for old, new in _SWAPS:
        word = word.replace(old, new)
    return re.sub(r"(\w)\1+", r"\1", word).removesuffix("h")
