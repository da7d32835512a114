"""Arithmetic of a sentence, done again: changes, shares, parts of a total, amounts per head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from factcheck.text.checks.amounts import Range, given, meant
from factcheck.text.checks.line import CheckedLine, Outcome, StatedValue, plain

_N: Final = "\ufff9{}\ufffa"  # stands for a number in the sentence while its pattern is looked for
_FIND: Final = "\ufff9(?P<{}>\\d+)\ufffa"
# Between the parts of a whole stands little: "including one in Gilroy, killing three" has no parts.
_NEAR: Final = r"[^.;:,\ufff9]{0,24}?"
_GAP: Final = r"[^.;:\ufff9]{0,60}?"
_UP: Final = (
    r"(?:rose|risen|rise|grew|grown|increased?|climbed|jumped|surged|soared|went up|gained|up)"
)
_DOWN: Final = (
    "(?:fell|fallen|fall|dropped|drop|decreased?|declined?|shrank|shrunk|sank|plunged"
    "|went down|lost|down)"
)
# What leads from two numbers to how far they are apart; "six after a 5.0 quake" does not.
_MAKES: Final = r"(?:,|\(|—|–|\b(?:or|by|rise|increase|jump|gain|growth|fall|drop|decline|cut)\b)"
_TIMES: Final = {
    word: Decimal(times)
    for word, times in {
        "doubled": "2",
        "doubling": "2",
        "tripled": "3",
        "quadrupled": "4",
        "halved": "0.5",
    }.items()
}


@dataclass(frozen=True, slots=True)
class _Sum:
    """Numbers found in a pattern: `parts` go in, `result` is what the copy says comes out."""

    parts: Sequence[StatedValue]
    result: StatedValue
    work: Callable[[Sequence[Decimal]], Decimal]
    say: str  # with {0}, {1}… for the parts and {made} for what they make


# The whole of a rate is no change, part or total of anything: "66 per 100,000 people".
_WHOLE_OF_A_RATE: Final = re.compile(
    r"\b(?:per|(?:in|of|out of|for) every|for each)\s+(?:the\s+)?$", re.I
)


def sums(statement: str, facts: Sequence[StatedValue]) -> list[CheckedLine]:
    """Every sum in one statement, each once."""
    numbers = [
        fact
        for fact in facts
        if fact.amount is not None and not _is_whole_of_a_rate(statement, fact)
    ]
    held = _held(statement, numbers)
    lines: dict[tuple[int, ...], CheckedLine] = {}
    for value in _sums(held, numbers):
        line = _line(value, statement)
        places = tuple(sorted(part.span[0] for part in (*value.parts, value.result)))
        if line is not None:
            lines.setdefault(places, line)
    return [*lines.values(), *_included(held, numbers, statement)]


def _is_whole_of_a_rate(statement: str, fact: StatedValue) -> bool:
    before = statement[max(0, fact.span[0] - 16) : fact.span[0]]
    return _WHOLE_OF_A_RATE.search(before) is not None


def _held(statement: str, numbers: Sequence[StatedValue]) -> str:
    parts, at = [], 0
    for index, fact in enumerate(numbers):
        if fact.span[0] < at:
            continue
        parts += [statement[at : fact.span[0]], _N.format(index)]
        at = fact.span[1]
    return "".join([*parts, statement[at:]])


def _pattern(words: str) -> re.Pattern[str]:
    """Compile a pattern in which <a> is a number called a, and ~ a gap of a few words."""
    spelled = re.sub(r"<(\w)>", lambda m: _FIND.format(m[1]), words.replace("~", _GAP))
    return re.compile(spelled, re.I)


_FROM_TO = [
    _pattern(rf"\b(?P<way>{_UP}|{_DOWN})\b~from\s+{_GAP}<a>~\bto\s+{_GAP}<b>~{_MAKES}~<r>"),
    _pattern(rf"\b(?P<way>{_UP}|{_DOWN})\b~<r>~\bfrom\s+{_GAP}<a>~\bto\s+{_GAP}<b>"),
    _pattern(rf"\b(?P<way>{_UP}|{_DOWN})\b~<r>~\bto\s+{_GAP}<b>~\bfrom\s+{_GAP}<a>"),
    _pattern(rf"\bfrom\s+{_GAP}<a>~\bto\s+{_GAP}<b>{_GAP}(?P<way>{_UP}|{_DOWN})\b~<r>"),
]
_MULTIPLE = _pattern(rf"\b(?P<times>{'|'.join(_TIMES)})\b~from\s+{_GAP}<a>~\bto\s+{_GAP}<b>")
_SHARES = [
    _pattern(
        r"<a>~\b(?:of|out of)\s+(?:the |its |their |all |some |about )?<b>~(?:\bor\b|\(|,|—|–)~<r>"
    ),
    _pattern(r"<r>,?\s*(?:or|\()\s*<a>~\b(?:of|out of)\s+(?:the |its |their |all )?<b>"),
]
_PORTION = _pattern(
    r"<p>\s+of\s+(?:the |its |their |all |some |about )?<b>~(?:,\s*or|\(|—|–)\s*(?:about |some "
    "|roughly )?<r>"
)
_EACH: Final = r"(?:each|apiece|per (?:person|head|capita)|a head)"
_HEAD = [
    _pattern(rf"<a>~\b(?:among|for|between|to|by)\b~<b>~(?:,\s*or|\(|—|–)~<r>~\b{_EACH}"),
    _pattern(rf"<r>~\b{_EACH}~\bfor\b~<b>~(?:total|in all|altogether)~<a>"),
]
_ADDED: Final = r"<a>~(?:,|\band\b|\bplus\b)~(?:<c>~(?:,|\band\b)~)?<b>"
_TOTAL = [
    _pattern(rf"{_ADDED}~(?:a total of|in total|altogether|totall?ing|in all)~<r>"),
    _pattern(rf"\btotal(?: of)?\s+~<r>~(?::|—|–)~{_ADDED}"),
]
_INCLUDED = _pattern(
    rf"<t>~,?\s+(?:including|among them|of whom|of which|of them)\b{_NEAR}<a>(?:{_NEAR}(?:,"
    rf"|\band\b){_NEAR}<b>)?(?:{_NEAR}(?:,|\band\b){_NEAR}<c>)?"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A match of a pattern in the held statement, with the numbers it stands among."""

    match: re.Match[str]
    numbers: Sequence[StatedValue]

    def number(self, name: str) -> StatedValue:
        """Return the number that the pattern calls so."""
        return self.numbers[int(self.match[name])]


