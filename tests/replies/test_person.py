"""`manage.py person`: what is held on somebody, as one file, or erased as far as it may be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command
from django.utils import timezone

from factcheck.articles.actions import hold_article
from factcheck.articles.models import Proof
from factcheck.newsroom.log_chain import extend_chain, walk_chain
from factcheck.newsroom.models import LogEntry, User
from factcheck.post.models import Attachment, Incoming, Outgoing, Try
from factcheck.replies.actions.person import export_person
from factcheck.replies.models import CommentRequest, Contact, Reply, RequestCall
from factcheck.replies.rules.keeping import why_kept
from tests.newsroom.factories import ChiefFactory, ReporterFactory
from tests.post.factories import raw_mail
from tests.replies.factories import ContactFactory, arrive, first_letter, point_to, sent_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
SECRET = "Only for the desk's eyes."


@pytest.fixture
def answered() -> CommentRequest:
    """A request that was answered by mail, with a file, and by telephone; nothing is awaited."""
    request = sent_request()
    letter = first_letter(request)
    Try.objects.create(outgoing=letter.outgoing, raw=b"the letter", sha256="0" * 64)
    arrive(
        raw_mail(
            SECRET,
            to=letter.outgoing.reply_to,
            sender=letter.contact.address,
            files={"statement.txt": SECRET.encode()},
        )
    )
    RequestCall.objects.create(request=request, words=SECRET, by=ChiefFactory())
    Reply.objects.update(says="answered", triaged_at=timezone.now(), triaged_by=ChiefFactory())
    CommentRequest.objects.update(outcome="answered")
    return request


def address_of(request: CommentRequest) -> str:
    return first_letter(request).outgoing.to_address


def run(capsys: pytest.CaptureFixture[str], *arguments: Any) -> str:
    call_command("person", *arguments)
    return capsys.readouterr().out


def test_one_file_holds_everything_and_nothing_of_others(
    answered: CommentRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = address_of(sent_request())
    file = tmp_path / "person.json"
    run(capsys, address_of(answered).upper(), "--export", file)
    text = file.read_text()
    holds = json.loads(text)["holds"]
    assert {"contacts", "words of mail", "words of letters", "answers", "words of calls"} <= set(
        holds
    )
    assert SECRET in holds["answers"][0]["text"]
    assert other not in text
    assert answered.address_token not in str(holds["addresses that requests went to"])
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="File exists"):
        run(capsys, address_of(answered), "--export", file)


def test_an_erased_person_leaves_the_rows_and_no_word_of_theirs(
    answered: CommentRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    address = address_of(answered)
    before = Incoming.objects.get().sha256
    says = run(capsys, address, "--erase")
    assert "answers: 1" in says
    assert "contacts: 1" in says
    mail, reply, call = Incoming.objects.get(), Reply.objects.get(), RequestCall.objects.get()
    assert (mail.sha256, reply.says, reply.request) == (before, "answered", answered)
    assert SECRET not in f"{bytes(mail.raw)!r}{mail.text}{mail.html}{reply.text}{call.words}"
    assert reply.erased_note.endswith("at the person's wish.")
    assert bytes(Attachment.objects.get().content) == bytes(Try.objects.get().raw) == b""
    kept = [*Contact.objects.values(), *Outgoing.objects.values(), *CommentRequest.objects.values()]
    assert address not in str(kept)
    extend_chain()
    assert walk_chain().broken == ""


def test_the_party_s_name_and_the_points_stay_and_are_listed_with_why(
    answered: CommentRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    point_to(answered, "Did you pay?")
    address, party = address_of(answered), answered.party.name
    run(capsys, address, "--export", tmp_path / "person.json")
    holds = json.loads((tmp_path / "person.json").read_text())["holds"]
    assert [row["name"] for row in holds["parties"]] == [party]
    said = run(capsys, address, "--erase")
    assert "names of parties: 1, the record says who was asked, and what" in said
    assert f"points put to them: {answered.points_put.count()}, the record says" in said
    answered.party.refresh_from_db()
    assert answered.party.name == party


def test_the_sign_in_by_the_provider_goes_with_the_account(
    capsys: pytest.CaptureFixture[str],
) -> None:
    user = ReporterFactory(is_active=False)
    SocialAccount.objects.create(user=user, provider="identity", uid="ann")
    run(capsys, user.email, "--erase")
    assert not SocialAccount.objects.exists()


def test_of_somebody_else_nothing_is_erased(
    answered: CommentRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    other = sent_request()
    CommentRequest.objects.update(outcome="answered")
    run(capsys, address_of(other), "--erase")
    assert SECRET in Reply.objects.get().text
    assert Contact.objects.filter(address=address_of(answered)).exists()


def test_what_is_under_legal_hold_stays_with_its_reason(
    answered: CommentRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    hold_article(by=ChiefFactory(), article=answered.article, why="A claim was filed.")
    says = run(capsys, address_of(answered), "--erase")
    assert "answers: 1, its article is under legal hold" in says
    assert SECRET in Reply.objects.get().text
    assert not LogEntry.objects.filter(verb="erase").exists()


def test_the_record_of_a_cleared_story_stays_with_its_reason(
    answered: CommentRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    Proof.objects.filter(article=answered.article).update(cleared_at=timezone.now())
    says = run(capsys, address_of(answered), "--erase")
    assert "answers: 1, it is the record of a cleared story" in says
    assert SECRET in Reply.objects.get().text


def test_what_an_open_request_needs_stays_with_its_reason(
    answered: CommentRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    CommentRequest.objects.update(outcome="")
    says = run(capsys, address_of(answered), "--erase")
    assert "contacts: 1, a request to them is still open" in says
    assert Contact.objects.get().erased_at is None


def test_an_account_in_use_stays_and_one_switched_off_keeps_its_name_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = ReporterFactory(name="Ann Lee", phone="123")
    assert "switch it off" in run(capsys, person.email, "--erase")
    User.objects.update(is_active=False)
    assert "accounts: 1" in run(capsys, person.email, "--erase")
    left = User.objects.get(pk=person.pk)
    assert (left.name, left.phone, left.has_usable_password()) == ("Ann Lee", "", False)
    assert person.email not in left.email


def test_of_an_address_nobody_has_there_is_nothing() -> None:
    for arguments in (["--erase"], ["--export", "/nowhere"]):
        with pytest.raises(CommandError, match="holds nothing"):
            call_command("person", "nobody@x.example", *arguments)


def test_each_reason_keeps_a_row_by_itself_and_a_row_of_no_article_goes() -> None:
    none: frozenset[int] = frozenset()
    assert why_kept({1}, held=frozenset({1}), cleared=none, asked=none)
    assert why_kept({1, 2}, held=none, cleared=frozenset({2}), asked=none)
    assert why_kept({1}, held=none, cleared=none, asked=frozenset({1}))
    assert why_kept({1}, held=frozenset({2}), cleared=frozenset({2}), asked=none) == ""
    assert why_kept(set(), held=frozenset({1}), cleared=none, asked=none) == ""


@pytest.mark.parametrize("asked", ["+3225550100", "+32 2 555 01 00", "+32 (2) 555-01-00"])
def test_a_number_is_found_however_its_digits_are_parted(asked: str) -> None:
    ContactFactory(address="+32 2 555 01 00", channel="phone")
    ContactFactory(address="+32 2 555 01 99", channel="phone")
    held = export_person(asked)
    assert [row["address"] for row in held["holds"]["contacts"]] == ["+32 2 555 01 00"]
