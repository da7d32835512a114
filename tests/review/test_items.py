"""Items: what belongs to one, in which group it stands, and rulings by one key with their undo."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.desk.reads.lines import drawn
from factcheck.evidence.models import Evidence
from factcheck.newsroom.models import LogEntry
from factcheck.replies.models import CommentRequest
from factcheck.review import actions
from factcheck.review.actions.item_rulings import question_on
from factcheck.review.models import Query, Tick, Verdict
from factcheck.review.reads.gate import gather
from factcheck.review.reads.items import Item, figures_of, figures_on
from factcheck.review.reads.proof import sheet
from tests.claims.factories import (
    AccusationFactory,
    AskFactory,
    ClaimFactory,
    FactFactory,
    HoleFactory,
    PartyFactory,
    QuoteFactory,
    read_article,
)
from tests.evidence.factories import DocumentFactory, SourceFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.pages import one_line
from tests.replies.factories import RequestFactory
from tests.review.test_findings import DEAD, add, claim_of, says, searched
from tests.review.test_pages import long_article, queries_of, signed_in

pytestmark = pytest.mark.django_db
SAID = "The army shelled the town, said General Omar Haddad on Friday."
COPY = f"Head\n{SAID}\nThe desk has sought comment from the army. TK more."


def items_of(article: Article) -> dict[str, Item]:
    return sheet(article).items.by_key


def form_of(claim: Claim, **more: Any) -> dict[str, Any]:
    """What the pane's form sends for a claim that nobody has ruled on."""
    shown = [f"{fact.pk}-0" for fact in claim.facts_stated.all()]
    return {
        "card": claim.key,
        "seen_text": claim.text,
        "expected": 0,
        "shown": shown,
        "rule": "confirm",
        **more,
    }


def rule(client: Client, claim: Claim, **more: Any) -> Any:
    url = reverse("review:claim_verdict", args=[claim.article_id, claim.pk])
    return client.post(url, form_of(claim, **more), headers={"HX-Request": "true"})


def undo_of(answer: Any) -> dict[str, str]:
    fields: dict[str, str] = json.loads(answer.headers["HX-Trigger"])["proof:done"]["fields"]
    return fields


def test_a_claim_and_all_that_begins_in_it_are_one_item() -> None:
    proof = read_article(text=COPY).current_proof()
    claim = ClaimFactory(proof=proof, text=SAID)
    quote = QuoteFactory(proof=proof, text="The army shelled the town", kind="indirect")
    fact = FactFactory(proof=proof, text="Friday", kind="date", claim=claim)
    accusation = AccusationFactory(proof=proof, text="shelled")
    items = sheet(proof.article).items
    assert [item.boxes for item in items.all] == [[claim.key, quote.key, accusation.key]]
    assert {items.leads_to[m.key] for m in (claim, quote, fact, accusation)} == {claim.key}
    assert items.all[0].said_by == "Omar Haddad"


def test_what_no_claim_holds_is_an_item_of_its_own_with_the_facts_in_it() -> None:
    proof = read_article(text=COPY).current_proof()
    ask = AskFactory(proof=proof, text="The desk has sought comment from the army.")
    FactFactory(proof=proof, text="army", kind="name", start=proof.text.rindex("army"))
    tk = HoleFactory(proof=proof, text="TK")
    quote = QuoteFactory(proof=proof, text="The army shelled the town")
    assert {key: item.boxes for key, item in items_of(proof.article).items()} == {
        quote.key: [quote.key],
        ask.key: [ask.key, "facts-2"],
        tk.key: [tk.key],
    }


def test_a_party_is_asked_where_who_answers_for_it_was_asked_as_the_gate_has_it() -> None:
    proof = read_article(text=COPY).current_proof()
    claim = ClaimFactory(proof=proof, text=SAID)
    state = PartyFactory(name="Ostria")
    AccusationFactory(proof=proof, text="shelled", party=state)
    mission = PartyFactory(name="Ostrian U.N. mission")
    request = RequestFactory(article=proof.article, party=mission, state="open")
    [note] = items_of(proof.article)[claim.key].owed
    assert (note.parties[0].state, note.state.tone) == ("not asked", "red")
    CommentRequest.objects.filter(pk=request.pk).update(state="sent")
    [note] = items_of(proof.article)[claim.key].owed
    assert note.parties[0].state == "Ostrian U.N. mission asked: sent"
    assert (note.parties[0].request_id, note.state.tone) == (request.pk, "blue")


