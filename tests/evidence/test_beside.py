"""A claim beside a passage, taken whole: what is flagged and which way it leans."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from benchmarks.compare import macro_f1, side_of
from factcheck.evidence import rules
from factcheck.evidence.rules.beside import voices_in
from factcheck.evidence.rules.compare_dates import bears_out, when
from factcheck.text import read
from factcheck.text.names.gazetteer import lies_in


def beside(claim: str, passage: str, speaker: str = "") -> rules.Beside:
    return rules.set_beside(claim, rules.facts_in(read(claim)), speaker, passage)


def kinds(claim: str, passage: str, speaker: str = "") -> list[str]:
    return [flag.kind for flag in beside(claim, passage, speaker).flags]


@pytest.mark.parametrize(
    ("claim", "passage", "side"),
    [
        (
            "He scored over 20 goals.",
            "In 38 games he scored 24 goals and made seven assists.",
            "supports",
        ),
        (
            "He made more than ten assists.",
            "In 38 games he scored 24 goals and made seven assists.",
            "refutes",
        ),
        ("The rate stood at 5.1%.", "The rate fell from 5.1% to 4.9%.", "refutes"),
        (
            "The film took over $1 billion.",
            "It took $425 million here, for a total of $1.065 billion.",
            "supports",
        ),
        (
            "She won three prizes and was named for nine.",
            "She won 3 prizes and was named for 9.",
            "supports",
        ),
        ("The fine was 1.2 million euros.", "Regulators fined the firm $1.2 million.", "refutes"),
        ("Crime dropped by a fifth.", "Recorded crime fell by 20% in the year.", "supports"),
        ("She was 31 when she won.", "She won in 2014, aged 29.", "refutes"),
        ("It scored 81 out of 100.", "The record had a score of 81.", "supports"),
        ("The peak is over 8,000 feet high.", "The peak (2,310 m) is high.", "refutes"),
        ("It was 104 °F in the shade.", "It was 40 °C in the shade.", "supports"),
        (
            "The museum employs 90 guards.",
            "The office was founded by two brothers in Orlen.",
            "neither",
        ),
    ],
)
def test_a_passage_leans_as_its_values_say(claim: str, passage: str, side: str) -> None:
    assert side_of(beside(claim, passage).leans) == side


@pytest.mark.parametrize(
    ("claim", "passage", "kind"),
    [
        ("The court upheld the appeal.", "The appeal was rejected by the court.", "opposite"),
        ("Unemployment rose in March.", "Unemployment fell in March.", "opposite"),
        ("The court rejected the appeal.", "The court did not reject the appeal.", "negation"),
        (
            "The vaccine causes the illness.",
            "There is no evidence that the vaccine causes the illness.",
            "negation",
        ),
        ("All of the members backed it.", "Of the 40 members, 22 backed it.", "share"),
        ("None of the hostages were freed.", "Four of the seven hostages were freed.", "share"),
        ("Most of the members backed it.", "Only 12 of the 40 members backed it.", "share"),
        ("It was the club's 31st season.", "It was the club's 30th season.", "rank"),
        ("They finished sixth.", "They finished the season fourth.", "rank"),
        (
            "Piet Roos succeeded Anna Veld.",
            "Veld was elected mayor, succeeding Piet Roos.",
            "roles",
        ),
        ("The strike hit the depot.", "The strike may have hit the depot.", "hedged"),
    ],
)
def test_what_turns_a_passage_round_is_flagged_with_its_reason(
    claim: str, passage: str, kind: str
) -> None:
    (flag,) = [f for f in beside(claim, passage).flags if f.kind == kind]
    assert flag.why
    # The hedge alone speaks for neither side.
    assert beside(claim, passage).leans < 0 or kind == "hedged"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The minister denied the report.", "The minister denied the report on Monday."),
        ("The army was not behind it.", "The army denied that it was behind it."),
        ("No fewer than 40 people came.", "At least 40 people came."),
        ("Unemployment did not fall.", "Unemployment rose."),
        ("Roos was succeeded by Veld.", "Veld succeeded Roos."),
        ("All of the members backed it.", "All 40 of the 40 members backed it."),
        ("They finished fourth.", "They finished the season fourth."),
    ],
)
def test_the_same_in_other_words_is_not_flagged(claim: str, passage: str) -> None:
    assert set(kinds(claim, passage)) <= {"speaker"}


def test_another_voice_in_the_source_is_flagged() -> None:
    passage = "“We hit the depot at dawn and every truck in it burned,” Maren Holt said."
    assert [v.name for v in voices_in(read(passage))] == ["Maren Holt"]
    assert "speaker" in kinds("The depot was hit.", passage, speaker="Dov Kern")
    assert "speaker" in kinds("The depot was hit.", passage)
    assert "speaker" not in kinds("The depot was hit.", passage, speaker="Holt")


def test_a_few_quoted_words_make_no_other_voice() -> None:
    passage = (
        f"“It burned,” Maren Holt said. {'The depot was hit at dawn and the road was closed. ' * 4}"
    )
    assert "speaker" not in kinds("The depot was hit.", passage)


def test_a_number_that_bears_out_one_figure_contradicts_no_other() -> None:
    claim = "The party won 34 seats and lost five."
    assert beside(claim, "The party won 34 seats and lost five seats.").flags == ()


def test_places_lie_in_places() -> None:
    assert lies_in("Aleppo", "Syria")
    assert lies_in("Brooklyn", "U.S.")
    assert not lies_in("Syria", "Aleppo")
    assert not lies_in("Aleppo", "Aleppo")
    claim = "Fighting went on in Syria."
    (place,) = beside(claim, "Fighting went on in Aleppo.").compared
    assert (place.outcome, place.why) == ("same", "Aleppo is in Syria")
    assert (
        beside("Fighting went on in Aleppo.", "Fighting went on in Syria.").compared[0].outcome
        == "not mentioned"
    )


@pytest.mark.parametrize(
    ("copy", "source", "fits"),
    [
        (("2017", "before "), ("2016-01", ""), True),
        (("2017", "before "), ("2017-05", ""), False),
        (("2015", "after "), ("2016", ""), True),
        (("2015", "after "), ("2014", ""), False),
        (("2020-03-15", "by "), ("2020-03-10", ""), True),
        (("2020-03-15", "by "), ("2020-03-20", ""), False),
        (("2020-03-15", "by "), ("2020-03-15", "by "), True),
        (("2020-03-10", "by "), ("2020-03-15", "by "), False),
        (("T17:00", ""), ("2020-03-15T17:00", ""), True),
        (("T17:00", ""), ("T18:00", ""), False),
        (("2020-03", "before "), ("2020", ""), None),
        (("1990/1999", ""), ("1996-11-21", ""), True),
    ],
)
def test_a_date_bears_out_what_was_before_by_or_after_it(
    copy: tuple[str, str], source: tuple[str, str], fits: bool | None
) -> None:
    mine, theirs = (when(value, value, before) for value, before in (copy, source))
    assert mine is not None
    assert theirs is not None
    assert bears_out(mine, theirs) is fits


@pytest.mark.parametrize(
    ("words", "value", "fits"),
    [
        ("9 August", "2014-08-09", True),
        ("August 19", "2014-08-09", False),
        ("August", "2014-08-09", True),
    ],
)
def test_a_day_without_a_year_meets_that_day_of_any_year(
    words: str, value: str, fits: bool
) -> None:
    mine, theirs = when(None, words), when(value, value)
    assert mine is not None
    assert theirs is not None
    assert bears_out(mine, theirs) is fits


def test_a_weekday_of_an_unknown_week_is_never_the_same_day() -> None:
    (friday,) = beside(
        "The talks begin on Friday.", "The talks begin on Friday, an official said."
    ).compared
    assert friday.outcome == "not mentioned"


def test_words_that_are_no_date_are_none() -> None:
    assert when(None, "soon") is None
    assert when(None, "31 February") is None
    assert when("2024-13", "2024-13") is None


def test_the_command_answers_each_line_and_says_what_is_wrong_with_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [
        {"id": 7, "claim": "About 3,000 rebels came on Friday.", "passage": "On 29 November 2,987 rebels came.",
         "published": "2024-11-30"},
        {"claim": "No passage."},
    ]  # fmt: skip
    out = io.BytesIO()
    monkeypatch.setattr(
        sys,
        "stdin",
        SimpleNamespace(buffer=io.BytesIO(b"\n".join(json.dumps(x).encode() for x in lines))),
    )
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    with pytest.raises(SystemExit):
        call_command("compare", "--jsonl")
    answer, wrong = (json.loads(line) for line in out.getvalue().splitlines())
    assert [(f["kind"], f["value"], f["agrees"]) for f in answer["facts"]] == [
        ("number", "3000", True),
        ("date", "2024-11-29", True),
    ]
    assert answer["id"] == 7
    assert answer["leans"] > 0
    assert "passage" in wrong["error"]


def test_macro_f1_is_the_mean_of_both_sides() -> None:
    gold = ["supports"] * 4 + ["refutes"] * 2
    found = ["supports"] * 3 + ["neither"] + ["refutes"] * 2
    assert macro_f1(gold, found) == pytest.approx((6 / 7 + 1) / 2)
