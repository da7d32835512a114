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
from factcheck.text.language.word_lists import word_lists
from factcheck.text.reading import Reading, Span

_WORDS = word_lists("factcheck.text.quotes", "accusations")

# The accused ends at the preposition that opens the charge ("of arming"), not at one inside its own
# name ("Republic of Belmar"); only where no charge begins with a small letter may it begin with a
# capital ("of War crimes").
_ACTIVE = (
    r"\b(?:[Aa]ccus(?:e|es|ed|ing)|[Ff]ault(?:s|ed|ing)|su(?:e|es|ed|ing)|[Bb]lam(?:e|es|ed|ing)"
    # A spa charges for its baths; a prosecutor charges with a crime, or over a death.
    r"|[Cc]harg(?:e|es|ed|ing)(?=[^.;:!?“”\"()\n]{2,160}?\s(?:with|over)\b)|denounc(?:e|es|ed|ing)|condemn(?:s|ed|ing)?|"
    r"criticiz(?:e|es|ed|ing)|criticis(?:e|es|ed|ing))\s+(?P<party>[^.;:!?“”\"()\n]{2,160}?)\s+"
    # A bank's fee and a soldier's duty are no charge of wrongdoing.
    r"(?:of|for|with|over)\b(?!\s+(?:an?\s+)?(?:fee|interest|task|\d))"
)
_CAREFUL, _ANY_CHARGE = re.compile(_ACTIVE + r"(?!\s+[A-Z])"), re.compile(_ACTIVE)
# "accused of", "charged in an unrelated case with", "accused by officials of": the charge may stand
# a few words off.
_PARTICIPLE = "|".join(
    f'{participle}\\b(?:\\s+(?:by|in|on|at|last|this|over)\\s[^.;:!?,“”"()\\n]{{1,60}}?)?'
    f"\\s+{rest.replace('-', ' ')}"
    for participle, _, rest in (words.partition("-") for words in sorted(_WORDS["passive"]))
)
_PASSIVE = re.compile(
    r"\s(?:is|are|was|were|has been|have been|had been|stands?|stood|got)\s+"
    rf"(?:being\s+)?(?:(?:\w+ly|also|both|later|first|twice|once)\s+){{0,2}}(?:{_PARTICIPLE})\b"
    # "was arrested on Friday", "were jailed": the charge stands elsewhere.
    r"|\s(?:is|are|was|were|has been|have been|had been)\s+(?:(?:\w+ly|also|both|later)\s+){0,2}"
    r"(?:arrested|charged|indicted|convicted|jailed|fined|found guilty)"
    r"(?=\s*[.,;]|\s+(?:on|in|last|after|over|by|at|earlier|yesterday)\b)"
    r"|\s(?:is|are|was|were)\s(?:currently\s)?serving\s[^.;,\n]{1,40}?\s(?:sentence|term)\b"
    r"|\s(?:has|have|had)?\s?claimed responsibility\sfor\b"
    r"|\s(?:has\s|have\s|had\s)?(?:\w+ly\s|later\s)?(?:pleads?|pleaded|pled)\s"
    r"(?:not\s)?guilty\b"
    r"|\s(?:faces?|faced|is facing|are facing)\s+(?:\w+\s){0,3}?"
    r"(?:charges|allegations|accusations)\b"
)
_APART = re.compile(rf",\s(?:who\s(?:is|was|has been)\s)?(?:\w+ly\s)?(?:{_PARTICIPLE})\b")
# "Gao fled after being accused of …": the accused opens the sentence.
_BEING = re.compile(
    rf"\s(?:after|before|since|despite|for|upon)\sbeing\s(?:\w+ly\s)?(?:{_PARTICIPLE})\b"
)
_ALLEGEDLY = re.compile(r"\s(?:has |have |had )?allegedly\b")
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z](?:[\w’'&-]|\.(?=\w))*)"
_NAME = (
    rf"(?P<party>(?:[Tt]he\s+)?{_WORD}(?:\s+(?:(?:of|and|the|for)\s+)?{_WORD}){{0,5}}"
    r"(?:(?<=\s[JS]r)\.)?)"
)

# The accused after the words: "alleges that X hid", "blamed the crash on X", "found X guilty".
_LATER = re.compile(
    rf"\balleg(?:e|es|ed|ing)\s+(?:that\s+)?{_NAME}(?=\s+[a-z“\"])|\b[Bb]lam(?:e|es|ed"
    rf"|ing)\s+[^.;:!?“”\"()\n]{{2,80}}?\s+on\s+{_NAME.replace('party', 'blamed')}"
    rf"|\bfound\s+{_NAME.replace('party', 'guilty')}\s+guilty\b"
)
# The accused as the object of a suit, or of blame that no charge follows.
_AGAINST = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(_WORDS['charges']))})\s+(?:(?:\w+\s+){{0,2}}?)against"
    rf"|[Ss]u(?:es|ed|ing))\s+{_NAME}"
    rf"|\b[Bb]lam(?:es|ed|ing)\s+{_NAME.replace('party', 'blamed')}(?=\s*[.,;]|\s*$)"
    rf"|\b(?:takes?|took|taking|taken)\s+{_NAME.replace('party', 'taken')}\s+to\s+court\b"
    r"|\b(?:slam(?:s|med)|rap(?:s|ped)|blast(?:s|ed))\s+"
    rf"{_NAME.replace('party', 'slammed')}\s+over\b"
    rf"|\bsentenc(?:es|ed|ing)\s+{_NAME.replace('party', 'sentenced')}\s+to\b"
    rf"|\bconvictions?\s+of\s+{_NAME.replace('party', 'convicted')}(?=\s+(?:for|of|on|in)\b)"
    rf"|\b(?:hold|holds|held|holding)\s+[^.;:!?“”\"()\n]{{0,60}}?{_NAME.replace('party', 'held')}"
    r",?\s+in\s+(?:criminal\s+)?contempt\b"
)
_OBJECTS = ("party", "blamed", "taken", "slammed", "sentenced", "convicted", "held")
# "Rwanda, which U.N. experts have accused of backing the group".
_RELATIVE = re.compile(
    rf"{_NAME},\s(?:which|whom)\s[^,;:!?“”\"()\n]{{2,60}}?\s(?:accuse[sd]?|blame[sd]?|convicted)\s"
    r"(?:of|for)\b"
)
# "Halden Rail’s alleged failure": the owner did it.
_OWNED = re.compile(r"[’']s?\s+alleged\b")
_SUBJECT = re.compile(
    rf"(?P<who>{_NAME.replace('?P<party>', '?:')}(?:(?:,\s+and|,|\s+and)\s+"
    rf"{_NAME.replace('?P<party>', '?:')}){{0,4}})(?:(?:,\s[^,]{{1,80}}){{1,2}},)?\Z"
)
_OPENING = re.compile(rf"\s*{_NAME}(?=,?\s+[a-z])")
# How far back from the verb the accused is looked for, in characters; guessed.
_FAR = 160
# A stop after an initial, "Mr" or "Jr" ends no clause.
_BEFORE = re.compile(r"(?:[^.;:!?“”\"()\n]|(?<=Mr|Ms|Dr|St|Lt|Jr|Sr)\.|(?<=\s[A-Z])\.){2,160}\Z")
_JOINT = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_LEAD = re.compile(
    r"^(?:the|its|his|her|their|both|rival|neighbou?ring|groups?|armed groups like|like)\s+", re.I
)
# When and where somebody was charged is no part of the name.
_ASIDE = re.compile(r"\s+(?:in|on|at|by|after|during|last|earlier|yesterday|today)\s")
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
# A comma between digits parts no clause.
_CLAUSE_REST = re.compile(r"(?:[^,.;:!?“”\"()\n]|(?<=\d)[,.](?=\d)){1,160}(?=[,.;:!?“”\"()\n]|\Z)")
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
            accuser = _speaker_at(reading, *words, party)
            whole = (words[0], _end_of_charge(reading.text, words[1]))
            accusations_at.setdefault(
                party, MarkedAccusation(whole, party, reading.text[slice(*party)], accuser)
            )
    return tuple(accusations_at[party] for party in sorted(accusations_at))


