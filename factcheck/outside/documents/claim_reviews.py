"""Published fact-checks, as schema.org's ClaimReview in a DataFeed or a plain list.

https://schema.org/ClaimReview; the shape is that of the feed Google and Data Commons publish: each
element of `dataFeedElement` has its reviews in `item`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.fields import at, instant_of, text_of, url_of

MOST: Final = 20_000  # reviews of one feed, the newest
NO_REVIEWS: Final = "This holds no fact-checks"
_REVIEW: Final = "ClaimReview"


def read_claim_reviews(data: bytes) -> dict[str, Any]:
    """Return a feed's title and reviews, the newest first; raise DraftRefusal where it is none.

    A review has an id and url (its page), a title (the claim, as the reviewer puts it), a summary
    (who said it, how it was rated, and by whom), the rating in the reviewer's words, and when it
    was published.
    """
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        raise DraftRefusal(NO_REVIEWS) from error
    listed = at(feed, "dataFeedElement") if isinstance(feed, dict) else feed
    if not isinstance(listed, list):
        raise DraftRefusal(NO_REVIEWS)
    reviews = list(filter(None, map(_review, _reviews(listed))))
    reviews.sort(
        key=lambda review: review["published"] or "",
        reverse=True,
    )
    return {"title": text_of(at(feed, "name")), "entries": reviews[:MOST]}


def _reviews(listed: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the reviews of a feed; an element may be one, hold one, or hold a list, or null."""
    for element in listed:
        held = at(element, "item") or element
        for one in held if isinstance(held, list) else [held]:
            if isinstance(one, dict) and _REVIEW in _types(one):
                yield one


def _types(one: dict[str, Any]) -> list[str]:
    """Return what an object says it is: one name, or a list of them."""
    kind = one.get("@type")
    if isinstance(kind, list):
        return kind
    return [kind] if isinstance(kind, str) else []


def _review(raw: dict[str, Any]) -> dict[str, Any] | None:
    """Return a review as it is kept; None where it has no page or no claim."""
    url = url_of(raw.get("url"))
    claim = text_of(raw.get("claimReviewed"))
    if not url or not claim:
        return None
    rating = text_of(at(raw, "reviewRating", "alternateName"))
    said_by = text_of(at(raw, "itemReviewed", "author", "name"))
    by = text_of(at(raw, "author", "name"))
    parts = []
    if said_by:
        parts.append(f"Said by {said_by}.")
    if rating:
        rated_by = f" by {by}" if by else ""
        parts.append(f"Rated “{rating}”{rated_by}.")
    published = instant_of(raw.get("datePublished"))
    return {
        # One page may review several claims.
        "id": f"{url} {claim}",
        "url": url,
        "title": claim,
        "summary": " ".join(parts),
        "published": published.isoformat() if published else None,
        "rating": rating[:200],
    }
