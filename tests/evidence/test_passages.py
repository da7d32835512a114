"""Passages: cut from what is kept and fed, given vectors, found by words and by meaning."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pgvector import HalfVector

from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.actions import compare_document
from factcheck.evidence.actions.indexing import (
    cut_documents,
    passages_to_understand,
    understand_passages,
)
from factcheck.evidence.models import Document, Evidence, FeedEntry, Hit, Meaning, Passage
from factcheck.evidence.reads.earlier_checks import checks_like, claims_like
from factcheck.evidence.search.archive import Archive
from factcheck.evidence.search.passages import LOOKED_AT
from factcheck.evidence.search.vectors import vector_of
from factcheck.newsroom.sweeps import work_off
from factcheck.outside.search import ProviderQuery
from tests.evidence.factories import (
    DocumentFactory,
    FeedEntryFactory,
    HitFactory,
    SearchFactory,
    searched_claim,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
INDEXING = (
    "evidence.cut_documents",
    "evidence.cut_entries",
    "evidence.understand_passages",
    "evidence.understand_claims",
    "evidence.understand_checks",
)
REBELS = ProviderQuery(words=("rebels", "Aleppo"))


def indexed() -> None:
    for name in INDEXING:
        work_off(name)


def titles(about: str, *words: str) -> list[str]:
    return [hit.title for hit in Archive(about).search(ProviderQuery(words=words)).hits]


def test_a_kept_page_is_cut_whole_and_a_changed_one_anew() -> None:
    long = "\n".join(
        f"Sentence {n} tells of village {n}, where nothing at all had happened since."
        for n in range(40)
    )
    document = DocumentFactory(text=long)
    waiting = DocumentFactory(work="waiting", text="")
    work_off("evidence.cut_documents")
    first = list(document.passages.all())
    assert len(first) > 4
    assert all(p.end - p.start <= 700 for p in first)
    assert first[0].start == 0
    assert first[-1].end == len(long)
    assert not waiting.passages.exists()
    Document.objects.filter(pk=document.pk).update(url="https://moved.example/")
    assert Document.objects.get(pk=document.pk).cut, "an address is no text"
    Document.objects.filter(pk=document.pk).update(text="Something else altogether.")
    work_off("evidence.cut_documents")
    assert [(p.start, p.end) for p in document.passages.all()] == [(0, 26)]
    document.delete()
    assert not Passage.objects.exists()


def test_an_entry_is_cut_and_one_without_text_is_found_by_its_title() -> None:
    entry = FeedEntryFactory(text="")
    work_off("evidence.cut_entries")
    assert entry.passages.filter(words="aleppo").exists()
    FeedEntry.objects.update(title="Grain prices")
    work_off("evidence.cut_entries")
    assert entry.passages.count() == 1
    assert not entry.passages.filter(words="aleppo").exists()


def test_a_passage_belongs_to_one_text() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.create(start=0, end=1, words="")


def test_a_page_is_found_by_its_words_before_its_vectors_are_made() -> None:
    DocumentFactory()
    work_off("evidence.cut_documents")
    assert not Passage.objects.filter(vector__isnull=False).exists()
    assert titles("Rebels entered Aleppo.", "rebels", "Aleppo") == ["Rebels inside Aleppo"]


def test_a_page_is_found_by_its_meaning_though_many_nearer_ones_are_gone() -> None:
    # Rows that are gone stay in the index until it is cleaned, and were all that it looked at.
    with contextlib.suppress(LookupError), transaction.atomic():
        gone = DocumentFactory(text="Rents have risen steeply.")
        vector, chance = vector_of("Rents have risen steeply."), np.random.default_rng(1)
        near = vector + chance.normal(0, 0.01, (3 * LOOKED_AT, len(vector)))
        Passage.objects.bulk_create(
            Passage(document=gone, start=n, end=n + 1, words="", vector=HalfVector(one))
            for n, one in enumerate(near)
        )
        raise LookupError
    DocumentFactory(title="Flats", text="Housing costs climbed; tenants pay more for apartments.")
    indexed()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert titles("Rents have risen steeply.", "rents", "risen") == ["Flats"]


def test_a_page_is_found_by_its_meaning_where_no_word_is_shared() -> None:
    DocumentFactory(
        title="Flats",
        text="Housing costs climbed sharply; tenants pay far more for apartments now.",
    )
    DocumentFactory(
        title="Grain", text="Farmers brought in a good harvest of wheat after a mild summer."
    )
    indexed()
    assert titles("Rents have risen steeply.", "rents", "risen")[0] == "Flats"
    assert "Grain" not in titles("Rents have risen steeply.", "rents", "risen")


def test_the_same_names_alone_are_another_story() -> None:
    DocumentFactory(
        title="Film",
        text="Anna Kowal opened a film festival in Orlen. Tickets to Anna Kowal sold fast.",
    )
    work_off("evidence.cut_documents")
    assert (
        titles("Anna Kowal closed the coal mine at Orlen.", "Anna", "Kowal", "Orlen", "mine") == []
    )
    DocumentFactory(title="Mine", text="The coal mine at Orlen will be shut, Anna Kowal decided.")
    work_off("evidence.cut_documents")
    assert titles(
        "Anna Kowal closed the coal mine at Orlen.", "Anna", "Kowal", "Orlen", "mine"
    ) == ["Mine"]


def test_copies_of_one_wire_story_take_one_place() -> None:
    first = DocumentFactory()
    DocumentFactory(origin=first)
    other = DocumentFactory(
        title="Fighters", text="Some 3,000 rebels had entered Aleppo by Friday, residents said."
    )
    indexed()
    found = Archive("About 3,000 rebels had entered Aleppo.").search(REBELS).hits
    assert len(found) == 2
    assert other.url in [hit.url for hit in found]


def test_a_page_not_kept_is_not_found() -> None:
    DocumentFactory()
    indexed()
    Document.objects.update(work="waiting")
    assert Archive().search(REBELS).hits == ()


def test_workers_share_the_waiting_passages_without_waiting_for_each_other() -> None:
    DocumentFactory.create_batch(3)
    assert cut_documents(0) == 3
    assert cut_documents(0) == 0
    assert len(passages_to_understand(timezone.now())) == 1
    assert understand_passages(0) == Passage.objects.count()
    assert passages_to_understand(timezone.now()) == []


def test_a_page_whose_words_say_too_little_is_compared_again_by_meaning() -> None:
    claim = searched_claim("Rents have risen steeply in the capital.", facts=[])
    page = DocumentFactory(
        text="Housing costs climbed sharply there; tenants in the capital city pay far more rent now."
    )
    hit = HitFactory(search=SearchFactory(claim=claim, work="done"), document=page)
    compare_document(page.pk)
    lacked = not Evidence.objects.exists()
    indexed()
    hit.refresh_from_db()
    assert (hit.compared_at is None) == lacked
    compare_document(page.pk)
    found = Evidence.objects.get()
    assert "Housing costs" in found.passage
    indexed()
    assert Hit.objects.get().compared_at is not None


def test_an_earlier_claim_that_means_the_same_is_found_and_never_the_claim_itself() -> None:
    earlier = searched_claim(
        "About 3,000 rebels had entered the city of Aleppo by Friday.", facts=[]
    )
    other = searched_claim("The central bank raised its rate to five percent.", facts=[])
    claim = searched_claim(
        "Nearly three thousand rebel fighters entered Aleppo on Friday.", facts=[]
    )
    indexed()
    found = claims_like(claim)
    assert [one.id for one in found] == [earlier.pk]
    assert "Aleppo" in found[0].common
    assert found[0].score > 0.65
    assert claims_like(other) == []
    Claim.objects.filter(pk=earlier.pk).update(standing="archived")
    assert claims_like(claim) == []


def test_a_changed_claim_gets_a_new_vector_and_keeps_one_row() -> None:
    claim = searched_claim(facts=[])
    indexed()
    before = Meaning.objects.get(claim=claim)
    Claim.objects.filter(pk=claim.pk).update(text="The bank raised its rate.")
    indexed()
    after = Meaning.objects.get(claim=claim)
    assert after.text == "The bank raised its rate."
    assert not np.allclose(before.vector, after.vector)


def test_a_fact_check_found_outside_is_found_by_meaning() -> None:
    hit = HitFactory(title="No, 3,000 rebels did not enter Aleppo", snippet="", rating="False")
    HitFactory(title="Rebels enter Aleppo", rating="")
    indexed()
    assert [one.id for one in checks_like("Some 3,000 rebels entered Aleppo.", at_least=0.5)] == [
        hit.pk
    ]


def test_finding_takes_as_many_queries_however_much_is_kept(
    django_assert_max_num_queries: Callable,
) -> None:
    DocumentFactory.create_batch(30)
    indexed()
    with django_assert_max_num_queries(20):
        Archive("Rebels entered Aleppo.").search(REBELS)


def test_a_passage_that_only_names_the_same_people_is_no_evidence() -> None:
    def best(text: str) -> rules.TextPassage | None:
        claim = "Anna Kowal closed the mine in Orlen."
        facts = [
            rules.StatedFact("name", "Anna Kowal", None, 0, 10),
            rules.StatedFact("place", "Orlen", None, 30, 35),
        ]
        return rules.best_passage(claim, facts, rules.page_words(text))

    assert best("Anna Kowal was born in Orlen.") is None
    found = best("Anna Kowal shut the mine in Orlen.")
    assert found is not None
    assert "mine" in found.matched