def _sums(held: str, numbers: Sequence[StatedValue]) -> Iterator[_Sum]:
    """Yield the sums of each kind, in the order of the table."""
    for patterns, reader in _READERS:
        for pattern in patterns:
            for match in pattern.finditer(held):
                yield from reader(_Found(match, numbers))


def _changes(figures: _Found) -> Iterator[_Sum]:
    down = bool(re.fullmatch(_DOWN, figures.match["way"], re.I))
    return _change(figures.number("a"), figures.number("b"), figures.number("r"), down=down)


def _multiples(figures: _Found) -> Iterator[_Sum]:
    times = figures.match["times"].casefold()
    return _multiple(figures.number("a"), figures.number("b"), times)


def _shares(figures: _Found) -> Iterator[_Sum]:
    a, b, r = (figures.number(name) for name in "abr")
    # More than all of it is no share: the "of" joins something else.
    within = a.amount is not None and b.amount is not None and a.amount[0] <= b.amount[0]
    if _unit(r) == "%" and _unit(a) != "%" and within:
        yield _Sum((a, b), r, _share, "{0} of {1} is {made} %")


def _portions(figures: _Found) -> Iterator[_Sum]:
    p, b, r = (figures.number(name) for name in "pbr")
    if _unit(p) == "%" and _unit(r) != "%":
        yield _Sum((p, b), r, lambda n: n[0] * n[1] / 100, "{0} of {1} is {made}")


