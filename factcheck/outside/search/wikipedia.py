"""Wikipedia by the MediaWiki REST API: https://www.mediawiki.org/wiki/API:REST_API/Reference#Search_pages"""

import re
from urllib.parse import quote, urlencode

from django.conf import settings

from factcheck.outside import pace
from factcheck.outside.http import fetch
from factcheck.outside.search.hostile import at, json_of, list_of, plain_of, text_of, url_of
from factcheck.outside.search.protocol import Hit, Query, Results, base_url, deduplicated, may_leave

_SECONDS_BETWEEN = 1.0


class Wikipedia:
    """Articles of the Wikipedia in the query's language; one request at a time, as its etiquette asks."""

    name = "wikipedia"
    label = "Wikipedia"
    needs_key = False
    outside = True

    def search(self, query: Query) -> Results:
        may_leave(query)
        language = query.language.lower() if re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z]{2,10})?", query.language) else "en"
        base = base_url(self.name, "https://{lang}.wikipedia.org").replace("{lang}", language)
        sent = query.text[:300]  # longer ones are refused
        parameters = urlencode({"q": sent, "limit": min(max(query.limit, 1), 100)})
        with pace.alone("wikipedia.org", settings.OUTSIDE_TIMEOUT_SECONDS + 5):
            page = fetch(
                f"{base}/w/rest.php/v1/search/page?{parameters}",
                headers={"Accept": "application/json"},
                respect_robots=False,
                pace=_SECONDS_BETWEEN,
            )
        hits = [_hit(item, base, language) for item in list_of(at(json_of(page), "pages"))]
        return Results(self.name, sent, deduplicated([hit for hit in hits if hit], query.limit))


def _hit(item: dict[str, object], base: str, language: str) -> Hit | None:
    key, title = text_of(item.get("key")), text_of(item.get("title"))
    url = url_of(f"{base}/wiki/{quote(key or title.replace(' ', '_'), safe='/:(),')}")
    if not url or not (key or title):
        return None
    snippet = " — ".join(filter(None, (text_of(item.get("description")), plain_of(item.get("excerpt")))))
    return Hit(url, title or key.replace("_", " "), snippet, source="Wikipedia", language=language)
