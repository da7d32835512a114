"""Which kind of document it is, by its bytes; the name only decides between kinds of plain text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents import (
    epub,
    mails,
    markdown,
    news_xml,
    office_97,
    opendocument,
    pdf,
    rtf,
    wire,
    word,
)
from factcheck.outside.documents.charset import decode
from factcheck.outside.documents.drafts import Draft, DraftRefusal, Paragraph
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.note_marks import split_raised
from factcheck.outside.documents.packages import Package, local, parse_xml
from factcheck.outside.documents.page import read_fragment, read_page
from factcheck.outside.documents.words_data import language_of
from factcheck.outside.sanitize import plain_characters

_PICTURE = "This is a picture. Paste the text instead."
_RECORDING = "This is a recording. Paste the text instead."
_PACKED = "This is a packed file. Unpack it and import the document."
_PROGRAM = "This is a program, not copy."
_NOT_COPY = [  # how files begin that are no copy, and what to say
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", "This is a picture or a recording. Paste the text instead."),
    (b"ID3", _RECORDING),
    (b"OggS", _RECORDING),
    (b"fLaC", _RECORDING),
    (b"\x1f\x8b", _PACKED),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"BZh", _PACKED),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90", _PROGRAM),
    (b"SQLite format 3", "This is a database. Paste the text instead."),
]
_BROKEN_PACKAGE = "This file is damaged and cannot be opened."
_BROKEN_XML = "This XML file is damaged and cannot be opened."
# Packages that are no text, by a name in them, and what to say; the first that is there.
_OTHER_PACKAGES: list[tuple[Callable[[str], bool], str]] = [
    (
        lambda n: n.endswith(".iwa") or n == "index.apxl" or n == "index.xml",
        "This is an Apple Pages or iWork file. "
        "In Pages, export it as Word (.docx) and bring that in.",
    ),
    (
        lambda n: n.startswith("xl/") or n == "xl/workbook.xml",
        "This is a spreadsheet. Paste the text instead.",
    ),
    (lambda n: n.startswith("ppt/"), "This is a slide show. Paste the text instead."),
    (lambda n: n.startswith("visio/"), "This is a drawing. Paste the text instead."),
]
_OPEN_SPREADSHEETS = ("spreadsheet", "presentation", "graphics", "formula", "database", "chart")
_EMPTY = "There are no words in this file."
_TAG = re.compile(r"<(?:p|h1|h2|div|body|article|br|span)\b[^<>]{0,2000}>", re.I)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]{0,60})")
_HTML_ROOTS = frozenset(("html", "head", "body", "article", "!doctype"))
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".asp", ".aspx", ".php")
_XML_SUFFIXES = (".xml", ".nitf", ".newsml", ".wxr", ".rss", ".fodt", "")
_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd")
_EMBARGO_LINES = 1_500  # characters at the top of a plain text, where an embargo is declared


def read_document(
    data: bytes,
    name: str = "",
    charset: str = "",
    address: str = "",
) -> Draft:
    """Return the draft in a document of any kind; raise DraftRefusal with the sentence why not.

    `charset` is what a server declared, `address` where it was fetched. Nothing the document refers
    to is fetched, opened or run.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DraftRefusal("This file is empty.")
    for beginning, sentence in _NOT_COPY:
        if data.startswith(beginning):
            raise DraftRefusal(sentence)
    draft = _read(data, name, charset, address)
    draft.language = draft.language or language_of(_words_of(draft))
    return draft


def _words_of(draft: Draft) -> str:
    return draft.plain or " ".join(paragraph.text for paragraph in draft.paragraphs)


