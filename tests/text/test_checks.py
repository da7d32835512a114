"""The checklist: ages, sums, days, conversions, slips of scale, spellings; with every working
shown.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text import read
from factcheck.text.checks import (
    CheckedLine,
    StatedBirth,
    StatedValue,
    age_on,
    checklist,
    convert,
    find_births,
)

DAY = dt.date(2024, 11, 30)  # a Saturday
HADDAD = "Omar Haddad, 54, the army’s spokesman, spoke."


def lines(
    statement: str, *, born: str = "", sources: list[tuple[str, str, str]] | None = None
) -> list[CheckedLine]:
    facts = stated(statement)
    births = [StatedBirth("Omar Haddad", born, "the army’s page")] if born else []
    return checklist(
        statement, facts, published=DAY, article=facts, births=births, sources=sources or []
    )


def stated(text: str) -> list[StatedValue]:
    return [
        StatedValue(f.kind, text[slice(*f.span)], f.value, f.span)
        for f in read(text, published=DAY).facts
    ]


def outcomes(statement: str, kind: str, **known: str) -> list[str]:
    return [line.outcome for line in lines(statement, **known) if line.kind == kind]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("born", "outcome"),
    [
        ("1970-11-30", "right"),
        ("1970-12-01", "wrong"),
        ("1970-11", "right"),
        ("1970", "right"),
        ("1971-12", "wrong"),
    ],
)
def test_an_age_is_worked_out_on_the_day_of_publication(born: str, outcome: str) -> None:
    assert outcomes(HADDAD, "age", born=born) == [outcome]


def test_an_age_without_a_date_of_birth_asks_for_one_by_name() -> None:
    [line] = [line for line in lines(HADDAD) if line.kind == "age"]
    assert (line.outcome, line.person) == ("ask", "Omar Haddad")


@pytest.mark.parametrize(
    "statement",
    [
        "Omar Haddad was 12 when his 54-year-old house fell.",
        "Omar Haddad turned 54, they said.",
        "It took 54 years.",
    ],
)
def test_an_earlier_age_or_a_span_of_years_is_no_age_now(statement: str) -> None:
    assert all("Haddad, 12" not in line.about for line in lines(statement) if line.kind == "age")
    assert outcomes("It took 54 years.", "age") == []


def test_a_birth_is_found_beside_the_name_it_belongs_to() -> None:
    text = "Gen. Omar Haddad (born 12 March 1970 in Homs) is a soldier. Hussein Musawi was born in Najaf in 1966."
    assert find_births(text, ["Omar Haddad", "Hussein Musawi"], "x") == [
        StatedBirth("Omar Haddad", "1970-03-12", "x"),
        StatedBirth("Hussein Musawi", "1966", "x"),
    ]
    assert find_births("The city was born in 1970.", ["Omar Haddad"], "x") == []


@given(st.dates(dt.date(1900, 1, 1), DAY), st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_birth_known_less_exactly_never_contradicts_the_exact_age(
    born: dt.date, day: dt.date
) -> None:
    exact, exact_too = age_on(born.isoformat(), day)
    assert exact == exact_too
    for known in (born.isoformat()[:7], born.isoformat()[:4]):
        low, high = age_on(known, day)
        assert low <= exact <= high <= low + 1


@pytest.mark.parametrize(
    "statement",
    [
        "Unemployment rose from 4.2 percent to 5.1 percent, up 0.9 percentage points.",
        "Sales rose 25 percent to $50 million from $40 million.",
        "Profit fell from $4 billion to $3.2 billion, a drop of 20 percent.",
        "The group counted 12 of the 48 villages, or 25 percent.",
        "About 40 percent of the 250 members, or 100 people, left.",
        "The strike killed 12 people, including 5 children and 3 women.",
        "The state paid $2 million among 40 families, or $50,000 each.",
        "Five men, three women and two children, a total of 10 people, were killed.",
        "The population doubled from 2 million to 4 million.",
        "They won 17 of 51 seats, or about a third, and 33 percent.",
    ],
)
def test_a_sum_that_agrees_is_not_held_against_the_copy(statement: str) -> None:
    assert "wrong" not in outcomes(statement, "arithmetic")


@pytest.mark.parametrize(
    "statement",
    [
        "Sales rose 30 percent to $50 million from $40 million.",
        "Sales fell 25 percent from $40 million to $50 million, fell 25 percent.",
        "The group counted 12 of the 48 villages, or 35 percent.",
        "About 40 percent of the 250 members, or 140 people, left.",
        "The strike killed 12 people, including 5 children and 9 women.",
        "The state paid $2 million among 40 families, or $5,000 each.",
        "Five men, three women and two children, a total of 11 people, were killed.",
        "The population doubled from 2 million to 7 million.",
    ],
)
def test_a_sum_that_does_not_agree_is_shown_with_its_working(statement: str) -> None:
    wrong = [
        line for line in lines(statement) if line.kind == "arithmetic" and line.outcome == "wrong"
    ]
    assert wrong
    assert any(character.isdigit() for character in wrong[0].working)


def test_a_result_a_thousand_times_out_is_called_a_slip_of_scale() -> None:
    [line] = [
        one
        for one in lines("The state paid $2 billion among 40 families, or $50,000 each.")
        if one.open
    ]
    assert "million and billion" in line.working


@given(st.integers(2, 9_999), st.integers(2, 9_999))
def test_a_change_in_percent_rounded_as_copy_rounds_always_agrees(before: int, after: int) -> None:
    if before == after:
        return
    way, percent = ("rose", "up") if after > before else ("fell", "down")
    share = round(abs(Decimal(after - before)) / before * 100, 1)
    if share == 0:
        return
    found = outcomes(
        f"The count {way} from {before} people to {after} people, {percent} {share} percent.",
        "arithmetic",
    )
    assert found == ["right"]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Friday, Nov. 29", "right"),
        ("Thursday, Nov. 29", "wrong"),
        ("Friday, November 29, 2024", "right"),
        ("Monday, 29 November 2024", "wrong"),
    ],
)
def test_a_date_is_set_against_its_day_of_the_week(words: str, outcome: str) -> None:
    assert outcomes(f"Rebels entered the city on {words}.", "weekday") == [outcome]


def test_a_day_that_no_calendar_has_is_wrong() -> None:
    assert outcomes("They met on Feb. 30.", "weekday") == ["wrong"]
    assert outcomes("They met on Feb. 29, 2023.", "weekday") == ["wrong"]
    assert outcomes("They met on Feb. 29.", "weekday") == []


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("12 miles (19 km)", "right"),
        ("60 miles (100 kilometers)", "right"),
        ("100 miles (180 km)", "wrong"),
        ("5,000 acres (2,023 hectares)", "right"),
        ("5,000 acres (3,023 hectares)", "wrong"),
        ("100 degrees Fahrenheit (38 degrees Celsius)", "right"),
        ("100 degrees Fahrenheit (48 degrees Celsius)", "wrong"),
        ("70 mph (113 km/h)", "right"),
        ("$5 million (€4.6 million)", "ask"),
    ],
)
def test_a_conversion_is_done_again_and_money_is_left_to_a_person(words: str, outcome: str) -> None:
    assert outcomes(f"It came to {words} in all.", "conversion") == [outcome]


@given(st.integers(1, 100_000))
def test_a_conversion_rounded_to_whole_units_always_agrees(miles: int) -> None:
    kilometres = round(convert(Decimal(miles), "miles", "km"))
    if kilometres:
        assert outcomes(f"The road is {miles:,} miles ({kilometres:,} km) long.", "conversion") == [
            "right"
        ]


@given(
    st.decimals("0.001", "1000000", places=3),
    st.sampled_from([("miles", "km"), ("°F", "°C"), ("acres", "hectares")]),
)
def test_converting_there_and_back_changes_nothing(value: Decimal, units: tuple[str, str]) -> None:
    there, back = units
    assert abs(convert(convert(value, there, back), back, there) - value) < Decimal("0.000001")


def test_million_here_and_billion_there_is_a_slip() -> None:
    copy = stated("The budget was $3.2 million. The budget, of $3.2 billion, is the largest ever.")
    found = checklist("The budget was $3.2 million.", copy[:1], published=DAY, article=copy)
    assert [line.outcome for line in found if line.kind == "scale"] == ["wrong"]


def test_a_source_a_thousand_times_larger_is_a_slip_and_another_number_is_none() -> None:
    near = [("3200000 USD", "3200000000 USD", "Reuters")]
    assert [one.kind for one in lines("It cost $3.2 million.", sources=near)] == ["scale"]
    assert lines("It cost $3.2 million.", sources=[("3200000 USD", "4100000 USD", "Reuters")]) == []


def test_two_spellings_of_a_name_are_told_with_their_places() -> None:
    copy = stated("Hussein Musawi spoke. Musawi left. Later Mussawi returned to Baghdad.")
    own = [fact for fact in copy if fact.text == "Mussawi"]
    [line] = [
        one
        for one in checklist("Later Mussawi returned.", own, published=DAY, article=copy)
        if one.open
    ]
    assert line.kind == "spelling"
    assert "“Musawi” at 2 places" in line.working


def misspelled(statement: str) -> list[str]:
    return [line.about for line in lines(statement) if line.kind == "spelling"]


@pytest.mark.parametrize(
    "statement",
    [
        "The Marxist wing left, and the Marxian school stayed.",
        "Belmar sent troops. The Belmarian army stayed.",
        "Catholic bishops met. The envoy wrote of Catholicism.",
        "The envoys of Verrania met the Verranian minister.",
        "Daniel Moran sued. Later Olivia Morran wept.",
        "Robert Halder left. Then Susan Haldor came.",
    ],
)
def test_a_people_is_no_slip_of_its_country_and_two_people_are_two(statement: str) -> None:
    assert misspelled(statement) == []


@pytest.mark.parametrize(
    "statement",
    [
        "Hussein Musawi spoke. Later Mussawi returned.",
        "Daniel Haldane sued. Later Daniel Haldene wept.",
        "Karen Petersen met him. Mr Peterson left.",
    ],
)
def test_a_slip_of_a_name_is_still_told(statement: str) -> None:
    assert misspelled(statement)


@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        ("The share rose by 50 percent, from 4 percent to 6 percent.", ["right"]),
        ("The share rose by 2 percent, from 4 percent to 6 percent.", ["right"]),
        ("The share rose by 80 percent, from 4 percent to 6 percent.", ["wrong"]),
        ("The share fell by 25 percent, from 8 percent to 6 percent.", ["right"]),
        ("The rate rose from 12 to 19 per 10,000 births.", []),
        ("Deaths fell from 30 to 21 for every 1,000 patients.", []),
    ],
)
def test_a_change_of_percentages_is_relative_or_in_points_and_a_rate_has_no_sum(
    statement: str, outcome: list[str]
) -> None:
    assert outcomes(statement, "arithmetic") == outcome


def test_places_and_superlatives_are_questions_for_a_person() -> None:
    found = lines("Aleppo is Syria’s second-largest city, north of Damascus.")
    assert {line.kind: line.outcome for line in found} == {"geography": "ask", "superlative": "ask"}


def test_a_line_is_another_line_once_its_words_or_working_change() -> None:
    one, other = (lines(HADDAD, born=born)[0] for born in ("1970-01-01", "1971-01-01"))
    assert one.key != other.key
    assert one.key == lines(HADDAD, born="1970-01-01")[0].key


@given(st.text(max_size=200))
def test_no_words_break_the_checklist(text: str) -> None:
    facts = stated(text)
    for line in checklist(text, facts, published=DAY, article=facts):
        assert line.working


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("Two million people came, and two men spoke.", "scale"),
        ("Two of the drugs had a ratio of 0.68 (95% CI) last year.", "arithmetic"),
        ("Quakes over magnitude 4.5 came, including a 6.4 quake.", "arithmetic"),
        ("It rose from five people to six after a 5.0 magnitude quake.", "arithmetic"),
        ("A surge of 18 to 23 feet (5.5 to 7 m) came.", "conversion"),
    ],
)
def test_numbers_of_different_things_raise_no_line(statement: str, kind: str) -> None:
    assert "wrong" not in outcomes(statement, kind)


def test_a_figure_that_was_cut_off_agrees() -> None:
    assert outcomes("It lies 70 miles (112 km) south.", "conversion") == ["right"]
    assert outcomes("It moved at 3 mph (6 km/h).", "conversion") == ["wrong"]


def test_a_day_without_a_year_is_of_the_nearest_year() -> None:
    assert outcomes("He resigned, effective Wednesday, January 1.", "weekday") == ["right"]


def test_two_things_that_look_alike_are_no_slip() -> None:
    assert outcomes("Medicare and Medicaid are open.", "spelling") == []
