"""Undo for every act, reasons by a key, and facts that nobody looked at."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import LogEntry
from factcheck.review import actions
from factcheck.review.actions.item_rulings import REASONS, of_decision, take_back
from factcheck.review.models import CountedKind, Query, Thread, Tick, Verdict
from factcheck.review.reads.gate import gate
from tests.claims.factories import FactFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import clear_story, story
from tests.review.test_findings import claim_of, says
from tests.review.test_items import rule, undo_of
from tests.review.test_pages import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def post(client: Client, name: str, *args: int, **data: Any) -> Any:
    return client.post(reverse(f"review:{name}", args=args), data, headers=HTMX)


def undone(client: Client, article: Article, answer: Any) -> Any:
    return post(client, "undo", article.pk, **undo_of(answer))


def said_by(answer: Any) -> str:
    said: str = json.loads(answer.headers["HX-Trigger"])["proof:done"]["said"]
    return said


def fact_of(claim: Claim, text: str) -> Fact:
    return claim.facts_stated.get(text=text)


def tick_one(client: Client, claim: Claim, fact: Fact) -> Any:
    return post(
        client, "tick", claim.article_id, fact.pk,
        card=claim.key, state="confirmed", source="The Wire", seen_text=fact.text, expected=0,
    )  # fmt: skip


def test_a_tick_given_one_by_one_is_undone_and_so_is_taking_it_back() -> None:
    claim, client = claim_of(), signed_in(CheckerFactory())
    answer = tick_one(client, claim, fact_of(claim, "41"))
    tick = Tick.objects.get(current=True)
    assert undone(client, claim.article, answer).json()["said"] == "Undone."
    assert not Tick.objects.filter(current=True).exists()
    answer = tick_one(client, claim, fact_of(claim, "41"))
    tick = Tick.objects.get(current=True)
    answer = post(
        client, "untick", claim.article_id, tick.fact_id, card=claim.key, expected=tick.pk
    )
    assert not Tick.objects.filter(current=True).exists()
    undone(client, claim.article, answer)
    again = Tick.objects.get(current=True)
    assert (again.state, again.source) == ("confirmed", "The Wire")


def test_a_tick_says_to_how_many_other_mentions_it_has_spread_and_all_are_undone() -> None:
    article = story("Omar Haddad came. Omar Haddad went. Omar Haddad slept.")
    proof, facts = article.current_proof(), []
    at = -1
    for _ in range(3):
        at = proof.text.index("Omar Haddad", at + 1)
        facts.append(
            FactFactory(proof=proof, text="Omar Haddad", kind="name", start=at, value=None)
        )
    client = signed_in(CheckerFactory())
    answer = post(
        client, "tick", article.pk, facts[0].pk,
        card="facts-0", state="confirmed", source="Register", seen_text="Omar Haddad", expected=0,
    )  # fmt: skip
    assert said_by(answer).endswith("Also ticked 2 other mentions.")
    assert "fact unticked" not in {reason.reason for reason in gate(article, timezone.now())}
    undone(client, article, answer)
    assert not Tick.objects.filter(current=True).exists()


def test_a_query_asked_by_its_form_is_undone() -> None:
    claim, client = claim_of(), signed_in(CheckerFactory())
    answer = post(
        client, "raise_query", claim.article_id, card=claim.key, claim=claim.pk, text="Who says so?"
    )
    assert Query.objects.open().exists()
    undone(client, claim.article, answer)
    assert Query.objects.get().decision == "withdrawn"


def asked() -> Query:
    claim = claim_of()
    return actions.raise_query(
        by=CheckerFactory(), article=claim.article, text="Who says so?", claim=claim
    )


def answer_it(client: Client, query: Query, text: str) -> Any:
    query.refresh_from_db()
    return post(
        client, "answer", query.article_id, query.pk,
        card=query.mark_key, answer=text, expected=query.mark,
    )  # fmt: skip


def decide_it(client: Client, query: Query) -> Any:
    query.refresh_from_db()
    return post(
        client, "decide", query.article_id, query.pk,
        card=query.mark_key, decision="stet", note="It is known.", expected=query.mark,
    )  # fmt: skip


def test_an_answer_is_undone_and_the_query_is_open_again() -> None:
    query, client = asked(), signed_in(EditorFactory())
    undone(client, query.article, answer_it(client, query, "The ministry."))
    query.refresh_from_db()
    assert (query.state, query.answer, query.answered_by, query.answered_at) == (
        "open", "", None, None,
    )  # fmt: skip
    line = LogEntry.objects.latest("pk")
    assert line.text == "Took back the answer to “Who says so?”."


def test_an_answer_changed_since_is_not_undone_nor_is_another_s() -> None:
    query, client = asked(), signed_in(EditorFactory())
    first = answer_it(client, query, "The ministry.")
    assert undone(signed_in(EditorFactory()), query.article, first).status_code == 409
    answer_it(client, query, "The ministry, on Friday.")
    assert undone(client, query.article, first).status_code == 409
    query.refresh_from_db()
    assert query.answer == "The ministry, on Friday."


def test_a_decision_is_undone_and_the_query_waits_for_one_again() -> None:
    query, client = asked(), signed_in(EditorFactory())
    answer_it(client, query, "The ministry.")
    undone(client, query.article, decide_it(client, query))
    query.refresh_from_db()
    assert (query.state, query.decision, query.decided_by) == ("answered", "", None)
    assert Query.objects.open().filter(pk=query.pk).exists()


def test_only_who_decided_undoes_it_and_only_that_decision() -> None:
    query, client = asked(), signed_in(EditorFactory())
    first = decide_it(client, query)
    assert undone(signed_in(EditorFactory()), query.article, first).status_code == 409
    undone(client, query.article, first)
    decide_it(client, query)
    assert undone(client, query.article, first).status_code == 409
    query.refresh_from_db()
    assert query.state == "decided"


def test_a_decision_stands_while_the_article_is_cleared() -> None:
    article, editor = clear_story(), EditorFactory()
    query = actions.raise_query(by=CheckerFactory(), article=article, text="Who says so?")
    decided = actions.decide_query(by=editor, query=query, decision="stet", note="It is known.")
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof(), overrides={})
    with pytest.raises(Refused, match="cleared to run"):
        take_back(by=editor, article=article, acts=[of_decision(decided)])


def test_a_verdict_taken_back_is_given_again_by_undo() -> None:
    claim, client = claim_of(), signed_in(CheckerFactory())
    given = actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="confirmed", source="Atlas", locator="p. 4"
    )
    answer = post(
        client, "claim_withdraw", claim.article_id, claim.pk, card=claim.key, expected=given.pk
    )
    undone(client, claim.article, answer)
    again = Verdict.objects.get(current=True)
    assert (again.ruling, again.source, again.locator) == ("confirmed", "Atlas", "p. 4")
    with pytest.raises(Refused):
        take_back(by=CheckerFactory(), article=claim.article, acts=[f"withdrawn-{given.pk}"])


def test_a_note_begun_and_a_note_resolved_are_undone() -> None:
    claim, client = claim_of(), signed_in(CheckerFactory())
    answer = post(client, "note", claim.article_id, card=claim.key, on=claim.key, text="Look.")
    thread = Thread.objects.get()
    undone(client, claim.article, answer)
    thread.refresh_from_db()
    assert thread.resolved
    answer = post(client, "note_reopen", claim.article_id, thread.pk, card=claim.key)
    undone(client, claim.article, answer)
    thread.refresh_from_db()
    assert thread.resolved


def test_an_act_on_another_article_is_not_undone_through_this_one() -> None:
    claim, other = claim_of(), claim_of()
    given = actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion")
    actions.withdraw_verdict(by=CheckerFactory(), claim=claim)
    thread = actions.start_thread(by=CheckerFactory(), article=claim.article, text="Look.")
    for act in (f"withdrawn-{given.pk}", f"unticked-{given.pk}", f"thread-resolve-{thread.pk}"):
        with pytest.raises(Refused):
            take_back(by=CheckerFactory(), article=other.article, acts=[act])


# --- reasons


@pytest.mark.parametrize("reason", ["silent", "unsettled", "unreached"])
def test_the_reason_why_a_claim_cannot_be_confirmed_is_chosen(reason: str) -> None:
    claim = claim_of()
    rule(signed_in(CheckerFactory()), claim, rule="", reason=reason)
    verdict = Verdict.objects.get()
    assert (verdict.ruling, verdict.note) == ("cannot confirm", REASONS["claim"][reason])


def test_what_was_written_is_the_reason_whatever_key_sent_it() -> None:
    claim = claim_of()
    rule(signed_in(CheckerFactory()), claim, rule="", reason="silent", note="The port is closed.")
    assert Verdict.objects.get().note == "The port is closed."


def test_the_card_offers_the_reasons_and_ticks_nothing_beforehand() -> None:
    claim = claim_of()
    says(claim, "41", "41", "The Wire")
    page = one_line(
        signed_in(CheckerFactory()).get(reverse("review:claim", args=[claim.article_id, claim.pk]))
    )
    for words in filter(None, REASONS["claim"].values()):
        assert words in page
    assert "data-borne-out" in page
    assert " checked>" not in page


def test_a_confirmation_ticks_only_the_facts_that_were_chosen() -> None:
    claim = claim_of()
    client = signed_in(CheckerFactory())
    rule(client, claim, source="Atlas")
    assert Verdict.objects.get(current=True).ruling == "confirmed"
    assert not Tick.objects.exists()


def test_facts_that_were_chosen_stay_chosen_when_the_ruling_is_refused() -> None:
    claim = claim_of()
    fact = fact_of(claim, "41")
    answer = rule(signed_in(CheckerFactory()), claim, source="", facts=[fact.pk])
    assert answer.status_code == 409
    assert f'value="{fact.pk}" aria-label="Tick 41" checked' in one_line(answer)


# --- facts that nobody looked at


def reasons_of(article: Article) -> dict[str, int]:
    return {reason.reason: reason.count for reason in gate(article, timezone.now())}


def test_the_gate_says_how_many_facts_are_not_looked_at_and_a_desk_says_which_count() -> None:
    claim = claim_of()
    page = one_line(signed_in(CheckerFactory()).get(claim.article.get_absolute_url()))
    assert "2 facts are not ticked, queried or set aside" in page
    assert "fact unticked" not in reasons_of(claim.article)
    CountedKind.objects.create(kind="number")
    numbers = claim.facts_stated.filter(kind="number").count()
    assert reasons_of(claim.article)["fact unticked"] == numbers
    for fact in claim.facts_stated.filter(kind="number"):
        actions.tick_fact(by=CheckerFactory(), fact=fact, state="not a fact")
    assert "fact unticked" not in reasons_of(claim.article)


def test_a_fact_in_question_is_looked_at() -> None:
    claim = claim_of()
    CountedKind.objects.create(kind="number")
    actions.raise_query(by=CheckerFactory(), article=claim.article, claim=claim, text="So?")
    assert "fact unticked" not in reasons_of(claim.article)


def test_what_a_colleague_did_to_a_note_meanwhile_is_not_undone() -> None:
    me, colleague = CheckerFactory(), CheckerFactory()
    article = claim_of().article
    begun = actions.start_thread(by=me, article=article, text="Look.")
    actions.answer_thread(by=colleague, thread=begun, text="I did.")
    with pytest.raises(Refused):
        take_back(by=me, article=article, acts=[f"thread-resolve-{begun.pk}"])
    actions.resolve_thread(by=colleague, thread=begun)
    with pytest.raises(Refused):
        take_back(by=me, article=article, acts=[f"thread-reopen-{begun.pk}"])
    take_back(by=colleague, article=article, acts=[f"thread-reopen-{begun.pk}"])


def test_a_verdict_taken_back_is_not_given_again_to_another_speaker() -> None:
    quote = QuoteFactory(speaker="Ann Lee")
    checker = CheckerFactory()
    given = actions.give_verdict(by=checker, quote=quote, ruling="opinion")
    actions.withdraw_verdict(by=checker, quote=quote)
    type(quote)._default_manager.filter(pk=quote.pk).update(speaker="Bo Ray")
    with pytest.raises(Refused):
        take_back(by=checker, article=quote.article, acts=[f"withdrawn-{given.pk}"])
    assert not Verdict.objects.filter(current=True).exists()


def test_a_quote_given_to_another_speaker_meanwhile_is_not_ruled_on() -> None:
    quote, client = QuoteFactory(speaker="Ann Lee"), signed_in(CheckerFactory())
    page = client.get(reverse("review:item", args=[quote.article_id, quote.key])).content.decode()
    assert f'name="seen_speaker" value="{quote.said_by}"' in page
    with pytest.raises(Refused, match=f"now {quote.said_by}"):
        actions.give_verdict(
            by=CheckerFactory(), quote=quote, ruling="opinion", seen_speaker="Bo Ray"
        )
    address = reverse("review:quote_verdict", args=[quote.article_id, quote.pk])
    given = {"ruling": "opinion", "seen_text": quote.text, "expected": 0, "card": quote.key}
    client.post(address, {"seen_speaker": "Bo Ray", **given})
    assert not Verdict.objects.exists()
    client.post(address, {"seen_speaker": quote.said_by, **given})
    assert Verdict.objects.get().speaker == "Ann Lee"


def test_an_answer_given_in_the_list_is_told_in_json_and_undone_by_the_reporter() -> None:
    claim = claim_of()
    query = actions.raise_query(
        by=CheckerFactory(), article=claim.article, claim=claim, text="Who counted?"
    )
    client, at = signed_in(ReporterFactory()), (claim.article_id, query.pk)
    answer = post(client, "answer", *at, answer="We did.", expected=query.mark).json()
    assert answer["said"].startswith("Answered.")
    assert Query.objects.get().state == "answered"
    fields = {"acts": answer["fields"]["acts"]}
    assert post(client, "undo", claim.article_id, **fields).status_code == 200
    assert Query.objects.get().state == "open"


def test_a_refusal_in_the_list_is_said_in_json_and_moves_nobody() -> None:
    claim = claim_of()
    query = actions.raise_query(
        by=CheckerFactory(), article=claim.article, claim=claim, text="Who counted?"
    )
    at = (claim.article_id, query.pk)
    sent = {"decision": "stet", "note": "", "expected": query.mark}
    refused = post(signed_in(EditorFactory()), "decide", *at, **sent)
    assert refused.status_code == 409
    assert "Say why it is decided now" in refused.json()["refused"]
