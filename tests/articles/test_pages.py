"""Bringing copy in, changing it and saying whose it is, as pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factcheck.articles import actions
from factcheck.articles.models import Article, Import
from factcheck.newsroom.models import User
from tests.articles.factories import ArticleFactory, ImportFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.pages import seen_at

pytestmark = pytest.mark.django_db
COPY = "Rebels enter the second city\n\nRebels entered Aleppo on Friday, witnesses said."


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_pasted_copy_becomes_an_article_and_its_proof_is_shown() -> None:
    author = ReporterFactory()
    zone = "America/New_York"
    editor = EditorFactory(time_zone=zone)
    data = {
        "text": COPY,
        "deadline": "2030-06-01T17:00",
        "author": author.pk,
        "restricted": "on",
        "published": "2024-11-30",
    }
    answer = signed_in(editor).post(reverse("articles:import"), data)
    article = Article.objects.get()
    assert answer.headers["Location"] == article.get_absolute_url()
    assert article.deadline == dt.datetime(2030, 6, 1, 21, 0, tzinfo=dt.UTC)
    assert (article.author, article.restricted, article.published) == (
        author,
        True,
        dt.date(2024, 11, 30),
    )


def test_a_file_is_read_by_its_content() -> None:
    given = SimpleUploadedFile("draft.txt", COPY.encode())
    signed_in(ReporterFactory()).post(reverse("articles:import"), {"file": given})
    assert "Rebels entered Aleppo" in Article.objects.get().current_proof().text


def test_a_file_that_cannot_be_read_leaves_nothing_and_says_why() -> None:
    given = SimpleUploadedFile("draft.pdf", b"\x00\x01\x02 this is no PDF \xff\xfe" * 40)
    answer = signed_in(ReporterFactory()).post(reverse("articles:import"), {"file": given})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert not Article.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(settings: object) -> None:
    settings.IMPORT_MAX_BYTES = 10  # type: ignore[attr-defined]
    given = SimpleUploadedFile("draft.txt", COPY.encode())
    assert (
        signed_in(ReporterFactory()).post(reverse("articles:import"), {"file": given}).status_code
        == 422
    )
    assert not Article.objects.exists()


def test_copy_is_brought_in_one_way_at_a_time() -> None:
    client = signed_in(ReporterFactory())
    for data in ({}, {"text": COPY, "url": "https://paper.example/story"}):
        assert client.post(reverse("articles:import"), data).status_code == 422
    assert not Article.objects.exists()


def test_an_address_is_fetched_in_the_background_and_its_page_waits() -> None:
    client = signed_in(ReporterFactory())
    answer = client.post(reverse("articles:import"), {"url": "https://paper.example/story"})
    row = Import.objects.get()
    assert answer.headers["Location"] == reverse("articles:import_progress", args=[row.pk])
    assert "https://paper.example/story" in client.get(answer.headers["Location"]).content.decode()


def test_restricted_copy_is_not_fetched_from_an_address() -> None:
    data = {"url": "https://paper.example/story", "restricted": "on"}
    answer = signed_in(EditorFactory()).post(reverse("articles:import"), data)
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_whoever_brings_copy_in_may_restrict_it_and_sees_it_then() -> None:
    client = signed_in(ReporterFactory())
    client.post(reverse("articles:import"), {"text": COPY, "restricted": "on"})
    article = Article.objects.get()
    assert article.restricted
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_finished_import_leads_to_its_article_with_htmx_and_without() -> None:
    me = ReporterFactory()
    article = ArticleFactory()
    row = ImportFactory(by=me, article=article, work="done")
    url = reverse("articles:import_progress", args=[row.pk])
    assert signed_in(me).get(url).headers["Location"] == article.get_absolute_url()
    assert (
        signed_in(me).get(url, headers={"HX-Request": "true"}).headers["HX-Redirect"]
        == article.get_absolute_url()
    )


def test_a_failed_import_says_why_and_asks_no_more() -> None:
    me = ReporterFactory()
    row = ImportFactory(by=me, work="failed", error="The page is gone.")
    page = signed_in(me).get(reverse("articles:import_progress", args=[row.pk])).content.decode()
    assert "The page is gone." in page
    assert "hx-trigger" not in page.partition('id="import"')[2]


def test_an_import_is_shown_only_to_whoever_started_it() -> None:
    row = ImportFactory(by=ReporterFactory())
    url = reverse("articles:import_progress", args=[row.pk])
    assert signed_in(ReporterFactory()).get(url).status_code == 404


def test_an_edit_makes_the_next_proof() -> None:
    article = ArticleFactory()
    first = article.current_proof()
    data = {"base": first.pk, "text": first.text.replace("12", "14").replace("\n", "\r\n")}
    answer = signed_in(ReporterFactory()).post(reverse("articles:edit", args=[article.pk]), data)
    assert answer.status_code == 302
    assert article.current_proof().text == first.text.replace("12", "14")
    assert article.current_proof().number == 2


def test_copy_saved_unchanged_makes_no_proof() -> None:
    article = ArticleFactory()
    first = article.current_proof()
    data = {"base": first.pk, "text": first.text.replace("\n", "\r\n")}
    signed_in(ReporterFactory()).post(reverse("articles:edit", args=[article.pk]), data)
    assert article.proofs.count() == 1


def test_an_edit_of_a_proof_that_is_no_longer_current_is_refused_and_keeps_what_was_typed() -> None:
    article = ArticleFactory()
    first = article.current_proof()
    actions.edit_copy(by=None, article=article, text=first.text + " More.", base=first)
    data = {"base": first.pk, "text": first.text + " My own end."}
    answer = signed_in(ReporterFactory()).post(reverse("articles:edit", args=[article.pk]), data)
    assert answer.status_code == 409
    assert "My own end." in answer.content.decode()
    assert article.proofs.count() == 2


def test_an_editor_sets_who_has_it() -> None:
    article = ArticleFactory()
    checker = CheckerFactory()
    url = reverse("articles:settings", args=[article.pk])
    data = {"headline": article.headline, "published": "2024-11-30", "assigned_to": checker.pk}
    editor = signed_in(EditorFactory())
    assert editor.post(url, {**data, **seen_at(editor, url)}).status_code == 302
    article.refresh_from_db()
    assert article.assigned_to == checker


def test_a_reporter_may_not_open_the_settings() -> None:
    article = ArticleFactory()
    client = signed_in(ReporterFactory())
    assert client.get(reverse("articles:settings", args=[article.pk])).status_code == 403
    assert client.post(reverse("articles:close", args=[article.pk])).status_code == 403
    article.refresh_from_db()
    assert article.closed_at is None


def test_an_article_is_closed_and_put_back() -> None:
    article = ArticleFactory()
    client = signed_in(EditorFactory())
    client.post(reverse("articles:close", args=[article.pk]), {"reason": "dropped"})
    article.refresh_from_db()
    assert article.closed_at
    client.post(reverse("articles:reopen", args=[article.pk]))
    article.refresh_from_db()
    assert article.closed_at is None


@pytest.mark.parametrize("name", ["edit", "settings"])
def test_a_restricted_article_is_not_there_for_others(name: str) -> None:
    article = ArticleFactory(restricted=True)
    url = reverse(f"articles:{name}", args=[article.pk])
    assert signed_in(EditorFactory()).get(url).status_code == 404
    assert signed_in(ChiefFactory()).get(url).status_code == 200


def test_where_the_publication_date_is_from_is_shown_until_a_person_gives_one(
    client: Client,
) -> None:
    editor = EditorFactory()
    article = actions.import_copy(by=editor, text=COPY)
    client.force_login(editor)
    settings_page = reverse("articles:settings", args=[article.pk])
    assert "the copy declares none" in client.get(settings_page).content.decode()
    actions.set_article(by=editor, article=article, published=dt.date(2024, 12, 1))
    assert "the copy declares none" not in client.get(settings_page).content.decode()
    given = actions.import_copy(by=editor, text=COPY, published=dt.date(2024, 12, 1))
    assert given.published_from == ""


def test_the_language_and_encoding_of_a_file_are_put_right_before_it_is_read(
    client: Client,
) -> None:
    client.force_login(EditorFactory())
    data = "La presa no fue revisada, señaló un vecino.".encode("mac-roman")
    given = SimpleUploadedFile("draft.txt", data)
    form = client.post(reverse("articles:import"), {"file": given}).context["form"]
    answer = {"document": form.initial["document"], "text": form.initial["text"]}
    again = client.post(reverse("articles:looked_at"), {**answer, "encoding": "mac-roman"})
    form = again.context["form"]
    assert "señaló un vecino" in form.initial["text"]
    answer = {"document": form.initial["document"], "text": form.initial["text"]}
    wrong = client.post(reverse("articles:looked_at"), {**answer, "language": "Spanish!"})
    assert "code of two or three letters" in wrong.content.decode()
    client.post(reverse("articles:looked_at"), {**answer, "language": "ES"})
    article = Article.objects.get()
    assert article.language == "es"
    assert "señaló" in article.current_proof().text


def test_of_several_files_one_in_an_unsure_encoding_is_asked_for_by_itself(
    client: Client,
) -> None:
    client.force_login(EditorFactory())
    data = "La presa no fue revisada, señaló un vecino.".encode("mac-roman")
    files = [SimpleUploadedFile("a.txt", data), SimpleUploadedFile("b.txt", COPY.encode())]
    answer = client.post(reverse("articles:import"), {"file": files}, follow=True)
    assert "Bring it in by itself" in answer.content.decode()
    assert Article.objects.count() == 1


def test_several_files_are_not_brought_in_where_only_a_look_was_asked_for(client: Client) -> None:
    client.force_login(EditorFactory())
    files = [SimpleUploadedFile(f"{name}.txt", COPY.encode()) for name in "ab"]
    answer = client.post(reverse("articles:import"), {"file": files, "look": "1"})
    assert answer.status_code == 409
    assert "one file at a time" in answer.content.decode()
    assert not Article.objects.exists()


def test_a_closed_article_says_on_its_pages_that_nothing_can_be_changed() -> None:
    article = ArticleFactory()
    editor = EditorFactory()
    edit = reverse("articles:edit", args=[article.pk])
    notice = "This article is closed"
    assert notice not in signed_in(editor).get(edit).content.decode()
    actions.close_article(by=editor, article=article, reason="spiked")
    page = signed_in(editor).get(edit).content.decode()
    assert notice in page
    assert "Put it back on the desk</a>" in page
    assert "An editor can put it back" in signed_in(CheckerFactory()).get(edit).content.decode()
