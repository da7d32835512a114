"""The Internet Archive's Wayback Machine.

https://archive.org/help/wayback_api.php
"""

import re
from datetime import UTC, datetime
from urllib.parse import quote

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, instant_of, text_of, url_of
from factcheck.outside.search.protocol import ProviderQuery, Results, SearchHit, may_leave
from factcheck.outside.search.service import Service
from factcheck.outside.search.untrusted_json import answer_of

_SAVES_AT = "https://web.archive.org"
_SAVE_SECONDS = 90.0  # it fetches the page while we wait
_CAPTURE = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/")


class Wayback(Service):
    """Captures of a page.

    The query's one word is the page's address; `until` is the day to be nearest to.
    """

    name = "wayback"
    label = "The Wayback Machine"
    url = "https://archive.org"
    takes_claims = False
    tried_with = "https://www.un.org/"

    def search(self, query: ProviderQuery) -> Results:
        """Return the nearest capture as a hit whose `published` is when it was taken, if any."""
        address = _address(query)
        asked = {"url": address, **({"timestamp": f"{query.until:%Y%m%d}"} if query.until else {})}
        page = self.get(query, "/wayback/available", asked)
        answer = answer_of(page, self.label, "archived_snapshots", kind=dict)
        closest = at(answer, "archived_snapshots", "closest")
        url = url_of(at(closest, "url"))
        if (
            not url
            or at(closest, "available") is False
            or text_of(at(closest, "status"))[:1] in ("4", "5")
        ):
            return Results(self.name, address, ())
        return Results(
            self.name,
            address,
            (SearchHit(url, address, published=instant_of(at(closest, "timestamp"))),),
        )

    def save(self, query: ProviderQuery) -> SearchHit:
        """Have the page captured now, as a public copy, and return the capture."""
        address = _address(query)
        base = _SAVES_AT if self.base == self.url else self.base
        page = self.get(
            query, f"/save/{quote(address, safe=':/?&=%')}", base=base, timeout=_SAVE_SECONDS
        )
        for place in (page.final_url, page.headers.get("content-location", "")):
            if taken := _CAPTURE.search(place):
                url = place if place.startswith("http") else f"{base}{place}"
                return SearchHit(
                    url,
                    address,
                    published=datetime.strptime(f"{taken[1]}Z", "%Y%m%d%H%M%S%z").astimezone(UTC),
                )
        raise OutsideError(
            Kind.BAD_RESPONSE,
            "The Wayback Machine does not say what it saved",
            url=page.final_url,
            temporary=True,
        )


def _address(query: ProviderQuery) -> str:
    may_leave(query)
    if len(query.words) != 1:
        raise OutsideError(
            Kind.REFUSED, "The Wayback Machine is asked for one address", temporary=False
        )
    return query.words[0]
