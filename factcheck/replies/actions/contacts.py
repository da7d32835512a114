"""How a party is reached.

Which contact comes first, and what happens to what is under way when one is corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.articles.models import Article
from factcheck.claims.models import Party
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.post.actions import cancel, readdress
from factcheck.post.rules import is_address, is_numeric_host, is_page_address
from factcheck.replies.actions.carriage import follow
from factcheck.replies.actions.reaching import lock_requests_of, reach_requests_of
from factcheck.replies.actions.sending import send_request
from factcheck.replies.models import CommentRequest, Contact, Letter
from factcheck.replies.rules.alike import address_key

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EDITABLE = ("name", "role", "channel", "address", "language", "time_zone", "rank", "found_where")


def require_known(*, by: User | None, party: Party, contact: Contact | None = None) -> None:
    """Raise NotAllowed unless `by` may change how `party` is reached, and may know of it at all."""
    newsroom.require_role(by, "edit contact")
    if by is None:
        return
    known = Party.objects.visible_to(by).filter(pk=party.pk).exists()
    if contact is not None:
        known = known and Contact.objects.visible_to(by).filter(pk=contact.pk).exists()
    if not known:
        raise NotAllowed(_("This belongs to an article that is restricted to its team."))


@transaction.atomic
def save_contact(
    *,
    by: User,
    party: Party,
    channel: str,
    address: str,
    article: Article | None = None,
    **fields: Any,
) -> Contact:
    """Add a new way to reach `party`, tried last unless `rank` says otherwise.

    Refused when it is there already, or is no address. Requests that had none that works go to it.
    `article` is the story it was found for: where that is restricted, its team alone knows of it.
    What the person may not know of is no reason to refuse them: it is everybody's from now on.
    """
    require_known(by=by, party=party)
    lock_requests_of(party)
    if fields.get("rank") is None:
        last = party.contacts.aggregate(last=Max("rank"))["last"]
        fields["rank"] = 0 if last is None else last + 1
    story = article or party.kept_to()
    contact = Contact(party=party, channel=channel, address=address.strip(), found_by=by, **fields)
    contact.found_for = story if story is not None and story.restricted else None
    hidden = _hidden_twin(by, contact)
    if hidden is not None:
        hidden.found_for = contact.found_for
        hidden.save(update_fields=["found_for"])
        contact = hidden
    else:
        _checked(contact)
    log(
        by=by,
        verb="edit contact",
        subject=contact,
        text=f"Contact of {party} added: {contact.address}.",
    )
    reach_requests_of(party, by=by)
    return contact


def _changed(contact: Contact, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields that change, and return what they were."""
    was = {}
    for name, typed in changes.items():
        value = typed.strip() if isinstance(typed, str) else typed
        if getattr(contact, name) != value:
            was[name] = getattr(contact, name)
            setattr(contact, name, value)
    return was


def _begin_clean(contact: Contact, by: User, *, keep_where: bool) -> None:
    """Forget what was known of the old address: nothing of it is known of the new one."""
    contact.health, contact.health_why = "untried", ""
    contact.health_at = contact.answered_at = None
    contact.verified_by = contact.verified_at = None
    contact.found_by, contact.found_at = by, timezone.now()
    contact.found_where = contact.found_where if keep_where else ""


@transaction.atomic
def edit_contact(
    *, by: User, contact: Contact, verified: bool = False, seen: str | None = None, **changes: Any
) -> Contact:
    """Correct a contact (fields of EDITABLE), or say that it was `verified` now.

    `seen` is its `seen_mark` on the person's page.

    A new address starts with a clean record and nobody's word for it; letters that still wait to go
    to the old one are stopped and written anew.
    """
    require_known(by=by, party=contact.party, contact=contact)
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not fields of a contact: {unknown}")
    lock_requests_of(contact.party)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    _expect(contact, seen)
    was = _changed(contact, changes)
    if not was and not verified:
        return contact
    moved = bool({"address", "channel"} & set(was))
    if moved:
        _begin_clean(contact, by, keep_where="found_where" in was)
    if verified:
        contact.verified_by, contact.verified_at = by, timezone.now()
    _checked(contact)
    text = f"Contact {contact} " + ("corrected." if was else "verified.")
    log(by=by, verb="edit contact", subject=contact, text=text, was=was)
    if moved:
        _write_anew(by, contact)
        reach_requests_of(contact.party, by=by)
    return contact


