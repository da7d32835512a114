from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Quote
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.replies.models import Reply, RequestCall
from factcheck.review import actions
from factcheck.review.actions import Answered, ToParty
from factcheck.review.models import CallAnswer, CallQuestion, PhoneCall, Tick, Verdict
from factcheck.review.reads.calls import Callee, call_sheet
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, FactFactory, PartyFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory, ReporterFactory
from tests.pages import one_line
from tests.replies.factories import ContactFactory, RequestFactory, point_to
from tests.review.factories import confirmed, reasons, story
from tests.review.test_pages import signed_in

pytestmark = pytest.mark.django_db
NAME = "Omar Haddad"


@pytest.fixture
def quote() -> Quote:
    return QuoteFactory(speaker=NAME, speaker_title="General")


def callees(article: Article) -> dict[str, Callee]:
    return {one.name: one for one in call_sheet(article).callees}


def called(quote: Quote, says: str = "confirms", **fields: Any) -> PhoneCall:
    answers = [Answered(quote, says, fields.pop("words", "He said so."))]
    given = {
        "by": CheckerFactory(),
        "name": NAME,
        "number": "+1 555 0100",
        "outcome": "spoke",
        **fields,
    }
    return actions.log_phone_call(article=quote.article, answers=answers, **given)


def test_whoever_is_quoted_is_on_the_sheet_and_what_to_ask_of_the_quote_is_a_persons_to_write(
    quote: Quote,
) -> None:
    (callee,) = call_sheet(quote.article).callees
    assert (callee.name, callee.what) == (NAME, "General")
    assert (callee.worded, [item.mark for item in callee.to_word]) == ([], [quote])


def test_the_claims_and_facts_of_a_quote_are_asked_of_its_speaker() -> None:
    text = "“We lost 12 men in Aleppo on Friday,” General Omar Haddad said. Omar Haddad denied it."
    article = ArticleFactory(text=text)
    proof = article.current_proof()
    quote = QuoteFactory(
        proof=proof,
        text="We lost 12 men in Aleppo on Friday",
        speaker=NAME,
        speaker_title="General",
    )
    claim = ClaimFactory(proof=proof, text="We lost 12 men in Aleppo on Friday", quote=quote)
    FactFactory(proof=proof, text="12", claim=claim)
    FactFactory(proof=proof, text="Aleppo", kind="place", value="Aleppo", claim=claim)
    FactFactory(proof=proof, text=NAME, kind="name", value=NAME)
    FactFactory(proof=proof, text="General", kind="title", value="General")
    asked = {
        item.kind + str(n): item.question for n, item in enumerate(callees(article)[NAME].items)
    }
    assert asked == {
        "fact0": "What is the full name, and how is it spelled?",
        "fact1": "What is your exact title, and since when?",
        "quote2": "",
        "claim3": "In Aleppo: how many men, by your figures?",
    }


def test_a_claim_that_names_a_speaker_is_asked_of_them() -> None:
    article = ArticleFactory(text="“No,” said Omar Haddad. Omar Haddad owns 40 tanks.")
    proof = article.current_proof()
    QuoteFactory(proof=proof, text="No", speaker=NAME)
    claim = ClaimFactory(proof=proof, text="Omar Haddad owns 40 tanks.")
    start = proof.text.index("Omar Haddad owns")
    FactFactory(proof=proof, text=NAME, start=start, kind="name", value=NAME, claim=claim)
    FactFactory(proof=proof, text="40", claim=claim)
    questions = [item.question for item in callees(article)[NAME].items if item.kind == "claim"]
    assert questions == ["How many tanks, by your figures?"]


def test_a_speakers_age_is_asked_and_nobody_elses() -> None:
    article = ArticleFactory(text="“No,” said Omar Haddad, 54. Eva Holm, 61, agreed.")
    proof = article.current_proof()
    QuoteFactory(proof=proof, text="No", speaker=NAME)
    FactFactory(proof=proof, text="54", value="54 years")
    FactFactory(proof=proof, text="61", value="61 years")
    assert [item.question for item in callees(article)[NAME].worded] == ["How old are you?"]


