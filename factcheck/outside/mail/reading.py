"""A message read in the sandbox: whatever it does to its reader, the worker goes on."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from factcheck.outside import sandbox
from factcheck.outside.mail.classify import Judgement, MailKind
from factcheck.outside.mail.parse import MailAttachment, ParsedMail
from factcheck.outside.mail.reports import Delivery

_JOB = "factcheck.outside.mail.jobs:message"
# Fields of ParsedMail that are tuples of texts: JSON knows lists only.
_TUPLES = ("to", "references", "authentication_results", "returned_ids", "defects")


@dataclass(frozen=True)
class MailReading:
    """A message, what it is, and which letters and addresses a report is about."""

    mail: ParsedMail
    judgement: Judgement
    about_ids: tuple[str, ...] = ()
    about_addresses: tuple[str, ...] = ()


def read_mail(raw: bytes, ours: Sequence[str] = ()) -> MailReading:
    """Return a message as it was read; one that ends its reader is unreadable, and says why.

    `ours` is what our own letters say that it may quote.
    """
    try:
        return _reading(sandbox.run(_JOB, raw, ours=list(ours)))
    except sandbox.Unreadable:
        reason = "Reading it took more time or memory than a message should."
        unread = ParsedMail(unreadable=True, defects=(reason,))
        return MailReading(unread, Judgement(MailKind.UNREADABLE, reason, may_hold_words=True))


def read_again(raw: bytes, before: MailReading, ours: Sequence[str]) -> MailReading:
    """Return a message as it reads beside our own letters, its attachments as they were."""
    try:
        found = _reading(sandbox.run(_JOB, raw, ours=list(ours), whole=False))
    except sandbox.Unreadable:
        return before  # as it was read without them
    return replace(found, mail=replace(found.mail, attachments=before.mail.attachments))


def _reading(answer: dict[str, Any]) -> MailReading:
    fields = answer["mail"]
    judged = answer["judgement"]
    mail = ParsedMail(
        **{
            **fields,
            **{name: tuple(fields[name]) for name in _TUPLES},
            "date": datetime.fromisoformat(fields["date"]) if fields["date"] else None,
            "headers": tuple((name, value) for name, value in fields["headers"]),
            "deliveries": tuple(Delivery(**row) for row in fields["deliveries"]),
            "attachments": tuple(_attachment(row) for row in fields["attachments"]),
        }
    )
    return MailReading(
        mail,
        Judgement(**{**judged, "kind": MailKind(judged["kind"])}),
        tuple(answer["about_ids"]),
        tuple(answer["about_addresses"]),
    )


def _attachment(row: dict[str, Any]) -> MailAttachment:
    return MailAttachment(**{**row, "content": base64.b64decode(row["content"])})
