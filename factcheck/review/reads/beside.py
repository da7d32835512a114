"""A claim's facts, each beside what every source says of it; what searches left open; earlier
checks of the claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact
from factcheck.evidence.models import Hit
from factcheck.evidence.reads.earlier_checks import checks_like, claims_like
from factcheck.evidence.reads.evidence import ClaimEvidence
from factcheck.newsroom.models import User
from factcheck.review.models import Verdict

_TRIED: Final = 30
_SHOWN: Final = 5
# Of a search: what it came to, in the order a desk asks.
_TOLD: Final = {
    "found": "found something",
    "nothing found": "found nothing",
    "failing": "failing",
    "given up": "failed and given up",
    "waiting": "not asked yet",
    "asking": "being asked now",
    "never asked": "never asked, because the article is restricted",
}


@dataclass(frozen=True, slots=True)
class Says:
    """One source on one fact: `value` is what it has instead, empty where it agrees or says
    nothing.
    """

    source: str
    evidence: int
    value: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FactBeside:
    kind: str
    text: str
    value: str
    same: tuple[Says, ...]
    other: tuple[Says, ...]
    missing: tuple[Says, ...]


def facts_beside(facts: Sequence[Fact], found: ClaimEvidence) -> list[FactBeside]:
    """Each fact of the claim against each source that was not rejected; a copy of a story counts
    with its story.
    """
    rows = [row for row in found.evidence if row.ruling != "rejected" and not row.stale]
    said: dict[tuple[str, str], dict[str, list[Says]]] = {}
    for row in rows:
        for fact in row.facts:
            by_outcome = said.setdefault(
                (fact.kind, fact.text), {"same": [], "other": [], "not mentioned": []}
            )
            value = fact.in_source if fact.outcome == "other" else ""
            # That words which are the same are the same needs no saying.
            why = "" if fact.outcome == "same" and fact.why.startswith("the same") else fact.why
            one = Says(row.source or row.title, row.id, value, why)
            if all(known.evidence != row.id for known in by_outcome[fact.outcome]):
                by_outcome[fact.outcome].append(one)
    shown = {(fact.kind, fact.text): fact for fact in facts}
    none: dict[str, list[Says]] = {}
    return [
        FactBeside(
            kind=fact.kind,
            text=fact.text,
            value=fact.value or "",
            same=tuple(said.get(name, none).get("same", ())),
            other=tuple(said.get(name, none).get("other", ())),
            missing=tuple(said.get(name, none).get("not mentioned", ())),
        )
        for name, fact in shown.items()
    ]


def gaps(found: ClaimEvidence) -> list[str]:
    """What the searches came to, as a count of each outcome: "2 found something", "1 never asked,
    …".
    """
    count = Counter(search.state for search in found.searches)
    return [f"{count[state]} {words}" for state, words in _TOLD.items() if count[state]]


@dataclass(frozen=True, slots=True)
class Before:
    """A verdict on the same words (`same`), or on others that mean the same, in another place."""

    verdict: Verdict
    claim: Claim
    article: Article
    same: bool


def checked_before(claim: Claim, user: User) -> list[Before]:
    """The desk's standing verdicts on claims that mean the same, in articles that `user` may see,
    the likest first.
    """
    like = {one.id: one for one in claims_like(claim, limit=_TRIED)}
    rows = (
        Verdict.objects.filter(current=True, claim__in=like, claim__text=F("text"))
        .filter(claim__article__in=Article.objects.visible_to(user))
        .select_related("claim__article", "by", "evidence__document")
        .defer(*(f"evidence__document__{name}" for name in ("text", "sketch", "headers")))
    )
    found = [
        Before(
            verdict,
            verdict.claim,
            verdict.claim.article,
            verdict.text.strip() == claim.text.strip(),
        )
        for verdict in rows
        if verdict.claim is not None
    ]
    return sorted(found, key=lambda one: (-like[one.claim.pk].score, -one.verdict.pk))[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Outside:
    """A fact-check that somebody else published of what means the same; `rating` in their own
    words.
    """

    title: str
    url: str
    rating: str
    common: tuple[str, ...]


def checked_outside(claim: Claim) -> list[Outside]:
    """Fact-checks found outside, for whatever article they were found, the likest first; each page
    once.
    """
    like = {one.id: one for one in checks_like(claim, limit=_SHOWN * 2)}
    rows = (
        Hit.objects.filter(pk__in=like)
        .select_related("document")
        .only("title", "rating", "document__url")
    )
    found: dict[str, tuple[float, Outside]] = {}
    for hit in rows:
        one = Outside(
            hit.title or hit.document.url, hit.document.url, hit.rating, like[hit.pk].common
        )
        found.setdefault(hit.document.url, (like[hit.pk].score, one))
    return [one for _, one in sorted(found.values(), key=lambda pair: -pair[0])][:_SHOWN]
