"""Who may do what. Pure: roles and verbs in, yes or no out."""

from __future__ import annotations

from typing import Final

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

# One line a verb, so that the table can be read aloud to the desk.
WHO_MAY: Final[dict[str, frozenset[str]]] = {
    "see article": READERS,
    "see every article": CHIEFS,  # the restricted ones too, and what cannot be told apart from them
    "import article": ANYONE,
    "edit copy": ANYONE,
    "set article": EDITORS,  # deadline, who has it, headline, dates
    "close article": EDITORS,  # take it off the desk, put it back
    "reopen copy": EDITORS,  # end a clearance without an edit
    "restrict article": EDITORS,
    "mark copy": ANYONE,
    "throw out mark": CHECKERS,  # also split it, or give it other words
    "accept mark": CHECKERS,
    "first read": CHECKERS,
    "set alarm aside": CHECKERS,
    "search": CHECKERS,
    "add source": ANYONE,
    "rule on evidence": CHECKERS,
    "propose request": ANYONE,
    "edit request": ANYONE,
    "send request": ANYONE,
    "extend deadline": EDITORS,
    "settle letter": EDITORS,  # a letter in doubt: did it go or not
    "log call": ANYONE,
    "triage reply": ANYONE,
    "take record": CHECKERS
    | {LAWYER},  # the right-of-reply file, with every raw message, out of the building
    "edit contact": ANYONE,
    "merge parties": CHECKERS,
    "export contacts": CHECKERS,
    "import contacts": EDITORS,
    "tick": CHECKERS,
    "name speaker": CHECKERS,
    "add record": ANYONE,  # a transcript, notes, a photo: mostly the reporter's own
    "give verdict": CHECKERS,
    "raise query": CHECKERS,
    "answer query": ANYONE,
    "decide query": EDITORS,
    "write note": READERS,
    "edit call sheet": CHECKERS,
    "sign off": CHECKERS,
    "clear": EDITORS,
    "override gate": CHIEFS,
    "work queue": CHECKERS,
    "make token": CHIEFS,  # and take it back
    "set desk": CHIEFS,
}


# What may still be done to an article that is closed: to look, to reopen it, to take in what comes
# late, and to answer for it. Everything else wants it reopened first, which the log then shows.
AFTER_CLOSING: Final = frozenset(
    {
        "see article",
        "close article",  # reopening is among it
        "restrict article",
        "triage reply",
        "log call",
        "settle letter",
        "take record",
        "write note",
        "add record",
    }
)


# What may be done while the current proof is cleared: the same, and what ends the clearance and
# says so. Each is an event of its own, told to whoever cleared it (review.models.later).
AFTER_CLEARING: Final = AFTER_CLOSING | {
    "edit copy",  # a correction, with its reason
    "reopen copy",
    "clear",  # refuses by itself what is cleared
    "override gate",
}

# What the author of a story does to nothing in it: they answer its queries, and give sources and
# records.
RULINGS: Final = frozenset(
    {
        "throw out mark",
        "accept mark",
        "first read",
        "set alarm aside",
        "rule on evidence",
        "tick",
        "name speaker",
        "give verdict",
        "decide query",
        "sign off",
        "clear",
        "override gate",
    }
)


def why_not_now(verb: str, *, is_author: bool, closed: bool, cleared: bool) -> str:
    """Return why an article as it stands keeps a person from `verb`; "" where nothing does.

    Whether the role may do it at all is `role_may`.
    """
    if verb in RULINGS and is_author:
        return "The author may not rule on their own copy. Ask a colleague."
    if verb not in AFTER_CLOSING and closed:
        return "This article is closed. Reopen it first: the log then shows why."
    if verb not in AFTER_CLEARING and cleared:
        return "This proof is cleared to run. Reopen it first: whoever cleared it is told."
    return ""


def role_may(role: str, verb: str) -> bool:
    """Return whether `role` may do `verb`.

    An unknown verb is a mistake in the code and raises KeyError.
    """
    return role in WHO_MAY[verb]
