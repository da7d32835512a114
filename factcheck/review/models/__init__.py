"""The tables of this room."""

from factcheck.review.models.calls import (
    CALL_OUTCOMES,
    CALL_SAYS,
    TAKEN,
    CallAnswer,
    CallQuestion,
    PhoneCall,
)
from factcheck.review.models.first_read import Agreement, AlarmSetAside, CountedKind, FirstRead
from factcheck.review.models.later import LaterEvent, WatchedLog
from factcheck.review.models.notes import (
    NOTE_LENGTH,
    Mention,
    Note,
    NoteWording,
    Thread,
    ThreadQuerySet,
)
from factcheck.review.models.records import (
    LINE_STATES,
    RECORD_KINDS,
    BirthDate,
    ChecklistMark,
    Record,
    RecordQuerySet,
)
from factcheck.review.models.report import ClearedReport
from factcheck.review.models.rulings import (
    TICKS,
    VERDICTS,
    Clearance,
    Query,
    QueryQuerySet,
    Ruling,
    SignOff,
    Tick,
    Verdict,
)

__all__ = [
    "CALL_OUTCOMES",
    "CALL_SAYS",
    "LINE_STATES",
    "NOTE_LENGTH",
    "RECORD_KINDS",
    "TAKEN",
    "TICKS",
    "VERDICTS",
    "Agreement",
    "AlarmSetAside",
    "BirthDate",
    "CallAnswer",
    "CallQuestion",
    "ChecklistMark",
    "Clearance",
    "ClearedReport",
    "CountedKind",
    "FirstRead",
    "LaterEvent",
    "Mention",
    "Note",
    "NoteWording",
    "PhoneCall",
    "Query",
    "QueryQuerySet",
    "Record",
    "RecordQuerySet",
    "Ruling",
    "SignOff",
    "Thread",
    "ThreadQuerySet",
    "Tick",
    "Verdict",
    "WatchedLog",
]
