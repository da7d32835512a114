"""How copy comes in: typed or pasted, as a file, or from an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles import rules
from factcheck.articles.actions.documents import copy_in
from factcheck.articles.actions.permission import require_checker
from factcheck.articles.actions.proofs import checked_copy, new_proof
from factcheck.articles.importers.copy import Copy
from factcheck.articles.models import Article, Import, ImportKey
from factcheck.newsroom.actions import Refused, log, require_role
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import nudge
from factcheck.text import MarkedBlock as Part
from factcheck.text.language.blocks import find_blocks

# Longer than anybody sends one form again, from a page left open overnight.
_KEYS_KEPT = dt.timedelta(days=1)
_NOT_DECLARED = "the day it was imported: the copy declares none"


def _published_from(published: dt.date | None, document: Copy | None) -> str:
    """Return where the date comes from: "" where a person gave it."""
    if published is None:
        return _NOT_DECLARED
    if document is None or published != document.published:
        return ""
    return document.published_from[:200]


@transaction.atomic
def import_copy(
    *,
    by: User | None,
    text: str,
    headline: str = "",
    published: dt.date | None = None,
    deadline: dt.datetime | None = None,
    author: User | None = None,
    author_name: str = "",
    checker: User | None = None,
    restricted: bool = False,
    medium: str = "paste",
    blocks: Sequence[Part] | None = None,
    url: str = "",
    embargo: str = "",
    language: str = "",
    document: Copy | None = None,
) -> Article:
    """Import a draft as proof 1.

    `published` defaults to today in the desk's zone; blocks are found in the text where the
    importer knows none; the headline is the first headline block, else the first sentence.
    `document` is what the text was read from: its sources, notes and losses are kept. Whoever
    brings copy in may restrict it; `checker` is who checks it.
    """
    require_role(by, "import article")
    _refuse_past(by, deadline)
    require_checker(checker, author=author.pk if author else None, field="checker")
    text, parts = checked_copy(text, blocks)
    parts = parts or find_blocks(text)
    # What a person gave comes before what the document says, and that before what the copy shows.
    given_headline = " ".join(rules.clean(headline).split())[:500]
    declared_embargo = document.embargo if document else ""
    declared_language = document.language if document else ""
    article = Article.objects.create(
        headline=given_headline or rules.default_headline(text, parts),
        url=url,
        published=published or timezone.localdate(timezone=Desk.load().zone),
        published_from=_published_from(published, document),
        embargo=(embargo or declared_embargo)[:500],
        language=(language or declared_language)[:10],
        deadline=deadline,
        author=author,
        assigned_to=checker,
        author_name=author_name[:200] or rules.byline_name(text, parts),
        restricted=restricted,
        created_by=by,
    )
    proof = new_proof(
        article,
        1,
        text,
        parts,
        by=by,
        medium=medium,
        document=document,
    )
    log(
        by=by,
        verb="import article",
        subject=article,
        article_id=article.pk,
        text=f"Imported “{article.headline}”.",
        hash=proof.hash,
        medium=medium,
        url=url,
    )
    nudge("articles")
    return article


Brought = TypeVar("Brought", Article, Import)


@transaction.atomic
def import_once(*, by: User, key: str, make: Callable[[], Brought]) -> Brought:
    """Bring something in by `make`, or return what the same sending has made already.

    Of two at once the second waits for the first. Keys are kept for a day; "" is no key.
    """
    require_role(by, "import article")
    if not key:
        return make()
    ImportKey.objects.filter(at__lt=timezone.now() - _KEYS_KEPT).delete()
    # The unique key makes the second of two at once wait here until the first has committed.
    kept, is_new = ImportKey.objects.get_or_create(by=by, key=key)
    made_before = kept.article or kept.fetched
    if not is_new and made_before is not None:
        return cast("Brought", made_before)
    made = make()
    column = "article" if isinstance(made, Article) else "fetched"
    ImportKey.objects.filter(pk=kept.pk).update(**{column: made})
    return made


def import_file(
    *,
    by: User | None,
    data: bytes,
    name: str,
    charset: str = "",
    **given: Any,
) -> Article:
    """Bring in a file: .txt, .md, .html, .docx or .pdf, told by its bytes.

    `given` is as for `import_copy`, and comes before what the file states of itself. Refused in one
    sentence for anything else, and nothing is kept.
    """
    require_role(by, "import article")
    document = copy_in(data, name, charset=charset)
    return import_document(by=by, document=document, **given)


def import_document(
    *,
    by: User | None,
    document: Copy,
    text: str | None = None,
    **given: Any,
) -> Article:
    """Bring in a document that was read; `text` is its copy as a person put it right.

    What is given comes before what the document states of itself.
    """
    own = {
        "headline": document.headline,
        "published": document.published,
        "author_name": document.author,
        "medium": document.medium,
    }
    filled = {name: value for name, value in given.items() if value}
    text, blocks = _put_right(document, text)
    return import_copy(
        by=by,
        text=text,
        blocks=blocks,
        document=document,
        **{**own, **filled},
    )


def _put_right(document: Copy, text: str | None) -> tuple[str, Sequence[Part] | None]:
    """Return the copy a person left, and its blocks as the document has them."""
    if text is None or text == document.text:
        return document.text, document.blocks
    if document.blocks is None:
        return text, None
    return text, rules.keep_kinds(document.text, document.blocks, text, find_blocks)


def _refuse_past(by: User | None, deadline: dt.datetime | None) -> None:
    """Raise Refused where a person gives a deadline that nobody can keep any more."""
    if by is not None and deadline is not None and deadline <= timezone.now():
        raise Refused(_("That deadline has passed. Give one to come, or none."), field="deadline")


@transaction.atomic
def import_url(
    *,
    by: User | None,
    url: str,
    headline: str = "",
    published: dt.date | None = None,
    deadline: dt.datetime | None = None,
    author: User | None = None,
    checker: User | None = None,
) -> Import:
    """Have a page fetched and made into an article by a worker; the row shows how it goes.

    What is given here comes before what the page states of itself.
    """
    require_role(by, "import article")
    _refuse_past(by, deadline)
    require_checker(checker, author=author.pk if author else None, field="checker")
    url = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise Refused(
            _("That is not the address of a page. It begins with https:// or http://.")
        ) from error
    # As the column has it; browsers allow more, and no article's address needs it.
    if len(url) > 2000:
        raise Refused(_("This address is too long."))
    row = Import.objects.create(
        url=url,
        by=by,
        headline=headline[:500],
        published=published,
        deadline=deadline,
        author=author,
        checker=checker,
    )
    log(
        by=by,
        verb="import article",
        subject=row,
        text=f"To be fetched: {url}",
    )
    nudge("articles")
    return row


@transaction.atomic
def retry_import(*, by: User | None, row: Import) -> None:
    """Have a page that could not be brought in fetched again."""
    require_role(by, "import article")
    # The state is the guard: of two who press at once, one finds it failed.
    failed = Import.objects.filter(pk=row.pk, work="failed")
    claimed = failed.update(
        work="waiting",
        tries=0,
        error="",
        next_try_at=timezone.now(),
    )
    if not claimed:
        raise Refused(_("This page is being fetched already, or is an article by now."))
    log(
        by=by,
        verb="import article",
        subject=row,
        text=f"To be fetched again: {row.url}",
    )
    nudge("articles")
