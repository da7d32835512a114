"""`manage.py read`: readings alone, of plain text, without a database."""

from __future__ import annotations

import datetime as dt
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from factcheck.newsroom.errors import UserFacingError
from factcheck.newsroom.jsonl import answer_lines, day_of, published_of, text_of, write_line
from factcheck.text import MarkedAsk, MarkedFact, MarkedQuote, Reading, read

_SUFFIXES = {".txt", ".text", ".md"}
_OUTLINE_WIDTH = 100


class Command(BaseCommand):
    help = "Read copy and print what is marked on it. Plain text, UTF-8; no database is used."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", help="a file, a folder of .txt or .md files, or - for standard input"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="one JSON object a document, one a line for a folder",
        )
        parser.add_argument(
            "--jsonl", action="store_true", help='standard input holds {"name", "text"} a line'
        )
        parser.add_argument("--published", help="the day of publication, such as 2024-11-30")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            published = day_of(options["published"]) if options["published"] else None
            if options["jsonl"]:
                failed = answer_lines(
                    sys.stdin.buffer,
                    sys.stdout.buffer,
                    lambda row: _read(row, published),
                )
            elif options["path"]:
                failed = self._answer_path(
                    options["path"],
                    published,
                    as_json=options["json"],
                )
            else:
                raise UserFacingError("Name a file, a folder, or - for standard input.")
        except UserFacingError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        except BrokenPipeError:
            # Whoever read our output has seen enough; Python would complain again while closing it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        if failed:
            sys.exit(1)

    def _answer_path(self, path: str, published: dt.date | None, *, as_json: bool) -> bool:
        failed = False
        for name, source in _documents(path):
            try:
                text = _text_of(name, source)
            except UserFacingError as error:
                if source is not None and Path(path).is_dir():
                    self.stderr.write(str(error))
                    failed = True
                    continue
                raise
            reading = read(text, published)
            if as_json:
                write_line(sys.stdout.buffer, {"name": name, **reading.as_json()})
            else:
                self.stdout.write(_outline(name, reading))
        return failed


def _documents(path: str) -> Iterator[tuple[str, Path | None]]:
    """Name and file of each document; None stands for standard input."""
    if path == "-":
        yield "-", None
        return
    place = Path(path)
    if not place.exists():
        raise UserFacingError(f"There is no file or folder {path}.")
    if not place.is_dir():
        yield place.name, place
        return
    files = sorted(
        f for f in place.iterdir() if f.suffix.lower() in _SUFFIXES and not f.name.startswith(".")
    )
    if not files:
        raise UserFacingError(f"There is no .txt or .md file in {path}.")
    for file in files:
        yield file.name, file


def _text_of(name: str, source: Path | None) -> str:
    try:
        raw = sys.stdin.buffer.read() if source is None else source.read_bytes()
    except OSError as error:
        raise UserFacingError(f"{name} cannot be read: {error.strerror}.") from None
    try:
        # Decoded from bytes, because opening it as text would turn \r\n into \n and shift every
        # span.
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UserFacingError(f"{name} is not UTF-8 text.") from None


def _read(row: dict[str, Any], published: dt.date | None) -> dict[str, Any]:
    reading = read(text_of(row, "text"), published_of(row) or published)
    return {"name": row.get("name"), **reading.as_json()}


def _outline(name: str, reading: Reading) -> str:
    def words(span: tuple[int, int]) -> str:
        text = " ".join(reading.text[slice(*span)].split())
        return text if len(text) <= _OUTLINE_WIDTH else text[: _OUTLINE_WIDTH - 1] + "…"

    claims = sorted(reading.claims, key=lambda claim: -claim.score)
    lines = [
        *(f"{b.kind}: {words(b.span)}" for b in reading.blocks if b.kind != "body"),
        *(f"{_quote_label(q)}: {' … '.join(map(words, q.content))}" for q in reading.quotes),
        *(f"claim {c.score:.2f} ({', '.join(c.kinds)}): {words(c.span)}" for c in claims),
        *(f"{f.kind}: {words(f.span)}{_value(f)}" for f in reading.facts),
        *(f"ask, {a.outcome}: {_parties(a)}" for a in reading.asks),
        *(f"to come: {words(tk.span)}" for tk in reading.tks),
    ]
    return "\n".join([name, *(f"  {line}" for line in lines)])


def _quote_label(quote: MarkedQuote) -> str:
    return f"{quote.kind} quote, {quote.speaker.name if quote.speaker else 'unknown speaker'}"


def _value(fact: MarkedFact) -> str:
    return f" = {fact.value}" if fact.value else ""


def _parties(ask: MarkedAsk) -> str:
    return "; ".join(party.name + (" (group)" if party.group else "") for party in ask.parties)
