"""What a person saw when they acted: an act that does not say it is refused, none overwritten.

A page sends back what it showed. Where a row has changed since, the act is refused with a sentence;
where nothing was sent back, it is refused too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop as noop

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.filters import is_id
from factcheck.newsroom.surviving_lists import SurvivingLists
from factcheck.newsroom.values import mark_of_values

NOT_SENT: Final = noop(
    "This does not say what was on your screen. Reload the page, and do it again."
)
CHANGED: Final = noop(
    "Somebody changed this since you opened the page. Look at it again, then save."
)
FIELD: Final = "seen"


def shown_in(posted: Mapping[str, str], name: str) -> str:
    """Return what the page showed, as it sent it back under `name`; Refused where it did not."""
    if name not in posted:
        raise Refused(_(NOT_SENT))
    return posted[name]


def shown_id(posted: Mapping[str, str], name: str = "expected") -> int:
    """Return the id of the row that the page showed, 0 where it showed none."""
    given = shown_in(posted, name)
    if not is_id(given):
        raise Refused(_(NOT_SENT))
    return int(given)


def mark_of_row(row: models.Model, names: Iterable[str]) -> str:
    """Return `mark_of_values` of some fields of a row; of many related rows, their ids."""
    values = model_to_dict(row, fields=list(names)) if row.pk else {}
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = sorted(related.pk for related in value)
    return mark_of_values(values)


class ShownId(forms.IntegerField):
    """The id of the row that the page showed, 0 where it showed none."""

    def __init__(self) -> None:
        super().__init__(
            min_value=0,
            widget=forms.HiddenInput,
            error_messages={"required": _lazy(NOT_SENT)},
        )


def require_seen(given: str, mark: str) -> None:
    """Raise a form's error where `given` is not the `mark` of what is there; "" is nothing yet."""
    if mark and not given:
        raise forms.ValidationError(_(NOT_SENT))
    if mark and given != mark:
        raise forms.ValidationError(_(CHANGED))


class SeenForm(forms.Form):
    """A form that changes a row, and says how the row stood when it was shown.

    `mark` is how it stands now.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def expect(self, mark: str) -> None:
        """Take `mark` as what the form shows, or, once it is posted, as what it must have shown.

        "" for what is new, which was shown by nobody.
        """
        self._mark = mark
        self.initial[FIELD] = mark

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        require_seen(data.pop(FIELD, ""), self._mark)
        return data


class SeenModelForm(forms.ModelForm[Any]):
    """`SeenForm` for a form of a model, by the fields it edits. A new row was shown by nobody."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in self._meta.fields or self.fields if name != FIELD]
        self._mark = mark_of_row(self.instance, names) if self.instance.pk else ""
        self.initial[FIELD] = self._mark

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        require_seen(data.pop(FIELD, ""), self._mark)
        return data


class SeenList(admin.ModelAdmin[Any]):
    """A list of the admin whose acts say how each row stood when it was shown: its `seen_mark`."""

    def action_checkbox(self, obj: Any) -> SafeString:
        """Return the row's box to tick, with what its row shows beside it."""
        box = super().action_checkbox(obj)
        name = f"{FIELD}-{obj.pk}"
        return format_html('{}<input type="hidden" name="{}" value="{}">', box, name, obj.seen_mark)


def marks_shown(posted: Mapping[str, str]) -> dict[int, str]:
    """Return what a list showed of each of its rows, by their ids."""
    named = ((name.removeprefix(f"{FIELD}-"), mark) for name, mark in posted.items())
    return {int(pk): mark for pk, mark in named if is_id(pk)}


class SeenAdmin(SurvivingLists):
    """A page of the admin whose form says how the row stood when it was shown."""

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        if obj is not None:
            # The admin makes the form of the model's fields out of whatever class is given here.
            own = kwargs.get("form", self.form)
            kwargs["form"] = type(own.__name__, (SeenModelForm, own), {})
        return super().get_form(
            request,
            obj,
            change=change,
            **kwargs,
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        named = {name for _, given in fieldsets for name in given["fields"]}
        if obj is None or FIELD in named:
            return fieldsets
        if self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": [FIELD]}))
        return fieldsets
