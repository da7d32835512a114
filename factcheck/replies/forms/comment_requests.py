"""What people type about requests, and what parties type on the private page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.dates import validate_moment
from factcheck.newsroom.models import User, validate_zone
from factcheck.newsroom.translating import translated
from factcheck.replies.models import (
    ANSWERS,
    CHANNELS,
    TERMS,
    CommentRequest,
    Contact,
    PointWording,
)
from factcheck.replies.reads.vocabulary import choices, in_words
from factcheck.replies.rules import Terms, attribution_of, terms_fault
from factcheck.replies.rules.public_page import OFFERS, TERMS_OFFERED, page_words


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
            raise ValidationError(
                _("Give a day and a time, such as 2026-11-22T17:00."), code="no_time"
            ) from error
        validate_moment(local)
        return local


class DoubledHourError(ValidationError):
    """The clocks there go back: the time comes twice, and somebody must say which is meant."""


EARLIER, LATER = "earlier", "later"


def in_zone(local: datetime, zone: str, which: str = "") -> datetime:
    """Return the instant.

    ValidationError for a time that clocks there skip; DoubledHourError for one that they show
    twice, unless `which` says the earlier or the later.
    """
    at = local.replace(tzinfo=ZoneInfo(zone), fold=1 if which == LATER else 0)
    if at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) != local:
        raise ValidationError(
            _("Clocks in %(zone)s skip that time.") % {"zone": zone}, code="skipped"
        )
    if which not in (EARLIER, LATER) and at.utcoffset() != at.replace(fold=1).utcoffset():
        raise DoubledHourError(
            _("Clocks in %(zone)s go back then and show %(time)s twice: say which is meant.")
            % {"zone": zone, "time": f"{local:%H:%M}"},
            code="doubled",
        )
    return at


class WhichField(forms.ChoiceField):
    """Which of two times that a clock shows twice; shown only where it does."""

    def __init__(self) -> None:
        choices = [
            ("", _lazy("which?")),
            (EARLIER, _lazy("the first")),
            (LATER, _lazy("the second")),
        ]
        super().__init__(choices=choices, required=False, label=_lazy("Which of the two"))


class ZonedForm(forms.Form):
    """A form with wall-clock times, each in the zone of a field beside it.

    `times` are (time, zone) by the names of their fields; `<time>_which` settles a doubled hour.
    A time whose zone has no field is in `default_zone`.
    """

    times: tuple[tuple[str, str], ...] = ()
    default_zone = "UTC"  # where its field was left empty

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, zone in self.times:
            if values.get(name) and zone not in self.errors:
                self._resolve(values, name, values.get(zone) or self.default_zone)
        return values

    @property
    def doubled(self) -> list[str]:
        """The times of which somebody must say whether the first or the second is meant."""
        return [name for name, _zone in self.times if self.has_error(name, "doubled")]

    def _resolve(self, values: dict[str, Any], name: str, zone: str) -> None:
        try:
            values[name] = in_zone(values[name], zone, values.get(f"{name}_which", ""))
        except ValidationError as error:
            self.add_error(name, error)


class ComposeForm(ZonedForm):
    """The letter as it is drafted; its points are read off the request beside it."""

    times = (("deadline", "time_zone"), ("runs_at", "time_zone"))
    kind = forms.ChoiceField(
        choices=choices(("first", "further", "another"), "letter"), required=False
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        required=False,
        empty_label=_lazy("somebody else"),
        label=_lazy("To"),
    )
    new_channel = forms.ChoiceField(
        label=_lazy("By"), choices=choices(CHANNELS, "channel"), required=False, initial="email"
    )
    new_address = forms.CharField(label=_lazy("Address or number"), required=False, max_length=500)
    new_name = forms.CharField(label=_lazy("Person or desk"), required=False, max_length=200)
    copies = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        required=False,
        label=_lazy("Copies to"),
        widget=forms.CheckboxSelectMultiple,
    )
    deadline = LocalTime(label=_lazy("Answer by"), required=False)
    deadline_which = WhichField()
    time_zone = forms.CharField(label=_lazy("Time zone"), max_length=64, validators=[validate_zone])
    about = forms.CharField(
        label=_lazy("What the story is"),
        required=False,
        max_length=500,
        help_text=_lazy("One line, in your words"),
    )
    runs_at = LocalTime(label=_lazy("It runs"), required=False)
    runs_at_which = WhichField()
    subject = forms.CharField(
        label=_lazy("Subject"),
        required=False,
        max_length=300,
        help_text=_lazy("Empty: “Request for comment from” the paper."),
    )
    copy_words = forms.BooleanField(label=_lazy("Allow wording from the draft"), required=False)

    def __init__(self, data: Any = None, *, request: CommentRequest, kind: str = "first") -> None:
        stored = _stored(request)
        if kind == "another":
            stored["contact"] = None  # it has been written to: whoever writes on chooses whom
        super().__init__(data, initial=stored | {"kind": kind}, auto_id="compose-%s")
        in_use = request.party.contacts.offered_to(request.article_id).filter(
            Q(retired_at=None) | Q(pk=request.contact_id)
        )
        field, copies = self.fields["contact"], self.fields["copies"]
        assert isinstance(field, forms.ModelChoiceField)
        assert isinstance(copies, forms.ModelMultipleChoiceField)
        field.queryset = in_use
        copies.queryset = in_use.filter(channel="email", retired_at=None)
        field.label_from_instance = contact_label  # type: ignore[assignment, method-assign]
        if stored["contact"] is None:
            self.fields["new_address"].widget.attrs["autofocus"] = True
        copies.label_from_instance = str  # type: ignore[assignment, method-assign]


def _stored(request: CommentRequest) -> dict[str, Any]:
    zone = ZoneInfo(request.time_zone)

    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(zone).replace(tzinfo=None) if at else None

    return {
        "contact": request.contact_id,
        "copies": list(request.copies.values_list("pk", flat=True)) if request.pk else [],
        "deadline": local(request.deadline),
        "time_zone": request.time_zone,
        "about": request.about,
        "runs_at": local(request.runs_at),
        "subject": request.subject,
    }


def contact_label(contact: Contact) -> str:
    verified = _("not verified")
    if contact.verified_at:
        verified = _("verified %(day)s") % {"day": f"{contact.verified_at:%Y-%m-%d}"}
    label = _("%(channel)s: %(address)s (%(health)s, %(verified)s)") % {
        "channel": in_words(contact.channel, "channel"),
        "address": contact.address,
        "health": in_words(contact.health, "health"),
        "verified": verified,
    }
    return (
        _("%(name)s, %(contact)s") % {"name": contact.name, "contact": label}
        if contact.name
        else label
    )


class SentByHandForm(ZonedForm):
    """When and by whom a text was sent otherwise than by mail."""

    times = (("sent_at", "sent_zone"),)
    sent_at = LocalTime(label=_lazy("When, if not now"), required=False)
    sent_at_which = WhichField()
    sent_zone = forms.CharField(label=_lazy("Time zone"), max_length=64, validators=[validate_zone])
    sent_by = forms.ModelChoiceField(
        User.objects.people(), label=_lazy("Who asked"), required=False
    )

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        for field in self.fields.values():
            # It stands beside the letter as it will go, outside the draft's own form.
            field.widget.attrs["form"] = "draft"


class TermsForm(ZonedForm):
    """On what terms an answer was given."""

    times: tuple[tuple[str, str], ...] = (("embargo_until", "embargo_zone"),)
    terms = forms.ChoiceField(label=_lazy("Terms"), choices=choices(TERMS, "terms"), required=False)
    embargo_until = LocalTime(label=_lazy("Embargoed until"), required=False)
    embargo_until_which = WhichField()
    embargo_zone = forms.CharField(
        label=_lazy("Time zone"), max_length=64, required=False, validators=[validate_zone]
    )
    attributed_to = forms.CharField(label=_lazy("Attributed to"), required=False, max_length=300)

    def terms_given(self) -> Terms:
        """Return the terms of a valid form."""
        given = self.cleaned_data
        kind = given["terms"] or TERMS[0]
        return Terms(
            kind,
            given["embargo_until"] or None,
            given["embargo_zone"] or "UTC",
            attribution_of(kind, given["attributed_to"]),
        )


class SortForm(TermsForm):
    """What a reply says, on what terms, and what it asks for."""

    times = (*TermsForm.times, ("asks_until", ""))
    says = forms.ChoiceField(label=_lazy("Says"), choices=choices(ANSWERS, "answer"))
    expected = forms.CharField(required=False, max_length=20)
    asks_until = LocalTime(label=_lazy("Until when"), required=False)
    asks_until_which = WhichField()
    give = forms.BooleanField(
        label=_lazy("Give it that time, and say so by letter"), required=False
    )
    refers_to = forms.CharField(label=_lazy("To whom"), required=False, max_length=200)
    refers_address = forms.CharField(label=_lazy("Their address"), required=False, max_length=500)
    refers_party = forms.CharField(
        label=_lazy("Another party, by name"), required=False, max_length=200
    )


class DropForm(forms.Form):
    reason = forms.CharField(label=_lazy("Why it is not asked"), max_length=500)


class ExtendForm(ZonedForm):
    """A later deadline, in the zone of the one it takes the place of."""

    times = (("until", ""),)
    until = LocalTime(label=_lazy("New time to answer by"))
    until_which = WhichField()
    reason = forms.CharField(label=_lazy("Reason"), max_length=500)
    tell = forms.BooleanField(label=_lazy("Tell the party by letter"), required=False, initial=True)


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
            raise ValidationError(
                _("Attach at most %(max_files)s files.") % {"max_files": MAX_FILES},
                code="too_many_files",
            )
        if (
            any(file.size > MAX_FILE for file in files)
            or sum(file.size for file in files) > MAX_FILES_TOGETHER
        ):
            raise ValidationError(
                _("Attach at most 10 MB a file and 20 MB together."), code="files_too_large"
            )
        return files


class RequestCallForm(TermsForm):
    """A call or message at its own time, by any channel."""

    times = (*TermsForm.times, ("at", "zone"))
    channel = forms.CharField(max_length=40, initial="phone", label=_lazy("How"))
    at = LocalTime(label=_lazy("When, if not now"), required=False)
    at_which = WhichField()
    zone = forms.CharField(label=_lazy("Time zone"), max_length=64, required=False)
    made_by = forms.ModelChoiceField(
        User.objects.people(), label=_lazy("Who of us"), required=False, empty_label=_lazy("I did")
    )
    said_by = forms.CharField(label=_lazy("Who spoke"), required=False, max_length=300)
    words = forms.CharField(
        label=_lazy("The words said"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    # Chosen, never left standing: words of the party under "no answer yet" would be lost to the
    # record.
    says = forms.ChoiceField(
        label=_lazy("What it comes to"),
        choices=[
            ("", _lazy("Choose")),
            ("asked", _lazy("we asked; no answer yet")),
            ("nobody", _lazy("nobody was reached")),
            ("message", _lazy("nobody was reached; a message was left")),
            *choices(ANSWERS, "answer"),
        ],
    )
    attached = FilesField(
        label=_lazy("Files"),
        required=False,
        allow_empty_file=True,
        widget=ManyFiles(attrs={"multiple": True}),
        help_text=_lazy("A screenshot, a voice note. At most 5 files, 10 MB each, 20 MB together."),
    )

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        if zone:
            validate_zone(zone)
        return str(zone)


class ReplyForm(ZonedForm):
    """What a party types on the private page, in the words of its language.

    Where several points were put there is a field for each.
    """

    times = (("embargo_until", "embargo_zone"), ("asks_until", "embargo_zone"))
    offered = forms.ChoiceField(widget=forms.RadioSelect, initial="answered")
    text = forms.CharField(
        required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 10})
    )
    said_by = forms.CharField(required=False, max_length=300)
    terms = forms.ChoiceField(required=False, widget=forms.RadioSelect, initial=TERMS[0])
    attributed_to = forms.CharField(required=False, max_length=300)
    embargo_until = LocalTime(required=False)
    embargo_until_which = WhichField()
    embargo_zone = forms.CharField(required=False, widget=forms.HiddenInput)
    asks_until = LocalTime(required=False)
    asks_until_which = WhichField()
    attached = FilesField(
        required=False,
        allow_empty_file=True,
        widget=ManyFiles(attrs={"multiple": True}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        words: Mapping[str, str] | None = None,
        points: Sequence[PointWording] = (),
        zone: str = "UTC",
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self.default_zone = zone
        self.words = words = words or page_words("en")
        self.points = list(points) if len(points) > 1 else []
        self._say(words)
        for number, wording in enumerate(self.points, start=1):
            self.fields[f"answer_{wording.point_id}"] = forms.CharField(
                label=words["point"].replace("{number}", str(number)),
                required=False,
                max_length=50_000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def _say(self, words: Mapping[str, str]) -> None:
        """Label the fields in the page's language."""
        labels = {
            "offered": "offered",
            "text": "text_more" if self.points else "text",
            "said_by": "said_by",
            "terms": "terms",
            "attributed_to": "attributed",
            "embargo_until": "embargo",
            "embargo_until_which": "which",
            "asks_until": "until",
            "asks_until_which": "which",
            "attached": "files",
        }
        for name, word in labels.items():
            self.fields[name].label = words[word]
        self.fields["said_by"].help_text = words["said_by_help"]
        self.fields["terms"].help_text = words["terms_help"]
        self.fields["attached"].help_text = words["files_help"]
        self.fields["asks_until"].help_text = words["until_help"]
        which = (("", "which_none"), (EARLIER, "which_first"), (LATER, "which_second"))
        for name, offered in (
            ("offered", OFFERS),
            ("terms", TERMS_OFFERED),
            ("embargo_until_which", which),
            ("asks_until_which", which),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(value, words[word]) for value, word in offered]

    def answer_fields(self) -> list[tuple[PointWording, forms.BoundField]]:
        return [(wording, self[f"answer_{wording.point_id}"]) for wording in self.points]

    def answers(self) -> dict[str, str]:
        """Return the words to each point, by its id, of a valid form."""
        return {
            str(wording.point_id): self.cleaned_data.get(f"answer_{wording.point_id}", "")
            for wording in self.points
        }

    def terms_given(self) -> Terms:
        return self._terms(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        answered = (values.get("text") or "").strip() or any(
            str(values.get(f"answer_{wording.point_id}") or "").strip() for wording in self.points
        )
        nothing = not answered and not values.get("attached")
        if nothing and values.get("offered") == "answered" and not self.errors:
            raise ValidationError(_("Write an answer, or attach one."), code="nothing")
        if not self.errors and (fault := terms_fault(self._terms(values))):
            code = "embargo" if values.get("terms") == "embargoed" else "attribution"
            raise ValidationError(translated(fault), code=code)
        return values

    def full_clean(self) -> None:
        """Say what is wrong in the page's language, whoever found it."""
        super().full_clean()
        for errors in self.errors.values():
            for error in errors.as_data():
                error.message = self.words.get(f"wrong_{error.code}", self.words["wrong_other"])
                error.params = None

    def _terms(self, values: Mapping[str, Any]) -> Terms:
        kind = values.get("terms") or TERMS[0]
        return Terms(
            kind,
            values.get("embargo_until") or None,
            self.default_zone,
            attribution_of(kind, values.get("attributed_to") or ""),
        )
