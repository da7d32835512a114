"""A fact of the claim beside a passage: the same value, another value, or not mentioned.

Values are compared, not topics: another value is one of the same kind and unit, said of the same
thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from factcheck.evidence.rules import names
from factcheck.evidence.rules.compare_dates import When, bears_out, is_earlier, when
from factcheck.evidence.rules.multiples import (
    fraction_of,
    is_share,
    multiple_of,
    points_worked_out,
    share_worked_out,
    worked_out,
)
from factcheck.evidence.rules.namesakes import namesake_of
from factcheck.evidence.rules.numbers import (
    Amount,
    agree,
    amount,
    in_one_unit,
    is_currency,
    is_difference,
    metres_if_meant,
    show,
)
from factcheck.evidence.rules.other_times import (
    counts_another_year,
    is_final_count,
    is_of_another_year,
    is_of_the_report,
    is_only_expected,
    is_still_counted,
    is_told_later,
    is_told_of_the_next_year,
    was_taken_back,
)
from factcheck.evidence.rules.polarity import has_denial
from factcheck.evidence.rules.ranges import other_end, range_partner, within_range
from factcheck.evidence.rules.same_subject import (
    Setting,
    content_of,
    counts_differ,
    likeness,
    sense,
    sentence_at,
    setting,
)
from factcheck.evidence.rules.shares_and_ranks import CARDINALS
from factcheck.evidence.rules.subjects import (
    acts_apart,
    counts_others,
    is_of_a_process,
    is_page_date,
    is_told_of_an_antecedent,
    is_told_of_another_name,
    margins_differ,
    names_its_subject,
    one_is_a_change,
    periods_differ,
    shares_of_others,
    subjects_differ,
    without_page_dates,
)
from factcheck.evidence.rules.words import StatedFact, is_content, plain, stem, words_of
from factcheck.text.language.tense import is_past
from factcheck.text.language.word_lists import data_table
from factcheck.text.names.gazetteer import lies_in

Outcome = Literal["same", "other", "not mentioned"]
EARLIER: Final = "an earlier count"
SURE: Final = 2.0  # the likeness at which another value contradicts
_PERHAPS_ONE: Final = 1  # the likeness at which a value that agrees is told, as `likeness` has it
# When another value is called a difference: how like both settings are, how much of the claim's
# words the source's sentence has, and how many times larger or smaller a number may be. Chosen on
# the pairs of `docs/benchmarks.md`, on which others of them were held back.
_CERTAIN: Final = 2.5
_SHARED_WORDS: Final = {"number": 0.9, "date": 0.9}
_FAR: Final = 2
_HINT_ONLY: Final = 0.9  # below what is told on screen
_EARLIER_COSTS: Final = 1.5  # likeness lost by what a value was before it changed; guessed
_EXACT_ADDS: Final = 1.5  # to a counterpart's rank where it has the very number; guessed
_AGREEING_ADDS: Final = 0.6  # to a counterpart's rank where it bears the claim out; guessed
# Two reports of one thing seldom differ by more than this factor, and then no more than so alike;
# numbers from `_LARGE` on that are of a size are likely of one thing. All guessed.
_NEVER_SO_FAR: Final = 50
_HARDLY_ALIKE: Final = 0.3
_LARGE: Final = 100
_SIZE_ADDS: Final = 0.8
_AFTER_NUMBER: Final = 20  # characters in which "or more" or "at the time" may stand; guessed
_TOLD_SHARE: Final = 0.34  # of a value's clause, from which another value is told; guessed
_RIVAL: Final = 0.5  # how much less like another value of the source may be, to leave it open
_ORDINALS: Final = "second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_WORDS: Final = data_table("factcheck.evidence.rules", "words")
_OPPOSITES: Final = {
    a: b
    for pair in _WORDS["superlative_opposites"]["pairs"]
    for a, b in (tuple(pair.split()), tuple(reversed(pair.split())))
}
_SAME_HEAD: Final[dict[str, str]] = dict(
    pair.split() for pair in _WORDS["same_superlative"]["pairs"]
)


@dataclass(frozen=True, slots=True)
class FactComparison:
    """`in_source` is the source's own words ("" when not mentioned).

    `why` one plain clause for the screen. `alike` is how surely both are of one thing; `hint` what
    a value says that may be of another thing: too little for the screen. `sure`: another value is
    of the same thing often enough to be called a difference. `apart`: nothing is said of it, but
    the passage gives such a figure of another measure, year or group.
    """

    outcome: Outcome
    in_source: str = ""
    why: str = ""
    alike: float = 0.0
    hint: Outcome | None = None
    sure: bool = False
    apart: bool = False


NOT_MENTIONED: Final = FactComparison("not mentioned")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A claim and a passage, each with the facts it states."""

    claim: str
    facts: Sequence[StatedFact]
    passage: str
    stated: Sequence[StatedFact]

    def stated_of(self, *kinds: str) -> list[StatedFact]:
        """Return the facts of these kinds that the passage states."""
        return [fact for fact in self.stated if fact.kind in kinds]


def compare(
    fact: StatedFact,
    claim_text: str,
    facts: Sequence[StatedFact],
    passage: str,
    stated: Sequence[StatedFact],
) -> FactComparison:
    """Set one of the claim's `facts` against a passage and the facts it states.

    The claim's facts are spans into `claim_text`, the passage's are spans into `passage`.
    """
    pair = _Pair(claim_text, facts, passage, stated)
    namesake = namesake_of(claim_text, facts, passage, stated)
    if namesake and fact.kind not in ("name", "title"):
        why = f"the source tells of {namesake}" if fact.kind == "place" else ""
        return FactComparison("not mentioned", why=why)
    found = _BY_KIND.get(fact.kind, _superlative)(fact, pair)
    if found.sure and has_denial(claim_text):
        # "She was not born in 1980": another year is what the claim says.
        return replace(found, sure=False)
    return found


def _literally(fact: StatedFact, passage: str) -> FactComparison | None:
    match = re.search(rf"(?<!\w){re.escape(plain(fact.text))}(?!\w)", plain(passage))
    return FactComparison("same", fact.text, "the same words") if match else None


# What may be worked out, whatever its own value: "tenfold", "half".
_FACTOR_OR_SHARE: Final = re.compile(
    r"\w+fold|(?:(?:an?|one|two|three|four|seven|nine)[\s-])?"
    r"(?:half|thirds?|quarters?|fifths?|tenths?)"
    r"|one (?:in|out of) \w+"
)


def _number(fact: StatedFact, pair: _Pair) -> FactComparison:
    mine = amount(fact.value, fact.text, pair.claim[: fact.start], pair.claim[fact.end :])
    if told := _factor_or_share(fact, mine, pair):
        return told
    if mine is None:
        return NOT_MENTIONED
    if points := points_worked_out(mine, pair.passage):
        outcome: Outcome = "same" if points[0] else "other"
        return FactComparison(outcome, points[1], f"worked out: {points[1]}", SURE)
    return _number_beside(fact, mine, pair)


