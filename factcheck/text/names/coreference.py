"""Who is who in one piece of copy: full names for later mentions, with titles and affiliations.

The rules are those of news style: a full name with its title at first mention, then the surname;
"he" and "she" are the last person of that gender who spoke or acted; "it" and "they" the last
organisation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from factcheck.text.language import lexicon
from factcheck.text.language.tokens import Tokens, bare
from factcheck.text.names.descriptions import (
    first_sort,
    gender_of_name,
    has_title,
    heads_of,
    is_of_sort,
    is_work,
    noun_of,
    plain_noun,
    sort_of,
)
from factcheck.text.names.finder import NameMention
from factcheck.text.names.gazetteer import known_place
from factcheck.text.names.titles import MODIFIERS, TITLES, capitalised
from factcheck.text.reading import MarkedFact, Span, Speaker

_ARTICLE = re.compile(r"^(?:al|el|ash|as|ar|at|bin|ibn|van|von|de|der|den|di|da|la|le)[- ‑]", re.I)
_HE, _SHE = frozenset(["he", "him", "his", "himself"]), frozenset(["she", "her", "hers", "herself"])
_IT, _THEY = (
    frozenset(["it", "its", "itself"]),
    frozenset(["they", "them", "their", "themselves", "we", "our", "us"]),
)
_FAR = 60
"""Mentions between a description and its name, at most: one further away is another matter."""
_OF_WORDS = frozenset(["for", "of", "at", "with", "from", "in"])


@dataclass(slots=True, eq=False)
class Figure:
    """A person or body: the fullest name seen, and what the copy says of them."""

    name: str
    kind: str
    first: int
    title: str | None = None
    of: str | None = None
    gender: str | None = None
    sorts: set[int] = field(default_factory=set)
    """For a body, the sorts of body the copy says it is."""


class People:
    """Everyone named in the copy; `resolve` turns a mention at a place into a `Speaker`."""

    def __init__(self, tokens: Tokens, mentions: list[NameMention], sentences: list[Span]) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self.sentences = sentences
        self.starts = [m.span[0] for m in mentions]
        self.figures: list[Figure] = []
        self.by_alias: dict[str, Figure] = {}
        self.of_mention: dict[int, Figure] = {}
        self._titles: list[MarkedFact] = []
        self._gather()

    def title_facts(self) -> list[MarkedFact]:
        """The titles that stand in lower case before or after a name, as facts."""
        return self._titles

    def _gather(self) -> None:
        """Full names first, so that a surname before its full name (a headline's) finds it too."""
        for n in sorted(
            range(len(self.mentions)), key=lambda n: -len(self.mentions[n].name.split())
        ):
            mention = self.mentions[n]
            if mention.kind in ("people", "place") or (
                mention.title and mention.span == mention.title
            ):
                continue
            key = mention.name.lower()
            figure = self.by_alias.get(key) or self.by_alias.get(_ARTICLE.sub("", key))
            if figure is None:
                figure = Figure(
                    mention.name,
                    "person" if mention.kind == "person" else "organisation",
                    mention.span[0],
                )
                if mention.kind == "other" and mention.title is None:
                    figure.kind = "other"
                self.figures.append(figure)
                self._alias(figure)
            self.of_mention[n] = figure
        self._settle_short()
        for n in sorted(self.of_mention):
            self._describe(n, self.of_mention[n])

    def _alias(self, figure: Figure) -> None:
        words = figure.name.lower().split()
        names = {figure.name.lower()}
        if figure.kind == "person":
            last = (
                words[-2]
                if words[-1].rstrip(".") in ("jr", "sr", "ii", "iii") and len(words) > 2
                else words[-1]
            )
            names |= {last, _ARTICLE.sub("", last)}
            figure.gender = gender_of_name(words[0])
        elif len(words) > 1:
            names.add("".join(w[0] for w in words if w not in ("of", "the", "for", "and", "in")))
            if words[-1] in lexicon.ORGANISATION_WORDS and len(words) == 2:
                names.add(words[0])
        for name in names:
            if len(name) > 1:
                self.by_alias.setdefault(name, figure)

    def _settle_short(self) -> None:
        """Gives the mentions by a first name, or by a family name that stands first ("Zhao"), to
        the full name.
        """
        bodies: dict[str, Figure] = {}
        firsts: dict[str, Figure] = {}
        for figure in sorted(self.figures, key=lambda figure: figure.first):
            if figure.kind == "person" and " " in figure.name:
                firsts.setdefault(figure.name.lower().split()[0], figure)
            elif figure.kind == "organisation":
                for head in heads_of(figure.name):
                    bodies.setdefault(head, figure)
        for n, figure in self.of_mention.items():
            head = figure.name.lower()
            if head in lexicon.ORGANISATION_WORDS:  # "The Front said"
                self.of_mention[n] = bodies.get(head, figure)
                continue
            full = firsts.get(head)
            alone = figure.kind != "organisation" and figure.title is None
            if full is not None and alone and full.first < self.mentions[n].span[0]:
                self.of_mention[n] = full
                self.by_alias[head] = full

    def _describe(self, n: int, figure: Figure) -> None:
        """Adds the title, affiliation and gender that this mention shows, where not known yet."""
        mention = self.mentions[n]
        if figure.kind == "other" and (mention.title or self._honorific(mention)):
            figure.kind = "person"
        if figure.kind != "person":
            self._acronym(n, figure)
            sort = self._sort_after(mention)
            if sort is not None:
                figure.sorts.add(sort)
            return
        figure.gender = figure.gender or self._gender_near(mention)
        title, of = self._title_of(n)
        if figure.title is None:
            figure.title = title
            figure.of = figure.of or of

    def _honorific(self, mention: NameMention) -> bool:
        before = self.tokens.lower[mention.first - 1] if mention.first else ""
        return before.rstrip(".") in ("mr", "mrs", "ms", "dr", "sir", "lady")

    def _acronym(self, n: int, figure: Figure) -> None:
        """ "Hayat Tahrir al-Sham (HTS)": both names are one body."""
        mention = self.mentions[n]
        after = mention.last + 1
        if (
            after + 2 < len(self.tokens.words)
            and self.tokens.words[after] == "("
            and self.tokens.words[after + 2] == ")"
        ):
            short = self.tokens.words[after + 1]
            if short.isupper() and len(short) > 1:
                self.by_alias[short.lower()] = figure

    def _sort_after(self, mention: NameMention) -> int | None:
        """ "The Nujaba Movement, an Iraqi militia within …": the sort of body, as the copy tells it."""
        words, k = self.tokens.lower, mention.last + 1
        if k + 2 >= len(words) or words[k] != "," or words[k + 1] not in ("a", "an", "the", "one"):
            return None
        stop = next(
            (j for j in range(k + 2, min(k + 12, len(words))) if words[j] in ",.;:—–()"),
            min(k + 12, len(words)),
        )
        return first_sort(self.tokens.text[self.tokens.starts[k + 2] : self.tokens.ends[stop - 1]])

    def _gender_near(self, mention: NameMention) -> str | None:
        before = self.tokens.lower[mention.first - 1] if mention.first else ""
        words = [before, *(mention.title_text or "").lower().split()]
        if any(w in lexicon.FEMALE_WORDS for w in words):
            return "f"
        return "m" if any(w in lexicon.MALE_WORDS for w in words) else None

    def _title_of(self, n: int) -> tuple[str | None, str | None]:
        mention = self.mentions[n]
        if mention.title_text:
            of = mention.of or self._of_before(
                n, mention.title[0] if mention.title else mention.span[0]
            )
            return capitalised(mention.title_text), of or self._of_lead(n) or self._of_after(
                mention
            )
        for title, of in (self._title_before(n), self._title_apart(n), self._title_after(n)):
            if title is not None:
                return title, of
        return None, self._of_after(mention)

    def _of_after(self, mention: NameMention) -> str | None:
        """ "Sen. Martin Okoro of Texas": whom a name is said to be of."""
        words = self.tokens.lower
        k = mention.last + 1
        if k + 1 < len(words) and words[k] == "of":
            return self._name_at(k + 1, min(k + 3, len(words)))
        return None

    def _title_apart(self, n: int) -> tuple[str | None, str | None]:
        """ "Israel's foreign minister, Noa Peretz," and "its chief executive, Ilse Brandt,"."""
        tokens, mention = self.tokens, self.mentions[n]
        last = mention.first - 2
        if last < 1 or tokens.words[last + 1] != "," or not is_work(bare(tokens.lower[last])):
            return None, None
        first = last
        while (
            first > max(0, last - 5)
            and tokens.words[first - 1].islower()
            and not _owns(tokens.lower[first - 1])
        ):
            first -= 1
        owner = first - 1
        if owner < 0 or not _owns(tokens.lower[owner]):
            return None, None
        return self._title_fact(first, last), self._owner(first) or self._owner_pronoun(owner)

    def _owner_pronoun(self, k: int) -> str | None:
        low = self.tokens.lower[k]
        if low not in lexicon.POSSESSIVES:
            return None
        figure = self._pronoun(low, self.tokens.span(k, k), [])
        if figure is None and low == "its":
            at = bisect_left(self.starts, self.tokens.starts[k])
            figure = next(
                (
                    f
                    for f in self._figures(range(at - 1, -1, -1)[:_FAR])
                    if f.kind == "organisation"
                ),
                None,
            )
        return figure.name if figure else None

    def _title_before(self, n: int) -> tuple[str | None, str | None]:
        """ "Amnesty International spokesman Eric Ferrero": lower-case words that end with a title."""
        mention = self.mentions[n]
        k = mention.first - 1
        if (
            k < 0
            or bare(self.tokens.lower[k]) not in TITLES
            or self.tokens.lower[k].rstrip(".") in ("mr", "mrs", "ms")
        ):
            return None, None
        first = k
        while (
            first > 0
            and self.tokens.lower[first - 1] in MODIFIERS
            and self._in_lower_case(first - 1)
        ):
            first -= 1
        title = " ".join(self.tokens.words[first : k + 1])
        of = self._of_before(n, self.tokens.starts[first])
        self._titles.append(MarkedFact(self.tokens.span(first, k), "title", capitalised(title)))
        return capitalised(title), of

    def _in_lower_case(self, k: int) -> bool:
        """Whether a word has no capital but what the beginning of a sentence gives it."""
        return self.tokens.words[k].islower() or k == 0 or self.tokens.words[k - 1] in ".!?"

    def _of_before(self, n: int, at: int) -> str | None:
        """The body or people named right before a title: "Nujaba Movement spokesman", "the IDF's
        chief".
        """
        earlier = bisect_left(self.starts, at) - 1
        if earlier < 0:
            return None
        named = self.mentions[earlier]
        gap = self.tokens.text[named.span[1] : at]
        if gap.strip() in ("", "'s", "’s") and len(gap) <= 3:
            return known_place(named.name) if named.kind in ("place", "people") else named.name
        return None

    def _of_lead(self, n: int) -> str | None:
        """A bare "Spokesperson X" that opens a sentence speaks for the body the last sentence was
        about.
        """
        mention = self.mentions[n]
        if not mention.title or "spokes" not in (mention.title_text or "").lower():
            return None
        here = bisect_right(self.sentences, (mention.title[0], 1 << 60)) - 1
        if here < 1 or self.sentences[here][0] != mention.title[0]:
            return None
        first = bisect_left(self.starts, self.sentences[here - 1][0])
        for other in self.mentions[first:n]:
            if other.span[0] > self.sentences[here - 1][0] + 6:
                return None
            if other.kind in ("organisation", "other"):
                return other.name
        return None

    def _title_after(self, n: int) -> tuple[str | None, str | None]:
        """ "X, a professor of political science at the University of Akron," and the like."""
        tokens, mention = self.tokens, self.mentions[n]
        k = mention.last + 1
        if k + 1 >= len(tokens.words) or tokens.words[k] not in ",—–":
            return None, None
        k += 1
        if tokens.lower[k].isdigit() and tokens.words[min(k + 1, len(tokens.words) - 1)] == ",":
            k += 2
        if tokens.lower[min(k, len(tokens.words) - 1)] in ("who", "which", "and", "but"):
            return None, None
        stop = next(
            (
                j
                for j in range(k, min(k + 25, len(tokens.words)))
                if tokens.words[j] in ',.;:—–()“”"'
            ),
            k,
        )
        head = next(
            (
                j
                for j in range(k, stop)
                if bare(tokens.lower[j]) in TITLES or tokens.lower[j] in lexicon.AGENT_NOUNS
            ),
            None,
        )
        if head is None and tokens.lower[k] in ("a", "an"):
            head = next((j for j in range(k + 1, stop) if self._is_trade(j, stop)), None)
        if head is None or head - k > 7:
            return None, None
        first = head
        while (
            first > k
            and tokens.lower[first - 1]
            not in ("a", "an", "the", "his", "her", "their", "and", "who")
            and not (tokens.words[first - 1].endswith(("'s", "’s")))
        ):
            first -= 1
        named = self._named_between(first, head)
        if named is not None and named.kind != "person" and named.last < head:
            return self._title_fact(named.last + 1, head), named.name
        link = next(
            (
                j
                for j in range(head + 1, stop)
                if tokens.lower[j] in _OF_WORDS and self._name_at(j + 1, stop)
            ),
            None,
        )
        if link is None:
            loose = (
                j
                for j in range(head + 1, min(stop, head + 4))
                if tokens.lower[j] in _OF_WORDS - {"of"}
            )
            stop = next(loose, min(stop, head + 4))
        title = self._title_fact(first, (link if link is not None else stop) - 1)
        of = self._name_at(link + 1, stop) if link is not None else self._owner(first)
        return title, of

    def _is_trade(self, j: int, stop: int) -> bool:
        """ "a farmer from Orlen": a noun of work at the end of its phrase."""
        ends = j + 1 >= stop or self.tokens.lower[j + 1] in lexicon.PREPOSITIONS | {"who", "and"}
        return ends and self.tokens.words[j].islower() and is_work(self.tokens.lower[j])

    def _title_fact(self, first: int, last: int) -> str:
        title = capitalised(" ".join(self.tokens.words[first : last + 1]))
        self._titles.append(MarkedFact(self.tokens.span(first, last), "title", title))
        return title

    def _named_between(self, first: int, last: int) -> NameMention | None:
        at = bisect_left(self.starts, self.tokens.starts[first])
        if at < len(self.mentions) and self.mentions[at].first <= last:
            return self.mentions[at]
        return None

    def _name_at(self, k: int, stop: int) -> str | None:
        if k < stop and self.tokens.lower[k] in ("the", "a", "an"):
            k += 1
        if k >= stop:
            return None
        at = bisect_left(self.starts, self.tokens.starts[k])
        if at < len(self.mentions) and self.mentions[at].span[0] == self.tokens.starts[k]:
            return self.mentions[at].name
        return None

    def _owner(self, first: int) -> str | None:
        if first == 0 or not self.tokens.words[first - 1].endswith(("'s", "’s")):
            return None
        at = bisect_right(self.starts, self.tokens.starts[first - 1]) - 1
        if at < 0 or self.mentions[at].last != first - 1:
            return None
        named = self.mentions[at]
        return known_place(named.name) if named.kind in ("place", "people") else self.full_name(at)

    def full_name(self, n: int) -> str:
        """The canonical name of mention `n`."""
        figure = self.of_mention.get(n)
        return figure.name if figure else self.mentions[n].name

    def resolve(self, span: Span, spoke: Iterable[Figure] = ()) -> tuple[Speaker, Figure | None]:
        """The speaker a mention stands for.

        `spoke` are those who spoke before, the latest first.
        """
        text = self.tokens.text[span[0] : span[1]]
        low = text.lower()
        if low in _PRONOUN_WORDS:
            figure = self._pronoun(low, span, list(spoke))
        else:
            figure = self._named(span) or self._apposed(span) or self._described(span, low)
        if figure is None:
            return Speaker(span, plain_noun(text)), None
        return Speaker(span, figure.name, figure.title, figure.of), figure

    def _named(self, span: Span) -> Figure | None:
        """The figure a noun phrase names: its last person before any preposition, else its head."""
        first = bisect_left(self.starts, span[0])
        inside = range(first, min(first + 6, bisect_left(self.starts, span[1])))
        text = self.tokens.text
        for n in inside:
            figure = self.of_mention.get(n)
            mention = self.mentions[n]
            if figure is None:
                continue
            rest = text[mention.span[1] : span[1]].strip()
            lead = text[span[0] : (mention.title or mention.span)[0]].strip().lower()
            if lead.endswith((" and", ",", " or")) or " and " in f" {lead} ":
                return None
            heads = (
                rest == ""
                or rest[0] in ",("
                or rest.lower().startswith(("of ", "who ", "from ", "in "))
            )
            linked = any(w in lexicon.PREPOSITIONS or w in lexicon.RELATIVES for w in lead.split())
            if heads and not linked:
                return figure
        return None

    def _apposed(self, span: Span) -> Figure | None:
        """ "Her spokesman, Lars Dahl,": the name that ends a description."""
        at = bisect_left(self.starts, span[1]) - 1
        if at < 0 or self.mentions[at].span[0] <= span[0]:
            return None
        mention, text = self.mentions[at], self.tokens.text
        apart = text[span[0] : mention.span[0]].rstrip().endswith(",")
        ends = not text[mention.span[1] : span[1]].strip(" ,")
        first = mention.kind == "person" and self.tokens.words[mention.first - 1] == ","
        return self.of_mention.get(at) if apart and ends and first else None

    def _described(self, span: Span, low: str) -> Figure | None:
        """Whom a noun without a name means: the last before it whom it fits, or, for "a powerful
        faction", the first after it that the copy calls so.
        """
        before = bisect_left(self.starts, span[0])
        earlier = list(dict.fromkeys(self._figures(range(before - 1, max(-1, before - _FAR), -1))))
        definite = low.split()[0] in ("the", "this", "that") if low else False
        if not definite:
            return self._introduced(span, low) if low.startswith(("a ", "an ")) else None
        noun = noun_of(low)
        if noun is None:
            return None
        modifiers, head = noun
        modifiers = [known_place(word.title()).lower() for word in modifiers]
        for figure in earlier:
            if (
                figure.kind == "person"
                and figure.title
                and has_title(figure.title, figure.of, [*modifiers, *head.split()][:-1], head)
            ):
                return figure
        bodies = [figure for figure in earlier if figure.title is None and figure.gender is None]
        return self._body_called(bodies, head, sort_of(head))

    def _body_called(self, bodies: list[Figure], head: str, sort: int | None) -> Figure | None:
        for figure in bodies:
            if figure.kind != "person" and (head in heads_of(figure.name) or sort in figure.sorts):
                return figure
        if sort is None:
            return None
        fitting = [figure for figure in bodies if is_of_sort(figure.name, sort)]
        # A body that was taken for a person ("Norsk Kraft said …") is better than nobody.
        mistaken = (f for f in fitting if f.kind == "person" and " " in f.name)
        return next((f for f in fitting if f.kind == "organisation"), next(mistaken, None))

    def _introduced(self, span: Span, low: str) -> Figure | None:
        sort = first_sort(low)
        after = bisect_left(self.starts, span[1])
        later = self._figures(range(after, min(after + _FAR, len(self.mentions))))
        return (
            next((f for f in later if f.first > span[1] and sort in f.sorts), None)
            if sort is not None
            else None
        )

    def _figures(self, numbers: Iterable[int]) -> Iterator[Figure]:
        return (self.of_mention[n] for n in numbers if n in self.of_mention)

    def _pronoun(self, low: str, span: Span, spoke: list[Figure]) -> Figure | None:
        if low in ("who", "which", "that"):
            return self._antecedent(span)
        if low in _HE or low in _SHE:
            gender = "m" if low in _HE else "f"
            figure = self._person_near(span, gender, spoke)
            if figure is not None and figure.gender is None:
                figure.gender = gender
            return figure
        if low in _IT or low in _THEY:
            last = spoke[0] if spoke and spoke[0].kind == "organisation" else None
            return self._body_near(span) or (last if low in _IT else None)
        return None

    def _antecedent(self, span: Span) -> Figure | None:
        at = bisect_left(self.starts, span[0]) - 1
        if at < 0:
            return None
        gap = self.tokens.text[self.mentions[at].span[1] : span[0]]
        return (
            self.of_mention.get(at)
            if len(gap) < 60 and gap.count(",") <= 2 and "." not in gap
            else None
        )

    def _person_near(self, span: Span, gender: str, spoke: list[Figure]) -> Figure | None:
        """Those named in this sentence and the two before, subjects first; then whoever spoke last."""

        def fits(figure: Figure | None) -> bool:
            return (
                figure is not None
                and figure.kind in ("person", "other")
                and figure.gender in (None, gender)
            )

        here = bisect_right(self.sentences, (span[0], 1 << 60)) - 1
        for back in range(4):
            if here - back < 0:
                break
            start, end = self.sentences[here - back]
            near = range(
                bisect_left(self.starts, start), bisect_left(self.starts, min(end, span[0]))
            )
            people = [self.of_mention.get(n) for n in near]
            sure = [f for f in people if f is not None and fits(f) and f.kind == "person"]
            if spoke and fits(spoke[0]) and spoke[0] in sure:
                return spoke[0]
            if back and spoke and fits(spoke[0]) and spoke[0].kind == "person" and not sure:
                continue
            if sure:
                return sure[0]
        for figure in spoke:
            if fits(figure):
                return figure
        at = bisect_left(self.starts, span[0])
        for n in range(at - 1, max(-1, at - 40), -1):
            if fits(self.of_mention.get(n)):
                return self.of_mention[n]
        return None

    def _body_near(self, span: Span) -> Figure | None:
        at = bisect_left(self.starts, span[0])
        here = bisect_right(self.sentences, (span[0], 1 << 60)) - 1
        floor = self.sentences[max(0, here - 1)][0]
        candidates = [
            self.of_mention[n]
            for n in range(max(0, at - 12), at)
            if self.mentions[n].span[0] >= floor
            and n in self.of_mention
            and self.of_mention[n].kind == "organisation"
        ]
        return candidates[0] if candidates else None


def _owns(low: str) -> bool:
    return low in lexicon.POSSESSIVES or low.endswith(("'s", "’s", "s’", "s'"))


_PRONOUN_WORDS = _HE | _SHE | _IT | _THEY | {"who", "which", "that"}
