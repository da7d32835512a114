"""The tokens a checker ticks: numbers, dates, names, titles, places, superlatives.

Where two overlap, the one that says more is kept: a date over its number, a name over a place
inside it.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right

from factcheck.text.names.common_nouns import names_nothing
from factcheck.text.names.coreference import People
from factcheck.text.names.finder import NameMention
from factcheck.text.names.gazetteer import known_place
from factcheck.text.reading import MarkedBlock, MarkedFact, Span
from factcheck.text.values.dates import find_dates
from factcheck.text.values.numbers import find_numbers

_IRREGULAR = (
    "best|worst|most|least|biggest|largest|smallest|highest|lowest|longest|shortest|oldest|youngest"
    "|newest|latest|earliest|deadliest|bloodiest|heaviest|strongest|weakest|fastest|slowest|richest"
    "|poorest|greatest|busiest|closest|hottest|coldest|wettest|driest|costliest|cheapest|tallest"
    "|deepest|widest|furthest|farthest|toughest|hardest|safest|finest|warmest|worst-ever|loudest"
    "|wealthiest|happiest|dirtiest|cleanest|rarest|harshest|steepest|sharpest|brightest|darkest"
    "|fewest"
)
_ORDINALS = (
    "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\\d+(?:st"
    "|nd|rd|th)"
)
# What makes of "the first" a claim: the first to do it, since then, of its kind. "The first thing
# he did" and "the last word" are rhetoric.
_OF_WHAT = (
    r"(?:[\w’'-]+\s+){0,5}?(?:to\s+(?!the\b|an?\b|his\b|her\b|their\b)[a-z]+|since|ever"
    r"|of\s+its\s+kind|on\s+record|in\s+(?:history|modern|living|more\s+than|over|nearly|almost"
    r"|\d|[a-z]+\s+(?:years|decades))|time|(?:fe)?male|woman|man|black|country|state|president"
    r"|case|death|win|defeat|loss)\b"
)
_BEFORE_FIRST = re.compile(r"(?:the|its|his|her|their|[’']s)\s+", re.I)
_SUPERLATIVE = re.compile(
    rf"\b(?:(?P<rank>{_ORDINALS})[- ](?:{_IRREGULAR})(?:[- ][a-z]+(?:ed|ing|ous|ant|ent|ive|al|ful"
    r"|ble|lar|ic)\b)?"
    rf"|(?:the|its|his|her|their|our|one of the|some of the|among the|world[’']s|[’']s)\s+(?P<the>"
    rf"(?:single |very )?(?:most|least)\s+[a-z-]+|(?:{_IRREGULAR}))(?:[- ]ever)?\b"
    rf"|(?P<bare>most [a-z]+-[a-z]+|(?:(?!most|least|best|latest|at|greatest\b)(?:{_IRREGULAR}))"
    rf"(?=\s+(?:in|of|since|ever|on record|for|among)\b))"
    # An ordinal is a fact where it makes a series or a rank, and "first" where it says of what.
    rf"|(?P<ord>{_ORDINALS})"
    r"(?=\s+(?:consecutive|straight|successive|largest|time\s+in|in\s+a\s+row)\b)"
    r"|(?P<first>(?:the|its|his|her|their|[’']s)\s+(?:very )?(?:first|only|last)\b)"
    rf"(?=\s+{_OF_WHAT})|"
    r"(?P<firstever>first[- ]ever|first time|for the first time|first (?=in|since))"
    r"|(?P<record>record[- ](?:high|low|breaking|setting)|(?:all-time|record) (?:high|low)"
    r"|unprecedented|never before|on record)"
    r"|No\. ?\d+)\b",
    re.I,
)


# "We will be the best supporter and helper": a promise, which nobody can check.
_PRAISE = re.compile(r"(?:the\s)?(?:best|greatest|strongest|finest|proudest)\b", re.I)
_PROMISED = re.compile(r"\b(?:[Ww]e|I)(?:\s(?:will|shall)|[’']ll)\s(?:always\s)?be\s\Z")
_PROMISE_LOOK = 24  # characters before the praise in which it stands


def find_facts(
    text: str,
    blocks: list[tuple[MarkedBlock, list[Span]]],
    mentions: list[NameMention],
    people: People,
    published: dt.date | None,
) -> tuple[MarkedFact, ...]:
    """Return every fact of the copy; `blocks` are those that are copy, with their sentences."""
    facts: list[MarkedFact] = []
    for block, sentences in blocks:
        facts.extend(find_dates(text, block.span, sentences, published))
        facts.extend(_superlatives(text, block.span))
        facts.extend(find_numbers(text, block.span))
    facts = _without_names(text, facts, mentions)
    facts.extend(_named(text, mentions, people))
    return tuple(apart(text, _no_currencies(facts)))


# Names that are a time of day too: "Tariq Noon", "Sunday Ekpo".
_TIMELY = re.compile(r"Noon|Midnight|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")


def _without_names(
    text: str, facts: list[MarkedFact], mentions: list[NameMention]
) -> list[MarkedFact]:
    """Drop the dates that are a person's name, or the surname of somebody named in full."""
    people = [m for m in mentions if m.kind == "person" and m.first < m.last]
    surnames = {m.name.split()[-1] for m in people} & {"Noon", "Midnight"}
    inside = {place for m in people if _TIMELY.search(m.name) for place in range(*m.span)}

    def is_name(fact: MarkedFact) -> bool:
        return fact.kind == "date" and (
            fact.span[0] in inside or text[slice(*fact.span)] in surnames
        )

    return [fact for fact in facts if not is_name(fact)]


