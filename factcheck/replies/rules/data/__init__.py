"""Word lists and hand-set figures of the rules, each with its source."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table `name`.toml of this folder."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
