"""The reasons beside a passage are in the language of the page."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from factcheck.evidence.reads.whys import why_phrase
from factcheck.evidence.rules.beside import facts_in, set_beside
from factcheck.newsroom.phrases import Phrase
from factcheck.text import read

RULES = Path(__file__).parents[2] / "factcheck" / "evidence" / "rules"


def shown(why: str, language: str) -> str:
    with translation.override(language):
        page = Template("{% load evidence_words %}{{ why|why_in_words }}")
        return page.render(Context({"why": why})).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("why", "spanish", "arabic"),
    [
        ("the same words", "las mismas palabras", "الكلمات نفسها"),
        ("7, not 26", "7, no 26", "7 لا 26"),
        ("“rose”: the source denies it", "«rose»: la fuente lo niega", "«rose»: المصدر ينفيه"),
        (
            "1.5 °C is 34.7 °F; 34.7, not 2.7",
            "1.5 °C es 34.7 °F; 34.7, no 2.7",
            "1.5 °C يساوي 34.7 °F؛ 34.7 لا 2.7",
        ),
    ],
)
def test_a_kept_reason_is_said_in_the_language_of_the_page(
    why: str, spanish: str, arabic: str
) -> None:
    assert shown(why, "en") == why
    assert shown(why, "es") == spanish
    assert shown(why, "ar") == arabic


def test_what_is_no_reason_of_the_rules_stays_as_it_is() -> None:
    assert why_phrase("as Ana noted; see her file") == "as Ana noted; see her file"
    assert shown("as Ana noted; see her file", "es") == "as Ana noted; see her file"
    assert why_phrase("") == ""


def test_every_reason_that_the_rules_word_is_known_to_the_pages() -> None:
    said = [why for path in RULES.glob("*.py") for why in _reasons_in(path)]
    said = [why.removesuffix("; 7") for why in said]  # what follows is a reason of its own
    assert len(said) > 30
    assert [why for why in said if not isinstance(why_phrase(why), Phrase)] == []


def _reasons_in(path: Path) -> list[str]:
    """Return each sentence that a module puts together for the screen, with a word for a value."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in node.values)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and _is_a_reason(node)
    ]


_TELLING = ("the source", "the copy", "worked out", "lies within", "rounds", ", not ", "within 2")


def _is_a_reason(node: ast.JoinedStr) -> bool:
    words = " ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return any(telling in words for telling in _TELLING)


def test_reasons_of_real_pairs_are_known_to_the_pages() -> None:
    claim = "Brask Steel cut at least 500 jobs in May, Lena Orr said."
    passage = (
        "Brask Steel did not cut jobs in May 2019; it may cut 120 jobs by June, Ada Dahl said."
    )
    beside = set_beside(claim, facts_in(read(claim)), "Lena Orr", passage)
    whys = [*(c.why for c in beside.compared if c.why), *(flag.why for flag in beside.flags)]
    assert whys
    assert [why for why in whys if not isinstance(why_phrase(why), Phrase)] == []
