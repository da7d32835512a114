"""What kind of mail this is: pure rules over a ParsedMail.

A reply is an answer unless its structure, its headers or its words say that a machine wrote it, and
even then an answer when it holds one: an answer in the wrong pile is read a second time by a
person, but an answer taken for an auto-reply ends as "did not respond" in print. A subject alone
decides nothing. A receipt ("we have received your message") is never an answer.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Final

from factcheck.outside.mail import clauses, phrases
from factcheck.outside.mail.bodies import LetterWords, is_sentence
from factcheck.outside.mail.clauses import OwnWords
from factcheck.outside.mail.parse import ParsedMail
from factcheck.outside.mail.phrase_sets import PhraseSet
from factcheck.outside.mail.reports import Delivery
from factcheck.outside.mail.signs import HEADERS, LENGTHS, SIGNS, Sign


class MailKind(StrEnum):
    """What became of a letter, as the mail about it says."""

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
    # Taken for a machine's by its words: those of a person may be among them all the same. A
    # report's structure leaves no room for any.
    may_hold_words: bool = False


_STILL_TRYING: Final = "Not delivered yet; the mail server goes on trying"
_ENCRYPTED: Final = {
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "multipart/encrypted",
    "application/pgp-encrypted",
}
_PGP: Final = re.compile(rb"\s*-----BEGIN PGP MESSAGE-----")


def kind_of(mail: ParsedMail, ours: Sequence[str] = ()) -> Judgement:
    """Return the kind of a mail; the display name never decides.

    `ours` are the texts of our letters that it may repeat: words of ours are nobody's answer.
    """
    by_structure = None
    if not mail.unreadable:
        by_structure = _report(mail) or _certified(mail) or _old_bounce(mail)
    if by_structure:
        unclear = by_structure.kind is MailKind.UNREADABLE
        return replace(by_structure, may_hold_words=unclear)
    judgement = _unread(mail) or _automatic(mail, LetterWords(ours)) or _person(mail)
    return replace(judgement, may_hold_words=judgement.kind is not MailKind.ANSWER)


def bounce_recipients(mail: ParsedMail) -> tuple[str, ...]:
    """Return the addresses a bounce or delay notice is about, lower-case."""
    return tuple(
        dict.fromkeys(d.address for d in mail.deliveries if d.action in ("failed", "delayed"))
    )


def original_message_ids(mail: ParsedMail) -> tuple[str, ...]:
    """Return the Message-IDs of the letter a mail is about.

    Those of returned headers first, then In-Reply-To and References, newest first.
    """
    answered = (mail.in_reply_to, *reversed(mail.references))
    return tuple(dict.fromkeys(i for i in (*mail.returned_ids, *answered) if i))


def _unread(mail: ParsedMail) -> Judgement | None:
    if mail.unreadable:
        why = mail.defects[0] if mail.defects else "The message could not be read"
        return Judgement(MailKind.UNREADABLE, why)
    return None


# What a report of this type is, where it is not about delivery (RFC 6522).
_REPORTS: Final = {
    "disposition-notification": Judgement(
        MailKind.RECEIPT, "A receipt: the mail was displayed or deleted, not answered"
    ),
    "feedback-report": Judgement(
        MailKind.AUTO_REPLY,
        "A complaint report: the receiver's mail system took the letter for spam",
    ),
}


def _report(mail: ParsedMail) -> Judgement | None:
    """Return what a multipart/report says: it is a machine's structure."""
    if mail.report_type == "disposition-notification" and _is_refused(mail):
        return None  # a filter's refusal in the form of a receipt: its words say so
    if mail.report_type != "delivery-status":
        return _REPORTS.get(mail.report_type)
    actions = {delivery.action for delivery in mail.deliveries}
    failed = _first_failed(mail)
    if failed:
        return Judgement(MailKind.BOUNCE, _why_failed(failed))
    if "delayed" in actions:
        return Judgement(MailKind.DELAY, _STILL_TRYING)
    if actions & {"delivered", "relayed", "expanded"}:
        return Judgement(
            MailKind.RECEIPT, "A delivery receipt: the mail arrived, and was not answered"
        )
    if phrases.DELAYED.search(f"{mail.subject}\n{mail.text[: LENGTHS.beginning]}"):
        return Judgement(MailKind.DELAY, _STILL_TRYING)
    return Judgement(MailKind.BOUNCE, "A mail server reports that the letter was not delivered")