def test_what_is_settled_is_counted_and_not_asked(quote: Quote) -> None:
    actions.give_verdict(
        by=CheckerFactory(),
        quote=quote,
        ruling="confirmed",
        source="The tape",
        method="recording, 2:10",
    )
    callee = callees(quote.article)[NAME]
    assert (callee.items, callee.done, callee.to_ask) == ([], 1, 0)


def test_a_quote_of_nobody_by_name_is_counted() -> None:
    quote = QuoteFactory(speaker="")
    assert call_sheet(quote.article).unnamed == 1
    assert call_sheet(quote.article).callees == []


def test_numbers_are_those_of_the_person_else_of_their_office() -> None:
    quote = QuoteFactory(speaker=NAME, speaker_of="The Army")
    army = PartyFactory(name="The Army")
    office = ContactFactory(party=army, channel="phone", address="+1 555 0111")
    ContactFactory(party=army)
    ContactFactory(party=army, channel="phone", address="+1 555 0999", retired_at=timezone.now())
    assert callees(quote.article)[NAME].numbers == [office]
    own = ContactFactory(party=PartyFactory(name=NAME), channel="WhatsApp", address="+1 555 0112")
    assert callees(quote.article)[NAME].numbers == [own]


def test_a_party_of_a_request_is_on_the_sheet_with_its_points_but_none_that_reads_a_quote_out(
    quote: Quote,
) -> None:
    request = RequestFactory(article=quote.article, party=PartyFactory(name="The army"))
    point_to(request, "General Haddad is quoted as saying: “We will hold the road.” Is that so?")
    callee = callees(quote.article)["The army"]
    assert callee.points == ["Did your forces cross the border on Wednesday?"]
    assert callee.withheld == 1


def test_a_question_is_worded_by_a_checker_taken_off_and_put_back(quote: Quote) -> None:
    by, article = CheckerFactory(), quote.article
    actions.word_question(
        by=by, article=article, name=NAME, mark=quote, text="Were you in the town?"
    )
    actions.word_question(
        by=by, article=article, name=NAME, mark=quote, text="Were you in town on Friday?"
    )
    assert [item.question for item in callees(article)[NAME].items] == [
        "Were you in town on Friday?"
    ]
    assert (
        "“Were you in the town?” → “Were you in town on Friday?”" in LogEntry.objects.first().text
    )  # type: ignore[union-attr]
    actions.drop_question(by=by, article=article, name=NAME, mark=quote)
    callee = callees(article)[NAME]
    assert (callee.items, len(callee.dropped)) == ([], 1)
    actions.drop_question(
        by=by, article=article, name=NAME, question=callee.dropped[0], dropped=False
    )
    assert [item.question for item in callees(article)[NAME].items] == [
        "Were you in town on Friday?"
    ]


def test_a_proposed_question_taken_off_comes_back_as_it_was_proposed(quote: Quote) -> None:
    by, article = CheckerFactory(), quote.article
    stored = actions.drop_question(by=by, article=article, name=NAME, mark=quote)
    assert callees(article)[NAME].items == []
    actions.drop_question(by=by, article=article, name=NAME, question=stored, dropped=False)
    assert [item.mark for item in callees(article)[NAME].items] == [quote]
    assert not CallQuestion.objects.exists()


def test_a_typed_question_that_reads_a_quote_out_is_refused(quote: Quote) -> None:
    with pytest.raises(Refused, match="“we will hold the road” is what the quote says"):
        actions.word_question(
            by=CheckerFactory(),
            article=quote.article,
            name=NAME,
            mark=quote,
            text="Is it so that we will hold the road?",
        )
    assert not CallQuestion.objects.exists()


def test_a_question_that_a_new_quote_has_overtaken_is_not_shown(quote: Quote) -> None:
    by, article = CheckerFactory(), quote.article
    actions.word_question(
        by=by, article=article, name=NAME, mark=quote, text="Were at least 12 people killed?"
    )
    assert callees(article)[NAME].items[0].question
    QuoteFactory(proof=article.current_proof(), text="At least 12 people were", speaker="Other")
    item = callees(article)[NAME].items[0]
    assert (item.question, item.reads_out) == ("", "at least 12 people")


