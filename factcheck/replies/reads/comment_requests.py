"""What pages and later rooms read of comment requests, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import AskedParty
from factcheck.claims.reads import asks_on
from factcheck.claims.rules import covers
from factcheck.newsroom.kept_statements import kept_statement
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.page_reads import once_a_page
from factcheck.newsroom.phrases import Phrase, gettext_noop
from factcheck.post.models import Attachment, Incoming
from factcheck.replies import rules
from factcheck.replies.models import (
    ANSWERS,
    OUTSTANDING,
    UNSENT,
    CallFile,
    CommentRequest,
    Contact,
    Extension,
    HouseWording,
    Letter,
    MailNotice,
    Point,
    PointAnswer,
    Reply,
    ReplyFile,
    RequestCall,
    Statement,
)
from factcheck.replies.reads.kept_back import kept_back_in
from factcheck.replies.reads.points import PointRow, point_rows
from factcheck.replies.reads.with_record import orphans_by_request, records_of
from factcheck.replies.rules import Asked, House, Mismatch, RequestSuggestion, Sentence, Step

WORDS = {
    "proposed": gettext_noop("not asked yet"),
    "open": gettext_noop("letter not sent yet"),
    "queued": gettext_noop("letter waiting to go"),
    "sent": gettext_noop("awaiting reply"),
    "overdue": gettext_noop("overdue"),
    "replied": gettext_noop("unsorted reply"),
    "answered": gettext_noop("answered"),
    "partial": gettext_noop("answered in part"),
    "no comment": gettext_noop("declined to comment"),
    "asks for time": gettext_noop("asks for more time"),
    "referred": gettext_noop("refers elsewhere"),
    "legal threat": gettext_noop("legal threat"),
    "withdrawn": gettext_noop("withdrew its statement"),
    "failed": gettext_noop("not reached"),
    "unknown": gettext_noop("letter in doubt"),
    "dropped": gettext_noop("not to be asked"),
}
TONES = {
    "overdue": "red",
    "legal threat": "red",
    "withdrawn": "red",
    "failed": "red",
    "unknown": "red",
    "replied": "blue",
    "asks for time": "blue",
    "answered": "green",
    "no comment": "green",
    "referred": "green",
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request as a page shows it."""

    request: CommentRequest
    facts: Asked
    status: str  # one word; `words` and `tone` say it on screen
    step: Step
    letters: tuple[Letter, ...]
    replies: tuple[Reply, ...]
    notices: tuple[MailNotice, ...]
    calls: tuple[RequestCall, ...]
    extensions: tuple[Extension, ...]
    points: tuple[PointRow, ...]

    @property
    def others(self) -> tuple[Contact, ...]:
        """The party's contacts not yet tried, best first."""
        return others_of(self.request)

    @property
    def words(self) -> str:
        return WORDS[self.status]

    @property
    def words_without_letter(self) -> str:
        """What stands beside an outcome that no letter of ours led to, "" beside any other."""
        has_gone = any(one.outgoing.state in ("sent", "unknown") for one in self.letters)
        if has_gone or self.status not in ANSWERS:
            return ""
        return gettext_noop("without a letter of ours")

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "")

    @property
    def untriaged(self) -> tuple[Reply, ...]:
        return tuple(reply for reply in self.replies if reply.triaged_at is None)

    @property
    def unread_notices(self) -> tuple[MailNotice, ...]:
        """Machines' mail that may hold a word of the party."""
        return tuple(notice for notice in self.notices if notice.is_unread)

    @property
    def other_notices(self) -> tuple[MailNotice, ...]:
        """Machines' mail that was seen, or can hold no word of anybody."""
        return tuple(notice for notice in self.notices if not notice.is_unread)

    @property
    def read(self) -> tuple[Reply, ...]:
        return tuple(reply for reply in self.replies if reply.triaged_at is not None)

    @property
    def last_reply(self) -> Reply | None:
        """The newest that is about this."""
        return next(
            (reply for reply in reversed(self.replies) if reply.says != "not about this"), None
        )

    @property
    def last_notice(self) -> MailNotice | None:
        return self.notices[-1] if self.notices else None

    @property
    def trouble_shown(self) -> str:
        """What went wrong, while it still matters."""
        return self.request.trouble if self.status != "answered" else ""

    @property
    def asked_in_part(self) -> bool:
        """Whether it was asked, and points wait that it was not asked about."""
        return bool(self.request.sent_at and self.not_yet_asked)

    @property
    def why_proposed(self) -> str:
        """What of the copy proposes it."""
        if self.request.ask:
            return self.request.ask.text
        if self.request.accusation:
            return gettext_noop("Accused: %(text)s", text=self.request.accusation.text)
        return ""

    @property
    def may_send(self) -> bool:
        return self.request.state in ("proposed", "open", "failed")

    @property
    def not_yet_asked(self) -> tuple[PointRow, ...]:
        """What a further letter would put."""
        return tuple(row for row in self.points if row.state in ("not yet asked", "changed since"))

    @property
    def lacks(self) -> list[str]:
        """What keeps its letter from going, in plain words."""
        return lacking(self.request, timezone.now())


