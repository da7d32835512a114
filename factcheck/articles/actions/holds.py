"""Legal holds: while one stands, nothing of the article is erased."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions.permission import require_on_article
from factcheck.articles.models import Article, LegalHold
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User


@transaction.atomic
def hold_article(*, by: User, article: Article, why: str) -> LegalHold:
    """Put an article under legal hold: nothing of it is erased until somebody lifts it.

    Raises Refused without a reason, or where a hold stands.
    """
    require_on_article(by=by, verb="hold article", article=article)
    why = why.strip()
    if not why:
        raise Refused(_("Say why it is held: whoever lifts it must know."), field="why")
    # One may stand at a time, which the database holds to: of two at once the second is told.
    hold, is_new = LegalHold.objects.get_or_create(
        article=article,
        ended_at=None,
        defaults={"by": by, "why": why[:500]},
    )
    if not is_new:
        raise Refused(
            _("%(by)s put this article under legal hold already: %(why)s")
            % {"by": hold.by, "why": hold.why}
        )
    text = f"Put under legal hold: {hold.why}"
    log(
        by=by,
        verb="hold article",
        subject=hold,
        article_id=article.pk,
        text=text,
    )
    return hold


@transaction.atomic
def lift_hold(
    *,
    by: User,
    article: Article,
    hold_id: int,
    why: str,
) -> None:
    """End the hold that was shown, with the reason. Raises Refused where it stands no longer."""
    require_on_article(by=by, verb="hold article", article=article)
    why = why.strip()
    if not why:
        raise Refused(_("Say why the hold may end."), field="why")
    # That hold and no other: after a lift and a new hold the page tells of the old reason.
    standing = LegalHold.objects.filter(pk=hold_id, article=article, ended_at=None)
    if standing.update(ended_by=by, ended_at=timezone.now()) != 1:
        raise Refused(_("This hold has been lifted already. Reload the page."))
    hold = LegalHold.objects.get(pk=hold_id)
    text = f"Legal hold lifted: {why[:500]}"
    log(
        by=by,
        verb="hold article",
        subject=hold,
        article_id=article.pk,
        text=text,
    )