def _factor_or_share(fact: StatedFact, mine: Amount | None, pair: _Pair) -> FactComparison | None:
    """Return what a passage says of "doubled" or "half", in the same words or worked out."""
    if mine is not None and not _FACTOR_OR_SHARE.fullmatch(plain(fact.text)):
        return None
    return _literally(fact, pair.passage) or _multiple(fact, pair) or _other_share(fact, pair)


def _number_beside(fact: StatedFact, mine: Amount, pair: _Pair) -> FactComparison:
    """Return what the passage's own numbers say of an amount of the claim."""
    readings = _number_readings(fact, mine, pair)
    best = _best(readings)
    sure = (
        best.alike >= _CERTAIN
        and not _bounds_a_rank(fact, best, pair)
        and _differs_surely(fact, best, readings, pair)
    )
    found = _earlier_count(fact, mine, best, pair) or _told(
        fact, mine, replace(best, sure=sure), readings, pair
    )
    return replace(found, apart=not readings and _has_one_apart(fact, mine, pair))


def _has_one_apart(fact: StatedFact, mine: Amount, pair: _Pair) -> bool:
    """Return whether the passage gives such a figure of another measure, year or group."""
    if _FACTOR_OR_SHARE.fullmatch(plain(fact.text)):
        return False
    for candidate in pair.stated_of("number"):
        theirs = amount(candidate.value, candidate.text, pair.passage[: candidate.start])
        if theirs is None or theirs.unit != mine.unit:
            continue
        alike = mine.unit or _count_alike(fact, candidate, pair)
        if alike and _is_of_another_measure(fact, candidate, pair):
            return True
    return False


