"""The demo's story ruled on by keyboard, and a copy that does not move whatever is done beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.articles.actions import import_copy
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.local import demo
from factcheck.local.demo.story import PUBLISHED
from factcheck.newsroom.sweeps import work_off
from factcheck.review.actions import raise_query
from factcheck.review.models import Query, Tick, Verdict
from factcheck.review.reads.proof import sheet
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory, ReporterFactory
from tests.review.test_findings import claim_of, says

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
expect.set_options(timeout=20_000)  # the server shares its processors with the other tests
MOST_RULINGS = 17
MOST_KEYS = 60


def place_of(page: Page, width: int) -> tuple[float, ...]:
    """The page's height, the copy's size, and in a wide window the scroll and where words stand.

    On a phone the words of the next item are brought above the sheet that would cover them.
    """
    found: list[float] = page.evaluate(
        """() => { const copies = [...document.querySelectorAll(".sheet .copy")];
        const [first, last] = [copies[0], copies[copies.length - 1]].map((c) => c.getBoundingClientRect());
        return [document.documentElement.scrollHeight, last.bottom - first.top, first.width,
          scrollY, first.top]; }"""
    )
    return tuple(round(number) for number in found[: 5 if width > 1000 else 3])


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.rulings = page, 0, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1


@pytest.mark.parametrize("width", [390, 1360])
def test_no_act_moves_the_copy_or_scrolls_the_page(
    page: Page, live: str, sign_in: Any, width: int
) -> None:
    claim = claim_of()
    ClaimFactory(proof=claim.proof, text="Nothing else.")
    says(claim, "41", "38", "The Wire")
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live + claim.article.get_absolute_url())
    expect(page.locator(".item-list .item")).to_have_count(2)
    stood = place_of(page, width)
    hand = page.locator("#hand .in-hand")
    page.locator(f'[data-to="{claim.key}"]').first.click()
    expect(hand).to_have_attribute("data-item", claim.key)
    assert place_of(page, width) == stood, "opened"
    page.keyboard.press("y")
    expect(hand.get_by_role("alert")).to_contain_text("The Wire has 38, the copy 41.")
    assert place_of(page, width) == stood, "refused"
    page.keyboard.press("2")
    expect(hand).not_to_have_attribute("data-item", claim.key)
    expect(page.locator("#coverage")).to_contain_text("1 query")
    assert place_of(page, width) == stood, "asked"
    page.keyboard.press("z")
    expect(hand).to_have_attribute("data-item", claim.key)
    expect(page.locator("#coverage")).to_contain_text("0 queries")
    assert place_of(page, width) == stood, "undone"
    page.keyboard.press("Escape")
    expect(page.locator("#overview")).to_be_visible()
    assert place_of(page, width) == stood, "back to the list"
    assert not Query.objects.open().exists()


def test_what_is_typed_in_an_item_is_there_when_one_comes_back(
    page: Page, live: str, sign_in: Any
) -> None:
    claim = claim_of()
    ClaimFactory(proof=claim.proof, text="Nothing else.")
    sign_in(CheckerFactory())
    page.goto(live + claim.article.get_absolute_url())
    page.keyboard.press("j")
    page.keyboard.press("q")
    question = page.locator("#hand").get_by_label("Question")
    expect(question).to_be_focused()
    page.keyboard.type("Who counted")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#hand .in-hand")).not_to_have_attribute("data-item", claim.key)
    page.keyboard.press("k")
    expect(page.locator("#hand .in-hand")).to_have_attribute("data-item", claim.key)
    expect(question).to_have_value("Who counted")


@pytest.mark.parametrize("key", ["1", "4", "o", "y"])
def test_a_ruling_key_in_the_list_only_opens_the_item_and_stays_on_the_page(
    page: Page, live: str, sign_in: Any, key: str
) -> None:
    claim = claim_of()
    ClaimFactory(proof=claim.proof, text="Nothing else.")
    says(claim, "41", "41", "The Wire")
    sign_in(CheckerFactory())
    address = live + claim.article.get_absolute_url()
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press(key)
    expect(page.locator("#hand .in-hand")).to_be_visible()
    assert page.url.split("#")[0] == address
    assert not Verdict.objects.exists()


def test_answers_and_decisions_in_the_list_are_given_in_place_one_after_the_other(
    page: Page, live: str, sign_in: Any
) -> None:
    claim = claim_of()
    other = ClaimFactory(proof=claim.proof, text="Nothing else.")
    article, by = claim.article, CheckerFactory()
    first, second = (
        raise_query(by=by, article=article, claim=one, text="So?") for one in (claim, other)
    )
    sign_in(ReporterFactory())
    page.goto(live + article.get_absolute_url() + f"#query-{first.pk}")
    stood = place_of(page, 1360)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    expect(page.locator(f"#answer-{first.pk}")).to_be_focused()
    page.keyboard.type("It was the wire.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#answer-{second.pk}")).to_be_focused()
    expect(page.locator(f"#query-{first.pk}")).to_contain_text("It was the wire.")
    assert place_of(page, 1360) == stood
    page.keyboard.type("Yes.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#queries > summary")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator(f"#query-{second.pk}")).not_to_contain_text("Yes.")
    assert not loads
    assert set(Query.objects.values_list("state", flat=True)) == {"answered", "open"}


@pytest.fixture
def story() -> Article:
    """The demo's first story, read, with pages beside some of its claims."""
    text = (Path(demo.__file__).parent / "article.txt").read_text()
    article = import_copy(by=ReporterFactory(), text=text, published=PUBLISHED)
    work_off("claims.read")
    for words, fact, value in (
        ("At least 41 people", "41", "38"),
        ("Orlen, a rail hub", "612,000", "612,000"),
        ("Its loss would cut", "$240 million", "$240 million"),
    ):
        claim = Claim.objects.live().get(article=article, text__startswith=words)
        says(claim, fact, value, "Meridian Wire")
    return article


@pytest.mark.timeout(240)
def test_the_demos_story_takes_17_rulings_and_60_keys_with_its_evidence_looked_at(
    page: Page, live: str, sign_in: Any, story: Article
) -> None:
    total = len(sheet(story).items.all)
    assert total <= MOST_RULINGS
    sign_in(CheckerFactory())
    page.goto(live + story.get_absolute_url())
    keys, hand = Keys(page), page.locator("#hand .in-hand")
    seen = []
    keys.press("n")
    keys.press("Enter")
    expect(hand).to_be_visible()
    while hand.count():
        key = str(hand.get_attribute("data-item"))
        card = hand.locator(".card[data-open]").first
        # A source that has the same confirms; one that differs, or words without a record, are asked
        # about; what nobody wrote of, the checker knows or cannot confirm.
        in_view = card.locator(".in-view blockquote")
        if in_view.count():
            seen.append(in_view.inner_text())
        has_quote = hand.get_by_text("Was it said?").count()
        differs = card.locator(".findings .red").count()
        choice = "2" if differs or has_quote else "y" if in_view.count() else "o"
        keys.press(choice)
        keys.rulings += 1
        assert keys.rulings <= MOST_RULINGS
        expect(page.locator(f'#hand [data-item="{key}"]')).to_have_count(0)
    items = sheet(story).items.all
    assert not [item.words for item in items if item.to_rule]
    assert (keys.rulings, keys.pressed) <= (MOST_RULINGS, MOST_KEYS)
    assert keys.pressed <= MOST_KEYS
    assert len(seen) == 3
    assert Query.objects.filter(text__contains="Meridian Wire has 38, the copy 41").exists()
    assert Verdict.objects.exists()
    assert Tick.objects.exists()
