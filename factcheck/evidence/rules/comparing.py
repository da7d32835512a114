"""A fact of the claim beside a passage: the same value, another value, or not mentioned.

Values are compared, not topics: another value is one of the same kind and unit, said of the same
thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from factcheck.evidence.rules import names
from factcheck.evidence.rules.compare_dates import bears_out, when
from factcheck.evidence.rules.numbers import (
    Amount,
    agree,
    amount,
    in_one_unit,
    is_currency,
    metres_if_meant,
    show,
)
from factcheck.evidence.rules.same_subject import Setting, likeness, sense, setting
from factcheck.evidence.rules.words import StatedFact, is_content, plain, words_of
from factcheck.text.names.gazetteer import lies_in

Outcome = Literal["same", "other", "not mentioned"]
SURE: Final = 2.0  # the likeness at which another value contradicts
_ORDINALS: Final = "second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_OPPOSITES: Final = {
    a: b
    for pair in ("largest smallest", "biggest smallest", "highest lowest", "most least", "best worst", "first last",
                 "oldest youngest", "longest shortest", "richest poorest", "strongest weakest", "fastest slowest")
    for a, b in (tuple(pair.split()), tuple(reversed(pair.split())))
}  # fmt: skip


_SAME_HEAD: Final = {
    "biggest": "largest",
    "greatest": "largest",
    "tallest": "highest",
    "earliest": "first",
}


@dataclass(frozen=True, slots=True)
class FactComparison:
    """`in_source` is the source's own words ("" when not mentioned).

    `why` one plain clause for the screen. `alike` is how surely both are of one thing; `hint` what
    a value says that may be of another thing: too little for the screen.
    """

    outcome: Outcome
    in_source: str = ""
    why: str = ""
    alike: float = 0.0
    hint: Outcome | None = None


NOT_MENTIONED: Final = FactComparison("not mentioned")


def compare(
    fact: StatedFact,
    claim_text: str,
    facts: Sequence[StatedFact],
    passage: str,
    told: Sequence[StatedFact],
) -> FactComparison:
    """Set one of the claim's `facts` against a passage and the facts it states.

    The claim's facts are spans into `claim_text`, the passage's are spans into `passage`.
    """
    if fact.kind == "number":
        return _number(fact, claim_text, facts, passage, told)
    if fact.kind == "date":
        return _date(fact, claim_text, facts, passage, told)
    if fact.kind == "name":
        return _name(fact, claim_text, facts, passage, told)
    if fact.kind == "place":
        return _place(fact, claim_text, passage, told)
    if fact.kind == "title":
        return _title(fact, facts, passage, told)
    return _superlative(fact, claim_text, passage)


def _literally(fact: StatedFact, passage: str) -> FactComparison | None:
    found = re.search(rf"(?<!\w){re.escape(plain(fact.text))}(?!\w)", plain(passage))
    return FactComparison("same", fact.text, "the same words") if found else None


def _number(
    fact: StatedFact,
    claim_text: str,
    facts: Sequence[StatedFact],
    passage: str,
    told: Sequence[StatedFact],
) -> FactComparison:
    mine = amount(fact.value, fact.text, claim_text[: fact.start], claim_text[fact.end :])
    if mine is None:
        return _literally(fact, passage) or NOT_MENTIONED
    here = setting(claim_text, fact, facts)
    # What bears out another of the claim's numbers contradicts none.
    spoken_for = {f.value for f in facts if f.kind == "number" and f.value != fact.value}
    found: list[_Reading] = []
    for candidate in (t for t in told if t.kind == "number"):
        theirs = amount(
            candidate.value,
            candidate.text,
            passage[: candidate.start],
            passage[candidate.end : candidate.end + 20],
        )
        theirs = theirs and metres_if_meant(theirs, candidate.text, mine)
        source = in_one_unit(mine, theirs) if theirs else None
        if theirs is None or source is None:
            continue
        agrees, why = agree(mine, source)
        if is_currency(mine.unit) and mine.unit != theirs.unit:
            agrees, why = False, f"in {theirs.unit}, not {mine.unit}"
        elif theirs.unit != source.unit:
            why = f"{show(theirs.value)} {theirs.unit} is {show(source.value)} {source.unit}; {why}"
        alike = likeness(here, setting(passage, candidate, told)) + bool(mine.unit)
        earlier = _is_start(passage, candidate) and not _is_start(claim_text, fact)
        alike -= 1.5 * earlier
        alike += _is_total(passage, candidate)
        exact = mine.value == source.value and _telling(mine) and not earlier
        if not agrees and candidate.value in spoken_for:
            continue
        if not agrees:
            alike = _by_size(alike, mine.value, source.value)
        found.append(_Reading(candidate.text, why, agrees, alike, exact))
    return _best(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One value of the passage beside the claim's: `alike` as `things.likeness` gives it."""

    text: str
    why: str
    agrees: bool
    alike: float
    exact: bool = False  # the very same value, and one that few things share

    @property
    def rank(self) -> float:
        return self.alike + 1.5 * (self.agrees and self.exact) + 0.6 * self.agrees


