"""What people type about parties and the ways to reach them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from factcheck.claims.models import PARTY_KINDS, Party
from factcheck.newsroom.seen import SeenForm, SeenModelForm
from factcheck.newsroom.values import mark_of_values
from factcheck.replies.models import CHANNELS, Contact
from factcheck.replies.reads.vocabulary import choices

_NOTE = _lazy("Sanctions, a ban, danger to whoever answers. Shown to everybody who writes to it.")


class PartyForm(SeenForm):
    name = forms.CharField(label=_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=_lazy("Kind"), choices=choices(PARTY_KINDS, "party"))
    aliases = forms.CharField(
        label=_lazy("Other names"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_lazy("One a line: every name the copy may use for it."),
    )
    note = forms.CharField(
        label=_lazy("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_NOTE,
    )
    group = forms.BooleanField(
        label=_lazy("Many people, such as “U.S. officials”: someone picks whom to ask"),
        required=False,
    )

    def __init__(self, data: Any = None, *, party: Party | None = None) -> None:
        initial: dict[str, Any] = {"kind": "other"}
        if party is not None:
            initial = {
                "name": party.name,
                "kind": party.kind,
                "note": party.note,
                "group": party.group,
            }
            initial["aliases"] = "\n".join(party.aliases)
        super().__init__(data, initial=initial)
        self.expect(mark_of_values(initial) if party is not None else "")

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]


class ContactForm(forms.ModelForm[Contact]):
    class Meta:
        model = Contact
        fields = ("channel", "address", "name", "role", "language", "time_zone", "found_where")
        labels = {
            "channel": _lazy("Channel"),
            "address": _lazy("Address"),
            "name": _lazy("Person or desk"),
            "role": _lazy("Role"),
            "language": _lazy("Language"),
            "time_zone": _lazy("Time zone"),
            "found_where": _lazy("Where it was found"),
        }
        help_texts = {
            "channel": "",
            "language": _lazy(
                "A code, such as en, fr or pt-br: letters to it are in that language."
            ),
            "time_zone": _lazy("A name, such as America/New_York."),
            "found_where": _lazy("A page, a card, a colleague."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = choices(CHANNELS, "channel")


class CheckedContactForm(SeenModelForm, ContactForm):
    verified = forms.BooleanField(label=_lazy("I have checked that this is right"), required=False)


class MergeForm(forms.Form):
    """Which party turns out to be the same as this one, by any of its names."""

    other = forms.CharField(label=_lazy("Is the same as"), max_length=200)


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_lazy("The table"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
