"""What a program is told where a field is not as wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from factcheck.api.endpoint import Problem
from factcheck.api.fields import Fields


def fields(**data: Any) -> Fields:
    return Fields(data, ("text", "html", "file", "blocks", "name"))


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("nam: not a field here. Known are text, html", lambda: fields(nam="x").string("name")),
        ("name: a string is wanted.", lambda: fields(name=7).string("name")),
        ("name: true or false is wanted.", lambda: fields(name="yes").yes("name")),
        ("name: a whole number is wanted.", lambda: fields(name=True).number("name")),
        ("name: a whole number is wanted.", lambda: fields(name=0).number("name")),
        ("name: a date is wanted, as 2026-03-14.", lambda: fields(name="soon").date("name")),
        (
            "name: a time with its zone is wanted, as 2026-03-14T17:00:00-04:00.",
            lambda: fields(name="2026-03-14T17:00:00").moment("name"),
        ),
        ("name: an object of strings is wanted.", lambda: fields(name={"a": 1}).strings("name")),
        (
            "text: send the copy in one way: as text, html or file.",
            lambda: fields(text="x", html="y").copy(),
        ),
        ("blocks: they go with text only.", lambda: fields(html="x", blocks=[]).copy()),
        (
            'file: an object is wanted: {"name": "draft.docx", "base64": "…"}.',
            lambda: fields(file="x").copy(),
        ),
    ],
)
def test_a_field_that_is_not_as_wanted_is_refused(
    sentence: str, read: Callable[[], object]
) -> None:
    with pytest.raises(Problem) as problem:
        read()
    assert sentence in str(problem.value)


@pytest.mark.django_db
def test_nobody_here_has_an_unknown_address() -> None:
    with pytest.raises(Problem, match="name: nobody here has this address"):
        fields(name="nobody@desk.example").person("name")
