"""What an edit would do to the marks, before it is saved, and what it did, after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Quote, Tk
from factcheck.claims.places import FATES, Place, named_now, places, texts_under
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
    words = {
        "same": "unchanged",
        "changed": "reopened" if done else _verb(count, "changed", "reopens", "reopen"),
        "moved": _verb(count, "moved", "moved is offered", "moved are offered"),
        "gone": "archived",
    }
    told = [f"{count[fate]:,} {words[fate]}" for fate in FATES if count.get(fate)]
    return ", ".join(told) or "no marks"


def _verb(
    count: Mapping[str, int],
    fate: str,
    one: str,
    many: str,
) -> str:
    return one if count.get(fate) == 1 else many


def preview_edit(article: Article, text: str) -> EditPreview:
    """Return what `text` as the next proof would do to every mark that stands.

    Nothing is changed. The reader may find more in new words, and drop a suggestion of its own in
    changed ones.
    """
    # Without the reader, whose models take far longer than a page may.
    marks: list[Any] = []
    for kind in _KINDS:
        of_article = kind._default_manager.filter(article=article)
        marks += of_article.exclude(standing="archived")
    texts = texts_under(marks)
    now_at = places(marks, texts, text)
    count: Counter[str] = Counter()
    fates = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        fate = _fate(mark, now_at[(type(mark), mark.pk)], texts[mark.proof_id], text)
        count[fate.fate] += 1
        if fate.fate != "same":
            fates.append(fate)
    return EditPreview(describe_fates(count, done=False), tuple(fates))


def _fate(mark: Any, place: Place, before: str, after: str) -> Fate:
    """Return what becomes of a mark; a quote that another is named for is another quote."""
    whole, kind = place.whole, _KINDS[type(mark)]
    now = after[slice(*whole.span)] if whole.span else ""
    named = named_now(mark, place, before, after) if isinstance(mark, Quote) else None
    if whole.kind == "same" and named is not None:
        old = f"{mark.text} said by {mark.speaker or 'nobody named'}"
        return Fate(kind, "changed", old, f"{now} said by {named or 'nobody named'}")
    return Fate(kind, whole.kind, mark.text, now)


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
    # The counts are nowhere else: once carried, a mark does not show that it was moved.
    entry = LogEntry.objects.filter(
        subject="articles.proof", subject_id=proof.pk, verb="read copy", data__has_key="new"
    ).first()
    if state != "done" or entry is None:
        return EditOutcome(state)
    return EditOutcome(
        state,
        describe_fates(entry.data, done=True),
        new=entry.data["new"],
        moved=entry.data.get("moved", 0),
    )
