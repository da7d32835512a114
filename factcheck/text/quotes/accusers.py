"""Who accuses: the speaker around the words, whoever the passive names, or the verb's subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from factcheck.text.language import lexicon
from factcheck.text.names.coreference import People
from factcheck.text.names.descriptions import is_work, plain_noun
from factcheck.text.names.titles import TITLES
from factcheck.text.quotes.accusing_words import PLAIN_NAME, PRONOUN, SUBJECT, WORDS
from factcheck.text.reading import MarkedAccusation, MarkedQuote, Reading, Span, Speaker

# How far back from the verb the accused is looked for, in characters; guessed.
FAR: Final = 160
# A stop after an initial, "Mr" or "Jr" ends no clause.
BEFORE: Final = re.compile(
    r"(?:[^.;:!?“”\"()\n]|\(\d{1,3}\)|(?<=Mr|Ms|Dr|St|Lt|Jr|Sr)\.|(?<=\s[A-Z])\.){2,160}\Z"
)
# What opens a sentence ("In May, X was charged") or stands for nobody begins with a capital too.
NO_NAME: Final = (
    lexicon.PREPOSITIONS
    | lexicon.SUBORDINATORS
    | lexicon.PRONOUNS
    | lexicon.TIME_WORDS
    | lexicon.QUANTIFIERS
    | lexicon.POSSESSIVES
    | lexicon.DETERMINERS
    | {"no", "no-one", "nobody", "nothing"}
)
FOR_A_NAME: Final = frozenset(["he", "she", "it", "they", "him", "her", "them"])
_ARTICLE_BEFORE: Final = re.compile(r"\b[Tt]he\s\Z")
_ARTICLE_LOOK: Final = 5  # characters
_AUXILIARIES: Final = re.compile(
    r"(?:\s(?:has|have|had|is|are|was|were|will|would|also|later|repeatedly|long)){0,3}\s*\Z"
)
# Accusing words that open with no verb have no subject before them.
_WITHOUT_VERB: Final = re.compile(
    rf"(?:the\b|alleged\b|co-|arrests?\b|resignation\b"
    rf"|{'|'.join(re.escape(word) for word in sorted(WORDS['charges']))}\b"
    r"|(?:class|legal|court|disciplinary)\saction|it\s(?:was|is)\b"
    rf"|{'|'.join(sorted(WORDS['called_before']))}\b)",
    re.I,
)
# "the Commission's complaint names"
_OWNER: Final = re.compile(rf"(?<!\w)(?P<who>{PLAIN_NAME})(?:(?<=s)[’']|[’']s)\s\Z")
_PLACE_AFTER: Final = r"(?:\s(?:in|of|from|at|for)\s(?:the\s)?"
# A body or persons without a name, that open their clause: "Activists in Nakuru accused".
_UNNAMED: Final = re.compile(
    r"(?:\A|(?<=\n)|[,;]\s|\b(?:and|but|that|as|after|when|while)\s)\s{0,2}"
    r"(?P<who>(?:[Tt]he|[Aa]n?|[A-Z]?[a-z][\w-]{1,20})(?P<words>(?:\s[a-z][\w-]{1,20}){0,4})"
    rf"{_PLACE_AFTER}{PLAIN_NAME})?)\Z"
)
# "accused by the bank of forging", "charged with sedition by the military government".
_AGENT: Final = re.compile(
    r",?\sby\s(?P<who>(?P<name>(?:[a-z][\w-]{1,20}\s){0,3}?"
    rf"(?:{PLAIN_NAME}\s(?:[a-z][\w-]{{1,20}}\s){{1,2}})?{PLAIN_NAME})"
    r"|(?:(?:the|an?|his|her|its|their|two|three|four|several)\s)?(?P<words>[a-z][\w’'-]{1,20}"
    r"(?:\s[a-z][\w’'-]{1,20}){0,2}?))"
    r"(?=\s(?:of|for|in|on|over|after|with|at|last|and|to|who|from)\b|\s*[.,;:!?“”\"()]|\s*\Z)"
)
# What is done by somebody inside the charge: "accused of being paid by Y".
_DONE_BY: Final = re.compile(r"(?:\w(?:ed|en|wn)|made|paid|run|held|sent|led|built|won)\Z")
_PARTICIPLE: Final = re.compile(r"[a-z]{3,20}ing\b")
_SPOKEN_AGENT: Final = 80  # characters of charge that may stand before who brings it


def name_of(text: str, party: Span, people: People | None) -> str | None:
    """Return the full name of a party; None for a pronoun or an office that is nobody known."""
    words = text[slice(*party)]
    low = words.lower()
    unnamed = low in lexicon.PRONOUNS or low in FOR_A_NAME or low in TITLES
    if people is None:
        return None if unnamed else words
    article = _ARTICLE_BEFORE.search(text, max(0, party[0] - _ARTICLE_LOOK), party[0])
    _, referent = people.resolve((article.start(), party[1]) if article and unnamed else party)
    if referent is None or referent.kind == "unnamed":
        return None if unnamed else words
    return referent.name


def with_accusers(
    quotes: Sequence[MarkedQuote], accusations: Sequence[MarkedAccusation]
) -> tuple[MarkedQuote, ...]:
    """Give quotes that nobody speaks yet to who accuses in their words: "He accused Ostria"."""
    known = {quote.speaker.name: quote.speaker for quote in quotes if quote.speaker}
    return tuple(_with_accuser(quote, accusations, known) for quote in quotes)


def _with_accuser(
    quote: MarkedQuote, accusations: Sequence[MarkedAccusation], known: Mapping[str, Speaker]
) -> MarkedQuote:
    if quote.speaker is not None or quote.cue is None:
        return quote
    for accusation in accusations:
        start, end = accusation.span
        accuser = accusation.accuser
        if accuser and accusation.by and start <= quote.cue[0] < end:
            spoken = known.get(accuser, Speaker(accusation.by, accuser))
            return replace(quote, speaker=replace(spoken, span=accusation.by))
    return quote


def accuser_of(
    reading: Reading,
    words: Span,
    party: Span,
    name: str,
    people: People | None,
    end_of_charge: int,
) -> tuple[Span | None, str | None]:
    """Return who accuses: whom the passive names, else the speaker around the words.

    The accused is never the accuser: who pleads guilty speaks of a charge that others brought.
    """
    agent = _agent_of(reading.text, words, party, people, end_of_charge)
    if agent is not None and agent[1] != name:
        return agent
    subject = _subject_of(reading.text, words, party, people)
    speaker = _speaker_around(reading, words)
    if speaker is None:
        return subject if subject[1] else _who_goes_on(reading, words, name)
    if _is_accused(speaker, party, name):
        return None, None
    # "expelled two envoys it says were spying": whose the verb before them is.
    if speaker.name.lower() in FOR_A_NAME and subject[1] not in (None, name):
        return subject
    return speaker.span, speaker.name


def _speaker_around(reading: Reading, words: Span) -> Speaker | None:
    """Return who is quoted with the accusing words, or accuses by the word of saying."""
    start, end = words
    for quote in reading.quotes:
        spans = (*quote.content, *((quote.cue,) if quote.cue else ()))
        if quote.speaker and any(a < end and start < b for a, b in spans):
            return quote.speaker
    return None


def _is_accused(speaker: Speaker, party: Span, name: str) -> bool:
    at = speaker.span
    return speaker.name == name or (at is not None and at[0] < party[1] and party[0] < at[1])


def _who_goes_on(reading: Reading, words: Span, name: str) -> tuple[Span | None, str | None]:
    """Return who spoke right before a participle: "Qatar said it was hit, blaming Iran"."""
    text = reading.text
    if not _PARTICIPLE.match(text, words[0]) or text[max(0, words[0] - 2) : words[0]] != ", ":
        return None, None
    ended = (q for q in reading.quotes if q.content[-1][1] in (words[0] - 2, words[0] - 1))
    speaker = next((quote.speaker for quote in ended), None)
    spoke = speaker is not None and speaker.name != name
    return (speaker.span, speaker.name) if speaker and spoke else (None, None)


def _agent_of(
    text: str, words: Span, party: Span, people: People | None, end: int
) -> tuple[Span, str] | None:
    """Return who is named behind "by" where the accused is the subject of a passive."""
    behind = text[slice(*words)].startswith(("blamed on", "pinned on"))
    if not behind and not _is_subject_or_opens(text, words, party):
        return None
    first = party[0] if behind else words[0]
    for agent in _AGENT.finditer(text, first, min(len(text), max(end, words[1]) + _SPOKEN_AGENT)):
        if agent.start() > end and agent.start() != words[1]:
            return None
        span = agent.span("who")
        if party[0] < span[1] and span[0] < party[1]:
            continue
        if not _is_done_in_charge(text, words, agent) and _may_accuse(agent):
            # A body without a name is called what the copy calls it: the name behind its comma
            # ("by the government, Balogun fled") is another's.
            by = name_of(text, span, people) if agent["name"] else text[slice(*span)]
            return (span, plain_noun(by)) if by else None
    return None


def _is_subject_or_opens(text: str, words: Span, party: Span) -> bool:
    """Return whether the accused is the subject, or named behind words that open a sentence."""
    opens = not text[words[0] : words[0] + 1].islower() and party[1] == words[1]
    return opens or party[0] == words[0]


def _is_done_in_charge(text: str, words: Span, agent: re.Match[str]) -> bool:
    """Return whether the "by" belongs to what somebody is accused of."""
    behind_verb = agent.start() > words[1]
    charge = text[words[1] : agent.start()]
    return behind_verb and (" being " in charge or _DONE_BY.search(charge) is not None)


def _may_accuse(agent: re.Match[str]) -> bool:
    """Return whether words behind "by" are somebody: a name, or a noun for persons or a body."""
    if agent["name"] is not None:
        first = agent["name"].split()[0].lower()
        return first not in NO_NAME - {"the", "a", "an"} and first not in lexicon.MONTHS
    return is_somebody(agent["words"].split()[-1])


def is_somebody(noun: str) -> bool:
    """Return whether a noun in small letters is for persons or for a body, one or several."""
    one = noun.removesuffix("s")
    known = lexicon.ORGANISATION_WORDS | WORDS["persons"] | WORDS["accusers"]
    return noun in known or one in known or is_work(noun) or is_work(one)


def _subject_of(
    text: str, words: Span, party: Span, people: People | None
) -> tuple[Span | None, str | None]:
    """Return the name right before an accusing verb: "Australia is taking Telegraf to court"."""
    if _WITHOUT_VERB.match(text, words[0]):
        owner = _OWNER.search(text, max(0, words[0] - FAR), words[0])
        by = name_of(text, owner.span("who"), people) if owner else None
        return (owner.span("who"), by) if owner and by else (None, None)
    if party[0] == words[0]:
        return None, None
    before = BEFORE.search(text, max(0, words[0] - FAR), words[0])
    lead = _AUXILIARIES.sub("", before.group()) if before else ""
    if before is None or not lead:
        return None, None
    pronoun = PRONOUN.search(lead)
    span = _named_subject(before, lead) or _unnamed_subject(before, lead)
    if pronoun is not None:
        span = (before.start() + pronoun.start("who"), before.start() + pronoun.end("who"))
    name = name_of(text, span, people) if span else None
    return (span, plain_noun(name)) if name else (None, None)


def _named_subject(before: re.Match[str], lead: str) -> Span | None:
    """Return the name that ends the words before a verb; not where it only says where from."""
    names = SUBJECT.search(lead)
    if names is None or names["who"].split()[0].lower() in NO_NAME - {"the"}:
        return None
    if names["who"] == "The" or lead[: names.start()].split()[-1:] in (
        ["in"],
        ["of"],
        ["from"],
        ["at"],
        ["for"],
        ["by"],
    ):
        return None
    return before.start() + names.start("who"), before.start() + names.end("who")


def _unnamed_subject(before: re.Match[str], lead: str) -> Span | None:
    """Return the persons or the body without a name that a verb has for its subject."""
    subject = _UNNAMED.search(lead)
    if subject is None:
        return None
    noun = (subject["words"].split() or [subject["who"].split()[0]])[-1].lower()
    if not is_somebody(noun):
        return None
    return before.start() + subject.start("who"), before.start() + subject.end("who")
