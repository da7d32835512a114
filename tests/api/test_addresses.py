"""A token used from a new address stands in the log, once."""

from __future__ import annotations

import pytest
from django.test import Client

from factcheck.newsroom.models import LogEntry
from tests.api.factories import token_of
from tests.newsroom.factories import CheckerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def test_each_new_address_of_a_token_is_one_line(client: Client) -> None:
    bearer = f"Bearer {token_of(CheckerFactory())}"
    for address in ("203.0.113.9", "203.0.113.9", "198.51.100.7", "203.0.113.9"):
        client.get("/api/articles/1/", headers={"authorization": bearer}, REMOTE_ADDR=address)
    lines = LogEntry.objects.filter(verb="use token").order_by("pk")
    assert [line.data["address"] for line in lines] == ["203.0.113.9", "198.51.100.7"]
