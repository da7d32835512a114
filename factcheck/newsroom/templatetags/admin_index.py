"""The admin's index, by what a chief does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.db import models
from django.db.models.options import Options
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from factcheck.newsroom.models import User

register = template.Library()

# Section: each table in it, what it is called there, and what is done with it.
SECTIONS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    noop("People"): {"User": (noop("People"), noop("accounts and roles"))},
    noop("Desk settings"): {
        "Desk": (noop("Desk settings"), noop("time zone, deadlines, what is kept how long")),
        "CountedKind": (noop("What must be checked"), noop("kinds of fact that hold a story up")),
    },
    noop("Searches"): {
        "Provider": (noop("Searches"), noop("switch on, keys, limits")),
        "Search": (noop("Searches made"), noop("what was asked about each claim")),
        "SentQuery": (noop("Sent outside"), noop("each search, word for word")),
    },
    noop("Feeds"): {"Feed": (noop("Feeds"), noop("what the desk follows"))},
    noop("Sources"): {
        "Source": (noop("Sources"), noop("outlets and offices, with their tier")),
        "Document": (noop("Pages kept"), noop("as they were fetched")),
        "OwnArchive": (noop("Own archive"), noop("what the paper published")),
    },
    noop("Letters"): {
        "LetterTemplate": (noop("Letter templates"), noop("what a party is sent")),
        "Letter": (noop("Letters"), noop("sent to parties")),
        "Outgoing": (noop("Mail sent"), noop("and mail waiting to go")),
        "Incoming": (noop("Mail received"), noop("each message as it came")),
        "Mailbox": (noop("Mailboxes"), noop("where replies arrive")),
        "MailNotice": (noop("Automatic replies"), noop("bounces and absence notes")),
        "Notice": (noop("Notifications"), noop("what colleagues were told")),
    },
    noop("Wording"): {
        "HouseWording": (noop("Comment lines"), noop("how “did not respond” is worded")),
        "FrozenSentence": (noop("Comment lines as cleared"), ""),
    },
    noop("Tokens"): {},
    noop("Log"): {"LogEntry": (noop("Log"), noop("who did what, and when"))},
    noop("Review queue"): {
        "QueueItem": (noop("Review queue"), noop("assign, snooze, resolve; what was resolved"))
    },
    noop("Records"): {
        "Article": (noop("Articles"), ""),
        "Proof": (noop("Proofs"), noop("each version of the copy")),
        "Import": (noop("Imports"), ""),
        "AuthorSource": (noop("Authors’ sources"), ""),
        "DeskNote": (noop("Notes from import"), ""),
        "Extraction": (noop("Readings"), noop("what the machine read")),
        "Claim": (noop("Claims"), ""),
        "Quote": (noop("Quotes"), ""),
        "Fact": (noop("Facts"), ""),
        "Ask": (noop("Statements about comment"), ""),
        "Accusation": (noop("Accusations"), ""),
        "Tk": (noop("TKs"), ""),
        "Tick": (noop("Ticks"), ""),
        "Verdict": (noop("Verdicts"), ""),
        "Query": (noop("Queries"), ""),
        "SignOff": (noop("Sign-offs"), ""),
        "Clearance": (noop("Clearances"), ""),
        "Party": (noop("Parties"), ""),
        "Contact": (noop("Contacts"), ""),
        "CommentRequest": (noop("Comment requests"), ""),
        "RequestCall": (noop("Calls"), ""),
        "Reply": (noop("Replies"), ""),
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
                IndexPlace(_("API tokens"), _("programs that may act"), reverse("api:tokens"), "")
            )
        sections.append(IndexSection(_(name), places))
    return [section for section in sections if section.places]


def _place(model: Mapping[str, Any], name: str, what: str) -> IndexPlace:
    return IndexPlace(
        _(name),
        _(what) if what else "",
        model["admin_url"] or model["add_url"] or "",
        model["add_url"] or "",
    )


def _may_make_tokens(context: Mapping[str, Any]) -> bool:
    user = context["request"].user
    return isinstance(user, User) and user.may("make token")


@register.simple_tag
def name_of(options: Options[models.Model]) -> str:
    """Return what the index calls a table; a library's own keeps the name it has."""
    table = str(options.object_name)
    named = (_(tables[table][0]) for tables in SECTIONS.values() if table in tables)
    return next(named, str(options.verbose_name_plural).capitalize())
