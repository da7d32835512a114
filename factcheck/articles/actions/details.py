"""What is said of a story: its headline, its day, its checker, who may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.articles.actions.permission import require_checker, require_on_article
from factcheck.articles.models import Article
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge

SETTABLE = (
    "headline",
    "embargo",
    "deadline",
    "assigned_to",
    "author",
    "author_name",
    "published",
    "restricted",
    "team",
)
# Who may see the article is a verb of its own in the table of permissions.
_RESTRICTING = frozenset({"restricted", "team"})


def _format_value(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    return "none" if value is None else str(value)


@transaction.atomic
def set_article(*, by: User | None, article: Article, **changes: Any) -> Article:
    """Change what is said of the story: any of SETTABLE.

    `team` is an iterable of users; the rest are fields.
    """
    unknown = set(changes) - set(SETTABLE)
    if unknown:
        raise TypeError(f"An article has no {', '.join(sorted(unknown))} to set.")
    restricting = set(changes) & _RESTRICTING
    if set(changes) - restricting:
        require_on_article(by=by, verb="set article", article=article)
    if restricting:
        require_on_article(by=by, verb="restrict article", article=article)
    if "headline" in changes and not str(changes["headline"]).strip():
        raise Refused(_("An article needs a headline."))
    # What was before is read under the lock, or the log would tell of a state that never was.
    locked = Article.objects.select_for_update().get(pk=article.pk)
    _check_checker(locked, changes)
    logged = _set_team(locked, changes.pop("team", None))
    logged |= _set_fields(locked, changes)
    # Last: only then does the row say who may still see it.
    logged |= _keep_inside(locked, by)
    if logged:
        text = "; ".join(
            f"{name.replace('_', ' ')}: {before or 'none'} → {after or 'none'}"
            for name, (before, after) in logged.items()
        )
        log(
            by=by,
            verb="set article",
            subject=locked,
            article_id=locked.pk,
            text=text,
            changes=logged,
        )
        nudge("articles")
    article.refresh_from_db()
    return article


def _check_checker(article: Article, changes: Mapping[str, Any]) -> None:
    """Refuse a checker who may not be it, as `assign_article` does, where either one changes."""
    author = changes.get("author", article.author)
    checker = changes.get("assigned_to", article.assigned_to)
    if (author, checker) != (article.author, article.assigned_to):
        require_checker(checker, author=author.pk if author else None, field="assigned_to")


def _set_team(article: Article, team: Iterable[User] | None) -> dict[str, list[str]]:
    """Set the team where one is given; return its names before and after where they differ."""
    if team is None:
        return {}
    before = _team_names(article)
    article.team.set(team)
    after = _team_names(article)
    return {"team": [before, after]} if before != after else {}


def _keep_inside(article: Article, by: User | None) -> dict[str, list[str]]:
    """Put whoever restricts an article on its team, where they could not see it any longer.

    Else they could not take back what they did, and only a chief could.
    """
    if by is None or Article.objects.visible_to(by).filter(pk=article.pk).exists():
        return {}
    before = _team_names(article)
    article.team.add(by)
    return {"team": [before, _team_names(article)]}


def _team_names(article: Article) -> str:
    return ", ".join(sorted(str(user) for user in article.team.all()))


def _set_fields(article: Article, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Save the fields that differ; return each as it was and as it is, for the log."""
    logged = {}
    for name, value in values.items():
        before = getattr(article, name)
        if before != value:
            logged[name] = [_format_value(before), _format_value(value)]
            setattr(article, name, value)
    if "published" in logged:
        article.published_from = ""  # a person's word, no longer the document's
    article.save(update_fields=[*logged, "published_from"])
    return logged
