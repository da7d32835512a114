"""Made-up copy: who was asked for comment, and what came of it."""

from __future__ import annotations

import pytest

from factcheck.text import MarkedAsk, read


def asks(text: str) -> tuple[MarkedAsk, ...]:
    return read(text).asks


def names(ask: MarkedAsk) -> list[str]:
    return [party.name for party in ask.parties]


@pytest.mark.parametrize(
    ("sentence", "outcome", "parties"),
    [
        (
            "The Ledger has sought comment from the Belmar Port Authority.",
            "sought",
            ["Belmar Port Authority"],
        ),
        (
            "The Ledger has contacted the Interior Ministry for comment.",
            "sought",
            ["Interior Ministry"],
        ),
        ("The Ledger approached Dana Whitlow for comment on Monday.", "sought", ["Dana Whitlow"]),
        (
            "We have reached out to Orbis Energy and the Harbor Union for comment.",
            "sought",
            ["Orbis Energy", "Harbor Union"],
        ),
        (
            "The Ledger asked the Kremlin, the White House and NATO for comment.",
            "sought",
            ["Kremlin", "White House", "NATO"],
        ),
        ("The Ledger has reached out to the governor's office.", "sought", ["governor's office"]),
        (
            "The Ledger emailed the Polish and Czech embassies for comment.",
            "sought",
            ["Polish embassy", "Czech embassy"],
        ),
        (
            "Comment has been sought from the Ministry of Health and Social Protection.",
            "sought",
            ["Ministry of Health and Social Protection"],
        ),
        ("A request for comment was sent to Orbis Energy on Tuesday.", "sought", ["Orbis Energy"]),
        ("Orbis Energy has been contacted for comment.", "sought", ["Orbis Energy"]),
        (
            "Orbis Energy and the mayor's office were approached for comment.",
            "sought",
            ["Orbis Energy", "mayor's office"],
        ),
        ("The Ledger is seeking comment from Orbis Energy.", "sought", ["Orbis Energy"]),
        (
            "The Ledger sent questions to Orbis Energy and its owner, Halden Group.",
            "sought",
            ["Orbis Energy", "Halden Group"],
        ),
        ("Orbis Energy did not respond to a request for comment.", "no-response", ["Orbis Energy"]),
        (
            "Orbis Energy did not immediately respond to The Ledger’s request for comment.",
            "no-response",
            ["Orbis Energy"],
        ),
        ("Orbis Energy didn’t reply to emailed questions.", "no-response", ["Orbis Energy"]),
        (
            "Neither Orbis Energy nor the Harbor Union responded to requests for comment.",
            "no-response",
            ["Orbis Energy", "Harbor Union"],
        ),
        ("Orbis Energy has not yet responded to repeated calls.", "no-response", ["Orbis Energy"]),
        (
            "The Finance Ministry did not return calls seeking comment.",
            "no-response",
            ["Finance Ministry"],
        ),
        ("The Israeli military had no immediate comment.", "no-response", ["Israeli military"]),
        ("There was no immediate comment from the army.", "no-response", ["army"]),
        (
            "Requests for comment to the Belmar police were not returned.",
            "no-response",
            ["Belmar police"],
        ),
        (
            "Messages left with Orbis Energy were not immediately returned.",
            "no-response",
            ["Orbis Energy"],
        ),
        ("Emails to the Coast Guard went unanswered.", "no-response", ["Coast Guard"]),
        (
            "The British, French and German embassies did not respond to requests for comment.",
            "no-response",
            ["British embassy", "French embassy", "German embassy"],
        ),
        (
            "Spokespeople for Orbis Energy and Halden Group did not respond to emails.",
            "no-response",
            ["Orbis Energy", "Halden Group"],
        ),
        (
            "The Syrian government did not immediately comment.",
            "no-response",
            ["Syrian government"],
        ),
        ("Orbis Energy has yet to respond.", "no-response", ["Orbis Energy"]),
        (
            "No response had been received from Orbis Energy by publication.",
            "no-response",
            ["Orbis Energy"],
        ),
        ("Orbis Energy declined to comment.", "declined", ["Orbis Energy"]),
        ("A spokesperson for the IDF declined to comment.", "declined", ["IDF"]),
        (
            "An Orbis Energy spokeswoman declined to comment on the lawsuit.",
            "declined",
            ["Orbis Energy"],
        ),
        (
            "The White House and Pentagon spokesmen declined to comment.",
            "declined",
            ["White House", "Pentagon"],
        ),
        ("Orbis Energy refused to comment.", "declined", ["Orbis Energy"]),
        (
            "Dana Whitlow, a spokesperson for the bank, declined to comment.",
            "declined",
            ["Dana Whitlow"],
        ),
        ("The company said it would not comment.", "declined", ["company"]),
        (
            "Dana Whitlow, who declined to be interviewed, left in May.",
            "declined",
            ["Dana Whitlow"],
        ),
        (
            "Lawyers for Dana Whitlow and Piet Maas declined to comment.",
            "declined",
            ["Lawyers for Dana Whitlow", "Lawyers for Piet Maas"],
        ),
        ("Dana Whitlow could not be reached for comment.", "unreachable", ["Dana Whitlow"]),
        ("Dana Whitlow could not immediately be reached.", "unreachable", ["Dana Whitlow"]),
        ("Dana Whitlow was not available for comment.", "unreachable", ["Dana Whitlow"]),
        ("Dana Whitlow was unavailable for comment.", "unreachable", ["Dana Whitlow"]),
        (
            "The Ledger was unable to reach Dana Whitlow for comment.",
            "unreachable",
            ["Dana Whitlow"],
        ),
        ("Attempts to reach Dana Whitlow were unsuccessful.", "unreachable", ["Dana Whitlow"]),
        (
            "The Defense Ministry referred questions to the prime minister’s office.",
            "referred",
            ["Defense Ministry"],
        ),
        ("The army referred The Ledger's queries to the government.", "referred", ["army"]),
        (
            "Orbis Energy did not respond Wednesday to a reporter’s request for comment.",
            "no-response",
            ["Orbis Energy"],
        ),
        ("Whitlow's lawyer, Ana Ruiz, declined to comment.", "declined", ["Ana Ruiz"]),
        (
            "Ana Ruiz, who has run the bank since 2011, declined to comment.",
            "declined",
            ["Ana Ruiz"],
        ),
        (
            "The mayor has been silent, and his aides referred requests for comment to the council.",
            "referred",
            ["his aides"],
        ),
        (
            "Orbis Energy’s owner has also declined to comment.",
            "declined",
            ["Orbis Energy’s owner"],
        ),
        (
            "The Whitlow and Maas campaigns declined to comment.",
            "declined",
            ["Whitlow campaign", "Maas campaign"],
        ),
        (
            "An Orbis spokesman said the company does not comment on lawsuits.",
            "declined",
            ["Orbis"],
        ),
        ("Asked for comment, Orbis Energy said it would appeal.", "replied", ["Orbis Energy"]),
        (
            "In response to a request for comment, Dana Whitlow said the claims were false.",
            "replied",
            ["Dana Whitlow"],
        ),
    ],
)
def test_an_ask_names_its_outcome_and_each_party(
    sentence: str, outcome: str, parties: list[str]
) -> None:
    (ask,) = asks(sentence)
    assert (ask.outcome, names(ask)) == (outcome, parties)


