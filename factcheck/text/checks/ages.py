"""Ages at publication, worked out from dates of birth in the copy, in a source, or typed in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.text.checks.line import CheckedLine, StatedValue
from factcheck.text.values.dates import find_dates

_BORN: Final = re.compile(r"\b(?:born\b|b\.(?=\s))", re.I)
# What may stand between "born" and its date: "in Najaf in", "to a family of farmers, on".
_BETWEEN: Final = re.compile(r"[^.;:()]{0,80}$")
_REACH: Final = 150  # characters between a name and the birth said of it
_AGED: Final = re.compile(
    r"\b(?:when|then|was|at the time|as an?|turned|turns|turning)\W*(?:\w+\W+){0,2}$", re.I
)


@dataclass(frozen=True, slots=True)
class StatedBirth:
    """When somebody was born, to the precision known: "1970-03-12", "1970-03" or "1970".

    `source` names who states it.
    """

    name: str
    born: str
    source: str


def find_births(text: str, names: Iterable[str], source: str) -> list[StatedBirth]:
    """Return the births that `text` states of those called `names`.

    For example "Hussein al-Musawi (born 12 March 1970)".
    """
    surnames = {name.split()[-1].casefold(): name for name in names if name.split()}
    births = []
    for word in _BORN.finditer(text) if surnames else ():
        before = text[max(0, word.start() - _REACH) : word.start()].rpartition(". ")[2].casefold()
        called = [name for name in re.findall(r"[\w’'-]+", before) if name in surnames]
        after = text[word.end() : word.end() + _REACH]
        date = next(iter(find_dates(after, (0, len(after)), [(0, len(after))], None)), None)
        if not called or date is None or not _BETWEEN.match(after[: date.span[0]]):
            continue
        if date.value and re.fullmatch(r"\d{4}(-\d\d){0,2}", date.value):
            births.append(StatedBirth(surnames[called[-1]], date.value, source))
    return births


def ages(
    statement: str, facts: Sequence[StatedValue], births: Sequence[StatedBirth], published: dt.date
) -> list[CheckedLine]:
    """Return a line for each age that the statement gives of somebody it names.

    Ages are as of the day of publication.
    """
    lines = []
    for fact in facts:
        amount = fact.amount
        if amount is None or amount[1] != "years" or not _is_age(statement, fact):
            continue
        name = _whose(fact, facts, statement)
        if name is not None:
            lines.append(_line(name, fact, int(amount[0]), births, published))
    return lines


def _is_age(statement: str, fact: StatedValue) -> bool:
    """Return whether a fact is somebody's age now: "54-year-old", ", 54,", "aged 54".

    A term of office and an earlier age are not.
    """
    start, end = fact.span
    before, after = statement[max(0, start - 24) : start], statement[end : end + 4]
    if _AGED.search(before):
        return False
    if re.search(r"[ -]old$", fact.text):
        return True
    bare = fact.text.isdigit()
    return bare and (
        bool(re.search(r"\baged?\s$|\bage of $", before))
        or (before.endswith(", ") and after[:1] in ",.;) ")
    )


def _whose(fact: StatedValue, facts: Sequence[StatedValue], statement: str) -> str | None:
    """Return the name right before the age, or after "54-year-old"; None if none is near."""
    names = [other for other in facts if other.kind == "name"]
    after = "old" in fact.text
    near = [
        n
        for n in names
        if (0 <= n.span[0] - fact.span[1] < 60 if after else 0 <= fact.span[0] - n.span[1] < 40)
    ]
    if not near and after:
        near = [n for n in names if 0 <= fact.span[0] - n.span[1] < 40]
    if not near:
        return None
    nearest = min(
        near, key=lambda n: min(abs(n.span[0] - fact.span[1]), abs(fact.span[0] - n.span[1]))
    )
    return nearest.value or nearest.text


def _line(
    name: str, fact: StatedValue, age: int, births: Sequence[StatedBirth], published: dt.date
) -> CheckedLine:
    known = [birth for birth in births if _same_person(birth.name, name)]
    about = f"{name}, {fact.text}"
    day = f"{published.day} {published:%B %Y}"
    if not known:
        return CheckedLine(
            "age", about, f"No date of birth of {name} is known here. Find one.", "ask", person=name
        )
    ages_by_birth = [(birth, age_on(birth.born, published)) for birth in known]
    right = all(low <= age <= high for _, (low, high) in ages_by_birth)
    shown = "; ".join(
        f"born {b.born} ({b.source}), so {_ages(low, high)} on {day}"
        for b, (low, high) in ages_by_birth
    )
    verdict = "it agrees." if right else "it does not."
    working = f"{shown[:1].upper()}{shown[1:]}. The copy says {age}: {verdict}"
    return CheckedLine("age", about, working, "right" if right else "wrong", person=name)


def _ages(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} or {high}"


def age_on(born: str, day: dt.date) -> tuple[int, int]:
    """Return the lowest and the highest age on `day` of someone born on `born`.

    `born` is a day, month or year in ISO 8601.
    """
    year, *rest = (int(part) for part in born.split("-"))
    age = day.year - year
    if not rest:
        return age - 1, age
    if len(rest) == 1:
        return (age - 1, age) if rest[0] == day.month else (age - (rest[0] > day.month),) * 2
    return (age - ((rest[0], rest[1]) > (day.month, day.day)),) * 2


def _same_person(name: str, other: str) -> bool:
    a, b = name.casefold().split(), other.casefold().split()
    return bool(a and b) and a[-1] == b[-1] and (len(a) == 1 or len(b) == 1 or a[0] == b[0])
