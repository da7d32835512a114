"""What a program may do: the actions of the pages, by JSON.

Each handler takes who, what was posted, and the path.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from factcheck.api.endpoint import Told, endpoint
from factcheck.api.fields import COPY, Fields
from factcheck.api.reads import may_run, proof_told, state_told
from factcheck.articles.actions import Outdated, edit_copy, import_copy, require_on_article
from factcheck.articles.models import Article
from factcheck.newsroom.models import User
from factcheck.review.actions import clear as clear_proof

_SAID = ("headline", "published", "deadline", "author", "author_name", "restricted", "url")


def _find(by: User, pk: int) -> Article:
    article = Article.objects.visible_to(by).filter(pk=pk).first()
    if article is None:
        raise Http404
    require_on_article(by=by, verb="see article", article=article)
    return article


def _bring_in(by: User, data: dict[str, Any]) -> Told:
    fields = Fields(data, (*COPY, *_SAID))
    text, blocks = fields.copy()
    article = import_copy(
        by=by,
        text=text,
        blocks=blocks,
        medium="cms",
        headline=fields.string("headline"),
        published=fields.date("published"),
        deadline=fields.moment("deadline"),
        author=fields.person("author"),
        author_name=fields.string("author_name"),
        restricted=fields.yes("restricted"),
        url=fields.address("url"),
    )
    return 201, proof_told(article.current_proof())


def _new_proof(by: User, data: dict[str, Any], pk: int) -> Told:
    article = _find(by, pk)
    fields = Fields(data, (*COPY, "base"))
    number = fields.number("base")
    text, blocks = fields.copy()
    base = article.proofs.filter(number=number).first()
    if base is None:
        raise Outdated(f"There is no proof {number}.")
    proof = edit_copy(by=by, article=article, text=text, blocks=blocks, base=base, medium="cms")
    return (200 if proof.pk == base.pk else 201), proof_told(proof)


def _state(by: User, data: dict[str, Any], pk: int) -> Told:
    return 200, state_told(_find(by, pk), timezone.now())


def _may_run(by: User, data: dict[str, Any], pk: int) -> Told:
    article = _find(by, pk)
    text, _ = Fields(data, ("text", "html", "file")).copy()
    return 200, may_run(article, text, timezone.now())


def _clear(by: User, data: dict[str, Any], pk: int) -> Told:
    article = _find(by, pk)
    fields = Fields(data, ("hash", "overrides"))
    proof = article.current_proof()
    if fields.string("hash", required=True) != proof.hash:
        raise Outdated("This is not the hash of the current proof.")
    clear_proof(by=by, article=article, proof=proof, overrides=fields.strings("overrides"))
    return 201, state_told(article, timezone.now())


articles = endpoint(post=_bring_in)
article = endpoint(get=_state)
proofs = endpoint(post=_new_proof)
runs = endpoint(post=_may_run)
clearance = endpoint(post=_clear)
