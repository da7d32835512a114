"""Which claim is to be asked of whom.

Rows first, so that "never asked" can be told from "nothing found".
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact
from factcheck.evidence.models import Comparison, Evidence, Hit, Provider, Search
from factcheck.evidence.reads.evidence import claims_at_bar
from factcheck.newsroom.actions import log
from factcheck.newsroom.sweeps import AT_ONCE, nudge

FORBIDDEN = {"work": "done", "found": "forbidden", "query": "", "error": ""}


def claims_to_search() -> QuerySet[Claim]:
    """Claims the desk wants checked, in the read copy of open articles."""
    return claims_at_bar().filter(article__closed_at=None, proof__extraction__work="done")


def _changed() -> Q:
    """Claims that were searched as they stood before an edit."""
    return Q(
        Exists(Search.objects.filter(claim=OuterRef("pk")).exclude(claim_text=OuterRef("text")))
    )


def _allowed_again() -> Q:
    forbidden = Search.objects.filter(claim=OuterRef("pk"), found="forbidden")
    return Q(Exists(forbidden)) & Q(article__restricted=False)


def _with_new_facts() -> Q:
    """Claims with a fact that was marked after their evidence was compared."""
    beside = Evidence.objects.filter(claim=OuterRef("claim"), claim_text=OuterRef("claim__text"))
    compared = Comparison.objects.filter(fact=OuterRef("pk"))
    uncompared = Fact.objects.filter(claim=OuterRef("pk"), standing="live").filter(
        Exists(beside), ~Exists(compared)
    )
    settled = ~Exists(Hit.objects.filter(search__claim=OuterRef("pk"), compared_at=None))
    return Q(Exists(uncompared)) & Q(settled)


def articles_to_plan(now: dt.datetime) -> QuerySet[Article, int]:
    """Return ids of open articles that have searches to plan.

    A claim lacks a search, or the claim, its facts or the article's restriction changed.
    """
    missing = Q(pk__in=[])
    for provider_id in Provider.objects.asked().values_list("pk", flat=True):
        missing |= ~Q(Exists(Search.objects.filter(claim=OuterRef("pk"), provider_id=provider_id)))
    due = claims_to_search().filter(missing)
    searched = Claim.objects.live().filter(article__closed_at=None, proof__current=True)
    again = searched.filter(_changed() | _allowed_again() | _with_new_facts())
    to_plan = Q(pk__in=due.values("article")) | Q(pk__in=again.values("article"))
    return (
        Article.objects.open().filter(to_plan).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    )


@transaction.atomic
def plan_article(article_id: int) -> int:
    """Make and mend the search rows of one article; return how many were made or put back.

    Twice is harmless.
    """
    article = (
        Article.objects.select_for_update(no_key=True).filter(pk=article_id, closed_at=None).first()
    )
    if article is None:
        return 0
    here = Claim.objects.live().filter(article=article, proof__current=True)
    mended = sum(_search_anew(claim) for claim in here.filter(_changed()))
    if not article.restricted:
        mended += Search.objects.filter(claim__in=here, found="forbidden").update(
            work="waiting", found="", tries=0, next_try_at=timezone.now()
        )
    for claim in here.filter(_with_new_facts()):
        compare_anew(claim)
        mended += 1
    made = 0
    for provider in Provider.objects.asked():
        claims = claims_to_search().filter(article=article)
        lacking = claims.exclude(
            Exists(Search.objects.filter(claim=OuterRef("pk"), provider=provider))
        )
        made += len(make_searches(list(lacking), provider, restricted=article.restricted))
    if made or mended:
        nudge("evidence")
    return made + mended


def make_searches(claims: list[Claim], provider: Provider, *, restricted: bool) -> list[Search]:
    """One row a claim.

    For restricted copy an outside provider's row says that it is forbidden, and is never asked.
    """
    forbidden = FORBIDDEN if restricted and provider.outside else {}
    rows = [
        Search(claim=claim, provider=provider, claim_text=claim.text, **forbidden)
        for claim in claims
    ]
    return Search.objects.bulk_create(rows, ignore_conflicts=True)


def _search_anew(claim: Claim) -> int:
    """Plan the searches of claims that an edit changed; return how many.

    What was found for them is compared again. The row of a worker that is asking just now is left
    to it, and found changed at the next run.
    """
    stale = (
        Search.objects.filter(claim=claim).exclude(claim_text=claim.text).exclude(work="running")
    )
    quiet = stale.filter(Q(provider__on=False) | Q(found="forbidden")).update(claim_text=claim.text)
    asked = stale.filter(provider__on=True).update(
        claim_text=claim.text,
        work="waiting",
        found="",
        count=0,
        error="",
        notes=[],
        tries=0,
        next_try_at=timezone.now(),
    )
    if quiet or asked:
        compare_anew(claim)
        log(
            by=None,
            verb="search",
            subject=claim,
            article_id=claim.article_id,
            text=f"The claim changed; it is searched for and compared again: “{claim.text}”",
        )
    return quiet + asked


def compare_anew(claim: Claim) -> None:
    hits = Hit.objects.filter(search__claim=claim, compared_at__isnull=False)
    # Locked in order: comparing locks some of the same rows.
    ids = list(hits.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    Hit.objects.filter(pk__in=ids).update(compared_at=None)
