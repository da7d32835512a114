"""One reply to several requests, moved, split and withdrawn; on what terms it was given."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry, User
from factcheck.replies import actions
from factcheck.replies.actions import sorting
from factcheck.replies.models import CommentRequest, Reply
from factcheck.replies.reads.comment_requests import asks_against_record, sentence_of
from factcheck.replies.reads.record import record_of
from factcheck.replies.rules import Terms
from factcheck.review.reads.gate import gate
from factcheck.status.reads import all_news
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import EditorFactory, UserFactory
from tests.outside.mails import mail
from tests.replies.factories import ReplyFactory, arrive, sent_request

pytestmark = pytest.mark.django_db
PAST = timedelta(minutes=5)


def checker() -> User:
    return UserFactory(role="checker")


def to(request: CommentRequest) -> dict[str, str]:
    """The headers of an answer sent to the request's own address."""
    return {"To": f"reply+{request.address_token}@desk.example", "In-Reply-To": "<x@y.example>"}


def text_of(request: CommentRequest) -> str:
    return sentence_of(request.article, timezone.now()).text


def overdue(**fields: Any) -> CommentRequest:
    return sent_request(deadline=timezone.now() - PAST, **fields)


def test_one_reply_answers_two_requests_and_each_sentence_says_so() -> None:
    first, second = overdue(), overdue()
    reply = ReplyFactory(request=first)
    actions.triage(by=checker(), reply=reply, says="answered")
    assert "did not respond" in text_of(second)

    twin = actions.share_reply(by=checker(), reply=reply, request=second)
    assert "did not respond" not in text_of(second), "it waits to be sorted there too"
    actions.triage(by=checker(), reply=twin, says="partial")

    assert "responded to questions" in text_of(first)
    assert "some of the questions" in text_of(second)


def test_a_reply_is_shared_with_a_request_once() -> None:
    first, second = sent_request(), sent_request()
    reply = ReplyFactory(request=first)
    actions.share_reply(by=checker(), reply=reply, request=second)
    with pytest.raises(Refused, match="already"):
        actions.share_reply(by=checker(), reply=reply, request=second)


def test_a_message_shared_keeps_its_raw_bytes_with_both() -> None:
    first, second = sent_request(), sent_request()
    reply = arrive(mail("We deny both.", to(first)))
    twin = actions.share_reply(by=checker(), reply=reply, request=second)
    assert twin.incoming_id == reply.incoming_id
    assert twin.text == reply.text


def test_moving_a_reply_moves_what_the_sentences_say() -> None:
    wrong, right = overdue(), overdue()
    reply = ReplyFactory(request=wrong)
    actions.triage(by=checker(), reply=reply, says="no comment")

    actions.move_reply(by=checker(), reply=reply, request=right)

    assert "declined" not in text_of(wrong)
    assert "did not respond" in text_of(wrong)
    assert "declined to comment" in text_of(right)
    lines = LogEntry.objects.filter(verb="file reply", subject_id=reply.pk)
    assert {line.article_id for line in lines} == {wrong.article_id, right.article_id}


def test_a_reply_may_be_moved_to_the_party_s_request_of_a_published_story(client: Client) -> None:
    out = sent_request()
    Article.objects.filter(pk=out.article_id).update(closed_at=timezone.now())
    stranger = sent_request()
    reply = ReplyFactory(request=sent_request(party=out.party))
    client.force_login(checker())
    page = client.get(reverse("replies:request", args=[reply.request_id]))
    assert out in page.context["others_asked"]
    assert stranger not in page.context["others_asked"]
    change = reverse("replies:change_reply", args=[reply.pk])
    client.post(change, {"act": "move", "request": out.pk})
    assert out.replies.filter(pk=reply.pk).exists()


def test_each_half_of_a_reply_and_its_withdrawal_have_a_line_in_the_log() -> None:
    first, second = sent_request(), sent_request()
    reply = ReplyFactory(request=first, text="On the tax: no.\n\nOn the bridge: it is safe.")
    twin = actions.share_reply(
        by=checker(), reply=reply, request=second, words="On the bridge: it is safe."
    )
    actions.triage(by=checker(), reply=twin, says="answered")
    actions.withdraw_reply(by=checker(), reply=twin, why="Their lawyer rang.")
    split = f"Part of a reply of {first.party} answers {second} too."
    entries = LogEntry.objects.exclude(by=None)
    lines = {one.article_id: one.text for one in entries.filter(verb="file reply")}
    assert lines == {first.article_id: split, second.article_id: split}
    taken_back = entries.get(verb="withdraw reply")
    assert taken_back.text == f"Reply of {second.party} withdrawn: Their lawyer rang."
    assert taken_back.article_id == second.article_id


