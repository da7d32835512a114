"""What a page is told of what colleagues do while it is open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.claims import actions as claims
from factcheck.newsroom.models import User
from factcheck.review import actions
from factcheck.review.reads.proof import news_of
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import ClaimFactory, FactFactory, read_article
from tests.newsroom.factories import CheckerFactory, ChiefFactory, ReporterFactory
from tests.review.test_pages import long_article, signed_in

pytestmark = pytest.mark.django_db


class Page:
    """The proof page in a browser: it keeps what it was told, and asks what is new."""

    def __init__(self, user: User, article: Article) -> None:
        self.client, self.article = signed_in(user), article
        page = self.client.get(article.get_absolute_url()).context["page"]
        self.since, self.proof = page.seen, page.proof.pk
        self.signatures: dict[int, str] = {}
        self.lines: dict[str, str] = {}
        self.told = self.look(since="")

    def look(self, **given: Any) -> dict[str, Any]:
        """What the page is told; nothing where there is no news."""
        had = ",".join(self.signatures.get(n, "") for n in range(len(self.signatures)))
        lines = ",".join(self.lines.values())
        data = {
            "since": self.since,
            "proof": self.proof,
            "blocks": had,
            "lines": lines,
            **given,
        }
        answer = self.client.post(reverse("review:live", args=[self.article.pk]), data)
        if answer.status_code == 204:
            return {}
        told: dict[str, Any] = answer.json()
        self.since = told["since"]
        self.signatures |= {int(n): block[0] for n, block in told["blocks"].items()}
        self.lines |= {key: html.split('data-sig="')[1][:8] for key, html in told["lines"].items()}
        return told


def test_nothing_is_told_until_somebody_does_something() -> None:
    claim = ClaimFactory()
    page = Page(CheckerFactory(), claim.article)
    assert page.look() == {}
    actions.give_verdict(
        by=CheckerFactory(name="Tom Weiss"), claim=claim, ruling="confirmed", source="Wire"
    )
    told = page.look()
    assert "confirmed" in told["lines"][claim.key]
    assert told["groups"]["done"] == [claim.key]
    assert told["news"] == [f"Tom Weiss: Ruled on “{claim}”: confirmed."]
    assert page.look() == {}


def test_only_the_blocks_that_changed_are_told() -> None:
    article = long_article(30)
    page = Page(CheckerFactory(), article)
    fact = article.facts.all()[7]
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="Wire")
    told = page.look()
    assert len(told["blocks"]) == 1
    assert told["lines"] == {}
    assert f'id="fact-{fact.pk}"' in next(iter(told["blocks"].values()))[1]
    assert "1 of 30 facts ticked" in told["parts"]["coverage"]


def test_ones_own_acts_are_no_news() -> None:
    claim, me = ClaimFactory(), CheckerFactory()
    page = Page(me, claim.article)
    actions.give_verdict(by=me, claim=claim, ruling="opinion")
    assert page.look()["news"] == []


def test_a_new_query_and_a_new_mark_of_a_colleague_are_told() -> None:
    article = read_article()
    page = Page(CheckerFactory(), article)
    proof = article.current_proof()
    actions.raise_query(by=CheckerFactory(), article=article, text="Who drew the map?")
    made = claims.mark(
        by=ReporterFactory(),
        article=article,
        kind="claim",
        start=0,
        end=len(proof.text.split("\n")[0]),
    )
    told = page.look()
    assert "Who drew the map?" in told["parts"]["query-list"]
    assert f'id="row-claim-{made.pk}"' in told["lines"][made.key]
    assert told["groups"]["rest"] == [made.key]


def test_a_newer_proof_is_offered_and_the_page_keeps_the_copy_it_shows() -> None:
    article = ArticleFactory()
    page = Page(CheckerFactory(), article)
    proof = next_proof(article, "Another headline\nOther copy.")
    actions.raise_query(by=CheckerFactory(), article=article, text="Why?")
    told = page.look()
    assert told["newer"] == proof.number
    assert told["blocks"] == told["lines"] == told["groups"] == {}
    assert "The copy was edited." in told["parts"]["coverage"]


def test_an_act_with_a_lower_number_that_is_seen_later_is_news() -> None:
    claim = ClaimFactory()
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion")
    newest, _, lines = news_of(claim.article).partition(".")
    page = Page(CheckerFactory(), claim.article)
    assert page.look(since=f"{newest}.{int(lines) - 1}") != {}


def test_what_is_told_costs_the_same_queries_however_long_the_proof() -> None:
    def cost(sentences: int) -> int:
        page = Page(CheckerFactory(), long_article(sentences))
        with CaptureQueriesContext(connection) as asked:
            page.look(since="")
        return len(asked)

    assert cost(3) == cost(25)


def test_nobody_is_told_of_a_restricted_article_but_its_team() -> None:
    article = ArticleFactory(restricted=True)
    url = reverse("review:live", args=[article.pk])
    assert signed_in(CheckerFactory()).post(url).status_code == 404
    assert signed_in(ChiefFactory()).post(url).status_code == 200
    assert Client().post(url).status_code == 302


def test_a_tick_is_shown_at_every_place_where_the_fact_recurs() -> None:
    article = read_article(text="Head\nAleppo fell.\nRebels hold Aleppo now.")
    proof = article.current_proof()
    first = FactFactory(proof=proof, text="Aleppo", kind="place")
    again = FactFactory(proof=proof, text="Aleppo", kind="place", start=proof.text.rindex("Aleppo"))
    page = Page(CheckerFactory(), article)
    actions.tick_fact(by=CheckerFactory(), fact=first, state="confirmed", source="Atlas")
    told = page.look()
    shown = "".join(html for _, html in told["blocks"].values())
    assert all(f'class="f f-green f-b f-e" id="fact-{fact.pk}"' in shown for fact in (first, again))
    assert "2 of 2 facts ticked" in told["parts"]["coverage"]
