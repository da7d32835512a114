"""How the house words each clause of the sentence.

The defaults, what a wording may and must name, how it is filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from factcheck.newsroom.phrases import gettext_noop

LONGEST = 300  # characters of a clause
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def by_channel(channel: str) -> str:
    """Return how the log says over what somebody was asked or answered: "by phone", "in person"."""
    if channel == "link":
        return "on the private page"
    return channel if channel == "in person" else f"by {channel}"


_SAID: Final = {
    "asks for time": (
        "{parties} asked for more time to respond",
        "{parties} asked for more time to respond, after the deadline of {deadline}",
        "{parties} asked for more time to respond, after publication",
    ),
    "no comment": (
        "{parties} declined to comment",
        "{parties} declined to comment after the deadline of {deadline}",
        "{parties} declined to comment after publication",
    ),
    "partial": (
        "{parties} responded to some of the questions put to {them}",
        "{parties} responded to some of the questions put to {them}, "
        "after the deadline of {deadline}",
        "{parties} responded to some of the questions put to {them} after publication",
    ),
    "answered": (
        "{parties} responded to questions",
        "{parties} responded to questions after the deadline of {deadline}",
        "{parties} responded to questions after publication",
    ),
    "legal threat": (
        "{parties} replied with a legal letter",
        "{parties} replied with a legal letter after the deadline of {deadline}",
        "{parties} replied with a legal letter after publication",
    ),
    "withdrawn": (
        "{parties} gave a statement and later withdrew it",
        "{parties} withdrew an earlier statement after the deadline of {deadline}",
        "{parties} withdrew an earlier statement after publication",
    ),
    "referred": (
        "{parties} referred questions elsewhere",
        "{parties} referred questions elsewhere after the deadline of {deadline}",
        "{parties} referred questions elsewhere after publication",
    ),
}
# The clauses by name. "late": after the deadline, before publication.
DEFAULT_CLAUSES: Final[dict[str, str]] = {
    "sought": "{house} has sought comment from {parties}",
    "no response": "{who} did not respond by {deadline}",
    **{outcome: said[0] for outcome, said in _SAID.items()},
    **{f"{outcome}, late": said[1] for outcome, said in _SAID.items()},
    **{f"{outcome}, after publication": said[2] for outcome, said in _SAID.items()},
    "not reached": "{parties} could not be reached for comment",
    "once sent": "Once the letters have gone: {sentence}",
}


def placeholders_of(clause: str) -> tuple[str, ...]:
    """Return what the clause may name; it must name the first."""
    if clause == "once sent":
        return ("sentence",)
    if clause == "no response":
        return ("who", "deadline", "house")
    late = ("deadline",) if clause.endswith(", late") else ()
    return ("parties", *late, "them", "house")


def clause_fault(clause: str, text: str) -> str:
    """Why `text` cannot word the clause, as a plain sentence; "" where it can."""
    if clause not in DEFAULT_CLAUSES:
        return gettext_noop("The sentence has no clause “%(clause)s”.", clause=clause)
    if not text.strip() or "\n" in text:
        return gettext_noop("Write the clause on one line.")
    if len(text) > LONGEST:
        return gettext_noop("A clause has at most %(longest)s characters.", longest=LONGEST)
    allowed = placeholders_of(clause)
    fault = placeholder_fault(text, allowed)
    if not fault and f"{{{allowed[0]}}}" not in text:
        return gettext_noop("The clause has to name {%(name)s}.", name=allowed[0])
    return fault


def placeholder_fault(text: str, allowed: Iterable[str]) -> str:
    """Return what is wrong with a wording as a plain sentence; "" where all is well.

    An unknown placeholder, or a brace that opens none.
    """
    known = tuple(allowed)
    fault = ", ".join(f"{{{name}}}" for name in known)
    for name in _PLACEHOLDER.findall(text):
        if name not in known:
            return gettext_noop(
                "“{%(name)s}” is no placeholder here. There are: %(known)s.",
                name=name,
                known=fault,
            )
    rest = _PLACEHOLDER.sub("", text)
    return (
        gettext_noop("A brace stands alone. Braces are for placeholders: %(known)s.", known=fault)
        if "{" in rest or "}" in rest
        else ""
    )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each placeholder replaced once; what a value holds is never read as a placeholder."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
