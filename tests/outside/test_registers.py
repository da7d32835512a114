"""Statistics and registers against servers that speak their documented answers and oddities."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside.look_ups import (
    CompaniesHouse,
    Crossref,
    Edgar,
    Eurostat,
    Fred,
    OpenAlex,
    PubMed,
    ValueQuestion,
)
from factcheck.outside.look_ups.companies import same_company
from factcheck.outside.look_ups.edgar import _kept
from factcheck.outside.look_ups.studies import StudyName, same_title
from tests.outside.conftest import asked
from tests.outside.test_look_ups import failure

UNEMPLOYMENT = "une_rt_m s_adj=SA age=TOTAL unit=PC_ACT sex=T"


def of(what: Any, subject: str, of: str = "", **more: Any) -> ValueQuestion:
    return ValueQuestion(what, subject, of, allowed_outside=True, **more)


# --- Eurostat


GREECE = of("European statistic", "GR", UNEMPLOYMENT, at=date(2024, 10, 31), by_month=True)


def json_stat(
    values: Any, periods: list[str], sizes: dict[str, int] | None = None
) -> dict[str, Any]:
    names = {"unit": "Percentage of population in the labour force", "geo": "Greece"}
    size = {"unit": 1, "geo": 1, "time": len(periods)} | (sizes or {})
    dimension: dict[str, Any] = {
        name: {"category": {"index": {"X": 0}, "label": {"X": label}}}
        for name, label in names.items()
    }
    places = {period: place for place, period in enumerate(periods)}
    dimension["time"] = {"category": {"index": places, "label": dict.fromkeys(periods, "")}}
    return {
        "version": "2.0", "class": "dataset", "label": "Unemployment by sex and age",
        "updated": "2024-11-29T11:00:00+0100", "value": values, "status": {"2": "p", "1": "b"},
        "id": list(size), "size": list(size.values()), "dimension": dimension,
    }  # fmt: skip


def eurostat(local: HTTPServer, answer: Any, status: int = 200) -> None:
    local.expect_request("/eurostat/data/une_rt_m").respond_with_json(answer, status=status)


def test_a_statistic_is_the_newest_month_that_has_a_value_with_its_flag(local: HTTPServer) -> None:
    # Missing values are left out, or null, or ":".
    values = {"0": 10.1, "1": 9.9, "2": 9.8, "3": ":", "4": None}
    eurostat(local, json_stat(values, ["2024-07", "2024-08", "2024-09", "2024-10", "2024-11"]))
    [told] = Eurostat().look_up(GREECE).values
    assert (told.value, told.unit, told.of, told.vintage) == ("9.8", "%", "2024-09", "2024-11-29")
    assert told.sentence == (
        "Unemployment by sex and age, Greece, 2024-09: 9.8"
        " (Percentage of population in the labour force), provisional."
    )
    sent = asked(local)[0].args
    assert (sent["geo"], sent["sinceTimePeriod"], sent["untilTimePeriod"]) == (
        "EL", "2023-08", "2024-10",
    )  # fmt: skip
    assert (sent["s_adj"], sent["sex"]) == ("SA", "T")


def test_values_may_be_a_list_and_a_year_asks_for_years(local: HTTPServer) -> None:
    eurostat(local, json_stat([10.1, None], ["2022", "2023"]))
    yearly = of("European statistic", "EZ", UNEMPLOYMENT, at=date(2023, 12, 31))
    [told] = Eurostat().look_up(yearly).values
    assert (told.value, told.of) == ("10.1", "2022")
    assert asked(local)[0].args["sinceTimePeriod"] == "2018"
    assert asked(local)[0].args["geo"] == "EA21"


def test_a_statistic_of_several_things_at_once_is_no_value(local: HTTPServer) -> None:
    eurostat(local, json_stat({"0": 1, "1": 2}, ["2024-09"], {"unit": 2}))
    assert Eurostat().look_up(GREECE).values == ()


@pytest.mark.parametrize("status", [400, 404])
def test_eurostats_fault_of_an_empty_result_is_nothing_found(
    local: HTTPServer, status: int
) -> None:
    fault = {"error": [{"status": status, "id": 100, "label": "No results found"}]}
    eurostat(local, fault, status)
    found = Eurostat().look_up(GREECE)
    assert (found.values, found.notes) == ((), ("Eurostat has nothing under une_rt_m for EL.",))


def test_an_extraction_promised_for_later_is_a_failure_to_be_asked_again(
    local: HTTPServer,
) -> None:
    eurostat(local, {"warning": [{"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}]})
    error = failure(Eurostat(), GREECE)
    assert (error.kind, error.temporary) == ("bad-response", True)


def test_what_is_no_data_set_or_country_never_becomes_a_path(local: HTTPServer) -> None:
    for country, data_set in (("../x", "une_rt_m"), ("DE", "a/b")):
        assert failure(Eurostat(), of("European statistic", country, data_set)).kind == "refused"
    assert local.log == []


# --- FRED


UNRATE = of("U.S. series", "UNRATE", "lin", at=date(2024, 11, 30), by_month=True)


def fred(
    local: HTTPServer, observations: list[dict[str, str]], about: dict[str, str] | None = None
) -> None:
    about = about or {
        "title": "Unemployment Rate", "units": "Percent", "frequency_short": "M",
        "last_updated": "2024-11-01 07:44:03-05",
    }  # fmt: skip
    observed = {"count": len(observations), "observations": observations}
    local.expect_request("/fred/series/observations").respond_with_json(observed)
    local.expect_request("/fred/series").respond_with_json({"seriess": [about]})


def seen(day: str, value: str) -> dict[str, str]:
    return {
        "realtime_start": "2024-11-01",
        "realtime_end": "9999-12-31",
        "date": day,
        "value": value,
    }


def test_a_series_is_its_newest_value_that_is_no_point(local: HTTPServer) -> None:
    fred(local, [seen("2024-11-01", "."), seen("2024-10-01", "4.1"), seen("2024-09-01", "4.1")])
    [told] = Fred().look_up(UNRATE).values
    assert (told.value, told.unit, told.of, told.vintage) == ("4.1", "%", "2024-10", "2024-11-01")
    assert told.sentence == "Unemployment Rate, 2024-10: 4.1 (Percent)."
    sent = asked(local)[0].args
    assert (sent["observation_end"], sent["sort_order"], sent["file_type"]) == (
        "2024-11-30", "desc", "json",
    )  # fmt: skip
    assert "SECRET-KEY" not in Fred().look_up(UNRATE).query_sent


def test_a_series_in_thousands_or_billions_is_told_in_full(local: HTTPServer) -> None:
    about = {"title": "All Employees", "units": "Thousands of Persons", "frequency_short": "M"}
    fred(local, [seen("2024-10-01", "12")], about)
    [told] = Fred().look_up(of("U.S. series", "PAYEMS", "chg", by_month=True)).values
    assert (told.value, told.unit) == ("12000", "")
    local.clear()
    fred(local, [seen("2024-07-01", "29374.914")], {"title": "GDP", "units": "Billions of Dollars"})
    [told] = Fred().look_up(of("U.S. series", "GDP", "lin", by_month=True)).values
    assert (told.value, told.unit) == ("29374914000000", "USD")


def test_a_percent_change_of_an_index_is_told_as_percent(local: HTTPServer) -> None:
    fred(
        local, [seen("2024-10-01", "2.57")], {"title": "Consumer prices", "units": "Index 1982=100"}
    )
    [told] = Fred().look_up(of("U.S. series", "CPIAUCSL", "pc1", at=date(2023, 12, 31))).values
    assert (told.value, told.unit, told.of) == ("2.57", "%", "2024")
    assert asked(local)[0].args["frequency"] == "a"
    assert "percent change from a year ago" in told.sentence


def test_freds_mistakes_limits_and_refusals_are_no_nothing_found(local: HTTPServer) -> None:
    path = "/fred/series/observations"
    said = {"error_code": 400, "error_message": "Bad Request. The series does not exist."}
    local.expect_oneshot_request(path).respond_with_json(said)
    assert failure(Fred(), UNRATE).kind == "bad-response"
    local.expect_oneshot_request(path).respond_with_json(said, status=400)
    assert failure(Fred(), UNRATE).status == 400
    local.expect_oneshot_request(path).respond_with_data(
        "", status=429, headers={"Retry-After": "20"}
    )
    error = failure(Fred(), UNRATE)
    assert (error.status, error.retry_after, error.temporary) == (429, 20, True)


def test_fred_is_not_asked_without_a_key_or_for_what_is_no_series(
    local: HTTPServer, settings: Any
) -> None:
    assert failure(Fred(), of("U.S. series", "../X", "lin")).kind == "refused"
    settings.PROVIDER_KEYS = {}
    assert failure(Fred(), UNRATE).kind == "login"
    assert local.log == []


# --- studies


DOI_STUDY = of("study", "10.1177/1758835920922055")
TITLE_STUDY = of("study", "Cells, and what they do: a study")


def work(**changes: Any) -> dict[str, Any]:
    return {
        "id": "https://openalex.org/W1", "doi": "https://doi.org/10.1177/1758835920922055",
        "display_name": "Cells, and what they do: a study", "publication_year": 2020,
        "is_retracted": False, "primary_location": {"source": {"display_name": "Therapies"}},
        "updated_date": "2026-11-02T00:00:00", **changes,
    }  # fmt: skip


def test_openalex_tells_a_work_by_its_doi_and_whether_it_was_retracted(local: HTTPServer) -> None:
    path = "/openalex/works/doi:10.1177/1758835920922055"
    local.expect_request(path).respond_with_json(work(is_retracted=True))
    [told] = OpenAlex().look_up(DOI_STUDY).values
    assert told.retracted
    assert told.sentence == "“Cells, and what they do: a study” (Therapies, 2020): retracted."
    assert (told.url, told.vintage) == ("https://doi.org/10.1177/1758835920922055", "2026-11-02")
    assert asked(local)[0].args["api_key"] == "SECRET-KEY"


def test_openalex_finds_a_title_only_where_it_is_the_same(local: HTTPServer) -> None:
    others = [work(display_name="Cells: a review", is_retracted=True), work(primary_location=None)]
    local.expect_request("/openalex/works").respond_with_json({"meta": {}, "results": others})
    [told] = OpenAlex().look_up(TITLE_STUDY).values
    assert not told.retracted
    # A comma in a filter would be read as another filter.
    assert asked(local)[0].args["filter"] == "title.search:Cells and what they do a study"
    local.clear()
    local.expect_request("/openalex/works").respond_with_json({"results": others[:1]})
    assert OpenAlex().look_up(TITLE_STUDY).notes == (
        "OpenAlex knows no work “Cells, and what they do: a study”.",
    )


def test_openalex_says_an_unknown_work_is_unknown_and_a_limit_is_a_failure(
    local: HTTPServer,
) -> None:
    path = "/openalex/works/doi:10.1177/1758835920922055"
    local.expect_oneshot_request(path).respond_with_data("<html>404</html>", status=404)
    assert OpenAlex().look_up(DOI_STUDY).values == ()
    said = {"error": "Rate limit exceeded", "message": "Insufficient budget"}
    local.expect_oneshot_request(path).respond_with_json(said)
    assert "says: Rate limit exceeded" in failure(OpenAlex(), DOI_STUDY).message
    local.expect_oneshot_request(path).respond_with_json(said, status=429)
    assert failure(OpenAlex(), DOI_STUDY).status == 429


def pubmed(local: HTTPServer, ids: list[str], records: dict[str, Any], **search: Any) -> None:
    found = {"header": {}, "esearchresult": {"count": str(len(ids)), "idlist": ids, **search}}
    local.expect_request("/pubmed/esearch.fcgi").respond_with_json(found)
    local.expect_request("/pubmed/esummary.fcgi").respond_with_json(
        {"header": {}, "result": {"uids": list(records), **records}}
    )


def record(uid: str, **changes: Any) -> dict[str, Any]:
    return {
        "uid": uid, "pubdate": "2020 May 5", "title": "Cells, and what they do: a study.",
        "fulljournalname": "Therapies", "pubtype": ["Journal Article"], "references": [],
        "articleids": [{"idtype": "doi", "value": "10.1177/1758835920922055"}], **changes,
    }  # fmt: skip


def test_pubmed_tells_a_retraction_by_the_kind_of_record_or_its_notice(local: HTTPServer) -> None:
    notice = {"reftype": "Retraction in", "refsource": "Ther. 2023;15:1"}
    pubmed(local, ["7"], {"7": record("7", references=[notice])})
    [told] = PubMed().look_up(DOI_STUDY).values
    assert told.retracted
    assert told.sentence == (
        "“Cells, and what they do: a study” (Therapies, 2020): retracted, Ther. 2023;15:1."
    )
    assert told.url == "https://pubmed.ncbi.nlm.nih.gov/7/"
    assert date.fromisoformat(told.vintage)
    local.clear()
    kinds = ["Journal Article", "Retracted Publication"]
    pubmed(local, ["7"], {"7": record("7", pubtype=kinds)})
    assert PubMed().look_up(DOI_STUDY).values[0].retracted


def test_pubmeds_matches_of_a_doi_it_does_not_know_are_not_the_study(local: HTTPServer) -> None:
    # It leaves out what it does not find, and says so beside matches of the rest.
    left_out = {"errorlist": {"phrasesnotfound": ["10.1177/1758835920922055"]}}
    other = record("8", articleids=[{"idtype": "doi", "value": "10.1/other"}], title="Another")
    pubmed(local, ["8"], {"8": other}, **left_out)
    assert PubMed().look_up(DOI_STUDY).notes == ("PubMed has no record 10.1177/1758835920922055.",)
    assert PubMed().look_up(TITLE_STUDY).values == ()


def test_a_record_that_is_gone_is_nothing_found_and_a_number_is_not_searched(
    local: HTTPServer,
) -> None:
    pubmed(local, [], {"31": {"uid": "31", "error": "cannot get document summary"}})
    assert PubMed().look_up(of("study", "pmid:31")).values == ()
    assert [request.path for request in asked(local)] == ["/pubmed/esummary.fcgi"]


def test_pubmeds_complaints_are_failures(local: HTTPServer) -> None:
    local.expect_oneshot_request("/pubmed/esearch.fcgi").respond_with_json(
        {"esearchresult": {"ERROR": "Search Backend failed"}}
    )
    assert failure(PubMed(), DOI_STUDY).kind == "bad-response"
    said = {"error": "API rate limit exceeded", "count": "4"}
    local.expect_oneshot_request("/pubmed/esearch.fcgi").respond_with_json(said, status=429)
    assert failure(PubMed(), DOI_STUDY).status == 429
    # Asked to slow down, it asks nobody at once.
    assert failure(PubMed(), DOI_STUDY).kind == "paced"


def test_a_study_goes_by_its_doi_its_number_or_its_title() -> None:
    assert StudyName.of("10.1038/171737A0.").doi == "10.1038/171737a0"
    assert StudyName.of("pmid:31").pmid == "31"
    assert StudyName.of("Tea and sleep").title == "Tea and sleep"
    assert same_title("Tea and sleep", "Tea & Sleep") is False
    assert same_title("Tea and sleep", "Tea and sleep: a trial")
    assert not same_title("", "Tea")


def test_crossref_is_asked_for_dois_alone() -> None:
    assert Crossref().answers(DOI_STUDY)
    assert not Crossref().answers(TITLE_STUDY)


# --- SEC EDGAR


APPLE = {"0": {"cik_str": 320193, "ticker": "AAPL", "title": "Apple Inc."}}
BANK = "/edgar/api/xbrl/companyconcept/CIK0000320193/us-gaap/"
NEW, OLD = f"{BANK}RevenueFromContractWithCustomerExcludingAssessedTax.json", f"{BANK}Revenues.json"


@pytest.fixture
def edgar(local: HTTPServer) -> HTTPServer:
    """EDGAR with the names of one company, and no other concept than a test gives it."""
    _kept.cache_clear()
    names = {**APPLE, "1": {"cik_str": 9, "ticker": "X", "title": "Apple Corp"}, "2": {}}
    local.expect_request("/edgar/files/company_tickers.json").respond_with_json(names)
    return local


def figure(start: str, end: str, value: Any, form: str = "10-K", filed: str = "2024-11-01") -> Any:
    return {"start": start, "end": end, "val": value, "form": form, "filed": filed, "fy": 2024}


def test_a_companys_figure_is_that_of_the_year_as_filed_last(edgar: HTTPServer) -> None:
    rows = [
        figure("2022-10-01", "2023-09-30", 383_285_000_000, filed="2023-11-03"),
        figure("2023-10-01", "2024-09-28", 391_000_000_000),
        figure("2023-10-01", "2024-09-28", 391_035_000_000, filed="2025-10-31"),
        figure("2024-06-30", "2024-09-28", 94_930_000_000),
        figure("2023-10-01", "2024-09-28", 1, form="8-K"),
        {"val": 1, "form": "10-K", "filed": "2026-01-01"},
    ]
    edgar.expect_request(NEW).respond_with_json({"units": {"USD": rows}})
    edgar.expect_request(OLD).respond_with_data("<Error><Code>NoSuchKey</Code></Error>", status=404)
    question = of("company figure", "Apple", "revenue", at=date(2024, 12, 31))
    [told] = Edgar().look_up(question).values
    assert (told.value, told.unit, told.of, told.vintage) == (
        "391035000000", "USD", "2024-09-28", "2025-10-31",
    )  # fmt: skip
    assert told.sentence == (
        "Apple, revenue from 2023-10-01 to 2024-09-28: 391,035,000,000 USD"
        " (10-K, filed 2025-10-31)."
    )
    quarter = of("company figure", "Apple", "revenue", at=date(2024, 12, 31), by_month=True)
    assert Edgar().look_up(quarter).values[0].value == "94930000000"
    # The list of names is a megabyte, and fetched once a day.
    paths = [request.path for request in asked(edgar)]
    assert paths.count("/edgar/files/company_tickers.json") == 1


def test_a_filing_is_the_newest_of_its_form_by_the_day(edgar: HTTPServer) -> None:
    recent = {
        "form": ["10-K", "8-K", "10-K"],
        "filingDate": ["2025-10-31", "2024-11-05", "2024-11-01"],
        "accessionNumber": ["0000320193-25-000079", "", "0000320193-24-000123"],
    }
    path = "/edgar/submissions/CIK0000320193.json"
    edgar.expect_request(path).respond_with_json({"filings": {"recent": recent}})
    question = of("company filing", "Apple Inc", "10-K", at=date(2024, 11, 30))
    [told] = Edgar().look_up(question).values
    assert (told.value, told.sentence) == ("2024-11-01", "Apple Inc filed a 10-K on 2024-11-01.")
    assert told.url == "https://www.sec.gov/Archives/edgar/data/320193/000032019324000123/"
    none = Edgar().look_up(of("company filing", "Apple Inc", "20-F", at=date(2024, 11, 30)))
    assert (none.values, len(none.notes)) == ((), 1)


def test_a_company_that_is_not_listed_is_said_to_be_unknown(edgar: HTTPServer) -> None:
    found = Edgar().look_up(of("company figure", "Aple", "revenue"))
    assert (found.values, found.notes) == ((), ("EDGAR lists no company called Aple.",))


def test_edgars_403_says_what_it_wants(local: HTTPServer) -> None:
    _kept.cache_clear()
    path = "/edgar/files/company_tickers.json"
    local.expect_request(path).respond_with_data("Undeclared Automated Tool", status=403)
    error = failure(Edgar(), of("company figure", "Apple", "revenue"))
    assert error.kind == "login"
    assert "OUTSIDE_CONTACT" in error.message


def test_names_that_are_no_names_are_a_failure_and_are_asked_for_again(local: HTTPServer) -> None:
    _kept.cache_clear()
    path = "/edgar/files/company_tickers.json"
    local.expect_request(path).respond_with_json({"error": "maintenance"})
    for _ in range(2):
        assert failure(Edgar(), of("company figure", "Apple", "revenue")).kind == "bad-response"
    assert len(asked(local)) == 2


# --- Companies House


HOUSE = "/companies_house"


def house(local: HTTPServer, officers: list[dict[str, Any]]) -> None:
    """A register with Acme dissolved and alive, whose officers come in pages of two."""
    items = [
        {"title": "ACME HOLDINGS LTD", "company_number": "00000001", "company_status": "dissolved"},
        {"title": "ACME TRADING LTD", "company_number": "00000002", "company_status": "active"},
        {
            "title": "ACME HOLDINGS LIMITED",
            "company_number": "SC000003",
            "company_status": "active",
        },
    ]
    local.expect_request(f"{HOUSE}/search/companies").respond_with_json({"items": items})
    local.expect_request(f"{HOUSE}/company/SC000003").respond_with_json(
        {
            "company_name": "ACME HOLDINGS LIMITED", "date_of_creation": "2001-03-02",
            "company_status": "voluntary-arrangement", "accounts": {},
        }
    )  # fmt: skip

    def page(request: Request) -> Response:
        start = int(request.args["start_index"])
        shown = officers[start : start + int(request.args["items_per_page"])]
        return Response(json.dumps({"items": shown, "total_results": len(officers)}))

    local.expect_request(f"{HOUSE}/company/SC000003/officers").respond_with_handler(page)


def officer(name: str, since: str = "2019-01-02", until: str = "") -> dict[str, Any]:
    term = {"name": name, "officer_role": "director", "appointed_on": since}
    return {**term, "resigned_on": until} if until else term


def test_a_company_is_the_active_one_of_its_name_and_the_key_is_no_parameter(
    local: HTTPServer,
) -> None:
    house(local, [])
    [told] = CompaniesHouse().look_up(of("company", "Acme Holdings Ltd")).values
    assert told.value == "2001-03-02"
    assert told.sentence == (
        "ACME HOLDINGS LIMITED: incorporated on 2001-03-02, voluntary arrangement."
    )
    assert date.fromisoformat(told.vintage)
    first = asked(local)[0]
    assert first.headers["Authorization"] == "Basic " + base64.b64encode(b"SECRET-KEY:").decode()
    assert "SECRET-KEY" not in first.url


def test_an_officer_is_found_on_a_later_page_with_the_newest_term(local: HTTPServer) -> None:
    others = [officer(f"OTHER, Person {number}") for number in range(40)]
    terms = [officer("ROE, Jane Mary", "2010-01-01", "2012-01-01"),
             officer("ROE, Jane Mary", "2019-01-02", "2023-03-01")]  # fmt: skip
    house(local, [*others, *terms])
    [told] = CompaniesHouse().look_up(of("company officer", "Jane Roe", "Acme Holdings")).values
    assert told.value == "director"
    assert told.sentence == (
        "Jane Roe, director of ACME HOLDINGS LIMITED, appointed on 2019-01-02,"
        " resigned on 2023-03-01."
    )
    pages = [request for request in asked(local) if request.path.endswith("/officers")]
    assert [request.args["start_index"] for request in pages] == ["0", "35"]


def test_another_of_the_surname_and_another_company_are_nothing_found(local: HTTPServer) -> None:
    house(local, [officer("ROE, John")])
    house_of = CompaniesHouse()
    assert house_of.look_up(of("company officer", "Jane Roe", "Acme Holdings")).values == ()
    assert house_of.look_up(of("company", "Acme")).notes == (
        "Companies House has no company called Acme.",
    )


def test_companies_house_refusals_and_limits_are_failures(local: HTTPServer) -> None:
    path, question = f"{HOUSE}/search/companies", of("company", "Acme Ltd")
    said = {"error": "Invalid Authorization", "type": "ch:service"}
    local.expect_oneshot_request(path).respond_with_json(said, status=401)
    assert failure(CompaniesHouse(), question).kind == "login"
    local.expect_oneshot_request(path).respond_with_json(said)
    assert failure(CompaniesHouse(), question).kind == "bad-response"
    local.expect_oneshot_request(path).respond_with_data("", status=429)
    assert failure(CompaniesHouse(), question).status == 429


def test_companies_are_one_but_for_what_the_law_adds_to_the_name() -> None:
    assert same_company("Marks & Spencer", "MARKS AND SPENCER P.L.C.") is False
    assert same_company("Marks & Spencer", "MARKS AND SPENCER PLC")
    assert same_company("Apple", "Apple Inc.")
    assert not same_company("Apple", "Apple Hospitality REIT, Inc.")
    assert not same_company("", "")
