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
    "set article": EDITORS,  # deadline, who has it, restricted, its team
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
        "set article",  # reopening is among it
        "restrict article",
        "triage reply",
        "log call",
        "settle letter",
        "take record",
        "write note",
        "add record",
    }
)


def role_may(role: str, verb: str) -> bool:
    """Return whether `role` may do `verb`.

    An unknown verb is a mistake in the code and raises KeyError.
    """
    return role in WHO_MAY[verb]
