"""What may be erased of mail, answers, calls and contacts: by age, or at a person's own wish."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from factcheck.newsroom.erasing import NO_BYTES, NO_LIST, NO_MAP, NO_TEXT, Erasure, may_erase
from factcheck.post.models import Attachment, Incoming, Outgoing, Try
from factcheck.replies.models import (
    CallFile,
    CommentRequest,
    Contact,
    PointAnswer,
    Reply,
    ReplyFile,
    RequestCall,
    Statement,
)

_OF_MAIL: Final = ("replies__request__article", "notice__request__article")
_OF_LETTERS: Final = ("letter__request__article",)
_FINAL: Final = ("sent", "failed", "cancelled")


def _filed() -> Q:
    """Leave out what a person still has to read, or a worker to file: it is in work."""
    unread = Q(replies__isnull=False, replies__triaged_at__isnull=True)
    return Q(state="filed") & ~Q(pk__in=Incoming.objects.filter(unread).values("pk"))


def _attached() -> Q:
    return Q(incoming__in=Incoming.objects.filter(_filed()).values("pk"))


RAW_MAIL: Final = may_erase(
    Erasure(
        name="mail as it came",
        model=Incoming,
        empties={"raw": NO_BYTES, "html": NO_TEXT},
        articles=_OF_MAIL,
        age="mail",
        since=("received_at",),
        at_rest=_filed,
    )
)
ATTACHMENTS: Final = may_erase(
    Erasure(
        name="files that came with mail",
        model=Attachment,
        empties={"content": NO_BYTES},
        articles=tuple(f"incoming__{path}" for path in _OF_MAIL),
        age="mail",
        since=("incoming__received_at",),
        at_rest=_attached,
    )
)
SENT_BYTES: Final = may_erase(
    Erasure(
        name="letters as they went",
        model=Try,
        empties={"raw": NO_BYTES},
        articles=("outgoing__letter__request__article",),
        age="mail",
        since=("at",),
        at_rest=lambda: Q(outgoing__state__in=_FINAL),
    )
)
REPLY_FILES: Final = may_erase(
    Erasure(
        name="files given on the private page",
        model=ReplyFile,
        empties={"content": NO_BYTES},
        articles=("reply__request__article",),
        age="mail",
        since=("reply__received_at",),
        at_rest=lambda: Q(reply__triaged_at__isnull=False),
    )
)
CALL_FILES: Final = may_erase(
    Erasure(
        name="files of calls",
        model=CallFile,
        empties={"content": NO_BYTES},
        articles=("call__request__article",),
        age="mail",
        since=("call__at", "call__logged_at"),
    )
)
CONTACTS: Final = may_erase(
    Erasure(
        name="contacts",
        model=Contact,
        empties={
            "name": NO_TEXT,
            "role": NO_TEXT,
            "address": "'erased ' || id",  # a party has each address once
            "found_where": NO_TEXT,
            "health_why": NO_TEXT,
            "retired_at": "coalesce(retired_at, clock_timestamp())",
        },
        articles=("requests__article", "letters__request__article", "found_for"),
        age="contacts",
        since=("found_at", "verified_at", "answered_at", "health_at", "letters__created_at"),
    )
)
WRITTEN_TO: Final = may_erase(
    Erasure(
        name="addresses that requests went to",
        model=CommentRequest,
        empties={"written_to": NO_TEXT},
        articles=("article",),
        age="contacts",
        since=("created_at", "sent_at", "first_answer_at"),
        at_rest=lambda: ~Q(written_to=""),
    )
)
# At a person's wish alone: by age these are the record of how the story was checked.
MAIL: Final = may_erase(
    Erasure(
        name="words of mail",
        model=Incoming,
        empties={
            "raw": NO_BYTES,
            "from_name": NO_TEXT,
            "from_address": NO_TEXT,
            "to": NO_LIST,
            "subject": NO_TEXT,
            "why": NO_TEXT,
            "about_addresses": NO_LIST,
            "deliveries": NO_LIST,
            "text": NO_TEXT,
            "text_new": NO_TEXT,
            "quoted": NO_TEXT,
            "html": NO_TEXT,
            "headers": NO_MAP,
            "defects": NO_LIST,
            "doubt": NO_TEXT,
        },
        articles=_OF_MAIL,
    )
)
LETTERS: Final = may_erase(
    Erasure(
        name="words of letters",
        model=Outgoing,
        empties={
            "to_name": NO_TEXT,
            "to_address": NO_TEXT,
            "subject": NO_TEXT,
            "text": NO_TEXT,
            "html": NO_TEXT,
            "headers": NO_MAP,
            "error": NO_TEXT,
            "response": NO_TEXT,
        },
        articles=_OF_LETTERS,
    )
)
ANSWERS: Final = may_erase(
    Erasure(
        name="answers",
        model=Reply,
        empties={
            "text": NO_TEXT,
            "whole": NO_TEXT,
            "attributed_to": NO_TEXT,
            "said_by": NO_TEXT,
            "refers_to": NO_TEXT,
            "suggestions": NO_LIST,
        },
        articles=("request__article",),
        lifts=("reply_is_kept_whole",),
    )
)
PARTS: Final = may_erase(
    Erasure(
        name="parts of answers",
        model=PointAnswer,
        empties={"text": NO_TEXT},
        articles=("reply__request__article",),
    )
)
STATEMENTS: Final = may_erase(
    Erasure(
        name="statements in answers",
        model=Statement,
        empties={"text": "'erased ' || id"},  # an answer has each statement once
        articles=("reply__request__article",),
    )
)
CALLS: Final = may_erase(
    Erasure(
        name="words of calls",
        model=RequestCall,
        empties={"words": NO_TEXT, "spoke_with": NO_TEXT},
        articles=("request__article",),
    )
)