def test_somebody_else_can_be_asked_of_a_claim() -> None:
    claim = ClaimFactory(score=0.1)
    actions.word_question(
        by=CheckerFactory(),
        article=claim.article,
        name="Dr Eva Holm",
        mark=claim,
        text="Could it be?",
    )
    assert [item.mark for item in callees(claim.article)["Dr Eva Holm"].items] == [claim]
    actions.word_question(
        by=CheckerFactory(), article=claim.article, name="Dr Eva Holm", text="Who else knows?"
    )
    assert [one.text for one, _ in callees(claim.article)["Dr Eva Holm"].own] == ["Who else knows?"]
    with pytest.raises(Refused, match="whom to ring"):
        actions.word_question(
            by=CheckerFactory(), article=claim.article, name=" ", text="Who else knows?"
        )


def test_a_reporter_logs_calls_but_does_not_word_the_sheet(quote: Quote) -> None:
    by = ReporterFactory()
    called(quote, by=by)
    for act in (
        lambda: actions.word_question(
            by=by, article=quote.article, name=NAME, mark=quote, text="Were you there?"
        ),
        lambda: actions.drop_question(by=by, article=quote.article, name=NAME, mark=quote),
        lambda: actions.rule_on_call(by=by, answer=CallAnswer.objects.get()),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nothing_is_done_on_the_sheet_of_an_article_one_may_not_see(quote: Quote) -> None:
    call = called(quote)
    Article.objects.update(restricted=True)
    by, article = CheckerFactory(), Article.objects.get()
    for act in (
        lambda: actions.log_phone_call(by=by, article=article, name=NAME, outcome="no answer"),
        lambda: actions.word_question(by=by, article=article, name=NAME, text="Were you there?"),
        lambda: actions.drop_question(by=by, article=article, name=NAME, mark=quote),
        lambda: actions.rule_on_call(
            by=by, answer=CallAnswer.objects.select_related("call").get(call=call)
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_call_is_on_record_with_who_when_and_on_which_number(quote: Quote) -> None:
    by, at = CheckerFactory(), timezone.now() - dt.timedelta(hours=2)
    call = called(quote, by=by, at=at, said="He was calm.")
    assert (call.by, call.at, call.number, call.words) == (by, at, "+1 555 0100", "He was calm.")
    assert [one.call for one in callees(quote.article)[NAME].items[0].answers] == [call]
    assert LogEntry.objects.filter(
        subject="claims.quote", subject_id=quote.pk, verb="log call"
    ).exists()


def test_the_database_lets_nobody_change_a_call_or_what_was_said_in_it(quote: Quote) -> None:
    called(quote)
    for model in (PhoneCall, CallAnswer):
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.update(
                **{"number" if model is PhoneCall else "words": "another"}
            )


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"outcome": "sent a pigeon"}, "how it went"),
        ({"outcome": "no answer"}, "Nobody took the call"),
        ({"at": timezone.now() + dt.timedelta(days=1)}, "still to come"),
        ({"says": "nods"}, "nothing one can say"),
        ({"says": "corrects", "words": ""}, "Write down the correction"),
    ],
)
def test_a_call_that_cannot_have_been_is_refused(
    quote: Quote, fields: dict[str, Any], because: str
) -> None:
    with pytest.raises(Refused, match=because):
        called(quote, **fields)
    assert not PhoneCall.objects.exists()


def test_a_talk_of_which_nothing_is_told_is_refused(quote: Quote) -> None:
    with pytest.raises(Refused, match="what was said"):
        actions.log_phone_call(
            by=CheckerFactory(), article=quote.article, name=NAME, outcome="spoke"
        )


def test_a_call_cannot_speak_of_another_articles_words(quote: Quote) -> None:
    with pytest.raises(Refused, match="another article"):
        actions.log_phone_call(
            by=CheckerFactory(),
            article=story(),
            name=NAME,
            outcome="spoke",
            answers=[Answered(quote, "confirms")],
        )


