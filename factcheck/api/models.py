"""Who may come in by the API, and what they asked for once and may ask for again."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User

# What a token may be used for; each includes those before it.
READ, IMPORT, CLEAR = SCOPES = ("read", "import", "clear")


class TokenQuerySet(models.QuerySet["Token"]):
    def good(self, now: datetime) -> Self:
        """Select what is not revoked, has not ended, and acts as an account in use."""
        return self.filter(revoked_at=None, user__is_active=True, expires_at__gt=now)


class Token(models.Model):
    """What an integration shows to come in.

    It may do what `scope` names, as the account `user`, which is a machine's own: the log never
    says that a colleague did what a program did.
    """

    name = models.CharField(max_length=100, help_text=_lazy("What uses it: “CMS, production”"))
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="tokens",
        verbose_name=_lazy("acts as"),
    )
    # SHA-256 of the secret, hexadecimal. The secret is 256 random bits: a slow hash would protect
    # nothing more.
    hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(
        max_length=6,
        choices=[(scope, scope) for scope in SCOPES],
    )
    expires_at = MomentField()
    created_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = MomentField(default=timezone.now)
    last_used_at = MomentField(null=True, blank=True)  # to the minute
    addresses = models.JSONField(default=list, blank=True)  # it was used from, newest last
    revoked_at = MomentField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="token_scope_is_known"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_by__isnull=False),
                name="revoked_token_names_its_revoker",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, scope: str) -> bool:
        """Tell whether the token's scope includes `scope`."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


class IdempotentCall(models.Model):
    """A request that came with an idempotency key, and what it was answered.

    The same again gets the same answer.
    """

    token = models.ForeignKey(
        Token,
        on_delete=models.CASCADE,
        related_name="calls",
    )
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)  # SHA-256 of method, path and body
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="key_used_once_a_token")
        ]
        indexes = [
            models.Index(
                fields=["token", "at"],
                name="call_by_age",
            )
        ]

    def __str__(self) -> str:
        return self.key
