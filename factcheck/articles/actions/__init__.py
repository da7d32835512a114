"""What is done to a story and its copy."""

from __future__ import annotations

from factcheck.articles.actions.assigning import assign_article
from factcheck.articles.actions.closing import close_article, reopen_article
from factcheck.articles.actions.details import set_article
from factcheck.articles.actions.documents import LeadsOn, copy_in, pasted_document
from factcheck.articles.actions.editing import edit_copy, reopen_copy
from factcheck.articles.actions.holds import hold_article, lift_hold
from factcheck.articles.actions.importing import (
    import_copy,
    import_document,
    import_file,
    import_once,
    import_url,
    retry_import,
)
from factcheck.articles.actions.permission import require_on_article
from factcheck.articles.actions.proofs import Outdated

__all__ = [
    "LeadsOn",
    "Outdated",
    "assign_article",
    "close_article",
    "copy_in",
    "edit_copy",
    "hold_article",
    "import_copy",
    "import_document",
    "import_file",
    "import_once",
    "import_url",
    "lift_hold",
    "pasted_document",
    "reopen_article",
    "reopen_copy",
    "require_on_article",
    "retry_import",
    "set_article",
]
