"""What the call sheet's forms hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.dates import MomentInput
from factcheck.replies.models import ANSWERS, TERMS
from factcheck.review.actions import Answered, ToParty
from factcheck.review.models import CALL_OUTCOMES, CALL_SAYS
from factcheck.review.models.vocabulary import choices
from factcheck.review.reads.calls import Callee, CallItem

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _chosen(
    values: Iterable[str], none: StrPromise | None = None
) -> list[tuple[str, StrPromise | str]]:
    return [*([("", none)] if none else []), *choices(values)]


class PhoneCallForm(forms.Form):
    """A call to one person, with a line for each thing on their sheet."""

    number = forms.CharField(label=_lazy("Number"), required=False, max_length=100)
    at = MomentInput(
        label=_lazy("When, if not now"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    outcome = forms.ChoiceField(label=_lazy("How it went"), choices=_chosen(CALL_OUTCOMES))
    said = forms.CharField(
        label=_lazy("What was said"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None, callee: Callee) -> None:
        super().__init__(data, auto_id=f"{callee.anchor}-%s")
        self.callee = callee
        self.fields["number"].widget.attrs["list"] = f"{callee.anchor}-numbers"
        if len(callee.numbers) == 1:
            self.initial["number"] = callee.numbers[0].address
        if callee.request is not None:
            del self.fields["at"]
            self.fields["party_says"] = forms.ChoiceField(
                label=_lazy("Their answer to our request"),
                required=False,
                choices=_chosen(ANSWERS, _lazy("none: our note of the call")),
            )
            self.fields["terms"] = forms.ChoiceField(
                label=_lazy("Terms"), required=False, choices=_chosen(TERMS)
            )
            self.fields["said_by"] = forms.CharField(
                label=_lazy("Who spoke"), required=False, max_length=300
            )
        for item in callee.items:
            self.fields[f"says-{item.key}"] = forms.ChoiceField(
                label=_lazy("They"), required=False, choices=_chosen(CALL_SAYS, _lazy("not asked"))
            )
            self.fields[f"words-{item.key}"] = forms.CharField(
                label=_lazy("In their words"), required=False, max_length=5000
            )

    def rows(self) -> list[tuple[CallItem, forms.BoundField, forms.BoundField]]:
        return [
            (item, self[f"says-{item.key}"], self[f"words-{item.key}"])
            for item in self.callee.items
        ]

    def party_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("party_says", "terms", "said_by") if name in self.fields]

    def call_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("number", "at", "outcome", "said") if name in self.fields]

    def call(self) -> Mapping[str, Any]:
        """Return the arguments of log_phone_call from a valid form."""
        given = self.cleaned_data
        answers = [
            Answered(
                item.mark, given[f"says-{item.key}"], given[f"words-{item.key}"], item.question
            )
            for item in self.callee.items
            if given[f"says-{item.key}"]
        ]
        request = self.callee.request
        party = request and ToParty(
            request, given["party_says"], given["terms"] or TERMS[0], given["said_by"]
        )
        names = ("number", "outcome", "said")
        return {
            "at": given.get("at"),
            "answers": answers,
            "party": party,
            **{name: given[name] for name in names},
        }
