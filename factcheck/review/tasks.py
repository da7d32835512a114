"""The review queue kept in line with its causes, and the desk page with the gate.

One job each for the whole desk, so its id says nothing.
"""

from __future__ import annotations

from datetime import datetime

from celery import shared_task

from factcheck.newsroom.sweeps import AT_ONCE, sweep
from factcheck.review.actions import reopen_unsupported
from factcheck.review.actions.changed_words import tell_changes
from factcheck.review.actions.notes import late_replies, note_late_reply
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


@shared_task(name="review.changed")
def changed(pk: int) -> None:
    """Tell what an edit did to an article's rulings; its sweep is the desk's, which knows edits."""
    tell_changes(pk)


@shared_task(name="review.late_reply")
def late_reply(pk: int) -> None:
    note_late_reply(pk)


def replies_after_closing(now: datetime) -> list[int]:
    return list(late_replies().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


sweep(
    "review.late_reply",
    task=late_reply,
    due=replies_after_closing,
    every=60,
    queue="status",
    after=("replies",),
)
