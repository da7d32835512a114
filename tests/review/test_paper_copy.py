"""The check report as a PDF, through the machine's Chromium."""

from __future__ import annotations

import pytest
from django.test import Client

from factcheck.outside.errors import Kind, OutsideError
from factcheck.review.views import paper_copy, report_and_history
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory
from tests.pages import one_line
from tests.review.factories import story

pytestmark = pytest.mark.django_db


def client() -> Client:
    client = Client()
    client.force_login(CheckerFactory())
    return client


def test_the_browser_is_given_a_page_that_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bytes] = []

    def printed(html: bytes) -> bytes:
        given.append(html)
        return b"%PDF-1.7"

    monkeypatch.setattr(paper_copy, "pdf_of", printed)
    article = story()
    ClaimFactory(proof=article.current_proof(), text="Rebels")
    answer = client().get(f"/articles/{article.pk}/report.pdf")
    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Disposition"].endswith('.pdf"')
    page = given[0].decode()
    assert "<script" not in page
    assert "<link" not in page
    assert "data:font/woff2;base64," in page
    assert ".rulings" in page


def test_without_a_browser_the_report_says_how_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(html: bytes) -> bytes:
        raise OutsideError(Kind.CONNECTION, "There is no browser on this machine", temporary=False)

    monkeypatch.setattr(paper_copy, "pdf_of", none)
    monkeypatch.setattr(report_and_history, "browser", lambda: None)
    article = story()
    answer = client().get(f"/articles/{article.pk}/report.pdf", follow=True)
    page = one_line(answer)
    assert "There is no browser on this machine. Print the page from your own browser." in page
    assert "report.pdf" not in page


def test_the_report_has_four_columns_and_the_csv_every_field() -> None:
    article = story()
    ClaimFactory(proof=article.current_proof(), text="Rebels")
    signed_in = client()
    page = one_line(signed_in.get(f"/articles/{article.pk}/report/"))
    table = page.partition('<table class="rulings stack">')[2].partition("</thead>")[0]
    assert table.count("<th ") == 4
    sheet = signed_in.get(f"/articles/{article.pk}/report.csv").content.decode("utf-8-sig")
    assert len(sheet.splitlines()[0].split(",")) == 15