def test_a_list_with_a_shared_head_is_taken_apart_and_groups_are_told() -> None:
    text = (
        "The Ledger has sought comments from Ansar, Omani and Qatari U.N. missions, the Yemeni government, the "
        "Coast Guard, U.S. officials, and others regarding these talks."
    )
    (ask,) = asks(text)
    assert [(p.name, p.group) for p in ask.parties] == [
        ("Ansar", False),
        ("Omani U.N. mission", False),
        ("Qatari U.N. mission", False),
        ("Yemeni government", False),
        ("Coast Guard", False),
        ("U.S. officials", True),
        ("others", True),
    ]
    assert [text[slice(*p.span)] for p in ask.parties][:3] == [
        "Ansar",
        "Omani",
        "Qatari U.N. missions",
    ]
    assert text[slice(*ask.span)] == text


def test_a_sentence_with_two_outcomes_is_two_asks() -> None:
    text = "Orbis Energy declined to comment, while the Harbor Union did not respond to calls."
    assert [(a.outcome, names(a)) for a in asks(text)] == [
        ("declined", ["Orbis Energy"]),
        ("no-response", ["Harbor Union"]),
    ]


def test_a_surname_and_a_pronoun_stand_for_the_person_named_before() -> None:
    text = "Dana Whitlow ran the bank until May. Whitlow did not respond to a request for comment.\nShe declined to comment again."
    assert [names(a) for a in asks(text)] == [["Dana Whitlow"], ["Dana Whitlow"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Orbis Energy denied that it had dumped the waste.",
        "The army did not respond to the rocket fire for two days.",
        "“They never asked me for comment,” she said.",
        "The minister declined the invitation to the wedding.",
        "Readers can comment below the article.",
        "The bill was referred to a committee.",
        "The party reached out to young voters with a new song.",
        "Rescuers reached the village on Friday.",
        "Before the attacks, requests were made to the embassy for added security.",
        "Party leaders asked how rivals had approached his unusual candidacy.",
        "Asked by a viewer to respond to the claim, Whitlow said it was false.",
        "She mocked anyone who doesn't answer questions.",
        "The judge asked the jury for patience.",
    ],
)
def test_a_denial_or_another_use_of_the_words_is_no_ask(sentence: str) -> None:
    assert asks(sentence) == ()


