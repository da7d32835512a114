"""The proof page: the copy with its marks, and the items to rule on, one line an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf.locale import LANG_INFO
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.models import Article, Block, Proof
from factcheck.articles.reads import blocks_of
from factcheck.claims import reads as claims
from factcheck.evidence.reads import evidence
from factcheck.newsroom.models import Desk
from factcheck.newsroom.page_reads import once_a_page
from factcheck.replies.models import Use
from factcheck.replies.reads.frozen_sentence import drift_of
from factcheck.replies.reads.reply_uses import uses_on
from factcheck.replies.rules import Drift
from factcheck.review.models import Clearance, FirstRead, LaterEvent, Query, Ruling
from factcheck.review.reads.alarms import Alarms, alarms_on
from factcheck.review.reads.findings import ArticleFindings, findings_of
from factcheck.review.reads.items import GROUPS, Item, Items, is_suggested, items
from factcheck.review.reads.passes import on_author
from factcheck.review.reads.queries import queries_of, with_people
from factcheck.review.reads.signatures import clearances_of
from factcheck.review.reads.states import (
    Marked,
    State,
    has_note,
    is_fact_left,
    key,
    marked,
    states_of_marks,
)
from factcheck.review.reads.suggestions import Suggested, ThrownOut, suggested, thrown_out
from factcheck.review.rules.segments import MarkSpan, Segment, cut
from factcheck.text.language.copy_language import ENGLISH

LONG = 80  # blocks: fewer are laid out at once, so that the page's height is known from the start
KEPT = 16  # proofs whose marks are kept as they were last laid: those being worked on
TAGS = {
    "headline": "h1",
    "standfirst": "p",
    "byline": "p",
    "caption": "figcaption",
    "pull quote": "blockquote",
}


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """The words of a block under their marks, the same while no mark of it moves.

    `names` are its marks, in the order in which they begin. `drawn`: its HTML as it was last drawn
    in each language, and what it was drawn from (`paper`).
    """

    pieces: Sequence[Segment[str]]
    names: Sequence[str]
    drawn: dict[str | None, tuple[object, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the copy: `tag` is its element, `laid` its words under their marks."""

    kind: str
    tag: str
    start: int
    laid: LaidBlock


@dataclass(frozen=True, slots=True)
class CoverageBar:
    facts: int
    ticked: int
    queries: int
    claims_open: int
    quotes_open: int


@dataclass(frozen=True, slots=True)
class CheckProgress:
    """What the machine still does: `doing` and `stage` ("read", "search"), empty when done.

    `only` says what it could read of copy that is not English; empty for English.
    """

    stage: str
    doing: str
    done: int
    total: int
    error: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """The copy under its marks, with its items: all of the page that changes while people check."""

    proof: Proof
    on: Marked
    blocks: Sequence[BlockView]
    states: dict[str, State]
    items: Items
    findings: ArticleFindings
    coverage: CoverageBar
    alarms: Alarms
    suggested: frozenset[str]  # marks nobody has taken up
    below_bar: int
    seen: str  # what `news_of` said before this was read
    worn: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by mark, as `paper` dresses it

    @property
    def groups(self) -> list[tuple[str, str, list[Item]]]:
        """Return the list's groups in their order: name, heading and items, empty ones too."""
        by_group: dict[str, list[Item]] = {group: [] for group in GROUPS}
        for item in self.items.all:
            by_group[item.group].append(item)
        return [(group, GROUPS[group], found) for group, found in by_group.items()]


@dataclass(frozen=True, slots=True)
class ProofPage:
    article: Article
    sheet: ProofSheet
    progress: CheckProgress
    queries: Sequence[Query]
    on_author: Sequence[Ruling]
    suggested: Sequence[Suggested]
    thrown_out: Sequence[ThrownOut]
    first_reads: Sequence[FirstRead]
    show_all: bool
    cleared: Clearance | None
    cleared_before: bool
    later: Sequence[LaterEvent]  # what came after the clearance, or ended it; oldest first
    drift: Sequence[Drift]  # what of the record the cleared sentence no longer rests on
    uses: Sequence[Use]

    @property
    def proof(self) -> Proof:
        return self.sheet.proof

    @property
    def seen(self) -> str:
        return self.sheet.seen

    @property
    def coverage(self) -> CoverageBar:
        return self.sheet.coverage

    @property
    def is_long(self) -> bool:
        return len(self.sheet.blocks) > LONG

    @property
    def has_headline(self) -> bool:
        return any(block.kind == "headline" for block in self.sheet.blocks)


def proof_page(article: Article, *, show_all: bool = False) -> ProofPage:
    """Everything the proof page shows but the gate and the cards' insides.

    The number of queries is fixed.
    """
    shown_sheet = sheet(article, show_all=show_all)
    proof = shown_sheet.proof
    clearances = clearances_of([article.pk])
    cleared = next((one for one in clearances if one.proof_id == proof.pk), None)
    return ProofPage(
        article=article,
        sheet=shown_sheet,
        progress=progress(article, proof),
        queries=standing_queries(article),
        on_author=on_author(shown_sheet.on.rulings),
        suggested=suggested(shown_sheet.on),
        thrown_out=thrown_out(article),
        first_reads=list(proof.first_reads.select_related("by")),
        show_all=show_all,
        cleared=cleared,
        cleared_before=cleared is None and bool(clearances),
        later=later_events(article),
        drift=drift_of(article, timezone.now()) if cleared else (),
        uses=uses_on(proof),
    )


