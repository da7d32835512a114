"""A second step asked by role, and an address that changes only by its owner's hand."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from factcheck.newsroom import two_step
from factcheck.newsroom.models import LogEntry, User
from tests.newsroom.factories import PASSWORD, ChiefFactory, ReporterFactory, desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
NEW = "ann.lee@elsewhere.example"


def signed_in(client: Client, user: User) -> None:
    """Signed in, and the password given once more: what changes an account asks for that."""
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def test_whoever_lacks_the_step_their_role_must_have_is_led_to_it_and_posts_nothing(
    client: Client,
) -> None:
    desk(two_step_chief=True)
    client.force_login(ChiefFactory())
    for address in ("/", "/settings/", "/admin/"):
        assert client.get(address).headers["Location"] == "/account/2fa/totp/activate/"
    page = client.get("/account/2fa/totp/activate/", follow=True).content.decode()
    assert "Your role signs in with two steps" in page
    assert client.post("/settings/", {}).status_code == 403
    assert client.post("/account/logout/").status_code == 302


def test_other_roles_and_those_who_have_the_step_go_on(client: Client) -> None:
    desk(two_step_chief=True)
    client.force_login(ReporterFactory())
    assert client.get("/settings/").status_code == 200
    chief = ChiefFactory()
    TOTP.activate(chief, generate_totp_secret())
    client.force_login(chief)
    page = client.get("/settings/").content.decode()
    assert "is on." in page
    assert "Set up two-step" not in page


def test_recovery_codes_alone_are_no_second_step() -> None:
    chief = ChiefFactory()
    Authenticator.objects.create(
        user=chief, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"}
    )
    assert not two_step.has_second_step(chief)


def test_a_session_from_before_the_rule_is_asked_once_its_time_is_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(ChiefFactory())
    desk(two_step_chief=True)
    assert client.get("/settings/").status_code == 200
    monkeypatch.setattr(two_step, "_AGAIN_SECONDS", -1)
    session = client.session
    session["two_step_until"] = 0
    session.save()
    assert client.get("/settings/").status_code == 302


def test_the_pages_of_two_step_wear_the_desk_s_words(client: Client) -> None:
    person = ReporterFactory()
    signed_in(client, person)
    assert "Set up two-step sign-in" in client.get("/account/2fa/totp/activate/").content.decode()
    TOTP.activate(person, generate_totp_secret())
    page = client.get("/account/2fa/").content.decode()
    assert "It is on: signing in takes your password" in page
    assert "Two-Factor" not in page


def test_a_new_address_counts_once_its_mailbox_has_confirmed_and_the_old_one_is_told(
    client: Client,
) -> None:
    person = ReporterFactory(name="Ann Lee")
    old = person.email
    signed_in(client, person)
    client.post("/account/email/", {"email": NEW, "action_add": ""})
    person.refresh_from_db()
    assert person.email == old
    [letter] = [one for one in mail.outbox if one.to == [NEW]]
    link = re.search(r"/account/confirm-email/[^/\s]+/", str(letter.body))
    assert link is not None
    client.post(link[0])
    person.refresh_from_db()
    assert person.email == NEW
    assert [one for one in mail.outbox if one.to == [old]]
    assert LogEntry.objects.filter(text="Ann Lee: Changed the address of the account.").exists()


def test_a_change_of_address_asks_for_the_password_first(client: Client) -> None:
    person = ReporterFactory()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    answer = client.post("/account/email/", {"email": NEW, "action_add": ""})
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    assert not mail.outbox


def test_the_address_in_use_cannot_be_taken_away_and_a_change_can_be_called_off(
    client: Client,
) -> None:
    person = ReporterFactory()
    old = person.email
    signed_in(client, person)
    client.post("/account/email/", {"email": NEW, "action_add": ""})
    for address in (old, NEW):
        client.post("/account/email/", {"email": address, "action_remove": ""})
    person.refresh_from_db()
    assert person.email == old
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(old, True)]
