"""What the import, edit and settings pages hold. They parse; the actions decide."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator

from factcheck.articles.models import Article
from factcheck.articles.understood import ENCODINGS
from factcheck.newsroom.dates import DayInput, MomentInput
from factcheck.newsroom.models import User
from factcheck.newsroom.rules import WHO_MAY
from factcheck.newsroom.seen import SeenModelForm

_NO_LANGUAGE = "Give the language as its code of two or three letters: “en”, “fr”."
WHEN = "%Y-%m-%dT%H:%M"


class Moment(MomentInput):
    """An instant, to the minute, in the zone of whoever fills it in; the label names that zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)


def _people() -> Any:
    return User.objects.people().order_by("name")


def _small_enough(form: forms.Form) -> Any:
    given = form.cleaned_data["file"]
    if given:
        _check_size(given)
    return given


def _check_size(file: Any) -> None:
    if file.size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        raise forms.ValidationError(f"This file is larger than {limit} MB. Export the text alone.")


KINDS_OF_FILE = (
    ".docx, .odt, .rtf, .doc, .pdf, .html, .md, .txt, .epub, .eml, .mhtml, "
    "or a wire's or a CMS's export"
)


class ManyFilesInput(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, each checked by itself."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files if file]


class ImportForm(forms.Form):
    """Copy in one of three ways, and what a person states of it.

    `document` is a file that was looked at first, in its signed form; `html` is what was pasted, as
    the program it comes from formats it.
    """

    text = forms.CharField(
        label="Paste the copy",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = ManyFilesField(
        label="Or files",
        required=False,
        help_text=f"{KINDS_OF_FILE}. Several at once become an article each",
    )
    # What makes one sending of the form one: pressed twice, or sent again, it brings in once.
    key = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput, initial=secrets.token_hex
    )
    document = forms.CharField(required=False, widget=forms.HiddenInput)
    html = forms.CharField(required=False, widget=forms.HiddenInput)
    url = forms.URLField(
        label="Or the address of a page", required=False, max_length=2000, assume_scheme="https"
    )
    headline = forms.CharField(
        required=False, max_length=500, help_text="Found in the copy when left empty"
    )
    published = DayInput(
        label="Publication date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="“Wednesday” in the copy is read against it; today when left empty",
    )
    author_name = forms.CharField(
        label="Byline", required=False, max_length=200, help_text="As printed"
    )
    embargo = forms.CharField(required=False, max_length=500)
    deadline = Moment(required=False)
    author = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, empty_label="not one of us, or not said"
    )
    checker = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Who checks",
        required=False,
        empty_label="whoever takes it",
    )
    restricted = forms.BooleanField(
        required=False,
        label="Restricted: nothing about it is sent outside, and only its team sees it",
    )

    # What is asked of everybody; the rest is folded, since the copy says it or nobody needs to.
    asked = ("text", "file", "url", "deadline", "checker", "restricted")

    def __init__(
        self, *args: Any, zone: str = "UTC", by: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField[User], self.fields["author"]).queryset = _people()
        checkers = _people().filter(role__in=WHO_MAY["give verdict"])
        cast(forms.ModelChoiceField[User], self.fields["checker"]).queryset = checkers
        self.fields["deadline"].label = f"When it runs ({zone})"
        if by is not None and not by.may("give verdict"):
            self.fields["author"].initial = by.pk  # whoever cannot check brings in their own

    @property
    def first(self) -> list[forms.BoundField]:
        """Return the fields that are asked."""
        return [field for field in self.visible_fields() if field.name in self.asked]

    @property
    def more(self) -> list[forms.BoundField]:
        """Return the fields that are folded."""
        return [field for field in self.visible_fields() if field.name not in self.asked]

    @property
    def more_is_open(self) -> bool:
        """Return whether a folded field is wrong."""
        return any(field.errors for field in self.more)

    def clean_file(self) -> list[Any]:
        """Return the files; refuse one over the limit."""
        files: list[Any] = self.cleaned_data["file"]
        for file in files:
            _check_size(file)
        return files

    def clean(self) -> dict[str, Any]:
        """Refuse what comes in no way, or in two."""
        data = super().clean() or {}
        given = [name for name in ("text", "file", "url") if data.get(name)]
        if not given and not self.errors:
            raise forms.ValidationError(
                "Bring the copy in one of the three ways: "
                "paste it, choose a file, or give an address."
            )
        if len(given) > 1:
            raise forms.ValidationError(
                "Bring the copy in one way only, so that it is clear which is the copy."
            )
        if data.get("url") and data.get("restricted"):
            raise forms.ValidationError(
                "Fetching a page would reach outside. Paste restricted copy instead."
            )
        return data

    def details(self) -> dict[str, Any]:
        """Return what import_copy and import_file take beside the copy."""
        names = (
            "headline",
            "published",
            "deadline",
            "author",
            "author_name",
            "embargo",
            "checker",
        )
        return {
            **{name: self.cleaned_data[name] for name in names},
            "restricted": self.cleaned_data.get("restricted", False),
        }


