"""Every change is in the log: the code is read, so that a way round the actions cannot be added
unseen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from factcheck.newsroom.rules import WHO_MAY

ROOMS = Path(__file__).parents[1] / "factcheck"
# Verbs that change nothing, or that are part of another's line.
NO_LINE_OF_THEIR_OWN = {"see desk", "see article", "see every article", "restrict article"}
# What shows and decides, and so changes nothing but through an action.
PAGES = (
    "views",
    "admin",
    "forms",
    "urls",
    "reads",
    "templatetags",
    "pages",
    "context",
    "middleware",
)
WRITES = {
    *("save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
    *("save_model", "delete_model", "save_related", "delete_queryset"),
}
# Where a page writes by itself, and why no line of the log is wanted.
ALLOWED = {
    "evidence/admin/feeds.py:save_model": "Logged, which it calls, writes the line",
    "evidence/admin/own_work.py:save_model": "Logged, which it calls, writes the line",
    "replies/views/public.py:_hold": "a party's file, held until the party sends it or leaves the page",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOMS.rglob("*.py")):
        name = path.relative_to(ROOMS).as_posix()
        if not name.startswith(("local/", "text/", "settings/")) and "/migrations/" not in name:
            yield name, ast.parse(path.read_text())


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def strings(node: ast.AST) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def test_every_verb_that_people_may_do_is_written_to_the_log() -> None:
    written: set[str] = set()
    for _, module in modules():
        if any(called(call) in ("log", "log_line") for call in calls(module)):
            written |= strings(module)
    assert set(WHO_MAY) - NO_LINE_OF_THEIR_OWN - written == set()


def is_page(name: str) -> bool:
    return any(part.removesuffix(".py").split("_")[0] in PAGES for part in name.split("/")[1:])


def writes(function: ast.FunctionDef) -> list[str]:
    found = []
    for call in calls(function):
        name = called(call)
        whose = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if (name in WRITES and whose != "form") or (
            name in ("update", "delete", "add", "set") and ".objects" in whose
        ):
            found.append(f"{whose}.{name}")
    return found


def test_no_page_and_no_admin_changes_a_row_without_a_line_in_the_log() -> None:
    faults = []
    for name, module in modules():
        for function in (one for one in ast.walk(module) if isinstance(one, ast.FunctionDef)):
            place = f"{name}:{function.name}"
            logged = any(called(call) == "log" for call in calls(function))
            if (
                is_page(name)
                and not logged
                and place not in ALLOWED
                and (found := writes(function))
            ):
                faults.append(f"{place} {found}")
    assert not faults, "\n".join(faults)
