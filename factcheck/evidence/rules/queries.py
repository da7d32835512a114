"""From a claim to the key words that may leave the building."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from factcheck.evidence.rules.rarity import rarity_of
from factcheck.evidence.rules.words import StatedFact, Word, bare, is_content, plain, stem, words_of
from factcheck.newsroom.phrases import gettext_noop
from factcheck.text.language.lexicon import PREPOSITIONS
from factcheck.text.language.tense import is_past
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.titles import TITLES

MOST_TERMS: Final = 8
MOST_PHRASES: Final = 2
MOST_TYPED: Final = 12
MOST_TYPED_PHRASES: Final = 3
DAYS_BEFORE: Final = 45  # news that bears on a claim without a date of its own
DAYS_AFTER: Final = 7
_EARLY_REPORT: Final = dt.timedelta(days=3)  # before a stated day its news may begin; guessed
_TELLING: Final = 4  # letters
_LEAST_WORTH: Final = 3  # digits of a number that is asked for word for word; guessed
_UNIT_WORTH: Final = 2  # digits that a unit is worth, so "5 km" is asked for; guessed
_LONG, _SHORT = 4, 2  # terms of a ladder's first and third wordings
_PRONOUN: Final = re.compile(r"\s*(?:he|she|they|his|her|their)\b(?![’'])", re.I)
# A day, or the month or year whose first day the window must hold.
_STATED: Final = re.compile(r"(?<!\d)\d{4}(?:-\d{2}){0,2}")
_WITHIN: Final = re.compile(r"\b(?:he|she)\b(?![’'])", re.I)
_OFFICES: Final = word_lists("factcheck.evidence.rules", "words")["offices"]
_NO_KEY: Final = word_lists("factcheck.evidence.rules", "words")["no_key"]
_TABLE: Final = data_table("factcheck.evidence.rules", "words")
_EVERYWHERE: Final = frozenset(_TABLE["everywhere"]["names"])
# "Has fallen" says which way, not what.
_DIRECTIONS: Final = frozenset(f"{_TABLE['words']['up']} {_TABLE['words']['down']}".split())
_VERBISH: Final = ("ing", "ed", "ly")


@dataclass(frozen=True, slots=True)
class KeyWords:
    """What is asked: phrases first, then words, the dearest first; never the sentence.

    `languages` are those it is asked in, two letters each, the copy's first.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    languages: tuple[str, ...] = ("en",)

    @property
    def count(self) -> int:
        return len(self.words) + len(self.phrases)

    @property
    def text(self) -> str:
        return " ".join([*(f"“{p}”" for p in self.phrases), *self.words])


def query_for(
    claim_text: str,
    facts: Sequence[StatedFact],
    names: Iterable[str] = (),
    published: dt.date | None = None,
) -> KeyWords:
    """Return the key words of a claim.

    Its names and places, then what it is about, then the one number that matters most. `facts` are
    the claim's, with spans into `claim_text`; `names` are full names that mentions in it stand for
    ("Musawi": "Hussein al-Musawi"). At most eight terms. Words are those of the claim, in the order
    of their worth, so that a provider which finds nothing can be asked again with the last ones
    dropped (`fewer`).
    """
    named = _asked_names(claim_text, facts, list(names))
    phrases = tuple(name for name in named if " " in name)[:MOST_PHRASES]
    taken = {stem(word.text) for phrase in phrases for word in words_of(phrase)}
    taken |= {stem(part) for part in _left_out(facts)}
    single = _single_words(named, taken)
    number = _number(facts)
    room = MOST_TERMS - len(phrases) - bool(number)
    subjects = _subjects(claim_text, facts, taken | single.keys())
    chosen = [*single.values(), *subjects][: max(room, 0)]
    since, until = _window(facts, published)
    return KeyWords((*chosen, *([number] if number else [])), phrases, since, until)


