"""ReliefWeb, reports of the United Nations and of aid agencies.

https://apidoc.reliefweb.int/
"""

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, instant_of, list_of, plain_of, text_of, url_of
from factcheck.outside.search.protocol import ProviderQuery, Results, SearchHit, deduplicated
from factcheck.outside.search.service import Service
from factcheck.outside.search.untrusted_json import answer_of

_SNIPPET = 300
_FIELDS = (
    "title",
    "url",
    "url_alias",
    "date.created",
    "date.original",
    "source.name",
    "language.code",
    "body",
)


class ReliefWeb(Service):
    """Reports. The key is an app name that ReliefWeb approved; without one it answers 403."""

    name = "reliefweb"
    label = "ReliefWeb"
    url = "https://api.reliefweb.int"
    needs_key = True
    daily = 1000

    def search(self, query: ProviderQuery) -> Results:
        sent = query.text[:500]
        asked: list[tuple[str, object]] = [
            ("appname", self.key),
            ("query[value]", sent),
            ("limit", min(max(query.limit, 1), 1000)),
            *(("fields[include][]", field) for field in _FIELDS),
        ]
        if query.since or query.until:
            asked.append(("filter[field]", "date.created"))
        if query.since:
            asked.append(("filter[value][from]", f"{query.since.isoformat()}T00:00:00+00:00"))
        if query.until:
            asked.append(("filter[value][to]", f"{query.until.isoformat()}T23:59:59+00:00"))
        answer = answer_of(self.get(query, "/v2/reports", asked), self.label, "data")
        hits = [_hit(item) for item in list_of(at(answer, "data"))]
        return Results(self.name, sent, deduplicated([hit for hit in hits if hit], query.limit))

    def refused(self, error: OutsideError) -> OutsideError:
        sentence = (
            "ReliefWeb does not know our app name. Ask ReliefWeb to approve one, "
            "and set it as the key"
        )
        return OutsideError(
            Kind.LOGIN, sentence, url=error.url, status=error.status, temporary=False
        )


def _hit(item: dict[str, object]) -> SearchHit | None:
    number = item.get("id")
    page = f"https://reliefweb.int/node/{number}" if str(number).isdecimal() else ""
    url = url_of(at(item, "fields", "url_alias")) or url_of(at(item, "fields", "url")) or page
    if not url:
        return None
    dates = at(item, "fields", "date")
    sources = list_of(at(item, "fields", "source"))
    languages = list_of(at(item, "fields", "language"))
    return SearchHit(
        url,
        text_of(at(item, "fields", "title")) or url,
        plain_of(at(item, "fields", "body"))[:_SNIPPET],
        instant_of(at(dates, "original")) or instant_of(at(dates, "created")),
        ", ".join(filter(None, (text_of(source.get("name")) for source in sources[:3])))
        or "ReliefWeb",
        text_of(languages[0].get("code")) if languages else "",
    )
