"""A page of the record as a PDF, through this machine's Chromium where there is one.

The browser gets the page as text with its style sheets and fonts inside it: it asks for nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from factcheck.newsroom.actions import Refused
from factcheck.outside.errors import OutsideError
from factcheck.outside.screenshot import pdf_of

_LINKED: Final = re.compile(r"<(?:link|script)\b[^>]*>(?:</script>)?")
_FONT: Final = re.compile(r'url\("(fonts/[\w.-]+)"\)')
_SHEETS: Final = ("type.css", "forms.css", "base.css", "lists.css")


def pdf_answer(
    request: HttpRequest, template: str, context: Mapping[str, Any], sheet: str, name: str
) -> HttpResponse:
    """Return `template` printed as the file `name`, under the desk's sheets and its own.

    Refused, in a sentence, where there is no browser or it fails.
    """
    page = _LINKED.sub("", render_to_string(template, dict(context), request))
    on_paper = f"@media print {{ {_css('print.css')} }}"
    styles = "\n".join([*map(_css, (*_SHEETS, sheet)), on_paper])
    whole = page.replace("</head>", f"<style>{styles}</style></head>", 1)
    try:
        printed = pdf_of(whole.encode("utf-8"))
    except OutsideError as error:
        raise Refused(
            _("%(message)s. Print the page from your own browser.") % {"message": error.message}
        ) from error
    answer = HttpResponse(printed, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _css(name: str) -> str:
    return _FONT.sub(_inside, _file(name).decode("utf-8"))


def _inside(font: re.Match[str]) -> str:
    return f'url("data:font/woff2;base64,{b64encode(_file(font[1])).decode("ascii")}")'


def _file(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()
