"""The pages and mails of accounts are the desk's own, and what is done there stands in the log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from factcheck.newsroom.models import LogEntry, User
from tests.newsroom.factories import PASSWORD, ChiefFactory, ReporterFactory
from tests.test_secrecy import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
OURS = Path(settings.ROOT) / "templates"
NEW = "another-long-password-77"


def signed_in(client: Client, user: User) -> None:
    """Signed in, and the password given once more: what changes an account asks for that."""
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def lines() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("text", flat=True))


def test_no_page_of_an_account_is_in_another_s_words(client: Client) -> None:
    person, seen = ReporterFactory(), set()
    Authenticator.objects.create(
        user=person, type="recovery_codes", data={"seed": "x", "used_mask": 0}
    )
    for someone in (None, person):
        if someone is not None:
            signed_in(client, someone)
        for name, _ in addresses():
            try:
                path = reverse(name) if name.startswith(("account_", "mfa_")) else None
            except NoReverseMatch:
                path = "/account/confirm-email/x:y/" if name == "account_confirm_email" else None
            answer = client.get(path) if path and name != "account_logout" else None
            if answer is not None and answer.status_code == 200 and answer.templates:
                first = Path(answer.templates[0].origin.name)
                assert OURS in first.parents or name == "mfa_download_recovery_codes", (
                    f"{name}: {first}"
                )
                seen.add(name)
    assert {
        "account_email",
        "account_reset_password",
        "account_change_password",
        "mfa_index",
    } <= seen


@pytest.mark.django_db(transaction=True)  # allauth tells of a change once it is committed
def test_two_step_changes_are_lines_of_the_log_and_plain_mails(client: Client) -> None:
    person = ReporterFactory(name="Ann Lee")
    signed_in(client, person)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code_for(secret)})
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    client.post("/account/2fa/recovery-codes/generate/")
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=person, type="totp").exists()
    said = lines()
    for line in (
        "Added a way of two-step sign-in.",
        "Made new recovery codes.",
        "Took a way of two-step sign-in away.",
    ):
        assert f"Ann Lee: {line}" in said
    assert {one.subject for one in mail.outbox} >= {
        "Factcheck: Two-step sign-in is on", "Factcheck: Two-step sign-in is off",
    }  # fmt: skip
    for one in mail.outbox:
        assert "example.com" not in f"{one.subject}{one.body}"
        assert "tell a chief at once" in str(one.body)
    assert not [entry for entry in LogEntry.objects.all() if secret in f"{entry.text}{entry.data}"]


def test_a_new_address_and_a_forgotten_password_go_by_plain_mails(client: Client) -> None:
    person = ReporterFactory(name="Ann Lee")
    client.post("/account/password/reset/", {"email": person.email})
    [letter] = mail.outbox
    assert letter.subject == "Factcheck: Choose a new password"
    link = re.search(r"/account/password/reset/key/\S+", str(letter.body))
    assert link is not None
    page = client.get(link[0], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert "Ann Lee: Set a new password by mail." in lines()
    client.post("/account/login/", {"login": person.email, "password": NEW})
    client.post("/account/reauthenticate/", {"password": NEW})
    client.post("/account/email/", {"email": "ann@elsewhere.example", "action_add": ""})
    letter = next(one for one in mail.outbox if one.to == ["ann@elsewhere.example"])
    assert "Ann Lee wants to sign in to Factcheck with this address" in str(letter.body)
    link = re.search(r"/account/confirm-email/[^/\s]+/", str(letter.body))
    assert link is not None
    assert "Yes, use it" in client.get(link[0]).content.decode()


def test_a_token_made_is_a_line_of_the_log_without_its_secret() -> None:
    chief = ChiefFactory()
    client = Client()
    client.force_login(chief)
    given = {"name": "CMS", "role": "reporter", "scope": "read", "days": 30}
    page = client.post(reverse("api:tokens"), given, follow=True).content.decode()
    line = LogEntry.objects.get(verb="make token")
    assert (line.by, line.text) == (
        chief,
        "Made the API token “CMS” to read, as a reporter, for 30 days.",
    )
    secret = re.search(r"factcheck_[\w-]{40,}", page)
    assert secret is not None
    assert secret[0] not in f"{line.text}{line.data}"


@pytest.mark.django_db
def test_the_page_to_sign_in_is_in_the_desks_words(client: Client) -> None:
    page = client.get("/account/login/").content.decode()

    assert "Stay signed in on this computer" in page
    assert "Remember Me" not in page
