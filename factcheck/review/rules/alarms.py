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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import chain, combinations, pairwise, product, takewhile
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from factcheck.newsroom.phrases import Phrase, gettext_noop
from factcheck.text.checks.words import LOOK_ALIKES
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.gazetteer import PEOPLES, PLACES

AlarmKind = Literal["name", "age", "title", "total"]
# Places of one value: a name that occurs sixty times is flagged where it first occurs.
SHOWN: Final = 3
_KNOWN: Final = frozenset(name.casefold() for name in (*PLACES, *PEOPLES))
# Letters of a word that may be a misspelling of another: "Iran" is not a misspelling of "Iraq".
_SHORTEST: Final = 5
# Letters by which two transliterations of one name differ at most; with more, 6 of 6 pairs of 454
# texts of news were two names ("Times", "Thomas").
_LETTERS: Final = 2
_ROOM: Final = "factcheck.review.rules"
_RANKS: Final[dict[str, str]] = data_table(_ROOM, "alarms")["ranks"]
_RANK_WORDS: Final = frozenset(_RANKS.values()) | {"rear", "vice"}
_OFFICES: Final = word_lists(_ROOM, "alarms")["offices"]
_PAST: Final = word_lists(_ROOM, "alarms")["past"]
_STOPS: Final = word_lists(_ROOM, "alarms")["stops"]
_EVENTS: Final[dict[str, str]] = {
    word: event
    for event, words in data_table(_ROOM, "alarms")["events"].items()
    for word in words.split()
}
_MORE: Final = re.compile(
    r"\b(?:another|more|additional|further|other|every|each|of|than|nearly one in)\s+$", re.I
)
_AGE: Final = re.compile(r"(\d{1,3}) years?")
_BEFORE_AGE: Final = re.compile(r",\s+(?:an?\s+|aged?\s+)?")
_AFTER_AGE: Final = re.compile(r"\s+(?:[\w.]+\s+){0,3}")
_BEFORE_TITLE: Final = re.compile(r",\s+(?:the\s+|an?\s+)?")
_AFTER_TITLE: Final = re.compile(r"\s*(?:[,;.:)—–-]|of\b|for\b|at\b|in\b|and\b|who\b|$)", re.M)
_RATE: Final = "per"
# How far around a number its noun and its event are looked for, in characters and words; guessed.
_AHEAD, _WORDS_AFTER = 80, 7
_BACK, _WORDS_BEFORE = 40, 4
# The noun is among this many words after its number ("40 armed young men"); guessed.
_WORDS_OF_NOUN: Final = 3
_SENTENCE_END: Final = re.compile(r"[.!?]['”\"]?\s+(?=[A-Z“])|\n")
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


