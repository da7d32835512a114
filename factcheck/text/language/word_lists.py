"""Word lists and other hand-set tables, read from the TOML files beside their code.

Each file says in its first lines where its words come from, when, under which licence, and whether
they were fitted.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def data_table(package: str, name: str) -> dict[str, Any]:
    """Return `data/<name>.toml` of a package, parsed once."""
    source = files(package) / "data" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def word_lists(package: str, name: str) -> dict[str, frozenset[str]]:
    """Return the table `[words]` of a package's data file, each list as a set of its words."""
    words: dict[str, str] = data_table(package, name)["words"]
    return {key: frozenset(text.split()) for key, text in words.items()}
