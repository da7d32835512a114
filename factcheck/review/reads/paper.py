"""A block of the proof as HTML. Built by hand: a template would take seconds over a long proof."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from zlib import crc32

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from factcheck.newsroom.translating import translated
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.items import Item
from factcheck.review.reads.proof import BlockView, ProofSheet
from factcheck.review.reads.second import AGREED, TO_READ, Stop
from factcheck.review.reads.states import OPEN
from factcheck.review.rules.findings import said_of_sources
from factcheck.review.rules.segments import Segment

LETTERS = {"claim": "c", "fact": "f", "quote": "q", "ask": "a", "accusation": "x", "tk": "h"}
EDGED = ("quote", "fact", "ask", "accusation")  # shown where they end: a sign of their state
WORDS_SHOWN = 110  # of an item in its line


def block_html(block: BlockView, sheet: ProofSheet) -> str:
    """Return the copy of a block, the same for everybody.

    Each run of marked words is in a span that says which marks it lies under (data-k), and which
    item it leads to (data-to). The text of `.copy` is exactly the copy: numbers and signs come
    from the style sheet.
    """
    laid, language = block.laid, get_language()
    drawn_from = (block.tag, block.start, *[_look(name, sheet) for name in laid.names])
    drawn = laid.drawn.get(language)
    if drawn is None or drawn[0] != drawn_from:
        # Of a long proof nearly every block looks as it did when it was last asked for.
        drawn = laid.drawn[language] = (drawn_from, _drawn(block, sheet))
    return drawn[1]


def _look(name: str, sheet: ProofSheet) -> tuple[object, ...]:
    """Return all of a mark that its block's HTML shows, beside the words it lies on."""
    items = sheet.items
    item = items.by_key.get(name)
    ref = (item.url, item.number) if item is not None else None
    return _dress(name, sheet), items.leads_to.get(name), ref, name in sheet.alarms.at


def _drawn(block: BlockView, sheet: ProofSheet) -> str:
    shown: set[str] = set()
    words = "".join([_piece(piece, sheet, shown) for piece in block.laid.pieces])
    copy = f"<{block.tag}>{words}</{block.tag}>"
    if block.tag == "figcaption":
        copy = f"<figure>{copy}</figure>"
    return f'<div class="copy" data-start="{block.start}">{copy}</div>'


def signature(html: str) -> str:
    """Return a short hash of some HTML, by which a page tells what of it is up to date."""
    return f"{crc32(html.encode('utf-8', 'surrogatepass')):08x}"


def line(item: Item) -> tuple[str, str]:
    """Return the signature of an item's line in the list, and the line."""
    inside = _inside(item)
    rule = " data-rule" if item.to_rule else ""
    about = (
        f'data-key="{item.key}" data-group="{item.group}"{rule} data-boxes="{" ".join(item.boxes)}"'
    )
    sign = signature(f"{about} {inside}")
    return sign, f'<li class="item" id="row-{item.key}" {about} data-sig="{sign}">{inside}</li>'


def second_line(stop: Stop) -> tuple[str, str]:
    """Return the signature of a stop's line in the list of a second read, and the line."""
    notes = [
        f'<span class="state {stop.state.tone}">{escape(in_words(stop.state.word))}</span>',
        f'<span class="state blue">{escape(_("you checked it"))}</span>' if stop.mine else "",
        f'<span class="state green">{escape(_("agreed"))}</span>' if stop.agreed else "",
    ]
    inside = _linked(stop.url, stop.number, stop.said_by, stop.words, notes)
    group, rule = (AGREED, "") if stop.agreed else (TO_READ, " data-rule")
    boxes = " ".join(stop.boxes)
    about = f'data-key="{stop.key}" data-group="{group}"{rule} data-boxes="{boxes}"'
    sign = signature(f"{about} {inside}")
    return sign, f'<li class="item" id="row-{stop.key}" {about} data-sig="{sign}">{inside}</li>'


def _inside(item: Item) -> str:
    notes = [
        f'<span class="alarm">{escape(in_words(item.alarm))}</span>' if item.alarm else "",
        _finding(item),
        _state(item),
        *(
            f'<span class="state {one.tone}">{escape(in_words(one.word))}</span>'
            for one in item.owing
        ),
        _facts_left(item),
        _open_notes(item.open_threads),
    ]
    return _linked(item.url, item.number, item.said_by, item.words, notes)


