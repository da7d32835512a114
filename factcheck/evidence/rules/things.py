"""Whether two values are said of the same thing: what stands around them."""

from __future__ import annotations

import re
from typing import Final

from factcheck.evidence.rules.words import Stated, is_content, stem, words_of

_GROUPS: Final = (
    "killed dead deaths death died die slain fatalities perished toll lives",
    "wounded injured injuries hurt",
    "fighters troops soldiers militants combatants insurgents rebels gunmen personnel forces men",
    "civilians residents people persons inhabitants population",
    "displaced fled flee uprooted refugees",
    "town towns village villages settlement settlements city cities",
    "arrested detained held seized captured captives prisoners",
    "attack attacks offensive assault raid strike strikes",
    "launched began begun started start begin opened",
    "entered reached stormed captured took seized",
    "dollars cost costs worth price budget spent",
    "countries states nations members",
    "spokesperson spokesman spokeswoman speaker",
)
_GROUP_OF: Final = {stem(word): f"={number}" for number, group in enumerate(_GROUPS) for word in group.split()}
_ANYTHING: Final = frozenset(_GROUP_OF[stem(word)] for word in ("people", "countries", "city"))
_CLAUSE: Final = re.compile(r"[;:!?]|[.,](?=\s|$)|—|\s–\s")


def sense(word_stem: str) -> str:
    """One token for words that stand for one another in the news: "troops" and "fighters"."""
    return _GROUP_OF.get(word_stem, word_stem)


# A number followed by one of these counts what stood before it: "put the rebels at 2,987 by Friday".
_NOT_COUNTED: Final = re.compile(
    r"\s*(?:[,.;:)]|(?:by|in|at|on|from|for|as|and|or|with|during|after|before|since|until|inside|per)\b|$)"
)


def counted(text: str, start: int, end: int) -> set[str]:
    """The senses of the first two content words after a number: what it counts. Empty where nothing stands there."""
    if _NOT_COUNTED.match(text, end):
        return set()
    clause = _CLAUSE.split(text[end : end + 80], maxsplit=1)[0]
    return {sense(w.stem) for w in [w for w in words_of(clause) if is_content(w) and not w.is_number][:2]}


def around(text: str, start: int, end: int, reach: int = 60, names: bool = True) -> set[str]:
    """The senses of the content words near a value, numbers left out; without `names` only words in lower case."""
    near = f"{text[max(0, start - reach) : start]} {text[end : end + reach]}"
    words = words_of(near)
    # The outermost words may be cut in half.
    return {
        sense(w.stem)
        for w in words[(start > reach) : len(words)]
        if is_content(w) and not w.is_number and (names or not w.is_name_like)
    }


def same_thing(claim_text: str, fact: Stated, passage: str, other: Stated) -> int:
    """How surely a number of the passage counts what the claim's counts: 0 not at all, 1 perhaps,
    2 and more surely."""
    mine, theirs = counted(claim_text, fact.start, fact.end), counted(passage, other.start, other.end)
    near = around(claim_text, fact.start, fact.end) & around(passage, other.start, other.end)
    if heads := mine & theirs:
        if heads <= _ANYTHING:
            # "38 people killed" and "612,000 people live": people are counted for many reasons.
            reasons = [
                around(t, f.start, f.end, names=False) - _ANYTHING for t, f in ((claim_text, fact), (passage, other))
            ]
            return 2 + len(near) if reasons[0] & reasons[1] else 1
        return 2 + len(near)
    if mine and theirs:
        return 0
    return 1 + len(near) if (mine or theirs) & near and len(near) >= 2 else 0


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Roughly the sentence around a place, by full stops followed by a capital."""
    ends = [m.end() for m in re.finditer(r"[.!?][”\"’]?\s+(?=[A-Z“\"])", text)]
    start = max([e for e in ends if e <= place], default=0)
    return start, min([e for e in ends if e > place], default=len(text))
