"""What people do with their accounts stands in the log."""

from __future__ import annotations

import pytest
from django.test import Client

from factcheck.newsroom.models import LogEntry
from tests.newsroom.factories import PASSWORD, ReporterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
NEW = "another-long-password-77"


def lines() -> list[str]:
    return list(
        LogEntry.objects.filter(verb__in=["sign in", "set account"])
        .order_by("pk")
        .values_list("text", flat=True)
    )


def test_signing_in_and_out_and_a_wrong_password_are_lines_with_the_address(
    client: Client,
) -> None:
    person = ReporterFactory(name="Ann Lee")
    form = {"login": person.email, "password": "wrong"}
    client.post("/account/login/", form, REMOTE_ADDR="203.0.113.9")
    client.post("/account/login/", {**form, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7")
    client.post("/account/logout/")
    assert lines() == [
        "A sign-in as Ann Lee failed.",
        "Ann Lee signed in.",
        "Ann Lee signed out.",
    ]
    failed, signed_in = LogEntry.objects.filter(verb="sign in").order_by("pk")[:2]
    assert failed.data["address"] == "203.0.113.9"
    assert signed_in.data["address"] == "198.51.100.7"
    assert (failed.by, signed_in.by) == (None, person)


def test_what_a_stranger_types_as_an_address_is_not_in_the_log(client: Client) -> None:
    client.post("/account/login/", {"login": "nobody@x.example", "password": "wrong"})
    assert lines() == []


def test_a_new_password_is_a_line_and_is_not_in_it(client: Client) -> None:
    person = ReporterFactory(name="Ann Lee")
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/change/", form)
    assert "Ann Lee: Changed the password." in lines()
    assert not [entry for entry in LogEntry.objects.all() if NEW in f"{entry.text}{entry.data}"]
