"""A ruling is one request: its answer carries what changes elsewhere on the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.claims.models import Claim, Fact
from factcheck.evidence.models import Evidence
from factcheck.review.models import Tick, Verdict
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory
from tests.review.test_findings import claim_of, says

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]


expect.set_options(timeout=20_000)  # the server shares its processors with the other tests


class Requests:
    """What the page asked of the server, but for files."""

    def __init__(self, page: Page) -> None:
        self.sent: list[str] = []
        page.on("request", self._note)

    def _note(self, request: Any) -> None:
        if "/static/" not in request.url:
            self.sent.append(f"{request.method} {request.url.rstrip('/').rpartition('/')[2]}")

    def since(self, page: Page) -> list[str]:
        """Return what was asked since this was last called, once nothing more is on its way."""
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(700)
        sent, self.sent = self.sent, []
        return sent


@pytest.fixture
def claim() -> Claim:
    """A claim that a source bears out, and one more to go on to."""
    claim = claim_of()
    ClaimFactory(proof=claim.proof, text="Nothing else.")
    says(claim, "41", "41", "The Wire")
    return claim


def opened(page: Page, live: str, claim: Claim) -> Requests:
    """Open the claim's item on a page that never asks by itself what is new."""
    page.add_init_script("window.setInterval = () => 0")
    page.goto(live + claim.article.get_absolute_url() + f"#{claim.key}")
    expect(page.locator(f'#hand [data-item="{claim.key}"]')).to_be_visible()
    requests = Requests(page)
    requests.since(page)
    return requests


@pytest.mark.parametrize("key", ["y", "1", "2", "4", "o"])
def test_a_ruling_by_key_is_one_request(
    page: Page, live: str, sign_in: Any, claim: Claim, key: str
) -> None:
    sign_in(CheckerFactory())
    requests = opened(page, live, claim)
    page.keyboard.press(key)
    expect(page.locator(f'#hand [data-item="{claim.key}"]')).to_have_count(0)
    expect(page.locator("#item-head")).to_be_focused()
    assert requests.since(page) == ["POST verdict"]
    group = page.locator(f"#row-{claim.key}").locator("xpath=ancestor::*[@data-group-of]")
    expected = {"2": "waiting"}.get(key, "done")
    if key == "4":
        expect(page.locator(f"#row-{claim.key}")).to_have_count(0)
    else:
        expect(group).to_have_attribute("data-group-of", expected)


