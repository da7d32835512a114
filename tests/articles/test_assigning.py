"""Who checks an article: taken, handed over, assigned, or said when it is brought in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.articles.actions import assign_article, import_copy, import_url, set_article
from factcheck.articles.forms import ImportForm
from factcheck.articles.models import Article
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import LogEntry, User
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_checker_takes_what_nobody_has_and_it_is_logged() -> None:
    article, me = ArticleFactory(), CheckerFactory(name="Rosa Vidal")
    page = signed_in(me).get(article.get_absolute_url()).content.decode()
    assert "Take it" in page
    signed_in(me).post(reverse("articles:assign", args=[article.pk]), {"to": me.pk, "expected": 0})
    article.refresh_from_db()
    assert article.assigned_to == me
    assert LogEntry.objects.get(verb="assign article").text == "Checker: nobody → Rosa Vidal."


def test_who_checks_it_hands_it_over_and_nobody_else_but_an_editor_does() -> None:
    mine, other, third = CheckerFactory(), CheckerFactory(), CheckerFactory()
    article = ArticleFactory(assigned_to=mine)
    with pytest.raises(Refused, match="hand it over"):
        assign_article(by=other, article=article, to=other)
    assign_article(by=mine, article=article, to=other)
    assert article.assigned_to == other
    assign_article(by=EditorFactory(), article=article, to=third)
    assert article.assigned_to == third


def test_taking_what_a_colleague_has_taken_meanwhile_is_refused() -> None:
    article, me = ArticleFactory(), CheckerFactory()
    Article.objects.filter(pk=article.pk).update(assigned_to=CheckerFactory())
    with pytest.raises(Refused, match="checks it by now"):
        assign_article(by=me, article=article, to=me, expected=0)


def test_neither_the_author_nor_somebody_who_may_not_check_is_the_checker() -> None:
    author = CheckerFactory()
    article = ArticleFactory(author=author)
    with pytest.raises(Refused, match="own copy"):
        assign_article(by=EditorFactory(), article=article, to=author)
    with pytest.raises(Refused, match="may not check"):
        assign_article(by=EditorFactory(), article=article, to=ReporterFactory())
    with pytest.raises(Refused):
        assign_article(by=author, article=article, to=None)


def test_import_asks_three_things_and_folds_the_rest() -> None:
    form = ImportForm(by=ReporterFactory())
    assert [field.name for field in form.first] == [
        "text", "file", "url", "deadline", "checker", "restricted",
    ]  # fmt: skip
    assert {field.name for field in form.more} >= {"headline", "author", "published", "embargo"}


def test_a_reporter_brings_in_their_own_copy_and_may_restrict_it() -> None:
    me, checker = ReporterFactory(), CheckerFactory()
    assert ImportForm(by=me).fields["author"].initial == me.pk
    assert ImportForm(by=EditorFactory()).fields["author"].initial is None
    client = signed_in(me)
    client.post(
        reverse("articles:import"),
        {"text": "A bridge falls\nIt fell on Friday.", "author": me.pk, "checker": checker.pk,
         "restricted": "on"},
    )  # fmt: skip
    article = Article.objects.get()
    assert (article.author, article.assigned_to, article.restricted) == (me, checker, True)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert signed_in(EditorFactory()).get(article.get_absolute_url()).status_code == 404


def test_copy_brought_in_without_a_checker_is_not_assigned() -> None:
    article = import_copy(by=ReporterFactory(), text="A bridge falls\nIt fell on Friday.")
    assert article.assigned_to is None
    page = signed_in(ChiefFactory()).get(article.get_absolute_url()).content.decode()
    assert "not assigned" in page


def test_neither_an_import_nor_the_settings_make_the_author_the_checker() -> None:
    author, reporter = CheckerFactory(), ReporterFactory()
    with pytest.raises(Refused, match="own copy"):
        import_copy(by=author, text="Rebels entered.", author=author, checker=author)
    with pytest.raises(Refused, match="may not check"):
        import_url(by=author, url="https://paper.example/story", checker=reporter)
    article = ArticleFactory(author=author)
    with pytest.raises(Refused, match="own copy"):
        set_article(by=EditorFactory(), article=article, assigned_to=author)
    article = ArticleFactory(assigned_to=author)
    with pytest.raises(Refused, match="own copy"):
        set_article(by=EditorFactory(), article=article, author=author)