def _asked_names(claim_text: str, facts: Sequence[StatedFact], names: Sequence[str]) -> list[str]:
    """Return the names a claim is asked with, first of all whom its pronoun stands for.

    A pronoun that does not open the claim stands for the speaker where nobody else is named in
    full: "In his speech he called the treaty a betrayal".
    """
    named = _names(claim_text, facts, names)
    in_full = any(fact.kind == "name" and " " in fact.text for fact in facts)
    pronoun = _PRONOUN.match(claim_text) or (not in_full and _WITHIN.search(claim_text))
    if len(names) != 1 or not pronoun:
        return named
    # "He accused …": whom the pronoun stands for is who is asked about.
    meant = _untitled(names[0])
    return named if meant in named else [meant, *named]


def _single_words(named: Sequence[str], taken: set[str]) -> dict[str, str]:
    """Return the words of names that no phrase holds, each by its stem."""
    single: dict[str, str] = {}
    for name in named:
        for word in words_of(name):
            if word.stem not in taken and is_content(word) and not word.is_number:
                single.setdefault(word.stem, bare(word.text))
    return single


def ladder(query: KeyWords) -> tuple[KeyWords, ...]:
    """Return up to four short wordings of a query, the one that says most first.

    Most providers want every word. The first has the dearest terms without the number under test,
    which only those would have who agree; the second is shorter, or has the number; the third is
    the dearest term alone, the last does without it. Each names its one language; the first is
    asked in the query's other languages too, right after.
    """
    own, others = query.languages[:1], query.languages[1:]
    wordings = [
        replace(query, phrases=phrases, words=words, languages=own)
        for phrases, words in _rungs(query)
        if phrases or words
    ]
    abroad = [replace(first, languages=(code,)) for first in wordings[:1] for code in others]
    return tuple(dict.fromkeys([*wordings[:1], *abroad, *wordings[1:]]))


