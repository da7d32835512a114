"""Mail, going and coming.

`raw_mail(...)` makes the bytes of a message; `IncomingFactory(raw=…)` stores them unread.
"""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from factcheck.post.models import Incoming, Outgoing


class OutgoingFactory(DjangoModelFactory):
    class Meta:
        model = Outgoing

    message_id = factory.Sequence(lambda n: f"<{n}@desk.example>")
    key = factory.Sequence(lambda n: f"letter {n}")
    from_name = "The Paper"
    from_address = "desk@desk.example"
    to_address = factory.Sequence(lambda n: f"press{n}@office.example")
    subject = "Request for comment"
    text = "What do you say?"


class SentFactory(OutgoingFactory):
    state = "sent"
    sent_at = factory.LazyFunction(timezone.now)


class IncomingFactory(DjangoModelFactory):
    class Meta:
        model = Incoming

    raw = factory.Sequence(lambda n: raw_mail(subject=f"Message {n}"))
    sha256 = factory.LazyAttribute(lambda one: hashlib.sha256(one.raw).hexdigest())
    size = factory.LazyAttribute(lambda one: len(one.raw))


def raw_mail(
    body: str = "We have nothing to hide.",
    *,
    sender: str = "Press Office <press@office.example>",
    to: str = "desk@desk.example",
    subject: str = "Re: Request for comment",
    message_id: str = "<answer-1@office.example>",
    files: dict[str, bytes] | None = None,
    **headers: Any,
) -> bytes:
    """Header names are given with underscores: in_reply_to="<…>"."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Sun, 22 Nov 2026 12:00:00 +0000"
    if message_id:
        message["Message-ID"] = message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    for name, content in (files or {}).items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def raw_bounce(
    *,
    of: str,
    recipient: str,
    action: str = "failed",
    status: str = "5.1.1",
    to: str = "desk@desk.example",
) -> bytes:
    """A delivery status notification (RFC 3464) on the letter with the Message-ID `of`."""
    return f"""From: MAILER-DAEMON@mx.office.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: Sun, 22 Nov 2026 12:00:00 +0000
Message-ID: <dsn-{abs(hash((of, action)))}@mx.office.example>
Return-Path: <>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The message to {recipient} was {action}.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.office.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user
--b
Content-Type: text/rfc822-headers

Message-ID: {of}
Subject: Request for comment
--b--
""".replace("\n", "\r\n").encode()
