"""What the log calls an act is said in the language of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from factcheck.newsroom.actions import log
from factcheck.newsroom.rules import MATRIX
from factcheck.newsroom.verbs import VERBS, verb_words
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import ChiefFactory

CODE = Path(__file__).parent.parent.parent / "factcheck"
WRITTEN = re.compile(r'verb="([^"]{1,60})"|_record\(\s{0,20}by, "([^"]{1,60})"')


def verbs_in_code() -> set[str]:
    found = [m for path in CODE.rglob("*.py") for m in WRITTEN.findall(path.read_text())]
    return {first or second for first, second in found} | set(MATRIX)


def test_every_verb_that_the_log_keeps_has_words() -> None:
    assert verbs_in_code() - set(VERBS) == set()
    assert len(VERBS) > 70


@pytest.mark.parametrize("language", ["es", "ar"])
def test_no_verb_is_shown_in_english_in_another_language(language: str) -> None:
    with translation.override("en"):
        english = {verb: verb_words(verb) for verb in VERBS}
    with translation.override(language):
        assert [verb for verb in VERBS if verb_words(verb) == english[verb]] == []


def test_a_verb_that_no_code_writes_any_more_is_shown_as_it_was_kept() -> None:
    assert verb_words("rule on") == "rule on"


@pytest.mark.django_db
def test_the_history_and_the_admins_log_say_verbs_in_the_readers_language() -> None:
    article, chief = ArticleFactory(), ChiefFactory(is_superuser=True, language="es")
    log(by=chief, verb="sign off", subject=article, article_id=article.pk, text="Signed.")
    client = Client()
    client.force_login(chief)
    history = client.get(f"/articles/{article.pk}/history/").content.decode()
    assert ">firmar</option>" in history
    assert 'value="sign off"' in history
    assert ">firmar<" in client.get("/admin/newsroom/logentry/").content.decode()
