"""How a party is reached: which contact first, and what happens to what is under way when one is corrected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from factcheck.claims.models import Party
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.post.actions import cancel
from factcheck.post.rules import is_address
from factcheck.replies import reads, rules
from factcheck.replies.models import Contact, Letter

EDITABLE = ("name", "role", "channel", "address", "language", "time_zone", "rank")


def best_contact_of(party: Party) -> Contact | None:
    """The contact to try first; None where the party has none that works."""
    contacts = {contact.pk: contact for contact in party.contacts.all()}
    best = rules.best_contact([reads.contact_facts(contact) for contact in contacts.values()])
    return contacts[best.id] if best else None


@transaction.atomic
def save_contact(*, by: User, party: Party, channel: str, address: str, **fields: Any) -> Contact:
    """A new way to reach `party`. Refused when it is there already, or is no address."""
    newsroom.require(by, "edit contact")
    contact = Contact(party=party, channel=channel, address=address.strip(), found_by=by, **fields)
    _checked(contact)
    log(by=by, verb="edit contact", subject=contact, text=f"Contact of {party} added: {contact.address}.")
    return contact


@transaction.atomic
def edit_contact(*, by: User, contact: Contact, verified: bool = False, **changes: Any) -> Contact:
    """Correct a contact (fields of EDITABLE), or say that it was `verified` now. A new address starts with a clean
    record, and letters that still wait to go to the old one are stopped and written anew."""
    newsroom.require(by, "edit contact")
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not fields of a contact: {unknown}")
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    was = {name: getattr(contact, name) for name in changes}
    moved = changes.get("address", contact.address).strip() != contact.address
    for name, value in changes.items():
        setattr(contact, name, value.strip() if isinstance(value, str) else value)
    if moved:
        contact.health, contact.verified_by, contact.verified_at = "untried", None, None
    if verified:
        contact.verified_by, contact.verified_at = by, timezone.now()
    _checked(contact)
    told = f"Contact {contact} " + ("corrected." if moved or was else "verified.")
    log(by=by, verb="edit contact", subject=contact, text=told, was=was)
    if moved:
        _write_anew(by, contact)
    return contact


def _write_anew(by: User, contact: Contact) -> None:
    from factcheck.replies.actions.carriage import follow
    from factcheck.replies.actions.sending import send_request

    waiting = Letter.objects.filter(contact=contact, kind="first", outgoing__state="queued")
    for letter in waiting.select_related("outgoing", "request"):
        if cancel(by=by, outgoing=letter.outgoing, why="The contact was corrected before the letter went."):
            follow(letter.pk)
            letter.request.refresh_from_db()
            send_request(by=by, request=letter.request)
    nudge()


def _checked(contact: Contact) -> None:
    if contact.channel == "email" and not is_address(contact.address):
        raise Refused(f"“{contact.address}” is not one mail address.")
    try:
        contact.full_clean(validate_constraints=False, validate_unique=False)
        with transaction.atomic():
            contact.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(f"{contact.party} has this contact already.") from error
