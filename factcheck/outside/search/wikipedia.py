"""Wikipedia and Wikidata, whose etiquette asks for one request at a time.

https://www.mediawiki.org/wiki/API:REST_API/Reference#Search_pages

https://www.wikidata.org/w/api.php
"""

import re
from urllib.parse import quote

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, list_of, plain_of, text_of, url_of
from factcheck.outside.search.protocol import (
    ProviderQuery,
    Results,
    SearchHit,
    deduplicated,
    may_leave,
)
from factcheck.outside.search.service import Service
from factcheck.outside.search.untrusted_json import answer_of

_NAMES = 3  # looked up in Wikidata for one query


class Wikipedia(Service):
    """Articles of the Wikipedia in the query's language."""

    name = "wikipedia"
    label = "Wikipedia"
    takes_language = True
    url = "https://{lang}.wikipedia.org"
    one_at_a_time = "wikimedia"

    def search(self, query: ProviderQuery) -> Results:
        language = _language(query)
        self.base = self.base.replace("{lang}", language)
        sent = query.text[:300]  # longer ones are refused
        page = self.get(
            query, "/w/rest.php/v1/search/page", {"q": sent, "limit": min(max(query.limit, 1), 100)}
        )
        answer = answer_of(page, self.label, "pages")
        hits = [_article(item, self.base, language) for item in list_of(at(answer, "pages"))]
        return Results(self.name, sent, deduplicated([hit for hit in hits if hit], query.limit))


def _article(item: dict[str, object], base: str, language: str) -> SearchHit | None:
    key, title = text_of(item.get("key")), text_of(item.get("title"))
    url = url_of(f"{base}/wiki/{quote(key or title.replace(' ', '_'), safe='/:(),')}")
    if not url or not (key or title):
        return None
    snippet = " — ".join(
        filter(None, (text_of(item.get("description")), plain_of(item.get("excerpt"))))
    )
    return SearchHit(
        url, title or key.replace("_", " "), snippet, source="Wikipedia", language=language
    )


class Wikidata(Service):
    """Things by name. It knows labels only, so each name of the query is looked up by itself."""

    name = "wikidata"
    label = "Wikidata"
    takes_language = True
    url = "https://www.wikidata.org"
    one_at_a_time = "wikimedia"

    def search(self, query: ProviderQuery) -> Results:
        may_leave(query)
        names = [
            " ".join(name.split())[:100]
            for name in (query.phrases or query.words[:1])
            if name.strip()
        ][:_NAMES]
        if not names:
            raise OutsideError(Kind.REFUSED, "Wikidata needs a name", temporary=False)
        hits = [hit for name in names for hit in self._look_up(query, name)]
        return Results(self.name, " | ".join(names), deduplicated(hits, query.limit))

    def _look_up(self, query: ProviderQuery, name: str) -> list[SearchHit]:
        language = _language(query)
        asked = {
            "action": "wbsearchentities",
            "search": name,
            "language": language,
            "uselang": language,
            "type": "item",
            "limit": min(max(query.limit, 1), 50),
            "format": "json",
        }
        answer = answer_of(self.get(query, "/w/api.php", asked), self.label, "search")
        return [hit for item in list_of(at(answer, "search")) if (hit := self._hit(item, language))]

    def _hit(self, item: dict[str, object], language: str) -> SearchHit | None:
        key = text_of(item.get("id"))
        if not re.fullmatch(r"Q\d{1,12}", key):
            return None
        title = text_of(item.get("label")) or key
        snippet = text_of(item.get("description"))
        return SearchHit(
            f"{self.base}/wiki/{key}", title, snippet, source="Wikidata", language=language
        )


def _language(query: ProviderQuery) -> str:
    known = re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z]{2,10})?", query.language)
    return query.language.lower() if known else "en"