def test_a_ruling_on_one_box_stays_at_the_sentence_until_its_other_box_is_ruled_on() -> None:
    proof = read_article(text=COPY).current_proof()
    claim = ClaimFactory(proof=proof, text=SAID)
    quote = QuoteFactory(proof=proof, text="The army shelled the town", kind="indirect")
    ClaimFactory(proof=proof, text="TK more.")
    client = signed_in(CheckerFactory())
    [item] = [one for one in sheet(proof.article).items.all if one.key == claim.key]
    assert (item.box_after(claim.key), item.box_after(quote.key)) == (quote.key, claim.key)
    shown = client.get(item.url, headers={"HX-Request": "true"}).content.decode()
    assert f'name="next" value="{quote.key}"' in shown
    answer = rule(client, claim, rule="own", next=quote.key).content.decode()
    assert f'data-item="{claim.key}"' in answer
    # What is still to be ruled on comes first.
    assert answer.index(f'data-card="{quote.key}"') < answer.index(f'data-card="{claim.key}"')


def test_a_sentence_whose_author_was_asked_is_left_for_the_next_one() -> None:
    proof = read_article(text=COPY).current_proof()
    claim = ClaimFactory(proof=proof, text=SAID)
    quote = QuoteFactory(proof=proof, text="The army shelled the town", kind="indirect")
    actions.raise_query(by=CheckerFactory(), article=proof.article, claim=claim, text="So?")
    item = items_of(proof.article)[claim.key]
    assert (item.box_after(claim.key), item.box_after(quote.key)) == ("", "")


def test_a_ticked_fact_that_moved_is_left_until_somebody_confirms_it() -> None:
    claim = claim_of()
    fact = claim.facts_stated.get(text="41")
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="The Wire")
    assert sheet(claim.article).coverage.ticked == 1
    type(fact).objects.filter(pk=fact.pk).update(standing="moved")
    assert sheet(claim.article).coverage.ticked == 0
    assert len(gather([claim.article], timezone.now())[claim.article_id].unticked) == 2


def test_an_item_with_nothing_to_rule_on_is_not_counted_as_done() -> None:
    proof = read_article(text=COPY).current_proof()
    AskFactory(proof=proof, text="The desk has sought comment from the army.")
    ClaimFactory(proof=proof, text=SAID)
    found = sheet(proof.article).items.all
    assert len(found) == 2
    so_far = figures_of(found)
    assert (so_far.ruled, so_far.items) == (0, 1)
    assert figures_on([proof.article_id], 0.5)[proof.article_id] == so_far


def test_words_let_stand_against_a_doubt_are_said_before_what_was_confirmed() -> None:
    proof = read_article(text=COPY).current_proof()
    claim = ClaimFactory(proof=proof, text=SAID)
    quote = QuoteFactory(proof=proof, text="The army shelled the town", kind="indirect")
    by = CheckerFactory()
    actions.give_verdict(by=by, claim=claim, ruling="confirmed", source="The Wire")
    actions.give_verdict(by=by, quote=quote, ruling="cannot confirm", note="No record.")
    query = Query.objects.open().get(quote=quote)
    actions.decide_query(by=EditorFactory(), query=query, decision="stet", note="Its own office.")
    assert items_of(proof.article)[claim.key].state.word == "cannot confirm, stet"


