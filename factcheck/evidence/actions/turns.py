"""Which searches are sent to workers: no more than their providers can take just now.

A search that has to wait for its provider's turn is no task meanwhile. Redis says when the turn
comes; the rows say who waits, what was sent today, and for which story.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from factcheck.claims.models import Claim
from factcheck.evidence.actions.providers import resting
from factcheck.evidence.models import Provider, Search, SentQuery
from factcheck.evidence.rules.turns import LEAD_SECONDS, WaitingSearch, free_turns, share_out
from factcheck.evidence.search.provider_registry import ProviderTurns, turns_of
from factcheck.newsroom.sweeps import AT_ONCE
from factcheck.outside import pace
from factcheck.outside.errors import Kind, OutsideError

# Without a daily number, stories share a provider by what each sent it of late.
_OF_LATE: Final = dt.timedelta(minutes=10)
# Searches that need no turn of their provider are done by one task, so many at most.
IN_A_ROW: Final = 20
# While all that a provider can take is with workers, it is looked at again so soon.
SOON_SECONDS: Final = 1.0


def searches_to_ask(now: dt.datetime) -> list[int]:
    """Return the searches that are due and whose provider's turn has come."""
    free: list[int] = []
    taken: dict[str, int] = {}
    for provider in _providers_waited_for(now):
        turns = _turns(provider)
        due = Search.objects.due(now).filter(provider=provider)
        if not takes_turns(provider):
            free += _firsts_of_stories(due)
            continue
        if turns is None or why_not_now(provider):
            # The first of a provider that may not be asked puts all of them off.
            most = AT_ONCE if turns is None or not provider.on else 1
            free += _nearest_deadline_first(due).values_list("pk", flat=True)[:most]
            continue
        in_hand = _in_hand(provider, now) + taken.get(turns.shared_by, 0)
        count = free_turns(
            turns.seconds, until_next(turns.place), in_hand, alone=turns.one_at_a_time
        )
        if turns.daily is not None:
            count = min(count, queries_left(provider) or 0)
        chosen = next_searches(due, _had(provider, turns, now), count) if count else []
        taken[turns.shared_by] = taken.get(turns.shared_by, 0) + len(chosen)
        free += [search.pk for search in chosen]
    return free


def _firsts_of_stories(due: QuerySet[Search]) -> list[int]:
    """Return of each story's searches every so manieth: one task asks them up to the next."""
    firsts: list[int] = []
    before: Counter[int] = Counter()
    rows = _nearest_deadline_first(due).values_list("pk", "claim__article")
    for pk, article in rows[: AT_ONCE * IN_A_ROW]:
        if before[article] % IN_A_ROW == 0:
            firsts.append(pk)
        before[article] += 1
    return firsts


def _nearest_deadline_first(due: QuerySet[Search]) -> QuerySet[Search]:
    return due.order_by("claim__article__deadline", "pk")


def seconds_to_next_turn(now: dt.datetime) -> float | None:
    """Return in how many seconds the next turn comes that a search waits for; None of none."""
    turns = [turns for each in _providers_waited_for(now) if (turns := _turns(each)) is not None]
    if not turns:
        return None
    return max(min(until_next(each.place) for each in turns) - LEAD_SECONDS, SOON_SECONDS)


def queries_left(provider: Provider) -> int | None:
    """Return how many queries the provider may still be sent today; None where nobody counts."""
    turns = turns_of(provider)
    if turns is None or turns.daily is None:
        return None
    return max(0, turns.daily - sent_since(provider, day_began(timezone.now())).count())


def start_query(search: Search, claim: Claim, query: str) -> SentQuery:
    """Return the row of a query that is to leave the building, written before it does.

    OutsideError(kind="paced") where it would be one more than the provider allows a day.
    """
    row = SentQuery.objects.create(
        article=claim.article,
        search=search,
        provider=search.provider,
        query=query,
        claim_text=claim.text,
    )
    turns = turns_of(search.provider)
    today = sent_since(search.provider, day_began(timezone.now()))
    # Counted with the row in place: of two workers, one at least sees the other's.
    if turns is not None and turns.daily is not None and today.count() > turns.daily:
        row.outcome, row.note = "not sent", used_up(search.provider)
        row.save(update_fields=["outcome", "note"])
        raise OutsideError(Kind.PACED, row.note, retry_after=_seconds_of_day_left(), temporary=True)
    Search.objects.filter(pk=search.pk).update(left_building=True, query=query)
    return row


