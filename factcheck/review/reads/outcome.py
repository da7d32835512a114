"""Everything found about one article, as `manage.py factcheck` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Extraction
from factcheck.evidence.models import Comparison, Document, Evidence, Hit, Search
from factcheck.newsroom.models import Desk
from factcheck.replies.reads.comment_requests import requests_of, sentence_if_sent_of
from factcheck.review.reads.findings import ArticleFindings, findings_of
from factcheck.review.reads.gate import gate

AGREES = {"same": True, "other": False, "not mentioned": None}
UNFINISHED = Q(work__in=["waiting", "running"])


@dataclass(frozen=True, slots=True)
class Left:
    """How much of the background work of one article is over: `done` of `total` rows."""

    done: int
    total: int

    @property
    def finished(self) -> bool:
        return self.done == self.total


def work_left(article: Article) -> Left:
    """Count the machine's work that is not done, by state.

    It is the reading, each claim's searches, their pages, and the comparing of each page. A reading
    that failed, and an article whose claims have not been planned yet, count too, so that nothing
    ends too soon.
    """
    proof = article.current_proof()
    reading = Extraction.objects.filter(proof=proof).defer("reading").first()
    if reading is None or reading.work in ("waiting", "running"):
        return Left(0, 1)
    searches = Search.objects.filter(claim__article=article, claim__standing="live")
    hits = Hit.objects.filter(search__in=searches)
    pages = Document.objects.filter(hits__in=hits).distinct()
    counts = (searches.count(), pages.count(), hits.count())
    unfinished = (
        searches.filter(UNFINISHED).count(),
        pages.filter(UNFINISHED).count(),
        hits.filter(compared_at=None).exclude(document__work="failed").count(),
    )
    return Left(1 + sum(counts) - sum(unfinished), 1 + sum(counts))


@dataclass(frozen=True, slots=True)
class CheckedArticle:
    """One article with all that is known of it. `reading` has the shape DESIGN gives a reading."""

    article: Article
    reading: dict[str, Any]
    findings: ArticleFindings
    searches: tuple[Search, ...]
    evidence: tuple[Evidence, ...]
    requests: tuple[dict[str, Any], ...]
    sentence: str
    gate: tuple[dict[str, Any], ...]

    @property
    def headline(self) -> str:
        return self.article.headline

    def as_json(self) -> dict[str, Any]:
        """Return the object that `manage.py factcheck --json` prints.

        `agrees` is null where the source is silent.
        """
        return {
            "article": {
                "id": self.article.pk,
                "headline": self.article.headline,
                "url": self.article.url or None,
            },
            "reading": self.reading,
            "findings": [
                {
                    "claim": found.text,
                    "state": found.finding.state,
                    "supported_by": found.finding.supported_by,
                    "accepted": found.finding.accepted,
                    "words": found.finding.words,
                }
                for found in self.findings.by_claim.values()
            ],
            "searches": [
                {
                    "claim": search.claim.text,
                    "provider": search.provider.name,
                    "query": search.query,
                    "state": search.found or search.work,
                    "found": search.count,
                }
                for search in self.searches
            ],
            "evidence": [
                {
                    "claim": row.claim.text,
                    "document": row.document_id,
                    "url": row.document.final_url or row.document.url,
                    "passage": row.passage,
                    "facts": [_fact(comparison) for comparison in row.comparisons.all()],
                }
                for row in self.evidence
            ],
            "requests": list(self.requests),
            "sentence": self.sentence,
            "gate": list(self.gate),
        }

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """(title, lines) for a terminal, in the order of the work."""
        reading = self.reading
        yield "Quotes", [_quote_line(reading["text"], quote) for quote in reading["quotes"]]
        bar = Desk.load().bar
        yield (
            "Claims to check",
            [_at(reading, claim) for claim in reading["claims"] if claim["score"] >= bar],
        )
        yield (
            f"Findings: {self.findings.counts() or 'none'}",
            _finding_lines(self.findings),
        )
        yield "Searches", [_search_line(search) for search in self.searches]
        yield "Evidence", [_evidence_line(row) for row in self.evidence]
        yield "Comment requests", [f"{row['party']}: {row['status']}" for row in self.requests]
        yield "Sentence", [self.sentence] if self.sentence else []
        yield "It may not run yet", [f"{row['reason']}: {row['count']}" for row in self.gate]


def _fact(comparison: Comparison) -> dict[str, Any]:
    return {
        "value": comparison.value,
        "in_source": comparison.in_source or None,
        "agrees": AGREES[comparison.outcome],
    }


def _at(reading: dict[str, Any], mark: dict[str, Any]) -> str:
    start, end = mark["span"]
    return " ".join(reading["text"][start:end].split())


def _quote_line(text: str, quote: dict[str, Any]) -> str:
    words = " … ".join(" ".join(text[start:end].split()) for start, end in quote["content"])
    return f"{(quote['speaker'] or {}).get('name') or 'nobody named'} ({quote['kind']}): {words}"


def _finding_lines(findings: ArticleFindings) -> list[str]:
    """Return what the sources say of each claim that was searched."""
    return [
        f"{found.text}: {found.finding.words}"
        for found in findings.by_claim.values()
        if found.finding.state != "not_asked"
    ]


def _search_line(search: Search) -> str:
    query, state = search.query or "-", search.found or search.work
    return f"{search.provider.label}: {query}: {state} {search.count}"


def _evidence_line(row: Evidence) -> str:
    return f"{row.document.title or row.document.url}: {row.passage}"


def outcome_of(article: Article, now: datetime) -> CheckedArticle:
    """Return what the database holds about `article`'s current proof."""
    proof = article.current_proof()
    extraction = Extraction.objects.filter(proof=proof).first()
    empty: dict[str, Any] = dict.fromkeys(
        ("blocks", "quotes", "claims", "facts", "asks", "tks"), ()
    )
    claims = Claim.objects.live().filter(proof=proof)
    searches = Search.objects.filter(claim__in=claims).select_related("claim", "provider")
    evidence = (
        Evidence.objects.standing().filter(claim__in=claims).select_related("claim", "document")
    )
    return CheckedArticle(
        article=article,
        reading={
            "name": article.headline,
            "text": proof.text,
            **((extraction and extraction.reading) or empty),
        },
        findings=findings_of(article),
        searches=tuple(searches.order_by("claim__start", "provider__name")),
        evidence=tuple(evidence.order_by("claim__start", "-score").prefetch_related("comparisons")),
        requests=tuple(
            {
                "party": row.request.party.name,
                "status": row.status,
                "deadline": row.request.deadline.isoformat() if row.request.deadline else None,
            }
            for row in requests_of(article, now)
        ),
        sentence=sentence_if_sent_of(article, now).text,
        gate=tuple(
            {"reason": blocker.reason, "count": blocker.count} for blocker in gate(article, now)
        ),
    )