@pytest.mark.parametrize(("chosen", "ticks"), [("own", 2), ("cannot", 0), ("confirm", 2)])
def test_a_fact_that_stands_twice_in_a_sentence_is_ticked_once_with_its_ruling(
    chosen: str, ticks: int
) -> None:
    words = "In Iraq, the Axis consists of militias under the Resistance in Iraq."
    claim = claim_of(words, ("place", "Iraq"), ("name", "Axis"))
    FactFactory(
        proof=claim.proof, claim=claim, kind="place", text="Iraq", start=words.rindex("Iraq") + 5
    )
    facts = [fact.pk for fact in claim.facts_stated.all()]
    answer = rule(signed_in(CheckerFactory()), claim, rule=chosen, facts=facts, source="The Atlas")
    assert answer.status_code == 200
    assert Verdict.objects.filter(claim=claim).exists()
    assert Tick.objects.filter(current=True).count() == ticks
    assert not sum(item.facts_open for item in sheet(claim.article).items.all)


def test_a_fact_asked_about_with_its_claim_is_left_nowhere() -> None:
    claim = claim_of()
    loose = FactFactory(proof=claim.proof, text="Nothing", kind="name", value="Nothing")
    actions.raise_query(by=CheckerFactory(), article=claim.article, claim=claim, text="So?")
    page, now = sheet(claim.article), timezone.now()
    unticked = gather([claim.article], now)[claim.article_id].unticked
    assert [fact.item.text for fact in unticked] == [loose.text]
    assert (page.coverage.ticked, page.coverage.facts) == (2, 3)
    assert sum(item.facts_open for item in page.items.all) == 1
    [line] = drawn([claim.article_id], now)
    assert (line.facts, line.facts_open) == (3, 1)
    assert (line.items, line.items_left) == (2, 1)


def test_two_sources_of_one_name_are_told_apart_by_their_day_or_title() -> None:
    claim = claim_of()
    source = SourceFactory(name="The Atlas")
    for title, day in (("Sable", 3), ("Pact", 9), ("Orlen", 9)):
        document = DocumentFactory(source=source, title=title, published=date(2026, 2, day))
        says(claim, "41", "41", document=document)
    url = items_of(claim.article)[claim.key].url
    page = one_line(signed_in(CheckerFactory()).get(url, headers={"HX-Request": "true"}))
    assert "<bdi>The Atlas</bdi>, 3 Feb 2026</a>" in page
    assert "<bdi>The Atlas</bdi>, <bdi>Pact</bdi></a>" in page
    assert "<bdi>The Atlas</bdi>, <bdi>Orlen</bdi></a>" in page


def test_a_question_on_words_without_a_speaker_names_none() -> None:
    quote = QuoteFactory(
        proof=read_article(text=COPY).current_proof(), text="shelled the town", speaker=""
    )
    assert question_on(quote).startswith("How do we know this was said?")


def test_the_list_has_what_differs_first_and_what_is_done_last() -> None:
    claim = claim_of()
    proof = claim.proof
    other = ClaimFactory(proof=proof, text="Nothing else.")
    accused = AccusationFactory(proof=proof, text="fled")
    assert accused
    assert [i.group for i in sheet(claim.article).items.in_order] == ["owed", "rest"]
    says(claim, "41", "38", "The Wire")
    assert [i.group for i in sheet(claim.article).items.in_order] == ["differs", "rest"]
    actions.give_verdict(by=CheckerFactory(), claim=other, ruling="opinion")
    order = sheet(claim.article).items.in_order
    assert [(i.key, i.group) for i in order] == [(claim.key, "differs"), (other.key, "done")]


def test_an_item_whose_author_was_asked_waits_and_is_not_ruled_on_again() -> None:
    claim = claim_of()
    actions.raise_query(by=CheckerFactory(), article=claim.article, claim=claim, text="So?")
    [item] = sheet(claim.article).items.all
    assert (item.group, item.to_rule) == ("waiting", False)


def test_the_line_says_what_the_sources_say_and_the_fact_bears_the_sign() -> None:
    claim = claim_of()
    row, client = says(claim, "41", "38", "The Wire"), signed_in(CheckerFactory())
    page = one_line(client.get(claim.article.get_absolute_url()))
    assert '<span class="finding red">≠ 38 The Wire</span>' in page
    add(row, "12,000", "12,000")
    page = one_line(client.get(claim.article.get_absolute_url()))
    parted = '≠ 38 The Wire</span> · <span class="finding soft">= 12,000'
    assert parted in page
    fact = claim.facts_stated.get(text="41")
    assert f'f-differs i f-b f-e" id="fact-{fact.pk}"' in page or "f-differs" in page


