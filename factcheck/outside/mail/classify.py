"""What kind of mail this is: pure rules over a ParsedMail.

A reply is an answer unless its structure or its headers say that a machine wrote it, and even then
an answer when it holds one: an answer in the wrong pile is read a second time by a person, but an
answer taken for an auto-reply ends as "did not respond" in print. A receipt ("we have received your
message") is never an answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from factcheck.outside.mail import phrases
from factcheck.outside.mail.bodies import KnownLetter
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
_FORMULA_WORDS = (
    2  # beside set phrases, of a text that no header calls automatic: with as many it is a person's
)
_RECEIPT_ONLY = re.compile(
    "|".join(
        (
            phrases.RECEIVED.pattern,
            phrases.FORMULA.pattern,
            phrases.MACHINE.pattern,
            phrases.WILL_ANSWER,
        )
    ),
    re.IGNORECASE,
)
_READ = 100_000  # characters of the new text
_ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}


def kind_of(mail: ParsedMail, ours: Sequence[str] = ()) -> Judgement:
    """answer unless the structure, the headers or the set phrases of machines say otherwise; the
    display name never decides.

    `ours` are the texts of our letters that it may repeat: words of ours are nobody's answer.
    """
    known = KnownLetter(ours)
    return (
        _unread(mail)
        or _report(mail)
        or _old_bounce(mail)
        or _automatic(mail, known)
        or _person(mail)
    )


def bounce_recipients(mail: ParsedMail) -> tuple[str, ...]:
    """The addresses a bounce or delay notice is about, lower-case."""
    return tuple(
        dict.fromkeys(d.address for d in mail.deliveries if d.action in ("failed", "delayed"))
    )


def original_message_ids(mail: ParsedMail) -> tuple[str, ...]:
    """Message-IDs of the letter a mail is about: those of returned headers first, then In-Reply-To
    and References, newest first.
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
        return Judgement(
            MailKind.RECEIPT, "A receipt: the mail was displayed or deleted, not answered"
        )
    if mail.report_type == "feedback-report":
        return Judgement(
            MailKind.AUTO_REPLY,
            "A complaint report: the receiver's mail system took the letter for spam",
        )
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
        return Judgement(
            MailKind.RECEIPT, "A delivery receipt: the mail arrived, and was not answered"
        )
    if phrases.DELAYED.search(f"{mail.subject}\n{mail.text[:2000]}"):
        return Judgement(MailKind.DELAY, "Not delivered yet; the mail server goes on trying")
    return Judgement(MailKind.BOUNCE, "A mail server reports that the letter was not delivered")


def _old_bounce(mail: ParsedMail) -> Judgement | None:
    """Bounces without the standard structure, and only from a mail server: a person may quote "550
    5.1.1".
    """
    if not mail.by_mail_server or _says_automatic_reply(mail):
        return None
    beginning = f"{mail.subject}\n{mail.text[:2000]}"
    failed = [d.address for d in mail.deliveries if d.action == "failed"]
    delayed = any(d.action == "delayed" for d in mail.deliveries)
    if delayed or (phrases.DELAYED.search(beginning) and not phrases.GIVEN_UP.search(beginning)):
        return Judgement(MailKind.DELAY, "Not delivered yet; the mail server goes on trying")
    if failed or phrases.UNDELIVERED.search(beginning):
        return Judgement(MailKind.BOUNCE, f"Not delivered{' to ' + failed[0] if failed else ''}")
    return _daemon(mail) if mail.by_daemon else None


def _daemon(mail: ParsedMail) -> Judgement:
    """A mail server's words in a language or style that nobody here knows: its reply codes tell,
    else a person.
    """
    if phrases.PERMANENT.search(mail.text[:5000]):
        return Judgement(MailKind.BOUNCE, "A mail server reports a permanent failure")
    if phrases.TEMPORARY.search(mail.text[:5000]):
        return Judgement(MailKind.DELAY, "A mail server reports a failure of the moment")
    return Judgement(
        MailKind.UNREADABLE, "A mail server wrote it, in words that are not understood"
    )