def lacking(request: CommentRequest, now: datetime) -> list[str]:
    """Return all that its letter needs before it can go, each with its article."""
    missing: list[str] = [] if request.standing_points else [gettext_noop("a question")]
    missing += [
        gettext_noop("the desk’s own words in question %(number)s", number=number)
        for number, point in enumerate(request.standing_points, start=1)
        if rules.has_gap(point.words)
    ]
    if (contact := _contact_lacking(request.contact)) is not None:
        missing.append(contact)
    if request.deadline is None or request.deadline <= now:
        missing.append(gettext_noop("a deadline that is still to come"))
    return missing


def _contact_lacking(contact: Contact | None) -> str | None:
    if contact is None:
        return gettext_noop("a contact")
    if contact.channel != "email":
        return gettext_noop(
            "a call: its contact is by %(channel)s",
            channel=Phrase(contact.channel, context="channel"),
        )
    if contact.health == "bad":
        return gettext_noop("a contact whose address works")
    return gettext_noop("a contact that is still in use") if contact.retired_at else None


@once_a_page(lambda desk=None: "house")
def house(desk: Desk | None = None) -> House:
    desk = desk or Desk.load()
    return House(desk.name, desk.zone, dict(_house_wordings()))


@kept_statement
def _house_wordings() -> QuerySet[HouseWording, Any]:
    return HouseWording.objects.values_list("clause", "text")


def loaded(requests: QuerySet[CommentRequest]) -> QuerySet[CommentRequest]:
    """With everything a RequestRow needs, in a number of queries that does not grow."""
    incoming = Prefetch(
        "incoming",
        Incoming.objects.defer("raw").prefetch_related(
            Prefetch("attachments", Attachment.objects.defer("content"))
        ),
    )
    statements = Prefetch("statements", Statement.objects.select_related("claim", "quote"))
    files = ReplyFile.objects.defer("content")
    call_files = CallFile.objects.defer("content")
    people = ("triaged_by", "logged_by", "withdrawn_by", "source__call", "call", "withdrawn_in")
    replies = Reply.objects.select_related(*people).prefetch_related(
        incoming,
        Prefetch("files", files),
        Prefetch("source__files", files),
        Prefetch("call__files", call_files),
        Prefetch("source__call__files", call_files),
        "uses",
        Prefetch("point_answers", PointAnswer.objects.select_related("by")),
        statements,
    )
    calls = RequestCall.objects.select_related("by", "made_by").prefetch_related(
        Prefetch("files", call_files)
    )
    return requests.select_related(
        "article__author",
        "article__assigned_to",
        "party",
        "contact__party",
        "ask",
        "accusation",
        "created_by",
        "taken_up_by",
    ).prefetch_related(
        Prefetch("letters", Letter.objects.select_related("outgoing", "contact")),
        Prefetch("calls", calls),
        Prefetch("replies", replies),
        Prefetch("notices", MailNotice.objects.prefetch_related(incoming)),
        Prefetch("extensions", Extension.objects.select_related("by")),
        Prefetch("party__contacts", Contact.objects.select_related("found_for")),
        Prefetch("points_put", Point.objects.whole()),
    )


