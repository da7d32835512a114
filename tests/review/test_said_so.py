"""One ruling on a claim and on who is given for it, where the source in view holds both."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from factcheck.claims.models import Claim, Quote
from factcheck.evidence.models import Evidence
from factcheck.review.actions import add_record
from factcheck.review.models import Query, Record, Verdict
from factcheck.review.reads.proof import items_now
from factcheck.review.reads.said_so import said_so
from tests.claims.factories import (
    ClaimFactory,
    FactFactory,
    QuoteFactory,
    read_article,
)
from tests.newsroom.factories import CheckerFactory, ReporterFactory
from tests.review.test_findings import says
from tests.review.test_pages import signed_in

pytestmark = pytest.mark.django_db
COPY = "Head\nThe lock was closed at 22:40, said Petra Lund of the harbour office."
CLAIM = "The lock was closed at 22:40, said Petra Lund of the harbour office."
QUOTE = "The lock was closed at 22:40"
SPOKEN = "00:01:58 LUND: The lock was closed at 22:40 that night."
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def claim() -> Claim:
    proof = read_article(text=COPY).current_proof()
    claim = ClaimFactory(proof=proof, text=CLAIM)
    QuoteFactory(proof=proof, text=QUOTE, kind="indirect", speaker="Petra Lund")
    FactFactory(proof=proof, text="22:40", kind="number", claim=claim)
    return claim


@pytest.fixture
def checker() -> Client:
    return signed_in(CheckerFactory())


def keep(claim: Claim, text: str = SPOKEN) -> Record:
    return add_record(
        by=ReporterFactory(), article=claim.article, kind="transcript", title="Interview", text=text
    )


def quote() -> Quote:
    return Quote.objects.get()


def shown(checker: Client, claim: Claim, query: str = "") -> Any:
    """The form of the claim's card, as the page has it."""
    answer = checker.get(
        f"/articles/{claim.article_id}/claims/{claim.pk}/{query}", headers=IN_PLACE
    )
    return answer.context


def sent(context: Any, **more: Any) -> dict[str, Any]:
    """What the form sends as it was shown, with the facts that the source in view bears out."""
    form, rows = context["verdict_form"], context["rule_table"].rows
    values = {name: form[name].value() for name in form.fields if name != "facts_too"}
    filled = {name: "" if value is None else value for name, value in values.items()}
    return {
        **filled,
        "rule": "confirm",
        "said": [one.chosen for one in context["spoken"].quotes],
        "shown": [f"{row.row.fact.pk}-0" for row in rows],
        "facts": [row.row.fact.pk for row in rows if row.borne_out],
        **more,
    }


def rule(checker: Client, claim: Claim, given: dict[str, Any]) -> Any:
    address = f"/articles/{claim.article_id}/claims/{claim.pk}/verdict/"
    return checker.post(address, given, headers=IN_PLACE)


def test_one_ruling_confirms_the_claim_and_that_it_was_said(checker: Client, claim: Claim) -> None:
    keep(claim)
    context = shown(checker, claim)
    assert rule(checker, claim, sent(context)).status_code == 200
    on_claim, on_quote = Verdict.objects.get(claim=claim), Verdict.objects.get(quote=quote())
    assert (on_claim.ruling, on_claim.source) == ("confirmed", "Interview")
    assert (on_quote.ruling, on_quote.method) == ("confirmed", "transcript, words like these")
    assert on_quote.locator == "00:01:58"
    assert on_quote.passage in SPOKEN
    [item] = [one for one in items_now(claim.article).all if one.key == claim.key]
    assert not item.to_rule
    assert not item.facts_open


def test_one_undo_takes_both_back(checker: Client, claim: Claim) -> None:
    keep(claim)
    answer = rule(checker, claim, sent(shown(checker, claim)))
    acts = answer.headers["HX-Trigger"].partition('"acts": "')[2].partition('"')[0]
    checker.post(f"/articles/{claim.article_id}/undo/", {"acts": acts}, headers=IN_PLACE)
    assert not Verdict.objects.filter(current=True).exists()


def test_the_claim_rests_on_its_page_and_the_quote_on_its_record(
    checker: Client, claim: Claim
) -> None:
    says(claim, "22:40", "22:40", "Harbour log")
    keep(claim)
    context = shown(checker, claim)
    assert context["in_view"] is not None
    rule(checker, claim, sent(context))
    assert Verdict.objects.get(claim=claim).evidence == Evidence.objects.get()
    assert Verdict.objects.get(quote=quote()).source == "Interview"


