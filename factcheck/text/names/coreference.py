"""Who is who in one piece of copy: full names for later mentions, with titles and affiliations.

`Mentions` gives each name its referent, `TitleFinder` reads titles beside names, and `pronouns`
resolves "he" and "it". Here the copy's words are added to each referent, and any mention, name or
not, is resolved to a `Speaker`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from factcheck.text.language import lexicon
from factcheck.text.language.tokens import Tokens
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.descriptions import (
    first_sort,
    has_title,
    heads_of,
    is_of_sort,
    is_work,
    noun_of,
    plain_noun,
    sort_of,
)
from factcheck.text.names.finder import NameMention
from factcheck.text.names.gazetteer import PEOPLES, known_place
from factcheck.text.names.pronouns import PRONOUNS, resolve_pronoun
from factcheck.text.names.referents import Mentions, Referent
from factcheck.text.names.title_finder import TitleFinder
from factcheck.text.names.titles import TITLES
from factcheck.text.reading import MarkedFact, Span, Speaker

# Mentions between a description and its name, at most. Guessed: a longer way is another matter.
_MENTIONS_APART = 60

_NAMES_IN_PHRASE = 6
_WRITINGS, _ANYBODY = (
    word_lists("factcheck.text.names", "descriptions")[name] for name in ("writings", "anybody")
)
_FORMS_OF_ADDRESS = frozenset(["mr", "mrs", "ms", "dr", "sir", "lady"])
_LONGEST_DESCRIPTION = 12
# Sentences before an "it" whose first noun it may mean; guessed.
_SENTENCES_BACK = 2
_CALLING = re.compile(
    r",?\s+(?:who(?:m)?\s+)?(?:(?:asked|wanted|agreed|wished|chose|preferred)\s(?:not\s)?to\sbe\s"
    r"(?:identified|named|known|quoted|referred\sto)\s(?:only\s)?(?:as|by\s(?:his|her|their)\s"
    r"(?:first|middle|last|given)\sname,?)|(?:we|I)(?:\s+are|[’']re|\s+will|\s+shall)?\s+call(?:ing)?"
    r"|asked to be called|called|named|known as"
    r"|identified (?:only )?as|whose name is)\s+"
)


_OURSELVES = re.compile(r"\swe\Z")
_BY_AGE = re.compile(r"(?:the\s)?\d{1,3}-year-old")
_ARTICLES = frozenset(["the", "a", "an"])
# After one of these a name is somebody else's: "the Ambassador to", "a colleague of".
_LINKS = lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | _ARTICLES
_CALLED = re.compile(r"\b(?:called|named|known as)\Z")
_BESIDE = re.compile(r"\s?,\s(?:an?\s[\w\s-]{2,40}\s(?:called|named)\s)?")
_SPOKESPERSON = re.compile(
    r"(?:(?:an?|the)\s)?(?:\w+\s)?(?:spokes(?:man|woman|person)|representative)\s(?:for|of|from)\s"
)
_OWNER = re.compile(r"(?P<owner>[^’']{2,80})[’']s?\s[\w\s-]{2,40}")
_AGED = re.compile(r",?\s(?:\(?\d{1,3}\)?\b|of\s|was\s|appeared\s|is\s|has\s|had\s)")
# Sentences with which a story calls somebody by what they are, and those in which it names them.
# Guessed.
_LEDE, _NAMED_WITHIN = 3, 3
_LETTERS_AFTER = 4  # of an office, behind a name


class People:
    """Everyone named in the copy; `resolve` turns a mention at a place into a `Speaker`."""

    def __init__(self, tokens: Tokens, mentions: list[NameMention], sentences: list[Span]) -> None:
        self.tokens = tokens
        self.index = Mentions(tokens, mentions, sentences)
        self._titles = TitleFinder(self.index)
        for n in sorted(self.index.referent_of):
            _describe(n, self.index, self._titles)

    def title_facts(self) -> list[MarkedFact]:
        """Return the titles in lower case before or after a name, as facts."""
        return self._titles.facts

    def full_name(self, n: int) -> str:
        """Return the canonical name of mention `n`."""
        return self.index.full_name(n)

    def called(self, alias: str) -> Referent | None:
        """Return whom the copy calls by a name or short form, in small letters."""
        return self.index.by_alias.get(alias)

    def is_in_name(self, span: Span) -> bool:
        """Return whether words stand inside a name: the "and" of "Devon and Cornwall Police"."""
        n = self.index.last_before(span[0])
        return n >= 0 and span[1] < self.index.mentions[n].span[1]

    def is_somebody(self, span: Span) -> bool:
        """Return whether words may be a speaker: an article is none, the "A:" of a talk is."""
        text = self.tokens.text
        return text[slice(*span)].lower() not in _ARTICLES or text.startswith(":", span[1])

    def resolve(
        self, span: Span, speakers: Sequence[Referent] = (), words: Sequence[Span] = ()
    ) -> tuple[Speaker, Referent | None]:
        """Return the speaker that a mention stands for, and its referent where there is one.

        `speakers` are those who spoke before, the latest first; `words` what was quoted so far,
        the speaker's own last.
        """
        text = self.tokens.text[span[0] : span[1]]
        low = text.lower()
        if low in PRONOUNS:
            referent = resolve_pronoun(low, span, self.index, speakers, words)
        else:
            referent = self._meant(span, low, speakers)
        if referent is None and low == "it" and (noun := self._body_that_opens(span)):
            return Speaker(span, noun), None
        if referent is None:
            return self.as_written(span)
        return Speaker(span, referent.name, referent.title, referent.of), referent

    def _meant(self, span: Span, low: str, speakers: Sequence[Referent]) -> Referent | None:
        """Return whom a noun phrase stands for, by the first way that finds anybody."""
        return (
            self._named(span)
            or self._titled(span)
            or self._apposed(span)
            or self._apposed_after(span)
            or self._called_after(span)
            or self._written_by(span, low, speakers)
            or self._spoken_for(span, low)
            or self._of_that_age(span, low)
            or self._of_that_people(span)
            or self._described(span, low)
            or self._named_later(span, low)
        )

    def _of_that_age(self, span: Span, low: str) -> Referent | None:
        """Return whom "the 19-year-old" means: the last sentence's subject, or the last named."""
        if not _BY_AGE.fullmatch(low):
            return None
        floor = self.index.sentence_before(span[0])
        last = self.index.last_before(span[0])
        near = (n for n in range(last, -1, -1) if self.index.starts[n] >= floor)
        nearest = next((r for r in self.index.referents(near) if r.kind != "organisation"), None)
        return self._subject_of_sentence(floor) or nearest

    def _of_that_people(self, span: Span) -> Referent | None:
        """Return whom "the Australian" means: the person with whom the last sentence opens."""
        words = self.tokens.text[slice(*span)].split()
        people = len(words) == 2 and words[0] in ("The", "the") and words[1] in PEOPLES
        if not people or words[1].endswith("s"):
            return None
        return self._subject_of_sentence(self.index.sentence_before(span[0]))

    def _subject_of_sentence(self, begin: int) -> Referent | None:
        """Return the person with whose name a sentence opens."""
        number = bisect_left(self.index.starts, begin)
        if number < len(self.index.starts) and self.index.mentions[number].span[0] > begin:
            mention = self.index.mentions[number]
            opens = mention.title is not None and mention.title[0] == begin
            number = number if opens else len(self.index.starts)
        person = self.index.referent_of.get(number)
        known = person is not None and person.kind == "person" and " " in person.name
        return person if known else None

    def is_named_in(self, referent: Referent | None, source: Span, content: Sequence[Span]) -> bool:
        """Return whether a person is named in the words they are said to speak, not as speaker.

        "A former cleaner says her manager, Riaan Botha, locked the door": Botha says nothing.
        """
        if referent is None or referent.kind != "person":
            return False
        text = self.tokens.text[slice(*source)].lower()
        if text in PRONOUNS or referent.name.split()[-1].lower() in text:
            return False
        return any(
            self.index.referent_of.get(n) is referent
            for start, end in content
            for n in range(
                bisect_left(self.index.starts, start), bisect_left(self.index.starts, end)
            )
        )

    def as_written(self, span: Span) -> tuple[Speaker, Referent | None]:
        """Return a speaker without a name, by the words that stand for them."""
        noun = plain_noun(self.tokens.text[slice(*span)])
        return Speaker(span, noun), _unnamed(noun, span)

    def _body_that_opens(self, span: Span) -> str | None:
        """Return the noun of a body without a name that opens one of the last two sentences.

        "The chain opened 40 shops. Wages will rise, it said."
        """
        here = self.index.sentence_at(span[0])
        for n in range(here - 1, max(-1, here - 1 - _SENTENCES_BACK), -1):
            start, end = self.index.sentences[n]
            words = self.tokens.text[start:end].split(maxsplit=3)[:3]
            if len(words) < 2 or words[0].lower() not in ("the", "a", "an"):
                continue
            noun = next((w.lower() for w in words[1:] if sort_of(w.lower()) is not None), None)
            if noun:
                return noun
        return None

    def _named(self, span: Span) -> Referent | None:
        """Return whom a noun phrase names: its head, no name after a preposition or "and"."""
        starts = self.index.starts
        first = bisect_left(starts, span[0])
        for n in range(first, min(first + _NAMES_IN_PHRASE, bisect_left(starts, span[1]))):
            referent = self.index.referent_of.get(n)
            if referent is None:
                continue
            mention = self.index.mentions[n]
            lead = self._lead_of(span[0], (mention.title or mention.span)[0], range(first, n))
            bodies = all(self.index.mentions[k].kind != "person" for k in range(first, n))
            if _is_list(lead) and not (bodies and _is_one(lead)):
                return None
            rest = self.tokens.text[mention.span[1] : span[1]].strip()
            if _ends_head(rest) and not _is_linked(lead):
                return referent
        return None

    def _titled(self, span: Span) -> Referent | None:
        """Return the person whose name ends a phrase that opens with an office.

        In "US Ambassador to Germany Richard Grenell" the "to" links the office, not the man.
        """
        n = self.index.last_before(span[1])
        if n < 0 or self.index.starts[n] <= span[0]:
            return None
        mention, text = self.index.mentions[n], self.tokens.text
        person = self.index.referent_of.get(n)
        lead = text[span[0] : mention.span[0]]
        words = lead.lower().split()
        ends = mention.span[1] == span[1] and person is not None and person.kind == "person"
        if not ends or not words or "," in lead or words[-1] in _LINKS:
            return None
        offices = [word for word in words if word in TITLES]
        return person if offices and lead.lstrip()[:1].isupper() else None

    def _lead_of(self, start: int, end: int, inside: range) -> str:
        """Return the words before a name in small letters, without those of names among them.

        "Department of Transportation official Troy Roberts": its "of" links nobody.
        """
        words, reached = [], start
        for n in inside:
            named = self.index.mentions[n].span
            words.append(self.tokens.text[reached : max(named[0], reached)])
            reached = min(max(named[1], reached), end)
        return " ".join([*words, self.tokens.text[reached:end]]).strip().lower()

    def _called_after(self, span: Span) -> Referent | None:
        """Return who is named after words of calling: "a woman we are calling Clara"."""
        # The model may give the noun the paper's own "we" as well.
        own = _OURSELVES.search(self.tokens.text, *span)
        calling = _CALLING.match(self.tokens.text, own.start() if own else span[1])
        if calling is None:
            return None
        n = bisect_left(self.index.starts, calling.end())
        begins = n < len(self.index.starts) and self.index.starts[n] == calling.end()
        return self.index.referent_of.get(n) if begins else None

    def _apposed(self, span: Span) -> Referent | None:
        """Return the person whose name ends a description: "Her spokesman, Lars Dahl,"."""
        n = self.index.last_before(span[1])
        if n < 0 or self.index.starts[n] <= span[0]:
            return None
        mention, text = self.index.mentions[n], self.tokens.text
        lead = text[span[0] : (mention.title or mention.span)[0]].rstrip()
        ends = not text[mention.span[1] : span[1]].strip(" ,")
        called = _CALLED.search(lead) is not None
        if not ends or not (called or lead.endswith(",")):
            return None
        return self._if_fits(n, lead)

    def _apposed_after(self, span: Span) -> Referent | None:
        """Return who is named right behind a description: "a spokesman in Kabul, Qudrat Sabir"."""
        text = self.tokens.text
        n = bisect_left(self.index.starts, span[1])
        if (
            n < len(self.index.starts)
            and self.index.mentions[n].span == self.index.mentions[n].title
        ):
            n += 1
        if n >= len(self.index.starts):
            return None
        mention = self.index.mentions[n]
        between = text[span[1] : (mention.title or mention.span)[0]]
        beside = _BESIDE.fullmatch(between) is not None
        return self._if_fits(n, text[slice(*span)]) if beside else None

    def _if_fits(self, n: int, description: str) -> Referent | None:
        """Return the referent of a mention that a description may be of: a person, or a body."""
        referent = self.index.referent_of.get(n)
        words = description.lower().strip(" ,").split()
        if referent is None or len(words) < 2:
            return None
        body = any(
            sort_of(word) is not None or word in lexicon.ORGANISATION_WORDS for word in words
        )
        return referent if referent.kind == "person" or body else None

    def _written_by(self, span: Span, low: str, speakers: Sequence[Referent]) -> Referent | None:
        """Return whose a statement is: "Trump’s statement said", or the last speaker's own."""
        words = low.split()
        if words[-1:] and words[-1] not in _WRITINGS:
            return None
        if len(words) == 2 and words[0] in ("the", "this", "that"):
            return next((s for s in speakers[:1] if s.kind != "unnamed"), None)
        n = bisect_left(self.index.starts, span[0])
        owner = _OWNER.fullmatch(self.tokens.text[slice(*span)])
        if owner is None or n >= len(self.index.starts):
            return None
        within = self.index.mentions[n].span[1] == span[0] + owner.end("owner")
        return self.index.referent_of.get(n) if within else None

    def _spoken_for(self, span: Span, low: str) -> Referent | None:
        """Return the body of somebody without a name: "a spokesperson for Ridgeline"."""
        spoken = _SPOKESPERSON.match(low)
        if spoken is None:
            return None
        rest = (span[0] + spoken.end(), span[1])
        n = bisect_left(self.index.starts, rest[0])
        named = n < len(self.index.starts) and self.index.starts[n] < rest[1]
        if not named:
            return self._described(rest, low[spoken.end() :])
        lead = self.tokens.text[rest[0] : self.index.starts[n]].strip().lower()
        ends = not self.tokens.text[self.index.mentions[n].span[1] : rest[1]].strip()
        body = self.index.referent_of.get(n)
        is_body = body is not None and body.kind != "person"
        return body if is_body and ends and lead in ("", "the") else None

    def _named_later(self, span: Span, low: str) -> Referent | None:
        """Return whom the next paragraphs open with: "A builder has denied …. Anton Kova, 58, …".

        The first lines of a story call somebody by what they are, and what follows by name.
        """
        noun = noun_of(low)
        if noun is None or not (is_work(noun[1]) or noun[1] in _ANYBODY):
            return None
        here = self.index.sentence_at(span[0])
        if here > _LEDE or self.index.has_person_before(span[0]):
            return None
        following = self.index.sentences[here + 1 : here + 1 + _NAMED_WITHIN]
        openings = (self._introduced_in(sentence) for sentence in following)
        introduced = next((number for number in openings if number is not None), None)
        return None if introduced is None else self.index.referent_of.get(introduced)

    def _introduced_in(self, sentence: Span) -> int | None:
        """Return the number of the mention with which a sentence introduces somebody.

        It is the full name of a person, opens the sentence, and an age or a verb follows it.
        """
        start, end = sentence
        number = bisect_left(self.index.starts, start)
        if number >= len(self.index.starts) or self.index.starts[number] >= end:
            return None
        mention = self.index.mentions[number]
        begins = not self.tokens.text[start : (mention.title or mention.span)[0]].strip('“"‘ ')
        aged = _AGED.match(self.tokens.text, mention.span[1]) is not None
        full = mention.kind == "person" and mention.first < mention.last
        return number if begins and aged and full else None

    def _described(self, span: Span, low: str) -> Referent | None:
        """Return whom a noun without a name means.

        "the faction" is the last before it that fits, "a powerful faction" the first after it that
        the copy calls so.
        """
        if low.startswith(("a ", "an ")):
            return self._introduced(span, low)
        if not low or low.split()[0] not in ("the", "this", "that"):
            return None
        noun = noun_of(low)
        if noun is None:
            return None
        modifiers = [known_place(word.title()).lower() for word in noun[0]]
        head = noun[1]
        last = self.index.last_before(span[0])
        numbers = range(last, max(-1, last + 1 - _MENTIONS_APART), -1)
        earlier = list(dict.fromkeys(self.index.referents(numbers)))
        return _holder(earlier, modifiers, head) or _body(earlier, head)

    def _introduced(self, span: Span, low: str) -> Referent | None:
        """Return the body that the copy names after "a powerful faction" and calls one."""
        sort = first_sort(low)
        if sort is None:
            return None
        first = bisect_left(self.index.starts, span[1])
        numbers = range(first, min(first + _MENTIONS_APART, len(self.index.mentions)))
        later = self.index.referents(numbers)
        return next((r for r in later if r.first > span[1] and sort in r.sorts), None)


