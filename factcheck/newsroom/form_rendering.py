"""Fields of forms, written out: a card has forty, and a template takes half a millisecond for each.

What is written is what Django's own templates write; any other template is left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString, mark_safe

_WIDGETS: Final = "django/forms/widgets/"
_INPUTS: Final = (
    "checkbox",
    "color",
    "date",
    "datetime",
    "email",
    "file",
    "hidden",
    "number",
    "password",
    "search",
    "tel",
    "text",
    "time",
    "url",
)


class WrittenOutFields(DjangoTemplates):
    """Django's renderer, but for the fields that most forms are made of."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        write = _WRITTEN.get(template_name)
        if write is None:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308  # nosec
        return mark_safe(write(context["widget"]))  # noqa: S308  each value is escaped  # nosec


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_plain(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    inside = conditional_escape(widget["value"]) if widget["value"] else ""
    name = conditional_escape(widget["name"])
    return f'<textarea name="{name}"{_attributes(widget)}>\n{inside}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    inside = []
    for group, options, _ in widget["optgroups"]:
        label = f'\n  <optgroup label="{conditional_escape(str(group))}">' if group else ""
        written = "".join([f"\n  {_option(one)}\n" for one in options])
        inside.append(f"{label}{written}" + ("\n  </optgroup>" if group else ""))
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{_attributes(widget)}>{"".join(inside)}\n</select>'


def _option(widget: Mapping[str, Any]) -> str:
    label = conditional_escape(str(widget["label"]))
    return f'<option value="{_plain(widget["value"])}"{_attributes(widget)}>{label}</option>'


def _attributes(widget: Mapping[str, Any]) -> str:
    written = [
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{_plain(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    ]
    return "".join(written)


def _plain(value: Any) -> str:
    """Return a value as the template's stringformat does, escaped unless it is safe already."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


_WRITTEN: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    **{f"{_WIDGETS}{kind}.html": _input for kind in _INPUTS},
    f"{_WIDGETS}textarea.html": _textarea,
    f"{_WIDGETS}select.html": _select,
}
