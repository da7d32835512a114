"""Where the newsroom's own earlier work is read from."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.evidence.models.vocabulary import choices
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import Work, WorkQuerySet

OWN_KINDS = ["WordPress", "sitemap", "folder"]
_IS_WEB = URLValidator(["http", "https"])
_OFTENEST = dt.timedelta(minutes=10)


class OwnArchive(Work):
    """The newsroom's own site, or a folder of its texts, read again and again.

    Its `work` never ends: a good reading puts it back to waiting.

    since        WordPress: the last change that was read; later ones are asked for
    page         WordPress: which page of the posts changed since is asked for next
    seen         sitemap: each sitemap's ETag and Last-Modified, and when it last said it changed;
                 folder: when the file that was read last had changed, and its name;
                 the addresses of files that could not be read
    """

    title = models.CharField(max_length=200, help_text=_lazy("As the pages name it: “Our archive”"))
    kind = models.CharField(
        max_length=9,
        choices=choices(OWN_KINDS),
        help_text=_lazy(
            "WordPress: its address, whose REST interface is asked. sitemap: the address of "
            "the sitemap. folder: a folder under OWN_ARCHIVE_FOLDER, with texts as files"
        ),
    )
    address = models.CharField(_lazy("address or folder"), max_length=500, unique=True)
    on = models.BooleanField(default=True)
    every = models.DurationField(default=dt.timedelta(hours=6))
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    since = MomentField(null=True, blank=True)
    page = models.PositiveIntegerField(default=1)
    seen = models.JSONField(default=dict, blank=True)
    polled_at = MomentField(null=True, blank=True)
    last_good_at = MomentField(_lazy("last read"), null=True, blank=True)
    failing_since = MomentField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _lazy("own archive")

    def __str__(self) -> str:
        return self.title

    def begin_again(self) -> None:
        """Forget how far it was read: another place has another past."""
        self.etag, self.modified, self.since, self.page, self.seen = "", "", None, 1, {}
        self.next_try_at = timezone.now()

    def clean(self) -> None:
        """Refuse an address that is none, and a folder outside the one the settings name."""
        if self.every is not None and self.every < _OFTENEST:
            raise ValidationError({"every": _("Read it every ten minutes at most: “00:10:00”.")})
        if self.kind != "folder":
            _IS_WEB(self.address)
        elif self.address.startswith("/") or ".." in self.address.split("/"):
            raise ValidationError(
                {"address": _("Give a folder under OWN_ARCHIVE_FOLDER, such as “2024/politics”.")}
            )