def facts_of(request: CommentRequest, orphans: Mapping[int, int]) -> Asked:
    """Return what the rules need to know; `request` comes from `loaded` or `records_of`."""
    return Asked(
        id=request.pk,
        party=request.party.name,
        state=request.state,
        outcome=request.outcome,
        deadline=request.deadline,
        sent_at=request.sent_at,
        hold=request.hold,
        extended_at=max((move.at for move in request.extensions.all()), default=None),
        by_mail=_by_mail(request.contact),
        alternates=len(others_of(request)),
        closed_at=request.article.closed_at,
        trouble=request.trouble,
        awaits_more=request.awaits_more,
        **_heard(request, orphans),
        **_tried(request),
    )


def _by_mail(contact: Contact | None) -> bool:
    return contact is not None and contact.channel == "email" and contact.usable


def _heard(request: CommentRequest, orphans: Mapping[int, int]) -> dict[str, Any]:
    """Return what came back, as `facts_of` says it."""
    replies = list(request.replies.all())
    unread = [reply for reply in replies if reply.triaged_at is None]
    read = [
        rules.ReplyFacts(r.says, r.received_at, r.withdrawn_at) for r in replies if r.triaged_at
    ]
    notices = [notice for notice in request.notices.all() if notice.is_unread]
    return {
        "untriaged": len(unread) + len(notices) + orphans.get(request.pk, 0),
        "replied_at": max((reply.received_at for reply in unread), default=None),
        "answered_at": rules.outcome_of(read)[1],
        "heard": any(reply.says != "not about this" for reply in replies),
        "heard_more": any(
            reply.says not in ("not about this", "asks for time") for reply in replies
        ),
    }


def _tried(request: CommentRequest) -> dict[str, Any]:
    """Return what went out, as `facts_of` says it."""
    letters, calls = list(request.letters.all()), list(request.calls.all())
    went = [
        letter for letter in letters if letter.outgoing.state == "sent" and not letter.bounced_at
    ]
    reminders = [letter for letter in letters if letter.kind == "chaser"]
    asked = [call for call in calls if call.has_asked]
    return {
        "bounced": _came_back(request, letters, went),
        "unreached": len(calls) - len(asked),
        "attempts": len(went) + len(asked),
        "chased": any(letter.rests_on == request.deadline for letter in reminders),
    }


def _came_back(request: CommentRequest, letters: list[Letter], went: list[Letter]) -> bool:
    """Whether the party was missed: not where a copy alone came back, or an earlier contact's."""
    returned = [letter for letter in letters if letter.bounced_at and letter.kind != "copy"]
    elsewhere = any(letter.contact_id == request.contact_id for letter in went)
    return any(letter.contact_id == request.contact_id or not elsewhere for letter in returned)


def others_of(request: CommentRequest) -> tuple[Contact, ...]:
    """Return the party's contacts that have not been tried for this request, best first."""
    contacts = {
        contact.pk: contact
        for contact in request.party.contacts.all()
        if contact.is_offered_to(request.article_id)
    }
    called = {call.channel for call in request.calls.all()}
    tried = {
        letter.contact_id
        for letter in request.letters.all()
        if letter.went_to(letter.contact.address)
    }
    tried |= {contact.pk for contact in contacts.values() if contact.channel in called}
    left = rules.alternates([contact_facts(contact) for contact in contacts.values()], tried)
    return tuple(contacts[facts.id] for facts in left)


def contact_facts(contact: Contact) -> rules.ContactFacts:
    retired = contact.retired_at is not None
    return rules.ContactFacts(contact.pk, contact.channel, contact.rank, contact.health, retired)


def needs_contact(request: CommentRequest) -> bool:
    """Tell whether a request not yet sent needs another contact.

    It has none, one that does not work, or one that failed it; `request` comes from `loaded`.
    """
    contact = request.contact
    if contact is None or not contact.usable:
        return True
    return request.state == "failed" and any(
        letter.went_to(contact.address) for letter in request.letters.all()
    )


