"""The writer's sources fetched and compared like any evidence."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, AuthorSource
from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.actions.ask import documents_at
from factcheck.evidence.actions.people import beside, must_stand
from factcheck.evidence.actions.providers import by_author
from factcheck.evidence.models import CitedSource, Document
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import AT_ONCE, nudge


def _placed() -> QuerySet[AuthorSource]:
    """Return the sources that hang on words of copy that was read, of open articles."""
    return AuthorSource.objects.filter(
        standing="live",
        start__isnull=False,
        proof__current=True,
        proof__extraction__work="done",
        article__closed_at=None,
    )


def _unplanned() -> Exists:
    known = CitedSource.objects.filter(claim=OuterRef("pk"), author_source=OuterRef(OuterRef("pk")))
    return Exists(
        Claim.objects.live()
        .filter(proof=OuterRef("proof"), start__lt=OuterRef("end"), end__gt=OuterRef("start"))
        .filter(~Exists(known))
    )


def _to_be_fetched() -> QuerySet[CitedSource]:
    """Return the sources of claims that name a page, may be fetched and are not yet."""
    may = Q(claim__article__restricted=False) | Q(allowed_by__isnull=False)
    live = Q(claim__standing="live", claim__article__closed_at=None)
    return CitedSource.objects.filter(may & live, document=None).exclude(address="")


def articles_to_cite(now: dt.datetime) -> QuerySet[Article, int]:
    """Return ids of open articles with a writer's source that is not beside its claim yet."""
    due = Q(pk__in=_placed().filter(_unplanned()).values("article"))
    due |= Q(pk__in=_to_be_fetched().values("claim__article"))
    return Article.objects.open().filter(due).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]


@transaction.atomic
def cite_article(article_id: int) -> int:
    """Set the writer's sources beside the claims they hang on; return how many were set.

    Twice is harmless. A page is fetched by its own sweep, and only where it may be.
    """
    article = (
        Article.objects.select_for_update(no_key=True).filter(pk=article_id, closed_at=None).first()
    )
    if article is None:
        return 0
    made = _add_rows(article)
    fetched = 0
    for row in _to_be_fetched().filter(claim__article=article).select_related("claim"):
        attach(row, documents_at([row.address])[row.address])
        fetched += 1
    if article.restricted:
        fetched += _attach_kept(article)
    if made or fetched:
        nudge("evidence")
    return made + fetched


def _add_rows(article: Article) -> int:
    claims = list(Claim.objects.live().filter(article=article, proof__current=True))
    sources = list(_placed().filter(article=article))
    known = set(
        CitedSource.objects.filter(claim__in=claims).values_list("claim_id", "author_source_id")
    )
    rows = [
        CitedSource(
            claim=claim,
            author_source=source,
            address=(rules.canonical_url(source.address) if source.address else None) or "",
        )
        for source in sources
        for claim in claims
        if source.overlaps(claim.start, claim.end) and (claim.pk, source.pk) not in known
    ]
    CitedSource.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _attach_kept(article: Article) -> int:
    """Set pages that are kept already beside restricted copy: nobody need be visited for them."""
    waiting = CitedSource.objects.filter(claim__article=article, document=None)
    kept = Document.objects.filter(work="done", only_for=None)
    attached = 0
    for row in waiting.exclude(address="").select_related("claim"):
        named = Q(url=row.address) | Q(canonical=row.address)
        document = kept.filter(named).order_by(F("fetched_at").desc(nulls_last=True)).first()
        if document is not None:
            attach(row, document.pk)
            attached += 1
    return attached


def attach(row: CitedSource, document_id: int) -> None:
    """Set a page beside the claim it is the writer's source for."""
    row.document = Document.objects.light().get(pk=document_id)
    row.save(update_fields=["document"])
    beside(row.claim, row.document, by_author())


@transaction.atomic
def fetch_cited(*, by: User | None, cited: CitedSource) -> None:
    """Have the writer's source fetched for restricted copy, because a person of the team says so.

    Refused where it names no page of the web.
    """
    claim = cited.claim
    require_on_article(by=by, verb="add source", article=claim.article)
    must_stand(claim)
    row = CitedSource.objects.select_for_update(of=("self",)).get(pk=cited.pk)
    if not row.address:
        raise Refused(_("The writer names no page of the web here. Look the source up yourself."))
    if row.document_id is not None:
        raise Refused(_("This source is fetched already."))
    row.allowed_by, row.allowed_at = by, timezone.now()
    row.save(update_fields=["allowed_by", "allowed_at"])
    attach(row, documents_at([row.address], added_by=by)[row.address])
    log(
        by=by,
        verb="add source",
        subject=claim,
        article_id=claim.article_id,
        text=f"Has the writer’s source {row.address} fetched for “{claim.text}”.",
        claim=claim.pk,
    )
    nudge("evidence")
