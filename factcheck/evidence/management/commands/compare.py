"""`manage.py compare`: claims set beside passages, value by value, without a database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand

from factcheck.evidence import rules
from factcheck.newsroom.jsonl import answer_lines, published_of, text_of
from factcheck.text import read

_AGREES: Final = {"same": True, "other": False, "not mentioned": None}


class Command(BaseCommand):
    help = "Set claims beside passages, fact by fact; no database is used."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jsonl",
            action="store_true",
            required=True,
            help='standard input holds {"claim", "passage", "published"?} a line',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if answer_lines(sys.stdin.buffer, sys.stdout.buffer, _set_beside):
            sys.exit(1)


def _set_beside(row: dict[str, Any]) -> dict[str, Any]:
    claim, passage, published = (
        text_of(row, "claim"),
        text_of(row, "passage"),
        published_of(row),
    )
    reading = read(claim, published)
    facts = rules.facts_in(reading)
    speaker = next((q.speaker.name for q in reading.quotes if q.speaker), "")
    beside = rules.set_beside(claim, facts, speaker, passage, published)
    return {
        **({"id": row["id"]} if "id" in row else {}),
        "facts": [
            {
                "kind": fact.kind,
                "value": fact.value or fact.text,
                "in_source": comparison.in_source,
                "agrees": _AGREES[comparison.outcome],
            }
            for fact, comparison in zip(facts, beside.compared, strict=True)
        ],
        "flags": [{"kind": flag.kind, "why": flag.why} for flag in beside.flags],
        "leans": beside.leans,
    }
