"""The table of contacts: given out as a file, and taken in after a look at what it would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.rules import clean
from factcheck.claims.actions import one_maker_at_a_time
from factcheck.claims.models import Party
from factcheck.claims.rules import can_be_asked, party_key, party_kind
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom.actions import Refused, log, log_line
from factcheck.newsroom.models import Desk, LogEntry, User
from factcheck.newsroom.translating import translated
from factcheck.outside import sandbox
from factcheck.post.rules import header_safe
from factcheck.replies.actions.contacts import restore_contact, retire_contact
from factcheck.replies.actions.reaching import lock_requests_of, reach_anew
from factcheck.replies.models import CommentRequest, Contact, ContactSheet
from factcheck.replies.reads import comment_requests, parties
from factcheck.replies.rules import contacts_csv as rules
from factcheck.replies.rules.contacts_csv import ContactChange, ContactImportPlan, ContactTable

_JOB = "factcheck.outside.documents.jobs:sheet"
_FIELDS = {
    "name": "name",
    "role": "role",
    "language": "language",
    "time zone": "time_zone",
    "rank": "rank",
    "where found": "found_where",
}

_PARTY_FIELDS = ["kind", "aliases", "note"]


@transaction.atomic
def export_contacts(*, by: User) -> str:
    """Every party and contact as CSV; who took it stands in the log."""
    newsroom.require_role(by, "export contacts")
    text = rules.written(parties.exported(by))
    log(
        by=by,
        verb="export contacts",
        subject=Desk.load(),
        text="The table of contacts was taken out.",
    )
    return text


def take_sheet(*, by: User, name: str, data: bytes) -> ContactSheet:
    """Keep the file for a look at what it would change; nothing else is written.

    Refused where it is no table.
    """
    newsroom.require_role(by, "import contacts")
    if len(data) > rules.MAX_BYTES:
        raise Refused(
            _("The file is larger than %(most)s MB.") % {"most": rules.MAX_BYTES // 2**20}
        )
    kept = ContactSheet(name=header_safe(name, 255) or "contacts.csv", content=data, by=by)
    parsed(kept)
    kept.save()
    return kept


def parsed(kept: ContactSheet) -> ContactTable:
    try:
        lines = sandbox.run(_JOB, bytes(kept.content))
        return rules.read([(number, [clean(cell) for cell in cells]) for number, cells in lines])
    except (sandbox.Unreadable, rules.BadSheet) as error:
        raise Refused(translated(error.args[0])) from error


def plan_of(kept: ContactSheet, by: User) -> tuple[ContactTable, ContactImportPlan]:
    """Return what the file holds, and what it would change of what the person may know of."""
    read = parsed(kept)
    return read, rules.plan(read, parties.book(by))


@transaction.atomic
def apply_sheet(*, by: User, kept: ContactSheet, seen: str) -> ContactImportPlan:
    """Do what was shown; `seen` is the hash of that plan.

    Refused when rows it rests on have changed since; all of it is written, or nothing.
    """
    newsroom.require_role(by, "import contacts")
    one_maker_at_a_time()
    held = ContactSheet.objects.select_for_update().filter(pk=kept.pk).first()
    if held is None:
        raise Refused(_("This file has been applied already, or is gone after a day."))
    lock_requests_of(*Party.objects.all())
    list(Party.objects.select_for_update().order_by("pk").values_list("pk"))
    list(Contact.objects.select_for_update().order_by("pk").values_list("pk"))
    plan = plan_of(held, by)[1]
    if plan.hash != seen:
        raise Refused(
            _(
                "Something it would change has changed since you looked. "
                "Look over what it would do now."
            )
        )
    lines = [*_write_parties(by, plan), *_write_contacts(by, plan, held.name)]
    LogEntry.objects.bulk_create(lines, batch_size=1000)
    _retire(by, plan)
    touched = {change.party_id for change in plan.changes}
    mine = CommentRequest.objects.visible_to(by).order_by().values("pk")
    for pk in list(
        comment_requests.requests_without_contact()
        .filter(party__in=touched, pk__in=mine)
        .values_list("pk", flat=True)
    ):
        reach_anew(pk, by=by)
    count = f"{len(plan.changes)} changes, {len(plan.refused)} lines refused"
    text = f"Contacts taken in from {held.name}: {count}."
    log(by=by, verb="import contacts", subject=Desk.load(), text=text)
    held.delete()
    return plan


def drop_sheet(*, by: User, kept: ContactSheet) -> None:
    """Throw away a table that was looked over and is not needed."""
    newsroom.require_role(by, "import contacts")
    ContactSheet.objects.filter(pk=kept.pk).delete()


def _of(plan: ContactImportPlan, what: str) -> list[ContactChange]:
    return [change for change in plan.changes if change.what == what]


def _set_fields(party: Party, change: rules.ContactChange) -> None:
    for column, (_was, value) in change.fields.items():
        setattr(party, column, list(rules.taken_apart(value)) if column == "aliases" else value)


def _write_parties(by: User, plan: ContactImportPlan) -> Iterable[LogEntry]:
    known = _by_key()
    new = [
        (change, known.get(party_key(change.party)) or _party(change))
        for change in _of(plan, "new party")
    ]
    # Whom only restricted stories named is in the desk's book from now on, with what the file says.
    there_already = [party.pk for _, party in new if party.pk]
    Party.objects.filter(pk__in=there_already).update(in_book=True)
    Party.objects.bulk_create([party for _, party in new if not party.pk], batch_size=1000)
    changed = _change_parties(plan, {party.name: party for _, party in new})
    for change, party in [*new, *changed]:
        yield _line(by, change, party)


def _change_parties(
    plan: ContactImportPlan, made: Mapping[str, Party]
) -> list[tuple[ContactChange, Party]]:
    """Write what the file changes of parties; `made` are those it brought itself, by name."""
    changes = _of(plan, "party")
    there = Party.objects.in_bulk([change.party_id for change in changes])
    # A later line may say more of a party that an earlier one brought.
    changed = [(change, there.get(change.party_id) or made[change.party]) for change in changes]
    for change, party in changed:
        _set_fields(party, change)
    Party.objects.bulk_update(
        {party.pk: party for _, party in changed}.values(), _PARTY_FIELDS, batch_size=500
    )
    return changed


def _party(change: ContactChange) -> Party:
    values = {column: value for column, (_, value) in change.fields.items()}
    return Party(
        name=change.party,
        kind=values.get("kind") or party_kind(change.party),
        aliases=list(rules.taken_apart(values.get("aliases", ""))),
        note=values.get("note", ""),
        askable=can_be_asked(change.party),
        in_book=True,
    )


def _by_key() -> dict[str, Party]:
    """Return every party by each of its names."""
    return {
        party_key(name): party
        for party in Party.objects.all()
        for name in (party.name, *party.aliases)
    }


def _write_contacts(by: User, plan: ContactImportPlan, source: str) -> Iterable[LogEntry]:
    new = _new_contacts(by, _of(plan, "new contact"), source)
    # What a restricted story's team knew alone is everybody's once a file brings it.
    Contact.objects.bulk_create(
        [contact for _, contact in new],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["party", "channel", "address"],
        update_fields=["found_for"],
    )
    changed = _of(plan, "contact")
    there = Contact.objects.select_related("party").in_bulk([change.id for change in changed])
    for change in changed:
        for column, (_was, value) in change.fields.items():
            if column in _FIELDS:
                setattr(there[change.id], _FIELDS[column], _value(column, value))
    Contact.objects.bulk_update(list(there.values()), list(_FIELDS.values()), batch_size=500)
    for change, contact in [*new, *((change, there[change.id]) for change in changed)]:
        yield _line(by, change, contact)


def _new_contacts(
    by: User, changes: list[ContactChange], source: str
) -> list[tuple[ContactChange, Contact]]:
    by_key = _by_key()
    last = dict(
        Contact.objects.order_by()
        .values_list("party")
        .annotate(last=Max("rank"))
        .values_list("party", "last")
    )
    ranks: dict[int, int] = defaultdict(lambda: -1, last)
    made = []
    for change in changes:
        given = {column: value for column, (_, value) in change.fields.items()}
        party = by_key[party_key(change.party)]
        values: dict[str, Any] = {_FIELDS[c]: _value(c, given[c]) for c in _FIELDS if c in given}
        values.setdefault("rank", min(ranks[party.pk] + 1, 32767))
        values.setdefault("found_where", source[:500])
        ranks[party.pk] = max(ranks[party.pk], values["rank"])
        retired = (
            {"retired_by": by, "retired_at": timezone.now()}
            if given.get("retired") == "yes"
            else {}
        )
        contact = Contact(
            party=party,
            channel=given["channel"],
            address=given["address"],
            found_by=by,
            **values,
            **retired,
        )
        made.append((change, contact))
    return made


def _value(column: str, value: str) -> str | int:
    return int(value) if column == "rank" else value


def _line(by: User, change: ContactChange, subject: Party | Contact) -> LogEntry:
    changes = "; ".join(
        f"{column}: {was or 'none'} → {now or 'none'}"
        for column, (was, now) in change.fields.items()
    )
    text = f"{change.contact or change.party}, from a file ({change.what}): {changes}."
    return log_line(
        by=by, verb="edit contact", subject=subject, text=text, changes=dict(change.fields)
    )


def _retire(by: User, plan: ContactImportPlan) -> None:
    """By the actions themselves: a letter may be on its way."""
    for change in _of(plan, "contact"):
        if "retired" in change.fields:
            contact = Contact.objects.get(pk=change.id)
            act = retire_contact if change.fields["retired"][1] == "yes" else restore_contact
            act(by=by, contact=contact)
