"""Every provider against a server that speaks its documented answers, errors and oddities."""

import dataclasses
import json
import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import redis
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside.errors import OutsideError
from factcheck.outside.search import (
    SERVICES,
    Access,
    Feeds,
    Gdelt,
    GoogleFactCheck,
    Guardian,
    NewYorkTimes,
    ProviderQuery,
    ReliefWeb,
    SearchHit,
    SearchProvider,
    SearxNG,
    Service,
    Wayback,
    Wikidata,
    Wikipedia,
)  # fmt: skip
from tests.outside.conftest import QUERY, asked, search_failure

PATHS = {
    "wikipedia": "/w/rest.php/v1/search/page",
    "wikidata": "/w/api.php",
    "gdelt": "/api/v2/doc/doc",
    "google_factcheck": "/v1alpha1/claims:search",
    "guardian": "/search",
    "nytimes": "/svc/search/v2/articlesearch.json",
    "reliefweb": "/v2/reports",
    "searxng": "/search",
    "wayback": "/wayback/available",
}
WINDOW = dataclasses.replace(QUERY, since=date(2024, 11, 20), until=date(2024, 11, 29))
# What each provider answers when it knows nothing, all in one.
NOTHING = {
    "pages": [],
    "search": [],
    "articles": [],
    "claims": [],
    "data": [],
    "results": [],
    "archived_snapshots": {},
    "response": {"status": "ok", "results": [], "docs": []},
}


def every_provider(web: HTTPServer) -> list[SearchProvider]:
    return [Feeds([web.url_for("/feed")]), *(service() for service in SERVICES.values())]


@pytest.mark.parametrize("number", range(1 + len(SERVICES)))
def test_restricted_copy_never_leaves_the_building(
    local: HTTPServer, settings: Any, number: int, flush_redis: redis.Redis
) -> None:
    provider = every_provider(local)[number]
    assert provider.outside
    error = search_failure(provider, dataclasses.replace(QUERY, allowed_outside=False))
    assert (error.kind, error.temporary) == ("restricted", False)
    assert local.log == []
    assert flush_redis.keys("factcheck:outside:*") == []
    assert not ProviderQuery(words=("a",)).allowed_outside


@pytest.mark.parametrize("number", range(1 + len(SERVICES)))
@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{", b'"x"', b"NaN", b"\xff\xfe\x00", b"[" * 100_000, b"9" * 10_000, b"<html>no</html>", b"plain text",
        b'{"pages": null, "articles": null, "claims": null}', b'{"pages": 7, "articles": "x", "claims": {"a": 1}}',
        b'{"pages": [null, 1, "x", [], {}], "articles": [null, 1, {}, {"url": 7}], "claims": [null, {"claimReview": [null, {}]}]}',
        b'{"pages": [{"key": ["a"], "title": {"x": 1}, "excerpt": 7}], "articles": [{"url": "javascript:x", "title": []}], '
        b'"claims": [{"text": 1, "claimReview": [{"url": "http://u:p@x/", "publisher": 3, "reviewDate": 9}]}]}',
        b'{"articles": [{"url": "https://a.example/", "seendate": "99999999T999999Z", "title": null}]}',
    ],
)  # fmt: skip
def test_whatever_a_provider_answers_is_a_result_or_an_outside_error(
    local: HTTPServer, number: int, body: bytes
) -> None:
    local.expect_request("/robots.txt").respond_with_data("", 404)
    local.expect_request(re.compile("/.+")).respond_with_data(body)
    try:
        one = every_provider(local)[number]
        results = one.search(asked_of(one) if isinstance(one, Service) else QUERY)
    except OutsideError as error:
        assert error.kind in ("bad-response", "paced")  # noqa: PT017 - either outcome is right
        return
    assert all(
        isinstance(hit, SearchHit) and hit.url.startswith("https://a.example")
        for hit in results.hits
    )


def test_a_key_of_the_desk_goes_before_the_environments_and_is_never_shown(settings: Any) -> None:
    settings.PROVIDER_KEYS = {"guardian": "FROM-ENVIRONMENT"}
    assert Guardian().key == "FROM-ENVIRONMENT"
    access = Access(key="OF-THE-DESK")
    assert Guardian(access).key == "OF-THE-DESK"
    assert "OF-THE-DESK" not in repr(access)