def _is_refused(mail: ParsedMail) -> bool:
    """Tell whether a receipt says that the letter was rejected (RFC 5429, section 2.1.3)."""
    return mail.by_mail_server and _first_failed(mail) is not None


# What a notice of certified mail is, by what it says became of our letter.
_CERTIFIED: Final = {
    "failed": Judgement(MailKind.BOUNCE, "A certified mail service could not deliver the letter"),
    "delayed": Judgement(MailKind.DELAY, _STILL_TRYING),
    "delivered": Judgement(
        MailKind.RECEIPT, "A delivery receipt: the mail arrived, and was not answered"
    ),
    "relayed": Judgement(MailKind.RECEIPT, "A certified mail service took the letter"),
}


def _certified(mail: ParsedMail) -> Judgement | None:
    """Return what a notice of certified mail says, None for any other mail."""
    action = phrases.CERTIFIED.get(mail.header("x-ricevuta").strip().lower(), "")
    failed = _first_failed(mail)
    if action == "failed" and failed:
        return Judgement(MailKind.BOUNCE, _why_failed(failed))
    return _CERTIFIED.get(action)


def _first_failed(mail: ParsedMail) -> Delivery | None:
    return next((delivery for delivery in mail.deliveries if delivery.action == "failed"), None)


def _why_failed(failed: Delivery) -> str:
    detail = f": {failed.status} {failed.server_reply}".rstrip(": ")
    return f"Not delivered to {failed.address}{detail}"[:300]


def _old_bounce(mail: ParsedMail) -> Judgement | None:
    """Return the judgement on a bounce without the standard structure.

    Only from a mail server: a person may quote "550 5.1.1". A daemon's word goes before any
    "Auto-Submitted: auto-replied", with which many servers mark their bounces.
    """
    if not mail.by_mail_server or _is_absence(mail):
        return None
    if _is_delayed(mail):
        return Judgement(MailKind.DELAY, _STILL_TRYING)
    failed = _first_failed(mail)
    if failed:
        return Judgement(MailKind.BOUNCE, _why_failed(failed))
    if phrases.UNDELIVERED.search(_beginning(mail)):
        return Judgement(MailKind.BOUNCE, "Not delivered")
    return _daemon(mail) if mail.by_daemon else None


def _beginning(mail: ParsedMail) -> str:
    return f"{mail.subject}\n{mail.text[: LENGTHS.beginning]}"


def _is_delayed(mail: ParsedMail) -> bool:
    """Tell whether a server's mail says that it goes on trying."""
    if any(delivery.action == "delayed" for delivery in mail.deliveries):
        return True
    # Of one that failed its own words were read, not those of the letter it returns.
    if mail.header("x-failed-recipients") or _first_failed(mail):
        return False
    beginning = _beginning(mail)
    return bool(phrases.DELAYED.search(beginning)) and not phrases.GIVEN_UP.search(beginning)


def _is_absence(mail: ParsedMail) -> bool:
    """Tell whether a mail with a null return path is an out-of-office, not a bounce."""
    if mail.by_daemon or mail.header("x-failed-recipients"):
        return False
    if phrases.AWAY_SUBJECT.search(mail.subject):
        return True
    is_away = phrases.AWAY.search(mail.text_new[: LENGTHS.beginning]) is not None
    return is_away and not phrases.UNDELIVERED.search(mail.subject)


# What a server's words say in a language or style that nobody here knows, the surest first.
_DAEMON_WORDS: Final = (
    (phrases.PERMANENT, Judgement(MailKind.BOUNCE, "A mail server reports a permanent failure")),
    (phrases.FINAL, Judgement(MailKind.BOUNCE, "A mail server gives the reason of a failure")),
    (phrases.SOFT, Judgement(MailKind.BOUNCE, "A mail server gives the reason of a failure")),
    (phrases.TEMPORARY, Judgement(MailKind.DELAY, "A mail server reports a failure of the moment")),
)


def _daemon(mail: ParsedMail) -> Judgement:
    """Judge a mail server's words that say neither "undelivered" nor "delayed".

    Its reply codes tell, else a person does.
    """
    text = mail.text[: LENGTHS.daemon]
    unclear = Judgement(
        MailKind.UNREADABLE, "A mail server wrote it, in words that are not understood"
    )
    return next((judged for words, judged in _DAEMON_WORDS if words.search(text)), unclear)


