"""What the forms inside a card hold, beside rulings and queries. They parse; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from factcheck.newsroom.seen import ShownId
from factcheck.review.models import RECORD_KINDS
from factcheck.review.rules.gate import BACKING


class SpeakerForm(forms.Form):
    speaker = forms.CharField(label="Speaker", max_length=300, required=False)
    title = forms.CharField(label="Title", max_length=300, required=False)
    of = forms.CharField(label="Affiliation", max_length=300, required=False)
    seen = forms.JSONField(required=False, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """Return the arguments of name_speaker."""
        given = {name: self.cleaned_data[name] for name in ("speaker", "title", "of")}
        seen = self.cleaned_data["seen"]
        known = (
            isinstance(seen, list)
            and len(seen) == 3
            and all(isinstance(part, str) for part in seen)
        )
        return {**given, "seen": tuple(seen) if known else None}


class KeepForm(forms.Form):
    """A record: its words pasted or in a file, or only where it is."""

    kind = forms.ChoiceField(label="What", choices=[(k, k) for k in RECORD_KINDS])
    title = forms.CharField(label="Title", max_length=300, required=False)
    place = forms.CharField(label="Where it is kept", max_length=500, required=False)
    text = forms.CharField(
        label="Its words", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(
        label="Or a file of them", required=False, help_text=".txt, .srt, .vtt, .docx or .pdf"
    )

    def __init__(self, *args: Any, backing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if backing:
            self.fields["kind"] = forms.ChoiceField(label="What", choices=[(k, k) for k in BACKING])

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given and given.size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(f"This file is larger than {limit} MB.")
        return given

    def kept(self) -> dict[str, Any]:
        """Return the arguments of add_record."""
        given = self.cleaned_data
        file = given["file"]
        own = {name: given[name] for name in ("kind", "title", "place", "text")}
        return {**own, "data": file.read() if file else b"", "file_name": file.name if file else ""}


class BirthForm(forms.Form):
    name = forms.CharField(max_length=300, widget=forms.HiddenInput)
    born = forms.CharField(
        label="Date of birth", max_length=10, help_text="1970-03-12, 1970-03 or 1970"
    )
    source = forms.CharField(label="Source", max_length=500)
    expected = ShownId()


class LineForm(forms.Form):
    """A tick on a line of the checklist, or its being set aside."""

    key = forms.CharField(max_length=24, widget=forms.HiddenInput)
    note = forms.CharField(label="Note", max_length=2000, required=False)
    state = forms.CharField(max_length=9)
    expected = ShownId()
