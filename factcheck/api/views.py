"""What a program may do: the actions of the pages, by JSON."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from factcheck.api.endpoint import Result, endpoint, takes
from factcheck.api.fields import ARTICLE, COPY, Fields
from factcheck.api.models import CLEAR, IMPORT, READ
from factcheck.api.reads import article_json, may_run_json, proof_json
from factcheck.articles.actions import Outdated, edit_copy, import_copy, require_on_article
from factcheck.articles.models import Article
from factcheck.newsroom.models import User
from factcheck.review.actions import clear as clear_proof


def _find(by: User, pk: int) -> Article:
    # "Not found" also of one that is restricted: its number alone would tell that there is a story.
    article = Article.objects.visible_to(by).filter(pk=pk).first()
    if article is None:
        raise Http404
    require_on_article(by=by, verb="see article", article=article)
    return article


@takes(
    *COPY,
    *ARTICLE,
    scope=IMPORT,
    success=(201,),
    returns="Proof",
)
def _bring_in(by: User, fields: Fields) -> Result:
    """Bring in an article; its copy as text, HTML or a file."""
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
    return 201, proof_json(article.current_proof())


@takes(
    *COPY,
    "base",
    "why",
    scope=IMPORT,
    success=(201, 200),
    returns="Proof",
)
def _new_proof(by: User, fields: Fields, pk: int) -> Result:
    """Make a new proof of the article from proof `base`; 200 where nothing changed."""
    article = _find(by, pk)
    # Before the copy is read: a file may take seconds in the sandbox.
    number = fields.number("base")
    text, blocks = fields.copy()
    base = article.proofs.filter(number=number).first()
    if base is None:
        raise Outdated(f"There is no proof {number}.")
    proof = edit_copy(
        by=by,
        article=article,
        text=text,
        blocks=blocks,
        base=base,
        medium="cms",
        why=fields.string("why"),
    )
    return (200 if proof.pk == base.pk else 201), proof_json(proof)


@takes(
    scope=READ,
    success=(200,),
    returns="Article",
)
def _state(by: User, fields: Fields, pk: int) -> Result:
    """Return the article's state, gate, coverage and clearance."""
    return 200, article_json(_find(by, pk), timezone.now())


@takes(
    "text",
    "html",
    "file",
    scope=READ,
    success=(200,),
    returns="MayRun",
)
def _may_run(by: User, fields: Fields, pk: int) -> Result:
    """Return whether exactly this text may run, with the reasons against."""
    article = _find(by, pk)
    text, _ = fields.copy()
    return 200, may_run_json(article, text, timezone.now())


@takes(
    "hash",
    "overrides",
    scope=CLEAR,
    success=(201,),
    returns="Article",
)
def _clear(by: User, fields: Fields, pk: int) -> Result:
    """Clear the current proof, named by its hash; overrides are a chief's."""
    article = _find(by, pk)
    proof = article.current_proof()
    # By its hash, not its number: exactly this text is cleared, as the CMS has it.
    if fields.string("hash", required=True) != proof.hash:
        raise Outdated("This is not the hash of the current proof.")
    clear_proof(
        by=by,
        article=article,
        proof=proof,
        overrides=fields.strings("overrides"),
    )
    return 201, article_json(article, timezone.now())


articles = endpoint(post=_bring_in)
article = endpoint(get=_state)
proofs = endpoint(post=_new_proof)
runs = endpoint(post=_may_run)
clearance = endpoint(post=_clear)
