"""The pages in a real browser: the spokesperson's on a phone, the desk's by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from factcheck.replies import actions
from factcheck.replies.models import Reply
from tests.claims.factories import AccusationFactory
from tests.newsroom.factories import CheckerFactory, desk
from tests.post.factories import raw_mail
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    arrive,
    sent_request,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_spokesperson_answers_on_a_phone(
    page: Page, live: str, axe_violations: Callable[..., list[str]], tmp_path: Path
) -> None:
    desk(name="Newsweek")
    request = sent_request()
    (tmp_path / "statement.txt").write_text("We deny it.")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live}/r/{request.link_token}/")
    assert fits(page)
    assert axe_violations(page) == []
    page.get_by_label("Your words").fill("We deny it.\nAll of it.")
    page.locator("input[type=file]").set_input_files(str(tmp_path / "statement.txt"))
    page.get_by_role("button", name="Look it over").click()
    assert page.get_by_text("Nothing has been sent yet").is_visible()
    assert fits(page)
    assert axe_violations(page) == []
    assert not Reply.objects.exists()
    page.get_by_role("button", name="Send to Newsweek").click()
    page.get_by_text("received your answer").wait_for()
    reply = Reply.objects.get()
    assert (reply.text, reply.files.get().name) == ("We deny it.\nAll of it.", "statement.txt")
    assert page.context.cookies() == []


def test_a_reply_is_triaged_by_one_key(
    page: Page, live: str, sign_in: Callable[[Any], None], axe_violations: Callable[..., list[str]]
) -> None:
    desk(name="Newsweek")
    request = sent_request()
    ReplyFactory(request=request)
    sign_in(CheckerFactory())
    page.goto(f"{live}/requests/{request.pk}/")
    assert axe_violations(page) == []
    page.keyboard.press("3")
    page.get_by_text("Noted: declined to comment.").wait_for()
    request.refresh_from_db()
    assert request.outcome == "no comment"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_requests_fit_and_are_accessible(
    page: Page,
    live: str,
    sign_in: Callable[[Any], None],
    axe_violations: Callable[..., list[str]],
    width: int,
) -> None:
    request = sent_request()
    open_one = RequestFactory(article=request.article)
    RequestFactory(article=request.article, state="proposed")
    charge = AccusationFactory(on=request.article, party=open_one.party)
    actions.choose_point(by=CheckerFactory(), request=open_one, mark=charge)
    actions.add_point(by=CheckerFactory(), request=request, text="Who gave the order?")
    read = ReplyFactory(request=request)
    actions.triage(by=CheckerFactory(), reply=read, says="answered")
    actions.mark_use(by=CheckerFactory(), reply=read, words="the army's spokesman")
    ReplyFactory(request=request)
    ReplyFactory(request=None)
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": width, "height": 800})
    article = f"{live}/articles/{request.article_id}/requests/"
    for address in (
        article,
        f"{article}send/",
        f"{live}/requests/",
        f"{live}/requests/{open_one.pk}/",
        f"{live}/requests/{request.pk}/",
        f"{live}/articles/{request.article_id}/",
        f"{live}/replies/",
    ):
        page.goto(address)
        assert axe_violations(page) == [], address
        assert fits(page), address


def test_of_several_replies_the_key_sorts_the_one_in_view(
    page: Page, live: str, sign_in: Callable[[Any], None], axe_violations: Callable[..., list[str]]
) -> None:
    request = sent_request()
    first, second = ReplyFactory(request=request), ReplyFactory(request=request)
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(f"{live}/requests/{request.pk}/")
    assert axe_violations(page) == []
    page.locator(f"#reply-{second.pk}").evaluate("reply => reply.scrollIntoView()")
    page.keyboard.press("3")
    page.get_by_text("Noted: declined to comment.").wait_for()
    assert axe_violations(page) == []
    assert [Reply.objects.get(pk=one.pk).says for one in (first, second)] == ["", "no comment"]


def test_the_history_of_a_request_fits_a_phone_whatever_its_addresses(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    contact = ContactFactory(address="press@government-of-the-united-provinces.varenia.example")
    request = sent_request(party=contact.party, contact=contact)
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live}/requests/{request.pk}/")
    assert page.locator("table.history").get_by_text(contact.address).count()
    assert fits(page)


def test_notices_stand_apart(page: Page, live: str, sign_in: Callable[[Any], None]) -> None:
    desk(name="Newsweek")
    for number in range(2):
        away = raw_mail(
            "I am away until Monday.",
            to=f"reply+{sent_request().address_token}@desk.example",
            subject="Automatic reply: Questions",
            message_id=f"<{number}@office.example>",
            auto_submitted="auto-replied",
        )
        arrive(away)
    sign_in(CheckerFactory())
    page.goto(f"{live}/replies/")
    first, second = (one.bounding_box() for one in page.locator(".notice").all())
    assert second["y"] - (first["y"] + first["height"]) >= 8
