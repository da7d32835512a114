"""A card's checklist and records in a browser: by keyboard, in a narrow window, with nothing for
axe to find.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from factcheck.review import actions
from factcheck.review.models import ChecklistMark, Record
from tests.claims.factories import ClaimFactory, FactFactory, QuoteFactory, read_article
from tests.newsroom.factories import CheckerFactory
from tests.review.test_cards import kept

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
COPY = """Rebels enter the second city
Omar Haddad, 54, leads the largest column near Aleppo, 12 miles (25 km) away.
“We will never hold the road,” said General Omar Haddad."""
Violations = Callable[..., list[str]]


def test_a_line_is_set_aside_and_a_transcript_kept_by_keyboard_in_a_narrow_window(
    page: Page, live: str, sign_in: Any, axe_violations: Violations
) -> None:
    proof = read_article(text=COPY).current_proof()
    claim = ClaimFactory(proof=proof, text=COPY.split("\n")[1])
    FactFactory(proof=proof, text="Omar Haddad", kind="name", claim=claim)
    FactFactory(proof=proof, text="54", value="54 years", claim=claim)
    FactFactory(proof=proof, text="largest", kind="superlative", claim=claim)
    quote = QuoteFactory(proof=proof, text="We will never hold the road")
    kept(quote, title="Briefing")
    actions.give_verdict(
        by=CheckerFactory(),
        claim=claim,
        ruling="on author",
        source="Ana",
        note="Only she was there.",
    )
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live}{claim.article.get_absolute_url()}#claim-{claim.pk}")
    expect(page.locator(".check-line")).to_have_count(2)
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("He will not say how old he is")
    page.get_by_role("button", name="Set aside").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("He will not say how old he is")).to_be_visible()
    assert ChecklistMark.objects.get().state == "set aside"
    assert axe_violations(page) == []
    page.goto(live + reverse("review:quote", args=[quote.article_id, quote.pk]))
    expect(page.locator(".source ins")).to_have_text("never")
    page.keyboard.press("r")
    page.get_by_label("Its words").fill("HADDAD: We will never hold the road.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".source .state").first).to_have_text("exact")
    assert Record.objects.count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe_violations(page) == []