def _end_of_charge(text: str, end: int) -> int:
    """Return where the clause ends in which the accusing words do: "accused X of arming Y"."""
    rest = _CLAUSE_REST.match(text, end)
    return end + len(rest.group().rstrip()) if rest else end


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
    for match in _RELATIVE.finditer(text):
        yield match.span(), match.span("party")
    for match in _AGAINST.finditer(text):
        yield match.span(), next(match.span(name) for name in _OBJECTS if match[name])
    yield from _passive_charges(text)


def _passive_charges(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield the charges whose accused stand before the verb."""
    passive = (match for words in (_PASSIVE, _APART, _ALLEGEDLY) for match in words.finditer(text))
    for match in passive:
        # Looked for backwards from the verb, so that the time stays linear in the text.
        before = _BEFORE.search(text, max(0, match.start() - _FAR), match.start())
        if before is not None and (subject := _subject(before)) is not None:
            yield (subject[0], match.end()), subject
    for match in _OWNED.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - _FAR), match.start())
        if before is not None and (owner := _owner(before)) is not None:
            yield (owner[0], match.end()), owner
    for match in _BEING.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - _FAR), match.start())
        # Cut off at its greatest length it begins anywhere, not with the subject.
        whole = before is not None and len(before.group()) < _FAR
        opening = _OPENING.match(text, before.start(), match.start()) if before and whole else None
        if opening is not None:
            yield (opening.start("party"), match.end()), opening.span("party")


def _owner(before: re.Match[str]) -> Span | None:
    """Return the name right before a possessive ending."""
    name = _SUBJECT.search(before.group())
    return (before.start() + name.start("who"), before.end()) if name else None


def _subject(before: re.Match[str]) -> Span | None:
    """Return the names right before a verb; those after a preposition are not its subject."""
    names = _SUBJECT.search(before.group())
    if names is None:
        return None
    start, end = (before.start() + place for place in names.span("who"))
    lead = before.group()[: names.start()].split()[-1:]
    if lead and lead[0].lower() in lexicon.PREPOSITIONS:
        # "Speaking in London, Ronan Beck was …": only what follows the comma.
        comma = before.string.rfind(", ", start, end)
        return (comma + 2, end) if comma >= 0 else None
    return start, end


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
        aside = _ASIDE.search(text, a, b)
        b = aside.start() if aside else b
        words = text[a:b].split()
        if words and len(words) <= 7 and _is_party(words) and not _CLAUSE & set(words):
            yield (a, b)


def _is_party(words: list[str]) -> bool:
    return _is_name(words) or _is_body(words)


def _is_body(words: list[str]) -> bool:
    """Return whether a body is told apart without a name: "opposition-controlled parliament"."""
    head = words[-1]
    known = head in lexicon.ORGANISATION_WORDS and head not in _WORDS["no_party"]
    return known and len(words) > 1 and all(word.islower() for word in words)


def _is_name(words: list[str]) -> bool:
    if words[0].lower() in _NO_NAME or words[0].lower() in lexicon.MONTHS:
        return False
    first = _CAPITAL.search(words[0])
    return first is not None and first.group().isupper()


def _speaker_at(reading: Reading, start: int, end: int, party: Span) -> str | None:
    """Return the speaker of a quote around the words, or of one whose cue is the accusing verb.

    The accused is never the accuser: who pleads guilty speaks of a charge that others brought.
    """
    for quote in reading.quotes:
        spans = (*quote.content, *((quote.cue,) if quote.cue else ()))
        speaker = quote.speaker
        if speaker and any(a < end and start < b for a, b in spans):
            itself = speaker.span and speaker.span[0] < party[1] and party[0] < speaker.span[1]
            return None if itself else speaker.name
    return None
