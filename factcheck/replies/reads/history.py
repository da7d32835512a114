"""Everything that happened on one request, in one list: its log and that of what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from django.db.models import Model, Q, QuerySet

from factcheck.newsroom.models import LogEntry
from factcheck.replies.models import CommentRequest

MOST = 1000


def history_of(request: CommentRequest) -> QuerySet[LogEntry]:
    """Return its lines, newest first; `request` comes from `comment_requests.loaded`."""
    lines = Q()
    for subject, ids in _subjects_of(request).items():
        if ids:
            lines |= Q(subject=subject, subject_id__in=ids)
    return LogEntry.objects.filter(lines).order_by("-id")[:MOST]


def _subjects_of(request: CommentRequest) -> dict[str, list[int]]:
    """Return the ids of whatever belongs to the request, by what the log calls it."""
    letters, replies = list(request.letters.all()), list(request.replies.all())
    notices = list(request.notices.all())
    return {
        "replies.commentrequest": [request.pk],
        "replies.letter": _ids(letters),
        "post.outgoing": [letter.outgoing_id for letter in letters],
        "post.incoming": [
            *(reply.incoming_id for reply in replies if reply.incoming_id is not None),
            *(notice.incoming_id for notice in notices),
        ],
        "replies.reply": _ids(replies),
        "replies.mailnotice": _ids(notices),
        "replies.requestcall": _ids(request.calls.all()),
        "replies.use": _ids(chain.from_iterable(reply.uses.all() for reply in replies)),
        "replies.statement": _ids(chain.from_iterable(reply.statements.all() for reply in replies)),
    }


def _ids(rows: Iterable[Model]) -> list[int]:
    return [row.pk for row in rows]
