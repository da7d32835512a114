"""Every regular expression of the house, each with the ways it is put to text."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import factcheck

_MAKERS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
_AT_ONE_PLACE = ("match", "fullmatch")
_ROOT = Path(factcheck.__file__).parent


@dataclass(frozen=True)
class HousePattern:
    """A pattern; `anywhere`: it is looked for from every place of a text, not tried at one."""

    name: str
    pattern: re.Pattern[Any]
    anywhere: bool

    def put_to(self, text: str) -> None:
        """Try the pattern on a text as the house does."""
        given = text.encode("utf-8", "replace") if isinstance(self.pattern.pattern, bytes) else text
        if self.anywhere:
            for _ in self.pattern.finditer(given):
                pass
        else:
            self.pattern.fullmatch(given)

    def own_seeds(self) -> list[str]:
        """Return what the pattern itself looks for: its words, and the signs between them."""
        source = self.pattern.pattern
        text = source if isinstance(source, str) else source.decode("latin-1")
        plain = re.sub(r"\\([^A-Za-z0-9])", r"\1", text)
        begins = re.match(r"[A-Za-z0-9<>/=\"' -]*", plain)
        pieces = [begins[0]] if begins and begins[0] else []
        pieces += re.findall(r"[A-Za-z]{2,12}|[<>&=:;#@/\"'\[\](){},.*_~|-]{1,4}", plain)
        return list(dict.fromkeys(pieces))[:10]


def modules() -> Iterator[ModuleType]:
    """Yield the product's modules."""
    for found in pkgutil.walk_packages([str(_ROOT)], "factcheck."):
        if not any(part in found.name for part in (".migrations", ".settings", ".wsgi")):
            yield importlib.import_module(found.name)


def tree_of(module: ModuleType) -> ast.AST:
    """Return a module's source as a tree."""
    return ast.parse(Path(module.__file__ or "").read_text("utf-8"))


def house_patterns() -> list[HousePattern]:
    """Return every pattern, once, by a name that says where it stands."""
    loaded = list(modules())
    ways = _ways_of(loaded)
    found: dict[re.Pattern[Any], HousePattern] = {}
    for module in loaded:
        for variable, value in vars(module).items():
            for number, pattern in enumerate(_inside(value)):
                used = ways[variable] if isinstance(value, re.Pattern) else set()
                anywhere = not used or bool(used - {*_AT_ONE_PLACE})
                _add(found, f"{module.__name__}.{variable}.{number}", pattern, anywhere)
        for name, pattern, way in _in_calls(module):
            _add(found, name, pattern, way not in _AT_ONE_PLACE)
    return list(found.values())


def _add(
    found: dict[re.Pattern[Any], HousePattern], name: str, pattern: re.Pattern[Any], anywhere: bool
) -> None:
    before = found.get(pattern)
    if before is None or (anywhere and not before.anywhere):
        found[pattern] = HousePattern(before.name if before else name, pattern, anywhere)


def _ways_of(loaded: list[ModuleType]) -> dict[str, set[str]]:
    """Return the methods called on names, whatever module they are called in."""
    ways: dict[str, set[str]] = defaultdict(set)
    for module in loaded:
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.Attribute) and node.attr in _MAKERS:
                of = node.value
                if isinstance(of, ast.Name):
                    ways[of.id].add(node.attr)
    return ways


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | frozenset | set):
        for one in value:
            yield from _inside(one, depth + 1)


def _in_calls(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """Yield the patterns that stand in a call of `re`."""
    for node in ast.walk(tree_of(module)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if of_re and node.func.attr in _MAKERS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
                name = f"{module.__name__}:{node.lineno}"
                yield name, re.compile(first.value), node.func.attr