def requests_without_contact() -> QuerySet[CommentRequest]:
    """Return the requests not yet sent that could have a contact that works.

    Theirs does not, and the party has one that this request has not tried: what `others_of` says of
    one request, in SQL of all.
    """
    here = OuterRef(OuterRef("pk"))
    went = Letter.objects.filter(
        request=here, contact=OuterRef("pk"), outgoing__to_address__iexact=OuterRef("address")
    )
    called = RequestCall.objects.filter(request=here, channel=OuterRef("channel"))
    left = Contact.objects.usable().filter(
        Q(found_for=None) | Q(found_for__restricted=False) | Q(found_for=OuterRef("article")),
        ~Exists(went),
        ~Exists(called),
        party=OuterRef("party"),
    )
    dead = Q(contact=None) | Q(contact__health="bad") | Q(contact__retired_at__isnull=False)
    return CommentRequest.objects.filter(
        dead, Exists(left), state__in=UNSENT, article__closed_at=None
    )


def rows(
    requests: Iterable[CommentRequest], now: datetime, desk: Desk | None = None
) -> list[RequestRow]:
    """Rows of requests that come from `loaded`, `records` or `records_of`."""
    desk = desk or Desk.load()
    orphans = orphans_by_request()
    return [_row(request, facts_of(request, orphans), now, desk) for request in requests]


def _row(request: CommentRequest, facts: Asked, now: datetime, desk: Desk) -> RequestRow:
    return RequestRow(
        request=request,
        facts=facts,
        status=rules.status_of(facts, now),
        step=rules.next_step(facts, now, desk),
        letters=tuple(request.letters.all()),
        replies=tuple(request.replies.all()),
        notices=tuple(request.notices.all()),
        calls=tuple(request.calls.all()),
        extensions=tuple(request.extensions.all()),
        points=tuple(point_rows(request)),
    )


def requests_of(article: Article, now: datetime, desk: Desk | None = None) -> list[RequestRow]:
    """Return the article's requests in the order they were made, the dropped ones last."""
    made = list(loaded(CommentRequest.objects.filter(article=article).order_by("id")))
    prefetch_related_objects(made, "copies")
    return sorted(rows(made, now, desk), key=lambda row: row.status == "dropped")


def rows_of(article: Article, now: datetime) -> list[RequestRow]:
    """Return the article's requests as the report shows them, without what came with replies."""
    return rows(records_of([article.pk]), now)


def asked_before(user: User, waiting: Iterable[int]) -> QuerySet[CommentRequest]:
    """Return what was asked and is waited for no longer, newest first.

    It was answered, or its story is out: a party may write again all the same.
    """
    asked = CommentRequest.objects.visible_to(user).exclude(
        state__in=["proposed", "open", "dropped"]
    )
    return asked.exclude(pk__in=list(waiting)).select_related("party", "article").order_by("-id")


def outstanding_requests(user: User) -> QuerySet[CommentRequest]:
    """Return what was asked and is still waited for, soonest deadline first.

    Also what is in doubt, or has a reply nobody has read.
    """
    unread = Reply.objects.filter(triaged_at__isnull=True, request__isnull=False).values("request")
    unseen = MailNotice.objects.unread().filter(request__isnull=False).values("request")
    waits = OUTSTANDING | Q(pk__in=unread) | Q(pk__in=unseen)
    return (
        CommentRequest.objects.visible_to(user)
        .filter(waits, article__closed_at__isnull=True)
        .order_by("deadline", "id")
    )


def outstanding(
    user: User, now: datetime, filters: Mapping[str, int] | None = None
) -> list[RequestRow]:
    """Return what the whole desk waits for, soonest first.

    `filters`: "party" and "article" by id, "person" who has it.
    """
    columns = {"party": "party_id", "article": "article_id", "person": "article__assigned_to_id"}
    columns_wanted = {columns[name]: value for name, value in (filters or {}).items()}
    return rows(loaded(outstanding_requests(user).filter(**columns_wanted)), now)


def facts_of_article(article: Article) -> list[Asked]:
    orphans = orphans_by_request()
    return [facts_of(request, orphans) for request in records_of([article.pk])]


