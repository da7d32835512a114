"""How well the reader reads copy of many genres: `python -m benchmarks.genres [--all]`.

The texts and their marks by hand stand in `training/data/` (`genres-texts.jsonl`, and two passes of
marks by people who had not seen each other's); its `genres-guidelines.md` says what is marked. Only
the fifth of the texts that is held back is read, unless `--all` is given; `--agreement` scores the
second pass against the first instead, which is as good as a reader can be told to be.

A quote is found when its words and the gold's overlap by half of both together (IoU); a speaker is
right when the full name shares half its words; a party, a name or a title likewise. A party is
compared by the name that it comes down to ("the firm's director, Oleh Pryimak" is Oleh Pryimak);
one that is only described ("a Ballarat vet nurse") counts neither as missed nor as false. What is
worth a check is ranked, and the rank has an average precision.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.figures import Figure, note
from benchmarks.scores import Score, score_of
from benchmarks.scores_quotes import average_precision
from factcheck.text.claims.check_worthiness import KINDS
from factcheck.text.pipeline import read
from factcheck.text.reading import LIKELY, MarkedQuote, Reading, Span
from training.genre_texts import GenreText, genre_texts

_HALF: Final = 0.5
_WORD: Final = re.compile(r"\w+(?:['’.,]\w+)*")
_SMALL: Final = frozenset({"the", "a", "an", "of", "and", "mr", "mrs", "ms", "s"})
_PRONOUNS: Final = frozenset(
    {"he", "she", "they", "it", "him", "her", "them", "we", "you", "who", "i", "someone", "which"}
)
# What stands before the name of an asked party is who speaks for it, or its article.
_SPEAKS_FOR: Final = re.compile(
    r"^(?:(?:the|an?)\s)?(?:[\w-]+\s){0,2}?spokes\w+\s(?:for|of|at)\s", re.I
)
_ARTICLE: Final = re.compile(r"^(?:the|an?)\s", re.I)
# A name behind one of these says whose, where or by whom: it is not the party.
_OF_ANOTHER: Final = re.compile(r"\b(?:of|in|at|near|from|by|for|to|outside)\s(?:the\s)?\Z")
# A name is a party's own where the party ends with it, or goes on about it.
_GOES_ON: Final = re.compile(r"\Z|,|\s\(|\s(?:and|or|of|in|who|which)\b|[’']s\s(?:and)\b")
_SENTENCE: Final = re.compile(r"[^\n]+?(?:[.!?][”\"’')]*(?=\s|$)|(?=\n)|$)")


@dataclass(frozen=True, slots=True)
class SaidWords:
    """A quote by the places of its characters, and its speaker's full name ("" where none)."""

    places: frozenset[int]
    speaker: str


@dataclass(frozen=True, slots=True)
class TextMarks:
    """What somebody, or the reader, marked on one text."""

    quotes: tuple[SaidWords, ...] = ()
    claims: tuple[Span, ...] = ()
    accused: tuple[str, ...] = ()
    described: tuple[str, ...] = ()  # accused without a name
    asked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def marks_by_hand(text: str, row: dict[str, Any]) -> TextMarks:
    """Return the marks of one annotated text; strings that do not stand in it are left out."""
    known = [name["name"] for name in row.get("names", ())]
    accused = _parties(row, "accusations")
    asked = [party for party in _parties(row, "asks") if party.lower() not in _PRONOUNS]
    return TextMarks(
        quotes=tuple(_said_by_hand(text, row.get("quotes", ()))),
        claims=tuple(_sentences_that_start(text, [c["start"] for c in row.get("claims", ())])),
        accused=_distinct(name for party in accused for name in _names_in(party, known)),
        described=_distinct(party for party in accused if not _names_in(party, known)),
        asked=_distinct(asked_party(party, known) for party in asked),
        names=_distinct(known),
        titles=_distinct(n["title"] for n in row.get("names", ()) if n.get("title")),
    )


