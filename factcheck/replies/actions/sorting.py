"""What a person says of a reply: what it says, on what terms, to whom, and whether it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.translating import translated
from factcheck.post.rules import header_safe, storable
from factcheck.replies import rules
from factcheck.replies.actions.carriage import reconsider
from factcheck.replies.actions.comment_requests import locked, stop_reminder
from factcheck.replies.actions.using import places
from factcheck.replies.models import ANSWERS, CommentRequest, Point, PointAnswer, Reply
from factcheck.replies.reads.vocabulary import in_words
from factcheck.replies.rules import Terms

VERB = "triage reply"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an answer asks for: more time until an instant, or that somebody else be asked."""

    until: datetime | None = None
    refers_to: str = ""


@transaction.atomic
def triage(
    *,
    by: User,
    reply: Reply,
    says: str,
    terms: Terms | None = None,
    wish: Wish | None = None,
    expected: str | None = None,
) -> Reply:
    """Record what a person says the reply says; the request's outcome follows.

    Again, to correct a slip. An orphan can only be "not about this". `expected` is what the page
    said that it says: somebody else's ruling since is not overwritten unseen.
    """
    newsroom.require_role(by, VERB)
    reply = _held(by, reply)
    request, was = reply.request, reply.says
    _check_ruling(reply, says, expected)
    wish = wish or Wish()
    reply.says, reply.triaged_by, reply.triaged_at = says, by, timezone.now()
    reply.asks_until = wish.until if says == "asks for time" else None
    reply.refers_to = header_safe(wish.refers_to, 300) if says == "referred" else ""
    reply.save(update_fields=["says", "triaged_by", "triaged_at", "asks_until", "refers_to"])
    if terms is not None:
        _set_terms(by, reply, terms)
    if request is not None:
        _withdraw_earlier(by, reply, request)
        reconsider(request)
    _log_ruling(by, reply, was)
    nudge("replies")
    return reply


def _check_ruling(reply: Reply, says: str, expected: str | None) -> None:
    if says not in ANSWERS:
        raise Refused(
            _("“%(says)s” is nothing a reply can say. It can be: %(answers)s.")
            % {"says": says, "answers": ", ".join(in_words(answer, "answer") for answer in ANSWERS)}
        )
    if reply.request is None and says != "not about this":
        raise Refused(_("Say first whose answer this is."))
    if expected is not None and expected != reply.says:
        raise Refused(
            _("%(triaged_by)s has sorted it meanwhile: “%(says)s”.")
            % {"triaged_by": reply.triaged_by, "says": in_words(reply.says, "answer")}
        )


def _log_ruling(by: User, reply: Reply, was: str) -> None:
    whose = str(reply.request.party) if reply.request else "nobody we asked"
    corrected = f" (It was “{was}”.)" if was and was != reply.says else ""
    text = f"Reply of {whose}: {reply.says}.{corrected}"
    _log(by, VERB, reply, text, says=reply.says, was=was)


def _held(by: User, reply: Reply) -> Reply:
    """Return the reply with its request held until the transaction ends."""
    row = Reply.objects.select_related("request__article").get(pk=reply.pk)
    if row.request is None:
        return row
    require_on_article(by=by, verb=VERB, article=row.request.article)
    request = locked(row.request)
    row = Reply.objects.select_related("triaged_by", "source", "incoming").get(pk=reply.pk)
    if row.request_id != request.pk:
        raise Refused(_("Somebody has moved this reply meanwhile."))
    row.request = request
    return row


def _log(by: User, verb: str, reply: Reply, text: str, **data: object) -> None:
    article_id = reply.request.article_id if reply.request else None
    log(by=by, verb=verb, subject=reply, article_id=article_id, text=text, **data)


def _withdraw_earlier(by: User, reply: Reply, request: CommentRequest) -> None:
    """Take back what the party said before, where this reply says so; else let it stand again."""
    own = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_why": "", "withdrawn_in": None}
    if reply.says != "withdraws":
        request.replies.filter(withdrawn_in=reply).update(**own)
        return
    earlier = request.replies.counted().filter(
        withdrawn_at=None, received_at__lte=reply.received_at
    )
    why = "The party asked that it be disregarded."
    for gone in earlier.exclude(pk=reply.pk).exclude(says="withdraws"):
        _withdraw(by, gone, why, reply)


def _withdraw(by: User, reply: Reply, why: str, asked_in: Reply | None) -> None:
    reply.withdrawn_at = asked_in.received_at if asked_in else timezone.now()
    reply.withdrawn_by, reply.withdrawn_why, reply.withdrawn_in = by, why[:500], asked_in
    reply.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why", "withdrawn_in"])
    _log(by, "withdraw reply", reply, f"Reply of {reply.request.party} withdrawn: {why}")  # type: ignore[union-attr]


@transaction.atomic
def withdraw_reply(*, by: User, reply: Reply, why: str) -> Reply:
    """Record that the party took its answer back, however it said so."""
    reply = _held(by, reply)
    if reply.request is None or reply.triaged_at is None:
        raise Refused(_("Sort it first: say what it says."))
    if not why.strip():
        raise Refused(_("Say how the party took it back."))
    if reply.withdrawn_at is not None:
        raise Refused(_("It is withdrawn already."))
    _withdraw(by, reply, header_safe(why, 500), None)
    reconsider(reply.request)
    nudge("replies")
    return reply


@transaction.atomic
def restore_reply(*, by: User, reply: Reply) -> Reply:
    """Let an answer that was withdrawn stand again."""
    reply = _held(by, reply)
    if reply.request is None or reply.withdrawn_at is None:
        raise Refused(_("It is not withdrawn."))
    reply.withdrawn_at = reply.withdrawn_by = reply.withdrawn_in = None
    reply.withdrawn_why = ""
    reply.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why", "withdrawn_in"])
    reconsider(reply.request)
    _log(by, "withdraw reply", reply, f"Reply of {reply.request.party} stands again.")
    nudge("replies")
    return reply