def _expect(contact: Contact, seen: str | None) -> None:
    """Raise Refused unless the contact is as the person saw it."""
    if seen is not None and seen != contact.seen_mark:
        raise Refused(
            _("Somebody changed this contact: it is %(contact)s now. Look at it again.")
            % {"contact": contact}
        )


def _write_anew(by: User, contact: Contact) -> None:
    """Write to the right address what waits to go to a wrong one.

    A first letter becomes a new letter; a later one is kept as it is, since a reminder is written
    once. Letters of stories that the person may not see stay as they were written.
    """
    for letter in _waiting_letters(by, contact):
        if letter.kind != "first" and contact.channel == "email":
            readdress(
                by=by, outgoing=letter.outgoing, to_address=contact.address, to_name=contact.name
            )
            CommentRequest.objects.filter(pk=letter.request_id, contact=contact).update(
                written_to=contact.address
            )
        elif cancel(
            by=by, outgoing=letter.outgoing, why="The contact was corrected before the letter went."
        ):
            follow(letter.pk)
            letter.request.refresh_from_db()
            if letter.kind == "first" and contact.channel == "email":
                send_request(by=by, request=letter.request)
    nudge("replies")


def _waiting_letters(by: User, contact: Contact) -> list[Letter]:
    """Return the letters to it that have not gone, of the stories this person may see."""
    waiting = Letter.objects.filter(contact=contact, outgoing__state="queued")
    mine = waiting.filter(request__in=CommentRequest.objects.visible_to(by))
    return list(mine.select_related("outgoing", "request"))


@transaction.atomic
def move_contact(*, by: User, contact: Contact, up: bool, seen: str | None = None) -> Contact:
    """Try it one place earlier, or later. Retired ones have no place."""
    require_known(by=by, party=contact.party, contact=contact)
    order = list(
        Contact.objects.select_for_update(of=("self",))
        .in_use()
        .visible_to(by)
        .filter(party=contact.party_id)
        .order_by("rank", "id")
    )
    at = next((n for n, sibling in enumerate(order) if sibling.pk == contact.pk), None)
    if at is None:
        raise Refused(_("A retired contact has no place in the order."))
    _expect(order[at], seen)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return order[at]
    order[at], order[to] = order[to], order[at]
    for rank, sibling in enumerate(order):
        sibling.rank = rank
    Contact.objects.bulk_update(order, ["rank"])
    text = (
        f"Contact {order[to]} is tried {'earlier' if up else 'later'}: it is now number {to + 1}."
    )
    log(by=by, verb="edit contact", subject=order[to], text=text)
    return order[to]


@transaction.atomic
def retire_contact(*, by: User, contact: Contact, seen: str | None = None) -> Contact:
    """Not to be used any more; it stays for the record, and can be put back.

    A letter that still waits to go to it is stopped, and the party's requests not yet sent go to
    the next contact.
    """
    require_known(by=by, party=contact.party, contact=contact)
    lock_requests_of(contact.party)
    contact = (
        Contact.objects.select_for_update(of=("self",)).select_related("party").get(pk=contact.pk)
    )
    if contact.retired_at is not None:
        raise Refused(_("It is retired already."))
    _expect(contact, seen)
    contact.retired_by, contact.retired_at = by, timezone.now()
    contact.save(update_fields=["retired_by", "retired_at"])
    log(by=by, verb="edit contact", subject=contact, text=f"Contact {contact} retired.")
    for letter in _waiting_letters(by, contact):
        if cancel(
            by=by, outgoing=letter.outgoing, why="The contact was retired before the letter went."
        ):
            follow(letter.pk)
    reach_requests_of(contact.party, by=by)
    nudge("replies")
    return contact


