"""The desk, the proof and the ways of reading it, as pages."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Extraction
from factcheck.newsroom.models import User
from tests.articles.factories import ArticleFactory, ImportFactory
from tests.claims.factories import (
    AskFactory,
    ClaimFactory,
    ExtractionFactory,
    FactFactory,
    HoleFactory,
    QuoteFactory,
    read_article,
)
from tests.newsroom.factories import CheckerFactory, ChiefFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import QueryFactory

pytestmark = pytest.mark.django_db
PAGES = (
    "proof", "read", "history", "history_csv", "report", "report_csv", "report_json", "annotated", "annotated_css",
    "progress",
)  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Copy(HTMLParser):
    """The words inside the elements of class copy."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.words = 0, [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        begins = dict(attrs).get("class") == "copy"
        if begins:
            self.words.append("")
        self.depth += 1 if self.depth or begins else 0

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1 if self.depth else 0

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words[-1] += data


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def long_article(sentences: int) -> Article:
    """Each sentence a claim with a number in it, every third one a quote too."""
    lines = [f"“Column {n} has {1000 + n} men,” the general said." for n in range(sentences)]
    article = read_article(text="\n".join(lines))
    proof = article.current_proof()
    for n, line in enumerate(lines):
        claim = ClaimFactory(proof=proof, text=line)
        FactFactory(proof=proof, text=str(1000 + n), kind="number", claim=claim)
        if n % 3 == 0:
            QuoteFactory(proof=proof, text=f"Column {n} has {1000 + n} men")
    return article


def test_nobody_sees_anything_without_signing_in(client: Client) -> None:
    article = ArticleFactory()
    for name in PAGES:
        answer = client.get(reverse(f"review:{name}", args=[article.pk]))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_a_restricted_article_is_not_there_for_others(name: str) -> None:
    article = ArticleFactory(restricted=True)
    url = reverse(f"review:{name}", args=[article.pk])
    assert signed_in(CheckerFactory()).get(url).status_code == 404
    assert signed_in(ChiefFactory()).get(url).status_code == 200


def test_a_note_of_a_restricted_article_is_not_there_for_others() -> None:
    claim = ClaimFactory(on=ArticleFactory(restricted=True))
    url = reverse("review:claim", args=[claim.article_id, claim.pk])
    assert signed_in(CheckerFactory()).get(url).status_code == 404


def test_a_note_of_another_article_is_not_shown_under_this_one() -> None:
    claim = ClaimFactory(on=ArticleFactory(restricted=True))
    url = reverse("review:claim", args=[ArticleFactory().pk, claim.pk])
    assert signed_in(CheckerFactory()).get(url).status_code == 404


def test_the_desk_lists_what_the_person_may_see() -> None:
    ArticleFactory(headline="Open story")
    ArticleFactory(headline="Secret story", restricted=True)
    page = one_line(signed_in(CheckerFactory()).get("/"))
    assert "Open story" in page
    assert "Secret story" not in page


def test_the_desk_is_narrowed_to_mine_to_closed_and_to_words() -> None:
    me = CheckerFactory()
    ArticleFactory(headline="Mine to check", assigned_to=me)
    ArticleFactory(headline="Somebody else's")
    ArticleFactory(headline="Long gone", closed_at=timezone.now())
    client = signed_in(me)

    def shown(query: str) -> list[str]:
        return [row.article.headline for row in client.get(f"/?{query}").context["page"].rows]

    assert shown("show=mine") == ["Mine to check"]
    assert shown("show=closed") == ["Long gone"]
    assert shown("q=else") == ["Somebody else's"]
    assert shown("q=nothing") == []


def test_the_desk_sorts_by_headline_both_ways() -> None:
    ArticleFactory(headline="B")
    ArticleFactory(headline="a")
    client = signed_in(CheckerFactory())
    both = [
        [row.article.headline for row in client.get(f"/?sort={s}").context["page"].rows]
        for s in ("headline", "-headline")
    ]
    assert both == [["a", "B"], ["B", "a"]]


def test_an_empty_desk_says_how_to_begin() -> None:
    assert reverse("articles:import") in one_line(signed_in(CheckerFactory()).get("/"))


def test_the_desk_tells_who_brought_it_of_an_import_that_failed() -> None:
    me = ReporterFactory()
    ImportFactory(by=me, url="https://paper.example/gone", work="failed", error="The page is gone.")
    assert "The page is gone." in one_line(signed_in(me).get("/"))


