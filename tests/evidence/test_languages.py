"""In which languages a claim is asked, and that providers are told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from factcheck.claims.models import Claim, Extraction
from factcheck.evidence import actions, rules
from factcheck.evidence.models import AskWords
from factcheck.evidence.reads.evidence import evidence_beside
from factcheck.evidence.search.key_words import key_words
from factcheck.newsroom.actions import Refused
from factcheck.outside.search import SearchHit
from tests.evidence.conftest import FakeProvider
from tests.evidence.factories import SearchFactory, only, provider, searched_claim
from tests.evidence.test_pages import signed_in
from tests.newsroom.factories import CheckerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


@pytest.mark.parametrize(
    ("place", "language"),
    [("Aleppo", "ar"), ("Syrian", "ar"), ("Kyiv", "uk"), ("Türkiye", "tr"), ("London", "en"),
     ("Nowhere", ""), ("Palestine", "ar"), ("Ivory Coast", "fr")],
)  # fmt: skip
def test_a_place_is_asked_for_in_the_language_of_its_country(place: str, language: str) -> None:
    assert rules.languages_to_ask("xx", [place]) == (("xx", language) if language else ("xx",))


def test_the_copys_language_comes_first_and_a_choice_stands_for_all() -> None:
    assert rules.languages_to_ask("de", ["Berlin", "Aleppo", "Kyiv"]) == ("de", "ar")
    assert rules.languages_to_ask("", ["Aleppo"]) == ("en", "ar")
    assert rules.languages_to_ask("de", ["Aleppo"], chosen="fr") == ("fr",)


def test_only_the_first_wording_goes_out_in_the_places_language_too() -> None:
    words = rules.KeyWords(("rebels", "3,000"), ("Hussein Musawi",), languages=("en", "ar"))
    spoken = [wording.languages for wording in rules.ladder(words)]
    assert spoken[:3] == [("en",), ("ar",), ("en",)]
    assert spoken.count(("ar",)) == 1


def claim_in(language: str) -> Claim:
    claim = searched_claim()
    Extraction.objects.filter(proof=claim.proof).update(reading={"language": language})
    return claim


def languages_asked(claim: Claim, fake: FakeProvider) -> list[str]:
    actions.ask(SearchFactory(claim=claim, provider=provider("wikipedia")).pk)
    return [query.language for query in fake.asked]


def test_a_provider_is_asked_in_the_languages_of_the_copy_and_of_the_place(
    wikipedia: FakeProvider,
) -> None:
    wikipedia.takes_language = True
    claim = claim_in("fr")
    assert key_words(claim).languages == ("fr", "ar")
    assert languages_asked(claim, wikipedia)[:3] == ["fr", "ar", "fr"]


def test_a_provider_with_enough_in_one_language_is_still_asked_in_the_other_once(
    wikipedia: FakeProvider,
) -> None:
    wikipedia.takes_language = True
    found = tuple(SearchHit(f"https://a.example/{n}", "A page") for n in range(3))
    wikipedia.answers = [found, ()]
    assert languages_asked(claim_in("en"), wikipedia) == ["en", "ar"]


def test_a_provider_that_takes_no_language_is_asked_once_for_each_wording(
    wikipedia: FakeProvider,
) -> None:
    asked = languages_asked(claim_in("en"), wikipedia)
    assert set(asked) == {"en"}


def test_a_checker_chooses_the_language_and_keeps_the_machines_words() -> None:
    only("archive")
    claim, by = claim_in("en"), CheckerFactory()
    proposed = key_words(claim)
    actions.word_query(by=by, claim=claim, typed="", language="fa")
    assert key_words(claim).languages == ("fa",)
    assert key_words(claim).words == proposed.words
    asked = evidence_beside(claim).asked
    assert asked is not None
    assert (asked.languages, asked.language) == ("Persian", "fa")
    actions.word_query(by=by, claim=claim, typed="")
    assert not AskWords.objects.exists()


def test_a_language_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(Refused):
        actions.word_query(by=CheckerFactory(), claim=claim_in("en"), typed="", language="xx")


def test_the_search_form_offers_the_languages() -> None:
    only("archive")
    claim, client = claim_in("en"), signed_in(CheckerFactory())
    page = client.get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert "English, Arabic" in page
    assert '<option value="ar">Arabic</option>' in page
    client.post(reverse("evidence:word_query", args=[claim.pk]), {"words": "", "language": "ar"})
    assert key_words(claim).languages == ("ar",)
