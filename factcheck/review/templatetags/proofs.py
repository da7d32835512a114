"""The copy as HTML: pieces under their marks. Built by hand: a template would take seconds over a long proof."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from factcheck.newsroom.templatetags.times import clock
from factcheck.review.reads.annotated import Bit, Paragraph
from factcheck.review.reads.proof import BlockView, Note, ProofPage
from factcheck.review.reads.states import State
from factcheck.review.segments import Piece

register = template.Library()
LETTERS = {"claim": "c", "fact": "f", "quote": "q", "ask": "a", "accusation": "x", "hole": "h"}
SHOWN = 90  # of a mark's words in the margin
EDGED = ("quote", "fact")  # shown where they begin and end: brackets, a tick


@register.simple_tag
def copy_of(block: BlockView, page: ProofPage) -> SafeString:
    """The block's words, each run of marked words in a span that says which marks it lies under (data-k), and which
    note it leads to (data-to). The text of the result is exactly the copy: numbers and brackets come from the sheet.
    """
    shown: set[str] = set()
    parts = [_piece(piece, page, shown) for piece in block.pieces]
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped below


@register.filter
def told(instant: str | None) -> str:
    """An instant in ISO 8601, as a report keeps it, told as the desk tells times."""
    return clock(datetime.fromisoformat(instant)) if instant else ""


@register.simple_tag
def annotated_copy(paragraph: Paragraph) -> SafeString:
    """A paragraph of the annotated proof: signs above the words they stand on, the numbers of notes after."""
    return mark_safe("".join(_annotated(bit) for bit in paragraph.bits))  # noqa: S308  every part is escaped below


def _annotated(bit: Bit) -> str:
    # After the first letter: before it, a line that breaks there would leave the sign at its end.
    over = f'<span class="over {bit.tone}">{escape(bit.over)}</span>' if bit.over else ""
    words = escape(bit.text[:1]) + over + escape(bit.text[1:])
    marked = f'<span class="{bit.classes}">{words}</span>' if bit.classes else words
    return f"{marked}<sup>{escape(bit.notes)}</sup>" if bit.notes else marked


@register.filter
def typed_in(data: Mapping[str, str] | None, field: str) -> str:
    """What a form held when it was refused, in a field whose name the template computes."""
    return data.get(field, "") if data else ""


@register.simple_tag(takes_context=True)
def note_of(context: Context, note: Note) -> SafeString:
    """One line of the margin. What it opens is fetched then, where there is a card to fetch."""
    summary = _summary(note)
    if not note.url:
        shared = {str(name): value for name, value in context.flatten().items()}
        return render_to_string("review/_note.html", {**shared, "note": note, "summary": summary})
    return format_html(
        '<details class="note" id="{}" data-kind="{}"{} hx-get="{}" hx-trigger="toggle once" hx-target="find .inside"'
        ' hx-swap="innerHTML">{}<div class="inside"><a href="{}">Open this note’s page</a></div></details>',
        note.key,
        note.kind,
        " data-open" if note.state.open else "",
        note.url,
        summary,
        note.url,
    )


def _summary(note: Note) -> SafeString:
    return format_html(
        '<summary><span class="no">{}</span> <span class="line"><span class="what">{}</span> '
        '<span class="state {}" data-state-of="{}">{}</span></span><span class="words">{}</span></summary>',
        note.number,
        note.kind[:1].upper() + note.kind[1:] + (f", {note.detail}" if note.detail else ""),
        note.state.tone,
        note.key,
        note.state.word,
        note.words if len(note.words) <= SHOWN else note.words[: SHOWN - 1] + "…",
    )


def _piece(piece: Piece[str], page: ProofPage, shown: set[str]) -> str:
    if not piece.under:
        return escape(piece.text)
    refs = "".join(_ref(name, page, shown) for name in piece.begins)
    classes = _classes(piece, page.states)
    to = next((page.leads_to[name] for name in reversed(piece.under) if name in page.leads_to), "")
    leads = f' data-to="{to}"' if to else ""
    facts = [name for name in piece.begins if name.startswith("fact-")]
    anchor = f' id="{facts[0]}"' if facts else ""
    refs += "".join(f'<a id="{name}"></a>' for name in facts[1:])
    return f'{refs}<span class="{classes}"{anchor} data-k="{" ".join(piece.under)}"{leads}>{escape(piece.text)}</span>'


def _ref(name: str, page: ProofPage, shown: set[str]) -> str:
    number = page.numbers.get(name)
    if number is None or name in shown:
        return ""
    shown.add(name)
    kind = name.partition("-")[0]
    return (
        f'<a class="ref r-{LETTERS[kind]}" id="at-{name}" href="#{name}" data-n="{number}" tabindex="-1"'
        f' aria-label="Note {number}: {kind}"></a>'
    )


def _classes(piece: Piece[str], states: Mapping[str, State]) -> str:
    found: dict[str, None] = {}
    for name in piece.under:
        kind = name.partition("-")[0]
        letter = LETTERS[kind]
        found[letter] = None
        state = states.get(name)
        if state is not None and state.tone:
            found[f"{letter}-{state.tone}"] = None
        if kind in EDGED and name in piece.begins:
            found[f"{letter}-b"] = None
        if kind in EDGED and name in piece.ends:
            found[f"{letter}-e"] = None
    return " ".join(found)
