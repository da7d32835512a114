"""The annotated proof, from a check report.

The copy has a tick over each fact with the number of its source, and beside each paragraph its
notes. A year later it is made from the same report, of the same copy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from factcheck.newsroom.templatetags.times import clock
from factcheck.review.reads.proof import tag_of
from factcheck.review.reads.report import Values
from factcheck.review.rules.segments import MarkSpan, Segment, cut

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
    pieces = deque(_pieces(report, items.values()))
    paragraphs: list[AnnotatedParagraph] = []
    for block in report["proof"]["blocks"]:
        here = _take_pieces(pieces, *block["span"])
        begun = dict.fromkeys(number for piece in here for number in piece.begins)
        has_headline = any(paragraph.kind == "headline" for paragraph in paragraphs)
        paragraphs.append(
            AnnotatedParagraph(
                kind=block["kind"],
                tag=tag_of(block["kind"], first=not has_headline),
                bits=[_bit(piece, items) for piece in here],
                notes=[items[number] for number in sorted(begun) if noted(items[number])],
            )
        )
    return paragraphs


def _pieces(report: Values, items: Iterable[Values]) -> list[Segment[int]]:
    """Cut the copy at the edges of items and blocks."""
    laid = [MarkSpan(start, end, item["number"]) for item in items for start, end in item["spans"]]
    edges = [edge for block in report["proof"]["blocks"] for edge in block["span"]]
    return cut(report["proof"]["text"], laid, edges)


def _take_pieces(pieces: deque[Segment[int]], start: int, end: int) -> list[Segment[int]]:
    """Take the pieces of one block from the left; what lies between blocks is dropped."""
    here: list[Segment[int]] = []
    while pieces and pieces[0].start < end:
        piece = pieces.popleft()
        if piece.start >= start:
            here.append(piece)
    return here


def noted(item: Values) -> bool:
    """Return whether the item needs a note; a confirmed or unticked fact has its sign alone."""
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
    """Return the head of each printed page: which copy this is, and when it was made."""
    proof, made = report["proof"], report["made_at"]
    slug = " ".join(report["article"]["headline"].split())
    made_at = clock(datetime.fromisoformat(made))  # the reader's own clock, as on the screen
    which = (
        _("proof %(number)s · %(hash)s · cleared %(at)s")
        if report["cleared"]
        else _("proof %(number)s · %(hash)s · as it stands %(at)s")
    )
    return slug, which % {"number": proof["number"], "hash": proof["hash"][:12], "at": made_at}
