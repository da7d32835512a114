"""What people do to copy under review: rule, ask, decide, sign, clear."""

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
from factcheck.review.actions.notes import (
    answer_thread,
    reopen_thread,
    resolve_thread,
    reword_note,
    start_thread,
)
from factcheck.review.actions.queries import answer_query, decide_query, raise_query
from factcheck.review.actions.reading import (
    agree,
    first_read,
    raise_again,
    set_alarm_aside,
    take_agreement_back,
    unread,
)
from factcheck.review.actions.ruling import give_verdict, tick_fact, untick, withdraw_verdict
from factcheck.review.actions.signing import clear, send_back, sign_off
from factcheck.review.actions.verdict_basis import reopen_unsupported

__all__ = [
    "Answered",
    "ToParty",
    "add_record",
    "agree",
    "answer_query",
    "answer_thread",
    "clear",
    "decide_query",
    "drop_question",
    "first_read",
    "give_verdict",
    "log_phone_call",
    "mark_line",
    "note_birth",
    "raise_again",
    "raise_query",
    "remove_record",
    "reopen_thread",
    "reopen_unsupported",
    "resolve_thread",
    "restore_record",
    "reword_note",
    "rule_on_call",
    "send_back",
    "set_alarm_aside",
    "sign_off",
    "start_thread",
    "take_agreement_back",
    "tick_fact",
    "unmark_line",
    "unread",
    "untick",
    "withdraw_verdict",
    "word_question",
]
