"""Bylines: a byline is a person's name, not a role, a desk or an address."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LEAD = re.compile(
    r"^\s{0,9}(?:(?:words|written|story|text|reported|analysis|report|reporting|posted|published)\s{1,3})?"
    r"(?:by|von|par|por|di|door|av)\s{0,3}:?\s{1,9}",
    re.I,
)
_SPLIT = re.compile(r"\s{1,9}(?:and|und|et|y|e|en|och)\s{1,9}|\s{0,9}[;&|]\s{0,9}")
_CUT = re.compile(r"\s{0,9}(?:[,(\n–—]|\s-\s|\s(?:in|for|at|with|of|à|aus)\s)")
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d|^(?:admin|administrator|staff|editor|editors|editorial|newsroom|webmaster"
    r"|author|redaktion|rédaction|redacción|news ?desk|web ?desk|agencies|reuters"
    r"|associated press|afp|ap|dpa|efe"
    r"|anonymous|unspecified|unknown|user|root|guest|the .{0,60})$",
    re.I,
)


def person_names(raw: str) -> list[str]:
    """Return the persons a byline names: "By Ida Fenn, Water Correspondent and Bo Ray in Aln"."""
    line = _LEAD.sub("", " ".join(raw.split())[:400])
    names = []
    for piece in _SPLIT.split(line):
        name = _CUT.split(_LEAD.sub("", piece))[0].strip(" .:*\u00b7")
        if 2 < len(name) <= 60 and any(c.isalpha() for c in name) and not _NOT_A_NAME.search(name):
            names.append(_cased(name))
    return list(dict.fromkeys(names))


def _cased(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 4 and name.isascii() else name


def byline_of(raws: Iterable[str]) -> str:
    """Return the names of a document's authors: "Ida Fenn and Bo Ray"; "" where there are none."""
    names = list(dict.fromkeys(name for raw in raws for name in person_names(raw)))
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"[:200]
