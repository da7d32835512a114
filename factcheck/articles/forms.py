"""What the import, edit and settings pages hold. They parse; the actions decide."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
        raise forms.ValidationError(
            _("This file is larger than %(limit)s MB. Export the text alone.") % {"limit": limit}
        )


KINDS_OF_FILE = _lazy(
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
        label=_lazy("Paste the copy"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = ManyFilesField(
        label=_lazy("Or files"),
        required=False,
        help_text=format_lazy(
            _lazy("{kinds}. Several at once become an article each"), kinds=KINDS_OF_FILE
        ),
    )
    # What makes one sending of the form one: pressed twice, or sent again, it brings in once.
    key = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput, initial=secrets.token_hex
    )
    document = forms.CharField(required=False, widget=forms.HiddenInput)
    html = forms.CharField(required=False, widget=forms.HiddenInput)
    url = forms.URLField(
        label=_lazy("Or the address of a page"),
        required=False,
        max_length=2000,
        assume_scheme="https",
    )
    headline = forms.CharField(
        required=False, max_length=500, help_text=_lazy("Found in the copy when left empty")
    )
    published = DayInput(
        label=_lazy("Publication date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_lazy("“Wednesday” in the copy is read against it; today when left empty"),
    )
    author_name = forms.CharField(
        label=_lazy("Byline"), required=False, max_length=200, help_text=_lazy("As printed")
    )
    embargo = forms.CharField(required=False, max_length=500)
    deadline = Moment(required=False)
    author = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        empty_label=_lazy("not one of us, or not said"),
    )
    checker = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_lazy("Who checks"),
        required=False,
        empty_label=_lazy("whoever takes it"),
    )
    restricted = forms.BooleanField(
        required=False,
        label=_lazy("Restricted: nothing about it is sent outside, and only its team sees it"),
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
        self.fields["deadline"].label = _("When it runs (%(zone)s)") % {"zone": zone}
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
                _(
                    "Bring the copy in one of the three ways: paste it, choose a file, or give "
                    "an address."
                )
            )
        if len(given) > 1:
            raise forms.ValidationError(
                _("Bring the copy in one way only, so that it is clear which is the copy.")
            )
        if data.get("url") and data.get("restricted"):
            raise forms.ValidationError(
                _("Fetching a page would reach outside. Paste restricted copy instead.")
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
        queryset=User.objects.none(),
        label=_lazy("Checker"),
        required=False,
        empty_label=_lazy("nobody"),
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
        label=_lazy("Copy"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 30})
    )
    file = forms.FileField(
        label=_lazy("Or a file"),
        required=False,
        help_text=format_lazy(
            _lazy("{kinds}. It takes the place of the copy above"), kinds=KINDS_OF_FILE
        ),
    )
    base = forms.IntegerField(widget=forms.HiddenInput)
    laid = forms.CharField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(
        label=_lazy("Why it is corrected"),
        required=False,
        max_length=500,
        help_text=_lazy(
            "This proof is cleared to run. Saving ends that and notifies whoever cleared it"
        ),
    )

    def __init__(self, *args: Any, cleared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cleared:
            del self.fields["why"]

    clean_file = _small_enough

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not (data.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("There are no words in this copy."))
        return data


class LookForm(ImportForm):
    """A document as it was understood, to be put right before it becomes an article."""

    encoding = forms.ChoiceField(required=False, choices=ENCODINGS, label=_lazy("Read it as"))
    language = forms.CharField(
        required=False,
        max_length=10,
        validators=[RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?$", _NO_LANGUAGE)],
        help_text=_lazy("Two or three letters: “en”, “fr”"),
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
        self.fields["text"].label = _("The copy")

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
            "assigned_to": _lazy("Checker"),
            "author_name": _lazy("Byline"),
            "team": _lazy("Its team, if restricted"),
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
            self.fields["published"].help_text = _("It is from %(where)s") % {"where": where}
        self.fields["deadline"].label = _("Deadline (%(zone)s)") % {"zone": zone}
        self.fields["deadline"].widget = forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format=WHEN
        )
