"""Pages travel compressed, and their size gives nothing away."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from tests.newsroom.factories import EditorFactory
from tests.review.factories import story

pytestmark = pytest.mark.django_db


def page(client: Client, **headers: str) -> tuple[bytes, str]:
    answer = client.get(reverse("desk:list"), headers=headers)
    return answer.content, answer.get("Content-Encoding", "")


def test_a_page_is_compressed_for_a_browser_that_takes_it(client: Client) -> None:
    client.force_login(EditorFactory())
    for number in range(3):
        story(headline=f"Rebels enter town {number}")
    plain, encoding = page(client)
    assert encoding == ""
    packed, encoding = page(client, accept_encoding="gzip")
    assert encoding == "gzip"
    assert b"Rebels enter town 2" in gzip.decompress(packed)
    assert len(packed) < len(plain) / 2


def test_one_page_asked_twice_is_not_of_one_size(client: Client) -> None:
    client.force_login(EditorFactory())
    sizes = {len(page(client, accept_encoding="gzip")[0]) for _ in range(12)}
    assert len(sizes) > 1
