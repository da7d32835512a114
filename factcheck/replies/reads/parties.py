"""What the pages of parties show, and what their table of contacts holds.

In a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from factcheck.articles.models import Article
from factcheck.claims.models import PARTY_KINDS, Accusation, AskedParty, Party
from factcheck.claims.rules import party_key
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies.models import CHANNELS, CommentRequest, Contact, NotDuplicates
from factcheck.replies.rules import contacts_csv
from factcheck.replies.rules.alike import Alikes, KnownParty, Likeness, address_key

KEPT = 4  # readers know of one set of parties, those of restricted articles of a few more
HEALTH_TONES = {"good": "green", "failing": "blue", "bad": "red"}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact as a page shows it.

    `place` is its number in the order tried, 0 for one that is retired.
    """

    contact: Contact
    place: int
    last: bool
    shared_with: tuple[Party, ...]  # other parties reached at the same address

    @property
    def tone(self) -> str:
        return HEALTH_TONES.get(self.contact.health, "")


@dataclass(frozen=True, slots=True)
class Alike:
    party: Party
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A line of the list. `asked` and `last_asked` speak of requests the reader may see."""

    party: Party
    contacts: tuple[Contact, ...]  # in use, in the order tried
    asked: int
    last_asked: datetime | None
    alike: tuple[Alike, ...]

    @property
    def first(self) -> Contact | None:
        return next((contact for contact in self.contacts if contact.usable), None)

    @property
    def bad(self) -> int:
        return sum(contact.health == "bad" for contact in self.contacts)


@dataclass(frozen=True, slots=True)
class PartyPage:
    party: Party
    contacts: tuple[ContactLine, ...]
    retired: tuple[ContactLine, ...]
    alike: tuple[Alike, ...]
    kept_apart: tuple[Party, ...]
    history: tuple[LogEntry, ...]


@lru_cache(maxsize=KEPT)
def _alikes(known: tuple[KnownParty, ...], apart: frozenset[tuple[int, int]]) -> Alikes:
    """Return what may be the same; the names of a thousand parties seldom change."""
    return Alikes(known, apart)


class Likes:
    """Names and addresses of the parties a person may know of, loaded once, for their duplicates.

    Four queries.
    """

    def __init__(self, user: User) -> None:
        self._sharing: dict[tuple[str, str], set[int]] = defaultdict(set)
        addresses: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for party_id, channel, address in (
            Contact.objects.visible_to(user)
            .in_use()
            .order_by("pk")
            .values_list("party_id", "channel", "address")
        ):
            addresses[party_id].append((channel, address))
            self._sharing[channel, address_key(channel, address)].add(party_id)
        known = [
            KnownParty(pk, (name, *map(str, aliases)), tuple(addresses[pk]), group)
            for pk, name, aliases, group in Party.objects.visible_to(user)
            .filter(askable=True)
            .order_by("pk")
            .values_list("pk", "name", "aliases", "group")
        ]
        told_apart = NotDuplicates.objects.order_by().values_list("one_id", "other_id")
        self._alikes = _alikes(tuple(known), frozenset(told_apart))

    def of(self, parties: Iterable[Party]) -> dict[int, tuple[Alike, ...]]:
        """By party, what may be the same, likeliest first."""
        by_party = {party.pk: self._alikes.of(party.pk) for party in parties}
        others = Party.objects.in_bulk(
            {other_party.other for likes in by_party.values() for other_party in likes}
        )
        return {
            pk: tuple(Alike(others[other_party.other], other_party) for other_party in likes)
            for pk, likes in by_party.items()
        }

    def pairs(self) -> list[tuple[int, Likeness]]:
        return self._alikes.pairs()

    def sharing(self, contacts: Iterable[Contact]) -> dict[int, tuple[Party, ...]]:
        """By contact, the other parties that are reached there too."""
        keys = {
            item.pk: (
                item.party_id,
                self._sharing[item.channel, address_key(item.channel, item.address)],
            )
            for item in contacts
        }
        parties = Party.objects.in_bulk(
            {pk for own, pks in keys.values() for pk in pks if pk != own}
        )
        return {
            pk: tuple(parties[item] for item in sorted(pks) if item != own)
            for pk, (own, pks) in keys.items()
        }


def search_parties(user: User, words: str = "", kind: str = "", only: str = "") -> QuerySet[Party]:
    """Return the parties a person may know of, by name, alias or contact, and by kind.

    `only`: "unreachable" (no contact that works) or "noted".
    """
    rows = Party.objects.visible_to(user).order_by("name", "pk")
    known = Contact.objects.visible_to(user)
    for word in words.split():
        contacts = known.filter(Q(address__icontains=word) | Q(name__icontains=word)).values(
            "party"
        )
        rows = rows.filter(
            Q(name__icontains=word) | Q(aliases__icontains=word) | Q(pk__in=contacts)
        )
    if kind:
        rows = rows.filter(kind=kind)
    if only == "noted":
        rows = rows.exclude(note="")
    if only == "unreachable":
        rows = rows.filter(askable=True).exclude(pk__in=known.usable().values("party"))
    return rows


def party_rows(parties: Iterable[Party], user: User, likes: Likes) -> list[PartyRow]:
    shown = list(parties)
    in_use: dict[int, list[Contact]] = defaultdict(list)
    known = Contact.objects.visible_to(user).in_use()
    for contact in known.filter(party__in=shown).order_by("rank", "id"):
        in_use[contact.party_id].append(contact)
    asked = CommentRequest.objects.visible_to(user).filter(party__in=shown, sent_at__isnull=False)
    counts = {
        row["party"]: (row["asked"], row["last"])
        for row in asked.order_by().values("party").annotate(asked=Count("pk"), last=Max("sent_at"))
    }
    alike = likes.of(shown)
    return [
        PartyRow(party, tuple(in_use[party.pk]), *counts.get(party.pk, (0, None)), alike[party.pk])
        for party in shown
    ]


def party_page(party: Party, user: User) -> PartyPage:
    likes = Likes(user)
    people = ("found_by", "verified_by", "retired_by")
    known = Contact.objects.visible_to(user).filter(party=party)
    contacts = list(known.select_related(*people).order_by("rank", "id"))
    shared = likes.sharing(contacts)
    in_use = [contact for contact in contacts if contact.retired_at is None]
    seen = Party.objects.visible_to(user).order_by().values("pk")
    pairs = NotDuplicates.objects.filter(
        Q(one=party, other__in=seen) | Q(other=party, one__in=seen)
    ).select_related("one", "other")
    return PartyPage(
        party,
        tuple(
            ContactLine(one, n, n == len(in_use), shared[one.pk])
            for n, one in enumerate(in_use, start=1)
        ),
        tuple(
            ContactLine(contact, 0, False, shared[contact.pk])
            for contact in contacts
            if contact.retired_at is not None
        ),
        likes.of([party])[party.pk],
        tuple(pair.other if pair.one_id == party.pk else pair.one for pair in pairs),
        tuple(_history(party, contacts)[:100]),
    )


def _history(party: Party, contacts: Sequence[Contact]) -> QuerySet[LogEntry]:
    """Return the log of the party, of those merged into it, and of their contacts; newest first."""
    merges = LogEntry.objects.filter(
        subject="claims.party", subject_id=party.pk, verb="merge parties"
    )
    ids = [party.pk, *(pk for data in merges.values_list("data", flat=True) for pk in data["gone"])]
    of_contacts = Q(subject="replies.contact", subject_id__in=[contact.pk for contact in contacts])
    return LogEntry.objects.filter(Q(subject="claims.party", subject_id__in=ids) | of_contacts)


def requests_of_party(party: Party, user: User) -> QuerySet[CommentRequest]:
    """Newest first, of the articles the reader may see."""
    return CommentRequest.objects.visible_to(user).filter(party=party).order_by("-pk")


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would pass from `gone` to `keep`; `clash` is why it cannot be, "" where it can."""

    keep: Party
    gone: Party
    requests: int
    contacts: int
    same_contacts: int
    asks: int
    accusations: int
    names: tuple[str, ...]
    clash: str