def _count_alike(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    mine = setting(pair.claim, fact, pair.facts)
    return bool(mine.heads & setting(pair.passage, candidate, pair.stated).heads)


def _number_readings(fact: StatedFact, mine: Amount, pair: _Pair) -> list[_Reading]:
    """Return the passage's numbers beside the claim's, those of other things left out."""
    # What bears out another of the claim's numbers contradicts none.
    spoken_for = {f.value for f in pair.facts if f.kind == "number" and f.value != fact.value}
    readings = []
    for candidate in pair.stated_of("number"):
        numbers = _side_by_side(fact, mine, candidate, pair)
        if _was_recounted(candidate, pair) or _counts_the_rest(fact, candidate, pair):
            continue
        reading = numbers and _number_reading(numbers, pair)
        if reading and (reading.agrees or candidate.value not in spoken_for):
            readings.append((candidate, reading))
    return _of_its_own(readings, pair)


def _of_its_own(readings: list[tuple[StatedFact, _Reading]], pair: _Pair) -> list[_Reading]:
    """Leave out a number told of a rival, where the claim's own subject has one of its kind.

    "Nordwing carried 4.1 million. Dagny Air, by contrast, carried 2.6 million."
    """
    of_others = [
        is_told_of_another_name(pair.claim, pair.passage, candidate) for candidate, _ in readings
    ]
    own = [
        not other and names_its_subject(pair.claim, pair.passage, candidate)
        for other, (candidate, _) in zip(of_others, readings, strict=True)
    ]
    if not any(own):
        return [reading for _, reading in readings]
    return [
        reading
        for other, (_, reading) in zip(of_others, readings, strict=True)
        if not (other and reading.agrees)
    ]


def _was_recounted(candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether a count was given at first, and another of the same things later."""
    if not was_taken_back(pair.passage, candidate):
        return False
    mine = setting(pair.passage, candidate, pair.stated)
    later = [f for f in pair.stated_of("number") if f.start > candidate.end]
    return any(
        likeness(mine, setting(pair.passage, other, pair.stated)) >= _PERHAPS_ONE for other in later
    )


_OF_THE_REST: Final = re.compile(r"\b(?:remaining|other|another|further|additional|extra)\s$")


_REST_LOOK: Final = 14  # characters before a number in which such a word stands


def _counts_the_rest(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether another number is of what is left or comes on top: "the remaining 140"."""
    before = pair.passage[max(0, candidate.start - _REST_LOOK) : candidate.start]
    return candidate.value != fact.value and _OF_THE_REST.search(before) is not None


_TOP: Final = re.compile(r"\btop[ -]$")


def _bounds_a_rank(fact: StatedFact, best: FactComparison, pair: _Pair) -> bool:
    """Return whether a number is the five of "in the top five": no count is its other value."""
    if _TOP.search(pair.claim[: fact.start]):
        return True
    return f"top {best.in_source}" in pair.passage


def _differs_surely(
    fact: StatedFact, best: FactComparison, readings: Sequence[_Reading], pair: _Pair
) -> bool:
    """Return whether the source tells the claim's own tale, and no value of it is the claim's."""
    if best.outcome != "other" or _is_left_open(best, readings):
        return False
    # "Retired except for crimes before March 31, 1998": the same day, told from its other side.
    if _literally(fact, without_page_dates(pair.passage, pair.stated)):
        return False
    other = next((c for c in pair.stated_of("number") if c.text == best.in_source), None)
    if other is not None and is_told_of_another_name(pair.claim, pair.passage, other):
        return False
    return _words_in_common(fact, best.in_source, pair) >= _SHARED_WORDS[fact.kind]


def _is_left_open(best: FactComparison, readings: Sequence[_Reading]) -> bool:
    """Return whether a value of the passage agrees, or several differ that are as much alike."""
    if any(reading.agrees and reading.alike >= _PERHAPS_ONE for reading in readings):
        return True
    rivals = [r for r in readings if not r.agrees and r.alike >= best.alike - _RIVAL]
    return len({r.text for r in rivals}) > 1 or any(r.far for r in rivals)


def _words_in_common(fact: StatedFact, in_source: str, pair: _Pair) -> float:
    """Return the share of the claim's content words that the source's sentence has, 0 to 1."""
    own = {sense(word.stem) for word in words_of(fact.text)}
    told = {sense(w.stem) for w in words_of(pair.claim) if is_content(w) and not w.is_number} - own
    first, last = sentence_at(pair.passage, max(pair.passage.find(in_source), 0))
    theirs = {sense(w.stem) for w in words_of(pair.passage[first:last]) if is_content(w)}
    return len(told & theirs) / max(len(told), 1)


def _told(
    fact: StatedFact,
    mine: Amount,
    best: FactComparison,
    readings: Sequence[_Reading],
    pair: _Pair,
) -> FactComparison:
    """Return another count as it is told: a far one that only its noun joins to ours is a hint.

    "Biden won 60 delegates" gives no other figure for "Iowa's 41 delegates".
    """
    is_far = any(reading.far for reading in readings if reading.text == best.in_source)
    is_limit = mine.way in ("over", "under")
    if best.outcome != "other" or best.sure or mine.unit or is_limit or not is_far:
        return best
    here = setting(pair.claim, fact, pair.facts)
    first, last = sentence_at(pair.passage, max(pair.passage.find(best.in_source), 0))
    told = here.clause & {sense(word.stem) for word in words_of(pair.passage[first:last])}
    if len(told) >= _TOLD_SHARE * len(here.clause):
        return best
    return FactComparison("not mentioned", hint="other", alike=best.alike)


def _earlier_count(
    fact: StatedFact, mine: Amount, best: FactComparison, pair: _Pair
) -> FactComparison | None:
    """Return a note for a lower count of what was still being counted, instead of a contradiction.

    "At least 38" on Saturday does not contradict "at least 41" on Sunday; on Monday, or on a day
    nobody knows, it is another count. Prices and percentages are no counts: they do not only rise.
    """
    is_count = mine.way == "over" or not mine.unit
    if best.outcome != "other" or not is_count:
        return None
    theirs = next((f for f in pair.stated_of("number") if f.text == best.in_source), None)
    if theirs is None:
        return None
    counted = amount(theirs.value, theirs.text, pair.passage[: theirs.start])
    if counted is None or counted.value >= mine.value:
        return None
    is_before = is_earlier(pair.claim, fact, pair.facts, pair.passage, theirs, pair.stated)
    if counted.way not in ("over", "about") and is_final_count(pair.passage):
        return None
    goes_on = is_still_counted(pair.passage) or is_told_later(pair.claim, pair.passage)
    if not is_before and not goes_on:
        return None
    why = f"{EARLIER}: “{f'{counted.words} {show(counted.value)}'.strip()}”"
    return FactComparison("not mentioned", best.in_source, why, best.alike)


# "A quarter to ten" is no share.
_IS_HOUR: Final = re.compile(rf"\s(?:to|past)\s(?:\d|{'|'.join(CARDINALS)}|noon|midnight)")


def _multiple(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return what two figures of the passage say of "doubled", with the working."""
    if _IS_HOUR.match(pair.claim, fact.end):
        return None
    before = pair.claim[max(0, fact.start - 12) : fact.start]
    claimed = multiple_of(before + fact.text)
    worked = claimed and worked_out(claimed, pair.passage, pair.stated)
    worked = worked or share_worked_out(before, fact.text, pair.passage)
    if not worked:
        return None
    agrees, working = worked
    outcome: Outcome = "same" if agrees else "other"
    return FactComparison(outcome, working, f"worked out: {working}", SURE, sure=not agrees)


def _other_share(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return the fraction or percentage that a passage tells of what the claim gives a share of."""
    wanted = fraction_of(fact.text)
    if wanted is None:
        return None
    here = setting(pair.claim, fact, pair.facts)
    for candidate in pair.stated_of("number"):
        theirs = amount(candidate.value, candidate.text, pair.passage[: candidate.start])
        there = setting(pair.passage, candidate, pair.stated)
        if theirs is None or theirs.unit != "%" or not here.heads & there.heads:
            continue
        if likeness(here, there) < SURE or _is_of_other_things(fact, candidate, pair):
            continue
        agrees = is_share(theirs.value / 100, pair.claim[: fact.start], wanted)
        why = f"the source says “{candidate.text}”"
        return FactComparison("same" if agrees else "other", candidate.text, why, SURE)
    return None


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A number of the claim and one of the passage, of one kind of unit.

    `source` is the passage's amount in the claim's unit, `theirs` as the passage states it.
    """

    fact: StatedFact
    mine: Amount
    candidate: StatedFact
    theirs: Amount
    source: Amount


def _side_by_side(
    fact: StatedFact, mine: Amount, candidate: StatedFact, pair: _Pair
) -> _Numbers | None:
    """Return two numbers that can be compared; None for other units or subjects."""
    after = pair.passage[candidate.end : candidate.end + _AFTER_NUMBER]
    stated = amount(candidate.value, candidate.text, pair.passage[: candidate.start], after)
    if stated is None:
        return None
    theirs = metres_if_meant(stated, candidate.text, mine)
    both_rise = is_difference(pair.claim, fact.start, fact.end) and is_difference(
        pair.passage, candidate.start, candidate.end
    )
    source = in_one_unit(mine, theirs, difference=both_rise)
    if source is None or _is_of_other_things(fact, candidate, pair):
        return None
    if is_only_expected(pair.claim, pair.passage, candidate):
        return None
    return _Numbers(fact, mine, candidate, theirs, source)


def _is_of_other_things(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether two numbers are of other subjects, of other years, or count other things."""
    if _is_of_another_measure(fact, candidate, pair):
        return True
    return any(
        apart(pair.claim, fact, pair.passage, candidate)
        for apart in (
            subjects_differ,
            margins_differ,
            shares_of_others,
            is_told_of_an_antecedent,
        )
    )


def _is_of_another_measure(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether two numbers measure other things, or the same in other years or groups."""
    if is_of_another_year(pair.claim, fact, pair.facts, pair.passage, candidate, pair.stated):
        return True
    return any(
        apart(pair.claim, fact, pair.passage, candidate)
        for apart in (periods_differ, counts_others, one_is_a_change, acts_apart)
    )


def _number_reading(numbers: _Numbers, pair: _Pair) -> _Reading:
    """Return what a number of the passage says of the claim's."""
    mine, source = numbers.mine, numbers.source
    agrees, why = _bears_out(numbers, pair)
    here = _setting_of_range(pair.claim, numbers.fact, pair.facts)
    there = _setting_of_range(pair.passage, numbers.candidate, pair.stated)
    is_earlier_value = _is_superseded(pair.passage, numbers.candidate) and not _is_superseded(
        pair.claim, numbers.fact
    )
    alike = likeness(here, there) + bool(mine.unit)
    alike += _is_total(pair.passage, numbers.candidate) - _EARLIER_COSTS * is_earlier_value
    one_figure = mine.value == numbers.theirs.value  # 20 tonnes, 20 kilograms
    if not agrees and not one_figure:
        alike = _by_size(alike, mine.value, source.value)
    far = _is_far(mine.value, source.value)
    if not here.heads & there.heads and (
        # "Up to 2,000 fighters" are not borne out by six members.
        (agrees and "far off" in why)
        # A storm that moves at 6 km/h contradicts no wind of 295.
        or (far and not agrees and not here.clause & there.clause)
    ):
        alike = min(alike, _HINT_ONLY)
    exact = not is_earlier_value and _is_the_very_number(mine, source, here, there)
    return _Reading(numbers.candidate.text, why, agrees, alike, exact, far)


def _setting_of_range(text: str, number: StatedFact, others: Sequence[StatedFact]) -> Setting:
    """Return a number's setting; of a range's lower end what its upper end is said of.

    In "between 3,000 and 4,000 people" the noun is said once.
    """
    other = other_end(text, number, others)
    ends = [setting(text, end, others) for end in (number, other) if end]
    upper = ends[1] if other and other.start > number.start else ends[0]
    return replace(upper, clause=frozenset().union(*(end.clause for end in ends)))


def _bears_out(numbers: _Numbers, pair: _Pair) -> tuple[bool, str]:
    """Return whether the passage's number, or the range it ends, bears the claim's out, and why."""
    mine, source = numbers.mine, numbers.source
    if partner := range_partner(pair.claim, numbers.fact, pair.facts):
        return within_range(mine, partner, source)
    if partner := range_partner(pair.passage, numbers.candidate, pair.stated):
        return within_range(source, partner, mine)
    return _agreement(mine, numbers.theirs, source)


def _is_the_very_number(mine: Amount, source: Amount, here: Setting, there: Setting) -> bool:
    """Return whether both have one number, and one that alone tells the thing."""
    if mine.value != source.value or not _telling(mine):
        return False
    # "40,000 unemployed" and "40,000 pensioners": a round number alone tells no thing.
    return not counts_differ(here, there) or _digits(mine) >= _RARE_DIGITS


def _is_far(a: Decimal, b: Decimal) -> bool:
    """Return whether two numbers are not of a size: one is more than twice the other."""
    small, large = sorted((abs(a), abs(b)))
    return large > small * _FAR


def _agreement(mine: Amount, theirs: Amount, source: Amount) -> tuple[bool, str]:
    """Return whether the source's amount bears the claim's out, and why.

    `source` is `theirs` in the claim's unit.
    """
    agrees, why = agree(mine, source)
    if is_currency(mine.unit) and mine.unit != theirs.unit:
        return False, f"in {theirs.unit}, not {mine.unit}"
    if theirs.unit != source.unit:
        shown = f"{show(theirs.value)} {theirs.unit} is {show(source.value)} {source.unit}"
        return agrees, f"{shown}; {why}"
    return agrees, why


@dataclass(frozen=True, slots=True)
class _Reading:
    """One value of the passage beside the claim's: `alike` as `things.likeness` gives it."""

    text: str
    why: str
    agrees: bool
    alike: float
    exact: bool = False  # the very same value, and one that few things share
    far: bool = False  # another number, and not of its size
    same_act: bool = False  # a date whose clause tells the claim's very act

    @property
    def rank(self) -> float:
        exact = self.agrees and self.exact
        return self.alike + _EXACT_ADDS * exact + _AGREEING_ADDS * self.agrees


def _best(readings: Sequence[_Reading]) -> FactComparison:
    """Return what the likeliest counterpart says.

    Nothing is said of a value that may be of another thing, but `hint`.
    """
    best = max(readings, key=lambda reading: reading.rank, default=None)
    if best is None:
        return NOT_MENTIONED
    outcome: Outcome = "same" if best.agrees else "other"
    if best.alike >= (_PERHAPS_ONE if best.agrees else SURE) or best.exact:
        return FactComparison(outcome, best.text, best.why, best.alike)
    return FactComparison("not mentioned", hint=outcome, alike=best.alike)


def _is_start(text: str, number: StatedFact) -> bool:
    """Return whether it is what something was before.

    The 5.1 of "fell from 5.1 % to 4.9 %", the 60 of "up from 60".
    """
    return bool(
        re.search(
            r"\bfrom\s+(?:about |some )?[$€£]?$", text[max(0, number.start - 20) : number.start]
        )
    )


def _is_superseded(text: str, number: StatedFact) -> bool:
    """Return whether it is what something was before, or what was counted at first."""
    return _is_start(text, number) or was_taken_back(text, number)


def _is_total(text: str, number: StatedFact) -> bool:
    """Whether the passage sums up with it: a claim that names no part means the whole."""
    return bool(
        re.search(
            r"\b(?:total|combined|altogether|overall|in all)\b[^.,;]*$",
            text[max(0, number.start - 40) : number.start],
        )
    )


def _by_size(alike: float, a: Decimal, b: Decimal) -> float:
    """Two reports of one thing may differ by much, not by a factor of fifty.

    Large numbers of a size are likely one.
    """
    small, large = sorted((abs(a), abs(b)))
    if large > small * _NEVER_SO_FAR:
        return min(alike, _HARDLY_ALIKE)
    return alike + _SIZE_ADDS * (small >= _LARGE and not _is_far(a, b))


def _telling(amount: Amount) -> bool:
    """Return whether the value alone tells the thing: "2,987" does, "three" does not."""
    return bool(amount.unit) or _digits(amount) >= _RARE_DIGITS or amount.value >= Decimal(1000)


_RARE_DIGITS: Final = 3  # significant digits from which two things seldom share a number; guessed


def _digits(amount: Amount) -> int:
    return len(amount.value.normalize().as_tuple().digits)


# --- dates


_WHOLE_DAY: Final = len("2019-11-04")


def _date(fact: StatedFact, pair: _Pair) -> FactComparison:
    mine = when(fact.value, fact.text, pair.claim[: fact.start])
    if mine is None:
        return _unplaced_date(fact, pair)
    told = [_date_told(fact, mine, candidate, pair) for candidate in _story_dates(fact, pair)]
    readings = _of_the_act([one for one in told if isinstance(one, _Reading)])
    coarse = [one for one in told if isinstance(one, FactComparison)]
    best = _best(readings)
    best = replace(best, sure=_is_sure_date(fact, mine, best, readings, pair))
    nothing_better = best.outcome == "not mentioned" and not best.hint
    return coarse[-1] if coarse and nothing_better else best


def _of_the_act(readings: list[_Reading]) -> list[_Reading]:
    """Return the readings, those that agree by chance left out where the act has a date of its own.

    "First elected in 2011, he won a second term in 2015": 2015 is of no first election.
    """
    if any(reading.same_act and not reading.agrees for reading in readings):
        return [r for r in readings if not r.agrees or r.same_act]
    return readings


def _unplaced_date(fact: StatedFact, pair: _Pair) -> FactComparison:
    """Return what a passage says of a date that names no day, month or year we know."""
    # "Friday" of an unknown week is no day: the same word may mean another.
    if not re.search(r"\d", fact.text):
        return NOT_MENTIONED
    return _literally(fact, pair.passage) or NOT_MENTIONED


# "Was not handed over in 1961": when it was is not told.
_DENIED_DATE: Final = re.compile(
    r"(?:\bnot\b|n[’']t\b|\bnever\b)(?! only)[^.;,]{0,40}\s(?:in|on)\s$"
)
_DENIAL_LOOK: Final = 60  # characters before a date in which its denial stands; guessed


def _story_dates(fact: StatedFact, pair: _Pair) -> list[StatedFact]:
    """Return the passage's dates that may be of the claim's subject, the page's own left out."""
    return [
        candidate
        for candidate in pair.stated_of("date")
        if not is_page_date(pair.passage, candidate)
        and not _DENIED_DATE.search(pair.passage[: candidate.start][-_DENIAL_LOOK:])
        and not is_of_the_report(pair.claim, pair.passage, candidate)
        and not is_only_expected(pair.claim, pair.passage, candidate)
        and not _is_of_another(fact, candidate, pair)
    ]


def _date_told(
    fact: StatedFact, mine: When, candidate: StatedFact, pair: _Pair
) -> _Reading | FactComparison | None:
    """Return what one date of the passage says: a reading, a coarser date, or nothing."""
    theirs = when(candidate.value, candidate.text, pair.passage[: candidate.start])
    if theirs is None:
        return None
    agrees = bears_out(mine, theirs)
    if is_told_of_the_next_year(pair.passage, candidate, mine.first.year):
        agrees = True
    if agrees is None:
        return _coarser(fact, mine, candidate, theirs, pair)
    if not agrees and (
        _is_of_another_event(fact, candidate, pair)
        or counts_another_year(pair.claim, pair.facts, pair.passage, candidate, pair.stated)
    ):
        return None
    return _date_reading(fact, mine, candidate, theirs, agrees, pair)


def _coarser(
    fact: StatedFact, mine: When, candidate: StatedFact, theirs: When, pair: _Pair
) -> FactComparison | None:
    """Return a note that the passage dates the claim's own act less exactly; None of another's."""
    # "At 8 p.m." is no coarser day, and 2021 is none of a Friday in 2026.
    if (theirs.dayless and not mine.clock) or not _may_hold(theirs, mine):
        return None
    if not _of_one_act(fact, candidate, pair):
        return None
    why = f"the source says only “{candidate.text}”"
    if mine.clock:
        why = "the source gives the day, not the hour"
    return FactComparison("not mentioned", candidate.text, why)


def _may_hold(theirs: When, mine: When) -> bool:
    """Return whether the days of one may hold those of the other."""
    if theirs.dayless or mine.dayless or theirs.yearless != mine.yearless:
        return True
    return theirs.first <= mine.first and mine.last <= theirs.last


def _is_sure_date(
    fact: StatedFact,
    mine: When,
    best: FactComparison,
    readings: Sequence[_Reading],
    pair: _Pair,
) -> bool:
    """Return whether another date is a difference.

    A page that has the claim's day as well, or the claim another of its days, says no other.
    """
    # What bears out another of the claim's dates contradicts none.
    spoken_for = {f.value for f in pair.facts if f.kind == "date" and f.value != fact.value}
    other = next((c for c in pair.stated_of("date") if c.text == best.in_source), None)
    if other is not None and other.value in spoken_for:
        return False
    return _differs_surely(fact, best, readings, pair) and not _has_day(mine, pair)


def _is_of_another(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether the passage's date is of another subject than the claim's.

    Subjects are told apart by their nearest nouns, so the very day of the same act outweighs them:
    "the truce between the government and the rebels was signed on November 4, 2019".
    """
    same_day = candidate.value == fact.value and len(candidate.value or "") == _WHOLE_DAY
    if same_day and _of_one_act(fact, candidate, pair):
        return False
    if is_of_a_process(pair.claim, pair.passage, candidate):
        return True
    return subjects_differ(pair.claim, fact, pair.passage, candidate)


def _has_day(mine: When, pair: _Pair) -> bool:
    """Return whether any date of the passage, of whatever, bears the claim's out."""
    stated = (
        when(other.value, other.text, pair.passage[: other.start])
        for other in pair.stated_of("date")
        if not is_page_date(pair.passage, other)
    )
    return any(bears_out(mine, theirs) for theirs in stated if theirs)


def _date_reading(
    fact: StatedFact,
    mine: When,
    candidate: StatedFact,
    theirs: When,
    agrees: bool,
    pair: _Pair,
) -> _Reading:
    here = setting(pair.claim, fact, pair.facts)
    alike = _of_one_event(here, setting(pair.passage, candidate, pair.stated))
    same_day = bool(theirs.clock) and (mine.first, mine.last) == (theirs.first, theirs.last)
    other_hour = same_day and not agrees
    why = f"the source says {theirs.clock}" if other_hour else _reading(candidate)
    alike += 3 * other_hour + 0.5 * (mine.yearless or _same_month(mine, theirs))
    exact = agrees and mine.relation == "in"
    same_act = _acts_in_clause(pair.claim, fact, pair.facts) & _acts_in_clause(
        pair.passage, candidate, pair.stated
    )
    return _Reading(candidate.text, why, agrees, alike, exact, same_act=bool(same_act))


def _acts_in_clause(text: str, date: StatedFact, facts: Sequence[StatedFact]) -> set[str]:
    """Return the senses of the verbs of the past that a date shares its clause with."""
    first, last = sentence_at(text, date.start)
    acts = {sense(w.stem) for w in words_of(text[first:last]) if is_content(w) and is_past(w.text)}
    return acts & setting(text, date, facts).clause


def _of_one_act(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether both dates stand in clauses that share more than names.

    Two dates of one movement, its founding and its vow, contradict nothing.
    """
    named = {
        sense(word.stem)
        for other in pair.facts
        if other.kind in ("name", "place", "title")
        for word in words_of(other.text)
    }
    here = setting(pair.claim, fact, pair.facts)
    there = setting(pair.passage, candidate, pair.stated)
    return bool((here.clause & there.clause) - named)


def _is_of_another_event(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether another date is told of something else than the claim's."""
    if not _of_one_act(fact, candidate, pair) or _done_then_differs(fact, candidate, pair):
        return True
    # "The 2019 truce" is dated by its noun: a date of what is no truce contradicts nothing.
    mine, theirs = _dated_noun(pair.claim, fact), _dated_noun(pair.passage, candidate)
    if not mine and not theirs:
        return False
    here = setting(pair.claim, fact, pair.facts).sentence
    there = setting(pair.passage, candidate, pair.stated).sentence
    return bool((mine - there) | (theirs - here))


_DONE_THEN: Final = re.compile(r"\b(\w{3,40})\s+(?:on|in|at|since)\s+(?:\w+day,?\s+)?$")


def _done_then_differs(fact: StatedFact, candidate: StatedFact, pair: _Pair) -> bool:
    """Return whether each date stands right behind an act, and the acts are two.

    "Sank on 4 March", "opened on 11 September".
    """
    acts = [
        match[1]
        for text, date in ((pair.claim, fact), (pair.passage, candidate))
        if (match := _DONE_THEN.search(text[max(0, date.start - 60) : date.start]))
    ]
    if len(acts) < len((fact, candidate)) or not all(is_past(act) for act in acts):
        return False
    mine, theirs = (sense(stem(act)) for act in acts)
    return mine != theirs and mine not in setting(pair.passage, candidate, pair.stated).clause


_DATED: Final = re.compile(r"\s+(?:[a-z]+-)?([a-z]{3,30})\b")
_OPENS_NOUN: Final = re.compile(r"\b(?:the|a|an|its|their|his|her|this|that)\s+$", re.I)


def _dated_noun(text: str, date: StatedFact) -> set[str]:
    """Return the sense of the noun a date stands before: "truce" of "the 2019 truce"."""
    after = _DATED.match(text, date.end)
    if after is None or not _OPENS_NOUN.search(text[max(0, date.start - 6) : date.start]):
        return set()
    return {sense(word.stem) for word in words_of(after[1]) if is_content(word)}


def _same_month(claimed: When, other: When) -> bool:
    return (claimed.first.year, claimed.first.month) == (other.first.year, other.first.month)


def _reading(candidate: StatedFact) -> str:
    if candidate.value is None or candidate.text == candidate.value:
        return ""
    return f"“{candidate.text}” is {candidate.value}"


def _of_one_event(mine: Setting, theirs: Setting) -> float:
    """Return how surely two dates are of one event.

    Dates stand apart from what happened then, so the whole sentence counts, its clause twice.
    """
    clause, sentence = mine.clause & theirs.clause, mine.sentence & theirs.sentence
    return 0.5 * len(clause) + 0.5 * len(sentence) if len(sentence) >= 2 else 0.5 * len(sentence)


# --- names, places, titles

_CALENDAR: Final = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|"
    r"apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\b",
    re.I,
)


def is_weekday_or_month(word: str) -> bool:
    """Return whether a capital letter is the calendar's: "by Friday", not "by Marcus"."""
    return _CALENDAR.match(word) is not None


def _name(fact: StatedFact, pair: _Pair) -> FactComparison:
    if same_words := _literally(fact, pair.passage):
        return same_words
    return (
        _same_bearer(fact, pair)
        or _other_bearer(fact, pair)
        or _holder_of_the_title(fact, pair)
        or _other_doer(fact, pair)
        or _other_subject(fact, pair)
        or NOT_MENTIONED
    )


def _same_bearer(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return the passage's name that is the claim's, spelled otherwise or in full."""
    name = fact.value or fact.text
    for candidate in pair.stated_of("name", "place"):
        if names.same_name(name, candidate.text) or names.same_name(fact.text, candidate.text):
            alike = any(
                names.spelled_alike(own.split()[-1], candidate.text.split()[-1])
                for own in (name, fact.text)
            )
            why = "" if alike else f"spelled “{candidate.text}” in the source"
            return FactComparison("same", candidate.text, why)
    return None


def _other_bearer(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return somebody of the claim's last name with another first name, who is no kin."""
    name = fact.value or fact.text
    for candidate in pair.stated_of("name", "place"):
        if names.other_bearer(name, candidate.text) and not _is_kin(pair.passage, candidate):
            return FactComparison("other", candidate.text, "the same last name, another first name")
    return None


_KIN: Final = re.compile(
    r"\b(?:son|daughter|child|wife|husband|widow|widower|brother|sister|father|mother|cousin|nephew"
    r"|niece|grandson|granddaughter|uncle|aunt)\s+(?:of\s+)?(?:(?:the|a)\s+)?(?:[\w-]+\s+){0,3}$"
)


def _is_kin(passage: str, name: StatedFact) -> bool:
    """Return whether a name is brought in as somebody's kin: "son of the writer Mark Aldane"."""
    return _KIN.search(passage[max(0, name.start - 60) : name.start]) is not None


def _other_doer(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return another name of which the passage says the same act: "written by Ada Gale".

    Only where each stands right beside the act, the passage lacks the claim's name, and both speak
    of one thing besides.
    """
    act = _act_of_doer(pair.claim, fact)
    if not act:
        return None
    mine = _stems(pair.claim) - {act}
    for candidate in [*pair.stated_of("name", "place"), *_unknown_doers(pair.passage)]:
        theirs = _act_of_doer(pair.passage, candidate)
        if not theirs or sense(act) != sense(theirs):
            continue
        # "George R.R. Martin" is "George R. R. Martin".
        if re.sub(r"\W", "", plain(candidate.text)) in re.sub(r"\W", "", plain(pair.claim)):
            continue
        first, last = sentence_at(pair.passage, candidate.start)
        if mine & (_stems(pair.passage[first:last]) - {theirs}):
            why = f"the source tells it of {candidate.text}"
            return FactComparison("other", candidate.text, why, sure=True)
    return None


_DID: Final = r"((?:[A-Z][\w’'-]{1,30}\s){1,3})"


def _other_subject(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return who else the passage says did what the claim says was done by a name.

    "The goal was scored by Dahl" beside "Ferro scored the goal", where nothing tells of Dahl. Never
    sure: a bill that Dahl backed may be backed by Ferro too.
    """
    done = re.search(
        r"\b(\w{3,40})\s{1,3}by\s{1,3}(?:the\s{1,3})?(?:[A-Z][\w.]{1,20}\s)?$",
        pair.claim[max(0, fact.start - 60) : fact.start],
    )
    act = done and re.search(rf"{_DID}{re.escape(done[1])}\b", pair.passage)
    if not done or not act or _stems(fact.text) & _stems(pair.passage):
        return None
    other = act[1].strip()
    first, last = sentence_at(pair.passage, act.start())
    shared = _stems(pair.claim) & _stems(pair.passage[first:last]) - {stem(done[1])}
    if not shared or plain(other) in plain(pair.claim):
        return None
    return FactComparison("other", other, f"the source tells it of {other}")


def _stems(text: str) -> set[str]:
    return {word.stem for word in words_of(text) if is_content(word)}


_BY_NAME: Final = re.compile(r"\bby\s+((?:[A-Z][\w’'-]{1,30}\s?){1,3})(?=[\s.,;]|$)")


def _unknown_doers(passage: str) -> list[StatedFact]:
    """Return what stands as a name behind "by", though the reading knows no such name."""
    found = []
    for match in _BY_NAME.finditer(passage):
        name = match[1].strip()
        if not is_weekday_or_month(name):
            found.append(StatedFact("name", name, name, match.start(1), match.start(1) + len(name)))
    return found


def _act_of_doer(text: str, name: StatedFact) -> str:
    """Return the stem of the act whose doer a name is: "written by NAME"; none elsewhere."""
    before = re.search(
        r"\b(\w{1,40})\s{1,3}by\s{1,3}(?:the\s{1,3})?$", text[max(0, name.start - 40) : name.start]
    )
    return stem(before[1]) if before else ""


def _holders(pair: _Pair) -> list[StatedFact]:
    """Return the full names of the passage, which may hold a title."""
    return [name for name in pair.stated_of("name") if " " in name.text]


def _named_as(holder: StatedFact, title: StatedFact) -> FactComparison:
    why = f"the source names {holder.text} as {title.text}"
    return FactComparison("other", holder.text, why)


def _other_holder(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return who else the passage says holds the title the claim's words give this name.

    “The president is Jan Kovac” stands against “Lena Horvat, the president”.
    """
    claim = plain(pair.claim)
    name = re.escape(plain(fact.text))
    for title in pair.stated_of("title"):
        holder = _beside(title, _holders(pair), reach=6)
        if holder is None or plain(holder.text) in claim:
            continue
        words = re.escape(plain(title.text))
        verbs = "(?:is|was|became|remains)"
        if re.search(
            rf"{words}\W+(?:{verbs} )?{name}|{name},? {verbs} (?:the |its |their )?{words}", claim
        ):
            return _named_as(holder, title)
    return None


def _holder_of_the_title(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return another person to whom the source gives the claim's title, of the same body."""
    if other := _other_holder(fact, pair):
        return other
    title = _beside(fact, [stated for stated in pair.facts if stated.kind == "title"])
    bodies = _others(fact, pair)
    if title is None or not any(_literally(body, pair.passage) for body in bodies):
        return None
    for candidate in pair.stated_of("title"):
        if _same_title(candidate.text, title.text):
            holder = _beside(candidate, _holders(pair))
            # "Bank chief Ana Ruiz": the bank beside the title holds nothing.
            if holder is not None and not _is_any_of(holder, bodies):
                return _named_as(holder, candidate)
    return None


def _others(fact: StatedFact, pair: _Pair) -> list[StatedFact]:
    """Return the claim's other names and places."""
    named = [stated for stated in pair.facts if stated.kind in ("name", "place")]
    return [stated for stated in named if stated is not fact]


def _is_any_of(holder: StatedFact, bodies: Sequence[StatedFact]) -> bool:
    return any(_literally(holder, body.text) for body in bodies)


def _beside(stated: StatedFact, others: Sequence[StatedFact], reach: int = 3) -> StatedFact | None:
    near = [(max(o.start - stated.end, stated.start - o.end), o) for o in others]
    close = [(gap, o) for gap, o in near if gap <= reach]
    return min(close, key=lambda pair: pair[0])[1] if close else None


def _place(fact: StatedFact, pair: _Pair) -> FactComparison:
    return (
        _literally(fact, pair.passage)
        or _same_place(fact, pair)
        or _other_place(fact, pair)
        or NOT_MENTIONED
    )


def _same_place(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return the passage's place that is the claim's, or lies in it."""
    meant = fact.value or fact.text
    for candidate in pair.stated_of("place", "name"):
        if names.same_place_name(fact.text, candidate.text):
            why = f"spelled “{candidate.text}” in the source"
            return FactComparison("same", candidate.text, why)
    for candidate in pair.stated_of("place"):
        if (candidate.value or candidate.text) == meant:
            return FactComparison("same", candidate.text, f"“{candidate.text}” is {meant}")
        if lies_in(candidate.text, fact.text):
            return FactComparison("same", candidate.text, f"{candidate.text} is in {meant}")
    return None


_REGIONS: Final = frozenset(
    {"North", "South", "East", "West", "Northeast", "Midwest", "Southwest", "Southeast"}
)


def _other_place(fact: StatedFact, pair: _Pair) -> FactComparison | None:
    """Return another place of which the passage says the same act, or a hint of one."""
    if fact.text in _REGIONS:
        return None  # Ohio may well lie in "the South" that is meant
    others = [
        place
        for place in pair.stated_of("place")
        if plain(place.text) not in plain(pair.claim) and not lies_in(fact.text, place.text)
    ]
    act = _act_before(pair.claim, fact.start)
    for candidate in others:
        if act and act == _act_before(pair.passage, candidate.start):
            why = "the source tells the same of another place"
            return FactComparison("other", candidate.text, why)
    way = _way_to(pair.claim, fact.start)
    if way and any(way == _way_to(pair.passage, place.start) for place in others):
        return FactComparison("not mentioned", hint="other", alike=1.0)
    return None


def _way_to(text: str, place: int) -> str:
    """Return the word that leads to a place: "in", "from", "near"."""
    match = re.search(
        r"\b(in|at|near|from|to|into|outside)\s+(?:the\s+)?$",
        text[max(0, place - 14) : place].lower(),
    )
    return match.group(1) if match else ""


def _act_before(text: str, place: int) -> str:
    """Return the sense of the nearest word before a place that says what was done there.

    "entered".
    """
    words = [w for w in words_of(text[max(0, place - 40) : place]) if is_content(w)][-1:]
    return next((sense(w.stem) for w in words if not w.is_name_like and not w.is_number), "")


def _title(fact: StatedFact, pair: _Pair) -> FactComparison:
    if same_words := _literally(fact, pair.passage):
        return same_words
    titles = pair.stated_of("title")
    for candidate in titles:
        if _same_title(candidate.text, fact.text):
            return FactComparison("same", candidate.text, "")
    return _other_title(fact, pair, titles)


def _other_title(fact: StatedFact, pair: _Pair, titles: Sequence[StatedFact]) -> FactComparison:
    """Return another title that the passage gives to whom the claim gives this one."""
    person = _beside(fact, [f for f in pair.facts if f.kind == "name"])
    if person is None or not _is_title_of(fact, person, pair.claim):
        return NOT_MENTIONED
    for holder in pair.stated_of("name"):
        title = _beside(holder, titles)
        if title is None or not _is_title_of(title, holder, pair.passage):
            continue
        if names.same_name(person.value or person.text, holder.text):
            if _is_part_of_title(fact.text, title.text):
                return NOT_MENTIONED
            why = f"the source calls {holder.text} {title.text}"
            return FactComparison("other", title.text, why, sure=True)
    return NOT_MENTIONED


def _is_title_of(title: StatedFact, name: StatedFact, text: str) -> bool:
    """Return whether a title stands before its name, or behind it after a comma.

    "A Sanders delegate" gives Sanders no title.
    """
    return title.end <= name.start or "," in text[name.end : title.start]


_SAME_TITLE: Final[dict[str, str]] = dict(pair.split() for pair in _WORDS["same_title"]["pairs"])
_PAST_TITLES: Final = frozenset({"former", "ex", "late", "then"})


def _same_title(a: str, b: str) -> bool:
    x, y = _title_senses(a), _title_senses(b)
    return bool(x) and x == y


_OF_LESS: Final = frozenset({"vice", "deputy", "acting", "assistant", "interim", "elect"})


def _is_part_of_title(a: str, b: str) -> bool:
    """Return whether one title says the other in fewer words: a judge is a district judge.

    Not where it is a lesser office: a vice president is no president.
    """
    x, y = _title_senses(a), _title_senses(b)
    return (x <= y or y <= x) and not {sense(stem(word)) for word in _OF_LESS} & (x ^ y)


def _title_senses(title: str) -> set[str]:
    """Return the senses of a title's words; a senator is a "Sen.", a former one as well.

    Whether somebody still holds it depends on the day of either text.
    """
    words = {plain(word.text) for word in words_of(title) if is_content(word)} - _PAST_TITLES
    return {sense(stem(_SAME_TITLE.get(word, word))) for word in words}


_ORDINAL: Final = "|".join([*_ORDINALS, r"\d{1,3}(?:st|nd|rd|th)"])
_BY_SIZE: Final = frozenset({"largest", "biggest", "greatest", "top"})
_SUPERLATIVE: Final = re.compile(
    rf"(?:({_ORDINAL})[- ])?(\w{{1,40}}(?:est|most)|most|least|first|last|only|best|worst)\b"
)


def _superlative(fact: StatedFact, pair: _Pair) -> FactComparison:
    low = plain(fact.text)
    mine = _SUPERLATIVE.search(low)
    if mine is None:
        return _literally(fact, pair.passage) or NOT_MENTIONED
    rank, word = mine.group(1) or "", mine.group(2)
    agreed, differing = _superlatives_told(low, rank, _SAME_HEAD.get(word, word), pair)
    if agreed:
        # "The 21st largest in the world, it is the fifth-largest of the chain."
        also = f"it also says “{differing[0]}”, of something else" if differing else ""
        return FactComparison("same", agreed[0], also)
    if differing:
        return FactComparison("other", differing[0], f"the source says “{differing[0]}”")
    return _ranked(low, rank, word, pair) or NOT_MENTIONED


_RANKED_AMONG: Final = re.compile(
    rf"\brank(?:s|ed|ing)?\s(?:as\s)?(?:the\s)?({_ORDINAL})\s(?:among|in|of)\s([^.;]{{3,80}})"
)


def _ranked(claimed: str, rank: str, word: str, pair: _Pair) -> FactComparison | None:
    """Return the rank that a passage gives among what the claim ranks: "4th among exporters"."""
    at = plain(pair.claim).find(claimed)
    noun = _noun_after(plain(pair.claim), at + len(claimed))
    told = _RANKED_AMONG.search(plain(pair.passage))
    if word not in _BY_SIZE or told is None or noun not in content_of(told[2]):
        return None
    same = _rank(told[1]) == _rank(rank)
    return FactComparison("same" if same else "other", told[1], f"the source says “{told[1]}”")


def _superlatives_told(
    claimed: str, rank: str, head: str, pair: _Pair
) -> tuple[list[str], list[str]]:
    """Return the passage's superlatives of the claim's measure: those that agree, and the others.

    `claimed` is the claim's in lower case, `rank` its ordinal ("" for none), `head` its adjective.
    """
    pattern = _superlatives_like(head)
    at = plain(pair.claim).find(claimed)
    claim = plain(pair.claim)
    noun = _noun_after(claim, at + len(claimed)) if at >= 0 else ""
    rest = claim[at + len(claimed) :] if at >= 0 else ""
    spoken_of = {sense(word.stem) for word in words_of(claim)} if rest.strip(" .") else None
    in_claim = {match.group() for match in pattern.finditer(plain(pair.claim))}
    hedged = "one of the" in claimed
    agreed, differing = [], []
    for match in pattern.finditer(plain(pair.passage)):
        if _measures_otherwise(claimed, match):
            continue
        if _is_same_superlative(match, rank, head, hedged):
            if not _is_past(match):
                agreed.append(match.group())
        elif match.group() not in in_claim and _may_be_of(noun, match, spoken_of):
            differing.append(match.group())
    return agreed, differing


_NOUN_AFTER: Final = re.compile(r"\s+([a-z]{3,30})\b")


def _noun_after(text: str, end: int) -> str:
    """Return the sense of the word behind a superlative, "" where no content word follows."""
    match = _NOUN_AFTER.match(text, end)
    word = next((w for w in words_of(match[1]) if is_content(w)), None) if match else None
    return sense(word.stem) if word else ""


def _may_be_of(noun: str, match: re.Match[str], spoken_of: set[str] | None) -> bool:
    """Return whether two superlatives may be of one thing: a "worst showing" is no "experience".

    A claim that names no noun, "the third-largest in the world", speaks of one of its own words
    (`spoken_of`; None where it says no more).
    """
    theirs = _noun_after(match.string, match.end())
    if match.group(3) in ("first", "last") and not theirs:
        return False  # "the first to be shut"; "the last, at Punta Negra": of what is not said
    if not theirs or (not noun and spoken_of is None):
        return True
    return noun == theirs if noun else theirs in (spoken_of or ())


_MEASURE: Final = re.compile(r"(?:most|least)\s+([a-z-]+)")


def _measures_otherwise(fact: str, match: re.Match[str]) -> bool:
    """Return whether "most significant" meets a "least" or "most" of another measure."""
    mine = _MEASURE.search(fact)
    if mine is None or match.group(3) not in ("most", "least"):
        return False
    theirs = _MEASURE.match(match.string, match.start(3))
    return theirs is None or sense(stem(theirs[1])) != sense(stem(mine[1]))


def _superlatives_like(head: str) -> re.Pattern[str]:
    """Return the pattern of superlatives that say the same as `head`, or its opposite."""
    heads = [head, *(h for h, same in _SAME_HEAD.items() if same == head)]
    heads += [_OPPOSITES[head]] if head in _OPPOSITES else []
    words = "|".join(map(re.escape, heads))
    # "At least 38" ranks nothing.
    return re.compile(rf"(?<!\bat )\b(one of the )?(?:({_ORDINAL})[- ])?({words})\b")


def _is_same_superlative(match: re.Match[str], rank: str, head: str, hedged: bool) -> bool:
    one_of, theirs, word = match.groups()
    same_head = _SAME_HEAD.get(word, word) == head
    return same_head and _rank(theirs or "") == _rank(rank) and bool(one_of) <= hedged


_ONCE: Final = re.compile(r"\b(?:was|were|been|formerly|once|then)\s+(?:the|its|their|a)?\s*$")
_UNTIL: Final = re.compile(r"[^.;]{0,40}\b(?:until|till|before)\b")


def _is_past(match: re.Match[str]) -> bool:
    """Return whether a rank is told as over: "it was the second-largest until 2021"."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    return bool(_ONCE.search(before)) and bool(_UNTIL.match(match.string, match.end()))


def _rank(ordinal: str) -> int:
    """Return the number of an ordinal in words or digits; 1 where there is none."""
    if ordinal[:1].isdigit():
        return int(re.sub(r"\D", "", ordinal))
    return _ORDINALS.index(ordinal) + 2 if ordinal in _ORDINALS else 1


_BY_KIND: Final[dict[str, Callable[[StatedFact, _Pair], FactComparison]]] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "place": _place,
    "title": _title,
}