def _heads(figures: _Found) -> Iterator[_Sum]:
    a, b, r = (figures.number(name) for name in "abr")
    yield _Sum((a, b), r, _ratio, "{0} over {1} is {made} each")


def _totals(figures: _Found) -> Iterator[_Sum]:
    parts = tuple(figures.number(name) for name in ("a", "c", "b") if figures.match[name])
    total = figures.number("r")
    if len({_unit(part) for part in (*parts, total)}) == 1:
        yield _Sum(parts, total, sum_of, _added(parts) + " = {made}")


_READERS: Final[
    tuple[tuple[Sequence[re.Pattern[str]], Callable[[_Found], Iterator[_Sum]]], ...]
] = (
    (_FROM_TO, _changes),
    ([_MULTIPLE], _multiples),
    (_SHARES, _shares),
    ([_PORTION], _portions),
    (_HEAD, _heads),
    (_TOTAL, _totals),
)


def _change(a: StatedValue, b: StatedValue, r: StatedValue, *, down: bool) -> Iterator[_Sum]:
    sign = -1 if down else 1
    if a.amount is None or b.amount is None or _unit(a) != _unit(b):
        return
    if _unit(r) == "%" == _unit(a):
        yield from _change_of_shares(a, b, r, sign)
        return
    rises = b.amount[0] > a.amount[0]
    statement = f"From {{0}} to {{1}} is a {'rise' if rises else 'fall'} of"
    if _unit(r) == "%" and _unit(a) != "%":
        yield _Sum(
            (a, b), r, lambda n: sign * (n[1] - n[0]) / n[0] * 100, f"{statement} {{made}} %"
        )
    elif _unit(r) == _unit(a) or (_unit(r) == "percentage points" and _unit(a) == "%"):
        yield _Sum((a, b), r, lambda n: sign * (n[1] - n[0]), f"{statement} {{made}}")


def _change_of_shares(a: StatedValue, b: StatedValue, r: StatedValue, sign: int) -> Iterator[_Sum]:
    """Yield the change of two percentages, itself in percent: of the first, or in points.

    Copy means either ("rose by 25 percent, from 2 to 2.5 percent", "up 0.5 percent from 2 to 2.5"),
    so the one that the copy's figure is nearer to is laid beside it.
    """
    (first, _), (last, _), (stated, _) = (fact.amount or (Decimal(0), "") for fact in (a, b, r))
    if not first:
        return
    share, points = sign * (last - first) / first * 100, sign * (last - first)
    way = "rise" if last > first else "fall"
    if abs(stated - share) <= abs(stated - points):
        say = f"From {{0}} to {{1}} is a {way} of {{made}} %"
        yield _Sum((a, b), r, lambda n: sign * (n[1] - n[0]) / n[0] * 100, say)
    else:
        say = f"From {{0}} to {{1}} is a {way} of {{made}} points"
        yield _Sum((a, b), r, lambda n: sign * (n[1] - n[0]), say)


def _multiple(a: StatedValue, b: StatedValue, times: str) -> Iterator[_Sum]:
    if _unit(a) == _unit(b):
        yield _Sum((a,), b, lambda n: n[0] * _TIMES[times], f"{{0}} {times} is {{made}}")


def _added(parts: Sequence[StatedValue]) -> str:
    return " + ".join(plain(part.amount[0]) for part in parts if part.amount)


def _share(n: Sequence[Decimal]) -> Decimal:
    return n[0] / n[1] * 100


def _ratio(n: Sequence[Decimal]) -> Decimal:
    return n[0] / n[1]


def sum_of(n: Sequence[Decimal]) -> Decimal:
    return sum(n, Decimal(0))


