"""Lines that refuse to comment and say no more, such as "No comment" and "Keine Auskunft".

Programs do not write them. A line as short as that is easily taken for a sign-off, or for part of
the receipt above it; in print it is the difference between "declined" and "did not respond".
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from factcheck.outside.mail.signs import LIMITS

_LONGEST: Final = LIMITS["refusals"]["clause"]
_MOST: Final = LIMITS["refusals"]["clauses"]
_CLAUSES: Final = re.compile(r"[.!?;:,\n。！？；：，、؛،।]+|\s[–—-]+\s")
_JOINT: Final = re.compile(
    r"\s(?:and|but|und|aber|et|mais|en|maar|y|pero|e|ma|mas|och|men|og|ja|mutta|i|a|ale|ve|şi|και|и|но|та)\s",
    re.IGNORECASE,
)
# What stands around a clause: quotation marks, bullets, the number of a point.
_MARKS: Final = r"[\s\"'“”„«»*•·>()\[\]_–—-]+"
_AROUND: Final = re.compile(rf"^(?:\s*\d{{1,2}}\))?{_MARKS}|{_MARKS}$")
_APOSTROPHES: Final = str.maketrans("’‘ʼ", "'''")


@cache
def _refusals() -> re.Pattern[str]:
    path = files("factcheck.outside.mail") / "data" / "refusals.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    wordings = [
        wording.replace("TAIL", language["tail"])
        for language in table.values()
        for wording in language["refusals"]
    ]
    return re.compile("|".join(f"(?:{wording})" for wording in wordings), re.IGNORECASE)


def is_refusal(clause: str) -> bool:
    """Tell whether a clause says that its writer does not comment, and nothing else."""
    bare = _AROUND.sub("", _AROUND.sub("", clause.translate(_APOSTROPHES)))
    if not bare or len(bare) > _LONGEST or re.search(r"\d", bare):
        return False
    return _refusals().fullmatch(" ".join(bare.split())) is not None


def refusal_in(text: str) -> str:
    """Return the first clause of a text that only refuses to comment, "" without one.

    Quoted lines are nobody's answer.
    """
    return next((clause.strip() for clause in _clauses(text) if is_refusal(clause)), "")


def without_refusals(text: str) -> str:
    """Return a text without the clauses that only refuse to comment."""
    kept = text
    for clause in _clauses(text):
        if is_refusal(clause):
            kept = kept.replace(clause, " ", 1)
    return kept


def _clauses(text: str) -> list[str]:
    own = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))
    whole = _CLAUSES.split(own, _MOST)[:_MOST]
    # "We have received your mail and see no reason to comment": the second half is no receipt.
    second = (_JOINT.split(clause, maxsplit=1)[1:] for clause in whole)
    return [*whole, *(half for halves in second for half in halves)]


def prepare() -> None:
    """Compile the wordings now, for processes that are forked from this one."""
    assert _refusals()