def _parties(row: dict[str, Any], kind: str) -> list[str]:
    return [mark["party"] for mark in row.get(kind, ())]


def _names_in(party: str, known: Sequence[str]) -> list[str]:
    """Return whom a party names, in full: nobody can write to "he" or "a man".

    A list of several ("Ana Ruiz and Lars Dahl") is as many parties; where somebody lives ("a doctor
    in Tarn") and whose somebody is ("the killers of Ruiz") is none.
    """
    whole = [name for name in known if _is_own_name(name, party)]
    if whole or not party[:1].isupper():
        return whole
    return [name for name in known if set(party.split()) <= set(name.split())][:1]


def _is_own_name(name: str, party: str) -> bool:
    return any(
        not _OF_ANOTHER.search(party[: match.start()])
        and _GOES_ON.match(party, match.end()) is not None
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", party)
    )


def asked_party(party: str, known: Sequence[str]) -> str:
    """Return the name that an asked party comes down to, by the conventions of `gold/asks.jsonl`.

    An office before a name is no part of it, nor is who speaks for the party.
    """
    spoken_for = _SPEAKS_FOR.match(party)
    if spoken_for is not None:
        party = party[spoken_for.end() :].split(", ")[0]
    named = [name for name in known if party.endswith(name) and _is_own_name(name, party)]
    if named:
        return max(named, key=len)
    return _ARTICLE.sub("", party)


def _said_by_hand(text: str, quotes: Iterable[dict[str, Any]]) -> Iterator[SaidWords]:
    """Yield the quotes; one whose words stand twice is the next one of the text."""
    reached = 0
    for quote in quotes:
        start = text.find(quote["content"], reached)
        if start < 0:
            start = text.find(quote["content"])
        if start >= 0:
            reached = start + 1
            places = _letters(text, start, start + len(quote["content"]))
            yield SaidWords(places, quote.get("speaker") or "")


def _sentences_that_start(text: str, starts: Sequence[str]) -> Iterator[Span]:
    spans = [m.span() for m in _SENTENCE.finditer(text)]
    for words in starts:
        place = text.find(words.strip())
        if place >= 0:
            yield next((s for s in spans if s[0] <= place < s[1]), (place, place + len(words)))


def marks_of(reading: Reading, known: Sequence[str] = ()) -> TextMarks:
    """Return what the reader marked, in the same shape.

    `known` are the names by hand, for what an asked party comes down to.
    """
    text = reading.text
    named = [fact for fact in reading.facts if fact.kind in ("name", "place")]
    return TextMarks(
        quotes=tuple(_said_words(text, reading.quotes)),
        # As by hand: nobody can write to "he", whoever that is.
        accused=_distinct(
            a.name for a in reading.accusations if text[slice(*a.party)].lower() not in _PRONOUNS
        ),
        asked=_distinct(asked_party(words, known) for words in _asked(reading)),
        names=_distinct(fact.value or text[slice(*fact.span)] for fact in named),
        titles=_distinct(text[slice(*f.span)] for f in reading.facts if f.kind == "title"),
    )


def _asked(reading: Reading) -> Iterator[str]:
    """Yield the words that the copy has for each party asked, but for pronouns."""
    for ask in reading.asks:
        for party in ask.parties:
            words = reading.text[slice(*party.span)]
            if words.lower() not in _PRONOUNS:
                yield words


def _said_words(text: str, quotes: Iterable[MarkedQuote]) -> Iterator[SaidWords]:
    """Yield the reader's quotes as the guidelines count them.

    One that its cue interrupts is two by the guidelines, and one to the reader.
    """
    for quote in quotes:
        speaker = quote.speaker.name if quote.speaker else ""
        if speaker.lower() in _PRONOUNS:
            speaker = ""  # the copy's own "it": nobody is given
        for span in quote.content:
            yield SaidWords(_letters(text, *span), speaker)