def _unit(fact: StatedValue) -> str:
    return fact.amount[1] if fact.amount else ""


def _line(checked: _Sum, statement: str) -> CheckedLine | None:
    """Return the line of a sum; None where a number is vague or zero."""
    ranges = [r for part in checked.parts if (r := given(part, statement)) is not None]
    stated = meant(checked.result, statement)
    values = [part.amount[0] for part in checked.parts if part.amount]
    if stated is None or len(ranges) != len(checked.parts) or not all(values):
        return None
    made = checked.work(values)
    results = [checked.work(corner) for corner in _corners(ranges)]
    right = Range(min(results), max(results)).meets(stated)
    return CheckedLine(
        "arithmetic", _about(checked), _working(checked, made, right), _outcome(right)
    )


def _about(checked: _Sum) -> str:
    """Return the numbers of a sum, in the order of the copy."""
    numbers = sorted((*checked.parts, checked.result), key=lambda fact: fact.span)
    return " … ".join(number.text for number in numbers)


def _working(checked: _Sum, made: Decimal, right: bool) -> str:
    """Return the sum in words, and whether the copy agrees."""
    # Which way it went is told in words; the size alone is compared on the screen.
    shown = checked.say.format(*(part.text for part in checked.parts), made=plain(abs(made)))
    verdict = "it agrees." if right else "it does not."
    slip = "" if right else _slip(made, checked.result)
    return f"{shown}. The copy says {checked.result.text}: {verdict}{slip}"


def _outcome(right: bool) -> Outcome:
    return "right" if right else "wrong"


def _corners(ranges: Sequence[Range]) -> list[list[Decimal]]:
    corners: list[list[Decimal]] = [[]]
    for value in ranges:
        corners = [[*corner, end] for corner in corners for end in {value.low, value.high}]
    return [corner for corner in corners if all(corner)] or [
        [value.low or value.high for value in ranges]
    ]


def _slip(made: Decimal, result: StatedValue) -> str:
    """Name a likely slip: a result out by a thousand is most often a million for a billion."""
    stated = result.amount[0] if result.amount else Decimal(0)
    if not stated or not made:
        return ""
    ratio = abs(made / stated)
    for factor in (Decimal(1000), Decimal(10**6)):
        if any(Decimal("0.9") < value / factor < Decimal("1.1") for value in (ratio, 1 / ratio)):
            return f" It is out by a factor of {plain(factor)}: a slip of million and billion?"
    return (
        " It has the opposite sign: did it rise or fall?"
        if abs(made + stated) <= abs(stated) / 20
        else ""
    )


def _are_counts(*facts: StatedValue) -> bool:
    """Return whether numbers count or measure amounts; a quake of 6.4 is no part of one of 4.5."""
    return all(
        fact.amount is not None and (fact.amount[1] or fact.amount[0] % 1 == 0) for fact in facts
    )


def _included(held: str, numbers: Sequence[StatedValue], statement: str) -> list[CheckedLine]:
    """Check parts against the whole: "12 people, including 5 children and 3 women"."""
    lines = []
    for m in _INCLUDED.finditer(held):
        whole = numbers[int(m["t"])]
        parts = [numbers[int(m[name])] for name in ("a", "b", "c") if m[name]]
        if len({_unit(fact) for fact in (whole, *parts)}) != 1 or not _are_counts(whole, *parts):
            continue
        top = meant(whole, statement)
        made = sum_of([part.amount[0] for part in parts if part.amount])
        if top is None:
            continue
        right = made <= top.high
        says = "which fits within" if right else "which is more than"
        sum_shown = f"{_added(parts)} = {plain(made)}" if len(parts) > 1 else plain(made)
        working = f"The parts make {sum_shown}, {says} {whole.text}."
        lines.append(
            CheckedLine(
                "arithmetic", " … ".join(f.text for f in (whole, *parts)), working, _outcome(right)
            )
        )
    return lines
