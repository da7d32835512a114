"""Letters on their way: one party each, one transaction each, once each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import nudge
from factcheck.post.actions import queue_mail
from factcheck.replies.actions.comment_requests import locked, stop_reminder
from factcheck.replies.actions.letters import Composed, compose, format_time
from factcheck.replies.actions.points import record_put_points
from factcheck.replies.models import UNSENT, CommentRequest, Contact, Extension, Letter
from factcheck.replies.reads import comment_requests
from factcheck.replies.reads.points import points_to_put
from factcheck.replies.reads.vocabulary import translated_list


@transaction.atomic
def send_request(*, by: User, request: CommentRequest, seen: str = "") -> Letter:
    """Put the letter to the party on its way.

    Refused when something is missing, or when it has been sent: of two clicks the second waits for
    the row, and finds it sent. `seen` is the fingerprint of the letter that was looked over: one
    that has changed since does not go. The letter, its carriage and the request's state are one
    transaction.
    """
    require_on_article(by=by, verb="send request", article=request.article)
    request = locked(request)
    if request.state not in UNSENT:
        raise Refused(
            _("The letter to %(party)s has been sent already.") % {"party": request.party}
        )
    _check_ready(request, _("The letter to %(party)s") % {"party": request.party})
    request.state, request.trouble = "queued", ""
    request.save(update_fields=["state", "trouble"])
    letter = write(by, request, "first", seen=seen)
    text = f"Letter to {request.party} sent on its way to {letter.outgoing.to_address}."
    log(
        by=by,
        verb="send request",
        subject=request,
        article_id=request.article_id,
        text=text,
        points=request.points,
        deadline=request.deadline.isoformat() if request.deadline else "",
        message_id=letter.outgoing.message_id,
    )
    nudge("replies")
    return letter


def send_requests(
    *, by: User, requests: Iterable[CommentRequest], seen: Mapping[int, str] | None = None
) -> tuple[list[Letter], list[str]]:
    """Several letters, each by itself: what cannot go keeps no other back.

    Returns them, and why the others stayed. `seen` holds each letter's fingerprint, by the
    request's id.
    """
    letters, refused = [], []
    for request in requests:
        try:
            letters.append(
                send_request(by=by, request=request, seen=(seen or {}).get(request.pk, ""))
            )
        except (Refused, NotAllowed) as reason:
            refused.append(str(reason))
    return letters, refused


@transaction.atomic
def send_further(
    *, by: User, request: CommentRequest, until: datetime | None = None, seen: str = ""
) -> Letter:
    """Send a further letter with only the points that are not yet asked.

    A deadline that has passed needs a new one (`until`), which is an extension like any other; what
    was asked, answered and sent before stays as it is.
    """
    require_on_article(by=by, verb="send request", article=request.article)
    request = locked(request)
    if request.state != "sent":
        raise Refused(_("A further letter follows one that went. Send, or settle, the first one."))
    points = points_to_put(request, "further")
    if not points:
        raise Refused(_("Every question has been asked."))
    if until is not None and until != request.deadline:
        request = extend_deadline(
            by=by, request=request, until=until, reason="Further questions were asked.", tell=False
        )
    _check_ready(request, _("The further letter to %(party)s") % {"party": request.party})
    letter = write(by, request, "further", seen=seen)
    wordings = [point.words for point in points]
    text = f"Further letter to {request.party} sent on its way to {letter.outgoing.to_address}."
    log(
        by=by,
        verb="send request",
        subject=request,
        article_id=request.article_id,
        text=text,
        points=wordings,
    )
    nudge("replies")
    return letter


@transaction.atomic
def send_another(
    *,
    by: User,
    request: CommentRequest,
    contact: Contact,
    until: datetime | None = None,
    seen: str = "",
) -> Letter:
    """Send the same points to another contact of the party, which answers for it from now on.

    The party may have named it ("please write to the press office"), or been reached by phone and
    asked for it in writing.
    """
    require_on_article(by=by, verb="send request", article=request.article)
    request = locked(request)
    if request.state != "sent":
        raise Refused(_("A letter to another contact follows one that went. Send the first one."))
    its = contact.party_id == request.party_id and contact.is_offered_to(request.article_id)
    if not its or contact.channel != "email" or not contact.usable:
        raise Refused(_("This is no address of %(party)s that works.") % {"party": request.party})
    if request.letters.filter(contact=contact, outgoing__to_address__iexact=contact.address).filter(
        outgoing__state__in=["queued", "in flight", "sent", "unknown"], bounced_at=None
    ):
        raise Refused(
            _("A letter to %(address)s has been sent already.") % {"address": contact.address}
        )
    request.contact = contact
    request.save(update_fields=["contact"])
    if until is not None and until != request.deadline:
        request = extend_deadline(
            by=by, request=request, until=until, reason="Another contact was asked.", tell=False
        )
    _check_ready(request, _("The letter to %(party)s") % {"party": contact.address})
    letter = write(by, request, "another", seen=seen)
    log(
        by=by,
        verb="send request",
        subject=request,
        article_id=request.article_id,
        text=f"The same points to {request.party} sent on their way to {contact.address}.",
        points=request.points,
    )
    nudge("replies")
    return letter


def _check_ready(request: CommentRequest, letter: str) -> None:
    """Raise Refused with all that keeps the `letter`, named for the sentence, from going."""
    faults = []
    if missing := comment_requests.lacking(request, timezone.now()):
        faults.append(
            _("%(letter)s cannot go: it lacks %(missing)s.")
            % {"letter": letter, "missing": translated_list(missing)}
        )
    if request.article.closed_at is not None:
        faults.append(_("This article is closed. Reopen it to ask anyone."))
    if faults:
        raise Refused(" ".join(faults))


def write(by: User | None, request: CommentRequest, kind: str, *, seen: str = "") -> Letter:
    """Compose and queue one letter of `kind` with its copies, and keep what it puts.

    Works within the caller's transaction.
    """
    contact = request.contact
    composed = compose(request, kind, sender=by)
    if contact is None or not composed.to:
        raise Refused(_("%(party)s has no contact by email.") % {"party": request.party})
    if seen and seen != composed.fingerprint:
        raise Refused(
            _("The letter to %(party)s has changed since you looked it over. Look at it again.")
            % {"party": request.party}
        )
    earlier = list(request.letters.select_related("outgoing").order_by("id"))
    thread = _thread_of(earlier) if kind != "first" else []
    same = sum(letter.kind == kind for letter in earlier)
    outgoing = queue_mail(
        key=f"request:{request.pk}:{kind}:{same + 1}",
        to_address=composed.to,
        to_name=composed.to_name,
        from_name=composed.from_name,
        reply_to=composed.reply_to,
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        in_reply_to=next(iter(thread), ""),
        references=thread,
        once=True,
        by=by,
    )
    if by is not None and request.written_to != composed.to:
        # A person's own act of sending confirms where it goes; what the machine sends goes there.
        request.written_to = composed.to
        request.save(update_fields=["written_to"])
    letter = Letter.objects.create(
        request=request,
        contact=contact,
        kind=kind,
        outgoing=outgoing,
        seen_state="queued",
        rests_on=request.deadline if kind == "chaser" else None,
    )
    record_put_points(points_to_put(request, kind), letter=letter)
    _copy(by, letter, composed)
    return letter


def _thread_of(letters: Iterable[Letter]) -> list[str]:
    """Return the Message-IDs that a later letter answers, the first one's first."""
    carried = (letter.outgoing for letter in letters)
    return [outgoing.message_id for outgoing in carried if outgoing.state != "cancelled"]


