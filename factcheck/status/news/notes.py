"""News from colleagues: notes, changes, decisions, queue items, and sources that changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from factcheck.articles.models import Proof
from factcheck.desk.models import QueueItem
from factcheck.desk.reads.changes import WHOLE, ChangesLook
from factcheck.desk.reads.queue_words import item_words
from factcheck.newsroom.models import LogEntry
from factcheck.review.models import Mention, Note, NoteWording, Query, Thread, Verdict
from factcheck.review.reads.gate import page_of
from factcheck.status.news.stories import News, about, ids, said


def mention(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Notify whoever a note mentions, until the thread is resolved or they have answered in it."""
    newer = NoteWording.objects.filter(
        note=OuterRef("wording__note"), number__gt=OuterRef("wording__number")
    )
    answer = Note.objects.filter(
        thread=OuterRef("wording__note__thread"),
        by=OuterRef("user"),
        pk__gt=OuterRef("wording__note"),
    )
    rows = Mention.objects.filter(
        look.of("wording__note__thread__article"),
        ~Exists(newer),
        ~Exists(answer),
        wording__note__thread__resolved=False,
        wording__note__thread__article__closed_at=None,
    ).select_related("wording__note__by", "wording__note__thread__article")
    mentioned: set[tuple[int, int]] = set()
    for row in rows.order_by("pk"):
        note, article = row.wording.note, row.wording.note.thread.article
        if (note.pk, row.user_id) in mentioned:
            continue
        mentioned.add((note.pk, row.user_id))
        text = _("%(by)s mentions you in a note on %(about)s%(said)s") % {
            "by": note.by,
            "about": about(article),
            "said": said(article, row.wording.text),
        }
        link = _of_thread(note.thread)
        yield News(
            "mention", f"review.note:{note.pk}", article, text, link, ids(row.user_id), note.by_id
        )


def note_resolved(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Whoever began a thread hears once that somebody else has resolved it."""
    rows = Thread.objects.filter(
        look.of("article"), resolved=True, article__closed_at=None
    ).exclude(started_by=F("turned_by"))
    for thread in rows.select_related("article", "turned_by"):
        assert thread.turned_at is not None
        text = _("%(turned_by)s resolved your note on %(about)s.") % {
            "turned_by": thread.turned_by,
            "about": about(thread.article),
        }
        event = f"review.thread:{thread.pk}@{thread.turned_at:%Y%m%dT%H%M%S}"
        to = ids(thread.started_by_id)
        yield News(
            "note resolved",
            event,
            thread.article,
            text,
            _of_thread(thread),
            to,
            thread.turned_by_id,
        )


def _of_thread(thread: Thread) -> str:
    return reverse("review:notes", args=[thread.article_id]) + f"?show=all#thread-{thread.pk}"


def change(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Notify the author of proposed words until answered, of a decided change until it is made."""
    later = Proof.objects.filter(article=OuterRef("article"), created_at__gt=OuterRef("decided_at"))
    proposed = Q(state="open") & ~Q(new="")
    rows = Query.objects.filter(
        look.of("article"),
        proposed | Q(~Exists(later), state="decided", decision="change"),
        article__closed_at=None,
    )
    for query in rows.select_related("article", "raised_by", "decided_by"):
        article = query.article
        words = said(article, f"“{query.old}” → “{query.new}”" if query.new else query.text)
        who, by = (
            (query.raised_by, query.raised_by_id)
            if query.state == "open"
            else (query.decided_by, query.decided_by_id)
        )
        sentence = (
            _("%(who)s proposes a change of %(about)s%(words)s")
            if query.state == "open"
            else _("%(who)s decided on a change of %(about)s%(words)s")
        )
        text = sentence % {"who": who, "about": about(article), "words": words}
        to = ids(article.author_id or article.created_by_id)
        event = f"review.query:{query.pk}@{query.state}"
        yield News(
            "change", event, article, text, f"{page_of(article.pk)}#query-{query.pk}", to, by
        )


def decided(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Notify whoever raised a query of its decision; the author too, unless a change is theirs."""
    rows = Query.objects.filter(look.of("article"), state="decided", article__closed_at=None)
    for query in rows.select_related("article", "decided_by"):
        article = query.article
        text = _("%(decided_by)s decided a query on %(about)s: %(decision)s%(said)s") % {
            "decided_by": query.decided_by,
            "about": about(article),
            "decision": query.decision,
            "said": said(article, query.text),
        }
        author = None if query.decision == "change" else article.author_id or article.created_by_id
        to = ids(query.raised_by_id, author)
        link = page_of(article.pk) + "#queries"
        yield News(
            "decided",
            f"review.query:{query.pk}@decided",
            article,
            text,
            link,
            to,
            query.decided_by_id,
        )


def source_changed(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Notify of a verdict reopened because its source or words changed, until it is ruled on."""
    on_claim = Verdict.objects.filter(claim=OuterRef("claim"), current=True)
    on_quote = Verdict.objects.filter(quote=OuterRef("quote"), current=True)
    # A verdict whose words changed is current still: it counts again when they are back.
    unruled_claim = Q(current=True) | Q(~Exists(on_claim))
    unruled_quote = Q(current=True) | Q(~Exists(on_quote))
    on_desk_claim = Q(claim__article__closed_at=None, claim__standing="live")
    on_desk_quote = Q(quote__article__closed_at=None, quote__standing="live")
    of_claims = look.of("claim__article") & on_desk_claim & unruled_claim
    of_quotes = look.of("quote__article") & on_desk_quote & unruled_quote
    rows = Verdict.objects.filter(of_claims | of_quotes).exclude(reopened="")
    for verdict in rows.select_related("claim__article", "quote__article"):
        mark = verdict.claim or verdict.quote
        assert mark is not None
        article = mark.article
        text = _("A verdict on %(about)s is open again%(said)s") % {
            "about": about(article),
            "said": said(article, verdict.reopened),
        }
        to = ids(verdict.by_id, article.assigned_to_id)
        link = f"{page_of(article.pk)}#{mark.key}"
        yield News(
            "source changed", f"review.verdict:{verdict.pk}@reopened", article, text, link, to
        )


def queue_item(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Whoever was given an item that waits, each time it is given."""
    items = {
        waiting_item.pk: waiting_item
        for waiting_item in QueueItem.objects.waiting(now)
        .filter(look.of_or_none("article"), assigned_to__is_active=True)
        .select_related("article", "assigned_to")
    }
    given = LogEntry.objects.filter(
        subject="desk.queueitem", subject_id__in=items, verb="assign item"
    )
    newest = {
        item: (pk, by)
        for item, pk, by in given.order_by("pk").values_list("subject_id", "pk", "by")
    }
    for pk, item in items.items():
        if item.assigned_to is None or not item.assigned_to.may("work queue"):
            continue
        entry, by = newest.get(pk, (0, None))
        secret = item.article is not None and item.article.restricted
        what = _("on a restricted article") if secret else item_words(item.text)
        text = _("Assigned to you: %(kind)s, %(what)s") % {"kind": item.kind, "what": what}
        link = item.link or reverse("admin:desk_queueitem_changelist") + "?who=me"
        yield News(
            "queue item",
            f"desk.queueitem:{pk}@{entry}",
            item.article,
            text,
            link,
            ids(item.assigned_to_id),
            by,
        )
