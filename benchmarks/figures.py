"""One table of what was measured: `python -m benchmarks.figures [--only NAME …]`, `make bench`.

Runs every benchmark in a process of its own and collects the figures that it notes: the work, ours,
what was measured beside it in the same run (a peer, or a limit), the ratio, the bar, and whether it
is met. Prints them as a table, writes them to benchmarks/figures.json, and draws the table in
docs/benchmarks.md from that file. A benchmark that fails is a line that says so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

ROOT: Final = Path(__file__).resolve().parent.parent
FIGURES: Final = ROOT / "benchmarks" / "figures.json"
PAGE: Final = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: make bench -->", "<!-- end of figures -->"
# The environment's name for the file into which a benchmark's process writes its figures.
NOTED_IN: Final = "FACTCHECK_FIGURES"
BENCHMARKS: Final = (
    "reading",
    "fetch",
    "mail",
    "task",
    "start",
    "idle",
    "story",
    "proof",
    "desk",
    "passages",
    "load",
    "comment_requests",
    "genres",
    "compare",
    "page_sides",
    "search",
    "main_text",
)
# What a benchmark is given here: the least that says what its bar asks.
ARGUMENTS: Final[dict[str, list[str]]] = {
    "mail": ["--mails", "500"],
    "passages": ["--passages", "100000"],
    "story": ["--articles", "1", "3"],
}
# What a benchmark is given of the folder with the annotated corpora, and of that with pages. Those
# of NEEDED measure nothing without: their figures stay as they were.
WITH_DATA: Final[dict[str, list[str]]] = {
    "reading": ["--data", "{data}"],
    "passages": ["--data", "{data}", "--real", "5000"],
    "compare": ["--data", "{data}"],
    "page_sides": ["--data", "{data}"],
    "search": ["--data", "{data}"],
    "main_text": ["{pages}"],
}
NEEDED: Final = {"page_sides": "data", "search": "data", "main_text": "pages"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `bar` is what it is held against, and which side of it is met."""

    work: str
    ours: float | None
    unit: str
    data: str
    bar: float | None = None
    better: Literal["less", "more"] = "less"
    peer: str = ""  # what it was measured beside, in the same run
    theirs: float | None = None
    bar_is_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        """Return ours to theirs; None where nothing was measured beside it."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def met(self) -> bool | None:
        held = self.ratio if self.bar_is_ratio else self.ours
        if self.bar is None or held is None:
            return None
        return held <= self.bar if self.better == "less" else held >= self.bar


def note(figure: Figure) -> None:
    """Print a figure, and hand it on to the run that collects them."""
    print(" | ".join(_cells(figure)), flush=True)
    if path := os.environ.get(NOTED_IN):
        with Path(path).open("a") as noted:
            noted.write(json.dumps(asdict(figure)) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure all and print one table.")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=BENCHMARKS)
    parser.add_argument("--data", type=Path, help="a folder with the annotated corpora")
    parser.add_argument("--pages", type=Path, help="a folder with pages and their main text")
    options = parser.parse_args()
    folders = {"data": options.data, "pages": options.pages}
    kept = read()
    for name in options.only:
        if name in NEEDED and folders[NEEDED[name]] is None:
            print(f"== benchmarks.{name}: not without --{NEEDED[name]}", flush=True)
            continue
        kept[name] = {
            "on": dt.datetime.now(dt.UTC).date().isoformat(),
            "load": round(os.getloadavg()[1], 1),
            "figures": [asdict(figure) for figure in run(name, folders)],
        }
    FIGURES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    PAGE.write_text(with_table(PAGE.read_text(), kept))
    print(table(kept))


def read() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    return kept


def arguments(name: str, folders: Mapping[str, Path | None]) -> list[str]:
    """Return what a benchmark is given; `folders` are "data" and "pages", where there are any."""
    which = NEEDED.get(name, "data")
    folder = folders[which]
    more = WITH_DATA.get(name, []) if folder is not None else []
    return [*ARGUMENTS.get(name, []), *(one.format(**{which: folder}) for one in more)]


def run(name: str, folders: Mapping[str, Path | None]) -> list[Figure]:
    """Return what one benchmark notes; what went wrong is a figure without a number."""
    with tempfile.NamedTemporaryFile("r", suffix=".jsonl") as noted:
        given = arguments(name, folders)
        print(f"== benchmarks.{name} {' '.join(given)}", flush=True)
        ended = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}", *given],
            cwd=ROOT,
            env={**os.environ, NOTED_IN: noted.name},
            check=False,
        )
        figures = [Figure(**json.loads(line)) for line in noted]
    if ended.returncode:
        figures.append(Figure(f"benchmarks.{name} failed", None, "", ""))
    return figures


def table(kept: dict[str, Any]) -> str:
    """Return the figures as a Markdown table, in the order of BENCHMARKS."""
    if not kept:
        return "Nothing is measured yet: `make bench` draws the table."
    lines = ["| work | ours | beside it | ratio | bar | | data |", "|---|---|---|---|---|---|---|"]
    figures = (given for name in BENCHMARKS for given in kept.get(name, {}).get("figures", []))
    lines += [f"| {' | '.join(_cells(Figure(**given)))} |" for given in figures]
    days = sorted({f"{one['on']} (load {one['load']})" for one in kept.values()})
    return "\n".join([*lines, "", f"Measured on {', '.join(days)}."])


def with_table(page: str, kept: dict[str, Any]) -> str:
    """Return the page with its table drawn from the figures."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table(kept)}\n\n{END}{after}"


def _cells(figure: Figure) -> Sequence[str]:
    beside = f"{figure.peer}: {_number(figure.theirs)} {figure.unit}" if figure.theirs else ""
    said = {True: "met", False: "missed", None: ""}[figure.met]
    return (
        figure.work,
        f"{_number(figure.ours)} {figure.unit}".strip(),
        beside,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        _bar(figure),
        said,
        figure.data,
    )


def _bar(figure: Figure) -> str:
    if figure.bar is None:
        return ""
    unit = "times" if figure.bar_is_ratio else figure.unit
    sign = "≤" if figure.better == "less" else "≥"
    return f"{sign} {_number(figure.bar)} {unit}"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


if __name__ == "__main__":
    main()
