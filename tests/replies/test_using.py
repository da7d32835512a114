"""What the copy uses of an answer, and an answer's own statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.claims.models import Claim, Quote
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.replies import actions, tasks
from factcheck.replies.models import Reply, Statement, Use
from factcheck.review.reads.proof import proof_page
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import ClaimFactory, ExtractionFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory
from tests.replies.factories import ReplyFactory, sent_request

pytestmark = pytest.mark.django_db
COPY = "Rebels took the town. The army said that no shell had been fired. It rained. It rained."


def answered(
    text: str = "No shell was fired. We regret the dead.", copy: str = COPY, **fields: Any
) -> Reply:
    request = sent_request(article=ArticleFactory(text=copy, **fields))
    ExtractionFactory(proof=request.article.current_proof())
    return ReplyFactory(request=request, text=text)


def use(reply: Reply, words: str = "no shell had been fired") -> Use:
    return actions.mark_use(by=CheckerFactory(), reply=reply, words=words)


def carry_all() -> None:
    for pk in tasks._uncarried(timezone.now()):
        tasks.carry(pk)


def test_words_of_the_copy_are_linked_to_the_reply_they_rest_on() -> None:
    reply = answered()
    one = use(reply, "no  shell had\nbeen fired")
    assert (one.text, COPY[one.start : one.end]) == ("no shell had been fired",) * 2
    with pytest.raises(Refused, match="already"):
        use(reply)
    with pytest.raises(Refused, match="does not have"):
        use(reply, "words it has not")
    with pytest.raises(Refused, match="2 times"):
        use(reply, "It rained.")
    with pytest.raises(Refused, match="does not have"):
        use(reply, "  ")


def test_a_use_is_carried_across_edits_as_other_marks_are() -> None:
    reply = answered()
    one, rebels = use(reply), use(reply, "Rebels took the town.")
    proof = next_proof(
        reply.request.article,
        "New start. Rebels took the town. The army said that no shell was fired.",
    )
    carry_all()
    one.refresh_from_db()
    rebels.refresh_from_db()
    assert (one.proof, one.standing) == (proof, "moved"), "other words: the reply may not say them"
    assert proof.text[one.start : one.end] == one.text != "no shell had been fired"
    assert (rebels.proof, rebels.text, rebels.standing) == (proof, "Rebels took the town.", "live")
    assert list(tasks._uncarried(timezone.now())) == []


def test_a_use_whose_words_are_gone_stays_on_its_last_proof() -> None:
    reply = answered()
    one, first = use(reply), reply.request.article.current_proof()
    next_proof(reply.request.article, "Nothing of the kind is said any more.")
    carry_all()
    one.refresh_from_db()
    assert (one.proof, one.standing) == (first, "archived")
    assert list(tasks._uncarried(timezone.now())) == []


def test_a_use_that_moved_waits_for_a_person() -> None:
    rest = "Rebels took the town on Friday after a long night of fighting in the snow, its residents said."
    reply = answered(copy=f"The army said that no shell had been fired. {rest}")
    one = use(reply, "The army said that no shell had been fired.")
    moved = f"{rest} The army said that no shell had been fired."
    next_proof(reply.request.article, moved)
    carry_all()
    one.refresh_from_db()
    assert one.standing == "moved"
    actions.confirm_use(by=CheckerFactory(), use=one)
    one.refresh_from_db()
    assert one.standing == "live"
    with pytest.raises(Refused):
        actions.confirm_use(by=CheckerFactory(), use=one)


def test_a_use_is_taken_off_once() -> None:
    one = use(answered())
    actions.unmark_use(by=CheckerFactory(), use=one)
    one.refresh_from_db()
    assert one.standing == "archived"
    with pytest.raises(Refused):
        actions.unmark_use(by=CheckerFactory(), use=one)
    use(one.reply)


def test_a_statement_whose_words_stand_in_the_copy_is_marked_there() -> None:
    reply = answered(text="I say: no shell had been fired.")
    one = actions.make_statement(
        by=CheckerFactory(), reply=reply, kind="quote", words="no shell had been fired"
    )
    quote = Quote.objects.get()
    assert (one.quote, quote.speaker) == (quote, str(reply.request.party))
    claim = ClaimFactory(on=reply.request.article, text="no shell had been fired")
    other = actions.make_statement(
        by=CheckerFactory(), reply=reply, kind="claim", words="no shell had been fired"
    )
    assert (other.claim, Claim.objects.count()) == (claim, 1)
    with pytest.raises(Refused, match="already"):
        actions.make_statement(
            by=CheckerFactory(), reply=reply, kind="claim", words="no shell had been fired"
        )


def test_a_statement_that_the_copy_lacks_is_kept_and_linked_when_it_has_it() -> None:
    reply = answered()
    one = actions.make_statement(
        by=CheckerFactory(), reply=reply, kind="claim", words="We regret the dead."
    )
    assert one.mark is None
    assert not Claim.objects.exists()
    with pytest.raises(Refused, match="does not have"):
        actions.link_statement(by=CheckerFactory(), statement=one)
    next_proof(reply.request.article, f"{COPY} We regret the dead.")
    actions.link_statement(by=CheckerFactory(), statement=one)
    one.refresh_from_db()
    assert one.mark == Claim.objects.get()


def test_words_that_the_reply_lacks_are_no_statement_of_it() -> None:
    reply = answered()
    with pytest.raises(Refused, match="does not have"):
        actions.make_statement(by=CheckerFactory(), reply=reply, kind="claim", words="We did it.")
    with pytest.raises(Refused, match="claim or a quote"):
        actions.make_statement(
            by=CheckerFactory(), reply=reply, kind="rumour", words="No shell was fired."
        )
    orphan = ReplyFactory(request=None, text="No shell was fired.")
    with pytest.raises(Refused, match="whose answer"):
        actions.make_statement(
            by=CheckerFactory(), reply=orphan, kind="claim", words="No shell was fired."
        )


def test_who_cannot_see_a_restricted_article_cannot_link_its_replies() -> None:
    reply, outsider = answered(restricted=True), CheckerFactory()
    one = Use.objects.create(
        article=reply.request.article, proof=reply.request.article.current_proof(),
        first_proof=reply.request.article.current_proof(), start=0, end=6, text="Rebels", reply=reply,
    )  # fmt: skip
    statement = Statement.objects.create(reply=reply, kind="claim", text="It rained.")
    for act in (
        lambda: actions.mark_use(by=outsider, reply=reply, words="no shell had been fired"),
        lambda: actions.unmark_use(by=outsider, use=one),
        lambda: actions.confirm_use(by=outsider, use=one),
        lambda: actions.make_statement(
            by=outsider, reply=reply, kind="claim", words="No shell was fired."
        ),
        lambda: actions.link_statement(by=outsider, statement=statement),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_use_is_shown_on_the_reply_and_on_the_proof_and_is_made_by_form(client: Client) -> None:
    reply = answered()
    actions.triage(by=CheckerFactory(), reply=reply, says="answered")
    client.force_login(EditorFactory())
    client.post(reverse("replies:mark_use", args=[reply.pk]), {"words": "no shell had been fired"})
    client.post(
        reverse("replies:make_statement", args=[reply.pk]),
        {"words": "We regret the dead.", "kind": "quote"},
    )
    one = Use.objects.get()
    page = client.get(f"/requests/{reply.request_id}/").content.decode()
    assert f"#use-{one.pk}" in page
    assert "quote: <bdi>“We regret the dead.”</bdi>" in page
    proof = client.get(f"/articles/{one.article_id}/").content.decode()
    assert f'id="use-{one.pk}"' in proof
    assert f"#reply-{reply.pk}" in proof
    assert proof_page(one.article).uses == [one]
    client.post(reverse("replies:link_statement", args=[Statement.objects.get().pk]))
    client.post(reverse("replies:reply_use", args=[one.pk]), {"act": "off"})
    one.refresh_from_db()
    assert one.standing == "archived"


def test_another_team_s_reply_is_not_there_for_the_forms(client: Client) -> None:
    reply = answered(restricted=True)
    client.force_login(EditorFactory())
    for name in ("mark_use", "make_statement"):
        assert (
            client.post(reverse(f"replies:{name}", args=[reply.pk]), {"words": "x"}).status_code
            == 404
        )
