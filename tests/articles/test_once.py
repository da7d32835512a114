"""The import form sent again, or pressed twice, brings the copy in once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from factcheck.articles import actions
from factcheck.articles.models import Article, Import, ImportKey
from factcheck.newsroom.actions import Refused
from tests.articles.factories import COPY
from tests.newsroom.factories import ReporterFactory

pytestmark = pytest.mark.django_db


def signed_in() -> Client:
    client = Client()
    client.force_login(ReporterFactory())
    return client


def key_on(client: Client) -> str:
    """Return the key that the page holds, as a browser without scripts sends it."""
    return str(client.get("/import/").context["form"]["key"].value())


def test_the_same_form_sent_six_times_makes_one_article() -> None:
    client = signed_in()
    given = {"text": COPY, "key": key_on(client)}
    places = {client.post("/import/", given).headers["Location"] for _ in range(6)}
    assert Article.objects.count() == 1
    assert places == {Article.objects.get().get_absolute_url()}


def test_every_page_has_a_key_of_its_own() -> None:
    client = signed_in()
    keys = [key_on(client) for _ in range(2)]
    assert keys[0] != keys[1]
    for key in keys:
        client.post("/import/", {"text": COPY, "key": key})
    assert Article.objects.count() == 2


def test_the_same_form_with_other_words_is_another_draft() -> None:
    client = signed_in()
    key = key_on(client)
    client.post("/import/", {"text": COPY, "key": key})
    client.post("/import/", {"text": COPY + " More.", "key": key})
    assert Article.objects.count() == 2


def test_files_and_addresses_are_brought_in_once_too() -> None:
    client = signed_in()
    key = key_on(client)
    for _ in range(2):
        files = [SimpleUploadedFile(f"{n}.txt", f"{COPY} {n}".encode()) for n in range(2)]
        client.post("/import/", {"file": files, "key": key})
        client.post("/import/", {"url": "https://paper.example/story", "key": key})
    assert Article.objects.count() == 2
    assert Import.objects.count() == 1


def test_what_was_refused_may_be_sent_again() -> None:
    by = ReporterFactory()

    def refuse() -> Article:
        raise Refused("No.")

    with pytest.raises(Refused):
        actions.import_once(by=by, key="a" * 64, make=refuse)
    assert not ImportKey.objects.exists()
    article = actions.import_once(
        by=by, key="a" * 64, make=lambda: actions.import_copy(by=by, text=COPY)
    )
    assert article == Article.objects.get()


def test_the_key_of_one_person_is_not_anothers() -> None:
    for _ in range(2):
        by = ReporterFactory()
        make: Any = lambda by=by: actions.import_copy(by=by, text=COPY)  # noqa: E731
        actions.import_once(by=by, key="a" * 64, make=make)
    assert Article.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_article() -> None:
    by = ReporterFactory()
    both, made = threading.Barrier(2), []

    def press() -> None:
        both.wait(timeout=20)
        article = actions.import_once(
            by=by, key="a" * 64, make=lambda: actions.import_copy(by=by, text=COPY)
        )
        made.append(article.pk)
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=60)
    assert len(set(made)) == 1
    assert Article.objects.count() == 1
