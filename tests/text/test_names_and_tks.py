"""Made-up copy: names, titles, places, claims and tks."""

from __future__ import annotations

import pytest

from factcheck.text import read


def facts(text: str, kind: str) -> list[tuple[str, str | None]]:
    return [(text[slice(*f.span)], f.value) for f in read(text).facts if f.kind == kind]


def test_a_later_mention_has_the_full_name_as_its_value() -> None:
    text = "Yusuf al-Karim left Belmar. Karim’s boats followed, and al-Karim came back."
    assert facts(text, "name") == [
        ("Yusuf al-Karim", "Yusuf al-Karim"),
        ("Karim", "Yusuf al-Karim"),
        ("al-Karim", "Yusuf al-Karim"),
    ]


def test_an_acronym_in_brackets_is_the_body_before_it() -> None:
    text = "The Delta Defense Forces (DDF) left. The DDF came back."
    assert facts(text, "name") == [
        ("Delta Defense Forces", "Delta Defense Forces"),
        ("DDF", "Delta Defense Forces"),
        ("DDF", "Delta Defense Forces"),
    ]


def test_places_have_their_usual_name_and_a_peoples_adjective_is_no_fact() -> None:
    text = "The Iraqi army left Aleppo for the U.S. base near Lake Arden."
    assert facts(text, "place") == [
        ("Aleppo", "Aleppo"),
        ("U.S.", "United States"),
        ("Lake Arden", "Lake Arden"),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Syrian President Yusuf Karim left.", ["President"]),
        ("Prime Minister Dana Whitlow left.", ["Prime Minister"]),
        ("Orbis Energy spokesman Piet Maas left.", ["spokesman"]),
        ("Piet Maas, chief executive of Orbis Energy, left.", ["chief executive"]),
        ("Secretary of State Dana Whitlow left.", ["Secretary of State"]),
    ],
)
def test_titles_are_facts(text: str, titles: list[str]) -> None:
    assert [words for words, _ in facts(text, "title")] == titles


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    assert (
        facts("The boats left. Nobody knew why. Fishermen wept. Later, they came back.", "name")
        == []
    )


@pytest.mark.parametrize(
    ("text", "tks"),
    [
        ("The bill was TK dollars.", ["TK"]),
        ("It cost $00 in TKTK.", ["$00", "TKTK"]),
        ("Mayor [NAME] said so.", ["[NAME]"]),
        ("It was xx percent.", ["xx"]),
        ("CHECK this with Dana.", ["CHECK"]),
        ("The date [CHECK] is in May.", ["[CHECK]"]),
        ("The date [check with Dana] is in May.", ["[check with Dana]"]),
        ("The venue (TBC) is near.", ["(TBC)"]),
        ("The venue [TBC] is near.", ["[TBC]"]),
        (
            "He said [the mayor] would [sic] leave; check the box, fact-check it, in Super Bowl XX for $100.",
            [],
        ),
    ],
)
def test_a_hole_the_writer_left_is_found(text: str, tks: list[str]) -> None:
    assert [text[slice(*t.span)] for t in read(text).tks] == tks


@pytest.mark.parametrize(
    ("text", "tk"),
    [
        ("The mayor, tk tk, left.", "tk tk"),
        ("Prices rose 00 percent.", "00"),
        ("Some 00,000 people came.", "00,000"),
        ("The deal is worth $X million.", "$X million"),
        ("He paid €xx million.", "€xx million"),
        ("It opened in 19xx.", "19xx"),
        ("The fire killed X people.", "X"),
        ("He is [age] years old.", "[age]"),
        ("Ilse Brandt [CQ] left.", "[CQ]"),
        ("Ilse Brandt (name?) left.", "(name?)"),
        ("The council (check spelling) met.", "(check spelling)"),
        ("The law passed in [year?].", "[year?]"),
        ("“It was [NAME] who fled,” she said.", "[NAME]"),
        ("The man, ????, fled.", "????"),
        ("TO COME: the ministry’s answer.", "TO COME"),
        ("See <<check figure>> again.", "<<check figure>>"),
        ("Mayor XX left.", "XX"),
    ],
)
def test_a_hole_of_any_house_is_found(text: str, tk: str) -> None:
    assert [text[slice(*t.span)] for t in read(text).tks] == [tk]


@pytest.mark.parametrize(
    "text",
    [
        "The XX chromosome is common, said the XXX Corps in the XX century.",
        "Louis XX and Pius XX never reigned; section XX stands.",
        "Agent 007 came at 4:00, not at 00:15; the score was 0-0 at 0000 GMT.",
        "The Kyrgyz code TK is odd, and flight TK 1982 landed near the .tk domain.",
        "“The [NATO] allies agreed,” he said of the [U.S.] army. “[He] will go.”",
        "“What???” he cried. “They was [sic] gone; the [expletive] bus was late.”",
        "Gen X, Malcolm X and the app X are names; xXx is a film.",
        "It costs $0.00 or £1,000,000; call 1-800-000-0000.",
        "Ils ont compté 4 000 tonnes et 12\u202f000 personnes.",
        "We must check on our neighbours: fact-check the check (see the box).",
    ],
)
def test_what_only_looks_like_a_hole_is_copy(text: str) -> None:
    assert read(text).tks == ()


