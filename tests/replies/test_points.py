"""Points: chosen from the copy, worded by the desk, put once and kept; what the draft adds later is
"not yet asked".
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.post.models import Outgoing
from factcheck.replies import actions, rules, tasks
from factcheck.replies.models import CommentRequest, Letter, Point, PointWording, PutPoint
from factcheck.replies.reads import comment_requests, points
from factcheck.review.reads.gate import gate
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import AccusationFactory, ClaimFactory, PartyFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.replies.factories import ReplyFactory, RequestFactory, point_to, sent_request

pytestmark = pytest.mark.django_db
COPY = "The army shelled the market on Friday and denied it, two doctors of the town said. The army jailed a mayor."
SHELLED = "The army shelled the market on Friday and denied it, two doctors of the town said."
JAILED = "The army jailed a mayor."


def army() -> Any:
    return PartyFactory(name="the army")


def go(request: CommentRequest) -> CommentRequest:
    """Its newest letter is on record as taken by a server, now."""
    letter = request.letters.latest("id")
    Outgoing.objects.filter(pk=letter.outgoing_id).update(state="sent", sent_at=timezone.now())
    tasks.follow(letter.pk)
    return CommentRequest.objects.get(pk=request.pk)


def send(request: CommentRequest) -> CommentRequest:
    actions.send_request(by=ReporterFactory(), request=request)
    return go(request)


def states(request: CommentRequest) -> list[str]:
    fresh = points.with_points(CommentRequest.objects.filter(pk=request.pk)).get()
    return [row.state for row in points.point_rows(fresh)]


def unasked(article: Article) -> list[str]:
    return [one.text for one in points.not_yet_asked([article.pk])[article.pk]]


def asked_about_shelling() -> tuple[CommentRequest, Article]:
    """The army was asked, in a point chosen from the accusation; the copy accuses it of no more
    yet.
    """
    article, party = ArticleFactory(text=SHELLED), army()
    request = RequestFactory(article=article, party=party, points="")
    charge = AccusationFactory(on=article, party=party, text=SHELLED)
    point = actions.choose_point(by=ReporterFactory(), request=request, mark=charge)
    actions.word_point(
        by=ReporterFactory(), point=point, text="Did your artillery fire on the market?"
    )
    return send(request), article


def accuse_of_more(article: Article, party: Any) -> None:
    proof = next_proof(article, COPY)
    for words in (SHELLED, JAILED):
        AccusationFactory(proof=proof, party=party, text=words)


def test_a_chosen_point_begins_from_the_charge_with_a_gap_and_not_with_the_copy_s_words() -> None:
    article, party = ArticleFactory(text=COPY), army()
    request = RequestFactory(article=article, party=party, points="")
    charge = AccusationFactory(on=article, party=party, text=SHELLED, accuser="two doctors")
    point = actions.choose_point(by=ReporterFactory(), request=request, mark=charge)
    assert point.words == "two doctors alleges the following: […] What is your response?"
    assert SHELLED not in actions.compose(CommentRequest.objects.get(pk=request.pk)).text
    with pytest.raises(Refused, match="own words in question 1"):
        actions.send_request(by=ReporterFactory(), request=request)
    with pytest.raises(Refused, match="already"):
        actions.choose_point(by=ReporterFactory(), request=request, mark=charge)


def test_words_of_the_copy_go_only_when_the_desk_lets_them() -> None:
    request = RequestFactory(article=ArticleFactory(text=COPY), points="")
    with pytest.raises(Refused, match="stand in the copy"):
        actions.add_point(by=ReporterFactory(), request=request, text=f"Is it so that {SHELLED}")
    point = actions.add_point(
        by=ReporterFactory(), request=request, text=f"Is it so? {SHELLED}", copy_words=True
    )
    assert point.wording.copy_words
    with pytest.raises(Refused, match="stand in the copy"):
        actions.word_point(by=ReporterFactory(), point=point, text=f"Surely not: {SHELLED}")


def test_what_a_letter_put_is_fixed_for_ever() -> None:
    request, _ = asked_about_shelling()
    put = PutPoint.objects.get()
    assert (put.wording.text, put.letter, put.position) == (
        "Did your artillery fire on the market?",
        request.letters.get(),
        1,
    )
    for change in (
        lambda: PutPoint.objects.update(position=2),
        lambda: PutPoint.objects.all().delete(),
        lambda: PointWording.objects.update(text="Other words"),
        lambda: PointWording.objects.filter(puts=None).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_wording_is_a_version_and_the_earlier_one_stays() -> None:
    point = point_to(RequestFactory(points=""), "First words?")
    actions.word_point(by=ReporterFactory(), point=point, text="Other words?")
    actions.word_point(by=ReporterFactory(), point=point, text=" Other words? ")
    assert list(point.wordings.values_list("number", "text")) == [
        (1, "First words?"),
        (2, "Other words?"),
    ]
    assert point.request.points == "Other words?"


def test_several_points_are_numbered_in_the_desk_s_order() -> None:
    request = RequestFactory(points="One?")
    second = point_to(request, "Two?")
    actions.move_point(by=ReporterFactory(), point=second, up=True)
    assert "1. Two?\n\n2. One?" in actions.compose(CommentRequest.objects.get(pk=request.pk)).text
    with pytest.raises(Refused, match="first question"):
        actions.move_point(by=ReporterFactory(), point=second, up=True)
    actions.withdraw_point(by=ReporterFactory(), point=second)
    assert CommentRequest.objects.get(pk=request.pk).points == "One?"
    with pytest.raises(Refused, match="withdrawn"):
        actions.word_point(by=ReporterFactory(), point=second, text="Three?")


def test_a_point_that_was_put_cannot_be_withdrawn() -> None:
    request, _ = asked_about_shelling()
    with pytest.raises(Refused, match="stands in the record"):
        actions.withdraw_point(by=ReporterFactory(), point=request.points_put.get())


def test_a_new_or_changed_point_is_not_yet_asked_until_a_further_letter_puts_only_it() -> None:
    request, article = asked_about_shelling()
    assert (states(request), unasked(article)) == (["put"], [])
    actions.add_point(by=ReporterFactory(), request=request, text="Who gave the order?")
    assert states(request) == ["put", "not yet asked"]
    assert unasked(article) == ["Who gave the order?"]
    letter = actions.send_further(by=ReporterFactory(), request=request)
    assert letter.kind == "further"
    assert "Who gave the order?" in letter.outgoing.text
    assert "artillery" not in letter.outgoing.text
    assert letter.outgoing.in_reply_to == request.letters.get(kind="first").outgoing.message_id
    assert states(request) == ["put", "on its way"]
    go(request)
    assert (states(request), unasked(article)) == (["put", "put"], [])
    with pytest.raises(Refused, match="Every question"):
        actions.send_further(by=ReporterFactory(), request=request)
    actions.word_point(
        by=ReporterFactory(), point=request.points_put.first(), text="Did your guns fire on it?"
    )
    assert states(request) == ["changed since", "put"]


def test_a_further_letter_that_did_not_go_leaves_its_points_not_yet_asked() -> None:
    request, article = asked_about_shelling()
    actions.add_point(by=ReporterFactory(), request=request, text="Who gave the order?")
    letter = actions.send_further(by=ReporterFactory(), request=request)
    Outgoing.objects.filter(pk=letter.outgoing_id).update(state="failed")
    tasks.follow(letter.pk)
    assert states(request)[1] == "not yet asked"
    assert unasked(article) == ["Who gave the order?"]


def test_a_draft_that_accuses_the_party_of_more_is_not_yet_asked_and_holds_the_copy() -> None:
    request, article = asked_about_shelling()
    accuse_of_more(article, request.party)
    assert unasked(article) == [JAILED]
    [blocker] = [b for b in gate(article, timezone.now()) if b.reason == "accused not asked"]
    assert blocker.items[0].text == f"the army, not asked yet: {JAILED}"
    charge = request.party.accused_in.get(text=JAILED)
    actions.cover(by=ReporterFactory(), point=request.points_put.get(), mark=charge)
    assert unasked(article) == []
    assert "accused not asked" not in [b.reason for b in gate(article, timezone.now())]


def test_a_charge_is_known_by_its_sentence_though_the_reader_marks_a_few_words_of_it() -> None:
    first = "Doctors accused the army of shelling the market."
    article, party = ArticleFactory(text=first), army()
    request = RequestFactory(article=article, party=party, points="")
    charge = AccusationFactory(on=article, party=party, text="accused the army of")
    point = actions.choose_point(
        by=ReporterFactory(), request=request, mark=charge, copy_words=True
    )
    assert first in point.words
    send(request)
    assert unasked(article) == []
    proof = next_proof(article, f"{first} Others accused the army of jailing a mayor.")
    AccusationFactory(proof=proof, party=party, text="accused the army of")
    start = proof.text.rindex("accused the army of")
    AccusationFactory(proof=proof, party=party, text="accused the army of", start=start)
    assert unasked(article) == ["Others accused the army of jailing a mayor."]


def test_an_accusation_whose_words_changed_is_not_yet_asked() -> None:
    request, article = asked_about_shelling()
    proof = next_proof(
        article, "The army shelled the market on Friday, killing twenty people in the crowd there."
    )
    AccusationFactory(proof=proof, party=request.party, text=proof.text)
    assert unasked(article) == [proof.text]


def test_points_in_the_desk_s_own_words_answer_for_all_the_copy_said_when_they_were_put_and_no_more() -> (
    None
):
    article, party = ArticleFactory(text=SHELLED), army()
    AccusationFactory(on=article, party=party, text=SHELLED)
    send(RequestFactory(article=article, party=party))
    assert unasked(article) == []
    accuse_of_more(article, party)
    assert unasked(article) == [JAILED]


def test_an_accusation_that_stood_and_was_not_chosen_is_not_yet_asked() -> None:
    article, party = ArticleFactory(text=COPY), army()
    request = RequestFactory(article=article, party=party, points="")
    charge = AccusationFactory(on=article, party=party, text=SHELLED)
    AccusationFactory(on=article, party=party, text=JAILED)
    point = actions.choose_point(by=ReporterFactory(), request=request, mark=charge)
    actions.word_point(
        by=ReporterFactory(), point=point, text="Did your artillery fire on the market?"
    )
    send(request)
    assert unasked(article) == [JAILED]


def test_a_call_that_first_asks_the_party_puts_its_points_and_a_later_one_only_those_named() -> (
    None
):
    request = RequestFactory()
    actions.log_call(by=ReporterFactory(), request=request, channel="phone", words="Read them out.")
    assert states(request) == ["put"]
    second = point_to(request, "Who gave the order?")
    actions.log_call(
        by=ReporterFactory(), request=request, channel="phone", words="They call back."
    )
    assert states(request) == ["put", "not yet asked"]
    actions.log_call(
        by=ReporterFactory(), request=request, channel="phone", words="Read it.", points=[second]
    )
    assert states(request) == ["put", "put"]


def test_a_call_that_nobody_took_puts_nothing() -> None:
    request = RequestFactory()
    actions.log_call(
        by=ReporterFactory(), request=request, channel="phone", words="Engaged.", reached=False
    )
    assert states(request) == ["to be put"]


def test_who_answered_everything_and_is_asked_more_has_answered_in_part_and_is_waited_for() -> None:
    request, article = asked_about_shelling()
    reply = ReplyFactory(request=request)
    actions.triage(by=CheckerFactory(), reply=reply, says="answered")
    assert not CommentRequest.objects.outstanding().exists()
    actions.add_point(by=ReporterFactory(), request=request, text="Who gave the order?")
    actions.send_further(by=ReporterFactory(), request=request)
    request = go(request)
    assert (request.outcome, request.awaits_more) == ("partial", True)
    assert CommentRequest.objects.outstanding().get() == request
    assert "some of the questions" in comment_requests.sentence_of(article, timezone.now()).text
    actions.triage(by=CheckerFactory(), reply=ReplyFactory(request=request), says="answered")
    request.refresh_from_db()
    assert (request.outcome, request.awaits_more) == ("answered", False)


def test_a_further_letter_after_the_deadline_needs_a_new_one_which_an_editor_gives() -> None:
    request, _ = asked_about_shelling()
    CommentRequest.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    actions.add_point(by=ReporterFactory(), request=request, text="Who gave the order?")
    with pytest.raises(Refused, match="deadline"):
        actions.send_further(by=ReporterFactory(), request=request)
    until = timezone.now() + timedelta(hours=2)
    with pytest.raises(NotAllowed):
        actions.send_further(by=ReporterFactory(), request=request, until=until)
    actions.send_further(by=EditorFactory(), request=request, until=until)
    request.refresh_from_db()
    assert request.deadline == until
    assert request.extensions.get().reason == "Further questions were asked."
    assert not Letter.objects.filter(kind="extension").exists()


def test_no_further_letter_follows_one_that_has_not_gone() -> None:
    request = RequestFactory()
    actions.send_request(by=ReporterFactory(), request=request)
    actions.add_point(by=ReporterFactory(), request=request, text="Who gave the order?")
    with pytest.raises(Refused, match="follows one that went"):
        actions.send_further(by=ReporterFactory(), request=request)


def test_a_letter_that_changed_since_it_was_looked_over_does_not_go() -> None:
    request = RequestFactory()
    seen = actions.compose(CommentRequest.objects.get(pk=request.pk)).fingerprint
    actions.add_point(by=ReporterFactory(), request=request, text="Who gave the order?")
    with pytest.raises(Refused, match="changed since you looked"):
        actions.send_request(by=ReporterFactory(), request=request, seen=seen)
    assert not Outgoing.objects.exists()


def test_the_party_reads_on_its_page_and_in_a_reminder_only_what_was_put(client: Client) -> None:
    request, _ = asked_about_shelling()
    actions.add_point(by=ReporterFactory(), request=request, text="Secret further question?")
    actions.word_point(
        by=ReporterFactory(), point=request.points_put.first(), text="Secret new words?"
    )
    page = client.get(f"/r/{request.link_token}/").content.decode()
    request = CommentRequest.objects.get(pk=request.pk)
    for told in (
        page,
        actions.compose(request, "chaser").text,
        actions.compose(request, "extension").text,
    ):
        assert "artillery" in told
        assert "Secret" not in told


def test_who_cannot_see_a_restricted_article_cannot_touch_its_points() -> None:
    request = RequestFactory(article=ArticleFactory(restricted=True))
    point, outsider = request.points_put.get(), CheckerFactory()
    charge = AccusationFactory(on=request.article, party=request.party)
    for act in (
        lambda: actions.add_point(by=outsider, request=request, text="x"),
        lambda: actions.choose_point(by=outsider, request=request, mark=charge),
        lambda: actions.word_point(by=outsider, point=point, text="x"),
        lambda: actions.withdraw_point(by=outsider, point=point),
        lambda: actions.move_point(by=outsider, point=point, up=True),
        lambda: actions.cover(by=outsider, point=point, mark=charge),
        lambda: actions.send_further(by=outsider, request=request),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_mark_of_another_article_or_of_older_copy_is_no_source() -> None:
    request = RequestFactory()
    with pytest.raises(Refused, match="no longer"):
        actions.choose_point(by=ReporterFactory(), request=request, mark=ClaimFactory())
    gone = ClaimFactory(on=request.article)
    next_proof(request.article, "Other copy.")
    with pytest.raises(Refused, match="no longer"):
        actions.choose_point(by=ReporterFactory(), request=request, mark=gone)


def test_what_concerns_the_party_is_proposed_first_and_anything_can_be_chosen() -> None:
    article, party = ArticleFactory(text=f"{COPY} It rained all day."), army()
    request = RequestFactory(article=article, party=party, points="")
    AccusationFactory(on=article, party=party, text=JAILED)
    ClaimFactory(on=article, text=SHELLED)
    QuoteFactory(on=article, text="denied it", speaker="Omar Haddad", speaker_of="the army")
    ClaimFactory(on=article, text="It rained all day.")
    concerned, others = points.candidates_of(request, article.current_proof())
    assert [(one.kind, one.mark.text) for one in concerned] == [
        ("accusation", JAILED),
        ("quote", "denied it"),
        ("claim", SHELLED),
    ]
    assert [one.mark.text for one in others] == ["It rained all day."]


def test_points_are_chosen_worded_and_sent_on_further_from_the_request_s_page(
    client: Client,
) -> None:
    request, article = asked_about_shelling()
    accuse_of_more(article, request.party)
    client.force_login(EditorFactory())
    page = reverse("replies:request", args=[request.pk])
    assert "Not asked yet" in client.get(page).content.decode()
    assert JAILED in client.get(f"/articles/{article.pk}/requests/").content.decode()
    charge = request.party.accused_in.get(text=JAILED)
    client.post(reverse("replies:choose", args=[request.pk]), {"mark": f"accusation-{charge.pk}"})
    point = Point.objects.latest("pk")
    actions.word_point(by=EditorFactory(), point=point, text="Why is the mayor in prison?")
    shown = client.get(page)
    assert shown.context["kind"] == "further"
    assert "Why is the mayor in prison?" in shown.context["letter"].text
    typed = {
        "kind": "further",
        "time_zone": request.time_zone,
        "base": shown.context["base"],
        "act": "send",
    }
    client.post(reverse("replies:compose", args=[request.pk]), typed)
    assert request.letters.filter(kind="further").count() == 1
    go(request)
    assert unasked(article) == []


def test_a_restricted_article_s_points_are_not_there_for_outsiders(client: Client) -> None:
    request = sent_request(article=ArticleFactory(restricted=True))
    client.force_login(CheckerFactory())
    point = request.points_put.get().pk
    for name, pk in (("choose", request.pk), ("compose", request.pk), ("cover", point)):
        assert client.post(reverse(f"replies:{name}", args=[pk]), {}).status_code == 404


@pytest.mark.parametrize(
    ("text", "copy", "found"),
    [
        ("Did the army shell the market?", COPY, ""),
        (
            "is it so that the army shelled the market on friday and more?",
            COPY,
            "the army shelled the market on friday and",
        ),
        ("one two three four five six seven", "one two three four five six seven", ""),
        (
            "one two three four five six seven eight",
            "ONE two, three four five six seven EIGHT.",
            None,
        ),
    ],
)
def test_eight_words_in_a_row_are_the_copy_s(text: str, copy: str, found: str | None) -> None:
    assert rules.copied(text, copy) == (text if found is None else found)


def test_a_point_speaks_of_the_sentence_around_and_of_most_of_it_but_not_of_a_scrap() -> None:
    assert rules.speaks_of(COPY, JAILED)
    assert rules.speaks_of("army jailed a mayor", JAILED)
    assert not rules.speaks_of("a mayor", JAILED)
