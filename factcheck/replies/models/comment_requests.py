"""Whom the story asked, how, by when, and what they said."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article
from factcheck.claims.models import NAMED_IN, Accusation, Ask, Party
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import Erasable, StoredFile, User, validate_zone, zone_named
from factcheck.newsroom.phrases import gettext_noop
from factcheck.newsroom.words import Words
from factcheck.outside.mail.clauses import only_refuses
from factcheck.post.models import Incoming, Outgoing
from factcheck.replies import rules
from factcheck.replies.models.contacts import Contact
from factcheck.replies.models.points import LETTER_KINDS, Point
from factcheck.replies.rules import TERMS, numbered

# proposed: the copy suggests it. open: a person took it up. queued → sent | failed | unknown follow
# its first letter.
STATES = ["proposed", "open", "queued", "sent", "failed", "unknown", "dropped"]
ANSWERS = [
    "answered",
    "partial",
    "no comment",
    "asks for time",
    "referred",
    "legal threat",
    "withdraws",
    "not about this",
]
UNSENT = ("proposed", "open", "failed")  # what is put, and to whom, can still be changed
OUTCOMES = ["", *ANSWERS[:6], "withdrawn"]
FINAL = [outcome for outcome in OUTCOMES if outcome in rules.FINAL_OUTCOMES]
# A letter's kinds: those with a template, the same points to another contact, a copy of one.
KINDS_OF_LETTER = [*LETTER_KINDS, "another", "copy"]


NAMED_IN.append("requests__article")


def new_token() -> str:
    """Return 120 random bits in lower-case letters and the digits 2 to 7.

    Mail systems fold case, so the token has none.
    """
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(secrets.choice(alphabet) for _ in range(24))


# Asked, and nothing final has come.
OUTSTANDING = Q(state__in=["queued", "sent", "unknown"]) & (
    ~Q(outcome__in=FINAL) | Q(awaits_more=True)
)


class RequestQuerySet(models.QuerySet["CommentRequest"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(article__in=Article.objects.visible_to(user))

    def outstanding(self) -> Self:
        """Whoever reads this list still waits for somebody."""
        return self.filter(OUTSTANDING)

    def overdue(self, now: datetime) -> Self:
        return self.outstanding().filter(deadline__lte=now)


class CommentRequest(Erasable):
    """One party asked, for one article, by a deadline. Overdue is computed, never stored."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="requests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="requests")
    ask = models.ForeignKey(
        Ask, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    accusation = models.ForeignKey(
        Accusation, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="proposed")
    # What the party said, as a person ruled; empty while nothing came or nothing is triaged.
    outcome = models.CharField(
        max_length=14, choices=[(o, o) for o in OUTCOMES], blank=True, default=""
    )
    # Further points have been put since its last answer: that answer does not speak to them.
    awaits_more = models.BooleanField(default=False)
    subject = models.CharField(max_length=300, blank=True)
    # What the letter says of the story, in the desk's words, and when it is to run.
    about = models.CharField(max_length=500, blank=True)
    runs_at = MomentField(null=True, blank=True)
    copies = models.ManyToManyField(Contact, blank=True, related_name="+")
    deadline = MomentField(null=True, blank=True)
    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[validate_zone]
    )  # the deadline's, as put
    hold = models.BooleanField(default=False, help_text=_lazy("No chaser goes while it is on"))
    trouble = models.TextField(
        blank=True
    )  # why it failed or was dropped, one plain sentence for the screen
    address_token = models.CharField(max_length=24, unique=True, default=new_token)  # reply+TOKEN@…
    link_token = models.CharField(max_length=24, unique=True, default=new_token)  # the private page
    link_renewed_at = MomentField(null=True, blank=True, editable=False)
    # Where its letters go since a person sent one there, whatever becomes of the contact.
    written_to = models.CharField(max_length=500, blank=True, default="", editable=False)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = MomentField(default=timezone.now)
    taken_up_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_up"
    )
    # When the first letter was taken by a server, or the call made; and when the first real answer
    # to it came (a part, a refusal to comment and a referral are answers; a wish for time and a
    # machine's mail are none).
    sent_at = MomentField(null=True, blank=True)
    first_answer_at = MomentField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["deadline", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "party"],
                condition=~Q(state="dropped"),
                name="party_asked_once_an_article",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "open", "dropped"]) | Q(deadline__isnull=False),
                name="request_sent_has_a_deadline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline"],
                condition=Q(state__in=["queued", "sent", "unknown"]),
                name="request_by_deadline",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} on “{self.article}”"

    def get_absolute_url(self) -> str:
        return reverse("replies:request", args=[self.pk])

    @property
    def deadline_mark(self) -> str:
        """The deadline, as a page sends back which one it showed."""
        return self.deadline.isoformat() if self.deadline else ""

    @property
    def is_outstanding(self) -> bool:
        """Whether it was asked and nothing final has come: OUTSTANDING, of a row that was read."""
        asked = self.state in ("queued", "sent", "unknown")
        return asked and (self.awaits_more or self.outcome not in FINAL)

    @property
    def standing_points(self) -> list[Point]:
        """In their order, those withdrawn left out."""
        return [point for point in self.points_put.all() if point.withdrawn_at is None]

    @property
    def points(self) -> str:
        """The points as they are worded now: the only words about the story that may leave."""
        return numbered([point.words for point in self.standing_points])


