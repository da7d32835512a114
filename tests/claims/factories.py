"""Marks on a proof.

Say the words and where they stand is found: `ClaimFactory(proof=proof, text="Rebels entered")`.

Without `proof` there is a new article; without `text` the mark is on words of its copy that suit
its kind.
"""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from factcheck.articles.models import Article
from factcheck.claims.models import (
    Accusation,
    Ask,
    AskedParty,
    Claim,
    Extraction,
    Fact,
    Party,
    Quote,
    Tk,
)
from tests.articles.factories import ArticleFactory


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    name = factory.Sequence(lambda n: f"Ministry {n}")
    kind = "government"


class _MarkFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        on = factory.SubFactory(ArticleFactory)

    proof = factory.LazyAttribute(lambda mark: mark.on.current_proof())
    article = factory.LazyAttribute(lambda mark: mark.proof.article)
    first_proof = factory.LazyAttribute(lambda mark: mark.proof)
    start = factory.LazyAttribute(lambda mark: mark.proof.text.index(mark.text))
    end = factory.LazyAttribute(lambda mark: mark.start + len(mark.text))

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        # A declared default for `on` would make an article even where the proof is given.
        if "proof" in params:
            params.setdefault("on", None)
        return super()._generate(strategy, params)


class QuoteFactory(_MarkFactory):
    class Meta:
        model = Quote

    text = "We will hold the road"
    kind = "direct"
    contents = factory.LazyAttribute(lambda quote: [[quote.start, quote.end]])
    speaker = "Omar Haddad"
    speaker_title = "General"


class ClaimFactory(_MarkFactory):
    class Meta:
        model = Claim

    text = "At least 12 people were killed."
    kinds = ["number"]
    score = 0.9


class FactFactory(_MarkFactory):
    class Meta:
        model = Fact

    text = "12"
    kind = "number"
    value = factory.SelfAttribute("text")


class AskFactory(_MarkFactory):
    """`parties=[party, …]` are asked in it; each stands at its name where the copy has it, else at
    the whole ask.
    """

    class Meta:
        model = Ask
        skip_postgeneration_save = True

    text = "The desk has sought comment from the army and the Iranian U.N. mission."
    outcome = "sought"

    @factory.post_generation
    def parties(ask: Ask, create: bool, extracted: list[Party] | None, **_: Any) -> None:
        for party in (extracted or []) if create else []:
            at = ask.text.find(party.name)
            start = ask.start + max(at, 0)
            AskedParty.objects.create(
                ask=ask,
                party=party,
                name=party.name,
                start=start,
                end=start + len(party.name) if at >= 0 else ask.end,
            )


class HoleFactory(_MarkFactory):
    class Meta:
        model = Tk

    text = "TK"

    class Params:
        on = factory.SubFactory(ArticleFactory, text="The vote was TK to 12.")


class AccusationFactory(_MarkFactory):
    class Meta:
        model = Accusation

    text = "At least 12 people were killed."
    party = factory.SubFactory(PartyFactory)


class ExtractionFactory(DjangoModelFactory):
    """A reading that is over."""

    class Meta:
        model = Extraction

    proof = factory.LazyFunction(lambda: ArticleFactory().current_proof())
    work = "done"
    parts_done = 2


def read_article(**fields: Any) -> Article:
    """An article whose proof has been read, and holds no mark yet."""
    article = ArticleFactory(**fields)
    ExtractionFactory(proof=article.current_proof())
    return article
