"""Lists that survive a row that cannot be shown, and say which it is."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any, Final

from django import template
from django.db import models
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

register = template.Library()
log = logging.getLogger(__name__)

_SAYS: Final = _lazy(
    "{} cannot be shown. Everything else is here; whoever runs the newsroom can mend it."
)
# What stands in the place of a row, by the element that a row is.
_INSTEAD: Final = {
    "tr": '<tr class="unshown red"><td colspan="20" role="alert">{}</td></tr>',
    "li": '<li class="unshown red" role="alert">{}</li>',
    "div": '<div class="unshown red" role="alert">{}</div>',
}


def which(row: Any) -> str:
    """Return a row's name that can always be said: its kind and number, never its words."""
    if isinstance(row, models.Model):
        return f"{row._meta.verbose_name} {row.pk}".capitalize()
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        for field in dataclasses.fields(row):
            value = getattr(row, field.name, None)
            if isinstance(value, models.Model):
                return which(value)
        pk = getattr(row, "pk", None)
        if isinstance(pk, int):
            return _("Row %(number)s") % {"number": pk}
    return _("A row")


def unshown(row: Any, element: str) -> SafeString:
    """Return what a list shows in the place of a row that failed; called while it is handled."""
    name = which(row)
    log.exception("%s could not be shown in a list.", name)
    return format_html(_INSTEAD[element], str(_SAYS).format(name))


class SurvivingNode(template.Node):
    def __init__(self, row: FilterExpression, element: str, nodes: NodeList) -> None:
        self.row, self.element, self.nodelist = row, element, nodes

    def render(self, context: template.Context) -> SafeString:
        depth = len(context.dicts)
        try:
            return self.nodelist.render(context)
        except Exception:  # noqa: BLE001  whatever it is, it is one row's
            del context.dicts[depth:]  # what the tags inside had put there and not taken off
            return unshown(self.row.resolve(context), self.element)


@register.tag
def surviving(parser: Parser, token: Token) -> SurvivingNode:
    """Show one row of a list: `{% surviving row "tr" %}…{% endsurviving %}` inside its loop.

    Where it raises, a line of the same element says which row it is, and the list goes on.
    """
    try:
        _, row, element = token.split_contents()
        element = element.strip("\"'")
        _INSTEAD[element]
    except (ValueError, KeyError) as error:
        raise template.TemplateSyntaxError('It is {% surviving row "tr" %}, li or div.') from error
    nodes = parser.parse(("endsurviving",))
    parser.delete_first_token()
    return SurvivingNode(parser.compile_filter(row), element, nodes)
