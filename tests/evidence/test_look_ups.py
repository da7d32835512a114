"""What can be looked up for a claim, and how a value looked up stands beside its fact."""

from __future__ import annotations

import datetime as dt
import importlib
from dataclasses import replace
from typing import Any

import pytest
from redis import Redis

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.evidence import actions
from factcheck.evidence.actions.plan import articles_to_plan, plan_article
from factcheck.evidence.models import Document, Evidence, Search, SentQuery
from factcheck.evidence.rules.beside import facts_in
from factcheck.evidence.rules.look_ups import questions_of, value_beside
from factcheck.evidence.search import provider_registry
from factcheck.newsroom.actions import Refused
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.look_ups import LookedUp, LookedUpValue, ValueQuestion
from factcheck.review.reads.findings import finding_of, finding_table
from factcheck.text import read
from tests.evidence.factories import SearchFactory, author_source, only, provider, searched_claim
from tests.newsroom.factories import CheckerFactory, ChiefFactory

PUBLISHED = dt.date(2024, 11, 30)
PEOPLE = "Aleppo has a population of 3 million."


def asked(claim: str, *addresses: str) -> list[tuple[str, str, str, str]]:
    """What is looked up: (what, subject, of, the fact's words)."""
    found = questions_of(claim, facts_in(read(claim, PUBLISHED)), PUBLISHED, addresses)
    return [
        (q.question.what, q.question.subject, q.question.of, q.fact.text if q.fact else "")
        for q in found
    ]


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        (PEOPLE, ("population", "Aleppo", "", "3 million")),
        ("Angela Merkel was born in 1954.", ("birth", "Angela Merkel", "", "1954")),
        ("Inflation in Brazil reached 47 percent in 2023.",
         ("indicator", "BR", "FP.CPI.TOTL.ZG", "47 percent")),
        ("Inflation in Turkey reached 47 percent in October.",
         ("European statistic", "TR", "prc_hicp_minr unit=RCH_A coicop18=TOTAL", "47 percent")),
        ("The eurozone's unemployment rate was 6.3 percent in 2023.",
         ("European statistic", "EZ", "une_rt_a age=Y15-74 unit=PC_ACT sex=T", "6.3 percent")),
        ("U.S. unemployment fell to 4.1 percent in October.",
         ("U.S. series", "UNRATE", "lin", "4.1 percent")),
        ("Rebels entered Aleppo, Syria's second-largest city, and moved toward Hama.",
         ("population rank", "Aleppo", "Syria", "second-largest")),
        ("Aleppo is Syria's second-largest city.",
         ("population rank", "Aleppo", "Syria", "second-largest")),
        ("A study, “Effects of tea on sleep in adults”, was retracted in 2021.",
         ("study", "Effects of tea on sleep in adults", "", "")),
        ("The planemaker Boeing filed its annual report on Jan. 31, 2024.",
         ("company filing", "Boeing", "10-K", "Jan. 31, 2024")),
        ("Tesla's net income was $7.1 billion in 2024.",
         ("company figure", "Tesla", "net income", "$7.1 billion")),
        ("Marks & Spencer plc was incorporated in 2001.",
         ("company", "Marks & Spencer", "", "2001")),
        ("Jane Roe, a director of Acme Holdings Ltd, resigned in March 2023.",
         ("company officer", "Jane Roe", "Acme Holdings Ltd", "director")),
        ("Aleppo lies 310 km from Damascus.", ("distance", "Aleppo", "Damascus", "310 km")),
        ("The paper, doi 10.1038/171737a0, was read by many.", ("study", "10.1038/171737a0", "", "")),
    ],
)  # fmt: skip
def test_a_claim_of_one_thing_asks_for_the_value_of_it(
    claim: str, question: tuple[str, str, str, str]
) -> None:
    assert question in asked(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "Rebels entered Aleppo on Friday.",
        "Aleppo and Homs have a population of 3 million.",
        "Twelve residents of Aleppo were hurt.",
        "Inflation rose in Turkey and in Iran by 3 percent.",
        "“Four more years of this and we leave”, she said.",
        "Syria is the largest city state in Aleppo's Homs.",
        "Boeing said it would pay $3 billion.",
    ],
)
def test_a_claim_of_several_things_or_of_none_is_not_looked_up(claim: str) -> None:
    assert [one for one in asked(claim) if one[0] != "office"] == []


def test_a_study_is_found_by_the_writers_own_source() -> None:
    assert asked("The study was wrong.", "https://doi.org/10.1038/171737A0.") == [
        ("study", "10.1038/171737a0", "", "")
    ]


