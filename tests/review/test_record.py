"""What stays on record: the check report as page, CSV, JSON and annotated proof, kept at the
clearance; the history.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.actions import set_article
from factcheck.articles.models import Article
from factcheck.evidence.actions.people import rule_on
from factcheck.evidence.models import Document, OwnArchive
from factcheck.newsroom.actions import log
from factcheck.newsroom.log_chain import walk_chain
from factcheck.newsroom.models import LogEntry
from factcheck.review import actions
from factcheck.review.models import ClearedReport
from factcheck.review.reads.annotated import annotated
from factcheck.review.reads.history import changes_of
from factcheck.review.reads.report import COLUMNS, VERSION, report_of
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import (
    AccusationFactory,
    ClaimFactory,
    FactFactory,
    HoleFactory,
    PartyFactory,
    QuoteFactory,
)
from tests.evidence.factories import DocumentFactory, EvidenceFactory, SourceFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory
from tests.pages import one_line
from tests.review.factories import (
    QueryFactory,
    clear_story,
    confirmed,
    replied,
    requested,
    signed,
    story,
)
from tests.review.test_pages import signed_in

pytestmark = pytest.mark.django_db
LOG = [
    "item", "kind", "words", "verdict", "source", "locator", "passage", "method", "checker", "time", "second reader",
    "tier", "queries", "request", "finding",
]  # fmt: skip


def got(article: Article, name: str, query: str = "") -> Any:
    return signed_in(ChiefFactory()).get(reverse(f"review:{name}", args=[article.pk]) + query)


def table(article: Article, query: str = "") -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(got(article, "report_csv", query).content.decode("utf-8-sig")))
    )


def report(article: Article) -> dict[str, Any]:
    return report_of(article, article.current_proof(), timezone.now())


def checked_story() -> Article:
    """A claim that rests on evidence, seconded, with a query and an accused party behind it."""
    article = story("Rebels enter the city\nRebels entered Aleppo on Friday.")
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo on Friday.")
    source = SourceFactory(name="The Wire", tier="wire")
    evidence = EvidenceFactory(
        claim=claim, document=DocumentFactory(source=source), passage="They came on Friday."
    )
    actions.give_verdict(
        by=CheckerFactory(name="Tom Weiss"),
        claim=claim,
        ruling="confirmed",
        evidence=evidence,
        method="read in full",
    )
    QueryFactory(article=article, claim=claim)
    return article


def test_the_newsrooms_own_page_stands_in_the_log_as_a_lead() -> None:
    article = checked_story()
    own = OwnArchive.objects.create(title="Our archive", kind="folder", address="2024")
    Document.objects.update(own=own)
    [row] = table(article)
    assert row["tier"] == "lead only"


def test_the_log_has_exactly_its_columns() -> None:
    article = checked_story()
    signed(article, by=CheckerFactory(name="Bea Stone"))
    assert list(COLUMNS) == LOG
    [row] = table(article)
    assert list(row) == LOG
    told = {name: row[name] for name in LOG if name not in ("source", "locator", "time", "queries")}
    assert told == {
        "item": "1", "kind": "claim", "words": "Rebels entered Aleppo on Friday.", "verdict": "confirmed",
        "passage": "They came on Friday.", "method": "read in full", "checker": "Tom Weiss",
        "second reader": "Bea Stone", "tier": "wire", "request": "",
        "finding": "1 passage to read, no value in common",
    }  # fmt: skip
    assert row["source"].startswith("The Wire")
    assert dt.datetime.fromisoformat(row["time"]).tzinfo
    assert row["queries"] == str(article.queries.get().pk)


def test_whoever_checked_an_item_is_not_its_second_reader_in_the_log() -> None:
    article, checker = story(), CheckerFactory()
    confirmed(ClaimFactory(proof=article.current_proof(), text="Rebels"), by=checker)
    confirmed(ClaimFactory(proof=article.current_proof(), text="Aleppo"))
    signed(article, by=checker)
    assert [row["second reader"] for row in table(article)] == ["", str(checker)]


def test_an_accusation_stands_in_the_log_with_its_request() -> None:
    article, party = story(), PartyFactory(name="Iran")
    AccusationFactory(proof=article.current_proof(), text="Rebels", party=party)
    assert [(row["kind"], row["verdict"]) for row in table(article)] == [
        ("accusation", "not asked")
    ]
    replied(requested(article, party), text="We deny it.")
    [row] = table(article)
    assert row["request"].startswith("Iran: ")
    assert "We deny it." in one_line(got(article, "report"))


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    article = ArticleFactory(text="Head\n=HYPERLINK(A1) is what he said.")
    ClaimFactory(proof=article.current_proof(), text="=HYPERLINK(A1) is what he said.")
    body = got(article, "report_csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    assert b"'=HYPERLINK" in body
    log(
        by=None, verb="edit copy", subject=article, article_id=article.pk, text="=cmd|' /C calc'!A0"
    )
    assert b",'=cmd" in got(article, "history_csv").content


def test_the_log_is_filtered_and_sorted_on_the_page_and_in_the_csv() -> None:
    article = checked_story()
    FactFactory(proof=article.current_proof(), text="Aleppo", kind="place")
    assert [row["kind"] for row in table(article, "?sort=-item")] == ["place", "claim"]
    assert [row["kind"] for row in table(article, "?kind=place")] == ["place"]
    assert [row["kind"] for row in table(article, "?checker=Tom+Weiss")] == ["claim"]
    page = got(article, "report", "?kind=place").content.decode()
    assert "1 of 2 items" in page
    assert got(article, "report", "?sort=nonsense").status_code == 200


def test_the_json_has_its_format_and_version_and_names_sources_by_number() -> None:
    found = json.loads(got(checked_story(), "report_json").content)
    assert (found["format"], found["version"]) == ("factcheck-check-report", VERSION)
    [source], [item] = found["sources"], found["items"]
    assert (source["number"], source["tier"], source["items"]) == (1, "wire", [1])
    assert item["source_number"] == 1
    start, end = item["spans"][0]
    assert found["proof"]["text"][start:end] == item["words"]


def test_a_source_against_a_claim_stands_in_the_report() -> None:
    article = clear_story()
    claim = article.claims.get()
    evidence = EvidenceFactory(
        claim=claim, claim_text=claim.text, passage="No one came.", leans=-0.5
    )
    assert "Sources against a claim" not in one_line(got(article, "report"))
    rule_on(by=CheckerFactory(), evidence=evidence, ruling="accepted", side="against")
    page = one_line(got(article, "report"))
    assert "Sources against a claim" in page
    assert "No one came." in page


def test_rejected_evidence_and_overrides_stand_in_the_report() -> None:
    article = clear_story()
    EvidenceFactory(
        claim=article.claims.get(),
        passage="No one came.",
        ruling="rejected",
        reason="Another town.",
    )
    HoleFactory(proof=article.current_proof(), text="Rebels")
    actions.clear(
        by=ChiefFactory(),
        article=article,
        proof=article.current_proof(),
        overrides={"tk": "It is no gap at all."},
    )
    page = one_line(got(article, "report"))
    assert "Another town." in page
    assert "It is no gap at all." in page
    next_proof(article, "New copy.")
    assert "It is no gap at all." in one_line(got(article, "report"))


def test_the_report_of_a_cleared_proof_is_what_was_true_at_the_clearance() -> None:
    article = clear_story()
    claim = article.claims.get()
    proof = article.current_proof()
    actions.clear(by=EditorFactory(), article=article, proof=proof)
    was = table(article)
    claim.verdicts.update(current=False)  # as a sweep does whose evidence has changed
    assert table(article) == was
    assert table(article, "?now=1")[0]["verdict"] == "open"
    next_proof(article, "Other copy altogether.")
    assert table(article, "?proof=1") == was
    page = one_line(got(article, "annotated", "?proof=1"))
    assert "Rebels entered Aleppo on Friday." in page
    assert proof.hash[:12] in page


def test_a_kept_report_vouches_for_the_log_up_to_its_clearance() -> None:
    article = clear_story()
    before = LogEntry.objects.latest("pk")
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    kept = ClearedReport.objects.get().report["log"]
    assert kept["line"] >= before.pk
    assert walk_chain(kept["hash"]).broken == ""
    assert kept["hash"] in one_line(got(article, "report"))


def test_earlier_copy_that_was_not_cleared_has_no_report() -> None:
    article = story()
    next_proof(article, "New copy.")
    assert got(article, "report", "?proof=1").status_code == 404
    assert got(article, "report", "?proof=2").status_code == 200


def test_a_kept_report_is_never_changed() -> None:
    article = clear_story()
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    for change in (
        lambda: ClearedReport.objects.update(report={}),
        ClearedReport.objects.get().delete,
    ):
        with pytest.raises(DatabaseError, match="update or delete"), transaction.atomic():
            change()


def test_the_annotated_proof_is_the_copy_with_ticks_above_it_and_notes_beside_it() -> None:
    article = checked_story()
    proof = article.current_proof()
    quote = QuoteFactory(proof=proof, text="Aleppo on Friday")
    quote.contents = [[quote.start, quote.start + 6], [quote.start + 10, quote.end]]
    quote.save()
    fact = FactFactory(proof=proof, text="Friday", kind="date")
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="Almanac")
    FactFactory(proof=proof, text="city", kind="place")
    paragraphs = annotated(report(article))
    copy = "".join(bit.text for one in paragraphs for bit in one.bits)
    assert copy == proof.text.replace("\n", "")
    assert [(bit.text, bit.over) for one in paragraphs for bit in one.bits if bit.over] == [
        ("Friday", "✓2")
    ]
    assert [[note["kind"] for note in one.notes] for one in paragraphs] == [
        [],
        ["claim", "direct quote"],
    ]


def test_no_headline_breaks_out_of_the_style_sheet() -> None:
    article = story(headline='War"; } body { display: none } @page { x: "\\')
    sheet = got(article, "annotated_css").content.decode()
    assert 'content: "War\\22 \\3b  \\7d ' in sheet
    assert "body {" not in sheet
    assert sheet.count("{") == sheet.count("}") == 4


def test_the_history_says_who_did_what_and_what_it_was_before() -> None:
    claim = ClaimFactory()
    checker = CheckerFactory(name="Tom Weiss")
    actions.give_verdict(by=checker, claim=claim, ruling="opinion")
    actions.give_verdict(by=checker, claim=claim, ruling="confirmed", source="Wire")
    actions.withdraw_verdict(by=checker, claim=claim)
    entries = got(claim.article, "history").context["entries"]
    told = [[(c.what, c.before, c.after) for c in one.changes] for one in entries[:3]]
    assert told == [
        [("verdict", "confirmed", ""), ("source", "Wire", "")],
        [("verdict", "opinion", "confirmed"), ("source", "", "Wire")],
        [("verdict", "", "opinion")],
    ]
    assert entries[0].link == f"{claim.article.get_absolute_url()}#claim-{claim.pk}"


def test_the_history_is_filtered_by_person_verb_and_item() -> None:
    claim, editor = ClaimFactory(), EditorFactory(name="Ed")
    article = claim.article
    actions.give_verdict(by=CheckerFactory(name="Tom"), claim=claim, ruling="opinion")
    set_article(by=editor, article=article, headline="Another")
    assert [
        one.entry.by_name for one in got(article, "history", "?person=Ed").context["entries"]
    ] == ["Ed"]
    assert [
        one.entry.verb for one in got(article, "history", "?verb=give+verdict").context["entries"]
    ] == ["give verdict"]
    [one] = got(article, "history", f"?item=claims.claim-{claim.pk}").context["entries"]
    assert one.item == f"claims.claim-{claim.pk}"
    assert got(article, "history", "?item=claims.claim-x").context["entries"] == []
    assert "Another" not in got(article, "history_csv", "?person=Tom").content.decode()


def test_data_of_another_shape_is_no_change() -> None:
    assert (
        changes_of({"changes": {"a": "b"}})
        == changes_of({"changes": ["a"]})
        == changes_of({})
        == ()
    )


WORDS = ["Rebels", "enter", "the", "city", "entered", "Aleppo"]


def grown(article: Article, words: str) -> None:
    proof = article.current_proof()
    claim = ClaimFactory(proof=proof, text=words)
    evidence = EvidenceFactory(claim=claim)
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="confirmed", evidence=evidence)
    EvidenceFactory(claim=claim, ruling="rejected", reason="Another town.")
    QuoteFactory(proof=proof, text=words)
    actions.tick_fact(
        by=CheckerFactory(),
        fact=FactFactory(proof=proof, text=words, kind="name"),
        state="confirmed",
        source="AP",
    )
    party = PartyFactory()
    AccusationFactory(proof=proof, text=words, party=party)
    replied(requested(article, party))
    QueryFactory(article=article, claim=claim)


@pytest.mark.parametrize(
    "name", ["report", "report_csv", "report_json", "annotated", "history", "history_csv"]
)
def test_a_longer_record_costs_no_more_queries(name: str, django_assert_num_queries: Any) -> None:
    article = story("Rebels enter the city\nRebels entered Aleppo on Friday.")
    client, url = signed_in(ChiefFactory()), reverse(f"review:{name}", args=[article.pk])
    grown(article, WORDS[0])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for words in WORDS[1:]:
        grown(article, words)
    with django_assert_num_queries(len(one)):
        client.get(url)
