"""Whom an answer refers to: another office of the party, or another party."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.claims.actions import party_named
from factcheck.claims.models import Party
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.replies.actions.comment_requests import add_request, locked
from factcheck.replies.actions.contacts import save_contact
from factcheck.replies.actions.points import add_point
from factcheck.replies.actions.reaching import lock_requests_of
from factcheck.replies.models import CommentRequest, Contact, Reply
from factcheck.replies.rules.alike import address_key


@transaction.atomic
def take_referral(
    *, by: User, reply: Reply, address: str, name: str = "", party: str = "", channel: str = "email"
) -> tuple[CommentRequest, Contact | None]:
    """Make what a referral needs: the contact it names, and a request where it is another party's.

    Returns the request to write on and the contact to write to. The other party is asked the same
    points, in the same words; nothing is sent.
    """
    request = reply.request
    if request is None:
        raise Refused(_("Say first whose answer this is."))
    require_on_article(by=by, verb="edit request", article=request.article)
    other = party_named(party) if party.strip() else request.party
    lock_requests_of(request.party, other)
    request = locked(request)
    if not address.strip() and not party.strip():
        raise Refused(_("Say to whom it refers: an address, or the name of a party."))
    contact = _contact(by, other, channel, address, name, request) if address.strip() else None
    if other.pk == request.party_id:
        return request, contact
    asked = _request_to(by, request, other)
    if contact is not None and asked.state in ("proposed", "open", "failed"):
        asked.contact = contact
        asked.save(update_fields=["contact"])
    text = f"{request.party} referred to {other}."
    log(by=by, verb="propose request", subject=asked, article_id=asked.article_id, text=text)
    return asked, contact


def _contact(
    by: User, party: Party, channel: str, address: str, name: str, request: CommentRequest
) -> Contact:
    key = address_key(channel, address)
    for known in party.contacts.offered_to(request.article_id):
        if known.channel == channel and address_key(channel, known.address) == key:
            return known
    was = request.contact
    return save_contact(
        by=by,
        party=party,
        channel=channel,
        address=address,
        article=request.article,
        name=name[:200],
        language=was.language if was else "en",
        time_zone=request.time_zone,
        found_where=f"Named in the answer of {request.party}"[:500],
    )


def _request_to(by: User, request: CommentRequest, party: Party) -> CommentRequest:
    live = CommentRequest.objects.filter(article=request.article, party=party)
    asked = live.exclude(state="dropped").first()
    if asked is not None:
        return asked
    asked = add_request(by=by, article=request.article, party=party)
    asked.about, asked.runs_at = request.about, request.runs_at
    asked.save(update_fields=["about", "runs_at"])
    for point in request.standing_points:
        copy_words = bool(point.wording and point.wording.copy_words)
        add_point(by=by, request=asked, text=point.words, copy_words=copy_words)
    return asked
