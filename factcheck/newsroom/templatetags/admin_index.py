"""The admin's index, by what a chief does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.db import models
from django.db.models.options import Options
from django.urls import reverse

from factcheck.newsroom.models import User

register = template.Library()

# Section: each table in it, what it is called there, and what is done with it.
SECTIONS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "People": {"User": ("People", "accounts and roles")},
    "Desk settings": {
        "Desk": ("Desk settings", "time zone, deadlines, what is kept how long"),
        "CountedKind": ("What must be checked", "kinds of fact that hold a story up"),
    },
    "Searches": {
        "Provider": ("Searches", "switch on, keys, limits"),
        "Search": ("Searches made", "what was asked about each claim"),
        "SentQuery": ("Sent outside", "each search, word for word"),
    },
    "Feeds": {"Feed": ("Feeds", "what the desk follows")},
    "Sources": {
        "Source": ("Sources", "outlets and offices, with their tier"),
        "Document": ("Pages kept", "as they were fetched"),
        "OwnArchive": ("Own archive", "what the paper published"),
    },
    "Letters": {
        "LetterTemplate": ("Letter templates", "what a party is sent"),
        "Letter": ("Letters", "sent to parties"),
        "Outgoing": ("Mail sent", "and mail waiting to go"),
        "Incoming": ("Mail received", "each message as it came"),
        "Mailbox": ("Mailboxes", "where replies arrive"),
        "MailNotice": ("Automatic replies", "bounces and absence notes"),
        "Notice": ("Notifications", "what colleagues were told"),
    },
    "Wording": {
        "HouseWording": ("Comment lines", "how “did not respond” is worded"),
        "FrozenSentence": ("Comment lines as cleared", ""),
    },
    "Tokens": {},
    "Log": {"LogEntry": ("Log", "who did what, and when")},
    "Review queue": {"QueueItem": ("Review queue", "assign, snooze, resolve; what was resolved")},
    "Records": {
        "Article": ("Articles", ""),
        "Proof": ("Proofs", "each version of the copy"),
        "Import": ("Imports", ""),
        "AuthorSource": ("Authors’ sources", ""),
        "DeskNote": ("Notes from import", ""),
        "Extraction": ("Readings", "what the machine read"),
        "Claim": ("Claims", ""),
        "Quote": ("Quotes", ""),
        "Fact": ("Facts", ""),
        "Ask": ("Statements about comment", ""),
        "Accusation": ("Accusations", ""),
        "Tk": ("TKs", ""),
        "Tick": ("Ticks", ""),
        "Verdict": ("Verdicts", ""),
        "Query": ("Queries", ""),
        "SignOff": ("Sign-offs", ""),
        "Clearance": ("Clearances", ""),
        "Party": ("Parties", ""),
        "Contact": ("Contacts", ""),
        "CommentRequest": ("Comment requests", ""),
        "RequestCall": ("Calls", ""),
        "Reply": ("Replies", ""),
    },
}


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """One table of the admin, by the name a chief knows it by."""

    name: str
    what: str
    url: str
    add_url: str


@dataclass(frozen=True, slots=True)
class IndexSection:
    name: str
    places: list[IndexPlace]


@register.simple_tag(takes_context=True)
def sections_of(
    context: Mapping[str, Any], apps: Iterable[Mapping[str, Any]]
) -> list[IndexSection]:
    """Return the sections with what the admin lets this person open; empty ones are left out."""
    open_here = {model["object_name"]: model for app in apps for model in app["models"]}
    sections = []
    for name, tables in SECTIONS.items():
        places = [
            _place(open_here[table], *said) for table, said in tables.items() if table in open_here
        ]
        if name == "Tokens" and _may_make_tokens(context):
            places.append(
                IndexPlace("API tokens", "programs that may act", reverse("api:tokens"), "")
            )
        sections.append(IndexSection(name, places))
    return [section for section in sections if section.places]


def _place(model: Mapping[str, Any], name: str, what: str) -> IndexPlace:
    return IndexPlace(
        name, what, model["admin_url"] or model["add_url"] or "", model["add_url"] or ""
    )


def _may_make_tokens(context: Mapping[str, Any]) -> bool:
    user = context["request"].user
    return isinstance(user, User) and user.may("make token")


@register.simple_tag
def name_of(options: Options[models.Model]) -> str:
    """Return what the index calls a table; a library's own keeps the name it has."""
    table = str(options.object_name)
    named = (tables[table][0] for tables in SECTIONS.values() if table in tables)
    return next(named, str(options.verbose_name_plural).capitalize())
