"""`manage.py rank`: rank texts of a file for queries, without a database.

By the code that ranks passages for a claim.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from django.core.management.base import BaseCommand

from factcheck.evidence.search.ranking import Corpus
from factcheck.newsroom.errors import UserFacingError

BEST: Final = 50


class Command(BaseCommand):
    help = (
        "Rank the texts of a file for each query on standard input. UTF-8, one object a line; no "
        "database is used."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", required=True, help='a file with {"id", "text"} a line')
        parser.add_argument(
            "--jsonl", action="store_true", help='standard input holds {"id", "text"} a line'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["jsonl"]:
                raise UserFacingError(
                    "Say --jsonl, and give the queries on standard input, one object a line."
                )
            failed = _answer_lines(Path(options["corpus"]), sys.stdin.buffer, sys.stdout.buffer)
        except UserFacingError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        except BrokenPipeError:
            # Whoever read our output has seen enough; Python would complain again while closing it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        if failed:
            sys.exit(1)


def _answer_lines(place: Path, lines: IO[bytes], out: IO[bytes]) -> bool:
    """Answer one line after the other, at once; return whether any could not be read."""
    try:
        with place.open("rb") as file:
            rows = list(_rows(file, place.name))
    except OSError as error:
        raise UserFacingError(f"{place} cannot be read: {error.strerror}.") from None
    if not rows:
        raise UserFacingError(f"{place} holds no text.")
    corpus = Corpus([row["text"] for row in rows])
    failed = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            query = _row(line, f"Line {number}")
        except UserFacingError as error:
            failed = True
            answer: dict[str, Any] = {"id": None, "error": str(error)}
        else:
            best = corpus.best(query["text"], BEST)
            answer = {"id": query["id"], "best": [[rows[n]["id"], score] for n, score in best]}
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()
    return failed


def _rows(lines: IO[bytes], name: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(line, f"{name}, line {number}")


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise UserFacingError(f"{where}: this is not JSON.") from None
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise UserFacingError(f"{where}: an object with an “id” and a “text” is wanted.")
    return row
