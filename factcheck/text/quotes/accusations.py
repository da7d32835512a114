"""Who is accused in the copy: a party that is must be asked, whatever the copy's own asks say.

Rules find words of accusing with the accused named beside them, or a pronoun that stands for a
name. The trained model finds more, by the sense of the sentence: what it is sure of is added where
the rules saw nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from factcheck.text.language import lexicon
from factcheck.text.model.network import ACCUSED, Seen
from factcheck.text.model.runs import spans_of
from factcheck.text.names.coreference import People
from factcheck.text.names.gazetteer import PEOPLES, PLACES
from factcheck.text.names.titles import TITLES
from factcheck.text.quotes.accusers import (
    BEFORE,
    FAR,
    FOR_A_NAME,
    NO_NAME,
    accuser_of,
    is_somebody,
    name_of,
)
from factcheck.text.quotes.accusing_words import (
    ALLEGED,
    ALLEGEDLY,
    ANY_CHARGE,
    APART,
    BEHIND,
    BEING,
    CAREFUL,
    CLEARED,
    OPENING,
    OWNED,
    PASSIVE,
    PRONOUN,
    SUBJECT,
    SUFFERED,
    VICTIM,
    WORDS,
)
from factcheck.text.reading import MarkedAccusation, MarkedQuote, Reading, Span

# A name with its titles has no more words than this; guessed.
_LONGEST_NAME = 7
# How sure the model must be of somebody accused; chosen on the texts it learned from.
_SURE = 0.8
_JOINT = re.compile(r",\s+(?!(?:Inc|Ltd|LLC|Jr|Sr|plc|PLC|LLP)\b)(?:and\s+)?|\s+and\s+")
_NEXT_WORD: Final = re.compile(r"\s(?P<word>[a-z]+)\b")
_OWNED_NOUN: Final = re.compile(r"[’']s\s[a-z]+,?\Z")
_POSSESSIVE_END = re.compile(r"[’']s?\Z")
_LEAD = re.compile(
    r"^(?:the|its|his|her|their|both|rival|neighbou?ring|groups?|armed groups like|like)\s+", re.I
)
# When and where somebody was charged is no part of the name.
_ASIDE = re.compile(r"\s+(?:in|on|at|by|after|during|last|earlier|yesterday|today)\s")
_CLAUSE = frozenset(
    {"as", "that", "which", "who", "when"}
)  # what stands before the preposition is more than a name
# A comma between digits parts no clause.
_CLAUSE_REST = re.compile(r"(?:[^,.;:!?“”\"()\n]|(?<=\d)[,.](?=\d)){1,160}(?=[,.;:!?“”\"()\n]|\Z)")
_OFFICE_BETWEEN: Final = re.compile(r"\s(?:[A-Z][\w’'-]{1,30}\s){1,3}")
# What may stand between the accuser and the verb.
_RELATIVE: Final = re.compile(
    # "Colm Ryan, 44, of Kilmead, Athy, has": where somebody lives is not the subject.
    r",?\s(?:who|which)\Z|(?:,\s(?:aged\s)?\d{1,3}|\s\(\d{1,3}\))?,\s(?:of|from)\s[^.;:\n]{2,80},\Z"
)
# So many are told apart; "some officials" are nobody.
_FEW: Final = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
# Whom a deed was done to is not its doer: "killed Tyrell Banks".
_DONE_TO: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(WORDS['done_to']))})\s(?:(?:[a-z][\w’'-]{{1,30}}|[A-Z][a-z]{{1,20}})\s){{0,3}}\Z"
)
_BODY_OWNER: Final = re.compile(
    r"\b[Tt]he\s(?P<who>(?:[a-z][\w-]{1,20}\s){0,2}?[a-z][\w-]{1,20})\Z"
)
_BY_END: Final = re.compile(r"\sby\s(?:[\w’'-]{1,30}\s){0,3}\Z")
_NO_END: Final = 1 << 60  # more than any place in a text
_APPEALS: Final = re.compile(r"[’']s?\s(?:appeal|complaint|claim|application|request|bid)\b")
_CAPITAL = re.compile(r"[^\W\d_]", re.U)


def find_accusations(
    reading: Reading, people: People | None = None, seen: Sequence[Seen] = ()
) -> tuple[MarkedAccusation, ...]:
    """Return every named party that the copy, or a speaker in it, accuses, in order.

    With `people`, each is given its full name, and "he" is taken for whom it stands. `seen` is what
    the model saw of the copy.
    """
    names = sorted(fact.span for fact in reading.facts if fact.kind == "name")
    found: dict[Span, MarkedAccusation] = {}
    for words, party in _accused_parties(reading, seen):
        whole = _whole_name(reading.text, party, names)
        accusation = _accusation(reading, words, whole, people)
        if accusation is not None and not _overlaps(accusation.party, found):
            found[accusation.party] = accusation
    return tuple(found[party] for party in sorted(found))


def _accused_parties(reading: Reading, seen: Sequence[Seen]) -> Iterator[tuple[Span, Span]]:
    """Yield (the accusing words, one accused), those of the rules first; none in furniture.

    Somebody without a name is accused where the rules find it, never by the model's sight alone.
    """
    text = reading.text
    furniture = [block.span for block in reading.blocks if block.kind == "furniture"]
    by_rules = [(charge, True) for charge in (*_charges(text), *_alleged(reading))]
    by_sight = [(charge, False) for charge in _seen_accused(text, seen)]
    for (words, accused), described in (*by_rules, *by_sight):
        if not any(start <= words[0] < end for start, end in furniture):
            yield from ((words, party) for party in _parties(text, accused, described=described))


def _accusation(
    reading: Reading, words: Span, party: Span, people: People | None
) -> MarkedAccusation | None:
    """Return the accusation of a party; None where it is nobody, or would accuse itself."""
    name = name_of(reading.text, party, people)
    if name is None:
        return None
    end = _end_of_charge(reading.text, words[1])
    by, accuser = accuser_of(reading, words, party, name, people, end)
    words_of_party = reading.text[slice(*party)]
    if accuser == name:
        if not words_of_party.islower() and words_of_party.lower() not in TITLES:
            return None  # a pronoun was taken for the wrong one
        name = words_of_party  # "She accused the Minister": somebody else
    whole = (words[0], end)
    return MarkedAccusation(whole, party, name, by, accuser)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _whole_name(text: str, party: Span, names: Sequence[Span]) -> Span:
    """Return a party at the ends of the name that it is a part of: "Danvers | Oil".

    Of "Marine | Minister Ronan Tull" it is the name behind the office.
    """
    at = bisect_right(names, (party[0], _NO_END))
    if at and party[1] < names[at - 1][1]:
        return names[at - 1]
    after = names[at] if at < len(names) else None
    if after is not None and _OFFICE_BETWEEN.fullmatch(text, party[1], after[0]):
        office = text[party[1] : after[0]].lower().split()
        return after if TITLES & set(office) else party
    return party


def _end_of_charge(text: str, end: int) -> int:
    """Return where the clause ends in which the accusing words do: "accused X of arming Y"."""
    rest = _CLAUSE_REST.match(text, end)
    return end + len(rest.group().rstrip()) if rest else end


def _charges(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield (the accusing words, the accused within them), each verb once."""
    careful = {match.start(): match for match in CAREFUL.finditer(text)}
    for match in ANY_CHARGE.finditer(text):
        best = careful.get(match.start(), match)
        yield best.span(), best.span("party")
    for pattern in BEHIND:
        for match in pattern.finditer(text):
            yield match.span(), match.span("party")
    yield from _passive_charges(text)


