import dataclasses
import json
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside.errors import OutsideError
from factcheck.outside.search import (
    FeedPage,
    Feeds,
    Gdelt,
    GoogleFactCheck,
    ProviderQuery,
    Results,
    SearchHit,
    Wikipedia,
    read_feed,
)  # fmt: skip
from factcheck.outside.search.gdelt import query_text
from tests.outside.conftest import QUERY, asked, search_failure

# Wikipedia


def test_wikipedia_gives_articles(local: HTTPServer) -> None:
    answer = {
        "pages": [
            {
                "id": 1,
                "key": "Radwan_Force",
                "title": "Radwan Force",
                "excerpt": 'The <span class="searchmatch">Radwan</span> &amp; co',
                "description": "unit",
            },
            {
                "id": 2,
                "key": "A/B?c",
                "title": "A/B?c",
                "excerpt": None,
                "description": None,
                "thumbnail": None,
            },
        ]
    }
    local.expect_request("/wikipedia/w/rest.php/v1/search/page").respond_with_json(answer)
    results = Wikipedia().search(QUERY)
    assert results.query_sent == '"Radwan force" Hezbollah pledge'
    first, second = results.hits
    assert first.url == f"http://127.0.0.1:{local.port}/wikipedia/wiki/Radwan_Force"
    assert (first.title, first.snippet, first.source) == (
        "Radwan Force",
        "unit — The Radwan & co",
        "Wikipedia",
    )
    assert second.url.endswith("/wiki/A/B%3Fc")
    (request,) = asked(local)
    assert request.args.to_dict() == {"q": '"Radwan force" Hezbollah pledge', "limit": "10"}


def test_wikipedia_is_asked_one_request_at_a_time(local: HTTPServer) -> None:
    errors: list[OutsideError] = []

    def answer(_: Request) -> Response:
        errors.append(search_failure(Wikipedia()))
        return Response('{"pages": []}')

    local.expect_request("/wikipedia/w/rest.php/v1/search/page").respond_with_handler(answer)
    Wikipedia().search(QUERY)
    assert [error.kind for error in errors] == ["paced"]
    assert len(asked(local)) == 1


def test_a_language_is_never_a_host(settings: Any, web: HTTPServer) -> None:
    settings.PROVIDER_URLS = {"wikipedia": f"http://127.0.0.1:{web.port}/" + "{lang}"}
    web.expect_request("/en/w/rest.php/v1/search/page").respond_with_json({"pages": []})
    for language in ("evil.example/", "en@evil.example", "../../x", ""):
        assert Wikipedia().search(dataclasses.replace(QUERY, language=language)).hits == ()


# GDELT


def test_gdelt_gives_articles_of_the_window(local: HTTPServer) -> None:
    articles = [
        {"url": "https://paper.example/a", "title": "A", "seendate": "20230918T031500Z", "domain": "paper.example", "language": "English", "sourcecountry": "US"},
        {"url": "https://paper.example/a", "title": "A again"},
        {"url": "https://paper.example/b"},
        {"title": "no url"},
    ]  # fmt: skip
    local.expect_request("/gdelt/api/v2/doc/doc").respond_with_json({"articles": articles})
    today = datetime.now(UTC).date()
    results = Gdelt().search(
        dataclasses.replace(QUERY, since=today - timedelta(days=9), until=today)
    )
    assert [(hit.url, hit.title) for hit in results.hits] == [
        ("https://paper.example/a", "A"),
        ("https://paper.example/b", "https://paper.example/b"),
    ]
    assert results.hits[0].published == datetime(2023, 9, 18, 3, 15, tzinfo=UTC)
    assert (results.hits[0].source, results.hits[0].language) == ("paper.example", "en")
    (request,) = asked(local)
    assert (
        request.args["query"]
        == results.query_sent
        == '"Radwan force" Hezbollah pledge sourcelang:english'
    )
    assert (request.args["mode"], request.args["format"], request.args["maxrecords"]) == (
        "artlist",
        "json",
        "10",
    )
    assert request.args["startdatetime"] == f"{today - timedelta(days=9):%Y%m%d}000000"
    assert len(request.args["enddatetime"]) == 14
    assert "timespan" not in request.args


