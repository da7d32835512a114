"""What the sources say of each fact, claim and item, in one of five states."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factcheck.api.reads import article_json
from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Extraction, Fact
from factcheck.desk.reads.lines import drawn
from factcheck.evidence.actions import rule_on
from factcheck.evidence.models import CitedSource, Evidence
from factcheck.evidence.reads.evidence import evidence_of
from factcheck.evidence.rules.value_signs import PRECISE, is_shown_as_difference
from factcheck.evidence.search.key_words import facts_of
from factcheck.newsroom.models import Desk
from factcheck.newsroom.page_reads import one_page
from factcheck.review import actions
from factcheck.review.reads.beside import gaps
from factcheck.review.reads.card import card
from factcheck.review.reads.checklist import lines_of
from factcheck.review.reads.findings import (
    finding_of,
    finding_on,
    finding_table,
    findings_of,
    open_conflicts,
)
from factcheck.review.reads.gate import gate
from factcheck.review.reads.outcome import outcome_of
from factcheck.review.reads.proof import sheet
from factcheck.review.reads.report import COLUMNS, cells, report_of
from factcheck.review.reads.rulings import rulings_of
from factcheck.review.reads.second import whole_pass
from factcheck.review.rules.findings import counted
from tests.claims.factories import ClaimFactory, FactFactory, read_article
from tests.evidence.factories import (
    DocumentFactory,
    EvidenceFactory,
    HitFactory,
    SearchFactory,
    SourceFactory,
    author_source,
    provider,
)
from tests.newsroom.factories import CheckerFactory

pytestmark = pytest.mark.django_db

DEAD = "At least 41 people have been killed and 12,000 have fled, the minister said."


def claim_of(words: str = DEAD, *facts: tuple[str, str]) -> Claim:
    claim = ClaimFactory(
        proof=read_article(text=f"Head\n{words}\nNothing else.").current_proof(), text=words
    )
    for kind, text in facts or (("number", "41"), ("number", "12,000")):
        FactFactory(proof=claim.proof, claim=claim, kind=kind, text=text, value=text)
    return claim


def says(claim: Claim, text: str, value: str, name: str = "", **more: Any) -> Evidence:
    """A source beside the claim, and what it has for one fact."""
    sure = more.pop("sure", True)
    document = more.pop("document", None) or DocumentFactory(
        source=SourceFactory(**({"name": name} if name else {}))
    )
    row: Evidence = EvidenceFactory(claim=claim, document=document, **more)
    add(row, text, value, sure=sure)
    return row


def add(row: Evidence, text: str, value: str, *, sure: bool = True) -> None:
    fact = Fact.objects.get(claim=row.claim, text=text)
    outcome = "same" if value == text else "other"
    row.comparisons.create(
        fact=fact, value=text, in_source=value, outcome=outcome, sure=sure and outcome == "other"
    )


def searched(claim: Claim, found: str = "some", work: str = "done") -> None:
    SearchFactory(claim=claim, provider=provider("archive"), work=work, found=found)


def of_fact(claim: Claim, text: str) -> Any:
    [found] = [one.finding for one in finding_of(claim).facts if one.text == text]
    return found


def test_a_source_with_another_value_differs_and_the_rest_stands_beside_it() -> None:
    claim = claim_of()
    row = says(claim, "41", "38", "Meridian Wire")
    add(row, "12,000", "12,000")
    found = finding_of(claim).finding
    assert (found.state, found.words) == ("differs", "≠ 38 Meridian Wire · = 12,000")
    assert of_fact(claim, "41").words == "≠ 38 Meridian Wire"
    assert of_fact(claim, "12,000").words == "= 12,000"
    [item] = findings_of(claim.article).by_item.values()
    assert item.finding.state == "differs"


def test_a_claim_is_supported_by_as_many_sources_as_bear_out_each_value_of_it() -> None:
    claim = claim_of()
    for number in range(2):
        row = says(claim, "41", "41", f"Outlet of {number}", leans=0.7)
        if number:
            add(row, "12,000", "12,000")
    assert of_fact(claim, "41").supported_by == 2
    found = finding_of(claim).finding
    assert (found.state, found.supported_by, found.words) == ("supported", 1, "= 41, 12,000")
    # Nobody has read it yet: more than one such claim in ten is not borne out by its page.
    assert counted([found]) == "1 with the same values"
    rule_on(by=CheckerFactory(), evidence=row, ruling="accepted", side="supports")
    assert counted([finding_of(claim).finding]) == "1 supported"


@pytest.mark.parametrize("leans", [0.0, -0.7])
def test_values_in_a_passage_that_is_not_for_the_claim_do_not_bear_it_out(leans: float) -> None:
    claim = claim_of()
    add(says(claim, "41", "41", leans=leans), "12,000", "12,000")
    assert of_fact(claim, "41").supported_by == 1
    found = finding_of(claim).finding
    assert found.state == "nothing"
    assert counted([found]) == "1 with passages to read"


def test_copies_of_one_story_are_one_source() -> None:
    claim = claim_of()
    first = says(claim, "41", "41")
    copy = DocumentFactory(origin=first.document)
    says(claim, "41", "41", document=copy)
    found = of_fact(claim, "41")
    assert (found.supported_by, len(found.agreeing)) == (1, 1)


def test_a_lead_or_a_passage_against_supports_nothing() -> None:
    claim = claim_of()
    says(claim, "41", "41", document=DocumentFactory(source=SourceFactory(tier="lead only")))
    says(claim, "41", "41", ruling="accepted", side="background")
    searched(claim)
    found = of_fact(claim, "41")
    assert (found.state, found.supported_by) == ("nothing", 0)
    assert found.words == "= 41, not counted as support"
    Evidence.objects.filter(claim=claim, ruling="accepted").delete()
    assert of_fact(claim, "41").words == "= 41, a lead only"
    [lead] = Evidence.objects.filter(claim=claim)
    row = next(row for row in finding_table(finding_of(claim)).rows if row.fact.text == "41")
    assert (row.cells[0].words, row.cells[0].tone) == ("same, a lead only", "soft")
    rule_on(by=CheckerFactory(), evidence=lead, ruling="accepted")
    lead.refresh_from_db()
    assert lead.side == "background"


def test_silence_is_told_from_nobody_asked_and_from_searches_that_run() -> None:
    claim = claim_of()
    assert finding_of(claim).finding.words == "not asked"
    searched(claim, found="", work="waiting")
    assert finding_of(claim).finding.state == "waiting"
    claim.searches.update(work="done", found="nothing")
    assert finding_of(claim).finding.words == "nothing found"
    assert counted([finding_of(claim).finding]) == "1 nothing found"
    claim.searches.update(found="forbidden")
    assert finding_of(claim).finding.words == "not asked: the article is restricted"
    claim.searches.update(work="failed", found="")
    assert finding_of(claim).finding.words == "not asked: the searches failed"


def test_a_page_that_is_still_to_be_compared_is_waited_for() -> None:
    claim = claim_of()
    search = SearchFactory(claim=claim, work="done", found="some")
    hit = HitFactory(search=search)
    assert finding_of(claim).finding.state == "waiting"
    hit.compared_at = timezone.now()
    hit.save()
    assert finding_of(claim).finding.state == "nothing"


def test_a_passage_with_no_value_in_common_is_to_be_read() -> None:
    claim = claim_of()
    EvidenceFactory(claim=claim)
    found = finding_of(claim).finding
    assert found.state == "nothing"
    assert found.words == "1 passage to read, no value in common"


def test_an_unsure_value_or_one_of_an_imprecise_kind_is_no_conflict() -> None:
    claim = claim_of("The mine at Halm is the largest; 41 died.", ("superlative", "largest"),
                     ("number", "41"))  # fmt: skip
    says(claim, "41", "38", "Meridian Wire", sure=False)
    says(claim, "largest", "second-largest", "The Register")
    assert not is_shown_as_difference("superlative")
    found = finding_of(claim).finding
    assert (found.state, found.differing) == ("nothing", ())
    assert found.words == "other figure: second-largest (The Register) and 1 more"
    assert "source differs" not in {
        blocker.reason for blocker in gate(claim.article, timezone.now())
    }


def test_a_difference_is_shown_only_for_kinds_in_which_it_is_right_nine_times_in_ten() -> None:
    shown = [k for k in ("number", "date", "name", "place", "title") if is_shown_as_difference(k)]
    assert (PRECISE, shown) == (0.9, ["number", "date", "name"])


def ruled_by_verdict(claim: Claim, row: Evidence) -> None:
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="disputed", source="The ministry",
                         note="Two counts.")  # fmt: skip


def ruled_by_tick(claim: Claim, row: Evidence) -> None:
    fact = Fact.objects.get(claim=claim, text="41")
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="The ministry")


def ruled_on_the_source(claim: Claim, row: Evidence) -> None:
    rule_on(by=CheckerFactory(), evidence=row, ruling="accepted", side="background")


def rejected(claim: Claim, row: Evidence) -> None:
    rule_on(by=CheckerFactory(), evidence=row, ruling="rejected", reason="An earlier day.")


@pytest.mark.parametrize("rule", [ruled_by_verdict, ruled_by_tick, ruled_on_the_source, rejected])
def test_a_ruling_ends_the_conflict(rule: Any) -> None:
    claim = claim_of()
    row = says(claim, "41", "38")
    assert "source differs" in {one.reason for one in gate(claim.article, timezone.now())}
    rule(claim, row)
    assert finding_of(claim).finding.state != "differs"
    assert "source differs" not in {one.reason for one in gate(claim.article, timezone.now())}


def test_a_source_that_comes_after_the_ruling_is_a_conflict_again() -> None:
    claim = claim_of()
    ruled_by_verdict(claim, says(claim, "41", "38"))
    says(claim, "41", "39")
    [differing] = finding_of(claim).finding.differing
    assert differing.value == "39"


def test_a_source_accepted_against_the_claim_differs_without_a_value() -> None:
    claim = claim_of()
    row = EvidenceFactory(claim=claim, document__source__name="The Register", leans=-0.5)
    rule_on(by=CheckerFactory(), evidence=row, ruling="accepted", side="against")
    found = finding_of(claim).finding
    assert (found.state, found.words) == ("differs", "≠ The Register")


def test_the_writers_own_source_comes_first() -> None:
    claim = claim_of()
    says(claim, "41", "41", "A wire", score=0.9, ruling="accepted", side="supports")
    row = says(claim, "41", "41", "The court", score=0.1)
    CitedSource.objects.create(
        claim=claim, author_source=author_source(claim), document=row.document
    )
    found = finding_of(claim)
    assert [one.name for one in found.sources] == ["The court", "A wire"]
    assert found.facts[0].finding.agreeing[0].by_author


def test_an_item_is_a_sentence_with_its_claims_and_a_claim_outside_all_is_its_own() -> None:
    claim = claim_of()
    proof = claim.proof
    other = ClaimFactory(proof=proof, text="Nothing else.")
    Extraction.objects.filter(proof=proof).update(
        reading={"items": [{"span": [claim.start, claim.end]}]}
    )
    items = findings_of(claim.article).by_item
    assert [item.claims for item in items.values()] == [(claim.pk,), (other.pk,)]
    assert len(items[claim.start].facts) == 2


def test_findings_are_counted_in_words() -> None:
    claim = claim_of()
    says(claim, "41", "38")
    ClaimFactory(proof=claim.proof, text="Nothing else.", score=0.9)
    ClaimFactory(proof=claim.proof, text="Head", score=0.0)
    found = findings_of(claim.article)
    assert found.counts() == "1 conflict, 1 not asked"
    assert found.conflicts == 1


def test_findings_ask_the_database_as_often_for_many_claims_as_for_few() -> None:
    def queries(count: int) -> int:
        text = "Head\n" + "\n".join(f"At least {41 + n} people died." for n in range(count))
        proof = read_article(text=text).current_proof()
        for n in range(count):
            claim = ClaimFactory(proof=proof, text=f"At least {41 + n} people died.")
            FactFactory(proof=proof, claim=claim, kind="number", text=str(41 + n))
            says(claim, str(41 + n), "38")
            searched(claim)
        article = Article.objects.get(pk=proof.article_id)
        with CaptureQueriesContext(connection) as few:
            findings_of(article)
        with CaptureQueriesContext(connection) as conflicts:
            open_conflicts([article.pk], rulings_of([article.pk]))
        return len(few) * 100 + len(conflicts)

    Desk.load()
    assert queries(2) == queries(6)


def test_the_table_has_facts_by_sources_and_leaves_out_the_silent() -> None:
    claim = claim_of()
    row = says(claim, "41", "38", "Meridian Wire")
    add(row, "12,000", "12,000")
    EvidenceFactory(claim=claim)
    table = finding_table(finding_of(claim))
    assert [source.name for source in table.sources] == ["Meridian Wire"]
    assert table.silent == 1
    signs = [(line.fact.text, line.cells[0].symbol, line.cells[0].value) for line in table.rows]
    assert signs == [("41", "≠", "38"), ("12,000", "=", "12,000")]


def test_a_difference_that_was_ruled_on_stays_in_the_table_and_before_the_second_reader() -> None:
    claim = claim_of()
    ruled_by_verdict(claim, says(claim, "41", "38", "Meridian Wire"))
    found = finding_of(claim)
    assert found.finding.state == "nothing"
    [cell] = [row.cells[0] for row in finding_table(found).rows if row.fact.text == "41"]
    assert (cell.symbol, cell.words, cell.value) == ("≠", "differs, ruled on", "38")
    [other] = whole_pass(claim.article, sheet(claim.article), Desk.load().bar).others
    assert (other.symbol, other.says.value) == ("≠", "38")


def test_the_report_the_desk_and_the_api_say_the_same_finding() -> None:
    claim = claim_of()
    says(claim, "41", "38", "Meridian Wire")
    article = claim.article
    report = report_of(article, claim.proof, timezone.now())
    [item] = [item for item in report["items"] if item["key"] == claim.key]
    assert report["findings"] == "1 conflict"
    assert item["finding"] == "≠ 38 Meridian Wire"
    assert cells(item)[COLUMNS.index("finding")] == "≠ 38 Meridian Wire"
    [line] = drawn([article.pk], timezone.now())
    assert line.conflicts == 1
    answer = article_json(article, timezone.now())
    assert answer["findings"] == {"counts": "1 conflict", "conflicts": 1}
    assert answer["claims"][0]["finding"]["words"] == "≠ 38 Meridian Wire"
    assert answer["claims"][0]["facts"][0]["finding"]["state"] == "differs"
    assert outcome_of(article, timezone.now()).as_json()["findings"][0]["state"] == "differs"


def test_what_the_searches_came_to_is_counted_by_outcome() -> None:
    claim = claim_of()
    for name, found in (("archive", "some"), ("wikipedia", "nothing")):
        SearchFactory(claim=claim, provider=provider(name), work="done", found=found)
    assert gaps(evidence_of([claim])[claim.pk]) == ["1 search found pages", "1 found no page"]


def test_one_claim_read_from_the_whole_page_is_the_claim_read_alone() -> None:
    held = "The dam held back 300 people, the mayor said."
    proof = read_article(text=f"Head\n{DEAD}\n{held}").current_proof()
    claim, other = (ClaimFactory(proof=proof, text=text) for text in (DEAD, held))
    for on, text in ((claim, "41"), (claim, "12,000"), (other, "300")):
        FactFactory(proof=proof, claim=on, kind="number", text=text, value=text)
    says(claim, "41", "57")
    says(other, "300", "300")
    fact = Fact.objects.get(claim=claim, text="12,000")
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="The ministry")
    article = Article.objects.get(pk=claim.article_id)

    def told() -> tuple[Any, ...]:
        shown = card(article, "claim", claim.pk)
        assert shown is not None
        assert isinstance(shown.mark, Claim)
        rows = [(row.fact, row.state, row.tick) for row in shown.facts]
        lines = [row.line for row in lines_of(shown.mark, shown.evidence)]
        found = shown.evidence, finding_on(article, shown.mark), facts_of(shown.mark)
        return rows, shown.state, lines, *found

    alone = told()
    assert len(alone[0]) == 2
    with one_page():
        sheet(article)
        with CaptureQueriesContext(connection) as asked:
            assert told() == alone
    assert len(asked) < 20
