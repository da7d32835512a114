"""The benchmark of main text: its count, and pages of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.main_text import (
    GoldPage,
    as_imported,
    as_searched,
    count_of,
    gold_pages,
    measured,
    runs_of,
    score_of,
)
from tests.outside.gold_pages import PAGES, write


def test_a_text_is_its_runs_of_four_words() -> None:
    assert runs_of("One, two three four five.") == {
        ("One", "two", "three", "four"): 1,
        ("two", "three", "four", "five"): 1,
    }
    assert runs_of("Two words") == {("Two", "words"): 1}
    assert runs_of("") == {}


def test_what_is_missing_costs_recall_and_what_is_too_much_precision() -> None:
    less = count_of("a b c d e f", "a b c d e")
    assert (less.precision, round(less.recall or 0, 3)) == (1.0, 0.667)
    more = count_of("a b c d e", "a b c d e f")
    assert (round(more.precision or 0, 3), more.recall) == (0.667, 1.0)
    both = score_of("x", [less, more], seconds=1.0)
    assert (round(both.precision, 3), round(both.recall, 3), round(both.f1, 3)) == (
        0.833,
        0.833,
        0.833,
    )


def test_a_page_without_text_counts_where_it_should_hold_some() -> None:
    nothing = count_of("a b c d", "")
    assert (nothing.precision, nothing.recall) == (None, 0.0)
    assert count_of("", "").recall is None


def test_the_folder_is_read_as_the_benchmark_lays_it_out(tmp_path: Path) -> None:
    write(tmp_path)
    pages = list(gold_pages(tmp_path))
    assert len(pages) == len(PAGES)
    assert pages[0].text.startswith("The dam above Kestrel Valley")
    assert [score.name for score in measured(pages[:1])] == ["import", "pages", "trafilatura fast"]


@pytest.mark.parametrize("name", PAGES)
def test_the_article_is_found_on_pages_as_sites_build_them(name: str) -> None:
    html, text = PAGES[name]
    page = GoldPage(html.encode(), text, "https://courier.example/a")
    for reader in (as_imported, as_searched):
        score = score_of(name, [count_of(text, reader(page))], seconds=0.0)
        assert score.f1 >= 0.962, (reader.__name__, reader(page))
