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

_HEAD = 20_000  # bytes in which a mail's header is looked for
_SHORTEST_FULL = 50  # characters of a line that was broken at its end
_LONGEST_FULL = 80
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
    head = data[:_HEAD].lstrip(b"\r\n")
    # The line that an mbox puts before each mail (RFC 4155).
    if head.startswith(b"From ") and b"\n" in head:
        head = head.partition(b"\n")[2]
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    well_known = {name.lower() for name in _KNOWN.findall(top)}
    # One may be chance: "Date: Monday" above a draft.
    return bool(_HEADER.match(head)) and len(well_known) >= 2


def is_saved_page(data: bytes) -> bool:
    """Return whether a mail's bytes are a web page saved as one file."""
    head = data[:_HEAD].lower()
    blank_line = b"\r\n\r\n" if b"\r\n\r\n" in head else b"\n\n"
    top = head.partition(blank_line)[0]
    # As Chrome, and Internet Explorer and Word, say that they made it.
    makers = (b"snapshot-content-location", b"saved by", b"x-mimeole")
    return b"multipart/related" in top and any(maker in top for maker in makers)


def read_saved_page(data: bytes, *, whole: bool = False) -> Draft:
    """Return the article on a page saved as .mhtml; all its words where it is `whole` copy."""
    message = email.message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        body = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
        decoded = decode(body if isinstance(body, bytes) else b"", charset)
        if whole:
            return read_fragment(decoded.text)
        # Where the page was saved from: its links are relative to it.
        place = part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
        address = http_address(str(place))
        draft = read_page(decoded.text, address=address, medium="mhtml")
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
        reader = PageReader(parse_html(mail.html), medium="mail", office=True)
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
    # Mail programs break lines at 72 to 78 (RFC 5322 2.1.1); a list's or a poem's are shorter.
    full = all(_SHORTEST_FULL <= len(line) <= _LONGEST_FULL for line in lines[:-1])
    wrapped = len(lines) > 1 and full
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