def test_a_reason_why_something_cannot_be_confirmed_is_one_request(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    requests = opened(page, live, claim)
    page.keyboard.press("3")
    expect(page.locator("#hand .reasons[open] button").first).to_be_focused()
    page.keyboard.press("3")
    expect(page.locator(f'#hand [data-item="{claim.key}"]')).to_have_count(0)
    assert requests.since(page) == ["POST verdict"]
    assert Verdict.objects.get(claim=claim).ruling == "cannot confirm"


def test_the_answer_brings_the_words_the_line_the_counts_and_the_state(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    requests = opened(page, live, claim)
    left = page.locator("#steps li").nth(1)
    expect(left).to_contain_text("0/2")
    page.keyboard.press("y")
    fact = Fact.objects.get(claim=claim, text="41")
    expect(page.locator(f"[data-k~='{fact.key}']").first).to_contain_class("f-green")
    expect(page.locator(f"[data-k~='{claim.key}']").first).to_contain_class("c-green")
    expect(page.locator(f"[data-state-of='{claim.key}']").first).to_have_text("confirmed")
    expect(page.locator("#coverage")).to_contain_text("1 of 2 facts ticked")
    expect(left).to_contain_text("1/2")
    assert requests.since(page) == ["POST verdict"]


def test_undoing_asks_for_nothing_but_the_item_that_is_open_again(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    requests = opened(page, live, claim)
    page.keyboard.press("y")
    expect(page.locator(f'#hand [data-item="{claim.key}"]')).to_have_count(0)
    requests.since(page)
    page.keyboard.press("z")
    expect(page.locator(f'#hand [data-item="{claim.key}"]')).to_be_visible()
    expect(page.locator(f"[data-state-of='{claim.key}']").first).to_have_text("open")
    expect(page.locator("#coverage")).to_contain_text("0 of 2 facts ticked")
    assert requests.since(page) == ["POST undo", f"GET {claim.key}"]
    assert not Verdict.objects.filter(current=True).exists()
    assert not Tick.objects.filter(current=True).exists()


def test_a_tick_on_one_fact_is_one_request_and_its_item_stays_open(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    requests = opened(page, live, claim)
    page.keyboard.press("t")
    item = page.locator(f'#hand [data-item="{claim.key}"]')
    item.locator(".fact").first.get_by_label("Source", exact=True).fill("The ministry")
    page.keyboard.press("Enter")
    expect(page.locator("#coverage")).to_contain_text("1 of 2 facts ticked")
    expect(item).to_be_visible()
    assert requests.since(page) == ["POST tick"]


def test_a_key_pressed_the_moment_an_item_is_in_view_rules_in_place(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    opened(page, live, claim)
    address = page.url.partition("#")[0]
    other = Claim.objects.exclude(pk=claim.pk).get()
    page.evaluate(
        """() => document.addEventListener("htmx:afterSwap", () => setTimeout(
        () => document.querySelector("#hand [data-key=o]")?.click()), { once: true })"""
    )
    page.keyboard.press("o")
    expect(page.locator(f"[data-state-of='{other.key}']").first).to_have_text("confirmed")
    assert page.url.partition("#")[0] == address
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    expect(page.locator("#gate > summary")).to_be_focused()


class Held:
    """Acts of the page that reach the server only once they are let go."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.held: list[Route] = []
        self.free = False
        page.route(pattern, lambda route: self._take(route))

    def _take(self, route: Route) -> None:
        if self.free:
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        self.free = True
        for route in self.held:
            route.continue_()


def items_in_order(page: Page) -> list[str]:
    rows = page.locator(".item-list .item").all()
    return [str(row.get_attribute("data-key")) for row in rows]


def test_a_key_pressed_while_a_ruling_is_on_its_way_goes_to_the_item_then_in_view(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    opened(page, live, claim)
    other = Claim.objects.exclude(pk=claim.pk).get()
    answer = Held(page, "**/verdict/")
    page.keyboard.press("y")
    page.keyboard.press("q")
    page.wait_for_timeout(300)
    expect(page.locator(f'#hand [data-item="{claim.key}"]')).to_be_visible()
    expect(page.locator("#hand").get_by_label("Question")).not_to_be_visible()
    answer.let_go()
    item = page.locator(f'#hand [data-item="{other.key}"]')
    expect(item.get_by_label("Question")).to_be_focused()


def test_a_ruling_key_pressed_while_one_is_on_its_way_rules_on_nothing_and_says_so(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    opened(page, live, claim)
    other = Claim.objects.exclude(pk=claim.pk).get()
    answer = Held(page, "**/verdict/")
    page.keyboard.press("y")
    page.keyboard.press("4")
    expect(page.locator("#trouble")).to_contain_text("“4” came before the next item was in view")
    answer.let_go()
    expect(page.locator(f'#hand [data-item="{other.key}"]')).to_be_visible()
    page.wait_for_timeout(300)
    assert len(answer.held) == 1
    assert Verdict.objects.get().claim == claim
    assert Claim.objects.live().count() == 2


def test_keys_pressed_while_an_item_is_on_its_way_go_on_from_it(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    ClaimFactory(proof=claim.proof, text="Head")
    sign_in(CheckerFactory())
    opened(page, live, claim)
    first, second, third = items_in_order(page)
    assert first == claim.key
    answer = Held(page, f"**/items/{second}/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator("#trouble")).to_contain_text("“1” came before")
    answer.let_go()
    expect(page.locator(f'#hand [data-item="{third}"]')).to_be_visible()
    assert not Verdict.objects.exists()


def test_keys_that_waited_for_a_ruling_that_is_refused_are_forgotten(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    opened(page, live, claim)
    Evidence.objects.update(ruling="rejected", reason="another storm")
    answer = Held(page, "**/verdict/")
    page.keyboard.press("y")
    page.keyboard.press("j")
    answer.let_go()
    item = page.locator(f'#hand [data-item="{claim.key}"]')
    expect(item.get_by_role("alert")).to_contain_text("This evidence was rejected.")
    page.wait_for_timeout(300)
    expect(item).to_be_visible()
