"""Texts ranked by meaning and by words, and `manage.py rank`."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from factcheck.evidence.search.normalise import normalise_post
from factcheck.evidence.search.ranking import Corpus, mixed
from factcheck.evidence.search.vectors import vectors_of

TEXTS = [
    "Farmers brought in a good harvest of wheat.",
    "The senator said, “I never met him”.",
    'The senator said, "I never met him".',
    "Housing costs climbed sharply for tenants.",
]


@pytest.mark.parametrize(
    ("post", "plain"),
    [
        ("Look! https://t.co/x1 pic.twitter.com/abc", "Look!"),
        ("Help #AustralianFires now", "Help Australian Fires now"),
        ("Why? — Ann Lee 🥶 (@annlee) September 20, 2019", "Why? — Ann Lee"),
        ("glued#MAGA2020https://t.co/x", "glued MAGA 2020"),
        ("He’s “in”", 'He’s " in "'),
    ],
)
def test_a_post_is_read_without_what_the_web_put_around_it(post: str, plain: str) -> None:
    assert normalise_post(post) == plain


def test_a_vector_does_not_depend_on_what_else_is_asked_for() -> None:
    together = vectors_of(TEXTS)
    assert np.array_equal(together[3], vectors_of(TEXTS[3:])[0])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    assert vectors_of([]).shape == (0, 384)
    assert np.isfinite(vectors_of(["", "\ud800"])).all()


def test_meaning_and_words_rank_and_of_two_the_same_the_earlier_stands_first() -> None:
    corpus = Corpus(TEXTS)
    assert corpus.best("Rents have risen steeply.", 1)[0][0] == 3
    best = corpus.best("Did the senator never meet him?", 3)
    assert [place for place, _ in best[:2]] == [1, 2]
    assert best[0][1] == best[1][1]


def test_a_text_without_its_vector_is_ranked_by_its_words() -> None:
    scores = mixed(np.array([np.nan, 0.2, 0.4]), np.array([2.0, 0.0, 1.0]))
    assert scores.tolist() == [1.0, 0.35, 0.85]


def _rank(monkeypatch: pytest.MonkeyPatch, corpus: Path, *lines: str) -> list[dict[str, Any]]:
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, write_through=True))
    with suppress(SystemExit):
        call_command("rank", "--corpus", str(corpus), "--jsonl")
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_command_answers_each_line_in_order_and_says_what_is_wrong_with_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = tmp_path / "texts.jsonl"
    corpus.write_text(
        "".join(json.dumps({"id": f"t{n}", "text": text}) + "\n" for n, text in enumerate(TEXTS))
    )
    asked = json.dumps({"id": 7, "text": "Rents have risen steeply."})
    first, wrong, again = _rank(monkeypatch, corpus, asked, "{", asked)
    assert first["id"] == 7
    assert first["best"][0][0] == "t3"
    assert len(first["best"]) == len(TEXTS)
    assert "Line 2" in wrong["error"]
    assert again == first
