"""What every template keeps to, whichever room it is of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

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


PARTS = re.compile(
    r"{#.*?#}|{%\s*comment\s.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%.*?%}|{{.*?}}|<!--.*?-->|<kbd>.</kbd>|&\w+;",
    re.DOTALL,
)
TAG = re.compile(r'<[a-zA-Z/!\x00](?:"[^"]*"|[^>"])*>', re.DOTALL)
# Mails to colleagues are still to follow; the record's index is a file of its own, in English.
LATIN_STILL = ("mail",)


def separators(template: str) -> list[str]:
    """Return the commas and semicolons that stand in a template outside what is translated."""
    bare = TAG.sub("", PARTS.sub("\x00", template))
    return re.findall(r"[,;]", bare) + re.findall(r'\|join:", "', template)


@pytest.mark.parametrize("path", ALL, ids=str)
def test_values_are_separated_as_the_language_of_the_page_does(path: Path) -> None:
    if path.parts[0] not in LATIN_STILL and path.name != "record_index.html":
        assert separators((TEMPLATES / path).read_text(encoding="utf-8")) == []


def test_a_separator_of_the_templates_own_is_found() -> None:
    assert separators("<b>{{ one }}</b>, {{ other }}; {{ all|join:', ' }}{% comma %}") == [",", ";"]
    assert separators('{% blocktranslate %}a, b{% endblocktranslate %}<a title="a, b">') == []


def test_lists_are_written_with_the_comma_of_the_page_and_their_parts_escaped() -> None:
    page = Template("{{ one }}{% comma %} {{ other }}{% semicolon %} {{ parts|listed }}")
    shown = Context({"one": 1, "other": 2, "parts": ["<b>", "c"]})
    assert page.render(shown) == "1, 2; &lt;b&gt;, c"
    with override("ar"):
        assert page.render(shown) == "1، 2؛ &lt;b&gt;، c"
