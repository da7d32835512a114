"""What people bring of their own: words to ask with, files, passages."""

from __future__ import annotations

import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factcheck.evidence import actions
from factcheck.evidence.models import AskWords, Document, Evidence, Search
from factcheck.evidence.reads.evidence import evidence_beside
from factcheck.evidence.search.archive import Archive
from factcheck.evidence.search.key_words import key_words
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sweeps import work_off
from factcheck.outside.search import ProviderQuery
from tests.evidence.factories import CLAIM, only, searched_claim
from tests.newsroom.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_checker_asks_with_words_of_their_own() -> None:
    only("archive")
    claim, by = searched_claim(), UserFactory(role="checker")
    actions.word_query(by=by, claim=claim, typed='“Aleppo province” rebels monitor "second city"')
    assert key_words(claim).phrases == ("Aleppo province", "second city")
    assert key_words(claim).words == ("rebels", "monitor")
    assert Search.objects.get(claim=claim).work == "waiting"
    asked = evidence_beside(claim).asked
    assert asked is not None
    assert asked.by == str(by)
    assert "Asks for" in LogEntry.objects.filter(verb="search").order_by("id")[0].text


def test_words_of_an_earlier_wording_are_not_asked_with() -> None:
    only("archive")
    claim = searched_claim()
    actions.word_query(by=UserFactory(role="checker"), claim=claim, typed="rebels monitor")
    claim.text += " Now."
    claim.save()
    assert key_words(claim).words != ("rebels", "monitor")


def test_empty_words_bring_the_machines_own_back() -> None:
    only("archive")
    claim, by = searched_claim(), UserFactory(role="checker")
    actions.word_query(by=by, claim=claim, typed="rebels")
    actions.word_query(by=by, claim=claim, typed="  ")
    assert not AskWords.objects.exists()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("about 3,000 rebels had entered Aleppo", "word for word"),
        ("“about 3,000 rebels had entered Aleppo”", "word for word"),
        ("“ ”", "Type the words"),
        ("a b c d e f g h i j k l m", "at most 12"),
        ("“a b” “c d” “e f” “g h”", "at most 12 terms, 3"),
    ],
)
def test_words_that_give_the_copy_away_or_are_none_are_refused(typed: str, why: str) -> None:
    only("archive")
    claim = searched_claim()
    with pytest.raises(Refused, match=why):
        actions.word_query(by=UserFactory(role="checker"), claim=claim, typed=typed)


def test_a_reporter_does_not_choose_the_words() -> None:
    claim = searched_claim()
    with pytest.raises(NotAllowed):
        actions.word_query(by=UserFactory(role="reporter"), claim=claim, typed="rebels")


def test_a_passage_typed_in_is_shown_however_little_it_shares_with_the_claim() -> None:
    claim, by = searched_claim(), UserFactory(role="checker")
    document = actions.add_passage(
        by=by,
        claim=claim,
        title="The blue notebook",
        where="page 12",
        passage="Counted them twice.",
        tier="primary",
    )
    actions.compare_document(document.pk)
    evidence = Evidence.objects.get(claim=claim)
    assert (evidence.passage, evidence.tier, document.title) == (
        "Counted them twice.",
        "primary",
        "The blue notebook, page 12",
    )


def test_a_file_is_kept_whole_and_set_beside_the_claim() -> None:
    claim = searched_claim()
    data = b"Field notes\n\nOn Friday 2,987 fighters entered Aleppo, the monitor counted."
    document = actions.add_file(
        by=UserFactory(role="reporter"), claim=claim, data=data, name="notes.txt"
    )
    actions.compare_document(document.pk)
    assert zlib.decompress(document.snapshots.get().body.packed) == data
    assert "2,987" in Evidence.objects.get(claim=claim).passage


@pytest.mark.parametrize(("data", "name"), [(b"\x89PNG....", "a.png"), (b"", "a.txt")])
def test_a_file_without_copy_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(Refused):
        actions.add_file(
            by=UserFactory(role="checker"), claim=searched_claim(), data=data, name=name
        )


def test_what_a_person_brought_serves_its_article_alone() -> None:
    claim, other = searched_claim(), searched_claim()
    by = UserFactory(role="checker")
    data = b"On Friday 2,987 fighters entered Aleppo, the monitor counted."
    mine = actions.add_file(by=by, claim=claim, data=data, name="notes.txt")
    theirs = actions.add_file(by=by, claim=other, data=data, name="notes.txt")
    assert mine.pk != theirs.pk
    assert work_off("evidence.cut_documents")
    assert (
        Archive()
        .search(ProviderQuery(words=("fighters", "Aleppo"), limit=5, allowed_outside=False))
        .hits
        == ()
    )


def test_a_source_brought_to_a_restricted_article_is_hidden_from_others() -> None:
    member = UserFactory(role="checker")
    claim = searched_claim(restricted=True, team=[member])
    document = actions.add_passage(
        by=member, claim=claim, title="A letter", where="", passage="They paid him."
    )
    client = Client()
    client.force_login(UserFactory(role="editor"))
    assert client.get(reverse("evidence:document", args=[document.pk])).status_code == 404
    client.force_login(member)
    assert client.get(reverse("evidence:document", args=[document.pk])).status_code == 200


def test_the_forms_keep_what_was_typed_and_say_what_was_wrong() -> None:
    only("archive")
    claim, client = searched_claim(), Client()
    client.force_login(UserFactory(role="checker"))
    answer = client.post(
        reverse("evidence:add_by_hand", args=[claim.pk]), {"title": "", "passage": "Counted twice."}
    )
    assert answer.status_code == 409
    assert "Counted twice." in answer.content.decode()
    answer = client.post(reverse("evidence:word_query", args=[claim.pk]), {"words": CLAIM})
    assert answer.status_code == 409
    assert "word for word" in answer.content.decode()
    upload = SimpleUploadedFile("notes.txt", b"On Friday 2,987 fighters entered Aleppo.")
    assert (
        client.post(reverse("evidence:add_by_hand", args=[claim.pk]), {"file": upload}).status_code
        == 302
    )
    actions.compare_document(Document.objects.get(title="notes.txt").pk)
    page = client.get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert "notes.txt" in page
    assert "Asked with" in page
