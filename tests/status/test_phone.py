"""A person's own telephone number: the one their letters name."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry, User
from factcheck.status import actions
from factcheck.status.reads import choices_of
from tests.newsroom.factories import CheckerFactory, ChiefFactory
from tests.pages import one_line

pytestmark = pytest.mark.django_db
ADDRESS = "status:settings"


def settings_of(user: User, **changed: object) -> dict[str, object]:
    """What the page sends for a person who changes nothing but what is `changed`."""
    whens = {f"when_{n}": choice.when for n, choice in enumerate(choices_of(user))}
    clock = {"time_zone": user.time_zone, "hours": ["8"], "days": ["1"]}
    return {**whens, **clock, "phone": user.phone, **changed}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+44 20 7946 0000", "+44 20 7946 0000"),
        ("  (212)  555-0100 ext. 12 ", "(212) 555-0100 ext. 12"),
        ("", ""),
    ],
)
def test_each_gives_their_own_number_on_the_settings_page(
    client: Client, typed: str, kept: str
) -> None:
    user = CheckerFactory(phone="030 1234")
    client.force_login(user)
    assert 'value="030 1234"' in client.get(reverse(ADDRESS)).content.decode()
    answer = client.post(reverse(ADDRESS), settings_of(user, phone=typed))
    assert answer.status_code == 302
    assert User.objects.get(pk=user.pk).phone == kept


@pytest.mark.parametrize("typed", ["call me", "1", "+44 20\r\nBcc: a@b", "9" * 41])
def test_what_is_no_number_is_refused_where_it_was_typed(client: Client, typed: str) -> None:
    user = CheckerFactory(phone="030 1234")
    client.force_login(user)
    answer = client.post(reverse(ADDRESS), settings_of(user, phone=typed))
    assert answer.status_code == 422
    assert 'class="wrong-because" id="id_phone_error"' in one_line(answer)
    assert User.objects.get(pk=user.pk).phone == "030 1234"
    with pytest.raises(Refused):
        actions.choose_phone(by=user, user=user, phone=typed.replace("\r\n", "x;"))


def test_the_log_says_that_it_changed_and_not_what_it_is() -> None:
    user = CheckerFactory()
    actions.choose_phone(by=user, user=user, phone="+44 20 7946 0000")
    assert LogEntry.objects.latest("pk").text == "Telephone number changed."


def test_nobody_gives_another_s_number() -> None:
    with pytest.raises(NotAllowed):
        actions.choose_phone(by=ChiefFactory(), user=CheckerFactory(), phone="030 1234")