@once_a_page(lambda article, show_all=False: (article.pk, show_all))
def sheet(article: Article, *, show_all: bool = False) -> ProofSheet:
    """Return the copy and its items, in a fixed number of queries."""
    seen = news_of(article)
    proof = article.current_proof()
    bar = Desk.load().bar
    on = marked(proof)
    states = states_of_marks(on, bar)
    blocks = blocks_of(proof.pk)
    carded = [c for c in on.marks.claims if show_all or has_note(c, on, bar)]
    alarms = alarms_on(proof, on.marks.facts)
    findings = findings_of(article, on.rulings, on.marks)
    found = items(article, on, carded, states, blocks, alarms.at, findings)
    states |= {note.key: note.state for item in found.all for note in item.owed}
    return ProofSheet(
        proof=proof,
        on=on,
        blocks=_blocks(proof, blocks, on),
        states=states,
        items=found,
        findings=findings,
        coverage=coverage_of(on, states),
        alarms=alarms,
        suggested=frozenset(
            key(m)
            for m in (*on.marks.claims, *on.marks.quotes, *on.marks.facts)
            if is_suggested(m, on)
        ),
        below_bar=len(on.marks.claims) - len(carded),
        seen=seen,
    )


def items_now(article: Article) -> Items:
    """Return the items at or above the desk's bar."""
    return sheet(article).items


def news_of(article: Article) -> str:
    """Return a token that changes with everything anyone does to the article.

    Ask for it before reading what it describes, so that what comes in meanwhile is looked for
    again. The count is in it because a line of the log may get its number before another and become
    visible after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id), count(*) FROM newsroom_logentry WHERE article_id = %s", [article.pk]
        )
        newest, lines = cursor.fetchone()
    return f"{newest or 0}.{lines}"


def coverage_of(on: Marked, states: dict[str, State]) -> CoverageBar:
    return CoverageBar(
        facts=len(on.marks.facts),
        ticked=sum(not is_fact_left(f, on.rulings, on.asked) for f in on.marks.facts),
        queries=on.queries,
        claims_open=sum(states[key(c)].open for c in on.marks.claims),
        quotes_open=sum(states[key(q)].open for q in on.marks.quotes),
    )


def standing_queries(article: Article) -> list[Query]:
    """Those open, and those whose change was decided: the copy may not have it yet."""
    standing = [
        query.pk
        for query in queries_of([article.pk])
        if query.state != "decided" or query.decision not in ("stet", "withdrawn")
    ]
    return with_people(standing)


def progress(article: Article, proof: Proof) -> CheckProgress:
    """Return what the machine does: reading first, then searching."""
    reading = claims.progress(proof)
    if reading.state == "failed":
        return CheckProgress("", "", 0, 0, _("The copy could not be read.") + f" {reading.error}")
    if reading.state != "done":
        return CheckProgress("read", _("The copy is being read"), reading.done, reading.total)
    done, total = evidence.progress(article)
    only = _read_only(reading.language)
    if done >= total:
        return CheckProgress("", "", done, total, only=only)
    return CheckProgress("search", _("Sources are being searched"), done, total, only=only)


def _read_only(language: str) -> str:
    """Return what was read of copy in a language the reader was not trained on."""
    if language in ("", ENGLISH):
        return ""
    known = LANG_INFO.get(language, {}).get("name")
    # The names of languages are in Django's own catalogue.
    name = _(known) if known else _("Language “%(code)s”") % {"code": language}
    only = _(
        "%(language)s: quotations in marks, numbers, dates and names only. "
        "Mark the claims and the speakers yourself."
    )
    return only % {"language": name}


def tag_of(kind: str, *, first: bool) -> str:
    """Return the element of a block; only the first headline is the page's."""
    return "h2" if kind == "headline" and not first else TAGS.get(kind, "p")


def laid(on: Marked) -> list[MarkSpan[str]]:
    """Every mark as it lies on the copy: a quote in its pieces, all else in one."""
    marks: list[MarkSpan[str]] = []
    for quote in on.marks.quotes:
        marks += [MarkSpan(start, end, key(quote)) for start, end in quote.contents]
    for mark in (
        *on.marks.claims,
        *on.marks.facts,
        *on.marks.asks,
        *on.marks.accusations,
        *on.marks.tks,
    ):
        marks.append(MarkSpan(mark.start, mark.end, key(mark)))
    return marks


@lru_cache(maxsize=KEPT)
def _laid_blocks(
    text: str, marks: tuple[MarkSpan[str], ...], bounds: tuple[tuple[int, int], ...]
) -> tuple[LaidBlock, ...]:
    """Where the marks lie does not change while they are checked."""
    pieces = cut(text, marks, [edge for bound in bounds for edge in bound])
    found: list[LaidBlock] = []
    at = 0
    for start, end in bounds:
        while at < len(pieces) and pieces[at].start < start:
            at += 1
        first = at
        while at < len(pieces) and pieces[at].start < end:
            at += 1
        inside = pieces[first:at]
        names = dict.fromkeys(name for piece in inside for name in piece.under)
        found.append(LaidBlock(inside, tuple(names)))
    return tuple(found)


def _blocks(proof: Proof, blocks: Sequence[Block], on: Marked) -> list[BlockView]:
    bounds = tuple([(block.start, block.end) for block in blocks])
    headlines = 0
    views: list[BlockView] = []
    for block, inside in zip(
        blocks, _laid_blocks(proof.text, tuple(laid(on)), bounds), strict=True
    ):
        tag = tag_of(block.kind, first=not headlines)
        headlines += block.kind == "headline"
        views.append(BlockView(kind=block.kind, tag=tag, start=block.start, laid=inside))
    return views


def later_events(article: Article) -> list[LaterEvent]:
    """Return what was done after the newest clearance, the act that ended it last; 50 at most."""
    clearances = clearances_of([article.pk])
    if not clearances:
        return []
    rows = LaterEvent.objects.filter(clearance=clearances[-1]).select_related("entry")
    return list(reversed(rows.order_by("-id")[:50]))
