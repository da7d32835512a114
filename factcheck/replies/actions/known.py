"""What filing a message needs to know of its request's letters and contacts, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from factcheck.claims.models import Party
from factcheck.newsroom import statements
from factcheck.replies.models import CommentRequest
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
        """Return it of a row of `known_at`."""
        letters = (KnownLetter(**letter) for letter in row.known_letters or ())
        contacts = (KnownContact(**contact) for contact in row.known_contacts or ())
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


def known_at(tokens: Iterable[str]) -> list[CommentRequest]:
    """Return the requests with these address tokens, each as `Known.of_row` takes it."""
    rows = _rows("address_token = ANY(%s)", [*tokens])
    for row in rows:
        # Its name is all that filing says of a party; anything else is read when asked for.
        row.party = Party.from_db(row._state.db, ["id", "name"], [row.party_id, row.party_name])
    return rows


def known_of(request: CommentRequest) -> Known:
    [row] = _rows("replies_commentrequest.id = %s", request.pk)
    return Known.of_row(row)


def _rows(where: str, wanted: object) -> list[Any]:
    names = statements.all_but(CommentRequest)
    columns = statements.columns(CommentRequest, names)
    return statements.read(
        CommentRequest,
        names,
        f"SELECT {columns}, {_KNOWN} WHERE {where}",  # nosec B608
        [wanted],
        beside=("known_letters", "known_contacts", "party_name"),
    )


# Each message asks it: as an expression of the ORM, building the statement took longer than all
# else that filing a message does.
_KNOWN: Final = """
    (
        SELECT json_agg(json_build_object(
            'message_id', outgoing.message_id,
            'kind', letter.kind,
            'state', outgoing.state,
            'came_back', letter.bounced_at IS NOT NULL,
            'to', outgoing.to_address,
            'contact', letter.contact_id,
            'contact_address', contact.address
        ) ORDER BY letter.id)
        FROM replies_letter AS letter
        JOIN post_outgoing AS outgoing ON outgoing.id = letter.outgoing_id
        JOIN replies_contact AS contact ON contact.id = letter.contact_id
        WHERE letter.request_id = replies_commentrequest.id
    ) AS known_letters,
    (
        SELECT json_agg(json_build_object(
            'pk', contact.id,
            'address', contact.address,
            'health', contact.health
        ) ORDER BY contact.id)
        FROM replies_contact AS contact
        WHERE contact.party_id = replies_commentrequest.party_id AND contact.channel = 'email'
    ) AS known_contacts,
    party.name AS party_name
FROM replies_commentrequest
JOIN claims_party AS party ON party.id = replies_commentrequest.party_id
"""
