"""What a value is said of, where the words around it look alike: its subject, period and frame.

"Founded in 1971" of one body says nothing of another; a page's own date line says nothing of its
story; what grew 3 percent in May grew otherwise over the year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from factcheck.evidence.rules.names import other_bearer, same_name
from factcheck.evidence.rules.numbers import moved
from factcheck.evidence.rules.same_subject import sense, sentence_at
from factcheck.evidence.rules.words import StatedFact, is_content, plain, words_of
from factcheck.text.language import lexicon
from factcheck.text.language.word_lists import data_table, word_lists

_PROCESSES: Final = word_lists("factcheck.evidence.rules", "words")["processes"]
_COUNTED_APART: Final = word_lists("factcheck.evidence.rules", "words")["counted_apart"]
_COUNTED_AS: Final = word_lists("factcheck.evidence.rules", "words")["counted_as"]
_COUNTED_LOOK: Final = 24  # characters after a figure in which what it counts stands; guessed
_CLAUSE_END: Final = re.compile(r"[;:!?()]|—|\s–\s|\b(?:and|but|while|whereas|although)\b")
_COMMA: Final = re.compile(r",(?=\s)")
_POINTS_BACK: Final = frozenset(lexicon.PRONOUNS | {"this", "that", "these", "those", "which"})


def subjects_differ(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether both texts tell one act, each of a subject that the other text lacks there.

    Unsure counts as no: a pronoun, or an act that only one of them tells.
    """
    mine, theirs = _clause_before(claim, fact), _clause_before(passage, stated)
    acts = set(_acts(mine))
    shared = [act for act in _acts(theirs) if act in acts]
    if not shared:
        return False
    act = shared[-1]
    if _is_suffered(mine, act) != _is_suffered(theirs, act):
        return False  # "Researchers found lead", "lead was found": one does, the other is done to
    doers = [_subject(text, act) for text in (mine, theirs)]
    if not all(doers) or _POINTS_BACK & set(re.findall(r"\w+", doers[1].lower())[:1]):
        return False
    if _names_differ(*doers):
        return True
    if same_name(*doers):
        return False
    # In the passive the claim's subject stands behind the act.
    small = _small_stems(claim) | _small_stems(passage)
    named = [_named(doer) - small for doer in doers]
    if all(named):
        # "The older Arno line" is a line, as "the Vento line" is, and another.
        return not named[0] & (named[1] | _named(_clause(passage, stated)))
    return not set(_ordered_senses(doers[0])) & set(_ordered_senses(_clause(passage, stated)))


# Before a noun; a verb follows none of these.
_BEFORE_NOUN: Final = lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.POSSESSIVES


def _acts(text: str) -> list[str]:
    """Return the senses of the words that may be verbs: in small letters, after no article."""
    words = words_of(text)
    return [
        sense(word.stem)
        for last, word in pairwise(words)
        if is_content(word)
        and not word.is_number
        and not word.is_name_like
        and last.text.lower() not in _BEFORE_NOUN
    ]


def _clause_before(text: str, value: StatedFact) -> str:
    """Return the words of a value's sentence up to it, from where its clause begins."""
    first, _ = sentence_at(text, value.start)
    before = text[first : value.start]
    clause = _CLAUSE_END.split(before)[-1]
    # "… and carries 30,000 cars": the subject stands before the joint.
    return clause if _has_subject(clause) else before


_PERSON: Final = re.compile(r"[A-Z][\w’'-]+\s+(?:[A-Z][\w’'-]+\s+)?[A-Z][\w’'-]+$")


def _names_differ(mine: str, theirs: str) -> bool:
    """Return whether both are persons of one last name: "Lena Orr", "her brother Paul Orr"."""
    persons = [_PERSON.search(doer) for doer in (mine, theirs)]
    return all(persons) and other_bearer(*(person.group() for person in persons if person))


def _named(words: str) -> set[str]:
    """Return the stems of the names in a few words."""
    return {w.stem for w in words_of(words) if w.is_name_like and is_content(w)}


def _small_stems(text: str) -> set[str]:
    """Return the stems of the words in small letters: one that opens a sentence is no name."""
    return {word.stem for word in words_of(text) if not word.is_name_like}


# "Was found"; "the union, founded in 1998".
_BE: Final = r"(?:\b(?:is|are|was|were|been|being|be|got)\s(?:\w+ly\s)?|,\s)"


