"""What people type about parties and the ways to reach them."""

from __future__ import annotations

from typing import Any

from django import forms

from factcheck.claims.models import PARTY_KINDS, Party
from factcheck.newsroom.seen import SeenForm, SeenModelForm
from factcheck.newsroom.values import mark_of_values
from factcheck.replies.models import Contact

_NOTE = "Sanctions, a ban, danger to whoever answers. Shown to everybody who writes to it."


class PartyForm(SeenForm):
    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in PARTY_KINDS])
    aliases = forms.CharField(
        label="Other names",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: every name the copy may use for it.",
    )
    note = forms.CharField(
        required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}), help_text=_NOTE
    )
    group = forms.BooleanField(
        label="Many people, such as “U.S. officials”: someone picks whom to ask", required=False
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
            "name": "Person or desk",
            "time_zone": "Time zone",
            "found_where": "Where it was found",
        }
        help_texts = {
            "channel": "",
            "language": "A code, such as en, fr or pt-br: letters to it are in that language.",
            "time_zone": "A name, such as America/New_York.",
            "found_where": "A page, a card, a colleague.",
        }


class CheckedContactForm(SeenModelForm, ContactForm):
    verified = forms.BooleanField(label="I have checked that this is right", required=False)


class MergeForm(forms.Form):
    """Which party turns out to be the same as this one, by any of its names."""

    other = forms.CharField(label="Is the same as", max_length=200)


class SheetForm(forms.Form):
    file = forms.FileField(
        label="The table", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"})
    )
