"""What is done to a story and its copy."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from factcheck.articles import rules
from factcheck.articles.annotations import carry_annotations, store
from factcheck.articles.importers.copy import BadFile, Copy
from factcheck.articles.importers.files import read_file, read_pasted, read_pasted_text
from factcheck.articles.models import Article, Block, Import, ImportKey, LegalHold, Proof, hash_of
from factcheck.articles.rules import carry
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.rules import why_not_now
from factcheck.newsroom.sweeps import nudge
from factcheck.text import MarkedBlock as Part
from factcheck.text.language.blocks import find_blocks

_KEYS_KEPT = dt.timedelta(days=1)


class Outdated(Refused):
    """Someone else was quicker: what this was based on is no longer current."""


SETTABLE = (
    "headline",
    "embargo",
    "deadline",
    "assigned_to",
    "author",
    "author_name",
    "published",
    "restricted",
    "team",
)
_RESTRICTING = frozenset({"restricted", "team"})


def require_on_article(*, by: User | None, verb: str, article: Article) -> None:
    """Raise NotAllowed unless `by` may do `verb`, and may see `article` at all.

    Raise Refused where the article as it stands keeps them from it (`why_not_now`). Every later
    room's action asks here.
    """
    newsroom.require_role(by, verb)
    if by is None:
        return
    cleared = Proof.objects.filter(article=OuterRef("pk"), current=True, cleared_at__isnull=False)
    rows = Article.objects.visible_to(by).filter(pk=article.pk).annotate(cleared=Exists(cleared))
    seen = rows.values_list("closed_at", "author_id", "cleared").first()
    if seen is None:
        raise NotAllowed("This article is restricted to its team. Ask an editor to add you.")
    closed_at, author, is_cleared = seen
    reason = why_not_now(
        verb, is_author=author == by.pk, closed=closed_at is not None, cleared=is_cleared
    )
    if reason:
        raise Refused(reason)


def _checked(text: str, blocks: Sequence[Part] | None) -> tuple[str, tuple[Part, ...] | None]:
    """Return the copy as it will be stored; raise Refused where it cannot be."""
    if (
        len(text) > rules.MAX_CHARACTERS
        or len(text.encode("utf-8", "surrogatepass")) > settings.IMPORT_MAX_BYTES
    ):
        raise Refused(
            f"This is longer than an article: at most {rules.MAX_CHARACTERS:,} characters."
        )
    if blocks is None:
        text, parts = rules.clean(text), None
    else:
        try:
            text, parts = rules.clean_blocks(text, blocks)
        except ValueError as error:
            raise Refused(str(error)) from error
    if not any(character.isalnum() for character in text):
        raise Refused("There are no words in this copy.")
    return text, parts


def _new_proof(
    article: Article,
    number: int,
    text: str,
    blocks: Sequence[Part],
    *,
    by: User | None,
    medium: str,
    document: Copy | None = None,
) -> Proof:
    proof = Proof.objects.create(
        article=article,
        number=number,
        text=text,
        hash=hash_of(text),
        medium=medium,
        encoding=document.encoding[:40] if document else "",
        created_by=by,
    )
    if document is not None:
        _store_document(proof, document)
    Block.objects.bulk_create(
        Block(proof=proof, kind=part.kind, start=part.span[0], end=part.span[1]) for part in blocks
    )
    return proof


def _store_document(proof: Proof, document: Copy) -> None:
    """Store what a document brought, where its words stand in the proof's text."""
    given = [*(s.span for s in document.sources), *(n.span for n in document.notes)]
    spans = [span for span in given if span is not None]
    fates = carry(document.text, proof.text, spans)
    places = {span: fate.span for span, fate in zip(spans, fates, strict=True)}
    store(proof, document.placed_in(proof.text, places))


NOT_DECLARED = "the day it was brought in: the copy declares none"


