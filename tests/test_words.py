"""One word for one thing: what the glossary gave up stands on no page, in no mail and no message.

The words are in docs/glossary.md, under “Not these words”: each line there is looked for in every
template, and in every text that the code holds for people to read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from factcheck.newsroom.rules import MATRIX
from factcheck.review.models.rulings import VERDICTS
from factcheck.review.rules.gate import SAID

ROOT = Path(__file__).parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
# The reading of copy looks for words, foreign ones and old ones among them: they are not said.
READ_NOT_SAID = ("text", "migrations")
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
TRANSLATED = re.compile(r"""{%\s*translate\s+(["'])(.*?)\1.*?%}""", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# Names that programs know: verbs of the table, reasons of the gate, rulings, names of columns.
KEYS = {*MATRIX, *SAID, *VERDICTS}
NAME = re.compile(r"[a-z_]+(?:__[a-z]+)*|[a-z ]+:[a-z_]+")


@cache
def given_up() -> tuple[str, ...]:
    """The left column of the glossary's second table."""
    table = GLOSSARY.read_text(encoding="utf-8").partition("## Not these words")[2]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")]
    return tuple(row for row in rows if row not in {"not", "---"})


@cache
def pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in given_up())
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def docstrings(tree: ast.AST) -> set[int]:
    """Texts that stand alone: they are for whoever reads the code."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = docstrings(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.lineno, node.value


def is_name(text: str) -> bool:
    return text in KEYS or (NAME.fullmatch(text) is not None and " " not in text)


def modules() -> list[Path]:
    code = sorted((ROOT / "factcheck").rglob("*.py"))
    return [path for path in code if not set(READ_NOT_SAID) & set(path.parts)]


def said_in_code() -> Iterator[tuple[str, str]]:
    for path in modules():
        for line, text in texts(path):
            if not is_name(text):
                yield f"{path.relative_to(ROOT)}:{line}", text


def said_in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield str(path.relative_to(ROOT)), said_in(path.read_text(encoding="utf-8"))


def said_in(template: str) -> str:
    """The words of a template that stand on the page, those handed to gettext among them."""
    return CODE.sub("", TRANSLATED.sub(r"\2", COMMENT.sub("", template)))


def faults(said: Iterator[tuple[str, str]]) -> list[str]:
    return [f"{place}: “{hit[0]}”" for place, text in said for hit in pattern().finditer(text)]


def test_no_template_or_mail_says_what_the_glossary_gave_up() -> None:
    assert not faults(said_in_templates())


def test_no_message_label_or_refusal_says_what_the_glossary_gave_up() -> None:
    assert not faults(said_in_code())


@pytest.mark.parametrize("text", ["Tick this\n  anew.", "Waits for a PERSON", "Put off"])
def test_the_words_are_found_across_lines_and_in_capitals(text: str) -> None:
    assert faults(iter([("here", text)]))


def test_the_words_are_found_where_gettext_is_handed_them() -> None:
    template = """{% translate 'Tick it anew' as label %}{% url "desk:anew" %}"""
    assert faults(iter([("here", said_in(template))])) == ["here: “anew”"]


def test_a_word_inside_another_is_not_meant() -> None:
    assert not faults(iter([("here", "He took Danewort.")]))


def test_the_glossary_explains_each_word_it_prefers_once() -> None:
    table = GLOSSARY.read_text(encoding="utf-8").partition("## Not these words")[0]
    words = [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")]
    assert len(words) == len(set(words)) > 40