def _alleged(reading: Reading) -> Iterator[tuple[Span, Span]]:
    """Yield the subjects of what is alleged, by a verb of alleging or by who prosecutes."""
    for quote in reading.quotes:
        if quote.kind == "direct" or not quote.cue or not _alleges(reading.text, quote):
            continue
        match = ALLEGED.match(reading.text, *quote.content[0])
        if match is not None:
            subject = match.span("pronoun" if match["pronoun"] else "party")
            yield (min(quote.cue[0], subject[0]), max(quote.cue[1], subject[1])), subject


def _seen_accused(text: str, seen: Sequence[Seen]) -> Iterator[tuple[Span, Span]]:
    """Yield whom the model sees accused, each with the words before them in their clause."""
    for start, end in spans_of(seen, ACCUSED, surer_than=_SURE):
        before = BEFORE.search(text, max(0, start - FAR), start)
        lead = before.group().lstrip() if before else ""
        if any(other.match(text, end) for other in (_APPEALS, VICTIM, CLEARED, SUFFERED)):
            continue  # "dismissed Okafor's appeal": who appeals is not accused by that
        if _DONE_TO.search(lead) or _ends_with_agent(lead):
            continue
        if lead or not _opens_with_common_words(text[start:end].split()):
            yield (start - len(lead), end), (start, end)


