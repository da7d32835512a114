"""What pages show of an article's proofs, and who may see which article.

The latter is worked out for many articles and people at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from factcheck.articles.diff import diff
from factcheck.articles.models import Article, AuthorSource, Block, DeskNote, LeftOut, Proof
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.models import User


@kept_statement
def blocks_of(proof: GivenValue) -> QuerySet[Block]:
    """Return the blocks of a proof, by its id, in the order of the copy."""
    return Block.objects.filter(proof=proof).order_by("start")


@kept_statement
def author_sources(proof: GivenValue) -> QuerySet[AuthorSource]:
    """Return the writer's own sources on a proof, by its id, in the order of the copy."""
    return AuthorSource.objects.on(proof)


def article_seen_by(user: User, pk: int) -> Article | None:
    """Return an article with its people; None where there is none that this person may see."""
    found = _article(pk) if user.role == "chief" else _article_of(pk, user.pk)
    return next(iter(found), None)


@kept_statement
def _article(pk: GivenValue) -> QuerySet[Article]:
    chosen = Article.objects.filter(pk=pk).order_by()
    return chosen.select_related("author", "assigned_to", "created_by")


@kept_statement
def _article_of(pk: GivenValue, user: GivenValue) -> QuerySet[Article]:
    chosen = Article.objects.visible_to_person(user).filter(pk=pk).order_by()
    return chosen.select_related("author", "assigned_to", "created_by")


@dataclass(frozen=True, slots=True)
class Changed:
    """What an edit did, in a few words, and where it is shown."""

    text: str  # "2 paragraphs changed, 1 added"
    url: str


def diff_url(article_id: int, old: int, new: int) -> str:
    """Return the page that shows proofs number `old` and `new` side by side."""
    return f"{reverse('articles:diff', args=[article_id])}?{urlencode({'from': old, 'to': new})}"


def changed_between(old: Proof, new: Proof) -> Changed | None:
    """Return what differs between two proofs of one article.

    None where their copy is the same, sign for sign.
    """
    if old.hash == new.hash:
        return None
    summary = diff(old.text, new.text).summary
    return Changed(summary, diff_url(new.article_id, old.number, new.number))


@dataclass(frozen=True)
class Brought:
    """What a draft brought beside its words."""

    sources: list[AuthorSource]
    notes: list[DeskNote]
    gone: list[AuthorSource]  # whose words an edit took out
    left_out: list[LeftOut]


def brought_with(article: Article, proof: Proof) -> Brought:
    """Return what the drafts of an article brought, as it stands on a proof."""
    return Brought(
        sources=author_sources(proof.pk),
        notes=list(DeskNote.objects.on(proof)),
        gone=list(AuthorSource.objects.filter(article=article, standing="gone")),
        left_out=list(LeftOut.objects.filter(proof__article=article)),
    )


def proofs_of(article: Article) -> QuerySet[Proof]:
    """Every proof, newest first, without the copy itself."""
    return article.proofs.select_related("created_by").defer("text").order_by("-number")


def viewers(articles: Iterable[Article], people: Iterable[User]) -> dict[int, set[int]]:
    """Return who of `people` may see each of `articles`, by id, in one query.

    The rule is that of ArticleQuerySet.visible_to.
    """
    by_id = {article.pk: article for article in articles}
    everyone = {user.pk for user in people}
    chiefs = {user.pk for user in people if user.role == "chief"}
    seen = dict.fromkeys(by_id, everyone)
    restricted = [article for article in by_id.values() if article.restricted]
    for pk, own_people in _own_people(restricted).items():
        seen[pk] = chiefs | (everyone & own_people)
    return seen


def _own_people(articles: Iterable[Article]) -> dict[int, set[int | None]]:
    """Return who wrote, brought in or checks each of some articles, and who is of its team."""
    own_people = {
        article.pk: {article.author_id, article.assigned_to_id, article.created_by_id}
        for article in articles
    }
    # Most lists hold no restricted article, and then cost no query.
    if own_people:
        for member in Article.team.through.objects.filter(article__in=own_people):
            own_people[member.article_id].add(member.user_id)
    return own_people
