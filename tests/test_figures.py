"""The table of figures: what is met and missed, and the page that is drawn from the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import figures
from benchmarks.figures import BEGIN, END, NOTED_IN, PAGE, Figure, note, read, table, with_table


def test_the_page_shows_the_figures_that_were_measured() -> None:
    page = PAGE.read_text()
    assert page == with_table(page, read())


@pytest.mark.parametrize(
    ("ours", "bar", "better", "met"),
    [(3, 5, "less", True), (6, 5, "less", False), (6, 5, "more", True), (3, None, "less", None)],
)
def test_a_figure_is_held_against_its_bar(ours: float, bar: float, better: str, met: bool) -> None:
    assert Figure("w", ours, "ms", "", bar, better).met is met  # type: ignore[arg-type]


def test_where_the_bar_is_a_ratio_the_peer_counts() -> None:
    beside = Figure("w", 3.0, "ms", "", 2.0, peer="p", theirs=1.0, bar_is_ratio=True)
    assert (beside.ratio, beside.met) == (3.0, False)
    alone = Figure("w", 3.0, "ms", "", 2.0, bar_is_ratio=True)
    assert (alone.ratio, alone.met) == (None, None)


def test_what_a_benchmark_notes_is_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = tmp_path / "noted"
    monkeypatch.setenv(NOTED_IN, str(noted))
    note(Figure("work", 1.0, "ms", "data"))
    assert json.loads(noted.read_text())["work"] == "work"


def test_only_the_table_of_the_page_is_drawn_anew() -> None:
    kept = {"task": {"on": "2026-11-30", "load": 1.0, "figures": [_as_kept()]}}
    page = with_table(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", kept)
    assert page == f"Before.\n\n{BEGIN}\n\n{table(kept)}\n\n{END}\n\nAfter.\n"
    assert "| a task | 2.7 ms | no-op: 1.4 ms | 1.93 | ≤ 2 times | met | 1,000 |" in page


def test_make_bench_runs_every_benchmark_there_is_into_the_one_table() -> None:
    folder = Path(figures.__file__).parent
    measuring = {path.stem for path in folder.glob("*.py") if "note(Figure(" in _flat(path)}
    assert measuring == set(figures.BENCHMARKS)
    recipe = (folder.parent / "Makefile").read_text().partition("\nbench:")[2].partition("\n\n")[0]
    assert recipe.count("$(PYTHON) -m") == 1


def _flat(path: Path) -> str:
    return "".join(path.read_text().split())


def test_a_benchmark_is_given_the_folder_it_needs() -> None:
    both = {"data": Path("/corpora"), "pages": Path("/pages")}
    none = dict.fromkeys(both)
    assert figures.arguments("main_text", both) == ["/pages"]
    assert figures.arguments("search", both) == ["--data", "/corpora"]
    assert figures.arguments("mail", both) == figures.arguments("mail", none) != []
    assert figures.arguments("passages", none) == ["--passages", "100000"]
    assert figures.arguments("passages", both)[-2:] == ["--real", "5000"]


def _as_kept() -> dict[str, object]:
    return {
        "work": "a task",
        "ours": 2.7,
        "unit": "ms",
        "data": "1,000",
        "bar": 2.0,
        "better": "less",
        "peer": "no-op",
        "theirs": 1.4,
        "bar_is_ratio": True,
    }
