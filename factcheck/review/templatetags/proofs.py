"""The copy as HTML, for the proof page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from factcheck.newsroom.templatetags.times import clock
from factcheck.review.reads.annotated import AnnotatedParagraph, Bit
from factcheck.review.reads.items import Item
from factcheck.review.reads.paper import block_html, line, second_line, signature
from factcheck.review.reads.proof import BlockView, ProofSheet
from factcheck.review.reads.second import Stop

register = template.Library()


@register.filter
def report_time(instant: str | None) -> str:
    """Format an instant in ISO 8601, as a report keeps it, as the desk shows times."""
    return clock(datetime.fromisoformat(instant)) if instant else ""


@register.simple_tag
def annotated_copy(paragraph: AnnotatedParagraph) -> SafeString:
    """Render a paragraph of the annotated proof: signs above words, note numbers after."""
    return mark_safe("".join(_annotated(bit) for bit in paragraph.bits))  # noqa: S308  every part is escaped below  # nosec B308, B703


def _annotated(bit: Bit) -> str:
    # After the first letter: before it, a line that breaks there would leave the sign at its end.
    over = f'<span class="over {bit.tone}">{escape(bit.over)}</span>' if bit.over else ""
    words = escape(bit.text[:1]) + over + escape(bit.text[1:])
    marked = f'<span class="{bit.classes}">{words}</span>' if bit.classes else words
    return f"{marked}<sup>{escape(bit.notes)}</sup>" if bit.notes else marked


@register.filter
def typed_in(data: Mapping[str, str] | None, field: str) -> str:
    """Return what a form held when it was refused, in a field whose name the template computes."""
    return data.get(field, "") if data else ""


@register.simple_tag
def row_of(block: BlockView, sheet: ProofSheet) -> SafeString:
    """Render a block of the copy."""
    inside = block_html(block, sheet)
    kind, mark = slugify(block.kind), signature(inside)
    # The copy runs as its own words do, whatever the direction of the page.
    row = f'<div class="block {kind}" data-sig="{mark}" dir="auto">{inside}</div>'
    return mark_safe(row)  # noqa: S308  escaped where it is built  # nosec B308, B703


@register.simple_tag
def line_of(item: Item) -> SafeString:
    """Render an item's line in the list."""
    return mark_safe(line(item)[1])  # noqa: S308  escaped where it is built  # nosec B308, B703


@register.simple_tag
def line_of_stop(stop: Stop) -> SafeString:
    """Render a stop's line in the list of a second read."""
    return mark_safe(second_line(stop)[1])  # noqa: S308  escaped where it is built  # nosec B308, B703
