"""Two proofs side by side, and the tokens' page, in a browser: axe, narrow and wide, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.api.factories import token_of
from tests.articles.factories import ArticleFactory, next_proof
from tests.newsroom.factories import ChiefFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("flush_redis")]
LINES = [f"Paragraph {n} says that {n} people came." for n in range(30)]


def test_what_changed_is_read_by_keyboard_and_axe_finds_nothing(
    page: Page, live: str, sign_in: Callable[[Any], None], axe_violations: Callable[..., list[str]]
) -> None:
    article, chief = ArticleFactory(text="\n".join(LINES)), ChiefFactory()
    next_proof(
        article,
        "\n".join([*LINES[:9], "Quite another thing.", *LINES[10:20], LINES[25], *LINES[20:25]]),
    )
    token_of(chief)
    sign_in(chief)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for name, args in (("articles:diff", [article.pk]), ("api:tokens", [])):
            page.goto(live + reverse(name, args=args))
            assert axe_violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(live + reverse("articles:diff", args=[article.pk]))
    assert page.locator("details.fold:not([open])").count() >= 2
    for number in ("c1", "c2"):
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.id") == number
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "c1"
