"""Pages for whoever reads from right to left: turned round, as wide as their window, scripts running."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.newsroom.factories import ChiefFactory
from tests.test_secrecy import World, build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
WIDTHS = (360, 1360)


def pages_of(world: World) -> list[str]:
    of_article = {"pk": world.article.pk}
    return [
        "/",
        "/?show=all",
        f"{reverse('desk:search')}?q=paid",
        reverse("desk:queue"),
        reverse("status:settings"),
        reverse("articles:import"),
        reverse("articles:edit", kwargs=of_article),
        reverse("review:proof", kwargs=of_article),
        reverse("review:report", kwargs=of_article),
        reverse("review:proof", kwargs=of_article) + "?second=fairness",
        reverse("replies:outstanding"),
        reverse("admin:index"),
    ]


@pytest.mark.timeout(300)
def test_pages_from_right_to_left_fit_their_window(page: Page, live: str, sign_in: Any) -> None:
    world = build()
    sign_in(ChiefFactory(language="ar", is_superuser=True))
    faults = []
    for url in pages_of(world):
        page.goto(live + url, wait_until="load")
        assert page.evaluate("document.documentElement.dir") == "rtl", url
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{url} at {width}: {wide} pixels wide"] if wide > width else []
    assert not faults, "\n".join(faults)


def test_copy_keeps_its_own_direction_and_scripts_have_their_words(
    page: Page, live: str, sign_in: Any
) -> None:
    world = build()
    sign_in(ChiefFactory(language="ar"))
    page.goto(live + reverse("review:proof", args=[world.article.pk]), wait_until="load")
    direction = "getComputedStyle(document.querySelector('.block')).direction"
    assert page.evaluate(direction) == "ltr"
    assert page.evaluate("typeof gettext") == "function"


def test_what_lists_begin_with_stands_at_the_right(page: Page, live: str, sign_in: Any) -> None:
    build()
    sign_in(ChiefFactory(language="ar"))
    page.set_viewport_size({"width": 1360, "height": 800})
    page.goto(f"{live}/?show=all", wait_until="load")
    heads = page.locator("table.board th")
    first, last = heads.first.bounding_box(), heads.nth(5).bounding_box()
    assert first is not None
    assert last is not None
    assert first["x"] > last["x"]
