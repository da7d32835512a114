"""The same questions to others: to whom an answer refers, or to parties asked alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.claims.actions import party_named
from factcheck.claims.models import Party
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.replies.actions.comment_requests import add_request, locked, take_up
from factcheck.replies.actions.contacts import save_contact
from factcheck.replies.actions.points import add_point
from factcheck.replies.actions.reaching import lock_requests_of
from factcheck.replies.models import CommentRequest, Contact, Reply
from factcheck.replies.rules.alike import address_key

MOST_AT_ONCE = 50  # parties that are asked the same by one press


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


@transaction.atomic
def ask_the_same(
    *, by: User, request: CommentRequest, names: Sequence[str]
) -> list[CommentRequest]:
    """Ask other parties what this one is asked, each in a request of its own; nothing is sent.

    All or none: refused where one of them has been asked, or has questions of its own.
    """
    require_on_article(by=by, verb="edit request", article=request.article)
    named = list(dict.fromkeys(" ".join(name.split())[:200] for name in names if name.strip()))
    if not named:
        raise Refused(_("Write the names of the parties."))
    if len(named) > MOST_AT_ONCE:
        raise Refused(_("Ask at most %(most)s parties at once.") % {"most": MOST_AT_ONCE})
    parties = {party.pk: party for party in map(party_named, named)}
    lock_requests_of(request.party, *parties.values())
    request = locked(request)
    if not request.standing_points:
        raise Refused(_("Add a question first."))
    return [_asked_the_same(by, request, party) for party in parties.values()]


def _asked_the_same(by: User, request: CommentRequest, party: Party) -> CommentRequest:
    live = CommentRequest.objects.filter(article=request.article, party=party)
    known = live.exclude(state="dropped").first()
    if known is None:
        return _request_to(by, request, party)
    if known.state not in ("proposed", "open") or known.points_put.exists():
        raise Refused(_("%(party)s is asked already.") % {"party": party})
    asked = take_up(by=by, request=known) if known.state == "proposed" else known
    _put_the_same(by, request, asked)
    return asked


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
    _put_the_same(by, request, asked)
    return asked


def _put_the_same(by: User, request: CommentRequest, asked: CommentRequest) -> None:
    """Give the one request the points of the other, and what it says of the story."""
    asked.about, asked.runs_at = request.about, request.runs_at
    asked.save(update_fields=["about", "runs_at"])
    for point in request.standing_points:
        copy_words = bool(point.wording and point.wording.copy_words)
        add_point(by=by, request=asked, text=point.words, copy_words=copy_words)
