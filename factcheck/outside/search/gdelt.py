"""The GDELT DOC 2.0 API.

https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, instant_of, list_of, text_of, url_of
from factcheck.outside.http import FetchedPage
from factcheck.outside.search.protocol import (
    ProviderQuery,
    Results,
    SearchHit,
    deduplicated,
    may_leave,
)
from factcheck.outside.search.service import Service
from factcheck.outside.search.untrusted_json import json_of, whole_records

LOOKS_BACK = timedelta(days=90)
_MOST = 250
_LANGUAGES = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fa": "persian",
    "fr": "french", "he": "hebrew", "hi": "hindi", "it": "italian", "ja": "japanese",
    "ko": "korean", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ru": "russian",
    "sv": "swedish", "tr": "turkish", "uk": "ukrainian", "zh": "chinese",
}  # fmt: skip


class Gdelt(Service):
    """News of the last three months, worldwide: titles and addresses, no text."""

    name = "gdelt"
    label = "GDELT"
    takes_language = True
    url = "https://api.gdeltproject.org"
    seconds = 6.0  # it asks for one request in 5 seconds, or slower

    def search(self, query: ProviderQuery) -> Results:
        may_leave(query)
        sent = query_text(query)
        if not sent:
            raise OutsideError(
                Kind.REFUSED, "GDELT needs a word of three letters or more", temporary=False
            )
        parameters = {
            "query": sent,
            "mode": "artlist",
            "format": "json",
            "maxrecords": min(max(query.limit, 1), _MOST),
            "sort": "DateDesc",
            **_window(query.since, query.until, datetime.now(UTC)),
        }
        page = self.get(query, "/api/v2/doc/doc", parameters)
        self._check(page)
        records, notes = _records(page)
        hits = [hit for item in records if (hit := _hit(item))]
        return Results(self.name, sent, deduplicated(hits, query.limit), notes)

    def _check(self, page: FetchedPage) -> None:
        """GDELT says what is wrong in plain text or HTML under status 200."""
        beginning = page.body[:2000].decode("utf-8", "replace").strip()
        if not beginning or beginning[0] in "{[\ufeff":
            return
        answer = " ".join(re.sub(r"<[^>]{0,400}>", " ", beginning).split())[:200]
        if re.search(r"limit requests|too many requests|rate limit", answer, re.IGNORECASE):
            self.hold(2 * self.pace)
            raise OutsideError(
                Kind.PACED,
                "GDELT asks us to slow down",
                url=page.final_url,
                retry_after=2 * self.pace,
                temporary=True,
            )
        raise OutsideError(
            Kind.BAD_RESPONSE, f"GDELT says: {answer}", url=page.final_url, temporary=False
        )


def _records(page: FetchedPage) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    """Return the articles of an answer; of one that was cut off, those that came whole."""
    if not page.body.strip():
        return [], ()
    try:
        return list_of(at(json_of(page), "articles")), ()
    except OutsideError:
        records = whole_records(page, "articles")
        if not records:
            raise
        return records, (f"GDELT's answer was cut off: only the first {len(records)} were read.",)


def query_text(query: ProviderQuery) -> str:
    """Return the query in GDELT's terms.

    There are no operators, no word under three letters (it refuses the whole query for one), and a
    phrase of one word goes as a word.
    """
    terms = []
    for term in (*query.phrases, *query.words):
        words = re.findall(r"[^\W_]+", term)
        if len(words) > 1:
            terms.append(f'"{" ".join(words)}"')
        elif words and len(words[0]) > 2:
            terms.append(words[0])
    language = _LANGUAGES.get(query.language.lower()[:2])
    if not terms:
        return ""
    return " ".join(dict.fromkeys(terms))[:400] + (f" sourcelang:{language}" if language else "")


def _window(since: date | None, until: date | None, now: datetime) -> dict[str, str]:
    if since is None and until is None:
        return {"timespan": "3months"}
    earliest = now - LOOKS_BACK
    start = max(datetime.combine(since, time(), UTC), earliest) if since else earliest
    end = min(datetime.combine(until, time(23, 59, 59), UTC), now) if until else now
    if end <= start:
        raise OutsideError(Kind.REFUSED, "GDELT looks back three months only", temporary=False)
    return {"startdatetime": f"{start:%Y%m%d%H%M%S}", "enddatetime": f"{end:%Y%m%d%H%M%S}"}


def _hit(item: dict[str, object]) -> SearchHit | None:
    url = url_of(item.get("url"))
    if not url:
        return None
    return SearchHit(
        url,
        text_of(item.get("title")) or url,
        published=instant_of(item.get("seendate")),
        source=text_of(item.get("domain")),
        language=_code(text_of(item.get("language"))),
    )


def _code(language: str) -> str:
    return next((code for code, name in _LANGUAGES.items() if name == language.lower()), "")
