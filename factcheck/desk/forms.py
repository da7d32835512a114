"""What the queue's form holds: the items ticked, and one act on them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.dates import MomentInput
from factcheck.newsroom.models import User
from factcheck.newsroom.reads import people_who_may

ACTS = ["take", "give", "defer", "resolve", "reopen"]
UNTIL = {
    "hour": _lazy("for an hour"),
    "tomorrow": _lazy("until tomorrow, 8:00"),
    "monday": _lazy("until Monday, 8:00"),
    "time": _lazy("until"),
}
MORNING = time(8)
_ITEM = re.compile(r"[0-9]{1,17}(?:\.[0-9a-f]{16})?")


def put_off_until(choice: str, at: datetime | None, now: datetime, user: User) -> datetime | None:
    """Return the instant that a choice of UNTIL means; None where no time was given.

    Mornings are by the person's own clock.
    """
    local = timezone.localtime(now, user.zone)
    days = {"tomorrow": 1, "monday": 7 - local.weekday()}
    if choice in days:
        return datetime.combine(
            local.date() + timedelta(days=days[choice]), MORNING, tzinfo=user.zone
        )
    return now + timedelta(hours=1) if choice == "hour" else at


def _item(given: str) -> tuple[int, str]:
    """Return an item's id and how it stood on the page, which its box holds both of."""
    pk, _, mark = given.partition(".")
    return int(pk), mark


class QueueActForm(forms.Form):
    items = forms.TypedMultipleChoiceField(
        coerce=_item, empty_value=[], error_messages={"required": _lazy("Tick the items first.")}
    )
    act = forms.ChoiceField(choices=[(a, a) for a in ACTS])
    to = forms.ModelChoiceField(User.objects.people(), required=False)
    until = forms.ChoiceField(choices=list(UNTIL.items()), required=False)
    at = MomentInput(required=False)
    note = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        given = cast(QueryDict, self.data).getlist("items")
        asked = [item for item in given if _ITEM.fullmatch(item)][:500]
        items, to = self.fields["items"], self.fields["to"]
        assert isinstance(items, forms.TypedMultipleChoiceField)
        assert isinstance(to, forms.ModelChoiceField)
        items.choices = [(number, number) for number in asked]
        to.queryset = User.objects.filter(pk__in=[user.pk for user in people_who_may("work queue")])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["seen"] = {pk: mark for pk, mark in data.get("items", []) if mark}
        data["until"] = put_off_until(
            data.get("until") or "time", data.get("at"), timezone.now(), self.by
        )
        if data.get("act") == "defer" and data["until"] is None:
            raise forms.ValidationError(_("Say until when."))
        return data
