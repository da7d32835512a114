"""Parties that turn out to be one, or two after all."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from factcheck.claims import actions as claims
from factcheck.claims.models import Party
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.translating import translated
from factcheck.replies.actions.contacts import require_known
from factcheck.replies.actions.reaching import lock_requests_of, reach_requests_of
from factcheck.replies.models import Contact, NotDuplicates
from factcheck.replies.reads import parties
from factcheck.replies.rules.alike import address_key


def merge_parties(*, by: User | None, keep: Party, gone: Party) -> Party:
    """Two parties are one.

    Requests, letters, calls and replies, contacts with their record, asks, accusations, names and
    the log of `gone` are those of `keep` from now on; a contact that both have becomes one. Refused
    where one article has a live request to each: which of the two stands is for a person to say.
    """
    newsroom.require_role(by, "merge parties")
    require_both(by, keep, gone)
    with transaction.atomic():
        lock_requests_of(keep, gone)
        list(Party.objects.select_for_update().filter(pk__in=[keep.pk, gone.pk]).order_by("pk"))
        clash = parties.why_not_merged(keep, gone, by)
        if clash:
            raise Refused(translated(clash))
        last = keep.contacts.aggregate(last=Max("rank"))["last"]
        for contact in gone.contacts.select_for_update():
            twin = _twin(keep, contact)
            if twin is not None:
                _fold(contact, twin)
            elif last is not None:
                Contact.objects.filter(pk=contact.pk).update(
                    rank=min(last + 1 + contact.rank, 32767)
                )
        for row in NotDuplicates.objects.filter(one=gone) | NotDuplicates.objects.filter(
            other=gone
        ):
            third = row.other_id if row.one_id == gone.pk else row.one_id
            if third != keep.pk:
                low, high = sorted((keep.pk, third))
                NotDuplicates.objects.get_or_create(
                    one_id=low, other_id=high, defaults={"by": row.by, "at": row.at}
                )
        kept = claims.merge_parties(by=by, keep=keep, gone=gone)
        reach_requests_of(kept, by=by)
    return kept


def require_both(by: User | None, *parties: Party) -> None:
    """Raise NotAllowed unless the person may know of each of these parties."""
    for party in parties:
        require_known(by=by, party=party)


def _twin(keep: Party, contact: Contact) -> Contact | None:
    key = address_key(contact.channel, contact.address)
    same = Contact.objects.select_for_update().filter(party=keep, channel=contact.channel)
    return next(
        (
            other_contact
            for other_contact in same
            if address_key(other_contact.channel, other_contact.address) == key
        ),
        None,
    )


def _take_over(gone: Contact, twin: Contact, time: str, *others: str) -> None:
    """Give `twin` the fields of `gone` where the `time` of `gone` is the later."""
    later, earlier = getattr(gone, time), getattr(twin, time)
    if later and (earlier is None or later > earlier):
        for field in (time, *others):
            setattr(twin, field, getattr(gone, field))


def _fold(gone: Contact, twin: Contact) -> None:
    """One address on both: what went to the one went to the other.

    The later word on its health counts, and the later check; it is in use where either was.
    """
    for relation in (
        Contact._meta.related_objects
    ):  # requests, letters, and whatever else comes to name a contact
        rows: QuerySet[Any] = relation.related_model._default_manager.filter(
            **{relation.field.name: gone}
        )
        if relation.many_to_many:
            for request in rows:
                getattr(request, relation.field.name).add(twin)
                getattr(request, relation.field.name).remove(gone)
        else:
            rows.update(**{relation.field.name: twin})
    _take_over(gone, twin, "health_at", "health", "health_why")
    _take_over(gone, twin, "verified_at", "verified_by")
    _take_over(gone, twin, "answered_at")
    if gone.retired_at is None:
        twin.retired_at, twin.retired_by = None, None
    twin.name, twin.role = twin.name or gone.name, twin.role or gone.role
    twin.found_where = twin.found_where or gone.found_where
    twin.save()
    log(
        by=None,
        verb="edit contact",
        subject=twin,
        text=f"Contact {gone} is the same as {twin}.",
        gone=gone.pk,
    )
    gone.delete()


@transaction.atomic
def keep_apart(*, by: User, one: Party, other: Party, apart: bool = True) -> None:
    """Record that two parties whose names or addresses are alike are two; or take that back."""
    newsroom.require_role(by, "merge parties")
    require_both(by, one, other)
    if one.pk == other.pk:
        raise Refused(_("These are one party already."))
    low, high = sorted((one, other), key=lambda party: party.pk)
    if apart:
        _told_apart, changed = NotDuplicates.objects.get_or_create(
            one=low, other=high, defaults={"by": by}
        )
    else:
        changed = NotDuplicates.objects.filter(one=low, other=high).delete()[0] > 0
    if changed:
        text = (
            f"{one} and {other} are two parties."
            if apart
            else f"{one} and {other} may be one party after all."
        )
        log(by=by, verb="edit contact", subject=one, text=text, other=other.pk)
