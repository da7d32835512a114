"""What tells some values from others, for whoever must say later what they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def mark_of_values(values: Mapping[str, Any]) -> str:
    """Return what tells these values from others: 64 hexadecimal digits."""
    text = json.dumps(
        values,
        cls=DjangoJSONEncoder,
        sort_keys=True,
        default=str,
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
