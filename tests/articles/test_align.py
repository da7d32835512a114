"""Two lists set side by side: what is matched, and what of it is certain."""

from __future__ import annotations

from factcheck.articles.align import Match, Trust, align, mutual_best


def matched(old: str, new: str) -> Match:
    return align(old.split(), new.split(), [1] * len(old.split()))


def trusted(old: str, new: str) -> Match:
    match = matched(old, new)
    trust = Trust(old.split(), new.split(), match, match, alone=0, again=1)
    return {a: b for a, b in match.items() if trust(a, b)}


def test_what_stands_once_on_both_sides_is_matched_across_what_was_put_in() -> None:
    assert matched("rebels entered the city", "armed rebels quietly entered the old city") == {
        0: 1,
        1: 3,
        2: 4,
        3: 6,
    }


def test_of_two_parts_that_changed_places_the_heavier_one_stays() -> None:
    assert align("abc", "cab", [1, 1, 1]) == {0: 1, 1: 2}
    assert align("abc", "cab", [1, 1, 9]) == {2: 0}


def test_a_repeated_word_is_certain_where_its_lookalike_has_a_better_place_of_its_own() -> None:
    # The last "12" of the old words is the last of the new ones; so the first is the first.
    assert trusted("of 12 of 12", "12 of 12") == {1: 0, 2: 1, 3: 2}
    assert trusted("12 of 12", "of 12 of 12") == {0: 1, 1: 2, 2: 3}


def test_a_repeated_word_is_not_certain_where_its_lookalike_has_as_good_a_claim() -> None:
    # Which of the two "12 men" was left nobody can say.
    assert trusted("of 12 men and of 12 men", "of 12 men") == {0: 0}


def test_a_repeated_word_without_a_neighbour_that_stayed_is_not_certain() -> None:
    assert matched("killed 12 hurt 12 gone", "left 12 right") == {1: 1}
    assert trusted("killed 12 hurt 12 gone", "left 12 right") == {}


def test_passages_are_paired_by_the_words_they_share_most() -> None:
    old = [(7, ["the", "army", "denied", "it"]), (8, ["the", "road", "was", "open"])]
    new = [(3, ["the", "road", "was", "open", "again"]), (4, ["nobody", "knows"])]
    assert mutual_best(old, new) == {8: 3}
