"""Proofs are read by the workers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from factcheck.articles.models import Proof
from factcheck.claims import actions
from factcheck.claims.models import Extraction
from factcheck.newsroom.sweeps import AT_ONCE, sweep

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=6)  # longer than a task may run
# Copy that broke the reader three times breaks it for good; a person is told.
AT_MOST = 3
AGAIN_AFTER = timedelta(minutes=1)
FAILED = "The copy could not be read. Try again; if it fails again, tell whoever runs the system."


@shared_task(name="claims.read")
def read(pk: int) -> None:
    """Read the proof of Extraction `pk`; harmless where it is gone, read, or another worker's."""
    row = Extraction.objects.claim(pk, timezone.now(), LEASE)
    if row is None:
        return
    if row.tries > AT_MOST:  # workers died over it without a word
        row.finish(work="failed", error=FAILED)
        return
    try:
        actions.read_proof(row)
    except (
        Exception
    ):  # whatever is wrong with the copy or the reader must end as a row, not as a lost task
        log.exception("Reading of proof %s failed.", row.proof_id)
        row.retry(error=FAILED, after=AGAIN_AFTER, at_most=AT_MOST)


def due(now: datetime) -> Iterable[int]:
    """Return readings to be made. A current proof nobody has begun to read gets its row here."""
    unread = Proof.objects.filter(current=True, extraction=None)
    Extraction.objects.bulk_create(
        (
            Extraction(proof_id=pk, next_try_at=now)
            for pk in unread.values_list("pk", flat=True)[:AT_ONCE]
        ),
        ignore_conflicts=True,
    )
    return (
        Extraction.objects.due(now)
        .filter(proof__current=True)
        .values_list("pk", flat=True)[:AT_ONCE]
    )


sweep(
    "claims.read",
    task=read,
    due=due,
    every=20,
    queue="read",
    after=("articles",),
)
