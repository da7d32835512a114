"""Small drafts and pages of every kind, each with what must be understood of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factcheck.articles.importers.copy import copy_of
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.files import read_document

FOLDER = Path(__file__).parent.parent / "gold" / "files"
CASES = [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text("utf-8").splitlines()]
FOLD = str.maketrans("‘’“”‐‑", "''\"\"--")


def flat(text: object) -> str:
    return " ".join(str(text or "").translate(FOLD).split())


def preview(name: str) -> dict[str, Any]:
    return copy_of(read_document((FOLDER / name).read_bytes(), name).as_json()).as_json()


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_file_is_understood_as_a_careful_editor_would(case: dict[str, Any]) -> None:
    try:
        shown = preview(case["file"])
    except DraftRefusal as refusal:
        assert case["refused"]
        sentence = flat(refusal).lower()
        assert any(word in sentence for word in case["refusal_has"])
        assert not any(word in sentence for word in case.get("refusal_not", []))
        return
    assert case["refused"] is not True
    blocks = [block for block in shown["blocks"] if block["kind"] != "furniture"]
    lines = [flat(line) for block in blocks for line in block["text"].splitlines()]
    copy = flat(" ".join(lines))
    assert [words for words in case.get("must", []) if flat(words) not in copy] == []
    assert [words for words in case.get("never", []) if flat(words) in copy] == []
    for row in case.get("together", []):
        assert any(all(cell in line for cell in row) for line in lines)
    check_annotations(case, shown, copy)
    check_facts(case, shown)


def check_annotations(case: dict[str, Any], shown: dict[str, Any], copy: str) -> None:
    sources = [flat(" ".join(source.values())) for source in shown["sources"]]
    notes = [flat(note["text"]) for note in shown["notes"]]
    losses = " | ".join([row["what"] for row in shown["left_out"]] + notes).lower()
    for text in case.get("sources", []):
        assert any(flat(text) in source for source in sources)
    for text in case.get("notes", []):
        assert any(flat(text) in note for note in notes)
    if "left_out" in case:
        assert any(word in losses for word in case["left_out"])
    if "kept_or_said" in case:
        either = case["kept_or_said"]
        assert flat(either["text"]) in copy or any(word in losses for word in either["said"])


def check_facts(case: dict[str, Any], shown: dict[str, Any]) -> None:
    if "headline" in case:
        assert flat(shown["headline"]) == flat(case["headline"])
    if "byline" in case:
        assert case["byline"] in shown["byline"].lower()
    if "embargo" in case:
        assert any(word in shown["embargo"].lower() for word in case["embargo"])
    if "published" in case:
        assert shown["published"] == case["published"]
        assert bool(shown["published_from"]) == bool(case["published"])
