"""The requests of articles with what went out, what came back and what was put.

The gate, the sentence on comment and the report all rest on these rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Prefetch, QuerySet

from factcheck.newsroom.page_reads import once_a_page
from factcheck.replies.models import (
    CommentRequest,
    Contact,
    Extension,
    Letter,
    Point,
    Reply,
    RequestCall,
)

MAY_BE_ITS = 0.4  # an orphan this likely holds back the reminder


@once_a_page(tuple)
def records_of(article_ids: Collection[int]) -> list[CommentRequest]:
    """Return the requests of these articles `with_record`, in the order they were made."""
    made = CommentRequest.objects.filter(article__in=list(article_ids)).order_by("id")
    return list(with_record(made))


def with_record(requests: QuerySet[CommentRequest]) -> QuerySet[CommentRequest]:
    """With what `facts_of` and the gate look at: what went out, what came back, what was put."""
    letters = Letter.objects.select_related("outgoing", "contact")
    contacts = Contact.objects.select_related("found_for")
    joined = requests.select_related("article", "party", "contact", "taken_up_by")
    return joined.prefetch_related(
        # Each in its own order within a request: by the request's, they would be joined to it.
        Prefetch("letters", letters.order_by("id")),
        Prefetch("calls", RequestCall.objects.order_by("at", "id")),
        "replies",
        "notices",
        Prefetch("extensions", Extension.objects.order_by("id")),
        Prefetch("party__contacts", contacts.order_by("rank", "id")),
        Prefetch("points_put", Point.objects.whole().order_by("position", "id")),
    )


@once_a_page(lambda: "orphans")
def guessed_orphans() -> list[tuple[str, list[int]]]:
    """Return the text of each unfiled reply, with the requests it is likely to answer."""
    rows = Reply.objects.orphans().exclude(suggestions=[]).values_list("text", "suggestions")
    return [
        (text, [guess["request"] for guess in guesses if guess["score"] >= MAY_BE_ITS])
        for text, guesses in rows
    ]


def orphans_by_request() -> Mapping[int, int]:
    """How many unfiled replies may be each request's."""
    return Counter(request for _, guessed in guessed_orphans() for request in guessed)