def _superlatives(text: str, block: Span) -> list[MarkedFact]:
    superlatives = []
    for match in _SUPERLATIVE.finditer(text, *block):
        before = text[max(0, match.start() - _PROMISE_LOOK) : match.start()]
        if _PRAISE.match(text, match.start()) and _PROMISED.search(before):
            continue
        start, end = match.span("the") if match.group("the") else match.span()
        if match.group("first"):
            start += len(_BEFORE_FIRST.match(text[start:end]).group())  # type: ignore[union-attr]
        value = " ".join(text[start:end].lower().replace("-", " ").split())
        superlatives.append(MarkedFact((start, end), "superlative", value))
    return superlatives


# The offensive “Open Road” ends like a street.
_CALLED_SO = re.compile(
    r"\b(?:named|called|dubbed|nicknamed|code-?named|known\sas|titled|operation),?\s[“\"‘']\Z", re.I
)
_CALLED_LOOK = 16  # characters before a name in which those words stand


def _is_called_so(text: str, span: Span) -> bool:
    """Return whether a thing is given the name in quotation marks: no place on a map then."""
    return _CALLED_SO.search(text, max(0, span[0] - _CALLED_LOOK), span[0]) is not None


# What only the paper itself says: "The Wexton Herald can reveal".
_OWN_PAPER = re.compile(r"\s(?:can\s(?:exclusively\s|today\s)?reveal|has\slearn(?:ed|t)\sthat)\b")


def _named(text: str, mentions: list[NameMention], people: People) -> list[MarkedFact]:
    named = []
    own = {m.name for m in mentions if _OWN_PAPER.match(text, m.span[1])}
    for n, mention in enumerate(mentions):
        if mention.title is not None and _has_holder(text, mentions, n):
            title = mention.title_text or ""
            named.append(MarkedFact(mention.title, "title", title[:1].upper() + title[1:]))
        if mention.title == mention.span:
            continue
        if mention.kind == "people":
            continue  # "Iranian officials": the adjective is no fact of its own
        if mention.name in own or names_nothing(people.tokens, mention):
            continue
        if mention.kind == "place" and not _is_called_so(text, mention.span):
            named.append(MarkedFact(mention.span, "place", known_place(mention.name)))
        else:
            named.append(MarkedFact(mention.span, "name", people.full_name(n)))
    return named + people.title_facts()


# What parts an office from who holds it: "the Treasurer, Colin Bassett"; an age may stand between.
_TO_HOLDER = re.compile(
    r"(?:\s(?:of|for|in|at)\s[^,.;:?!\n]{1,80})?,\s(?:\d{1,2},\s)?(?:[A-Z][a-z]{0,4}\.?\s)?\Z"
)
_HOLDER_LOOK = 120  # characters between an office and its holder at most; guessed


def _has_holder(text: str, mentions: list[NameMention], n: int) -> bool:
    """Return whether an office is somebody's who is named beside it; "the Speaker rose" is not."""
    office = mentions[n]
    if office.title != office.span:
        return True
    start, end = office.span
    following = (m for m in mentions[n + 1 : n + 4] if m.span[0] - end <= _HOLDER_LOOK)
    after = any(
        m.kind == "person" and _TO_HOLDER.match(text, end, (m.title or m.span)[0])
        for m in following
    )
    holder = mentions[n - 1] if n else None
    before = text[holder.span[1] : start] if holder and holder.kind == "person" else ""
    return after or re.fullmatch(r",\s(?:\d{1,2},\s)?(?:the\s|a\s)?", before) is not None


_RANK = {"date": 0, "name": 1, "place": 2, "title": 3, "superlative": 4, "number": 5}


def _no_currencies(facts: list[MarkedFact]) -> list[MarkedFact]:
    """Drop names inside numbers: the "C" of "C$18", the "Canadian" of "40 Canadian dollars"."""
    numbers = sorted(f.span for f in facts if f.kind == "number")
    # "RM500" is a name by its print, and money by its unit.
    measured = {f.span for f in facts if f.kind == "number" and " " in (f.value or "")}
    starts = [s for s, _ in numbers]

    def inside(span: Span) -> bool:
        at = bisect_right(starts, span[0]) - 1
        smaller = at >= 0 and span[1] <= numbers[at][1] and span != numbers[at]
        return smaller or span in measured

    return [f for f in facts if f.kind not in ("name", "place") or not inside(f.span)]


def apart(text: str, facts: list[MarkedFact]) -> list[MarkedFact]:
    """Return facts that do not overlap: the kinds in their order, the longer first."""
    kept: list[MarkedFact] = []
    taken = bytearray(len(text))
    for fact in sorted(
        facts, key=lambda f: (_RANK[f.kind], f.span[0] - f.span[1], f.span[0], -len(f.value or ""))
    ):
        start, end = fact.span
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            kept.append(fact)
    return sorted(kept, key=lambda f: f.span)