def _best(found: Sequence[_Reading]) -> FactComparison:
    """Return what the likeliest counterpart says.

    Nothing is said of a value that may be of another thing, but `hint`.
    """
    best = max(found, key=lambda one: one.rank, default=None)
    if best is None:
        return NOT_MENTIONED
    outcome: Outcome = "same" if best.agrees else "other"
    if best.alike >= (1 if best.agrees else SURE) or best.exact:
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
    if large > small * 50:
        return min(alike, 0.3)
    return alike + 0.8 * (small >= 100 and large <= small * 2)


def _telling(one: Amount) -> bool:
    """Whether the value alone tells that the same thing is meant: "2,987" does, "three" does not."""
    return (
        bool(one.unit)
        or len(one.value.normalize().as_tuple().digits) >= 3
        or one.value >= Decimal(1000)
    )


# --- dates


def _date(
    fact: StatedFact,
    claim_text: str,
    facts: Sequence[StatedFact],
    passage: str,
    told: Sequence[StatedFact],
) -> FactComparison:
    mine = when(fact.value, fact.text, claim_text[: fact.start])
    if mine is None:
        # "Friday" of an unknown week is no day: the same word may mean another.
        return (_literally(fact, passage) if re.search(r"\d", fact.text) else None) or NOT_MENTIONED
    here = setting(claim_text, fact, facts)
    coarse = NOT_MENTIONED
    found: list[_Reading] = []
    for candidate in (t for t in told if t.kind == "date"):
        theirs = when(candidate.value, candidate.text, passage[: candidate.start])
        if theirs is None:
            continue
        agrees = bears_out(mine, theirs)
        alike = _of_one_event(here, setting(passage, candidate, told))
        if agrees is None:
            why = "gives the day, not the hour" if mine.clock else f"says only “{candidate.text}”"
            coarse = FactComparison("not mentioned", candidate.text, f"the source {why}")
        else:
            same_day = theirs.clock and (mine.first, mine.last) == (theirs.first, theirs.last)
            why = (
                f"the source says {theirs.clock}"
                if same_day and not agrees
                else _reading(candidate)
            )
            exact = agrees and mine.relation == "in"
            near = (mine.first.year, mine.first.month) == (
                theirs.first.year,
                theirs.first.month,
            ) or mine.yearless
            alike += 3 * bool(same_day and not agrees) + 0.5 * near
            found.append(_Reading(candidate.text, why, agrees, alike, exact))
    best = _best(found)
    return (
        coarse
        if coarse is not NOT_MENTIONED and best.outcome == "not mentioned" and not best.hint
        else best
    )


def _reading(candidate: StatedFact) -> str:
    return "" if candidate.text == candidate.value else f"“{candidate.text}” is {candidate.value}"