def beside(claim: str, kind: str, **value: str) -> tuple[str, bool]:
    fact = next(fact for fact in facts_in(read(claim, PUBLISHED)) if fact.kind == kind)
    told = {"value": "", "sentence": "", "source": "", "url": "", **value}
    found = value_beside(fact, claim, LookedUpValue(**told))  # type: ignore[arg-type]
    return found.outcome, found.sure


def test_a_value_is_compared_by_its_unit_and_precision_and_is_never_sure() -> None:
    assert beside(PEOPLE, "number", value="2098210") == ("other", False)
    assert beside("Aleppo has about 2 million residents.", "number", value="2098210")[0] == "same"
    assert (
        beside("Prices rose 47 percent.", "number", value="47.1", unit="USD")[0] == "not mentioned"
    )
    assert beside("She was born in May 1954.", "date", value="1954-05-17")[0] == "same"
    assert beside("She was born on 17 May 1954.", "date", value="1954")[0] == "not mentioned"
    assert beside("She was born in 1955.", "date", value="1954-05-17") == ("other", False)


def test_a_months_claim_asks_no_yearly_figure_and_is_not_set_against_another_month() -> None:
    claim = "Inflation in Germany rose to 2.2 percent in October."
    assert [one[0] for one in asked(claim)] == ["European statistic"]
    fact = next(f for f in facts_in(read(claim, PUBLISHED)) if f.kind == "number")
    september = LookedUpValue("1.8", "", "Eurostat", "", unit="%", of="2024-09")
    found = value_beside(fact, claim, september, "2024-10")
    assert (found.outcome, found.why) == ("not mentioned", "of 2024-09, not of 2024-10")
    october = replace(september, of="2024-10")
    assert value_beside(fact, claim, october, "2024-10").outcome == "other"


def test_the_rank_of_a_town_is_told_with_the_towns_before_it() -> None:
    question = ValueQuestion("population rank", "Marseille", "France")
    [value] = provider_registry.GeoNames().look_up(question).values
    assert value.value == "2"
    assert value.sentence.startswith(
        "By population Marseille is number 2 of the cities of France: Paris"
    )
    elsewhere = ValueQuestion("population rank", "Marseille", "Syria")
    assert provider_registry.GeoNames().look_up(elsewhere).values == ()


@pytest.mark.parametrize(("rank", "outcome"), [("2", "same"), ("1", "other")])
def test_a_rank_is_the_claims_or_another(rank: str, outcome: str) -> None:
    claim = "Aleppo is Syria's second-largest city."
    assert beside(claim, "superlative", value=rank) == (outcome, False)


class FakeLookUp:
    """A look-up whose answers, or failures, are given; it keeps what it was asked."""

    name = label = "worldbank"
    needs_key = False
    outside = True

    def __init__(self) -> None:
        self.asked: list[ValueQuestion] = []
        self.values: tuple[LookedUpValue, ...] = ()
        self.fails: OutsideError | None = None

    def answers(self, question: ValueQuestion) -> bool:
        return question.what in ("population", "study")

    def look_up(self, question: ValueQuestion) -> LookedUp:
        self.asked.append(question)
        if self.fails:
            raise self.fails
        return LookedUp(question.subject, self.values)


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch, flush_redis: Redis) -> FakeLookUp:
    fake = FakeLookUp()
    for name in ("ask", "providers"):
        module = importlib.import_module(f"factcheck.evidence.actions.{name}")
        monkeypatch.setattr(
            module, "look_up_of", lambda row: fake if row.name == fake.name else None
        )
    return fake


def people(**changes: Any) -> Claim:
    facts = [("place", "Aleppo", "Aleppo"), ("number", "3 million", "3000000")]
    return searched_claim(PEOPLE, facts=facts, **changes)


def looked_up(claim: Claim) -> Search:
    search = SearchFactory(claim=claim, provider=provider("worldbank"))
    actions.ask(search.pk)
    search.refresh_from_db()
    return search


VALUE = LookedUpValue(
    "2098210", "The population of Aleppo is 2,098,210 (2021).", "World Bank",
    "https://data.worldbank.org/indicator/SP.POP.TOTL", of="2021", vintage="2026-07-13",
)  # fmt: skip


@pytest.mark.django_db
def test_a_value_looked_up_is_a_source_in_the_table_with_its_vintage(bank: FakeLookUp) -> None:
    bank.values = (VALUE,)
    claim = people()
    search = looked_up(claim)
    assert (search.work, search.found, search.count) == ("done", "some", 1)
    table = finding_table(finding_of(claim))
    [source] = table.sources
    assert (source.name, source.vintage) == ("World Bank", "of 2021, updated 2026-07-13")
    cells = {row.fact.text: row.cells[0] for row in table.rows}
    assert (cells["3 million"].symbol, cells["3 million"].value) == ("~", "2098210")
    assert cells["Aleppo"].symbol == "–"
    assert source.passage == VALUE.sentence