def merge_preview(keep: Party, gone: Party, user: User) -> MergePreview:
    there = {
        (contact.channel, address_key(contact.channel, contact.address))
        for contact in Contact.objects.visible_to(user).filter(party=keep)
    }
    coming = [
        (contact.channel, address_key(contact.channel, contact.address))
        for contact in Contact.objects.visible_to(user).filter(party=gone)
    ]
    known = {party_key(name) for name in (keep.name, *keep.aliases)}
    articles = Article.objects.visible_to(user).order_by().values("pk")
    return MergePreview(
        keep,
        gone,
        requests=CommentRequest.objects.visible_to(user).filter(party=gone).count(),
        contacts=len(coming),
        same_contacts=sum(key in there for key in coming),
        asks=AskedParty.objects.filter(party=gone, ask__article__in=articles).count(),
        accusations=Accusation.objects.filter(party=gone, article__in=articles).count(),
        names=tuple(name for name in (gone.name, *gone.aliases) if party_key(name) not in known),
        clash=why_not_merged(keep, gone, user),
    )


def why_not_merged(keep: Party, gone: Party, user: User | None) -> str:
    """Return a plain sentence where one article has a live request to each; "" where none has."""
    live = CommentRequest.objects.exclude(state="dropped")
    both = Article.objects.filter(pk__in=live.filter(party=keep).values("article"))
    both = both.filter(pk__in=live.filter(party=gone).values("article")).order_by("pk")
    first = both.first()
    if first is None:
        return ""
    seen = user is None or Article.objects.visible_to(user).filter(pk=first.pk).exists()
    where = f"“{first}”" if seen else gettext_noop("An article restricted to its team")
    asked = live.filter(article=first, party__in=[keep, gone]).exclude(
        state__in=["proposed", "open", "failed"]
    )
    if asked.count() == 2:
        return gettext_noop(
            "%(article)s has asked both %(keep)s and %(gone)s: "
            "that stands in the record, so they stay two.",
            article=where,
            keep=keep.name,
            gone=gone.name,
        )
    return gettext_noop(
        "%(article)s has a request to %(keep)s and one to %(gone)s. "
        "Drop one of the two, then merge.",
        article=where,
        keep=keep.name,
        gone=gone.name,
    )


