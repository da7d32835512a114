from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from factcheck.post.models import Incoming
from factcheck.replies.management.commands import receive
from tests.post.factories import raw_bounce, raw_mail
from tests.replies.factories import first_letter, sent_request

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
    assert list(told) == [
        "incoming",
        "kind",
        "why",
        "sha256",
        "new_text",
        "quoted",
        "text",
        "sender",
        "sent_at",
        "charset",
        "attachments",
        "failed",
        "request",
        "matched_by",
        "suggestions",
    ]
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


def test_a_file_that_is_not_there_or_too_large_is_not_stored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "large").write_bytes(b"x" * 100)
    monkeypatch.setattr(receive, "MAX_BYTES", 99)
    for name in ("large", "absent"):
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


def test_an_empty_message_is_a_review_item_too(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(b"")
    assert run(str(tmp_path / "m"), "--json")["kind"] == "unreadable"


def test_every_key_says_what_became_of_the_message(tmp_path: Path) -> None:
    request = sent_request()
    raw = raw_mail("No.", to=f"reply+{request.address_token}@desk.example", files={"a.txt": b"a"})
    (tmp_path / "m").write_bytes(raw)
    told = run(str(tmp_path / "m"), "--json")
    file = {
        "name": "a.txt",
        "bytes": 1,
        "size": 1,
        "claimed_type": "application/octet-stream",
        "sha256": sha256(b"a").hexdigest(),
    }
    assert told == {
        "incoming": Incoming.objects.get().pk,
        "kind": "answer",
        "why": "Written by a person",
        "new_text": "No.\n",
        "quoted": "",
        "sender": "press@office.example",
        "sent_at": "2026-11-22T12:00:00+00:00",
        "charset": "utf-8",
        "failed": [],
        "request": request.pk,
        "matched_by": "token",
        "suggestions": [],
        "text": "No.\n",
        "attachments": [file],
        "sha256": sha256(raw).hexdigest(),
    }
    (tmp_path / "again").write_bytes(b"Received: by another way\r\n" + raw)
    again = run(str(tmp_path / "again"), "--json")
    assert (again["request"], again["matched_by"]) == (request.pk, "token")
    assert request.replies.count() == 1


def test_several_messages_are_an_object_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    sent_request()
    for name, text in (("a", "No."), ("b", "Yes.")):
        (tmp_path / name).write_bytes(raw_mail(text, message_id=f"<{name}@office.example>"))
    call_command("receive", str(tmp_path / "a"), str(tmp_path / "b"), "--json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["new_text"] for line in lines] == ["No.\n", "Yes.\n"]


def test_an_orphan_has_suggestions_and_no_request(tmp_path: Path) -> None:
    request = sent_request()
    (tmp_path / "m").write_bytes(raw_mail(sender=first_letter(request).outgoing.to_address))
    told = run(str(tmp_path / "m"), "--json")
    assert (told["request"], told["matched_by"]) == (None, "")
    assert [set(one) for one in told["suggestions"]] == [{"request", "score", "why"}]
    assert told["suggestions"][0]["request"] == request.pk


def test_a_machine_s_mail_names_its_request_too(tmp_path: Path) -> None:
    request = sent_request()
    letter = first_letter(request).outgoing
    (tmp_path / "m").write_bytes(raw_bounce(of=letter.message_id, recipient=letter.to_address))
    told = run(str(tmp_path / "m"), "--json")
    assert (told["kind"], told["request"], told["matched_by"]) == (
        "bounce",
        request.pk,
        "message-id",
    )


def pipe(raw: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a mail server runs it: a process, the message on its standard input."""
    settings = {"DJANGO_SETTINGS_MODULE": "factcheck.settings.test", **environment}
    command = [sys.executable, "manage.py", "receive", "-", "--json"]
    return subprocess.run(
        command,
        input=raw,
        capture_output=True,
        env={**os.environ, **settings},
        timeout=60,
        check=False,
    )


@pytest.mark.servers
def test_with_the_database_down_the_mail_server_keeps_the_message() -> None:
    done = pipe(raw_mail(), DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert (done.returncode, done.stdout) == (75, b"")
    assert b"could not be stored" in done.stderr


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_with_the_broker_down_the_message_is_stored_all_the_same() -> None:
    database = (
        urlsplit(os.environ["DATABASE_URL"])
        ._replace(path=f"/{connection.settings_dict['NAME']}")
        .geturl()
    )
    done = pipe(raw_mail(), DATABASE_URL=database, REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["incoming"] == Incoming.objects.get().pk
