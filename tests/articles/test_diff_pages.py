"""What an edit would do, what it did, and two proofs side by side, as pages."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factcheck.articles.actions import edit_copy
from factcheck.articles.models import Article, Proof
from factcheck.articles.reads import changed_between
from factcheck.claims.models import Claim, Fact
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import work_off
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import ClaimFactory, FactFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.review.factories import signed

pytestmark = pytest.mark.django_db
COPY = "Rebels enter the city\n\nAt least 12 people were killed on Friday.\n\nThe army denied it.\n\nNobody knows why."


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def marked() -> Article:
    article = ArticleFactory(text=COPY)
    proof = article.current_proof()
    ClaimFactory(proof=proof, text="At least 12 people were killed on Friday.")
    ClaimFactory(proof=proof, text="The army denied it.")
    FactFactory(proof=proof, text="12")
    ClaimFactory(proof=proof, text="Nobody knows why.")
    return article


def test_two_proofs_stand_side_by_side_with_their_changed_words_marked() -> None:
    article = ArticleFactory(text=COPY)
    next_proof(article, COPY.replace("12", "14"))
    found = page(signed_in(CheckerFactory()), reverse("articles:diff", args=[article.pk]))
    assert "At least <del>12</del> people" in found
    assert "At least <ins>14</ins> people" in found
    assert "1 paragraph changed" in found


def test_any_two_proofs_are_compared_and_a_proof_that_is_not_there_is_not_found() -> None:
    article = ArticleFactory(text=COPY)
    next_proof(article, COPY.replace("12", "14"))
    next_proof(article, COPY.replace("12", "15"))
    client, url = signed_in(CheckerFactory()), reverse("articles:diff", args=[article.pk])
    assert "<del>12</del> people" in page(client, f"{url}?from=1&to=3")
    assert "<del>14</del> people" in page(client, url)
    for said in ("9", "x", "²", "-1", "0", "1" * 400):
        assert client.get(f"{url}?from={said}").status_code == 404


def test_hostile_copy_is_shown_as_words() -> None:
    article = ArticleFactory(text="<script>alert(1)</script> old")
    next_proof(article, "<script>alert(2)</script> new")
    found = page(signed_in(CheckerFactory()), reverse("articles:diff", args=[article.pk]))
    assert "<script>alert" not in found


def test_the_way_to_what_changed_leads_to_the_last_signed_proof() -> None:
    article, editor = ArticleFactory(text=COPY), EditorFactory(name="Mara")
    first = article.current_proof()
    signed(article, editor, first)
    next_proof(article, COPY.replace("12", "14"))
    next_proof(article, COPY.replace("12", "15"))
    found = page(signed_in(CheckerFactory()), reverse("review:changed", args=[article.pk]))
    assert "<del>12</del> people" in found
    assert "Since Mara signed" in found


def test_what_changed_since_is_said_in_a_few_words_with_its_place() -> None:
    article = ArticleFactory(text=COPY)
    first = article.current_proof()
    second = next_proof(article, COPY.replace("12", "14") + "\n\nMore.")
    found = changed_between(first, second)
    assert found is not None
    assert found.text == "1 paragraph changed, 1 added"
    assert found.url == f"/articles/{article.pk}/proofs/?from=1&to=2"
    assert changed_between(first, first) is None


def test_what_an_edit_would_do_is_said_before_it_is_saved() -> None:
    article = marked()
    base = article.current_proof()
    text = (
        "Rebels enter the city\n\nAt least 14 people were killed on Friday.\n\nThe army denied it."
    )
    url = reverse("claims:edit_preview", args=[article.pk])
    answer = signed_in(ReporterFactory()).post(
        url, {"text": text.replace("\n", "\r\n"), "base": base.pk}
    )
    found = answer.content.decode()
    assert "Marks: 1 unchanged, 2 reopen, 1 archived." in found
    assert "At least <ins>14</ins> people" in found
    assert "The army denied it.</textarea>" in found
    assert Proof.objects.count() == 1
    assert {claim.standing for claim in Claim.objects.all()} == {"live"}


def test_an_uploaded_file_makes_the_next_proof_with_its_own_kinds_of_block() -> None:
    article = ArticleFactory(text=COPY)
    html = b"<html><body><article><h1>Rebels enter</h1><p>At least 12 people were killed.</p></article></body></html>"
    url = reverse("articles:edit", args=[article.pk])
    given = {
        "file": SimpleUploadedFile("new.html", html),
        "base": article.current_proof().pk,
        "text": COPY,
    }
    signed_in(ReporterFactory()).post(url, given)
    proof = article.current_proof()
    assert (proof.number, proof.medium) == (2, "html")
    assert [block.kind for block in proof.blocks.all()] == ["headline", "body"]


def test_a_file_that_was_looked_at_first_keeps_its_kinds_unless_its_words_were_edited_then() -> (
    None
):
    article = ArticleFactory(text=COPY)
    client, base = signed_in(ReporterFactory()), article.current_proof()
    html = b"<html><body><article><h1>One plain line of copy.</h1><p>Two things were said at the meeting on Friday.</p></article></body></html>"
    given = {"file": SimpleUploadedFile("new.html", html), "base": base.pk}
    form = (
        client.post(reverse("claims:edit_preview", args=[article.pk]), given)
        .context["form"]
        .initial
    )
    assert json.loads(form["laid"])["medium"] == "html"
    for text, kinds in ((form["text"] + " And more.", "paste"), (form["text"], "html")):
        base = article.current_proof()
        client.post(
            reverse("articles:edit", args=[article.pk]),
            {"text": text, "base": base.pk, "laid": form["laid"]},
        )
        assert article.current_proof().medium == kinds


@pytest.mark.parametrize(
    "laid", ["[", "{}", "[1]", '{"hash": 1, "medium": "html", "blocks": [["x", 1, 2]]}', "null"]
)
def test_nonsense_in_the_hidden_field_is_no_copy(laid: str) -> None:
    article = ArticleFactory(text=COPY)
    data = {"text": COPY + " More.", "base": article.current_proof().pk, "laid": laid}
    assert (
        signed_in(ReporterFactory())
        .post(reverse("articles:edit", args=[article.pk]), data)
        .status_code
        == 302
    )
    assert article.current_proof().medium == "paste"


def test_what_an_edit_did_is_said_once_the_new_proof_is_read() -> None:
    article = ArticleFactory(text=COPY)
    work_off()
    base = article.current_proof()
    fact = Fact.objects.filter(article=article).first()
    assert fact is not None
    edit_copy(by=None, article=article, text=COPY.replace("Nobody knows why.", ""), base=base)
    client, url = signed_in(CheckerFactory()), reverse("claims:edit_outcome", args=[article.pk])
    assert "is being read" in page(client, url)
    work_off()
    assert "unchanged" in page(client, url)


@pytest.mark.parametrize("name", ["articles:diff", "claims:edit_outcome", "review:changed"])
def test_a_restricted_article_shows_an_outsider_no_difference(name: str) -> None:
    article = ArticleFactory(text=COPY, restricted=True)
    next_proof(article, COPY + " More.")
    assert signed_in(EditorFactory()).get(reverse(name, args=[article.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_proofs(
    django_assert_max_num_queries: object,
) -> None:
    article = ArticleFactory(text=COPY)
    client, url = signed_in(CheckerFactory()), reverse("articles:diff", args=[article.pk])
    for n in range(8):
        next_proof(article, f"{COPY} {n}")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(url)
