"""What people type about requests, and what parties type on the private page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from factcheck.newsroom.dates import validate_moment
from factcheck.newsroom.models import validate_zone
from factcheck.replies.models import ANSWERS, CHANNELS, TERMS, CommentRequest, Contact


class LocalTime(forms.CharField):
    """A wall-clock time from a datetime-local input.

    Its zone is another field (see `in_zone`).
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            local = datetime.fromisoformat(str(value)).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError as error:
            raise ValidationError("Give a day and a time, such as 2026-11-22T17:00.") from error
        validate_moment(local)
        return local


def in_zone(local: datetime, zone: str) -> datetime:
    """Return the instant.

    ValidationError for a time that clocks there skip.
    """
    at = local.replace(tzinfo=ZoneInfo(zone))
    if at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) != local:
        raise ValidationError(f"Clocks in {zone} skip that time.")
    return at


class RequestForm(forms.Form):
    points = forms.CharField(
        label="Another point",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In the desk’s words: points are the only words about the story that leave.",
    )
    copy_words = forms.BooleanField(label="It may use the copy’s own words", required=False)
    subject = forms.CharField(
        required=False, max_length=300, help_text="Empty: “Request for comment from” the paper."
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, empty_label="no contact yet"
    )
    deadline = LocalTime(label="Answer by", required=False)
    time_zone = forms.CharField(label="in the time zone", max_length=64, validators=[validate_zone])

    def __init__(self, data: Any = None, *, request: CommentRequest) -> None:
        zone = ZoneInfo(request.time_zone)
        initial = {
            "subject": request.subject,
            "contact": request.contact_id,
            "deadline": request.deadline.astimezone(zone).replace(tzinfo=None)
            if request.deadline
            else None,
            "time_zone": request.time_zone,
        }
        super().__init__(data, initial=initial)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = request.party.contacts.filter(
            Q(retired_at=None) | Q(pk=request.contact_id)
        )
        field.label_from_instance = contact_label  # type: ignore[assignment, method-assign]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("deadline") and values.get("time_zone"):
            try:
                values["deadline"] = in_zone(values["deadline"], values["time_zone"])
            except ValidationError as error:
                self.add_error("deadline", error)
        return values


def contact_label(contact: Contact) -> str:
    verified = f"verified {contact.verified_at:%Y-%m-%d}" if contact.verified_at else "not verified"
    name = f"{contact.name}, " if contact.name else ""
    return f"{name}{contact.channel}: {contact.address} ({contact.health}, {verified})"


class DropForm(forms.Form):
    reason = forms.CharField(label="Why it is dropped", max_length=500)


class ExtendForm(forms.Form):
    until = LocalTime(label="New time to answer by")
    reason = forms.CharField(max_length=500)
    tell = forms.BooleanField(label="Tell the party by letter", required=False, initial=True)


class RequestCallForm(forms.Form):
    channel = forms.ChoiceField(choices=[(c, c) for c in CHANNELS if c != "email"])
    words = forms.CharField(label="The words said", max_length=20_000)
    said_by = forms.CharField(label="Said by", required=False, max_length=300)
    terms = forms.ChoiceField(choices=[(t, t) for t in TERMS])
    says = forms.ChoiceField(
        label="What it comes to",
        required=False,
        choices=[
            ("", "we asked; no answer yet"),
            ("nobody", "nobody was reached"),
            *((a, a) for a in ANSWERS),
        ],
    )


MAX_FILES = 5
MAX_FILE = 10 * 1024 * 1024
MAX_FILES_TOGETHER = 20 * 1024 * 1024


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each capped, and capped together."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        files = [super(FilesField, self).clean(given_file, initial) for given_file in given]
        if len(files) > MAX_FILES:
            raise ValidationError(f"Attach at most {MAX_FILES} files.")
        if (
            any(file.size > MAX_FILE for file in files)
            or sum(file.size for file in files) > MAX_FILES_TOGETHER
        ):
            raise ValidationError("Attach at most 10 MB a file and 20 MB together.")
        return files


OFFERS = [
    ("answered", "This is our answer"),
    ("asks for time", "We ask for more time"),
    ("no comment", "We decline to comment"),
]


class ReplyForm(forms.Form):
    offered = forms.ChoiceField(
        label="What you send", choices=OFFERS, widget=forms.RadioSelect, initial="answered"
    )
    text = forms.CharField(
        label="Your words",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    said_by = forms.CharField(
        label="Your name and office",
        required=False,
        max_length=300,
        help_text="As you wish to be named.",
    )
    attached = FilesField(
        label="Files",
        required=False,
        allow_empty_file=True,
        widget=ManyFiles(attrs={"multiple": True}),
        help_text="At most 5 files, 10 MB each, 20 MB together.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        nothing = not (values.get("text") or "").strip() and not values.get("attached")
        if nothing and values.get("offered") == "answered" and not self.errors:
            raise ValidationError("Write an answer, or attach one.")
        return values
