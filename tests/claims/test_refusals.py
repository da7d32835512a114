"""What one is told where a mark or a party cannot be changed as asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.articles.models import Article
from factcheck.claims import actions
from factcheck.claims.models import Party
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, PartyFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory

pytestmark = pytest.mark.django_db

REFUSALS: list[tuple[str, Callable[[User, Article], object]]] = [
    (
        "Mark some words.",
        lambda by, article: actions.mark(
            by=by,
            article=article,
            kind="claim",
            start=(at := article.current_proof().text.index(" ")),
            end=at + 1,
        ),
    ),
    (
        "This mark was not removed.",
        lambda by, article: actions.restore(
            by=by, mark=ClaimFactory(proof=article.current_proof())
        ),
    ),
    (
        "Choose a place within the mark.",
        lambda by, article: actions.split(
            by=by, mark=(claim := ClaimFactory(proof=article.current_proof())), at=claim.start
        ),
    ),
    (
        "The mark has these words already.",
        lambda by, article: actions.reshape(
            by=by,
            mark=(claim := ClaimFactory(proof=article.current_proof())),
            start=claim.start,
            end=claim.end,
        ),
    ),
    (
        "Name the speaker.",
        lambda by, article: actions.name_speaker(
            by=by,
            quote=QuoteFactory(proof=article.current_proof()),
            speaker=" ",
            title="General",
            of="",
        ),
    ),
    ("A party needs a name.", lambda by, article: actions.party_named(" ")),
    ("A party needs a name.", lambda by, article: actions.add_party(by=by, name=" . ")),
    (
        "A party is one of: ",
        lambda by, article: actions.set_party(by=by, party=PartyFactory(), kind="planet"),
    ),
]


@pytest.mark.parametrize(("sentence", "act"), REFUSALS)
def test_what_is_refused_says_why(sentence: str, act: Callable[[User, Article], object]) -> None:
    with pytest.raises(Refused) as refusal:
        act(CheckerFactory(), ArticleFactory())
    assert sentence in str(refusal.value)


def test_a_party_is_not_merged_with_itself() -> None:
    party = PartyFactory(name="The bank")
    with pytest.raises(Refused, match="These are one party already"):
        actions.merge_parties(by=CheckerFactory(), keep=party, gone=Party.objects.get())
    assert Party.objects.get() == party
