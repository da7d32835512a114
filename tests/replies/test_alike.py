"""Which parties may be one: pairs that look alike and differ."""

from __future__ import annotations

import pytest

from factcheck.replies.rules.alike import Alikes, KnownParty, Likeness, address_key


def reason(one: str, other: str) -> str:
    found = Alikes([KnownParty(1, (one,)), KnownParty(2, (other,))]).of(1)
    return found[0].reason if found else ""


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("IDF", "Israel Defense Forces", "initials"),
        ("I.D.F.", "Israel Defense Forces", "initials"),
        ("IDF", "Israeli military", "the army of israel"),
        ("UNRWA", "U.N. Relief and Works Agency", "initials"),
        ("Hayat Tahrir al-Sham (HTS)", "HTS", "one name"),
        ("Hezbollah", "Hizbullah", "spelled alike"),
        ("Hussein al-Musawi", "Hussein Mousavi", "spelled alike"),
        ("Muhammad Salih", "Mohammed Saleh", "spelled alike"),
        ("Nujaba", "Nujaba Movement", "part of"),
        ("Hezbollah", "Lebanese Hezbollah", "part of"),
        ("Acme Corp.", "Acme Corporation Ltd", "the same words"),
        (
            "Iranian Foreign Ministry",
            "Ministry of Foreign Affairs of Iran",
            "foreign ministry of iran",
        ),
        ("Kremlin", "Russian government", "the government of russia"),
    ],
)
def test_two_names_of_one_party_are_alike_and_it_says_why(one: str, other: str, why: str) -> None:
    assert why in reason(one, other)
    assert why in reason(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iranian U.N. mission", "Syrian U.N. mission"),
        ("Israel", "Israel Defense Forces"),
        ("Israel Defense Forces", "Iraqi Defense Forces"),
        ("Israeli navy", "Israeli army"),
        ("Russian embassy", "Russian government"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Niger", "Nigeria"),
        ("Ministry 1", "Ministry 2"),
        ("Foreign Ministry", "Iranian Foreign Ministry"),
        ("Iranian Foreign Ministry", "Iranian Interior Ministry"),
        ("Eastern Front", "Western Front"),
        ("John Smith", "Jane Smith"),
        ("Bank of America", "Bank of England"),
        ("Free Syrian Army", "Syrian National Army"),
        ("Red Cross", "Red Crescent"),
        ("North Korea", "South Korea"),
    ],
)
def test_two_parties_with_names_like_each_other_are_two(one: str, other: str) -> None:
    assert reason(one, other) == ""


def test_an_address_on_both_or_a_domain_of_their_own_makes_two_alike() -> None:
    mail = [("email", "Press@Mission.example")]
    alikes = Alikes(
        [
            KnownParty(1, ("Ruritania",), (*mail,)),
            KnownParty(2, ("Foreign desk",), (("email", "press@mission.example"),)),
        ]
    )
    assert "Both are reached at press@mission.example" in alikes.of(1)[0].reason
    domain = [
        KnownParty(n, (name,), (("email", f"{name}@mission.example"),))
        for n, name in enumerate(["alpha", "beta"])
    ]
    assert "Both write from mission.example" in Alikes(domain).of(0)[0].reason
    many = [
        KnownParty(n, (name,), (("email", f"{name}@big.example"),))
        for n, name in enumerate("abcde")
    ]
    assert Alikes(many).of(0) == []
    free = [
        KnownParty(n, (name,), (("email", f"{name}@gmail.com"),))
        for n, name in enumerate(["alpha", "beta"])
    ]
    assert Alikes(free).of(0) == []


def test_what_a_person_told_apart_and_a_group_beside_a_party_are_not_alike() -> None:
    known = [KnownParty(1, ("IDF",)), KnownParty(2, ("Israel Defense Forces",))]
    assert Alikes(known, [(2, 1)]).of(1) == []
    assert Alikes([known[0], KnownParty(2, ("Israel Defense Forces",), group=True)]).of(1) == []


def test_an_alias_counts_as_a_name_and_every_pair_comes_once() -> None:
    known = [
        KnownParty(1, ("Tzahal", "IDF")),
        KnownParty(2, ("Israel Defense Forces",)),
        KnownParty(3, ("Courier",)),
    ]
    assert [(pk, one.other) for pk, one in Alikes(known).pairs()] == [(1, 2)]


class Counting(Alikes):
    compared = 0

    def _compared(self, pk: int, other_pk: int) -> Likeness | None:
        self.compared += 1
        return super()._compared(pk, other_pk)


def test_a_word_that_every_party_shares_does_not_set_each_beside_all() -> None:
    count = 2000
    names = [
        f"{chr(97 + n % 26)}{n * 7919 % 9973:x}ton {n * 104729 % 99991:x}ville Ministry"
        for n in range(count)
    ]
    alikes = Counting(KnownParty(n, (name,)) for n, name in enumerate(names))
    alikes.pairs()
    assert alikes.compared < 50 * count


@pytest.mark.parametrize(
    ("channel", "one", "other"),
    [
        ("email", "Press@X.example ", "press@x.example"),
        ("phone", "+98 21 555-0100", "0098215550100"),
        ("web form", "https://www.x.example/press/", "x.example/press"),
    ],
)
def test_two_writings_of_one_address_are_one(channel: str, one: str, other: str) -> None:
    assert address_key(channel, one) == address_key(channel, other)
