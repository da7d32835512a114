"""Which kind of file it is, told by its bytes; the name only decides between kinds of plain text."""

from __future__ import annotations

import re
from pathlib import PurePath

from markdown_it import MarkdownIt

from factcheck.articles.importers.copy import BadFile, Copy, laid_out
from factcheck.articles.importers.encodings import decoded
from factcheck.articles.importers.html import parts_of_html, read_html
from factcheck.articles.importers.sandbox import read_apart
from factcheck.articles.importers.zipped import slim_docx

_NOT_COPY = [  # how files begin that are no copy, and what to say
    (b"\x89PNG", "This is a picture. Bring in the text itself."),
    (b"\xff\xd8\xff", "This is a picture. Bring in the text itself."),
    (b"GIF8", "This is a picture. Bring in the text itself."),
    (b"II*\x00", "This is a picture. Bring in the text itself."),
    (b"MM\x00*", "This is a picture. Bring in the text itself."),
    (b"BM", ""),
    (b"RIFF", "This is a picture or a recording. Bring in the text itself."),
    (b"ID3", "This is a recording. Bring in the text itself."),
    (b"OggS", "This is a recording. Bring in the text itself."),
    (b"{\\rtf", "This is an .rtf file. Save it as .docx or .txt and bring that in."),
    (b"\x1f\x8b", "This is a packed file. Unpack it and bring in the document."),
    (b"Rar!", "This is a packed file. Unpack it and bring in the document."),
    (b"7z\xbc\xaf", "This is a packed file. Unpack it and bring in the document."),
    (b"\x7fELF", "This is a program, not copy."),
    (b"MZ\x90", "This is a program, not copy."),
]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article)\b",
    re.I | re.S,
)
_TAG = re.compile(r"<(?:p|h1|h2|div|body|article|br)\b[^>]*>", re.I)


def read_file(data: bytes, name: str = "", *, charset: str = "", max_bytes: int) -> Copy:
    """The copy in a file of any kind this desk takes; BadFile says in one sentence why not.

    `charset` is what a server said of it. Nothing the file refers to is fetched, opened or run.
    """
    if len(data) > max_bytes:
        raise BadFile(f"This file is larger than {max_bytes // 1024 // 1024} MB.")
    if not data.strip(b"\x00 \t\r\n"):
        raise BadFile("This file is empty.")
    for beginning, sentence in _NOT_COPY:
        if sentence and data.startswith(beginning):
            raise BadFile(sentence)
    if data.startswith(_OLE):
        raise BadFile(_ole_sentence(data))
    if b"%PDF-" in data[:1024]:
        return _apart("pdf", data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _apart("docx", slim_docx(data))
    return _read_text(data, PurePath(name).suffix.lower(), charset)


def _ole_sentence(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "This file is protected by a password. Save it without one and bring that in."
    return "This is an old Office file. Save it as .docx and bring that in."


def _apart(kind: str, data: bytes) -> Copy:
    found = read_apart(kind, data)
    if kind == "docx":
        parts, title = parts_of_html(found["html"])
        text, blocks = laid_out(parts)
        return _with_words(
            Copy(text, "docx", blocks, headline=title), "This Word file has no text in it."
        )
    text, blocks = laid_out((None, words) for words in found["paragraphs"])
    return _with_words(
        Copy(text, "pdf", blocks),
        "This PDF holds pictures of pages, no text. Bring in the text itself.",
    )


def _with_words(copy: Copy, otherwise: str) -> Copy:
    if not any(character.isalnum() for character in copy.text):
        raise BadFile(otherwise)
    return copy


def _read_text(data: bytes, suffix: str, charset: str) -> Copy:
    text = decoded(data, charset)
    if _HTML.match(text) or (suffix in (".html", ".htm", ".xhtml") and _TAG.search(text)):
        return read_html(text)
    if suffix in (".md", ".markdown"):
        parts, title = parts_of_html(MarkdownIt("commonmark", {"html": False}).render(text))
        laid, blocks = laid_out(parts)
        return _with_words(
            Copy(laid, "markdown", blocks, headline=title), "There are no words in this file."
        )
    return _with_words(Copy(text, "text"), "There are no words in this file.")
