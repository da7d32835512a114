"""The review queue kept in line with its causes, and the desk page with the gate.

One job each for the whole desk, so its id says nothing.
"""

from __future__ import annotations

from celery import shared_task

from factcheck.newsroom.sweeps import sweep
from factcheck.review.actions import reopen_unsupported
from factcheck.review.actions.verdict_basis import unsupported_verdicts


@shared_task(name="review.ground")
def ground(pk: int) -> None:
    reopen_unsupported(pk)


sweep(
    "review.ground",
    task=ground,
    due=unsupported_verdicts,
    every=60,
    queue="status",
    after=("evidence", "replies"),
)
