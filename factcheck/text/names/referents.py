"""The people and bodies that the names of one copy refer to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from factcheck.text.language import lexicon
from factcheck.text.language.tokens import Tokens
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.descriptions import gender_of_name, heads_of
from factcheck.text.names.finder import NameMention
from factcheck.text.names.gazetteer import PEOPLES, PLACES
from factcheck.text.reading import Span

_ARTICLE = re.compile(r"^(?:al|el|ash|as|ar|at|bin|ibn|van|von|de|der|den|di|da|la|le)[- ‑]", re.I)
_NO_FIRM = word_lists("factcheck.text.names", "descriptions")["no_firm"]
_THINGS = word_lists("factcheck.text.names", "descriptions")["things"]
_COURTESIES = {"mr": "m", "sir": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f"}
_GENERATIONS = frozenset(["jr", "sr", "ii", "iii"])
_NOT_IN_ACRONYM = frozenset(["of", "the", "for", "and", "in"])
# More than any place in a text: bisecting with it finds a sentence by its beginning alone.
_NO_END = 1 << 60
# Mentions looked through for a person; keeps the cost linear.
_NAMES_BACK = 40


@dataclass(slots=True, eq=False)
class Referent:
    """A person or body: the fullest name in the copy, and what the copy says of them.

    `first` is where the fullest name begins. `sorts` are, for a body, the sorts of body that the
    copy calls it.
    """

    name: str
    kind: str
    first: int
    title: str | None = None
    of: str | None = None
    gender: str | None = None
    sorts: set[int] = field(default_factory=set)


class Mentions:
    """The names of one copy in order, each with its referent.

    News style gives the full name at first mention, then the surname or a short form.
    """

    def __init__(self, tokens: Tokens, mentions: list[NameMention], sentences: list[Span]) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self.sentences = sentences
        self.starts = [mention.span[0] for mention in mentions]
        self.by_alias: dict[str, Referent] = {}
        self.referent_of: dict[int, Referent] = {}
        self._referents: list[Referent] = []
        # Longest names first, so that a surname before its full name (in a headline) finds it too.
        for n in sorted(range(len(mentions)), key=lambda n: -len(mentions[n].name.split())):
            self._assign(n)
        self._join_short_forms()

    def _assign(self, n: int) -> None:
        """Give a mention its referent, a new one where no alias fits."""
        mention = self.mentions[n]
        if mention.kind in ("people", "place") or mention.span == mention.title:
            return
        key = mention.name.lower()
        referent = self.by_alias.get(key) or self.by_alias.get(_ARTICLE.sub("", key))
        if referent is None:
            referent = Referent(mention.name, _kind_of(mention), mention.span[0])
            self._referents.append(referent)
            for alias in _aliases(referent):
                self.by_alias.setdefault(alias, referent)
            if referent.kind == "person":
                referent.gender = gender_of_name(key.split()[0])
        if referent.kind == "person" and referent.gender is None:
            referent.gender = self._gender_by_courtesy(mention)
        self.referent_of[n] = referent

    def _gender_by_courtesy(self, mention: NameMention) -> str | None:
        """Return "f" or "m" by the "Mrs" or "Mr" before a name."""
        before = self.tokens.lower[mention.first - 1].rstrip(".") if mention.first else ""
        return _COURTESIES.get(before)

    def _join_short_forms(self) -> None:
        """Give mentions by a short form to the full name.

        A short form is a first name, a family name that comes first ("Zhao"), or the noun of a
        body ("The Front").
        """
        bodies, people = self._by_short_form()
        firms = self._by_first_word()
        for n, referent in self.referent_of.items():
            short = referent.name.lower()
            firm = firms.get(short)
            if firm is not None and firm is not referent and referent.title is None:
                self.referent_of[n] = self.by_alias[short] = firm
                continue
            if short in lexicon.ORGANISATION_WORDS:
                self.referent_of[n] = bodies.get(short, referent)
                continue
            full = people.get(short)
            may_be_person = referent.kind != "organisation" and referent.title is None
            if full is not None and may_be_person and full.first < self.starts[n]:
                self.referent_of[n] = full
                self.by_alias[short] = full

    def _by_first_word(self) -> dict[str, Referent]:
        """Return firms and other bodies by a first word that is all their own: "Ford"."""
        firms: dict[str, Referent] = {}
        for referent in sorted(self._referents, key=lambda referent: referent.first):
            word, *rest = referent.name.split()
            own = word.isalpha() and word not in PLACES and word not in PEOPLES
            # "NSW" is no short form of the "NSW Coroners Court".
            own = own and not (word.isupper() and len(rest) > 1)
            common = word.lower() in lexicon.ORGANISATION_WORDS or word.lower() in _NO_FIRM
            if referent.kind == "organisation" and rest and own and not common:
                firms.setdefault(word.lower(), referent)
        return firms

    def _by_short_form(self) -> tuple[dict[str, Referent], dict[str, Referent]]:
        """Return bodies by their nouns and people by their first words, the first named first."""
        bodies: dict[str, Referent] = {}
        people: dict[str, Referent] = {}
        for referent in sorted(self._referents, key=lambda referent: referent.first):
            if referent.kind == "person" and " " in referent.name:
                people.setdefault(referent.name.lower().split()[0], referent)
            elif referent.kind == "organisation":
                for head in heads_of(referent.name):
                    bodies.setdefault(head, referent)
        return bodies, people

    def full_name(self, n: int) -> str:
        """Return the canonical name of mention `n`."""
        referent = self.referent_of.get(n)
        return referent.name if referent else self.mentions[n].name

    def referents(self, numbers: Iterable[int]) -> Iterator[Referent]:
        """Yield the referents of mentions by number, without those that have none."""
        return (self.referent_of[n] for n in numbers if n in self.referent_of)

    def last_before(self, place: int) -> int:
        """Return the number of the last mention that begins before a place in the text, or -1."""
        return bisect_left(self.starts, place) - 1

    def has_person_before(self, place: int) -> bool:
        """Return whether a person is named before a place in the text."""
        numbers = range(self.last_before(place), -1, -1)[:_NAMES_BACK]
        return any(referent.kind == "person" for referent in self.referents(numbers))

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence that begins at or last before a place, or -1."""
        return bisect_right(self.sentences, (place, _NO_END)) - 1

    def sentence_before(self, place: int) -> int:
        """Return where the sentence before that of a place begins."""
        here = self.sentence_at(place)
        return self.sentences[max(0, here - 1)][0] if here >= 0 else place

    def first_between(self, first: int, last: int) -> NameMention | None:
        """Return the first mention that begins with one of the tokens `first` to `last`."""
        at = bisect_left(self.starts, self.tokens.starts[first])
        if at < len(self.mentions) and self.mentions[at].first <= last:
            return self.mentions[at]
        return None

    def name_at(self, k: int, stop: int) -> str | None:
        """Return the name that begins at token `k`, or after an article there, before `stop`."""
        if k < stop and self.tokens.lower[k] in ("the", "a", "an"):
            k += 1
        if k >= stop:
            return None
        at = bisect_left(self.starts, self.tokens.starts[k])
        begins = at < len(self.mentions) and self.starts[at] == self.tokens.starts[k]
        return self.mentions[at].name if begins else None


def _kind_of(mention: NameMention) -> str:
    """Return the kind of a new referent; what follows a title without a kind may be a body."""
    if mention.kind == "person":
        return "person"
    if mention.name in _THINGS:
        return "other"
    return "other" if mention.kind == "other" and mention.title is None else "organisation"


def _aliases(referent: Referent) -> set[str]:
    """Return the names, in small letters, by which later mentions may refer to somebody."""
    words = referent.name.lower().split()
    names = {referent.name.lower()}
    if referent.kind == "person":
        surname = _surname(words)
        names |= {surname, _ARTICLE.sub("", surname)}
    elif len(words) > 1:
        names.add("".join(word[0] for word in words if word not in _NOT_IN_ACRONYM))
        if len(words) == 2 and words[-1] in lexicon.ORGANISATION_WORDS:
            names.add(words[0])
    return {name for name in names if len(name) > 1}


def _surname(words: list[str]) -> str:
    """Return the surname among a name's words, without "Jr." or "III"."""
    generation = len(words) > 2 and words[-1].rstrip(".") in _GENERATIONS
    return words[-2] if generation else words[-1]
