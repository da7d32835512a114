"""What every template keeps to, whichever room it is of."""

from __future__ import annotations

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parent.parent / "templates"
WIDEST = 120
ALL = sorted(
    path.relative_to(TEMPLATES) for path in (*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt"))
)


@pytest.mark.parametrize("path", ALL, ids=str)
def test_no_line_of_a_template_is_wider_than_the_screen(path: Path) -> None:
    lines = (TEMPLATES / path).read_text(encoding="utf-8").splitlines()
    wide = [number for number, line in enumerate(lines, start=1) if len(line) > WIDEST]
    assert not wide, f"{path}: lines {wide} have more than {WIDEST} characters"


def test_the_signs_of_the_steps_are_styled_nowhere_else() -> None:
    """A section that was called `sign` too once pulled the line of steps apart on every page."""
    sheets = (Path(__file__).parent.parent / "factcheck" / "static").glob("*.css")
    lone = [
        line.strip()
        for sheet in sheets
        for line in sheet.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith((".sign ", ".sign:", ".sign,"))
    ]
    assert lone == []
