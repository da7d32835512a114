"""The right-of-reply file: whole, byte for byte, checkable, and only for those who may have it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import LogEntry
from factcheck.outside import mail
from factcheck.post import tasks as post
from factcheck.post.models import Incoming, Outgoing, Try
from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest, Reply, ReplyFile
from tests.articles.factories import ArticleFactory
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import (
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    desk,
)
from tests.post.factories import raw_bounce, raw_mail
from tests.replies.factories import RequestFactory, arrive

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the mail server was given."""
    taken: list[bytes] = []

    def send(letter: mail.MailToSend, *, raw: bytes) -> mail.Receipt:
        taken.append(raw)
        return mail.Receipt(250, "2.0.0 taken as Q1", timezone.now())

    monkeypatch.setattr("factcheck.post.actions.mail.send", send)
    return taken


def asked(**fields: Any) -> CommentRequest:
    """Its letter really taken to the server."""
    request = RequestFactory(**fields)
    letter = actions.send_request(by=ChiefFactory(), request=request)
    post.deliver(letter.outgoing_id)
    tasks.follow(letter.pk)
    request.refresh_from_db()
    return request


def much(**fields: Any) -> CommentRequest:
    """A request with everything a record can hold."""
    request = asked(
        party=PartyFactory(name="../../Ministry of “Truth” /etc\x07"),
        time_zone="Asia/Baghdad",
        **fields,
    )
    to = f"reply+{request.address_token}@desk.example"
    reply = arrive(raw_mail("We deny it.\r\nAll of it.", to=to, files={"../../x.txt": b"\0\1"}))
    actions.triage(by=CheckerFactory(), reply=reply, says="partial")
    arrive(
        raw_bounce(
            of=request.letters.get().outgoing.message_id,
            recipient="someone.else@office.example",
            to=to,
        )
    )
    link = actions.receive_link(token=request.link_token, text="More.", key="k")
    content = bytes(range(256))
    digest = hashlib.sha256(content).hexdigest()
    ReplyFile.objects.create(
        reply=link, name="../a b/evil\n.exe", size=256, sha256=digest, content=content
    )
    actions.log_call(
        by=ReporterFactory(),
        request=request,
        channel="phone",
        words="No, he said.",
        terms="background",
        says="no comment",
    )
    until = timezone.now() + timedelta(days=2)
    actions.extend_deadline(
        by=EditorFactory(), request=request, until=until, reason="They asked.", tell=False
    )
    return request


def taken(request: CommentRequest) -> zipfile.ZipFile:
    with actions.take_record(by=ChiefFactory(), article=request.article).file as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_the_bytes_of_a_letter_are_kept_before_the_server_is_spoken_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[bytes] = []

    def die(letter: mail.MailToSend, *, raw: bytes) -> mail.Receipt:
        kept.extend(bytes(one.raw) for one in Try.objects.all())
        assert kept == [raw]
        raise SystemExit

    monkeypatch.setattr("factcheck.post.actions.mail.send", die)
    letter = actions.send_request(by=ReporterFactory(), request=RequestFactory())
    with pytest.raises(SystemExit):
        post.deliver(letter.outgoing_id)
    assert Try.objects.get().sha256 == hashlib.sha256(kept[0]).hexdigest()


def test_every_try_writes_the_same_bytes(sent: list[bytes]) -> None:
    request = asked()
    Outgoing.objects.update(state="queued", next_try_at=timezone.now())
    post.deliver(request.letters.get().outgoing_id)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert b"multipart/alternative" in sent[0]


