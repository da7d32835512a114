"""Lists of the admin that survive a row that cannot be shown, and say which it is."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_list import items_for_result
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from factcheck.newsroom.templatetags.surviving import which

log = logging.getLogger(__name__)
_SELECT: Final = "Select this object for an action - {}"  # Django's words, in its own catalogue


class SurvivingChangeList(ChangeList):
    """A page of the list that can leave out the rows whose cells cannot be written."""

    def leave_out(self) -> list[str]:
        """Leave them out; return their names."""
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
        return lost


class SurvivingListPage(TemplateResponse):
    """A list; where it cannot be written, it is written without the bad rows, and names them.

    Which they are is only looked for then: to write every row beforehand, to see whether it can be,
    was a third of what such a page costs.
    """

    @property
    def rendered_content(self) -> str:
        try:
            return super().rendered_content
        except Exception:
            shown = (self.context_data or {}).get("cl")
            lost = shown.leave_out() if isinstance(shown, SurvivingChangeList) else []
            if not lost:
                raise
            said = _("Not shown, since it cannot be: %(rows)s.") % {"rows": ", ".join(lost)}
            messages.error(self._request, said)
            return super().rendered_content


class SurvivingLists(admin.ModelAdmin[Any]):
    """A page of the admin whose list survives one bad row."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SurvivingChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if not isinstance(answer, TemplateResponse):
            return answer
        return SurvivingListPage(
            request, answer.template_name, answer.context_data, status=answer.status_code
        )

    def action_checkbox(self, obj: Any) -> SafeString:
        """Return the row's box to tick, as Django's does, but without a template of its own."""
        label = format_html(_(_SELECT), str(obj))
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            label,
        )
