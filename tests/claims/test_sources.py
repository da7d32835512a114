"""What a draft brings beside its words: stored, carried across edits, shown."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factcheck.articles import actions
from factcheck.articles.models import Article, AuthorSource, DeskNote, LeftOut
from factcheck.articles.understood import packed, recoded, unpacked
from factcheck.claims.models import Claim, Fact
from factcheck.claims.reads import naked_numbers
from factcheck.newsroom.models import User
from tests.newsroom.factories import CheckerFactory, ReporterFactory

pytestmark = pytest.mark.django_db
DRAFT = (
    "# Dam never inspected\n\nBy Ida Fenn\n\nThe dam killed [47 people](https://court.example/77), the mayor said on"
    " Tuesday.\n\n~~41~~ Nineteen villages were cut off for nine days by the flood.\n\n<!-- legal: check the toll -->\n"
)


def brought_in(text: str = DRAFT) -> Article:
    return actions.import_file(by=None, data=text.encode(), name="draft.md")


def edited(article: Article, old: str, new: str) -> Article:
    proof = article.current_proof()
    actions.edit_copy(by=None, article=article, base=proof, text=proof.text.replace(old, new))
    return article


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_sources_notes_and_losses_are_stored_with_the_words_they_hang_on() -> None:
    article = brought_in()
    proof = article.current_proof()
    [source] = AuthorSource.objects.on(proof)
    assert (source.words, source.address) == ("47 people", "https://court.example/77")
    assert proof.text[source.start : source.end] == "47 people"
    [note] = DeskNote.objects.on(proof)
    assert note.text == "legal: check the toll"
    assert [str(row) for row in LeftOut.objects.filter(proof=proof)] == ["1 struck word"]


def test_a_source_goes_along_with_its_words_across_edits() -> None:
    article = edited(brought_in(), "By Ida Fenn", "By Ida Fenn and Bo Ray, in the valley of Aln")
    proof = article.current_proof()
    [source] = AuthorSource.objects.on(proof)
    assert proof.text[source.start : source.end] == "47 people"


def test_a_source_whose_words_were_edited_out_stays_for_the_record() -> None:
    article = brought_in()
    sentence = "The dam killed 47 people, the mayor said on Tuesday."
    edited(article, sentence, "")
    assert not AuthorSource.objects.on(article.current_proof()).exists()
    gone = AuthorSource.objects.get()
    assert (gone.standing, gone.words, gone.proof.number) == ("gone", "47 people", 1)


def test_a_claim_with_a_number_and_no_source_is_a_naked_number() -> None:
    article = brought_in()
    proof = article.current_proof()

    def claim(words: str, number: str) -> Claim:
        start = proof.text.index(words)
        place = {"article": article, "proof": proof, "first_proof": proof}
        made = Claim.objects.create(**place, start=start, end=start + len(words), text=words)
        at = proof.text.index(number)
        Fact.objects.create(
            **place, start=at, end=at + len(number), text=number, kind="number", claim=made
        )
        return made

    claim("The dam killed 47 people", "47")
    bare = claim("Nineteen villages were cut off", "Nineteen")
    assert naked_numbers(proof) == [bare]


def test_a_source_further_on_is_none_for_a_claim_before_it() -> None:
    article = brought_in(
        "Nineteen villages were cut off. It killed [47](https://court.example/77)."
    )
    proof = article.current_proof()
    place = {"article": article, "proof": proof, "first_proof": proof, "start": 0}
    claim = Claim.objects.create(**place, end=31, text=proof.text[:31])
    Fact.objects.create(**place, end=8, text="Nineteen", kind="number", claim=claim)
    assert naked_numbers(proof) == [claim]


def test_the_page_of_sources_and_their_table() -> None:
    article = brought_in()
    client = signed_in(CheckerFactory())
    shown = client.get(reverse("claims:sources", args=[article.pk])).content.decode()
    for words in ("https://court.example/77", "legal: check the toll", "1 struck word", "41"):
        assert words in shown
    table = client.get(reverse("claims:sources_csv", args=[article.pk])).content.decode()
    assert "47 people,https://court.example/77" in table


def test_a_restricted_articles_sources_are_not_there_for_others() -> None:
    article = brought_in()
    Article.objects.filter(pk=article.pk).update(restricted=True)
    for name in ("claims:sources", "claims:sources_csv"):
        assert signed_in(ReporterFactory()).get(reverse(name, args=[article.pk])).status_code == 404


def test_an_embargo_is_in_sight() -> None:
    article = actions.import_file(
        by=None,
        data=b"EMBARGOED until 0001 GMT Saturday\n\nThe dam killed 47 people.",
        name="a.txt",
    )
    assert article.embargo == "EMBARGOED until 0001 GMT Saturday"
    shown = signed_in(CheckerFactory()).get(reverse("claims:sources", args=[article.pk]))
    assert "Embargo: EMBARGOED until 0001 GMT Saturday" in shown.content.decode()


def test_a_document_is_looked_at_and_put_right_before_it_becomes_an_article() -> None:
    client = signed_in(ReporterFactory())
    file = SimpleUploadedFile("draft.md", DRAFT.encode())
    looked = client.post(reverse("articles:import"), {"file": file, "look": "1"})
    assert looked.status_code == 200
    assert not Article.objects.exists()
    form = looked.context["form"]
    assert form.initial["headline"] == "Dam never inspected"
    data = {
        "document": form.initial["document"],
        "text": form.initial["text"].replace("on Tuesday", "on Monday"),
        "headline": "Dam was never inspected",
        "author_name": "Bo Ray",
        "published": "2026-03-10",
    }
    client.post(reverse("articles:looked_at"), data)
    article = Article.objects.get()
    assert (article.headline, article.author_name) == ("Dam was never inspected", "Bo Ray")
    proof = article.current_proof()
    assert "on Monday" in proof.text
    assert AuthorSource.objects.on(proof).get().words == "47 people"


def test_a_document_that_was_tampered_with_is_not_taken() -> None:
    client = signed_in(ReporterFactory())
    client.post(reverse("articles:looked_at"), {"document": "forged", "text": "Some words."})
    assert not Article.objects.exists()


def test_an_uncertain_encoding_is_asked_about_and_put_right() -> None:
    data = "La presa no fue revisada, señaló un vecino.".encode("mac-roman")
    client = signed_in(ReporterFactory())
    looked = client.post(reverse("articles:import"), {"file": SimpleUploadedFile("a.txt", data)})
    assert looked.status_code == 200
    assert "does not say how its letters are encoded" in looked.content.decode()
    document = unpacked(looked.context["form"].initial["document"])
    assert document is not None
    right = recoded(document, "mac-roman")
    assert right is not None
    assert "señaló un vecino" in right.text
    assert unpacked(packed(right)) == right


def test_several_files_become_an_article_each_and_one_that_cannot_be_read_stops_none() -> None:
    files = [
        SimpleUploadedFile("a.md", DRAFT.encode()),
        SimpleUploadedFile("b.png", b"\x89PNG\r\n\x1a\n"),
        SimpleUploadedFile("c.txt", b"The council met on Friday and voted twice."),
    ]
    answer = signed_in(ReporterFactory()).post(
        reverse("articles:import"), {"file": files}, follow=True
    )
    assert Article.objects.count() == 2
    assert "b.png: This is a picture." in answer.content.decode()


def test_pasted_words_keep_their_links() -> None:
    html = '<p>The dam killed <a href="https://court.example/77">47 people</a>.</p>'
    data = {"text": "The dam killed 47 people.", "html": html}
    signed_in(ReporterFactory()).post(reverse("articles:import"), data)
    assert AuthorSource.objects.get().address == "https://court.example/77"
    assert Article.objects.get().current_proof().medium == "paste"
    client = signed_in(ReporterFactory())
    client.post(reverse("articles:import"), {"text": "Other words.", "html": html})
    assert AuthorSource.objects.count() == 1
