"""Names in the copy, by kind, with the titles that stand before them.

A name is a run of capitals and the little words inside it: a person, an organisation or a place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from factcheck.text.language import lexicon
from factcheck.text.language.rules import Rule, first_result
from factcheck.text.language.sentences import DATELINE
from factcheck.text.language.tokens import Tokens, bare, capital
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.entities import Chances, Entities
from factcheck.text.names.entity_types import (
    PARTY_TAGS,
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
from factcheck.text.names.titles import (
    FIELDS,
    HONORIFICS,
    MODIFIERS,
    SEATS,
    TITLES,
    WHOLE,
    field_begin,
    is_title_word,
    joins_fields,
    office_after_body,
    title_length,
)
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
_PRIORS: dict[str, float] = data_table("factcheck.text.names", "finder")["priors"]
# What is one name though its words are a place, a day or an office: "Queen of the South".
WHOLE_NAMES = frozenset(
    data_table("factcheck.text.names", "finder")["whole"]["organisation"].strip().splitlines()
)
_BY_FIRST_WORD: dict[str, list[list[str]]] = {}
for _first, *_rest in (_name.split() for _name in sorted(WHOLE_NAMES)):
    _BY_FIRST_WORD.setdefault(_first, []).append(_rest)
# The chance from which words are taken for a name.
_LIKELY = 0.5
# The chance from which the model's word alone makes a person of one. Guessed.
_SURELY = 0.8

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


@dataclass(frozen=True, slots=True)
class _Opener:
    """A lone word that opens a sentence, so that its capital says nothing.

    `word` is without a possessive ending, `following` the next word in small letters.
    """

    low: str
    word: str
    following: str
    # Whether the copy also has it in small letters.
    in_small_letters: bool
    # Whether the copy also has it with a capital inside a sentence.
    with_capital_inside: bool


def _is_title_or_agent(opener: _Opener) -> bool:
    low = opener.low
    plural = low.endswith("s") and low[:-1] in TITLES
    return low in TITLES or low in lexicon.AGENT_NOUNS or plural


def _is_field_of_office(opener: _Opener) -> bool:
    return opener.following in TITLES and (opener.low in MODIFIERS or opener.low in FIELDS)


def _is_known(opener: _Opener) -> bool:
    word = opener.word
    return word in PLACES or word in PEOPLES or (len(word) > 1 and word.isupper())


def _is_plural_subject(opener: _Opener) -> bool:
    plural = opener.low.endswith("s") and bare(opener.low) == opener.low
    return plural and opener.following in ("are", "were", "have", "who")


# The result is the key of a prior in data/finder.toml.
_OPENING_SHAPES: tuple[Rule[_Opener, str], ...] = (
    Rule(lambda o: o.low in _LONE_STOP, "no name", "President"),
    Rule(_is_field_of_office, "no name", "Fire chief"),
    Rule(_is_title_or_agent, "title or role", "Senators"),
    Rule(_is_known, "certain", "Paris, NATO"),
    Rule(lambda o: o.low.endswith(_KINDS_OF_PEOPLE), "kind of people", "Workers"),
    Rule(
        lambda o: o.with_capital_inside and o.in_small_letters,
        "capital inside and in small letters",
        "Front, where the copy has the Front and the front",
    ),
    Rule(lambda o: o.with_capital_inside, "certain", "Whitlow, where the copy has her again"),
    Rule(lambda o: o.low.endswith(("ly", "ing")), "adverb or participle", "Speaking"),
    Rule(
        lambda o: (o.in_small_letters or o.low.endswith("ed")) and o.low.endswith("s"),
        "common plural",
        "Boats",
    ),
    Rule(lambda o: o.in_small_letters or o.low.endswith("ed"), "common word", "Rain"),
    Rule(_is_plural_subject, "plural subject", "Tolls were"),
)


# What links an office to its country: "Ambassador to Germany Richard Grenell".
_OF_A_PLACE = frozenset(("from", "of", "to", "for"))
# Offices that an adjective of a place stands before: "Victorian Premier".
_OF_STATES = frozenset(
    ("premier", "minister", "chancellor", "governor", "senator", "mp", "president")
)
_FORCES = frozenset(("police", "constabulary", "council", "fire", "ambulance", "hospitals"))
_MINISTERS = frozenset(("minister", "secretary"))
_LETTERS_AFTER = frozenset(
    ("MP", "MSP", "MLA", "MEP", "TD", "KC", "QC", "SC", "SAN", "OBE", "MBE", "CBE", "PhD")
)
# "Rear Adm (retd) Nigel Croft"
_RETIRED = frozenset(("retd", "ret'd", "ret’d", "ret", "rtd", "retired"))


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
        self.inside = self._inside_bodies()
        self.mentions: list[NameMention] = []
        self.unsure: list[int] = []  # places in `found` of those whose kind is still to be weighed
        self.heard: dict[str, list[Chances]] = {}
        self.datelines: set[int] = set()
        self.capital_inside: set[str] = set()

    def find(self, sentences: list[Span]) -> list[NameMention]:
        """Return the names of the sentences, in order."""
        ranges = [self.tokens.range(sentence) for sentence in sentences]
        headlines = [inside for inside in ranges if mostly_capitals(self.tokens, inside)]
        headline_starts = {inside.start for inside in headlines}
        for inside in ranges:
            if inside.start not in headline_starts:
                self._note_capitals(inside)
        for sentence, inside in zip(sentences, ranges, strict=True):
            if inside.start not in headline_starts:
                self._sentence(sentence, inside)
        self._weigh()
        known = [(m.name, m.kind) for m in self.mentions if m.title != m.span]
        headline = Headline(self.tokens, self.entities, known)
        for inside in headlines:
            for name in headline.names(inside):
                self._add(name.first, name.last, name.kind, name.title)
        return sorted(self.mentions, key=lambda mention: mention.span)

    def _note_capitals(self, inside: range) -> None:
        """Note the name words inside a sentence, whose capital does not come from its beginning."""
        for i in inside[1:]:
            if self.named[i] and self.tokens.words[i - 1] not in _OPENERS:
                self.capital_inside.add(bare(self.tokens.words[i]))

    def _freed(self) -> set[int]:
        """Words that are a month or a verb by their letters and a name by the model's eyes."""
        words, lower = self.tokens.words, self.tokens.lower
        maybe = [i for i, low in enumerate(lower) if low in _LITTLE_OR_NAME and words[i].istitle()]
        freed = {
            i for i in maybe if chance_of_a_name(self._freed_prior(i), self._seen(i, i)) > _LIKELY
        }
        days = (i for i, low in enumerate(lower) if low in lexicon.WEEKDAYS and words[i].istitle())
        return freed | {i for i in days if self._is_given_day(i)}

    def _is_given_day(self, i: int) -> bool:
        """Return whether a weekday is a given name: "One of them, Sunday Ekpo, said"."""
        words, lower = self.tokens.words, self.tokens.lower
        seen = self._seen(i, i + 1) if i + 1 < len(words) else None
        surname = words[i + 1 : i + 2] and words[i + 1].istitle() and words[i + 1].isalpha()
        apart = i > 0 and words[i - 1] in ",(" and lower[i - 2 : i - 1] not in (["on"], ["by"])
        return bool(surname and apart and seen is not None and float(seen[1]) > _LIKELY)

    def _inside_bodies(self) -> set[int]:
        """Each "and" that the model sees inside a body: "Securities and Exchange Commission"."""
        between = [i for i, low in enumerate(self.tokens.lower) if low == "and"]
        return {
            i
            for i in between
            if joins_fields(self.tokens, i) or self._body_chance(i) > self._least_chance_of_body(i)
        }

    def _least_chance_of_body(self, i: int) -> float:
        """Return how sure the model must be that an "and" is inside a body.

        Less, where one capital stands before it and a force behind: "Devon and Cornwall Police".
        """
        words, lower = self.tokens.words, self.tokens.lower
        force = lower[i + 2 : i + 3] and lower[i + 2] in _FORCES and words[i + 2][0].isupper()
        alone = i > 0 and words[i - 1].istitle() and not (i > 1 and words[i - 2].istitle())
        return _LIKELY / 2 if force and alone and words[i + 1].istitle() else _SURELY

    def _body_chance(self, i: int) -> float:
        seen = self._seen(i, i)
        return float(seen[2]) if seen is not None else 0.0

    def _freed_prior(self, i: int) -> float:
        """Return the chance that "May" or "Will" is a name."""
        return _PRIORS["may or will, speaking" if speaks_next(self.tokens, i) else "may or will"]

    def _seen(self, first: int, last: int) -> Chances | None:
        return self.entities.chances(span_of(self.tokens, first, last))

    def _sentence(self, sentence: Span, inside: range) -> None:
        tokens = self.tokens
        dateline = DATELINE.match(tokens.text, sentence[0])
        if dateline is not None and dateline.end("place") == sentence[1]:
            self.datelines.update(inside)
        i = inside.start
        while i < inside.stop:
            if whole := self._whole_name(i, inside.stop):
                self._add(i, whole, "organisation")
                i = whole + 1
                continue
            last = run_end(tokens, self.named, i, inside.stop, self.inside)
            if last < i:
                self._compound(i)
                i += 1
                continue
            if self._is_party_tag(i, last):
                i = last + 1
                continue
            last = self._with_field(i, last, inside.stop)
            if i == inside.start and (end := self._add_with_two_offices(i, last, inside.stop)):
                i = end + 1
                continue
            if name := self._name_after(i, last, inside.stop):
                end = run_end(tokens, self.named, name, inside.stop, self.inside)
                self._add(name, end, "person", span_of(tokens, i, last))
                i = end + 1
                continue
            self._run(i, last, i == inside.start or tokens.words[i - 1] in _OPENERS)
            last = self._other_script(last, inside.stop)
            i = last + 1

    def _whole_name(self, i: int, stop: int) -> int:
        """Return the last token of a name that a list has whole, 0 where none begins here.

        A name that goes on is another: "Manchester City Council".
        """
        words = self.tokens.words
        for rest in _BY_FIRST_WORD.get(words[i], ()):
            last = i + len(rest)
            goes_on = last + 1 < stop and self.named[last + 1]
            if last < stop and not goes_on and words[i + 1 : last + 1] == rest:
                return last
        return 0

    def _is_title(self, first: int, last: int) -> bool:
        return title_length(self.tokens, first, last) == last - first + 1

    def _is_party_tag(self, first: int, last: int) -> bool:
        """Return whether a lone word in brackets is a party's tag: "Cllr Ana Ruiz (Ind)"."""
        words = self.tokens.words
        bracketed = first and words[first - 1] == "(" and words[last + 1 : last + 2] == [")"]
        return bool(bracketed) and first == last and self.tokens.lower[first] in PARTY_TAGS

    def _ends_with_office(self, last: int) -> bool:
        low = self.tokens.lower[last]
        return is_title_word(low) or low in FIELDS

    def _with_field(self, first: int, last: int, stop: int) -> int:
        """Return the end of a run that goes on after the field of its title.

        In "Secretary of State for Transport Louise Haigh" the run of capitals breaks at "for".
        """
        if not any(is_title_word(low) for low in self.tokens.lower[first : last + 1]):
            return last
        while last + 2 < stop and self._ends_with_office(last):
            begin = field_begin(self.tokens, last + 1)
            if not begin or begin >= stop or not self.named[begin]:
                break
            last = run_end(self.tokens, self.named, begin, stop, self.inside)
        return last

    def _add_with_two_offices(self, first: int, last: int, stop: int) -> int:
        """Add who holds two offices that open a sentence; return the name's end, 0 for none.

        "Tánaiste and Minister for Justice Fionn Daly said".
        """
        second = last + 2
        joined = second < stop and self.tokens.lower[last + 1] == "and" and self.named[second]
        if not joined or not self._is_title(first, last):
            return 0
        end = run_end(self.tokens, self.named, second, stop, self.inside)
        end = self._with_field(second, end, stop)
        length = title_length(self.tokens, second, end)
        if not length or second + length > end:
            return 0
        self._add(second + length, end, "person", span_of(self.tokens, first, second + length - 1))
        return end

    def _name_after(self, first: int, last: int, stop: int) -> int:
        """Return where the name begins after a title and "(retd)"; 0 where no bracket follows."""
        marks = self.tokens.lower[last + 1 : last + 4]
        name = last + 4
        if marks[:1] != ["("] or marks[2:] != [")"] or name >= stop or not self.named[name]:
            return 0
        known = marks[1].rstrip(".") in _RETIRED or marks[1] in FIELDS
        return name if known and self._is_title(first, last) else 0

    def _add(
        self, first: int, last: int, kind: Kind, title: Span | None = None, of: str | None = None
    ) -> None:
        text = " ".join(self.tokens.text[slice(*title)].split()) if title else None
        name, span = text_of(self.tokens, first, last), span_of(self.tokens, first, last)
        self.mentions.append(NameMention(span, name, kind, first, last, title, text, of))

    def _compound(self, i: int) -> None:
        inner = inner_name(self.tokens, i)
        if inner is not None:
            name, at = inner
            start = self.tokens.starts[i] + at
            kind: Kind = "people" if name in PEOPLES else "place"
            self.mentions.append(NameMention((start, start + len(name)), name, kind, i, i))

    def _other_script(self, last: int, stop: int) -> int:
        """Add the same name in letters that have no capitals: "Yusuf Karim (يوسف كريم)"."""
        tokens = self.tokens
        opens = last + 2 < stop and tokens.words[last + 1] == "("
        if not opens or not self.mentions or self.mentions[-1].last != last:
            return last
        k = last + 2
        while k < stop and _is_of_other_script(tokens.words[k]):
            k += 1
        if k == last + 2 or k >= stop or tokens.words[k] != ")":
            return last
        named = self.mentions[-1]
        kind: Kind = named.kind
        if len(self.mentions) - 1 in self.unsure[-1:]:
            self.unsure.append(len(self.mentions))
        self.mentions.append(
            NameMention(tokens.span(last + 2, k - 1), named.name, kind, named.first, named.last)
        )
        return k

    def _run(self, first: int, last: int, opens: bool) -> None:
        """Add the names in one run of name words; `opens` says that it begins a sentence."""
        tokens = self.tokens
        if self._is_home(first, last):
            self._add(first, last, "place")
            return
        if first == last and not self._is_a_name(first, opens):
            return
        if opens and first < last:
            first = self._without_opening_word(first, last)
        if first < last and bare(tokens.lower[last]) in _SURELY_PLACES:
            self._guess(first, last)
            return
        if self._has_letters_after(first, last):
            last -= 1
        if not self._add_from_place(first, last):
            self._add_with_title(first, last)

    def _add_from_place(self, first: int, last: int) -> bool:
        """Add the place and the person of "President of France Jacques Chirac"."""
        lower = self.tokens.lower
        link = first - 2 if first and lower[first - 1] == "the" else first - 1
        if link < 1 or lower[link] not in _OF_A_PLACE or not is_title_word(lower[link - 1]):
            return False
        begin = link - 1
        alone = self.mentions[-1] if self.mentions else None
        office = alone is not None and alone.title == alone.span and alone.last == link - 1
        if alone is not None and office:
            begin = alone.first
        if not self._place_and_person(first, last, (begin, link - 1)):
            return False
        if office:
            self.mentions.pop(-3)  # the office alone
        return True

    def _add_with_title(self, first: int, last: int) -> None:
        """Add a run with the title that it begins with, or that stands inside it."""
        title = title_length(self.tokens, first, last)
        if title or not self._add_after_body(first, last):
            self._cut_and_add(first, last, title)

    def _is_home(self, first: int, last: int) -> bool:
        """Return whether a run is where somebody lives: "Paris Oakley, 19, of Reading,"."""
        tokens = self.tokens
        aged = first > 3 and tokens.words[first - 3].isdigit()
        of = aged and tokens.words[first - 2 : first] == [",", "of"]
        body = bare(tokens.lower[last]) in lexicon.ORGANISATION_WORDS
        return of and last - first < 3 and not body and tokens.words[last + 1 : last + 2] == [","]

    def _has_letters_after(self, first: int, last: int) -> bool:
        """Return whether a person's name ends in letters of an office: "Yvette Cole MP"."""
        if last - first < 2 or self.tokens.words[last] not in _LETTERS_AFTER:
            return False
        return _is_given_name(self.tokens.lower[last - 2])

    def _cut_and_add(self, first: int, last: int, title: int) -> None:
        """Add the name or names of a run that begins with so long a title."""
        cut = self._cut_after_person(first, last, title)
        if cut is not None:
            self._split(first, cut, last)
            return
        if title:
            self._titled(first, last, title)
        elif not self._add_after_demonym(first, last):
            self._parted(first, last)

    def _add_after_body(self, first: int, last: int) -> bool:
        """Add "SoftFund CEO Masao Senda": the body, and the person with the title."""
        begin = office_after_body(self.tokens, first, last)
        if begin is None or _is_given_name(self.tokens.lower[first]):
            return False
        title = title_length(self.tokens, begin, last)
        if not title or begin + title > last:
            return False
        # "Sinn Féin TD": a party or a seat, which the model may take for somebody.
        lone = begin - 1 == first and DEMONYM.fullmatch(self.tokens.words[first])
        if lone and self.tokens.lower[begin] in _OF_STATES:
            self._add(first, first, "people")
        elif self.tokens.lower[begin] in SEATS and not place_length(self.tokens, first, begin):
            self._add(first, begin - 1, "organisation")
        else:
            self._guess(first, begin - 1)
        self._titled(begin, last, title)
        return True

    def _add_after_demonym(self, first: int, last: int) -> bool:
        """Add "Varenian President Tomas Aldenne", with a people that no list has."""
        if first == last or not DEMONYM.fullmatch(self.tokens.words[first]):
            return False
        title = title_length(self.tokens, first + 1, last)
        if title:
            self._add(first, first, "people")
            self._titled(first + 1, last, title)
        return bool(title)

    def _cut_after_person(self, first: int, last: int, title: int) -> int | None:
        """Return the "of" after a person: "Maj. Gen. Ana Ruiz of the Belmar army" has two names."""
        begin = first + title
        given = self.tokens.lower[begin] if begin <= last else ""
        cut = next(
            (k for k in range(begin + 1, last) if self.tokens.lower[k] in ("of", "for")), None
        )
        known = title or _is_given_name(given)
        if not known and (cut is None or not self._looks_like_a_person(begin, cut - 1)):
            return None
        if cut is None and title and given in ("of", "for"):
            return begin
        return cut

    def _looks_like_a_person(self, first: int, last: int) -> bool:
        """Return whether the model takes two or three words for a person's full name."""
        seen = self._seen(first, last)
        return 0 < last - first <= 2 and seen is not None and float(seen[1]) > _SURELY

    def _split(self, first: int, cut: int, last: int) -> None:
        """Add the names before and after the "of" or "for" at `cut`."""
        self._run(first, cut - 1, False)
        rest = cut + 2 if self.tokens.lower[cut + 1] == "the" else cut + 1
        if self._is_title(first, cut - 1) and self._place_and_person(rest, last, (first, cut - 1)):
            self.mentions.pop(-3)  # the title alone
            return
        if rest <= last:
            self._run(rest, last, False)

    def _place_and_person(self, first: int, last: int, title: tuple[int, int]) -> bool:
        """Add both names of "President of France Emmanuel Macron", where a run is both."""
        tokens = self.tokens
        length = place_length(tokens, first, last + 1) if first <= last else 0
        if not length or first + length > last or lexicon.ORGANISATION_WORDS & {tokens.lower[last]}:
            return False
        place = text_of(tokens, first, first + length - 1)
        self._add(first, first + length - 1, "place")
        self._add(first + length, last, "person", tokens.span(*title), PLACES.get(place))
        return True

    def _is_a_name(self, i: int, opens: bool) -> bool:
        """Return whether a lone word with a capital is a name."""
        low = self.tokens.lower[i]
        if low.split("-")[0] in _COUNTING or i in self.freed:
            return i in self.freed
        prior = self._opening_prior(i) if opens else self._inside_prior(i)
        if opens and speaks_next(self.tokens, i):
            prior = 2.5 * prior / (1 + 1.5 * prior)  # odds 2.5 times as high
        return prior == 1 or chance_of_a_name(prior, self._seen(i, i)) >= _LIKELY

    def _opening_prior(self, i: int) -> float:
        """Return the chance that the word that opens a sentence is a name, by its print."""
        opener = _Opener(
            low=self.tokens.lower[i],
            word=bare(self.tokens.words[i]),
            following=self.tokens.lower[i + 1] if i + 1 < len(self.tokens.lower) else "",
            in_small_letters=self.tokens.lower[i] in self.ordinary,
            with_capital_inside=bare(self.tokens.words[i]) in self.capital_inside,
        )
        return _PRIORS[first_result(_OPENING_SHAPES, opener, "any other word")]

    def _inside_prior(self, i: int) -> float:
        """Return the chance that a lone capital inside a sentence is a name."""
        low, word = self.tokens.lower[i], bare(self.tokens.words[i])
        if low in TITLES or word in PLACES or word in PEOPLES:
            return _PRIORS["certain"]
        if low in lexicon.AGENT_NOUNS or low.endswith(_KINDS_OF_PEOPLE) or low in _LONE_STOP:
            return _PRIORS["inside, people or common"]
        return _PRIORS["inside, month"] if low in lexicon.MONTHS else _PRIORS["inside"]

    def _without_opening_word(self, first: int, last: int) -> int:
        """Return the first word of the name itself.

        "Former Rep. …" and "Rebels of the Dawn Front" begin with a common word that only the
        sentence's beginning made a capital.
        """
        tokens = self.tokens
        low = tokens.lower[first]
        if low.split("-")[0] in _COUNTING:
            return first + 1
        titled = title_length(tokens, first, last) or low in TITLES
        if titled or place_length(tokens, first, last + 1) or tokens.words[first].isupper():
            return first
        prior = self._first_word_prior(low, tokens.lower[first + 1] in ("of", "for"))
        if chance_of_a_name(prior, self._seen(first, first)) >= _LIKELY:
            return first
        first += 1
        while first < last and tokens.lower[first] in ("of", "for", "the"):
            first += 1
        return first

    def _first_word_prior(self, low: str, linked: bool) -> float:
        """Return the chance that the first of several capitals is part of the name."""
        organisation = low in lexicon.ORGANISATION_WORDS
        if low in self.ordinary and not organisation:
            return _PRIORS["first of several, in small letters elsewhere"]
        plural = linked and low.endswith("s") and not organisation  # "Rebels of the …"
        people = plural or low in lexicon.AGENT_NOUNS or low.endswith(_KINDS_OF_PEOPLE)
        if not people:
            return _PRIORS["first of several"]
        return _PRIORS["first of several, people of" if linked else "first of several, people"]

    def _titled(self, first: int, last: int, title: int) -> None:
        """Add a run that begins with a title.

        A people or office before it ("Syrian President") is a mention of its own.
        """
        tokens = self.tokens
        end = first + title - 1
        if last - end > 2 and self.tokens.words[last] in _LETTERS_AFTER:
            last -= 1
        first, of = self._before_title(first, end)
        until = end
        while until > first and tokens.lower[until].rstrip(".") in HONORIFICS:
            until -= 1  # "Prime Minister Sir": how he is addressed is no office
        span = tokens.span(first, until)
        honorific = tokens.lower[first].rstrip(".") in HONORIFICS and first == until
        if end < last:
            self._add(end + 1, last, "person", None if honorific else span, of)
        elif not honorific:
            self._add(first, end, "other", span, of)

    def _before_title(self, first: int, end: int) -> tuple[int, str | None]:
        """Add the place or body before a title; return the title's first token and the body."""
        tokens = self.tokens
        if " ".join(tokens.lower[first : end + 1]) in WHOLE:
            return first, None
        length = place_length(tokens, first, end + 1)
        if length and first + length <= end:
            name = text_of(tokens, first, first + length - 1)
            self._add(first, first + length - 1, "people" if name in PEOPLES else "place")
            return first + length, PEOPLES.get(name) or PLACES.get(name)
        cut = self._end_of_body(first, end)
        if cut is not None and cut < end and self._names_a_body(first, cut):
            of = text_of(tokens, first, cut)
            self._add(first, cut, "organisation")
            return cut + 1, of
        return first, None

    def _end_of_body(self, first: int, end: int) -> int | None:
        """Return the last word of what may be a body before the title's last word."""
        tokens = self.tokens
        # "Northgate Bank CFO": an office in capitals is no body, but for copy all in capitals.
        shouted = all(word.isupper() for word in tokens.words[first : end + 1])
        last = end - 1 if tokens.words[end].isupper() and not shouted else end
        cut = next((k for k in range(last, first - 1, -1) if _office_word(tokens, k)), None)
        if cut is None or tokens.lower[end] not in _MINISTERS:
            return cut
        # There is a minister of police, and none of a police force.
        while cut > first and tokens.lower[cut] in MODIFIERS:
            cut -= 1
        return cut

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
            self.unsure.append(len(self.mentions))
            self.heard.setdefault(name, []).append(
                likelihood(self.tokens, first, last, self._seen(first, last))
            )
        self._add(first, last, kind or "other")

    def _describes(self, last: int) -> bool:
        """Return whether the word is an adjective by what follows: "the Belmarian army"."""
        tokens = self.tokens
        after = tokens.words[last + 1] if last + 1 < len(tokens.words) else ""
        return (
            bool(after)
            and after.islower()
            and after in lexicon.ORGANISATION_WORDS | lexicon.AGENT_NOUNS | _PEOPLED
        )

    def _weigh(self) -> None:
        """Settle the kinds, longer names first, so that people lend surnames to short mentions."""
        surnames = {_surname(m.name) for m in self.mentions if m.kind == "person"}
        evidence = {name: pooled(heard) for name, heard in self.heard.items()}
        for n in sorted(self.unsure, key=lambda n: self.mentions[n].first == self.mentions[n].last):
            mention = self.mentions[n]
            first, last, name = mention.first, mention.last, mention.name
            kind = kind_of(self.tokens, first, last, name, evidence.get(name), surnames)
            self.mentions[n] = replace(mention, kind=kind)
            if kind == "person" and first < last:
                surnames |= {_surname(name), name.split()[0]}


def _surname(name: str) -> str:
    words = name.split()
    return (
        words[-2]
        if len(words) > 2 and words[-1].rstrip(".").lower() in ("jr", "sr", "ii", "iii", "iv")
        else words[-1]
    )


def _is_given_name(low: str) -> bool:
    return low in lexicon.FEMALE_NAMES or low in lexicon.MALE_NAMES


def _is_of_other_script(word: str) -> bool:
    return word[0].isalpha() and not word[0].isascii() and _caseless(word)


def _caseless(word: str) -> bool:
    return word[0].isalpha() and not word[0].isascii() and not capital(word) and not word.islower()


def _office_word(tokens: Tokens, k: int) -> bool:
    return bare(tokens.lower[k]) in lexicon.ORGANISATION_WORDS or tokens.words[k].isupper()
