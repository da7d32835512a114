"""Names in lines where capitals say nothing: A Headline In Title Case, A LINE IN CAPITALS.

Three witnesses: the names the copy below gives, the gazetteer, and the trained model.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from factcheck.text.language import lexicon
from factcheck.text.language.tokens import Tokens
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.entities import KINDS, Entities
from factcheck.text.names.entity_types import Kind
from factcheck.text.names.extents import NEVER, place_length, text_of
from factcheck.text.names.gazetteer import PEOPLES
from factcheck.text.names.titles import TITLES, title_length
from factcheck.text.reading import Span

_WORDS = word_lists("factcheck.text.names", "headlines")

# Below this chance the model's run in a headline is no name: half of a headline's words look like
# one.
_SURE = 0.6
_COMMON = 0.5
# Words of the longest name of the copy that a headline's words are compared with.
_LONGEST = 6
_SHORTEST, _CAPITALS = 5, 0.85
# What headlines say of names: where the model takes such a word into a name, it is carried away by
# its capital.
_VERBS = _WORDS["verbs"]
_STOPS = '.”"'
_LITTLE = NEVER - lexicon.AUXILIARIES


@dataclass(frozen=True, slots=True)
class HeadlineName:
    first: int
    last: int
    kind: Kind
    title: Span | None = None


def mostly_capitals(tokens: Tokens, inside: range) -> bool:
    """Return whether a sentence is a headline by its letters.

    It is where all is in capitals, or where every word but the little ones has a capital and no
    full stop ends it.
    """
    words = [
        tokens.words[i] for i in inside if tokens.words[i][0].isalpha() and len(tokens.words[i]) > 3
    ]
    if len(words) < _SHORTEST:
        return False
    if sum(word.isupper() for word in words) > _CAPITALS * len(words):
        return True
    small = [word for word in words if word.islower() and word not in _LITTLE]
    return not small and tokens.words[inside[-1]] not in _STOPS


class Headline:
    """Finds names in headlines; `known` are the names of the copy with their kinds."""

    def __init__(
        self, tokens: Tokens, entities: Entities, known: Iterable[tuple[str, Kind]]
    ) -> None:
        self.tokens = tokens
        self.entities = entities
        self.runs = [run for run in entities.runs if run.chance >= _SURE]
        self.starts = [run.span[0] for run in self.runs]
        self.known: dict[str, Kind] = {}
        for name, kind in known:
            self.known.setdefault(name.lower(), kind)
            if kind == "person":
                self.known.setdefault(name.lower().split()[-1], kind)

    def names(self, inside: range) -> Iterator[HeadlineName]:
        """Yield the names of a headline, given by its tokens, in order."""
        i = inside.start
        while i < inside.stop:
            name = self._titled_person(i, inside.stop) or self._name(i, inside.stop)
            if name is None:
                i += 1
                continue
            yield name
            i = name.last + 1

    def _titled_person(self, i: int, stop: int) -> HeadlineName | None:
        """Return the person whose title begins at token i: "MAYOR WHITLOW".

        The title tells that an unknown name is a person's, which the model cannot.
        """
        begin = i + self._title(i, stop)
        if begin == i:
            return None
        name = self._name(begin, stop) if begin < stop else None
        name = name or self._after_title(begin, stop)
        if name is None or not (name.kind == "person" or self._unknown(name)):
            return None
        return replace(name, kind="person", title=self.tokens.span(i, begin - 1))

    def _unknown(self, headline_name: HeadlineName) -> bool:
        name = text_of(self.tokens, headline_name.first, headline_name.last)
        return name.lower() not in self.known and not place_length(
            self.tokens, headline_name.first, headline_name.last + 1
        )

    def _title(self, i: int, stop: int) -> int:
        """Return how many words from i on are a title, with or without a name after it."""
        k = i
        while k < stop and (
            self.tokens.lower[k] in TITLES or title_length(self.tokens, i, k) == k - i + 1
        ):
            k += 1
        return k - i

    def _name(self, i: int, stop: int) -> HeadlineName | None:
        known = self._known(i, stop)
        if known is not None:
            return known
        place = place_length(self.tokens, i, stop) if self.tokens.lower[i] != "us" else 0
        run = self._run(i, stop)
        people = bool(place) and text_of(self.tokens, i, i + place - 1).title() in PEOPLES
        if run is not None and run.last - i + 1 > place:
            body = self.tokens.lower[run.last] in lexicon.ORGANISATION_WORDS
            if (
                not people or body
            ):  # "Syrian National Army" is one name, "Russian Drones" are a people's
                return run
        if place:
            return HeadlineName(i, i + place - 1, "people" if people else "place")
        return None

    def _known(self, i: int, stop: int) -> HeadlineName | None:
        for last in range(min(i + _LONGEST, stop) - 1, i - 1, -1):
            kind = self.known.get(text_of(self.tokens, i, last).lower())
            if kind is not None and self.tokens.words[i][0].isupper():
                return HeadlineName(i, last, kind)
        return None

    def _run(self, i: int, stop: int) -> HeadlineName | None:
        at = bisect_right(self.starts, self.tokens.starts[i]) - 1
        if (
            at < 0
            or self.runs[at].span[1] <= self.tokens.starts[i]
            or not self.tokens.words[i][0].isupper()
        ):
            return None
        run = self.runs[at]
        if self.starts[at] < self.tokens.starts[i] and self.tokens.lower[i - 1] not in _VERBS:
            return None
        last = i
        while last + 1 < stop and self.tokens.starts[last + 1] < run.span[1]:
            if self.tokens.lower[last + 1] in _VERBS:
                break
            last += 1
        if self.tokens.lower[i] in _VERBS | NEVER:
            return None
        chances = self.entities.chances(self.tokens.span(i, last))
        kind: Kind = KINDS[int(chances[1:].argmax())] if chances is not None else run.kind
        return HeadlineName(i, last, kind)

    def _after_title(self, i: int, stop: int) -> HeadlineName | None:
        """Return the person beside a title, by a word that is not common for the model.

        For example "MAYOR WHITLOW SAYS".
        """
        if (
            i >= stop
            or self.tokens.lower[i] in _VERBS | NEVER
            or not self.tokens.words[i][0].isupper()
        ):
            return None
        chances = self.entities.chances(self.tokens.span(i, i))
        return (
            HeadlineName(i, i, "person") if chances is not None and chances[0] < _COMMON else None
        )