def test_a_page_that_differs_is_looked_at_before_the_record(checker: Client, claim: Claim) -> None:
    says(claim, "22:40", "23:10", "Harbour log")
    record = keep(claim)
    context = shown(checker, claim)
    assert context["spoken"].resting is None
    refused = rule(checker, claim, sent(context))
    assert refused.status_code == 409
    assert not Verdict.objects.exists()
    chosen = shown(checker, claim, f"?record=record-{record.pk}")
    assert chosen["spoken"].resting is not None
    assert chosen["next_source_url"].endswith(f"?evidence={Evidence.objects.get().pk}")


def test_only_the_claim_is_confirmed_where_its_quote_is_not_chosen(
    checker: Client, claim: Claim
) -> None:
    keep(claim)
    rule(checker, claim, sent(shown(checker, claim), said=[]))
    assert Verdict.objects.filter(claim=claim).exists()
    assert not Verdict.objects.filter(quote=quote()).exists()


@pytest.mark.parametrize("change", ["speaker", "record"])
def test_what_was_said_is_not_confirmed_once_it_has_changed(
    checker: Client, claim: Claim, change: str
) -> None:
    record = keep(claim)
    given = sent(shown(checker, claim))
    if change == "speaker":
        Quote.objects.update(speaker="Ada Lund")
    else:
        Record.objects.filter(pk=record.pk).update(
            text="00:01:58 LUND: The lock was closed at 22:40."
        )
    refused = rule(checker, claim, given)
    assert refused.status_code == 409
    assert "changed while you looked" in refused.content.decode()
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["00:01:58 HADDAD: The lock was closed at 22:40.", "00:01:58 LUND: Nobody told us a thing."],
    ids=["another speaker", "other words"],
)
def test_a_record_of_somebody_else_or_of_other_words_confirms_nothing(
    claim: Claim, text: str
) -> None:
    keep(claim, text)
    assert said_so(claim) == []


def test_a_quote_that_was_ruled_on_or_asked_about_is_dealt_with_alone(claim: Claim) -> None:
    keep(claim)
    query = Query.objects.create(
        article=claim.article, quote=quote(), text="Who?", raised_by=CheckerFactory()
    )
    assert said_so(claim) == []
    query.delete()
    assert [one.quote for one in said_so(claim)] == [quote()]


def test_own_knowledge_of_the_claim_says_nothing_of_its_quote(
    checker: Client, claim: Claim
) -> None:
    keep(claim)
    rule(checker, claim, sent(shown(checker, claim), rule="own"))
    assert not Verdict.objects.filter(quote=quote()).exists()


def test_the_quotes_own_box_is_folded_only_where_the_claim_has_it(
    checker: Client, claim: Claim
) -> None:
    def page() -> str:
        url = f"/articles/{claim.article_id}/items/{claim.key}/"
        return checker.get(url, headers=IN_PLACE).content.decode()

    folded = "ruled on with the claim, or here by itself"
    assert folded not in page()
    keep(claim)
    assert folded in page()


def test_the_author_is_asked_about_each_loose_fact_once(checker: Client) -> None:
    article = read_article(text="Head\nAda Lund and 12 men.")
    proof = article.current_proof()
    facts = [FactFactory(proof=proof, text=text, kind="name") for text in ("Ada Lund", "12")]
    address = f"/articles/{article.pk}/facts-of-block/1/rule/"
    given = {"rule": "query", "shown": [f"{fact.pk}-0" for fact in facts]}
    answers = [checker.post(address, given, headers=IN_PLACE) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 409]
    assert Query.objects.count() == 2


def test_who_may_not_rule_is_offered_no_ticks_and_sees_the_quotes_own_box(claim: Claim) -> None:
    keep(claim)
    reporter = signed_in(ReporterFactory())
    url = f"/articles/{claim.article_id}/items/{claim.key}/"
    page = reporter.get(url, headers=IN_PLACE).content.decode()
    assert 'name="facts"' not in page
    assert "ruled on with the claim" not in page
    assert "words like these" in page


def test_only_who_may_read_the_copy_through_is_asked_to(claim: Claim, checker: Client) -> None:
    url = claim.article.get_absolute_url()
    asked = "once before checking it"
    assert asked in checker.get(url).content.decode()
    assert asked not in signed_in(ReporterFactory()).get(url).content.decode()
