"""Who checked each item first, so that somebody else reads it second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import attrgetter

from django.urls import reverse

from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.reads import people_by_id
from factcheck.replies.reads.with_record import records_of
from factcheck.review.models import Tick, Verdict
from factcheck.review.reads.rulings import Rulings
from factcheck.review.rules.passes import FACTS, FAIRNESS, WHOLE, Checked, ReviewItem

WORDS = 90  # of a mark's text on one line


@lru_cache(maxsize=1000)
def page_of(article_id: int) -> str:
    return reverse("review:proof", args=[article_id])


def request_link(pk: int) -> str:
    return reverse("replies:request", args=[pk])


def cut(text: str, length: int = WORDS) -> str:
    """Words on one line, of at most `length` characters."""
    words = " ".join(text.split())
    return words if len(words) <= length else words[: length - 1] + "…"


def checked_of(article_ids: Iterable[int], rulings: Rulings) -> Mapping[int, list[Checked]]:
    """Return, by article, the items of its second reading.

    They are every claim, quote and fact with a ruling that counts (a recurring fact once), and
    every request.
    """
    ids = list(article_ids)
    pages = {pk: page_of(pk) for pk in ids}
    by_article: dict[int, list[Checked]] = defaultdict(list)
    for verdict in (*rulings.claims.values(), *rulings.quotes.values()):
        mark: Claim | Quote | None = verdict.claim or verdict.quote
        assert mark is not None
        by_article[mark.article_id].append(
            _ruled(pages[mark.article_id], mark, verdict, (FACTS, WHOLE))
        )
    ticks: dict[int, tuple[int, Tick]] = {}
    for place, tick in rulings.facts.items():
        if tick.state != "checking":
            ticks.setdefault(tick.pk, (place, tick))
    for place, tick in ticks.values():
        article = tick.fact.article_id
        item = ReviewItem(cut(tick.text), f"{pages[article]}#fact-{place}")
        by_article[article].append(
            Checked(item, (FACTS,), frozenset([tick.by_id]), str(tick.by), tick.at)
        )
    for pk, checked in _requests(ids):
        by_article[pk].append(checked)
    return by_article


def _ruled(
    page: str, mark: Claim | Quote | Fact, ruling: Verdict | Tick, passes: tuple[str, ...]
) -> Checked:
    item = ReviewItem(cut(mark.text), f"{page}#{mark._meta.model_name}-{mark.pk}")
    return Checked(item, passes, frozenset([ruling.by_id]), str(ruling.by), ruling.at)


def _requests(ids: list[int]) -> Iterable[tuple[int, Checked]]:
    """Return the requests with whoever sorted their replies: sending a letter rules on nothing."""
    asked = [request for request in records_of(ids) if request.state != "dropped"]
    sorted_replies = {
        request.pk: sorted(
            (reply for reply in request.replies.all() if reply.triaged_at is not None),
            key=attrgetter("triaged_at"),
        )
        for request in asked
    }
    people = people_by_id(
        reply.triaged_by_id for replies in sorted_replies.values() for reply in replies
    )
    for request in asked:
        replies_here = sorted_replies[request.pk]
        names = {
            reply.triaged_by_id: str(people[reply.triaged_by_id])
            for reply in replies_here
            if reply.triaged_by_id is not None
        }
        yield (
            request.article_id,
            Checked(
                item=ReviewItem(f"the request to {request.party}", request_link(request.pk)),
                passes=(FAIRNESS,),
                by=frozenset(names),
                by_name=", ".join(names.values()),
                at=replies_here[-1].triaged_at if replies_here else None,
            ),
        )
