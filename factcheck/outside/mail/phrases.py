"""The phrases of programs that answer mail, and those of a statement, from `data/*.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from factcheck.outside.mail import (
    date_words,
    imprints,
    refusals,
    short_answers,
    short_receipts,
    vocabulary,
)
from factcheck.outside.mail.phrase_sets import PhraseSet


@cache
def _table(name: str) -> dict[str, Any]:
    path = files("factcheck.outside.mail") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _expressions(file: str, *sections: str) -> list[str]:
    """Return the expressions of sections, whatever the language they are listed under."""
    found: list[str] = []
    for section in sections:
        table = _table(file)[section]
        by_language = table.values() if isinstance(table, dict) else [table]
        found += [expression for some in by_language for expression in some]
    return found


def _any(expressions: list[str]) -> PhraseSet:
    return PhraseSet(expressions)


def _beginning(expressions: list[str]) -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:{'|'.join(f'(?:{expression})' for expression in expressions)})", re.IGNORECASE
    )


AWAY_SUBJECT: Final = _beginning(_expressions("subjects", "away"))
RECEIPT_SUBJECT: Final = _beginning(_expressions("subjects", "receipt"))
AWAY: Final = _any(_expressions("phrases", "away"))
# An absence that is over: a person's, or of somebody else.
PAST: Final = _any(_expressions("phrases", "past"))
# A person's word about a machine's mail ("sorry for our automatic reply").
ABOUT_MACHINE: Final = _any(_expressions("phrases", "about_machine"))
RECEIVED: Final = _any(_expressions("phrases", "received"))
SAYS_SO: Final = _any(_expressions("phrases", "says_so"))
MACHINE: Final = _any(_expressions("phrases", "says_so", "machine"))
# What such a mail is called; a person tells of them too.
MACHINE_NAME: Final = _any(_expressions("phrases", "machine_name"))
CHALLENGE: Final = _any(_expressions("phrases", "challenge"))
MODERATION: Final = _any(_expressions("phrases", "moderation"))
_FORMULAS: Final = _expressions(
    "phrases",
    "away",
    "received",
    "says_so",
    "machine",
    "challenge",
    "moderation",
    "formula",
    "will_answer",
    "refer",
    "legal",
)
# Whom to ask instead: a machine's formula, and in a mail without its marks a person's referral.
REFER_TO: Final = _any(_expressions("phrases", "refer_to"))
SET_PHRASE: Final = _any(_FORMULAS)
# Sentences that never carry an answer, even when a word of a statement is in them ("for comment,
# call …").
BOILERPLATE: Final = _any([*_FORMULAS, *_expressions("phrases", "refer_to")])
# Lines of a form, with the value beside the name.
FIELD: Final = _any(_expressions("phrases", "field"))
# Lines of a ticket system, and the names of what it repeats of our own message.
FRAME: Final = _any(_expressions("phrases", "frame"))
OWN_MESSAGE: Final = _any(_expressions("phrases", "own_message"))
LEGAL: Final = _any(_expressions("phrases", "legal"))
GREETING: Final = re.compile(
    rf"^\W*(?:{'|'.join(_expressions('phrases', 'greeting'))})(?!\w)"
    r"[^.!?。\n]{0,60}[,!.:，、。]?\W*$",
    re.IGNORECASE,
)
CLOSING: Final = re.compile(
    rf"^\W*(?:{'|'.join(_expressions('phrases', 'closing'))})(?!\w)"
    r"[^.!?。\n]{0,40}[,.!，。]?\W*$",
    re.IGNORECASE,
)
STATEMENT: Final = _any(_expressions("statements", "statement", "lawyers"))
# What no program's notice speaks of.
MATTER: Final = _any(_expressions("statements", "matter"))
# A line that leads to what the writer says elsewhere.
LINKED: Final = _any(_expressions("statements", "linked"))
LAWYERS: Final = _any(_expressions("statements", "lawyers"))
# A denial or refusal: a statement only where the mail tells of no absence.
DENIAL: Final = _any(_expressions("statements", "denial"))
FIGURE: Final = _any(_expressions("statements", "figures"))
# What a notice of certified mail is, by the value of its own header.
CERTIFIED: Final[dict[str, str]] = _table("bounces")["certified"]
DELAYED: Final = _any(_expressions("bounces", "delayed"))
GIVEN_UP: Final = _any(_expressions("bounces", "given_up"))
UNDELIVERED: Final = _any(_expressions("bounces", "undelivered"))
# What only a program says of a letter that did not arrive.
PROGRAM: Final = _any(_expressions("bounces", "program"))
# A person's word before what he quotes of it.
TOLD: Final = _any(_expressions("bounces", "told"))
SOFT: Final = _any(_expressions("bounces", "soft"))
FINAL: Final = _any(_expressions("bounces", "final"))
# What Outlook writes when it says, without a report, that a mail was displayed.
READ: Final = re.compile(
    r"\b(?:your|ihre|votre|su) (?:message|nachricht|mensaje)\b.{0,600}"
    r"\b(?:was|wurde|a été|fue|se) (?:read|displayed|deleted|gelesen|am|lu|leído)\b",
    re.IGNORECASE,
)


def prepare() -> None:
    """Compile every set of phrases."""
    date_words.prepare()
    vocabulary.prepare()
    imprints.prepare()
    short_answers.prepare()
    short_receipts.prepare()
    refusals.prepare()
    for phrases in [each for each in globals().values() if isinstance(each, PhraseSet)]:
        phrases.prepare()


# A server's reply code (RFC 5321) or its enhanced one (RFC 3463), in words that nobody knows.
PERMANENT: Final = re.compile(r"(?<![\d.])(?:5[0-5]\d[ -](?=\D|5\.)|5\.\d{1,3}\.\d{1,3}(?![\d.]))")
TEMPORARY: Final = re.compile(r"(?<![\d.])(?:4[0-5]\d[ -](?=\D|4\.)|4\.\d{1,3}\.\d{1,3}(?![\d.]))")
NOBODY: Final = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|noresponse|nicht-?antworten|ne-?pas-?repondre"
    r"|no-?responder|auto-?(?:reply|responder|mailer|mail)|notifications?|mailer|automailer"
    r"|service-?now|ticket\w*|helpdesk|servicedesk)\b"
)