def test_furniture_never_asks() -> None:
    assert asks("Total Comments: 0\nRead more: Orbis Energy declined to comment\n") == ()


def test_the_company_stands_for_the_firm_named_before_and_not_for_a_person() -> None:
    (ask,) = asks("Petrel Capital bought the mine in May. The company declined to comment.")
    assert names(ask) == ["Petrel Capital"]
    (ask,) = asks("Dana Whitlow left in May. The company declined to comment.")
    assert names(ask) == ["company"]


def test_an_office_before_a_name_is_no_part_of_it_but_a_body_after_its_leader_is() -> None:
    (ask,) = asks("Neither Chief Inspector Ola Brandt nor the police responded to emails.")
    assert names(ask) == ["Ola Brandt", "police"]
    (ask,) = asks("The campaign of Dana Whitlow declined to comment.")
    assert names(ask) == ["campaign of Dana Whitlow"]


def test_clauses_joined_by_and_are_asks_of_their_own_and_a_shared_subject_is_kept() -> None:
    text = "The Harbor Union did not respond to calls, and the Iraqi mission declined to comment."
    assert [(a.outcome, names(a)) for a in asks(text)] == [
        ("no-response", ["Harbor Union"]),
        ("declined", ["Iraqi mission"]),
    ]
    text = "The Harbor Union told the Courier it was aware of the leak but did not respond to further questions."
    assert [(a.outcome, names(a)) for a in asks(text)] == [("no-response", ["Harbor Union"])]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("The landlord did not answer letters from the Courier.", 1),
        ("The landlord did not answer letters from the mayor.", 0),
        ("Residents said the landlord did not answer letters about the damp.", 0),
        ("The ship did not answer radio calls for six hours.", 0),
        ("Orbis Energy did not respond to calls for comment.", 1),
        ("Orbis Energy did not respond to calls for a refund.", 0),
        ("Dana Whitlow refused to answer questions from reporters.", 1),
        ("Dana Whitlow refused to answer questions from the committee.", 0),
    ],
)
def test_letters_calls_and_questions_are_asks_only_where_they_are_a_reporters(
    sentence: str, count: int
) -> None:
    assert len(asks(sentence)) == count


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("The Courier has contacted the council for comment.", 1),
        ("Her brother said he had asked the school for comment years ago.", 0),
        ("The two governments have sought a response to the drought from the World Bank.", 0),
        ("He asked the court for a comment period of 60 days.", 0),
        ("The Courier has contacted the council.", 1),
        ("The ministry has contacted the council.", 0),
    ],
)
def test_whoever_asks_must_be_a_newsroom(sentence: str, count: int) -> None:
    assert len(asks(sentence)) == count


