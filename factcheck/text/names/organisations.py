"""Whom a party's words mean: the body called "the company", the person behind an office."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from factcheck.text.language import lexicon
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.coreference import People
from factcheck.text.names.titles import HONORIFICS, TITLES
from factcheck.text.reading import MarkedParty, Span

_WORDS = word_lists("factcheck.text.names", "organisations")

_WHAT_IT_IS = re.compile(
    r",\s+(?:a|an|the)\s+[^,.;:]{2,60}|\s+is\s+(?:a|an|the)\s+[^,.;:]{2,60}", re.I
)
# "The operator" may be any firm; "the ministry" must be one by its name. Values: another word a
# name may have for it.
_FIRMS = _WORDS["firms"]
BODIES: dict[str, str] = {word: word for word in _FIRMS} | data_table(
    "factcheck.text.names", "organisations"
)["bodies"]
_FIRM_WORDS = _WORDS["firm_words"]


def body_meant(span: Span, head: str, cast: People) -> str | None:
    """Return the body that "the company" or "the ministry" means.

    That is the latest of its kind named in the sentences before; for what may be any firm, the last
    that looks like one.
    """
    here = bisect_right(cast.sentences, (span[0], 1 << 60)) - 1
    floor = cast.sentences[max(0, here - 3)][0] if here >= 0 else 0
    firms: list[str] = []
    for n in range(bisect_left(cast.starts, span[0]) - 1, -1, -1):
        mention = cast.mentions[n]
        if mention.span[0] < floor:
            break
        figure = cast.of_mention.get(n)
        if figure is None:
            continue
        words = figure.name.lower().split()
        if head in words or BODIES[head] in words:
            return figure.name
        firm = words[-1].rstrip(".") in _FIRM_WORDS or _called(
            cast.tokens.text, mention.span[1], head
        )
        if firm and (head in _FIRMS or _called(cast.tokens.text, mention.span[1], head)):
            firms.append(figure.name)
    return firms[0] if firms else None


def _called(text: str, end: int, head: str) -> bool:
    """Whether a name is followed by what it is: "Castor, a food company,"."""
    said = _WHAT_IT_IS.match(text, end)
    return said is not None and head in said.group().lower().split()


def person_at_end(span: Span, name: str, cast: People) -> MarkedParty | None:
    """Return the person whose office stands before the name, which is no part of it.

    For example "Chief Inspector Ola Brandt", "bank spokeswoman Ana Ruiz".
    """
    at = bisect_left(cast.starts, span[1]) - 1
    if at < 0 or cast.mentions[at].span[0] < span[0] or cast.mentions[at].span[1] != span[1]:
        return None
    figure = cast.of_mention.get(at)
    office = name[: cast.mentions[at].span[0] - span[0]].lower().split()
    if (
        figure is None
        or figure.kind != "person"
        or not office
        or any(w in lexicon.PREPOSITIONS for w in office)
    ):
        return None
    if not (
        office[-1] in TITLES
        or office[-1].rstrip(".") in HONORIFICS
        or office[-1] in lexicon.AGENT_NOUNS
    ):
        return None
    if " " not in figure.name:
        return MarkedParty(span, name, False)
    honorific = len(office) == 1 and office[0].rstrip(".") in HONORIFICS
    return MarkedParty(span if honorific else cast.mentions[at].span, figure.name, False)