def _of_one_event(mine: Setting, theirs: Setting) -> float:
    """Dates stand apart from what happened then, so the whole sentence speaks, its clause louder."""
    clause, sentence = mine.clause & theirs.clause, mine.sentence & theirs.sentence
    return 0.5 * len(clause) + 0.5 * len(sentence) if len(sentence) >= 2 else 0.5 * len(sentence)


# --- names, places, titles


def _name(
    fact: StatedFact,
    claim_text: str,
    facts: Sequence[StatedFact],
    passage: str,
    told: Sequence[StatedFact],
) -> FactComparison:
    if found := _literally(fact, passage):
        return found
    name = fact.value or fact.text
    theirs = [t for t in told if t.kind in ("name", "place")]
    for candidate in theirs:
        if names.same_name(name, candidate.text) or names.same_name(fact.text, candidate.text):
            alike = names.spelled_alike(name.split()[-1], candidate.text.split()[-1])
            return FactComparison(
                "same", candidate.text, "" if alike else f"spelled “{candidate.text}” in the source"
            )
    for candidate in theirs:
        if names.other_bearer(name, candidate.text):
            return FactComparison("other", candidate.text, "the same last name, another first name")
    return _holder_of_the_title(fact, claim_text, facts, passage, told) or NOT_MENTIONED


def _other_holder(
    fact: StatedFact, claim_text: str, passage: str, told: Sequence[StatedFact]
) -> FactComparison | None:
    """Return "The president is Jan Kovac" against "Lena Horvat, the president"."""
    for title in (t for t in told if t.kind == "title"):
        holder = _beside(title, [t for t in told if t.kind == "name" and " " in t.text], reach=6)
        words = re.escape(plain(title.text))
        claimed = rf"{words}\W+(?:(?:is|was|became|remains) )?{re.escape(plain(fact.text))}|"
        claimed += (
            rf"{re.escape(plain(fact.text))},? (?:is|was|became|remains) (?:the |its |their "
            rf")?{words}"
        )
        if (
            holder
            and plain(holder.text) not in plain(claim_text)
            and re.search(claimed, plain(claim_text))
        ):
            return FactComparison(
                "other", holder.text, f"the source names {holder.text} as {title.text}"
            )
    return None


def _holder_of_the_title(
    fact: StatedFact,
    claim_text: str,
    facts: Sequence[StatedFact],
    passage: str,
    told: Sequence[StatedFact],
) -> FactComparison | None:
    """Return another person to whom the source gives the claim's title, of the same body."""
    if other := _other_holder(fact, claim_text, passage, told):
        return other
    title = _beside(fact, [f for f in facts if f.kind == "title"])
    bodies = [f for f in facts if f.kind in ("name", "place") and f is not fact]
    if title is None or not any(_literally(body, passage) for body in bodies):
        return None
    for candidate in (t for t in told if t.kind == "title" and _same_title(t.text, title.text)):
        holder = _beside(candidate, [t for t in told if t.kind == "name" and " " in t.text])
        if holder is not None and not any(_literally(holder, body.text) for body in bodies):
            return FactComparison(
                "other", holder.text, f"the source names {holder.text} as {candidate.text}"
            )
    return None


def _beside(one: StatedFact, others: Sequence[StatedFact], reach: int = 3) -> StatedFact | None:
    near = [(max(o.start - one.end, one.start - o.end), o) for o in others]
    close = [(gap, o) for gap, o in near if gap <= reach]
    return min(close, key=lambda pair: pair[0])[1] if close else None