class EndedLink(models.Model):
    """An address of the private page that was replaced: it only says that it has ended."""

    request = models.ForeignKey(
        CommentRequest, on_delete=models.CASCADE, related_name="ended_links"
    )
    token = models.CharField(max_length=24, unique=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"an address of {self.request} that has ended"


class LetterQuerySet(models.QuerySet["Letter"]):
    def to_follow(self) -> Self:
        """Letters whose carriage has moved since their request last looked."""
        moved = ~Q(seen_state=F("outgoing__state")) | Q(
            outgoing__state="queued", outgoing__tries__gt=0, contact__health__in=["untried", "good"]
        )
        return self.filter(moved).exclude(seen_state__in=["sent", "cancelled"])

    def too_late(self, now: datetime) -> Self:
        """Select what waits to go although its request's deadline is past."""
        return self.filter(outgoing__state="queued", request__deadline__lte=now)


class Letter(FastRowModel):
    """One communication to the party; its carriage is the Outgoing."""

    request = models.ForeignKey(CommentRequest, on_delete=models.CASCADE, related_name="letters")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(
        max_length=10, choices=[(k, k) for k in KINDS_OF_LETTER], default="first"
    )
    copy_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="copies"
    )
    outgoing = models.OneToOneField(Outgoing, on_delete=models.PROTECT, related_name="letter")
    seen_state = models.CharField(
        max_length=10, blank=True
    )  # the carriage's state that the request has followed
    bounced_at = MomentField(null=True, blank=True)  # taken by the server, and came back
    rests_on = MomentField(null=True, blank=True)  # a chaser's: the deadline that it speaks of
    created_at = MomentField(default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["request", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "rests_on"],
                condition=Q(kind="chaser"),
                name="request_chased_once_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(kind="chaser") | Q(rests_on__isnull=False),
                name="chaser_rests_on_a_deadline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=~Q(seen_state__in=["sent", "cancelled"]),
                name="letter_to_follow",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} letter to {self.contact}"

    def went_to(self, address: str) -> bool:
        """Whether this letter was for `address`; its contact may have been corrected since."""
        return self.outgoing.to_address.lower() == address.strip().lower()


class RequestCall(Erasable):
    """A try to reach the party otherwise than by letter.

    Who, how, when, and what was said on our side. It has its own time, which is not that of its
    line in the log.
    """

    request = models.ForeignKey(CommentRequest, on_delete=models.CASCADE, related_name="calls")
    # One of CHANNELS, or whatever else it was.
    channel = models.CharField(max_length=40, default="phone")
    words = models.TextField(blank=True)
    reached = models.BooleanField(default=True, help_text=_lazy("Off: nobody there took it"))
    message_left = models.BooleanField(default=False)
    spoke_with = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # who logged it
    at = MomentField(default=timezone.now)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    logged_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["request", "at", "id"]

    def __str__(self) -> str:
        return f"{self.channel}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def has_asked(self) -> bool:
        """Whether the party was asked in it: somebody took it, or a message was left."""
        return self.reached or self.message_left

    @property
    def is_logged_later(self) -> bool:
        """Whether its line was written down more than a minute after it was made."""
        return self.logged_at - self.at > timedelta(minutes=1)

    @property
    def unreached_note(self) -> str:
        """What a list adds to a try in vain."""
        if self.reached:
            return ""
        if self.message_left:
            return gettext_noop("message left")
        return gettext_noop("nobody reached")


class Extension(FastRowModel):
    """A deadline moved, with its reason; the request holds the new one."""

    request = models.ForeignKey(CommentRequest, on_delete=models.CASCADE, related_name="extensions")
    was = MomentField()
    became = MomentField()
    reason = models.TextField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return f"to {self.became:%Y-%m-%d %H:%M %Z}"


_SAYS_BY_MARKS = re.compile(r"<(?:s|strike|del|ins|mark)\b|class=\"ink-")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


