from __future__ import annotations

from datetime import timedelta

import pytest

from factcheck.post import rules


@pytest.mark.parametrize(
    ("status", "said", "fault"),
    [
        (550, "5.1.1 no such user", True),
        (550, "5.2.1 mailbox disabled", True),
        (550, "5.4.4 no such domain", True),
        (550, "no such user here", True),
        (553, "mailbox name not allowed", True),
        (550, "5.7.1 message refused as spam", False),
        (554, "5.7.0 policy", False),
        (552, "5.3.4 message too big", False),
        (554, "transaction failed", False),
        (451, "5.1.1 in the words of a temporary failure", False),
        (None, "the letter could not be built", False),
    ],
)
def test_only_the_address_s_own_fault_spoils_a_contact(
    status: int | None, said: str, fault: bool
) -> None:
    assert rules.is_address_fault(status, said) is fault


def test_the_wait_grows_and_stops_growing() -> None:
    waits = [rules.wait_after(tries) for tries in range(1, rules.TRIES + 1)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=2)


@pytest.mark.parametrize(
    "value", ["Hello\r\nBcc: x@y.example", "Hello\nX: 1", "Hello\x0bX", "Hello\u2028X", "He\0llo"]
)
def test_nothing_in_a_header_can_begin_another(value: str) -> None:
    assert not set(rules.header_safe(value, 200)) & set("\r\n\x0b\u2028\0")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "a@b",
        "a@b.example, c@d.example",
        "A <a@b.example>",
        "a@b.example\r\nBcc: c@d.example",
        "a b@c.example",
    ],
)
def test_only_one_plain_address_is_an_address(value: str) -> None:
    assert not rules.is_address(value)


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("reply@desk.example", True),
        ("Reply+abc@DESK.example", True),
        ("desk@desk.example", True),
        ("desk+anything@desk.example", True),
        ("ann@desk.example", False),
        ("reply@other.example", False),
    ],
)
def test_our_own_addresses_are_known_in_every_dress(address: str, own: bool) -> None:
    assert rules.is_own(address, ["desk@desk.example"], "desk.example") is own


def test_what_postgresql_cannot_hold_is_taken_out_everywhere() -> None:
    assert rules.storable_all({"a\0": ["b\0c", ("\ud800", 1)]}) == {"a": ["bc", ["?", 1]]}