def _ends_with_agent(lead: str) -> bool:
    """Return whether the words before somebody say that they accuse: "was accused of it by"."""
    passive = PASSIVE.search(lead)
    return passive is not None and _BY_END.search(lead, passive.end()) is not None


def _opens_with_common_words(words: list[str]) -> bool:
    """Return whether words that open a sentence have a capital for no other reason."""
    return len(words) > 1 and all(word.islower() for word in words[1:])


def _alleges(text: str, quote: MarkedQuote) -> bool:
    """Return whether a quote's verb alleges, or its speaker is one who prosecutes."""
    cue = text[slice(*quote.cue)].lower().split() if quote.cue else []
    span = quote.speaker.span if quote.speaker else None
    speaker = text[slice(*span)].lower().split() if span else []
    return bool(WORDS["alleging"] & set(cue) or WORDS["prosecuting"] & set(speaker))


def _passive_charges(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield the charges whose accused stand before the verb."""
    for words, accused_in in _ACCUSED_BEFORE:
        for match in words.finditer(text):
            # Looked for backwards from the verb, so that the time stays linear in the text.
            before = BEFORE.search(text, max(0, match.start() - FAR), match.start())
            accused = accused_in(before) if before is not None else None
            if accused is not None:
                yield (accused[0], match.end()), accused


def _opening_subject(before: re.Match[str]) -> Span | None:
    """Return the name that opens the clause; None where the clause's beginning is not in reach."""
    # Cut off at its greatest length it begins anywhere, not with the subject.
    if len(before.group()) >= FAR:
        return None
    opening = OPENING.match(before.string, before.start(), before.end())
    if opening is None or " that " in before.string[opening.end() : before.end()]:
        return None  # whom another clause tells of
    return opening.span("party")


def _owner(before: re.Match[str]) -> Span | None:
    """Return the name right before a possessive ending."""
    name = SUBJECT.search(before.group())
    if name is not None:
        return before.start() + name.start("who"), before.end()
    noun = _BODY_OWNER.search(before.group())
    return _shifted(before, noun.span("who")) if noun else None


def _subject(before: re.Match[str]) -> Span | None:
    """Return the names right before a verb; those after a preposition are not its subject.

    "Ana Ruiz, who" has her for its subject too.
    """
    words = _RELATIVE.sub("", before.group())
    names = SUBJECT.search(words)
    if names is None:
        pronoun = PRONOUN.search(before.group())
        return None if pronoun is None else _shifted(before, pronoun.span("who"))
    start, end = (before.start() + place for place in names.span("who"))
    lead = before.group()[: names.start()].split()[-1:]
    if lead and lead[0].lower() in lexicon.PREPOSITIONS:
        # "Speaking in London, Ronan Beck was …": only what follows the comma.
        comma = before.string.rfind(", ", start, end)
        return (comma + 2, end) if comma >= 0 else None
    return start, end


# (accusing words, where in the clause before them the accused is). What was found first stays.
_ACCUSED_BEFORE: Final[
    tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...]
] = (
    (PASSIVE, _subject),
    (APART, _subject),
    (ALLEGEDLY, _subject),
    (OWNED, _owner),
    (BEING, _opening_subject),
)


