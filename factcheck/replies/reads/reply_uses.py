"""What the copy uses of answers, seen from the reply and from the copy."""

from __future__ import annotations

from factcheck.articles.models import Proof
from factcheck.replies.models import Use


def uses_on(proof: Proof) -> list[Use]:
    """Return what the proof uses of replies, in the order of the copy, in one query."""
    return list(Use.objects.on(proof).select_related("reply__request__party"))