def _is_suffered(clause: str, act: str) -> bool:
    """Return whether a clause tells an act in the passive: "was found"."""
    acts = [word.text for word in words_of(clause) if sense(word.stem) == act]
    return any(re.search(rf"{_BE}{re.escape(word)}\b", clause) for word in acts)


def counts_others(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether one figure counts women and the other everybody, or voters and pupils."""
    counted = [
        {w.text.lower() for w in words_of(text[value.end : value.end + _COUNTED_LOOK])[:2]}
        for text, value in ((claim, fact), (passage, stated))
    ]
    mine, theirs = (words & _COUNTED_APART for words in counted)
    if mine != theirs and not mine & theirs:
        return True
    if _told_of_other_groups(claim, fact, passage, stated):
        return True
    mine, theirs = (words & _COUNTED_AS for words in counted)
    return bool(mine and theirs) and not mine & theirs and fact.value != stated.value


def _told_of_other_groups(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether one clause speaks of men alone and the other of women alone."""
    mine, theirs = (
        {w.text.lower() for w in words_of(_clause(text, value))} & _COUNTED_APART
        for text, value in ((claim, fact), (passage, stated))
    )
    return bool(mine and theirs) and not mine & theirs


def one_is_a_change(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether one thing fell to a figure and the other fell by it."""
    return {moved(claim, fact.start), moved(passage, stated.start)} == {"by", "to"}


_MARGIN: Final = re.compile(
    r"margins? of (?:sampling )?error|sampling error|plus[ -]or[ -]minus|±|\+/[-−]", re.I
)


def margins_differ(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether either figure is a poll's margin of error and the other is not the very same.

    Each poll, and each group asked, has a margin of its own.
    """
    if fact.value == stated.value:
        return False
    for text, value in ((claim, fact), (passage, stated)):
        first, last = sentence_at(text, value.start)
        if _MARGIN.search(text, first, last):
            return True
    return False


# "Castro Vey, whose hospital has 610 beds": the figure is of whom the comma follows.
_OF_ANTECEDENT: Final = re.compile(
    r"(?P<whose>(?:[A-Z][\w’'-]{1,30}\s?){1,4}),\s(?:whose|which|who|where)\s[^,;.]{0,80}$"
)


def is_told_of_an_antecedent(
    claim: str, fact: StatedFact, passage: str, stated: StatedFact
) -> bool:
    """Return whether a relative clause gives a figure to somebody whom the claim does not name."""
    first, _ = sentence_at(passage, stated.start)
    found = _OF_ANTECEDENT.search(passage[first : stated.start])
    if found is None or fact.value == stated.value:
        return False
    named = _named(found["whose"])
    return bool(named) and not named & {word.stem for word in words_of(claim)}


_SHARE_OF: Final = re.compile(
    r"(?:\s+\w+){0,2}?\s+(?P<way>of|without)\s+(?P<whole>[^.,;:()]{3,60}?)"
    r"(?=[.,;:()]|\s(?:in|on|at|by|and|but|were|was|are|is|had|have|has|said|who|that)\b|$)"
)


def shares_of_others(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether both figures are shares, or a lack, of things that share no word.

    "38 percent of the staff" and "21 percent of the senior posts"; "120,000 homes without power"
    and "18,000 homes without running water".
    """
    mine, theirs = _SHARE_OF.match(claim, fact.end), _SHARE_OF.match(passage, stated.end)
    if mine is None or theirs is None or mine["way"] != theirs["way"]:
        return False
    # Whose they are is the same of both: "the council's staff", "the council's senior posts".
    wholes = [
        _lowercase_senses(re.split(r"[’']s?\s", match["whole"])[-1]) for match in (mine, theirs)
    ]
    return all(wholes) and not wholes[0] & wholes[1]


def _lowercase_senses(text: str) -> set[str]:
    """Return the senses of the common nouns and adjectives of a few words."""
    return {
        sense(w.stem) for w in words_of(text) if is_content(w) and not w.is_name_like | w.is_number
    }


_ACTS_APART: Final[dict[str, str]] = {
    form: group.split()[0]
    for group in data_table("factcheck.evidence.rules", "words")["acts_apart"]["groups"]
    for form in group.split()
}
_WORDS_BEFORE: Final = 3  # words before a figure in which its act stands


def acts_apart(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether one figure counts what was built, say, and the other what was exported."""
    mine, theirs = (_acts_of(text, value) for text, value in ((claim, fact), (passage, stated)))
    if mine and theirs:
        return not mine & theirs
    # What rose or fell stands further ahead: "the number of people injured fell by 18 percent".
    if not moved(claim, fact.start) or not moved(passage, stated.start):
        return False
    mine, theirs = (
        {
            _ACTS_APART[word]
            for word in _small_words(_clause_before(text, value)) & _ACTS_APART.keys()
        }
        for text, value in ((claim, fact), (passage, stated))
    )
    return bool(mine and theirs) and not mine & theirs


def _acts_of(text: str, value: StatedFact) -> set[str]:
    """Return what is done to what a figure counts, by the words right before and behind it.

    "Injured 300 people", "left 1,200 people homeless".
    """
    before = words_of(text[: value.start][-60:])[-_WORDS_BEFORE:]
    behind = words_of(text[value.end :][:40])[:_WORDS_BEFORE]
    near = (word.text.lower() for word in (*before, *behind))
    return {_ACTS_APART[word] for word in near if word in _ACTS_APART}


def is_told_of_another_name(claim: str, passage: str, stated: StatedFact) -> bool:
    """Return whether the clause that leads to a figure names somebody whom the claim does not.

    "Missouri had the fewest delegates, 71" contradicts no 118 delegates of Clinton's.
    """
    named = _named(_clause_before(passage, stated))
    return bool(named) and not named & {word.stem for word in words_of(claim)}


def names_its_subject(claim: str, passage: str, stated: StatedFact) -> bool:
    """Return whether the clause that leads to a figure names whom the claim begins with."""
    first = _named(claim[:_OPENS_WITH])
    return bool(first & _named(_clause_before(passage, stated)))


_OPENS_WITH: Final = 40  # characters in which a claim's subject stands; guessed
_OF_A_PROCESS: Final = re.compile(
    r"^\W*(?:(?:the|an?|its|their|his|her)\s+)?(?:\w+\s+)?(\w{4,20})\s+(?:of|into|on|for|in|over)\b",
    re.I,
)


def is_of_a_process(claim: str, passage: str, stated: StatedFact) -> bool:
    """Return whether a date is of what was done about a thing, which the claim does not speak of.

    "The inquiry into the sinking opened in May" dates no sinking.
    """
    match = _OF_A_PROCESS.match(_clause_before(passage, stated))
    return match is not None and match[1].lower() in _PROCESSES - _small_words(claim)


def _small_words(text: str) -> set[str]:
    return {plain(word.text) for word in words_of(text)}


def _clause(text: str, value: StatedFact) -> str:
    """Return the whole clause of a value."""
    _, last = sentence_at(text, value.start)
    return _clause_before(text, value) + _CLAUSE_END.split(text[value.start : last])[0]


def _has_subject(clause: str) -> bool:
    """Return whether a clause opens with a noun phrase: a name, or an article with a noun."""
    return re.match(r"\s*(?:(?:the|an?|its|their|his|her)\s+\w|[A-Z])", clause) is not None


def _ordered_senses(text: str) -> list[str]:
    return [sense(w.stem) for w in words_of(text) if is_content(w) and not w.is_number]


def _subject(clause: str, act: str) -> str:
    """Return the words before an act: "The Tarn Union" of "The Tarn Union, founded in"."""
    place = next(
        (w.start for w in reversed(words_of(clause)) if sense(w.stem) == act and is_content(w)), 0
    )
    parts = [part.strip(" ,") for part in _COMMA.split(clause[:place]) if _ordered_senses(part)]
    # "In March, the council approved": when is no subject.
    subjects = (part for part in parts if part.split()[0].lower() not in lexicon.PREPOSITIONS)
    return next(subjects, "")


# --- the page's own dates

_FRAME: Final = re.compile(
    # "The audit was published in September" is a sentence of the story.
    r"(?:(?<!was )(?<!were )(?<!been )(?<!first )"
    r"\b(?:last\s+)?(?:updated|modified|published|posted|reviewed|accessed|retrieved|uploaded"
    r"|printed|archived)(?:\s+(?:on|at))?|\bdate)\s*:?\s*(?:\w+,?\s+)?$",
    re.I,
)
_FULL_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d|.{0,20}?\d.{0,20}?(?:19|20)\d\d")
_DATELINE_LOOK: Final = 80  # characters from the top in which a date line stands; guessed
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|said|says|in|on|by|since|from|until"
    r"|before|after|\w{3,40}ed)\b"
)


def is_page_date(passage: str, stated: StatedFact) -> bool:
    """Return whether a date is when the page was put out, not when something happened."""
    before = passage[: stated.start]
    if _FRAME.search(before[-40:]):
        return True
    after = passage[stated.end : stated.end + 6]
    opens = stated.start <= _DATELINE_LOOK and _VERB.search(before) is None
    follows = re.match(r"\s*(?:[|·•–—-]\s*)?[A-Z“\"]", after) is not None
    return opens and follows and _FULL_DATE.match(stated.text) is not None


def without_page_dates(passage: str, stated: Sequence[StatedFact]) -> str:
    """Return a passage without the dates that are the page's own."""
    spans = [(d.start, d.end) for d in stated if d.kind == "date" and is_page_date(passage, d)]
    for start, end in sorted(spans, reverse=True):
        passage = f"{passage[:start].rstrip()} {passage[end:].lstrip()}"
    return passage


# --- the stretch of time that a figure covers

_PERIODS: Final[Sequence[tuple[str, re.Pattern[str]]]] = (
    ("day", re.compile(r"\b(?:(?:a|per|each|every|in (?:a|one))\s+day|daily|overnight)\b")),
    (
        "week",
        re.compile(r"\b(?:(?:a|per|each|every|this|last|over the|in (?:a|one))\s+week|weekly)\b"),
    ),
    (
        "month",
        re.compile(
            r"\b(?:(?:a|per|each|every|this|last|over the|in (?:a|one))\s+month|monthly"
            r"|(?:in|for|during)\s+(?:january|february|march|april|may|june|july|august|september"
            r"|october|november|december))\b"
        ),
    ),
    (
        "quarter",
        re.compile(r"\b(?:(?:first|second|third|fourth|last|this|per|a)[- ]quarter|quarterly)\b"),
    ),
    (
        "year",
        re.compile(
            r"\b(?:(?:a|per|each|every|this|last|over the|in (?:a|one)|for the|on the|full)\s+year"
            r"|in the year|yearly|annual(?:ly)?|year[- ]on[- ]year|annum)\b"
        ),
    ),
    ("decade", re.compile(r"\b(?:(?:a|per|each|over the|in (?:a|one))\s+decade)\b")),
)
_PERIOD_LOOK: Final = 40  # characters after a figure in which its period stands; guessed


def periods_differ(claim: str, fact: StatedFact, passage: str, stated: StatedFact) -> bool:
    """Return whether both figures name a stretch of time, and not the same one."""
    mine, theirs = _compared_with(claim, fact), _compared_with(passage, stated)
    if mine and theirs and mine != theirs:
        return True
    mine, theirs = _period_of(claim, fact), _period_of(passage, stated)
    return bool(mine) and bool(theirs) and not mine & theirs


_MONTHS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
# What a change is measured against: "rose 3 percent in August from July", "than a year earlier".
_COMPARED_WITH: Final = (
    (
        "month",
        re.compile(
            rf"\bfrom\s+(?:{_MONTHS})\b(?!\s+(?:to|until|through|\d))"
            r"|\b(?:a|the previous|the prior)\s+month\s+(?:earlier|ago|before)|month[- ]on[- ]month"
        ),
    ),
    (
        "quarter",
        re.compile(
            r"\b(?:(?:from|than)\s+(?:a|the previous|the prior)\s+quarter|quarter-on-quarter)"
        ),
    ),
    (
        "year",
        re.compile(r"\b(?:a\s+year\s+(?:earlier|ago|before)|year[- ]on[- ]year|on the year)\b"),
    ),
)
_COMPARED_LOOK: Final = 60  # characters after a figure in which what it is compared with stands


def _compared_with(text: str, value: StatedFact) -> set[str]:
    """Return the stretch of time over which something changed by a figure, where it is told."""
    _, last = sentence_at(text, value.start)
    after = plain(text[value.end : min(last, value.end + _COMPARED_LOOK)])
    after = re.split(r";|\band\b", after, maxsplit=1)[0]
    return {name for name, pattern in _COMPARED_WITH if pattern.search(after)}


def _period_of(text: str, value: StatedFact) -> set[str]:
    _, last = sentence_at(text, value.start)
    after = plain(text[value.end : min(last, value.end + _PERIOD_LOOK)])
    after = re.split(r"[,;]|\band\b", after, maxsplit=1)[0]
    return {name for name, pattern in _PERIODS if pattern.search(after)}
