from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from factcheck.post.models import Incoming
from factcheck.replies.management.commands import receive
from tests.post.factories import raw_mail
from tests.replies.factories import sent_request

pytestmark = pytest.mark.django_db


def run(name: str, *options: str) -> Any:
    out = io.StringIO()
    call_command("receive", name, *options, stdout=out)
    return json.loads(out.getvalue()) if "--json" in options else out.getvalue()


def test_a_message_from_a_file_is_stored_filed_and_told(tmp_path: Path) -> None:
    request = sent_request()
    raw = raw_mail("No.", to=f"reply+{request.address_token}@desk.example", files={"a.txt": b"a"})
    (tmp_path / "m").write_bytes(raw)
    told = run(str(tmp_path / "m"), "--json")
    incoming = Incoming.objects.get()
    assert list(told) == ["incoming", "kind", "request", "matched_by", "suggestions", "text", "attachments", "sha256"]
    assert (told["incoming"], told["kind"], told["request"], told["matched_by"]) == (
        incoming.pk,
        "answer",
        request.pk,
        "token",
    )
    assert told["attachments"][0]["name"] == "a.txt"
    assert bytes(incoming.raw) == raw


def test_a_message_from_the_pipe_is_stored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw_mail())))
        assert "answer" in run("-")
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize("trouble", [OperationalError("the database is away"), OSError("disk")])
def test_what_could_not_be_stored_is_given_back_to_the_mail_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trouble: Exception
) -> None:
    def fails(**_: Any) -> None:
        raise trouble

    (tmp_path / "m").write_bytes(raw_mail())
    monkeypatch.setattr(receive, "store_raw", fails)
    with pytest.raises(CommandError) as refused:
        run(str(tmp_path / "m"))
    assert refused.value.returncode == 75


def test_a_file_that_is_not_there_or_is_empty_or_too_large_is_not_stored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "large").write_bytes(b"x" * 100)
    monkeypatch.setattr(receive, "MAX_BYTES", 99)
    for name in ("empty", "large", "absent"):
        with pytest.raises(CommandError) as refused:
            run(str(tmp_path / name))
        assert refused.value.returncode == 75
    assert not Incoming.objects.exists()


def test_what_is_stored_is_stored_even_if_it_cannot_be_filed_yet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(pk: int) -> None:
        raise OperationalError("the database is away")

    (tmp_path / "m").write_bytes(raw_mail())
    monkeypatch.setattr(receive, "file_incoming", fails)
    assert run(str(tmp_path / "m"), "--json")["request"] is None
    assert Incoming.objects.get().state == "parsed"