def _rungs(query: KeyWords) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the phrases and words of each wording, the one that says most first."""
    number = next((word for word in query.words if word[:1].isdigit()), "")
    words = tuple(word for word in query.words if word != number)
    dearest = query.phrases[:1]
    dearest_terms = query.phrases, words[: max(_LONG - len(query.phrases), 1)]
    with_number = dearest, (*words[:1], number)
    shorter = dearest, words[: max(_SHORT - len(dearest), 1)]
    shortest = dearest, () if dearest else _telling(words)[:1]
    second = with_number if number else shorter
    return [dearest_terms, second, shortest, _without_the_dearest(query, words)]


def _without_the_dearest(
    query: KeyWords, words: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the terms that come after the dearest: other pages may not have that one at all."""
    if query.phrases[1:]:
        return query.phrases[1:], ()
    rest = words if query.phrases else words[1:]
    # One word that is no name finds whatever there is.
    return (), rest[:_SHORT] if len(rest) >= _SHORT else ()


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that may be asked with alone: no "US"."""
    return tuple(word for word in words if len(word) >= _TELLING)


_QUOTED: Final = re.compile(r"[“\"]([^”\"“]+)[”\"]")
_RUN: Final = 5  # words of the copy in a row: as many tell the sentence


def typed_query(typed: str, claim_text: str, like: KeyWords) -> KeyWords:
    """Return the key words a person typed, phrases in quotation marks, over the days of `like`.

    ValueError with a plain sentence where they are none, too many, or so much of the copy in a row
    that they give it away: a query never holds the sentence.
    """
    phrases = tuple(" ".join(phrase.split()) for phrase in _QUOTED.findall(typed) if phrase.strip())
    words = tuple(
        _QUOTED.sub(" ", typed).replace("“", " ").replace("”", " ").replace('"', " ").split()
    )
    if not phrases and not words:
        raise ValueError(gettext_noop("Type the words to ask with."))
    if len(phrases) > MOST_TYPED_PHRASES or len(words) + len(phrases) > MOST_TYPED:
        raise ValueError(
            gettext_noop(
                "Ask with at most %(terms)s terms, %(phrases)s of them in quotation marks.",
                terms=MOST_TYPED,
                phrases=MOST_TYPED_PHRASES,
            )
        )
    for run in (*phrases, " ".join(words)):
        if shared := _in_a_row(run, claim_text):
            raise ValueError(
                gettext_noop(
                    "“%(shared)s” stands in the copy word for word. Ask with key words, not with "
                    "the sentence.",
                    shared=shared,
                )
            )
    return replace(like, words=words, phrases=phrases)


def _in_a_row(run: str, copy: str) -> str:
    """Return the first run of words that both have in a row, long enough to give the copy away."""
    mine, theirs = [plain(w.text) for w in words_of(run)], [plain(w.text) for w in words_of(copy)]
    runs = {tuple(theirs[i : i + _RUN]) for i in range(len(theirs) - _RUN + 1)}
    for i in range(len(mine) - _RUN + 1):
        if tuple(mine[i : i + _RUN]) in runs:
            return " ".join(mine[i : i + _RUN])
    return ""


def _names(text: str, facts: Sequence[StatedFact], names: Iterable[str]) -> list[str]:
    """Names and places of the claim, in full where known, in the order of the text, each once."""
    full = {last: _untitled(name) for name in names if (last := _last_word(name))}
    marked = sorted((f for f in facts if f.kind in ("name", "place")), key=lambda f: f.start)
    named = [_as_asked(fact, full) for fact in marked] or _capitals(text)
    kept: list[str] = []
    for name in named:
        if not any(plain(name) in plain(other) for other in kept):
            kept.append(name)
    # "The European Commission fined Vento Rail": the rail firm tells the story.
    return sorted(kept, key=lambda name: plain(name).removeprefix("the ") in _EVERYWHERE)


def _as_asked(fact: StatedFact, full: dict[str, str]) -> str:
    """Return a name or place as other papers write it: without office, a last name in full.

    `full` are the full names that are known, by their last words.
    """
    # A place is asked for as the copy writes it: "UK", not “United Kingdom”.
    written = fact.text if fact.kind == "place" else fact.value or fact.text
    name = _untitled(" ".join(_ABBREVIATED.sub(_without_stops, written).split()))
    return name if " " in name else full.get(_last_word(name), name)


def _last_word(name: str) -> str:
    """Return the last word of a name, plain; "" of what has no word."""
    return next((plain(word.text) for word in reversed(words_of(name))), "")


_ABBREVIATED: Final = re.compile(r"\b(?:[A-Z]\.){2,}")


def _without_stops(abbreviation: re.Match[str]) -> str:
    """Return "US" for "U.S.", which some engines cut into letters."""
    return abbreviation.group().replace(".", "")


def _untitled(name: str) -> str:
    """Return a name without the office before it.

    Pages write "President Assad", "Syria's president, Bashar al-Assad".
    """
    words = [word for word in name.split(" ") if not _FIGURE.fullmatch(word)]
    # "Strand Jr." is "Strand" in most papers.
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        words = [*words[:-2], words[-2].rstrip(",")]
    # The last word is the name: "Donald Reeve" is no reeve.
    last = max((place for place, word in enumerate(words[:-1]) if _is_office(word)), default=-1)
    words = words[last + 1 :]
    if any(_INITIAL.fullmatch(word) for word in words[:-1]):
        # Other papers leave an initial out: no phrase holds for all of them.
        words = words[-1:]
    return " ".join(words) or name


_SUFFIX: Final = re.compile(r"(?:Jr|Sr|II|III|IV)\.?,?")
_INITIAL: Final = re.compile(r"[A-Z]\.?")
_FIGURE: Final = re.compile(r"\d[\d.,]*")


def _is_office(word: str) -> bool:
    low = plain(word)
    return low in _OFFICES or low.rstrip(".") in TITLES or low in TITLES


def _left_out(facts: Sequence[StatedFact]) -> list[str]:
    """Return words of names that are no key words: titles, first names of a surname's bearer."""
    return [
        word.text
        for fact in facts
        if fact.kind in ("name", "title")
        for word in words_of(fact.text)
        if fact.kind == "title"
        or (_is_office(word.text) and not fact.text.endswith(f" {word.text}"))
        or _is_before_surname(word, fact.text)
    ]


