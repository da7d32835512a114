"""Who has how much: the open work of each person, weighted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.desk.reads.queue import visible_items
from factcheck.newsroom.models import User
from factcheck.newsroom.reads import people_who_may

# What one of each weighs; twice as much once its deadline is past.
TO_RULE, QUERY, REPLY, ITEM = 1, 2, 2, 2
HEAVY = 1.5  # times the mean of the others who have any: too much


def weights_explained() -> str:
    """Return what the figure beside a person's name is made of."""
    return _(
        "An item to check counts %(item)s, a query, an unread reply or an entry of the queue "
        "%(query)s; twice as much past its deadline."
    ) % {"item": TO_RULE, "query": QUERY}


@dataclass(frozen=True, slots=True)
class Load:
    """One person's open work, of what the reader may see.

    `heavy`: far more than the others have.
    """

    person: User | None  # None: nobody has it
    articles: int
    late: int
    to_rule: int
    queries: int
    items: int
    weight: int
    heavy: bool = False


def loads(user: User, now: datetime) -> list[Load]:
    """Heaviest first; whoever may check and has nothing stands last, what nobody has before all.

    Two queries and the people.
    """
    on_desk = Article.objects.visible_to(user).open().order_by()
    work = (
        F("line__items_left") * TO_RULE
        + F("line__queries_open") * QUERY
        + F("line__untriaged") * REPLY
    )
    counted = on_desk.values_list("assigned_to").annotate(
        n=Count("pk"),
        late=Count("pk", filter=Q(deadline__lte=now)),
        to_rule=Sum("line__items_left", default=0),
        asked=Sum("line__queries_open", default=0),
        weight=Sum(work * _twice(now), default=0),
    )
    by_person: dict[int | None, tuple[int, ...]] = {pk: tuple(figures) for pk, *figures in counted}
    items = _items(visible_items(user).waiting(now), now)
    people: dict[int | None, User | None] = {person.pk: person for person in people_who_may("tick")}
    others = {pk for pk in {*by_person, *items} - people.keys() if pk is not None}
    people |= {person.pk: person for person in User.objects.filter(pk__in=others)} | {None: None}
    rows = []
    for pk, person in people.items():
        articles, late, to_rule, queries, weight = by_person.get(pk, (0,) * 5)
        count, more = items.get(pk, (0, 0))
        rows.append(Load(person, articles, late, to_rule, queries, count, weight + more))
    return _ordered(rows)


def _items(waiting: QuerySet[Any], now: datetime) -> dict[int | None, tuple[int, int]]:
    counted = (
        waiting.order_by()
        .values_list("assigned_to")
        .annotate(n=Count("pk"), weight=Sum(_twice(now) * ITEM))
    )
    return {pk: (n, weight) for pk, n, weight in counted}


def _twice(now: datetime) -> Case:
    return Case(
        When(deadline__lte=now, then=Value(2)), default=Value(1), output_field=IntegerField()
    )


def _ordered(rows: list[Load]) -> list[Load]:
    weights = [load.weight for load in rows if load.person is not None and load.weight]

    def heavy(weight: int) -> bool:
        others = len(weights) - 1
        return others > 0 and weight * others > HEAVY * (sum(weights) - weight)

    marked = [replace(load, heavy=load.person is not None and heavy(load.weight)) for load in rows]
    return sorted(
        (load for load in marked if load.person is not None or load.articles or load.items),
        key=lambda load: (load.person is not None, -load.weight, str(load.person)),
    )
