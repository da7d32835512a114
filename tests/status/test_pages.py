from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from playwright.sync_api import Page

from factcheck.newsroom.models import User
from factcheck.status import actions
from factcheck.status.models import EVENTS, DigestPlan, Preference
from tests.newsroom.factories import CheckerFactory
from tests.pages import one_line
from tests.review.factories import staff, story
from tests.status.factories import NoticeFactory

pytestmark = pytest.mark.django_db
SETTINGS = "/settings/"


def at(user: User) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(user)
    return client


def given(**changes: Any) -> dict[str, Any]:
    """The settings form as it stands, but for `changes` (kinds by name)."""
    form: dict[str, Any] = {"time_zone": "UTC", "hours": [8], "days": [1, 2, 3, 4, 5, 6, 7]}
    for number, (kind, (_, usual)) in enumerate(EVENTS.items()):
        form[f"when_{number}"] = changes.pop(kind.replace(" ", "_"), usual)
    return {**form, **changes}


def link(user: User, kind: str = "reply") -> str:
    return reverse(
        "status:unsubscribe",
        args=[actions.unsubscribe_link(user, kind).rstrip("/").rpartition("/")[2]],
    )


def test_settings_ask_for_sign_in() -> None:
    assert Client().get(SETTINGS).status_code == 302


def test_settings_show_every_kind_and_the_persons_clock() -> None:
    page = one_line(at(CheckerFactory(time_zone="Asia/Tokyo")).get(SETTINGS))
    for says, _ in EVENTS.values():
        assert escape(says) in page
    assert 'value="Asia/Tokyo"' in page


def test_settings_saved_as_they_stand_change_nothing() -> None:
    user = CheckerFactory()
    assert at(user).post(SETTINGS, given()).status_code == 302
    assert not Preference.objects.exists()
    assert not DigestPlan.objects.exists()


def test_a_choice_and_a_clock_are_saved() -> None:
    user = CheckerFactory()
    page = at(user).post(
        SETTINGS,
        given(reply="never", time_zone="Asia/Tokyo", hours=[18, 6], days=[5, 1]),
        follow=True,
    )
    assert "Your settings are saved." in one_line(page)
    assert list(Preference.objects.values_list("kind", "when")) == [("reply", "never")]
    user.refresh_from_db()
    plan = DigestPlan.objects.get(user=user)
    assert (user.time_zone, plan.hours, plan.days) == ("Asia/Tokyo", [6, 18], [1, 5])


def test_a_zone_that_is_none_is_said_at_its_field_and_nothing_is_saved() -> None:
    page = at(CheckerFactory()).post(SETTINGS, given(reply="never", time_zone="Mars/Base"))
    assert page.status_code == 422
    assert "is not a time zone" in one_line(page)
    assert not Preference.objects.exists()


def test_opening_the_unsubscribe_link_asks_and_changes_nothing() -> None:
    user = CheckerFactory()
    page = Client().get(link(user))
    assert page.status_code == 200
    assert "A party replies" in one_line(page)
    assert not Preference.objects.exists()


def test_posting_to_the_unsubscribe_link_stops_the_mails_without_session_or_csrf() -> None:
    user = CheckerFactory()
    mail_program = Client(enforce_csrf_checks=True)
    assert mail_program.post(link(user), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.get(user=user).when == "never"


def test_a_link_that_was_tampered_with_stops_nothing() -> None:
    user = CheckerFactory()
    for path in (link(user)[:-3] + "xx/", reverse("status:unsubscribe", args=["nonsense"])):
        for page in (Client().get(path), Client().post(path)):
            assert page.status_code == 404
            assert "incomplete" in one_line(page)
    assert not Preference.objects.exists()


def test_a_link_of_an_account_that_is_gone_says_so() -> None:
    user = CheckerFactory()
    path = link(user)
    user.delete()
    assert "no longer there" in one_line(Client().get(path))


@pytest.mark.parametrize("name", [*EVENTS, "digest"])
def test_every_mail_can_be_looked_at_in_the_admin(name: str) -> None:
    client = at(staff())
    page = client.get(reverse("admin:status_notice_mail", args=[name]))
    assert page.status_code == 200
    assert "Rebels enter the second city" in one_line(page)
    assert "<!doctype html>" in one_line(
        client.get(reverse("admin:status_notice_mail_html", args=[name]))
    )


def test_a_mail_there_is_none_of_is_not_found() -> None:
    assert at(staff()).get(reverse("admin:status_notice_mail", args=["weather"])).status_code == 404


def test_mails_and_notices_are_not_for_reporters_in_the_admin() -> None:
    client = at(staff("reporter"))
    for path in (
        reverse("admin:status_notice_mail", args=["reply"]),
        reverse("admin:status_notice_mail_html", args=["reply"]),
        reverse("admin:status_notice_changelist"),
    ):
        assert client.get(path).status_code == 403


def test_notices_are_read_and_not_changed_and_those_of_restricted_articles_not_shown() -> None:
    notice = NoticeFactory(text="told of it")
    NoticeFactory(text="secret of it", article=story(restricted=True))
    client = at(staff())
    page = one_line(client.get(reverse("admin:status_notice_changelist")))
    assert "told of it" in page
    assert "secret of it" not in page
    assert (
        client.post(
            reverse("admin:status_notice_change", args=[notice.pk]), {"text": "x"}
        ).status_code
        == 403
    )
    assert (
        client.post(
            reverse("admin:status_notice_delete", args=[notice.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_settings_are_set_by_keyboard_and_fit_a_phone(
    page: Page, live: str, sign_in: Callable[[User], None], axe_violations: Callable[..., list[str]]
) -> None:
    user = CheckerFactory()
    sign_in(user)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live + SETTINGS)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("A party replies", exact=True).focus()
    page.keyboard.type("never")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Your settings are saved.").wait_for()
    assert Preference.objects.get(user=user).when == "never"
    page.goto(live + link(user, "query"))
    assert axe_violations(page) == []
    page.get_by_role("button", name="Stop them").press("Enter")
    page.get_by_text("You will get no more mails of this kind").wait_for()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_queue_works_under_the_strict_policy(
    page: Page, live: str, sign_in: Callable[[User], None]
) -> None:
    sign_in(staff())
    page.goto(live + reverse("admin:desk_queueitem_changelist"))
    page.get_by_role("heading", name="Review queue").wait_for()
