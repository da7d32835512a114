"""What is asked of the sandbox: a document as a draft, a fetched page as text."""

from __future__ import annotations

from typing import Any

from factcheck.outside.documents.files import read_document


def draft(data: bytes, name: str = "", charset: str = "", address: str = "") -> dict[str, Any]:
    """Return the draft in a document, as plain lists and dicts."""
    return read_document(data, name, charset, address).as_json()
