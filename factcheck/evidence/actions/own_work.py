"""The newsroom's own archive read: its WordPress, its sitemap, or a folder of its texts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from factcheck.articles.importers.copy import BadFile
from factcheck.articles.importers.files import read_file
from factcheck.evidence import rules
from factcheck.evidence.actions.ask import OWN_FILE
from factcheck.evidence.actions.fetch import source_of
from factcheck.evidence.actions.snapshots import TEXT_CHARACTERS, clean
from factcheck.evidence.models import Document, OwnArchive, Source
from factcheck.newsroom.sweeps import nudge
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.search.own_work import OwnPost, read_posts, read_sitemap

LEASE: Final = dt.timedelta(minutes=10)
AT_ONCE: Final = 200  # pages or files of one reading: its own site is not to be felled by us
SOON: Final = dt.timedelta(minutes=2)  # until the next reading, where more is left
SELDOMEST: Final = dt.timedelta(hours=12)
_FILES: Final = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".odt", ".rtf"})
_TITLE: Final = 300  # characters of a file's first line
_KEPT_SITEMAPS: Final = 2000
_KEPT_UNREADABLE: Final = 5000  # files of a folder that could not be read
_SITEMAPS: Final = 20  # of an index, in one reading


def read_own_archive(archive_id: int) -> bool:
    """Read what is new in one archive that is due; False when it is another's, or off."""
    archive: OwnArchive | None = OwnArchive.objects.filter(on=True).claim(
        archive_id, timezone.now(), LEASE
    )
    if archive is None:
        return False
    read = {"WordPress": _wordpress, "sitemap": _sitemap, "folder": _folder}[archive.kind]
    try:
        changes, more = read(archive)
    except OutsideError as error:
        return _failed(archive, error)
    now = timezone.now()
    wait = SOON if more else archive.every
    done: bool = archive.finish(
        work="waiting",
        tries=0,
        polled_at=now,
        last_good_at=now,
        failing_since=None,
        next_try_at=now + wait,
        **changes,
    )
    if done:
        nudge("evidence")
    return done


def _failed(archive: OwnArchive, error: OutsideError) -> bool:
    now = timezone.now()
    if error.kind == Kind.PACED:
        wait = dt.timedelta(seconds=error.retry_after or 5.0)
        return archive.finish(work="waiting", tries=archive.tries - 1, next_try_at=now + wait)
    wait = min(rules.backoff(archive.tries, error.retry_after), SELDOMEST)
    return archive.finish(
        work="waiting",
        error=str(error),
        polled_at=now,
        failing_since=archive.failing_since or now,
        next_try_at=now + wait,
        page=1,  # a page past the last is refused for ever: begin again
    )


def _wordpress(archive: OwnArchive) -> tuple[dict[str, Any], bool]:
    """Read one page of the posts changed since the last reading; return what to note, and "more".

    Posts are asked for by their last change, so that one corrected later comes again.
    """
    found = read_posts(
        archive.address,
        archive.since,
        archive.page,
        etag=archive.etag if archive.page == 1 else "",
        modified=archive.modified if archive.page == 1 else "",
    )
    for post in found.posts:
        _keep(archive, post.url, _of_post(post))
    newest = max((one.modified for one in found.posts if one.modified), default=archive.since)
    if found.more:
        return _next_page(archive, newest), True
    # The address asked next holds the new instant, so that a validator of this answer serves it
    # only where nothing came.
    same = newest == archive.since
    return {
        "page": 1,
        "since": newest,
        "etag": found.etag[:300] if same else "",
        "modified": found.modified[:100] if same else "",
    }, False


def _next_page(archive: OwnArchive, newest: dt.datetime | None) -> dict[str, Any]:
    """Return where the next page of posts begins: where this one ended, once more its last second.

    A post edited or deleted meanwhile moves the others from page to page, and would have one
    missed. Only posts of one second are counted by pages.
    """
    begins = newest - dt.timedelta(seconds=1) if newest else None
    if begins and (archive.since is None or begins > archive.since):
        return {"since": begins, "page": 1, "etag": "", "modified": ""}
    return {"page": archive.page + 1}


def _of_post(post: OwnPost) -> dict[str, Any]:
    text = clean(post.text)[:TEXT_CHARACTERS]
    return {"title": clean(post.title), "text": text, "published": post.published}


def _sitemap(archive: OwnArchive) -> tuple[dict[str, Any], bool]:
    """Note the addresses that are new; the pages themselves are fetched like any other page."""
    seen: dict[str, Any] = dict(archive.seen)
    to_read, room, read = [(archive.address, "")], AT_ONCE, 0
    while to_read and read < _SITEMAPS and room > 0:
        url, changed = to_read.pop(0)
        known = seen.get(url, {})
        if changed and known.get("changed") == changed:
            continue  # the index says that nothing changed in it
        page = read_sitemap(url, etag=known.get("etag", ""), modified=known.get("modified", ""))
        read += 1
        if page.not_modified:
            continue
        to_read += _in_turn(page.sitemaps, seen)
        new = _unknown(page.pages)
        taken = new[:room]
        room -= len(taken)
        _want(archive, taken)
        if len(taken) == len(new) and not page.sitemaps:
            seen[url] = {"etag": page.etag, "modified": page.modified, "changed": changed}
    kept = dict(list(seen.items())[-_KEPT_SITEMAPS:])
    return {"seen": kept}, room <= 0 or any(url not in seen for url, _ in to_read)


def _in_turn(sitemaps: Iterable[tuple[str, str]], seen: dict[str, Any]) -> list[tuple[str, str]]:
    """Return an index's sitemaps, those never read first; then what was published last."""
    newest_first = sorted(sitemaps, key=lambda one: one[1], reverse=True)
    return sorted(newest_first, key=lambda one: one[0] in seen)