def _says_automatic_reply(mail: ParsedMail) -> bool:
    return mail.header("auto-submitted").lower().startswith("auto-replied") or bool(
        phrases.AUTO_SUBJECT.search(mail.subject)
    )


def _automatic_header(mail: ParsedMail) -> tuple[str, bool]:
    """The header that says a machine wrote this, as "Name: value" ("" without one), and whether it
    is one that only programs which answer by themselves set: gateways mark the mail of people
    too, but not with those.
    """
    submitted = mail.header("auto-submitted").strip().lower()
    plain = submitted.split(";")[0].split("(")[0].strip()
    if plain and plain != "no":
        return (
            f"Auto-Submitted: {plain[:40]}",
            "vacation" in submitted,
        )  # RFC 3834; RFC 5230, section 4.7
    for name in phrases.AUTO_HEADERS:
        value = mail.header(name).lower()
        if value and value not in ("no", "none", "false"):
            return f"{name.title()}: {value[:40]}", True
    precedence = mail.header("precedence").lower()
    if precedence in ("auto_reply", "auto-reply", "autoreply"):
        return f"Precedence: {precedence}", True
    return "", False


def _automatic(mail: ParsedMail, ours: KnownLetter) -> Judgement | None:
    header, sure = _automatic_header(mail)
    sure = sure or mail.by_mail_server  # a header and an envelope that people do not have
    subject = phrases.AUTO_SUBJECT.search(mail.subject)
    text = mail.text_new[:_READ]
    receipt = bool(phrases.RECEIVED.search(text) or phrases.RECEIPT_SUBJECT.search(mail.subject))
    away, machine = (
        phrases.AWAY.search(text),
        phrases.MACHINE.search(text) or phrases.CHALLENGE.search(text),
    )
    signs = (
        header
        or (subject and f"the subject “{mail.subject[:60]}”")
        or _signs_in_words(mail, text, ours)
    )
    if not signs:
        return None
    if said := _substance(text, ours):
        return Judgement(
            MailKind.ANSWER, f"Marked automatic ({signs}), but it holds an answer: “{said}”"
        )
    doubtful = header and not sure and not (subject or away or machine or receipt)
    if doubtful and len(_own_words(text, phrases.BOILERPLATE, ours)) >= _LEAST_WORDS:
        return Judgement(
            MailKind.ANSWER, f"Marked automatic ({signs}), but the words are a person's"
        )
    if receipt and not away and not phrases.CHALLENGE.search(text):
        return Judgement(MailKind.RECEIPT, f"Only says that the mail was received ({signs})")
    return Judgement(MailKind.AUTO_REPLY, f"Written by a machine ({signs})")


def _signs_in_words(mail: ParsedMail, text: str, ours: KnownLetter) -> str:
    """What in a mail without a machine's header shows that no person answers in it; "" when one
    may.

    Old vacation programs and many ticket systems set no header: they are known by naming
    themselves, by an address that nobody reads, or by saying nothing at all beside the set phrases.
    """
    if _substance(text, ours):
        return ""
    own = len(_own_words(text, phrases.BOILERPLATE, ours))
    if phrases.SAYS_SO.search(text) or (phrases.MACHINE.search(text) and own < _LEAST_WORDS):
        return "its own words"
    if phrases.CHALLENGE.search(text):
        return "it asks its sender to prove himself"
    if phrases.RECEIPT_SUBJECT.search(mail.subject) and phrases.READ.search(
        " ".join(mail.text[:2000].split())
    ):
        return "it says that it was displayed"
    local = mail.from_address.partition("@")[0]
    received = phrases.RECEIVED.search(text)
    if received and phrases.NOBODY.match(local):
        return f"from {local}@"
    if phrases.AWAY.search(text) and own < _FORMULA_WORDS:
        return "it only says that its writer is away"
    if received and phrases.RECEIPT_SUBJECT.search(mail.subject) and own < 2 * _LEAST_WORDS:
        return f"the subject “{mail.subject[:60]}”"
    if received and len(_own_words(text, _RECEIPT_ONLY, ours)) < _FORMULA_WORDS:
        return "it only says that the mail came"
    return ""


