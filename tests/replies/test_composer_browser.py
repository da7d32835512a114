"""Composing and sorting in a real browser: how many clicks, and what a phone shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.replies.models import CommentRequest, Letter, Reply
from tests.newsroom.factories import EditorFactory, desk
from tests.replies.factories import ReplyFactory, RequestFactory, point_to, sent_request
from tests.replies.test_browser import fits

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
Violations = Callable[..., list[str]]


def counted(page: Page) -> tuple[list[str], list[str]]:
    """The clicks of a hand and the pages loaded from now on, as they happen."""
    clicks: list[str] = []
    loads: list[str] = []
    page.expose_function("clicked", lambda html: clicks.append(html))
    listen = "addEventListener('click', (e) => e.detail && clicked(e.target.outerHTML), true)"
    page.add_init_script(listen)
    page.on("load", lambda loaded: loads.append(loaded.url))
    return clicks, loads


def test_a_letter_to_a_new_party_takes_two_clicks_and_one_page_load_after_ask(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    desk(name="The Ledger")
    article = RequestFactory().article
    sign_in(EditorFactory())
    page.goto(f"{live}/articles/{article.pk}/requests/")
    page.get_by_label("Ask another party").fill("The Dike Board")
    clicks, loads = counted(page)
    page.get_by_role("button", name="Ask", exact=True).last.click()

    page.wait_for_load_state("load")
    expect(page.get_by_label("Address or number")).to_be_focused()
    page.keyboard.type("press@dike.example")  # the address has the keyboard already
    page.get_by_label("Another question").click()
    page.keyboard.type("Who closed the lock at night?")
    expect(page.locator("#as-it-goes")).to_contain_text(
        "Who closed the lock at night?", timeout=20_000
    )
    page.get_by_role("button", name="Send to press@dike.example").click()

    expect(page.get_by_text("The letter is on its way.")).to_be_visible(timeout=20_000)
    letter = Letter.objects.select_related("outgoing").get(request__party__name="The Dike Board")
    assert letter.outgoing.to_address == "press@dike.example"
    assert len(loads) == 1, loads
    assert len(clicks) == 2, clicks


def test_what_a_refused_act_lacks_stands_in_its_form_and_nothing_typed_is_lost(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    request = sent_request()
    sign_in(EditorFactory())
    page.set_viewport_size({"width": 1360, "height": 500})
    page.goto(f"{live}/requests/{request.pk}/")
    page.get_by_text("Log a call, a message").click()
    form = page.locator("#log-call form")
    form.get_by_label("The words said").fill("They hung up.")
    form.get_by_label("When, if not now").fill("2040-01-02T10:00")
    form.get_by_label("How").fill("email")
    form.get_by_label("What it comes to").select_option("asked")
    form.get_by_role("button", name="Log", exact=True).scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    form.get_by_role("button", name="Log", exact=True).click()

    said = form.locator(".refused")
    expect(said).to_contain_text("This time is still to come.")
    expect(said).to_be_in_viewport()
    expect(said).to_contain_text("Say how it was")
    expect(form.get_by_label("The words said")).to_have_value("They hung up.")
    assert page.evaluate("scrollY") == at > 0
    form.get_by_role("button", name="Log", exact=True).click()
    expect(said).to_have_count(1)
    assert not request.calls.exists()


def test_the_letter_beside_follows_what_is_typed(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    request = RequestFactory()
    sign_in(EditorFactory())
    page.goto(f"{live}/requests/{request.pk}/")
    page.wait_for_load_state("load")
    page.get_by_label("Question 1", exact=True).fill("Was it you?")
    expect(page.locator("#as-it-goes")).to_contain_text("Was it you?")
    assert CommentRequest.objects.get(pk=request.pk).points != "Was it you?"
    page.get_by_label("Another question").first.fill("And who else?")
    expect(page.get_by_label("Another question")).to_have_count(2)


@pytest.mark.parametrize(
    ("key", "says"), [("1", "answered"), ("7", "legal threat"), ("8", "withdraws")]
)
def test_one_key_sorts_a_reply_beside_our_points(
    page: Page, live: str, sign_in: Callable[[Any], None], key: str, says: str
) -> None:
    reply = ReplyFactory()
    sign_in(EditorFactory())
    page.goto(f"{live}/requests/{reply.request_id}/")
    assert page.get_by_text("What we asked").is_visible()
    page.keyboard.press(key)
    page.get_by_text(f"Noted: {says}.").wait_for()
    assert Reply.objects.get().says == says


def test_the_key_for_more_time_asks_until_when(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    reply = ReplyFactory()
    sign_in(EditorFactory())
    page.goto(f"{live}/requests/{reply.request_id}/")
    page.keyboard.press("4")
    page.get_by_label("Until when").fill("2030-01-02T10:00")
    page.get_by_role("button", name="It asks for time").click()
    page.get_by_text("Noted: asks for more time.").wait_for()
    assert Reply.objects.get().asks_until is not None


def test_a_referral_is_a_letter_in_two_clicks(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    request = sent_request()
    ReplyFactory(request=request, text="Please write to press@harbour.example.")
    sign_in(EditorFactory())
    page.goto(f"{live}/requests/{request.pk}/")
    page.keyboard.press("5")
    expect(page.get_by_label("Their address")).to_have_value("press@harbour.example")
    clicks, _loads = counted(page)
    page.reload()
    page.keyboard.press("5")
    page.get_by_role("button", name="It refers elsewhere: write to them").click()
    page.get_by_role("button", name="Send to press@harbour.example").click()
    expect(page.get_by_text("The letter is on its way.")).to_be_visible(timeout=20_000)
    letter = Letter.objects.select_related("outgoing").get(kind="another")
    assert letter.outgoing.to_address == "press@harbour.example"
    assert len(clicks) == 2, clicks


def test_of_an_hour_that_comes_twice_the_form_asks_which_is_meant(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    reply = ReplyFactory(request=sent_request(time_zone="Europe/Berlin"))
    sign_in(EditorFactory())
    page.goto(f"{live}/requests/{reply.request_id}/")
    page.keyboard.press("4")
    form = page.locator("form[data-triage]")
    which = form.locator("select[name=asks_until_which]")
    expect(which).to_be_hidden()
    page.get_by_label("Until when").fill("2040-10-28T02:30")
    form.get_by_role("button", name="It asks for time").click()
    expect(form.locator(".refused")).to_contain_text("show 02:30 twice")
    expect(form.locator("select[name=embargo_until_which]")).to_be_hidden()
    which.select_option("later")
    form.get_by_role("button", name="It asks for time").click()
    page.get_by_text("Noted: asks for more time.").wait_for()
    assert Reply.objects.get().asks_until.isoformat() == "2040-10-28T01:30:00+00:00"


def test_what_is_typed_of_a_text_sent_by_hand_stays_while_the_letter_is_written(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    request = RequestFactory()
    request.contact.channel = "Signal"
    request.contact.save()
    sign_in(EditorFactory())
    page.goto(f"{live}/requests/{request.pk}/")
    sent_at = page.get_by_label("When, if not now").first
    sent_at.fill("2026-01-02T10:00")
    page.get_by_label("Question 1", exact=True).fill("Was it you?")
    expect(page.locator("#as-it-goes")).to_contain_text("Was it you?")
    expect(sent_at).to_have_value("2026-01-02T10:00")


@pytest.mark.parametrize("width", [360, 1360])
def test_composing_and_sorting_fit_and_are_accessible(
    page: Page,
    live: str,
    sign_in: Callable[[Any], None],
    axe_violations: Violations,
    width: int,
) -> None:
    writing, sorting = RequestFactory(), sent_request()
    point_to(writing, "Who gave the order?")
    ReplyFactory(request=sorting, terms="off the record", terms_why="Its words say so.")
    sign_in(EditorFactory())
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        f"{live}/requests/{writing.pk}/",
        f"{live}/requests/{sorting.pk}/",
        f"{live}/requests/{sorting.pk}/?write=another",
    ):
        page.goto(address)
        assert axe_violations(page) == [], address
        assert fits(page), address
    page.goto(f"{live}/requests/{sorting.pk}/")
    page.keyboard.press("5")
    assert page.get_by_label("Their address").is_visible()
    assert fits(page)
