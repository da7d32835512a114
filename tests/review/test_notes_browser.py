"""Notes by keyboard alone, in place, in a narrow window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from factcheck.claims.models import Claim
from factcheck.review import actions
from factcheck.review.models import Mention, Thread
from tests.claims.factories import ClaimFactory, FactFactory
from tests.newsroom.factories import CheckerFactory, ReporterFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]


@pytest.fixture
def claim() -> Claim:
    claim = ClaimFactory()
    FactFactory(proof=claim.proof, claim=claim)
    return claim


def test_a_colleague_is_called_by_keyboard_in_a_card_on_the_proof(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    ann = ReporterFactory(name="Ann Lee")
    sign_in(CheckerFactory(name="Bo Ray"))
    page.goto(f"{live}{claim.article.get_absolute_url()}#claim-{claim.pk}")
    card = page.locator(f'[data-card="claim-{claim.pk}"]')
    card.get_by_text("Write a note").focus()
    page.keyboard.press("Enter")
    area = card.get_by_label("Note", exact=True)
    area.focus()
    page.keyboard.type("Who counted, @le")
    expect(page.get_by_role("option", name="Ann Lee")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(area).to_have_value("Who counted, @Ann Lee ")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(card.locator(".called")).to_have_text("@Ann Lee")
    assert Mention.objects.get().user == ann
    card.get_by_role("button", name="Resolve").press("Enter")
    expect(card.get_by_text("Resolved: Who counted")).to_be_visible()
    assert Thread.objects.get().resolved


@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_of_notes_fits_and_can_be_used_by_everybody(
    page: Page,
    live: str,
    sign_in: Any,
    claim: Claim,
    axe_violations: Callable[..., list[str]],
    width: int,
) -> None:
    by = CheckerFactory(name="Bo Ray")
    thread = actions.start_thread(
        by=by, article=claim.article, claim=claim, text="Who counted? " + "x" * 90
    )
    actions.answer_thread(by=by, thread=thread, text="I did, @Bo Ray")
    actions.reword_note(by=by, note=thread.notes.all()[0], text="Who counted them?")
    sign_in(by)
    page.set_viewport_size({"width": width, "height": 800})
    for url in (
        reverse("review:notes", args=[claim.article_id]),
        reverse("review:claim", args=[claim.article_id, claim.pk]),
    ):
        page.goto(live + url)
        page.get_by_text("Write a note").click()
        page.get_by_label("Note", exact=True).last.press_sequentially("@bo")
        expect(page.get_by_role("listbox")).to_be_visible()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
