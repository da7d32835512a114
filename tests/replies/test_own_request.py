"""Which request tells of a party, where another would speak for it too."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factcheck.replies.reads.comment_requests import asks_against_record
from tests.articles.factories import ArticleFactory
from tests.claims.factories import AskFactory, PartyFactory
from tests.replies.factories import RequestFactory

pytestmark = pytest.mark.django_db
COPY = "The Varenian army declined to comment."


def test_a_party_with_a_request_of_its_own_is_not_told_by_its_governments_answer() -> None:
    article, now = ArticleFactory(text=COPY), timezone.now()
    army, government = PartyFactory(name="Varenian army"), PartyFactory(name="Varenian government")
    AskFactory(proof=article.current_proof(), text=COPY, outcome="declined", parties=[army])
    sent = {"article": article, "state": "sent", "sent_at": now}
    RequestFactory(party=government, outcome="answered", **sent)
    RequestFactory(party=army, outcome="no comment", **sent)
    assert not [one for one in asks_against_record(article) if one.contradicts]
