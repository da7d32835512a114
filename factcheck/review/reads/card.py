"""The card of a claim, a quote, or the loose facts of a block: all that a ruling needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.evidence.reads.evidence import ClaimEvidence, EvidenceRow, evidence_beside
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.rules import why_not_now
from factcheck.review.models import Query, Tick, Verdict
from factcheck.review.reads.queries import queries_of, with_people
from factcheck.review.reads.second import paragraph
from factcheck.review.reads.signatures import clearances_of
from factcheck.review.reads.states import (
    Marked,
    State,
    has_note,
    marked,
    marked_at,
    state_of_fact,
    state_of_ruled,
)

Kind = Literal["claim", "quote", "facts"]
VERBS = (
    "tick",
    "give verdict",
    "name speaker",
    "add record",
    "raise query",
    "answer query",
    "decide query",
    "throw out mark",
    "mark copy",
    "accept mark",
    "first read",
    "set alarm aside",
    "sign off",
    "clear",
    "override gate",
    "reopen copy",
    "set article",
    "edit copy",
    "search",
    "add source",
    "rule on evidence",
)


@dataclass(frozen=True, slots=True)
class CardFactRow:
    """A fact with the tick that counts for it and its earlier ticks.

    The tick may have been given at another of its places.
    """

    fact: Fact
    state: State
    tick: Tick | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Card:
    """All that one card shows.

    `key` is its name on the page ("claim-12"); `mark` the claim or quote, None for the loose facts
    of a block; `around` the block's words before and after the mark; `claims` those that a quote
    makes, each with its state.
    """

    key: str
    kind: Kind
    pk: int
    article: Article
    mark: Claim | Quote | None
    state: State | None
    verdict: Verdict | None
    earlier: Sequence[Verdict]
    facts: Sequence[CardFactRow]
    queries: Sequence[Query]
    evidence: ClaimEvidence | None
    around: tuple[str, str, str]
    claims: Sequence[tuple[Claim, State]] = ()

    @property
    def sources(self) -> Sequence[EvidenceRow]:
        """What a verdict may rest on: evidence not rejected, accepted first."""
        rows = (
            [row for row in self.evidence.evidence if row.ruling != "rejected"]
            if self.evidence
            else []
        )
        return sorted(rows, key=lambda row: row.ruling != "accepted")

    @property
    def source(self) -> str:
        """Return the first value of a tick's source field.

        It is the source of the mark's own verdict, else accepted evidence.
        """
        if self.verdict is not None:
            return self.verdict.source
        accepted = [row for row in self.sources if row.ruling == "accepted"]
        return source_name(accepted[0]) if accepted else ""

    @property
    def facts_open(self) -> int:
        return sum(row.state.open for row in self.facts)

    @property
    def name(self) -> str:
        return {"claim": _("Claim"), "quote": _("Quote"), "facts": _("Facts")}[self.kind]

    @property
    def url(self) -> str:
        return reverse(f"review:{self.kind}", args=[self.article.pk, self.pk])

    @property
    def reopened(self) -> str:
        """Return why the last verdict no longer counts; empty once somebody has ruled again."""
        return self.earlier[0].reopened if self.verdict is None and self.earlier else ""

    @property
    def verdict_url(self) -> str:
        name = "facts_rule" if self.kind == "facts" else f"{self.kind}_verdict"
        return reverse(f"review:{name}", args=[self.article.pk, self.pk])

    @property
    def record_url(self) -> str:
        """Return where a record, or the backing of an author's word, is added."""
        return reverse(f"review:{self.kind}_record", args=[self.article.pk, self.pk])

    @property
    def withdraw_url(self) -> str:
        return reverse(f"review:{self.kind}_withdraw", args=[self.article.pk, self.pk])


def source_name(row: EvidenceRow) -> str:
    return row.source or row.title or row.url


def may(user: User, article: Article) -> dict[str, bool]:
    """Which forms to show on an article as it stands. The actions check again."""
    stands = {
        "is_author": article.author_id == user.pk,
        "closed": article.closed_at is not None,
        "cleared": any(one.proof.current for one in clearances_of([article.pk])),
    }
    return {
        verb.replace(" ", "_"): user.may(verb) and not why_not_now(verb, **stands) for verb in VERBS
    }


