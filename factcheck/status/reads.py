"""What each person should hear of, read off the rows of every room by their states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from factcheck.articles.models import Article, Proof
from factcheck.articles.reads import viewers
from factcheck.desk.reads.changes import STILL, WHOLE, ChangesLook, look_at
from factcheck.desk.reads.queue import waiting_for_second_reader
from factcheck.evidence.reads.evidence import still_searching
from factcheck.newsroom.models import Desk, LogEntry, User
from factcheck.newsroom.reads import people_who_may
from factcheck.newsroom.zones import zone_label
from factcheck.replies.models import CommentRequest, Letter, Reply
from factcheck.review.models import Clearance, LaterEvent, Query, SignOff
from factcheck.review.reads.gate import cut, page_of
from factcheck.review.rules.gate import state_words
from factcheck.status.models import (
    EVENTS,
    DigestPlan,
    Notice,
    Preference,
    event_words,
    usual_days,
    usual_hours,
)
from factcheck.status.news import notes
from factcheck.status.news.possible import possible
from factcheck.status.news.stories import News, about, ids, said

LENGTH = 450  # of a notice's text
LATE_FOR = timedelta(days=14)
"""An answer after publication is news for so long: what came before was told, and an upgrade tells
no old one again.
"""


@dataclass(frozen=True, slots=True)
class Due:
    """News for one person."""

    user: User
    kind: str
    event: str
    article: int | None
    text: str
    link: str

    @classmethod
    def of(cls, news: News, user: User) -> Due:
        """Return some news as this person is told it."""
        return cls(
            user,
            news.kind,
            news.event,
            news.article.pk if news.article else None,
            cut(news.text, LENGTH),
            news.link,
        )

    @property
    def key(self) -> tuple[int, str, str]:
        return self.user.pk, self.kind, self.event


def all_news(
    now: datetime, kinds: Iterable[str] = tuple(EVENTS), look: ChangesLook = WHOLE
) -> list[Due]:
    """All that anyone should have been told of by now, of these kinds, if it is still true.

    Of the articles that `look` is at, and of none.

    Nobody is told of their own act, nor of an article they may not see. The number of queries does
    not grow with the number of articles or people.
    """
    if look.articles is not None:
        kinds = possible(kinds, look.articles, now)
    news_of_kinds = [news for kind in kinds for news in NEWS[kind](now, look)]
    people = {user.pk: user for user in User.objects.people()}
    articles = [news.article for news in news_of_kinds if news.article]
    may_see = viewers(articles, people.values())
    return [
        Due.of(news, people[pk])
        for news in news_of_kinds
        for pk in sorted(_hearers(news, may_see) & people.keys())
    ]


def _hearers(news: News, may_see: Mapping[int, set[int]]) -> Set[int]:
    """Return who of those whose business it is may hear of it; `may_see` is by article."""
    others = news.to - ids(news.by)
    return others if news.article is None else others & may_see[news.article.pk]


def untold(now: datetime, look: ChangesLook = WHOLE) -> list[Due]:
    """Return the news that is wanted and has no notice yet."""
    due = all_news(now, look=look)
    events = {notice_due.event for notice_due in due}
    had = set(Notice.objects.filter(event__in=events).values_list("user", "kind", "event"))
    return [notice_due for notice_due in due if notice_due.key not in had]


def _who(request: CommentRequest) -> str:
    return _("a party") if request.article.restricted else str(request.party)


def _assigned(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    articles = {
        a.pk: a for a in Article.objects.open().filter(look.of("pk"), assigned_to__isnull=False)
    }
    given = LogEntry.objects.filter(
        subject="articles.article", subject_id__in=articles, data__changes__has_key="assigned_to"
    )
    newest = {
        article: (pk, by)
        for article, pk, by in given.order_by("pk").values_list("subject_id", "pk", "by")
    }
    for pk, article in articles.items():
        entry, by = newest.get(pk, (0, article.created_by_id))
        text = _("%(about)s is yours to check.") % {"about": about(article)}
        yield News(
            "assigned",
            f"articles.article:{pk}@{entry}",
            article,
            text,
            page_of(pk),
            ids(article.assigned_to_id),
            by,
        )


def _ready(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    read = Proof.objects.filter(article=OuterRef("pk"), current=True, extraction__work="done")
    told = Notice.objects.filter(kind="ready", article=OuterRef("pk"))
    # Searches end without a change of the article: those of whom nobody was told are looked at.
    chosen = look.of("pk") | ~Exists(told) if look.articles is not None else Q()
    articles = list(Article.objects.open().filter(chosen, Exists(read)))
    announced = set(
        Notice.objects.filter(kind="ready", article__in=articles).values_list("article", flat=True)
    )
    # Once told it stays told, so it is only asked of articles that are new.
    busy = still_searching({article.pk for article in articles} - announced)
    for article in articles:
        if article.pk in busy:
            continue
        text = _("%(about)s has been read and searched.") % {"about": about(article)}
        to = ids(article.author_id, article.created_by_id, article.assigned_to_id)
        yield News(
            "ready", f"articles.article:{article.pk}", article, text, page_of(article.pk), to
        )


def _request_people(request: CommentRequest) -> frozenset[int]:
    return ids(request.created_by_id, request.taken_up_by_id, request.article.assigned_to_id)


def _reply(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    rows = Reply.objects.untriaged().filter(look.of("request__article"), request__isnull=False)
    rows = rows.exclude(_AFTER_PUBLICATION)
    for reply in rows.select_related("request__party", "request__article"):
        request = reply.request
        assert request is not None
        text = _("%(who)s has answered on %(about)s%(said)s") % {
            "who": _who(request),
            "about": about(request.article),
            "said": said(request.article, reply.public_text),
        }
        to = _request_people(request) | ids(request.article.author_id)
        event = f"replies.reply:{reply.pk}"
        yield News(
            "reply", event, request.article, text, _of_request(request), to, reply.logged_by_id
        )


_AFTER_PUBLICATION = Q(received_at__gt=F("request__article__closed_at"))


def _late_reply(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Tell the editors too of an answer once its article was out: it may need a correction.

    However it came, and whoever was quicker to sort it.
    """
    rows = Reply.objects.exclude(says="not about this").filter(
        look.of("request__article"),
        _AFTER_PUBLICATION,
        withdrawn_at=None,
        received_at__gte=now - LATE_FOR,
    )
    editors = frozenset(User.objects.people().filter(role="editor").values_list("pk", flat=True))
    for reply in rows.select_related("request__party", "request__article"):
        request = reply.request
        assert request is not None
        text = _("%(who)s has answered on %(about)s, which was closed%(said)s") % {
            "who": _who(request),
            "about": about(request.article),
            "said": said(request.article, reply.public_text),
        }
        to = editors | _request_people(request) | ids(request.article.author_id)
        event = f"replies.reply:{reply.pk}@late"
        by = reply.logged_by_id or reply.triaged_by_id
        yield News("late reply", event, request.article, text, _of_request(request), to, by)