def test_one_key_confirms_on_the_source_in_view_with_its_place_and_goes_on() -> None:
    claim = claim_of("At least 41 people have been killed, the minister said.", ("number", "41"))
    after = ClaimFactory(proof=claim.proof, text="Nothing else.")
    row = says(claim, "41", "41", "The Wire")
    fact = claim.facts_stated.get()
    answer = rule(
        signed_in(CheckerFactory()), claim, evidence=row.pk, facts=[fact.pk], next=after.key
    )
    assert answer.status_code == 200
    assert f'data-item="{after.key}"' in answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#hand"
    verdict = Verdict.objects.get(claim=claim)
    assert (verdict.ruling, verdict.evidence, verdict.passage) == ("confirmed", row, row.passage)
    assert verdict.locator == row.document.url
    assert Tick.objects.get(fact=fact).source == verdict.source


def test_a_source_typed_over_the_one_in_view_leaves_nothing_of_it() -> None:
    claim = claim_of()
    row = says(claim, "12,000", "12,000", "The Wire")
    client = signed_in(CheckerFactory())
    filled_in = {"evidence": row.pk, "locator": row.document.url, "passage": row.passage}
    rule(client, claim, source="The ministry", **filled_in)
    verdict = Verdict.objects.get()
    assert (verdict.source, verdict.evidence, verdict.locator, verdict.passage) == (
        "The ministry",
        None,
        "",
        "",
    )


def test_a_mere_lead_is_not_put_in_view_where_another_source_has_it_too() -> None:
    claim = claim_of()
    lead = says(claim, "41", "41", "The Open Encyclopedia", tier="lead only", score=0.9)
    add(lead, "12,000", "12,000")
    office = says(claim, "41", "41", "Office of Statistics", tier="primary", score=0.1)
    url = reverse("review:item", args=[claim.article_id, claim.key])
    page = one_line(signed_in(CheckerFactory()).get(url))
    assert f'name="evidence" value="{office.pk}"' in page


def test_when_nothing_is_left_the_answer_is_no_item() -> None:
    claim = claim_of()
    answer = rule(signed_in(CheckerFactory()), claim, source="Atlas")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_fact_that_was_not_chosen_is_not_ticked() -> None:
    claim = claim_of()
    chosen, other = claim.facts_stated.all()
    rule(signed_in(CheckerFactory()), claim, source="Atlas", facts=[chosen.pk])
    assert [tick.fact for tick in Tick.objects.all()] == [chosen]
    assert other.ticks.count() == 0


def test_a_source_with_another_value_confirms_nothing_without_a_note() -> None:
    claim = claim_of()
    row = says(claim, "41", "38", "The Wire")
    client = signed_in(CheckerFactory())
    refused = rule(client, claim, evidence=row.pk)
    assert refused.status_code == 409
    assert "The Wire has 38, the copy 41." in one_line(refused)
    assert not Verdict.objects.exists()
    given = rule(client, claim, evidence=row.pk, note="38 was the count of Friday.")
    assert given.status_code == 200
    assert Verdict.objects.get().note == "38 was the count of Friday."


def test_another_value_the_machine_is_not_sure_of_asks_for_a_note_as_well() -> None:
    claim = claim_of()
    row = says(claim, "41", "38", "The Wire", sure=False)
    client = signed_in(CheckerFactory())
    refused = rule(client, claim, evidence=row.pk)
    assert refused.status_code == 409
    assert "The Wire has 38, the copy 41." in one_line(refused)
    assert rule(client, claim, evidence=row.pk, note="Friday’s count.").status_code == 200


def test_the_pane_says_what_the_passage_in_view_has_no_word_of_and_who_says_it_there() -> None:
    claim = claim_of()
    row = says(claim, "41", "41", "The Wire")
    Evidence.objects.filter(pk=row.pk).update(
        flags=[{"kind": "speaker", "why": "in the source, a panel says this, not the army"}]
    )
    url = reverse("review:claim", args=[claim.article_id, claim.pk])
    page = one_line(signed_in(CheckerFactory()).get(url, headers={"HX-Request": "true"}))
    assert "Not in this passage: <bdi>12,000</bdi>." in page
    assert "In the source, a panel says this, not the army." in page