@pytest.mark.django_db
def test_a_look_up_leaves_a_row_of_what_left_and_nothing_of_the_copy(bank: FakeLookUp) -> None:
    claim = people()
    assert looked_up(claim).found == "nothing"
    [sent] = SentQuery.objects.all()
    assert (sent.query, sent.outcome) == ("population of Aleppo", "answered")
    assert bank.asked[0].allowed_outside


@pytest.mark.django_db
def test_of_restricted_copy_nothing_is_looked_up_outside(bank: FakeLookUp) -> None:
    claim = people()
    Article.objects.filter(pk=claim.article_id).update(restricted=True)
    assert looked_up(claim).found == "forbidden"
    assert bank.asked == []


@pytest.mark.django_db
def test_a_claim_that_holds_no_question_is_not_asked_and_not_nothing_found(
    bank: FakeLookUp,
) -> None:
    claim = searched_claim()
    assert looked_up(claim).found == "no question"
    assert bank.asked == []
    assert finding_of(claim).finding.state == "not_asked"


@pytest.mark.django_db
def test_a_failure_is_asked_again_and_its_row_says_so(bank: FakeLookUp) -> None:
    bank.fails = OutsideError(Kind.TIMEOUT, "Too slow", temporary=True)
    search = looked_up(people())
    assert (search.work, search.found) == ("waiting", "")
    assert SentQuery.objects.get().outcome == "failed"


@pytest.mark.django_db
def test_a_retraction_is_flagged_on_the_passage(bank: FakeLookUp) -> None:
    bank.values = (
        LookedUpValue("10.1/x", "“A study”: retraction.", "Crossref", "https://doi.org/10.1/x",
                      retracted=True),
    )  # fmt: skip
    claim = searched_claim("The study was wrong.", facts=[])
    source = author_source(claim, address="https://doi.org/10.1038/171737a0")
    claim.cited.create(author_source=source, address=source.address)
    looked_up(claim)
    assert Evidence.objects.get(claim=claim).flags == [
        {"kind": "retracted", "why": "“A study”: retraction."}
    ]


@pytest.mark.django_db
def test_a_value_that_was_ruled_on_is_left_alone_and_planning_comes_to_rest(
    bank: FakeLookUp,
) -> None:
    only("worldbank")
    bank.values = (VALUE,)
    claim = people()
    search = looked_up(claim)
    actions.rule_on(by=CheckerFactory(), evidence=Evidence.objects.get(), ruling="accepted")
    Search.objects.filter(pk=search.pk).update(work="waiting", found="")
    actions.ask(search.pk)
    assert Evidence.objects.get().ruling == "accepted"
    assert Document.objects.count() == 1
    plan_article(claim.article_id)
    assert list(articles_to_plan(dt.datetime.now(dt.UTC))) == []


@pytest.mark.django_db
def test_geonames_answers_restricted_copy_too_for_nothing_leaves(flush_redis: Redis) -> None:
    claim = people()
    Article.objects.filter(pk=claim.article_id).update(restricted=True)
    search = SearchFactory(claim=claim, provider=provider("geonames"))
    actions.ask(search.pk)
    search.refresh_from_db()
    assert search.found == "some"
    assert not SentQuery.objects.exists()
    assert "population of Aleppo is 2,098,210" in Evidence.objects.get(claim=claim).passage


def test_geonames_measures_between_two_towns() -> None:
    question = ValueQuestion("distance", "Aleppo", "Damascus")
    [value] = provider_registry.GeoNames().look_up(question).values
    assert (value.value, value.unit) == ("310", "km")
    assert (
        provider_registry.GeoNames().look_up(ValueQuestion("distance", "Aleppo", "X")).values == ()
    )


@pytest.mark.django_db
def test_a_chief_tries_a_look_up_out_with_public_knowledge(bank: FakeLookUp) -> None:
    bank.values = (VALUE,)
    row = provider("worldbank")
    assert "2,098,210" in actions.try_provider(by=ChiefFactory(), provider=row)
    assert bank.asked[0].subject == "Paris"
    bank.fails = OutsideError(Kind.TIMEOUT, "Too slow", temporary=True)
    with pytest.raises(Refused, match="failed: Too slow"):
        actions.try_provider(by=ChiefFactory(), provider=row)


def test_a_figure_of_several_years_is_looked_up_for_none_of_them() -> None:
    assert asked("Inflation in Brazil was 8 percent in 2019.") != []
    assert asked("Inflation in Brazil was 8 percent in 2019-20.") == []
    assert asked("Inflation in Brazil was 8 percent in the 1990s.") == []
