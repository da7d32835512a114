"""What people do to copy under review: rule, ask, decide, sign, clear, work the queue."""

from factcheck.review.actions.calls import (
    Answered,
    ToParty,
    drop_question,
    log_phone_call,
    rule_on_call,
    word_question,
)
from factcheck.review.actions.cards import (
    add_record,
    mark_line,
    note_birth,
    remove_record,
    restore_record,
    unmark_line,
)
from factcheck.review.actions.filters import (
    delete_filter,
    open_with_filter,
    restore_filter,
    save_filter,
    share_filter,
)
from factcheck.review.actions.ground import weigh_again
from factcheck.review.actions.lines import draw_lines
from factcheck.review.actions.notes import answer_thread, reopen_thread, resolve_thread, reword_note, start_thread
from factcheck.review.actions.queries import answer_query, decide_query, raise_query
from factcheck.review.actions.queue import Outcome, assign, defer, reopen, resolve, sweep_queue
from factcheck.review.actions.reading import first_read, raise_again, set_alarm_aside, unread
from factcheck.review.actions.ruling import give_verdict, tick_fact, untick, withdraw_verdict
from factcheck.review.actions.signing import clear, send_back, sign_off

__all__ = [
    "Answered",
    "Outcome",
    "ToParty",
    "add_record",
    "answer_query",
    "answer_thread",
    "assign",
    "clear",
    "decide_query",
    "defer",
    "delete_filter",
    "draw_lines",
    "drop_question",
    "first_read",
    "give_verdict",
    "log_phone_call",
    "mark_line",
    "note_birth",
    "open_with_filter",
    "raise_again",
    "raise_query",
    "remove_record",
    "reopen",
    "reopen_thread",
    "resolve",
    "resolve_thread",
    "restore_filter",
    "restore_record",
    "reword_note",
    "rule_on_call",
    "save_filter",
    "send_back",
    "set_alarm_aside",
    "share_filter",
    "sign_off",
    "start_thread",
    "sweep_queue",
    "tick_fact",
    "unmark_line",
    "unread",
    "untick",
    "weigh_again",
    "withdraw_verdict",
    "word_question",
]
