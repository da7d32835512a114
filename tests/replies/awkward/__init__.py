"""Awkward mail of every kind that real mailboxes see, in pairs that look alike and differ.

Each `Case` is a message with marks where our own letter's facts stand, and what must become of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from tests.outside.mails import mail

LETTER = (
    "Dear Press Office,\n\nThe Paper is preparing an article on the border crossing. It will say that your forces "
    "crossed the border on Wednesday, that the claim of a retreat is false and that 34 people died.\n\n"
    "1. Did your forces cross the border on Wednesday?\n2. Who gave the order?\n\n"
    "Please answer by 17:00 ET.\n\nThe Desk"
)
SUBJECT = "Request for comment on the border crossing of Wednesday night"


@dataclass(frozen=True)
class Ours:
    """What our own letter to the party bore; `other` is the reply address of a second request."""

    token: str = "reply+abcdefghijklmnopqrstuv27@desk.example"
    message_id: str = "<letter-1@desk.example>"
    contact: str = "press@office.example"
    other: str = "reply+bcdefghijklmnopqrstuv27a@desk.example"
    other_id: str = "<letter-2@desk.example>"


OURS = Ours()


@dataclass(frozen=True)
class Case:
    """`template` has @TOKEN@, @ID@, @CONTACT@, @DOMAIN@, @UPPER@, @OTHER@, @OTHER_ID@ where our
    letter's facts stand.

    `by`: how its request is found, "" for none. `shows` stands in the words a person is shown,
    `folds` does not.
    """

    name: str
    template: bytes
    kind: str = "answer"
    by: str = "token"
    shows: tuple[str, ...] = ()
    folds: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    bounced: bool | None = (
        None  # whether the request's letter counts as come back; None: as the kind says
    )
    held: bool | None = None  # whether "did not respond" must wait; None: as the kind says
    parsed: str = ""  # its kind by its words alone, where the record knows better
    health: str = ""  # of the contact afterwards, "" for not looked at

    def raw(self, ours: Ours = OURS) -> bytes:
        marks = {
            "@TOKEN@": ours.token,
            "@ID@": ours.message_id,
            "@CONTACT@": ours.contact,
            "@DOMAIN@": ours.contact.partition("@")[2],
            "@UPPER@": ours.token.upper(),
            "@OTHER@": ours.other,
            "@OTHER_ID@": ours.other_id,
        }
        raw = self.template
        for mark, value in marks.items():
            raw = raw.replace(mark.encode(), value.encode())
        return raw


Headers = Mapping[str, str | None]
PERSON: dict[str, str | None] = {
    "Return-Path": "<@CONTACT@>",
    "From": "Press Office <@CONTACT@>",
    "To": "@TOKEN@",
    "Subject": f"Re: {SUBJECT}",
    "Date": "Sun, 22 Nov 2026 12:00:00 +0200",
    "In-Reply-To": "@ID@",
    "References": "@ID@",
}


def post(
    body: str | bytes,
    headers: Headers | None = None,
    *,
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    """A message to our token address; its Message-ID is of its words, so that no two cases share
    one.
    """
    number = zlib.crc32(f"{body!r}{headers}".encode("utf-8", "surrogateescape"))
    own = {"Message-ID": f"<m{number}@office.example>"}
    return mail(body, {**PERSON, **own, **(headers or {})}, content_type=content_type)


def quoted(text: str = LETTER) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