def _unnamed(noun: str, span: Span) -> Referent | None:
    """Return somebody without a name whom the noun gives a gender: "a woman", "his brother"."""
    words = noun.lower().split()
    # The head alone tells: "a woman at the gate" is one, "the mother's lawyer" need not be.
    ends = (n for n, word in enumerate(words) if word in lexicon.PREPOSITIONS | lexicon.RELATIVES)
    head = words[: next(ends, len(words))][-1:]
    gender = _gender_of_noun(head[0]) if head else None
    # "The mayor said …. She said …": whose gender no word tells takes the pronoun's.
    if not gender and not (head and _is_one_at_work(head[0])):
        return None
    return Referent(noun, "unnamed", span[0], gender=gender)


def _is_one_at_work(noun: str) -> bool:
    """Return whether a noun is for one person by their work: "a cabin attendant"."""
    several = noun.endswith("s") or noun in lexicon.ORGANISATION_WORDS
    return not several and (noun in TITLES or is_work(noun))


def _gender_of_noun(noun: str) -> str | None:
    if noun in PRONOUNS:
        return None
    if noun in lexicon.FEMALE_WORDS:
        return "f"
    return "m" if noun in lexicon.MALE_WORDS else None


def _describe(n: int, index: Mentions, titles: TitleFinder) -> None:
    """Add to a referent what mention `n` shows and was not known yet."""
    mention, referent = index.mentions[n], index.referent_of[n]
    before = index.tokens.lower[mention.first - 1] if mention.first else ""
    addressed = before.rstrip(".") in _FORMS_OF_ADDRESS
    if referent.kind == "other" and (mention.title or addressed):
        referent.kind = "person"
    if referent.kind != "person":
        _add_acronym(n, index)
        sort = _sort_after(mention, index.tokens)
        if sort is not None:
            referent.sorts.add(sort)
        return
    referent.gender = referent.gender or _gender_beside(before, mention)
    title, of = titles.title_of(n)
    if referent.title is None:
        referent.title = title
        referent.of = referent.of or of