def test_a_reply_that_the_copy_uses_does_not_move_to_another_article() -> None:
    article = ArticleFactory(text="The ministry said it was wrong about everything that day.")
    reply = ReplyFactory(request=sent_request(article=article))
    actions.triage(by=checker(), reply=reply, says="answered")
    actions.mark_use(by=checker(), reply=reply, words="wrong about everything")
    with pytest.raises(Refused, match="uses it"):
        actions.move_reply(by=checker(), reply=reply, request=sent_request())


def test_a_passage_is_split_off_and_the_rest_stays() -> None:
    first, second = sent_request(), sent_request()
    reply = ReplyFactory(request=first, text="On the tax: no.\n\nOn the bridge: it is safe.")
    twin = actions.share_reply(
        by=checker(), reply=reply, request=second, words="On the bridge: it is safe."
    )
    reply.refresh_from_db()
    assert (reply.text, twin.text) == ("On the tax: no.", "On the bridge: it is safe.")
    assert reply.whole == twin.whole == "On the tax: no.\n\nOn the bridge: it is safe."


@pytest.mark.parametrize("words", ["Not there.", "All of it."])
def test_what_is_not_a_part_of_the_reply_is_not_split_off(words: str) -> None:
    reply = ReplyFactory(text="All of it.")
    with pytest.raises(Refused):
        actions.share_reply(by=checker(), reply=reply, request=sent_request(), words=words)


def test_a_letter_that_withdraws_a_statement_takes_it_out_of_the_sentence() -> None:
    request = sent_request()
    statement = ReplyFactory(request=request, text="We are sorry.")
    actions.triage(by=checker(), reply=statement, says="answered")
    later = ReplyFactory(request=request, text="Please disregard our statement.")
    assert "responded" not in text_of(request), "while the newer one is unsorted"

    actions.triage(by=checker(), reply=later, says="withdraws")

    statement.refresh_from_db()
    assert statement.withdrawn_in == later
    assert "gave a statement and later withdrew it" in text_of(request)
    assert LogEntry.objects.filter(verb="withdraw reply", subject_id=statement.pk).exists()


def test_a_slip_of_the_key_takes_nothing_out_for_good() -> None:
    request = sent_request()
    statement = ReplyFactory(request=request)
    actions.triage(by=checker(), reply=statement, says="answered")
    later = ReplyFactory(request=request, text="Thanks.")
    actions.triage(by=checker(), reply=later, says="withdraws")
    actions.triage(by=checker(), reply=later, says="not about this")
    assert "responded to questions" in text_of(request)


def test_a_withdrawn_party_is_never_said_to_have_been_silent() -> None:
    request = overdue()
    statement = ReplyFactory(request=request)
    actions.triage(by=checker(), reply=statement, says="no comment")
    actions.withdraw_reply(by=checker(), reply=statement, why="By phone to Ann.")
    assert "did not respond" not in text_of(request)
    actions.restore_reply(by=checker(), reply=statement)
    assert "declined to comment" in text_of(request)


def test_a_ruling_made_meanwhile_is_not_overwritten_unseen() -> None:
    reply = ReplyFactory()
    actions.triage(by=checker(), reply=reply, says="no comment", expected="")
    with pytest.raises(Refused, match="meanwhile"):
        actions.triage(by=checker(), reply=reply, says="answered", expected="")


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        (Terms("embargoed"), "until when"),
        (Terms("attributed to"), "to whom"),
        (Terms("whispered"), "no terms"),
    ],
)
def test_terms_that_lack_something_are_refused(terms: Terms, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        actions.set_terms(by=checker(), reply=ReplyFactory(), terms=terms)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Off the record: he resigned.", "off the record"),
        ("Ceci n’est PAS POUR PUBLICATION.", "not for publication"),
        ("Nur zum Hintergrund: es war so.", "background"),
        ("НЕ ДЛЯ ПУБЛИКАЦИИ. Мы ответим.", "not for publication"),
        ("Strictly embargoed until Friday.", "embargoed"),
        ("We keep no record of that.", "on the record"),
        ("Background: the bridge was built in 1970.", "on the record"),
    ],
)
def test_an_answer_comes_in_on_the_terms_its_words_ask_for(words: str, kind: str) -> None:
    request = sent_request()
    reply = arrive(mail(words, to(request)))
    assert reply.terms == kind