def _letters(text: str, start: int, end: int) -> frozenset[int]:
    """Return the places of letters and digits: quotation marks and blanks do not count."""
    return frozenset(place for place in range(start, end) if text[place].isalnum())


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name and name.strip()))


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name)) - _SMALL


def same_name(one: str, other: str) -> bool:
    """Return whether two names share at least half of the longer one's words."""
    a, b = _words(one), _words(other)
    return bool(a & b) and len(a & b) >= _HALF * max(len(a), len(b))


@dataclass(slots=True)
class Tally:
    """Counts over texts: what was right, what the gold has, and what was marked."""

    right: int = 0
    wanted: int = 0
    marked: int = 0

    @property
    def score(self) -> Score:
        return score_of(self.right, self.wanted, self.marked)


def quote_pairs(gold: TextMarks, found: TextMarks) -> list[tuple[SaidWords, SaidWords]]:
    """Return quotes that overlap by half of both together, one to one, the greatest first."""
    shares = sorted(
        (
            (-len(a.places & b.places) / len(a.places | b.places), n, m)
            for n, a in enumerate(gold.quotes)
            for m, b in enumerate(found.quotes)
            if a.places & b.places
        ),
    )
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for share, n, m in shares:
        if -share >= _HALF and n not in taken_gold and m not in taken_found:
            taken_gold.add(n)
            taken_found.add(m)
            pairs.append((gold.quotes[n], found.quotes[m]))
    return pairs


def tallies(gold: TextMarks, found: TextMarks) -> dict[str, Tally]:
    """Count one text: quotes, speakers, accused, asked, names, titles.

    A speaker counts on quotes that both have: `wanted` are those with a speaker by hand, `marked`
    those given one.
    """
    pairs = quote_pairs(gold, found)
    counts = {"quotes": Tally(len(pairs), len(gold.quotes), len(found.quotes))}
    counts["speakers"] = Tally(
        sum(bool(b.speaker) and same_name(a.speaker, b.speaker) for a, b in pairs if a.speaker),
        sum(bool(a.speaker) for a, _ in pairs),
        sum(bool(b.speaker) for a, b in pairs if a.speaker),
    )
    counts["accused"] = _named(gold.accused, found.accused, uncounted=gold.described)
    for kind in ("asked", "names", "titles"):
        counts[kind] = _named(getattr(gold, kind), getattr(found, kind))
    return counts


def _named(gold: Sequence[str], found: Sequence[str], uncounted: Sequence[str] = ()) -> Tally:
    """Count names; one found that is only `uncounted` by hand is neither right nor false."""
    left = list(gold)
    counts = Tally(wanted=len(gold))
    for name in found:
        match = next((other for other in left if same_name(other, name)), None)
        if match is not None:
            left.remove(match)
            counts.right += 1
        elif any(_words(name) & _words(other) for other in uncounted):
            continue
        counts.marked += 1
    return counts


def chances_of(reading: Reading, row: dict[str, Any]) -> Iterator[tuple[str, float, bool]]:
    """Yield for each sentence and kind the reader's chance, and whether it was marked by hand."""
    text = reading.text
    marked = [(text.find(c["start"].strip()), c["kinds"]) for c in row.get("claims", ())]
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        held = {kind for place, kinds in marked if start <= place < end for kind in kinds}
        inside = [c.chances for c in reading.claims if c.span[0] < end and start < c.span[1]]
        for kind in KINDS:
            chance = max((chances.get(kind, 0.0) for chances in inside), default=0.0)
            yield kind, chance, kind in held


def worth_of(reading: Reading, gold: TextMarks) -> list[tuple[float, bool]]:
    """Return for each sentence of the text the reader's score and whether it is worth a check."""
    out = []
    for match in _SENTENCE.finditer(reading.text):
        start, end = match.span()
        score = max(
            (c.score for c in reading.claims if c.span[0] < end and start < c.span[1]), default=0.0
        )
        out.append((score, any(s < end and start < e for s, e in gold.claims)))
    return out


