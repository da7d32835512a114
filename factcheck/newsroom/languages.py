"""In which language the desk speaks to whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import django
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.models import User

ENGLISH: Final[str] = settings.LANGUAGE_CODE
# What programs read is English, whatever language they say they accept.
OF_PROGRAMS: Final = ("/api/", "/healthz", "/readyz", "/metrics")


def known_language(code: str) -> str:
    """Return `code` where the interface is there in that language, else ""."""
    return code if code in dict(settings.LANGUAGES) else ""


def language_choices() -> list[tuple[str, Any]]:
    """Return what a person can choose: their browser's language, or one by its own name."""
    return [("", _lazy("As my browser says")), *settings.LANGUAGES]


def page_language(request: HttpRequest) -> str:
    """Return the language of a page: its reader's choice, else their browser's, else English."""
    if request.path.startswith(OF_PROGRAMS):
        return ENGLISH
    user = getattr(request, "user", None)
    chosen = known_language(user.language) if isinstance(user, User) else ""
    return chosen or translation.get_language_from_request(request)


def mail_language(user: User) -> str:
    """Return the language of what is written to a colleague while no browser speaks for them."""
    return known_language(user.language) or ENGLISH


@contextmanager
def written_to(user: User) -> Iterator[None]:
    """Write meanwhile in the language of a colleague."""
    with translation.override(mail_language(user)):
        yield


@cache
def words_version(language: str) -> str:
    """Return the version of what scripts say in a language: it changes when the words do."""
    name = translation.to_locale(language)
    path = Path(settings.LOCALE_PATHS[0]) / name / "LC_MESSAGES" / "djangojs.mo"
    words = path.read_bytes() if path.exists() else b""
    # Django's own part of the script can change with Django.
    return hashlib.sha256(words + django.get_version().encode()).hexdigest()[:12]
