"""What people do on the desk page and in the review queue."""

from factcheck.desk.actions.filters import (
    delete_filter,
    open_with_filter,
    restore_filter,
    save_filter,
    share_filter,
)
from factcheck.desk.actions.first_day import check_mailbox
from factcheck.desk.actions.lines import draw_lines
from factcheck.desk.actions.queue import (
    QueueOutcome,
    assign,
    defer,
    reopen,
    resolve,
    sweep_queue,
    take,
)

__all__ = [
    "QueueOutcome",
    "assign",
    "check_mailbox",
    "defer",
    "delete_filter",
    "draw_lines",
    "open_with_filter",
    "reopen",
    "resolve",
    "restore_filter",
    "save_filter",
    "share_filter",
    "sweep_queue",
    "take",
]
