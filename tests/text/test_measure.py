"""Scores against what people marked: quotes word by word, and sentences worth a check."""

from __future__ import annotations

import pytest

from benchmarks import reading
from benchmarks.peers import PEER
from benchmarks.scores_quotes import (
    KINDS,
    QuoteScores,
    ScoredQuote,
    average_precision,
    best_f1,
    line_scores,
    mean_average_precision,
    quote_scores,
    said_by_hand,
    said_in,
)
from factcheck.text import read
from factcheck.text.reading import MarkedClaim

TEXT = "The mayor of Belmar said the dam would hold. “We leave at dawn,” said Karim. Weiss said it was “final” now."


def spans(*parts: str) -> list[tuple[int, int]]:
    return [(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]


DAM = ScoredQuote(spans("the dam would hold"), spans("The mayor of Belmar"))
DAWN = ScoredQuote(spans("We leave at dawn"), spans("Karim"))
FINAL = ScoredQuote(spans("it was “final” now"), spans("Weiss"))


def scored(gold: list[ScoredQuote], found: list[ScoredQuote]) -> dict[str, QuoteScores]:
    return quote_scores([(TEXT, gold, found)])


def test_the_same_quotes_score_one_in_every_kind() -> None:
    scores = scored([DAM, DAWN, FINAL], [DAM, DAWN, FINAL])
    assert [scores[kind].gold for kind in KINDS] == [3, 1, 1, 1]
    for one in scores.values():
        assert (one.strict.f1, one.overlap.f1, one.source, one.joint.f1) == (1.0, 1.0, 1.0, 1.0)


def test_marks_and_spaces_around_the_words_do_not_count() -> None:
    assert (
        scored([DAWN], [ScoredQuote(spans("“We leave at dawn,” "), DAWN.source)])[
            "direct"
        ].strict.f1
        == 1.0
    )


@pytest.mark.parametrize(
    ("part", "overlap"), [("dam would hold", 1.0), ("the dam", 1.0), ("hold", 0.0)]
)
def test_half_of_the_words_are_overlap_but_only_all_are_strict(part: str, overlap: float) -> None:
    one = scored([DAM], [ScoredQuote(spans(part), DAM.source)])["indirect"]
    assert (one.strict.f1, one.overlap.f1, one.joint.f1) == (0.0, overlap, overlap)


def test_two_halves_do_not_both_count_for_one_quote() -> None:
    halves = [
        ScoredQuote(spans("the dam"), DAM.source),
        ScoredQuote(spans("would hold"), DAM.source),
    ]
    one = scored([DAM], halves)["all"]
    assert (one.overlap.precision, one.overlap.recall) == (0.5, 1.0)


def test_one_found_quote_does_not_answer_two() -> None:
    one = scored([DAM, ScoredQuote(spans("dam would hold"), DAM.source)], [DAM])["all"]
    assert (one.overlap.precision, one.overlap.recall) == (1.0, 0.5)


def test_the_greatest_overlap_is_paired_first() -> None:
    half = ScoredQuote(spans("the dam"), spans("Karim"))
    for found in ([half, DAM], [DAM, half]):
        assert scored([DAM], found)["all"].joint.recall == 1.0


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("mayor", 1.0),
        ("The mayor", 1.0),
        ("Belmar", 0.0),
        ("of Belmar said", 1.0),
        ("Karim", 0.0),
        (None, 0.0),
    ],
)
def test_a_source_is_right_by_its_head_word_or_by_half_of_its_words(
    source: str | None, right: float
) -> None:
    one = scored([DAM], [ScoredQuote(DAM.content, spans(source) if source else ())])["all"]
    assert (one.source, one.joint.f1, one.overlap.f1) == (right, right, 1.0)


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        (["Ana Weiss, mayor of Orlen Falls"], "Weiss", 1.0),
        (["Ana Weiss, mayor of Orlen Falls"], "mayor", 0.0),
        (["Ana", "mayor of Orlen Falls"], "Ana", 1.0),
        (["Ana", "mayor of Orlen Falls"], "mayor", 0.0),
    ],
)
def test_the_head_of_a_source_ends_at_a_comma_and_at_a_gap(
    gold: list[str], found: str, right: float
) -> None:
    text = "Ana Weiss, mayor of Orlen Falls, said it held. Ana Weiss mayor of Orlen Falls"
    held = [(text.index("it held"), text.index("it held") + 7)]
    # Behind the full stop the words stand without commas, so that the gap alone parts them.
    after = text.index("held.") if len(gold) > 1 else 0

    def places(*parts: str) -> list[tuple[int, int]]:
        return [(text.index(part, after), text.index(part, after) + len(part)) for part in parts]

    one = quote_scores(
        [(text, [ScoredQuote(held, places(*gold))], [ScoredQuote(held, places(found))])]
    )["all"]
    assert one.source == right


