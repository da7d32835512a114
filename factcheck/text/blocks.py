"""The parts of plain copy: headline, byline, body, caption, furniture."""

from __future__ import annotations

import re

from factcheck.text.reading import Block

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


def find_blocks(text: str) -> tuple[Block, ...]:
    """One block for each line that is not blank, without the white space around it."""
    blocks = []
    for line in _LINE.finditer(text):
        inner = line.group().strip()
        start = line.start() + line.group().index(inner)
        blocks.append(Block("body", (start, start + len(inner))))
    return tuple(blocks)
