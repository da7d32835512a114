"""The verbs of comment requests. Each checks permission, changes rows, writes the log."""

from factcheck.replies.actions.answering import (
    file_incoming,
    file_orphan,
    log_call,
    receive_link,
    see_notice,
    take_as_reply,
    triage,
)
from factcheck.replies.actions.carriage import chase, follow, settle_letter
from factcheck.replies.actions.contacts import best_contact_of, edit_contact, save_contact
from factcheck.replies.actions.letters import Composed, compose, letter_times
from factcheck.replies.actions.requests import (
    add_request,
    drop_request,
    edit_request,
    hold,
    parties_to_propose,
    propose,
    take_up,
)
from factcheck.replies.actions.sending import extend_deadline, send_request, send_requests

__all__ = [
    "Composed",
    "add_request",
    "best_contact_of",
    "chase",
    "compose",
    "drop_request",
    "edit_contact",
    "edit_request",
    "extend_deadline",
    "file_incoming",
    "file_orphan",
    "follow",
    "hold",
    "letter_times",
    "log_call",
    "parties_to_propose",
    "propose",
    "receive_link",
    "save_contact",
    "see_notice",
    "send_request",
    "send_requests",
    "settle_letter",
    "take_as_reply",
    "take_up",
    "triage",
]