@pytest.mark.parametrize(
    ("key", "source"),
    [("own", "Own knowledge"), ("style", "Style book"), ("arithmetic", "Arithmetic")],
)
def test_what_a_checker_knows_is_one_key_and_ticks_every_fact(key: str, source: str) -> None:
    claim = claim_of()
    rule(signed_in(CheckerFactory()), claim, rule=key)
    assert Verdict.objects.get().source == source
    assert {tick.source for tick in Tick.objects.all()} == {source}
    assert Tick.objects.count() == 2


def test_the_author_is_asked_about_the_value_that_differs() -> None:
    claim = claim_of()
    says(claim, "41", "38", "The Wire")
    rule(signed_in(CheckerFactory()), claim, rule="query")
    query = Query.objects.get()
    assert query.claim == claim
    assert query.text == "The Wire has 38, the copy 41. Which is right?"


def test_what_cannot_be_confirmed_says_what_the_sources_said() -> None:
    claim = claim_of()
    rule(signed_in(CheckerFactory()), claim, rule="cannot")
    verdict = Verdict.objects.get()
    assert (verdict.ruling, verdict.note) == ("cannot confirm", "No source has been asked.")
    assert Query.objects.get().verdict == verdict


def test_what_agrees_is_no_reason_why_a_claim_cannot_be_confirmed() -> None:
    claim = claim_of()
    says(claim, "41", "41", "The Wire")
    searched(claim)
    rule(signed_in(CheckerFactory()), claim, rule="cannot")
    assert "41" not in Verdict.objects.get().note


def test_a_reason_chosen_by_its_key_alone_says_that_it_cannot_be_confirmed() -> None:
    claim = claim_of()
    says(claim, "41", "41", "The Wire")
    rule(signed_in(CheckerFactory()), claim, reason="unsettled", ruling="confirmed")
    verdict = Verdict.objects.get()
    assert (verdict.ruling, verdict.note) == (
        "cannot confirm",
        "The sources found do not settle it.",
    )


def test_a_quote_is_confirmed_by_one_key_only_on_a_record_of_its_words() -> None:
    quote = QuoteFactory()
    client = signed_in(CheckerFactory())
    url = reverse("review:quote_verdict", args=[quote.article_id, quote.pk])
    data = {"card": quote.key, "seen_text": quote.text, "expected": 0, "rule": "confirm"}
    refused = client.post(url, {**data, "source": "Somebody"}, headers={"HX-Request": "true"})
    assert refused.status_code == 409
    assert "No record" in one_line(refused)
    client.post(url, {**data, "rule": "query"}, headers={"HX-Request": "true"})
    assert Query.objects.get().text.startswith("How do we know Omar Haddad said this?")


def test_not_a_claim_takes_the_mark_off_and_z_brings_it_back() -> None:
    claim = claim_of()
    client = signed_in(CheckerFactory())
    answer = rule(client, claim, rule="out")
    assert not Claim.objects.live().exists()
    undone = client.post(
        reverse("review:undo", args=[claim.article_id]),
        undo_of(answer),
        headers={"HX-Request": "true"},
    )
    assert undone.json()["at"] == claim.key
    assert Claim.objects.live().get() == claim


@pytest.mark.parametrize("key", ["confirm", "cannot", "query", "own"])
def test_every_ruling_is_undone_by_its_own_reverse_act_and_logged(key: str) -> None:
    claim, me = claim_of(), CheckerFactory()
    client = signed_in(me)
    facts = [fact.pk for fact in claim.facts_stated.all()]
    answer = rule(client, claim, rule=key, source="Atlas", facts=facts)
    assert not sheet(claim.article).items.all[0].to_rule
    client.post(
        reverse("review:undo", args=[claim.article_id]),
        undo_of(answer),
        headers={"HX-Request": "true"},
    )
    [item] = sheet(claim.article).items.all
    assert item.to_rule
    assert item.facts_open == 2
    assert not Verdict.objects.filter(current=True).exists()
    assert not Query.objects.open().exists()
    verbs = set(LogEntry.objects.values_list("verb", flat=True))
    assert verbs & {"withdraw verdict", "decide query"}


