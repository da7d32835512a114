"""Who may do what. Pure: roles and verbs in, yes or no out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

REPORTER: Final = "reporter"
CHECKER: Final = "checker"
EDITOR: Final = "editor"
CHIEF: Final = "chief"
LAWYER: Final = "lawyer"  # reads everything they may see, takes the record out, rules on nothing
ROLES: Final = (REPORTER, CHECKER, EDITOR, CHIEF, LAWYER)

ANYONE: Final = frozenset({REPORTER, CHECKER, EDITOR, CHIEF})
READERS: Final = ANYONE | {LAWYER}
CHECKERS: Final = frozenset({CHECKER, EDITOR, CHIEF})
EDITORS: Final = frozenset({EDITOR, CHIEF})
CHIEFS: Final = frozenset({CHIEF})

# What may still be done to an article that is closed: to look, to reopen it, to take in what comes
# late, and to answer for it. Everything else wants it reopened first, which the log then shows.
CLOSED: Final = "closed"
# What may also be done while the current proof is cleared: what ends the clearance and says so. All
# of it is an event of its own, told to whoever cleared it (review.models.later).
CLEARED: Final = "cleared"


@dataclass(frozen=True, slots=True)
class Verb:
    """Who may do a verb, and to what.

    `of` is "article", where a restricted one is its team's alone, or "desk". `late` says how far an
    article may be done with. `author`: whether the author of a story may do it to that story; they
    rule on nothing in it, but answer its queries, and give sources and records.
    """

    roles: frozenset[str]
    of: Literal["article", "desk"] = "article"
    late: Literal["", "cleared", "closed"] = ""
    author: bool = True


# The one table of who may do what. One line a verb, so that it can be read aloud to the desk;
# docs/permissions.md is made from it.
MATRIX: Final[dict[str, Verb]] = {
    "see desk": Verb(READERS, of="desk"),  # lists, search, parties, one's own settings
    "see article": Verb(READERS, late=CLOSED),
    # the restricted ones too, and what cannot be told apart from them
    "see every article": Verb(CHIEFS, of="desk"),
    "import article": Verb(ANYONE, of="desk"),
    "edit copy": Verb(ANYONE, late=CLEARED),  # of a cleared proof: a correction, with its reason
    "set article": Verb(EDITORS),  # deadline, checker, headline, dates
    # take it, or hand over what one has; whoever sets the article assigns it to anybody
    "assign article": Verb(CHECKERS, author=False),
    "close article": Verb(EDITORS, late=CLOSED),  # take it off the desk, put it back
    "reopen copy": Verb(EDITORS, late=CLEARED),  # end a clearance without an edit
    "restrict article": Verb(EDITORS, late=CLOSED),
    "mark copy": Verb(ANYONE),
    "throw out mark": Verb(CHECKERS, author=False),  # also split it, or give it other words
    "accept mark": Verb(CHECKERS, author=False),
    "first read": Verb(CHECKERS, author=False),
    "set alarm aside": Verb(CHECKERS, author=False),
    "search": Verb(CHECKERS),
    "add source": Verb(ANYONE),
    "rule on evidence": Verb(CHECKERS, author=False),
    "propose request": Verb(ANYONE),
    "edit request": Verb(ANYONE),
    "send request": Verb(ANYONE),
    "extend deadline": Verb(EDITORS),
    "settle letter": Verb(EDITORS, late=CLOSED),  # a letter in doubt: did it go or not
    "log call": Verb(ANYONE, late=CLOSED),
    "triage reply": Verb(ANYONE, late=CLOSED),
    # the right-of-reply file, with every raw message, out of the building
    "take record": Verb(CHECKERS | {LAWYER}, late=CLOSED),
    "edit contact": Verb(ANYONE, of="desk"),
    "merge parties": Verb(CHECKERS, of="desk"),
    "export contacts": Verb(CHECKERS, of="desk"),
    "import contacts": Verb(EDITORS, of="desk"),
    "tick": Verb(CHECKERS, author=False),
    "name speaker": Verb(CHECKERS, author=False),
    # a transcript, notes, a photo: mostly the reporter's own
    "add record": Verb(ANYONE, late=CLOSED),
    "give verdict": Verb(CHECKERS, author=False),
    "raise query": Verb(CHECKERS),
    "answer query": Verb(ANYONE),
    "decide query": Verb(EDITORS, author=False),
    "write note": Verb(READERS, late=CLOSED),
    "edit call sheet": Verb(CHECKERS),
    "sign off": Verb(CHECKERS, author=False),
    "clear": Verb(EDITORS, late=CLEARED, author=False),  # refuses by itself what is cleared already
    "override gate": Verb(CHIEFS, late=CLEARED, author=False),
    "work queue": Verb(CHECKERS, of="desk"),
    "hold article": Verb(CHIEFS | {LAWYER}, late=CLOSED),  # nothing of it is erased meanwhile
    "make token": Verb(CHIEFS, of="desk"),  # and take it back
    "set desk": Verb(CHIEFS, of="desk"),
}
WHO_MAY: Final = {verb: rule.roles for verb, rule in MATRIX.items()}
AFTER_CLOSING: Final = frozenset(verb for verb, rule in MATRIX.items() if rule.late == CLOSED)
AFTER_CLEARING: Final = frozenset(verb for verb, rule in MATRIX.items() if rule.late)
RULINGS: Final = frozenset(verb for verb, rule in MATRIX.items() if not rule.author)

# Whose an article is, to the person who acts: the author's own, one whose team they are on (or that
# they have, or brought in), or another's.
WHOSE: Final = ("own", "team", "another")


def role_of_groups(groups: Iterable[str], roles: Mapping[str, str]) -> str | None:
    """Return the role of somebody in these groups: the first of `roles` that names one of them."""
    mine = frozenset(groups)
    return next((role for group, role in roles.items() if group in mine), None)


def may(
    role: str,
    verb: str,
    *,
    restricted: bool = False,
    whose: str = "another",
) -> bool:
    """Return whether somebody of this role may do `verb` to such an article, open and not cleared.

    An unknown verb is a mistake in the code and raises KeyError.
    """
    rule = MATRIX[verb]
    if role not in rule.roles:
        return False
    if rule.of == "desk":
        return True
    if restricted and whose == "another" and role != CHIEF:
        return False
    return rule.author or whose != "own"


def why_not_now(
    verb: str,
    *,
    is_author: bool,
    closed: bool,
    cleared: bool,
) -> str:
    """Return why an article as it stands keeps a person from `verb`; "" where nothing does.

    Whether the role may do it at all is `role_may`.
    """
    if verb in RULINGS and is_author:
        return "The author may not rule on their own copy. Ask a colleague."
    if verb not in AFTER_CLOSING and closed:
        return "This article is closed. Reopen it first: the log then shows why."
    if verb not in AFTER_CLEARING and cleared:
        return "This proof is cleared to run. Reopen it first: whoever cleared it is notified."
    return ""


def role_may(role: str, verb: str) -> bool:
    """Return whether `role` may do `verb`.

    An unknown verb is a mistake in the code and raises KeyError.
    """
    return role in WHO_MAY[verb]


# The ages after which the desk erases, each with the desk's setting, in days, that says it.
AGES: Final[dict[str, str]] = {
    "mail": "keep_mail_days",
    "pages": "keep_page_days",
    "queries": "keep_query_days",
    "contacts": "keep_contact_days",
}
LONGEST_LINK_DAYS: Final = 365  # a private page that takes answers for ever is a door left open
LEAST_DAYS: Final = 7  # a shorter age than a week would take what is being worked on
