"""A block of the proof as HTML. Built by hand: a template would take seconds over a long proof."""

from __future__ import annotations

from html import escape
from zlib import crc32

from factcheck.review.reads.margin import MarginNote
from factcheck.review.reads.proof import BlockView, ProofSheet
from factcheck.review.rules.segments import Segment

LETTERS = {"claim": "c", "fact": "f", "quote": "q", "ask": "a", "accusation": "x", "tk": "h"}
SHOWN = 90  # of a mark's words in the margin
EDGED = ("quote", "fact")  # shown where they begin and end: brackets, a tick


def block_html(block: BlockView, sheet: ProofSheet) -> str:
    """Return the copy of a block and its notes, the same for everybody.

    Each run of marked words is in a span that says which marks it lies under (data-k), and which
    note it leads to (data-to). The text of `.copy` is exactly the copy: numbers and brackets come
    from the style sheet.
    """
    shown: set[str] = set()
    words = "".join([_piece(piece, sheet, shown) for piece in block.pieces])
    copy = f"<{block.tag}>{words}</{block.tag}>"
    if block.tag == "figcaption":
        copy = f"<figure>{copy}</figure>"
    raised = _raised(sheet)
    notes = "".join([_note(note, raised.get(note.key, "")) for note in block.notes])
    if notes:
        notes = f'<div class="notes">{notes}</div>'
    elif block.kind == "furniture":
        notes = '<p class="notes soft">furniture, not copy</p>'
    return f'<div class="copy" data-start="{block.start}">{copy}</div>{notes}'


def signature(html: str) -> str:
    """Return a short hash of a block, by which a page tells which blocks it has up to date."""
    return f"{crc32(html.encode('utf-8', 'surrogatepass')):08x}"


def _raised(sheet: ProofSheet) -> dict[str, str]:
    """Return the alarms' words by the note that shows them."""
    return {
        sheet.leads_to[key]: text for key, text in sheet.alarms.at.items() if key in sheet.leads_to
    }


def _note(note: MarginNote, alarm: str) -> str:
    """One line of the margin. What it opens is fetched when it is opened."""
    is_open = " data-open" if note.state.open else ""
    return (
        f'<details class="note" id="{note.key}" '
        f'data-kind="{note.kind}"{is_open}>{_summary(note, alarm)}'
        f'<div class="inside"><a href="{note.url}">Open this note’s page</a></div></details>'
    )


def _summary(note: MarginNote, alarm: str) -> str:
    what = note.kind[:1].upper() + note.kind[1:] + (f", {note.detail}" if note.detail else "")
    words = note.words if len(note.words) <= SHOWN else note.words[: SHOWN - 1] + "…"
    raised = f'<span class="alarm">{escape(alarm)}</span>' if alarm else ""
    suggested = ' <span class="soft">suggested</span>' if note.suggested else ""
    count = note.open_threads
    words_for_count = "1 open note" if count == 1 else f"{count} open notes"
    open_notes = f' <span class="open-notes">{words_for_count}</span>' if count else ""
    return (
        f'<summary><span class="no">{note.number}</span> <span class="line"><span '
        f'class="what">{escape(what)}</span> '
        f'<span class="state {note.state.tone}" '
        f'data-state-of="{note.key}">{escape(note.state.word)}</span>{suggested}'
        f'{open_notes}</span><span class="words">{escape(words)}</span>{raised}</summary>'
    )


def _piece(piece: Segment[str], sheet: ProofSheet, shown: set[str]) -> str:
    words = escape(piece.text)
    if not piece.under:
        return words
    refs = anchor = ""
    if piece.begins:
        refs = "".join([_ref(name, sheet, shown) for name in piece.begins])
        facts = [name for name in piece.begins if name.startswith("fact-")]
        anchor = f' id="{facts[0]}"' if facts else ""
        refs += "".join([f'<a id="{name}"></a>' for name in facts[1:]])
    to = next(
        (sheet.leads_to[name] for name in reversed(piece.under) if name in sheet.leads_to), ""
    )
    leads = f' data-to="{to}"' if to else ""
    classes = _classes(piece, sheet)
    return (
        f'{refs}<span class="{classes}"{anchor} '
        f'data-k="{" ".join(piece.under)}"{leads}>{words}</span>'
    )


def _ref(name: str, sheet: ProofSheet, shown: set[str]) -> str:
    """Return the number of a mark's note, with a sign of its state beside the colour."""
    number = sheet.numbers.get(name)
    if number is None or name in shown:
        return ""
    shown.add(name)
    kind = name.partition("-")[0]
    state = sheet.states.get(name)
    tone = f" s-{state.tone}" if state and state.tone else ""
    return (
        f'<a class="ref r-{LETTERS[kind]}{tone}" id="at-{name}" href="#{name}" '
        f'data-n="{number}" tabindex="-1"'
        f' aria-label="Note {number}: {kind}"></a>'
    )


def _classes(piece: Segment[str], sheet: ProofSheet) -> str:
    classes: list[str] = []
    for name in piece.under:
        worn = sheet.worn.get(name)
        if worn is None:
            worn = sheet.worn[name] = _worn(name, sheet)
        classes += worn
        if name in piece.begins or name in piece.ends:
            classes += _edges(name, piece, sheet)
    return " ".join(dict.fromkeys(classes))


def _worn(name: str, sheet: ProofSheet) -> tuple[str, ...]:
    """Return the classes of a mark wherever it lies."""
    letter, state = LETTERS[name.partition("-")[0]], sheet.states.get(name)
    tone = (f"{letter}-{state.tone}",) if state is not None and state.tone else ()
    return letter, *tone, *(("sug",) if name in sheet.suggested else ())


def _edges(name: str, piece: Segment[str], sheet: ProofSheet) -> list[str]:
    kind = name.partition("-")[0]
    if kind not in EDGED:
        return []
    letter, ends = LETTERS[kind], name in piece.ends
    begun = [f"{letter}-b"] if name in piece.begins else []
    ended = [f"{letter}-e", *(["alarmed"] if name in sheet.alarms.at else [])] if ends else []
    return begun + ended
