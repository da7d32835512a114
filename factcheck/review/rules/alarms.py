"""Two values in one story for one thing: two spellings of a name, two ages, two titles, two totals.

Pure.

An alarm is a question, never a verdict: it is raised where the copy says so nearly the same thing
twice that one of the two is likely a slip, and a person may set it aside.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from factcheck.text.names.gazetteer import PEOPLES, PLACES

AlarmKind = Literal["name", "age", "title", "total"]
SHOWN: Final = (
    3  # places of one value: a name that stands sixty times is flagged where it first stands
)
_KNOWN: Final = frozenset(name.casefold() for name in (*PLACES, *PEOPLES))
_SHORTEST: Final = (
    5  # letters of a word that may be a misspelling of another: "Iran" is none of "Iraq"
)
_RANKS: Final = {
    "gen": "general", "maj": "major", "col": "colonel", "lt": "lieutenant", "capt": "captain", "sgt": "sergeant",
    "adm": "admiral", "brig": "brigadier", "cmdr": "commander", "cpl": "corporal", "pvt": "private",
    "field": "field", "marshal": "marshal", "staff": "staff",
}  # fmt: skip
_RANK_WORDS: Final = frozenset(_RANKS.values()) | {"rear", "vice"}
_OFFICES: Final = frozenset(
    """minister president mayor governor senator secretary ambassador director chairman chairwoman chancellor king queen
    prince judge commissioner prosecutor treasurer""".split()  # noqa: SIM905  a list of words
)
_PAST: Final = frozenset(["former", "ex", "then", "acting", "deputy", "late", "interim"])
_EVENTS: Final = {
    word: root
    for root, words in {
        "dead": "killed dead died deaths slain",
        "hurt": "wounded injured hurt",
        "held": "arrested detained jailed imprisoned",
        "gone": "missing kidnapped abducted taken",
        "fled": "displaced evacuated fled",
        "taken": "captured seized",
        "lost": "destroyed",
        "total": "total altogether overall",
    }.items()
    for word in words.split()
}
_STOPS: Final = frozenset(
    """a an the and or but of in on at by for from to with as is are was were be been being has have had who that which
    while after before during since near said told will would could may might not its his her their this these
    """.split()  # noqa: SIM905  a list of words
)
_MORE: Final = re.compile(
    r"\b(?:another|more|additional|further|other|every|each|of|than|nearly one in)\s+$", re.I
)
_SAME_COUNT: Final = {"persons": "people", "person": "people"}


class AlarmFact(NamedTuple):
    """A fact of the copy: `key` as the page knows it ("fact-12"), `value` as its reader gave it."""

    key: str
    kind: str
    value: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AlarmValue:
    """One of the values, and the facts that say so."""

    value: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """`about` is the one thing, empty for a spelling; `said` its values, in the order of the copy,
    two at least.
    """

    kind: AlarmKind
    about: str
    said: tuple[AlarmValue, ...]

    @property
    def id(self) -> str:
        """The same for the same values of the same thing, whatever becomes of the marks."""
        words = "\0".join([self.kind, fold(self.about), *sorted(one.value for one in self.said)])
        return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def text(self) -> str:
        what = {
            "name": "Two spellings",
            "age": "Two ages",
            "title": "Two titles",
            "total": "Two totals",
        }[self.kind]
        values = " and ".join(f"“{one.value}”" for one in self.said)
        return f"{what} of {self.about}: {values}" if self.about else f"{what}: {values}"


def alarms(text: str, tokens: Iterable[AlarmFact]) -> tuple[Alarm, ...]:
    """Every alarm that the facts of a copy raise, in the order of the copy.

    `tokens` stand in the order of the text.
    """
    return _alarms(text, tuple(tokens))


@lru_cache(maxsize=64)  # one copy is looked at again with every tick on it
def _alarms(text: str, tokens: tuple[AlarmFact, ...]) -> tuple[Alarm, ...]:
    found = [
        *_spellings(tokens),
        *_ages(text, tokens),
        *_titles(text, tokens),
        *_totals(text, tokens),
    ]
    at = {token.key: token.start for token in tokens}
    return tuple(sorted(found, key=lambda alarm: at[alarm.said[0].keys[0]]))


def fold(words: str) -> str:
    """Letters without case, accents and points."""
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if c.isalnum() or c.isspace()).casefold()


def _alarm(kind: AlarmKind, about: str, said: dict[str, list[str]]) -> Alarm:
    return Alarm(
        kind, about, tuple(AlarmValue(value, tuple(keys[:SHOWN])) for value, keys in said.items())
    )


# Spellings


def _spellings(tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    names: dict[str, list[str]] = {}
    for token in tokens:
        if token.kind in ("name", "place") and fold(token.text) not in _KNOWN:
            names.setdefault(token.text, []).append(token.key)
    holders: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for word in _words(name):
            holders[word].append(name)
    seen: set[frozenset[str]] = set()
    for one, other in _near_words(list(holders)):
        for a, b in ((a, b) for a in holders[one] for b in holders[other]):
            pair = frozenset((one, other))
            if pair not in seen and _one_person(a, b, one, other):
                seen.add(pair)
                said = {_written(a, one): names[a], _written(b, other): names[b]}
                yield _alarm("name", "", said if len(said) == 2 else {a: names[a], b: names[b]})
    yield from _written_apart(names)


def _written_apart(names: dict[str, list[str]]) -> Iterator[Alarm]:
    """The same letters, written in two ways: "Müller" and "Muller", "al-Asad" and "al Asad"."""
    ways: dict[str, list[str]] = defaultdict(list)
    for name in names:
        ways[fold(name).replace(" ", "")].append(name)
    for alike in ways.values():
        if len({name.casefold().rstrip(".") for name in alike}) > 1:
            yield _alarm("name", "", {name: names[name] for name in alike})


def _words(name: str) -> list[str]:
    """The words of a name that are long enough to be misspelled, folded; "al-" is no part of one."""
    return [word for word in map(fold, re.findall(r"[^\W\d_]+", name)) if len(word) >= _SHORTEST]


def _written(name: str, folded: str) -> str:
    return next((word for word in re.findall(r"[^\W\d_]+", name) if fold(word) == folded), name)


def _near_words(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs that differ in a letter, or only in vowels and doubled letters; each pair once."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for variant in {
            _skeleton(word),
            word,
            *(word[:n] + word[n + 1 :] for n in range(1, len(word))),
        }:
            buckets[variant].append(word)
    told: set[tuple[str, str]] = set()
    for alike in buckets.values():
        for n, one in enumerate(alike):
            for other in alike[n + 1 :]:
                if (
                    (one, other) not in told
                    and (other, one) not in told
                    and _misspelled(one, other)
                ):
                    told.add((one, other))
                    yield one, other


def _skeleton(word: str) -> str:
    """Consonants, as names are transliterated: "Mohammed" and "Muhammad" share one."""
    plain = re.sub(r"[aeiouyhw]", "", word[1:].translate(str.maketrans("qgcz", "kkks")))
    return "*" + word[0].translate(str.maketrans("qgc", "kkk")) + re.sub(r"(.)\1+", r"\1", plain)


def _misspelled(one: str, other: str) -> bool:
    if one == other or one in _KNOWN or other in _KNOWN:
        return False
    short, long = sorted((one, other), key=len)
    if long.startswith(short):  # "Houthi" and "Houthis", "Israel" and "Israeli"
        return False
    alike = _skeleton(one) == _skeleton(other) and len(_skeleton(one)) > 3
    return len(long) - len(short) <= (2 if alike else 1) and (alike or _a_letter_apart(short, long))


def _a_letter_apart(short: str, long: str) -> bool:
    """One letter left out, changed or swapped with its neighbour, within the word."""
    same = next(
        (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    if same == 0:
        return False
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    swapped = (
        short[same : same + 2] == long[same : same + 2][::-1]
        and short[same + 2 :] == long[same + 2 :]
    )
    return swapped or (short[same + 1 :] == long[same + 1 :] and same < len(short) - 1)


def _one_person(a: str, b: str, one: str, other: str) -> bool:
    """Whether two names may be the same but for one word: what else they say does not differ."""
    rest_a = {fold(w) for w in re.findall(r"[^\W\d_]+", a)} - {one}
    rest_b = {fold(w) for w in re.findall(r"[^\W\d_]+", b)} - {other}
    return rest_a <= rest_b or rest_b <= rest_a


# Ages and titles: what stands right beside a name


def _ages(text: str, tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    told: dict[str, dict[str, list[str]]] = defaultdict(dict)
    names: dict[str, str] = {}
    for before, token, after in _beside(tokens):
        age = (
            re.fullmatch(r"(\d{1,3}) years?", token.value or "") if token.kind == "number" else None
        )
        if age is None:
            continue
        person = None
        if before is not None and re.fullmatch(
            r",\s+(?:an?\s+|aged?\s+)?", text[before.end : token.start]
        ):
            person = before
        elif after is not None and "old" in token.text:
            person = (
                after
                if re.fullmatch(r"\s+(?:[\w.]+\s+){0,3}", text[token.end : after.start])
                else None
            )
        if person is not None:
            who = fold(person.value or person.text)
            names.setdefault(who, person.value or person.text)
            told[who].setdefault(age[1], []).append(token.key)
    yield from (_alarm("age", names[who], said) for who, said in told.items() if len(said) > 1)


def _titles(text: str, tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    told: dict[str, dict[str, list[str]]] = defaultdict(dict)
    names: dict[str, str] = {}
    for before, token, after in _beside(tokens):
        if token.kind != "title":
            continue
        person = None
        if (
            after is not None
            and not text[token.end : after.start].strip()
            and "\n" not in text[token.end : after.start]
        ):
            person = after
        elif before is not None and re.fullmatch(
            r",\s+(?:the\s+|an?\s+)?", text[before.end : token.start]
        ):
            person = before
        if person is not None:
            who = fold(person.value or person.text)
            names.setdefault(who, person.value or person.text)
            told[who].setdefault(token.text, []).append(token.key)
    for who, said in told.items():
        differ = {v for a in said for b in said if _other_title(a, b) for v in (a, b)}
        if differ:
            yield _alarm(
                "title",
                names[who],
                {value: keys for value, keys in said.items() if value in differ},
            )


def _beside(
    tokens: Sequence[AlarmFact],
) -> Iterator[tuple[AlarmFact | None, AlarmFact, AlarmFact | None]]:
    """Each number and title with the names before and after it."""
    names = [t for t in tokens if t.kind == "name"]
    starts = [t.start for t in names]
    for token in tokens:
        if token.kind in ("number", "title"):
            at = bisect_right(starts, token.start)
            yield names[at - 1] if at else None, token, names[at] if at < len(names) else None


def _other_title(one: str, other: str) -> bool:
    a, b = _title(one), _title(other)
    if a == b or (a | b) & _PAST:
        return False
    if a <= _RANK_WORDS and b <= _RANK_WORDS:
        return True
    return bool(a & _OFFICES) and bool(b & _OFFICES) and not (a <= b or b <= a)


def _title(words: str) -> frozenset[str]:
    return frozenset(_RANKS.get(word, word) for word in fold(words.replace("-", " ")).split()) - {
        "the",
        "of",
    }


# Totals


class _Count(NamedTuple):
    token: AlarmFact
    sentence: int
    places: frozenset[str]
    dates: frozenset[str]


def _totals(text: str, tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    """Two counts of one kind of thing to which the same happened, where neither place nor day says
    that they differ.
    """
    ends = [0, *(m.end() for m in re.finditer(r"[.!?]['”\"]?\s+(?=[A-Z“])|\n", text)), len(text)]
    here: dict[int, list[AlarmFact]] = defaultdict(list)
    for token in tokens:
        here[bisect_right(ends, token.start) - 1].append(token)
    counts: dict[tuple[str, str], list[_Count]] = defaultdict(list)
    for number, (start, end) in enumerate(pairwise(ends)):
        places = frozenset(fold(t.text) for t in here[number] if t.kind == "place")
        dates = frozenset(t.value or t.text.casefold() for t in here[number] if t.kind == "date")
        for token in here[number]:
            thing = _counted(text, token, start, end)
            if thing is not None:
                counts[thing].append(_Count(token, number, places, dates))
    for (noun, event), of_it in counts.items():
        said: dict[str, list[str]] = {}
        for n, one in enumerate(of_it):
            for other in of_it[n + 1 :]:
                if _conflict(one, other):
                    for count in (one, other):
                        keys = said.setdefault(count.token.text, [])
                        keys.extend([count.token.key] if count.token.key not in keys else [])
        if said:
            yield _alarm("total", f"{noun} {event}" if event != "total" else noun, said)


def _conflict(one: _Count, other: _Count) -> bool:
    if one.token.value == other.token.value or one.sentence == other.sentence:
        return False
    apart = (
        a and b and not a & b for a, b in ((one.places, other.places), (one.dates, other.dates))
    )
    return not any(apart)


def _counted(text: str, token: AlarmFact, start: int, end: int) -> tuple[str, str] | None:
    """What a number counts, and what happened to it: ("people", "dead"); None where the sentence
    does not say so.
    """
    if (
        token.kind != "number"
        or not re.fullmatch(r"\d+", token.value or "")
        or _MORE.search(text[start : token.start])
    ):
        return None
    after = re.findall(r"[^\W\d_]+", text[token.end : min(end, token.end + 80)].casefold())[:7]
    noun = ""
    for word in after[:3]:
        if word in _STOPS or word in _EVENTS:
            break
        noun = word
    before = re.findall(r"[^\W\d_]+", text[max(start, token.start - 40) : token.start].casefold())[
        -4:
    ]
    event = next((_EVENTS[word] for word in (*after, *reversed(before)) if word in _EVENTS), None)
    return (_SAME_COUNT.get(noun, noun), event) if noun and event else None
