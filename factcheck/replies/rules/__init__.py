"""What is decided about comment requests: pure, no tables, no clock."""

from factcheck.replies.rules.facts import Asked, ContactFacts, House, LetterFacts, ReplyFacts
from factcheck.replies.rules.match import MailFacts, OpenRequest, Suggestion, reply_address, suggest, tokens_in
from factcheck.replies.rules.record import CopySays, Mismatch, mismatches
from factcheck.replies.rules.sentence import Clause, LeftOut, Sentence, sentence, sentence_if_sent
from factcheck.replies.rules.steps import (
    Step,
    alternates,
    best_contact,
    default_deadline,
    next_step,
    outcome_of,
    state_after,
    status_of,
)
from factcheck.replies.rules.words import clock, listed, with_article

__all__ = [
    "Asked",
    "Clause",
    "ContactFacts",
    "CopySays",
    "House",
    "LeftOut",
    "LetterFacts",
    "MailFacts",
    "Mismatch",
    "OpenRequest",
    "ReplyFacts",
    "Sentence",
    "Step",
    "Suggestion",
    "alternates",
    "best_contact",
    "clock",
    "default_deadline",
    "listed",
    "mismatches",
    "next_step",
    "outcome_of",
    "reply_address",
    "sentence",
    "sentence_if_sent",
    "state_after",
    "status_of",
    "suggest",
    "tokens_in",
    "with_article",
]