def _add_acronym(n: int, index: Mentions) -> None:
    """Add the acronym in brackets as an alias: "Hayat Tahrir al-Sham (HTS)"."""
    words, after = index.tokens.words, index.mentions[n].last + 1
    bracketed = after + 2 < len(words) and words[after] == "(" and words[after + 2] == ")"
    if bracketed and words[after + 1].isupper() and len(words[after + 1]) > 1:
        index.by_alias[words[after + 1].lower()] = index.referent_of[n]


def _sort_after(mention: NameMention, tokens: Tokens) -> int | None:
    """Return the sort of body the copy calls it: "the Nujaba Movement, an Iraqi militia …"."""
    words, k = tokens.lower, mention.last + 1
    if k + 2 >= len(words) or words[k] != "," or words[k + 1] not in ("a", "an", "the", "one"):
        return None
    end = min(k + _LONGEST_DESCRIPTION, len(words))
    stop = next((j for j in range(k + 2, end) if words[j] in ",.;:—–()"), end)
    return first_sort(tokens.text[tokens.starts[k + 2] : tokens.ends[stop - 1]])


def _gender_beside(before: str, mention: NameMention) -> str | None:
    """Return "f" or "m" by the title of a mention or the word before it."""
    words = [before, *(mention.title_text or "").lower().split()]
    if any(word in lexicon.FEMALE_WORDS for word in words):
        return "f"
    return "m" if any(word in lexicon.MALE_WORDS for word in words) else None


