"""Lists of the admin that survive a row that cannot be shown, and say which it is."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_list import items_for_result
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.translation import gettext as _

from factcheck.newsroom.templatetags.surviving import which

log = logging.getLogger(__name__)


class SurvivingChangeList(ChangeList):
    """A page of the list without the rows whose cells cannot be written; a message names them."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        kept, lost = [], []
        for row in self.result_list:
            try:
                list(items_for_result(self, row, None))
            except Exception:
                log.exception("%s could not be shown in a list of the admin.", which(row))
                lost.append(which(row))
            else:
                kept.append(row)
        if lost:
            self.result_list = kept
            messages.error(
                request, _("Not shown, since it cannot be: %(rows)s.") % {"rows": ", ".join(lost)}
            )


class SurvivingLists(admin.ModelAdmin[Any]):
    """A page of the admin whose list survives one bad row."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SurvivingChangeList