def _is_before_surname(word: Word, name: str) -> bool:
    """Return whether a word is a first name or initial of who is asked for by the last name."""
    name = re.sub(rf",?\s{_SUFFIX.pattern}$", "", name)
    initialed = any(_INITIAL.fullmatch(part) for part in name.split()[:-1])
    return len(word.text) == 1 or (initialed and not name.endswith(word.text))


def _capitals(text: str) -> list[str]:
    """Return runs of capitalised words, the names of a claim whose facts nobody marked."""
    runs: list[list[Word]] = []
    last_end = -2
    for position, word in enumerate(words_of(text)):
        if word.is_name_like and is_content(word) and (position > 0 or word.text.isupper()):
            if runs and text[last_end : word.start] == " ":
                runs[-1].append(word)
            else:
                runs.append([word])
            last_end = word.end
    return [" ".join(w.text for w in run) for run in runs]


def _subjects(text: str, facts: Sequence[StatedFact], taken: set[str]) -> list[str]:
    """Return what the claim is about.

    Rare, noun-like words first, each once, none that a fact already gives.
    """
    spans = [(f.start, f.end) for f in facts if f.kind in ("number", "date")]
    seen = set(taken)
    subjects: list[Word] = []
    for word in words_of(text):
        if (
            any(s <= word.start < e for s, e in spans)
            or word.is_number
            or word.stem in seen
            or not is_content(word)
            or _says_nothing(word, text)
        ):
            continue
        seen.add(word.stem)
        subjects.append(word)
    subjects.sort(
        key=lambda w: (
            not w.is_name_like,
            _is_verbish(w, text),
            -rarity_of(w.text),
            w.start,
        )
    )
    return [bare(w.text) for w in subjects]


_INTO_OFFICE: Final = re.compile(
    r"\b(?:named|appointed|elected|re-?elected|nominated|chosen|made|became|become|sworn\sin)\s"
    r"(?:as\s)?(?:(?:the|an?|its|their)\s)?(?:\w{1,20}\s)?$",
    re.I,
)
_INFINITIVE: Final = re.compile(r"\bto\s+$")
_OBJECT: Final = re.compile(r"\s+(\w+)")


def _is_verbish(word: Word, text: str) -> bool:
    """Return whether a word tells what was done, which papers word in many ways.

    "Began to import maize": what follows "to" is a verb where its object follows.
    """
    if word.text.endswith(_VERBISH) or plain(word.text) in _DIRECTIONS or is_past(word.text):
        return True
    follows = _OBJECT.match(text, word.end)
    is_object = follows is not None and follows[1].lower() not in PREPOSITIONS
    return is_object and _INFINITIVE.search(text[: word.start]) is not None


def _says_nothing(word: Word, text: str) -> bool:
    """Return whether a word tells no story from another: "they're", "despite", "U.S"."""
    low = plain(word.text)
    contracted = "'" in low and not low.endswith("'s")
    if contracted or "." in word.text or low in _NO_KEY:
        return True
    # "Was named ambassador": there the office is what is told.
    return _is_office(word.text) and not _INTO_OFFICE.search(text[: word.start])


def _number(facts: Sequence[StatedFact]) -> str:
    """Return the number most likely to be found word for word: many digits, or a unit.

    Small counts say too little.
    """
    best, worth = "", 0
    for fact in facts:
        digits = re.search(r"\d[\d.,]*\d|\d", fact.text) if fact.kind == "number" else None
        if digits is None:
            continue
        has_unit = " " in (fact.value or "")
        figures = re.sub(r"[.,]", "", digits.group())
        value = len(figures) + _UNIT_WORTH * has_unit
        if value >= _LEAST_WORTH and value > worth:
            best, worth = digits.group(), value
    return best


def _window(
    facts: Sequence[StatedFact], published: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    stated = [
        day
        for fact in facts
        if fact.kind == "date" and fact.value
        for written in _STATED.findall(fact.value)
        if (day := _day(f"{written}-01-01"[:10])) is not None
    ]
    if published is None:
        return None, None
    since = min([published - dt.timedelta(days=DAYS_BEFORE), *(d - _EARLY_REPORT for d in stated)])
    return since, published + dt.timedelta(days=DAYS_AFTER)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
