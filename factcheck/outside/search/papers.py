"""Papers with an archive of their own to search.

https://open-platform.theguardian.com/documentation/search

https://developer.nytimes.com/docs/articlesearch-product/1/overview
"""

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, instant_of, list_of, plain_of, text_of, url_of
from factcheck.outside.search.protocol import ProviderQuery, Results, SearchHit, deduplicated
from factcheck.outside.search.service import Service
from factcheck.outside.search.untrusted_json import answer_of

_SNIPPET = 300
_MOST_PAGES = 3
_A_PAGE = 10  # of the New York Times, which cannot be told otherwise


class Guardian(Service):
    """Articles of the Guardian since 1999."""

    name = "guardian"
    label = "The Guardian"
    url = "https://content.guardianapis.com"
    needs_key = True
    daily = 500  # of a developer's key

    def search(self, query: ProviderQuery) -> Results:
        asked: dict[str, object] = {
            "q": query.text[:500],
            "page-size": min(max(query.limit, 1), 200),
            "show-fields": "headline,byline,trailText,body",
        }
        if query.since:
            asked["from-date"] = query.since.isoformat()
        if query.until:
            asked["to-date"] = query.until.isoformat()
        page = self.get(query, "/search", {**asked, "api-key": self.key})
        answer = answer_of(page, self.label, "response", kind=dict)
        status = text_of(at(answer, "response", "status"))
        if status != "ok":
            message = text_of(at(answer, "response", "message"))
            raise OutsideError(
                Kind.BAD_RESPONSE,
                f"The Guardian says: {message or status or 'no status'}",
                url=page.final_url,
                temporary=True,
            )
        hits = [_guardian(item) for item in list_of(at(answer, "response", "results"))]
        return Results(
            self.name, text_of(asked["q"]), deduplicated([hit for hit in hits if hit], query.limit)
        )


def _guardian(item: dict[str, object]) -> SearchHit | None:
    url = url_of(item.get("webUrl"))
    if not url:
        return None
    return SearchHit(
        url,
        plain_of(at(item, "fields", "headline")) or text_of(item.get("webTitle")) or url,
        plain_of(at(item, "fields", "trailText"))
        or plain_of(at(item, "fields", "body"))[:_SNIPPET],
        instant_of(item.get("webPublicationDate")),
        "The Guardian",
        "en",
    )


class NewYorkTimes(Service):
    """Articles of the New York Times since 1851."""

    name = "nytimes"
    label = "The New York Times"
    url = "https://api.nytimes.com"
    needs_key = True
    seconds = 12.0  # it allows five a minute
    daily = 500

    def search(self, query: ProviderQuery) -> Results:
        asked: dict[str, object] = {"q": query.text[:500]}
        if query.since:
            asked["begin_date"] = f"{query.since:%Y%m%d}"
        if query.until:
            asked["end_date"] = f"{query.until:%Y%m%d}"
        hits: list[SearchHit] = []
        notes: tuple[str, ...] = ()
        for number in range(min(-(-query.limit // _A_PAGE), _MOST_PAGES)):
            try:
                documents = self._page(query, {**asked, "page": number, "api-key": self.key})
            except OutsideError as error:
                if not number:
                    raise
                # Its pace lets one page through at a time; what came is worth more than the rest.
                notes = (f"Only the first {len(hits)} were read: {error.message}.",)
                break
            hits += [hit for item in documents if (hit := _times(item))]
            if len(documents) < _A_PAGE:
                break
        return Results(self.name, text_of(asked["q"]), deduplicated(hits, query.limit), notes)

    def _page(self, query: ProviderQuery, asked: dict[str, object]) -> list[dict[str, object]]:
        page = self.get(query, "/svc/search/v2/articlesearch.json", asked)
        answer = answer_of(page, self.label, "response", kind=dict)
        return list_of(at(answer, "response", "docs"))


def _times(item: dict[str, object]) -> SearchHit | None:
    url = url_of(item.get("web_url"))
    if not url:
        return None
    title = plain_of(at(item, "headline", "main")) or url
    snippet = plain_of(item.get("snippet")) or plain_of(item.get("abstract"))
    source = text_of(item.get("source")) or "The New York Times"
    return SearchHit(url, title, snippet, instant_of(item.get("pub_date")), source, "en")
