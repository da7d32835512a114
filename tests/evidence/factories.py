"""Searches, documents and evidence.

`searched_claim("…", facts=[…])` is a claim in read copy, ready to be planned.
"""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from factcheck.articles.models import AuthorSource
from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.actions import ensure_providers
from factcheck.evidence.models import (
    Document,
    Evidence,
    Feed,
    FeedEntry,
    Hit,
    Provider,
    Search,
    Source,
)
from tests.claims.factories import ClaimFactory, FactFactory, read_article

CLAIM = "By Friday, about 3,000 rebels had entered Aleppo, Syria’s second-largest city."
STORY = """Rebels inside Aleppo
The weather over the province was mild, and shops were open until noon, shopkeepers said.
On Friday 2,987 fighters entered Aleppo, the country's second-largest city, the monitoring group said. Columns moved on toward Hama during the night.
Residents spoke of closed bakeries and of long queues for fuel on the road to the coast."""


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    name = factory.Sequence(lambda n: f"Outlet {n}")
    domain = factory.Sequence(lambda n: f"outlet{n}.example")


class DocumentFactory(DjangoModelFactory):
    """A page as kept. Give `work="waiting"` for one that is still to be fetched."""

    class Meta:
        model = Document

    url = factory.Sequence(lambda n: f"https://outlet{n}.example/story")
    source = factory.SubFactory(SourceFactory)
    title = "Rebels inside Aleppo"
    text = STORY
    work = "done"
    sketch = factory.LazyAttribute(lambda d: rules.sketch(d.text))


class SearchFactory(DjangoModelFactory):
    class Meta:
        model = Search

    claim = factory.SubFactory(ClaimFactory)
    provider = factory.LazyFunction(lambda: provider("archive"))
    claim_text = factory.SelfAttribute("claim.text")


class HitFactory(DjangoModelFactory):
    class Meta:
        model = Hit

    search = factory.SubFactory(SearchFactory)
    document = factory.SubFactory(DocumentFactory)
    rank = factory.Sequence(lambda n: n)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    claim = factory.SubFactory(ClaimFactory)
    document = factory.SubFactory(DocumentFactory)
    start = 0
    passage = "Rebels inside Aleppo"
    end = factory.LazyAttribute(lambda e: e.start + len(e.passage))
    claim_text = factory.SelfAttribute("claim.text")
    score = 0.5


class FeedFactory(DjangoModelFactory):
    class Meta:
        model = Feed

    url = factory.Sequence(lambda n: f"https://outlet{n}.example/feed.xml")
    title = "Outlet"


class FeedEntryFactory(DjangoModelFactory):
    class Meta:
        model = FeedEntry

    feed = factory.SubFactory(FeedFactory)
    guid = factory.Sequence(lambda n: f"{n:064d}")
    url = factory.Sequence(lambda n: f"https://outlet{n}.example/entry")
    title = "Fighters enter Aleppo, the second-largest city"
    text = "Nearly three thousand fighters are inside the city."


def provider(name: str, **changes: Any) -> Provider:
    """The provider of that name, changed as said."""
    ensure_providers()
    Provider.objects.filter(name=name).update(**(changes or {"on": True}))
    return Provider.objects.get(name=name)


def only(*names: str) -> None:
    """These providers switched on, the others off."""
    ensure_providers()
    Provider.objects.exclude(name__in=names).update(on=False)
    Provider.objects.filter(name__in=names).update(on=True)


def searched_claim(
    text: str = CLAIM, facts: list[tuple[str, str, str | None]] | None = None, **article: Any
) -> Claim:
    """A claim in the current, read copy of an open article, with its facts: (kind, words, value)."""
    one = read_article(
        text=f"Rebels enter the second city\n{text}\nNothing else is known.", **article
    )
    claim = ClaimFactory(proof=one.current_proof(), text=text)
    for kind, words, value in facts if facts is not None else FACTS:
        FactFactory(proof=claim.proof, claim=claim, kind=kind, text=words, value=value)
    return claim


FACTS: list[tuple[str, str, str | None]] = [
    ("date", "Friday", "2024-11-29"),
    ("number", "about 3,000", "3000"),
    ("place", "Aleppo", "Aleppo"),
    ("superlative", "second-largest", "second-largest"),
]


def author_source(claim: Claim, **changes: Any) -> AuthorSource:
    """A source the writer put on the claim's words."""
    given = {"address": "https://court.example/77", "start": claim.start, "end": claim.end}
    return AuthorSource.objects.create(
        article=claim.article, proof=claim.proof, words=claim.text, **{**given, **changes}
    )
