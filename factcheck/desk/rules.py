"""What brings the review queue in line with its causes, and the verb of each kind of item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from factcheck.review.rules.passes import PASSES as PASSES
from factcheck.review.rules.passes import Signature as Signature

# What somebody is asked to do about items of a kind: of one, and of {n}.
VERBS: Final[dict[str, tuple[str, str]]] = {
    "second read": ("Second read", "Read {n} stories a second time"),
    "open query": ("Answer 1 query", "Answer {n} queries"),
    "answered query": ("Decide 1 query", "Decide {n} queries"),
    "unsorted reply": ("Sort 1 reply", "Sort {n} replies"),
    "unmatched mail": ("Match 1 message", "Match {n} messages"),
    "letter in doubt": ("Was this letter sent?", "Were these {n} letters sent?"),
    "letter failed": ("Resend 1 letter", "Resend {n} letters"),
    "failing search": ("Repair 1 search", "Repair {n} searches"),
    "lost page": ("Find 1 lost page", "Find {n} lost pages"),
    "changed page": ("Check 1 changed page", "Check {n} changed pages"),
    "failing mailbox": ("Repair 1 mailbox", "Repair {n} mailboxes"),
    "bad contact": ("Find a new contact", "Find {n} new contacts"),
    "unreadable mail": ("Open 1 unreadable message", "Open {n} unreadable messages"),
    "failed reading": ("Read a story again", "Read {n} stories again"),
    "failed import": ("Import 1 story again", "Import {n} stories again"),
    "overdue request": ("Chase 1 party", "Chase {n} parties"),
    "sentence drift": ("Update the comment line", "Update {n} comment lines"),
}


def verb_of(kind: str, count: int, detail: str = "") -> str:
    """Return what is to be done about `count` items of a kind: "Sort 3 replies".

    `detail` is added to the verb of a single item: "Second read: fairness".
    """
    one, several = VERBS[kind]
    if count > 1:
        return several.format(n=count)
    return f"{one}: {detail}" if detail else one


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