@dataclass(frozen=True)
class _Marks:
    """The signs of a machine in a mail."""

    header: str  # "Name: value", "" without one
    is_sure: bool  # a header or envelope that people's mail does not have
    carrier: str  # the header of a ticket system, "" without one
    absence_subject: bool
    receipt_subject: bool
    away: bool
    received: bool
    says_so: bool
    machine: bool
    challenge: bool
    moderation: bool
    displayed: bool  # "Your message … was read on …"
    nobody: str  # an address that nobody reads, "" for any other
    subject: str

    @property
    def in_subject(self) -> bool:
        return self.absence_subject or self.receipt_subject

    @property
    def in_words(self) -> bool:
        words = (self.away, self.received, self.machine, self.challenge, self.moderation)
        return any(words) or self.displayed

    @property
    def only_received(self) -> bool:
        """Whether its words say that ours came, and by nothing else that a machine wrote them."""
        others = (self.away, self.machine, self.challenge, self.moderation, self.displayed)
        return self.received and not any(others)


def _marks_of(mail: ParsedMail) -> _Marks:
    text = mail.text_new[: clauses.MAX_MARKS]
    header, is_sure = _automatic_header(mail)
    noticed = clauses.notices(text)
    local = mail.from_address.partition("@")[0]
    receipt_subject = phrases.RECEIPT_SUBJECT.search(mail.subject) is not None
    return _Marks(
        header=header,
        # An envelope that people do not have, beside a header, is as good as a sure one.
        is_sure=is_sure or bool(header and mail.by_mail_server),
        carrier=next((name.title() for name in HEADERS.carriers if mail.header(name)), ""),
        absence_subject=phrases.AWAY_SUBJECT.search(mail.subject) is not None,
        receipt_subject=receipt_subject,
        away=_is_away(text) or noticed.absence,
        received=phrases.RECEIVED.search(text) is not None or noticed.receipt,
        says_so=_says_of_itself(text, phrases.SAYS_SO),
        machine=_says_of_itself(text, phrases.MACHINE),
        challenge=phrases.CHALLENGE.search(" ".join(f"{mail.subject} {text}".split())) is not None,
        moderation=phrases.MODERATION.search(f"{mail.subject}\n{text[: LENGTHS.moderation]}")
        is not None,
        displayed=receipt_subject
        and phrases.READ.search(" ".join(mail.text[: LENGTHS.beginning].split())) is not None,
        nobody=local if phrases.NOBODY.match(local) else "",
        subject=f"the subject “{mail.subject[:60]}”",
    )


def _is_moderated(subject: str, text: str) -> bool:
    """Tell whether a mailing list says that it keeps a message back."""
    beginning = f"{subject}\n{text[: LENGTHS.moderation]}"
    return phrases.MODERATION.search(beginning) is not None


