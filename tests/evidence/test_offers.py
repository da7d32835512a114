"""What a newsroom that asks nobody yet is offered, and links to a person's own search engine."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.evidence.actions import ensure_providers
from factcheck.evidence.models import Provider
from factcheck.evidence.reads.offers import offered_searches
from factcheck.evidence.rules.offers import engine_links
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.seen import CHANGED, NOT_SENT
from tests.evidence.factories import only, searched_claim
from tests.evidence.test_pages import signed_in
from tests.newsroom.factories import CheckerFactory, ChiefFactory

pytestmark = pytest.mark.django_db


def press(client: Client, provider: Provider, **posted: str) -> str:
    answer = client.post(reverse("evidence:switch_on", args=[provider.pk]), posted, follow=True)
    provider.refresh_from_db()
    return answer.content.decode()


def test_a_chief_without_a_search_is_offered_three_with_what_would_leave() -> None:
    ensure_providers()
    names = [offer.provider.name for offer in offered_searches(ChiefFactory())]
    assert names == ["wikipedia", "wikidata", "gdelt"]
    client = signed_in(ChiefFactory())
    for address in ("desk:list", "admin:evidence_provider_changelist"):
        page = client.get(reverse(address)).content.decode()
        assert page.count('name="seen" value="off"') == 3
        assert "the names in it go to Wikidata" in page


def test_nobody_is_offered_what_they_may_not_switch_or_what_is_on() -> None:
    ensure_providers()
    assert offered_searches(CheckerFactory()) == []
    only("searxng")
    assert offered_searches(ChiefFactory()) == []
    only("archive", "feeds")
    assert offered_searches(ChiefFactory())


def test_one_button_switches_one_search_on_and_the_log_says_who() -> None:
    ensure_providers()
    chief = ChiefFactory()
    provider = Provider.objects.get(name="gdelt")
    page = press(signed_in(chief), provider, seen="off")
    assert provider.on
    assert "GDELT is on." in page
    assert 'name="seen" value="off"' not in page
    assert LogEntry.objects.filter(by=chief, text="GDELT switched on.").exists()


def test_a_button_pressed_unseen_or_twice_or_by_a_checker_switches_nothing() -> None:
    ensure_providers()
    provider = Provider.objects.get(name="gdelt")
    client = signed_in(ChiefFactory())
    assert NOT_SENT in press(client, provider)
    assert not provider.on
    press(signed_in(CheckerFactory()), provider, seen="off")
    assert not provider.on
    press(client, provider, seen="off")
    assert CHANGED in press(client, provider, seen="off")


def test_a_claims_short_wording_can_be_put_to_a_persons_own_search_engine() -> None:
    links = engine_links("“Hussein Musawi” rebels")
    assert links[0].url == "https://duckduckgo.com/?q=%22Hussein+Musawi%22+rebels"
    assert len({link.name for link in links}) == len(links) == 5
    assert engine_links("") == ()


def test_the_links_are_opened_without_a_trace_and_restricted_copy_warns_first() -> None:
    ensure_providers()
    claim, client = searched_claim(), signed_in(ChiefFactory())
    url = reverse("evidence:claim", args=[claim.pk])
    page = client.get(url).content.decode()
    assert 'rel="noreferrer noopener" target="_blank">DuckDuckGo</a>' in page
    assert "tells the search engine what is checked" not in page
    Article.objects.filter(pk=claim.article_id).update(restricted=True)
    assert "tells the search engine what is checked" in client.get(url).content.decode()