def test_gdelt_without_articles_is_nothing_found(local: HTTPServer) -> None:
    local.expect_request("/gdelt/api/v2/doc/doc").respond_with_data("{}")
    assert Gdelt().search(QUERY).hits == ()


def test_gdelts_illegal_json_is_repaired(local: HTTPServer) -> None:
    body = b'{"articles": [{"url": "https://paper.example/a", "title": "It\\\'s a\ttab \x01 and \\x \xff"}]}'
    local.expect_request("/gdelt/api/v2/doc/doc").respond_with_data(body)
    (hit,) = Gdelt().search(QUERY).hits
    assert hit.title.startswith("It\\'s a tab")


@pytest.mark.parametrize("status", [200, 429])
def test_gdelts_limit_notice_silences_everybody(local: HTTPServer, status: int) -> None:
    notice = "Please limit requests to one every 5 seconds or contact us for larger queries."
    local.expect_request("/gdelt/api/v2/doc/doc").respond_with_data(
        notice, status=status, content_type="text/plain"
    )
    error = search_failure(Gdelt())
    assert error.kind == ("paced" if status == 200 else "status")
    assert error.temporary
    assert error.retry_after
    assert search_failure(Gdelt()).kind == "paced"
    assert len(asked(local)) == 1


@pytest.mark.parametrize(
    "notice",
    [
        "The specified phrase is too short.",
        "<html><body>Your query was too short or too long.</body></html>",
    ],
)
def test_gdelts_complaints_under_200_are_errors(local: HTTPServer, notice: str) -> None:
    local.expect_request("/gdelt/api/v2/doc/doc").respond_with_data(
        notice, content_type="text/html"
    )
    error = search_failure(Gdelt())
    assert (error.kind, error.temporary) == ("bad-response", False)
    assert "short" in error.message
    assert "<" not in error.message


def test_gdelt_is_asked_every_six_seconds_at_most(local: HTTPServer, settings: Any) -> None:
    settings.OUTSIDE_PACE_SECONDS = 0.01
    local.expect_request("/gdelt/api/v2/doc/doc").respond_with_data("{}")
    Gdelt().search(QUERY)
    error = search_failure(Gdelt())
    assert error.kind == "paced"
    assert error.retry_after is not None
    assert 5 < error.retry_after <= 6


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        (ProviderQuery(("a", "of", "war")), "war sourcelang:english"),
        (
            ProviderQuery(("U.N.", "(Iran)", "domain:x", '"quote', "well-known")),
            '"U N" Iran "domain x" quote "well known" sourcelang:english',
        ),
        (ProviderQuery((), ("Nujaba",)), "Nujaba sourcelang:english"),
        (ProviderQuery(("war",), language="xx"), "war"),
        (ProviderQuery(("a", "b"), ("x",)), ""),
        (ProviderQuery(("war", "war")), "war sourcelang:english"),
    ],
)
def test_gdelt_gets_no_word_it_would_refuse(query: ProviderQuery, sent: str) -> None:
    assert query_text(query) == sent


def test_gdelt_is_not_asked_for_what_it_cannot_have(local: HTTPServer) -> None:
    error = search_failure(
        Gdelt(), dataclasses.replace(QUERY, since=date(2020, 1, 1), until=date(2020, 2, 1))
    )
    assert (error.kind, error.temporary) == ("refused", False)
    assert (
        search_failure(Gdelt(), dataclasses.replace(QUERY, words=("a",), phrases=())).kind
        == "refused"
    )
    assert local.log == []


# Google Fact Check

CLAIM = {
    "text": "The force lost 3,000 men",
    "claimant": "A blog",
    "claimDate": "2024-11-20T00:00:00Z",
    "claimReview": [
        {
            "publisher": {"name": "Checkers", "site": "checkers.example"},
            "url": "https://checkers.example/1",
            "title": "No, it did not",
            "reviewDate": "2024-11-25T00:00:00Z",
            "textualRating": "Mostly false",
            "languageCode": "en",
        }
    ],
}