def _read(
    data: bytes,
    name: str,
    charset: str,
    address: str,
) -> Draft:
    if data.startswith(office_97.MAGIC):
        return office_97.read_office_97(data, name)
    if b"%PDF-" in data[:1024]:
        return pdf.read_pdf(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _read_package(data, name)
    if data.lstrip()[:5] == b"{\\rtf":
        return rtf.read_rtf(data)
    suffix = PurePath(name).suffix.lower()
    if suffix in (".mht", ".mhtml") or mails.is_saved_page(data):
        return mails.read_saved_page(data)
    if suffix == ".eml" or mails.is_mail(data):
        return mails.read_mail(data)
    return _read_text(data, suffix, charset, address)


# What a package is read by, the first that holds. An OpenDocument spreadsheet has a content.xml,
# too; a Word file may name its main part as it likes, so that it comes after what has a known name.
_PACKAGE_READERS: list[tuple[Callable[[Package, str], object], Callable[[Package], Draft]]] = [
    (
        lambda p, kind: any(word in kind for word in _OPEN_SPREADSHEETS),
        lambda p: _refuse("This OpenDocument file is no text. Paste the text instead."),
    ),
    (
        lambda p, kind: "opendocument" in kind or "content.xml" in p.names,
        lambda p: opendocument.read_opendocument(p),
    ),
    (
        lambda p, kind: kind == "application/epub+zip" or "META-INF/container.xml" in p.names,
        lambda p: epub.read_epub(p),
    ),
    (lambda p, kind: word.main_part(p).startswith("word/"), lambda p: word.read_word(p)),
    (lambda p, kind: _other_package(p), lambda p: _refuse(_other_package(p))),
    (
        lambda p, kind: "[Content_Types].xml" in p.names and word.main_part(p),
        lambda p: word.read_word(p),
    ),
    (
        lambda p, kind: len(_pages_in(p)) == 1,
        lambda p: _read_text(
            p.read(_pages_in(p)[0]),
            ".html",
            "",
            "",
        ),
    ),
]


def _read_package(data: bytes, name: str) -> Draft:
    package = Package(data, _damaged(name))
    if "content.xml" in package.names:
        package.damaged = opendocument.DAMAGED
    kind = package.read("mimetype").decode("ascii", "replace").strip()
    for holds, read in _PACKAGE_READERS:
        if holds(package, kind):
            return read(package)
    named = name.lower().endswith((".docx", ".docm", ".dotx", ".odt", ".epub"))
    raise DraftRefusal(_damaged(name) if named else _PACKED)


def _refuse(sentence: str) -> Draft:
    raise DraftRefusal(sentence)


def _other_package(package: Package) -> str:
    """Return what to say of a package that is no text; "" where it may be one."""
    for holds, sentence in _OTHER_PACKAGES:
        if any(map(holds, package.names)):
            return sentence
    return ""


def _pages_in(package: Package) -> list[str]:
    return [name for name in package.names if name.lower().endswith((".html", ".htm"))]


def _damaged(name: str) -> str:
    kinds = {
        ".odt": opendocument.DAMAGED,
        ".epub": epub.DAMAGED,
        ".docx": word.DAMAGED,
        ".docm": word.DAMAGED,
    }
    return kinds.get(PurePath(name).suffix.lower(), _BROKEN_PACKAGE)


def _read_text(
    data: bytes,
    suffix: str,
    charset: str,
    address: str,
) -> Draft:
    decoded = decode(data, charset)
    draft = _read_decoded(data, decoded.text, suffix, address)
    draft.encoding, draft.encoding_sure = decoded.codec, decoded.sure
    return draft


def _read_decoded(
    data: bytes,
    text: str,
    suffix: str,
    address: str,
) -> Draft:
    root = _root_name(text)
    if _is_html(text, root, suffix):
        return read_page(text, address=address)
    is_xml = suffix in _XML_SUFFIXES or text.lstrip().startswith("<?xml")
    if is_xml:
        found = _read_xml(data, text, root)
        if found is not None:
            return found
    story = news_xml.is_ninjs(text)
    if story is not None:
        return news_xml.read_ninjs(story)
    if suffix in _MARKDOWN_SUFFIXES:
        return _with_words(markdown.read_markdown(text.replace("\r\n", "\n")))
    if wire.is_wire(text):
        return _with_words(wire.read_wire(text))
    return _read_plain(text)


def _is_html(text: str, root: str, suffix: str) -> bool:
    """Return whether a text is a page, by its first element.

    By its file's name only where there are tags in it: "x.php" may be plain text.
    """
    if root in _HTML_ROOTS:
        return True
    return suffix in _HTML_SUFFIXES and _TAG.search(text) is not None


def _root_name(text: str) -> str:
    """Return the first element's name in small letters; "" where the text is no markup."""
    at = _past_prolog(text)
    after_doctype = at + len("<!doctype")
    if text[at:after_doctype].lower() == "<!doctype":
        named = text[after_doctype : at + 60].split()
        if named and named[0].strip(">").lower() == "html":
            return "html"
        at = _past_doctype(text, at)
    found = _ROOT.match(text, max(at, 0))
    return found[1].rpartition(":")[2].lower() if found else ""


_UNSEEN = {"<!--": "-->", "<?": "?>"}  # what may stand before a root, and how it ends


def _past_prolog(text: str) -> int:
    """Return where comments and instructions before the root are over: at the end, without one."""
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n\ufeff\f":
            at += 1
        opening = next((start for start in _UNSEEN if text.startswith(start, at)), "")
        if not opening:
            return at
        ending = _UNSEEN[opening]
        close = text.find(ending, at + len(opening))
        if close < 0:
            return len(text)
        at = close + len(ending)


def _past_doctype(text: str, at: int) -> int:
    """Return where the first element begins after a document type; -1 where there is none."""
    at = text.find("<", at + 9)
    while at >= 0 and text[at + 1 : at + 2] in ("!", "?"):
        at = text.find("<", at + 1)
    return at


_XML_READERS: dict[str, Callable[[etree._Element], Draft]] = {
    "nitf": news_xml.read_nitf,
    "newsitem": news_xml.read_newsml,
    "newsmessage": news_xml.read_newsml,
    "packageitem": news_xml.read_newsml,
    "rss": news_xml.read_wordpress,
    "feed": news_xml.read_wordpress,
    "document": lambda root: opendocument.read_flat(root),
    "package": lambda root: word.read_word(word.FlatPackage(root)),
    "worddocument": word.read_word_2003,
}


def _read_xml(data: bytes, text: str, root_name: str) -> Draft | None:
    if root_name not in _XML_READERS:
        return None
    # Without its declaration: the text is decoded, and its encoding is another one by now.
    body = re.sub(r"^\s{0,999}\ufeff?\s{0,99}<\?xml[^>]{0,200}\?>", "", text)
    root = parse_xml(
        body.strip().encode("utf-8"),
        _BROKEN_XML,
        dtd=True,
    )
    return _with_words(_XML_READERS[local(root).lower()](root))


def _with_words(draft: Draft) -> Draft:
    if not any(any(map(str.isalnum, paragraph.text)) for paragraph in draft.paragraphs):
        raise DraftRefusal(_EMPTY)
    return draft


def read_pasted_text(text: str) -> Draft:
    """Return the draft in words off the clipboard."""
    text = _with_line_feeds(text)
    draft = _with_words(wire.read_wire(text)) if wire.is_wire(text) else _read_plain(text)
    if draft.medium == "text":
        draft.medium = "paste"
    draft.language = language_of(_words_of(draft))
    return draft


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_plain(text: str) -> Draft:
    """Return plain text as it stands, its embargo found, note numbers and invisible signs out."""
    text = plain_characters(_with_line_feeds(text))
    text, marks = split_raised(re.sub("[\x00-\x08]", "", text))
    if not any(map(str.isalnum, text)):
        raise DraftRefusal(_EMPTY)
    draft = Draft(medium="text", plain=text)
    draft.leave_out("note number", len(marks))
    draft.embargo = embargo_in(text[:_EMBARGO_LINES])
    return draft


def read_chunk(data: bytes, name: str) -> Draft:
    """Return a document that stands inside another one; an unreadable one has no words."""
    try:
        if PurePath(name).suffix.lower() in (".mht", ".mhtml"):
            return mails.read_saved_page(data, whole=True)
        if not data.startswith((b"PK", b"{\\rtf")) and _TAG.search(text := decode(data).text):
            return read_fragment(text)
        draft = read_document(data, name)
        lines = draft.plain.split("\n")
        draft.paragraphs += [Paragraph(line.strip()) for line in lines if line.strip()]
        return draft
    except DraftRefusal:
        draft = Draft()
        draft.leave_out("embedded document")
        return draft
