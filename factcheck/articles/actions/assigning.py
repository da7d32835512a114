"""Who checks an article: taken, handed over, assigned."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.articles.actions.permission import require_checker, require_on_article
from factcheck.articles.models import Article
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge


@transaction.atomic
def assign_article(
    *, by: User | None, article: Article, to: User | None, expected: int | None = None
) -> Article:
    """Take an article that nobody checks, hand over one's own, or, as an editor, assign any.

    `to` is who checks it from now on, None nobody; `expected` the id of the checker on the person's
    screen, 0 for nobody.
    """
    require_on_article(by=by, verb="assign article", article=article)
    locked = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    before = locked.assigned_to
    _require_as_seen(before, expected)
    _require_may_assign(by, before, to)
    require_checker(to, author=locked.author_id, field="to")
    locked.assigned_to = to
    locked.save(update_fields=["assigned_to"])
    log(
        by=by,
        verb="assign article",
        subject=locked,
        article_id=locked.pk,
        text=f"Checker: {before or 'nobody'} → {to or 'nobody'}.",
        changes={"assigned_to": [str(before or ""), str(to or "")]},
    )
    nudge("articles")
    article.refresh_from_db()
    return article


def _require_as_seen(before: User | None, expected: int | None) -> None:
    """Refuse where the checker is no longer the one on the person's screen."""
    if expected is None or expected == (before.pk if before else 0):
        return
    checker = before or _("Nobody")
    raise Refused(_("%(checker)s checks it by now. Look again.") % {"checker": checker})


def _require_may_assign(by: User | None, before: User | None, to: User | None) -> None:
    """Refuse a person who is no editor to take an article from somebody else."""
    if by is None or by.may("set article") or _may_pass_on(by, before, to):
        return
    checker = before or _("Nobody")
    raise Refused(
        _("%(checker)s checks it. Ask them or an editor to hand it over.") % {"checker": checker}
    )


def _may_pass_on(by: User, before: User | None, to: User | None) -> bool:
    """Return whether somebody takes what nobody has, or hands over what they have."""
    if before is None:
        return to is not None and to.pk == by.pk
    return before.pk == by.pk
