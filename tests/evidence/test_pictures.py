"""Pictures of the versions of pages that accepted evidence rests on."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.evidence import actions
from factcheck.evidence.actions.screenshots import pictures_to_plan
from factcheck.evidence.models import Body, Picture, Snapshot
from factcheck.outside import screenshot
from factcheck.outside.errors import Kind, OutsideError
from tests.evidence.factories import DocumentFactory, EvidenceFactory, searched_claim
from tests.newsroom.factories import CheckerFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG of the page"


@pytest.fixture(autouse=True)
def browser(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, str]]:
    """A browser that is there and takes pictures; what it was shown."""
    shown: list[tuple[bytes, str]] = []

    def picture_of(html: bytes, charset: str = "utf-8") -> bytes:
        shown.append((html, charset))
        return PNG

    settings.SCREENSHOTS = True
    monkeypatch.setattr(screenshot, "browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(screenshot, "picture_of", picture_of)
    return shown


def version(**evidence: str) -> Snapshot:
    claim = searched_claim()
    document = DocumentFactory()
    EvidenceFactory(claim=claim, document=document, **({"ruling": "accepted"} | evidence))
    body = Body.objects.create(sha256="a" * 64, packed=zlib.compress(b"<p>The page"), size=11)
    headers = {"content-type": "text/html; charset=koi8-r"}
    snapshot: Snapshot = Snapshot.objects.create(
        document=document,
        body=body,
        url=document.url,
        status=200,
        headers=headers,
        fetched_at=timezone.now(),
    )
    return snapshot


def taken(snapshot: Snapshot) -> Picture:
    actions.plan_picture(snapshot.pk)
    actions.take_picture(Picture.objects.get(snapshot=snapshot).pk)
    return Picture.objects.get(snapshot=snapshot)


def test_a_picture_is_taken_once_of_what_accepted_evidence_rests_on(
    browser: list[tuple[bytes, str]],
) -> None:
    snapshot = version()
    assert list(pictures_to_plan(timezone.now())) == [snapshot.pk]
    row = taken(snapshot)
    assert (row.work, bytes(row.png)) == ("done", PNG)
    assert browser == [(b"<p>The page", "koi8-r")]
    assert list(pictures_to_plan(timezone.now())) == []
    assert actions.take_picture(row.pk) is False


def test_nothing_is_planned_for_a_mere_suggestion() -> None:
    version(ruling="suggested")
    assert list(pictures_to_plan(timezone.now())) == []


def test_nothing_is_planned_without_a_browser_or_where_it_is_off(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    version()
    settings.SCREENSHOTS = False
    assert list(pictures_to_plan(timezone.now())) == []
    settings.SCREENSHOTS = True
    monkeypatch.setattr(screenshot, "browser", lambda: None)
    assert list(pictures_to_plan(timezone.now())) == []


def test_a_browser_that_fails_is_told_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(html: bytes, charset: str) -> bytes:
        raise OutsideError(Kind.TIMEOUT, "The browser took too long over the page", temporary=False)

    monkeypatch.setattr(screenshot, "picture_of", fail)
    snapshot = version()
    assert taken(snapshot).work == "failed"
    client = Client()
    client.force_login(CheckerFactory())
    page = client.get(reverse("evidence:document", args=[snapshot.document_id])).content.decode()
    assert "The browser took too long" in page
    assert client.get(reverse("evidence:screenshot", args=[snapshot.pk])).status_code == 404


def test_the_picture_is_shown_to_those_who_may_see_the_page() -> None:
    snapshot = version()
    taken(snapshot)
    client = Client()
    client.force_login(CheckerFactory())
    answer = client.get(reverse("evidence:screenshot", args=[snapshot.pk]))
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    hidden = searched_claim(restricted=True)
    snapshot.document.only_for = hidden.article
    snapshot.document.save(update_fields=["only_for"])
    assert client.get(reverse("evidence:screenshot", args=[snapshot.pk])).status_code == 404


def test_a_version_that_is_gone_gets_no_picture() -> None:
    actions.plan_picture(0)
    assert not Picture.objects.exists()