def _published_from(published: dt.date | None, document: Copy | None) -> str:
    """Return where the date comes from: "" where a person gave it."""
    if published is None:
        return NOT_DECLARED
    own = document is not None and published is not None and published == document.published
    return document.published_from[:200] if document is not None and own else ""


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
    restricted: bool = False,
    medium: str = "paste",
    blocks: Sequence[Part] | None = None,
    url: str = "",
    embargo: str = "",
    language: str = "",
    document: Copy | None = None,
) -> Article:
    """Bring in a draft as proof 1.

    `published` defaults to today in the desk's zone; blocks are found in the text where the
    importer knows none; the headline is the first headline block, else the first sentence.
    `document` is what the text was read from: its sources, notes and losses are kept.
    """
    newsroom.require_role(by, "import article")
    if restricted:
        newsroom.require_role(by, "restrict article")
    _refuse_past(by, deadline)
    text, parts = _checked(text, blocks)
    parts = parts or find_blocks(text)
    article = Article.objects.create(
        headline=" ".join(rules.clean(headline).split())[:500]
        or rules.default_headline(text, parts),
        url=url,
        published=published or timezone.localdate(timezone=Desk.load().zone),
        published_from=_published_from(published, document),
        embargo=(embargo or (document.embargo if document else ""))[:500],
        language=(language or (document.language if document else ""))[:10],
        deadline=deadline,
        author=author,
        author_name=author_name[:200] or rules.byline_name(text, parts),
        restricted=restricted,
        created_by=by,
    )
    proof = _new_proof(article, 1, text, parts, by=by, medium=medium, document=document)
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
    newsroom.require_role(by, "import article")
    if not key:
        return make()
    ImportKey.objects.filter(at__lt=timezone.now() - _KEYS_KEPT).delete()
    kept, is_new = ImportKey.objects.get_or_create(by=by, key=key)
    there = kept.article or kept.fetched
    if not is_new and there is not None:
        return cast("Brought", there)
    made = make()
    column = "article" if isinstance(made, Article) else "fetched"
    ImportKey.objects.filter(pk=kept.pk).update(**{column: made})
    return made


def import_file(
    *, by: User | None, data: bytes, name: str, charset: str = "", **given: Any
) -> Article:
    """Bring in a file: .txt, .md, .html, .docx or .pdf, told by its bytes.

    `given` is as for `import_copy`, and comes before what the file states of itself. Refused in one
    sentence for anything else, and nothing is kept.
    """
    newsroom.require_role(by, "import article")
    return import_document(by=by, document=copy_in(data, name, charset=charset), **given)


