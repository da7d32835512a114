"""What filing a message needs to know of its request's letters and contacts, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, When
from django.db.models.functions import JSONObject

from factcheck.replies.models import CommentRequest, Contact, Letter
from factcheck.replies.rules.alike import address_key


@dataclass(frozen=True, slots=True)
class KnownContact:
    pk: int
    address: str
    health: str


@dataclass(frozen=True, slots=True)
class KnownLetter:
    message_id: str
    kind: str
    state: str
    came_back: bool
    to: str
    contact: int
    contact_address: str

    @property
    def has_reached(self) -> bool:
        """Whether it arrived where its contact still is."""
        same = self.to.strip().lower() == self.contact_address.strip().lower()
        return self.state == "sent" and not self.came_back and same


@dataclass(frozen=True, slots=True)
class Known:
    """Of one request: its letters and its party's mail contacts. `of`: the letter answered."""

    letters: tuple[KnownLetter, ...]
    contacts: tuple[KnownContact, ...]
    of: KnownLetter | None = None

    @classmethod
    def of_row(cls, row: Any) -> Known:
        """Return it of a row of `known_rows`."""
        letters = (KnownLetter(**letter) for letter in row.known_letters)
        contacts = (KnownContact(**contact) for contact in row.known_contacts)
        return cls(tuple(letters), tuple(contacts))

    def answered(self, ids: Iterable[str]) -> Known:
        """Return it with the letter that a message with these Message-IDs answers."""
        named = set(ids)
        of = next((letter for letter in self.letters if letter.message_id in named), None)
        return replace(self, of=of)

    @property
    def reminder_waits(self) -> bool:
        return any(one.kind == "chaser" and one.state == "queued" for one in self.letters)

    def contacts_at(self, address: str) -> list[KnownContact]:
        key = address_key("email", address)
        return [
            one for one in self.contacts if address and address_key("email", one.address) == key
        ]

    def reached(self) -> list[KnownContact]:
        """Return the contacts that the letter answered reached, else all that any has."""
        letters = [self.of] if self.of else self.letters
        pks = {letter.contact for letter in letters if letter.has_reached}
        return [contact for contact in self.contacts if contact.pk in pks]

    def is_stranger(self, address: str, free: frozenset[str]) -> bool:
        """Tell whether nobody was written to at this address, nor at its office's domain."""
        if not address or self.contacts_at(address):
            return False
        written = {*(letter.to for letter in self.letters), *(one.address for one in self.contacts)}
        domains = {one.rpartition("@")[2].lower() for one in written} - free
        return address.rpartition("@")[2].lower() not in domains and bool(written)


@cache
def known_rows() -> QuerySet[CommentRequest]:
    """Return every request with what is known; built once, since each message asks it."""
    letters = Letter.objects.filter(request=OuterRef("pk")).order_by("pk")
    contacts = Contact.objects.filter(party=OuterRef("party"), channel="email").order_by("pk")
    letter = JSONObject(
        message_id=F("outgoing__message_id"),
        kind=F("kind"),
        state=F("outgoing__state"),
        came_back=Case(When(bounced_at=None, then=False), default=True),
        to=F("outgoing__to_address"),
        contact=F("contact_id"),
        contact_address=F("contact__address"),
    )
    return CommentRequest.objects.select_related("party").annotate(
        known_letters=ArraySubquery(letters.values(json=letter)),
        known_contacts=ArraySubquery(
            contacts.values(json=JSONObject(pk=F("pk"), address=F("address"), health=F("health")))
        ),
    )


def known_of(request: CommentRequest) -> Known:
    return Known.of_row(known_rows().get(pk=request.pk))
