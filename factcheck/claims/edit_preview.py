"""What an edit would do to the marks, before it is saved, and what it did, after."""

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
_LABELS = {
    "changed": ("reopens", "blue"),
    "moved": ("moved, to be confirmed", "blue"),
    "gone": ("archived", "red"),
}
FATES = ("same", "changed", "moved", "gone")


@dataclass(frozen=True, slots=True)
class Fate:
    """A mark that does not simply stay.

    It has its kind, what becomes of it ("changed", "moved", "gone"), its words, and the words it
    would be on.
    """

    kind: str
    fate: str
    old: str
    new: str

    @property
    def label(self) -> str:
        """Return what becomes of it, for the page."""
        return _LABELS[self.fate][0]

    @property
    def colour(self) -> str:
        """Return the colour of that label."""
        return _LABELS[self.fate][1]


@dataclass(frozen=True, slots=True)
class EditPreview:
    """`summary`: "12 unchanged, 3 reopen, 1 moved is offered, 2 archived"."""

    summary: str
    fates: tuple[Fate, ...]


def describe_fates(count: Mapping[str, int], *, done: bool) -> str:
    """Return the four counts in words, as they will be or (`done`) as they were."""
    changed = count.get("changed", 0)
    moved = f"{count.get('moved', 0):,} moved {'is' if count.get('moved') == 1 else 'are'} offered"
    words = {
        "same": f"{count.get('same', 0):,} unchanged",
        "changed": f"{changed:,} {'reopened' if done else _verb(changed)}",
        "moved": moved,
        "gone": f"{count.get('gone', 0):,} archived",
    }
    return ", ".join(part for fate, part in words.items() if count.get(fate)) or "no marks"


def _verb(count: int) -> str:
    return "reopens" if count == 1 else "reopen"


def preview_edit(article: Article, text: str) -> EditPreview:
    """Return what `text` as the next proof would do to every mark that stands.

    Nothing is changed. The reader may find more in new words, and drop a suggestion of its own in
    changed ones.
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
    now_at = places(marks, texts, text)
    count: Counter[str] = Counter()
    fates = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        place = now_at[(type(mark), mark.pk)].whole
        count[place.kind] += 1
        if place.kind != "same":
            now = text[slice(*place.span)] if place.span else ""
            fates.append(Fate(_KINDS[type(mark)], place.kind, mark.text, now))
    return EditPreview(describe_fates(count, done=False), tuple(fates))


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """What the current proof's reading did: `summary` is empty until it is done."""

    state: str  # of the reading: waiting, running, done, failed
    summary: str = ""
    new: int = 0
    moved: int = 0

    @property
    def running(self) -> bool:
        """Return whether the page should ask again."""
        return self.state in ("waiting", "running")


def edit_outcome(proof: Proof, state: str) -> EditOutcome:
    """Read the counts from the log, as they were stored."""
    entry = LogEntry.objects.filter(
        subject="articles.proof", subject_id=proof.pk, verb="read copy", data__has_key="new"
    ).first()
    if state != "done" or entry is None:
        return EditOutcome(state)
    return EditOutcome(
        state, describe_fates(entry.data, done=True), entry.data["new"], entry.data.get("moved", 0)
    )