def test_every_statement_is_a_claim_and_a_question_is_none() -> None:
    text = "The port closed in May. Why did it close? “It was the fire,” Dana Whitlow said. What a night!"
    assert [text[slice(*c.span)] for c in read(text).claims][:2] == [
        "The port closed in May.",
        "“It was the fire,” Dana Whitlow said.",
    ]


def test_a_claim_with_figures_ranks_above_a_feeling() -> None:
    hard, soft = read(
        "Exports fell 12 percent to $3 billion in 2023. I think we should hope for better days."
    ).claims
    assert 0 <= soft.score < hard.score <= 1
    assert {"percent", "money", "date"} <= set(hard.kinds)


def test_the_papers_own_asking_ranks_low() -> None:
    claim, asking = read(
        "The army burned 40 boats in 2023. The army did not respond to a request for comment."
    ).claims
    assert asking.kinds == ("ask",)
    assert asking.score < claim.score


def test_a_dateline_is_a_place_and_a_date_but_neither_claim_nor_quote() -> None:
    text = "BEIRUT, Nov. 29 (Reuters) — The army left on Friday, Dana Whitlow said."
    reading = read(text)
    assert [text[slice(*c.span)] for c in reading.claims] == [
        "The army left on Friday, Dana Whitlow said."
    ]
    assert [text[slice(*s)] for q in reading.quotes for s in q.content] == [
        "The army left on Friday"
    ]
    assert ("BEIRUT", "Beirut") in facts(text, "place")


def test_an_abbreviation_inside_a_sentence_does_not_cut_it() -> None:
    text = "U.S. Secretary of State Dana Whitlow left. The boats lay in the port. Spokesman Piet Maas wept."
    assert [text[slice(*c.span)] for c in read(text).claims] == [
        "U.S. Secretary of State Dana Whitlow left.",
        "The boats lay in the port.",
        "Spokesman Piet Maas wept.",
    ]


def test_a_common_word_that_opens_the_sentence_is_no_part_of_the_name_after_it() -> None:
    text = "Rebels of the Dawn Front entered Orlen. The rebels won."
    assert facts(text, "name") == [("Dawn Front", "Dawn Front")]
    assert facts(text, "place") == [("Orlen", "Orlen")]


def test_a_people_no_list_holds_stands_apart_from_the_title_after_it() -> None:
    text = "Varenian President Tomas Aldenne left Orlen. “I will return,” Aldenne said."
    assert ("Tomas Aldenne", "Tomas Aldenne") in facts(text, "name")
    assert facts(text, "title") == [("President", "President")]
    assert read(text).quotes[0].speaker.name == "Tomas Aldenne"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("J. D. Varnell and A.J. Thornbury met.", ["J. D. Varnell", "A.J. Thornbury"]),
        (
            "The deal with Joost van der Velde and María de la Cruz fell.",
            ["Joost van der Velde", "María de la Cruz"],
        ),
        ("A stake went to Halden Bros. Ltd.", ["Halden Bros. Ltd."]),
        ("Officers of the Arden County Sheriff’s Office came.", ["Arden County Sheriff’s Office"]),
        ("Whitlow’s Halden Foods paid.", ["Whitlow", "Halden Foods"]),
        ("Fans love Dana “Ice” Whitlow, who won.", ["Dana “Ice” Whitlow"]),
        ("The town loved “Salt” and Dana Whitlow “very much” then.", ["Salt", "Dana Whitlow"]),
        ("Nurses of Doctors Without Borders stayed.", ["Doctors Without Borders"]),
        ("He paid Dana Whitlow (يوسف كريم) twice (again).", ["Dana Whitlow", "يوسف كريم"]),
        ("Vitamin D. Officials said Plan B failed.", ["Vitamin D", "Plan B"]),
    ],
)
def test_a_name_goes_as_far_as_print_says(text: str, names: list[str]) -> None:
    assert [words for words, _ in facts(text, "name")] == names


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The Iran-led talks with Sen. Piet Maas, R-Texas, failed.", ["Iran", "Texas"]),
        ("The Vitamin-D pills and the X-ray were lost.", []),
        ("Boats left Prince Edward Island; Prince Edward Maas did not.", ["Prince Edward Island"]),
        ("The Iranian and Syrian U.N. missions closed.", []),
        ("The Syrian National Army came.", []),
        ("The Belmarian army and the Belmari rebels met in Iran.", ["Iran"]),
    ],
)
def test_places_inside_words_are_facts_and_adjectives_of_peoples_none(
    text: str, places: list[str]
) -> None:
    assert [words for words, _ in facts(text, "place")] == places


