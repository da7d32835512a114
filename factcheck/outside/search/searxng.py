"""The newsroom's own SearXNG.

https://docs.searxng.org/dev/search_api.html
"""

from datetime import UTC, datetime

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import MAX_ITEMS, at, instant_of, list_of, plain_of, text_of, url_of
from factcheck.outside.search.protocol import ProviderQuery, Results, SearchHit, deduplicated
from factcheck.outside.search.service import Service
from factcheck.outside.search.untrusted_json import answer_of

_RANGES = ((1, "day"), (31, "month"), (366, "year"))  # it knows no dates, only how long ago


class SearxNG(Service):
    """What many search engines find.

    Engines that did not answer are named in the notes, for their silence is no finding.
    """

    name = "searxng"
    label = "SearXNG"
    takes_language = True
    needs_base = True
    key_statuses = (403,)

    def search(self, query: ProviderQuery) -> Results:
        sent = query.text[:500]
        asked: dict[str, object] = {
            "q": sent,
            "format": "json",
            "language": query.language or "all",
            "pageno": 1,
        }
        days = (datetime.now(UTC).date() - query.since).days if query.since else None
        if days is not None and (
            name := next((name for most, name in _RANGES if days <= most), "")
        ):
            asked["time_range"] = name
        answer = answer_of(self.get(query, "/search", asked), self.label, "results")
        hits = [
            hit
            for item in list_of(at(answer, "results"))
            if (hit := _hit(item)) and _in_time(hit, query)
        ]
        return Results(
            self.name,
            sent,
            deduplicated(hits, query.limit),
            _silent(at(answer, "unresponsive_engines")),
        )

    def refused(self, error: OutsideError) -> OutsideError:
        sentence = (
            "SearXNG answers 403: its JSON format is off. "
            "Add json to search.formats in its settings.yml"
        )
        return OutsideError(
            Kind.LOGIN, sentence, url=error.url, status=error.status, temporary=False
        )


def _hit(item: dict[str, object]) -> SearchHit | None:
    url = url_of(item.get("url"))
    if not url:
        return None
    engine = text_of(item.get("engine"))
    published = instant_of(item.get("publishedDate"))
    return SearchHit(
        url, plain_of(item.get("title")) or url, plain_of(item.get("content")), published, engine
    )


def _in_time(hit: SearchHit, query: ProviderQuery) -> bool:
    return not (query.until and hit.published and hit.published.date() > query.until)


def _silent(engines: object) -> tuple[str, ...]:
    """`[["bing", "timeout"], …]`, of older versions `["bing", …]`, as notes."""
    notes = []
    for engine in engines[:MAX_ITEMS] if isinstance(engines, list) else []:
        pair = isinstance(engine, list) and len(engine) > 1
        name, why = (engine[0], engine[1]) if pair else (engine, "")
        if text_of(name):
            reason = f": {text_of(why)[:200]}" if text_of(why) else ""
            notes.append(f"{text_of(name)[:100]} did not answer{reason}.")
    return tuple(notes)
