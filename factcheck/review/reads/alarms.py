"""The alarms of a proof, and those set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from factcheck.articles.models import Proof
from factcheck.claims.models import Fact
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.review.models import AlarmSetAside
from factcheck.review.rules.alarms import Alarm, AlarmFact, alarms

KEPT = 16  # proofs whose facts are not compared anew while they stand as they did


@dataclass(frozen=True, slots=True)
class Alarms:
    """The alarms of a proof: `raised` now, and `aside`, which somebody set aside.

    `at` holds the alarm's words by the key of each fact in it.
    """

    raised: Sequence[Alarm]
    aside: Sequence[AlarmSetAside]
    at: dict[str, str]


def alarms_of(proof: Proof, facts: Iterable[Fact] | None = None) -> tuple[Alarm, ...]:
    """All that the proof's facts raise, set aside or not.

    `facts` where the caller has read them, in their order.
    """
    marks = Fact.objects.on(proof) if facts is None else facts
    return _alarms(
        proof.text,
        tuple([AlarmFact(f.key, f.kind, f.value, f.text, f.start, f.end) for f in marks]),
    )


@lru_cache(maxsize=KEPT)
def _alarms(text: str, facts: tuple[AlarmFact, ...]) -> tuple[Alarm, ...]:
    return tuple(alarms(text, facts))


def alarms_on(proof: Proof, facts: Iterable[Fact]) -> Alarms:
    raised = {alarm.id: alarm for alarm in alarms_of(proof, facts)}
    aside = [row for row in _set_aside(proof.article_id) if row.alarm in raised]
    for row in aside:
        del raised[row.alarm]
    at: dict[str, str] = {}
    for alarm in raised.values():
        for key in (key for value in alarm.said for key in value.keys):
            at.setdefault(key, alarm.text)
    return Alarms(tuple(raised.values()), aside, at)


@kept_statement
def _set_aside(article: GivenValue) -> QuerySet[AlarmSetAside]:
    return AlarmSetAside.objects.filter(article=article, taken_back_at=None).select_related("by")
