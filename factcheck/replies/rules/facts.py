"""What the rules are told. Instants are aware; names are as the desk writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from factcheck.replies.rules.wording import DEFAULT_CLAUSES, fill


@dataclass(frozen=True, slots=True)
class House:
    """The paper.

    Its name as its copy writes it, the zone its readers' clocks show, and how it words the clauses
    of the sentence, where it has words of its own.
    """

    name: str
    zone: ZoneInfo
    wording: Mapping[str, str] = field(default_factory=dict)

    def say(self, clause: str, **values: str) -> str:
        return fill(
            self.wording.get(clause, DEFAULT_CLAUSES[clause]), {"house": self.name, **values}
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One party and what has passed between it and the desk about one article."""

    id: int
    party: str
    state: str  # proposed, open, queued, sent, failed, unknown, dropped
    outcome: str = ""  # what a person ruled that it said
    deadline: datetime | None = None
    sent_at: datetime | None = None
    hold: bool = False
    # Replies nobody has read, orphans that may be its, machines' mail that may hold its words.
    untriaged: int = 0
    replied_at: datetime | None = None  # when the newest unread reply came
    answered_at: datetime | None = None  # when the reply came that `outcome` rests on
    heard: bool = False  # a reply about this has come, whatever it says
    heard_more: bool = False  # one that says more than that it wants time
    awaits_more: bool = False  # further points were put since its last answer
    bounced: bool = False  # a letter to it came back
    unreached: int = 0  # calls that nobody took and that left no message
    attempts: int = 0  # letters taken by a server that did not come back, and calls that were taken
    chased: bool = False  # of the deadline as it stands
    extended_at: datetime | None = None  # when the deadline was last moved
    by_mail: bool = False  # its contact is an address that is not known to be bad
    alternates: int = 0  # contacts not yet tried
    closed_at: datetime | None = None  # when the article was cleared
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    kind: str  # first, chaser, extension, further, another, copy
    state: str  # of its carriage
    bounced: bool = False
    sent_at: datetime | None = None
    permanent: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """A reply that a person has triaged."""

    says: str
    received_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    id: int
    channel: str
    rank: int
    health: str  # untried, good, failing, bad
    retired: bool = False
