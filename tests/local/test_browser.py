from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "<html lang='en'><head><title>Proof</title></head><body><main><h1>Proof</h1>{}</main></body></html>"


def test_a_page_without_faults_is_axe_clean(
    page: Page, axe_violations: Callable[..., list[str]]
) -> None:
    page.set_content(PAGE.format("<p>Copy</p>"))
    assert axe_violations(page) == []


def test_axe_names_what_is_wrong(page: Page, axe_violations: Callable[..., list[str]]) -> None:
    page.set_content(PAGE.format("<input type='text'>"))
    assert any(line.startswith("label:") for line in axe_violations(page))


@pytest.mark.django_db
def test_the_live_server_serves_static_files(page: Page, live: str) -> None:
    assert page.goto(f"{live}/static/admin/css/base.css").status == 200
