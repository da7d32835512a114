"""Google Fact Check Tools.

https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from dataclasses import replace

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, instant_of, list_of, text_of, url_of
from factcheck.outside.http import FetchedPage
from factcheck.outside.search.protocol import ProviderQuery, Results, SearchHit, deduplicated
from factcheck.outside.search.service import Service
from factcheck.outside.search.untrusted_json import answer_of, json_of

_MOST_PAGES = 3
_A_PAGE = 50


class GoogleFactCheck(Service):
    """Reviews that other fact-checkers published as ClaimReview.

    Their ratings come in their own words.
    """

    name = "google_factcheck"
    label = "Google Fact Check"
    takes_language = True
    url = "https://factchecktools.googleapis.com"
    needs_key = True
    key_statuses = (400, 401, 403)  # a key that is wrong comes as 400

    def search(self, query: ProviderQuery) -> Results:
        sent, token, hits = query.text[:500], "", []
        for _ in range(_MOST_PAGES):
            page = self._asked(query, sent, token)
            answer = json_of(page)
            if answer != {}:  # what it answers where it knows no claim
                answer = answer_of(page, self.label, "claims")
            hits += [hit for claim in list_of(at(answer, "claims")) for hit in _hits(claim, query)]
            token = text_of(at(answer, "nextPageToken"))
            if not token or len(hits) >= query.limit:
                break
        return Results(self.name, sent, deduplicated(_joined(hits), query.limit))

    def _asked(self, query: ProviderQuery, sent: str, token: str) -> FetchedPage:
        asked: dict[str, object] = {
            "query": sent,
            "languageCode": query.language,
            "pageSize": min(max(query.limit, 1), _A_PAGE),
        }
        if token:
            asked["pageToken"] = token
        return self.get(query, "/v1alpha1/claims:search", {**asked, "key": self.key})

    def refused(self, error: OutsideError) -> OutsideError:
        sentence = "Google refuses our key or our query"
        return OutsideError(
            Kind.LOGIN, sentence, url=error.url, status=error.status, temporary=False
        )


def _joined(hits: list[SearchHit]) -> list[SearchHit]:
    """Return one hit for each review; one that rates several claims keeps every rating."""
    by_url: dict[str, SearchHit] = {}
    for hit in hits:
        before = by_url.get(hit.url)
        if before is None:
            by_url[hit.url] = hit
            continue
        ratings = [before.rating or "", hit.rating or ""]
        snippets = [before.snippet, hit.snippet]
        if hit.snippet in before.snippet and ratings[1] in ratings[0]:
            continue
        by_url[hit.url] = replace(
            before,
            snippet=" / ".join(filter(None, snippets)),
            rating=" / ".join(filter(None, ratings)) or None,
        )
    return list(by_url.values())


def _hits(claim: dict[str, object], query: ProviderQuery) -> list[SearchHit]:
    words = text_of(claim.get("text"))
    claimant = text_of(claim.get("claimant"))
    hits = []
    for review in list_of(claim.get("claimReview")):
        url = url_of(review.get("url"))
        published = instant_of(review.get("reviewDate"))
        if not url:
            continue
        hits.append(
            SearchHit(
                url,
                text_of(review.get("title")) or words or url,
                f"{claimant}: {words}" if claimant and words else words,
                published,
                text_of(at(review, "publisher", "name"))
                or text_of(at(review, "publisher", "site")),
                text_of(review.get("languageCode")),
                text_of(review.get("textualRating")) or None,
            )
        )
    return hits
