"""The check report: what was ruled on each mark of the copy, on what grounds, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.models import Desk
from factcheck.review.models import Clearance, Query, Ruling, SignOff, Tick
from factcheck.review.reads.proof import states_of
from factcheck.review.reads.states import State, key, marked

COLUMNS = ("item", "kind", "ruling", "source", "locator", "passage", "method", "note", "checker", "time")


@dataclass(frozen=True, slots=True)
class Line:
    """One mark and the ruling that counts for it; `state` says what is missing where there is none."""

    item: str
    kind: str
    key: str
    state: State
    ruling: str
    source: str
    locator: str
    passage: str
    method: str
    note: str
    checker: str
    time: datetime | None

    def cells(self) -> list[str]:
        """In the order of COLUMNS, time in ISO 8601."""
        ruling = self.ruling or self.state.word
        at = self.time.isoformat(timespec="seconds") if self.time else ""
        return [
            self.item,
            self.kind,
            ruling,
            self.source,
            self.locator,
            self.passage,
            self.method,
            self.note,
            self.checker,
            at,
        ]


@dataclass(frozen=True, slots=True)
class Report:
    proof: Proof
    lines: Sequence[Line]
    queries: Sequence[Query]
    sign_offs: Sequence[SignOff]
    clearances: Sequence[Clearance]


def report(article: Article) -> Report:
    """Claims at or above the bar or ruled on, every quote, every fact, in the order of the copy."""
    proof = article.current_proof()
    on = marked(proof)
    bar = Desk.load().bar
    states = states_of(on, bar)
    claims = [c for c in on.marks.claims if c.score >= bar or c.pk in on.rulings.claims]
    rows: list[tuple[Claim | Quote | Fact, str, Ruling | None]] = [
        *((c, "claim", on.rulings.claims.get(c.pk)) for c in claims),
        *((q, f"{q.kind} quote", on.rulings.quotes.get(q.pk)) for q in on.marks.quotes),
        *((f, f.kind, on.rulings.facts.get(f.pk)) for f in on.marks.facts),
    ]
    rows.sort(key=lambda row: (row[0].start, -row[0].end))
    queries = Query.objects.filter(article=article).select_related("raised_by", "answered_by", "decided_by")
    return Report(
        proof=proof,
        lines=[_line(mark, kind, ruling, states[key(mark)]) for mark, kind, ruling in rows],
        queries=list(queries.order_by("id")),
        sign_offs=list(article.sign_offs.select_related("by", "proof").order_by("id")),
        clearances=list(article.clearances.select_related("by", "proof").order_by("id")),
    )


def _line(mark: Claim | Quote | Fact, kind: str, ruling: Ruling | None, state: State) -> Line:
    said = "" if ruling is None else ruling.state if isinstance(ruling, Tick) else getattr(ruling, "ruling", "")
    return Line(
        item=mark.text,
        kind=kind,
        key=key(mark),
        state=state,
        ruling=said,
        source=ruling.source if ruling else "",
        locator=ruling.locator if ruling else "",
        passage=ruling.passage if ruling else "",
        method=ruling.method if ruling else "",
        note=ruling.note if ruling else "",
        checker=str(ruling.by) if ruling else "",
        time=ruling.at if ruling else None,
    )