def _sum(into: dict[str, Tally], counts: dict[str, Tally]) -> None:
    for kind, tally in counts.items():
        into[kind].right += tally.right
        into[kind].wanted += tally.wanted
        into[kind].marked += tally.marked


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", action="store_true", help="read every text, learned from or not")
    parser.add_argument("--agreement", action="store_true", help="score the second pass by hand")
    options = parser.parse_args()
    second = {text.name: text.marks for text in genre_texts("second")}
    scores = _Scores()
    for text in genre_texts():
        if not (options.all or options.agreement or text.is_held_back):
            continue
        reading = read(text.text)
        known = [name["name"] for name in text.marks.get("names", ())]
        found = (
            marks_by_hand(reading.text, second[text.name])
            if options.agreement
            else marks_of(reading, known)
        )
        scores.add(text, reading, found)
    scores.print()
    if not (options.all or options.agreement):
        scores.note()


@dataclass(slots=True)
class _Scores:
    """What is counted over the texts, by genre and over "all"."""

    by_genre: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Tally))
    )
    ranked: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    # Chances count on texts that they were not fitted to.
    unfitted: list[tuple[float, bool]] = field(default_factory=list)
    by_kind: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: GenreText, reading: Reading, found: TextMarks) -> None:
        gold = marks_by_hand(reading.text, text.marks)
        for genre in (text.genre, "all"):
            _sum(self.by_genre[genre], tallies(gold, found))
            self.ranked[genre] += worth_of(reading, gold)
        if text.is_for_fitting:
            return
        self.unfitted += worth_of(reading, gold)
        for kind, chance, is_held in chances_of(reading, text.marks):
            self.by_kind[kind].append((chance, is_held))

    def print(self) -> None:
        for genre, counts in sorted(self.by_genre.items(), key=lambda pair: pair[0] == "all"):
            _print(genre, counts, self.ranked[genre])
        print(f"chance that a sentence needs a check: {_as_chance(self.unfitted)}")
        for kind, chances in self.by_kind.items():
            print(f"chance of {kind}: {_as_chance(chances)}")

    def note(self) -> None:
        """Note precision and recall over all genres."""
        for kind, tally in self.by_genre["all"].items():
            data = f"held texts of {len(self.by_genre) - 1} genres, {tally.wanted} by hand"
            note(Figure(f"{kind}: precision", tally.score.precision, "", data))
            note(Figure(f"{kind}: recall", tally.score.recall, "", data))


def _as_chance(chances: Sequence[tuple[float, bool]]) -> str:
    """Return a chance's Brier score, its average precision, and what it is worth as a verdict."""
    brier = sum((chance - label) ** 2 for chance, label in chances) / len(chances)
    base = sum(label for _, label in chances) / len(chances)
    ranked = average_precision([chance for chance, _ in chances], [label for _, label in chances])
    said = Tally(
        right=sum(chance >= LIKELY and label for chance, label in chances),
        wanted=sum(label for _, label in chances),
        marked=sum(chance >= LIKELY for chance, _ in chances),
    )
    return (
        f"Brier {brier:.3f} (always its share {base * (1 - base):.3f}), AP {ranked:.2f},"
        f" at {LIKELY} P {said.score.precision:.2f} R {said.score.recall:.2f};"
        f" {said.wanted} of {len(chances)}"
    )


def _print(genre: str, counts: dict[str, Tally], ranked: Sequence[tuple[float, bool]]) -> None:
    cells = [
        f"{kind} P {tally.score.precision:.2f} R {tally.score.recall:.2f} ({tally.wanted})"
        for kind, tally in counts.items()
    ]
    if any(label for _, label in ranked):
        worth = average_precision([score for score, _ in ranked], [label for _, label in ranked])
        cells.append(f"worth AP {worth:.2f}")
    print(f"{genre}: " + "; ".join(cells))


if __name__ == "__main__":
    main()
