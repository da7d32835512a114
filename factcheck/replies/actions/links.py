"""The private page's address: when it ends, and how the team gives out a new one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import Desk, User
from factcheck.replies.actions.comment_requests import locked
from factcheck.replies.models import CommentRequest, EndedLink
from factcheck.replies.models.comment_requests import new_token
from factcheck.replies.rules.public_page import link_ends_at


def link_has_ended(request: CommentRequest, now: datetime, desk: Desk | None = None) -> bool:
    """Tell whether the request's private page takes no more answers."""
    ends = link_ends_at(request.deadline, request.link_renewed_at, (desk or Desk.load()).link_days)
    return ends is not None and ends <= now


def link_was_given(request: CommentRequest) -> bool:
    """Tell whether a letter that names the private page has left, or may have.

    Before that the address leads nowhere: nothing was put to the party. A message that is on its
    way may be opened a moment before its sending is recorded.
    """
    if request.sent_at is not None:
        return True
    return request.letters.filter(outgoing__state__in=["in flight", "sent", "unknown"]).exists()


@transaction.atomic
def renew_link(*, by: User, request: CommentRequest, seen: str) -> CommentRequest:
    """Give the private page a new address; the old one only says that it has ended.

    `seen` is what `link_mark` gave when the page was shown: of two who renew it at once, the second
    would end the address that the first has given out. Neither address is written to the log.
    """
    require_on_article(by=by, verb="send request", article=request.article)
    request = locked(request)
    if request.sent_at is None:
        raise Refused(_("Nothing has been put to the party: there is no address to renew."))
    if seen != link_mark(request):
        raise Refused(_("The address has been renewed since you looked. Look at it again."))
    EndedLink.objects.create(request=request, token=request.link_token, ended_by=by)
    request.link_token, request.link_renewed_at = new_token(), timezone.now()
    request.save(update_fields=["link_token", "link_renewed_at"])
    text = f"The private page of {request.party} has a new address; the old one has ended."
    log(by=by, verb="send request", subject=request, article_id=request.article_id, text=text)
    return request


def link_mark(request: CommentRequest) -> str:
    """Return what tells one address of the page from the next, and is no address."""
    return request.link_renewed_at.isoformat() if request.link_renewed_at else "first"


@transaction.atomic
def confirm_address(*, by: User, request: CommentRequest, seen: str) -> CommentRequest:
    """Let the request's later letters go to its contact's address as it is now.

    `seen` is the address that the person looked at; where it has changed since, Refused.
    """
    require_on_article(by=by, verb="send request", article=request.article)
    request = locked(request)
    contact = request.contact
    if contact is None or contact.channel != "email" or not contact.usable:
        raise Refused(_("%(party)s has no address by email that works.") % {"party": request.party})
    if contact.address != seen:
        raise Refused(
            _("The address is %(address)s by now. Look at it again.") % {"address": contact.address}
        )
    was, request.written_to = request.written_to, contact.address
    request.save(update_fields=["written_to"])
    text = f"Letters to {request.party} go to {contact.address} from now on, not to {was}."
    log(by=by, verb="send request", subject=request, article_id=request.article_id, text=text)
    return request
