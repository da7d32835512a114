"""The sections of a card beside its verdict, ticks and queries, with their forms."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from factcheck.claims.models import Claim, Quote
from factcheck.evidence.reads.evidence import ClaimEvidence, EvidenceRow
from factcheck.evidence.rules.value_signs import SAME, SILENT
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.models import User
from factcheck.review.forms.cards import BirthForm, KeepForm, LineForm, SpeakerForm
from factcheck.review.models import Record
from factcheck.review.reads.beside import checked_before, checked_outside, gaps
from factcheck.review.reads.card import Card, CardFactRow
from factcheck.review.reads.checklist import LineRow, lines_of
from factcheck.review.reads.findings import (
    FindingCell,
    FindingTable,
    SourceBeside,
    finding_on,
    finding_table,
)
from factcheck.review.reads.quote_sources import QuoteSource, QuoteSources, quote_sources
from factcheck.review.reads.said_so import SaidSo
from factcheck.review.rules.findings import Finding
from factcheck.review.rules.gate import BACKING

_COLUMNS = 3  # of sources beside the facts: what a pane can hold
_NO_TABLE: Final = FindingTable((), (), 0)


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """A form that was refused and what was typed into it; no name where none was.

    `name` as for `show_card`: "verdict", "fact-7", "query", "answer-3", "decide-3", "record".
    """

    name: str = ""
    data: QueryDict | None = None

    def typed_into(self, name: str) -> QueryDict | None:
        """Return what was typed where it was into the form `name`."""
        return self.data if self.name == name else None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A fact beside the sources.

    `borne_out`: the source in view has it, so confirming on that source ticks it; `chosen`: a
    person chose it to be ticked.
    """

    row: CardFactRow
    cells: Sequence[FindingCell]
    borne_out: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class RuleColumn:
    """A source in the pane.

    Where two bear the same name, `published` tells them apart; `title` where no day does.
    """

    source: SourceBeside
    published: date | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A card's facts by the sources in the pane, one of which is in view.

    Of the passage in view, `unsaid` are the facts it has no word of, `doubts` why else it may not
    bear the claim out: who says so there, what it denies or leaves open.
    """

    columns: Sequence[RuleColumn]
    rows: Sequence[RuleRow]
    unsaid: Sequence[str] = ()
    doubts: Sequence[str] = ()


def source_in_view(
    request: HttpRequest, shown: Card, finding: Finding | None
) -> EvidenceRow | None:
    """Return the source chosen in the page's address; else the one that differs, or the best."""
    chosen = request.GET.get("evidence", "")
    named = next((row for row in shown.sources if str(row.id) == chosen), None)
    if named is not None or not shown.sources:
        return named
    differing = {says.evidence for says in finding.differing} if finding else set()
    return min(
        shown.sources,
        key=lambda row: (
            row.id not in differing,
            row.ruling != "accepted",
            row.tier == "lead only",  # it confirms nothing: the source it leads to does
            -row.same,
            row.other,
        ),
    )


# Flags on a value: the table says them, fact by fact.
_VALUE_FLAGS: Final = frozenset({"number", "date", "name", "place", "title", "superlative"})


def rule_table(
    shown: Card,
    table: FindingTable | None,
    in_view: EvidenceRow | None,
    chosen: Collection[str] = (),
    spoken: SaidSo | None = None,
) -> RuleTable:
    """Return the card's facts with what up to three sources say, that in view among them.

    `chosen` are the ids of the facts that the person chose, in a form that was refused; `spoken`
    is the record in view, where it is no page.
    """
    table = table or _NO_TABLE
    beside = _beside(table.sources, in_view)
    columns = _columns(beside, shown.sources)
    cells = {
        row.fact.fact: [cell for cell in row.cells if cell.source in beside] for row in table.rows
    }
    says = _in_view_says(cells, in_view)
    rows = []
    for row in shown.facts:
        fact = row.fact.pk
        borne_out = says.get(fact) == SAME.symbol or (
            spoken is not None and spoken.bears_out(row.fact.text)
        )
        rows.append(RuleRow(row, cells.get(fact, []), borne_out, str(fact) in chosen))
    if in_view is None:
        return RuleTable(columns, rows)
    unsaid = [
        row.fact.text
        for row in shown.facts
        if says.get(row.fact.pk, SILENT.symbol) == SILENT.symbol
    ]
    doubts = [why for kind, why in in_view.flags if kind not in _VALUE_FLAGS]
    return RuleTable(columns, rows, list(dict.fromkeys(unsaid)), doubts)


def _beside(sources: Sequence[SourceBeside], in_view: EvidenceRow | None) -> list[SourceBeside]:
    """Return the sources that the pane can hold, in their order, that in view among them."""
    viewed = in_view.id if in_view else None
    kept = sorted(sources, key=lambda source: source.evidence != viewed)[:_COLUMNS]
    return [source for source in sources if source in kept]


def _columns(beside: Sequence[SourceBeside], rows: Sequence[EvidenceRow]) -> list[RuleColumn]:
    pages = {row.id: row for row in rows}
    names = Counter(source.name for source in beside)
    days = Counter(
        (source.name, pages[source.evidence].published)
        for source in beside
        if source.evidence in pages
    )
    columns = []
    for source in beside:
        page = pages.get(source.evidence)
        if page is None or names[source.name] == 1:
            columns.append(RuleColumn(source))
        elif page.published and days[source.name, page.published] == 1:
            columns.append(RuleColumn(source, published=page.published))
        else:
            columns.append(RuleColumn(source, title=page.title))
    return columns


