"""The proof as it is worked on: by keyboard, in a narrow window, in the dark, by two checkers at
once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from factcheck.claims.models import Claim
from factcheck.evidence.models import Evidence
from factcheck.review import actions
from factcheck.review.models import Query, Tick, Verdict
from tests.articles.factories import ArticleFactory
from tests.claims.factories import (
    AskFactory,
    ClaimFactory,
    FactFactory,
    HoleFactory,
    QuoteFactory,
    read_article,
)
from tests.evidence.factories import DocumentFactory, EvidenceFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory
from tests.review.factories import QueryFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
COPY = """Rebels enter the second city
By Ann Lee
Rebels entered Aleppo on Friday, witnesses said. At least 12 people were killed in the first hours, TK said.
“We will hold the road,” said General Omar Haddad, the army's spokesman.
The desk has sought comment from the army and the Iranian U.N. mission.
3 days ago"""
Violations = Callable[..., list[str]]
WINDOWS: list[tuple[int, Any]] = [(360, "dark"), (1440, "light")]


@pytest.fixture
def claim() -> Claim:
    """A claim with one fact and one piece of evidence, in copy that holds a mark of every kind."""
    article = read_article(text=COPY, headline="Rebels enter the second city")
    proof = article.current_proof()
    one = ClaimFactory(
        proof=proof, text="At least 12 people were killed in the first hours, TK said."
    )
    FactFactory(proof=proof, text="12", claim=one)
    FactFactory(proof=proof, text="Aleppo", kind="place")
    QuoteFactory(proof=proof, text="We will hold the road")
    AskFactory(
        proof=proof, text="The desk has sought comment from the army and the Iranian U.N. mission."
    )
    HoleFactory(proof=proof, text="TK")
    EvidenceFactory(claim=one, document=DocumentFactory(source__name="The Wire"))
    QueryFactory(article=article)
    return one


def open_proof(page: Page, live: str, claim: Claim) -> None:
    page.goto(live + claim.article.get_absolute_url())


def in_hand(page: Page, claim: Claim) -> Locator:
    """The claim's item, opened in the pane."""
    return page.locator(f'#hand [data-item="claim-{claim.pk}"]')


def row_state(page: Page, claim: Claim) -> Locator:
    """The state that the claim's line in the list says, whether the list is in sight or not."""
    return page.locator(f'[data-state-of="claim-{claim.pk}"]').first