def _is_list(lead: str) -> bool:
    """Return whether the words before a name make it one of several."""
    return lead.endswith((" and", ",", " or")) or " and " in f" {lead} "


def _is_one(lead: str) -> bool:
    """Return whether a title holds the "and": "Clinic and advocacy manager" is one person."""
    words = lead.split()
    return bool(words) and not lead.endswith(",") and is_work(words[-1]) and words[-1] != "and"


def _ends_head(rest: str) -> bool:
    """Return whether what follows a name leaves it the head of its phrase."""
    letters = rest.isupper() and len(rest) <= _LETTERS_AFTER  # "Ana Ruiz MP"
    # What the model took along: "Ana Ruiz quickly", "Ana Ruiz of".
    letters = letters or rest in lexicon.PREPOSITIONS or (rest.islower() and rest.endswith("ly"))
    return (
        not rest
        or letters
        or rest[0] in ",("
        or rest.lower().startswith(("of ", "who ", "from ", "in "))
    )


def _is_linked(lead: str) -> bool:
    """Return whether a preposition or a relative pronoun stands before a name."""
    return any(word in lexicon.PREPOSITIONS or word in lexicon.RELATIVES for word in lead.split())


def _holder(people: list[Referent], modifiers: list[str], head: str) -> Referent | None:
    """Return the first person whose title the noun phrase repeats."""
    words = [*modifiers, *head.split()][:-1]
    for person in people:
        titled = person.kind == "person" and person.title
        if titled and has_title(titled, person.of, words, head):
            return person
    return None


def _body(referents: list[Referent], head: str) -> Referent | None:
    """Return the body that a noun means: by its name or description, else by its sort."""
    sort = sort_of(head)
    bodies = [r for r in referents if r.title is None and r.gender is None]
    for body in bodies:
        if body.kind != "person" and (head in heads_of(body.name) or sort in body.sorts):
            return body
    return _body_of_sort(bodies, sort) if sort is not None else None


def _body_of_sort(bodies: Iterable[Referent], sort: int) -> Referent | None:
    """Return the first organisation whose name allows the sort.

    A body that was taken for a person ("Norsk Kraft said …") is better than nobody.
    """
    fitting = [body for body in bodies if is_of_sort(body.name, sort)]
    organisations: Iterator[Referent] = (body for body in fitting if body.kind == "organisation")
    mistaken = (body for body in fitting if body.kind == "person" and " " in body.name)
    return next(organisations, None) or next(mistaken, None)
