"""The annotated proof, from a check report: the copy with a tick over each fact and the number of
its source, and beside each paragraph the notes on it.

A year later it is made from the same report, of the same copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factcheck.review.reads.proof import tag_of
from factcheck.review.reads.report import Values
from factcheck.review.rules.segments import Laid, Segment, cut

SIGNS = {"green": "✓", "blue": "?", "red": "✗"}
KINDS = {"claim": "c", "ask": "a", "accusation": "x"}


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of copy.

    `over` stands above its first letter: a sign and the number of its source; `notes` are the
    numbers of the notes on what ends here; `classes` say under which marks it lies.
    """

    text: str
    over: str
    tone: str
    notes: str
    classes: str


@dataclass(frozen=True, slots=True)
class AnnotatedParagraph:
    kind: str
    tag: str
    bits: Sequence[Bit]
    notes: Sequence[Values]


def annotated(report: Values) -> list[AnnotatedParagraph]:
    """Every block of the report's proof, with the notes on what begins in it.

    A confirmed fact has its tick and its source's number and no note; everything else has a note.
    """
    items: dict[int, Values] = {item["number"]: item for item in report["items"]}
    text = report["proof"]["text"]
    laid = [
        Laid(start, end, number) for number, item in items.items() for start, end in item["spans"]
    ]
    blocks = report["proof"]["blocks"]
    pieces = cut(text, laid, [edge for block in blocks for edge in block["span"]])
    found: list[AnnotatedParagraph] = []
    at = 0
    for block in blocks:
        start, end = block["span"]
        here: list[Segment[int]] = []
        while at < len(pieces) and pieces[at].start < end:
            if pieces[at].start >= start:
                here.append(pieces[at])
            at += 1
        begun = dict.fromkeys(number for piece in here for number in piece.begins)
        notes = [items[number] for number in sorted(begun) if noted(items[number])]
        tag = tag_of(block["kind"], first=not any(one.kind == "headline" for one in found))
        found.append(
            AnnotatedParagraph(block["kind"], tag, [_bit(piece, items) for piece in here], notes)
        )
    return found


def noted(item: Values) -> bool:
    """A fact that is confirmed, or not ticked, needs no note: its sign says it."""
    is_fact = item["key"].startswith("fact-")
    return not is_fact or bool(item["note"] or item["queries"]) or item["tone"] in ("red", "blue")


def _bit(piece: Segment[int], items: Mapping[int, Values]) -> Bit:
    begun = [items[number] for number in piece.begins if items[number]["key"].startswith("fact-")]
    ticked = next((item for item in begun if item["tone"]), None)
    over = SIGNS[ticked["tone"]] + str(ticked["source_number"] or "") if ticked else ""
    ends = [str(number) for number in sorted(piece.ends) if noted(items[number])]
    return Bit(
        piece.text,
        over,
        ticked["tone"] if ticked else "",
        ",".join(ends),
        _classes(piece.under, items),
    )


def _classes(under: Iterable[int], items: Mapping[int, Values]) -> str:
    names = []
    for number in under:
        kind = items[number]["key"].partition("-")[0]
        names.append({"fact": "f", "quote": "q"}.get(kind) or KINDS[kind])
    return " ".join(dict.fromkeys(names))


def margin_text(report: Values) -> tuple[str, str]:
    """What stands at the head of each printed page: which copy this is, and when it was made."""
    proof, made = report["proof"], report["made_at"]
    slug = " ".join(report["article"]["headline"].split())
    slug = slug if len(slug) <= 60 else slug[:59] + "…"
    said = "cleared" if report["cleared"] else "as it stands"
    return (
        slug,
        f"proof {proof['number']} · {proof['hash'][:12]} · {said} {made[:16].replace('T', ' ')} UTC",
    )
