"""The right-of-reply file of one article, taken out of the desk as a ZIP."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.newsroom.actions import log
from factcheck.newsroom.models import Erasable, User
from factcheck.post.models import Incoming, Try
from factcheck.replies.models import CallFile, ReplyFile
from factcheck.replies.reads.record import Values, files_of, record_of

IN_MEMORY = 8 * 1024 * 1024  # a larger ZIP is written to a temporary file
_CHUNK = 1024 * 1024
_BYTES: dict[str, tuple[type[Erasable], str]] = {
    "sent_bytes": (Try, "raw"),
    "raw": (Incoming, "raw"),
    "call_file": (CallFile, "content"),
    "reply_file": (ReplyFile, "content"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """The ZIP, open at its beginning; whoever has it closes it."""

    file: IO[bytes]
    name: str
    size: int
    sha256: str


def take_record(*, by: User | None, article: Article) -> Taken:
    """Write every letter, reply and file byte for byte.

    With record.json, index.html and SHA256SUMS (as sha256sum -c reads it). One file's bytes are in
    memory at a time. Who took it, and the ZIP's own hash, are in the log. It is in the newsroom's
    language, whoever takes it.
    """
    require_on_article(by=by, verb="take record", article=article)
    kept: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  given to the caller, open
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _write(kept, record_of(article, timezone.now()))
        digest, size = _hashed(kept)
    except BaseException:
        kept.close()
        raise
    text = f"The right-of-reply file was taken out: {size} bytes, SHA-256 {digest}."
    log(
        by=by,
        verb="take record",
        subject=article,
        article_id=article.pk,
        text=text,
        sha256=digest,
        size=size,
    )
    return Taken(kept, f"right-of-reply-{article.pk}.zip", size, digest)


def _bytes_of(kind: str, pk: int) -> tuple[bytes, str]:
    """Return a file's bytes; where they were erased, the sentence that says so, twice."""
    model, column = _BYTES[kind]
    row = model._default_manager.only(column, "erased_at", "erased_why").get(pk=pk)
    note = row.erased_note
    return (note.encode() if note else bytes(getattr(row, column))), note


def _write(kept: IO[bytes], record: Values) -> None:
    sums: list[str] = []
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as bundle:

        def put(path: str, content: bytes) -> str:
            digest = hashlib.sha256(content).hexdigest()
            bundle.writestr(path, content)
            sums.append(f"{digest}  {path}\n")
            return digest

        record["hashes_that_differ"], record["erased"] = [], []
        for entry in files_of(record):
            content, erased = _bytes_of(entry["kind"], entry["id"])
            differs = put(entry["path"], content) != entry["sha256"]
            if erased:
                record["erased"].append({"path": entry["path"], "note": erased})
            elif differs:
                record["hashes_that_differ"].append(entry["path"])
        put("record.json", json.dumps(record, ensure_ascii=False, indent=1).encode())
        put(
            "index.html",
            render_to_string(
                "replies/record_index.html", {"record": record, "zipped": True}
            ).encode(),
        )
        bundle.writestr("SHA256SUMS", "".join(sums))


def _hashed(kept: IO[bytes]) -> tuple[str, int]:
    kept.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := kept.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    kept.seek(0)
    return digest.hexdigest(), size