def _linked(url: str, number: int, speaker: str, text: str, notes: Sequence[str]) -> str:
    """Return what a line says, as the link to its item; the words keep their own direction."""
    said = str(translated(text))
    words = said if len(said) <= WORDS_SHOWN else said[: WORDS_SHOWN - 1] + "…"
    said_by = f'<bdi class="by">{escape(speaker)}</bdi> ' if speaker else ""
    return (
        f'<a href="{url}"><span class="no">{number}</span>'
        f'<span class="words">{said_by}<bdi>{escape(words)}</bdi></span>'
        f'<span class="says">{" ".join(filter(None, notes))}</span></a>'
    )


def _finding(item: Item) -> str:
    """Return what the sources say of it, which no longer matters once it is ruled on."""
    if item.finding is None or not item.to_rule:
        return ""
    parts = " · ".join(
        f'<span class="finding {"red" if differs else "soft"}">{escape(in_words(words))}</span>'
        for words, differs in said_of_sources(item.finding.words)
    )
    return f"<span>{parts}</span>"


def _state(item: Item) -> str:
    state = item.state
    # That it is open, its group says already.
    shown = "unseen" if state.word == OPEN else f"state {state.tone}"
    return f'<span class="{shown}" data-state-of="{item.key}">{escape(in_words(state.word))}</span>'


def _open_notes(count: int) -> str:
    if not count:
        return ""
    words = ngettext("%(count)s open note", "%(count)s open notes", count) % {"count": count}
    return f'<span class="open-notes">{escape(words)}</span>'


def _facts_left(item: Item) -> str:
    is_news = 0 < item.facts_open < item.facts or not item.to_rule
    if not item.facts_open or item.kind == "facts" or not is_news:
        return ""
    words = _("%(open)s of %(facts)s facts open") % {"open": item.facts_open, "facts": item.facts}
    return f'<span class="soft">{escape(words)}</span>'


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
        (
            sheet.items.leads_to[name]
            for name in reversed(piece.under)
            if name in sheet.items.leads_to
        ),
        "",
    )
    leads = f' data-to="{to}"' if to else ""
    classes = _classes(piece, sheet)
    return (
        f'{refs}<span class="{classes}"{anchor} '
        f'data-k="{" ".join(piece.under)}"{leads}>{words}</span>'
    )


def _ref(name: str, sheet: ProofSheet, shown: set[str]) -> str:
    """Return the place where an item begins: its number stands there on paper."""
    item = sheet.items.by_key.get(name)
    if item is None or name in shown:
        return ""
    shown.add(name)
    return (
        f'<a class="ref" id="{name}" href="{item.url}" data-n="{item.number}" tabindex="-1"'
        f' aria-label="{escape(_("Item %(number)s") % {"number": item.number})}"></a>'
    )


def _classes(piece: Segment[str], sheet: ProofSheet) -> str:
    classes: list[str] = []
    for name in piece.under:
        classes += _dress(name, sheet)
        if name in piece.begins or name in piece.ends:
            classes += _edges(name, piece, sheet)
    return " ".join(dict.fromkeys(classes))


def _dress(name: str, sheet: ProofSheet) -> tuple[str, ...]:
    worn = sheet.worn.get(name)
    if worn is None:
        worn = sheet.worn[name] = _worn(name, sheet)
    return worn


def _worn(name: str, sheet: ProofSheet) -> tuple[str, ...]:
    """Return the classes of a mark wherever it lies."""
    letter, state = LETTERS[name.partition("-")[0]], sheet.states.get(name)
    tone = (f"{letter}-{state.tone}",) if state is not None and state.tone else ()
    if letter == "f" and _differs(name, sheet):
        tone = ("f-differs",)
    return letter, *tone, *_item_worn(name, sheet), *(("sug",) if name in sheet.suggested else ())


def _differs(name: str, sheet: ProofSheet) -> bool:
    """Return whether a source has another value for the fact, and nobody has ruled on it."""
    said = sheet.findings.by_fact.get(int(name.partition("-")[2]))
    return said is not None and said.finding.state == "differs"


def _item_worn(name: str, sheet: ProofSheet) -> tuple[str, ...]:
    """Return the classes of the item that the mark is the first box of: its hairline."""
    item = sheet.items.by_key.get(name)
    if item is None:
        return ()
    return ("i", f"i-{item.tone}") if item.tone else ("i",)


def _edges(name: str, piece: Segment[str], sheet: ProofSheet) -> list[str]:
    kind, ends = name.partition("-")[0], name in piece.ends
    last = ["i-e"] if ends and name in sheet.items.by_key else []
    if kind not in EDGED:
        return last
    letter = LETTERS[kind]
    begun = [f"{letter}-b"] if name in piece.begins else []
    ended = [f"{letter}-e", *(["alarmed"] if name in sheet.alarms.at else [])] if ends else []
    return last + begun + ended
