"""What is asked of the sandbox about a message: its parts, what is new in it, and what it is."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from factcheck.outside.mail.bodies import split_quotation
from factcheck.outside.mail.classify import bounce_recipients, kind_of, original_message_ids
from factcheck.outside.mail.parse import parse_mail


def message(data: bytes, ours: Sequence[str] = (), whole: bool = True) -> dict[str, Any]:
    """Return a message as plain lists and dicts.

    `ours` is what our own letters say, which is nobody's answer; attachments come with their bytes
    where it is `whole`.
    """
    parsed = parse_mail(data)
    if ours:
        parsed = replace(parsed, text_new=split_quotation(parsed.text, ours)[0])
    judgement = kind_of(parsed, ours)
    fields = asdict(parsed)
    for attachment in fields["attachments"]:
        content = attachment["content"] if whole else b""
        attachment["content"] = base64.b64encode(content).decode("ascii")
    return {
        "mail": {**fields, "date": parsed.date.isoformat() if parsed.date else None},
        "judgement": {**asdict(judgement), "kind": str(judgement.kind)},
        "about_ids": original_message_ids(parsed),
        "about_addresses": bounce_recipients(parsed),
    }