def test_the_file_verifies_and_holds_every_message_byte_for_byte(sent: list[bytes]) -> None:
    request = much()
    bundle = taken(request)
    sums = dict(line.split("  ")[::-1] for line in bundle.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(bundle.namelist()) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(bundle.read(name)).hexdigest() == digest, name
    record = json.loads(bundle.read("record.json"))
    (told,) = record["requests"]
    (letter,) = told["letters"]
    assert bundle.read(letter["tries"][0]["bytes"]["path"]) == sent[0]
    raws = {bytes(one.raw) for one in Incoming.objects.all()}
    files = [one["bytes"] for one in [*told["replies"], *told["machines_mail"]] if one["bytes"]]
    assert {bundle.read(one["path"]) for one in files} == raws
    (attached,) = [one for reply in told["replies"] for one in reply["files"]]
    assert bundle.read(attached["path"]) == bytes(range(256))
    for one in [*files, attached, letter["tries"][0]["bytes"]]:
        assert sums[one["path"]] == one["sha256"]
    assert record["hashes_that_differ"] == []


def test_no_name_in_the_file_leaves_its_folder(sent: list[bytes]) -> None:
    for name in taken(much()).namelist():
        assert re.fullmatch(r"[A-Za-z0-9-]+(?:/[A-Za-z0-9-][A-Za-z0-9.-]*)*(?:\.[a-z]+)?", name), (
            name
        )
        assert ".." not in name


def test_the_record_tells_what_was_put_when_by_both_clocks_and_what_came_back(
    sent: list[bytes],
) -> None:
    desk(time_zone="America/New_York")
    request = much()
    (told,) = json.loads(taken(request).read("record.json"))["requests"]
    (letter,) = told["letters"]
    assert letter["the_server_said"] == "250 2.0.0 taken as Q1"
    assert letter["sent_at"]["desk"].endswith(" ET")
    assert letter["sent_at"]["party"].endswith(" UTC+3")
    put = {"letter": letter["id"], "call": None, "place": 1}
    assert put in told["points"][0]["versions"][0]["put_in"]
    assert [one["kind"] for one in told["machines_mail"]] == ["bounce"]
    assert [(one["channel"], one["says"], one["terms"]) for one in told["replies"]] == [
        ("email", "partial", "on the record"),
        ("link", "", "on the record"),
        ("phone", "no comment", "background"),
    ]
    assert [one["words"] for one in told["calls"]] == ["No, he said."]
    assert [one["reason"] for one in told["extensions"]] == ["They asked."]


def test_the_sentence_as_frozen_its_reasons_and_what_changed_since_are_in_it(
    sent: list[bytes],
) -> None:
    request = asked()
    article = request.article
    proof, now = article.current_proof(), timezone.now()
    actions.freeze_sentence(by=EditorFactory(), article=article, proof=proof, now=now)
    reply = Reply.objects.create(request=request, text="We deny it.")
    actions.triage(by=CheckerFactory(), reply=reply, says="answered")
    record = json.loads(taken(request).read("record.json"))
    (frozen,) = record["frozen"]
    assert frozen["clauses"][0]["reason"]
    assert record["drift"]
    assert record["sentence"]["text"] != frozen["text"]


def test_a_hash_on_record_that_the_bytes_do_not_bear_is_told(sent: list[bytes]) -> None:
    request = much()
    ReplyFile.objects.update(sha256="0" * 64)
    bundle = taken(request)
    (path,) = json.loads(bundle.read("record.json"))["hashes_that_differ"]
    assert path.endswith("evil-.exe")
    assert path in bundle.read("index.html").decode()


def test_who_took_the_file_stands_in_the_log_with_its_hash(
    client: Client, sent: list[bytes]
) -> None:
    request, ann = much(), CheckerFactory(name="Ann")
    client.force_login(ann)
    address = f"/articles/{request.article_id}/record.zip"
    assert client.get(address).status_code == 405
    response = client.post(address)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    line = LogEntry.objects.get(verb="take record")
    assert (line.by, line.article_id) == (ann, request.article_id)
    assert line.data == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    assert int(response["Content-Length"]) == len(content)


def test_the_file_is_only_for_those_who_may_have_it(client: Client, sent: list[bytes]) -> None:
    request = asked(article=ArticleFactory(restricted=True))
    reporter = ReporterFactory()
    with pytest.raises(NotAllowed):
        actions.take_record(by=CheckerFactory(), article=request.article)
    request.article.team.add(reporter)
    with pytest.raises(NotAllowed):
        actions.take_record(by=reporter, article=request.article)
    client.force_login(CheckerFactory())
    kept = Try.objects.get()
    for address in (f"/articles/{request.article_id}/record/", f"/mail/sent/{kept.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/articles/{request.article_id}/record.zip").status_code == 404
    client.force_login(ChiefFactory())
    assert client.get(f"/mail/sent/{kept.pk}/").content == bytes(kept.raw)
    assert not LogEntry.objects.filter(verb="take record").exists()


def test_what_is_hostile_in_the_record_is_words_on_the_page(
    client: Client, sent: list[bytes]
) -> None:
    request = asked(points="<script>alert(1)</script>")
    client.force_login(EditorFactory())
    page = client.get(f"/articles/{request.article_id}/record/").content.decode()
    index = taken(request).read("index.html").decode()
    for html in (page, index):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_no_blank_stands_between_a_time_and_the_mark_behind_it(
    client: Client, sent: list[bytes]
) -> None:
    request = much()
    client.force_login(ChiefFactory())
    page = client.get(f"/articles/{request.article_id}/record/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert re.search(r"\d\d:\d\d:\d\d UTC(?: \([^)]* there\))?[,;]", words)
    assert not re.search(r"\d\d:\d\d:\d\d UTC [,;:]", words)
    assert not re.search(r"there\) [,;:]", words)
