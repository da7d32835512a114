"""The pages of parties in a real browser: they fit a phone, and anyone can use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from factcheck.claims.models import Party
from factcheck.replies import actions
from factcheck.replies.models import Contact
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import EditorFactory
from tests.replies.factories import ContactFactory, sent_request
from tests.replies.test_browser import fits

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
LONG = "a-very-long-local-part-of-an-address.of-the-press-department@ministry-of-foreign-affairs.example"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_parties_fit_and_are_accessible(
    page: Page,
    live: str,
    sign_in: Callable[[Any], None],
    axe_violations: Callable[..., list[str]],
    width: int,
) -> None:
    editor = EditorFactory()
    request = sent_request(
        party=PartyFactory(name="IDF", aliases=["Tzahal"], note="Banned in the EU.")
    )
    one = request.party
    ContactFactory(
        party=one, address=LONG, health="bad", health_why="550 5.1.1 no such user", rank=1
    )
    ContactFactory(
        party=one,
        channel="phone",
        address="+1 555 0100",
        retired_at=timezone.now(),
        retired_by=editor,
    )
    other = PartyFactory(name="Israel Defense Forces")
    ContactFactory(party=other, address=LONG)
    data = f"party,channel,address,note\nIDF,email,{LONG},Sanctioned\nNew,,,\n,,,x\n".encode()
    kept = actions.take_sheet(by=editor, name="desk.csv", data=data)
    sign_in(editor)
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        "/parties/",
        "/parties/?q=nobody",
        "/parties/add/",
        f"/parties/{one.pk}/",
        f"/parties/{one.pk}/edit/",
        f"/contacts/{request.contact_id}/",
        "/parties/duplicates/",
        f"/parties/{one.pk}/merge/{other.pk}/",
        "/parties/import/",
        f"/parties/import/{kept.pk}/",
    ):
        page.goto(live + address)
        assert page.locator("h1").is_visible(), address
        assert axe_violations(page) == [], address
        assert fits(page), address


def test_a_contact_is_added_moved_up_retired_and_put_back_by_keyboard(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    party = ContactFactory(
        party=PartyFactory(name="Ministry"), address="first@office.example"
    ).party
    sign_in(EditorFactory())
    page.goto(f"{live}/parties/?q=first%40office")
    page.get_by_role("link", name="Ministry").press("Enter")
    page.get_by_text("Add a contact").press("Enter")
    page.get_by_label("Channel").select_option("phone")
    page.get_by_label("Address").fill("+98 21 555")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    page.get_by_role("button", name="Try earlier +98 21 555").press("Enter")
    page.get_by_text("+98 21 555 is tried earlier").wait_for()
    assert [one.channel for one in party.contacts.order_by("rank")] == ["phone", "email"]
    page.get_by_role("button", name="Retire +98 21 555").press("Enter")
    page.get_by_text("Retired: 1").press("Enter")
    page.get_by_role("button", name="Put back +98 21 555").press("Enter")
    page.get_by_text("is in use again").wait_for()
    assert Contact.objects.in_use().count() == 2


def test_a_table_is_looked_over_and_taken_in(
    page: Page, live: str, sign_in: Callable[[Any], None]
) -> None:
    sign_in(EditorFactory())
    page.goto(f"{live}/parties/import/")
    data = "party;kind;channel;address\nRuritania;government;phone;'+98 21\n".encode("utf-16")
    page.locator("input[type=file]").set_input_files(
        {"name": "desk.csv", "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_role("button", name="Look it over").click()
    page.get_by_text("Nothing has been written yet").wait_for()
    assert not Party.objects.exists()
    page.get_by_role("button", name="Take in 2 changes").click()
    page.get_by_text("Taken in: 2 changes").wait_for()
    assert Contact.objects.get().address == "+98 21"
