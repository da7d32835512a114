"""Google Fact Check Tools: https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search"""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.conf import settings

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.http import Page, fetch
from factcheck.outside.search.hostile import at, instant_of, json_of, list_of, text_of, url_of
from factcheck.outside.search.protocol import Hit, Query, Results, base_url, deduplicated, may_leave

_MOST_PAGES = 3
_A_PAGE = 50


class GoogleFactCheck:
    """Reviews that other fact-checkers published as ClaimReview, with their ratings in their own words."""

    name = "google_factcheck"
    label = "Google Fact Check"
    needs_key = True
    outside = True

    def search(self, query: Query) -> Results:
        may_leave(query)
        if not settings.GOOGLE_FACTCHECK_KEY:
            raise OutsideError(Kind.LOGIN, "Google Fact Check needs a key", temporary=False)
        sent, token, hits = query.text[:500], "", []
        for _ in range(_MOST_PAGES):
            answer = json_of(_asked(query, sent, token))
            hits += [hit for claim in list_of(at(answer, "claims")) for hit in _hits(claim, query)]
            token = text_of(at(answer, "nextPageToken"))
            if not token or len(hits) >= query.limit:
                break
        return Results(self.name, sent, deduplicated(hits, query.limit))


def _asked(query: Query, sent: str, token: str) -> Page:
    parameters: dict[str, object] = {
        "query": sent,
        "languageCode": query.language,
        "pageSize": min(max(query.limit, 1), _A_PAGE),
    }
    if query.since:
        parameters["maxAgeDays"] = max((datetime.now(UTC).date() - query.since).days, 1)
    if token:
        parameters["pageToken"] = token
    parameters["key"] = settings.GOOGLE_FACTCHECK_KEY
    base = base_url(GoogleFactCheck.name, "https://factchecktools.googleapis.com")
    try:
        return fetch(
            f"{base}/v1alpha1/claims:search?{urlencode(parameters)}",
            headers={"Accept": "application/json"},
            respect_robots=False,
        )
    except OutsideError as error:
        if error.status in (400, 401, 403):
            # A key that is wrong comes as 400.
            raise OutsideError(
                Kind.LOGIN, "Google refuses our key or our query", url=error.url, status=error.status, temporary=False
            ) from error
        raise


def _hits(claim: dict[str, object], query: Query) -> list[Hit]:
    said = text_of(claim.get("text"))
    claimant = text_of(claim.get("claimant"))
    hits = []
    for review in list_of(claim.get("claimReview")):
        url = url_of(review.get("url"))
        published = instant_of(review.get("reviewDate"))
        if not url or (query.until and published and published.date() > query.until):
            continue
        hits.append(
            Hit(
                url,
                text_of(review.get("title")) or said or url,
                f"{claimant}: {said}" if claimant and said else said,
                published,
                text_of(at(review, "publisher", "name")) or text_of(at(review, "publisher", "site")),
                text_of(review.get("languageCode")),
                text_of(review.get("textualRating")) or None,
            )
        )
    return hits