def card(article: Article, kind: Kind, pk: int) -> Card | None:
    """Return the card `kind`-`pk` of the current proof, or None where it has no such mark."""
    if kind == "facts":
        return _loose(article, pk)
    model: type[Claim] | type[Quote] = Claim if kind == "claim" else Quote
    mark = model.objects.filter(article=article, pk=pk).defer("words").first()
    return _of_mark(article, kind, mark) if mark is not None else None


def _of_mark(article: Article, kind: Kind, mark: Claim | Quote) -> Card:
    proof = article.current_proof()
    mark.article = article
    if mark.proof_id == proof.pk:
        mark.proof = proof
    on = marked_at(proof, mark)
    rulings = (_of_claim if isinstance(mark, Claim) else _of_quote)(mark.pk)
    facts = on.marks.facts
    owed = not isinstance(mark, Claim) or mark.score >= Desk.load().bar
    return Card(
        key=f"{kind}-{mark.pk}",
        kind=kind,
        pk=mark.pk,
        article=article,
        mark=mark,
        state=state_of_ruled(mark, on, owed=owed),
        verdict=next((v for v in rulings if v.current and v.text == mark.text), None),
        earlier=[v for v in rulings if not v.current or v.text != mark.text],
        facts=_rows(facts, on),
        queries=_queries(article, mark.key, facts),
        evidence=evidence_beside(mark) if isinstance(mark, Claim) else None,
        around=paragraph(mark.proof.text, mark.start, mark.end),
        claims=_claims(on) if isinstance(mark, Quote) else (),
    )


def _claims(on: Marked) -> list[tuple[Claim, State]]:
    bar = Desk.load().bar
    return [
        (claim, state_of_ruled(claim, on, owed=claim.score >= bar)) for claim in on.marks.claims
    ]


@kept_statement
def _of_claim(claim: GivenValue) -> QuerySet[Verdict]:
    return Verdict.objects.filter(claim=claim).select_related("by", "evidence").order_by("-id")


@kept_statement
def _of_quote(quote: GivenValue) -> QuerySet[Verdict]:
    return Verdict.objects.filter(quote=quote).select_related("by", "evidence").order_by("-id")


def _queries(article: Article, key: str, facts: Sequence[Fact]) -> list[Query]:
    """Return the queries on the mark `key` and on these facts, oldest first."""
    on = {key, *(fact.key for fact in facts)}
    return with_people([one.pk for one in queries_of([article.pk]) if on & _asked_on(one)])


def _asked_on(query: Query) -> set[str]:
    return {f"claim-{query.claim_id}", f"quote-{query.quote_id}", f"fact-{query.fact_id}"}


def _rows(facts: Sequence[Fact], on: Marked) -> list[CardFactRow]:
    return [
        CardFactRow(
            fact=fact,
            state=state_of_fact(fact, on),
            tick=on.rulings.facts.get(fact.pk),
            elsewhere=fact.pk in on.rulings.facts and on.rulings.facts[fact.pk].fact_id != fact.pk,
        )
        for fact in facts
    ]


def _loose(article: Article, index: int) -> Card | None:
    proof = article.current_proof()
    blocks = list(proof.blocks.all())
    if not 0 <= index < len(blocks):
        return None
    block, on = blocks[index], marked(proof)
    bar = Desk.load().bar
    noted = {c.pk for c in on.marks.claims if has_note(c, on, bar)}
    facts = [
        f for f in on.marks.facts if block.start <= f.start < block.end and f.claim_id not in noted
    ]
    return Card(
        key=f"facts-{index}",
        kind="facts",
        pk=index,
        article=article,
        mark=None,
        state=None,
        verdict=None,
        earlier=[],
        facts=_rows(facts, on),
        queries=_queries(article, "", facts),
        evidence=None,
        around=("", proof.text[block.start : block.end], ""),
    )
