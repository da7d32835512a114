"""Notes between colleagues: begun, answered, reworded, resolved and reopened."""

from __future__ import annotations

import unicodedata

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.translating import translated
from factcheck.post.rules import storable
from factcheck.replies.models import Reply
from factcheck.review.actions.guards import require_person
from factcheck.review.models import NOTE_LENGTH, Mention, Note, NoteWording, Thread
from factcheck.review.reads.notes import people_for
from factcheck.review.rules.mentions import Mentioned, Unclear, mentions

VERB = "write note"


@transaction.atomic
def start_thread(
    *,
    by: User | None,
    article: Article,
    text: str,
    claim: Claim | None = None,
    quote: Quote | None = None,
    fact: Fact | None = None,
) -> Thread:
    """Begin a thread on one mark, or on the whole article.

    Refused where an @name in it is not clear.
    """
    by = require_person(by)
    require_on_article(by=by, verb=VERB, article=article)
    marks = {"claim": claim, "quote": quote, "fact": fact}
    on = [mark for mark in marks.values() if mark is not None]
    if len(on) > 1:
        raise ValueError("A note is on one mark.")
    if any(mark.article_id != article.pk for mark in on):
        raise Refused(_("These words belong to another article."))
    words = on[0].text if on else ""
    thread = Thread.objects.create(article=article, started_by=by, text=words, **marks)
    _say(by=by, thread=thread, text=text, text_of_log="Note")
    return thread


@transaction.atomic
def answer_thread(*, by: User | None, thread: Thread, text: str) -> Note:
    """Add a note to a thread. A resolved one is open again: there is more to say."""
    by = require_person(by)
    require_on_article(by=by, verb=VERB, article=thread.article)
    locked = (
        Thread.objects.select_for_update(no_key=True).select_related("article").get(pk=thread.pk)
    )
    note = _say(by=by, thread=locked, text=text, text_of_log="Answer")
    if locked.resolved:
        _turn(by=by, thread=locked, resolved=False)
    return note


@transaction.atomic
def reword_note(*, by: User | None, note: Note, text: str, seen: int | None = None) -> NoteWording:
    """Change the words of one's own note; the earlier words are kept.

    `seen` is the number of the wording on the person's screen: Refused where a newer one is there.
    """
    by = require_person(by)
    article = note.thread.article
    require_on_article(by=by, verb=VERB, article=article)
    if note.by_id != by.pk:
        raise NotAllowed(_("Only %(by)s may edit this note. Answer it instead.") % {"by": note.by})
    locked = Note.objects.select_for_update().select_related("thread__article").get(pk=note.pk)
    last = locked.wordings.aggregate(number=Max("number"))["number"] or 0
    before = locked.wordings.get(number=last)
    if seen is not None and seen != last:
        raise Refused(_("You have edited this note in another window. Look at it again first."))
    if before.text == _checked(text):
        return before
    wording = _word(note=locked, text=text, number=last + 1)
    text_of_log = f"Note edited: “{before.text}” → “{wording.text}”"
    log(by=by, verb=VERB, subject=locked, article_id=article.pk, text=text_of_log)
    nudge("review")
    return wording


@transaction.atomic
def resolve_thread(*, by: User | None, thread: Thread) -> Thread:
    """Mark the thread as settled; resolving twice is the same as resolving once."""
    return _turned(by=by, thread=thread, resolved=True)


@transaction.atomic
def reopen_thread(*, by: User | None, thread: Thread) -> Thread:
    """Open the thread again, because it is not settled after all."""
    return _turned(by=by, thread=thread, resolved=False)


def _turned(*, by: User | None, thread: Thread, resolved: bool) -> Thread:
    by = require_person(by)
    require_on_article(by=by, verb=VERB, article=thread.article)
    locked = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if locked.resolved != resolved:
        _turn(by=by, thread=locked, resolved=resolved)
    return locked


def _turn(*, by: User, thread: Thread, resolved: bool) -> None:
    thread.resolved, thread.turned_by, thread.turned_at = resolved, by, timezone.now()
    thread.save(update_fields=["resolved", "turned_by", "turned_at"])
    text_of_log = f"{'Resolved' if resolved else 'Reopened'} the notes on {_about(thread)}."
    log(by=by, verb=VERB, subject=thread, article_id=thread.article_id, text=text_of_log)
    nudge("review")


@transaction.atomic
def note_late_reply(reply_id: int) -> Thread | None:
    """Open a note to the editor on an answer that came once its article was closed.

    Once for each; None where there is one, or where the article was opened again. The words stay
    with the request: they may be none to repeat.
    """
    rows = late_replies().select_related("request__party", "request__article")
    reply = rows.filter(pk=reply_id).first()
    if reply is None or reply.request is None:
        return None
    article = reply.request.article
    thread, is_new = Thread.objects.get_or_create(reply=reply, defaults={"article": article})
    if not is_new:
        return None
    text = (
        f"To the editor: {reply.request.party} answered after the article was closed. Read the "
        "answer on its request, and decide whether the story needs a correction or an addition."
    )
    _say(by=None, thread=thread, text=text, text_of_log="Note")
    return thread


def late_replies() -> QuerySet[Reply]:
    """Return the answers that came after their article was closed and have no note yet."""
    return Reply.objects.filter(
        request__article__closed_at__isnull=False,
        received_at__gt=F("request__article__closed_at"),
        thread=None,
    ).exclude(says="not about this")


def _say(*, by: User | None, thread: Thread, text: str, text_of_log: str) -> Note:
    note = Note.objects.create(thread=thread, by=by)
    wording = _word(note=note, text=text, number=1)
    line = f"{text_of_log} on {_about(thread)}: {wording.text}"
    log(by=by, verb=VERB, subject=note, article_id=thread.article_id, text=line)
    nudge("review")
    return note


def _word(*, note: Note, text: str, number: int) -> NoteWording:
    text = _checked(text)
    called = _called(text, note.thread.article)
    wording = NoteWording.objects.create(note=note, number=number, text=text)
    Mention.objects.bulk_create(
        Mention(wording=wording, user_id=mention.person.id, start=mention.start, end=mention.end)
        for mention in called
    )
    return wording


def _called(text: str, article: Article) -> list[Mentioned]:
    if "@" not in text:
        return []
    try:
        return mentions(text, people_for(article))
    except Unclear as unclear:
        raise Refused(translated(unclear.args[0])) from unclear


def _checked(text: str) -> str:
    text = unicodedata.normalize("NFC", storable(text)).replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("Write the note."))
    if len(text) > NOTE_LENGTH:
        raise Refused(
            _("This note is too long: at most %(note_length)s characters.")
            % {"note_length": f"{NOTE_LENGTH:,}"}
        )
    return text


def _about(thread: Thread) -> str:
    return f"“{thread}”" if thread.text else "the article"
