"""Every regular expression of the house: those made when a module loads, and those in calls."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import factcheck

_FUNCTIONS = ("compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer")
_ROOT = Path(factcheck.__file__).parent


def modules() -> Iterator[str]:
    """Yield the names of the product's modules."""
    for found in pkgutil.walk_packages([str(_ROOT)], "factcheck."):
        if not any(part in found.name for part in (".migrations", ".settings", ".wsgi")):
            yield found.name


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return every pattern, by a name that says where it stands."""
    found: dict[str, re.Pattern[Any]] = {}
    for name in modules():
        module = importlib.import_module(name)
        for variable, value in vars(module).items():
            for number, pattern in enumerate(_inside(value)):
                found.setdefault(f"{name}.{variable}.{number}", pattern)
        if module.__file__:
            for line, pattern in _in_calls(Path(module.__file__)):
                found[f"{name}:{line}"] = pattern
    # One pattern under several names is walked once.
    return {
        name: pattern
        for name, pattern in found.items()
        if next(n for n, other in found.items() if other == pattern) == name
    }


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | frozenset | set):
        for one in value:
            yield from _inside(one, depth + 1)


def _in_calls(path: Path) -> Iterator[tuple[int, re.Pattern[Any]]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if of_re and node.func.attr in _FUNCTIONS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
                yield node.lineno, re.compile(first.value)


def own_seeds(pattern: re.Pattern[Any]) -> list[str]:
    """Return what a pattern itself looks for: its literal pieces, and its classes' signs."""
    source = pattern.pattern
    if isinstance(source, bytes):
        source = source.decode("latin-1")
    plain = re.sub(r"\\([\\^$.|?*+()\[\]{}<>/\"'&#@!:;,=%~` -])", r"\1", source)
    pieces = re.findall(r"[A-Za-z]{2,12}|[<>&=:;#@/\"'\[\](){},.*_~|-]{1,4}", plain)
    return list(dict.fromkeys(pieces))[:12]
