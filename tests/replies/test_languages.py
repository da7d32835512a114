"""The room's pages in other languages: its closed words, its reasons, the party's page."""

from __future__ import annotations

import json
import re
import zipfile

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import _trans

from factcheck.claims.models import PARTY_KINDS
from factcheck.newsroom.translating import translated
from factcheck.post.models import OUTGOING_STATES
from factcheck.replies import actions
from factcheck.replies.models import (
    ANSWERS,
    CHANNELS,
    TERMS,
    Reply,
)
from factcheck.replies.models.comment_requests import (
    KINDS_OF_LETTER,
    NOTICE_KINDS,
    OUTCOMES,
    STATES,
)
from factcheck.replies.models.contacts import HEALTH
from factcheck.replies.reads import comment_requests
from factcheck.replies.reads.vocabulary import TABLES, choices, in_words, translated_list
from factcheck.replies.rules import listed
from factcheck.replies.rules.public_page import language_of_page
from factcheck.replies.rules.words import at_start, parties, with_article
from tests.newsroom.factories import ChiefFactory
from tests.replies.factories import ContactFactory, sent_request

STORED = {
    "channel": CHANNELS,
    "letter": KINDS_OF_LETTER,
    "mail": OUTGOING_STATES,
    "notice": NOTICE_KINDS,
    "request": STATES,
    "answer": [*ANSWERS, *filter(None, OUTCOMES)],
    "terms": TERMS,
    "health": HEALTH,
    "party": PARTY_KINDS,
    "change": ["new party", "new contact", "party", "contact"],
}


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for a catalogue that has every sentence without values, in capitals."""

    def said(words: str) -> str:
        return words if "%(" in words else words.upper()

    monkeypatch.setattr(_trans, "gettext", said)
    monkeypatch.setattr(_trans, "pgettext", lambda context, word: said(word))


@pytest.mark.parametrize("name", STORED)
def test_every_stored_word_can_be_said_in_another_language(name: str) -> None:
    assert not set(STORED[name]) - TABLES[name].keys()


@pytest.mark.parametrize("name", TABLES)
def test_english_says_the_stored_word_itself(name: str) -> None:
    assert {word: str(said) for word, said in TABLES[name].items()} == {
        word: word for word in TABLES[name]
    }


def test_a_word_of_no_table_is_shown_as_it_is() -> None:
    assert in_words("carrier pigeon", "channel") == "carrier pigeon"


@pytest.mark.usefixtures("loud")
def test_a_choice_keeps_its_stored_word_and_shows_another() -> None:
    [(value, shown)] = choices(["email"], "channel")
    assert (value, str(shown)) == ("email", "EMAIL")


@pytest.mark.parametrize("names", [[], ["A"], ["A", "B"], ["A", "B", "C"], ["A, B", "C", "D"]])
def test_a_list_reads_in_english_as_the_sentence_lists_names(names: list[str]) -> None:
    assert translated_list(names) == listed(names)


@pytest.mark.parametrize(
    ("letter", "browser", "page"),
    [
        ("fr", "es", "fr"),
        ("de-AT", "es", "de"),
        ("en", "es", "en"),
        ("sw", "es, fr;q=0.5", "es"),
        ("sw", "xx", "en"),
        ("", "ar", "ar"),
        ("", "", "en"),
    ],
)
def test_the_page_takes_the_letter_s_language_before_the_browser_s(
    letter: str, browser: str, page: str
) -> None:
    assert language_of_page(letter, browser) == page


@pytest.mark.django_db
@pytest.mark.usefixtures("flush_redis")
@pytest.mark.parametrize(("language", "page"), [("fr", "fr"), ("sw", "es")])
def test_the_whole_page_is_in_one_language_whatever_the_middleware_found(
    stranger: Client, language: str, page: str
) -> None:
    contact = ContactFactory(language=language)
    request = sent_request(contact=contact, party=contact.party)
    sent = {"offered": "answered", "text": "Non.", "said_by": "Ann"}
    with translation.override("ru"):
        shown = stranger.post(f"/r/{request.link_token}/", sent, headers={"Accept-Language": "es"})
        assert translation.get_language() == "ru"
    assert shown["Content-Language"] == page
    assert f'<html lang="{page}"' in shown.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("flush_redis")
def test_an_answer_of_another_day_names_it_in_the_page_s_language(stranger: Client) -> None:
    contact = ContactFactory(language="fr")
    request = sent_request(contact=contact, party=contact.party)
    came = timezone.now().replace(month=2, day=3, hour=12)
    Reply.objects.create(request=request, channel="link", text="Non.", received_at=came)
    shown = stranger.get(f"/r/{request.link_token}/").content.decode()
    assert "février" in shown
    assert "February" not in shown


@pytest.mark.django_db
@pytest.mark.usefixtures("loud")
def test_the_file_for_counsel_is_in_english_whoever_takes_it() -> None:
    request = sent_request()
    with translation.override("es"):
        taken = actions.take_record(by=ChiefFactory(), article=request.article)
    with taken.file as file, zipfile.ZipFile(file) as bundle:
        record = json.loads(bundle.read("record.json"))
    assert record["requests"][0]["state"] == "sent"
    assert record["sentence"]["clauses"][0]["reason"].startswith(f"{request.party}: asked")


@pytest.mark.django_db
@pytest.mark.usefixtures("loud")
def test_a_reason_is_stored_in_english_and_shown_in_the_page_s_language(client: Client) -> None:
    request = sent_request()
    [row] = comment_requests.requests_of(request.article, timezone.now())
    assert row.words == "awaiting reply"
    client.force_login(ChiefFactory())
    shown = client.get(request.get_absolute_url()).content.decode()
    assert re.search(r'<span class="state [a-z]*">AWAITING REPLY</span>', shown)
    assert ": awaiting reply.</td>" in shown, "the log keeps what was written into it"


def test_only_english_sets_an_article_before_a_party() -> None:
    said = [at_start("IDF"), parties(["The White House", "Hezbollah"], starting=True)]
    assert said == ["The IDF", "The White House and Hezbollah"]
    with translation.override("es"):
        assert translated(at_start("IDF")) == translated(with_article("IDF")) == "IDF"
        assert translated(parties(["The White House", "Hezbollah"])) == "White House y Hezbollah"
