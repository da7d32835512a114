from __future__ import annotations

import pytest

from factcheck.review.rules.alarms import Alarm, AlarmFact, alarms
from factcheck.text import read


def raised(copy: str) -> tuple[Alarm, ...]:
    """What a whole reading of the copy raises."""
    facts = read(copy).facts
    tokens = [
        AlarmFact(f"fact-{n}", f.kind, f.value, copy[slice(*f.span)], *f.span)
        for n, f in enumerate(facts)
    ]
    return alarms(copy, sorted(tokens, key=lambda token: token.start))


def told(copy: str) -> list[str]:
    return [alarm.text for alarm in raised(copy)]


def test_a_name_spelled_in_two_ways_raises_an_alarm() -> None:
    copy = "Hussein al-Musawi spoke on Friday. On Sunday al-Mousawi said no more."
    assert told(copy) == ["Two spellings: “Musawi” and “Mousawi”"]


def test_two_ages_of_one_person_raise_an_alarm_at_both_places() -> None:
    copy = "Omar Haddad, 42, is the mayor. The 43-year-old Haddad left the city."
    (alarm,) = raised(copy)
    assert alarm.text == "Two ages of Omar Haddad: “42” and “43”"
    assert len({key for said in alarm.said for key in said.keys}) == 2


def test_two_ranks_of_one_person_raise_an_alarm() -> None:
    assert told("Gen. Omar Haddad spoke. Col. Omar Haddad left.") == [
        "Two titles of Omar Haddad: “Gen.” and “Col.”"
    ]


def test_two_totals_of_one_thing_raise_an_alarm() -> None:
    copy = (
        "At least 12 people were killed. The strike, in which 14 people were killed, hit a market."
    )
    assert told(copy) == ["Two totals of people dead: “12” and “14”"]


@pytest.mark.parametrize(
    "copy",
    [
        "At least 12 people were killed in Aleppo. In Damascus, 14 people were killed.",
        "At least 12 people were killed on Nov. 3, 2024. On Nov. 5, 2024, 14 people were killed.",
        "At least 12 people were killed. Another 14 people were killed later.",
        "Some 12 soldiers were killed. A further toll spoke of 14 people wounded.",
        "Omar Haddad, 42, spoke. Leila Karim, 43, left.",
        "Gen. Omar Haddad spoke. Col. Ali Karim left.",
        "Omar Haddad, the mayor, spoke. Gen. Omar Haddad left.",
        "Former president Omar Haddad spoke. President Omar Haddad left.",
        "The Houthis fired. A Houthi spokesman said so. Austria and Australia voted.",
        "Israel struck. Israeli jets left. Iran and Iraq met.",
    ],
)
def test_what_differs_for_a_reason_raises_none(copy: str) -> None:
    assert told(copy) == []


def test_an_alarm_keeps_its_name_while_the_marks_come_and_go() -> None:
    one, other = (
        raised("Hussein al-Musawi spoke. Al-Mousawi left."),
        raised("A. B. left. Hussein al-Musawi spoke. Al-Mousawi left."),
    )
    assert one[0].id == other[0].id


def test_a_third_value_is_a_new_alarm() -> None:
    two = (
        "At least 12 people were killed. The strike, in which 14 people were killed, hit a market."
    )
    assert raised(two)[0].id != raised(f"{two} By night, 15 people were killed, it said.")[0].id


@pytest.mark.parametrize(
    "copy",
    [
        "The Times reported it. Later Thomas Gray, 24, left.",
        "Osama bin Laden was named. President Obama spoke.",
        "Some 16,000 people died in May. Four people died per 100,000 a year.",
    ],
)
def test_two_names_and_a_rate_raise_no_alarm(copy: str) -> None:
    assert told(copy) == []
