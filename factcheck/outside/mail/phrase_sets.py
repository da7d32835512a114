"""Hundreds of expressions in thirty languages, searched for at the cost of a few.

The text is folded to small letters once, so that the expressions need not look at case; those of a
script are tried only where the text has a letter of it; and all that begin at a word's edge share
one test for the edge.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final

# Scripts other than Latin, by a range of their letters.
_SCRIPTS: Final = {
    "greek": "\u0370-\u03ff",
    "cyrillic": "\u0400-\u04ff",
    "hebrew": "\u0590-\u05ff",
    "arabic": "\u0600-\u06ff",
    "indic": "\u0900-\u0dff",
    "thai": "\u0e00-\u0e7f",
    "east": "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3",
}
_LETTERS: Final = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_FOREIGN: Final = re.compile("[\u0370-\uffff]")


class PhraseSet:
    """Expressions searched for together; their order does not matter.

    They are compiled when first needed: only the process that reads mail pays for them.
    """

    def __init__(self, expressions: Iterable[str]) -> None:
        self._expressions = tuple(expressions)

    @cached_property
    def _by_script(self) -> dict[str, re.Pattern[str]]:
        branches: dict[str, list[str]] = defaultdict(list)
        for expression in self._expressions:
            for branch in _branches(expression):
                branches[_script_of(branch)].append(branch)
        return {script: _joined(some) for script, some in branches.items()}

    def prepare(self) -> None:
        """Compile them now, for processes that are forked from this one."""
        assert self._by_script

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match of a script; its positions are those of the text."""
        folded = _folded(text)
        for script, pattern in self._by_script.items():
            if script == "latin" or _has(folded, script):
                found = pattern.search(folded)
                if found:
                    return found
        return None

    def __contains__(self, text: str) -> bool:
        return self.search(text) is not None


def _folded(text: str) -> str:
    """Return the text in small letters, sign for sign."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _has(text: str, script: str) -> bool:
    return _FOREIGN.search(text) is not None and _LETTERS[script].search(text) is not None


def _script_of(expression: str) -> str:
    """Return the script that an expression cannot match without, "latin" where it may."""
    if not _FOREIGN.search(expression):
        return "latin"
    for script, letters in _LETTERS.items():
        if letters.search(expression) and not re.search(r"(?<!\\)[a-z]{2}", _bare(expression)):
            return script
    return "latin"


def _bare(expression: str) -> str:
    """Return an expression without its escapes."""
    return re.sub(r"\\.", "", expression)


def _joined(branches: list[str]) -> re.Pattern[str]:
    at_edge = [branch.removeprefix(r"\b") for branch in branches if branch.startswith(r"\b")]
    others = [branch for branch in branches if not branch.startswith(r"\b")]
    parts = [rf"\b(?:{'|'.join(at_edge)})"] if at_edge else []
    return re.compile("|".join([*parts, *others]))


def _branches(expression: str) -> Iterable[str]:
    """Yield the alternatives of an expression, those inside a group that is all of it too."""
    for branch in _split(expression):
        inner = _whole_group(branch)
        if inner is None:
            yield branch
        else:
            yield from _branches(inner)


def _whole_group(branch: str) -> str | None:
    r"""Return the inside of "(?:…)" or "\b(?:…)\b" where that is the whole branch.

    The edges are given to each of its alternatives.
    """
    match = re.fullmatch(r"(\\b)?\(\?:(.*)\)(\\b)?", branch, re.DOTALL)
    if match is None or len(list(_split(match[2], only_closed=True))) == 0:
        return None
    first, last = match[1] or "", match[3] or ""
    return "|".join(f"{first}{piece}{last}" for piece in _split(match[2]))


def _split(expression: str, *, only_closed: bool = False) -> list[str]:
    """Return what stands between the bars outside of groups and sets.

    With `only_closed`, nothing where a group is closed that was not opened inside.
    """
    pieces, start, depth, position = [], 0, 0, 0
    while position < len(expression):
        character = expression[position]
        if character == "\\":
            position += 1
        elif character == "[":
            position = _end_of_set(expression, position)
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth < 0 and only_closed:
                return []
        elif character == "|" and depth == 0:
            pieces.append(expression[start:position])
            start = position + 1
        position += 1
    return [*pieces, expression[start:]]


def _end_of_set(expression: str, start: int) -> int:
    position = start + 1
    while expression[position] != "]" or position == start + 1:
        position += 2 if expression[position] == "\\" else 1
    return position