class AssignForm(forms.Form):
    """Who checks an article, and who did on the person's screen."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(), label="Checker", required=False, empty_label="nobody"
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checkers = _people().filter(role__in=WHO_MAY["give verdict"])
        cast(forms.ModelChoiceField[User], self.fields["to"]).queryset = checkers


class EditForm(forms.Form):
    """The copy, typed or as a file, and the proof it was made from.

    `laid` says how a file that was looked at laid its words out.
    """

    text = forms.CharField(
        label="Copy", strip=False, required=False, widget=forms.Textarea(attrs={"rows": 30})
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text=f"{KINDS_OF_FILE}. It takes the place of the copy above",
    )
    base = forms.IntegerField(widget=forms.HiddenInput)
    laid = forms.CharField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(
        label="Why it is corrected",
        required=False,
        max_length=500,
        help_text="This proof is cleared to run. Saving ends that and notifies whoever cleared it",
    )

    def __init__(self, *args: Any, cleared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cleared:
            del self.fields["why"]

    clean_file = _small_enough

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not (data.get("text") or "").strip() and not self.errors:
            self.add_error("text", "There are no words in this copy.")
        return data


class LookForm(ImportForm):
    """A document as it was understood, to be put right before it becomes an article."""

    encoding = forms.ChoiceField(required=False, choices=ENCODINGS, label="Read it as")
    language = forms.CharField(
        required=False,
        max_length=10,
        validators=[RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?$", _NO_LANGUAGE)],
        help_text="Two or three letters: “en”, “fr”",
    )

    asked = ("encoding", "text", "headline", "deadline", "checker", "restricted")
    field_order = (
        "encoding",
        "text",
        "headline",
        "author_name",
        "published",
        "language",
        "embargo",
    )

    def __init__(self, *args: Any, recodable: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("file", "url") if recodable else ("file", "url", "encoding"):
            del self.fields[name]
        self.fields["text"].label = "The copy"

    def details(self) -> dict[str, Any]:
        """Return what import_document takes beside the document."""
        return {**super().details(), "language": self.cleaned_data["language"].lower()}


class ArticleForm(SeenModelForm):
    class Meta:
        model = Article
        fields = [
            "headline",
            "published",
            "embargo",
            "deadline",
            "assigned_to",
            "author",
            "author_name",
            "restricted",
            "team",
        ]
        labels = {
            "assigned_to": "Checker",
            "author_name": "Byline",
            "team": "Its team, if restricted",
        }
        field_classes = {"deadline": Moment}
        widgets = {
            "published": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "team": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, zone: str = "UTC", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("assigned_to", "author", "team"):
            cast(forms.ModelChoiceField[User], self.fields[name]).queryset = _people()
        if where := self.instance.published_from:
            self.fields["published"].help_text = f"It is from {where}"
        self.fields["deadline"].label = f"Deadline ({zone})"
        self.fields["deadline"].widget = forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format=WHEN
        )