def _shifted(before: re.Match[str], span: Span) -> Span:
    return before.start() + span[0], before.start() + span[1]


def _parties(text: str, accused: Span, *, described: bool) -> Iterator[Span]:
    """Yield the named members of a list, each without its article.

    One with no capital is nobody in particular, unless it may be `described`.
    """
    start, end = accused
    edges = [match.span() for match in _JOINT.finditer(text, start, end)]
    starts = [start, *(after for _, after in edges)]
    ends = [*(before for before, _ in edges), end]
    for member in zip(starts, ends, strict=True):
        start, end = _bare_member(text, *member)
        words = text[start:end].split()
        if not 0 < len(words) <= _LONGEST_NAME or _CLAUSE & set(words):
            continue
        named = _is_party(words) and not _tells_of_another(text, start, end)
        if named or (described and _is_described(text, start, words)):
            yield (start, end)


def _is_described(text: str, start: int, words: list[str]) -> bool:
    """Return whether somebody without a name is told apart: "two bank managers", "the prison"."""
    counted = words[0] in _FEW
    if not all(word.islower() for word in words) or (words[0] in NO_NAME and not counted):
        return False
    article = text[max(0, start - len("the ")) : start].lower() == "the "
    # "to prosecute this case and recover funds" goes on with a verb.
    goes_on = text[max(0, start - len(" and ")) : start].lower() == " and "
    told_apart = article or counted or (len(words) > 1 and not goes_on)
    return told_apart and is_somebody(words[-1]) and words[-1] not in WORDS["no_party"]


def _bare_member(text: str, start: int, end: int) -> Span:
    """Return a member of a list without its article, an aside behind it and a possessive ending."""
    while (lead := _LEAD.match(text[start:end])) is not None:
        start += lead.end()
    for cut in (_ASIDE, _POSSESSIVE_END):
        found = cut.search(text, start, end)
        end = found.start() if found else end
    return start, end


def _tells_of_another(text: str, start: int, end: int) -> bool:
    """Return whether a name only tells where another is from: "a Cheltenham man"."""
    words = text[start:end]
    after = _NEXT_WORD.match(text, end)
    if _OWNED_NOUN.search(words):
        return True  # "Mahan’s director", who is named behind it
    if after is None:
        return False
    if words in PEOPLES and not words.endswith("s"):
        return True
    if words in PLACES or words == "Federal":
        return after["word"] in WORDS["persons"] | lexicon.AGENT_NOUNS
    return " " not in words and after["word"] in WORDS["persons"]


def _is_party(words: list[str]) -> bool:
    if words[-1].lower() in FOR_A_NAME:
        return len(words) == 1
    return _is_name(words) or _is_body(words)


def _is_body(words: list[str]) -> bool:
    """Return whether a body is told apart without a name: "opposition-controlled parliament"."""
    head = words[-1]
    known = head in lexicon.ORGANISATION_WORDS and head not in WORDS["no_party"]
    known = known and words[0] not in lexicon.PREPOSITIONS
    return known and len(words) > 1 and all(word.islower() for word in words)


def _is_name(words: list[str]) -> bool:
    if words[0].lower() in NO_NAME or words[0].lower() in lexicon.MONTHS:
        return False
    first = _CAPITAL.search(words[0])
    # "Sh47 million" is no name.
    counted = any(char.isdigit() for char in words[0])
    return first is not None and first.group().isupper() and not counted