def test_a_quote_is_ruled_confirmed_on_the_call_and_the_gate_takes_it_as_its_record(
    quote: Quote,
) -> None:
    called(quote)
    assert "quote without record" in reasons(quote.article)
    actions.rule_on_call(by=CheckerFactory(), answer=CallAnswer.objects.get())
    verdict = Verdict.objects.get(quote=quote)
    assert (verdict.ruling, verdict.method) == ("confirmed", "call, +1 555 0100")
    assert (verdict.source, verdict.passage) == (f"{NAME}, on the phone", "He said so.")
    assert "quote without record" not in reasons(quote.article)


def test_claims_and_facts_too_are_ruled_on_the_call() -> None:
    claim = ClaimFactory()
    fact = FactFactory(proof=claim.proof)
    actions.log_phone_call(
        by=CheckerFactory(),
        article=claim.article,
        name=NAME,
        outcome="spoke",
        answers=[Answered(claim, "confirms", "Yes, twelve."), Answered(fact, "confirms")],
        said="He confirms both.",
    )
    for answer in CallAnswer.objects.all():
        actions.rule_on_call(by=CheckerFactory(), answer=answer)
    assert Verdict.objects.get(claim=claim).passage == "Yes, twelve."
    assert (Tick.objects.get(fact=fact).state, Tick.objects.get(fact=fact).passage) == (
        "confirmed",
        "He confirms both.",
    )


def test_a_call_confirms_only_what_was_confirmed_in_it_and_as_it_stood_then(quote: Quote) -> None:
    called(quote, says="denies")
    with pytest.raises(Refused, match="did not confirm"):
        actions.rule_on_call(by=CheckerFactory(), answer=CallAnswer.objects.get())
    called(quote)
    Quote.objects.update(text="We will hold the bridge")
    with pytest.raises(Refused, match="changed since the call"):
        actions.rule_on_call(by=CheckerFactory(), answer=CallAnswer.objects.get(says="confirms"))
    assert not Verdict.objects.exists()


def test_a_call_to_a_party_that_owes_an_answer_is_the_requests_call_and_kept_once(
    quote: Quote,
) -> None:
    request = RequestFactory(article=quote.article)
    party = ToParty(request, says="no comment", said_by="The duty officer")
    call = actions.log_phone_call(
        by=CheckerFactory(),
        article=quote.article,
        name=request.party.name,
        number="+1 555 0100",
        outcome="refused",
        said="No comment.",
        party=party,
    )
    kept = RequestCall.objects.get()
    assert (call.party_call, call.said, call.words, call.at) == (kept, "", "No comment.", kept.at)
    request.refresh_from_db()
    assert request.outcome == "no comment"
    assert Reply.objects.get().said_by == "The duty officer"
    assert callees(quote.article)[request.party.name].calls == [call]


def test_a_party_nobody_reached_was_not_asked(quote: Quote) -> None:
    request = RequestFactory(article=quote.article)
    actions.log_phone_call(
        by=CheckerFactory(),
        article=quote.article,
        name="x",
        outcome="no answer",
        party=ToParty(request),
    )
    assert not RequestCall.objects.get().reached
    with pytest.raises(Refused, match="another article"):
        actions.log_phone_call(
            by=CheckerFactory(),
            article=story(),
            name="x",
            outcome="no answer",
            party=ToParty(request),
        )


def test_the_queries_of_the_sheet_do_not_grow_with_it(quote: Quote) -> None:
    article, proof = quote.article, quote.proof

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            call_sheet(article)
        return len(found)

    called(quote)
    RequestFactory(article=article)
    queries()  # the desk's settings are made
    few = queries()
    for n, words in enumerate(["Rebels entered", "witnesses said", "The desk has"]):
        more = QuoteFactory(proof=proof, text=words, speaker=f"Person {n}")
        called(more, name=f"Person {n}")
        RequestFactory(article=article)
    assert queries() == few


