"""A fact of the claim beside a passage: the same value, another value, or not mentioned. Values are compared, not
topics: another value is one of the same kind and unit, said of the same thing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from factcheck.evidence.rules import names
from factcheck.evidence.rules.numbers import Amount, agree, amount, in_one_unit, show
from factcheck.evidence.rules.things import around, same_thing, sense, sentence_at
from factcheck.evidence.rules.words import Stated, is_content, plain, words_of

Outcome = Literal["same", "other", "not mentioned"]
_ORDINALS: Final = "second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_OPPOSITES: Final = {
    a: b
    for pair in ("largest smallest", "biggest smallest", "highest lowest", "most least", "best worst", "first last",
                 "oldest youngest", "longest shortest", "richest poorest", "strongest weakest", "fastest slowest")
    for a, b in (tuple(pair.split()), tuple(reversed(pair.split())))
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """`in_source` is the source's own words ("" when not mentioned); `why` one plain clause for the screen."""

    outcome: Outcome
    in_source: str = ""
    why: str = ""


NOT_MENTIONED: Final = Compared("not mentioned")


def compare(fact: Stated, claim_text: str, facts: Sequence[Stated], passage: str, told: Sequence[Stated]) -> Compared:
    """Set one of the claim's `facts` (spans into `claim_text`) against a passage and the facts it tells (spans into
    `passage`)."""
    if fact.kind == "number":
        return _number(fact, claim_text, passage, told)
    if fact.kind == "date":
        return _date(fact, claim_text, passage, told)
    if fact.kind == "name":
        return _name(fact, facts, passage, told)
    if fact.kind == "place":
        return _place(fact, claim_text, passage, told)
    if fact.kind == "title":
        return _title(fact, facts, passage, told)
    return _superlative(fact, claim_text, passage)


def _literally(fact: Stated, passage: str) -> Compared | None:
    found = re.search(rf"(?<!\w){re.escape(plain(fact.text))}(?!\w)", plain(passage))
    return Compared("same", fact.text, "the same words") if found else None


def _number(fact: Stated, claim_text: str, passage: str, told: Sequence[Stated]) -> Compared:
    mine = amount(fact.value, fact.text, claim_text[: fact.start], claim_text[fact.end :])
    if mine is None:
        return _literally(fact, passage) or NOT_MENTIONED
    same: list[tuple[int, Compared]] = []
    other: list[tuple[int, Compared]] = []
    for candidate in (t for t in told if t.kind == "number"):
        theirs = amount(
            candidate.value, candidate.text, passage[: candidate.start], passage[candidate.end : candidate.end + 20]
        )
        source = in_one_unit(mine, theirs) if theirs else None
        if theirs is None or source is None:
            continue
        agrees, why = agree(mine, source)
        if theirs.unit != source.unit:
            why = f"{show(theirs.value)} {theirs.unit} is {show(source.value)} {source.unit}; {why}"
        shared = same_thing(claim_text, fact, passage, candidate)
        if agrees and (shared or (mine.value == theirs.value and _telling(mine))):
            same.append((shared, Compared("same", candidate.text, why)))
        elif not agrees and shared > 1 and _of_one_size(mine.value, source.value):
            other.append((shared, Compared("other", candidate.text, why)))
    for found in (same, other):
        if found:
            return max(found, key=lambda pair: pair[0])[1]
    return NOT_MENTIONED


def _of_one_size(a: Decimal, b: Decimal) -> bool:
    """Two reports of one thing may differ by much, not by a factor of fifty."""
    small, large = sorted((abs(a), abs(b)))
    return large <= small * 50


def _telling(one: Amount) -> bool:
    """Whether the value alone tells that the same thing is meant: "2,987" does, "three" does not."""
    return bool(one.unit) or len(one.value.normalize().as_tuple().digits) >= 3 or one.value >= Decimal(1000)


# --- dates


