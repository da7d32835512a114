"""`python -m factcheck.articles.importers.sandbox_worker pdf|docx|html`: a file on standard input,
JSON on standard output.
"""

from __future__ import annotations

import io
import json
import re
import sys
import time
from typing import Any

MAX_PAGES = 300
MAX_MEMORY = 1024 * 1024 * 1024
PDF_SECONDS = 20
_DAMAGED = "This PDF is damaged and cannot be opened."


class Bad(Exception):  # noqa: N818
    """One sentence for the screen."""


def limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where only the parent's clock ends a swelling parser
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


def read_docx(data: bytes) -> dict[str, Any]:
    """The words as HTML.

    Deleted tracked changes are out, inserted ones in; comments and pictures are out.
    """
    import mammoth

    styles = """
    p[style-name='Title'] => h1:fresh
    p[style-name='Subtitle'] => h2.standfirst:fresh
    p[style-name='Caption'] => p.caption:fresh
    p[style-name='Quote'] => p:fresh
    p[style-name='Intense Quote'] => p.pullquote:fresh
    """
    result = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=styles,
        convert_image=mammoth.images.img_element(lambda image: {"alt": ""}),
    )
    return {"html": result.value}


def read_html(data: bytes) -> dict[str, Any]:
    """The article of a page as simple XML, and what the page says of itself; "" where there is
    none.
    """
    from lxml import etree  # type: ignore[import-untyped]
    from trafilatura import bare_extraction

    found = bare_extraction(data.decode(), include_comments=False, with_metadata=True, fast=True)
    if found is None or isinstance(found, dict):
        return {"xml": "", "title": "", "author": "", "date": ""}
    xml = "" if found.body is None else etree.tostring(found.body, encoding="unicode")
    said = {"title": found.title, "author": found.author, "date": found.date}
    return {"xml": xml, **{name: str(value or "") for name, value in said.items()}}


def read_pdf(data: bytes) -> dict[str, Any]:
    """The words as paragraphs."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Bad("This PDF is protected by a password. Save it without one and bring that in.")
        count = len(reader.pages)
        if count == 0:
            raise Bad("This PDF has no pages.")
        if count > MAX_PAGES:
            raise Bad(f"This PDF has {count} pages; an article has at most {MAX_PAGES}.")
        ends, pages = time.monotonic() + PDF_SECONDS, []
        for page in reader.pages:
            if time.monotonic() > ends:
                raise Bad("This PDF took too long to read. Paste its text instead.")
            pages.append(page.extract_text())
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise Bad(_DAMAGED) from error
    return {"paragraphs": [words for page in pages for words in paragraphs(page)]}


def paragraphs(page: str) -> list[str]:
    """The page's lines put together again: a line that does not fill the column, or ends a sentence
    before a line that begins one, ends a paragraph.

    A word divided at a line's end is joined.
    """
    lines = [line.strip() for line in page.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return []
    full = 0.75 * widths[int(len(widths) * 0.9)]
    found, words = [], ""
    for line in lines:
        if not line:
            found.append(words)
            words = ""
            continue
        joined = re.sub(r"(?<=[a-z])-$", "", words)
        words = (
            joined + line if joined != words and line[0].islower() else f"{words} {line}".strip()
        )
        if len(line) < full:
            found.append(words)
            words = ""
    return [piece for piece in [*found, words] if piece]


def main() -> None:
    limit()
    reader = {"pdf": read_pdf, "docx": read_docx, "html": read_html}[sys.argv[1]]
    try:
        found = reader(sys.stdin.buffer.read())
    except Bad as bad:
        found = {"bad": str(bad)}
    except MemoryError:
        found = {
            "bad": "This file needs more memory than a document should. Paste its text instead."
        }
    except Exception:  # noqa: BLE001  a hostile file may break a parser in any way; the sentence is the same
        found = {"bad": "This file is damaged and cannot be read."}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