def _legal_threat(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Tell every lawyer and editor who may see the article, and whoever has it."""
    rows = Reply.objects.filter(
        look.of("request__article"),
        says="legal threat",
        withdrawn_at=None,
        request__article__closed_at=None,
    )
    able = frozenset(
        User.objects.people().filter(role__in=["lawyer", "editor"]).values_list("pk", flat=True)
    )
    for reply in rows.select_related("request__party", "request__article"):
        request = reply.request
        assert request is not None
        text = _("%(who)s threatens legal action over %(about)s%(said)s") % {
            "who": _who(request),
            "about": about(request.article),
            "said": said(request.article, reply.public_text),
        }
        to = able | ids(request.article.assigned_to_id)
        event = f"replies.reply:{reply.pk}@legal"
        yield News("legal threat", event, request.article, text, _of_request(request), to)


def _letter_failed(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    doubt = Q(outgoing__state="unknown")
    failed = Q(outgoing__state="failed", request__state="failed")
    rows = Letter.objects.filter(
        look.of("request__article"), doubt | failed, request__article__closed_at=None
    )
    for letter in rows.select_related("request__party", "request__article", "outgoing"):
        request, state = letter.request, letter.outgoing.state
        sentence = (
            _("Your letter to %(who)s on %(about)s may not have been sent.")
            if state == "unknown"
            else _("Your letter to %(who)s on %(about)s was not sent.")
        )
        text = sentence % {"who": _who(request), "about": about(request.article)}
        wrote = ids(letter.outgoing.created_by_id, request.created_by_id, request.taken_up_by_id)
        to = wrote or ids(request.article.assigned_to_id)
        event = f"replies.letter:{letter.pk}@{state}"
        yield News("letter failed", event, request.article, text, _of_request(request), to)


def _due_soon(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    until = now + timedelta(minutes=Desk.load().warn_minutes_before)
    for request in _unanswered(look).filter(deadline__gt=now, deadline__lte=until):
        text = _("%(who)s has little time left to answer on %(about)s: until %(time)s.") % {
            "who": _who(request),
            "about": about(request.article),
            "time": _clock(request),
        }
        yield _of_deadline("due soon", request, text)


def _overdue(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    for request in _unanswered(look).filter(deadline__lte=now):
        text = _("%(who)s did not answer on %(about)s by %(time)s.") % {
            "who": _who(request),
            "about": about(request.article),
            "time": _clock(request),
        }
        yield _of_deadline("overdue", request, text)


def _still_overdue(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    for request in _unanswered(look).filter(deadline__lte=now - STILL):
        text = _("%(who)s has still not answered on %(about)s: its time ended %(time)s.") % {
            "who": _who(request),
            "about": about(request.article),
            "time": _clock(request),
        }
        yield _of_deadline("still overdue", request, text)


def _unanswered(look: ChangesLook) -> QuerySet[CommentRequest]:
    """Return requests past due with no unread reply."""
    unread = Reply.objects.untriaged().filter(request=OuterRef("pk"))
    rows = CommentRequest.objects.outstanding().filter(
        look.of("article"), ~Exists(unread), article__closed_at=None
    )
    return rows.select_related("party", "article")


def _clock(request: CommentRequest) -> str:
    """In the zone in which the deadline was put to the party."""
    assert request.deadline is not None
    local = request.deadline.astimezone(ZoneInfo(request.time_zone))
    return f"{date_format(local, _('j M'))} {local:%H:%M} {zone_label(local)}"


def _of_deadline(kind: str, request: CommentRequest, text: str) -> News:
    event = f"replies.commentrequest:{request.pk}@{request.deadline:%Y%m%dT%H%M%S}"
    return News(kind, event, request.article, text, _of_request(request), _request_people(request))


def _query(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    deciders = frozenset(user.pk for user in people_who_may("decide query"))
    # Words proposed to the author are a kind of their own: "change".
    rows = Query.objects.open().filter(
        look.of("article"), ~Q(state="open") | Q(new=""), article__closed_at=None
    )
    for query in rows.select_related("article", "raised_by", "answered_by"):
        article, asked = query.article, said(query.article, query.text)
        link = f"{page_of(article.pk)}#query-{query.pk}"
        if query.state == "open":
            text = _("%(raised_by)s asks of %(about)s%(asked)s") % {
                "raised_by": query.raised_by,
                "about": about(article),
                "asked": asked,
            }
            to, by = ids(article.author_id or article.created_by_id), ids(query.raised_by_id)
        else:
            text = _(
                "%(answered_by)s answered a query on %(about)s; it needs a decision%(asked)s"
            ) % {"answered_by": query.answered_by, "about": about(article), "asked": asked}
            has_it = ids(article.assigned_to_id) & deciders
            to, by = (has_it or deciders) - ids(article.author_id), ids(query.answered_by_id)
        yield News("query", f"review.query:{query.pk}@{query.state}", article, text, link, to - by)


def _second_read(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    readers = frozenset(user.pk for user in people_who_may("sign off"))
    for waiting in waiting_for_second_reader(now, look):
        text = _("%(about)s is ready for a second reader: %(passes)s.") % {
            "about": about(waiting.article),
            "passes": ", ".join(_(one) for one in waiting.passes),
        }
        link = page_of(waiting.article.pk) + "#sign-off"
        yield News(
            "second read",
            f"articles.proof:{waiting.proof}",
            waiting.article,
            text,
            link,
            readers - waiting.first_readers,
        )


def _refused(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    later = SignOff.objects.filter(
        proof=OuterRef("proof"), reading_pass=OuterRef("reading_pass"), pk__gt=OuterRef("pk")
    )
    rows = SignOff.objects.filter(
        look.of("article"),
        ~Exists(later),
        accepted=False,
        proof__current=True,
        article__closed_at=None,
    )
    for signed in rows.select_related("article", "proof", "by").defer("proof__text"):
        article = signed.article
        what = _("the pass “%(reading_pass)s” on %(about)s%(said)s") % {
            "reading_pass": _(signed.reading_pass),
            "about": about(article),
            "said": said(article, signed.comment),
        }
        text = _("%(by)s refused to sign %(what)s") % {"by": signed.by, "what": what}
        to = ids(article.author_id, article.assigned_to_id, signed.proof.created_by_id)
        link = page_of(article.pk) + "#sign-off"
        yield News("refused", f"review.signoff:{signed.pk}", article, text, link, to, signed.by_id)


def _cleared(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Return clearances of open articles, and of closed ones whose notices are not yet sent.

    Closing often follows a clearance at once.
    """
    notices = Notice.objects.filter(kind="cleared", article=OuterRef("article"))
    unsaid = Q(article__closed_at=None) | ~Exists(notices) | Exists(notices.pending())
    rows = Clearance.objects.filter(
        look.of("article"), unsaid, proof__current=True, proof_hash=F("proof__hash")
    )
    for cleared in rows.select_related("article", "by"):
        article = cleared.article
        state = state_words("cleared", overridden=len(cleared.overridden))
        text = _("%(by)s cleared %(about)s to run: %(state)s.") % {
            "by": cleared.by,
            "about": about(article),
            "state": state,
        }
        to = ids(article.author_id, article.assigned_to_id, article.created_by_id)
        yield News(
            "cleared",
            f"review.clearance:{cleared.pk}",
            article,
            text,
            page_of(article.pk),
            to,
            cleared.by_id,
        )


def _reopened(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Tell each signer once that an edit made their signature void, unless they signed again."""
    current = Proof.objects.filter(article=OuterRef("article"), current=True)
    again = SignOff.objects.filter(
        article=OuterRef("article"), by=OuterRef("by"), pk__gt=OuterRef("pk")
    )
    void = ~Exists(current.filter(hash=OuterRef("proof_hash")))
    signed = SignOff.objects.filter(
        look.of("article"), void, ~Exists(again), accepted=True, article__closed_at=None
    )
    cleared = Clearance.objects.filter(look.of("article"), void, article__closed_at=None)
    rows: list[SignOff | Clearance] = [
        *signed.select_related("article"),
        *cleared.select_related("article"),
    ]
    makers = dict(
        Proof.objects.filter(
            current=True, article__in={row.article_id for row in rows}
        ).values_list("article", "created_by")
    )
    for row in rows:
        sentence = (
            _("The copy of %(about)s was changed after you cleared it.")
            if isinstance(row, Clearance)
            else _("The copy of %(about)s was changed after you signed it.")
        )
        text = sentence % {"about": about(row.article)}
        event = f"{row._meta.label_lower}:{row.pk}"
        link = page_of(row.article_id)
        yield News(
            "reopened", event, row.article, text, link, ids(row.by_id), makers.get(row.article_id)
        )


# Told by notices of their own, or taking nothing but a copy away.
_TOLD_OTHERWISE = ("edit copy", "write note", "take record")


def _after_clearing(now: datetime, look: ChangesLook = WHOLE) -> Iterator[News]:
    """Tell whoever cleared a proof of each act that came after; once, whatever becomes of it."""
    event = Concat(Value("review.laterevent:"), Cast("pk", CharField()))
    notices = Notice.objects.filter(kind="after clearing", event=OuterRef("event"))
    rows = LaterEvent.objects.annotate(event=event).filter(
        look.of("clearance__article"), ~Exists(notices) | Exists(notices.pending())
    )
    rows = rows.exclude(entry__verb__in=_TOLD_OTHERWISE).exclude(entry__by=F("clearance__by"))
    for row in rows.select_related("entry", "clearance__article"):
        article, entry = row.clearance.article, row.entry
        text = _("After you cleared %(about)s: %(by_name)s%(said)s") % {
            "about": about(article),
            "by_name": entry.by_name,
            "said": said(article, entry.text),
        }
        yield News(
            "after clearing",
            f"review.laterevent:{row.pk}",
            article,
            text,
            page_of(article.pk),
            ids(row.clearance.by_id),
            entry.by_id,
        )


def _of_request(request: CommentRequest) -> str:
    return reverse("replies:request", args=[request.pk])


NEWS: dict[str, Callable[[datetime, ChangesLook], Iterator[News]]] = {
    "assigned": _assigned,
    "ready": _ready,
    "reply": _reply,
    "late reply": _late_reply,
    "legal threat": _legal_threat,
    "letter failed": _letter_failed,
    "due soon": _due_soon,
    "overdue": _overdue,
    "still overdue": _still_overdue,
    "query": _query,
    "second read": _second_read,
    "refused": _refused,
    "cleared": _cleared,
    "reopened": _reopened,
    "after clearing": _after_clearing,
    "mention": notes.mention,
    "note resolved": notes.note_resolved,
    "change": notes.change,
    "decided": notes.decided,
    "source changed": notes.source_changed,
    "queue item": notes.queue_item,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a person's settings."""

    kind: str
    says: str
    when: str


def choices_of(user: User) -> list[Choice]:
    """When each kind of notice goes to this person."""
    chosen = whens([user.pk])
    return [
        Choice(kind, event_words(kind), chosen.get((user.pk, kind), usual))
        for kind, (_says, usual) in EVENTS.items()
    ]


def whens(user_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """Return what people chose, by person and kind; EVENTS has the default."""
    rows = Preference.objects.filter(user__in=set(user_ids)).values_list("user", "kind", "when")
    return {(user, kind): when for user, kind, when in rows}


def digest_times(user: User) -> tuple[list[int], list[int]]:
    """Return the hours of the person's own clock, and the days (1 is Monday), of their digest."""
    plan = DigestPlan.objects.filter(user=user).first()
    return (plan.hours, plan.days) if plan else (usual_hours(), usual_days())


def still_true(notices: Sequence[Notice], now: datetime) -> dict[int, Due]:
    """Return the notices that hold at `now`, by id, each with its words as they are now."""
    look = look_at(notice.article_id for notice in notices)
    by_key = {
        notice_due.key: notice_due
        for notice_due in all_news(now, {notice.kind for notice in notices}, look)
    }
    return {
        n.pk: by_key[n.user_id, n.kind, n.event]
        for n in notices
        if (n.user_id, n.kind, n.event) in by_key
    }
