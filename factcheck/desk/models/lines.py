"""Tables behind the desk page: one line per article, and the filters people saved.

A line holds what `reads.gate` finds, so that ten thousand articles can be sorted by it. The
database itself watches whatever the gate reads: a change, by whatever hand, leaves a StaleDeskLine
row in the same transaction, and the line is drawn again before it is shown (actions.lines).
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import (
    Accusation,
    Ask,
    AskedParty,
    Claim,
    Extraction,
    Fact,
    Party,
    Quote,
    Tk,
)
from factcheck.evidence.models import Comparison, Evidence
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import Desk, User
from factcheck.post.models import Outgoing
from factcheck.replies.models import (
    CommentRequest,
    Contact,
    Extension,
    Letter,
    MailNotice,
    Point,
    PointSource,
    PointWording,
    PutPoint,
    Reply,
    RequestCall,
    Use,
)
from factcheck.review.models import Clearance, CountedKind, Query, SignOff, Tick, Verdict

PLACES = ["desk", "queue"]


class DeskLine(FastRowModel):
    """An article as the desk page shows it, of `drawn_at`.

    `reasons`: [{"reason", "count", "what", "link", "since"}] in the gate's order, "since" the ISO
    instant at which it was first seen to stand. `good_until`: when time alone changes it (a
    deadline ends).
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="line")
    state = models.CharField(max_length=10)
    state_since = MomentField()
    reasons = models.JSONField(default=list)
    stuck_on = models.CharField(max_length=40, blank=True)  # the first of the reasons
    stuck_since = MomentField(null=True)
    claims_open = models.PositiveIntegerField(default=0)
    claims = models.PositiveIntegerField(default=0)  # at or above the desk's bar
    quotes = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)  # claims a source differs from, not ruled on
    quotes_open = models.PositiveIntegerField(default=0)
    queries_open = models.PositiveIntegerField(default=0)
    facts_open = models.PositiveIntegerField(default=0)
    facts = models.PositiveIntegerField(default=0)
    items = models.PositiveIntegerField(
        default=0
    )  # with something to rule on, as Check counts them
    items_left = models.PositiveIntegerField(default=0)
    awaited = models.PositiveIntegerField(default=0)  # requests sent, still to be answered
    answered = models.PositiveIntegerField(default=0)  # requests sent, and over
    untriaged = models.PositiveIntegerField(default=0)
    good_until = MomentField(null=True)
    drawn_at = MomentField()

    class Meta:
        indexes = [
            models.Index(
                fields=["good_until"], condition=Q(good_until__isnull=False), name="line_good_until"
            ),
            GinIndex(fields=["reasons"], opclasses=["jsonb_path_ops"], name="line_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.state}"

    @property
    def items_ruled(self) -> int:
        return self.items - self.items_left


class StaleDeskLine(models.Model):
    """Something the gate reads of this article has changed.

    No foreign key: an article may be gone by now.
    """

    article_id = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = _lazy("touched")

    def __str__(self) -> str:
        return f"article {self.article_id}"


class SavedFilter(models.Model):
    """A way to look at the desk or the queue: `query` is the page's own query string.

    Deleted ones can come back.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    place = models.CharField(max_length=5, choices=[(p, p) for p in PLACES])
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False)
    first = models.BooleanField(default=False)  # the owner's page opens with it
    made_at = MomentField(default=timezone.now)
    deleted_at = MomentField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "place", "name"],
                condition=Q(deleted_at=None),
                name="filter_named_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "place"],
                condition=Q(first=True, deleted_at=None),
                name="one_first_filter",
            ),
        ]

    def __str__(self) -> str:
        return self.name


# What the trigger runs for a row: the articles it belongs to. One row in Touched is enough for one
# article and transaction, so the last one is remembered; `actions.lines` forgets it when it takes
# the rows.
_TOUCH = """
FOR it IN {articles} LOOP
    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN
        INSERT INTO desk_staledeskline (article_id) VALUES (it);
        PERFORM set_config('factcheck.touched', it::text, true);
    END IF;
END LOOP;
RETURN NULL;
"""


def _of(column: str) -> str:
    return f"COALESCE(NEW.{column}, OLD.{column})"


def _through(table: str, column: str, joins: str = "", article: str = "t.article_id") -> str:
    return f"SELECT {article} FROM {table} t {joins} WHERE t.id = {_of(column)}"  # noqa: S608  names of tables of ours  # nosec B608


_REQUEST = "JOIN replies_commentrequest r ON r.id = t.request_id"
_DIRECT = f"SELECT {_of('article_id')}"
_BY_REQUEST = _through("replies_commentrequest", "request_id")
_BY_POINT = _through("replies_point", "point_id", _REQUEST, "r.article_id")
_SUGGESTED = """SELECT DISTINCT article_id FROM replies_commentrequest WHERE id = NEW.request_id
    OR id = OLD.request_id OR id IN (SELECT (s ->> 'request')::bigint FROM jsonb_array_elements(
    COALESCE(NEW.suggestions, '[]') || COALESCE(OLD.suggestions, '[]')) s)"""
_OF_PARTY = """SELECT article_id FROM claims_accusation WHERE party_id = NEW.id
    UNION SELECT article_id FROM replies_commentrequest WHERE party_id = NEW.id
    UNION SELECT a.article_id FROM claims_askedparty p JOIN claims_ask a ON a.id = p.ask_id
    WHERE p.party_id = NEW.id"""
_PUT = """SELECT r.article_id FROM replies_pointwording w JOIN replies_point p ON p.id = w.point_id
    JOIN replies_commentrequest r ON r.id = p.request_id
    WHERE w.id = COALESCE(NEW.wording_id, OLD.wording_id)"""
_BY_LETTER = f"""SELECT r.article_id FROM replies_letter t {_REQUEST}
    WHERE t.outgoing_id = {_of("id")}"""  # noqa: S608  no value of a request  # nosec B608
_RULED = """SELECT article_id FROM claims_claim WHERE id = COALESCE(NEW.claim_id, OLD.claim_id)
    UNION SELECT article_id FROM claims_quote WHERE id = COALESCE(NEW.quote_id, OLD.quote_id)"""

_COMPARED = f"""SELECT c.article_id FROM evidence_evidence t
    JOIN claims_claim c ON c.id = t.claim_id
    WHERE t.id = {_of("evidence_id")}"""  # noqa: S608  no value of a request  # nosec B608

# The tables the gate reads, and which articles a row of each belongs to. tests/desk/test_lines.py
# compares this with what the gate asks the database for.
_WATCHED: dict[type[models.Model], str] = {
    Article: f"SELECT {_of('id')}",
    **dict.fromkeys((Proof, Quote, Claim, Fact, Ask, Tk, Accusation, CommentRequest), _DIRECT),
    Use: _DIRECT,
    **dict.fromkeys((Query, SignOff, Clearance), _DIRECT),
    Verdict: _RULED,
    Tick: _through("claims_fact", "fact_id"),
    Extraction: _through("articles_proof", "proof_id"),
    Comparison: _COMPARED,
    AskedParty: _through("claims_ask", "ask_id"),
    **dict.fromkeys((Letter, RequestCall, Extension, MailNotice, Point), _BY_REQUEST),
    PointSource: _BY_POINT,
    PointWording: _BY_POINT,
    PutPoint: _PUT,
    Reply: _SUGGESTED,
    Outgoing: _BY_LETTER,
    CountedKind: "SELECT id FROM articles_article",
}
# Whose rows touch many articles: only where what the gate reads of them has changed.
_CHANGED: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Party: (_OF_PARTY, ("name", "aliases", "askable", "group")),
    Contact: (
        "SELECT article_id FROM replies_commentrequest WHERE contact_id = NEW.id",
        ("health", "retired_at"),
    ),
    Evidence: (
        "SELECT article_id FROM claims_claim WHERE id = NEW.claim_id",
        ("ruling", "side", "claim_text"),
    ),
    Desk: ("SELECT id FROM articles_article", ("bar", "name", "time_zone")),
}


def touching(articles: str, changed: tuple[str, ...] = ()) -> pgtrigger.Trigger:
    """Return a trigger that marks the lines of `articles` (SQL over NEW and OLD) as out of date."""
    return pgtrigger.Trigger(
        name="touches_article",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Update
        if changed
        else pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.AnyChange(*changed) if changed else None,
        declare=[("it", "bigint")],
        func=_TOUCH.format(articles=articles),
    )


def _watch(model: type[models.Model], trigger: pgtrigger.Trigger) -> type[models.Model]:
    """Declare a trigger on a table of an earlier room, which takes a proxy model."""
    meta = type(
        "Meta",
        (),
        {"proxy": True, "app_label": "desk", "default_permissions": (), "triggers": [trigger]},
    )
    body: dict[str, Any] = {"Meta": meta, "__module__": __name__}
    return type(f"Watched{model.__name__}", (model,), body)


WATCHED = [_watch(model, touching(articles)) for model, articles in _WATCHED.items()]
WATCHED += [
    _watch(model, touching(articles, changed)) for model, (articles, changed) in _CHANGED.items()
]
