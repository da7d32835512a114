"""Mail as it leaves and arrives. Other rooms point here; this room knows none of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import Erasable, StoredFile, User, Work, WorkQuerySet

OUTGOING_STATES = ["queued", "in flight", "sent", "failed", "unknown", "cancelled"]


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state="queued", next_try_at__lte=now).order_by("next_try_at", "pk")

    def stranded(self, now: datetime) -> Self:
        """In flight with a worker that died: it may or may not have gone."""
        return self.filter(state="in flight", lease_until__lt=now)


class Outgoing(Erasable):
    """One message to one address.

    queued → in flight → sent | failed | unknown; a temporary failure goes back to queued with a
    later next_try_at. `once`: a letter to a party, at most once: stranded in flight it becomes
    unknown and a person decides. Status mail to our own people (once=False) is queued again
    instead.
    """

    message_id = models.CharField(
        max_length=255, unique=True
    )  # fixed before sending, with its angle brackets
    key = models.CharField(
        max_length=200, unique=True
    )  # what it is about: the same key is never made twice
    once = models.BooleanField(default=True)
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.EmailField()
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.EmailField()
    reply_to = models.EmailField(blank=True, db_index=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True)
    in_reply_to = models.CharField(max_length=255, blank=True)
    references = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)

    state = models.CharField(
        max_length=10, choices=[(s, s) for s in OUTGOING_STATES], default="queued"
    )
    next_try_at = MomentField(default=timezone.now)
    lease_until = MomentField(null=True, blank=True)
    lease_token = models.CharField(max_length=16, blank=True, default="")
    in_flight_at = MomentField(null=True, blank=True)  # when a worker last took it to the server
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    permanent = models.BooleanField(
        default=False
    )  # the failure was the address's, not the moment's
    response = models.CharField(
        max_length=500, blank=True
    )  # the server's words when it took the message
    created_at = MomentField(default=timezone.now)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = MomentField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OutgoingQuerySet.as_manager()

    record_may_change: ClassVar[tuple[str, ...]] = (
        # Where a letter goes may be put right while it waits; the words of it may not.
        "to_address",
        "to_name",
        "state",
        "next_try_at",
        "lease_until",
        "lease_token",
        "in_flight_at",
        "tries",
        "error",
        "permanent",
        "response",
        "sent_at",
        "settled_by",
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OUTGOING_STATES), name="outgoing_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="outgoing_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="outgoing_due"),
            models.Index(
                fields=["lease_until"], condition=Q(state="in flight"), name="outgoing_in_flight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address} ({self.state})"


KINDS = ["answer", "auto-reply", "receipt", "bounce", "delay", "unreadable"]


class Try(Erasable):
    """A message's bytes as a worker took them to the server, kept before the server is spoken to.

    Never changed.
    """

    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="written")
    at = MomentField(default=timezone.now)
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        ordering = ["outgoing", "id"]
        verbose_name_plural = _lazy("tries")
        triggers = [pgtrigger.Protect(name="try_is_not_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.outgoing_id}, {self.at:%Y-%m-%d %H:%M}"


INCOMING_STATES = ["stored", "parsed", "filed"]


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def unparsed(self, now: datetime) -> Self:
        """Select what is stored and in no worker's hands."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.filter(free, state="stored").order_by("pk")

    def unfiled(self) -> Self:
        """Select what is parsed and not yet filed by a later room."""
        return self.filter(state="parsed").order_by("pk")


class Incoming(Erasable):
    """One message as it came.

    The bytes are stored first; everything else is read off them and can be read again.

    stored → parsed → filed (a later room has taken it: matched to a request, or kept as an orphan).
    """

    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)  # the same bytes twice are one message
    size = models.PositiveIntegerField()
    mailbox = models.CharField(max_length=200, blank=True)
    uid = models.CharField(max_length=60, blank=True)
    whole = models.BooleanField(
        default=True
    )  # False: over the size cap, the header alone; the rest is in the mailbox
    received_at = MomentField(default=timezone.now)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in INCOMING_STATES], default="stored"
    )
    lease_until = MomentField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # how often a worker began to read it

    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS], blank=True)
    why = models.TextField(blank=True)  # what made it this kind
    # Taken for a machine's, and words of a person may be in it all the same.
    may_hold_words = models.BooleanField(default=False)
    message_id = models.CharField(max_length=998, blank=True, db_index=True)
    from_name = models.CharField(max_length=500, blank=True)
    from_address = models.CharField(max_length=320, blank=True)
    to = models.JSONField(default=list, blank=True)
    subject = models.TextField(blank=True)
    date = MomentField(null=True, blank=True)
    in_reply_to = models.TextField(blank=True)
    references = models.JSONField(default=list, blank=True)
    about_ids = models.JSONField(
        default=list, blank=True
    )  # the letters it answers or reports on, best first
    about_addresses = models.JSONField(
        default=list, blank=True
    )  # the recipients a bounce or delay speaks of
    # What a report says became of each: [{"address", "action", "status", "server_reply", "final"}].
    deliveries = models.JSONField(default=list, blank=True)
    doubt = models.TextField(
        blank=True
    )  # why its sender may be somebody else, "" where nothing says so
    text = models.TextField(blank=True)  # the whole
    text_new = models.TextField(blank=True)  # without what it quotes; for display only
    quoted = models.TextField(blank=True)  # what of the text is folded away
    html = models.TextField(blank=True)  # cleaned, with struck words and colours
    charset = models.CharField(max_length=40, blank=True)  # that its first text was read in
    headers = models.JSONField(
        default=dict, blank=True
    )  # {name: [values, topmost first]}, those that tell its kind
    defects = models.JSONField(default=list, blank=True)

    objects = IncomingQuerySet.as_manager()

    # All else is read off the bytes, and can be read again.
    record_keeps: ClassVar[tuple[str, ...]] = (
        "raw", "sha256", "size", "whole", "received_at", "erased_at", "erased_why",
    )  # fmt: skip

    class Meta:
        verbose_name_plural = _lazy("incoming")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=INCOMING_STATES), name="incoming_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="stored"), name="incoming_unparsed"),
            models.Index(fields=["id"], condition=Q(state="parsed"), name="incoming_unfiled"),
        ]

    def __str__(self) -> str:
        return self.subject or f"message {self.pk}"


class Mailbox(Work):
    """A mailbox that is read again and again.

    Its lease lets one poller in at a time; `error` is the last poll's.
    """

    name = models.CharField(
        max_length=300, unique=True
    )  # user@host:port/folder, without the password
    polled_at = MomentField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _lazy("mailboxes")

    def __str__(self) -> str:
        return self.name


class Attachment(StoredFile, Erasable):
    """A file that came with a message."""

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="attachments")

    record_may_change: ClassVar[tuple[str, ...]] = ()