@dataclass(frozen=True, slots=True)
class _When:
    first: dt.date
    last: dt.date
    clock: str = ""


def _when(value: str | None) -> _When | None:
    """The days an ISO 8601 value covers, to the precision stated."""
    try:
        parts = (value or "").split("/")
        if len(parts) == 2:
            a, b = _when(parts[0]), _when(parts[1])
            return _When(a.first, b.last) if a and b and a.first <= b.last else None
        day, _, clock = parts[0].partition("T")
        if re.fullmatch(r"\d{4}", day):
            return _When(dt.date(int(day), 1, 1), dt.date(int(day), 12, 31))
        if re.fullmatch(r"\d{4}-\d{2}", day):
            first = dt.date.fromisoformat(f"{day}-01")
            return _When(first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1))
        one = dt.date.fromisoformat(day)
        return _When(one, one, clock)
    except ValueError:
        return None


def _date(fact: Stated, claim_text: str, passage: str, told: Sequence[Stated]) -> Compared:
    mine = _when(fact.value)
    if mine is None:
        return _literally(fact, passage) or NOT_MENTIONED
    coarse = NOT_MENTIONED
    others: list[tuple[int, Compared]] = []
    for candidate in (t for t in told if t.kind == "date"):
        theirs = _when(candidate.value)
        if theirs is None:
            continue
        if mine.first <= theirs.first and theirs.last <= mine.last:
            if not mine.clock or mine.clock == theirs.clock:
                return Compared("same", candidate.text, _reading(candidate))
            if theirs.clock:
                others.append((3, Compared("other", candidate.text, f"the source says {theirs.clock}")))
            else:
                coarse = Compared("not mentioned", candidate.text, "the source gives the day, not the hour")
        elif theirs.first <= mine.first and mine.last <= theirs.last:
            coarse = Compared("not mentioned", candidate.text, f"the source says only “{candidate.text}”")
        elif (shared := _same_event(fact, claim_text, passage, candidate)) >= 2:
            others.append((shared, Compared("other", candidate.text, _reading(candidate))))
    return max(others, key=lambda pair: pair[0])[1] if others and coarse is NOT_MENTIONED else coarse


def _reading(candidate: Stated) -> str:
    return "" if candidate.text == candidate.value else f"“{candidate.text}” is {candidate.value}"


def _same_event(fact: Stated, claim_text: str, passage: str, candidate: Stated) -> int:
    """How many words of what happened, names aside, the date's own sentence shares with the claim near its date."""
    start, end = sentence_at(passage, candidate.start)
    theirs = {sense(w.stem) for w in words_of(passage[start:end]) if is_content(w) and not w.is_name_like}
    mine = around(claim_text, fact.start, fact.end, reach=60)
    return len({m for m in mine if m in theirs})


# --- names, places, titles


def _name(fact: Stated, facts: Sequence[Stated], passage: str, told: Sequence[Stated]) -> Compared:
    if found := _literally(fact, passage):
        return found
    name = fact.value or fact.text
    theirs = [t for t in told if t.kind in ("name", "place")]
    for candidate in theirs:
        if names.same_name(name, candidate.text) or names.same_name(fact.text, candidate.text):
            alike = names.spelled_alike(name.split()[-1], candidate.text.split()[-1])
            return Compared("same", candidate.text, "" if alike else f"spelled “{candidate.text}” in the source")
    for candidate in theirs:
        if names.other_bearer(name, candidate.text):
            return Compared("other", candidate.text, "the same last name, another first name")
    return _holder_of_the_title(fact, facts, passage, told) or NOT_MENTIONED


