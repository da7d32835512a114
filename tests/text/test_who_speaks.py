"""Made-up copy: whom a description, a pronoun or a document stands for."""

from __future__ import annotations

import pytest

from factcheck.text import read


def speakers(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in read(text).quotes]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is over,” said a spokesman in Kabul, Qudrat Sabir.", "Qudrat Sabir"),
        ("The Oba’s secretary, Chief Dele Ogun, said the court was shut.", "Dele Ogun"),
        ("“It rained,” said the woman beside me, a nurse called Jean.", "Jean"),
        ("Clinic and advocacy manager Mary Tansley said the beds were full.", "Mary Tansley"),
        ("A spokesperson for the Harbor Front said it was delighted.", "Harbor Front"),
        (
            "A builder has denied fraud. “I did nothing,” the builder said.\n\n"
            "Robert Olin, 58, appeared in court.",
            "Robert Olin",
        ),
    ],
)
def test_a_description_stands_for_the_name_beside_it(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_a_statement_speaks_for_the_last_speaker() -> None:
    text = "Robert Olin said the dam held. The statement said no water was lost."
    assert speakers(text) == ["Robert Olin", "Robert Olin"]


def test_a_firm_may_be_called_by_its_first_word() -> None:
    text = "Halden Foods closed its plant in May. Halden said the loss was too great."
    assert speakers(text) == ["Halden Foods"]


def test_one_line_in_capitals_before_a_colon_is_a_dateline() -> None:
    text = "TESSEL: Seven men were killed in the delta on Sunday, the army said."
    assert "TESSEL" not in speakers(text)


def test_a_body_with_fields_in_its_name_is_one_name() -> None:
    names = [fact.value for fact in read("He cited the Survey on Drug Use and Health.").facts]
    assert names == ["Survey on Drug Use and Health"]
