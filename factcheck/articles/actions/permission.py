"""Who may do what to one article, as it stands."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from factcheck.articles.models import Article, Proof
from factcheck.newsroom.actions import NotAllowed, Refused, require_role
from factcheck.newsroom.models import User
from factcheck.newsroom.rules import why_not_now


def require_on_article(*, by: User | None, verb: str, article: Article) -> None:
    """Raise NotAllowed unless `by` may do `verb`, and may see `article` at all.

    Raise Refused where the article as it stands keeps them from it (`why_not_now`). Every later
    room's action asks here.
    """
    require_role(by, verb)
    if by is None:
        return
    # What decides is read anew: the caller's row may be older than the last change.
    cleared_proofs = Proof.objects.filter(
        article=OuterRef("pk"),
        current=True,
        cleared_at__isnull=False,
    )
    visible = Article.objects.visible_to(by).filter(pk=article.pk)
    rows = visible.annotate(cleared=Exists(cleared_proofs))
    seen = rows.values_list("closed_at", "author_id", "cleared").first()
    if seen is None:
        raise NotAllowed(_("This article is restricted to its team. Ask an editor to add you."))
    closed_at, author_id, is_cleared = seen
    reason = why_not_now(
        verb,
        is_author=author_id == by.pk,
        closed=closed_at is not None,
        cleared=is_cleared,
    )
    if reason:
        raise Refused(_(reason))


def require_checker(person: User | None, *, author: int | None, field: str) -> None:
    """Raise Refused unless a person may be the checker of copy by the author of this id."""
    if person is None:
        return
    if not person.may("give verdict"):
        raise Refused(_("%(person)s may not check copy.") % {"person": person}, field=field)
    if person.pk == author:
        raise Refused(_("The author may not check their own copy."), field=field)
