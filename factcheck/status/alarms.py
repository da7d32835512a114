"""Mail to chiefs when a part of the newsroom stands: once when it begins, once when it is over."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.languages import written_to
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.rules import CHIEF
from factcheck.newsroom.sweeps import nudge
from factcheck.post.actions import queue_mail
from factcheck.status.health import troubles
from factcheck.status.models import Standing


def changed(now: datetime) -> bool:
    """Tell whether what stands differs from what chiefs were told."""
    told = set(Standing.objects.filter(ended=None).values_list("part", flat=True))
    return told != set(troubles(now))


def watch(now: datetime) -> None:
    """Note what has stopped and what works again, and mail chiefs of each."""
    standing = troubles(now)
    for row in Standing.objects.filter(ended=None).exclude(part__in=standing):
        _end(row, now)
    for part, trouble in standing.items():
        _begin(part, trouble, now)
    nudge("post")


def _begin(part: str, trouble: str, now: datetime) -> None:
    if Standing.objects.filter(part=part, ended=None).exists():
        return
    try:
        with transaction.atomic():
            row = Standing.objects.create(part=part, trouble=trouble, since=now)
            _mail(row)
    except IntegrityError:
        return  # another worker has told of it


def _end(row: Standing, now: datetime) -> None:
    with transaction.atomic():
        if Standing.objects.filter(pk=row.pk, ended=None).update(ended=now) == 1:
            row.ended = now
            _mail(row)


def _mail(row: Standing) -> None:
    context = {
        "row": row,
        "desk": Desk.load(),
        "ready": settings.SITE_URL.rstrip("/") + "/readyz",
    }
    name = "over" if row.ended else "begins"
    for chief in User.objects.people().filter(role=CHIEF):
        with written_to(chief):
            lines = render_to_string("mail/status-alarm-subject.txt", context).split()
            text = render_to_string("mail/status-alarm-text.txt", context).strip() + "\n"
        try:
            queue_mail(
                key=f"alarm:{row.pk}:{name}:{chief.pk}",
                to_address=chief.email,
                to_name=chief.name,
                from_name=str(context["desk"]),
                subject=" ".join(lines),
                text=text,
                once=False,
                by=None,
                headers={"Auto-Submitted": "auto-generated"},  # RFC 3834
            )
        except Refused:  # an address that takes no mail: the others are told
            continue
