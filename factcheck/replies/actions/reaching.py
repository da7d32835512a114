"""Which contact a request goes to: the first that works, then the next in order."""

from __future__ import annotations

from django.db import transaction

from factcheck.articles.models import Article
from factcheck.claims.models import Party
from factcheck.newsroom.actions import log
from factcheck.newsroom.models import Desk, User
from factcheck.replies import rules
from factcheck.replies.models import UNSENT, CommentRequest, Contact
from factcheck.replies.reads import comment_requests


def lock_requests_of(*parties: Party) -> None:
    """Hold every request of these parties before a party or a contact is held, as sending does.

    Who holds them in another order may wait for one who waits for them.
    """
    rows = CommentRequest.objects.select_for_update(of=("self",)).filter(party__in=parties)
    list(rows.order_by("pk").values_list("pk"))


def best_contact_of(party: Party, article: Article) -> Contact | None:
    """Return the contact to try first; None where the party has none that works.

    Another restricted story's contact is none of this article's.
    """
    contacts = {
        contact.pk: contact for contact in party.contacts.all() if contact.is_offered_to(article.pk)
    }
    best = rules.best_contact(
        [comment_requests.contact_facts(contact) for contact in contacts.values()]
    )
    return contacts[best.id] if best else None


@transaction.atomic
def reach_anew(pk: int, *, by: User | None = None) -> Contact | None:
    """Give a request whose letter can still be written the party's next contact in order.

    Only where its contact is missing, retired, bad, or was tried in vain. None where nothing is to
    be done. The letter is a person's to send.
    """
    waiting = CommentRequest.objects.select_for_update(of=("self",)).filter(pk=pk, state__in=UNSENT)
    if not waiting.exists():
        return None
    request = comment_requests.loaded(CommentRequest.objects.filter(pk=pk)).get()
    was, left = request.contact, comment_requests.others_of(request)
    if not left or not comment_requests.needs_contact(request):
        return None
    request.contact = left[0]
    if request.time_zone == (
        was.time_zone if was else Desk.load().time_zone
    ):  # else a person chose it
        request.time_zone = left[0].time_zone
    request.save(update_fields=["contact", "time_zone"])
    text = f"Request to {request.party}: now to {left[0].address}, " + (
        f"not {was.address}." if was else "its contact."
    )
    log(by=by, verb="edit request", subject=request, article_id=request.article_id, text=text)
    return left[0]


def reach_requests_of(party: Party, *, by: User | None) -> int:
    """Bring what is known of the party's contacts to its requests not yet sent.

    Those of a restricted story change by its team alone. Returns how many changed.
    """
    lacking = comment_requests.requests_without_contact().filter(party=party)
    if by is not None:
        lacking = lacking.filter(article__in=Article.objects.visible_to(by))
    pks = list(lacking.order_by("pk").values_list("pk", flat=True))
    return sum(reach_anew(pk, by=by) is not None for pk in pks)
