"""What an edit would do to the marks, said before it is saved; and what it did, said after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Quote, Tk
from factcheck.claims.places import places
from factcheck.newsroom.models import LogEntry

_KINDS: dict[type[Mark], str] = {
    Quote: "quote",
    Claim: "claim",
    Fact: "fact",
    Ask: "ask",
    Accusation: "accusation",
    Tk: "TK",
}
FATES = ("same", "changed", "moved", "gone")


@dataclass(frozen=True, slots=True)
class Fate:
    """A mark that does not simply stay: its kind, what becomes of it ("changed", "moved", "gone"),
    its words, and the words it would be on.
    """

    kind: str
    fate: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Foretold:
    """`told`: "12 unchanged, 3 reopen, 1 moved is offered, 2 archived"."""

    told: str
    fates: tuple[Fate, ...]


def told(count: Mapping[str, int], *, done: bool) -> str:
    """The four counts in words, as they will be or (`done`) as they were."""
    moved = f"{count.get('moved', 0):,} moved {'is' if count.get('moved') == 1 else 'are'} offered"
    said = {
        "same": f"{count.get('same', 0):,} unchanged",
        "changed": f"{count.get('changed', 0):,} {'reopened' if done else _verb(count.get('changed', 0))}",
        "moved": moved,
        "gone": f"{count.get('gone', 0):,} archived",
    }
    return ", ".join(words for fate, words in said.items() if count.get(fate)) or "no marks"


def _verb(count: int) -> str:
    return "reopens" if count == 1 else "reopen"


def foretell(article: Article, text: str) -> Foretold:
    """What `text` as the next proof would do to every mark that stands; nothing is changed.

    The reader may find more in new words, and drop a suggestion of its own in changed ones.
    """
    marks: list[Any] = list(
        chain.from_iterable(
            kind._default_manager.filter(article=article).exclude(standing="archived")
            for kind in _KINDS
        )
    )
    texts = dict(
        Proof.objects.filter(pk__in={mark.proof_id for mark in marks}).values_list("pk", "text")
    )
    found = places(marks, texts, text)
    count: Counter[str] = Counter()
    fates = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        place = found[(type(mark), mark.pk)].whole
        count[place.kind] += 1
        if place.kind != "same":
            now = text[slice(*place.span)] if place.span else ""
            fates.append(Fate(_KINDS[type(mark)], place.kind, mark.text, now))
    return Foretold(told(count, done=False), tuple(fates))


@dataclass(frozen=True, slots=True)
class Became:
    """What the current proof's reading did: `told` is empty until it is done."""

    state: str  # of the reading: waiting, running, done, failed
    told: str = ""
    new: int = 0
    moved: int = 0


def became(proof: Proof, state: str) -> Became:
    """From the log, which has the counts as they were stored."""
    entry = LogEntry.objects.filter(
        subject="articles.proof", subject_id=proof.pk, verb="read copy", data__has_key="new"
    ).first()
    if state != "done" or entry is None:
        return Became(state)
    return Became(state, told(entry.data, done=True), entry.data["new"], entry.data.get("moved", 0))
