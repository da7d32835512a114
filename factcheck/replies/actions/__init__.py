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
from factcheck.replies.actions.carriage import follow, send_reminder, settle_letter
from factcheck.replies.actions.comment_requests import (
    add_request,
    drop_request,
    edit_request,
    hold,
    parties_to_propose,
    propose,
    take_up,
)
from factcheck.replies.actions.contacts import (
    edit_contact,
    move_contact,
    restore_contact,
    retire_contact,
    save_contact,
)
from factcheck.replies.actions.freezing import freeze_sentence
from factcheck.replies.actions.import_contacts import (
    apply_sheet,
    drop_sheet,
    export_contacts,
    plan_of,
    take_sheet,
)
from factcheck.replies.actions.letters import Composed, compose, letter_times
from factcheck.replies.actions.parties import keep_apart, merge_parties
from factcheck.replies.actions.points import (
    add_point,
    choose_point,
    cover,
    move_point,
    withdraw_point,
    word_point,
)
from factcheck.replies.actions.reaching import best_contact_of, reach_anew
from factcheck.replies.actions.record import Taken, take_record
from factcheck.replies.actions.sending import (
    extend_deadline,
    send_further,
    send_request,
    send_requests,
)
from factcheck.replies.actions.using import (
    carry_uses,
    confirm_use,
    link_statement,
    make_statement,
    mark_use,
    unmark_use,
)
from factcheck.replies.actions.wording import (
    drop_letter_template,
    ensure_house_wording,
    ensure_letter_templates,
    letter_templates,
    save_letter_template,
    word_clause,
)

__all__ = [
    "Composed",
    "Taken",
    "add_point",
    "add_request",
    "apply_sheet",
    "best_contact_of",
    "carry_uses",
    "choose_point",
    "compose",
    "confirm_use",
    "cover",
    "drop_letter_template",
    "drop_request",
    "drop_sheet",
    "edit_contact",
    "edit_request",
    "ensure_house_wording",
    "ensure_letter_templates",
    "export_contacts",
    "extend_deadline",
    "file_incoming",
    "file_orphan",
    "follow",
    "freeze_sentence",
    "hold",
    "keep_apart",
    "letter_templates",
    "letter_times",
    "link_statement",
    "log_call",
    "make_statement",
    "mark_use",
    "merge_parties",
    "move_contact",
    "move_point",
    "parties_to_propose",
    "plan_of",
    "propose",
    "reach_anew",
    "receive_link",
    "restore_contact",
    "retire_contact",
    "save_contact",
    "save_letter_template",
    "see_notice",
    "send_further",
    "send_reminder",
    "send_request",
    "send_requests",
    "settle_letter",
    "take_as_reply",
    "take_record",
    "take_sheet",
    "take_up",
    "triage",
    "unmark_use",
    "withdraw_point",
    "word_clause",
    "word_point",
]
