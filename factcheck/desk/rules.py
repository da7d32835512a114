"""What brings the review queue in line with its causes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from factcheck.review.rules.passes import PASSES as PASSES
from factcheck.review.rules.passes import Signature as Signature


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
