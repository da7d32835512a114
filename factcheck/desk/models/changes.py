"""Which articles changed since each of three readers last looked at them.

They are the review queue, the notices, and whoever tells that a ruling lost its words.

The database notes a change by itself, in its transaction, as it does for the desk's lines; each
reader deletes the notes that it has read.
"""

from __future__ import annotations

from typing import Any, Final

import pgtrigger
from django.db import models

from factcheck.articles.models import Import
from factcheck.desk.models.lines import DeskLine, StaleDeskLine
from factcheck.desk.models.queue import QueueItem
from factcheck.evidence.models import Document, Hit, Provider, Recheck
from factcheck.newsroom.dates import MomentField
from factcheck.post.models import Incoming, Mailbox
from factcheck.replies.models import Contact, MailNotice, Reply
from factcheck.review.models import LaterEvent, Mention, Note, NoteWording, Thread

QUEUE: Final = "queue"
NEWS: Final = "news"
WORDS: Final = "words"
READERS: Final = [QUEUE, NEWS, WORDS]


class ChangedArticle(models.Model):
    """Something of this article changed that the reader has not looked at yet.

    No foreign key: an article may be gone by now. Empty: something of no article.
    """

    article_id = models.BigIntegerField(null=True)
    reader = models.CharField(max_length=5, choices=[(r, r) for r in READERS])

    class Meta:
        indexes = [models.Index(fields=["reader", "id"], name="changed_for_reader")]

    def __str__(self) -> str:
        return f"article {self.article_id}, for {self.reader}"


class LastLook(models.Model):
    """When a reader last looked at what had changed, and when at all there is."""

    reader = models.CharField(max_length=5, choices=[(r, r) for r in READERS], unique=True)
    at = MomentField(null=True)
    whole_at = MomentField(null=True)

    def __str__(self) -> str:
        return f"{self.reader}, {self.at}"


_NOTE = """
FOR it IN {articles} LOOP
    {inserts}
END LOOP;
RETURN NULL;
"""
_INSERT = "INSERT INTO desk_changedarticle (article_id, reader) VALUES (it, '{reader}');"


def _noting(
    articles: str, operation: Any, readers: list[str], condition: Any = None
) -> pgtrigger.Trigger:
    """Return a trigger that notes a change of `articles`: SQL over NEW and OLD."""
    inserts = "\n    ".join(_INSERT.format(reader=reader) for reader in readers)
    return pgtrigger.Trigger(
        name="notes_change",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=operation,
        condition=condition,
        declare=[("it", "bigint")],
        func=_NOTE.format(articles=articles, inserts=inserts),
    )


def _watch(model: type[models.Model], trigger: pgtrigger.Trigger) -> type[models.Model]:
    """Declare a trigger on another model's table, which takes a proxy model."""
    meta = type(
        "Meta",
        (),
        {"proxy": True, "app_label": "desk", "default_permissions": (), "triggers": [trigger]},
    )
    body: dict[str, Any] = {"Meta": meta, "__module__": __name__}
    return type(f"Noted{model.__name__}", (model,), body)


_WRITTEN = pgtrigger.Insert | pgtrigger.Update
_OF_NOTE = """SELECT t.article_id FROM review_note n JOIN review_thread t ON t.id = n.thread_id
    WHERE n.id = NEW.note_id"""
_OF_MENTION = """SELECT t.article_id FROM review_notewording w JOIN review_note n
    ON n.id = w.note_id JOIN review_thread t ON t.id = n.thread_id WHERE w.id = NEW.wording_id"""
_OF_PAGE = """SELECT DISTINCT c.article_id FROM evidence_hit h JOIN evidence_search s
    ON s.id = h.search_id JOIN claims_claim c ON c.id = s.claim_id WHERE h.document_id = NEW.id"""
_OF_HIT = """SELECT c.article_id FROM evidence_search s JOIN claims_claim c ON c.id = s.claim_id
    JOIN evidence_document d ON d.id = NEW.document_id
    WHERE s.id = NEW.search_id AND d.work = 'failed'"""
_OF_RECHECK = """SELECT DISTINCT c.article_id FROM evidence_evidence e JOIN claims_claim c
    ON c.id = e.claim_id WHERE e.document_id = NEW.document_id AND e.ruling = 'accepted'"""

_NO_ARTICLE = "SELECT NULL::bigint"
# What the queue says of rows that are not, or not only, an article's.
_OF_NO_ARTICLE: dict[type[models.Model], tuple[str, ...]] = {
    Provider: ("on", "failing_since", "last_error"),
    Mailbox: ("error",),
    Contact: ("health", "retired_at", "address"),
    Incoming: ("state",),
    Import: ("work", "article_id"),
}

NOTED = [
    _watch(StaleDeskLine, _noting("SELECT NEW.article_id", pgtrigger.Insert, READERS)),
    # Time alone changed what the gate says of it.
    _watch(
        DeskLine,
        _noting(
            "SELECT NEW.article_id",
            pgtrigger.Update,
            [QUEUE, NEWS],
            pgtrigger.Condition("(OLD.good_until <= NEW.drawn_at)"),
        ),
    ),
    _watch(QueueItem, _noting("SELECT NEW.article_id", _WRITTEN, [NEWS])),
    _watch(Thread, _noting("SELECT NEW.article_id", _WRITTEN, [NEWS])),
    _watch(
        Note,
        _noting(
            "SELECT article_id FROM review_thread WHERE id = NEW.thread_id",
            pgtrigger.Insert,
            [NEWS],
        ),
    ),
    _watch(NoteWording, _noting(_OF_NOTE, pgtrigger.Insert, [NEWS])),
    _watch(Mention, _noting(_OF_MENTION, pgtrigger.Insert, [NEWS])),
    _watch(
        LaterEvent,
        _noting(
            "SELECT article_id FROM review_clearance WHERE id = NEW.clearance_id",
            pgtrigger.Insert,
            [NEWS],
        ),
    ),
    _watch(
        Document,
        _noting(
            _OF_PAGE,
            pgtrigger.Update,
            [QUEUE],
            pgtrigger.Condition("((OLD.work = 'failed') <> (NEW.work = 'failed'))"),
        ),
    ),
    _watch(Hit, _noting(_OF_HIT, pgtrigger.Insert, [QUEUE])),
    _watch(
        Recheck,
        _noting(_OF_RECHECK, pgtrigger.Update, [QUEUE], pgtrigger.AnyChange("changed_at")),
    ),
    *(
        _watch(model, _noting(_NO_ARTICLE, pgtrigger.Update, [QUEUE], pgtrigger.AnyChange(*fields)))
        for model, fields in _OF_NO_ARTICLE.items()
    ),
    *(_watch(model, _noting(_NO_ARTICLE, _WRITTEN, [QUEUE])) for model in (MailNotice, Reply)),
]
