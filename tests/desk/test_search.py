"""One box over all that is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.desk.reads import search as reads
from factcheck.desk.reads.search import KINDS, SearchQuery, search
from factcheck.newsroom.models import User
from factcheck.review.models import Record
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, PartyFactory, QuoteFactory, read_article
from tests.evidence.factories import DocumentFactory, EvidenceFactory, SourceFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory
from tests.pages import one_line
from tests.replies.factories import ContactFactory
from tests.review.factories import replied, requested, story

pytestmark = pytest.mark.django_db
COPY = "A city falls\nKarím Haddad told reporters that rebels entered Zyxopolis on Friday."


def told(headline: str = "A city falls", **fields: Any) -> Article:
    """An article whose copy, claim and quote all name Zyxopolis."""
    article = read_article(text=COPY, headline=headline, **fields)
    proof = article.current_proof()
    ClaimFactory(proof=proof, text="rebels entered Zyxopolis on Friday")
    QuoteFactory(proof=proof, text="rebels entered Zyxopolis", speaker="Karím Haddad")
    return article


def record_of(article: Article) -> Record:
    text = "He said: Zyxopolis is ours."
    by = CheckerFactory()
    return Record.objects.create(
        article=article, kind="transcript", title="A tape", text=text, by=by
    )


def counts(user: User, **asked: str) -> dict[str, int]:
    return {
        group.kind: group.count
        for group in search(user, SearchQuery.of(asked)).groups
        if group.count
    }


def page(user: User, query: str) -> str:
    client = Client()
    client.force_login(user)
    return one_line(client.get(f"{reverse('desk:search')}?{query}"))


def test_every_kind_is_found_and_counted() -> None:
    told()
    PartyFactory(name="Zyxopolis council")
    source = SourceFactory(name="Zyxopolis Times", domain="zyx.example")
    DocumentFactory(title="Rebels in Zyxopolis", source=source)
    contact = ContactFactory(party=PartyFactory(name="Elsewhere"), name="Zyxopolis desk")
    request = requested(story(text="Nothing."))
    replied(request, text="We deny that Zyxopolis fell.")
    record_of(request.article)
    checker = CheckerFactory(name="Zyxopolis Smith")
    assert contact.pk
    assert counts(checker, q="zyxopolis") == dict.fromkeys(KINDS, 1)
    assert counts(CheckerFactory(), q="karim haddad") == {"articles": 1, "quotes": 1}
    assert counts(CheckerFactory(), q="zyxopolis", kind="claims") == {"claims": 1}


def test_the_words_found_are_marked_and_what_came_from_outside_is_never_markup() -> None:
    told()
    PartyFactory(name="<b>Zyxopolis</b> council")
    shown = page(CheckerFactory(), "q=zyxo*")
    assert "<mark>Zyxopolis</mark>" in shown
    assert "<b><mark>" not in shown


def test_nothing_of_a_restricted_article_is_found_by_those_who_may_not_see_it() -> None:
    member, outsider = CheckerFactory(), CheckerFactory()
    article = told("A secret city", restricted=True, team=[member])
    document = DocumentFactory(title="Zyxopolis", added_by=member)
    EvidenceFactory(claim=article.claims.get(), document=document)
    for asked in (
        {"q": "zyxopolis"},
        {"q": "secret"},
        {"q": "zyxopolis", "since": "2000-01-01"},
        {"q": "haddad"},
    ):
        assert counts(outsider, **asked) == {}
    assert counts(member, q="zyxopolis") == {"articles": 1, "claims": 1, "quotes": 1, "pages": 1}
    assert counts(ChiefFactory(), q="zyxopolis") == counts(member, q="zyxopolis")


def test_replies_records_and_contacts_of_a_restricted_story_are_its_teams() -> None:
    member, outsider = CheckerFactory(), CheckerFactory()
    request = requested(story(text="Nothing.", restricted=True, team=[member]))
    replied(request, text="We deny that Zyxopolis fell.")
    record_of(request.article)
    party = PartyFactory(name="Elsewhere")
    ContactFactory(party=party, name="Zyxopolis desk", found_for=request.article)
    assert counts(outsider, q="zyxopolis") == {}
    assert counts(member, q="zyxopolis") == {"replies": 1, "records": 1, "contacts": 1}


@pytest.mark.parametrize("typed", ["2000 fighters", "2,000 fighters", '"2000 fighters"'])
@pytest.mark.parametrize("written", ["2,000 fighters", "2000 fighters", "2 000 fighters"])
def test_a_number_is_found_however_its_thousands_are_set(typed: str, written: str) -> None:
    PartyFactory(name=f"The {written} came")
    PartyFactory(name="The 20,001 fighters left")
    shown = page(CheckerFactory(), f"q={typed.replace(' ', '+')}&kind=parties")
    assert "Parties: 1" in shown
    assert "<mark>2" in shown


def test_what_is_off_the_copy_is_not_found() -> None:
    article = told()
    article.claims.update(standing="archived")
    assert "claims" not in counts(CheckerFactory(), q="zyxopolis")


def test_a_person_and_days_narrow_it_to_articles_and_what_stands_in_them() -> None:
    me = CheckerFactory()
    told(assigned_to=me, published=dt.date(2024, 3, 1))
    told(published=dt.date(2024, 4, 1))
    PartyFactory(name="Zyxopolis council")
    of_mine = {"articles": 1, "claims": 1, "quotes": 1}
    assert counts(me, q="zyxopolis", person=str(me.pk)) == of_mine
    assert counts(me, q="zyxopolis", since="2024-03-01", until="2024-03-01") == of_mine
    assert counts(me, q="zyxopolis", since="2024-03-02") == of_mine
    assert counts(me, q="zyxopolis", until="2024-02-29") == {}
    assert counts(me, q="zyxopolis")["claims"] == 2


def test_what_was_searched_is_said_where_nothing_is_found() -> None:
    shown = page(CheckerFactory(), 'q=nowhere+"left+of"&kind=claims')
    assert "Nothing found with all of “nowhere”, “left of”" in shown
    assert "Searched: claims" in shown
    assert "There is no word in “--”" in page(CheckerFactory(), "q=--")


def test_one_kind_is_paged_newest_first_and_counted_no_further_than_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reads, "COUNTED", 4)
    monkeypatch.setattr(reads, "A_PAGE", 2)
    for n in range(6):
        PartyFactory(name=f"Zyxopolis {n}")
    [group] = search(
        CheckerFactory(), SearchQuery.of({"q": "zyxopolis", "kind": "parties"}), 2
    ).groups
    assert (group.count, group.capped) == (4, True)
    assert ["".join(words for words, _ in one.pieces)[:11] for one in group.found] == [
        "Zyxopolis 3",
        "Zyxopolis 2",
    ]


def test_more_found_costs_no_more_queries() -> None:
    me = CheckerFactory()
    client = Client()
    client.force_login(me)

    def more(count: int) -> int:
        for n in range(count):
            article = told(f"Zyxopolis {n}", assigned_to=CheckerFactory())
            document = DocumentFactory(
                title="Zyxopolis", source=SourceFactory(name=f"Zyxopolis {count} {n}")
            )
            EvidenceFactory(claim=article.claims.get(), document=document)
            PartyFactory(name=f"Zyxopolis {count} {n}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/search/?q=zyxopolis").status_code == 200
        return len(asked)

    assert more(2) == more(3)


def test_an_article_is_found_by_its_newest_copy_only() -> None:
    article = ArticleFactory(text="Old words of Zyxopolis.")
    proof = article.current_proof()
    article.proofs.filter(pk=proof.pk).update(current=False)
    article.proofs.create(number=2, text="New words.", hash="x")
    assert counts(CheckerFactory(), q="zyxopolis", kind="articles") == {}
    assert counts(CheckerFactory(), q='"new words"', kind="articles") == {"articles": 1}
