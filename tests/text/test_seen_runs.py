"""What the model alone sees: who is accused, who was asked. Its labels are made by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from factcheck.text import Reading, read
from factcheck.text.asks.seen import with_seen
from factcheck.text.claims.check_worthiness import KINDS, chances_of
from factcheck.text.language.tokens import Tokens
from factcheck.text.model.network import ACCUSED, ASKED, POINT, Seen
from factcheck.text.model.network import KINDS as KIND_COLUMNS
from factcheck.text.model.runs import spans_of
from factcheck.text.names.coreference import People
from factcheck.text.names.entities import find_entities
from factcheck.text.names.finder import find_mentions
from factcheck.text.quotes.accusations import find_accusations
from factcheck.text.reading import MarkedAsk, MarkedClaim


def seen(text: str, words: str, columns: slice, *, sure: float = 8.0) -> Seen:
    """A window with a piece a word, of which `words` are labelled as one run."""
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    start = text.index(words)
    inside = [n for n, (a, _) in enumerate(spans) if start <= a < start + len(words)]
    tags = np.zeros((len(spans), KIND_COLUMNS.stop), dtype=np.float32)
    tags[:, columns.start] = 4
    tags[inside, columns.start + 2] = sure
    tags[inside[0], columns.start : columns.stop] = (4, sure, 0)
    return Seen(spans, tags, np.zeros((len(spans) + 2, 4 * POINT), dtype=np.float16))


def people_of(text: str) -> People:
    tokens, sentences = Tokens(text), [(0, len(text))]
    return People(tokens, find_mentions(tokens, sentences, find_entities(text, [])), sentences)


def asks_of(text: str, window: Seen, known: tuple[MarkedAsk, ...] = ()) -> list[MarkedAsk]:
    return list(with_seen(text, [(0, len(text))], known, [window], people_of(text)))


def test_a_run_of_which_the_model_is_not_sure_is_left_out() -> None:
    text = "The works of Halden Rail had been shut"
    sure, unsure = (seen(text, "Halden Rail", ACCUSED, sure=weight) for weight in (8.0, 4.2))

    assert [text[slice(*span)] for span in spans_of([sure], ACCUSED, surer_than=0.6)] == [
        "Halden Rail"
    ]
    assert spans_of([unsure], ACCUSED, surer_than=0.6) == []


def test_who_the_model_sees_accused_is_accused_in_their_clause() -> None:
    text = "It rained. Under Halden Rail the books were never kept; nobody spoke."

    [accusation] = find_accusations(Reading(text), None, [seen(text, "Halden Rail", ACCUSED)])

    assert accusation.name == "Halden Rail"
    assert text[slice(*accusation.span)] == "Under Halden Rail the books were never kept"


def test_what_a_rule_found_is_not_accused_twice() -> None:
    text = "She accused Halden Rail of fraud."
    [by_rule] = find_accusations(Reading(text))

    assert find_accusations(Reading(text), None, [seen(text, "Rail", ACCUSED)]) == (by_rule,)


def test_nobody_in_particular_and_furniture_are_not_accused_by_the_model() -> None:
    text = "Drivers of lorries broke the rule."

    assert find_accusations(Reading(text), None, [seen(text, "Drivers of lorries", ACCUSED)]) == ()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Halden Rail never did get back to the desk.", "no-response"),
        ("Halden Rail would not be drawn on the sums.", "declined"),
        ("Nobody could find a number at which Halden Rail is not unreachable.", "unreachable"),
        ("Halden Rail pointed the desk to its accounts, and denied a loss.", "replied"),
    ],
)
def test_an_ask_that_the_model_sees_has_the_outcome_that_its_words_tell(
    text: str, outcome: str
) -> None:
    [ask] = asks_of(text, seen(text, "Halden Rail", ASKED))

    assert (ask.outcome, [party.name for party in ask.parties]) == (outcome, ["Halden Rail"])


def test_a_sentence_that_does_not_tell_what_came_of_it_is_no_ask() -> None:
    text = "A list of points went to Halden Rail at noon."

    assert asks_of(text, seen(text, "Halden Rail", ASKED)) == []


def test_a_sentence_whose_asking_a_rule_knows_gets_no_second_ask() -> None:
    text = "Halden Rail declined to comment."
    known = MarkedAsk((0, len(text)), "declined", ())

    assert asks_of(text, seen(text, "Halden Rail", ASKED), (known,)) == [known]


def test_a_claim_needs_what_it_likely_holds_the_likeliest_first() -> None:
    claim = MarkedClaim((0, 1), (), 0.9, {"event": 0.81, "quantity": 0.9, "cause": 0.79})

    assert claim.needs == ("quantity", "event")


def test_every_sentence_has_a_chance_for_every_kind() -> None:
    assert chances_of([(0, 5)], []) == [dict.fromkeys(KINDS, 0.0)]
    reading = read("The bridge cost 4 million dollars. Boats are red.")

    assert all(tuple(claim.chances) == KINDS for claim in reading.claims)
    assert all(0 <= chance <= 1 for c in reading.claims for chance in c.chances.values())


def test_an_item_has_the_kinds_and_the_score_of_its_claims() -> None:
    reading = read("The bridge cost 4 million dollars, Dana Whitlow said. Boats are red.")

    for item in reading.items:
        inside = [reading.claims[n] for n in item.claims]
        assert item.score == max((claim.score for claim in inside), default=0.0)
        assert set(item.kinds) == {kind for claim in inside for kind in claim.needs}
