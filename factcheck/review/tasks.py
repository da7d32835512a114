"""The review queue kept in line with its causes, and the desk page with the gate. One job each for the whole desk, so
its id says nothing."""

from __future__ import annotations

from celery import shared_task

from factcheck.newsroom.sweeps import sweep
from factcheck.review.actions import weigh_again
from factcheck.review.actions.verdict_basis import shaken


@shared_task(name="review.ground")
def ground(pk: int) -> None:
    weigh_again(pk)


sweep("review.ground", task=ground, due=shaken, every=60, queue="status")
