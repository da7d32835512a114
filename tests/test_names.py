"""One name for one thing: no class name stands in two modules of the product."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import factcheck

PRODUCT = Path(factcheck.__file__).parent
# Django finds these by their name: one `Command` in each command's module, one `Meta` in each model.
GIVEN_BY_DJANGO = {"Command"}


def test_no_class_name_stands_in_two_modules() -> None:
    modules = defaultdict(list)
    for path in sorted(PRODUCT.rglob("*.py")):
        if path.parent.name == "migrations":
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(str(path.relative_to(PRODUCT)))
    double = {name: where for name, where in modules.items() if len(where) > 1}
    assert {name: where for name, where in double.items() if name not in GIVEN_BY_DJANGO} == {}
