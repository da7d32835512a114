"""Marking in the copy by mouse and by keyboard, and two checkers on one page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.articles.models import Article
from factcheck.claims import actions as claims
from factcheck.claims.models import Claim, Fact
from factcheck.review import actions
from tests.claims.factories import ClaimFactory, FactFactory, read_article
from tests.newsroom.factories import CheckerFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
COPY = "Rebels enter the city\nRebels entered Aleppo on Friday, and the road to Hama is shut. At least 12 people died."
SENTENCE = "Rebels entered Aleppo on Friday, and the road to Hama is shut."


@pytest.fixture
def article(page: Page, live: str, sign_in: Any) -> Article:
    """An article with one claim in it, open in `page`, where a checker is signed in."""
    found = read_article(text=COPY)
    ClaimFactory(proof=found.current_proof(), text=SENTENCE)
    sign_in(CheckerFactory(name="Ann Lee"))
    page.goto(live + found.get_absolute_url())
    return found


def select(page: Page, words: str) -> None:
    page.evaluate(
        """(words) => { const walker = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) { const at = walker.currentNode.data.indexOf(words); if (at < 0) continue;
        const range = document.createRange(); range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length); getSelection().removeAllRanges();
        getSelection().addRange(range); return; } }""",
        words,
    )


def test_a_claim_is_split_where_words_are_selected_and_made_whole_by_undo(
    page: Page, article: Article
) -> None:
    select(page, "and the road")
    page.locator("#chosen").get_by_role("button", name="Split before “and”").click()
    expect(page.locator("#said")).to_contain_text("Split in two")
    expect(page.locator(".item-list .item")).to_have_count(2)
    assert {c.text for c in Claim.objects.live()} == {
        "Rebels entered Aleppo on Friday,",
        "and the road to Hama is shut.",
    }
    page.keyboard.press("u")
    expect(page.locator(".item-list .item")).to_have_count(1)
    assert Claim.objects.live().get().text == SENTENCE


def test_words_are_marked_by_keyboard_alone(page: Page, article: Article) -> None:
    page.keyboard.press("n")
    page.keyboard.press("w")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen")).to_contain_text("Aleppo on")
    expect(page.locator("#chosen-kind")).to_be_focused()
    page.keyboard.type("fact")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("“Aleppo on”")
    assert Fact.objects.get().text == "Aleppo on"


def test_suggestions_of_a_kind_are_thrown_out_together_and_brought_back(
    page: Page, article: Article
) -> None:
    for words in ("Aleppo", "Hama"):
        FactFactory(proof=article.current_proof(), text=words, kind="place")
    page.reload()
    page.get_by_text("Suggested by the machine").click()
    page.get_by_role("button", name="Remove all 2 places").click()
    expect(page.locator("#said")).to_contain_text("Removed: 2 × place.")
    assert not Fact.objects.live().exists()
    page.locator("#said").get_by_role("button", name="Undo").click()
    expect(page.locator("#coverage")).to_contain_text("0 of 2 facts ticked")


def test_a_colleagues_acts_come_in_and_what_one_types_stays(page: Page, article: Article) -> None:
    claim = Claim.objects.get()
    page.keyboard.press("n")
    page.keyboard.press("q")
    question = page.locator("#hand").get_by_label("Question")
    expect(question).to_be_focused()
    page.keyboard.type("Is it so")
    colleague = CheckerFactory(name="Tom Weiss")
    actions.give_verdict(by=colleague, claim=claim, ruling="opinion")
    actions.raise_query(by=colleague, article=article, text="Who drew the map?")
    expect(page.locator(f"#row-claim-{claim.pk} .state")).to_have_text("opinion")
    expect(page.locator("#query-list")).to_contain_text("Who drew the map?")
    expect(page.locator("#said")).to_contain_text("Tom Weiss")
    expect(question).to_be_focused()
    page.keyboard.type("?")
    expect(question).to_have_value("Is it so?")


def test_a_mark_changed_by_a_colleague_meanwhile_is_not_changed_over_them(
    page: Page, article: Article
) -> None:
    claim = Claim.objects.get()
    select(page, "and the road")
    button = page.locator("#chosen").get_by_role("button", name="Split before “and”")
    expect(button).to_be_visible()
    page.route("**/live/", lambda route: route.abort())
    claims.reshape(
        by=CheckerFactory(name="Tom Weiss"), mark=claim, start=claim.start, end=claim.end - 1
    )
    button.click()
    expect(page.locator("#trouble")).to_contain_text("Tom Weiss changed this mark")
    assert Claim.objects.live().count() == 1


def test_the_help_is_shown_and_hidden_by_its_key(page: Page, article: Article) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_contain_class("shown")


def test_the_proof_is_read_through_and_says_so(page: Page, article: Article, live: str) -> None:
    page.get_by_role("link", name="Read proof 1 once").click()
    page.get_by_role("button", name="First read done").click()
    expect(page.locator("#first-read")).to_contain_text("read through Ann Lee")
