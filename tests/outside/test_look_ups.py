"""Every look-up against a server that speaks its documented answers, errors and oddities."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside.errors import OutsideError
from factcheck.outside.look_ups import (
    LOOK_UPS,
    Crossref,
    LookUpService,
    ValueQuestion,
    WikidataValues,
    WorldBank,
)
from tests.outside.conftest import asked

POPULATION = ValueQuestion("population", "Aleppo", allowed_outside=True)
GDP = ValueQuestion("indicator", "BR", "NY.GDP.MKTP.CD", date(2025, 3, 1), allowed_outside=True)
STUDY = ValueQuestion("study", "10.1177/1758835920922055", allowed_outside=True)
GREGORIAN, JULIAN = (
    "http://www.wikidata.org/entity/Q1985727",
    "http://www.wikidata.org/entity/Q1985786",
)


def failure(service: LookUpService, question: ValueQuestion) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        service.look_up(question)
    return caught.value


@pytest.mark.parametrize("name", list(LOOK_UPS))
def test_restricted_copy_opens_no_socket(local: HTTPServer, name: str) -> None:
    for question in (POPULATION, GDP, STUDY):
        closed = ValueQuestion(question.what, question.subject, question.of, question.at)
        assert failure(LOOK_UPS[name](), closed).kind == "restricted"
    assert local.log == []


# --- Wikidata


def snak(value: Any, kind: str) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"type": kind, "value": value}}


def day(text: str, precision: int = 11, calendar: str = GREGORIAN) -> dict[str, Any]:
    return snak({"time": text, "precision": precision, "calendarmodel": calendar}, "time")


def count(amount: str, of: str = "", rank: str = "normal") -> dict[str, Any]:
    statement: dict[str, Any] = {
        "rank": rank,
        "mainsnak": snak({"amount": amount, "unit": "1"}, "quantity"),
    }
    if of:
        statement["qualifiers"] = {"P585": [day(of, 9)]}
    return statement


def office(item: str, start: str = "", end: str = "") -> dict[str, Any]:
    held = {name: [day(at)] for name, at in (("P580", start), ("P582", end)) if at}
    return {
        "rank": "normal",
        "mainsnak": snak({"id": item}, "wikibase-entityid"),
        "qualifiers": held,
    }


def wikidata(local: HTTPServer, entities: dict[str, Any], found: list[str] | None = None) -> None:
    """A server with these things, which finds `found` whatever name is asked."""

    def answer(request: Request) -> Response:
        if request.args["action"] == "wbsearchentities":
            body: dict[str, Any] = {"search": [{"id": key} for key in found or list(entities)]}
        else:
            ids = request.args["ids"].split("|")
            body = {"entities": {key: entities.get(key, {"id": key, "missing": ""}) for key in ids}}
        return Response(json.dumps(body))

    local.expect_request("/wikidata_values/w/api.php").respond_with_handler(answer)


def thing(label: str, **claims: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "modified": "2026-05-02T10:11:12Z",
        "labels": {"en": {"value": label}},
        "claims": claims,
    }


def test_a_population_is_the_newest_known_by_the_day_with_its_vintage(local: HTTPServer) -> None:
    counts = [
        count("+2132100", "+2004-00-00T00:00:00Z"),
        count("+2098210", "+2021-00-00T00:00:00Z"),
        count("+9", "+2024-00-00T00:00:00Z", "deprecated"),
        count("+3000000", "+2025-00-00T00:00:00Z"),
        {"rank": "preferred", "mainsnak": {"snaktype": "somevalue"}},
    ]
    wikidata(local, {"Q41183": thing("Aleppo", P1082=counts)})
    question = ValueQuestion("population", "Aleppo", at=date(2024, 11, 30), allowed_outside=True)
    [told] = WikidataValues().look_up(question).values
    assert (told.value, told.of, told.vintage) == ("2098210", "2021", "2026-05-02")
    assert told.sentence == "The population of Aleppo is 2,098,210 (2021)."
    assert told.url.endswith("/wiki/Q41183")
    assert [request.args["action"] for request in asked(local)] == [
        "wbsearchentities",
        "wbgetentities",
    ]


@pytest.mark.parametrize(
    ("snak_of_day", "value"),
    [
        (day("+1948-02-04T00:00:00Z"), "1948-02-04"),
        (day("+1948-02-00T00:00:00Z", 10), "1948-02"),
        (day("+1948-00-00T00:00:00Z", 9), "1948"),
        (day("+00000001948-02-04T00:00:00Z"), "1948-02-04"),
        (day("+1712-02-04T00:00:00Z", 11, JULIAN), "1712"),
    ],
)
def test_a_birth_is_told_to_the_precision_that_is_known(
    local: HTTPServer, snak_of_day: dict[str, Any], value: str
) -> None:
    wikidata(local, {"Q1": thing("Ana Ruiz", P569=[{"rank": "normal", "mainsnak": snak_of_day}])})
    question = ValueQuestion("birth", "Ana Ruiz", allowed_outside=True)
    [told] = WikidataValues().look_up(question).values
    assert (told.value, told.sentence) == (value, f"Ana Ruiz was born in {value}.")


@pytest.mark.parametrize("coarse", [day("+1900-00-00T00:00:00Z", 7), day("-0044-03-15T00:00:00Z")])
def test_a_century_or_a_year_before_our_era_is_no_value(
    local: HTTPServer, coarse: dict[str, Any]
) -> None:
    wikidata(local, {"Q1": thing("Ana Ruiz", P569=[{"rank": "normal", "mainsnak": coarse}])})
    question = ValueQuestion("birth", "Ana Ruiz", allowed_outside=True)
    assert WikidataValues().look_up(question).values == ()


def test_an_office_is_the_one_held_on_the_day(local: HTTPServer) -> None:
    held = [
        office("Q10", "+2000-07-17T00:00:00Z", "+2024-12-08T00:00:00Z"),
        office("Q11", "+2025-01-01T00:00:00Z"),
        office("Q12", "", "+1999-01-01T00:00:00Z"),
    ]
    labels = {"Q10": thing("president of Syria"), "Q11": thing("guest")}
    wikidata(local, {"Q1": thing("Bashar al-Assad", P39=held), **labels}, ["Q1"])
    question = ValueQuestion("office", "Assad", at=date(2024, 11, 30), allowed_outside=True)
    [told] = WikidataValues().look_up(question).values
    assert told.value == "president of Syria"
    assert told.sentence == (
        "Bashar al-Assad held the office of president of Syria from 2000-07-17 to 2024-12-08."
    )


def test_several_things_of_one_name_are_said_to_be_several(local: HTTPServer) -> None:
    two = {key: thing("Springfield", P1082=[count("+100")]) for key in ("Q1", "Q2")}
    wikidata(local, {**two, "Q3": thing("Springfield")})
    found = WikidataValues().look_up(POPULATION)
    assert len(found.values) == 1
    assert found.notes == ("1 more of this name state one; only the first is shown.",)


def test_nothing_of_that_name_and_a_missing_thing_are_nothing_found(local: HTTPServer) -> None:
    wikidata(local, {}, ["Q7", "L3"])
    assert WikidataValues().look_up(POPULATION).values == ()


def test_wikidatas_complaint_under_200_is_no_nothing_found(local: HTTPServer) -> None:
    local.expect_request("/wikidata_values/w/api.php").respond_with_json(
        {"error": {"code": "maxlag", "info": "Waiting for a host: 5 seconds lagged"}}
    )
    assert failure(WikidataValues(), POPULATION).kind == "bad-response"


# --- World Bank


def world_bank(local: HTTPServer, answer: Any) -> None:
    path = "/worldbank/v2/country/br/indicator/NY.GDP.MKTP.CD"
    local.expect_request(path).respond_with_json(answer)


def row(year: str, value: Any) -> dict[str, Any]:
    return {
        "indicator": {"id": "NY.GDP.MKTP.CD", "value": "GDP (current US$)"},
        "country": {"id": "BR", "value": "Brazil"}, "date": year, "value": value,
    }  # fmt: skip


def test_an_indicator_is_the_newest_that_is_no_null(local: HTTPServer) -> None:
    rows = [row("2025", None), row("2024", "2179412080000.5"), row("2023", 2173665655937.27)]
    world_bank(local, [{"page": 1, "per_page": "50", "lastupdated": "2026-07-13"}, rows])
    [told] = WorldBank().look_up(GDP).values
    assert (told.value, told.unit, told.of, told.vintage) == (
        "2179412080000.5", "USD", "2024", "2026-07-13",
    )  # fmt: skip
    assert told.sentence == "GDP (current US$), Brazil, 2024: 2,179,412,080,000.5."
    assert asked(local)[0].args.to_dict() == {
        "format": "json",
        "date": "2020:2025",
        "per_page": "50",
    }


@pytest.mark.parametrize("rows", [None, [], [row("2024", None)]])
def test_a_country_without_figures_is_nothing_found(local: HTTPServer, rows: Any) -> None:
    world_bank(local, [{"page": 0, "total": 0}, rows])
    assert WorldBank().look_up(GDP).values == ()


def test_the_banks_complaint_under_200_is_told(local: HTTPServer) -> None:
    message = [{"id": "120", "key": "Invalid value", "value": "The provided value is not valid"}]
    world_bank(local, [{"message": message}])
    error = failure(WorldBank(), GDP)
    assert (error.kind, error.message, error.temporary) == (
        "bad-response", "World Bank says: The provided value is not valid", False,
    )  # fmt: skip


def test_what_is_no_country_or_no_code_never_becomes_a_path(local: HTTPServer) -> None:
    for country, code in (("../x", "NY.GDP"), ("br", "a/b"), ("", "NY.GDP")):
        question = ValueQuestion("indicator", country, code, allowed_outside=True)
        assert failure(WorldBank(), question).kind == "refused"
    assert local.log == []


# --- Crossref


def crossref(local: HTTPServer, work: dict[str, Any]) -> None:
    path = "/crossref/works/10.1177/1758835920922055"
    local.expect_request(path).respond_with_json({"status": "ok", "message": work})


def test_a_retraction_is_told_with_its_day_the_earliest_of_its_sources(local: HTTPServer) -> None:
    crossref(
        local,
        {
            "title": ["A <i>study</i> of cells"], "container-title": ["Therapies"],
            "issued": {"date-parts": [[2020, 5]]}, "indexed": {"date-time": "2026-11-02T00:00:00Z"},
            "updated-by": [
                {"type": "retraction", "source": "retraction-watch", "updated": {"date-time": "2023-09-01T00:00:00Z"}},
                {"type": "retraction", "source": "publisher", "updated": {"date-time": "2023-08-30T00:00:00Z"}},
            ],
        },
    )  # fmt: skip
    [told] = Crossref().look_up(STUDY).values
    assert told.retracted
    assert told.sentence == "“A study of cells” (Therapies, 2020): retraction on 2023-08-30."
    assert (told.url, told.of, told.vintage) == (
        "https://doi.org/10.1177/1758835920922055", "2020", "2026-11-02",
    )  # fmt: skip


def test_a_correction_is_no_retraction_and_any_field_may_be_missing(local: HTTPServer) -> None:
    crossref(
        local,
        {"title": [], "issued": {"date-parts": [[None]]}, "updated-by": [{"type": "correction"}]},
    )
    [told] = Crossref().look_up(STUDY).values
    assert not told.retracted
    assert told.sentence == "“10.1177/1758835920922055”: updated by correction."


def test_a_doi_that_crossref_does_not_know_is_said_to_be_unknown(local: HTTPServer) -> None:
    local.expect_request("/crossref/works/10.1177/1758835920922055").respond_with_data(
        "Resource not found.", status=404, content_type="text/plain"
    )
    found = Crossref().look_up(STUDY)
    assert found.values == ()
    assert found.notes == ("Crossref knows no work with the DOI 10.1177/1758835920922055.",)
