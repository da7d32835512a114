"""The fields a request may send, each with its schema and its check.

Whatever is not as documented is a Problem that names the field.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_date, parse_datetime

from factcheck.api.answers import Problem
from factcheck.articles.actions import copy_in
from factcheck.articles.models import BLOCK_KINDS
from factcheck.newsroom.dates import validate_day, validate_moment
from factcheck.newsroom.models import User
from factcheck.text import MarkedBlock

_ADDRESS = URLValidator(schemes=["http", "https"])
# The copy, in one of three ways; blocks go with text.
COPY = ("text", "blocks", "html", "file")
ARTICLE = ("headline", "published", "deadline", "author", "author_name", "restricted", "url")

# The JSON schema of every field a request may send, by its name.
SCHEMAS: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "description": "The copy, plain."},
    "blocks": {
        "type": "array",
        "description": "The blocks of `text`, in order; without them they are worked out.",
        "items": {
            "type": "object",
            "required": ["kind", "span"],
            "properties": {
                "kind": {"type": "string", "enum": list(BLOCK_KINDS)},
                "span": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "minItems": 2,
                    "maxItems": 2,
                    "description": "Start and end in Unicode code points.",
                },
            },
        },
    },
    "html": {"type": "string", "description": "The copy as HTML."},
    "file": {
        "type": "object",
        "required": ["name", "base64"],
        "properties": {"name": {"type": "string"}, "base64": {"type": "string"}},
    },
    "headline": {"type": "string"},
    "published": {"type": "string", "format": "date"},
    "deadline": {"type": "string", "format": "date-time", "description": "With its zone."},
    "author": {"type": "string", "format": "email", "description": "Somebody's address here."},
    "author_name": {"type": "string"},
    "restricted": {"type": "boolean"},
    "url": {"type": "string", "format": "uri"},
    "base": {"type": "integer", "minimum": 1, "description": "The proof that was edited."},
    "why": {
        "type": "string",
        "description": "Why a proof that is cleared to run is corrected: its clearance ends.",
    },
    "hash": {"type": "string", "description": "The hash of the current proof."},
    "overrides": {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "description": "A reason of the gate, and why it is set aside. A chief's.",
    },
}


def wrong(field: str, message: str) -> Problem:
    """Return the Problem that says what is wrong with `field`."""
    return Problem(422, "field", f"{field}: {message}")


@dataclass(frozen=True)
class Fields:
    """The object posted, of which any name not in `known` is refused.

    A misspelt name is so never dropped in silence.
    """

    data: dict[str, Any]
    known: tuple[str, ...]

    @cached_property
    def _known_data(self) -> dict[str, Any]:
        # Checked when the first field is read, so that an article nobody may see is "not found"
        # before anything is said of the request.
        for name in self.data:
            if name not in self.known:
                raise wrong(name[:80], f"not a field here. Known are {', '.join(self.known)}.")
        return self.data

    def string(self, name: str, *, required: bool = False) -> str:
        """Return a string, empty where none was sent."""
        value = self._known_data.get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value):
            raise wrong(name, "a string is wanted.")
        return value

    def yes(self, name: str) -> bool:
        """Return a boolean, False where none was sent."""
        value = self._known_data.get(name, False)
        if not isinstance(value, bool):
            raise wrong(name, "true or false is wanted.")
        return value

    def number(self, name: str) -> int:
        """Return a whole number from 1."""
        value = self._known_data.get(name)
        # In Python true is a number, too; and the database's column has 32 bits.
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong(name, "a whole number is wanted.")
        if not 0 < value < 2**31:
            raise wrong(name, "a whole number is wanted.")
        return value

    def date(self, name: str) -> dt.date | None:
        """Return a date, None where none was sent."""
        value = self.string(name)
        date: dt.date | None = _or_none(parse_date, value)
        if value and date is None:
            raise wrong(name, "a date is wanted, as 2026-03-14.")
        if date is not None:
            _bounded(validate_day, name, date)
        return date

    def moment(self, name: str) -> dt.datetime | None:
        """Return an instant with its zone, None where none was sent."""
        value = self.string(name)
        moment: dt.datetime | None = _or_none(parse_datetime, value)
        if value and (moment is None or moment.tzinfo is None):
            raise wrong(name, "a time with its zone is wanted, as 2026-03-14T17:00:00-04:00.")
        if moment is not None:
            _bounded(validate_moment, name, moment)
        return moment

    def person(self, name: str) -> User | None:
        """Return the colleague with this address, None where none was sent."""
        value = self.string(name)
        if not value:
            return None
        person = User.objects.people().filter(email__iexact=value).first()
        if person is None:
            raise wrong(name, "nobody here has this address.")
        return person

    def address(self, name: str) -> str:
        """Return the address of a page, empty where none was sent."""
        value = self.string(name)
        if not value:
            return ""
        try:
            _ADDRESS(value)
        except ValidationError as error:
            sentence = "an address of a page is wanted, with https:// or http://."
            raise wrong(name, sentence) from error
        return value

    def strings(self, name: str) -> dict[str, str]:
        """Return an object of strings, empty where none was sent."""
        value = self._known_data.get(name) or {}
        is_object = isinstance(value, dict)
        if not is_object or not all(isinstance(word, str) for word in value.values()):
            raise wrong(name, "an object of strings is wanted.")
        return dict(value)

    def copy(self) -> tuple[str, tuple[MarkedBlock, ...] | None]:
        """Return the copy, and its blocks where they are known.

        HTML and files are read as they are on the import page.
        """
        ways = ("text", "html", "file")
        given = [name for name in ways if self._known_data.get(name) is not None]
        if len(given) != 1:
            raise wrong("text", "send the copy in one way: as text, html or file.")
        if given == ["text"]:
            return self.string("text", required=True), self._blocks()
        if self._known_data.get("blocks") is not None:
            raise wrong("blocks", "they go with text only.")
        data, name = self._file() if given == ["file"] else self._html()
        copy = copy_in(
            data,
            name,
            charset="" if given == ["file"] else "utf-8",
        )
        return copy.text, copy.blocks

    def _html(self) -> tuple[bytes, str]:
        return self.string("html", required=True).encode("utf-8", "replace"), "copy.html"

    def _file(self) -> tuple[bytes, str]:
        value = self._known_data["file"]
        if not isinstance(value, dict) or not all(
            isinstance(value.get(n), str) for n in ("name", "base64")
        ):
            raise wrong("file", 'an object is wanted: {"name": "draft.docx", "base64": "…"}.')
        try:
            return base64.b64decode(value["base64"], validate=True), value["name"][:200]
        except (binascii.Error, ValueError) as error:
            raise wrong("file", "this is not base64.") from error

    def _blocks(self) -> tuple[MarkedBlock, ...] | None:
        value = self._known_data.get("blocks")
        if value is None:
            return None
        if not isinstance(value, list) or not all(map(_is_block, value)):
            kinds = ", ".join(BLOCK_KINDS)
            raise wrong(
                "blocks",
                f'a list of {{"kind", "span": [start, end]}} is wanted; kinds are {kinds}.',
            )
        return tuple(
            MarkedBlock(block["kind"], (block["span"][0], block["span"][1])) for block in value
        )


def _or_none(parse: Any, value: str) -> Any:
    try:
        return parse(value) if value else None
    except ValueError:
        return None


def _bounded(validate: Callable[[Any], None], name: str, value: Any) -> None:
    try:
        validate(value)
    except ValidationError as error:
        raise wrong(name, error.messages[0]) from error


def _is_block(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("kind") not in BLOCK_KINDS:
        return False
    span = value.get("span")
    return isinstance(span, list) and len(span) == 2 and all(type(edge) is int for edge in span)
