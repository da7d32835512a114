"""What one mail says beyond its sentence: subject, the reply's words, what they answer, the time.

Read again when the mail is made, so that it says what is true then. Nothing of a restricted article
is in it: not its headline, not a name, not a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from factcheck.articles.models import Article
from factcheck.replies.models import CommentRequest, Letter, Reply
from factcheck.replies.reads.points import with_points, wordings_put
from factcheck.review.models import Clearance, Note, Query, SignOff, Thread

if TYPE_CHECKING:
    from factcheck.status.reads import Due

LONGEST_SUBJECT = 59  # characters: what a phone shows of it
LONGEST_NAME = 28
WORDS = 6000  # characters of a reply; longer ones are read on the desk
# The keys by which a reply is sorted on its page, in their order there.
SORTS: Final = (
    ("answered", noop("Answers")),
    ("partial", noop("Answers in part")),
    ("no comment", noop("No comment")),
    ("asks for time", noop("Asks for time")),
    ("referred", noop("Refers elsewhere")),
    ("not about this", noop("Not about this")),
    ("legal threat", noop("Legal threat")),
    ("withdraws", noop("Takes it back")),
)
# What stands before the headline; {who} is the person or party it is about.
SUBJECTS: Final[Mapping[str, str]] = {
    "assigned": noop("To check"),
    "ready": noop("Read and searched"),
    "reply": noop("{who} replied"),
    "late reply": noop("{who} replied after publication"),
    "legal threat": noop("{who} threatens legal action"),
    "letter failed": noop("Letter to {who} not sent"),
    "due soon": noop("{who} has little time left"),
    "overdue": noop("No reply from {who}"),
    "still overdue": noop("Still no reply from {who}"),
    "query": noop("Query from {who}"),
    "second read": noop("To read a second time"),
    "refused": noop("{who} sent it back"),
    "cleared": noop("{who} cleared it"),
    "reopened": noop("Changed after you signed"),
    "after clearing": noop("Changed after you cleared it"),
    "mention": noop("{who} mentions you"),
    "note resolved": noop("{who} resolved your note"),
    "change": noop("{who} on a change to your copy"),
    "decided": noop("{who} decided your query"),
    "source changed": noop("Verdict open again"),
    "queue item": noop("Assigned to you"),
}
PARTY_KINDS: Final = frozenset(
    {"reply", "late reply", "legal threat", "letter failed", "due soon", "overdue", "still overdue"}
)
OPEN: Final = noop("Open it on the desk")
BUTTONS: Final[Mapping[str, str]] = {
    "reply": noop("Sort this reply"),
    "late reply": noop("Sort this reply"),
    "legal threat": noop("Read the reply"),
    "letter failed": noop("Look at the letter"),
    "due soon": noop("Open the request"),
    "overdue": noop("Open the request"),
    "still overdue": noop("Open the request"),
    "query": noop("Open the query"),
    "change": noop("See the change"),
    "second read": noop("Read it"),
    "mention": noop("Answer the note"),
    "assigned": noop("Start checking"),
}


@dataclass(frozen=True, slots=True)
class Details:
    """What a mail adds to its sentence; empty strings and lists where there is nothing."""

    subject: str
    button: str
    headline: str = ""
    who: str = ""
    words: str = ""
    longer: bool = False  # the reply goes on where `words` ends
    answers: tuple[str, ...] = ()
    until: datetime | None = None
    sorts: tuple[tuple[str, str], ...] = ()  # what it may be, and the address to sort it so


@dataclass(frozen=True, slots=True)
class _EventRow:
    who: str = ""
    request: CommentRequest | None = None
    reply: Reply | None = None


def details_of(due: Due) -> Details:
    """Return what the mail of one notice says beyond its sentence; a few queries."""
    article = Article.objects.filter(pk=due.article or 0).first()
    button = _(BUTTONS.get(due.kind, OPEN))
    if article is None or article.restricted:
        return Details(
            subject_of(due.kind, "", _("a restricted article") if article else ""), button
        )
    found = _found(due.event)
    subject = subject_of(due.kind, found.who, article.headline)
    if found.reply is None or found.request is None:
        until = found.request.deadline if found.request else article.deadline
        return Details(subject, button, article.headline, found.who, until=until)
    text = found.reply.public_text
    return Details(
        subject,
        button,
        article.headline,
        found.who,
        words=text[:WORDS],
        longer=len(text) > WORDS,
        answers=tuple(wording.text for wording in wordings_put(found.request)),
        until=None if due.kind == "late reply" else article.deadline,
        sorts=_sorts(found.reply, found.request) if due.kind in ("reply", "late reply") else (),
    )


def subject_of(kind: str, who: str, headline: str) -> str:
    """Return a subject of at most LONGEST_SUBJECT characters: who, and which story."""
    nameless = _("a party") if kind in PARTY_KINDS else _("a colleague")
    lead = _(SUBJECTS[kind]).format(who=_short(who or nameless, LONGEST_NAME))
    lead = lead[:1].upper() + lead[1:]
    return f"{lead}: {_short(headline, LONGEST_SUBJECT - len(lead) - 2)}" if headline else lead


def _short(text: str, length: int) -> str:
    """Cut at a word where one ends in the second half, else within it."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    whole = kept.rpartition(" ")[0]
    return f"{(whole if len(whole) > length // 2 else kept).rstrip(' ,;:-')}…"