def test_a_gold_quote_without_a_source_asks_for_none() -> None:
    nobody = ScoredQuote(DAM.content)
    assert scored([nobody], [nobody])["all"].joint.f1 == 1.0
    assert scored([nobody], [DAM])["all"].joint.f1 == 0.0
    assert (
        scored([nobody, DAWN], [nobody, ScoredQuote(DAWN.content, spans("Weiss"))])["all"].source
        == 0.0
    )


def test_precision_is_over_the_found_kind_and_recall_over_the_golds() -> None:
    scores = scored([DAWN], [ScoredQuote(spans("We leave at dawn,” said"), DAWN.source)])
    assert (scores["direct"].overlap.recall, scores["direct"].overlap.precision) == (1.0, 0.0)
    assert (scores["mixed"].overlap.recall, scores["mixed"].overlap.precision) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ('He said: "It holds, I say.\nThe dam "held firm" in May.', "It holds", "direct"),
        ('He said: "It holds, I say.\nThe dam "held firm" in May.', "The dam", "indirect"),
        ('He said: "It holds, I say.\nThe dam "held firm" in May.', 'firm" in May', "mixed"),
        ('A 5" pipe burst. "It held," he said.', "It held", "direct"),
        ('She said:"It held" and left.', "It held", "direct"),
    ],
)
def test_straight_marks_pair_within_a_line_by_what_stands_around_them(
    text: str, part: str, kind: str
) -> None:
    said = [ScoredQuote([(text.index(part), text.index(part) + len(part))])]
    assert quote_scores([(text, said, said)])[kind].gold == 1


def test_gold_and_readings_are_told_alike() -> None:
    gold = said_by_hand(
        {
            "attributions": [
                {"content": [[46, 62]], "source": None},
                {"content": [], "source": [[71, 76]]},
            ]
        }
    )
    assert gold == [ScoredQuote([[46, 62]]), ScoredQuote([], [[71, 76]])]  # type: ignore[list-item]
    assert scored(gold, [])["all"].gold == 1  # what has no words is not a quote
    assert all(one.content for one in said_in(read(TEXT).quotes))


def test_average_precision_is_the_mean_over_true_lines_of_the_precision_there() -> None:
    assert average_precision([0.9, 0.8, 0.7, 0.1], [True, False, True, False]) == pytest.approx(
        (1 + 2 / 3) / 2
    )


def test_the_order_of_lines_with_equal_scores_is_worth_nothing() -> None:
    assert average_precision([0.5, 0.5, 0.5, 0.5], [True, False, False, False]) == 0.25
    assert average_precision([0.5, 0.5, 0.5, 0.5], [False, False, False, True]) == 0.25


def test_the_best_bar_is_one_that_a_score_reaches() -> None:
    assert best_f1([0.9, 0.8, 0.7, 0.1], [True, False, True, False]) == pytest.approx((0.8, 0.7))


def test_a_debate_that_nobody_checked_is_left_out_of_the_mean() -> None:
    debates = [
        ([0.9, 0.1], [True, False]),
        ([0.9, 0.1], [False, True]),
        ([0.9, 0.1], [False, False]),
    ]
    assert mean_average_precision(debates) == pytest.approx(0.75)


def test_without_a_true_label_there_is_nothing_to_score() -> None:
    for score in (average_precision, best_f1):
        with pytest.raises(ValueError, match="labelled"):
            score([0.5], [False])
    with pytest.raises(ValueError, match="checked"):
        mean_average_precision([([0.5], [False])])


def test_a_line_scores_as_the_highest_claim_that_begins_in_it() -> None:
    claims = [
        MarkedClaim((0, 5), (), 0.2),
        MarkedClaim((6, 30), (), 0.7),
        MarkedClaim((31, 40), (), 0.4),
    ]
    assert line_scores(claims, [(0, 20), (21, 30), (31, 40)]) == [0.7, 0.0, 0.4]


def test_made_up_copy_has_as_many_words_as_asked_for() -> None:
    for words in (1, 999, 1_000):
        assert len(reading.article(words).split()) == words


def test_a_peer_that_is_not_installed_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent() -> None:
        raise ImportError

    monkeypatch.setattr(reading, "textacy_quotes", absent)
    reading.quotes(400, None)
    said = [line for line in capsys.readouterr().out.splitlines() if PEER in line]
    assert said == [
        "textacy is not installed, so nothing is compared with it: make bench installs it"
    ]