def book(user: User) -> contacts_csv.Book:
    """Everything this person may know of, as the table of contacts has it. Two queries."""
    known = contacts_csv.Book(PARTY_KINDS, CHANNELS)
    parties = {}
    for party in Party.objects.visible_to(user).order_by("pk"):
        parties[party.pk] = contacts_csv.PartyKnown(
            party.pk, party.name, party.kind, tuple(party.aliases), party.note
        )
        known.add(parties[party.pk])
    for contact in Contact.objects.visible_to(user).order_by("pk"):
        known.add_contact(
            parties[contact.party_id], contacts_csv.ContactKnown(contact.pk, contact_cells(contact))
        )
    return known


def contact_cells(contact: Contact) -> dict[str, str]:
    return {
        "channel": contact.channel,
        "address": contact.address,
        "name": contact.name,
        "role": contact.role,
        "language": contact.language,
        "time zone": contact.time_zone,
        "rank": str(contact.rank),
        "where found": contact.found_where,
        "retired": "yes" if contact.retired_at else "no",
    }


def exported(user: User) -> Iterable[Mapping[str, str]]:
    """Return the lines of the table, by party and in the order its contacts are tried."""
    known = Contact.objects.visible_to(user).select_related("found_by", "verified_by")
    contacts = known.order_by("rank", "id")
    for party in (
        Party.objects.visible_to(user)
        .order_by("name", "pk")
        .prefetch_related(Prefetch("contacts", contacts))
    ):
        cells = {
            "party": party.name,
            "kind": party.kind,
            "aliases": contacts_csv.joined(party.aliases),
            "note": party.note,
        }
        for contact in party.contacts.all():
            yield cells | contact_cells(contact) | _checked_cells(contact)
        if not party.contacts.all():
            yield cells


def _checked_cells(contact: Contact) -> dict[str, str]:
    return {
        "health": contact.health,
        "last answer": _instant(contact.answered_at),
        "found by": str(contact.found_by or ""),
        "found at": _instant(contact.found_at),
        "verified by": str(contact.verified_by or ""),
        "verified at": _instant(contact.verified_at),
    }


def _instant(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if at else ""
