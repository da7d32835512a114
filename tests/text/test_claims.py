"""What the copy states, and in which order it deserves a check."""

from __future__ import annotations

import pytest

from factcheck.text import MarkedClaim, read
from factcheck.text.claims.finder import find_claims


def claims(text: str) -> dict[str, MarkedClaim]:
    return {text[slice(*claim.span)]: claim for claim in read(text).claims}


def test_every_sentence_that_states_something_is_listed_however_low_its_score() -> None:
    text = "The port was closed on Friday. Nobody knows why. It felt like the end of the world to those who were there."
    assert len(claims(text)) == 3


@pytest.mark.parametrize(
    "text", ["Why was the port closed?", "Please subscribe.", "— — —", "A long night."]
)
def test_questions_orders_and_fragments_state_nothing(text: str) -> None:
    assert claims(text) == {}


def test_a_question_that_the_model_is_sure_of_is_listed() -> None:
    text = "Did he not vote 14 times to raise taxes?"
    (claim,) = find_claims(text, [(0, len(text))], [0.8], [{}], [], [], [])
    assert claim.score == 0.8


def test_a_figure_outranks_a_feeling_and_the_papers_own_asking_comes_last() -> None:
    text = (
        "Unemployment fell to 4.1 percent last year, the lowest since 1969. I think we can all do better. "
        "The Ledger has sought comment from the Harbor Front."
    )
    figure, feeling, asking = (claim.score for claim in read(text).claims)
    assert figure > 0.7 > 0.3 > feeling
    assert asking < 0.2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The budget rose by $2 million.", "money"),
        ("Prices rose 3 percent.", "percent"),
        ("The bridge is 400 km away.", "number"),
        ("It is the largest port of the country.", "superlative"),
        ("The army killed nine men.", "accusation"),
        ("The port will open again.", "prediction"),
        ("Boats are dearer than nets.", "comparison"),
        ("Ana Ruiz said the port was closed.", "quote"),
        ("The boats are red.", "statement"),
    ],
)
def test_a_claim_says_what_makes_it_checkable(text: str, kind: str) -> None:
    (claim,) = claims(text).values()
    assert kind in claim.kinds
