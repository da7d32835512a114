"""The copy as the edit form gives it.

It is typed, or comes in a file, or is typed over a file that was looked at first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from factcheck.articles.actions import copy_in
from factcheck.articles.forms import EditForm
from factcheck.articles.importers.copy import Copy
from factcheck.articles.models import BLOCK_KINDS, MEDIA, Proof, hash_of
from factcheck.text import MarkedBlock


@dataclass(frozen=True, slots=True)
class Given:
    """As `edit_copy` takes it."""

    text: str
    blocks: tuple[MarkedBlock, ...] | None = None
    medium: str = "paste"
    document: Copy | None = None  # the file it came in

    def laid(self) -> str:
        """Return the blocks for the form's hidden field; they hold while the text is this one."""
        if self.blocks is None:
            return ""
        blocks = [[block.kind, *block.span] for block in self.blocks]
        return json.dumps({"hash": hash_of(self.text), "medium": self.medium, "blocks": blocks})


def given_copy(form: EditForm, base: Proof) -> Given:
    """Return what a valid form gives; raise Refused where its file holds no copy."""
    if file := form.cleaned_data["file"]:
        copy = copy_in(file.read(), file.name)
        return Given(copy.text, copy.blocks, copy.medium, copy)
    text = _as_typed(str(form.cleaned_data["text"]), base)
    return _as_laid(text, str(form.cleaned_data["laid"])) or Given(text)


def _as_typed(text: str, base: Proof) -> str:
    """Undo what a textarea does to copy, so that unchanged copy is found unchanged.

    It drops a first line break and ends every line with CR LF.
    """
    text = text.replace("\r\n", "\n")
    return f"\n{text}" if base.text == f"\n{text}" else text


def _as_laid(text: str, laid: str) -> Given | None:
    """Return the text with the blocks of the file it came from, if it still is that text.

    None where it is not, or where the field holds anything else: a browser may send what it likes.
    """
    try:
        field = json.loads(laid)
        if field["hash"] != hash_of(text) or field["medium"] not in MEDIA:
            return None
        blocks = tuple(
            MarkedBlock(kind, (int(start), int(end))) for kind, start, end in field["blocks"]
        )
    except (ValueError, TypeError, KeyError):
        return None
    if any(block.kind not in BLOCK_KINDS for block in blocks):
        return None
    return Given(text, blocks, field["medium"])