def test_the_desk_counts_what_is_outstanding() -> None:
    article = ClaimFactory(on=read_article()).article
    QueryFactory(article=article)
    [row] = signed_in(CheckerFactory()).get("/").context["board"].checking.rows
    assert (row.article.line.claims_open, row.article.line.queries_open, row.state) == (
        1,
        1,
        "in check",
    )


def test_the_desk_asks_the_database_as_often_for_ten_articles_as_for_two() -> None:
    client = signed_in(CheckerFactory())
    for _ in range(2):
        long_article(2)
    few = queries_of(client, "/")
    for _ in range(8):
        long_article(2)
    assert queries_of(client, "/") == few


def test_the_proof_asks_the_database_as_often_for_many_marks_as_for_few() -> None:
    client = signed_in(CheckerFactory())
    few, many = long_article(3), long_article(30)
    urls = [reverse("review:proof", args=[article.pk]) for article in (few, many)]
    assert queries_of(client, urls[0]) == queries_of(client, urls[1])


def test_the_words_on_the_proof_page_are_the_copy_and_nothing_else() -> None:
    article = long_article(7)
    proof = article.current_proof()
    quote = QuoteFactory(proof=proof, text="men,” the general said.\n“Column 1")
    assert quote.start
    parser = Copy()
    parser.feed(
        one_line(signed_in(CheckerFactory()).get(reverse("review:proof", args=[article.pk])))
    )
    blocks = [proof.text[b.start : b.end] for b in proof.blocks.all()]
    assert parser.words[1:] == blocks


def test_hostile_copy_is_shown_as_words() -> None:
    article = ArticleFactory(
        text="Head\n<script>alert(1)</script> killed 12 & “<img src=x onerror=y>” he said."
    )
    ClaimFactory(proof=article.current_proof(), text="<script>alert(1)</script> killed 12")
    page = one_line(signed_in(CheckerFactory()).get(reverse("review:proof", args=[article.pk])))
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_claim_below_the_bar_has_its_note_only_when_all_are_asked_for() -> None:
    claim = ClaimFactory(score=0.1)
    client, url = signed_in(CheckerFactory()), reverse("review:proof", args=[claim.article_id])
    note = f'id="row-claim-{claim.pk}"'
    assert note not in one_line(client.get(url))
    assert note in one_line(client.get(f"{url}?all=1"))


def test_a_fact_outside_every_noted_claim_can_still_be_ticked() -> None:
    claim = ClaimFactory(score=0.1)
    fact = FactFactory(proof=claim.proof, text="Aleppo", kind="place", claim=claim)
    client = signed_in(CheckerFactory())
    page = client.get(reverse("review:proof", args=[claim.article_id]))
    [item] = [one for one in page.context["page"].sheet.items.all if one.kind == "facts"]
    card = one_line(client.get(item.url))
    assert reverse("review:tick", args=[claim.article_id, fact.pk]) in card


def test_asks_and_holes_stand_in_the_list() -> None:
    article = ArticleFactory(text="Head\nThe desk has sought comment from the army. TK more.")
    proof = article.current_proof()
    AskFactory(proof=proof, text="The desk has sought comment from the army.")
    HoleFactory(proof=proof, text="TK")
    page = (
        signed_in(CheckerFactory()).get(reverse("review:proof", args=[article.pk])).context["page"]
    )
    assert [item.kind for item in page.sheet.items.all] == ["ask", "TK"]


def test_the_reading_view_has_no_marks() -> None:
    claim = ClaimFactory()
    page = one_line(
        signed_in(CheckerFactory()).get(reverse("review:read", args=[claim.article_id]))
    )
    assert claim.text in page
    assert "data-k" not in page


def test_every_page_forbids_scripts_and_styles_that_are_not_ours() -> None:
    claim = ClaimFactory()
    answer = signed_in(CheckerFactory()).get(reverse("review:proof", args=[claim.article_id]))
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    body = one_line(answer)
    assert " style=" not in body
    assert " onclick=" not in body
    assert Claim.objects.count() == 1


def test_copy_that_is_not_english_says_what_was_read_of_it(client: Client) -> None:
    extraction = ExtractionFactory(reading={"language": "fr"})
    client.force_login(CheckerFactory())
    address = reverse("review:proof", args=[extraction.proof.article_id])
    says = "French: quotations in marks, numbers, dates and names only."
    assert says in one_line(client.get(address))
    Extraction.objects.filter(pk=extraction.pk).update(reading={"language": "en"})
    assert "not English" not in client.get(address).content.decode()