def kept_back_reply(text: str, copy: str = "Nothing of it is here.", **terms: Any) -> Reply:
    request = sent_request(article=ArticleFactory(text=copy))
    reply = ReplyFactory(request=request, text=text, said_by="Ann Roe, spokesperson")
    actions.triage(by=checker(), reply=reply, says="answered")
    actions.set_terms(by=checker(), reply=reply, terms=Terms(**{"kind": "off the record", **terms}))
    reply.refresh_from_db()
    return reply


SECRET = "The minister signed the contract without reading a single page of it."


def test_words_off_the_record_are_warned_of_where_the_copy_has_them() -> None:
    reply = kept_back_reply(SECRET, f"It is known. {SECRET} He denies it.")
    [fault] = [
        one for one in asks_against_record(reply.request.article) if "off the record" in one.text
    ]
    assert fault.contradicts
    reasons = [
        item.text for one in gate(reply.request.article, timezone.now()) for item in one.items
    ]
    assert any("off the record" in reason for reason in reasons), "the gate holds the copy"


def test_a_marked_use_of_words_off_the_record_is_warned_of_though_reworded() -> None:
    reply = kept_back_reply(SECRET, "Nobody read the contract, we hear.")
    actions.mark_use(by=checker(), reply=reply, words="Nobody read the contract")
    assert any("Nobody read" in one.text for one in asks_against_record(reply.request.article))


def test_an_embargo_that_has_ended_is_no_longer_warned_of() -> None:
    ended = timezone.now() - PAST
    reply = kept_back_reply(SECRET, SECRET, kind="embargoed", embargo_until=ended)
    assert not any("embargo" in one.text for one in asks_against_record(reply.request.article))


def test_the_record_for_others_never_shows_what_was_off_the_record() -> None:
    request = sent_request()
    reply = arrive(mail(f"Off the record. {SECRET}", to(request)))
    actions.triage(by=checker(), reply=reply, says="answered")
    record = record_of(request.article, timezone.now())
    [shown] = record["requests"][0]["replies"]
    assert "off the record" in shown["terms"]
    assert shown["bytes"] is None
    assert SECRET not in str(record)


def test_the_other_half_of_a_message_does_not_bring_back_what_is_kept_back() -> None:
    request = sent_request()
    reply = arrive(mail(f"We deny it.\n\n{SECRET}", to(request)))
    actions.triage(by=checker(), reply=reply, says="answered")
    twin = actions.share_reply(by=checker(), reply=reply, request=request, words=SECRET)
    actions.triage(by=checker(), reply=twin, says="answered", terms=Terms("not for publication"))
    record = str(record_of(request.article, timezone.now()))
    assert "We deny it." in record
    assert SECRET not in record


def test_a_name_not_for_attribution_is_not_in_the_record_for_others() -> None:
    reply = kept_back_reply(SECRET, kind="background", attributed_to="a senior official")
    [shown] = record_of(reply.request.article, timezone.now())["requests"][0]["replies"]
    assert shown["said_by"] == "a senior official"
    assert shown["text"] == SECRET


def test_a_legal_threat_is_told_to_lawyers_and_editors_at_once_and_to_nobody_twice() -> None:
    lawyer, editor = UserFactory(role="lawyer"), UserFactory(role="editor")
    UserFactory(role="reporter")
    reply = ReplyFactory(text="We shall sue.")
    actions.triage(by=checker(), reply=reply, says="legal threat")
    to = [due.user for due in all_news(timezone.now(), ["legal threat"])]
    assert set(to) == {lawyer, editor}
    assert len(to) == 2
    assert "legal letter" in text_of(reply.request)


def test_a_lawyer_outside_the_team_hears_nothing_of_a_restricted_article() -> None:
    UserFactory(role="lawyer")
    inside = UserFactory(role="lawyer")
    article = ArticleFactory(restricted=True)
    article.team.add(inside)
    reply = ReplyFactory(request=sent_request(article=article))
    actions.triage(by=UserFactory(role="chief"), reply=reply, says="legal threat")
    assert [due.user for due in all_news(timezone.now(), ["legal threat"])] == [inside]


def test_a_lawyer_reads_and_rules_on_nothing() -> None:
    with pytest.raises(NotAllowed):
        actions.triage(by=UserFactory(role="lawyer"), reply=ReplyFactory(), says="answered")