def pages_of(claim: Claim) -> list[str]:
    article = claim.article_id
    names = (
        "review:proof",
        "review:read",
        "review:report",
        "review:annotated",
        "review:history",
        "articles:edit",
        "articles:settings",
    )
    return [
        "/",
        reverse("articles:import"),
        reverse("review:claim", args=[article, claim.pk]),
        *(reverse(name, args=[article]) for name in names),
        *(
            reverse("review:proof", args=[article]) + f"?second={slug}"
            for slug in ("facts", "fairness", "whole-picture")
        ),
    ]


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_every_page_fits_the_window_and_can_be_used_by_everybody(
    page: Page,
    live: str,
    sign_in: Any,
    claim: Claim,
    axe_violations: Violations,
    width: int,
    scheme: Any,
) -> None:
    sign_in(ChiefFactory())
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for url in pages_of(claim):
        page.goto(live + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
        assert axe_violations(page) == [], url


def test_an_item_in_hand_can_be_used_by_everybody(
    page: Page, live: str, sign_in: Any, claim: Claim, axe_violations: Violations
) -> None:
    QuoteFactory(proof=claim.proof, text="12 people were killed", kind="indirect")  # a second box
    sign_in(CheckerFactory())
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{live}{claim.article.get_absolute_url()}#claim-{claim.pk}")
        page.reload()
        expect(in_hand(page, claim)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page) == []


def test_the_steps_are_all_in_sight_on_a_phone(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": 360, "height": 800})
    open_proof(page, live, claim)
    steps = page.locator("#steps ol")
    assert steps.evaluate("list => list.scrollWidth <= list.clientWidth")
    for step in steps.locator("li").all():
        assert step.evaluate("step => step.getBoundingClientRect().right <= innerWidth")
        assert step.locator(".left").evaluate("it => it.scrollWidth <= it.clientWidth + 1")


def test_on_a_phone_the_words_of_the_item_in_hand_are_under_no_bar(
    page: Page, live: str, sign_in: Any
) -> None:
    lines = [f"Nobody was hurt on day {number} of the siege." for number in range(40)]
    article = read_article(text="\n".join(["Head", *lines]), headline="Head")
    proof = article.current_proof()
    claims = [ClaimFactory(proof=proof, text=line) for line in lines]
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live}{article.get_absolute_url()}#{claims[30].key}")
    page.reload()
    expect(in_hand(page, claims[30])).to_be_visible()
    page.keyboard.press("k")
    expect(in_hand(page, claims[29])).to_be_visible()
    page.keyboard.press("k")
    expect(in_hand(page, claims[28])).to_be_visible()
    words = page.locator(f'[data-k~="{claims[28].key}"]').first.bounding_box()
    bar, pane = (page.locator(one).bounding_box() for one in ("#coverage", "#pane"))
    assert words is not None
    assert bar is not None
    assert pane is not None
    assert bar["y"] + bar["height"] <= words["y"] <= pane["y"] - words["height"]


@pytest.mark.parametrize("width", [390, 1360])
def test_a_refused_clearance_is_said_where_the_hand_is_and_keeps_what_was_typed(
    page: Page, live: str, sign_in: Any, claim: Claim, width: int
) -> None:
    sign_in(ChiefFactory())
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{live}{claim.article.get_absolute_url()}#clear")
    reason = page.get_by_label("1 query is open.")
    reason.fill("The minister said so on air.")
    page.get_by_role("button", name="Override and clear").click()
    refused = page.locator("#clear").get_by_role("alert")
    expect(refused).to_contain_text("It may not run yet.")
    expect(refused).to_be_focused()
    expect(refused).to_be_in_viewport()
    expect(reason).to_have_value("The minister said so on air.")


def test_the_way_in_can_be_used_by_everybody(
    page: Page, live: str, axe_violations: Violations
) -> None:
    page.goto(live + "/")
    assert page.get_by_role("heading", name="Sign in").is_visible()
    assert axe_violations(page) == []


def test_a_claim_is_confirmed_and_its_fact_ticked_without_the_mouse(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    open_proof(page, live, claim)
    row, item = page.locator(f"#row-claim-{claim.pk}"), in_hand(page, claim)
    for _ in range(12):
        page.keyboard.press("j")
        if "here" in (row.get_attribute("class") or ""):
            break
    page.keyboard.press("v")
    expect(item.get_by_label("Source", exact=True).first).to_be_focused()
    page.keyboard.type("The ministry")
    page.keyboard.press("Enter")
    expect(row_state(page, claim)).to_have_text("confirmed")
    expect(item).to_have_count(0)
    page.goto(f"{live}{claim.article.get_absolute_url()}#claim-{claim.pk}")
    page.reload()
    expect(item).to_be_visible()
    page.keyboard.press("t")
    expect(item.locator(".fact").get_by_label("Source", exact=True)).to_have_value("The ministry")
    page.keyboard.press("Enter")
    expect(page.locator("#coverage")).to_contain_text("1 of 2 facts ticked")
    assert Verdict.objects.get(claim=claim).ruling == "confirmed"
    assert Tick.objects.get().source == "The ministry"
    expect(page.locator(f'[data-k~="claim-{claim.pk}"]').first).to_contain_class("c-green")


def test_a_ruling_is_taken_back_with_the_keyboard(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    me = CheckerFactory()
    actions.give_verdict(by=me, claim=claim, ruling="opinion")
    sign_in(me)
    page.goto(f"{live}{claim.article.get_absolute_url()}#claim-{claim.pk}")
    expect(in_hand(page, claim)).to_be_visible()
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(row_state(page, claim)).to_have_text("open")


def test_a_query_is_asked_with_the_keyboard(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    page.goto(f"{live}{claim.article.get_absolute_url()}#claim-{claim.pk}")
    item = in_hand(page, claim)
    expect(item).to_be_visible()
    page.keyboard.press("q")
    expect(item.get_by_label("Question")).to_be_focused()
    page.keyboard.type("12, or 20?")
    item.get_by_role("button", name="Ask", exact=True).click()
    expect(row_state(page, claim)).to_have_text("query")
    assert Query.objects.filter(claim=claim).exists()


def test_a_refusal_is_said_at_the_item_and_what_was_typed_stays(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    page.goto(f"{live}{claim.article.get_absolute_url()}#claim-{claim.pk}")
    item = in_hand(page, claim)
    item.get_by_text("Source, place, note").click()
    item.get_by_label("Source", exact=True).first.fill("")
    item.get_by_label("Note or reason").first.fill("Half a thought")
    Evidence.objects.update(ruling="rejected", reason="another storm")
    item.get_by_role("button", name="Give the verdict").click()
    expect(item.get_by_role("alert")).to_contain_text("This evidence was rejected.")
    expect(item.get_by_label("Note or reason").first).to_have_value("Half a thought")


def test_the_words_selected_are_the_words_marked(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    open_proof(page, live, claim)
    page.get_by_text("Rebels entered").first.evaluate(
        """(p) => { const range = document.createRange(); const text = [...p.childNodes].find(n => n.nodeType === 3);
        range.setStart(text, 7); range.setEnd(text, 14); getSelection().removeAllRanges(); getSelection().addRange(range) }"""
    )
    page.keyboard.press("m")
    expect(page.locator("#chosen")).to_contain_text("Selected: “entered”")
    page.locator("#chosen-kind").select_option("claim")
    page.locator("#chosen").get_by_role("button", name="Mark", exact=True).click()
    expect(page.locator("#said")).to_contain_text("Marked as a claim")
    made = Claim.objects.exclude(pk=claim.pk).get()
    assert COPY[made.start : made.end] == "entered"


def test_words_in_the_copy_open_their_item(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    open_proof(page, live, claim)
    page.locator(f'[data-to="claim-{claim.pk}"]').last.click()
    expect(in_hand(page, claim)).to_be_visible()


def test_a_colleagues_tick_appears_by_itself(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    open_proof(page, live, claim)
    fact = claim.facts_stated.get()
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="The ministry")
    expect(page.locator(f'[data-k~="fact-{fact.pk}"]')).to_contain_class("f-green", timeout=12_000)


def test_it_works_without_a_script(
    browser: Any, page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(CheckerFactory())
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(live + claim.article.get_absolute_url())
    plain.locator(f"#row-claim-{claim.pk} a").click()
    plain.get_by_text("Source, place, note").click()
    plain.get_by_label("Source", exact=True).first.fill("The ministry")
    plain.get_by_role("button", name="Give the verdict").click()
    expect(plain.get_by_role("button", name="Take the verdict back")).to_be_visible()
    plain.go_back()
    plain.reload()
    plain.get_by_role("button", name="3 Can’t confirm").first.click()
    assert Verdict.objects.get(claim=claim, current=True).ruling == "cannot confirm"
    context.close()


def test_the_items_are_printed_beside_the_copy_and_no_form_is(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    sign_in(ChiefFactory())
    open_proof(page, live, claim)
    page.emulate_media(media="print")
    assert page.locator(f"#row-claim-{claim.pk} .words").is_visible()
    assert row_state(page, claim).is_visible()
    assert not page.locator("#mark").is_visible()
    assert not page.get_by_role("button", name="Sign facts").is_visible()
    assert ArticleFactory._meta.model.objects.count() == 1


def test_on_paper_what_is_done_is_shown_too_and_the_report_is_a_table(
    page: Page, live: str, sign_in: Any, claim: Claim
) -> None:
    me = CheckerFactory()
    actions.give_verdict(by=me, claim=claim, ruling="opinion")
    sign_in(me)
    page.set_viewport_size(
        {"width": 680, "height": 900}
    )  # as wide as a sheet, narrower than a table
    open_proof(page, live, claim)
    page.emulate_media(media="print")
    assert page.locator(f"#row-claim-{claim.pk} .words").is_visible()
    take = page.locator(".meta button")
    assert not take.is_visible(), take.evaluate(
        "it => [it.outerHTML, getComputedStyle(it.form).display]"
    )
    page.goto(live + reverse("review:report", args=[claim.article_id]))
    row = page.locator("table.rulings tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).display") == "table-row"
    assert row.locator("td").first.evaluate("one => getComputedStyle(one).display") == "table-cell"
