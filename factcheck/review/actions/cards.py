"""What a checker adds on a card: records of speech or sight, dates of birth, checklist ticks."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.importers.copy import BadFile
from factcheck.articles.importers.files import read_file
from factcheck.articles.models import Article
from factcheck.articles.rules import MAX_CHARACTERS
from factcheck.claims.models import Claim, Quote
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.review.actions.guards import lock_article, require_person
from factcheck.review.models import LINE_STATES, RECORD_KINDS, BirthDate, ChecklistMark, Record
from factcheck.review.reads.checklist import lines_of
from factcheck.review.rules.gate import BACKING


@transaction.atomic
def add_record(
    *,
    by: User | None,
    article: Article,
    kind: str,
    title: str = "",
    place: str = "",
    text: str = "",
    data: bytes = b"",
    file_name: str = "",
    quote: Quote | None = None,
    claim: Claim | None = None,
) -> Record:
    """Keep a record of what somebody said or a person saw.

    Its words are pasted as `text` or come in a file (`data`: .txt, .srt, .vtt, .docx, .pdf); or
    only its place is given. Notes, a photo or a witness belong to the mark they support.
    """
    by = require_person(by)
    require_on_article(by=by, verb="add record", article=article)
    if kind not in RECORD_KINDS:
        raise Refused(_("“%(kind)s” is not a kind of record.") % {"kind": kind}, field="kind")
    for mark in (quote, claim):
        if mark is not None and mark.article_id != article.pk:
            raise Refused(_("These words belong to another article."))
    words = _words_of_record(text.strip(), data, file_name)
    if not words and not place.strip():
        raise Refused(_("Say where it is kept, or add its words."), field="place")
    on_mark = {"quote": quote, "claim": claim} if kind in BACKING else {}
    record = Record.objects.create(
        article=article,
        **on_mark,
        kind=kind,
        title=(title.strip() or file_name.strip() or kind.capitalize())[:300],
        place=place.strip()[:500],
        text=words,
        sha256=_hash_of(words, data),
        file_name=file_name[:300],
        by=by,
    )
    log(
        by=by,
        verb="add record",
        subject=record,
        article_id=article.pk,
        text=f"Added {record}.",
        sha256=record.sha256,
    )
    nudge("review")
    return record


def _words_of_record(text: str, data: bytes, file_name: str) -> str:
    """Return the words pasted or read from the file; refused where there are both, or too many."""
    if text and data:
        raise Refused(_("Paste the words or choose a file, not both."), field="text")
    words = _read(data, file_name) if data else text
    if len(words) > MAX_CHARACTERS:
        raise Refused(
            _("This is too long: at most %(max_characters)s characters.")
            % {"max_characters": f"{MAX_CHARACTERS:,}"},
            field="text",
        )
    return words


def _hash_of(words: str, data: bytes) -> str:
    """Return the hash of the file as it came, else of the words pasted; "" of a mere place."""
    if not words:
        return ""
    return hashlib.sha256(data or words.encode("utf-8", "surrogatepass")).hexdigest()


def _read(data: bytes, name: str) -> str:
    try:
        # Subtitles are plain text; their times are read when they are set against a quote.
        return read_file(data, name, max_bytes=settings.IMPORT_MAX_BYTES).text
    except BadFile as error:
        raise Refused(str(error), field="file") from error


def remove_record(*, by: User | None, record: Record) -> None:
    """Take a record off the article.

    It stays in the log and can be brought back. Removing twice is removing once.
    """
    _set_removed(by=by, record=record, removed=True)


def restore_record(*, by: User | None, record: Record) -> None:
    _set_removed(by=by, record=record, removed=False)


@transaction.atomic
def _set_removed(*, by: User | None, record: Record, removed: bool) -> None:
    by = require_person(by)
    require_on_article(by=by, verb="add record", article=record.article)
    rows = Record.objects.filter(pk=record.pk, removed_at__isnull=removed)
    if rows.update(removed_at=timezone.now() if removed else None):
        text = f"Took off {record}." if removed else f"Brought back {record}."
        log(by=by, verb="add record", subject=record, article_id=record.article_id, text=text)
        nudge("review")


@transaction.atomic
def note_birth(
    *,
    by: User | None,
    article: Article,
    name: str,
    born: str,
    source: str,
    expected: int | None = None,
) -> BirthDate:
    """Say when somebody was born: "1970-03-12", "1970-03" or "1970", and who says so.

    `expected` is the id of the birth on the checker's screen (0: none).
    """
    by = require_person(by)
    require_on_article(by=by, verb="tick", article=article)
    name, born, source = name.strip()[:300], born.strip(), source.strip()[:500]
    if not name:
        raise Refused(_("Say whose date of birth it is."), field="name")
    if not _is_past_day(born, article.published):
        raise Refused(_("Write the date of birth as 1970-03-12, 1970-03 or 1970."), field="born")
    if not source:
        raise Refused(_("Name the source of the date of birth."), field="source")
    lock_article(article.pk)
    before = BirthDate.objects.filter(article=article, name=name, current=True)
    there = before.select_related("by").first()
    if expected is not None and (there.pk if there else 0) != expected:
        raise Refused(
            _("%(who)s changed this date of birth while you looked. Look again.")
            % {"who": there.by if there else _("Someone")}
        )
    before.update(current=False)
    birth = BirthDate.objects.create(article=article, name=name, born=born, source=source, by=by)
    log(by=by, verb="note birth", subject=birth, article_id=article.pk, text=f"{birth} ({source}).")
    nudge("review")
    return birth


def _is_past_day(born: str, published: date) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", born):
        return False
    year, *rest = (int(part) for part in born.split("-"))
    try:
        return date(year, *(*rest, 1, 1)[:2]) <= published
    except ValueError:
        return False


@transaction.atomic
def mark_line(
    *,
    by: User | None,
    claim: Claim,
    key: str,
    state: str,
    note: str = "",
    expected: int | None = None,
) -> ChecklistMark:
    """Tick a line of a claim's checklist, or set it aside with a reason.

    Refused where the line no longer says what `key` stands for, or where its mark is no longer the
    one seen (`expected`, 0: none).
    """
    by = require_person(by)
    require_on_article(by=by, verb="tick", article=claim.article)
    if state not in LINE_STATES:
        raise Refused(_("Tick it or set it aside."), field="state")
    if state == "set aside" and not note.strip():
        raise Refused(_("Say why it is set aside."), field="note")
    lock_article(claim.article_id)
    line = next((row.line for row in lines_of(claim) if row.line.key == key), None)
    if line is None:
        raise Refused(_("This line of the checklist has changed while you looked. Look again."))
    before = ChecklistMark.objects.filter(claim=claim, key=key, current=True)
    _expect_mark(before.select_related("by").first(), expected)
    before.update(current=False)
    mark = ChecklistMark.objects.create(
        claim=claim,
        key=key,
        line=f"{line.about}: {line.working}",
        state=state,
        note=note.strip(),
        by=by,
    )
    text = (
        f"Checklist, {line.kind} of “{line.about}”: {state}.{' ' + mark.note if mark.note else ''}"
    )
    log(
        by=by, verb="mark line", subject=claim, article_id=claim.article_id, text=text, line=mark.pk
    )
    nudge("review")
    return mark


@transaction.atomic
def unmark_line(*, by: User | None, claim: Claim, key: str, expected: int | None = None) -> None:
    """Take back the mark on a line; `expected` as for `mark_line`. Refused where there is none."""
    by = require_person(by)
    require_on_article(by=by, verb="tick", article=claim.article)
    lock_article(claim.article_id)
    mark = ChecklistMark.objects.filter(claim=claim, key=key, current=True).first()
    _expect_mark(mark, expected)
    if mark is None or not ChecklistMark.objects.filter(pk=mark.pk, current=True).update(
        current=False
    ):
        raise Refused(_("There is no mark on this line to take back."))
    log(
        by=by,
        verb="unmark line",
        subject=claim,
        article_id=claim.article_id,
        text=f"Took back: {mark}",
        line=mark.pk,
    )
    nudge("review")


def _expect_mark(there: ChecklistMark | None, expected: int | None) -> None:
    if expected is not None and (there.pk if there else 0) != expected:
        if there is None:
            raise Refused(_("The mark was taken back while you looked. Look again."))
        raise Refused(
            _("%(who)s has marked this line while you looked. Look again.") % {"who": there.by}
        )
