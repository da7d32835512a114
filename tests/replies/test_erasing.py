"""What is past the desk's ages is erased by one narrow door; the rows and their shape stay."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from factcheck.articles.actions import close_article, hold_article, lift_hold
from factcheck.newsroom import erasing, roles
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.rules import AGES
from factcheck.newsroom.tasks import erase
from factcheck.post.models import Attachment, Incoming, Try
from factcheck.replies.actions.contacts import restore_contact
from factcheck.replies.actions.record import take_record
from factcheck.replies.erasures import CONTACTS, RAW_MAIL
from factcheck.replies.models import CommentRequest, Contact, Reply
from tests.newsroom.factories import ChiefFactory, ReporterFactory, UserFactory, desk
from tests.post.factories import raw_mail
from tests.replies.factories import arrive, first_letter, sent_request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("flush_redis")]
LONG_AGO = timedelta(days=400)


def sweep_all(now: datetime | None = None) -> None:
    """All rounds of the sweep, as a worker does them."""
    for _ in range(10):
        numbers = erasing.due(now or timezone.now())
        if not numbers:
            return
        for number in numbers:
            erase(number)
    pytest.fail("The sweep does not end.")


@pytest.fixture
def answered() -> CommentRequest:
    """A closed article whose request was answered by mail, with a file, long ago."""
    request = sent_request()
    letter = first_letter(request)
    Try.objects.create(outgoing=letter.outgoing, raw=b"the letter", sha256="0" * 64)
    reply = arrive(
        raw_mail(
            to=letter.outgoing.reply_to,
            sender=letter.contact.address,
            files={"statement.txt": b"Our statement."},
        )
    )
    assert reply.request == request
    Reply.objects.update(says="answered", triaged_at=timezone.now(), triaged_by=ChiefFactory())
    close_article(by=ChiefFactory(), article=request.article)
    age_everything()
    return request


def age_everything() -> None:
    then = timezone.now() - LONG_AGO
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE post_try SET at = %s", [then])
        cursor.execute("SET session_replication_role = origin")
    Incoming.objects.update(received_at=then)
    Contact.objects.update(found_at=then, health_at=then, answered_at=then, verified_at=None)
    for contact in Contact.objects.all():
        contact.letters.update(created_at=then)
    CommentRequest.objects.update(created_at=then, sent_at=then, first_answer_at=then)


def test_an_empty_age_keeps_everything(answered: CommentRequest) -> None:
    assert all(getattr(desk(), name) is None for name in AGES.values())
    sweep_all()
    assert not LogEntry.objects.filter(verb="erase").exists()
    assert bytes(Incoming.objects.get().raw)


def test_mail_past_its_age_loses_its_bytes_and_keeps_its_shape_and_words(
    answered: CommentRequest,
) -> None:
    desk(keep_mail_days=365)
    before = Incoming.objects.get()
    sweep_all()
    mail, file, letter = Incoming.objects.get(), Attachment.objects.get(), Try.objects.get()
    assert [bytes(mail.raw), bytes(file.content), bytes(letter.raw)] == [b""] * 3
    assert (mail.sha256, mail.size, mail.text) == (before.sha256, before.size, before.text)
    assert (file.name, file.size) == ("statement.txt", len(b"Our statement."))
    assert mail.erased_note.startswith("Erased on ")
    assert mail.erased_note.endswith("by the desk's rule.")
    assert Reply.objects.get().text
    assert Contact.objects.get().erased_at is None


def test_what_is_younger_than_its_age_stays(answered: CommentRequest) -> None:
    desk(keep_mail_days=500, keep_contact_days=500)
    sweep_all()
    assert bytes(Incoming.objects.get().raw)
    assert bytes(Try.objects.get().raw)
    assert Contact.objects.get().erased_at is None


def test_a_contact_used_lately_is_not_erased(answered: CommentRequest) -> None:
    desk(keep_contact_days=365)
    Contact.objects.update(answered_at=timezone.now())
    sweep_all()
    assert Contact.objects.get().erased_at is None


def test_a_contact_past_its_age_is_empty_out_of_use_and_cannot_be_put_back(
    answered: CommentRequest,
) -> None:
    desk(keep_contact_days=365)
    address = Contact.objects.get().address
    sweep_all()
    contact = Contact.objects.get()
    assert address not in f"{contact} {contact.address}{contact.name}"
    assert "Erased on" in str(contact)
    assert CommentRequest.objects.get().written_to == ""
    with pytest.raises(Refused, match="Erased on"):
        restore_contact(by=ChiefFactory(), contact=contact)


def test_nothing_goes_while_its_article_is_on_the_desk(answered: CommentRequest) -> None:
    desk(keep_mail_days=365, keep_contact_days=365)
    answered.article.closed_at = None
    answered.article.save()
    sweep_all()
    assert bytes(Incoming.objects.get().raw)
    assert Contact.objects.get().erased_at is None


def test_an_answer_nobody_has_read_stays(answered: CommentRequest) -> None:
    desk(keep_mail_days=365)
    Reply.objects.update(triaged_at=None, says="", request=None)
    sweep_all()
    assert bytes(Incoming.objects.get().raw)
    assert bytes(Attachment.objects.get().content)


def test_nothing_is_erased_under_legal_hold_and_it_is_once_the_hold_is_lifted(
    answered: CommentRequest,
) -> None:
    desk(keep_mail_days=365, keep_contact_days=365)
    lawyer = UserFactory(role="lawyer")
    hold = hold_article(by=lawyer, article=answered.article, why="A claim was filed.")
    sweep_all()
    assert bytes(Incoming.objects.get().raw)
    assert Contact.objects.get().erased_at is None
    lift_hold(by=lawyer, article=answered.article, hold_id=hold.pk, why="It was settled.")
    sweep_all()
    assert bytes(Incoming.objects.get().raw) == b""
    lines = LogEntry.objects.filter(verb="hold article").order_by("pk")
    assert [(line.by, line.text) for line in lines] == [
        (lawyer, "Put under legal hold: A claim was filed."),
        (lawyer, "Legal hold lifted: It was settled."),
    ]


def test_the_door_itself_keeps_what_is_held_whoever_asks(answered: CommentRequest) -> None:
    hold_article(by=ChiefFactory(), article=answered.article, why="A claim was filed.")
    ids = [Incoming.objects.get().pk]
    assert erasing.erase(RAW_MAIL, ids, why="by nobody", by=None, text="Erased.") == []
    assert bytes(Incoming.objects.get().raw)
    assert not LogEntry.objects.filter(verb="erase").exists()


def test_each_erasure_is_a_line_of_the_log_with_the_rows(answered: CommentRequest) -> None:
    desk(keep_mail_days=365)
    sweep_all()
    line = LogEntry.objects.get(verb="erase", subject="post.incoming")
    assert line.data == {"ids": [Incoming.objects.get().pk]}
    assert line.text.startswith("Erased by the desk's rule, older than ")
    assert line.text.endswith(": mail as it came. Rows: 1.")


def test_a_hold_needs_a_reason_stands_once_and_is_a_chief_s_or_lawyer_s(
    answered: CommentRequest,
) -> None:
    article = answered.article
    with pytest.raises(NotAllowed, match="chief or lawyer"):
        hold_article(by=ReporterFactory(), article=article, why="I want to.")
    with pytest.raises(Refused, match="Say why"):
        hold_article(by=ChiefFactory(), article=article, why=" ")
    hold = hold_article(by=ChiefFactory(), article=article, why="A claim was filed.")
    with pytest.raises(Refused, match="already"):
        hold_article(by=ChiefFactory(), article=article, why="Another.")
    with pytest.raises(Refused, match="Say why"):
        lift_hold(by=ChiefFactory(), article=article, hold_id=hold.pk, why="")
    lift_hold(by=ChiefFactory(), article=article, hold_id=hold.pk, why="Settled.")
    with pytest.raises(Refused, match="lifted already"):
        lift_hold(by=ChiefFactory(), article=article, hold_id=hold.pk, why="Settled.")


def test_the_page_of_a_hold_sets_and_lifts_it(client: Client, answered: CommentRequest) -> None:
    client.force_login(ChiefFactory())
    address = f"/articles/{answered.article_id}/hold/"
    assert "Hold everything" in client.get(address).content.decode()
    client.post(address, {"expected": "0", "why": "A claim was filed."})
    page = client.get(address).content.decode()
    assert "A claim was filed." in page
    assert "Lift the hold" in page
    assert client.post(address, {"why": "No page was shown."}).status_code == 422
    hold = answered.article.legal_hold()
    assert hold is not None
    client.post(address, {"expected": str(hold.pk), "why": "Settled."})
    assert answered.article.legal_hold() is None


def test_where_the_bytes_were_pages_and_downloads_say_that_they_were_erased(
    client: Client, answered: CommentRequest
) -> None:
    desk(keep_mail_days=365)
    client.force_login(ChiefFactory())
    page = client.get(f"/requests/{answered.pk}/").content.decode()
    assert "Raw message" in page
    sweep_all()
    page = client.get(f"/requests/{answered.pk}/").content.decode()
    assert "Raw message" not in page
    assert "by the desk&#x27;s rule" in page
    download = client.get(f"/mail/{Incoming.objects.get().pk}/raw/")
    assert download.status_code == 410
    assert download.content.decode().startswith("Erased on ")


def test_the_right_of_reply_file_says_what_was_erased(answered: CommentRequest) -> None:
    desk(keep_mail_days=365)
    sweep_all()
    with (
        take_record(by=ChiefFactory(), article=answered.article).file as file,
        ZipFile(file) as bundle,
    ):
        record = json.loads(bundle.read("record.json"))
        assert record["hashes_that_differ"] == []
        assert len(record["erased"]) == 2
        for entry in record["erased"]:
            assert bundle.read(entry["path"]).decode() == entry["note"]
            assert "by the desk's rule" in entry["note"]


ROLE = f"desk_that_erases_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
PASSWORD = "only-for-tests"


@pytest.fixture
def desk_role(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection[Any]]:
    owner = os.environ["DATABASE_URL"]
    settings.DATABASE_OWNER_URL = owner
    monkeypatch.setattr(roles, "desk_role", lambda: {"USER": ROLE, "PASSWORD": PASSWORD})
    roles.install(connection)
    parts = urlsplit(owner)
    name = connection.settings_dict["NAME"]
    address = f"postgres://{ROLE}:{PASSWORD}@{parts.hostname}:{parts.port}/{name}"
    with psycopg.connect(address, autocommit=True) as there:
        yield there


ERASE = "SELECT factcheck_erase(%s, %s, 'by the desk''s rule', 'Erased.', NULL, 'the system')"


def test_the_desk_s_role_erases_by_the_door_and_by_nothing_else(
    answered: CommentRequest, desk_role: psycopg.Connection[Any]
) -> None:
    for table, column in (("post_incoming", "raw"), ("post_try", "raw")):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            desk_role.execute(f"UPDATE {table} SET {column} = ''")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            desk_role.execute(f"UPDATE {table} SET erased_at = now()")
    for kind, model in (("mail as it came", Incoming), ("letters as they went", Try)):
        pk = model.objects.get().pk
        gone = desk_role.execute(ERASE, [kind, [pk]]).fetchone()
        assert gone == ([pk],)
        assert bytes(model.objects.get().raw) == b""
    assert LogEntry.objects.filter(verb="erase").count() == 2
    with pytest.raises(psycopg.errors.RaiseException, match="Nothing of the kind"):
        desk_role.execute(ERASE, ["the log", [1]])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk_role.execute("DELETE FROM post_try")


def test_a_table_that_refuses_changes_does_so_again_after_the_door_was_used(
    answered: CommentRequest,
) -> None:
    pk = Try.objects.get().pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ERASE, ["letters as they went", [pk]])
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            cursor.execute("UPDATE post_try SET raw = 'another letter'")


def test_a_role_that_was_given_nothing_may_not_use_the_door(
    desk_role: psycopg.Connection[Any],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
            " WHERE proname = 'factcheck_erase'"
        )
        assert cursor.fetchall() == [(False,)]


@pytest.mark.usefixtures("answered")
def test_an_erasure_names_columns_that_its_table_has_and_no_key_or_hash() -> None:
    for erasure in erasing.erasures():
        columns = {field.column for field in erasure.model._meta.concrete_fields}
        assert set(erasure.empties) <= columns - {"id", "sha256", "size"}, erasure.name
        assert erasing.erase(erasure, [0], why="by nobody", by=None, text="Erased.") == []
    assert CONTACTS in erasing.erasures()
