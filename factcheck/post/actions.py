"""How mail is queued, taken to the server, and settled when its fate is in doubt.

Also how what arrives is kept and read.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.newsroom.actions import Refused, log, require_role
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.outside import mail
from factcheck.outside.errors import OutsideError
from factcheck.post import rules
from factcheck.post.models import Outgoing, Try

logger = logging.getLogger(__name__)
# Longer than a worker's hard time limit (300 s): when a lease has run out, its worker is dead.
LEASE = timedelta(minutes=10)


def own_addresses() -> list[str]:
    """Addresses that are ours: nothing is ever sent to them, or it would come back."""
    users = (unquote(urlsplit(url).username or "") for url in mailbox_urls())
    return [parseaddr(settings.MAIL_FROM)[1], *(user for user in users if "@" in user)]


def mailbox_urls() -> list[str]:
    """Return the address of every mailbox that is read: IMAP_URL holds one or several."""
    return settings.IMAP_URL.split()


def new_message_id() -> str:
    return make_msgid(domain=settings.MAIL_DOMAIN)


def queue_mail(
    *,
    key: str,
    to_address: str,
    subject: str,
    text: str,
    once: bool,
    by: User | None,
    html: str = "",
    to_name: str = "",
    from_name: str = "",
    reply_to: str = "",
    in_reply_to: str = "",
    references: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
) -> Outgoing:
    """Put one message to one address on its way; the same `key` again returns the message there is.

    Refused when the address is none, or one of ours. What stands in headers is made one line.
    """
    to_address = _not_ours(to_address)
    if reply_to:
        _single_address(reply_to)
    outgoing, new = Outgoing.objects.get_or_create(
        key=key,
        defaults={
            "message_id": new_message_id(),
            "once": once,
            "from_name": rules.header_safe(from_name, 200),
            "from_address": parseaddr(settings.MAIL_FROM)[1],
            "to_name": rules.header_safe(to_name, 200),
            "to_address": to_address,
            "reply_to": reply_to,
            "subject": rules.header_safe(subject, 500),
            "text": rules.storable(text),
            "html": rules.storable(html),
            "in_reply_to": rules.header_safe(in_reply_to, 255),
            "references": rules.header_safe(" ".join(references), 5000),
            "headers": {
                rules.header_safe(k, 60): rules.header_safe(v, 500)
                for k, v in (headers or {}).items()
            },
            "created_by": by,
        },
    )
    if new:
        nudge("post")
    return outgoing


def _single_address(address: str) -> str:
    if not rules.is_address(address):
        raise Refused(
            _("“%(address)s” is not one mail address.")
            % {"address": rules.header_safe(address, 100)}
        )
    return address


def _not_ours(address: str) -> str:
    address = _single_address(address.strip())
    if rules.is_own(address, own_addresses(), settings.MAIL_DOMAIN):
        raise Refused(
            _("%(address)s is the desk's own address: the letter would come back to it.")
            % {"address": address}
        )
    return address


def cancel(*, by: User | None, outgoing: Outgoing, why: str) -> bool:
    """Stop a message that no worker has taken up. False: too late, it is in flight or further."""
    if (
        Outgoing.objects.filter(pk=outgoing.pk, state="queued").update(state="cancelled", error=why)
        != 1
    ):
        return False
    log(
        by=by,
        verb="cancel mail",
        subject=outgoing,
        text=f"Mail to {outgoing.to_address} cancelled: {why}",
    )
    outgoing.refresh_from_db()
    return True


def readdress(*, by: User | None, outgoing: Outgoing, to_address: str, to_name: str = "") -> bool:
    """Send a message that no worker has taken up to another address, tries and all forgotten.

    False: too late.
    """
    to = _not_ours(to_address)
    changes = {
        "to_address": to,
        "to_name": rules.header_safe(to_name, 200),
        "tries": 0,
        "error": "",
    }
    waiting = Outgoing.objects.filter(pk=outgoing.pk, state="queued")
    if waiting.update(**changes, next_try_at=timezone.now()) != 1:
        return False
    log(
        by=by,
        verb="readdress mail",
        subject=outgoing,
        text=f"Mail to {outgoing.to_address} goes to {to} instead.",
    )
    outgoing.refresh_from_db()
    return True


def claim(pk: int, now: datetime) -> Outgoing | None:
    """Take a due message to the server, or None when it is gone, another's, or not ripe.

    Committed before this returns (durable): from here on the message may have gone, whatever
    becomes of this process.
    """
    token = secrets.token_hex(8)
    with transaction.atomic(durable=True):
        taken = Outgoing.objects.filter(pk=pk, state="queued", next_try_at__lte=now).update(
            state="in flight",
            lease_until=now + LEASE,
            lease_token=token,
            in_flight_at=now,
            tries=F("tries") + 1,
        )
    return Outgoing.objects.get(pk=pk, lease_token=token) if taken == 1 else None


def deliver(pk: int) -> None:
    """Take one queued message to the mail server and record what it said.

    Never raises for the server's sake.
    """
    outgoing = claim(pk, timezone.now())
    if outgoing is None:
        return
    try:
        letter = letter_of(outgoing)
        raw = mail.written(letter)
        Try.objects.create(outgoing=outgoing, raw=raw, sha256=hashlib.sha256(raw).hexdigest())
        receipt = mail.send(letter, raw=raw)
    except OutsideError as error:
        _record(outgoing, _after_error(outgoing, error))
    except Exception as error:
        # Not foreseen: it may have broken anywhere, so it may have gone.
        logger.exception("Mail %s broke while it was being sent.", outgoing.pk)
        _record(outgoing, _in_doubt(outgoing, f"The sending broke ({type(error).__name__})."))
    else:
        server_reply = rules.header_safe(f"{receipt.code} {receipt.response}", 500)
        _record(
            outgoing,
            {
                "state": "sent",
                "sent_at": receipt.accepted_at,
                "response": server_reply,
                "error": "",
            },
        )
    nudge("post")


def letter_of(outgoing: Outgoing) -> mail.MailToSend:
    return mail.MailToSend(
        message_id=outgoing.message_id,
        from_name=outgoing.from_name,
        from_address=outgoing.from_address,
        to=outgoing.to_address,
        subject=outgoing.subject,
        text=outgoing.text,
        html=outgoing.html or None,
        date=outgoing.created_at,
        reply_to=outgoing.reply_to,
        in_reply_to=outgoing.in_reply_to,
        references=tuple(outgoing.references.split()),
        headers=outgoing.headers,
    )


def _after_error(outgoing: Outgoing, error: OutsideError) -> dict[str, Any]:
    server_reply = rules.storable(error.message)
    if error.kind == "unknown":
        return _in_doubt(outgoing, server_reply)
    if not error.temporary:
        return {
            "state": "failed",
            "error": server_reply,
            "permanent": rules.is_address_fault(error.status, server_reply),
        }
    if outgoing.tries >= rules.TRIES:
        return {
            "state": "failed",
            "error": f"Given up after {outgoing.tries} tries: {server_reply}",
        }
    wait = rules.wait_after(outgoing.tries)
    return {"state": "queued", "error": server_reply, "next_try_at": timezone.now() + wait}


def _in_doubt(outgoing: Outgoing, error: str) -> dict[str, Any]:
    if outgoing.once:
        return {"state": "unknown", "error": error}
    wait = rules.wait_after(outgoing.tries)
    return {
        "state": "queued" if outgoing.tries < rules.TRIES else "failed",
        "error": error,
        "next_try_at": timezone.now() + wait,
    }


def _record(outgoing: Outgoing, changes: dict[str, Any]) -> bool:
    """Write the outcome if the message is still ours.

    The sweep may have called it unknown meanwhile; then this worker, which knows better, corrects
    that, unless a person has already ruled.
    """
    ours = Q(state="in flight") | Q(state="unknown", settled_by__isnull=True)
    mine = Outgoing.objects.filter(ours, pk=outgoing.pk, lease_token=outgoing.lease_token)
    return mine.update(**{"lease_until": None, **changes}) == 1


def recover_stranded(pk: int) -> None:
    """Settle a message whose worker died in flight.

    A letter's fate is unknown and a person decides; our own status mail goes again.
    """
    now = timezone.now()
    why = (
        "The worker died while the letter was on its way to the server. It may not have been sent."
    )
    stranded = Outgoing.objects.stranded(now).filter(pk=pk)
    if stranded.filter(once=True).update(state="unknown", lease_until=None, error=why) == 1:
        log(by=None, verb="letter in doubt", subject=Outgoing.objects.get(pk=pk), text=why)
    else:
        stranded.filter(once=False).update(
            state="queued",
            lease_until=None,
            lease_token="",  # nosec B106
            next_try_at=now,
            error="The worker died; sent again.",
        )
    nudge("post")


def settle(*, by: User, outgoing: Outgoing, went: bool, again: bool = False) -> Outgoing:
    """Record what a person says became of a message in doubt.

    It went; or it did not, and is given up or (`again`) sent again. Refused when it is no longer in
    doubt, or when it went and should go again.
    """
    require_role(by, "settle letter")
    if went and again:
        raise Refused(_("It was sent, so it cannot be sent again."))
    changes: dict[str, Any] = {"settled_by": by, "lease_token": ""}  # nosec B105
    if went:
        changes |= {"state": "sent", "sent_at": outgoing.in_flight_at or timezone.now()}
    elif again:
        changes |= {"state": "queued", "next_try_at": timezone.now(), "tries": 0, "error": ""}
    else:
        changes |= {"state": "failed", "error": f"{by} says that it was not sent."}
    with transaction.atomic():
        if Outgoing.objects.filter(pk=outgoing.pk, state="unknown").update(**changes) != 1:
            raise Refused(_("This letter is no longer in doubt."))
        ruling = (
            "it was sent"
            if went
            else "it was not sent; queued again"
            if again
            else "it was not sent"
        )
        log(
            by=by,
            verb="settle letter",
            subject=outgoing,
            text=f"Letter to {outgoing.to_address}: {ruling}.",
        )
    outgoing.refresh_from_db()
    nudge("post")
    return outgoing
