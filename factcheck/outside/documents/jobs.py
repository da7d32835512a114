"""What is asked of the sandbox: a document as a draft, a fetched page as text."""

from __future__ import annotations

from typing import Any

from factcheck.outside.documents.files import read_document
from factcheck.outside.documents.page import read_fragment
from factcheck.outside.documents.page_text import page_text  # noqa: F401  loaded before the fork


def draft(data: bytes, name: str = "", charset: str = "", address: str = "") -> dict[str, Any]:
    """Return the draft in a document, as plain lists and dicts."""
    return read_document(data, name, charset, address).as_json()


def pasted(data: bytes) -> dict[str, Any]:
    """Return the draft in a piece of HTML in UTF-8, all of it copy."""
    return read_fragment(data.decode("utf-8", "replace"), medium="paste").as_json()
