"""The second read by keyboard: the proof page in reading mode."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.claims.models import Claim
from factcheck.review.models import Agreement, Query, SignOff
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory
from tests.review.factories import confirmed, story

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
expect.set_options(timeout=20_000)  # the server shares its processors with the other tests

PHONE = 390


@pytest.fixture
def claims() -> list[Claim]:
    """Two claims that a colleague confirmed."""
    article = story("Rebels entered Aleppo on Friday. Nobody was hurt.")
    proof = article.current_proof()
    made = [
        ClaimFactory(proof=proof, text=text)
        for text in ("Rebels entered Aleppo on Friday.", "Nobody was hurt.")
    ]
    for claim in made:
        confirmed(claim)
    return made


@pytest.mark.parametrize("width", [PHONE, 1360])
def test_a_pass_is_agreed_with_sent_back_undone_and_signed_by_keyboard(
    page: Page, live: str, sign_in: Any, claims: list[Claim], width: int
) -> None:
    first, second = claims
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live}{first.article.get_absolute_url()}?second=facts")
    count, item = page.locator("#second-count"), page.locator("#hand .in-hand")
    expect(count).to_have_text("0 of 2 agreed")
    if width > PHONE:
        page.keyboard.press("j")
        page.keyboard.press("Enter")
    else:
        page.locator(f"[data-to='{first.key}']").click()
    expect(item).to_have_attribute("data-item", first.key)
    page.keyboard.press("1")
    expect(item).to_have_attribute("data-item", second.key)
    expect(count).to_have_text("1 of 2 agreed")
    page.keyboard.press("z")
    expect(item).to_have_attribute("data-item", first.key)
    expect(count).to_have_text("0 of 2 agreed")
    page.keyboard.press("y")
    expect(item).to_have_attribute("data-item", second.key)
    page.keyboard.press("2")
    expect(item.get_by_label("What is wrong with it")).to_be_focused()
    page.keyboard.type("Who says so?")
    item.get_by_role("button", name="Send back").click()
    expect(page.locator("#said")).to_contain_text("Sent back: the author is asked.")
    assert Query.objects.get().text == "Second read, facts: Who says so?"
    expect(page.locator(f"[data-k~='{second.key}']").first).to_contain_class("i-blue")
    page.keyboard.press("z")
    expect(item).to_have_attribute("data-item", second.key)
    expect(page.locator("#coverage")).to_contain_text("0 queries")
    page.keyboard.press("1")
    expect(page.locator("#sign")).to_be_focused()
    assert Agreement.objects.count() == 2
    sign = page.get_by_role("button", name="Sign proof 1")
    sign.click()
    expect(page.locator("#sign input[type=radio]").first).to_be_focused()
    assert not SignOff.objects.exists()
    for question in page.locator("#sign fieldset").all():
        question.get_by_label("yes", exact=True).check()
    sign.click()
    expect(page.locator("body")).to_contain_text("Signed: the pass “facts”.")
    assert SignOff.objects.get().accepted


def test_words_in_the_copy_open_their_item_and_the_copy_stays_where_it_is(
    page: Page, live: str, sign_in: Any, claims: list[Claim]
) -> None:
    _first, second = claims
    sign_in(CheckerFactory())
    page.goto(f"{live}{second.article.get_absolute_url()}?second=facts")
    stood = page.locator(".sheet").bounding_box()
    page.locator(f"[data-to='{second.key}']").click()
    expect(page.locator("#hand .in-hand")).to_have_attribute("data-item", second.key)
    assert page.locator(".sheet").bounding_box() == stood


def test_it_works_without_a_script(
    browser: Any, page: Page, live: str, sign_in: Any, claims: list[Claim]
) -> None:
    first, second = claims
    sign_in(CheckerFactory())
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live}{first.article.get_absolute_url()}?second=facts")
    plain.locator(f"#row-{first.key} a").click()
    plain.get_by_role("button", name="Agree").click()
    expect(plain.locator(".in-hand")).to_have_attribute("data-item", second.key)
    plain.get_by_role("button", name="Agree").click()
    expect(plain.locator("#second-count")).to_have_text("2 of 2 agreed")
    context.close()