def _place(
    fact: StatedFact, claim_text: str, passage: str, told: Sequence[StatedFact]
) -> FactComparison:
    if found := _literally(fact, passage):
        return found
    theirs = [t for t in told if t.kind in ("place", "name")]
    for candidate in theirs:
        if names.same_name(fact.text, candidate.text):
            return FactComparison(
                "same", candidate.text, f"spelled “{candidate.text}” in the source"
            )
    places = [t for t in theirs if t.kind == "place"]
    for candidate in places:
        if (candidate.value or candidate.text) == (fact.value or fact.text):
            return FactComparison(
                "same", candidate.text, f"“{candidate.text}” is {fact.value or fact.text}"
            )
        if lies_in(candidate.text, fact.text):
            return FactComparison(
                "same", candidate.text, f"{candidate.text} is in {fact.value or fact.text}"
            )
    others = [
        p
        for p in places
        if plain(p.text) not in plain(claim_text) and not lies_in(fact.text, p.text)
    ]
    act = _act_before(claim_text, fact.start)
    for candidate in others:
        if act and act == _act_before(passage, candidate.start):
            return FactComparison(
                "other", candidate.text, "the source tells the same of another place"
            )
    way = _way_to(claim_text, fact.start)
    if others and way and any(way == _way_to(passage, p.start) for p in others):
        return FactComparison("not mentioned", hint="other", alike=1.0)
    return NOT_MENTIONED


def _way_to(text: str, place: int) -> str:
    """Return the word that leads to a place: "in", "from", "near"."""
    found = re.search(
        r"\b(in|at|near|from|to|into|outside)\s+(?:the\s+)?$",
        text[max(0, place - 14) : place].lower(),
    )
    return found.group(1) if found else ""


def _act_before(text: str, place: int) -> str:
    """Return the sense of the nearest word before a place that says what was done there.

    "entered".
    """
    words = [w for w in words_of(text[max(0, place - 40) : place]) if is_content(w)][-1:]
    return next((sense(w.stem) for w in words if not w.is_name_like and not w.is_number), "")


def _title(
    fact: StatedFact, facts: Sequence[StatedFact], passage: str, told: Sequence[StatedFact]
) -> FactComparison:
    if found := _literally(fact, passage):
        return found
    titles = [t for t in told if t.kind == "title"]
    for candidate in titles:
        if _same_title(candidate.text, fact.text):
            return FactComparison("same", candidate.text, "")
    person = _beside(fact, [f for f in facts if f.kind == "name"])
    for holder in (t for t in told if t.kind == "name" and person):
        given = _beside(holder, titles)
        if person and given and names.same_name(person.value or person.text, holder.text):
            return FactComparison(
                "other", given.text, f"the source calls {holder.text} {given.text}"
            )
    return NOT_MENTIONED


def _same_title(a: str, b: str) -> bool:
    x, y = ({sense(w.stem) for w in words_of(t) if is_content(w)} for t in (a, b))
    return bool(x) and x == y


def _superlative(fact: StatedFact, claim_text: str, passage: str) -> FactComparison:
    low = plain(fact.text)
    mine = re.search(
        rf"(?:({'|'.join(_ORDINALS)})[- ])?(\w+(?:est|most)|most|least|first|last|only|best|"
        rf"worst)\b",
        low,
    )
    if mine is None:
        return _literally(fact, passage) or NOT_MENTIONED
    rank, head = mine.group(1) or "", _SAME_HEAD.get(mine.group(2), mine.group(2))
    opposite = _OPPOSITES.get(head, "")
    heads = "|".join(
        [
            re.escape(head),
            *(h for h, same in _SAME_HEAD.items() if same == head),
            *filter(None, [opposite]),
        ]
    )
    theirs = re.compile(rf"\b(one of the )?(?:({'|'.join(_ORDINALS)})[- ])?({heads})\b")
    hedged = "one of the" in low
    own = {match.group() for match in theirs.finditer(plain(claim_text))}
    agreed, others = "", ""
    for match in theirs.finditer(plain(passage)):
        if (
            _SAME_HEAD.get(match.group(3), match.group(3)) == head
            and (match.group(2) or "") == rank
            and bool(match.group(1)) <= hedged
        ):
            agreed = agreed or match.group()
        elif match.group() not in own:
            others = others or match.group()
    if others:
        why = f"the source says “{others}”" + (
            f" and “{agreed}”: read the passage" if agreed else ""
        )
        return FactComparison("other", others, why)
    return FactComparison("same", agreed, "") if agreed else NOT_MENTIONED
