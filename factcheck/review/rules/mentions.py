"""Who is meant by “@Ann” in a note.

Pure: the text and the people in, spans or a plain refusal out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from factcheck.newsroom.phrases import gettext_noop, one_after_another

# After a letter it is an address, after a slash a page of some network: neither calls a colleague.
_AT = re.compile(r"(?:(?<=[\s(\[{<“‘\"',;:—–-])|^)@(?=\w)", re.MULTILINE)
_NAME = re.compile(r"[^\s,;:!?()\[\]{}“”\"]+")
CLOSE = 0.6  # of a name's letters in common, to be offered


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague. `may_see`: the article is theirs to see."""

    id: int
    name: str
    address: str
    may_see: bool = True


@dataclass(frozen=True, slots=True)
class Mentioned:
    """`text[start:end]` is the @ with the name as it was written."""

    start: int
    end: int
    person: Person


class Unclear(ValueError):  # noqa: N818  what is unclear, not what broke
    """Nobody, or more than one, or somebody who may not see the article is meant.

    The message says who could be.
    """


def mentions(text: str, people: Iterable[Person]) -> list[Mentioned]:
    """Return every colleague called in `text`, in order; Unclear where it could be several.

    A colleague is called by whole name, by address, or by the beginning of a name where only one
    colleague's begins so. The longest name that fits counts, whatever its case and accents.
    """
    known = _handles(people)
    plain = _plain(text)
    return [_meant(text, plain, at.start(), known) for at in _AT.finditer(text)]


def _meant(text: str, plain: str, at: int, known: dict[str, list[Person]]) -> Mentioned:
    fitting = [handle for handle in known if _fits(handle, plain, at + 1)]
    if not fitting:
        raise Unclear(_nobody(text, at, known))
    handle = max(fitting, key=len)
    called = text[at : at + 1 + len(handle)]
    allowed = [person for person in known[handle] if person.may_see]
    if not allowed:
        names = _format_people(known[handle])
        raise Unclear(
            gettext_noop(
                "%(names)s may not see this restricted article. Ask an editor to add them to its "
                "team.",
                names=names,
            )
        )
    if len(allowed) > 1:
        raise Unclear(
            gettext_noop(
                "“%(called)s” may be %(people)s. Write the whole name, or the address.",
                called=called,
                people=_format_people(allowed),
            )
        )
    return Mentioned(at, at + len(called), allowed[0])


def _fits(handle: str, plain: str, at: int) -> bool:
    if not plain.startswith(handle, at):
        return False
    return re.match(r"\w|[-'@]\w|\.\w", plain[at + len(handle) :]) is None or plain.startswith(
        "'s", at + len(handle)
    )


def _handles(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Return what one may write for each: the address, and the name up to the end of any word."""
    by_handle: dict[str, list[Person]] = {}
    for person in people:
        words = _plain(person.name).split()
        names = {" ".join(words[:n]) for n in range(1, len(words) + 1)} | {_plain(person.address)}
        for name in names - {""}:
            by_handle.setdefault(name, []).append(person)
    return by_handle


def _plain(text: str) -> str:
    """Without case and accents, character for character: an offset into it is one into the text."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    if letter in "’ʼ":  # the apostrophes of O’Brien
        return "'"
    if letter.isspace():
        return " "
    base = unicodedata.normalize("NFD", letter)[0].casefold()
    return base if len(base) == 1 else letter


def _nobody(text: str, at: int, known: dict[str, list[Person]]) -> str:
    word = _NAME.match(text, at + 1)
    called = word.group().rstrip(".") if word else ""
    near = get_close_matches(_plain(called), sorted(known), n=5, cutoff=CLOSE)
    people = {person.id: person for handle in near for person in known[handle] if person.may_see}
    said = [gettext_noop("No colleague is called “@%(called)s”.", called=called)]
    if people:
        likely = _format_people(list(people.values())[:3])
        said.append(gettext_noop("Did you mean %(people)s?", people=likely))
    said.append(gettext_noop("Leave the @ out where no colleague is meant."))
    return one_after_another(said)


def _format_people(people: Sequence[Person]) -> str:
    """Format the candidates: "Ann Lee (ann@paper.example) or Bo Ray (bo@paper.example)"."""
    first, *others = [f"{person.name} ({person.address})" for person in people]
    named: str = first
    for other in others:
        named = gettext_noop("%(one)s or %(other)s", one=named, other=other)
    return named
