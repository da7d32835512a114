"""Mail out by SMTP and in by IMAP, and reading what came: send, fetch_mail, parse_mail, kind_of."""

from factcheck.outside.mail.bodies import new_text, split_quotation
from factcheck.outside.mail.classify import (
    Judgement,
    MailKind,
    bounce_recipients,
    kind_of,
    original_message_ids,
)
from factcheck.outside.mail.parse import MailAttachment, ParsedMail, parse_mail
from factcheck.outside.mail.reading import MailReading, read_again, read_mail
from factcheck.outside.mail.receive import RawMail, delete_mail, fetch_mail, mark_stored
from factcheck.outside.mail.send import MailToSend, Receipt, send, written
from factcheck.outside.mail.sender import sender_doubt

__all__ = [
    "Judgement",
    "MailAttachment",
    "MailKind",
    "MailReading",
    "MailToSend",
    "ParsedMail",
    "RawMail",
    "Receipt",
    "bounce_recipients",
    "delete_mail",
    "fetch_mail",
    "kind_of",
    "mark_stored",
    "new_text",
    "original_message_ids",
    "parse_mail",
    "read_again",
    "read_mail",
    "send",
    "sender_doubt",
    "split_quotation",
    "written",
]