def _is_away(text: str) -> bool:
    """Tell whether a text says that its writer is away, and not that somebody was."""
    if phrases.AWAY.search(text) is None:
        return False
    return any(
        phrases.AWAY.search(sentence) and not phrases.PAST.search(sentence)
        for sentence in re.split(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n\n", text)
    )


def _says_of_itself(text: str, words: PhraseSet) -> bool:
    """Tell whether a machine says what it is: a person may speak of one, and be sorry for it."""
    if words.search(text) is None and phrases.MACHINE_NAME.search(text) is None:
        return False
    return any(
        (words.search(sentence) or clauses.names_machine(sentence))
        and not phrases.ABOUT_MACHINE.search(sentence)
        for sentence in re.split(r"(?<=[.!?:：。！？])\s*|\n", text)
    )


def _automatic_header(mail: ParsedMail) -> tuple[str, bool]:
    """Return the header that says a machine wrote this, and whether it is a sure sign.

    Sure are those that only programs set which answer by themselves: gateways mark the mail of
    people too, but not with those.
    """
    for name in HEADERS.sure:
        value = mail.header(name).lower()
        if value and value not in HEADERS.nobody:
            return f"{name.title()}: {value[:40]}", True
    precedence = mail.header("precedence").lower()
    if precedence in ("auto_reply", "auto-reply", "autoreply"):
        return f"Precedence: {precedence}", True
    submitted = mail.header("auto-submitted").strip().lower()
    plain = submitted.split(";")[0].split("(")[0].strip()
    if plain and plain != "no":
        # RFC 3834; RFC 5230, section 4.7.
        return f"Auto-Submitted: {plain[:40]}", "vacation" in submitted
    for name in HEADERS.marked:
        if mail.header(name):
            return f"{name.title()}: {mail.header(name)[:40]}", False
    return "", False


def _shown(marks: _Marks) -> Sign | None:
    """Return the first sign of a machine, in the table's order, that a mail shows."""
    return next((sign for sign in SIGNS if sign.is_shown(marks)), None)


def _automatic(mail: ParsedMail, ours: LetterWords) -> Judgement | None:
    marks = _marks_of(mail)
    sign = _shown(marks)
    if sign is None:
        return None
    reason = sign.told.format_map(asdict(marks))
    own = clauses.own_words(mail.text_new, ours, mail.subject)
    if own.statement:
        return _marked(reason, f"it holds an answer: “{own.statement}”", marks)
    if own.denial and _may_deny(marks):
        return _marked(reason, f"it denies or refuses: “{own.denial[:90].strip()}”", marks)
    if own.count >= sign.most or _answers_shortly(own, marks) or _refers(own, marks):
        return _marked(reason, "the words are a person's", marks)
    if _is_receipt(marks):
        return Judgement(MailKind.RECEIPT, f"Only says that the mail was received ({reason})")
    return Judgement(MailKind.AUTO_REPLY, f"Written by a machine ({reason})")


def _is_receipt(marks: _Marks) -> bool:
    """Tell whether a machine's mail says that ours came, and nothing of an absence."""
    says_it_came = marks.received or marks.receipt_subject
    return says_it_came and not marks.away and not marks.challenge


def _answers_shortly(own: OwnWords, marks: _Marks) -> bool:
    """Tell whether a date or a figure is all that a mail says, which no machine's header marks."""
    return bool(own.short_answer) and not (marks.header or marks.says_so or marks.absence_subject)


def _may_deny(marks: _Marks) -> bool:
    """Tell whether a denial in a mail is a person's: not of one away, nor of a sure machine."""
    return not (marks.away or marks.is_sure or marks.machine)


def _refers(own: OwnWords, marks: _Marks) -> bool:
    """Tell whether a mail with no machine's mark sends us to somebody else: a person's referral."""
    marked = marks.header or marks.carrier or marks.in_subject
    unmarked = not (marked or marks.machine or marks.nobody)
    return unmarked and marks.received and not marks.away and bool(own.referral)


def _marked(reason: str, why: str, marks: _Marks) -> Judgement | None:
    """Return the judgement on a person's mail; None where nothing but its words spoke against."""
    if marks.header or marks.carrier or marks.in_subject:
        return Judgement(MailKind.ANSWER, f"Marked automatic ({reason}), but {why}")
    return None


def _person(mail: ParsedMail) -> Judgement:
    if _is_encrypted(mail):
        return Judgement(MailKind.UNREADABLE, "The message is encrypted, in a form we cannot open")
    if mail.text.strip():
        if not mail.text_new.strip():
            return Judgement(
                MailKind.ANSWER, "Only quotes our letter; look whether an answer is inside"
            )
        return Judgement(MailKind.ANSWER, "Written by a person")
    if mail.attachments:
        return Judgement(
            MailKind.ANSWER,
            f"No text; whatever it says is in the attachment {mail.attachments[0].name}",
        )
    return Judgement(MailKind.UNREADABLE, "The message has neither text nor attachment")


def _is_encrypted(mail: ParsedMail) -> bool:
    """Tell whether all that a mail says is encrypted, however its parts were wrapped again.

    The footer of a mailing list, or of a company, is nothing it says.
    """
    if _PGP.match(mail.text.encode("utf-8", "replace")):
        return True
    if any(is_sentence(line) for line in mail.text_new.split("\n")):
        return False
    if any(_PGP.match(file.content[:200]) for file in mail.attachments):
        return True
    if mail.text.strip():
        return False
    # Mail servers that pass S/MIME on as any file keep its name (RFC 8551, section 3.2.1).
    return mail.content_type in _ENCRYPTED or any(
        file.content_type in _ENCRYPTED or file.name.lower().endswith(".p7m")
        for file in mail.attachments
    )
