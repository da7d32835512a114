"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from factcheck.newsroom.identity.configuration import is_configured
from factcheck.newsroom.models import Desk


def desk(request: HttpRequest) -> dict[str, Any]:
    return {
        "desk": SimpleLazyObject(Desk.load),
        # What the button of sign-in by the identity provider says; empty where there is none.
        "identity_name": settings.OIDC_NAME if is_configured() else "",
    }
