"""The call sheet on a phone and on a desk, with its forms open, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from factcheck.review.actions import word_question
from tests.claims.factories import PartyFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory
from tests.replies.factories import ContactFactory, RequestFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]


@pytest.mark.parametrize("width", [360, 1440])
def test_the_sheet_fits_can_be_used_by_everybody_and_prints_without_forms(
    page: Page, live: str, sign_in: Any, axe_violations: Callable[..., list[str]], width: int
) -> None:
    quote = QuoteFactory(speaker="Omar Haddad", speaker_of="The Army")
    ContactFactory(party=PartyFactory(name="The Army"), channel="phone", address="+1 555 0100")
    RequestFactory(article=quote.article)
    checker = CheckerFactory()
    word_question(by=checker, article=quote.article, name="Omar Haddad", text="Were you in town?")
    sign_in(checker)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live + reverse("review:calls", args=[quote.article_id]))
    for summary in page.locator("main summary").all():
        summary.click()
    expect(page.get_by_text("the words are yours to write")).to_be_visible()
    expect(page.get_by_role("link", name="+1 555 0100")).to_have_attribute("href", "tel:+15550100")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    expect(page.locator(".callee form").first).to_be_hidden()
    expect(page.get_by_text("Were you in town?").first).to_be_visible()
    expect(page.locator(".line").first).to_be_visible()