def _holder_of_the_title(
    fact: Stated, facts: Sequence[Stated], passage: str, told: Sequence[Stated]
) -> Compared | None:
    """Another person whom the source gives the title that the claim gives this one, of the same body."""
    title = _beside(fact, [f for f in facts if f.kind == "title"])
    bodies = [f for f in facts if f.kind in ("name", "place") and f is not fact]
    if title is None or not any(_literally(body, passage) for body in bodies):
        return None
    for candidate in (t for t in told if t.kind == "title" and _same_title(t.text, title.text)):
        holder = _beside(candidate, [t for t in told if t.kind == "name" and " " in t.text])
        if holder is not None and not any(_literally(holder, body.text) for body in bodies):
            return Compared("other", holder.text, f"the source names {holder.text} as {candidate.text}")
    return None


def _beside(one: Stated, others: Sequence[Stated], reach: int = 3) -> Stated | None:
    near = [(max(o.start - one.end, one.start - o.end), o) for o in others]
    close = [(gap, o) for gap, o in near if gap <= reach]
    return min(close, key=lambda pair: pair[0])[1] if close else None


def _place(fact: Stated, claim_text: str, passage: str, told: Sequence[Stated]) -> Compared:
    if found := _literally(fact, passage):
        return found
    theirs = [t for t in told if t.kind in ("place", "name")]
    for candidate in theirs:
        if names.same_name(fact.text, candidate.text):
            return Compared("same", candidate.text, f"spelled “{candidate.text}” in the source")
    act = _act_before(claim_text, fact.start)
    for candidate in (t for t in theirs if t.kind == "place"):
        if act and act == _act_before(passage, candidate.start) and plain(candidate.text) not in plain(claim_text):
            return Compared("other", candidate.text, "the source tells the same of another place")
    return NOT_MENTIONED


def _act_before(text: str, place: int) -> str:
    """The sense of the nearest word before a place that says what was done there: "entered"."""
    words = [w for w in words_of(text[max(0, place - 40) : place]) if is_content(w)][-1:]
    return next((sense(w.stem) for w in words if not w.is_name_like and not w.is_number), "")


def _title(fact: Stated, facts: Sequence[Stated], passage: str, told: Sequence[Stated]) -> Compared:
    if found := _literally(fact, passage):
        return found
    titles = [t for t in told if t.kind == "title"]
    for candidate in titles:
        if _same_title(candidate.text, fact.text):
            return Compared("same", candidate.text, "")
    person = _beside(fact, [f for f in facts if f.kind == "name"])
    for holder in (t for t in told if t.kind == "name" and person):
        given = _beside(holder, titles)
        if person and given and names.same_name(person.value or person.text, holder.text):
            return Compared("other", given.text, f"the source calls {holder.text} {given.text}")
    return NOT_MENTIONED


def _same_title(a: str, b: str) -> bool:
    x, y = ({sense(w.stem) for w in words_of(t) if is_content(w)} for t in (a, b))
    return bool(x) and x == y


def _superlative(fact: Stated, claim_text: str, passage: str) -> Compared:
    low = plain(fact.text)
    mine = re.search(rf"(?:({'|'.join(_ORDINALS)})[- ])?(\w+(?:est|most)|most|least|first|last|only|best|worst)\b", low)
    if mine is None:
        return _literally(fact, passage) or NOT_MENTIONED
    rank, head = mine.group(1) or "", mine.group(2)
    opposite = _OPPOSITES.get(head, "")
    theirs = re.compile(
        rf"\b(one of the )?(?:({'|'.join(_ORDINALS)})[- ])?({re.escape(head)}{'|' + opposite if opposite else ''})\b"
    )
    hedged = "one of the" in low
    own = {match.group() for match in theirs.finditer(plain(claim_text))}
    agreed, others = "", ""
    for match in theirs.finditer(plain(passage)):
        if match.group(3) == head and (match.group(2) or "") == rank and bool(match.group(1)) <= hedged:
            agreed = agreed or match.group()
        elif match.group() not in own:
            others = others or match.group()
    if others:
        why = f"the source says “{others}”" + (f" and “{agreed}”: read the passage" if agreed else "")
        return Compared("other", others, why)
    return Compared("same", agreed, "") if agreed else NOT_MENTIONED