def test_police_chief_is_a_title_and_a_towns_police_a_body() -> None:
    assert [words for words, _ in facts("Police Chief Orla Finnegan left.", "title")] == [
        "Police Chief"
    ]
    text = "Tessel Police Chief Orla Finnegan left."
    assert [words for words, _ in facts(text, "title")] == ["Chief"]
    assert facts(text, "name")[0] == ("Tessel Police", "Tessel Police")


def test_a_headline_gives_the_names_of_the_copy_below_it_and_no_other_capitals() -> None:
    text = "Whitlow Quits After Deadly Fire at Orlen Depot\n\nMayor Dana Whitlow left office on Friday."
    assert facts(text, "name")[0] == ("Whitlow", "Dana Whitlow")
    assert not {"Quits", "Deadly", "Deadly Fire", "After"} & {
        words for words, _ in facts(text, "name")
    }


def test_a_sentence_full_of_names_is_no_headline() -> None:
    text = "Prime Minister Sorin Vlaicu and Foreign Minister Ilse Brandt resigned."
    assert [words for words, _ in facts(text, "title")] == ["Prime Minister", "Foreign Minister"]


def speakers(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(q.speaker.name, q.speaker.title, q.speaker.of) for q in read(text).quotes if q.speaker]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Judge Ruth Adeyemi spoke. “No,” the judge said.", ("Ruth Adeyemi", "Judge", None)),
        ("Mayor Dana Whitlow spoke. “No,” the judge said.", ("judge", None, None)),
        ("Orbis Energy closed. The company said it was lost.", ("Orbis Energy", None, None)),
        ("The Ministry of Health closed. The company said it was lost.", ("company", None, None)),
        ("The Ministry of Health closed. A ministry said it was lost.", ("ministry", None, None)),
        (
            "“We regret it,” said Israel’s foreign minister, Noa Peretz.",
            ("Noa Peretz", "Foreign minister", "Israel"),
        ),
    ],
)
def test_a_noun_is_who_it_fits_and_nobody_else(
    text: str, last: tuple[str, str | None, str | None]
) -> None:
    assert speakers(text)[-1] == last


def test_an_unnamed_faction_is_the_one_the_copy_names_later() -> None:
    text = "A coastal militia has vowed to fight. {} holds the port."
    assert (
        speakers(text.format("The Nahar Movement, a militia of 2,000,"))[0][0] == "Nahar Movement"
    )
    assert speakers(text.format("The Nahar Movement, a charity,"))[0][0] == "coastal militia"


def test_missions_that_share_their_head_are_two_parties_for_peoples_no_list_holds_too() -> None:
    ask = read("The Ledger has sought comment from the Karsian and Ostrian U.N. missions.").asks[0]
    assert [party.name for party in ask.parties] == ["Karsian U.N. mission", "Ostrian U.N. mission"]


@pytest.mark.parametrize(
    ("sentence", "name", "title"),
    [
        ("Cllr Dana Moran said the pool would shut.", "Dana Moran", "Cllr"),
        ("Supt Dana Moran said two men were held.", "Dana Moran", "Supt"),
        ("UK Home Secretary Dana Moran said it would pass.", "Dana Moran", "Home Secretary"),
        ("Orbis Energy CEO Dana Moran said sales rose.", "Dana Moran", "CEO"),
        ("Tessel President Dana Moran said she would stay.", "Dana Moran", "President"),
        (
            "Director of Public Prosecutions Dana Moran said it was shut.",
            "Dana Moran",
            "Director of Public Prosecutions",
        ),
        ("U.S. Attorney Dana Moran said it was late.", "Dana Moran", "U.S. Attorney"),
    ],
)
def test_titles_of_any_press_stand_apart_from_the_name(
    sentence: str, name: str, title: str
) -> None:
    assert (name, name) in facts(sentence, "name")
    assert facts(sentence, "title") == [(title, title)]


def test_a_family_name_that_is_a_title_stays_a_name() -> None:
    assert facts("Billie Jean King won.", "name") == [("Billie Jean King", "Billie Jean King")]


def test_a_players_points_are_no_part_of_the_name() -> None:
    assert facts("Dana Moran 18 points.", "name") == [("Dana Moran", "Dana Moran")]


def test_what_a_thing_is_called_in_marks_is_no_place() -> None:
    reading = read("The offensive, named “Iron Road,” was launched on Tuesday along Osk Road.")
    kinds = {reading.text[slice(*fact.span)]: fact.kind for fact in reading.facts}
    assert kinds["Iron Road"] == "name"
    assert kinds["Osk Road"] == "place"
