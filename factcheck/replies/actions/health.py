"""A contact's health: what became of the letters and calls that went to it.

Nobody sets it by hand.
"""

from __future__ import annotations

from django.utils import timezone

from factcheck.newsroom.actions import log
from factcheck.post.rules import header_safe
from factcheck.replies.actions.known import Known, known_of
from factcheck.replies.models import CommentRequest, Contact, Letter


def set_health(contact: Contact, health: str, why: str, *, answered: bool = False) -> None:
    """Write down what happened; the log says it only where it is news."""
    now = timezone.now()
    reason = header_safe(why, 500)
    heard = {"answered_at": now} if answered else {}
    changes = {"health": health, "health_why": reason, "health_at": now}
    row = Contact.objects.filter(pk=contact.pk)
    contact.answered_at = now if answered else contact.answered_at
    if row.exclude(health=health).update(**changes, **heard) != 1:
        if heard:
            row.update(**heard)
        return
    contact.health, contact.health_why, contact.health_at = health, reason, now
    log(
        by=None,
        verb="contact health",
        subject=contact,
        text=f"Contact {contact} is {health}: {reason}.",
    )


def follow_carriage(letter: Letter) -> None:
    """Set the contact's health from the carriage of its letter.

    A refusal of the address spoils a contact; a trouble of the moment only marks it, until a letter
    goes through.
    """
    outgoing, contact = letter.outgoing, letter.contact
    if not letter.went_to(contact.address):
        return  # corrected since
    if outgoing.state == "failed" and outgoing.permanent:
        set_health(contact, "bad", f"its mail server refused it: {outgoing.error}")
    elif outgoing.state == "queued" and outgoing.tries and contact.health in ("untried", "good"):
        set_health(contact, "failing", f"its mail server puts letters off: {outgoing.error}")
    elif outgoing.state == "sent" and contact.health == "failing":
        set_health(contact, "good" if contact.answered_at else "untried", "a letter was taken")


def mark_contact_good(
    request: CommentRequest, *, sender: str = "", known: Known | None = None, certain: bool = True
) -> None:
    """Mark the contact an answer came from as good, whatever was thought of it.

    Where its sender is none of the party's contacts, and it is `certain` that it answers our
    letter, the one contact the letters reached is good: what is written to it arrives, whoever
    there answers. The sender's own address becomes no contact.
    """
    known = known or known_of(request)
    reached = known.contacts_at(sender) or (known.reached() if certain else [])
    if len(reached) != 1:
        return
    [contact] = reached
    if contact.health == "good":
        Contact.objects.filter(pk=contact.pk).update(answered_at=timezone.now())
        return
    row = Contact.objects.select_related("party").get(pk=contact.pk)
    set_health(row, "good", "an answer came", answered=True)


def note_call(request: CommentRequest, channel: str, *, reached: bool) -> None:
    """Set the health of the party's only contact of a channel from a call.

    Of several, nobody noted which was called.
    """
    contacts = list(Contact.objects.in_use().filter(party_id=request.party_id, channel=channel)[:2])
    if len(contacts) != 1:
        return
    if reached:
        set_health(contacts[0], "good", "somebody answered a call", answered=True)
    elif contacts[0].health != "bad":
        set_health(contacts[0], "failing", "nobody took a call")