def used_up(provider: Provider) -> str:
    """Return the sentence for a provider that was sent all it may be sent today."""
    return f"{provider.label} has been sent all queries of today; it is asked again at 00:00 UTC."


def _seconds_of_day_left() -> float:
    now = timezone.now()
    return (day_began(now) + dt.timedelta(days=1) - now).total_seconds()


def put_off(search: Search, seconds: float, error: str) -> bool:
    """Have all that wait for the search's provider wait so long, this one among them: no try."""
    until = timezone.now() + dt.timedelta(seconds=seconds)
    others = Search.objects.filter(provider=search.provider, work="waiting", next_try_at__lt=until)
    others.update(next_try_at=until, error=error)
    return search.finish(work="waiting", tries=search.tries - 1, next_try_at=until, error=error)


def why_not_now(provider: Provider) -> tuple[float, str] | None:
    """Return for how many seconds nobody asks the provider, and why; None where it may be asked."""
    if rest := resting(provider):
        return rest, f"{provider.label} fails: {provider.last_error}"
    if queries_left(provider) == 0:
        return _seconds_of_day_left(), used_up(provider)
    return None


def takes_turns(provider: Provider) -> bool:
    """Return whether asking the provider takes one of its turns: not of our own archives."""
    return turns_of(provider) is not None


def waits_with(search: Search, count: int) -> list[int]:
    """Return the next searches of a provider that takes no turns that wait for the same story."""
    due = Search.objects.due(timezone.now()).filter(
        provider=search.provider, claim__article=search.claim.article_id, pk__gt=search.pk
    )
    return list(due.order_by("pk").values_list("pk", flat=True)[:count])


def next_of(search: Search) -> int | None:
    """Return the search to take after one that turned out to need no turn of its provider.

    None where it did need one, or nothing else is due.
    """
    if search.work != "done" or search.found != "no question":
        return None
    due = Search.objects.due(timezone.now()).filter(provider=search.provider)
    return _nearest_deadline_first(due).values_list("pk", flat=True).first()


def sent_since(provider: Provider, moment: dt.datetime) -> QuerySet[SentQuery]:
    """Return the queries that left for the provider, or may have."""
    return SentQuery.objects.filter(provider=provider, at__gte=moment).exclude(outcome="not sent")


def day_began(now: dt.datetime) -> dt.datetime:
    """Return the midnight, in UTC, from which a day's queries are counted."""
    return now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _providers_waited_for(now: dt.datetime) -> list[Provider]:
    due = Search.objects.due(now).filter(provider=OuterRef("pk"))
    return list(Provider.objects.filter(Exists(due)))


def _turns(provider: Provider) -> ProviderTurns | None:
    """None where the searches of a provider need not wait for each other."""
    turns = turns_of(provider) if provider.on and settings.OUTSIDE_PACE_SECONDS else None
    return turns if turns and turns.seconds else None


def until_next(place: str) -> float:
    """Return the seconds to the next free turn of a provider or a host."""
    try:
        return pace.next_turn(place)
    except OutsideError as error:  # nobody knows: nobody is asked
        return error.retry_after or SOON_SECONDS


def _in_hand(provider: Provider, now: dt.datetime) -> int:
    running = Search.objects.filter(provider=provider, work="running", lease_until__gte=now)
    return running.count()


def next_searches(due: QuerySet[Search], had: Mapping[int, int], turns: int) -> list[WaitingSearch]:
    """Return those that get the next `turns`; however many wait, few are read.

    No story gets more than all the turns, so of each only its first so many searches count; and of
    the stories that had none yet only as many searches as there are turns.
    """
    worth_most = Window(
        RowNumber(),
        partition_by="claim__article",
        order_by=[F("claim__score").desc(), F("pk").asc()],
    )
    first = due.annotate(place=worth_most).filter(place__lte=turns)
    deadline = F("claim__article__deadline").asc(nulls_last=True)
    served = first.filter(claim__article__in=had)
    fresh = first.exclude(claim__article__in=had).order_by("place", deadline, "claim__article")
    columns = ("pk", "claim__article", "claim__article__deadline", "claim__score")
    rows = [*served.values_list(*columns), *fresh.values_list(*columns)[:turns]]
    return share_out([WaitingSearch(*row) for row in rows], had, turns)


def _had(provider: Provider, turns: ProviderTurns, now: dt.datetime) -> dict[int, int]:
    """Return how many queries each story sent the provider: today, or of late."""
    since = now - _OF_LATE if turns.daily is None else day_began(now)
    counted = sent_since(provider, since).values("article").annotate(times=Count("pk"))
    return dict(counted.values_list("article", "times"))
