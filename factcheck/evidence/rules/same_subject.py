"""Whether two values are said of the same thing: what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from factcheck.evidence.rules.words import StatedFact, Word, is_content, stem, words_of
from factcheck.text.language.word_lists import data_table

_GROUPS: Final = data_table("factcheck.evidence.rules", "words")["same_thing"]["groups"]
_GROUP_OF: Final = {
    stem(word): f"={number}" for number, group in enumerate(_GROUPS) for word in group.split()
}
_ANYTHING: Final = frozenset(_GROUP_OF[stem(word)] for word in ("people", "countries", "city"))
_HEAD_ENDS: Final = re.compile(
    r"[;:!?()]|[.,](?=\s|$)|—|\s–\s|(?<=\w)\s+(?:in|on|at|from|to|for|by|with|and|or|but|during|after|before|since|who|that)\b"
)
# Where one count ends and the next begins: "11 deaths and 118 recoveries", "two albums, six
# singles".
_JOINT: Final = re.compile(
    r"[;:!?()]|[.,](?=\s|$)|—|\s–\s|\b(?:and|but|while|or|with|after|before)\b"
)


def sense(word_stem: str) -> str:
    """One token for words that stand for one another in the news: "troops" and "fighters"."""
    return _GROUP_OF.get(word_stem, word_stem)


# A number followed by one of these counts what stood before it: "put the rebels at 2,987 by
# Friday".
_NOT_COUNTED: Final = re.compile(
    r"\s*(?:[,.;:)]|(?:by|in|at|on|from|for|as|and|or|with|during|after|before|since|until|inside|per|to)\b|$)"
)


_JOINED: Final = re.compile(r"-([a-z]{3,20})\b")


def counted(text: str, start: int, end: int) -> set[str]:
    """Return the senses of the first two content words after a number: what it counts.

    Empty where nothing stands there.
    """
    if joined := _JOINED.match(text, end):
        # "The seven-member pact": the noun is joined to its number.
        return senses([word for word in words_of(joined[1]) if is_content(word)])
    if _NOT_COUNTED.match(text, end):
        return set()
    clause = _HEAD_ENDS.split(text[end : end + 80], maxsplit=1)[0]
    return senses([w for w in words_of(clause) if is_content(w) and not w.is_number][:2])


def around(text: str, start: int, end: int, reach: int = 60, names: bool = True) -> set[str]:
    """Return the senses of the content words near a value, numbers left out.

    Without `names` only words in lower case.
    """
    near = f"{text[max(0, start - reach) : start]} {text[end : end + reach]}"
    words = words_of(near)
    # The outermost words may be cut in half.
    return {
        sense(w.stem)
        for w in words[(start > reach) : len(words)]
        if is_content(w) and not w.is_number and (names or not w.is_name_like)
    }


def senses(words: Sequence[Word]) -> set[str]:
    return {sense(w.stem) for w in words}


_MEASURED: Final = re.compile(
    r"\b([a-z]{4,20})\s+of\s+"
    r"(?:(?:about|some|almost|nearly|around|over|more than|less than|at least)\s+)?[$€£]?$"
)


def _measured(text: str, start: int) -> set[str]:
    """Return the sense of the noun a figure is one of: "profit" of "a profit of $20 million"."""
    before = _MEASURED.search(text[max(0, start - 50) : start])
    return senses(words_of(before[1])) if before else set()


def counts_differ(mine: Setting, theirs: Setting) -> bool:
    """Return whether both figures say what they count, and it is not the same."""
    apart = mine.heads - _ANYTHING, theirs.heads - _ANYTHING
    return all(apart) and not mine.heads & theirs.heads


@dataclass(frozen=True, slots=True)
class Setting:
    """What a value is said of.

    `heads`: what it counts, by the words right after it; `clause`: the words it shares a clause
    with; `sentence`: those it shares a sentence with, numbers left out of all.
    """

    heads: frozenset[str]
    clause: frozenset[str]
    sentence: frozenset[str]


def setting(text: str, value: StatedFact, others: Sequence[StatedFact]) -> Setting:
    """Return the setting of `value` in `text`.

    `others` are the values beside it, at which its clause ends too.
    """
    first, last = sentence_at(text, value.start)
    earlier, later = _walls(value, others, first, last)
    left = max([first, *(wall.end for wall in earlier)])
    right = min([last, *(wall.start for wall in later)])
    clause = _clause_senses(text, value, left, right)
    if not clause:
        clause = _senses_of(text[left : value.start]) | _senses_of(text[value.end : right])
    heads = counted(text, value.start, value.end) or _measured(text, value.start)
    if not heads and earlier:
        # "won 3 awards and was nominated for nine": the noun is said once
        heads = counted(text, earlier[-1].start, earlier[-1].end)
    return Setting(frozenset(heads), frozenset(clause), frozenset(_senses_of(text[first:last])))


def _walls(
    value: StatedFact, others: Sequence[StatedFact], first: int, last: int
) -> tuple[list[StatedFact], list[StatedFact]]:
    """Return the values of one kind before and after `value`, from `first` to `last`."""
    alike = [other for other in others if other is not value and other.kind == value.kind]
    earlier = [wall for wall in alike if first <= wall.start and wall.end <= value.start]
    later = [wall for wall in alike if value.end <= wall.start < last]
    return earlier, later


def _clause_senses(text: str, value: StatedFact, left: int, right: int) -> set[str]:
    """Return the senses around a value, between the nearest joints inside the bounds."""
    joints = [joint.end() for joint in _JOINT.finditer(text, left, value.start)]
    joint_after = _JOINT.search(text, value.end, right)
    before = text[joints[-1] if joints else left : value.start]
    after = text[value.end : joint_after.start() if joint_after else right]
    return _senses_of(before) | _senses_of(after)


def _senses_of(text: str) -> set[str]:
    return senses([word for word in words_of(text) if is_content(word) and not word.is_number])


def likeness(mine: Setting, theirs: Setting) -> float:
    """How surely two values are of one thing: 0 nothing in common, 1 perhaps, 2 and more surely."""
    heads = mine.heads & theirs.heads
    telling = heads - _ANYTHING
    near = mine.clause & theirs.clause
    if telling:
        return 2 + 0.5 * len(near - telling)
    reasons = near - _ANYTHING
    if heads:
        # "38 people killed" and "612,000 people live": people are counted for many reasons.
        return 2 + 0.5 * len(reasons) if reasons else 1
    crossed = (mine.heads & theirs.clause) | (theirs.heads & mine.clause)
    if crossed - _ANYTHING:
        return 2 + 0.5 * len(near - crossed)
    if mine.heads - _ANYTHING and theirs.heads - _ANYTHING:
        return min(0.3 * len(reasons), 0.9)
    return min(0.5 * len(reasons) + 0.2 * len(mine.sentence & theirs.sentence), 2.5)


# A full stop after one of these, or after an initial, ends no sentence: "St. Elm's", "K. Reddy".
_ABBREVIATED: Final = "".join(
    rf"(?<!\b{word})"
    for word in data_table("factcheck.evidence.rules", "words")["abbreviated"]["words"]
)
_SENTENCE_END: Final = re.compile(rf"{_ABBREVIATED}(?<!\b[A-Z])[.!?][”\"’)]*\s+(?=[A-Z“\"])")


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Roughly the sentence around a place, by full stops followed by a capital."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    start = max([e for e in ends if e <= place], default=0)
    return start, min([e for e in ends if e > place], default=len(text))


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, as `sentence_at` tells them apart."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    parts = (text[start:end].strip() for start, end in pairwise([*starts, len(text)]))
    return [part for part in parts if part]


def content_of(text: str) -> set[str]:
    """Return the senses of a text's content words, numbers aside."""
    return {sense(w.stem) for w in words_of(text) if is_content(w) and not w.is_number}