def _substance(text: str, ours: KnownLetter) -> str:
    """The words that make a statement of the case, outside the phrases of machines; "" when there
    are none.

    Quoted lines and words of our own letter, which ticket systems repeat, state nothing.
    """
    for sentence in _sentences(text):
        if sentence.startswith(">") or phrases.BOILERPLATE.search(sentence) or ours.holds(sentence):
            continue
        found = phrases.STATEMENT.search(sentence)
        if found and not ours.holds(found[0]):
            start = max(0, found.start() - 30)
            return sentence[start : start + 90].strip()
    return ""


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:;”])\s+|\n+", text)


def _own_words(text: str, boilerplate: re.Pattern[str], ours: KnownLetter) -> list[str]:
    """The words outside set phrases, greetings, the closing and our own letter, clause by clause:
    "I am away, but we deny it" holds words of its own.

    Dates and numbers are nobody's words.
    """
    words: list[str] = []
    lines = [line for line in text.split("\n") if not line.startswith(">")]
    end = next((i for i, line in enumerate(lines) if i and phrases.CLOSING.match(line)), None)
    if end is not None and not any(_is_sentence(line) for line in lines[end + 1 :]):
        lines = lines[:end]
    while lines and (not lines[-1].strip() or _NAME.fullmatch(lines[-1])):
        lines.pop()
    # Whom to ask instead, with an address or a number, is what such mails end with.
    lines = [line for line in lines if _is_sentence(line) or not _REACHES.search(line)]
    for sentence in _sentences("\n".join(lines)):
        if phrases.GREETING.match(sentence) or ours.holds(sentence):
            continue
        for clause in re.split(
            r",?\s+(?:but|and|however|aber|mais|pero|но)\s+|,\s+|\s[—–-]\s", sentence
        ):
            if not boilerplate.search(clause):
                words += (
                    word for word in _WORD.findall(clause.lower()) if not _DATES.fullmatch(word)
                )
    return words


def _is_sentence(line: str) -> bool:
    return len(line.split()) > 3 and line.rstrip().endswith((".", "!", "?"))


_NAME = re.compile(
    r"\W*(?:[A-Z][\w.'’-]*\W+){1,4}[A-Z][\w.'’-]*\W*"
)  # "Karim Nasser", "Press Office": a signature
_REACHES = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\+?\d[\d ()/-]{6,}\d")
# Scripts that put no blank between words are counted two signs a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_]+")
_DATES = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*"
    r"|sep\w*|oct\w*|nov\w*|dec\w*|am|pm|st|nd|rd|th|until|till|from|to|on|the|https?"
)


def _person(mail: ParsedMail) -> Judgement:
    if re.match(r"\s*-----BEGIN PGP MESSAGE-----", mail.text):
        return Judgement(MailKind.UNREADABLE, "The message is encrypted")
    if mail.text.strip():
        if not mail.text_new.strip():
            return Judgement(
                MailKind.ANSWER, "Only quotes our letter; look whether an answer stands inside"
            )
        return Judgement(MailKind.ANSWER, "Written by a person")
    if mail.content_type in _ENCRYPTED:
        return Judgement(
            MailKind.UNREADABLE, "The message is encrypted or signed in a form we cannot open"
        )
    if mail.attachments:
        return Judgement(
            MailKind.ANSWER,
            f"No text; whatever it says is in the attachment {mail.attachments[0].name}",
        )
    return Judgement(MailKind.UNREADABLE, "The message has neither text nor attachment")
