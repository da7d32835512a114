"""What the proof page's forms hold. They parse; the actions decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from factcheck.claims.models import FACT_KINDS
from factcheck.evidence.models import TIERS
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.seen import NOT_SENT, ShownId
from factcheck.review.models import TICKS, VERDICTS
from factcheck.review.models.vocabulary import choices
from factcheck.review.rules.gate import SAID
from factcheck.review.rules.passes import QUESTIONS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DECIDE = [
    ("change", _lazy("change the copy")),
    ("stet", _lazy("stet: it stands")),
    ("withdrawn", _lazy("withdraw it")),
]
MARK_KINDS = [*choices(["claim", "fact", "quote", "ask"]), ("tk", "TK")]


def _text(
    label: StrPromise, *, required: bool = False, rows: int = 0, length: int = 5000
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=required, max_length=length, widget=widget)


class Basis(forms.Form):
    """What a ruling rests on.

    `seen_text` and `expected` say what was on the screen when it was given.
    """

    source = _text(_lazy("Source"), length=1000)
    locator = _text(_lazy("Page, paragraph or time"), length=300)
    passage = _text(_lazy("Passage"), rows=3)
    method = _text(_lazy("How it was checked"), length=300)
    note = _text(_lazy("Note or reason"), rows=2)
    new = _text(_lazy("Words proposed instead"), rows=2)
    seen_text = forms.CharField(
        widget=forms.HiddenInput, strip=False, error_messages={"required": _lazy(NOT_SENT)}
    )
    expected = ShownId()

    def basis(self) -> dict[str, Any]:
        names = ("source", "locator", "passage", "method", "note", "new")
        seen: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        seen["seen_text"] = self.cleaned_data["seen_text"].replace("\r\n", "\n")
        seen["expected"] = self.cleaned_data["expected"]
        return seen


class VerdictForm(Basis):
    ruling = forms.ChoiceField(label=_lazy("Verdict"), choices=choices(VERDICTS))
    tier = forms.ChoiceField(
        label=_lazy("Tier"),
        required=False,
        choices=[("", _lazy("default for this source")), *choices(TIERS)],
    )
    evidence = forms.IntegerField(required=False, widget=forms.HiddenInput)
    earlier_check = forms.IntegerField(required=False, widget=forms.HiddenInput)
    facts_too = forms.BooleanField(
        label=_lazy("Tick its open facts with the same source"), required=False
    )

    def ruling_basis(self) -> dict[str, Any]:
        return {**self.basis(), "tier": self.cleaned_data["tier"]}


class FactsForm(forms.Form):
    """What a ruling on loose facts rests on."""

    source = _text(_lazy("Source"), length=1000)
    note = _text(_lazy("Note or reason"), rows=2)

    def ruling_basis(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class RecordForm(VerdictForm):
    """A verdict on a quote: the backing that it was said."""

    method = forms.CharField(
        label=_lazy("Record"),
        required=False,
        max_length=300,
        # Translators: these four words stay English, for the ruling is known by them.
        help_text=_lazy("Begin with recording, transcript, call or reply"),
    )
    seen_speaker = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def basis(self) -> dict[str, Any]:
        basis = super().basis()
        if "seen_speaker" in self.data:
            basis["seen_speaker"] = self.cleaned_data["seen_speaker"]
        return basis


class TickForm(Basis):
    state = forms.ChoiceField(label=_lazy("Tick"), choices=choices(TICKS))


class QueryForm(forms.Form):
    text = _text(_lazy("Question"), required=True, rows=2)
    new = _text(_lazy("Words proposed instead"), rows=2)
    claim = forms.IntegerField(required=False, widget=forms.HiddenInput)
    quote = forms.IntegerField(required=False, widget=forms.HiddenInput)
    fact = forms.IntegerField(required=False, widget=forms.HiddenInput)


class QueryAnswerForm(forms.Form):
    answer = _text(_lazy("Answer"), required=True, rows=2)
    expected = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": _lazy(NOT_SENT)}
    )


class DecideForm(forms.Form):
    decision = forms.ChoiceField(label=_lazy("Decision"), choices=DECIDE)
    expected = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": _lazy(NOT_SENT)}
    )
    note = _text(_lazy("Note"), rows=0)


class MarkForm(forms.Form):
    """Words to mark: `start` if selected in the copy, else the `nth` place where they occur."""

    words = forms.CharField(
        label=_lazy("The exact words"), strip=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    nth = forms.IntegerField(
        label=_lazy("Which place, if they stand in several"), min_value=1, required=False
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    proof = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_lazy("Mark them as"), choices=MARK_KINDS)
    fact_kind = forms.ChoiceField(
        label=_lazy("Kind of fact"), choices=choices(FACT_KINDS), required=False
    )

    def span(self, text: str) -> tuple[int, int] | None:
        """Where in `text` the words stand; None when they do not stand there that often."""
        words = self.cleaned_data["words"].replace("\r\n", "\n")
        start = self.cleaned_data["start"]
        if start is not None and text[start : start + len(words)] == words:
            return start, start + len(words)
        words = words.strip()
        at = -1
        for _ in range(self.cleaned_data["nth"] or 1):
            at = text.find(words, at + 1)
            if at < 0:
                return None
        return at, at + len(words)


class PlaceForm(forms.Form):
    """A place in the copy, from `start` to `end`, chosen for a mark that has moved.

    `seen_start` and `seen_end` are where the mark was on the person's screen.
    """

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=0, required=False)
    seen_start = forms.IntegerField(min_value=0, required=False)
    seen_end = forms.IntegerField(min_value=0, required=False)

    def seen(self) -> tuple[int, int]:
        """Return where the mark was on the screen; Refused where that was not sent."""
        start, end = self.cleaned_data["seen_start"], self.cleaned_data["seen_end"]
        if start is None or end is None:
            raise Refused(_lazy(NOT_SENT))
        return start, end

    @classmethod
    def of_screen(cls, data: Mapping[str, Any]) -> tuple[int, int]:
        """Return the mark's place on the screen, where only that was sent."""
        form = cls({"start": 0, **{name: data.get(name) for name in ("seen_start", "seen_end")}})
        if not form.is_valid():
            raise Refused(_lazy(NOT_SENT))
        return form.seen()


class SignForm(forms.Form):
    """A second reader's signature or refusal; `answers` by question, from answer-1 and on."""

    proof = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.ChoiceField(choices=[("yes", _lazy("sign")), ("no", _lazy("refuse"))])
    comment = _text(_lazy("Comment"), length=5000)

    def answers(self, reading_pass: str) -> dict[str, str]:
        return {
            question: self.data.get(f"answer-{n}", "")
            for n, question in enumerate(QUESTIONS[reading_pass], start=1)
        }


class SendBackForm(forms.Form):
    proof = forms.IntegerField(widget=forms.HiddenInput)
    comment = _text(_lazy("What is wrong with it"), required=True, length=5000)


class ClearForm(forms.Form):
    """A clearance; `overrides` says why each reason is set aside, from the fields why:<slug>."""

    proof = forms.IntegerField(widget=forms.HiddenInput)

    def overrides(self) -> dict[str, str]:
        return {reason: self.data.get(f"why:{reason}", "")[:5000] for reason in SAID}
