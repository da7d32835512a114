"""Names in the copy, by kind, with the titles that stand before them.

A name is a run of capitals and the little words inside it: a person, an organisation or a place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from factcheck.text.language import lexicon
from factcheck.text.language.sentences import DATELINE
from factcheck.text.language.tokens import Tokens, bare, capital
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.entities import Chances, Entities
from factcheck.text.names.entity_types import (
    Kind,
    certain_kind,
    chance_of_a_name,
    kind_of,
    likelihood,
    pooled,
    speaks_next,
)
from factcheck.text.names.extents import (
    inner_name,
    name_words,
    place_length,
    run_end,
    span_of,
    text_of,
)
from factcheck.text.names.gazetteer import PEOPLES, PLACES
from factcheck.text.names.headlines import Headline, mostly_capitals
from factcheck.text.names.titles import HONORIFICS, MODIFIERS, TITLES, title_length
from factcheck.text.reading import Span

_WORDS = word_lists("factcheck.text.names", "finder")

_LONE_STOP = _WORDS["lone_stop"]
_COUNTING = _WORDS["counting"]
_KINDS_OF_PEOPLE = (
    "men",
    "women",
    "people",
    "ers",
    "ors",
    "ists",
    "ants",
    "ents",
    "ees",
    "ives",
    "tions",
    "ments",
)
# A people by its ending, for those no list of ours holds.
DEMONYM = re.compile(r"[A-Z][a-z]+(?:ian|ean|ese|ish)")
_LEANINGS = _WORDS["leanings"]
_PEOPLED = _WORDS["peopled"]
_LITTLE_OR_NAME = frozenset(["may", "will"])
# "King County", "Prince Edward Island": places, whatever their first word.
_SURELY_PLACES = _WORDS["surely_places"]
_OPENERS = "“\"‘'«:„(—–-•*·▪‣|"


@dataclass(frozen=True, slots=True)
class NameMention:
    """One name where it stands.

    `name` is its words without a title or a possessive; `title` the span of the title before it,
    `title_text` that title as written.
    """

    span: Span
    name: str
    kind: Kind
    first: int
    last: int
    title: Span | None = None
    title_text: str | None = None
    of: str | None = None


def find_mentions(tokens: Tokens, sentences: list[Span], entities: Entities) -> list[NameMention]:
    """Every name inside the given sentences, in order."""
    return _Finder(tokens, entities).find(sentences)


class _Finder:
    """One copy's names.

    Rules of print say how far each goes and `kinds` what it is; headlines come last, when the names
    of the copy under them are known.
    """

    def __init__(self, tokens: Tokens, entities: Entities) -> None:
        self.tokens = tokens
        self.entities = entities
        self.ordinary = {w for w in tokens.words if w.islower()}
        self.freed = self._freed()
        self.named = name_words(tokens, self.freed)
        self.found: list[NameMention] = []
        self.unsure: list[int] = []  # places in `found` of those whose kind is still to be weighed
        self.heard: dict[str, list[Chances]] = {}
        self.datelines: set[int] = set()
        self.capital_inside: set[str] = set()

    def find(self, sentences: list[Span]) -> list[NameMention]:
        ranges = [self.tokens.range(sentence) for sentence in sentences]
        headlines = []
        for inside in ranges:
            if mostly_capitals(self.tokens, inside):
                headlines.append(inside)
            else:
                later = (
                    i
                    for i in inside[1:]
                    if self.named[i] and self.tokens.words[i - 1] not in _OPENERS
                )
                self.capital_inside.update(bare(self.tokens.words[i]) for i in later)
        lines = {inside.start for inside in headlines}
        for sentence, inside in zip(sentences, ranges, strict=True):
            if inside.start not in lines:
                self._sentence(sentence, inside)
        self._weigh()
        headline = Headline(
            self.tokens, self.entities, [(m.name, m.kind) for m in self.found if m.title != m.span]
        )
        for inside in headlines:
            for one in headline.names(inside):
                self._add(one.first, one.last, one.kind, one.title)
        return sorted(self.found, key=lambda mention: mention.span)

    def _freed(self) -> set[int]:
        """Words that are a month or a verb by their letters and a name by the model's eyes."""
        words, lower = self.tokens.words, self.tokens.lower
        maybe = [i for i, low in enumerate(lower) if low in _LITTLE_OR_NAME and words[i].istitle()]
        return {
            i
            for i in maybe
            if chance_of_a_name(0.4 if speaks_next(self.tokens, i) else 0.2, self._seen(i, i)) > 0.5
        }

    def _seen(self, first: int, last: int) -> Chances | None:
        return self.entities.chances(span_of(self.tokens, first, last))

    def _sentence(self, sentence: Span, inside: range) -> None:
        tokens = self.tokens
        dateline = DATELINE.match(tokens.text, sentence[0])
        if dateline is not None and dateline.end("place") == sentence[1]:
            self.datelines.update(inside)
        i = inside.start
        while i < inside.stop:
            last = run_end(tokens, self.named, i, inside.stop)
            if last < i:
                self._compound(i)
                i += 1
                continue
            self._run(i, last, i == inside.start or tokens.words[i - 1] in _OPENERS)
            last = self._other_script(last, inside.stop)
            i = last + 1

    def _add(
        self, first: int, last: int, kind: Kind, title: Span | None = None, of: str | None = None
    ) -> None:
        text = " ".join(self.tokens.text[slice(*title)].split()) if title else None
        name, span = text_of(self.tokens, first, last), span_of(self.tokens, first, last)
        self.found.append(NameMention(span, name, kind, first, last, title, text, of))

    def _compound(self, i: int) -> None:
        inner = inner_name(self.tokens, i)
        if inner is not None:
            name, at = inner
            start = self.tokens.starts[i] + at
            kind: Kind = "people" if name in PEOPLES else "place"
            self.found.append(NameMention((start, start + len(name)), name, kind, i, i))

    def _other_script(self, last: int, stop: int) -> int:
        """Add the same name in letters that have no capitals: "Yusuf Karim (يوسف كريم)"."""
        tokens = self.tokens
        if (
            not self.found
            or self.found[-1].last != last
            or last + 2 >= stop
            or tokens.words[last + 1] != "("
        ):
            return last
        k = last + 2
        while (
            k < stop
            and tokens.words[k][0].isalpha()
            and not tokens.words[k][0].isascii()
            and _caseless(tokens.words[k])
        ):
            k += 1
        if k == last + 2 or k >= stop or tokens.words[k] != ")":
            return last
        named = self.found[-1]
        kind: Kind = named.kind
        if len(self.found) - 1 in self.unsure[-1:]:
            self.unsure.append(len(self.found))
        self.found.append(
            NameMention(tokens.span(last + 2, k - 1), named.name, kind, named.first, named.last)
        )
        return k

    def _run(self, first: int, last: int, opens: bool) -> None:
        """Add the names in one run of name words; `opens` says that it begins a sentence."""
        tokens = self.tokens
        if first == last and not self._is_a_name(first, opens):
            return
        if opens and first < last:
            first = self._without_opening_word(first, last)
        if bare(tokens.lower[last]) in _SURELY_PLACES and first < last:
            self._guess(first, last)
            return
        title = title_length(tokens, first, last)
        given = tokens.lower[first + title] if first + title <= last else ""
        if title or given in lexicon.FEMALE_NAMES or given in lexicon.MALE_NAMES:
            # "Maj. Gen. Ana Ruiz of the Belmar army": what follows "of" is another name.
            cut = next(
                (k for k in range(first + title + 1, last) if tokens.lower[k] in ("of", "for")),
                None,
            )
            cut = first + title if cut is None and title and given in ("of", "for") else cut
            if cut is not None:
                rest = cut + 2 if tokens.lower[cut + 1] == "the" else cut + 1
                self._run(first, cut - 1, False)
                if rest <= last:
                    self._run(rest, last, False)
                return
        if not title and first < last and DEMONYM.fullmatch(tokens.words[first]):
            title = title_length(tokens, first + 1, last)
            if title:  # "Varenian President Tomas Aldenne": a people no list of ours holds
                self._add(first, first, "people")
                first += 1
        if title:
            self._titled(first, last, title)
        else:
            self._parted(first, last)

    def _is_a_name(self, i: int, opens: bool) -> bool:
        """Whether a lone word with a capital is a name."""
        low = self.tokens.lower[i]
        if low.split("-")[0] in _COUNTING or i in self.freed:
            return i in self.freed
        prior = self._opening_prior(i) if opens else self._inside_prior(i)
        if opens and speaks_next(self.tokens, i):
            prior = 2.5 * prior / (1 + 1.5 * prior)
        return prior == 1 or chance_of_a_name(prior, self._seen(i, i)) >= 0.5

    def _opening_prior(self, i: int) -> float:
        tokens = self.tokens
        low, word = tokens.lower[i], bare(tokens.words[i])
        seen_small = low in self.ordinary
        if low in _LONE_STOP:
            return 0.0
        if (
            low in TITLES
            or low in lexicon.AGENT_NOUNS
            or (low.endswith("s") and low[:-1] in TITLES)
        ):
            return 0.05
        if word in PLACES or word in PEOPLES or (len(word) > 1 and word.isupper()):
            return 1.0
        if low.endswith(_KINDS_OF_PEOPLE):
            return 0.06
        if word in self.capital_inside:
            return 0.6 if seen_small else 1.0
        if low.endswith(("ly", "ing")):
            return 0.12
        if seen_small or low.endswith("ed"):
            return 0.1 if low.endswith("s") else 0.3
        after = tokens.lower[i + 1] if i + 1 < len(tokens.lower) else ""
        plural = low.endswith("s") and bare(low) == low and after in ("are", "were", "have", "who")
        return 0.15 if plural else 0.65

    def _inside_prior(self, i: int) -> float:
        low, word = self.tokens.lower[i], bare(self.tokens.words[i])
        if low in TITLES or word in PLACES or word in PEOPLES:
            return 1.0
        if low in lexicon.AGENT_NOUNS or low.endswith(_KINDS_OF_PEOPLE) or low in _LONE_STOP:
            return 0.5
        return 0.6 if low in lexicon.MONTHS else 0.93

    def _without_opening_word(self, first: int, last: int) -> int:
        """Return the first word of the name itself.

        "Former Rep. …" and "Rebels of the Dawn Front" begin with a common word that only the
        sentence's beginning made a capital.
        """
        tokens = self.tokens
        low = tokens.lower[first]
        if low.split("-")[0] in _COUNTING:
            return first + 1
        if (
            title_length(tokens, first, last)
            or low in TITLES
            or place_length(tokens, first, last + 1)
        ):
            return first
        linked = tokens.lower[first + 1] in ("of", "for")
        plural = (
            linked and low.endswith("s") and low not in lexicon.ORGANISATION_WORDS
        )  # "Rebels of the …"
        kind_of_people = plural or low in lexicon.AGENT_NOUNS or low.endswith(_KINDS_OF_PEOPLE)
        if low in self.ordinary and low not in lexicon.ORGANISATION_WORDS:
            prior = 0.1
        elif linked and kind_of_people:
            prior = 0.25
        else:
            prior = 0.5 if kind_of_people else 0.85
        if (
            tokens.words[first].isupper()
            or chance_of_a_name(prior, self._seen(first, first)) >= 0.5
        ):
            return first
        first += 1
        while first < last and tokens.lower[first] in ("of", "for", "the"):
            first += 1
        return first

    def _titled(self, first: int, last: int, title: int) -> None:
        """Add a run that begins with a title.

        A people or office before it ("Syrian President") is a mention of its own.
        """
        tokens = self.tokens
        end = first + title - 1
        head = place_length(tokens, first, end + 1)
        of = None
        if head and first + head <= end:
            name = text_of(tokens, first, first + head - 1)
            self._add(first, first + head - 1, "people" if name in PEOPLES else "place")
            first += head
            of = PEOPLES.get(name) or PLACES.get(name)
        elif title > 1:
            cut = next((k for k in range(end, first - 1, -1) if _office_word(tokens, k)), None)
            if cut is not None and cut < end and self._names_a_body(first, cut):
                of = text_of(tokens, first, cut)
                self._add(first, cut, "organisation")
                first = cut + 1
        span = tokens.span(first, end)
        honorific = tokens.lower[first].rstrip(".") in HONORIFICS and first == end
        if end < last:
            self._add(end + 1, last, "person", None if honorific else span, of)
        elif not honorific:
            self._add(first, end, "other", span, of)

    def _names_a_body(self, first: int, last: int) -> bool:
        """Return whether the words before a title name a body, as in "Tessel Police Chief".

        "Police Chief" is a title whole.
        """
        words = self.tokens.words[first : last + 1]
        return any(word.isupper() or word.lower() not in MODIFIERS for word in words)

    def _parted(self, first: int, last: int) -> None:
        """Add a run without a title.

        A people before a person or an acronym is a name of its own.
        """
        tokens = self.tokens
        leaning = first < last and tokens.lower[first] in _LEANINGS
        if leaning and bare(tokens.lower[last]) not in lexicon.ORGANISATION_WORDS:
            first += 1
        if first < last and tokens.words[first] in PEOPLES:
            second = tokens.words[first + 1]
            acronyms = all(
                len(tokens.words[k]) > 1 and tokens.words[k].isupper()
                for k in range(first + 1, last + 1)
            )
            if (
                acronyms
                or second.lower() in lexicon.FEMALE_NAMES
                or second.lower() in lexicon.MALE_NAMES
            ):
                self._add(first, first, "people")
                first += 1
        self._guess(first, last)

    def _guess(self, first: int, last: int) -> None:
        name = text_of(self.tokens, first, last)
        kind = certain_kind(name)
        if (
            kind is None
            and (DEMONYM.fullmatch(name) or name.endswith("i"))
            and self._describes(last)
        ):
            kind = "people"
        if kind is None and first in self.datelines:
            kind = "place"
        if kind is None:
            self.unsure.append(len(self.found))
            self.heard.setdefault(name, []).append(
                likelihood(self.tokens, first, last, self._seen(first, last))
            )
        self._add(first, last, kind or "other")

    def _describes(self, last: int) -> bool:
        """Whether the word is an adjective by what follows: "the Belmarian army"."""
        tokens = self.tokens
        after = tokens.words[last + 1] if last + 1 < len(tokens.words) else ""
        return (
            bool(after)
            and after.islower()
            and after in lexicon.ORGANISATION_WORDS | lexicon.AGENT_NOUNS | _PEOPLED
        )

    def _weigh(self) -> None:
        """Settle the kinds, longer names first, so that people lend surnames to short mentions."""
        surnames = {_surname(m.name) for m in self.found if m.kind == "person"}
        evidence = {name: pooled(heard) for name, heard in self.heard.items()}
        for n in sorted(self.unsure, key=lambda n: self.found[n].first == self.found[n].last):
            one = self.found[n]
            kind = kind_of(
                self.tokens, one.first, one.last, one.name, evidence.get(one.name), surnames
            )
            self.found[n] = replace(one, kind=kind)
            if kind == "person" and one.first < one.last:
                surnames |= {_surname(one.name), one.name.split()[0]}


def _surname(name: str) -> str:
    words = name.split()
    return (
        words[-2]
        if len(words) > 2 and words[-1].rstrip(".").lower() in ("jr", "sr", "ii", "iii", "iv")
        else words[-1]
    )


def _caseless(word: str) -> bool:
    return word[0].isalpha() and not word[0].isascii() and not capital(word) and not word.islower()


def _office_word(tokens: Tokens, k: int) -> bool:
    return bare(tokens.lower[k]) in lexicon.ORGANISATION_WORDS or tokens.words[k].isupper()
