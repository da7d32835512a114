"""What kind of mail this is: pure rules over a ParsedMail.

A reply is an answer unless its structure or its headers say that a machine wrote it, and even then an answer when it
holds one: an answer in the wrong pile is read a second time by a person, but an answer taken for an auto-reply ends
as "did not respond" in print. A receipt ("we have received your message") is never an answer.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from factcheck.outside.mail import phrases
from factcheck.outside.mail.parse import ParsedMail


class MailKind(StrEnum):
    ANSWER = "answer"
    AUTO_REPLY = "auto-reply"
    RECEIPT = "receipt"
    BOUNCE = "bounce"
    DELAY = "delay"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Judgement:
    """The kind, and the plain reason a person may be shown."""

    kind: MailKind
    reason: str


_LEAST_WORDS = 5  # of a text that may be a person's, when only a header says "automatic"
_READ = 100_000  # characters of the new text
_ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}


def kind_of(mail: ParsedMail) -> Judgement:
    """answer unless the structure or the headers say otherwise; the display name never decides."""
    return _unread(mail) or _report(mail) or _old_bounce(mail) or _automatic(mail) or _person(mail)


def bounce_recipients(mail: ParsedMail) -> tuple[str, ...]:
    """The addresses a bounce or delay notice is about, lower-case."""
    return tuple(dict.fromkeys(d.address for d in mail.deliveries if d.action in ("failed", "delayed")))


def original_message_ids(mail: ParsedMail) -> tuple[str, ...]:
    """Message-IDs of the letter a mail is about: those of returned headers first, then In-Reply-To and References,
    newest first.
    """
    answered = (mail.in_reply_to, *reversed(mail.references))
    return tuple(dict.fromkeys(i for i in (*mail.returned_ids, *answered) if i))


def _unread(mail: ParsedMail) -> Judgement | None:
    if mail.unreadable:
        why = mail.defects[0] if mail.defects else "The message could not be read"
        return Judgement(MailKind.UNREADABLE, why)
    return None


def _report(mail: ParsedMail) -> Judgement | None:
    """multipart/report is a machine's structure (RFC 6522)."""
    if mail.report_type == "disposition-notification":
        return Judgement(MailKind.RECEIPT, "A receipt: the mail was displayed or deleted, not answered")
    if mail.report_type == "feedback-report":
        return Judgement(MailKind.AUTO_REPLY, "A complaint report: the receiver's mail system took the letter for spam")
    if mail.report_type != "delivery-status":
        return None
    actions = {delivery.action for delivery in mail.deliveries}
    told = next((d for d in mail.deliveries if d.action == "failed"), None)
    if told:
        detail = f": {told.status} {told.said}".rstrip(": ")
        return Judgement(MailKind.BOUNCE, f"Not delivered to {told.address}{detail}"[:300])
    if "delayed" in actions:
        return Judgement(MailKind.DELAY, "Not delivered yet; the mail server goes on trying")
    if actions & {"delivered", "relayed", "expanded"}:
        return Judgement(MailKind.RECEIPT, "A delivery receipt: the mail arrived, and was not answered")
    if phrases.DELAYED.search(f"{mail.subject}\n{mail.text[:2000]}"):
        return Judgement(MailKind.DELAY, "Not delivered yet; the mail server goes on trying")
    return Judgement(MailKind.BOUNCE, "A mail server reports that the letter was not delivered")


def _old_bounce(mail: ParsedMail) -> Judgement | None:
    """Bounces without the standard structure, and only from a mail server: a person may quote "550 5.1.1"."""
    if not mail.by_mail_server or _says_automatic_reply(mail):
        return None
    beginning = f"{mail.subject}\n{mail.text[:2000]}"
    failed = [d.address for d in mail.deliveries if d.action == "failed"]
    delayed = any(d.action == "delayed" for d in mail.deliveries)
    if delayed or (phrases.DELAYED.search(beginning) and not phrases.GIVEN_UP.search(beginning)):
        return Judgement(MailKind.DELAY, "Not delivered yet; the mail server goes on trying")
    if failed or phrases.UNDELIVERED.search(beginning):
        return Judgement(MailKind.BOUNCE, f"Not delivered{' to ' + failed[0] if failed else ''}")
    return None


def _says_automatic_reply(mail: ParsedMail) -> bool:
    return mail.header("auto-submitted").lower().startswith("auto-replied") or bool(
        phrases.AUTO_SUBJECT.search(mail.subject)
    )


def _automatic_header(mail: ParsedMail) -> str:
    """The header that says a machine wrote this, as "Name: value", or ""."""
    submitted = mail.header("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    if submitted and submitted != "no":
        return f"Auto-Submitted: {submitted[:40]}"  # RFC 3834
    for name in phrases.AUTO_HEADERS:
        value = mail.header(name).lower()
        if value and value not in ("no", "none", "false"):
            return f"{name.title()}: {value[:40]}"
    precedence = mail.header("precedence").lower()
    return f"Precedence: {precedence}" if precedence in ("auto_reply", "auto-reply", "autoreply") else ""


def _automatic(mail: ParsedMail) -> Judgement | None:
    header = _automatic_header(mail)
    subject = phrases.AUTO_SUBJECT.search(mail.subject)
    text = mail.text_new[:_READ]
    phrase = phrases.AWAY.search(text) or phrases.MACHINE.search(text)
    receipt = phrases.RECEIVED.search(text) or phrases.RECEIPT_SUBJECT.search(mail.subject)
    signs = header or (subject and f"the subject “{mail.subject[:60]}”")
    if not signs:
        # Old vacation programs set no header; what they write names itself.
        if not phrases.MACHINE.search(text) or _substance(text):
            return None
        signs = "its own words"
    if said := _substance(text):
        return Judgement(MailKind.ANSWER, f"Marked automatic ({signs}), but it holds an answer: “{said}”")
    if header and not subject and not phrase and not receipt and len(_own_words(text)) >= _LEAST_WORDS:
        return Judgement(MailKind.ANSWER, f"Marked automatic ({signs}), but the words are a person's")
    if receipt and not phrases.AWAY.search(text):
        return Judgement(MailKind.RECEIPT, f"Only says that the mail was received ({signs})")
    return Judgement(MailKind.AUTO_REPLY, f"Written by a machine ({signs})")


def _substance(text: str) -> str:
    """The words that make a statement of the case, outside the phrases of machines; "" when there are none."""
    for sentence in re.split(r"(?<=[.!?:;”])\s+|\n+", text):
        if phrases.BOILERPLATE.search(sentence):
            continue
        if found := phrases.STATEMENT.search(sentence):
            start = max(0, found.start() - 30)
            return sentence[start : start + 90].strip()
    return ""


def _own_words(text: str) -> list[str]:
    kept = [line for line in text.split("\n") if not line.startswith(">") and not phrases.BOILERPLATE.search(line)]
    return re.findall(r"\w+", " ".join(kept))


def _person(mail: ParsedMail) -> Judgement:
    if mail.text.strip():
        if not mail.text_new.strip():
            return Judgement(MailKind.ANSWER, "Only quotes our letter; look whether an answer stands inside")
        return Judgement(MailKind.ANSWER, "Written by a person")
    if mail.content_type in _ENCRYPTED:
        return Judgement(MailKind.UNREADABLE, "The message is encrypted or signed in a form we cannot open")
    if mail.attachments:
        return Judgement(MailKind.ANSWER, f"No text; whatever it says is in the attachment {mail.attachments[0].name}")
    return Judgement(MailKind.UNREADABLE, "The message has neither text nor attachment")