def test_no_comment_in_quotation_marks_is_declined_by_who_says_it() -> None:
    (ask,) = asks("“No comment,” said Piers Maddox, the club's chairman.")
    assert (ask.outcome, names(ask)) == ("declined", ["Piers Maddox"])
    assert asks("“They never gave a comment,” said Piers Maddox, the club's chairman.") == ()


def test_requests_that_nobody_answered_are_an_ask_of_nobody_named() -> None:
    (ask,) = asks("Requests for comment were not returned.")
    assert (ask.outcome, ask.parties) == ("no-response", ())
    assert asks("Requests for help were not returned.") == ()


def test_one_party_that_declined_and_another_that_answered_are_two_asks() -> None:
    text = "The Ostrian mission declined to comment; the Sable Movement and the port authority responded to questions."
    assert [(ask.outcome, [party.name for party in ask.parties]) for ask in read(text).asks] == [
        ("declined", ["Ostrian mission"]),
        ("replied", ["Sable Movement", "port authority"]),
    ]


@pytest.mark.parametrize(
    ("sentence", "outcome", "parties"),
    [
        ("Dana Moran said she couldn’t comment on the case.", "declined", ["Dana Moran"]),
        ("The port authority did not provide us with details.", "no-response", ["port authority"]),
        ("Halden Rail did not provide further information.", "no-response", ["Halden Rail"]),
        ("She asked for calm, saying she could not comment further.", "declined", ["she"]),
        (
            "While Ana Ruiz wants a ban, coach Dana Moran, who had seen it, did not want to comment.",
            "declined",
            ["Dana Moran"],
        ),
    ],
)
def test_a_refusal_in_other_words_is_an_ask_of_whom_it_names(
    sentence: str, outcome: str, parties: list[str]
) -> None:
    [ask] = asks(sentence)
    assert (ask.outcome, names(ask)) == (outcome, parties)


def test_what_is_told_of_those_named_is_no_part_of_a_party() -> None:
    [ask] = asks("We have contacted major drone manufacturers Orbis and Kestrel for comment.")
    assert names(ask) == ["Orbis", "Kestrel"]