def post(url: str, args: list[Any], **data: Any) -> Any:
    return signed_in(CheckerFactory()).post(reverse(f"review:{url}", args=args), data)


def test_the_page_never_holds_the_words_of_a_quote(quote: Quote) -> None:
    called(quote)
    body = one_line(
        signed_in(CheckerFactory()).get(reverse("review:calls", args=[quote.article_id]))
    )
    assert NAME in body
    assert "hold the road" not in body
    assert "Rule confirmed on this call" in body


def test_a_sheet_with_nobody_on_it_says_so() -> None:
    body = one_line(signed_in(CheckerFactory()).get(reverse("review:calls", args=[story().pk])))
    assert "there is nobody to ring" in body


def test_a_call_is_logged_on_the_page_with_what_was_said_of_each(quote: Quote) -> None:
    (callee,) = call_sheet(quote.article).callees
    says = {f"says-quote-{quote.pk}": "confirms", f"words-quote-{quote.pk}": "I said it."}
    data = {"person": callee.person, "number": "+1", "outcome": "spoke", **says}
    answer = post("call_log", [quote.article_id], **data)
    assert answer.headers["Location"].endswith(f"#{callee.anchor}")
    logged = CallAnswer.objects.get()
    assert (logged.words, logged.question) == ("I said it.", callee.items[0].question)
    refused = post("call_log", [quote.article_id], **{**data, "outcome": "no answer"})
    assert refused.status_code == 409
    assert "Nobody took the call" in one_line(refused)
    assert 'value="I said it."' in one_line(refused)
    assert post("call_log", [quote.article_id], person="nobody").status_code == 404


def test_a_refused_question_is_said_at_its_form_and_keeps_what_was_typed(quote: Quote) -> None:
    (callee,) = call_sheet(quote.article).callees
    data = {
        "person": callee.person,
        "name": NAME,
        "on": f"quote-{quote.pk}",
        "text": "Is it so: we will hold the road?",
    }
    answer = post("call_question", [quote.article_id], **data)
    assert answer.status_code == 409
    assert "is what the quote says" in one_line(answer)
    assert ">Is it so: we will hold the road?</textarea>" in one_line(answer)
    assert (
        post("call_question", [quote.article_id], **{**data, "text": "Were you there?"}).status_code
        == 302
    )
    assert post("call_question", [quote.article_id], **{**data, "act": "drop"}).status_code == 302
    assert callees(quote.article)[NAME].items == []


def test_one_rules_on_a_call_from_the_sheet_and_from_the_card(quote: Quote) -> None:
    answer = called(quote).answers.get()
    args = [quote.article_id, answer.pk]
    card = one_line(
        signed_in(CheckerFactory()).get(reverse("review:quote", args=[quote.article_id, quote.pk]))
    )
    assert "Rule confirmed on this call" in card
    assert post("call_rule", args, card=f"quote-{quote.pk}").status_code == 302
    assert Verdict.objects.get(current=True).method.startswith("call")
    assert post("call_rule", args, anchor="ring-x").status_code == 302
    Quote.objects.update(text="Other words")
    assert post("call_rule", args).status_code == 409
    assert post("call_rule", [story().pk, answer.pk]).status_code == 404


def test_the_sheet_of_an_article_one_may_not_see_is_not_there(quote: Quote) -> None:
    Article.objects.update(restricted=True)
    assert (
        signed_in(CheckerFactory())
        .get(reverse("review:calls", args=[quote.article_id]))
        .status_code
        == 404
    )
    for url in ("call_log", "call_question"):
        assert post(url, [quote.article_id], person="x").status_code == 404


def test_a_claim_confirmed_elsewhere_leaves_the_sheet() -> None:
    quote = QuoteFactory(text="At least 12 people were killed.", speaker=NAME)
    claim: Claim = ClaimFactory(proof=quote.proof, quote=quote)
    assert {item.kind for item in callees(quote.article)[NAME].items} == {"quote", "claim"}
    confirmed(claim)
    assert {item.kind for item in callees(quote.article)[NAME].items} == {"quote"}
