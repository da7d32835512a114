"""Everything that happened on one request, in one list: its log and that of what belongs to it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from factcheck.newsroom.models import LogEntry
from factcheck.replies.models import CommentRequest

MOST = 1000


def history_of(request: CommentRequest) -> QuerySet[LogEntry]:
    """Return its lines, newest first; `request` comes from `comment_requests.loaded`."""
    letters, replies = list(request.letters.all()), list(request.replies.all())
    notices, calls = list(request.notices.all()), list(request.calls.all())
    mails = [reply.incoming_id for reply in replies if reply.incoming_id is not None]
    mails += [notice.incoming_id for notice in notices]
    of_it: dict[str, list[int]] = {
        "replies.commentrequest": [request.pk],
        "replies.letter": [letter.pk for letter in letters],
        "post.outgoing": [letter.outgoing_id for letter in letters],
        "post.incoming": mails,
        "replies.reply": [reply.pk for reply in replies],
        "replies.mailnotice": [notice.pk for notice in notices],
        "replies.requestcall": [call.pk for call in calls],
        "replies.use": [use.pk for reply in replies for use in reply.uses.all()],
        "replies.statement": [
            statement.pk for reply in replies for statement in reply.statements.all()
        ],
    }
    lines = Q()
    for subject, ids in of_it.items():
        if ids:
            lines |= Q(subject=subject, subject_id__in=ids)
    return LogEntry.objects.filter(lines).order_by("-id")[:MOST]
