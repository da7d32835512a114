"""What a file or a clipboard holds. Nothing is stored."""

from __future__ import annotations

import contextlib

from django.conf import settings
from django.utils.translation import gettext as _

from factcheck.articles.importers.copy import BadFile, Copy
from factcheck.articles.importers.files import read_file, read_pasted, read_pasted_text
from factcheck.newsroom.actions import Refused

# Letters that a clipboard adds to each note's own: the number in the copy, and the one before the
# note or whatever stands about its writer.
_OF_NUMBER = 4
_OF_WRITER = 8


class LeadsOn(Refused):
    """A page holds nothing but the address of another; `address` is that one."""

    def __init__(self, sentence: str, address: str) -> None:
        super().__init__(sentence)
        self.address = address


def copy_in(
    data: bytes,
    name: str,
    *,
    charset: str = "",
    address: str = "",
) -> Copy:
    """Return what a file holds, or raise Refused with one sentence. Nothing is stored."""
    limit = settings.IMPORT_MAX_BYTES
    try:
        return read_file(
            data,
            name,
            charset=charset,
            address=address,
            max_bytes=limit,
        )
    except BadFile as error:
        if error.leads_to:
            raise LeadsOn(str(error), error.leads_to) from error
        raise Refused(str(error)) from error


def pasted_document(text: str, html: str = "") -> Copy:
    """Return pasted words, with their links and notes where the program they are from gives them.

    `html` is what came along on the clipboard; it counts only where it holds the same words.
    """
    if html and len(html) <= settings.IMPORT_MAX_BYTES:
        with contextlib.suppress(BadFile):
            document = read_pasted(html)
            if _says_the_same(document, text):
                return document
    try:
        return read_pasted_text(text)
    except BadFile as error:
        raise Refused(_("There are no words in this copy.")) from error


def _says_the_same(document: Copy, text: str) -> bool:
    """Return whether a document holds the words of a text, but for what it says it left out.

    Notes stand below the words on a clipboard, their numbers among them; struck words do too.
    """
    own = _letters(document.text)
    given = _letters(text)
    if not own or len(given) - len(own) > _letters_beside(document, len(own)):
        return False
    return _is_within(own, given)


def _letters_beside(document: Copy, length: int) -> int:
    """Return how many letters more than its copy the words on a clipboard may have.

    `length` is the copy's own. The allowances are set by hand on what word processors put there.
    """
    sources = sum(len(_letters(source.text)) + _OF_NUMBER for source in document.sources)
    notes = sum(
        len(_letters(note.text)) + len(_letters(note.by)) + _OF_WRITER for note in document.notes
    )
    losses = sum(len(_letters(row.text)) + _OF_NUMBER * row.count for row in document.left_out)
    # Bullets and numbers of lists stand in one of the two alone.
    of_lists = 8 + length // 50
    return sources + notes + losses + of_lists


def _is_within(own: str, given: str) -> bool:
    """Return whether the letters of one text stand in another, in their order."""
    rest = iter(given)
    return all(character in rest for character in own)


def _letters(text: str) -> str:
    """Return the letters and digits alone: white space and stops differ between programs."""
    return "".join(character for character in text if character.isalnum())