@transaction.atomic
def restore_contact(*, by: User, contact: Contact, seen: str | None = None) -> Contact:
    """Retired by mistake: it is in use again, with the record it had."""
    require_known(by=by, party=contact.party, contact=contact)
    lock_requests_of(contact.party)
    contact = (
        Contact.objects.select_for_update(of=("self",)).select_related("party").get(pk=contact.pk)
    )
    if contact.retired_at is None:
        raise Refused(_("It is in use."))
    _expect(contact, seen)
    if contact.erased_at is not None:
        raise Refused(
            _("%(erased_note)s Add the contact again.") % {"erased_note": contact.erased_note}
        )
    contact.retired_by, contact.retired_at = None, None
    contact.save(update_fields=["retired_by", "retired_at"])
    log(by=by, verb="edit contact", subject=contact, text=f"Contact {contact} put back into use.")
    reach_requests_of(contact.party, by=by)
    return contact


def _hidden_twin(by: User, contact: Contact) -> Contact | None:
    """Return the contact of the same address that the person may not know of."""
    key = address_key(contact.channel, contact.address)
    seen = Contact.objects.visible_to(by).order_by().values("pk")
    hidden = Contact.objects.filter(party=contact.party_id, channel=contact.channel)
    for one in hidden.exclude(pk__in=seen):
        if address_key(one.channel, one.address) == key:
            return one
    return None


def _is_inner(page: str) -> bool:
    """Tell whether a page's address is of the reader's own machine, or names one by its number."""
    try:
        host = urlsplit(page).hostname or ""
    except ValueError:
        return True
    return host == "localhost" or host.endswith(".localhost") or is_numeric_host(f"@{host}")


# (channel, whether its address is wrong, what is said): the first that holds.
_ADDRESS_FAULTS: Final[tuple[tuple[str, Callable[[str], bool], StrPromise], ...]] = (
    (
        "email",
        lambda address: not is_address(address),
        gettext_lazy("“%(address)s” is not one mail address."),
    ),
    (
        "email",
        is_numeric_host,
        gettext_lazy("“%(address)s” names a machine by its number, not a mail domain."),
    ),
    (
        "web form",
        lambda page: not is_page_address(page),
        gettext_lazy("A web form is given by its address, which begins with https:// or http://."),
    ),
    (
        "web form",
        _is_inner,
        gettext_lazy("“%(address)s” names a machine, not an office's page."),
    ),
)


def _twin(contact: Contact) -> Contact | None:
    """Return the party's other contact with the same address, in whatever writing."""
    key = address_key(contact.channel, contact.address)
    others = Contact.objects.filter(party=contact.party_id, channel=contact.channel)
    same = (
        other
        for other in others.exclude(pk=contact.pk)
        if address_key(other.channel, other.address) == key
    )
    return next(same, None)


def _checked(contact: Contact) -> None:
    """Save the contact, or raise Refused.

    Refused: no address, no time zone, or the party has it, in whatever writing.
    """
    for channel, is_wrong, fault in _ADDRESS_FAULTS:
        if contact.channel == channel and is_wrong(contact.address):
            raise Refused(fault % {"address": contact.address})
    # Of two who add one address, the second sees it.
    Party.objects.select_for_update().get(pk=contact.party_id)
    twin = _twin(contact)
    if twin is not None:
        has_it = _("%(party)s has this contact already.") % {"party": contact.party}
        retired = _("It is retired: put it back instead.") if twin.retired_at else ""
        raise Refused(f"{has_it} {retired}".strip())
    try:
        contact.full_clean(validate_constraints=False, validate_unique=False)
        with transaction.atomic():
            contact.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(
            _("%(party)s has this contact already.") % {"party": contact.party}
        ) from error
