"""Addresses of parties, their health, and the lists they came in."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article
from factcheck.claims.models import Party
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import Erasable, User, validate_zone
from factcheck.newsroom.values import mark_of_values
from factcheck.newsroom.words import Words

CHANNELS = [
    "email",
    "phone",
    "in person",
    "WhatsApp",
    "Signal",
    "Telegram",
    "X",
    "SMS",
    "web form",
    "letter",
    "fax",
]
# A message by these can be answered where it came; what is said on the telephone, or goes by post,
# by fax or by a form, cannot.
ANSWERABLE = frozenset({"email", "WhatsApp", "Signal", "Telegram", "X", "SMS"})


HEALTH = ["untried", "good", "failing", "bad"]


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> Self:
        """Return the contacts this person may know of: their parties', but for restricted ones."""
        seen = Article.objects.visible_to(user).order_by().values("pk")
        mine = Q(found_for=None) | Q(found_for__restricted=False) | Q(found_for__in=seen)
        return self.filter(mine, party__in=Party.objects.visible_to(user).order_by().values("pk"))

    def offered_to(self, article_id: int) -> Self:
        """Return what a request of this article may go to: no other restricted story's contact."""
        return self.filter(
            Q(found_for=None) | Q(found_for__restricted=False) | Q(found_for=article_id)
        )

    def in_use(self) -> Self:
        return self.filter(retired_at__isnull=True)

    def usable(self) -> Self:
        """In use, and not known to be dead."""
        return self.in_use().exclude(health="bad")


class Contact(Erasable):
    """One way to reach a party.

    Its health is what became of letters and calls, never what somebody thinks of it; it is retired,
    not deleted, since the record rests on it.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200, blank=True)  # the person or desk
    role = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=40, choices=[(c, c) for c in CHANNELS], default="email")
    address = models.CharField(max_length=500)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    rank = models.PositiveSmallIntegerField(default=0, help_text=_lazy("Lowest is tried first"))
    health = models.CharField(max_length=8, choices=[(h, h) for h in HEALTH], default="untried")
    health_why = models.CharField(max_length=500, blank=True)  # what happened, for the screen
    health_at = MomentField(null=True, blank=True)
    answered_at = MomentField(null=True, blank=True)  # when this address last brought an answer
    found_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    found_at = MomentField(default=timezone.now)
    found_where = models.CharField(
        max_length=500, blank=True, help_text=_lazy("A page, a card, a colleague")
    )
    # The restricted story it was found for: its team alone knows of it.
    found_for = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    verified_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = MomentField(null=True, blank=True)
    retired_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = MomentField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["party", "rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "channel", "address"],
                name="contact_once",
                violation_error_message=_lazy("The party has this contact already."),
            )
        ]
        indexes = [GinIndex(Words("name", "role", "address"), name="contact_words")]

    def __str__(self) -> str:
        return f"{self.name or self.party} ({self.erased_note or self.address})"

    def is_offered_to(self, article_id: int) -> bool:
        """Whether a request of this article may go to it, as `offered_to` selects."""
        return (
            self.found_for is None
            or not self.found_for.restricted
            or self.found_for_id == article_id
        )

    @property
    def seen_mark(self) -> str:
        """What tells how it stands from how a page showed it."""
        names = ("name", "role", "channel", "address", "verified_at", "retired_at")
        return mark_of_values({name: getattr(self, name) for name in names})[:16]

    @property
    def usable(self) -> bool:
        return self.retired_at is None and self.health != "bad"


class NotDuplicates(models.Model):
    """A person has said that two parties whose names are alike are two. `one` has the lower id."""

    one = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _lazy("parties told apart")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="parties_told_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="apart_lower_id_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"


class ContactSheet(models.Model):
    """A table of contacts that somebody brought in, looked over before it is applied.

    It goes away once it has been, or after a day.
    """

    name = models.CharField(max_length=255)
    content = models.BinaryField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