def _copy(by: User | None, letter: Letter, composed: Composed) -> None:
    """Queue the letter to its second addresses: to each by itself, so that none sees another."""
    first = letter.outgoing
    contacts = {copied.address: copied for copied in letter.request.copies.all()}
    for address, name in composed.copies:
        outgoing = queue_mail(
            key=f"{first.key}:copy:{contacts[address].pk}",
            to_address=address,
            to_name=name,
            from_name=composed.from_name,
            reply_to=composed.reply_to,
            subject=composed.subject,
            text=composed.text,
            html=composed.html,
            in_reply_to=first.in_reply_to,
            references=first.references.split(),
            once=True,
            by=by,
        )
        Letter.objects.create(
            request=letter.request,
            contact=contacts[address],
            kind="copy",
            copy_of=letter,
            outgoing=outgoing,
            seen_state="queued",
        )


@transaction.atomic
def extend_deadline(
    *,
    by: User,
    request: CommentRequest,
    until: datetime,
    reason: str,
    tell: bool = True,
    seen: str | None = None,
) -> CommentRequest:
    """Give the party until `until`.

    `seen` is the deadline as the person's page showed it (`deadline_mark`); another is Refused.

    Who was asked when and what it said stay; a reminder that waits to go speaks of the old deadline
    and is stopped, and the new one may be reminded of once. The party is told by letter where it
    was asked by one, unless `tell` is off.
    """
    require_on_article(by=by, verb="extend deadline", article=request.article)
    if not reason.strip():
        raise Refused(_("Say why the deadline is moved."))
    request = locked(request)
    was = _deadline_to_move(request, until, seen)
    Extension.objects.create(request=request, was=was, became=until, reason=reason.strip(), by=by)
    stop_reminder(request, "The deadline was moved.")
    request.deadline = until
    request.save(update_fields=["deadline"])
    if tell and _was_written_to(request):
        write(by, request, "extension")
    moved_to = format_time(until, Desk.load().zone)
    text = f"Deadline of {request.party} moved to {moved_to}: {reason.strip()}"
    log(
        by=by,
        verb="extend deadline",
        subject=request,
        article_id=request.article_id,
        text=text,
        was=was.isoformat(),
        became=until.isoformat(),
    )
    nudge("replies")
    return request


def _deadline_to_move(request: CommentRequest, until: datetime, seen: str | None) -> datetime:
    """Return the deadline as it stands; Refused where it cannot become `until`."""
    if request.deadline is None or request.state in ("proposed", "open", "dropped"):
        raise Refused(_("The party has no deadline yet: edit the request instead."))
    if seen is not None and seen != request.deadline_mark:
        now = format_time(request.deadline, Desk.load().zone, get_language() or "en")
        raise Refused(
            _("The deadline was moved while you looked: it is %(now)s. Look again.") % {"now": now}
        )
    if until <= timezone.now() or until <= request.deadline:
        raise Refused(_("The new deadline must be later than the old one, and still to come."))
    was: datetime = request.deadline
    return was


def _was_written_to(request: CommentRequest) -> bool:
    """Tell whether the party was asked by a letter, and has an address that takes the next."""
    contact = request.contact
    if request.state != "sent" or contact is None:
        return False
    takes_mail = contact.channel == "email" and contact.usable
    return takes_mail and request.letters.filter(outgoing__state="sent").exists()
