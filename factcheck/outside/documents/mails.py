"""Drafts that came by mail (.eml), and pages saved as one file (.mhtml)."""

from __future__ import annotations

import email
import re
from email import policy

from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.bylines import byline_of
from factcheck.outside.documents.charset import decode
from factcheck.outside.documents.drafts import Draft, DraftRefusal, Paragraph, Pen
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.html_walk import PageReader, parse_html
from factcheck.outside.documents.page import read_fragment, read_page
from factcheck.outside.documents.wire import is_wire, read_wire
from factcheck.outside.mail.parse import ParsedMail, parse_mail

_EMPTY = (
    "There are no words in this mail. "
    "If the draft is attached to it, save the attachment and bring that in."
)
_HEADER = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]{0,998}\r?\n(?:[ \t][^\n]{0,998}\r?\n){0,200}){2}"
)
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|mime-version|message-id|received|return-path|delivered-to)\s{0,3}:",
    re.I | re.M,
)


def is_mail(data: bytes) -> bool:
    """Return whether bytes begin as a mail does: header fields, two of them well known."""
    head = data[:20_000].lstrip(b"\r\n")
    if head.startswith(b"From ") and b"\n" in head:
        head = head.partition(b"\n")[2]
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return bool(_HEADER.match(head)) and len({m.lower() for m in _KNOWN.findall(top)}) >= 2


def is_saved_page(data: bytes) -> bool:
    """Return whether a mail's bytes are a web page saved as one file."""
    head = data[:20_000].lower()
    top = head.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in head else head.partition(b"\n\n")[0]
    return b"multipart/related" in top and (
        b"snapshot-content-location" in top or b"saved by" in top or b"x-mimeole" in top
    )


def read_saved_page(data: bytes, *, whole: bool = False) -> Draft:
    """Return the article on a page saved as .mhtml; all its words where it is `whole` copy."""
    message = email.message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            decoded = decode(
                body if isinstance(body, bytes) else b"", part.get_content_charset() or ""
            )
            if whole:
                return read_fragment(decoded.text)
            place = str(
                part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
            )
            draft = read_page(
                decoded.text,
                address=http_address(place),
                medium="mhtml",
            )
            draft.encoding, draft.encoding_sure = decoded.codec, decoded.sure
            return draft
    raise DraftRefusal(
        "This saved page (.mhtml) has no page in it. Open it in a browser and save it as .html."
    )


def read_mail(data: bytes) -> Draft:
    """Return the draft in a mail's own words, without what it quotes."""
    mail = parse_mail(data)
    draft = _body(mail)
    for attachment in mail.attachments:
        draft.leave_out("attachment", 1, attachment.name)
    draft.byline = draft.byline or byline_of([mail.from_name])
    draft.embargo = draft.embargo or embargo_in(mail.subject)
    if not any(p.text.strip() for p in draft.paragraphs):
        raise DraftRefusal(_EMPTY)
    return draft


def _body(mail: ParsedMail) -> Draft:
    if mail.html:
        reader = PageReader(
            parse_html(mail.html),
            medium="mail",
            office=True,
        )
        draft = reader.read()
        reader.count_losses(0, len(draft.paragraphs))
        if draft.paragraphs:
            return draft
    text = mail.text_new or mail.text
    if is_wire(text):
        return read_wire(text)
    draft = Draft(medium="mail")
    for block in re.split(r"\n[ \t]{0,99}\n", text):
        draft.paragraphs += _paragraphs(block, draft)
    return draft


def _paragraphs(block: str, draft: Draft) -> list[Paragraph]:
    """Return a block of lines as one paragraph where they were broken at a fixed width."""
    lines = [line for line in block.split("\n") if line.strip()]
    wrapped = len(lines) > 1 and all(50 <= len(line) <= 80 for line in lines[:-1])
    pen = Pen()
    for line in lines:
        pen.words(line)
        if wrapped:
            pen.words(" ")
        else:
            pen.end()
    pen.end()
    draft.leave_out("note number", pen.note_numbers)
    return pen.paragraphs
