"""What an edit would do to the marks, before it is saved, and what it did, after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Quote, Tk
from factcheck.claims.places import FATES, Place, named_now, places, texts_under
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.translating import listed

_KINDS: dict[type[Mark], str] = {
    Quote: noop("quote"),
    Claim: noop("claim"),
    Fact: noop("fact"),
    Ask: noop("ask"),
    Accusation: noop("accusation"),
    Tk: noop("TK"),
}
_LABELS = {
    "changed": (noop("reopens"), "blue"),
    "moved": (noop("moved, to be confirmed"), "blue"),
    "gone": (noop("archived"), "red"),
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
        return _(_LABELS[self.fate][0])

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
    told = [_told(fate, count[fate], done=done) for fate in FATES if count.get(fate)]
    return listed(told) or _("no marks")


def _told(fate: str, count: int, *, done: bool) -> str:
    words = {
        "same": ngettext("%(number)s unchanged", "%(number)s unchanged", count),
        "changed": ngettext("%(number)s reopened", "%(number)s reopened", count)
        if done
        else ngettext("%(number)s reopens", "%(number)s reopen", count),
        "moved": ngettext("%(number)s moved is offered", "%(number)s moved are offered", count),
        "gone": ngettext("%(number)s archived", "%(number)s archived", count),
    }
    return words[fate] % {"number": f"{count:,}"}


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
    whole, kind = place.whole, _(_KINDS[type(mark)])
    now = after[slice(*whole.span)] if whole.span else ""
    named = named_now(mark, place, before, after) if isinstance(mark, Quote) else None
    if whole.kind == "same" and named is not None:
        said_by = _("%(words)s said by %(speaker)s")
        nobody = _("nobody named")
        old = said_by % {"words": mark.text, "speaker": mark.speaker or nobody}
        new = said_by % {"words": now, "speaker": named or nobody}
        return Fate(kind, "changed", old, new)
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
