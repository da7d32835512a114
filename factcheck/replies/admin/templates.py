"""The desk's own words in the admin: letters' templates and the sentence's clauses.

With a look at what they give.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from difflib import ndiff
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html, linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.seen import SeenAdmin
from factcheck.newsroom.translating import translated
from factcheck.replies import actions, rules
from factcheck.replies.actions.wording import (
    follows_shipped,
    shipped_wording,
    take_shipped_wording,
)
from factcheck.replies.models import FrozenSentence, HouseWording, LetterTemplate
from factcheck.replies.rules import Asked, House


class _Worded(SeenAdmin):
    """Rows that only who may set the desk may change, each by its action."""

    def _may(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.may("set desk")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def _placeholders() -> str:
    """Return what a letter may name, and what stands for it."""
    known = "; ".join(f"{{{name}}} {translated(what)}" for name, what in rules.PLACEHOLDERS.items())
    return _("Placeholders: %(known)s") % {"known": known}


class TemplateForm(forms.ModelForm[LetterTemplate]):
    class Meta:
        model = LetterTemplate
        fields = ("kind", "language", "party_kind", "subject", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 20, "dir": "auto"})}
        help_texts = {"text": lazy(_placeholders, str)()}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind = values.get("kind") or self.instance.kind
        fault = rules.template_fault(kind, values.get("subject") or "", values.get("text") or "")
        if fault and not self.errors:
            raise ValidationError(translated(fault))
        return values


@admin.register(LetterTemplate)
class LetterTemplateAdmin(_Worded):
    form = TemplateForm
    list_display = [
        "__str__",
        "language",
        "party_kind",
        "subject",
        "beside_shipped",
        "changed_by",
        "changed_at",
    ]
    list_filter = ["kind", "language", "party_kind"]
    readonly_fields = ["sample", "shipped"]
    actions = ["drop", "take_shipped"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LetterTemplate]:
        actions.ensure_letter_templates()
        return LetterTemplate.objects.select_related("changed_by")

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str]:
        return ["sample", "shipped", *(["kind", "language", "party_kind"] if obj else [])]

    @admin.display(description=_lazy("Beside the shipped wording"))
    def beside_shipped(self, template: LetterTemplate) -> str:
        if shipped_wording(template) is None:
            return _("the desk's own")
        if follows_shipped(template):
            return _("the same")
        return _("changed here") if template.changed_by_id else _("an earlier shipped one")

    @admin.display(description=_lazy("The shipped wording, where it differs"))
    def shipped(self, template: LetterTemplate) -> str:
        wording = shipped_wording(template) if template.pk else None
        if wording is None or follows_shipped(template):
            return _("It does not differ.")
        now = "\n".join(wording).splitlines()
        here = f"{template.subject}\n{template.text}".splitlines()
        lines = [line for line in ndiff(here, now) if not line.startswith("?")]
        return format_html('<pre dir="auto">{}</pre>', "\n".join(lines))

    @admin.action(description=_lazy("Take the shipped wording"))
    def take_shipped(self, request: HttpRequest, chosen: QuerySet[LetterTemplate]) -> None:
        assert isinstance(request.user, User)
        for template in chosen:
            try:
                take_shipped_wording(by=request.user, template=template)
            except Refused as reason:
                messages.error(request, f"{template}: {reason}")

    @admin.display(description=_lazy("As it goes"))
    def sample(self, template: LetterTemplate) -> str:
        if not template.pk:
            return _("Shown once it is saved.")
        values = {name: f"[{translated(what)}]" for name, what in rules.PLACEHOLDERS.items()}
        values |= {
            "newsroom": Desk.load().name,
            "points": _("1. The first point.\n\n2. The second point."),
        }
        direction = "rtl" if rules.is_right_to_left(template.language) else "ltr"
        computed = f"{rules.fill(template.subject, values)}\n\n{rules.fill(template.text, values)}"
        text = linebreaks(computed, autoescape=True)
        return format_html('<div lang="{}" dir="{}">{}</div>', template.language, direction, text)

    def save_model(
        self,
        request: HttpRequest,
        obj: LetterTemplate,
        form: forms.ModelForm[LetterTemplate],
        change: bool,
    ) -> None:
        assert isinstance(request.user, User)
        saved = actions.save_letter_template(
            by=request.user,
            kind=obj.kind,
            language=obj.language,
            party_kind=obj.party_kind,
            subject=obj.subject,
            text=obj.text,
        )
        obj.pk = saved.pk

    @admin.action(description=_lazy("Delete: the next in the chain serves instead"))
    def drop(self, request: HttpRequest, chosen: QuerySet[LetterTemplate]) -> None:
        assert isinstance(request.user, User)
        for template in chosen:
            try:
                actions.drop_letter_template(by=request.user, template=template)
            except Refused as reason:
                messages.error(request, f"{template}: {reason}")


class WordingForm(forms.ModelForm[HouseWording]):
    class Meta:
        model = HouseWording
        fields = ("text",)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).strip()
        fault = rules.clause_fault(self.instance.clause, text)
        if fault:
            raise ValidationError(translated(fault))
        return text


@admin.register(HouseWording)
class HouseWordingAdmin(_Worded):
    form = WordingForm
    list_display = ["clause", "text", "sample", "changed_by", "changed_at"]
    fields = ["clause", "text", "may_name", "sample"]
    readonly_fields = ["clause", "may_name", "sample"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HouseWording]:
        actions.ensure_house_wording()
        return HouseWording.objects.select_related("changed_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_lazy("Placeholders"))
    def may_name(self, wording: HouseWording) -> str:
        return ", ".join(f"{{{name}}}" for name in rules.placeholders_of(wording.clause))

    @admin.display(description=_lazy("A sentence with it"))
    def sample(self, wording: HouseWording) -> str:
        desk = Desk.load()
        return sample_sentence(
            wording.clause, House(desk.name, desk.zone, {wording.clause: wording.text})
        )

    def save_model(
        self,
        request: HttpRequest,
        obj: HouseWording,
        form: forms.ModelForm[HouseWording],
        change: bool,
    ) -> None:
        assert isinstance(request.user, User)
        actions.word_clause(by=request.user, clause=obj.clause, text=obj.text)


def sample_sentence(clause: str, house: House) -> str:
    """Return the sentence of a made-up request to which just this clause applies."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    if clause == "once sent":
        return rules.sentence_if_sent([Asked(1, "army", "open")], now, house).text
    return rules.sentence([_made_up(clause, now)], now, house).text


def _made_up(clause: str, now: datetime) -> Asked:
    hour = timedelta(hours=1)
    if clause in ("sought", "no response"):
        deadline = now - hour if clause == "no response" else now + hour
        return Asked(1, "army", "sent", deadline=deadline, sent_at=now - 5 * hour)
    if clause == "not reached":
        return Asked(1, "army", "failed", bounced=True)
    outcome, _comma, when = clause.partition(", ")
    deadline = now - 2 * hour if when == "late" else now + hour
    closed = now - 2 * hour if when == "after publication" else None
    return Asked(
        1,
        "army",
        "sent",
        outcome,
        deadline,
        now - 5 * hour,
        answered_at=now - hour,
        closed_at=closed,
    )


@admin.register(FrozenSentence)
class FrozenSentenceAdmin(OfArticlesAdmin):
    list_display = ["article", "proof", "text", "by", "at"]
    list_select_related = ["article", "proof__article", "by"]