def _sorts(reply: Reply, request: CommentRequest) -> tuple[tuple[str, str], ...]:
    page = reverse("replies:request", args=[request.pk])
    return tuple(
        (_(words), f"{page}?reply={reply.pk}&says={says.replace(' ', '+')}#reply-{reply.pk}")
        for says, words in SORTS
    )


def _found(event: str) -> _EventRow:
    """Read the row an event's key names: "replies.reply:17", "review.query:4@open"."""
    table, _, rest = event.partition(":")
    digits = rest.partition("@")[0]
    finder = _FINDERS.get(table)
    return finder(int(digits)) if finder and digits.isdecimal() else _EventRow()


def _reply(pk: int) -> _EventRow:
    reply = Reply.objects.get(pk=pk)
    asked = CommentRequest.objects.filter(pk=reply.request_id or 0).select_related("party")
    request = with_points(asked).first()
    return _EventRow(str(request.party) if request else "", request, reply)


def _request(pk: int) -> _EventRow:
    request = CommentRequest.objects.select_related("party").get(pk=pk)
    return _EventRow(str(request.party), request)


def _letter(pk: int) -> _EventRow:
    return _EventRow(str(Letter.objects.select_related("request__party").get(pk=pk).request.party))


def _query(pk: int) -> _EventRow:
    query = Query.objects.select_related("raised_by", "answered_by", "decided_by").get(pk=pk)
    return _EventRow(str(query.decided_by or query.answered_by or query.raised_by))


def _note(pk: int) -> _EventRow:
    return _EventRow(str(Note.objects.select_related("by").get(pk=pk).by))


def _thread(pk: int) -> _EventRow:
    return _EventRow(str(Thread.objects.select_related("turned_by").get(pk=pk).turned_by or ""))


def _signed(pk: int) -> _EventRow:
    return _EventRow(str(SignOff.objects.select_related("by").get(pk=pk).by))


def _cleared(pk: int) -> _EventRow:
    return _EventRow(str(Clearance.objects.select_related("by").get(pk=pk).by))


_FINDERS: Final[Mapping[str, Callable[[int], _EventRow]]] = {
    "replies.reply": _reply,
    "replies.commentrequest": _request,
    "replies.letter": _letter,
    "review.query": _query,
    "review.note": _note,
    "review.thread": _thread,
    "review.signoff": _signed,
    "review.clearance": _cleared,
}