@transaction.atomic
def set_terms(*, by: User, reply: Reply, terms: Terms) -> Reply:
    """Record on what terms the answer was given."""
    newsroom.require_role(by, VERB)
    reply = _held(by, reply)
    _set_terms(by, reply, terms)
    nudge("replies")
    return reply


def _set_terms(by: User, reply: Reply, terms: Terms) -> None:
    if fault := rules.terms_fault(terms):
        raise Refused(translated(fault))
    was = reply.terms_words
    reply.terms, reply.terms_why = terms.kind, ""
    reply.embargo_until, reply.embargo_zone = terms.embargo_until, terms.embargo_zone
    reply.attributed_to = header_safe(terms.attributed_to, 300)
    reply.save(
        update_fields=["terms", "terms_why", "embargo_until", "embargo_zone", "attributed_to"]
    )
    if reply.terms_words != was:
        _log(by, "set terms", reply, f"Terms of the reply: {reply.terms_words}.", was=was)


@transaction.atomic
def share_reply(*, by: User, reply: Reply, request: CommentRequest, words: str = "") -> Reply:
    """Make the reply an answer to another request as well, of this article or another.

    With `words`, only these of it: they are split off, and the rest stays where it was. Its twin
    has its own ruling and terms, and waits to be sorted.
    """
    reply = _held(by, reply)
    if reply.request is None:
        raise Refused(_("Say first whose answer this is."))
    require_on_article(by=by, verb=VERB, article=request.article)
    request = locked(request)
    first = reply.source or reply
    text = _split_off(reply, words) if words.strip() else reply.text
    family = request.replies.filter(source=first) | request.replies.filter(pk=first.pk)
    if not words.strip() and family.exists():
        raise Refused(_("It is a reply to %(party)s already.") % {"party": request.party})
    twin = Reply.objects.create(
        request=request,
        incoming=reply.incoming,
        source=first,
        channel=reply.channel,
        matched_by="person",
        text=text,
        whole=(reply.whole or reply.text) if words.strip() else "",
        terms=reply.terms,
        terms_why=reply.terms_why,
        embargo_until=reply.embargo_until,
        embargo_zone=reply.embargo_zone,
        attributed_to=reply.attributed_to,
        said_by=reply.said_by,
        received_at=reply.received_at,
        logged_by=reply.logged_by,
    )
    stop_reminder(request, "A reply came before the reminder went.")
    how = "Part of a reply" if words.strip() else "A reply"
    text_logged = f"{how} of {reply.request.party} answers {request} too."
    _log(by, "file reply", reply, text_logged)
    _log(by, "file reply", twin, text_logged)
    nudge("replies")
    return twin


@transaction.atomic
def lay_beside(*, by: User, reply: Reply, point: Point, words: str) -> PointAnswer:
    """Confirm that a passage of the reply answers a point. Again, to lay another passage there."""
    newsroom.require_role(by, VERB)
    reply = _held(by, reply)
    if point.request_id != reply.request_id:
        raise Refused(_("Somebody else was asked this question."))
    spots = places(words, reply.text)
    if not spots:
        raise Refused(_("The reply does not have these words."))
    start, end = spots[0]
    laid, _made = PointAnswer.objects.update_or_create(
        reply=reply,
        point=point,
        defaults={"text": reply.text[start:end], "by": by, "at": timezone.now()},
    )
    _log(by, VERB, reply, f"Its words answer the question “{point}”.", point=point.pk)
    return laid


def _split_off(reply: Reply, words: str) -> str:
    """Take the passage out of the reply's text, and return it as it stands there."""
    spots = places(words, reply.text)
    if len(spots) != 1:
        raise Refused(
            _("The reply does not have these words.")
            if not spots
            else _("The reply has these words %(count)s times. Give more of the passage.")
            % {"count": len(spots)}
        )
    start, end = spots[0]
    passage = reply.text[start:end]
    rest = "\n\n".join(
        part for part in (reply.text[:start].strip(), reply.text[end:].strip()) if part
    )
    if not rest:
        raise Refused(_("That is all of it: move the reply instead."))
    if any(places(statement.text, passage) for statement in reply.statements.all()):
        raise Refused(_("The copy uses these words: take that off first."))
    reply.whole, reply.text = reply.whole or reply.text, storable(rest)
    reply.save(update_fields=["whole", "text"])
    return passage


@transaction.atomic
def move_reply(*, by: User, reply: Reply, request: CommentRequest) -> Reply:
    """Take the reply from the request it was filed to, to the one it answers.

    What somebody said that it says goes with it; both requests follow.
    """
    reply = _held(by, reply)
    left = reply.request
    if left is None:
        raise Refused(_("No request matches it yet: file it first."))
    require_on_article(by=by, verb=VERB, article=request.article)
    if left.pk == request.pk:
        raise Refused(_("It is there already."))
    request = locked(request)
    in_use = reply.uses.exclude(standing="archived").exists() or reply.statements.exists()
    if in_use and left.article_id != request.article_id:
        raise Refused(_("The copy of the first article uses it: take that off first."))
    line = f"A reply was moved from {left} to {request}."
    _log(by, "file reply", reply, line)
    reply.point_answers.all().delete()
    reply.request, reply.matched_by = request, "person"
    reply.save(update_fields=["request", "matched_by"])
    if left.article_id != request.article_id:
        _log(by, "file reply", reply, line)
    stop_reminder(request, "A reply came before the reminder went.")
    for side in (locked(left), locked(request)):
        reconsider(side)
    nudge("replies")
    return reply
