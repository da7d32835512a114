"""Fields are written out as Django's templates write them."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Widget
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from factcheck.newsroom.form_rendering import _WRITTEN, WrittenOutFields

CHOICES = [
    ("", "—"),
    ("a", "A & “b” <i>"),
    (2, gettext_lazy("Claim")),
    ("x<", mark_safe("<b>x</b>")),
    ("Group & <g>", [("g1", "One"), ("g2", "Two")]),
]
VALUES = [None, "", "a", "2", 2, 0, '"quoted" & <i>', mark_safe("a&amp;b"), "two\nlines"]
WIDGETS: list[Widget] = [
    forms.TextInput(attrs={"required": True, "disabled": False, "title": 'A "b" & <c>', "size": 9}),
    forms.HiddenInput(),
    forms.NumberInput(attrs={"step": "any"}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.SearchInput(),
    forms.FileInput(),
    forms.CheckboxInput(),
    forms.Textarea(attrs={"rows": 2, "lang": gettext_lazy("Claim")}),
    forms.Select(choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.NullBooleanSelect(),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_field_is_written_as_djangos_template_writes_it(widget: Widget, value: Any) -> None:
    assert widget.template_name in _WRITTEN
    given: Any = [value] if isinstance(widget, forms.SelectMultiple) else value
    attributes = {"id": "id_x"}
    ours = widget.render("na<me", given, attributes, renderer=WrittenOutFields())
    assert ours == widget.render("na<me", given, attributes, renderer=DjangoTemplates())


def test_another_template_is_left_to_django() -> None:
    widget = forms.RadioSelect(choices=CHOICES[:2])
    ours = widget.render("x", "a", renderer=WrittenOutFields())
    assert ours == widget.render("x", "a", renderer=DjangoTemplates())
