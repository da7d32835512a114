"""What the forms inside a card hold, beside rulings and queries. They parse; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from factcheck.newsroom.seen import ShownId
from factcheck.review.models import RECORD_KINDS
from factcheck.review.models.vocabulary import choices
from factcheck.review.rules.gate import BACKING


class SpeakerForm(forms.Form):
    speaker = forms.CharField(label=_lazy("Speaker"), max_length=300, required=False)
    title = forms.CharField(label=_lazy("Title"), max_length=300, required=False)
    of = forms.CharField(label=_lazy("Affiliation"), max_length=300, required=False)
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

    kind = forms.ChoiceField(
        label=pgettext_lazy("kind of record", "What"), choices=choices(RECORD_KINDS)
    )
    title = forms.CharField(
        label=pgettext_lazy("of a record", "Title"), max_length=300, required=False
    )
    place = forms.CharField(label=_lazy("Where it is kept"), max_length=500, required=False)
    text = forms.CharField(
        label=_lazy("Its words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=_lazy("Or a file of them"),
        required=False,
        help_text=_lazy(".txt, .srt, .vtt, .docx or .pdf"),
    )

    def __init__(self, *args: Any, backing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if backing:
            self.fields["kind"] = forms.ChoiceField(
                label=pgettext_lazy("kind of record", "What"), choices=choices(BACKING)
            )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given and given.size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                _("This file is larger than %(megabytes)s MB.") % {"megabytes": limit}
            )
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
        label=_lazy("Date of birth"), max_length=10, help_text=_lazy("1970-03-12, 1970-03 or 1970")
    )
    source = forms.CharField(label=_lazy("Source"), max_length=500)
    expected = ShownId()


class LineForm(forms.Form):
    """A tick on a line of the checklist, or its being set aside."""

    key = forms.CharField(max_length=24, widget=forms.HiddenInput)
    note = forms.CharField(label=_lazy("Note"), max_length=2000, required=False)
    state = forms.CharField(max_length=9)
    expected = ShownId()