def sentence_of(article: Article, now: datetime) -> Sentence:
    return rules.sentence(facts_of_article(article), now, house())


def sentence_if_sent_of(article: Article, now: datetime) -> Sentence:
    """As it will stand once the letters not yet sent have gone; its text says so."""
    return rules.sentence_if_sent(facts_of_article(article), now, house())


def asks_against_record(article: Article, now: datetime | None = None) -> list[Mismatch]:
    """Return where the copy's own asks and the record disagree.

    Both ways: also what the record holds that the copy leaves out.
    """
    return asks_against_records([article.pk], now or timezone.now())[article.pk]


def asks_against_records(article_ids: Iterable[int], now: datetime) -> dict[int, list[Mismatch]]:
    """`asks_against_record` of each article, by its id, in as many queries as for one."""
    ids = list(article_ids)
    asked: dict[int, list[AskedParty]] = {pk: [] for pk in ids}
    for ask in asks_on(ids):
        if ask.standing == "live" and ask.proof.current:
            asked[ask.article_id] += [named for named in ask.parties.all() if named.party.askable]
    orphans, requests = orphans_by_request(), records_of(ids)
    facts: dict[int, list[tuple[int, Asked]]] = {pk: [] for pk in ids}
    for request in requests:
        if request.state != "dropped":
            facts[request.article_id].append((request.party_id, facts_of(request, orphans)))
    spoken_for, kept_back = house(), kept_back_in(requests)
    return {
        pk: [*kept_back.get(pk, ()), *_against(asked[pk], facts[pk], now, spoken_for)] for pk in ids
    }


def _against(
    asked: Iterable[AskedParty], facts: list[tuple[int, Asked]], now: datetime, house: House
) -> list[Mismatch]:
    claims_made, spoken_of = [], set()
    for asked_party in asked:
        # Its own request tells of it; only without one does another that speaks for it ("the
        # government" for the army).
        own = tuple(f for party, f in facts if party == asked_party.party_id)
        its = own or tuple(f for _, f in facts if covers(f.party, asked_party.party.name))
        spoken_of |= {f.id for f in its}
        claims_made.append(
            rules.CopySays(
                asked_party.ask_id,
                asked_party.ask.outcome,
                asked_party.ask.text,
                asked_party.party_id,
                asked_party.party.name,
                its,
            )
        )
    return rules.mismatches(claims_made, [f for _, f in facts if f.id not in spoken_of], now, house)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A reply that belongs to no request yet, with those it may answer."""

    reply: Reply
    guesses: tuple[tuple[CommentRequest, RequestSuggestion], ...]


def orphans(user: User) -> list[Orphan]:
    """Oldest first."""
    replies = list(
        Reply.objects.orphans()
        .prefetch_related(Prefetch("incoming", Incoming.objects.defer("raw")))
        .order_by("received_at", "id")[:200]
    )
    ids = {suggestion["request"] for reply in replies for suggestion in reply.suggestions}
    seen = (
        CommentRequest.objects.visible_to(user)
        .filter(pk__in=ids)
        .select_related("article", "party")
    )
    requests = {request.pk: request for request in seen}
    return [
        Orphan(
            reply,
            tuple(
                (
                    requests[suggestion["request"]],
                    RequestSuggestion(
                        suggestion["request"], suggestion["score"], suggestion["why"]
                    ),
                )
                for suggestion in reply.suggestions
                if suggestion["request"] in requests
            ),
        )
        for reply in replies
    ]


def unread_notices(user: User) -> QuerySet[MailNotice]:
    """Return machines' mail that a person should look at.

    What bounced, what may hold a word of the party, or what belongs to no request.
    """
    mine = Q(request__isnull=True) | Q(request__in=CommentRequest.objects.visible_to(user))
    return (
        MailNotice.objects.filter(mine, seen_at__isnull=True)
        .filter(Q(kind="bounce") | Q(may_hold_words=True))
        .select_related("request__party", "request__article")
        .prefetch_related(Prefetch("incoming", Incoming.objects.defer("raw")))
    )
