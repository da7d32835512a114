"""Nothing about restricted copy leaves the building: asked at the door, where every request makes
its connection.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from factcheck.articles.forms import ImportForm
from factcheck.evidence import actions
from factcheck.evidence.actions.ask import ask
from factcheck.evidence.models import Provider, Search, SentQuery
from factcheck.newsroom.actions import Refused
from factcheck.outside import search as outside
from factcheck.outside.egress_guard import no_egress
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.http import fetch
from tests.evidence.factories import (
    DocumentFactory,
    HitFactory,
    SearchFactory,
    author_source,
    provider,
    searched_claim,
)
from tests.newsroom.factories import CheckerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
PAGE = "https://paper.example/story"


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses to which a connection was wanted. None is made."""
    wanted: list[str] = []

    def refuse(target: Any, *_: Any, **__: Any) -> None:
        wanted.append(target.url)
        raise OutsideError(
            Kind.CONNECTION, "No connection in this test", url=target.url, temporary=False
        )

    monkeypatch.setattr("factcheck.outside.session.connected", refuse)
    return wanted


def test_all_the_rooms_work_over_a_restricted_article_wants_no_connection(
    connections: list[str], evidence_work: Callable[[], int], settings: Any
) -> None:
    actions.ensure_providers()
    Provider.objects.update(on=True)
    claim = searched_claim(restricted=True)
    HitFactory(
        search=SearchFactory(claim=claim),
        document=DocumentFactory(url=PAGE, work="waiting", text=""),
    )
    author_source(claim)
    actions.search_claim(by=CheckerFactory(role="chief"), claim=claim)
    evidence_work()
    assert connections == []
    assert not SentQuery.objects.filter(article=claim.article).exists()
    asked = Search.objects.filter(claim=claim, provider__outside=True).values_list(
        "found", flat=True
    )
    assert set(asked) == {"forbidden"}


def test_a_page_named_for_restricted_copy_is_refused_unvisited(connections: list[str]) -> None:
    with pytest.raises(Refused, match="restricted"):
        actions.add_source(
            by=CheckerFactory(role="chief"), claim=searched_claim(restricted=True), url=PAGE
        )
    assert connections == []


def test_restricted_copy_is_not_brought_in_from_an_address() -> None:
    form = ImportForm({"url": PAGE, "restricted": "on"})
    assert "would reach outside" in str(form.errors)


def test_while_work_is_kept_inside_the_door_stays_shut_whoever_asks(connections: list[str]) -> None:
    with no_egress(), no_egress(False), pytest.raises(OutsideError) as shut:
        fetch(PAGE, respect_robots=False)
    assert shut.value.kind == Kind.RESTRICTED
    with no_egress(), pytest.raises(OutsideError):
        fetch(PAGE)
    assert connections == []
    with no_egress(False), pytest.raises(OutsideError):
        fetch(PAGE, respect_robots=False)
    assert connections == [PAGE]


def test_a_search_that_wrongly_says_it_stays_inside_still_gets_no_connection(
    connections: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Leak:
        name = label = "archive"
        needs_key = outside = False

        def search(self, query: outside.ProviderQuery) -> outside.Results:
            fetch(PAGE, respect_robots=False)
            raise AssertionError("It got out.")

    monkeypatch.setattr(sys.modules[ask.__module__], "code_of", lambda *_, **__: Leak())
    row = SearchFactory(claim=searched_claim(restricted=True), provider=provider("archive"))
    ask(row.pk)
    row.refresh_from_db()
    assert connections == []
    assert row.found == "forbidden"
