"""What a claim's searches came to, and earlier checks of the claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.evidence.models import Hit
from factcheck.evidence.reads.earlier_checks import checks_like, claims_like
from factcheck.evidence.reads.evidence import ClaimEvidence
from factcheck.newsroom.models import User
from factcheck.review.models import Verdict

_TRIED: Final = 30  # claims of like meaning that are looked at
_SHOWN: Final = 5  # earlier checks on a card
# What a search came to, in the order a desk asks, and how the card words it.
_SEARCH_OUTCOMES: Final = {
    "found": ngettext_lazy(
        "%(count)s search found pages", "%(count)s searches found pages", "count"
    ),
    "nothing found": _lazy("%(count)s found no page"),
    "failing": _lazy("%(count)s failing"),
    "given up": _lazy("%(count)s failed and given up"),
    "waiting": _lazy("%(count)s not asked yet"),
    "asking": _lazy("%(count)s being asked now"),
    "never asked": _lazy("%(count)s never asked, because the article is restricted"),
}


def gaps(evidence: ClaimEvidence) -> list[str]:
    """Return the count of each search outcome: "2 searches found pages", "1 never asked, …"."""
    count = Counter(search.state for search in evidence.searches)
    return [
        str(words % {"count": count[state]})
        for state, words in _SEARCH_OUTCOMES.items()
        if count[state]
    ]


@dataclass(frozen=True, slots=True)
class Before:
    """A verdict on the same words (`same`), or on others that mean the same, in another place."""

    verdict: Verdict
    claim: Claim
    article: Article
    same: bool


def checked_before(claim: Claim, user: User) -> list[Before]:
    """Return the desk's verdicts on claims of the same meaning, the most alike first.

    Only from articles that `user` may see.
    """
    like = {claim_like.id: claim_like for claim_like in claims_like(claim, limit=_TRIED)}
    rows = (
        Verdict.objects.filter(current=True, claim__in=like, claim__text=F("text"))
        .filter(claim__article__in=Article.objects.visible_to(user))
        .select_related("claim__article", "by", "evidence__document")
        .defer(*(f"evidence__document__{name}" for name in ("text", "sketch", "headers")))
    )
    earlier = [
        Before(
            verdict,
            verdict.claim,
            verdict.claim.article,
            verdict.text.strip() == claim.text.strip(),
        )
        for verdict in rows
        if verdict.claim is not None
    ]
    return sorted(
        earlier, key=lambda claim_like: (-like[claim_like.claim.pk].score, -claim_like.verdict.pk)
    )[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Outside:
    """A fact-check published elsewhere of the same meaning; `rating` in its publisher's words."""

    title: str
    url: str
    rating: str
    common: tuple[str, ...]


def checked_outside(claim: Claim) -> list[Outside]:
    """Return fact-checks found outside for any article, the most alike first, each page once."""
    like = {outside.id: outside for outside in checks_like(claim, limit=_SHOWN * 2)}
    rows = (
        Hit.objects.filter(pk__in=like)
        .select_related("document")
        .only("title", "rating", "document__url")
    )
    by_url: dict[str, tuple[float, Outside]] = {}
    for hit in rows:
        outside = Outside(
            hit.title or hit.document.url, hit.document.url, hit.rating, like[hit.pk].common
        )
        by_url.setdefault(hit.document.url, (like[hit.pk].score, outside))
    return [outside for _, outside in sorted(by_url.values(), key=lambda pair: -pair[0])][:_SHOWN]
