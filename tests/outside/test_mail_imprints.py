"""The figures that an office sets below its letters, and receipts of a few words."""

import tomllib
from pathlib import Path

import pytest

from factcheck.outside.mail.bodies import LetterWords
from factcheck.outside.mail.clauses import own_words
from factcheck.outside.mail.imprints import without_imprint
from factcheck.outside.mail.short_receipts import is_short_receipt
from tests.outside.test_mail_vocabulary import DENIALS

NOTICE = ["I am out of the office until Monday.", ""]
RECEIPTS = Path("factcheck/outside/mail/data/short_receipts.toml")


@pytest.mark.parametrize(
    "block",
    [
        ["Ministry of Works", "Switchboard 1 800 400"],
        ["Norvia S.p.A.", "P.IVA 01234567890", "Capitale sociale 2.500.000,00 i.v."],
        ["ООО «Норвия»", "ИНН 7701234567"],
        ["Stadtwerke Norvia GmbH", "24103 Kiel", "HRB 71.442, Amtsgericht Kiel"],
        ["Office of the Ombudsman", "Tel. ext. 4417"],
    ],
)
def test_an_office_s_own_numbers_are_taken_off(block: list[str]) -> None:
    assert without_imprint([*NOTICE, *block, ""]) == NOTICE


@pytest.mark.parametrize(
    "block",
    [
        ["He resigned in May", "Tel. 01 23 45"],  # no name above the number
        ["Karim Nasser", "The budget was 1.200.000 euros"],  # a figure without a label of the list
        ["Karim Nasser", "Company no. 7214455", "It is closed."],  # a sentence among them
        ["Ministry of Works", "Harbour Road"],  # no figure to take off
        ["Switchboard 1 800 400"],  # no name at all
        ["Ministry of Works", "Switchboard 400 " + "and Annexe " * 9],
        ["Ministry of Works", "Tel. 400", *["Harbour Road"] * 11],
    ],
)
def test_what_may_be_an_answer_stays(block: list[str]) -> None:
    assert without_imprint([*NOTICE, *block]) == [*NOTICE, *block]


def test_a_letter_that_is_nothing_else_keeps_all_of_it() -> None:
    lines = ["Ministry of Works", "Switchboard 1 800 400"]
    assert without_imprint(lines) == lines


@pytest.mark.parametrize(
    "clause", ["Обращение принято.", "Your request was received", "Запит № 44/7 зареєстровано"]
)
def test_two_words_may_say_that_a_letter_came(clause: str) -> None:
    assert is_short_receipt(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "Закон принят.",  # not what a writer sends
        "Обращение отклонено.",  # not that it came
        "Request received?",
        "Request received 14",  # a figure
        "Received",
        "Anfrage received",  # of no one language
        "Your request was received today by Norvia",
    ],
)
def test_what_says_more_or_less_is_no_short_receipt(clause: str) -> None:
    assert not is_short_receipt(clause)


def test_no_word_of_a_short_receipt_denies() -> None:
    table = tomllib.loads(RECEIPTS.read_text(encoding="utf-8"))
    for language, by_kind in table.items():
        words = {word for text in by_kind.values() for word in text.split()}
        assert not words & set(DENIALS.get(language, "").split()), language


@pytest.mark.parametrize("text", ["Kein Vertrag.", "Karim Nasser."])
def test_two_capitals_that_are_all_that_is_said_are_no_signature(text: str) -> None:
    assert own_words(text, LetterWords(())).count == 2
    assert own_words(f"Thank you.\n\n{text}", LetterWords(())).count == 0
