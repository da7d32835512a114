"""What a request may say, field by field.

Whatever is not as documented is a Problem that names the field.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_date, parse_datetime

from factcheck.api.answers import Problem
from factcheck.articles.actions import copy_in
from factcheck.articles.models import BLOCK_KINDS
from factcheck.newsroom.models import User
from factcheck.text import MarkedBlock

_ADDRESS = URLValidator(schemes=["http", "https"])
COPY = ("text", "blocks", "html", "file")  # copy in one of three ways; blocks go with text


def wrong(field: str, message: str) -> Problem:
    return Problem(422, "field", f"{field}: {message}")


@dataclass(frozen=True)
class Fields:
    """The object posted.

    Any name not in `known` is refused, so that a misspelt one is not silently dropped.
    """

    data: dict[str, Any]
    known: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in self.data:
            if name not in self.known:
                raise wrong(name[:80], f"not a field here. Known are {', '.join(self.known)}.")

    def string(self, name: str, *, required: bool = False) -> str:
        value = self.data.get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value):
            raise wrong(name, "a string is wanted.")
        return value

    def yes(self, name: str) -> bool:
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise wrong(name, "true or false is wanted.")
        return value

    def number(self, name: str) -> int:
        value = self.data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
            raise wrong(name, "a whole number is wanted.")
        return value

    def date(self, name: str) -> dt.date | None:
        value = self.string(name)
        found = _or_none(parse_date, value)
        if value and found is None:
            raise wrong(name, "a date is wanted, as 2026-03-14.")
        return found

    def moment(self, name: str) -> dt.datetime | None:
        value = self.string(name)
        found = _or_none(parse_datetime, value)
        if value and (found is None or found.tzinfo is None):
            raise wrong(name, "a time with its zone is wanted, as 2026-03-14T17:00:00-04:00.")
        return found

    def person(self, name: str) -> User | None:
        value = self.string(name)
        found = User.objects.filter(email__iexact=value, is_active=True).first() if value else None
        if value and found is None:
            raise wrong(name, "nobody here has this address.")
        return found

    def address(self, name: str) -> str:
        value = self.string(name)
        try:
            if value:
                _ADDRESS(value)
        except ValidationError as error:
            raise wrong(
                name, "an address of a page is wanted, with https:// or http://."
            ) from error
        return value

    def strings(self, name: str) -> dict[str, str]:
        value = self.data.get(name) or {}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise wrong(name, "an object of strings is wanted.")
        return value

    def copy(self) -> tuple[str, tuple[MarkedBlock, ...] | None]:
        """The copy, and its blocks where they are known.

        HTML and files are read as they are on the import page.
        """
        given = [name for name in ("text", "html", "file") if self.data.get(name) is not None]
        if len(given) != 1:
            raise wrong("text", "send the copy in one way: as text, html or file.")
        if given == ["text"]:
            return self.string("text", required=True), self._blocks()
        if self.data.get("blocks") is not None:
            raise wrong("blocks", "they go with text only.")
        data, name = self._file() if given == ["file"] else self._html()
        copy = copy_in(data, name, charset="" if given == ["file"] else "utf-8")
        return copy.text, copy.blocks

    def _html(self) -> tuple[bytes, str]:
        return self.string("html", required=True).encode("utf-8", "replace"), "copy.html"

    def _file(self) -> tuple[bytes, str]:
        value = self.data["file"]
        if not isinstance(value, dict) or not all(
            isinstance(value.get(n), str) for n in ("name", "base64")
        ):
            raise wrong("file", 'an object is wanted: {"name": "draft.docx", "base64": "…"}.')
        try:
            return base64.b64decode(value["base64"], validate=True), value["name"][:200]
        except (binascii.Error, ValueError) as error:
            raise wrong("file", "this is not base64.") from error

    def _blocks(self) -> tuple[MarkedBlock, ...] | None:
        value = self.data.get("blocks")
        if value is None:
            return None
        if not isinstance(value, list) or not all(map(_is_block, value)):
            kinds = ", ".join(BLOCK_KINDS)
            raise wrong(
                "blocks",
                f'a list of {{"kind", "span": [start, end]}} is wanted; kinds are {kinds}.',
            )
        return tuple(MarkedBlock(one["kind"], (one["span"][0], one["span"][1])) for one in value)


def _or_none(parse: Any, value: str) -> Any:
    try:
        return parse(value) if value else None
    except ValueError:
        return None


def _is_block(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("kind") not in BLOCK_KINDS:
        return False
    span = value.get("span")
    return isinstance(span, list) and len(span) == 2 and all(type(edge) is int for edge in span)
