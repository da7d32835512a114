"""The desk, the queue and the search: fit for a phone and a wide window, for everybody, by
keyboard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from factcheck.desk import actions
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory
from tests.review.factories import QueueItemFactory, staff, story

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
Violations = Callable[..., list[str]]


@pytest.fixture
def busy() -> Any:
    me = staff("chief")
    for n in range(3):
        article = story(headline=f"Rebels enter city {n}", assigned_to=me, deadline=timezone.now())
        ClaimFactory(proof=article.current_proof(), text="Rebels")
        QueueItemFactory(article=article, link=article.get_absolute_url(), deadline=timezone.now())
    actions.save_filter(by=me, place="desk", name="Late", query="when=past")
    return me


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_the_lists_fit_the_window_and_can_be_used_by_everybody(
    page: Page,
    live: str,
    sign_in: Any,
    busy: Any,
    axe_violations: Violations,
    width: int,
    scheme: Any,
) -> None:
    sign_in(busy)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    queue = reverse("desk:queue")
    for url in (
        "/?show=all",
        f"{queue}?state=",
        f"{queue}?state=resolved",
        "/search/?q=rebels",
        "/search/?q=nothing",
    ):
        page.goto(live + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
        assert axe_violations(page) == [], url
    page.goto(live + reverse("admin:desk_queueitem_changelist"))
    assert axe_violations(page) == []
    if width == 360:
        assert (
            page.locator("#changelist-form .actions input[name=note]").evaluate(
                "one => one.clientWidth"
            )
            > 200
        )


def test_the_desk_is_walked_and_searched_by_keyboard(
    page: Page, live: str, sign_in: Any, busy: Any
) -> None:
    sign_in(busy)
    page.goto(live + "/?show=all")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tbody[data-rows] tr:nth-child(2) a.story")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("rebels")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("Rebels")


def test_items_are_ticked_by_keyboard_and_worked(
    page: Page, live: str, sign_in: Any, busy: Any
) -> None:
    sign_in(CheckerFactory())
    page.goto(f"{live}{reverse('desk:queue')}?state=")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Take it", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("1 item assigned to you.")
