"""What brings the review queue in line with its causes, and the verb of each kind of item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from factcheck.newsroom.phrases import Phrase, gettext_noop, ngettext
from factcheck.review.rules.passes import PASSES as PASSES
from factcheck.review.rules.passes import Signature as Signature

# What somebody is asked to do about so many items of a kind.
VERBS: Final[dict[str, Callable[[int], Phrase]]] = {
    "second read": lambda count: ngettext(
        "Second read", "Read %(count)s stories a second time", count
    ),
    "open query": lambda count: ngettext("Answer 1 query", "Answer %(count)s queries", count),
    "answered query": lambda count: ngettext("Decide 1 query", "Decide %(count)s queries", count),
    "change to make": lambda count: ngettext(
        "Make 1 change decided on", "Make %(count)s changes decided on", count
    ),
    "unsorted reply": lambda count: ngettext("Sort 1 reply", "Sort %(count)s replies", count),
    "unmatched mail": lambda count: ngettext("Match 1 message", "Match %(count)s messages", count),
    "letter in doubt": lambda count: ngettext(
        "Was this letter sent?", "Were these %(count)s letters sent?", count
    ),
    "letter failed": lambda count: ngettext("Resend 1 letter", "Resend %(count)s letters", count),
    "failing search": lambda count: ngettext("Repair 1 search", "Repair %(count)s searches", count),
    "lost page": lambda count: ngettext("Find 1 lost page", "Find %(count)s lost pages", count),
    "changed page": lambda count: ngettext(
        "Check 1 changed page", "Check %(count)s changed pages", count
    ),
    "failing mailbox": lambda count: ngettext(
        "Repair 1 mailbox", "Repair %(count)s mailboxes", count
    ),
    "bad contact": lambda count: ngettext(
        "Find a new contact", "Find %(count)s new contacts", count
    ),
    "unreadable mail": lambda count: ngettext(
        "Check 1 automatic or unreadable message",
        "Check %(count)s automatic or unreadable messages",
        count,
    ),
    "failed reading": lambda count: ngettext(
        "Read a story again", "Read %(count)s stories again", count
    ),
    "failed import": lambda count: ngettext(
        "Import 1 story again", "Import %(count)s stories again", count
    ),
    "overdue request": lambda count: ngettext("Chase 1 party", "Chase %(count)s parties", count),
    "sentence drift": lambda count: ngettext(
        "Update the comment line", "Update %(count)s comment lines", count
    ),
}


def verb_of(kind: str, count: int, detail: str = "") -> Phrase:
    """Return what is to be done about `count` items of a kind: "Sort 3 replies".

    `detail` is added to the verb of a single item: "Second read: fairness".
    """
    verb = VERBS[kind](count)
    if detail and count == 1:
        return gettext_noop("%(verb)s: %(detail)s", verb=verb, detail=detail)
    return verb


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """A queue item that should be open, because its cause stands."""

    kind: str
    cause: str  # "replies.reply:17": the same string as long as it is the same trouble
    text: str
    link: str = ""
    article: int | None = None
    deadline: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.cause


@dataclass(frozen=True, slots=True)
class QueuedItem:
    """A queue item whose cause stood when last looked at."""

    id: int
    kind: str
    cause: str
    text: str
    link: str
    article: int | None
    deadline: datetime | None
    resolved: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.cause


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """What brings the queue in line with its causes."""

    new: tuple[QueueSpec, ...]
    changed: tuple[tuple[int, QueueSpec], ...]
    gone: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def plan(specs: Iterable[QueueSpec], have: Iterable[QueuedItem]) -> QueuePlan:
    """Open what is missing, bring text and deadline up to date, let go of what has no cause.

    An item resolved by hand still holds its place while its cause stands, so it is neither opened
    again nor changed.
    """
    want = {w.key: w for w in specs}
    had = {h.key: h for h in have}
    changed = [
        (h.id, want[key])
        for key, h in had.items()
        if key in want and not h.resolved and _differs(h, want[key])
    ]
    return QueuePlan(
        new=tuple(w for key, w in want.items() if key not in had),
        changed=tuple(changed),
        gone=tuple(h.id for key, h in had.items() if key not in want),
    )


def _differs(have: QueuedItem, want: QueueSpec) -> bool:
    return (have.text, have.link, have.article, have.deadline) != (
        want.text,
        want.link,
        want.article,
        want.deadline,
    )
