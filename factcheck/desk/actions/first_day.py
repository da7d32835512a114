"""What a chief tries out on the first day."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.newsroom.actions import NotAllowed, log
from factcheck.newsroom.models import User
from factcheck.post.arrivals import poll
from factcheck.post.models import Mailbox


def check_mailbox(*, by: User, mailbox: Mailbox) -> str:
    """Read a mailbox now; return what came of it in a sentence.

    Not inside a transaction: it speaks with the mail server.
    """
    if not by.may("set desk"):
        raise NotAllowed(_("A chief tests the mailbox."))
    before = timezone.now()
    Mailbox.objects.filter(pk=mailbox.pk, work="waiting").update(next_try_at=before)
    stored = poll(mailbox.pk)
    mailbox.refresh_from_db()
    if mailbox.polled_at is None or mailbox.polled_at < before:
        return f"{mailbox}: It is being read just now. Test it again in a minute."
    outcome = mailbox.error or f"It works: {stored} new message{'' if stored == 1 else 's'}."
    log(by=by, verb="set desk", subject=mailbox, text=f"Tested {mailbox}: {outcome}")
    return f"{mailbox}: {outcome}"