def _unknown(pages: Iterable[tuple[str, str]]) -> list[str]:
    """Return the addresses that no page is kept of, the newest change first."""
    ordered = sorted(pages, key=lambda one: one[1], reverse=True)
    urls = list(dict.fromkeys(url for one, _ in ordered if (url := rules.canonical_url(one))))
    known: set[str] = set()
    for start in range(0, len(urls), 1000):
        some = Document.objects.filter(url__in=urls[start : start + 1000])
        known |= set(some.exclude(own=None).values_list("url", flat=True))
    return [url for url in urls if url not in known]


def _want(archive: OwnArchive, urls: list[str]) -> None:
    """Have the pages fetched, each once; one that was kept before becomes our own."""
    rows = [Document(url=url, own=archive) for url in sorted(urls)]
    Document.objects.bulk_create(rows, ignore_conflicts=True)
    Document.objects.filter(url__in=urls, own=None).update(own=archive)


def _folder(archive: OwnArchive) -> tuple[dict[str, Any], bool]:
    """Read the files that changed since the last reading, and those that came in of an older day.

    A file moved or unpacked into the folder keeps the day it was written on. One that cannot be
    read is noted, so that it is not tried each time.
    """
    folder = _folder_of(archive)
    # Many files of an unpacked folder share one instant: the name says which of them were read.
    last = (archive.seen.get("changed", 0.0), archive.seen.get("name", ""))
    texts = _texts_in(folder)
    changed = [one for one in texts if one > last]
    unreadable: list[str] = archive.seen.get("unreadable", [])
    strange = _not_kept(archive, [name for when, name in texts if (when, name) <= last])
    strange = [name for name in strange if _address_of(archive, name) not in unreadable]
    taken = [*(name for _, name in changed), *strange][:AT_ONCE]
    failed = [_address_of(archive, n) for n in taken if not _read_file(archive, folder, n)]
    reached = changed[: len(taken)][-1:] or [last]
    seen = {
        "changed": reached[0][0],
        "name": reached[0][1],
        "unreadable": [*unreadable, *failed][-_KEPT_UNREADABLE:],
    }
    return {"seen": seen}, len(changed) + len(strange) > len(taken)


def _not_kept(archive: OwnArchive, names: list[str]) -> list[str]:
    """Return the files of a folder that no text is kept of, in order."""
    known: set[str] = set()
    urls = [_address_of(archive, name) for name in names]
    for start in range(0, len(urls), 1000):
        some = Document.objects.filter(url__in=urls[start : start + 1000])
        known |= set(some.values_list("url", flat=True))
    return [name for name, url in zip(names, urls, strict=True) if url not in known]


def _address_of(archive: OwnArchive, place: str) -> str:
    """Return the address a file's text is kept under."""
    # Linux names a file by bytes, of which not all are UTF-8.
    name = hashlib.sha256(f"{archive.pk}:{place}".encode("utf-8", "replace")).hexdigest()
    return f"{OWN_FILE}{name}"


def _folder_of(archive: OwnArchive) -> Path:
    """Return the archive's folder; OutsideError where it is none under OWN_ARCHIVE_FOLDER."""
    root = Path(settings.OWN_ARCHIVE_FOLDER or "/nonexistent").resolve()
    folder = (root / archive.address).resolve()
    if folder.is_relative_to(root) and folder.is_dir():
        return folder
    raise OutsideError(
        Kind.REFUSED, "There is no such folder under OWN_ARCHIVE_FOLDER", temporary=False
    )


def _texts_in(folder: Path) -> list[tuple[float, str]]:
    """Return when each text of a folder changed, and its name; the oldest first.

    No link leads out of the folder.
    """
    return sorted(
        (path.stat().st_mtime, path.relative_to(folder).as_posix())
        for path in folder.rglob("*")
        if path.suffix.lower() in _FILES
        and path.is_file()
        and path.resolve().is_relative_to(folder)
    )


def _read_file(archive: OwnArchive, folder: Path, place: str) -> bool:
    """Keep one file's text; False of a file that cannot be read, or holds none."""
    path = folder / place
    try:
        if path.stat().st_size > settings.IMPORT_MAX_BYTES:
            return False
        copy = read_file(path.read_bytes(), path.name, max_bytes=settings.IMPORT_MAX_BYTES)
    except (BadFile, OSError):
        return False
    text = clean(copy.text)[:TEXT_CHARACTERS]
    if not text.strip():
        return False
    title = text.strip().partition("\n")[0][:_TITLE]
    kept = {"title": title, "text": text, "published": copy.published}
    _keep(archive, _address_of(archive, place), kept)
    return True


@transaction.atomic
def _keep(archive: OwnArchive, url: str, kept: dict[str, Any]) -> None:
    """Keep a text of our own as a page that needs no fetching; a corrected one takes its place."""
    place = url if url.startswith(OWN_FILE) else rules.canonical_url(url)
    if place is None:
        return
    digest = hashlib.sha256(kept["text"].encode()).hexdigest()
    Document.objects.update_or_create(
        url=place,
        defaults={
            **kept,
            "own": archive,
            "sha256": digest,
            "sketch": rules.sketch(kept["text"]),
            "source": _own_source(archive, place),
            "work": "done",
            "error": "",
            "fetched_at": timezone.now(),
            "erased_at": None,
            "erased_why": "",
        },
    )


def _own_source(archive: OwnArchive, place: str) -> Source | None:
    return None if place.startswith(OWN_FILE) else source_of(place, archive.title)