@pytest.fixture(params=SERVICES.values(), ids=list(SERVICES))
def service(request: Any, local: HTTPServer) -> Service:
    local.expect_request("/robots.txt").respond_with_data("", 404)
    return request.param()


def asked_of(service: Service) -> ProviderQuery:
    return (
        dataclasses.replace(QUERY, words=("https://a.example/",))
        if service.name == "wayback"
        else QUERY
    )


def path_of(service: Service) -> str:
    return f"/{service.name}{PATHS[service.name]}"


@pytest.mark.parametrize("waits", ["120", None], ids=["seconds", "nothing"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_provider_that_asks_us_to_wait_is_asked_by_nobody_till_then(
    local: HTTPServer, service: Service, status: int, waits: str | None
) -> None:
    local.expect_request(path_of(service)).respond_with_data(
        "", status, {"Retry-After": waits} if waits else {}
    )
    error = search_failure(service, asked_of(service))
    assert (error.kind, error.status, error.temporary) == ("status", status, True)
    assert error.retry_after == float(waits or 60)
    again = search_failure(type(service)(), asked_of(service))
    assert again.kind == "paced"
    assert again.retry_after is not None
    assert again.retry_after > 50
    assert len(asked(local)) == 1


def test_a_wait_until_an_instant_is_kept_too(local: HTTPServer, service: Service) -> None:
    until = f"{datetime.now(UTC) + timedelta(minutes=5):%a, %d %b %Y %H:%M:%S GMT}"
    local.expect_request(path_of(service)).respond_with_data("", 429, {"Retry-After": until})
    assert 290 < (search_failure(service, asked_of(service)).retry_after or 0) <= 300
    assert search_failure(type(service)(), asked_of(service)).kind == "paced"


def test_a_refusal_says_whose_it_is_and_hides_the_key(local: HTTPServer, service: Service) -> None:
    local.expect_request(path_of(service)).respond_with_data("no", 403)
    error = search_failure(service, asked_of(service))
    assert (error.kind, error.status, error.temporary) == ("login", 403, False)
    assert "SECRET-KEY" not in f"{error}{error.url}{error!r}"


def test_a_provider_that_hangs_is_left_in_time(
    local: HTTPServer, settings: Any, service: Service
) -> None:
    def hang(_: Request) -> Response:
        time.sleep(0.8)
        return Response("{}")

    settings.OUTSIDE_TIMEOUT_SECONDS = 0.3
    local.expect_request(path_of(service)).respond_with_handler(hang)
    begun = time.monotonic()
    error = search_failure(service, asked_of(service))
    assert (error.kind, error.temporary) == ("timeout", True)
    assert time.monotonic() - begun < 0.7


def test_a_provider_that_leads_inside_is_not_followed(local: HTTPServer, service: Service) -> None:
    local.expect_request(path_of(service)).respond_with_data(
        "", 302, {"Location": "http://169.254.169.254/latest"}
    )
    assert search_failure(service, asked_of(service)).kind == "address"


def test_an_answer_without_end_stops_at_the_cap(
    local: HTTPServer, settings: Any, service: Service
) -> None:
    settings.OUTSIDE_MAX_BYTES = 50_000
    local.expect_request(path_of(service)).respond_with_data("[" + "1," * 50_000 + "1]")
    assert search_failure(service, asked_of(service)).kind == "too-large"


def test_an_answer_that_is_broken_off_or_no_json_may_be_tried_again(
    local: HTTPServer, service: Service
) -> None:
    local.expect_request(path_of(service)).respond_with_data('{"a": [')
    error = search_failure(service, asked_of(service))
    assert (error.kind, error.temporary) == ("bad-response", True)


def test_the_desks_pace_holds_for_all_workers_of_a_provider(
    local: HTTPServer, settings: Any, service: Service
) -> None:
    settings.OUTSIDE_PACE_SECONDS = 0.01
    local.expect_request(path_of(service)).respond_with_json(NOTHING)
    slow = Access(seconds=40.0)
    type(service)(slow).search(asked_of(service))
    error = search_failure(type(service)(slow), asked_of(service))
    assert error.kind == "paced"
    assert error.retry_after is not None
    assert 35 < error.retry_after <= 40
    assert len(asked(local)) == 1


@pytest.mark.parametrize(
    "name", ["google_factcheck", "guardian", "nytimes", "reliefweb", "searxng"]
)
def test_a_provider_that_lacks_something_is_not_asked(
    local: HTTPServer, settings: Any, name: str
) -> None:
    settings.PROVIDER_KEYS = settings.PROVIDER_URLS = {}
    one = SERVICES[name]()
    assert one.lacks == ("an address" if name == "searxng" else "a key")
    error = search_failure(one)
    assert (error.kind, error.temporary) == ("login", False)
    assert local.log == []


# Wikidata


def test_wikidata_is_asked_for_each_name_by_itself(local: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        found = {
            "Radwan force": [
                {"id": "Q1", "label": "Radwan Force", "description": None},
                {"id": "L7"},
            ],
            "Nujaba": [{"id": "Q2", "display": {"label": {}}}, {"id": "Q1"}],
        }
        return Response(json.dumps({"search": found[request.args["search"]], "success": 1}))

    local.expect_request("/wikidata/w/api.php").respond_with_handler(answer)
    results = Wikidata().search(dataclasses.replace(QUERY, phrases=("Radwan force", "Nujaba")))
    assert results.query_sent == "Radwan force | Nujaba"
    assert [(hit.url.rpartition("/")[2], hit.title) for hit in results.hits] == [
        ("Q1", "Radwan Force"),
        ("Q2", "Q2"),
    ]
    first, second = asked(local)
    assert first.args.to_dict() == {
        "action": "wbsearchentities", "search": "Radwan force", "language": "en", "uselang": "en", "type": "item",
        "limit": "10", "format": "json",
    }  # fmt: skip
    assert second.args["search"] == "Nujaba"


def test_wikidatas_complaint_under_200_is_an_error(local: HTTPServer) -> None:
    local.expect_request("/wikidata/w/api.php").respond_with_json(
        {"error": {"code": "x", "info": "Too busy"}}
    )
    error = search_failure(Wikidata())
    assert (error.kind, error.message) == ("bad-response", "Wikidata says: Too busy")


# The Guardian


def test_the_guardian_gives_articles_of_the_window(local: HTTPServer) -> None:
    results = [
        {
            "id": "world/1", "type": "article", "webPublicationDate": "2024-11-27T10:00:00Z", "webTitle": "Old title",
            "webUrl": "https://guardian.example/1",
            "fields": {"headline": "Rebels &amp; cities", "byline": "A B", "trailText": "<p>They <b>came</b></p>"},
        },
        {"webUrl": "https://guardian.example/2", "webTitle": "Bare"},
        {"webUrl": "https://guardian.example/3", "fields": {"body": "<p>" + "word " * 200 + "</p>"}},
        {"webUrl": None, "webTitle": "No address"},
    ]  # fmt: skip
    answer = {"response": {"status": "ok", "total": 4, "pages": 1, "results": results}}
    local.expect_request("/guardian/search").respond_with_json(answer)
    first, second, third = Guardian().search(WINDOW).hits
    assert first == SearchHit(
        "https://guardian.example/1", "Rebels & cities", "They came", datetime(2024, 11, 27, 10, tzinfo=UTC),
        "The Guardian", "en",
    )  # fmt: skip
    assert (second.title, second.snippet, second.published) == ("Bare", "", None)
    assert len(third.snippet) == 300
    (request,) = asked(local)
    assert request.args.to_dict() == {
        "q": '"Radwan force" Hezbollah pledge', "page-size": "10", "show-fields": "headline,byline,trailText,body",
        "from-date": "2024-11-20", "to-date": "2024-11-29", "api-key": "SECRET-KEY",
    }  # fmt: skip


def test_the_guardians_error_under_200_is_told(local: HTTPServer) -> None:
    answer = {
        "response": {
            "status": "error",
            "message": "requested page is beyond the number of available pages",
        }
    }
    local.expect_request("/guardian/search").respond_with_json(answer)
    assert "beyond the number" in search_failure(Guardian()).message


# The New York Times


def times(number: int) -> dict[str, object]:
    return {
        "web_url": f"https://times.example/{number}", "snippet": "They <b>came</b>", "headline": {"main": "Rebels"},
        "pub_date": "2024-11-27T10:00:00+0000", "byline": {"original": "By A"}, "source": "The New York Times",
    }  # fmt: skip


@pytest.mark.parametrize("meta", ["meta", "metadata", None])
def test_the_times_gives_articles_whatever_its_counts_are_called(
    local: HTTPServer, meta: str | None
) -> None:
    response: dict[str, object] = {
        "docs": [times(1), {"web_url": None}, {"web_url": "https://times.example/2"}]
    }
    if meta:
        response[meta] = {"hits": 2}
    local.expect_request("/nytimes" + PATHS["nytimes"]).respond_with_json(
        {"status": "OK", "response": response}
    )
    first, second = NewYorkTimes().search(WINDOW).hits
    assert first == SearchHit(
        "https://times.example/1", "Rebels", "They came", datetime(2024, 11, 27, 10, tzinfo=UTC),
        "The New York Times", "en",
    )  # fmt: skip
    assert second.title == second.url
    (request,) = asked(local)
    assert request.args.to_dict() == {
        "q": '"Radwan force" Hezbollah pledge', "begin_date": "20241120", "end_date": "20241129", "page": "0",
        "api-key": "SECRET-KEY",
    }  # fmt: skip


def test_the_times_is_read_in_pages_of_ten_and_what_came_is_kept(local: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        number = int(request.args["page"])
        if number == 2:
            return Response("", 429)
        return Response(
            json.dumps({"response": {"docs": [times(10 * number + n) for n in range(10)]}})
        )

    local.expect_request("/nytimes" + PATHS["nytimes"]).respond_with_handler(answer)
    results = NewYorkTimes().search(dataclasses.replace(QUERY, limit=30))
    assert len(results.hits) == 20
    assert results.notes == ("Only the first 20 were read: The server answered 429.",)


@pytest.mark.parametrize("docs", [None, [], {}, "x"])
def test_the_times_without_articles_is_nothing_found(local: HTTPServer, docs: object) -> None:
    local.expect_request("/nytimes" + PATHS["nytimes"]).respond_with_json(
        {"response": {"docs": docs}}
    )
    assert NewYorkTimes().search(QUERY).hits == ()


def test_the_times_fault_is_told(local: HTTPServer) -> None:
    fault = {"fault": {"faultstring": "Rate limit quota violation", "detail": {"errorcode": "x"}}}
    local.expect_request("/nytimes" + PATHS["nytimes"]).respond_with_json(fault)
    error = search_failure(NewYorkTimes())
    assert "Rate limit quota" in error.message
    assert error.temporary


# ReliefWeb


def test_reliefweb_gives_reports(local: HTTPServer) -> None:
    fields = {
        "title": "Flash update", "url": "https://reliefweb.int/node/7", "url_alias": "https://reliefweb.int/report/x",
        "date": {"created": "2024-11-28T09:00:00+00:00", "original": "2024-11-27T00:00:00+00:00"},
        "source": [{"name": "OCHA"}, {"name": "WHO"}, {}], "language": [{"code": "en"}], "body": "word " * 200,
    }  # fmt: skip
    data = [
        {"id": "7", "score": 1.2, "href": "x", "fields": fields},
        {"id": "8", "fields": None},
        {"id": None},
    ]
    local.expect_request("/reliefweb/v2/reports").respond_with_json({"data": data, "totalCount": 3})
    first, second = ReliefWeb().search(WINDOW).hits
    assert (first.url, first.title, first.source) == (
        "https://reliefweb.int/report/x",
        "Flash update",
        "OCHA, WHO",
    )
    assert (first.published, first.language) == (datetime(2024, 11, 27, tzinfo=UTC), "en")
    assert second == SearchHit(
        "https://reliefweb.int/node/8", "https://reliefweb.int/node/8", source="ReliefWeb"
    )
    (request,) = asked(local)
    assert (request.args["appname"], request.args["limit"]) == ("SECRET-KEY", "10")
    assert request.args["query[value]"] == '"Radwan force" Hezbollah pledge'
    assert "title" in request.args.getlist("fields[include][]")
    assert request.args["filter[value][from]"] == "2024-11-20T00:00:00+00:00"


def test_reliefweb_without_an_approved_name_says_what_to_do(local: HTTPServer) -> None:
    local.expect_request("/reliefweb/v2/reports").respond_with_json(
        {"error": {"message": "appname"}}, status=403
    )
    assert "approve" in search_failure(ReliefWeb()).message


# SearXNG


def test_searxng_gives_results_and_says_which_engines_were_silent(local: HTTPServer) -> None:
    answer = {
        "results": [
            {
                "url": "https://a.example/",
                "title": "A",
                "content": "text",
                "engine": "bing",
                "publishedDate": None,
            },
            {"url": "https://b.example/", "publishedDate": "2024-11-27T00:00:00"},
            {"url": "https://late.example/", "publishedDate": "2024-12-27T00:00:00"},
            {"url": "ftp://c.example/"},
        ],
        "unresponsive_engines": [
            ["google", "Suspended: CAPTCHA"],
            ["qwant", None],
            "brave",
            [],
            [7, 8],
            None,
        ],
    }
    local.expect_request("/searxng/search").respond_with_json(answer)
    results = SearxNG().search(WINDOW)
    assert [(hit.url, hit.source) for hit in results.hits] == [
        ("https://a.example/", "bing"),
        ("https://b.example/", ""),
    ]
    assert results.notes == (
        "google did not answer: Suspended: CAPTCHA.",
        "qwant did not answer.",
        "brave did not answer.",
    )
    (request,) = asked(local)
    assert (request.args["format"], request.args["language"], request.args["pageno"]) == (
        "json",
        "en",
        "1",
    )


@pytest.mark.parametrize(
    ("days", "named"), [(0, "day"), (1, "day"), (20, "month"), (200, "year"), (900, None)]
)
def test_searxngs_time_is_a_range_that_holds_the_window(
    local: HTTPServer, days: int, named: str | None
) -> None:
    local.expect_request("/searxng/search").respond_with_json(NOTHING)
    SearxNG().search(
        dataclasses.replace(QUERY, since=datetime.now(UTC).date() - timedelta(days=days))
    )
    (request,) = (one for one in asked(local) if one.path == "/searxng/search")
    assert request.args.get("time_range") == named


def test_searxng_with_its_json_off_says_so(local: HTTPServer) -> None:
    local.expect_request("/searxng/search").respond_with_data("Forbidden", 403)
    assert "JSON format is off" in search_failure(SearxNG()).message


def test_only_the_newsrooms_own_search_may_stand_inside_and_only_where_the_settings_say(
    local: HTTPServer, settings: Any
) -> None:
    place = f"127.0.0.1:{local.port}"
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    settings.OUTSIDE_INNER_ALLOWED = [place]
    local.expect_request("/searxng/search").respond_with_json(NOTHING)
    assert SearxNG().search(QUERY).hits == ()
    assert search_failure(Guardian()).kind == "address"
    settings.OUTSIDE_INNER_ALLOWED = []
    assert search_failure(SearxNG()).kind == "address"
    settings.OUTSIDE_INNER_ALLOWED = ["169.254.169.254:80"]
    metadata = SearxNG(Access(base="http://169.254.169.254"))
    assert search_failure(metadata).kind == "address"


def test_the_newsrooms_own_search_may_not_lead_elsewhere_inside(
    local: HTTPServer, settings: Any
) -> None:
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    settings.OUTSIDE_INNER_ALLOWED = [f"127.0.0.1:{local.port}"]
    local.expect_request("/searxng/search").respond_with_data(
        "", 302, {"Location": local.url_for("/other")}
    )
    local.expect_request("/other").respond_with_json({})
    assert search_failure(SearxNG()).kind == "address"


# The Wayback Machine

ADDRESS = ProviderQuery(
    ("https://paper.example/a?b=1",), until=date(2024, 11, 29), allowed_outside=True
)
CLOSEST = {
    "available": True,
    "url": "http://web.archive.org/web/20241130101500/x",
    "timestamp": "20241130101500",
    "status": "200",
}


def test_wayback_gives_the_nearest_capture(local: HTTPServer) -> None:
    local.expect_request("/wayback/wayback/available").respond_with_json(
        {"archived_snapshots": {"closest": CLOSEST}}
    )
    (hit,) = Wayback().search(ADDRESS).hits
    assert (hit.url, hit.published) == (CLOSEST["url"], datetime(2024, 11, 30, 10, 15, tzinfo=UTC))
    assert asked(local)[0].args.to_dict() == {
        "url": "https://paper.example/a?b=1",
        "timestamp": "20241129",
    }


@pytest.mark.parametrize(
    "closest",
    [
        None,
        {},
        {**CLOSEST, "available": False},
        {**CLOSEST, "status": "404"},
        {**CLOSEST, "url": "x:y"},
        7,
    ],
)
def test_wayback_without_a_good_capture_has_none(local: HTTPServer, closest: object) -> None:
    local.expect_request("/wayback/wayback/available").respond_with_json(
        {"archived_snapshots": {"closest": closest}}
    )
    assert Wayback().search(ADDRESS).hits == ()
    local.clear()
    local.expect_request("/wayback/wayback/available").respond_with_json({"archived_snapshots": {}})
    assert Wayback().search(ADDRESS).hits == ()


@pytest.mark.parametrize("how", ["redirect", "header"])
def test_a_saved_page_is_told_by_its_capture(local: HTTPServer, how: str) -> None:
    place = "/wayback/web/20241130101500/https://paper.example/a?b=1"
    answer = (
        (302, {"Location": place}) if how == "redirect" else (200, {"Content-Location": place[8:]})
    )
    local.expect_request(re.compile("/wayback/save/.*")).respond_with_data("", *answer)
    local.expect_request(re.compile("/wayback/web/.*")).respond_with_data("the page")
    hit = Wayback().save(ADDRESS)
    assert hit.published == datetime(2024, 11, 30, 10, 15, tzinfo=UTC)
    assert "/web/20241130101500/" in hit.url
    with pytest.raises(OutsideError) as refusal:
        Wayback().save(dataclasses.replace(ADDRESS, allowed_outside=False))
    assert refusal.value.kind == "restricted"


@pytest.mark.parametrize(
    ("service", "answer", "words"),
    [
        (GoogleFactCheck, {"error": {"code": 429, "message": "Quota exceeded"}}, "Quota exceeded"),
        (Guardian, {"message": "Unauthorized"}, "Unauthorized"),
        (Guardian, {"response": {"status": "error", "message": "Bad query"}}, "Bad query"),
        (NewYorkTimes, {"status": "ERROR", "errors": ["Body too large"]}, "Body too large"),
        (NewYorkTimes, {"fault": {"faultstring": "Rate limit"}}, "Rate limit"),
        (SearxNG, {"error": "engines are down"}, "engines are down"),
        (SearxNG, [], "no answer"),
        (Wikipedia, {"errorKey": "rest-search-error"}, "rest-search-error"),
        (Wikidata, {"error": {"info": "Too many"}}, "Too many"),
        (ReliefWeb, {"error": {"message": "No such field"}}, "No such field"),
        (Wayback, {"error": "Service down"}, "Service down"),
        (Wayback, {}, "no answer"),
    ],
)
def test_an_error_under_status_200_is_a_failure_to_be_asked_again(
    local: HTTPServer, service: type[Service], answer: Any, words: str
) -> None:
    provider = service()
    local.expect_request(path_of(provider)).respond_with_json(answer)
    error = search_failure(provider, asked_of(provider))
    assert words in error.message
    assert error.temporary


def test_a_review_that_rates_two_claims_keeps_both_ratings(local: HTTPServer) -> None:
    def claim(text: str, rating: str) -> dict[str, Any]:
        review = {"url": "https://check.example/1", "title": "Check", "textualRating": rating}
        return {"text": text, "claimReview": [review]}

    service = GoogleFactCheck()
    answer = {"claims": [claim("One thing", "False"), claim("Another thing", "True")]}
    local.expect_request(path_of(service)).respond_with_json(answer)
    [hit] = service.search(asked_of(service)).hits
    assert hit.rating == "False / True"
    assert hit.snippet == "One thing / Another thing"


def test_an_answer_of_gdelt_that_is_cut_off_keeps_its_whole_records(local: HTTPServer) -> None:
    service = Gdelt()
    whole = '{"url": "https://a.example/1", "title": "First"}'
    cut = f'{{"articles": [{whole}, {{"url": "https://b.exam'
    local.expect_request(path_of(service)).respond_with_data(cut)
    results = service.search(asked_of(service))
    assert [hit.url for hit in results.hits] == ["https://a.example/1"]
    assert "cut off" in results.notes[0]
