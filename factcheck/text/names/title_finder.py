"""The title and affiliation that a mention shows: what stands before the name and after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from factcheck.text.language import lexicon
from factcheck.text.language.tense import is_past
from factcheck.text.language.tokens import bare
from factcheck.text.names.descriptions import is_work
from factcheck.text.names.finder import NameMention
from factcheck.text.names.gazetteer import known_place
from factcheck.text.names.pronouns import resolve_pronoun
from factcheck.text.names.referents import Mentions
from factcheck.text.names.titles import (
    FIELDS,
    JOBS,
    MODIFIERS,
    PARTICIPLES,
    RELATIONS,
    TITLES,
    capitalised,
)
from factcheck.text.reading import MarkedFact

# Prepositions between a title and the body it is held at.
_LINKS = frozenset(["for", "of", "at", "with", "from", "in"])

_NO_MODIFIER = frozenset(["women", "children", "house", "services", "opposition", "up", "rights"])
_OPENS_PHRASE = frozenset(["a", "an", "the", "his", "her", "their", "and", "who"])
_NO_APPOSITION = frozenset(
    ["who", "which", "and", "but", "told", "said", "says", "paid", "asked", "added"]
)
# Words of a clause: "his father worked in …" and "… while he was with" are no titles.
_OF_A_CLAUSE = (
    lexicon.AUXILIARIES | lexicon.BE | lexicon.PRONOUNS | lexicon.RELATIVES | lexicon.SUBORDINATORS
)
_NO_PART_OF_OWNED = _OF_A_CLAUSE | lexicon.DETERMINERS | lexicon.PREPOSITIONS - {"of", "for"}
_NO_NOUN = (
    _NO_PART_OF_OWNED
    | _NO_APPOSITION
    | lexicon.CONJUNCTIONS
    | lexicon.ADVERBS
    | lexicon.PREPOSITIONS
)
_WHEN_OR_WHERE = frozenset(
    ["in", "at", "during", "throughout", "after", "before", "on", "inside", "outside", "since"]
)
_LEADS = frozenset(["a", "an", "the"])
_ENDS_APPOSITION = ',.;:—–()“”"'
_COURTESY = frozenset(["mr", "mrs", "ms"])
# Lengths in tokens, but for the last in mentions; guessed.
# Words between the commas of "Ana Ruiz, …, said": more is a clause, not a title.
_LONGEST_APPOSITION = 25
# Words that a title may have before its noun: "former deputy assistant foreign minister".
_LONGEST_BEFORE_HEAD = 7
# Words of one before a name whose nouns no list holds: "regional council compliance manager".
_LONGEST_OF_NOUNS = 4
# And after it, before "for" or "at" opens what the title is of.
_LONGEST_AFTER_HEAD = 4
# Words between an owner and the noun: "the bank's chief risk officer".
_LONGEST_OWNED = 5
# Mentions looked through for the body of "the spokesman"; keeps the cost linear.
_MENTIONS_BACK = 60


class TitleAndBody(NamedTuple):
    """A title and the body or country it is held at, each None where the copy does not say."""

    title: str | None = None
    of: str | None = None


class TitleFinder:
    """Finds titles beside names; `facts` are those in small letters, as they are found."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions
        self.tokens = mentions.tokens
        self.facts: list[MarkedFact] = []

    def title_of(self, n: int) -> TitleAndBody:
        """Return the title that mention `n` shows.

        It is one in capitals before the name, else the first of those in small letters: before
        the name, before it with a comma, after it.
        """
        mention = self.mentions.mentions[n]
        if mention.title_text:
            if mention.title != mention.span:
                self._after(mention, of_titled=True)  # "Lt. Col. Ana Ruiz, its spokesperson"
            return TitleAndBody(capitalised(mention.title_text), self._body_of_capitals(n))
        # Every one is looked for, because each makes a fact of its own.
        for title in (self._before(n), self._apart(mention), self._after(mention)):
            if title.title is not None:
                return title
        return TitleAndBody(None, self._of_after(mention) or self._side(n))

    def _side(self, n: int) -> str | None:
        """Return the body that owns somebody: "Labor's Penny Travers" is of it."""
        owner = self.mentions.last_before(self.mentions.mentions[n].span[0])
        body = owner >= 0 and self.mentions.mentions[owner].kind in ("organisation", "other")
        return self._owner(self.mentions.mentions[n].first) if body else None

    def _body_of_capitals(self, n: int) -> str | None:
        mention = self.mentions.mentions[n]
        title_start = mention.title[0] if mention.title else mention.span[0]
        return (
            mention.of
            or self._body_before(title_start)
            or self._body_of_last_sentence(n)
            or self._of_after(mention)
        )

    def _fact(self, first: int, last: int) -> str:
        """Note the tokens as a title, and return it as it is written on its own."""
        title = capitalised(" ".join(self.tokens.words[first : last + 1]))
        self.facts.append(MarkedFact(self.tokens.span(first, last), "title", title))
        return title

    def _before(self, n: int) -> TitleAndBody:
        """Read lower-case words that end with a title: "Amnesty spokesman Eric Ferrero"."""
        mention = self.mentions.mentions[n]
        last = mention.first - 1
        full_name = mention.kind == "person" and mention.last > mention.first
        if last < 0 or not (self._is_plain_title(last) or (full_name and self._is_trade_of(last))):
            return TitleAndBody()
        first = self._first_of_phrase(last)
        body = self._body_before(self.tokens.starts[first])
        return TitleAndBody(self._fact(first, last), body)

    def _is_plain_title(self, k: int) -> bool:
        low = self.tokens.lower[k]
        return bare(low) in TITLES and low.rstrip(".") not in _COURTESY

    def _is_trade_of(self, k: int) -> bool:
        """Return whether a token before a full name says what somebody does: "nurse Ana Ruiz"."""
        return self._is_small(k) and self.tokens.lower[k] in JOBS

    def _is_small(self, k: int) -> bool:
        """Return whether a token has no capital, or only that of its sentence."""
        words = self.tokens.words
        return words[k].islower() or k == 0 or words[k - 1] in ".!?" or self._breaks_line(k)

    def _first_of_phrase(self, last: int) -> int:
        """Return the first token of a title before a name: "former night manager Ana Ruiz".

        Nouns belong to it where nothing but them stands before it in its phrase.
        """
        first = last
        while first > 0 and self._modifies(first - 1) and not self._breaks_line(first):
            first -= 1
        far = first
        while last - far < _LONGEST_OF_NOUNS and self._is_noun(far - 1, far):
            far -= 1
        return far if far < first and self._opens_here(far) else first

    def _is_noun(self, k: int, after: int) -> bool:
        """Return whether a token may be a noun before another: no little word, verb or name."""
        if k < 0 or self._breaks_line(after) or not self._is_small(k):
            return False
        n = bisect_right(self.mentions.starts, self.tokens.starts[k]) - 1
        if n >= 0 and self.mentions.mentions[n].last >= k:
            return False  # "Kilcorran manager": a name, whatever the sentence's beginning
        low = self.tokens.lower[k]
        return low.replace("-", "").isalpha() and low not in _NO_NOUN and not is_past(low)

    def _opens_here(self, k: int) -> bool:
        """Return whether a phrase begins at a token, by what stands before it."""
        if k == 0 or self._breaks_line(k) or self.tokens.words[k - 1] in '.!?,;:“"':
            return True
        before = self.tokens.lower[k - 1]
        return before in lexicon.DETERMINERS | lexicon.PREPOSITIONS or _owns(before)

    def _modifies(self, k: int) -> bool:
        """Return whether a token modifies a title and has no capital of its own."""
        # "customs chief": a field, but for one that is a noun by itself ("the women leader").
        low = self.tokens.lower[k]
        return self._is_small(k) and (low in MODIFIERS or low in FIELDS - _NO_MODIFIER)

    def _body_before(self, place: int) -> str | None:
        """Return the body named right before a title: "Nujaba spokesman", "the IDF's chief"."""
        n = self.mentions.last_before(place)
        if n < 0:
            return None
        named = self.mentions.mentions[n]
        gap = self.tokens.text[named.span[1] : place]
        beside = gap.strip() in ("", "'s", "’s") and len(gap) <= 3
        if not beside:
            return None
        return known_place(named.name) if named.kind in ("place", "people") else named.name

    def _body_of_last_sentence(self, n: int) -> str | None:
        """Return the body that a bare "Spokesperson X" at a sentence's beginning speaks for.

        It is the one the sentence before begins with.
        """
        mention = self.mentions.mentions[n]
        if not mention.title or "spokes" not in (mention.title_text or "").lower():
            return None
        here = self.mentions.sentence_at(mention.title[0])
        if here < 1 or self.mentions.sentences[here][0] != mention.title[0]:
            return None
        start = self.mentions.sentences[here - 1][0]
        for other in self.mentions.mentions[bisect_left(self.mentions.starts, start) : n]:
            if other.span[0] > start + 6:  # no more than "The " before it
                return None
            if other.kind in ("organisation", "other"):
                return other.name
        return None

    def _of_after(self, mention: NameMention) -> str | None:
        """Return the place or body after the name: "Sen. Martin Okoro of Texas"."""
        k = mention.last + 1
        if k + 1 < len(self.tokens.words) and self.tokens.lower[k] == "of":
            return self.mentions.name_at(k + 1, min(k + 3, len(self.tokens.words)))
        return None

    def _apart(self, mention: NameMention) -> TitleAndBody:
        """Read an owned title and a comma: "Israel's foreign minister, Noa Peretz,"."""
        last = mention.first - 2
        if last < 0 or self.tokens.words[last + 1] != ",":
            return TitleAndBody()
        office = self._office_alone(last)
        if office is not None:
            return TitleAndBody(capitalised(office.title_text or ""), office.of)
        if not last or not _is_office(self.tokens.lower[last]):
            return TitleAndBody()
        first = last
        while first > max(0, last - _LONGEST_OWNED) and self._belongs_to_owned(first - 1):
            first -= 1
        if not self._is_owned(first, last):
            return TitleAndBody()
        return TitleAndBody(
            self._fact(first, last), self._owner(first) or self._owner_by_pronoun(first - 1)
        )

    def _is_owned(self, first: int, last: int) -> bool:
        """Return whether an office has an owner before it, and nothing else between them."""
        lower, owner = self.tokens.lower, first - 1
        if owner < 0 or not _owns(lower[owner]) or self._has_clause(first, last):
            return False
        # "Early in her career, Ana Ruiz": when or where something was is nobody's office.
        return owner == 0 or lower[owner - 1] not in _WHEN_OR_WHERE

    def _office_alone(self, last: int) -> NameMention | None:
        """Return the office in capitals that ends at a token: "the Treasurer, Colin Bassett"."""
        n = bisect_right(self.mentions.starts, self.tokens.starts[last]) - 1
        office = self.mentions.mentions[n] if n >= 0 else None
        alone = office is not None and office.last == last and office.title == office.span
        led = office is not None and self.tokens.lower[office.first - 1 : office.first] == ["the"]
        return office if alone and led else None

    def _belongs_to_owned(self, k: int) -> bool:
        return self.tokens.words[k].islower() and not _owns(self.tokens.lower[k])

    def _has_clause(self, first: int, last: int) -> bool:
        """Return whether the words before a noun hold a verb or open a phrase of their own."""
        words = self.tokens.lower[first:last]
        return any(
            word in _NO_PART_OF_OWNED
            or (word.endswith("ed") and word not in MODIFIERS | PARTICIPLES)
            for word in words
        )

    def _owner(self, first: int) -> str | None:
        """Return the name before a token, where it has a possessive ending."""
        if first == 0 or not self.tokens.words[first - 1].endswith(("'s", "’s")):
            return None
        n = bisect_right(self.mentions.starts, self.tokens.starts[first - 1]) - 1
        if n < 0 or self.mentions.mentions[n].last != first - 1:
            return None
        named = self.mentions.mentions[n]
        if named.kind in ("place", "people"):
            return known_place(named.name)
        return self.mentions.full_name(n)

    def _owner_by_pronoun(self, k: int) -> str | None:
        """Return the full name that a possessive stands for: "its chief executive"."""
        pronoun = self.tokens.lower[k]
        if pronoun not in lexicon.POSSESSIVES:
            return None
        owner = resolve_pronoun(pronoun, self.tokens.span(k, k), self.mentions, [])
        if owner is None and pronoun == "its":
            last = self.mentions.last_before(self.tokens.starts[k])
            earlier = self.mentions.referents(range(last, -1, -1)[:_MENTIONS_BACK])
            owner = next((r for r in earlier if r.kind == "organisation"), None)
        return owner.name if owner else None

    def _after(self, mention: NameMention, *, of_titled: bool = False) -> TitleAndBody:
        """Read an apposition: "X, a professor of political science at the University of Akron,"."""
        begin = self._apposition(mention)
        if begin is None:
            return TitleAndBody()
        stop = self._apposition_end(begin)
        head = self._head(begin, stop)
        if head is None or head - begin > _LONGEST_BEFORE_HEAD:
            return TitleAndBody()
        if of_titled and not self._is_surely_title(begin, head, stop):
            return TitleAndBody()
        first = self._phrase_start(begin, head)
        named = self.mentions.first_between(first, head)
        if named is not None and named.kind != "person" and named.last < head:
            return TitleAndBody(self._fact(named.last + 1, head), named.name)
        return self._linked(first, head, stop)

    def _is_surely_title(self, begin: int, head: int, stop: int) -> bool:
        """Return whether words after somebody who has a title can be nothing but another."""
        lower = self.tokens.lower
        led = lower[begin] in _LEADS or _owns(lower[begin])
        ends = head + 1 == stop or (led and lower[head + 1] in _LINKS)
        return ends and not any(word in lexicon.PREPOSITIONS for word in lower[begin:head])

    def _apposition(self, mention: NameMention) -> int | None:
        """Return the token at which an apposition begins; an age between commas is skipped."""
        words, k = self.tokens.words, mention.last + 1
        end = len(words) - 1
        if k + 1 >= len(words) or words[k] not in ",—–":
            return None
        k += 1
        if words[k].isdigit() and words[min(k + 1, end)] == ",":
            k += 2
        return None if k > end or self.tokens.lower[k] in _NO_APPOSITION else k

    def _apposition_end(self, begin: int) -> int:
        words = self.tokens.words
        lower = self.tokens.lower
        span = range(begin, min(begin + _LONGEST_APPOSITION, len(words)))
        stop = next((j for j in span if words[j] in _ENDS_APPOSITION), begin)
        stop = next((j for j in range(begin + 1, stop) if self._breaks_line(j)), stop)
        # "a former captain who left in 2010,": the title ends where a clause begins.
        return next((j for j in range(begin + 1, stop) if lower[j] in _OF_A_CLAUSE), stop)

    def _breaks_line(self, j: int) -> bool:
        """Return whether another line begins at a token."""
        return "\n" in self.tokens.text[self.tokens.ends[j - 1] : self.tokens.starts[j]]

    def _head(self, begin: int, stop: int) -> int | None:
        """Return the noun of the title: a known one, or after "a" a trade."""
        lower = self.tokens.lower
        for j in range(begin, stop):
            if lower[j] in RELATIONS:
                return None
            # "Cebu City Police Office spokesperson": a body's own word is no head.
            agent = lower[j] in lexicon.AGENT_NOUNS and self.tokens.words[j].islower()
            if bare(lower[j]) in TITLES or agent:
                return j
        if lower[begin] not in ("a", "an"):
            return None
        return next((j for j in range(begin + 1, stop) if self._is_trade(j, stop)), None)

    def _is_trade(self, j: int, stop: int) -> bool:
        """Return whether a token is a noun of work that ends its phrase: "a farmer from Orlen"."""
        lower = self.tokens.lower
        ends = j + 1 >= stop or lower[j + 1] in lexicon.PREPOSITIONS | {"who", "and"}
        return ends and self.tokens.words[j].islower() and is_work(lower[j])

    def _phrase_start(self, begin: int, head: int) -> int:
        """Return the first token of the head's phrase, after an article or an owner."""
        first = head
        while first > begin and not self._opens_phrase(first - 1):
            first -= 1
        return first

    def _opens_phrase(self, k: int) -> bool:
        return self.tokens.lower[k] in _OPENS_PHRASE or self.tokens.words[k].endswith(("'s", "’s"))

    def _linked(self, first: int, head: int, stop: int) -> TitleAndBody:
        """Read the title and, after a preposition, the body it is held at."""
        lower = self.tokens.lower
        for link in range(head + 1, stop):
            body = self.mentions.name_at(link + 1, stop) if lower[link] in _LINKS else None
            if body:
                return TitleAndBody(self._fact(first, link - 1), body)
        end = min(stop, head + _LONGEST_AFTER_HEAD)
        loose = (j for j in range(head + 1, end) if lower[j] in _LINKS - {"of"})
        body = self._owner(first) or self._body_after_comma(head, stop)
        return TitleAndBody(self._fact(first, next(loose, end) - 1), body)

    def _body_after_comma(self, head: int, stop: int) -> str | None:
        """Return the body beside an office: "the Permanent Secretary, Ministry of Works,"."""
        words = self.tokens.words
        if head + 1 != stop or words[stop] != "," or not words[head][0].isupper():
            return None
        n = bisect_left(self.mentions.starts, self.tokens.ends[stop])
        body = self.mentions.mentions[n] if n < len(self.mentions.mentions) else None
        if body is None or body.kind != "organisation" or body.first != stop + 1:
            return None
        return body.name if words[body.last + 1 : body.last + 2] == [","] else None


def _is_office(low: str) -> bool:
    return is_work(bare(low)) and low not in RELATIONS


def _owns(low: str) -> bool:
    """Return whether a word in small letters is a possessive."""
    return low in lexicon.POSSESSIVES or low.endswith(("'s", "’s", "s’", "s'"))
