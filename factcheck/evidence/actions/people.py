"""What people do about evidence: search again, add a page, accept or reject a passage."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.actions.ask import documents_at
from factcheck.evidence.actions.plan import FORBIDDEN, compare_anew, make_searches
from factcheck.evidence.actions.providers import by_hand
from factcheck.evidence.constants import SIDES
from factcheck.evidence.models import RULINGS, TIERS, Document, Evidence, Hit, Provider, Search
from factcheck.evidence.rules.value_signs import is_shown_as_difference
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge


@transaction.atomic
def search_claim(*, by: User | None, claim: Claim) -> int:
    """Ask every search that is switched on about this claim; return how many will be asked.

    Whatever its score, again or for the first time. The last outcome of each stands until the new
    one is there.
    """
    article = claim.article
    require_on_article(by=by, verb="search", article=article)
    must_stand(claim)
    providers = list(Provider.objects.asked())
    if not providers:
        raise Refused(_("No search is switched on. A chief can switch one on in the admin."))
    for provider in providers:
        make_searches([claim], provider, restricted=article.restricted)
    rows = Search.objects.filter(claim=claim, provider__in=providers).exclude(work="running")
    if article.restricted:
        rows.filter(provider__outside=True).update(**FORBIDDEN)
        rows = rows.filter(provider__outside=False)
    asked = rows.update(
        work="waiting", tries=0, error="", next_try_at=timezone.now(), claim_text=claim.text
    )
    Document.objects.filter(hits__search__claim=claim, work="failed").update(
        work="waiting", tries=0, error="", next_try_at=timezone.now()
    )
    compare_anew(claim)
    log(
        by=by,
        verb="search",
        subject=claim,
        article_id=article.pk,
        text=f"Searched again for “{claim.text}”.",
    )
    nudge("evidence")
    return asked


@transaction.atomic
def add_source(*, by: User | None, claim: Claim, url: str) -> Document:
    """Set a page that a person names beside the claim: fetched, kept and compared like any other.

    Refused for restricted copy, unless the page is already kept: the visit itself would tell its
    owner of our interest.
    """
    article = claim.article
    require_on_article(by=by, verb="add source", article=article)
    must_stand(claim)
    canonical = rules.canonical_url(url)
    if canonical is None:
        raise Refused(
            _(
                "This is not a web address. Give the whole of it, beginning with http:// "
                "or https://."
            )
        )
    known = Document.objects.light().filter(url=canonical).first()
    if article.restricted and (known is None or known.work != "done" or known.erased_at):
        raise Refused(
            _(
                "This article is restricted: nothing about it leaves the building, and "
                "this page is not kept yet."
            )
        )
    document = known or Document.objects.light().get(
        pk=documents_at([canonical], added_by=by)[canonical]
    )
    if document.work == "failed" or document.erased_at:
        Document.objects.filter(pk=document.pk).fetch_anew()
    if beside(claim, document):
        log(
            by=by,
            verb="add source",
            subject=document,
            article_id=article.pk,
            text=f"Added {canonical} for “{claim.text}”.",
            claim=claim.pk,
        )
    nudge("evidence")
    return document


SIDE_WORDS = {
    "supports": "for the claim",
    "against": "against the claim",
    "background": "as background",
}

RULING_WORDS = {
    "accepted": "Accepted",
    "rejected": "Rejected",
    "suggested": "Took back the ruling on",
}


@transaction.atomic
def rule_on(
    *,
    by: User | None,
    evidence: Evidence,
    ruling: str,
    reason: str = "",
    tier: str = "",
    side: str = "",
) -> Evidence:
    """Accept or reject a passage, or take a ruling back ("suggested").

    Rejecting needs a reason, accepting does not. `tier`, when given, is the source's for this use.
    `side` is what an accepted passage does for the claim (`SIDES`), else what is proposed.
    """
    claim = evidence.claim
    require_on_article(by=by, verb="rule on evidence", article=claim.article)
    reason = " ".join(reason.split())
    _must_be_offered(ruling, tier, side)
    if ruling == "rejected" and not reason:
        raise Refused(_("Say why this passage is rejected."))
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    _must_be_as_read(row, Claim.objects.get(pk=claim.pk), evidence.passage)
    row.ruling, row.reason, row.tier = ruling, reason, tier or row.tier
    row.side = (side or proposed_side(row)) if ruling == "accepted" else ""
    row.ruled_by, row.ruled_at = (None, None) if ruling == "suggested" else (by, timezone.now())
    row.save(update_fields=["ruling", "reason", "tier", "side", "ruled_by", "ruled_at"])
    log(
        by=by,
        verb="rule on evidence",
        subject=row,
        article_id=claim.article_id,
        text=_ruling_told(row),
        ruling=ruling,
        reason=reason,
        tier=row.tier,
        side=row.side,
        claim=claim.pk,
        passage=row.passage,
    )
    nudge("evidence")
    return row


def proposed_side(row: Evidence) -> str:
    """Return the side of a passage whose ruling names none."""
    compared = row.comparisons.filter(fact__standing="live", outcome="other", sure=True)
    kinds = compared.values_list("fact__kind", flat=True)
    differs = any(is_shown_as_difference(kind) for kind in kinds)
    return rules.side_of(differs=differs, tier=row.usual_tier)


def _must_be_offered(ruling: str, tier: str, side: str) -> None:
    """Refused where a ruling, or a tier or side that is given, is none of those offered."""
    tiers, sides = ["", *TIERS], ["", *SIDES]
    if ruling not in RULINGS or tier not in tiers or side not in sides:
        raise Refused(_("Choose accept or reject, and one of the tiers and sides listed."))


def _must_be_as_read(row: Evidence, claim: Claim, passage: str) -> None:
    """Refused where the claim or the passage is no longer what the person read."""
    if row.claim_text != claim.text:
        raise Refused(
            _(
                "The claim has changed since this passage was set beside it. It is being "
                "compared again."
            )
        )
    if row.passage != passage:
        raise Refused(_("The passage changed while you looked at it. Read it again, then rule."))


def _ruling_told(row: Evidence) -> str:
    """Return the log's sentence of a ruling: what was ruled, of which page, and why."""
    side = f", {SIDE_WORDS[row.side]}" if row.side else ""
    reason = f": {row.reason}" if row.reason else "."
    return f"{RULING_WORDS[row.ruling]} evidence from {row.document}{side}{reason}"


def beside(claim: Claim, document: Document, provider: Provider | None = None) -> bool:
    """Set a page that a person brought beside the claim; False where it was there already.

    `provider` stands for who brought it: somebody of the desk, where it is None.
    """
    search, _ = Search.objects.get_or_create(
        claim=claim,
        provider=provider or by_hand(),
        defaults={
            "claim_text": claim.text,
            "work": "done",
            "found": "some",
            "asked_at": timezone.now(),
        },
    )
    place = Search.objects.select_for_update().get(pk=search.pk).hits.count()
    _, new = Hit.objects.get_or_create(search=search, document=document, defaults={"rank": place})
    if new:
        Search.objects.filter(pk=search.pk).update(count=place + 1, found="some", work="done")
    return new


def must_stand(claim: Claim) -> None:
    """Refused where the claim left the copy, or the article is closed."""
    if claim.standing == "archived" or claim.article.closed_at:
        raise Refused(
            _("This claim is no longer on the desk: it left the copy, or the article is closed.")
        )
