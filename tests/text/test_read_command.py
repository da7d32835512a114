"""`manage.py read`: as a process, with no database to go to."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
STORY = "Port shuts\r\nDana Whitlow said Wednesday the port was closed. 🙂\r\n"


@dataclass
class Done:
    code: int
    out: bytes
    error: str


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Done]:
    """Runs the command in this process, with bytes on its standard input.

    No test here may touch a database.
    """

    def running(*arguments: str, given: bytes = b"") -> Done:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = 0
        try:
            call_command("read", *arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        out, error = capsysbinary.readouterr()
        return Done(code, out, error.decode().strip())

    return running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("b.txt", "Whitlow said no."), ("a.txt", STORY)):
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "c.bin").write_bytes(b"\xff")
    return tmp_path


def test_one_file_is_one_object_with_the_text_character_for_character(
    run: Callable[..., Done], folder: Path
) -> None:
    done = run(str(folder / "a.txt"), "--json", "--published", "2024-11-30")
    reading = json.loads(done.out)
    assert (done.code, reading["name"], reading["text"]) == (0, "a.txt", STORY)
    assert list(reading) == [
        "name", "text", "language", "blocks", "quotes", "claims", "facts", "asks", "accusations",
        "tks", "items",
    ]  # fmt: skip
    assert {"span": [30, 39], "kind": "date", "value": "2024-11-27"} in reading["facts"]


def test_a_folder_is_one_line_a_document_in_order_of_name(
    run: Callable[..., Done], folder: Path
) -> None:
    done = run(str(folder), "--json")
    assert [json.loads(line)["name"] for line in done.out.splitlines()] == ["a.txt", "b.txt"]


def test_standard_input_is_read_and_an_outline_printed_without_json(
    run: Callable[..., Done],
) -> None:
    done = run("-", given=STORY.encode())
    assert "quote, Dana Whitlow: the port was closed" in done.out.decode()


def test_lines_are_answered_in_order_and_a_bad_one_says_so(run: Callable[..., Done]) -> None:
    lines = [
        json.dumps({"name": "one", "text": "He left today.", "published": "2024-11-30"}),
        "nonsense",
        json.dumps({"name": "two", "text": ""}),
    ]
    done = run("--jsonl", given="\n".join(lines).encode())
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [a["name"] for a in answers] == ["one", "line 2", "two"]
    assert answers[0]["facts"][-1]["value"] == "2024-11-30"
    assert answers[1]["error"] == "Line 2: this is not JSON."
    assert done.code == 1


def test_lines_are_answered_while_more_are_still_to_come_and_no_database_is_there() -> None:
    with subprocess.Popen(
        [sys.executable, "manage.py", "read", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
            "DATABASE_URL": "postgres://no@127.0.0.1:9/no",
        },
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in ("one", "two"):
            process.stdin.write(json.dumps({"name": name, "text": "He left."}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["name"] == name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("/no/such/file.txt",), "There is no file or folder /no/such/file.txt."),
        ((), "Name a file, a folder, or - for standard input."),
        (("-", "--published", "Friday"), "“Friday” is not a date: write it like 2024-11-30."),
    ],
)
def test_what_cannot_be_read_is_one_plain_sentence(
    run: Callable[..., Done], arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(*arguments)
    assert (done.code, done.error, done.out) == (1, sentence, b"")


def test_a_file_that_is_not_text_is_one_plain_sentence(
    run: Callable[..., Done], folder: Path
) -> None:
    done = run(str(folder / "c.bin"))
    assert (done.code, done.error) == (1, "c.bin is not UTF-8 text.")