class ReplyQuerySet(models.QuerySet["Reply"]):
    def untriaged(self) -> Self:
        return self.filter(triaged_at__isnull=True)

    def orphans(self) -> Self:
        return self.filter(request__isnull=True, triaged_at__isnull=True)

    def counted(self) -> Self:
        """Select what says anything to a request: sorted, and about it."""
        return self.filter(triaged_at__isnull=False).exclude(says="not about this")


class Reply(Erasable):
    """Something a party said.

    "Needs triage" (triaged_at) and what it said (says) are two fields.

    One without a request is an orphan: a person files it. Bounces, auto-replies and receipts are
    not replies: they stay `Incoming`, noted on the request as a MailNotice. A message that answers
    several requests is a reply to each, with its own ruling; the others name the first as `source`.
    """

    request = models.ForeignKey(
        CommentRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    incoming = models.ForeignKey(
        Incoming, null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    source = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="shared"
    )
    call = models.OneToOneField(
        RequestCall, null=True, blank=True, on_delete=models.CASCADE, related_name="reply"
    )
    channel = models.CharField(max_length=40, default="email")  # "link": the private page
    matched_by = models.CharField(
        max_length=20, blank=True
    )  # token, message-id, recipient, link, person
    suggestions = models.JSONField(
        default=list, blank=True
    )  # [{"request": id, "score": 0–1, "why": "…"}]
    text = models.TextField(blank=True)
    whole = models.TextField(blank=True)  # as it came, where words of it were split off
    terms = models.CharField(
        max_length=20, choices=[(t, t) for t in TERMS], default="on the record"
    )
    terms_why = models.CharField(max_length=300, blank=True)  # where a person did not set them
    embargo_until = MomentField(null=True, blank=True)
    embargo_zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    attributed_to = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=300, blank=True)
    # What its sender ticked on the private page; a suggestion for whoever triages it.
    offered = models.CharField(
        max_length=14, choices=[(a, a) for a in ANSWERS], blank=True, default=""
    )
    received_at = MomentField(default=timezone.now)
    logged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    says = models.CharField(
        max_length=14, choices=[(a, a) for a in ANSWERS], blank=True, default=""
    )
    triaged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    triaged_at = MomentField(null=True, blank=True)
    asks_until = MomentField(null=True, blank=True)  # of one that asks for time
    refers_to = models.CharField(max_length=300, blank=True)
    # Its sender is nobody we wrote to, nor of the same office.
    stranger = models.BooleanField(default=False)
    withdrawn_at = MomentField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=500, blank=True)
    withdrawn_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="withdraws"
    )
    key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    record_keeps: ClassVar[tuple[str, ...]] = (
        "received_at", "incoming", "call", "channel", "key", "erased_at", "erased_why",
    )  # fmt: skip

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "id"]
        verbose_name_plural = _lazy("replies")
        constraints = [
            models.CheckConstraint(
                condition=Q(triaged_at__isnull=True) | ~Q(says=""),
                name="triaged_reply_says_something",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(triaged_at=None), name="reply_untriaged"),
            GinIndex(Words("text", "said_by", "attributed_to"), name="reply_words"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="reply_is_kept_whole",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("text", "whole"),
                # A passage is split off, filed elsewhere: what came stays as it came.
                func="""
IF NEW.whole IS DISTINCT FROM (CASE WHEN OLD.whole = '' THEN OLD.text ELSE OLD.whole END) THEN
    RAISE EXCEPTION 'The words of a reply are kept whole.';
END IF;
RETURN NEW;
""",
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"

    @property
    def has_terms(self) -> bool:
        """Whether its words may not simply be printed under a name."""
        return self.terms != "on the record" or self.embargo_until is not None

    @property
    def terms_words(self) -> str:
        """Its terms as a list says them."""
        return rules.terms_words(
            self.terms, self.embargo_until, zone_named(self.embargo_zone), self.attributed_to
        )

    @property
    def marked_html(self) -> str:
        """The message as its sender formatted it, where struck or coloured words say something.

        It was cleaned when it was read. Empty where the plain words say all, or a part was split
        off.
        """
        html = self.incoming.html if self.incoming and not self.whole else ""
        return html if _SAYS_BY_MARKS.search(html) else ""

    @cached_property
    def seems_to_say(self) -> str:
        """Return what whoever sorts it is offered first: what its sender ticked, else its words.

        Those of no comment alone. A guess, which counts for nothing.
        """
        return self.offered or ("no comment" if only_refuses(self.text) else "")

    @cached_property
    def offered_first(self) -> str:
        """Return the ruling whose key is offered first; a link of a mail may name another."""
        return self.seems_to_say

    @property
    def channel_words(self) -> str:
        return "the private page" if self.channel == "link" else self.channel

    @property
    def address_named(self) -> str:
        """The first mail address in its words that is neither its sender's nor ours."""
        own = self.incoming.from_address if self.incoming else ""
        named = (match[0].lower() for match in _ADDRESS.finditer(self.text[:20_000]))
        return next((one for one in named if one != own and not one.startswith("reply+")), "")

    @property
    def zone_shown(self) -> str:
        """The zone in which its embargo is given, or would be."""
        if self.embargo_until is None and self.request is not None:
            return self.request.time_zone
        return self.embargo_zone

    @property
    def embargo_local(self) -> str:
        """Its embargo as a datetime-local field has it."""
        if self.embargo_until is None:
            return ""
        return f"{self.embargo_until.astimezone(zone_named(self.embargo_zone)):%Y-%m-%dT%H:%M}"

    @property
    def kept_back(self) -> str:
        """Why its terms keep its words from print and from others now; empty where they do not."""
        return rules.not_for_use(self.terms, self.embargo_until, timezone.now())

    @property
    def not_for_use(self) -> str:
        """Why its words must not run now, as a plain sentence; empty where they may."""
        if self.withdrawn_at is not None:
            return gettext_noop("It was withdrawn by whoever gave it.")
        return self.kept_back

    @property
    def says_tone(self) -> str:
        """The colour of what it says on a page: a threat is never the green of what is done."""
        return "red" if self.says == "legal threat" else "green"

    @property
    def public_text(self) -> str:
        """Its words as others than the desk may read them."""
        if self.kept_back:
            return gettext_noop("[Kept back. %(why)s]", why=self.kept_back)
        return self.text

    @property
    def named_as(self) -> str:
        """Whom others may be told it is from."""
        return rules.named_as(self.terms, self.said_by, self.attributed_to)

    @property
    def received_files(self) -> list[ReplyFile | CallFile]:
        """What came with it otherwise than in a mail."""
        first = self.source or self
        call_files = list(first.call.files.all()) if first.call else []
        return [*first.files.all(), *call_files]

    @property
    def is_used(self) -> bool:
        """Whether the copy makes anything of it."""
        return bool(self.uses.all() or self.statements.all())


class ReplyFile(StoredFile, Erasable):
    """What a party attached on the private page."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="files")
    url_name = "replies:reply_file"
    record_may_change: ClassVar[tuple[str, ...]] = ()


class CallFile(StoredFile, Erasable):
    """What belongs to a call or chat: a screenshot, a voice note."""

    call = models.ForeignKey(RequestCall, on_delete=models.CASCADE, related_name="files")
    url_name = "replies:call_file"
    record_may_change: ClassVar[tuple[str, ...]] = ()


class HeldFile(StoredFile):
    """A file chosen on the private page.

    It is kept until its sender has looked the answer over and sent it; else it goes away.
    """

    request = models.ForeignKey(CommentRequest, on_delete=models.CASCADE, related_name="held_files")
    key = models.CharField(max_length=64, db_index=True)  # the answer it will belong to
    held_at = MomentField(default=timezone.now, db_index=True)


class PointAnswer(Erasable):
    """Words of a reply that answer one point.

    Laid there by the party on its private page, or by likeness for a person to confirm.
    """

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="point_answers")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["reply", "point", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "point"], name="point_answered_once_a_reply")
        ]

    def __str__(self) -> str:
        return self.text


NOTICE_KINDS = ["auto-reply", "receipt", "bounce", "delay", "unreadable"]


class MailNoticeQuerySet(models.QuerySet["MailNotice"]):
    def unread(self) -> Self:
        """Select what may hold a word of the party, and nobody has looked at."""
        may_hold = Q(may_hold_words=True) | Q(kind="unreadable")
        return self.filter(may_hold, seen_at__isnull=True)


class MailNotice(FastRowModel):
    """A machine's word on one of our letters: never an answer."""

    request = models.ForeignKey(
        CommentRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    incoming = models.OneToOneField(Incoming, on_delete=models.PROTECT, related_name="notice")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in NOTICE_KINDS])
    matched_by = models.CharField(max_length=20, blank=True)
    at = MomentField(default=timezone.now)
    seen_at = MomentField(null=True, blank=True)
    # While nobody has seen it, nothing may claim that the party did not respond.
    may_hold_words = models.BooleanField(default=False)

    objects = MailNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(may_hold_words=True, seen_at=None),
                name="notice_unread",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.request or 'no request'}"

    @property
    def tone(self) -> str:
        """The colour of its kind on a page: red where a person should act."""
        return "red" if self.is_unread or self.kind == "bounce" else ""

    @property
    def is_unread(self) -> bool:
        """Whether a word of the party may be in it that nobody has looked for."""
        may_hold = self.may_hold_words or self.kind == "unreadable"
        return may_hold and self.seen_at is None