def _in_view_says(
    cells: Mapping[int, Sequence[FindingCell]], in_view: EvidenceRow | None
) -> dict[int, str]:
    """Return the sign of the source in view for each fact that the table has."""
    if in_view is None:
        return {}
    return {
        fact: cell.symbol
        for fact, beside in cells.items()
        for cell in beside
        if cell.source.evidence == in_view.id
    }


def card_sections(request: HttpRequest, shown: Card, refused: RefusedForm) -> dict[str, Any]:
    """Return the sections' context; a form that was refused keeps what was typed into it."""
    mark = shown.mark
    if mark is None or mark.standing == "archived":
        return {}
    about: dict[str, Any] = {}
    if isinstance(mark, Quote):
        about = _of_quote(shown, mark, refused)
    elif shown.evidence is not None:
        about = _of_claim(signed_in_user(request), shown, shown.evidence, mark, refused)
    if _rests_on_author(shown):
        about["backing"] = [record for record in _records(shown) if record.removed_at is None]
    if isinstance(mark, Quote) or "backing" in about:
        about["keep_form"] = _keep_form(shown, refused.typed_into("record"))
    return about


def _rests_on_author(shown: Card) -> bool:
    return shown.verdict is not None and shown.verdict.ruling == "on author"


def _of_claim(
    by: User,
    shown: Card,
    evidence: ClaimEvidence,
    claim: Claim,
    refused: RefusedForm,
) -> dict[str, Any]:
    found = finding_on(shown.article, claim)
    return {
        "finding": found.finding,
        "table": finding_table(found),
        "line_rows": [_line(row, refused) for row in lines_of(claim, evidence)],
        "gaps": gaps(evidence),
        "before": checked_before(claim, by),
        "outside": checked_outside(claim),
    }


def _of_quote(shown: Card, mark: Quote, refused: RefusedForm) -> dict[str, Any]:
    speaker = [mark.speaker, mark.speaker_title, mark.speaker_of]
    names = ("speaker", "title", "of")
    data = refused.typed_into("speaker")
    if data is not None:
        fresh = data.copy()
        fresh["seen"] = json.dumps(speaker)
        form = SpeakerForm(fresh, auto_id=f"{shown.key}-who-%s")
    else:
        initial = {**dict(zip(names, speaker, strict=True)), "seen": speaker}
        form = SpeakerForm(initial=initial, auto_id=f"{shown.key}-who-%s")
    return {"said": quote_sources(mark), "speaker_form": form}


def chosen_source(request: HttpRequest, sources: QuoteSources) -> QuoteSource | None:
    """Return the record or answer for a new verdict, from the page's address (?record=record-3).

    Without one, the first that holds the very words, of the right speaker.
    """
    key = request.GET.get("record", "")
    named = next((source for source in sources.sources if source.key == key), None)
    if named is not None or key:
        return named
    return next((source for source in sources.sources if source.holds_the_words), None)


def rests_on(source: QuoteSource) -> dict[str, str]:
    """Return a verdict form's first values when it rests on this source."""
    ruling = "on author" if source.kind in BACKING else "confirmed"
    method = (
        f"{source.method}: {source.title}"
        if source.method not in source.title.casefold()
        else source.title
    )
    return {
        "ruling": ruling
        if source.compared is None or source.compared.kind in ("exact", "cut")
        else "change proposed",
        "source": " ".join(
            part for part in (source.title, f"({source.place})" if source.place else "") if part
        ),
        "locator": source.locator,
        "passage": source.passage,
        "method": f"{source.method}, {source.word}" if source.compared else method,
    }


def _records(shown: Card) -> list[Record]:
    on = {"quote": shown.pk} if shown.kind == "quote" else {"claim": shown.pk}
    rows = Record.objects.filter(article=shown.article, kind__in=BACKING, **on)
    return list(rows.select_related("by").order_by("id"))


def _keep_form(shown: Card, data: QueryDict | None) -> KeepForm:
    backing, name = shown.kind == "claim", f"{shown.key}-keep-%s"
    if data is not None:
        return KeepForm(data, MultiValueDict(), backing=backing, auto_id=name)
    kind = BACKING[0] if _rests_on_author(shown) else "transcript"
    return KeepForm(backing=backing, initial={"kind": kind}, auto_id=name)


def _line(row: LineRow, refused: RefusedForm) -> dict[str, Any]:
    key, name = row.line.key, f"line-{row.line.key}"
    now = {"key": key, "expected": row.mark.pk if row.mark else 0}
    data = refused.typed_into(name)
    form = LineForm(
        {**data.dict(), **now} if data is not None else None, initial=now, auto_id=f"{name}-%s"
    )
    return {
        "row": row,
        "name": name,
        "form": form,
        "wrong": refused.name == name,
        **_birth(row, refused),
    }


def _birth(row: LineRow, refused: RefusedForm) -> dict[str, Any]:
    if not row.line.person:
        return {}
    name = f"birth-{row.line.key}"
    now = {"name": row.line.person, "expected": row.birth.pk if row.birth else 0}
    data = refused.typed_into(name)
    if data is not None:
        return {
            "birth_form": BirthForm({**data.dict(), **now}, auto_id=f"{name}-%s"),
            "birth_wrong": True,
        }
    given = {"born": row.birth.born, "source": row.birth.source} if row.birth else {}
    return {
        "birth_form": BirthForm(initial={**now, **given}, auto_id=f"{name}-%s"),
        "birth_wrong": False,
    }
