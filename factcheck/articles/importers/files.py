"""Files of any kind this desk takes, read in the sandbox."""

from __future__ import annotations

from factcheck.articles.importers.copy import BadFile, Copy, copy_of
from factcheck.outside import sandbox

_DRAFT = "factcheck.outside.documents.jobs:draft"
_PASTED = "factcheck.outside.documents.jobs:pasted"
_PASTED_TEXT = "factcheck.outside.documents.jobs:pasted_text"


def read_file(
    data: bytes,
    name: str = "",
    *,
    charset: str = "",
    address: str = "",
    max_bytes: int,
) -> Copy:
    """Return the copy in a file; raise BadFile with the sentence why not.

    `charset` is what a server declared, `address` where it was fetched. Nothing the file refers to
    is fetched, opened or run.
    """
    if len(data) > max_bytes:
        raise BadFile(f"This file is larger than {max_bytes // 1024 // 1024} MB.")
    try:
        draft = sandbox.run(
            _DRAFT,
            data,
            name=name,
            charset=charset,
            address=address,
        )
    except sandbox.Unreadable as error:
        raise BadFile(str(error), error.leads_to) from error
    return copy_of(draft)


def read_pasted(html: str) -> Copy:
    """Return the copy in a piece of HTML off the clipboard; raise BadFile where it holds none."""
    return _pasted(_PASTED, html)


def read_pasted_text(text: str) -> Copy:
    """Return the copy in plain words off the clipboard; raise BadFile where there are none."""
    return _pasted(_PASTED_TEXT, text)


def _pasted(job: str, text: str) -> Copy:
    try:
        return copy_of(sandbox.run(job, text.encode("utf-8", "replace")))
    except sandbox.Unreadable as error:
        raise BadFile(str(error)) from error