@pytest.mark.parametrize(
    ("sentence", "outcome", "parties"),
    [
        (
            "The rail board, which built the bank, did not get back to me.",
            "no-response",
            ["rail board"],
        ),
        (
            "Efforts to reach the match commissioner proved abortive.",
            "unreachable",
            ["match commissioner"],
        ),
        ("When contacted, Supt Musa Bello said it was quiet.", "replied", ["Musa Bello"]),
        ("There was no immediate comment from Osk, and we were not able to check.", None, ["Osk"]),
        ("Editor's note: A ministry spokesperson declined to comment.", "declined", ["ministry"]),
        ("HOST: We did invite Mr Osk on.", "sought", ["Mr Osk"]),
        ("Lena Osk would say only that it was late.", "replied", ["Lena Osk"]),
        ("The unit chief, who was present, did not take questions.", "declined", ["unit chief"]),
        (
            "The buyer, Larkspur Partners, did not return calls.",
            "no-response",
            ["Larkspur Partners"],
        ),
        (
            "Neither Osk’s office nor Hestia, the Tarn fund which owns a third, responded to questions.",
            "no-response",
            ["Osk’s office", "Hestia"],
        ),
        (
            "When contacted, the spokesman for the 8 Division, Lt Musa Bello, promised to call back.",
            "replied",
            ["8 Division"],
        ),
        (
            "Our correspondent’s efforts to get Chief Bello’s reaction proved abortive.",
            "unreachable",
            ["Chief Bello"],
        ),
        (
            "Repeated calls to the candidate’s election agent went unanswered.",
            "no-response",
            ["candidate’s election agent"],
        ),
        ("Calls to Mayor Ana Osk’s cellphone went unanswered.", "no-response", ["Ana Osk"]),
        (
            "A message left for Brigadier Osk at his riding club got no answer.",
            "no-response",
            ["Brigadier Osk"],
        ),
        (
            "Sought for comment, Mayor Marites Sy texted that it was late.",
            "replied",
            ["Marites Sy"],
        ),
        (
            "The school director did not pick calls or respond to text messages.",
            "no-response",
            ["school director"],
        ),
        ("The coroner would neither confirm nor deny it.", "declined", ["coroner"]),
        ("The clerk’s office said by email that it was lost.", "replied", ["clerk’s office"]),
        (
            "A spokeswoman for Bexhall Rovers said the club “does not comment on speculation”.",
            "declined",
            ["Bexhall Rovers"],
        ),
        ("The bank declined again on Friday to discuss it.", "declined", ["bank"]),
        (
            "Devon and Cornwall Police declined to comment.",
            "declined",
            ["Devon and Cornwall Police"],
        ),
        (
            "The bank declined to comment, as did the trade ministry.",
            "declined",
            ["bank", "trade ministry"],
        ),
    ],
)
def test_an_ask_in_the_words_of_other_papers(
    sentence: str, outcome: str | None, parties: list[str]
) -> None:
    [ask] = asks(sentence)

    assert outcome in (None, ask.outcome)
    assert names(ask) == parties


def test_a_sentence_may_only_say_of_whom_the_last_ask_holds_too() -> None:
    first, second = asks("The league did not respond to our questions. Neither did Dana Kuhlmann.")

    assert names(first) == ["league"]
    assert (second.outcome, names(second)) == ("no-response", ["Dana Kuhlmann"])
    assert asks("The mayor did not sign the bill. Neither did the governor.") == ()
    assert len(asks("We asked the bank for comment on Monday. So did the police.")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Residents were invited to comment on the draft plan by 30 April.",
        "Residents’ calls to the council went unanswered, they said.",
        "The suspect’s phone was switched off at noon.",
    ],
)
def test_what_others_ask_and_a_silent_phone_are_no_ask_of_the_papers(sentence: str) -> None:
    assert asks(sentence) == ()


def test_a_short_last_word_ends_the_sentence_before_the_ask() -> None:
    [ask] = asks(
        "Osk has denied doing so. Its government spokesperson was not available for comment."
    )

    assert names(ask) == ["government"]


@pytest.mark.parametrize(
    ("sentence", "outcome", "parties"),
    [
        ("The Belmar army declined to give a toll.", "declined", ["Belmar army"]),
        ("Dana Whitlow refused to disclose what it cost.", "declined", ["Dana Whitlow"]),
        ("Orbis Energy said it would be inappropriate to comment.", "declined", ["Orbis Energy"]),
        (
            "When contacted, the officer in charge of Tessel, Chief Dele Ogun, said it was calm.",
            "replied",
            ["Dele Ogun"],
        ),
    ],
)
def test_askings_of_many_papers_are_told(sentence: str, outcome: str, parties: list[str]) -> None:
    [ask] = asks(sentence)
    assert (ask.outcome, names(ask)) == (outcome, parties)


def test_a_narrator_whose_texts_a_stranger_left_unanswered_asked_nobody() -> None:
    assert asks("Another waitress who knows me didn’t answer the texts I sent her.") == ()
