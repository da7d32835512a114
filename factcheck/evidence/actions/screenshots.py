"""Pictures of the pages that accepted evidence rests on."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from factcheck.evidence.actions.snapshots import relied_on
from factcheck.evidence.models import Document, Picture, Snapshot
from factcheck.newsroom.sweeps import AT_ONCE
from factcheck.outside import screenshot
from factcheck.outside.errors import OutsideError

LEASE: Final = dt.timedelta(minutes=2)
_CHARSET: Final = re.compile(r"charset=[\"']?([\w-]+)", re.I)


def pictures_to_plan(now: dt.datetime) -> QuerySet[Snapshot, int]:
    """Ids of versions of relied-on web pages without a picture; none where there is no browser."""
    lacking = Snapshot.objects.filter(
        document__in=Document.objects.filter(relied_on(), work="done"), picture=None
    )
    if not settings.SCREENSHOTS or screenshot.browser() is None:
        lacking = lacking.none()
    return lacking.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]


def plan_picture(snapshot_id: int) -> None:
    if Snapshot.objects.filter(pk=snapshot_id).exists():
        Picture.objects.bulk_create([Picture(snapshot_id=snapshot_id)], ignore_conflicts=True)


def take_picture(picture_id: int) -> bool:
    """Take one picture that is due; False when it is another's, done, or gone."""
    row: Picture | None = Picture.objects.claim(picture_id, timezone.now(), LEASE)
    if row is None:
        return False
    snapshot = Snapshot.objects.select_related("body").get(pk=row.snapshot_id)
    declared = _CHARSET.search(str(snapshot.headers.get("content-type", "")))
    try:
        png = screenshot.picture_of(
            zlib.decompress(snapshot.body.packed), declared.group(1) if declared else "utf-8"
        )
    except OutsideError as error:
        return row.finish(work="failed", error=str(error))
    return row.finish(png=png)
