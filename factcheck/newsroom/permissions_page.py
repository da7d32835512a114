"""The page of who may do what, made from the table itself."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from factcheck.newsroom import rules
from factcheck.newsroom.addresses import ADDRESSES

_HEAD: Final = """# Who may do what

Made from the code by `manage.py permissions > docs/permissions.md`; a test holds the two together.

A dot: the role may. What is done to an article wants that the person may see it: a restricted one
is there for its author, whoever has it or brought it in, its team and chiefs alone. “Own” says
whether the author of a story may do it to that story. “Cleared” and “closed” say whether it may
still be done while the current proof is cleared, and once the article is closed; all else wants it
reopened first.

"""
_LATE: Final = {
    "": ("", ""),
    "cleared": ("•", ""),
    "closed": ("•", "•"),
}


def permissions_page() -> str:
    """Return the page as Markdown: one line a verb, then the addresses of each."""
    return _HEAD + _verbs() + "\n## Addresses\n\n" + _addresses()


def _verbs() -> str:
    names = ["verb", *rules.ROLES, "of", "own", "cleared", "closed"]
    lines = [_line(names), _line(["---"] * len(names))]
    for verb, rule in rules.MATRIX.items():
        roles = ["•" if role in rule.roles else "" for role in rules.ROLES]
        if rule.of == "desk":
            lines.append(_line([verb, *roles, "desk", "", "", ""]))
        else:
            own = "•" if rule.author else ""
            lines.append(
                _line(
                    [
                        verb,
                        *roles,
                        "article",
                        own,
                        *_LATE[rule.late],
                    ]
                )
            )
    return "".join(lines)


def _addresses() -> str:
    of: dict[str, list[str]] = defaultdict(list)
    for name, (reads, posts) in ADDRESSES.items():
        for verb, method in ((reads, "GET"), (posts, "POST")):
            if verb is not None:
                of[verb or "no sign-in"].append(f"{method} `{name}`")
    lines = [_line(["verb", "addresses"]), _line(["---", "---"])]
    lines += [_line([verb, ", ".join(names)]) for verb, names in sorted(of.items())]
    return "".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
