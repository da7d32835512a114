"""What the copy of many desks holds, kind by kind: offices, split contents, dates, figures, lines."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.text import Reading, read

THURSDAY = dt.date(2026, 3, 12)


def reading(copy: str) -> Reading:
    return read(copy, THURSDAY)


def facts(copy: str, kind: str) -> list[tuple[str, str | None]]:
    return [(copy[slice(*f.span)], f.value) for f in reading(copy).facts if f.kind == kind]


def speakers(copy: str) -> list[tuple[str, str | None]]:
    quotes = reading(copy).quotes
    return [(q.speaker.name, q.speaker.title) if q.speaker else ("", None) for q in quotes]


def contents(copy: str) -> list[list[str]]:
    return [[copy[slice(*span)] for span in quote.content] for quote in reading(copy).quotes]


# --- offices and names


@pytest.mark.parametrize(
    ("copy", "name", "title"),
    [
        (
            "Cabinet Secretary for Water Wanjiru Kamau said the dam was full.",
            "Wanjiru Kamau",
            "Cabinet Secretary for Water",
        ),
        (
            "Secretary of State for Transport Louise Harrow said the line would shut.",
            "Louise Harrow",
            "Secretary of State for Transport",
        ),
        (
            "Minister of Health and Family Welfare J.P. Naidu said the shots were safe.",
            "J.P. Naidu",
            "Minister of Health and Family Welfare",
        ),
        (
            "Leader of Opposition in the Assembly K. Raghu Reddy said the bill was rushed.",
            "K. Raghu Reddy",
            "Leader of Opposition in the Assembly",
        ),
        (
            "Assistant Superintendent of Police Delroy Hinds said the coast road was shut.",
            "Delroy Hinds",
            "Assistant Superintendent of Police",
        ),
        (
            "Senior Superintendent of Police (Operations) Imran Lodhi said two were held.",
            "Imran Lodhi",
            "Senior Superintendent of Police",
        ),
        ("Det Ch Insp Maureen Tully said two men were held.", "Maureen Tully", "Det Ch Insp"),
        ("Lt Gen Harbir Gill said the ridge had to be kept.", "Harbir Gill", "Lt Gen"),
        ("Rear Adm (retd) Nigel Croft said they were too few.", "Nigel Croft", "Rear Adm"),
        ("Station Manager Lesley Orr said the fire was out.", "Lesley Orr", "Station Manager"),
        ("Glaciologist Ingrid Moen said the ice was old.", "Ingrid Moen", "Glaciologist"),
        (
            "NSW Police Minister Gareth Dunlop said the tasers would go.",
            "Gareth Dunlop",
            "Police Minister",
        ),
        (
            "Tánaiste and Minister for Justice Fionn Daly said the visas would be issued.",
            "Fionn Daly",
            "Tánaiste and Minister for Justice",
        ),
    ],
)
def test_an_office_with_its_field_is_a_title_and_no_part_of_the_name(
    copy: str, name: str, title: str
) -> None:
    assert speakers(copy) == [(name, title)]


def test_a_body_before_an_office_and_its_field_is_named_apart() -> None:
    copy = "Lagos State Commissioner for Health Akin Adesola said 14 cases had been confirmed."
    assert ("Akin Adesola", "Akin Adesola") in facts(copy, "name")


def test_dean_before_one_name_is_a_first_name() -> None:
    assert facts("Dean Proctor was let off with a caution.", "name") == [
        ("Dean Proctor", "Dean Proctor")
    ]


def test_what_somebody_was_in_a_car_is_no_title() -> None:
    assert facts("Lwazi Dube, a passenger in the second car, was unhurt.", "title") == []


# --- who speaks, and what


def test_who_is_named_in_what_is_said_does_not_say_it() -> None:
    copy = "A former cleaner says her manager, Riaan Botha, locked the fire door."
    assert speakers(copy) == [("former cleaner", None)]


def test_the_age_stands_for_the_last_person_named() -> None:
    copy = "Leeford won with two goals from Dele Okoro. The 19-year-old said it was a fine night."
    assert speakers(copy) == [("Dele Okoro", None)]


def test_it_stands_for_the_body_that_opens_the_sentence_before() -> None:
    copy = "Profit fell by a third. The chain opened 40 shops. Wages will rise next year, it said."
    assert speakers(copy) == [("chain", None)]


@pytest.mark.parametrize(
    ("copy", "content"),
    [
        (
            "The bridge, inspectors wrote in March, “was one lorry away from failing”.",
            ["The bridge", "“was one lorry away from failing”"],
        ),
        (
            "The dam, engineers have warned since 2019, could fail in a single wet season.",
            ["The dam", "could fail in a single wet season"],
        ),
        (
            "According to a person close to the talks, who asked not to be named, Halden Steel will"
            " close two furnaces.",
            ["Halden Steel will close two furnaces"],
        ),
    ],
)
def test_a_content_has_its_subject_and_nothing_that_is_said_of_the_speaker(
    copy: str, content: list[str]
) -> None:
    assert contents(copy) == [content]


def test_what_opens_a_sentence_is_said_up_to_the_comma_before_the_speaker() -> None:
    copy = "The founder spent it on a tub, a car and a fortnight in Tenerife, former trustees said."
    assert contents(copy) == [["The founder spent it on a tub, a car and a fortnight in Tenerife"]]


def test_what_a_sentence_points_back_to_is_said_by_its_source() -> None:
    copy = "Cats sleep less in cities. That is according to a new study from Leyton College."
    assert contents(copy) == [["Cats sleep less in cities"]]
    assert speakers(copy) == [("new study from Leyton College", None)]


def test_a_speaker_goes_on_to_the_end_of_a_compound() -> None:
    copy = "“It was wrong,” a lawyer on the third-party panel, Noriko Taguchi, said."
    assert [name for name, _ in speakers(copy)] == ["Noriko Taguchi"]


def test_who_plays_where_is_the_player() -> None:
    copy = (
        "Striker Tom Okoro missed and keeper Ravi Lal saved. “I should have scored,” the striker"
        " said."
    )
    assert speakers(copy) == [("Tom Okoro", "Striker")]


@pytest.mark.parametrize(
    ("copy", "name"),
    [
        ("“I’d love to,” laughed Dana Holt.", "I’d"),
        ("Cllr Imran Zaheer (Ind) backed it.", "Ind"),
        ("Surgeons inserted a steel plate.", "Surgeons"),
    ],
)
def test_a_contraction_a_party_tag_and_people_in_general_are_no_names(copy: str, name: str) -> None:
    marked = {text for kind in ("name", "place") for text, _ in facts(copy, kind)}
    assert name not in marked


def test_letters_of_a_longer_name_are_not_its_short_form() -> None:
    copy = "He came to Osk, in the NSW west. She told the NSW Coroners Court so on Monday."
    assert ("NSW", "NSW Coroners Court") not in facts(copy, "name")


def test_she_is_who_is_known_to_be_a_woman() -> None:
    copy = "Robin Ade met Mrs Carol Boyle at the harbour. The ferry was late, she said."
    assert speakers(copy) == [("Carol Boyle", None)]


def test_a_title_ends_with_its_line() -> None:
    copy = "By Nora Whelan, Health Correspondent\n\nTwo wards closed on Monday after a flood."
    assert all("wards" not in title for title, _ in facts(copy, "title"))


def test_a_name_that_ends_like_an_adverb_is_a_party_in_full() -> None:
    (ask,) = reading("Coroner Beth Tully said she was unable to comment on the inquest.").asks
    assert [party.name for party in ask.parties] == ["Beth Tully"]


@pytest.mark.parametrize(
    "copy",
    [
        "In March, inspectors said, the bridge was closed.",
        "Yesterday, police said, the road was shut.",
    ],
)
def test_when_something_was_is_no_subject_of_a_content(copy: str) -> None:
    assert all(len(spans) == 1 for spans in contents(copy))


def test_what_somebody_was_asked_is_no_quote() -> None:
    copy = "Pushed on whether he knew, the lord mayor answered: “I did. I’d known since May.”"
    assert contents(copy) == [["“I did. I’d known since May.”"]]


# --- dates


@pytest.mark.parametrize(
    ("copy", "written", "value"),
    [
        ("The judge retires in July.", "July", "2026-07"),
        ("He came on July 8 and July 9, 2022.", "July 8", "2022-07-08"),
        ("He came on July 9, 2022. He died on July 11.", "July 11", "2022-07-11"),
        ("The strike enters its ninth day on Friday.", "Friday", "2026-03-13"),
        ("They set their next meeting for June.", "June", "2026-06"),
        ("The inquest resumes on Tuesday week.", "Tuesday week", "2026-03-24"),
        ("He joined in May 2011 and was sacked two years later.", "two years later", "2013"),
        ("She was struck off in 2016. Two years earlier she rose.", "Two years earlier", "2014"),
        (
            "It would repay customers, cut 200 jobs and, from July, shut its branch.",
            "July",
            "2026-07",
        ),
    ],
)
def test_a_date_is_as_the_sentence_means_it(copy: str, written: str, value: str) -> None:
    assert (written, value) in facts(copy, "date")


@pytest.mark.parametrize(
    "copy",
    [
        "In those days a porter could buy a house; today he cannot rent a room.",
        "Teenagers read little, and tomorrow’s may not read at all.",
    ],
)
def test_an_age_is_no_day(copy: str) -> None:
    assert facts(copy, "date") == []


# --- figures


@pytest.mark.parametrize(
    ("copy", "written", "value"),
    [
        ("It will cost ₹1.2 lakh crore.", "₹1.2 lakh crore", "1200000000000 INR"),
        ("The plant paid R3,4 million for it.", "R3,4 million", "3400000 ZAR"),
        ("She won the 1500m again.", "1500m", "1500 m"),
        ("He broke the 100m record.", "100m", "100 m"),
        ("It is a 75 ft (~23 m) long boat.", "23 m", "23 m"),
        ("The fund lent 100m to farmers.", "100m", "100000000"),
    ],
)
def test_a_figure_is_read_as_its_desk_writes_it(copy: str, written: str, value: str) -> None:
    assert (written, value) in facts(copy, "number")


@pytest.mark.parametrize(
    "copy", ["They led by 90+4.", "A Cessna 208 landed.", "An Embraer 190 took off."]
)
def test_minutes_of_play_and_models_of_aircraft_count_nothing(copy: str) -> None:
    assert facts(copy, "number") == []


# --- names of things


def test_a_side_that_beats_another_and_a_language_are_no_places() -> None:
    assert facts("The minister speaks Swahili and Hausa.", "place") == []
    assert ("Durham", "Durham") not in facts("Kent beat Durham by four wickets.", "place")


# --- asks and accusations


@pytest.mark.parametrize(
    ("copy", "outcome", "parties"),
    [
        ("The ministry said it did not comment on leaks.", "declined", ["ministry"]),
        (
            "Neither the port authority nor Elroy James would discuss it with this newspaper.",
            "declined",
            ["port authority", "Elroy James"],
        ),
        ("Neither Bolt Rail nor Tarn Bus would be drawn on it.", "declined", None),
        (
            "Lawyers for Mr Haddad, reached by telephone, said they had no comment on it.",
            "declined",
            ["Lawyers for Mr Haddad"],
        ),
        ("We put the complaints to Kestrel Homes.", "sought", ["Kestrel Homes"]),
    ],
)
def test_who_was_asked_and_what_came_of_it(
    copy: str, outcome: str, parties: list[str] | None
) -> None:
    (ask,) = reading(copy).asks
    assert ask.outcome == outcome
    if parties is not None:
        assert [party.name for party in ask.parties] == parties


@pytest.mark.parametrize(
    "copy",
    [
        "Neither side would discuss the terms, residents said.",
        "The party declined to back the bill, and the Speaker did not respond to the heckling.",
    ],
)
def test_nobody_was_asked_by_the_paper(copy: str) -> None:
    assert reading(copy).asks == ()


@pytest.mark.parametrize(
    ("copy", "accused"),
    [
        ("Found guilty of perjury, Councillor Edna Maddox will be sentenced.", "Edna Maddox"),
        ("Gilbert Rowe quit after Nora Villiers accused him of hiding a loan.", "Gilbert Rowe"),
        ("The islanders point the finger at Morra Fishing.", "Morra Fishing"),
        ("Dana Holt will stand trial for bribery in May.", "Dana Holt"),
        ("Its cables had been cut, it said, blaming the dockers’ union.", "dockers’ union"),
        ("The regulator is hauling Bluewave before a tribunal over refunds.", "Bluewave"),
        ("The regulator’s allegations of price-fixing against Danvers Oil stood.", "Danvers Oil"),
    ],
)
def test_who_is_accused_is_found_by_their_full_name(copy: str, accused: str) -> None:
    assert accused in [accusation.name for accusation in reading(copy).accusations]


def test_who_appeals_is_not_accused_by_that() -> None:
    assert reading("A tribunal dismissed Okafor’s appeal against the fine.").accusations == ()


def test_nobody_accuses_themselves_by_a_pronoun() -> None:
    copy = "Nora Villiers spoke first. Nora Villiers accused her of hiding a loan."
    assert all(a.accuser != a.name for a in reading(copy).accusations)


# --- lines and characters

COPY = "Villagers dug the trench by hand after the county left.\n\n{line}\n\nThe pipe burst twice in January."


@pytest.mark.parametrize(
    "line",
    [
        "Published 07:42 GMT, 4 March",
        "Updated 14:05 GMT, 3 March 2026",
        "Buy tickets here",
        "The views expressed in this column are the writer’s own.",
    ],
)
def test_a_line_that_breaks_up_the_copy_is_furniture(line: str) -> None:
    found = reading(COPY.format(line=line))
    assert found.blocks[1].kind == "furniture"
    assert len(found.claims) == 2


@pytest.mark.parametrize("line", ["Fresh doubts", "The road to 2030"])
def test_a_crosshead_is_copy_that_states_nothing(line: str) -> None:
    found = reading(COPY.format(line=line))
    assert found.blocks[1].kind == "body"
    assert len(found.claims) == 2


@pytest.mark.parametrize("line", ["Twelve were hurt.", "The 14 dead", "“We saw nothing,”"])
def test_a_line_that_may_be_wrong_stays_copy(line: str) -> None:
    found = reading(COPY.format(line=line))
    assert found.blocks[1].kind == "body"
    assert len(found.claims) == 3


def test_a_word_broken_by_the_lines_end_is_one_word() -> None:
    copy = "The gov-\nernor said the bridge would re-\nopen in May."
    assert speakers(copy) == [("governor", None)]
    assert contents(copy) == [["the bridge would re-\nopen in May"]]


def test_a_compound_keeps_its_hyphen_at_the_lines_end() -> None:
    copy = "The court heard a twenty-\nfive-year-old case on Monday, clerks said."
    assert ("twenty-\nfive-year-old", "25 years") in facts(copy, "number")


def test_a_full_stop_without_a_space_ends_a_sentence() -> None:
    copy = "The fire began in the kitchen.Crews took three hours to put it out."
    assert [copy[slice(*claim.span)] for claim in reading(copy).claims] == [
        "The fire began in the kitchen.",
        "Crews took three hours to put it out.",
    ]
