"""What stands between the parts of a list, in the language of the page.

Every template has these without loading them (TEMPLATES in the settings): a comma or a semicolon
that a template writes between two values would be the Latin one in every script.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from factcheck.newsroom import translating

register = template.Library()


@register.simple_tag
def comma() -> str:
    """Return the comma without the space after it, which the template writes."""
    return gettext(", ").rstrip()


@register.simple_tag
def semicolon() -> str:
    """Return the semicolon without the space after it, which the template writes."""
    return gettext("; ").rstrip()


@register.filter
def listed(parts: Iterable[object] | None) -> SafeString:
    """Return "one, two, three", each part escaped where it is not known to be safe."""
    return mark_safe(translating.listed(conditional_escape(str(part)) for part in parts or ()))  # noqa: S308  # nosec B308 B703
