"""What copy of a writer who had not seen the rules held, kind by kind: dates, figures, names, titles."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.text import read

THURSDAY = dt.date(2026, 3, 12)


def facts(copy: str, kind: str, published: dt.date = THURSDAY) -> list[tuple[str, str | None]]:
    found = read(copy, published).facts
    return [(copy[slice(*f.span)], f.value) for f in found if f.kind == kind]


# --- dates and figures


@pytest.mark.parametrize(
    ("copy", "published", "values"),
    [
        ("They face trial in October for fraud.", dt.date(2026, 7, 15), ["2026-10"]),
        ("The levy rises to 2 per cent in July, they said.", THURSDAY, ["2026-07"]),
        ("It will have halved by Christmas, she said.", THURSDAY, ["2026-12-25"]),
        ("“If we lose,” he said, “we go home on Friday.”", dt.date(2026, 2, 24), ["2026-02-27"]),
        (
            "Prices fell by 4 per cent in May from a peak in April, they said.",
            dt.date(2026, 6, 18),
            ["2026-05", "2026-04"],
        ),
        (
            "Residents were invited to comment by 30 April; 212 did.",
            dt.date(2026, 5, 14),
            ["2026-04-30"],
        ),
        ("Two weeks ago today the dam burst.", dt.date(2026, 6, 18), ["2026-06-04"]),
        ("A year ago today the dam burst.", dt.date(2026, 6, 18), ["2025-06-18"]),
        ("The winter of 2010/11 cost her the flock.", THURSDAY, ["2010/2011"]),
    ],
)
def test_a_plan_a_span_and_a_day_counted_back_have_their_dates(
    copy: str, published: dt.date, values: list[str]
) -> None:
    assert [value for _, value in facts(copy, "date", published)] == values


@pytest.mark.parametrize(
    ("copy", "values"),
    [
        ("The outlay is Rs 1,24,500 crore.", ["1245000000000 INR"]),
        ("It went for A$2.15m — $150k over reserve.", ["2150000 AUD", "150000 AUD"]),
        ("It went for A$2.15m ($1.4m).", ["2150000 AUD", "1400000 USD"]),
        ("Bengal made 287/6 in 50 overs.", ["287", "6", "50"]),
    ],
)
def test_a_figure_is_read_as_its_desk_writes_it(copy: str, values: list[str]) -> None:
    assert [value for _, value in facts(copy, "number")] == values


def test_a_race_called_by_its_time_is_no_decimal() -> None:
    copy = "The odds shortened before the 3.15 at Kempton."
    assert facts(copy, "number") == []
    assert facts(copy, "date") == [("3.15", None)]


# --- names and titles


@pytest.mark.parametrize(
    "copy",
    [
        "She was seen on CCTV near the shop.",
        "It grew into a Category 5 storm.",
        "The memo is Exhibit 14 in the trial.",
        "They will hear it when the Opposition speaks.",
        "It said that two Republican members voted.",
        "It said that the Roman Catholic cathedral burned.",
        "He was, he told the Echo, too old.",
    ],
)
def test_a_label_a_creed_and_a_common_noun_are_no_names(copy: str) -> None:
    assert facts(copy, "name") + facts(copy, "place") == []


def test_an_office_is_a_fact_where_its_holder_is_named() -> None:
    assert facts("They asked what the Speaker observed.", "title") == []
    copy = "And the Treasurer, Colin Bassett, spoke."
    assert facts(copy, "title") == [("Treasurer", "Treasurer")]
    assert [q.speaker.title for q in read(f"{copy} “Not me,” he said.").quotes if q.speaker] == [
        "Treasurer"
    ]


@pytest.mark.parametrize(
    ("copy", "name", "titles"),
    [
        ("They met Prime Minister Sir Keir Aldane.", "Keir Aldane", ["Prime Minister"]),
        ("They met Margaret Marchbanks KC.", "Margaret Marchbanks", []),
        (
            "Police Lt. Col. Arnel Dimaculan, Cebu City Police Office spokesperson, spoke.",
            "Arnel Dimaculan",
            ["Police Lt. Col.", "spokesperson"],
        ),
        ("Regional council compliance manager Ana Ruiz spoke.", "Ana Ruiz", ["manager"]),
        ("The court cleared nurse Olive Tranter.", "Olive Tranter", ["nurse"]),
        (
            "They met President of France Emmanuel Macron.",
            "Emmanuel Macron",
            ["President"],
        ),
    ],
)
def test_a_name_has_its_ends_and_its_titles(copy: str, name: str, titles: list[str]) -> None:
    assert name in [written for written, _ in facts(copy, "name")]
    written = [title for title, _ in facts(copy, "title")]
    assert len(written) == len(titles)
    assert all(wanted in title for wanted, title in zip(titles, written, strict=True))


def test_a_force_of_two_counties_is_one_body() -> None:
    copy = "Det Ch Insp Rowena Pask, of Avon and Somerset Police, said the search would go on."
    assert "Avon and Somerset Police" in [name for name, _ in facts(copy, "name")]


def test_the_body_beside_an_office_is_where_it_is_held() -> None:
    copy = "Zainab Bello, the Permanent Secretary, Ministry of Works, said the road would open."
    assert [q.speaker.of for q in read(copy).quotes if q.speaker] == ["Ministry of Works"]


def test_a_name_that_is_a_day_or_an_hour_is_no_date() -> None:
    copy = "One of them, Sunday Ekpo, said he was only the driver."
    assert facts(copy, "date") == []
    assert [q.speaker.name for q in read(copy).quotes if q.speaker] == ["Sunday Ekpo"]
    assert facts("The man for whom Tariq Noon drove has died. Noon heard it.", "date") == []
    assert [value for _, value in facts("At noon on Sunday they left.", "date")] == [
        "2026-03-08T12:00"
    ]


# --- who says what


@pytest.mark.parametrize(
    ("copy", "content", "speaker"),
    [
        (
            "As Dr Saba Rehmani once observed, a state that taxes bread is asking for trouble.",
            ["a state that taxes bread is asking for trouble"],
            "Saba Rehmani",
        ),
        (
            "Brantolo cut its prices on Monday. Shares in rival Harrow & Tein, which called the move"
            " “irrational”, fell 6 per cent.",
            ["the move “irrational”"],
            "Harrow & Tein",
        ),
        (
            "Ana Ruiz left. “I did not know,” she said, according to the News Agency of Nigeria.",
            ["“I did not know,”"],
            "Ana Ruiz",
        ),
        (
            "Margaret Oduya met Ronald Tamm in 1961. He proposed within a week, she later recalled,"
            " “on the back of a bus ticket”.",
            ["He proposed within a week", "“on the back of a bus ticket”"],
            "Margaret Oduya",
        ),
        (
            "He was, in the words of one minister, “a hand grenade with the pin out”.",
            ["“a hand grenade with the pin out”"],
            "one minister",
        ),
    ],
)
def test_words_go_to_whom_the_sentence_gives_them(
    copy: str, content: list[str], speaker: str
) -> None:
    found = [
        ([copy[slice(*span)] for span in quote.content], quote.speaker and quote.speaker.name)
        for quote in read(copy).quotes
    ]
    assert found == [(content, speaker)]


def test_a_pronoun_may_be_an_office_without_a_name() -> None:
    copy = "Crime has fallen by a third, the mayor said. The curfew is why, she said."
    assert [q.speaker.name for q in read(copy).quotes if q.speaker] == ["mayor", "mayor"]


def test_a_party_before_a_seat_is_nobody() -> None:
    copy = "Sinn Féin TD Gráinne Lally was less sure. It had, she said, “misread the room”."
    speakers = [q.speaker for q in read(copy).quotes if q.speaker]
    assert [(s.name, s.title, s.of) for s in speakers] == [("Gráinne Lally", "TD", "Sinn Féin")]


# --- languages and furniture


def test_names_from_elsewhere_are_no_other_language() -> None:
    copy = "Tánaiste Fiachra Ó Broin said the Bill would pass. Sinn Féin TD Gráinne Lally left."
    assert read(copy).language == "en"


@pytest.mark.parametrize(
    "copy",
    [
        "Der Minister sagte das am Montag. „Das reicht nicht“, erklärte die Gewerkschaft.",
        "« C’est du jamais-vu », a lancé la mairesse de Rimbec, qui réclame des millions.",
    ],
)
def test_short_words_in_marks_before_a_verb_are_a_quote_in_any_language(copy: str) -> None:
    assert read(copy).language != "en"
    assert len(read(copy).quotes) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Published in The Margalla Post, March 13th, 2026",
        "Meiling Tay is a research fellow at the Harbour Institute. The views expressed are her own.",
    ],
)
def test_where_a_piece_stood_and_who_wrote_it_is_furniture(line: str) -> None:
    copy = f"The Senate passed the bill on Thursday by 48 votes to 31.\n\n{line}"
    assert [block.kind for block in read(copy).blocks][-1] == "furniture"


def test_where_somebody_lives_is_a_place() -> None:
    copy = "Paris Oakley, 19, of Reading, was reading in the garden."
    assert facts(copy, "place") == [("Reading", "Reading")]
    assert facts(copy, "name") == [("Paris Oakley", "Paris Oakley")]


def test_the_health_body_is_no_relative_pronoun() -> None:
    copy = "WHO director-general Ana Ruiz said the name was easy. A man who left said so."
    assert facts(copy, "name") == [("WHO", "WHO"), ("Ana Ruiz", "Ana Ruiz")]
    assert [q.speaker.name for q in read(copy).quotes if q.speaker][:1] == ["Ana Ruiz"]


def test_a_name_behind_a_bodys_of_is_the_speaker() -> None:
    copy = "Belmar Department of Transportation official Troy Roberts said the road will be shut."
    assert [q.speaker.name for q in read(copy).quotes if q.speaker] == ["Troy Roberts"]


def test_when_something_was_is_no_office() -> None:
    assert facts("Early in her career, Alexis Tipton was cast as a voice.", "title") == []


def test_the_papers_own_name_is_no_fact() -> None:
    copy = "The Wexton Herald can reveal that the trust spent £2.3m on nurses."
    assert facts(copy, "name") == []


def test_a_title_glued_to_a_full_stop_is_read() -> None:
    copy = "The bill died on Tuesday.Rep. Carla Voss said she would try again.Her office left."
    assert facts(copy, "title") == [("Rep.", "Rep.")]
    assert len(read(copy).claims) == 3