def test_only_who_may_sort_and_sees_the_story_does_anything_to_its_replies() -> None:
    request, other = overdue(), overdue()
    reply = ReplyFactory(request=request)
    Article.objects.filter(pk=request.article_id).update(restricted=True)
    outsider = UserFactory(role="reporter")

    def fresh() -> Reply:
        return Reply.objects.get(pk=reply.pk)

    deeds: list[Any] = [
        lambda: actions.triage(by=outsider, reply=fresh(), says="answered"),
        lambda: actions.share_reply(by=outsider, reply=fresh(), request=other),
        lambda: actions.move_reply(by=outsider, reply=fresh(), request=other),
        lambda: actions.withdraw_reply(by=outsider, reply=fresh(), why="So they said."),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()
    orphan = ReplyFactory(request=None)
    with pytest.raises(NotAllowed):
        actions.triage(by=UserFactory(role="lawyer"), reply=orphan, says="not about this")
    assert not Reply.objects.exclude(says="").exists()


def test_a_reply_that_was_moved_while_it_was_being_sorted_is_not_sorted_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request, other = overdue(), overdue()
    reply = ReplyFactory(request=request)
    held = sorting.locked

    def moved_first(asked: CommentRequest) -> CommentRequest:
        Reply.objects.filter(pk=reply.pk).update(request=other)
        return held(asked)

    monkeypatch.setattr(sorting, "locked", moved_first)
    with pytest.raises(Refused, match="moved this reply"):
        actions.triage(by=checker(), reply=reply, says="answered")
    assert Reply.objects.get().says == ""


def test_a_reply_is_withdrawn_once_and_only_when_it_was_sorted() -> None:
    reply = ReplyFactory(request=overdue())
    with pytest.raises(Refused, match="Sort it first"):
        actions.withdraw_reply(by=checker(), reply=reply, why="So they said.")
    actions.triage(by=checker(), reply=reply, says="answered")
    actions.withdraw_reply(by=checker(), reply=reply, why="So they said.")
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_reply(by=checker(), reply=reply, why="And again.")


def test_the_words_of_a_reply_are_never_lost_whoever_writes_to_the_table() -> None:
    reply = ReplyFactory(text="We did not. Ask the ministry.")
    for lost in (
        {"text": "We did."},
        {"whole": "We did."},
        {"text": "We did.", "whole": "We did."},
    ):
        with pytest.raises(DatabaseError, match="kept whole"), transaction.atomic():
            Reply.objects.filter(pk=reply.pk).update(**lost)
    kept = {"text": "We did not.", "whole": "We did not. Ask the ministry."}
    Reply.objects.filter(pk=reply.pk).update(**kept)
    with pytest.raises(DatabaseError, match="kept whole"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(whole="We did not.")
    Reply.objects.filter(pk=reply.pk).update(text="We.")


@pytest.mark.parametrize("back", ["board", ""])
def test_sorting_leads_back_to_the_page_it_was_done_on(client: Client, back: str) -> None:
    reply = ReplyFactory()
    client.force_login(EditorFactory())
    sorted_on = {"says": "answered", "expected": "", "back": back}
    answer = client.post(reverse("replies:triage", args=[reply.pk]), sorted_on)
    page, pk = ("of_article", reply.request.article_id) if back else ("request", reply.request_id)
    assert answer["Location"] == reverse(f"replies:{page}", args=[pk])


def test_a_refused_ruling_keeps_the_form_as_it_was_typed(client: Client) -> None:
    reply = ReplyFactory()
    client.force_login(EditorFactory())
    typed = {"says": "asks for time", "expected": "", "give": "on"}
    answer = client.post(
        reverse("replies:triage", args=[reply.pk]), typed, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "this")
    assert "Say until when it asks for time." in answer.content.decode()
    reply.refresh_from_db()
    assert reply.triaged_at is None


@pytest.mark.parametrize(
    ("words", "first"),
    [("Keine Auskunft.", ["no comment"]), ("Keine Auskunft. Der Vertrag ist alt.", [])],
)
def test_a_refusal_to_comment_is_offered_first_to_whoever_sorts_it(
    client: Client, words: str, first: list[str]
) -> None:
    request = sent_request()
    arrive(mail(words, to(request)))
    client.force_login(checker())
    page = client.get(reverse("replies:request", args=[request.pk])).content.decode()
    buttons = re.findall(r'<button name="says"\s+value="([^"]+)"[^>]*class="main"', page)
    assert buttons == first
    assert ("reads like “no comment”" in page) == bool(first)
    assert "no comment" not in text_of(request)
