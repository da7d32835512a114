"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from factcheck.newsroom.models import Desk


def desk(request: HttpRequest) -> dict[str, Any]:
    return {"desk": SimpleLazyObject(Desk.load)}
