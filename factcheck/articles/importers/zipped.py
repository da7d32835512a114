"""What is looked at in a .docx before anything is unpacked, and the small .docx that is left to be
read.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from factcheck.articles.importers.copy import BadFile

MAX_MEMBERS = 2_000
MAX_UNPACKED = 60 * 1024 * 1024  # of all parts that hold words
MAX_DECLARED = 400 * 1024 * 1024  # of everything, pictures and all
MAX_RATIO = 200  # the densest real documents pack about 50 to 1
_SMALL = 256 * 1024  # a part of this size may be packed as densely as it likes
_WORDS = ("word/document", "word/styles", "word/numbering", "word/footnotes", "word/endnotes")
_NEEDED = ("[Content_Types].xml", "_rels/.rels")
_BOMB = "This file unpacks to far more than a document could hold, so it was not opened."
_DAMAGED = "This Word file is damaged and cannot be opened."
_OTHERS = [
    ("xl/workbook.xml", "This is a spreadsheet. Bring in the text itself."),
    ("ppt/presentation.xml", "This is a slide show. Bring in the text itself."),
    ("content.xml", "This is an OpenDocument file. Save it as .docx and bring that in."),
    ("META-INF/container.xml", "This is a book. Bring in the text itself."),
]


def slim_docx(data: bytes) -> bytes:
    """The same document with only the parts that hold its words, each unpacked under a cap and
    checked to be plain XML without a DTD.

    Pictures, embedded files and what is linked from outside are left out. BadFile for anything
    else.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _slimmed(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise BadFile(_DAMAGED) from error


def _slimmed(archive: zipfile.ZipFile) -> bytes:
    members = archive.infolist()
    _check_declared(members)
    if "word/document.xml" not in archive.namelist():
        names = archive.namelist()
        raise BadFile(
            next(
                (text for name, text in _OTHERS if name in names),
                "This is a packed file. Unpack it first.",
            )
        )
    slim, left = io.BytesIO(), MAX_UNPACKED
    with zipfile.ZipFile(slim, "w", zipfile.ZIP_STORED) as out:
        done = set()
        for member in members:
            if not _wanted(member.filename) or member.filename in done:
                continue
            done.add(member.filename)
            with archive.open(member) as part:
                words = part.read(
                    left + 1
                )  # what comes out is counted, whatever the archive declares
            left -= len(words)
            if left < 0:
                raise BadFile(_BOMB)
            _check_xml(words)
            out.writestr(member.filename, words)
    return slim.getvalue()


def _check_declared(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_DECLARED:
        raise BadFile(_BOMB)
    for member in members:
        if member.flag_bits & 0x1:
            raise BadFile(
                "This file is protected by a password. Save it without one and bring that in."
            )
        if member.file_size > _SMALL and member.file_size > MAX_RATIO * max(
            member.compress_size, 1
        ):
            raise BadFile(_BOMB)


def _wanted(name: str) -> bool:
    return (
        name in _NEEDED
        or name == "word/_rels/document.xml.rels"
        or (name.startswith(_WORDS) and name.endswith(".xml"))
    )


def _check_xml(words: bytes) -> None:
    try:
        fromstring(words, forbid_dtd=True)
    except (DefusedXmlException, ParseError, LookupError) as error:
        raise BadFile(_DAMAGED) from error