def test_what_a_colleague_went_on_from_is_not_undone() -> None:
    claim = claim_of()
    client = signed_in(CheckerFactory())
    answer = rule(client, claim, rule="own")
    actions.give_verdict(by=CheckerFactory(name="Tom Weiss"), claim=claim, ruling="opinion")
    refused = client.post(
        reverse("review:undo", args=[claim.article_id]),
        undo_of(answer),
        headers={"HX-Request": "true"},
    )
    assert refused.status_code == 409
    assert Verdict.objects.get(current=True).ruling == "opinion"


def test_an_undo_of_anything_else_is_refused() -> None:
    claim, other = claim_of(), ClaimFactory()
    client = signed_in(CheckerFactory())
    actions.give_verdict(by=CheckerFactory(), claim=other, ruling="opinion")
    verdict = Verdict.objects.get().pk
    url = reverse("review:undo", args=[claim.article_id])
    for acts in ("verdict-claim-x", f"verdict-{other.key}-{verdict}", "nothing-1", "tick-9-9"):
        answer = client.post(url, {"acts": acts}, headers={"HX-Request": "true"})
        assert answer.status_code == 409, acts
    assert Verdict.objects.get().current


def test_without_a_script_a_ruling_goes_to_the_next_items_page() -> None:
    claim = claim_of()
    after = ClaimFactory(proof=claim.proof, text="Nothing else.")
    client = signed_in(CheckerFactory())
    url = reverse("review:claim_verdict", args=[claim.article_id, claim.pk])
    answer = client.post(url, form_of(claim, rule="own", next=after.key))
    assert answer.url == reverse("review:item", args=[claim.article_id, after.key])
    assert after.text in one_line(client.get(answer.url))


def test_loose_facts_are_ruled_on_together() -> None:
    proof = read_article(text="Head\nBy Ana Ruiz in Tesh").current_proof()
    facts = [FactFactory(proof=proof, text=words, kind="name") for words in ("Ana Ruiz", "Tesh")]
    client = signed_in(CheckerFactory())
    url = reverse("review:facts_rule", args=[proof.article_id, 1])
    shown = [f"{fact.pk}-0" for fact in facts]
    data = {"card": "facts-1", "shown": shown, "rule": "style"}
    assert client.post(url, data, headers={"HX-Request": "true"}).status_code == 200
    assert {tick.source for tick in Tick.objects.all()} == {"Style book"}
    assert not sheet(proof.article).items.all[0].to_rule


def test_the_author_is_shown_the_facts_and_no_ruling() -> None:
    author = ReporterFactory()
    claim = claim_of()
    Article.objects.filter(pk=claim.article_id).update(author=author)
    page = one_line(
        signed_in(author).get(reverse("review:item", args=[claim.article_id, claim.key]))
    )
    assert DEAD in page
    assert 'name="rule"' not in page


def test_an_item_asks_the_database_as_often_in_a_long_proof_as_in_a_short_one() -> None:
    client = signed_in(CheckerFactory())
    urls = []
    for sentences in (4, 30):
        article = long_article(sentences)
        claim = article.claims.earliest("start")
        urls.append(reverse("review:item", args=[article.pk, claim.key]))
    assert queries_of(client, urls[0]) == queries_of(client, urls[1])


def test_a_ruling_costs_the_same_queries_in_a_long_proof_as_in_a_short_one() -> None:
    def cost(sentences: int) -> int:
        client, article = signed_in(CheckerFactory()), long_article(sentences)
        first, second = article.claims.order_by("start")[:2]
        rule(client, second, rule="own")
        with CaptureQueriesContext(connection) as asked:
            rule(client, first, rule="own")
        return len(asked)

    assert cost(4) == cost(24)