def import_document(
    *, by: User | None, document: Copy, text: str | None = None, **given: Any
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
    return import_copy(by=by, text=text, blocks=blocks, document=document, **{**own, **filled})


def _put_right(document: Copy, text: str | None) -> tuple[str, Sequence[Part] | None]:
    """Return the copy a person left, and its blocks as the document has them."""
    if text is None or text == document.text:
        return document.text, document.blocks
    if document.blocks is None:
        return text, None
    return text, rules.keep_kinds(document.text, document.blocks, text, find_blocks)


def pasted_document(text: str, html: str = "") -> Copy:
    """Return pasted words, with their links and notes where the program they are from gives them.

    `html` is what came along on the clipboard; it counts only where it holds the same words.
    """
    if html and len(html) <= settings.IMPORT_MAX_BYTES:
        with contextlib.suppress(BadFile):
            document = read_pasted(html)
            if _says_the_same(document, text):
                return document
    try:
        return read_pasted_text(text)
    except BadFile as error:
        raise Refused("There are no words in this copy.") from error


def _says_the_same(document: Copy, text: str) -> bool:
    """Return whether a document holds the words of a text, but for what it says it left out.

    Notes stand below the words on a clipboard, their numbers among them; struck words do too.
    """
    own, given = _key(document.text), _key(text)
    beside = sum(len(_key(s.text)) for s in document.sources)
    beside += sum(len(_key(n.text)) + len(_key(n.by)) + 8 for n in document.notes)
    beside += sum(len(_key(row.text)) + 4 * row.count for row in document.left_out)
    digits = 4 * len(document.sources)
    # Bullets and numbers of lists stand in one of the two alone.
    few = 8 + len(own) // 50
    close = len(given) - len(own) <= beside + digits + few
    return bool(own) and close and _is_within(own, given)


def _is_within(own: str, given: str) -> bool:
    """Return whether the letters of one text stand in another, in their order."""
    rest = iter(given)
    return all(character in rest for character in own)


def _key(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _refuse_past(by: User | None, deadline: dt.datetime | None) -> None:
    """Raise Refused where a person gives a deadline that nobody can keep any more."""
    if by is not None and deadline is not None and deadline <= timezone.now():
        raise Refused("That deadline has passed. Give one to come, or none.", field="deadline")


@transaction.atomic
def import_url(
    *,
    by: User | None,
    url: str,
    headline: str = "",
    published: dt.date | None = None,
    deadline: dt.datetime | None = None,
    author: User | None = None,
) -> Import:
    """Have a page fetched and made into an article by a worker; the row shows how it goes.

    What is given here comes before what the page states of itself.
    """
    newsroom.require_role(by, "import article")
    _refuse_past(by, deadline)
    url = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise Refused(
            "That is not the address of a page. It begins with https:// or http://."
        ) from error
    if len(url) > 2000:
        raise Refused("This address is too long.")
    row = Import.objects.create(
        url=url,
        by=by,
        headline=headline[:500],
        published=published,
        deadline=deadline,
        author=author,
    )
    log(by=by, verb="import article", subject=row, text=f"To be fetched: {url}")
    nudge("articles")
    return row


@transaction.atomic
def retry_import(*, by: User | None, row: Import) -> None:
    """Have a page that could not be brought in fetched again."""
    newsroom.require_role(by, "import article")
    again = Import.objects.filter(pk=row.pk, work="failed")
    if not again.update(work="waiting", tries=0, error="", next_try_at=timezone.now()):
        raise Refused("This page is being fetched already, or is an article by now.")
    log(by=by, verb="import article", subject=row, text=f"To be fetched again: {row.url}")
    nudge("articles")


@transaction.atomic
def edit_copy(
    *,
    by: User | None,
    article: Article,
    text: str,
    base: Proof,
    blocks: Sequence[Part] | None = None,
    medium: str = "paste",
    document: Copy | None = None,
    why: str = "",
) -> Proof:
    """Make the next proof.

    Refused when `base`, the proof the person edited, is no longer the current one. The same copy
    again makes no proof: the current one is returned. A cleared proof is corrected with a reason
    (`why`): its clearance ends.
    """
    require_on_article(by=by, verb="edit copy", article=article)
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if locked.closed_at is not None:
        raise Refused("This article is closed. Reopen it to change the copy.")
    current = locked.current_proof()
    if current.pk != base.pk:
        raise Outdated(
            "Someone changed the copy since you opened it. "
            "Take your change over into the newest proof."
        )
    text, parts = _checked(text, blocks)
    was = [Part(block.kind, (block.start, block.end)) for block in current.blocks.all()]  # type: ignore[arg-type]
    if parts is None:
        parts = rules.keep_kinds(current.text, was, text, find_blocks)
    if text == current.text and (blocks is None or list(parts) == was):
        return current
    corrects = by is not None and current.cleared_at is not None
    if corrects and not why.strip():
        raise Refused(
            f"Proof {current.number} is cleared to run. Say why it is corrected: whoever cleared "
            "it is told.",
            field="why",
        )
    Proof.objects.filter(pk=current.pk).update(current=False)
    proof = _new_proof(locked, current.number + 1, text, parts, by=by, medium=medium)
    carry_annotations(current, proof)
    if document is not None:
        _store_document(proof, document)
    log(
        by=by,
        verb="edit copy",
        subject=proof,
        article_id=article.pk,
        text=f"Proof {proof.number}: {rules.describe_change(current.text, text)}."
        + (f" A correction of what was cleared: {why.strip()}" if corrects else ""),
        base=current.pk,
        hash=proof.hash,
        medium=medium,
        changes={"proof": [str(current.number), str(proof.number)]},
    )
    nudge("articles")
    return proof


@transaction.atomic
def reopen_copy(*, by: User | None, article: Article, base: Proof, why: str) -> Proof:
    """End a clearance without an edit: the same words, as the next proof.

    `base` is the cleared proof that the person looked at. Rulings and signatures on the words hold.
    """
    require_on_article(by=by, verb="reopen copy", article=article)
    if not why.strip():
        raise Refused("Say why the clearance ends.", field="why")
    locked = Article.objects.select_for_update().get(pk=article.pk)
    current = locked.current_proof()
    if current.pk != base.pk:
        raise Outdated("Someone changed the copy since you looked. Look at the newest proof.")
    if current.cleared_at is None:
        raise Refused("This proof is not cleared: there is nothing to reopen.")
    parts = [Part(block.kind, (block.start, block.end)) for block in current.blocks.all()]  # type: ignore[arg-type]
    Proof.objects.filter(pk=current.pk).update(current=False)
    proof = _new_proof(
        locked,
        current.number + 1,
        current.text,
        parts,
        by=current.created_by,  # whoever made the words: they sign nothing of them
        medium=current.medium,
    )
    carry_annotations(current, proof)
    log(
        by=by,
        verb="reopen copy",
        subject=proof,
        article_id=article.pk,
        text=f"Reopened: {why.strip()} Proof {proof.number} has the words of {current.number}.",
        base=current.pk,
        changes={"proof": [str(current.number), str(proof.number)]},
    )
    nudge("articles")
    return proof


def edit_file(*, by: User | None, article: Article, data: bytes, name: str, base: Proof) -> Proof:
    """Make the next proof from a file, of any kind `import_file` takes."""
    require_on_article(by=by, verb="edit copy", article=article)
    copy = copy_in(data, name)
    return edit_copy(
        by=by,
        article=article,
        text=copy.text,
        blocks=copy.blocks,
        base=base,
        medium=copy.medium,
        document=copy,
    )


class LeadsOn(Refused):
    """A page holds nothing but the address of another; `address` is that one."""

    def __init__(self, sentence: str, address: str) -> None:
        super().__init__(sentence)
        self.address = address


def copy_in(data: bytes, name: str, *, charset: str = "", address: str = "") -> Copy:
    """Return what a file holds, or raise Refused with one sentence. Nothing is stored."""
    limit = settings.IMPORT_MAX_BYTES
    try:
        return read_file(data, name, charset=charset, address=address, max_bytes=limit)
    except BadFile as error:
        if error.leads_to:
            raise LeadsOn(str(error), error.leads_to) from error
        raise Refused(str(error)) from error


def _format_value(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    return "none" if value is None else str(value)


@transaction.atomic
def set_article(*, by: User | None, article: Article, **changes: Any) -> Article:
    """Change what is said of the story: any of SETTABLE.

    `team` is an iterable of users; the rest are fields.
    """
    unknown = set(changes) - set(SETTABLE)
    if unknown:
        raise TypeError(f"An article has no {', '.join(sorted(unknown))} to set.")
    if set(changes) - _RESTRICTING:
        require_on_article(by=by, verb="set article", article=article)
    if _RESTRICTING & set(changes):
        require_on_article(by=by, verb="restrict article", article=article)
    if "headline" in changes and not str(changes["headline"]).strip():
        raise Refused("An article needs a headline.")
    locked = Article.objects.select_for_update().get(pk=article.pk)
    logged = {**_set_team(locked, changes.pop("team", None)), **_set_fields(locked, changes)}
    logged |= _keep_inside(locked, by)
    if logged:
        text = "; ".join(
            f"{name.replace('_', ' ')}: {before or 'none'} → {after or 'none'}"
            for name, (before, after) in logged.items()
        )
        log(
            by=by,
            verb="set article",
            subject=locked,
            article_id=locked.pk,
            text=text,
            changes=logged,
        )
        nudge("articles")
    article.refresh_from_db()
    return article


def _set_team(article: Article, team: Iterable[User] | None) -> dict[str, list[str]]:
    """Set the team where one is given; return its names before and after where they differ."""
    if team is None:
        return {}
    names = [_team_names(article)]
    article.team.set(team)
    names.append(_team_names(article))
    return {"team": names} if names[0] != names[1] else {}


def _keep_inside(article: Article, by: User | None) -> dict[str, list[str]]:
    """Put whoever restricts an article on its team, where they could not see it any longer.

    Else they could not take back what they did, and only a chief could.
    """
    if by is None or Article.objects.visible_to(by).filter(pk=article.pk).exists():
        return {}
    before = _team_names(article)
    article.team.add(by)
    return {"team": [before, _team_names(article)]}


def _team_names(article: Article) -> str:
    return ", ".join(sorted(str(user) for user in article.team.all()))


def _set_fields(article: Article, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Save the fields that differ; return each as it was and as it is, for the log."""
    before = {name: getattr(article, name) for name in values}
    logged = {
        name: [_format_value(before[name]), _format_value(value)]
        for name, value in values.items()
        if before[name] != value
    }
    for name in logged:
        setattr(article, name, values[name])
    if "published" in logged:
        article.published_from = ""  # a person's word, no longer the document's
    article.save(update_fields=[*logged, "published_from"])
    return logged


@transaction.atomic
def hold_article(*, by: User, article: Article, why: str) -> LegalHold:
    """Put an article under legal hold: nothing of it is erased until somebody lifts it.

    Raises Refused without a reason, or where a hold stands.
    """
    require_on_article(by=by, verb="hold article", article=article)
    why = why.strip()
    if not why:
        raise Refused("Say why it is held: whoever lifts it must know.", field="why")
    hold, is_new = LegalHold.objects.get_or_create(
        article=article, ended_at=None, defaults={"by": by, "why": why[:500]}
    )
    if not is_new:
        raise Refused(f"{hold.by} put this article under legal hold already: {hold.why}")
    text = f"Put under legal hold: {hold.why}"
    log(by=by, verb="hold article", subject=hold, article_id=article.pk, text=text)
    return hold


@transaction.atomic
def lift_hold(*, by: User, article: Article, hold_id: int, why: str) -> None:
    """End the hold that was shown, with the reason. Raises Refused where it stands no longer."""
    require_on_article(by=by, verb="hold article", article=article)
    why = why.strip()
    if not why:
        raise Refused("Say why the hold may end.", field="why")
    standing = LegalHold.objects.filter(pk=hold_id, article=article, ended_at=None)
    if standing.update(ended_by=by, ended_at=timezone.now()) != 1:
        raise Refused("This hold has been lifted already. Reload the page.")
    hold = LegalHold.objects.get(pk=hold_id)
    text = f"Legal hold lifted: {why[:500]}"
    log(by=by, verb="hold article", subject=hold, article_id=article.pk, text=text)


def _set_closed(
    *, by: User | None, article: Article, closed_at: dt.datetime | None, text: str
) -> None:
    require_on_article(by=by, verb="close article", article=article)
    with transaction.atomic():
        changed = Article.objects.filter(pk=article.pk, closed_at__isnull=closed_at is not None)
        if changed.update(closed_at=closed_at):
            log(by=by, verb="close article", subject=article, article_id=article.pk, text=text)
            nudge("articles")
    article.refresh_from_db()


def close_article(*, by: User | None, article: Article, reason: str = "") -> None:
    """Take it off the desk, cleared or dropped; everything is kept.

    Closing twice is closing once.
    """
    _set_closed(
        by=by,
        article=article,
        closed_at=timezone.now(),
        text=f"Closed: {reason}." if reason else "Closed.",
    )


def reopen_article(*, by: User | None, article: Article) -> None:
    """Put it back on the desk."""
    _set_closed(by=by, article=article, closed_at=None, text="Reopened.")