_TWO: Final[Mapping[AlarmKind, Phrase]] = {
    "name": gettext_noop("Two spellings"),
    "age": gettext_noop("Two ages"),
    "title": gettext_noop("Two titles"),
    "total": gettext_noop("Two totals"),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm: `about` is its one thing, empty for a spelling; `said` two or more values.

    The values are in the order of the copy.
    """

    kind: AlarmKind
    about: str
    said: tuple[AlarmValue, ...]

    @property
    def id(self) -> str:
        """The same for the same values of the same thing, whatever becomes of the marks."""
        words = "\0".join(
            [self.kind, fold(self.about), *sorted(value.value for value in self.said)]
        )
        return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def text(self) -> str:
        first, *others = [f"“{value.value}”" for value in self.said]
        values: str = first
        for other in others:
            values = gettext_noop("%(one)s and %(other)s", one=values, other=other)
        what = _TWO[self.kind]
        if not self.about:
            return gettext_noop("%(what)s: %(values)s", what=what, values=values)
        return gettext_noop(
            "%(what)s of %(about)s: %(values)s", what=what, about=self.about, values=values
        )


def alarms(text: str, tokens: Iterable[AlarmFact]) -> tuple[Alarm, ...]:
    """Every alarm that the facts of a copy raise, in the order of the copy.

    `tokens` stand in the order of the text.
    """
    return _alarms(text, tuple(tokens))


@lru_cache(maxsize=64)  # one copy is looked at again with every tick on it
def _alarms(text: str, tokens: tuple[AlarmFact, ...]) -> tuple[Alarm, ...]:
    raised = [
        *_spellings(tokens),
        *_ages(text, tokens),
        *_titles(text, tokens),
        *_totals(text, tokens),
    ]
    at = {token.key: token.start for token in tokens}
    return tuple(sorted(raised, key=lambda alarm: at[alarm.said[0].keys[0]]))


def fold(words: str) -> str:
    """Letters without case, accents and points."""
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if c.isalnum() or c.isspace()).casefold()


def _alarm(kind: AlarmKind, about: str, values: dict[str, list[str]]) -> Alarm:
    return Alarm(
        kind, about, tuple(AlarmValue(value, tuple(keys[:SHOWN])) for value, keys in values.items())
    )


# Spellings


def _spellings(tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    names = _unknown_names(tokens)
    holders: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for word in _words(name):
            holders[word].append(name)
    for first, second in _near_words(list(holders)):
        alike = next(
            (
                (a, b)
                for a, b in product(holders[first], holders[second])
                if _one_person(a, b, first, second)
            ),
            None,
        )
        if alike is not None:
            yield _spelling_alarm(names, alike, (first, second))
    yield from _written_apart(names)


def _unknown_names(tokens: Sequence[AlarmFact]) -> dict[str, list[str]]:
    """Return the keys of the facts by name, without the places and peoples the reader knows."""
    names: dict[str, list[str]] = {}
    for token in tokens:
        if token.kind in ("name", "place") and fold(token.text) not in _KNOWN:
            names.setdefault(token.text, []).append(token.key)
    return names


def _spelling_alarm(
    names: dict[str, list[str]], alike: tuple[str, str], words: tuple[str, str]
) -> Alarm:
    """Return the alarm for two names that differ in one word each.

    The words alone are shown, unless both names write them alike.
    """
    values = {_written(name, word): names[name] for name, word in zip(alike, words, strict=True)}
    if len(values) < 2:
        values = {name: names[name] for name in alike}
    return _alarm("name", "", values)


def _written_apart(names: dict[str, list[str]]) -> Iterator[Alarm]:
    """Yield an alarm for names of the same letters written in two ways: "Müller" and "Muller".

    Also "al-Asad" and "al Asad".
    """
    ways: dict[str, list[str]] = defaultdict(list)
    for name in names:
        ways[fold(name).replace(" ", "")].append(name)
    for alike in ways.values():
        if len({name.casefold().rstrip(".") for name in alike}) > 1:
            yield _alarm("name", "", {name: names[name] for name in alike})


def _words(name: str) -> list[str]:
    """Return the words of a name long enough to be misspelled, folded, without "al-"."""
    return [word for word in map(fold, re.findall(r"[^\W\d_]+", name)) if len(word) >= _SHORTEST]


def _written(name: str, folded: str) -> str:
    return next((word for word in re.findall(r"[^\W\d_]+", name) if fold(word) == folded), name)


def _near_words(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair that differs in a letter, or only in vowels and doubled letters."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for variant in _variants(word):
            buckets[variant].append(word)
    yielded: set[frozenset[str]] = set()
    for alike in buckets.values():
        for first, second in combinations(alike, 2):
            pair = frozenset((first, second))
            if pair not in yielded and _misspelled(first, second):
                yielded.add(pair)
                yield first, second


def _variants(word: str) -> set[str]:
    """Return what a misspelling shares with the word: its skeleton, and it less any one letter."""
    return {_skeleton(word), word, *(word[:n] + word[n + 1 :] for n in range(1, len(word)))}


def _skeleton(word: str) -> str:
    """Consonants, as names are transliterated: "Mohammed" and "Muhammad" share one."""
    plain = re.sub(r"[aeiouyhw]", "", word[1:].translate(str.maketrans("qgcz", "kkks")))
    return "*" + word[0].translate(str.maketrans("qgc", "kkk")) + re.sub(r"(.)\1+", r"\1", plain)


def _misspelled(first: str, second: str) -> bool:
    if first == second or first in _KNOWN or second in _KNOWN:
        return False
    short, long = sorted((first, second), key=len)
    if long.startswith(short):  # "Houthi" and "Houthis", "Israel" and "Israeli"
        return False
    if frozenset((first, second)) in LOOK_ALIKES:
        return False
    near = Levenshtein.distance(first, second, score_cutoff=_LETTERS) <= _LETTERS
    alike = near and _skeleton(first) == _skeleton(second) and len(_skeleton(first)) > 3
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


def _one_person(a: str, b: str, word_a: str, word_b: str) -> bool:
    """Whether two names may be the same but for one word: what else they say does not differ."""
    rest_a = {fold(w) for w in re.findall(r"[^\W\d_]+", a)} - {word_a}
    rest_b = {fold(w) for w in re.findall(r"[^\W\d_]+", b)} - {word_b}
    return rest_a <= rest_b or rest_b <= rest_a


# Ages and titles: what stands right beside a name


def _ages(text: str, tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    ages = _ByPerson()
    for before, token, after in _beside(tokens):
        age = _AGE.fullmatch(token.value or "") if token.kind == "number" else None
        if age is not None:
            ages.add(_person_of_age(text, before, token, after), age[1], token)
    for name, values in ages:
        if len(values) > 1:
            yield _alarm("age", name, values)


def _person_of_age(
    text: str, before: AlarmFact | None, token: AlarmFact, after: AlarmFact | None
) -> AlarmFact | None:
    """Return the name that an age belongs to: "Ali Hassan, 34", "34-year-old Ali Hassan"."""
    if before is not None and _BEFORE_AGE.fullmatch(text[before.end : token.start]):
        return before
    if after is None or "old" not in token.text:
        return None
    return after if _AFTER_AGE.fullmatch(text[token.end : after.start]) else None


def _titles(text: str, tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    titles = _ByPerson()
    for before, token, after in _beside(tokens):
        if token.kind == "title":
            titles.add(_person_of_title(text, before, token, after), token.text, token)
    for name, values in titles:
        pairs = (pair for pair in combinations(values, 2) if _other_title(*pair))
        differ = {title for pair in pairs for title in pair}
        if differ:
            kept = {title: keys for title, keys in values.items() if title in differ}
            yield _alarm("title", name, kept)


def _person_of_title(
    text: str, before: AlarmFact | None, token: AlarmFact, after: AlarmFact | None
) -> AlarmFact | None:
    """Return the name that a title belongs to: "General Hassan", "Ali Hassan, the general"."""
    gap = text[token.end : after.start] if after is not None else "\n"
    if not gap.strip() and "\n" not in gap:
        return after
    apposed = before is not None and _BEFORE_TITLE.fullmatch(text[before.end : token.start])
    # "Johnson, the Queen suspended …": what no comma closes is another's.
    if apposed and _AFTER_TITLE.match(text, token.end):
        return before
    return None


class _ByPerson:
    """Values given to each person, with the keys of the facts that give them."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, dict[str, list[str]]] = {}

    def add(self, person: AlarmFact | None, value: str, token: AlarmFact) -> None:
        """Note a value of a person; without a person there is nothing to compare it with."""
        if person is None:
            return
        name = person.value or person.text
        who = fold(name)
        self._names.setdefault(who, name)
        self._values.setdefault(who, {}).setdefault(value, []).append(token.key)

    def __iter__(self) -> Iterator[tuple[str, dict[str, list[str]]]]:
        return ((self._names[who], values) for who, values in self._values.items())


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


def _other_title(first: str, second: str) -> bool:
    a, b = _title(first), _title(second)
    if a == b or (a | b) & _PAST:
        return False
    if a <= _RANK_WORDS and b <= _RANK_WORDS:
        return True
    return bool(a & _OFFICES) and bool(b & _OFFICES) and not (a <= b or b <= a)


def _title(words: str) -> frozenset[str]:
    plain = fold(words.replace("-", " ")).split()
    return frozenset(_RANKS.get(word, word) for word in plain) - {"the", "of"}


# Totals


class _Count(NamedTuple):
    token: AlarmFact
    sentence: int
    places: frozenset[str]
    dates: frozenset[str]


def _totals(text: str, tokens: Sequence[AlarmFact]) -> Iterator[Alarm]:
    """Yield an alarm for counts that differ of one kind of thing to which the same happened.

    Left out where place or day says that they differ.
    """
    for (noun, event), counts in _counts(text, tokens).items():
        values: dict[str, list[str]] = {}
        pairs = (pair for pair in combinations(counts, 2) if _conflict(*pair))
        for count in chain.from_iterable(pairs):
            keys = values.setdefault(count.token.text, [])
            if count.token.key not in keys:
                keys.append(count.token.key)
        if values:
            yield _alarm("total", noun if event == "total" else f"{noun} {event}", values)


def _counts(text: str, tokens: Sequence[AlarmFact]) -> dict[tuple[str, str], list[_Count]]:
    """Return the counts of the copy by what they count and what happened to it."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    by_sentence: dict[int, list[AlarmFact]] = defaultdict(list)
    for token in tokens:
        by_sentence[bisect_right(ends, token.start) - 1].append(token)
    counts: dict[tuple[str, str], list[_Count]] = defaultdict(list)
    for number, (start, end) in enumerate(pairwise(ends)):
        here = by_sentence[number]
        places = frozenset(fold(t.text) for t in here if t.kind == "place")
        dates = frozenset(t.value or t.text.casefold() for t in here if t.kind == "date")
        for token in here:
            thing = _counted(text, token, start, end)
            if thing is not None:
                counts[thing].append(_Count(token, number, places, dates))
    return counts


def _conflict(first: _Count, second: _Count) -> bool:
    if first.token.value == second.token.value or first.sentence == second.sentence:
        return False
    apart = (
        a and b and not a & b
        for a, b in ((first.places, second.places), (first.dates, second.dates))
    )
    return not any(apart)


def _may_be_counted(word: str) -> bool:
    return word not in _STOPS and word not in _EVENTS


def _counted(text: str, token: AlarmFact, start: int, end: int) -> tuple[str, str] | None:
    """Return what a number counts and what happened to it: ("people", "dead").

    None where the sentence does not have both.
    """
    if token.kind != "number" or not re.fullmatch(r"\d+", token.value or ""):
        return None
    if _MORE.search(text[start : token.start]):
        return None
    after = _letters(text[token.end : min(end, token.end + _AHEAD)])[:_WORDS_AFTER]
    if _RATE in after:
        return None
    before = _letters(text[max(start, token.start - _BACK) : token.start])[-_WORDS_BEFORE:]
    counted = list(takewhile(_may_be_counted, after[:_WORDS_OF_NOUN]))
    noun = counted[-1] if counted else ""
    event = next((_EVENTS[word] for word in (*after, *reversed(before)) if word in _EVENTS), None)
    return (_SAME_COUNT.get(noun, noun), event) if noun and event else None


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
