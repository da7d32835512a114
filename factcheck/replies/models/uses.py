"""What of a reply the copy uses, and the statements it adds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from factcheck.claims.models import Claim, Mark, Quote
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import Erasable, User
from factcheck.newsroom.phrases import gettext_noop


class Use(Mark):
    """Words of the copy that rest on a reply. Carried from proof to proof as other marks are."""

    reply = models.ForeignKey("replies.Reply", on_delete=models.CASCADE, related_name="uses")

    class Meta(Mark.Meta):
        constraints = [
            *Mark.Meta.constraints,
            models.UniqueConstraint(
                fields=["proof", "start", "end", "reply"],
                condition=~Q(standing="archived"),
                name="use_marked_once",
            ),
        ]

    @property
    def why_gone(self) -> str:
        """What became of a use that no longer counts."""
        if self.thrown_out_at:
            return gettext_noop("taken off")
        return gettext_noop("gone from the copy")


STATEMENT_KINDS = ["claim", "quote"]


class Statement(Erasable):
    """A passage of a reply that someone means to check or to print.

    The claim or quote it is in the copy, once its words are there; until then the party's own
    words, kept here.
    """

    reply = models.ForeignKey("replies.Reply", on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=5, choices=[(k, k) for k in STATEMENT_KINDS])
    text = models.TextField()
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="stated_in"
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.SET_NULL, related_name="stated_in"
    )
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["reply", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "kind", "text"], name="statement_made_once")
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"

    @property
    def mark(self) -> Claim | Quote | None:
        """What it is in the copy."""
        return self.claim or self.quote

    @property
    def mark_id(self) -> str:
        """The mark's place on the proof's page."""
        return f"{self.kind}-{self.mark.pk}" if self.mark else ""
