"""What the copy uses of answers, seen from the reply and from the copy."""

from __future__ import annotations

from django.db.models import QuerySet

from factcheck.articles.models import Proof
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.replies.models import Use


def uses_on(proof: Proof) -> list[Use]:
    """Return what the proof uses of replies, in the order of the copy, in one query."""
    return _uses(proof.pk)


@kept_statement
def _uses(proof: GivenValue) -> QuerySet[Use]:
    uses = Use.objects.filter(proof=proof).exclude(standing="archived").order_by("start", "end")
    return uses.select_related("reply__request__party")
