"""Who is accused in the copy: a party that is must be asked, whatever the copy's own asks say.

Rules, and on the careful side: a verb of accusing with the accused named beside it and the charge
behind it. Name-calling ("denounced them as tools of …") and what is only implied are left to the
reader of fairness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.text.language import lexicon
from factcheck.text.reading import Reading, Span

# The accused ends at the preposition that opens the charge ("of arming"), not at one inside its own
# name ("Republic of Belmar"); only where no charge begins with a small letter may it begin with a
# capital ("of War crimes").
_ACTIVE = (
    r"\b(?:[Aa]ccus(?:e|es|ed|ing)|[Ff]ault(?:s|ed|ing)|su(?:e|es|ed|ing)|[Bb]lam(?:e|es|ed|ing)"
    "|charg(?:e|es|ed|ing)|denounc(?:e|es|ed|ing)|condemn(?:s|ed|ing)?|"
    r"criticiz(?:e|es|ed|ing)|criticis(?:e|es|ed|ing))\s+(?P<party>[^.;:!?“”\"()\n]{2,160}?)\s+"
    # A bank's fee and a soldier's duty are no charge of wrongdoing.
    r"(?:of|for|with|over)\b(?!\s+(?:an?\s+)?(?:fee|interest|task|\d))"
)
_CAREFUL, _ANY_CHARGE = re.compile(_ACTIVE + r"(?!\s+[A-Z])"), re.compile(_ACTIVE)
_PASSIVE = re.compile(
    r"\s(?:is|are|was|were|has been|have been|had been|stands?)\s+(?:\w+ly\s+)?"
    r"(?:accused of|blamed for|charged with|condemned for|denounced for)\b"
)
_APART = re.compile(
    r"(?:,|\s(?:is|are|was|were))\s(?:accused of|suspected of|alleged to have|found guilty of"
    r"|convicted of)\b"
)
_ALLEGEDLY = re.compile(r"\s(?:has |have |had )?allegedly\b")
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z](?:[\w’'&-]|\.(?=\w))*)"
_NAME = rf"(?P<party>(?:[Tt]he\s+)?{_WORD}(?:\s+(?:(?:of|and|the|for)\s+)?{_WORD}){{0,5}})"
# The accused after the words: "alleges that X hid", "blamed the crash on X", "found X guilty".
_LATER = re.compile(
    rf"\balleg(?:e|es|ed|ing)\s+(?:that\s+)?{_NAME}(?=\s+[a-z])|\b[Bb]lam(?:e|es|ed"
    rf"|ing)\s+[^.;:!?“”\"()\n]{{2,80}}?\s+on\s+{_NAME.replace('party', 'blamed')}"
    rf"|\bfound\s+{_NAME.replace('party', 'guilty')}\s+guilty\b"
)
_BEFORE = re.compile(r"[^.;:!?“”\"()\n]{2,160}\Z")
_JOINT = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_LEAD = re.compile(
    r"^(?:the|its|his|her|their|both|rival|neighbou?ring|groups?|armed groups like|like)\s+", re.I
)
_CLAUSE = frozenset(
    {"as", "that", "which", "who", "when"}
)  # what stands before the preposition is more than a name
# What opens a sentence ("In May, X was charged") or stands for nobody begins with a capital too.
_NO_NAME = (
    lexicon.PREPOSITIONS
    | lexicon.SUBORDINATORS
    | lexicon.PRONOUNS
    | lexicon.TIME_WORDS
    | lexicon.QUANTIFIERS
    | lexicon.POSSESSIVES
    | {"no"}
)
_CAPITAL = re.compile(r"[^\W\d_]", re.U)


@dataclass(frozen=True, slots=True)
class MarkedAccusation:
    """An accusation: its words, the accused and the accuser.

    `span` is the accusing words, `party` the accused's place in the text and `name` its words
    without an article; `accuser` is the speaker's full name, None in the paper's own voice.
    """

    span: Span
    party: Span
    name: str
    accuser: str | None


def accusations(reading: Reading) -> tuple[MarkedAccusation, ...]:
    """Return every named party that the copy, or a speaker in it, accuses, in order."""
    furniture = [block.span for block in reading.blocks if block.kind == "furniture"]
    accusations_at: dict[Span, MarkedAccusation] = {}
    for words, accused in _charges(reading.text):
        if any(start <= words[0] < end for start, end in furniture):
            continue
        for party in _parties(reading.text, *accused):
            accuser = _speaker_at(reading, *words)
            accusations_at.setdefault(
                party, MarkedAccusation(words, party, reading.text[slice(*party)], accuser)
            )
    return tuple(accusations_at[party] for party in sorted(accusations_at))


def _charges(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield (the accusing words, the accused within them), each verb once."""
    careful = {match.start(): match for match in _CAREFUL.finditer(text)}
    for match in _ANY_CHARGE.finditer(text):
        best = careful.get(match.start(), match)
        yield best.span(), best.span("party")
    for match in _LATER.finditer(text):
        yield (
            match.span(),
            next(match.span(name) for name in ("party", "blamed", "guilty") if match[name]),
        )
    passive = (match for words in (_PASSIVE, _APART, _ALLEGEDLY) for match in words.finditer(text))
    for match in passive:
        # Looked for backwards from the verb, so that the time stays linear in the text.
        before = _BEFORE.search(text, max(0, match.start() - 160), match.start())
        if before is not None:
            yield (before.start(), match.end()), before.span()


def _parties(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the named members of a list, each without its article.

    One with no capital is nobody in particular.
    """
    edges = [match.span() for match in _JOINT.finditer(text, start, end)]
    starts = [start, *(after for _, after in edges)]
    ends = [*(before for before, _ in edges), end]
    for a, b in zip(starts, ends, strict=True):
        while (lead := _LEAD.match(text[a:b])) is not None:
            a += lead.end()
        words = text[a:b].split()
        if words and len(words) <= 7 and _is_name(words) and not _CLAUSE & set(words):
            yield (a, b)


def _is_name(words: list[str]) -> bool:
    if words[0].lower() in _NO_NAME:
        return False
    first = _CAPITAL.search(words[0])
    return first is not None and first.group().isupper()


def _speaker_at(reading: Reading, start: int, end: int) -> str | None:
    """Return the speaker of a quote around the words, or of one whose cue is the accusing verb."""
    for quote in reading.quotes:
        spans = (*quote.content, *((quote.cue,) if quote.cue else ()))
        if quote.speaker and any(a < end and start < b for a, b in spans):
            return quote.speaker.name
    return None