def test_google_gives_reviews_with_their_rating(local: HTTPServer) -> None:
    local.expect_request("/google_factcheck/v1alpha1/claims:search").respond_with_json(
        {"claims": [CLAIM]}
    )
    results = GoogleFactCheck().search(
        dataclasses.replace(QUERY, since=datetime.now(UTC).date() - timedelta(days=30))
    )
    assert results == Results(
        "google_factcheck",
        '"Radwan force" Hezbollah pledge',
        (
            SearchHit(
                "https://checkers.example/1", "No, it did not", "A blog: The force lost 3,000 men",
                datetime(2024, 11, 25, tzinfo=UTC), "Checkers", "en", "Mostly false",
            ),
        ),
    )  # fmt: skip
    (request,) = asked(local)
    assert "maxAgeDays" not in request.args, "an earlier check may be of any age"
    assert (request.args["languageCode"], request.args["pageSize"], request.args["key"]) == (
        "en",
        "10",
        "SECRET-KEY",
    )


def test_google_is_read_page_by_page_and_not_for_ever(local: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        number = int(request.args.get("pageToken", "0"))
        review = {**CLAIM["claimReview"][0], "url": f"https://checkers.example/{number}"}  # type: ignore[dict-item]
        return Response(
            json.dumps(
                {"claims": [{**CLAIM, "claimReview": [review]}], "nextPageToken": str(number + 1)}
            )
        )

    local.expect_request("/google_factcheck/v1alpha1/claims:search").respond_with_handler(answer)
    assert len(GoogleFactCheck().search(QUERY).hits) == 3
    assert len(asked(local)) == 3


def test_a_key_that_google_refuses_is_a_login_error_that_hides_the_key(local: HTTPServer) -> None:
    local.expect_request("/google_factcheck/v1alpha1/claims:search").respond_with_data(
        "{}", status=403
    )
    error = search_failure(GoogleFactCheck())
    assert (error.kind, error.temporary) == ("login", False)
    assert "SECRET-KEY" not in f"{error}{error.url}{error!r}"


def test_google_without_a_key_is_not_asked(local: HTTPServer, settings: Any) -> None:
    settings.PROVIDER_KEYS = {}
    assert search_failure(GoogleFactCheck()).kind == "login"
    assert local.log == []


# Feeds

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Paper &amp; Co</title><link>https://paper.example/</link>
<item><title>Hezbollah pledges &lt;b&gt;support&lt;/b&gt;</title><link>/a</link><guid>1</guid><pubDate>Wed, 27 Nov 2024 10:00:00 +0200</pubDate>
<description>&lt;p&gt;The Radwan force, said &lt;script&gt;x&lt;/script&gt;officials&lt;/p&gt;</description></item>
<item><title>Weather</title><link>https://paper.example/b</link><description>Sunny</description></item>
<item><title>No link</title></item>
<item><title>Bad link</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>x</id><title>Pledge by Hezbollah</title>
<link href="https://wire.example/1"/><updated>2024-11-27T08:00:00Z</updated><summary>Fighters</summary></entry></feed>"""


def test_a_feed_is_read_with_plain_text_and_whole_urls(web: HTTPServer) -> None:
    web.expect_request("/feed").respond_with_data(
        RSS, content_type="application/rss+xml", headers={"ETag": '"1"'}
    )
    feed = read_feed(web.url_for("/feed"))
    assert (feed.title, feed.etag, feed.not_modified) == ("Paper & Co", '"1"', False)
    first, second = feed.entries
    assert first.url == web.url_for("/a")
    assert first.title == "Hezbollah pledges support"
    assert first.summary == "The Radwan force, said officials"
    assert first.published == datetime(2024, 11, 27, 8, tzinfo=UTC)
    assert (second.url, second.published) == ("https://paper.example/b", None)


def test_a_feed_is_asked_only_for_what_is_new(web: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        return (
            Response("", 304)
            if request.headers.get("If-None-Match") == '"1"'
            else Response(RSS, headers={"ETag": '"1"'})
        )

    web.expect_request("/feed").respond_with_handler(answer)
    url = web.url_for("/feed")
    feed = read_feed(url)
    again = read_feed(url, feed.etag, feed.modified)
    assert again.not_modified
    assert again.etag == '"1"'
    assert again.entries == ()


@pytest.mark.parametrize(
    "body",
    [
        "", "hello", "<html><body>no feed</body></html>", "<rss", '{"a": 1}',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
    ],
)  # fmt: skip
def test_what_is_no_feed_or_a_hostile_one_is_refused(web: HTTPServer, body: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        web.expect_oneshot_request("/feed").respond_with_data(body.encode(encoding))
        with pytest.raises(OutsideError) as caught:
            read_feed(web.url_for("/feed"))
        assert caught.value.kind == "bad-response"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_with_entities_is_not_even_parsed(web: HTTPServer, encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]>{ATOM}'
    web.expect_request("/feed").respond_with_data(body.encode(encoding))
    with pytest.raises(OutsideError, match="entities"):
        read_feed(web.url_for("/feed"))


def test_entries_are_matched_by_the_querys_words(web: HTTPServer) -> None:
    web.expect_request("/rss").respond_with_data(RSS)
    web.expect_request("/atom").respond_with_data(ATOM)
    results = Feeds([web.url_for("/rss"), web.url_for("/atom")]).search(QUERY)
    assert [hit.title for hit in results.hits] == [
        "Hezbollah pledges support",
        "Pledge by Hezbollah",
    ]
    assert [hit.source for hit in results.hits] == ["Paper & Co", "Wire"]
    none = dataclasses.replace(QUERY, since=date(2024, 12, 1))
    assert Feeds([web.url_for("/rss")]).search(none).hits == ()
    assert (
        Feeds([web.url_for("/rss")]).search(ProviderQuery(words=(), allowed_outside=True)).hits
        == ()
    )


def test_many_claims_fetch_a_feed_once_and_then_conditionally(web: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        return (
            Response("", 304)
            if request.headers.get("If-None-Match") == '"1"'
            else Response(RSS, headers={"ETag": '"1"'})
        )

    web.expect_request("/feed").respond_with_handler(answer)
    url = web.url_for("/feed")
    for _ in range(5):
        assert len(Feeds([url]).search(QUERY).hits) == 1
    assert len(asked(web)) == 1
    state: dict[str, FeedPage] = {
        url: dataclasses.replace(
            Feeds([url]).state[url], fetched_at=datetime(2024, 1, 1, tzinfo=UTC)
        )
    }
    assert len(Feeds([url], state).search(QUERY).hits) == 1
    assert len(asked(web)) == 2
    assert state[url].fetched_at > datetime.now(UTC) - timedelta(minutes=1)


def test_a_broken_feed_among_others_is_a_note_and_alone_an_error(web: HTTPServer) -> None:
    web.expect_request("/rss").respond_with_data(RSS)
    web.expect_request("/gone").respond_with_data("", status=410)
    results = Feeds([web.url_for("/gone"), web.url_for("/rss")]).search(QUERY)
    assert len(results.hits) == 1
    assert len(results.notes) == 1
    assert "410" in results.notes[0]
    assert search_failure(Feeds([web.url_for("/gone")])).status == 410


def test_a_feed_of_ten_thousand_entries_is_read_to_a_number(web: HTTPServer) -> None:
    items = "".join(
        f"<item><title>t{n}</title><link>https://a.example/{n}</link></item>" for n in range(5000)
    )
    web.expect_request("/feed").respond_with_data(
        f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    )
    begun = time.monotonic()
    assert len(read_feed(web.url_for("/feed")).entries) == 300
    assert time.monotonic() - begun < 15
