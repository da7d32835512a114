"""Articles with a proof: `ArticleFactory(text="…")` has proof 1, found by
`article.current_proof()`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from factcheck.articles.models import Article, Block, Import, Proof, hash_of
from factcheck.text.language.blocks import find_blocks

COPY = """Rebels enter the second city
By Ann Lee
Rebels entered Aleppo on Friday, witnesses said. At least 12 people were killed.
“We will hold the road,” said General Omar Haddad, the army's spokesman.
The desk has sought comment from the army and the Iranian U.N. mission."""


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article
        skip_postgeneration_save = True

    headline = factory.Sequence(lambda n: f"Story {n}")
    published = dt.date(2024, 11, 30)

    @factory.post_generation
    def text(article: Article, create: bool, extracted: str | None, **_: Any) -> None:
        if create:
            ProofFactory(article=article, text=COPY if extracted is None else extracted)

    @factory.post_generation
    def team(article: Article, create: bool, extracted: list | None, **_: Any) -> None:
        if create and extracted:
            article.team.set(extracted)


class ProofFactory(DjangoModelFactory):
    """A proof with the blocks found in its text. Give `number` and `current` for a second one."""

    class Meta:
        model = Proof
        skip_postgeneration_save = True

    article = factory.SubFactory(ArticleFactory)
    number = 1
    text = COPY
    hash = factory.LazyAttribute(lambda proof: hash_of(proof.text))

    @factory.post_generation
    def blocks(proof: Proof, create: bool, extracted: object, **_: Any) -> None:
        if create:
            Block.objects.bulk_create(
                Block(proof=proof, kind=block.kind, start=block.span[0], end=block.span[1])
                for block in find_blocks(proof.text)
            )


def next_proof(article: Article, text: str) -> Proof:
    """The copy edited, as the database sees it."""
    last = article.current_proof()
    Proof.objects.filter(pk=last.pk).update(current=False)
    return ProofFactory(article=article, number=last.number + 1, text=text)


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = Import

    url = factory.Sequence(lambda n: f"https://paper.example/{n}")
