"""The searches the desk has: making their rows, switching them, trying one out, and keeping note of failure."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from factcheck.evidence.archive import provider_named
from factcheck.evidence.models import Provider, Search
from factcheck.newsroom.actions import Refused, log, require
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.outside.errors import OutsideError
from factcheck.outside.search import Query

BY_HAND: Final = "by hand"
# name, label, asking it sends something out, on from the start
_KNOWN: Final = (
    ("archive", "The desk’s archive", False, True),
    ("feeds", "Feeds", True, True),
    ("wikipedia", "Wikipedia", True, False),
    ("gdelt", "GDELT", True, False),
    ("google_factcheck", "Google Fact Check", True, False),
    (BY_HAND, "Added by hand", True, False),
)
_TRIED_WITH: Final = Query(words=("United", "Nations"), limit=3, allowed_outside=True)


def ensure_providers() -> None:
    """Make the rows of the searches the code knows. What the desk has set on them stays."""
    Provider.objects.bulk_create(
        [Provider(name=name, label=label, outside=outside, on=on) for name, label, outside, on in _KNOWN],
        ignore_conflicts=True,
    )


def by_hand() -> Provider:
    """The provider that stands for a person who adds an address."""
    ensure_providers()
    return Provider.objects.get(name=BY_HAND)


@transaction.atomic
def switch_provider(*, by: User | None, provider: Provider, on: bool) -> None:
    """Switch a search on or off for all articles that may be searched. What it failed on is asked again."""
    require(by, "set desk")
    if on and provider.name == BY_HAND:
        raise Refused("Addresses are added by people; there is nothing to switch on.")
    if on and provider_named(provider.name) is None:
        raise Refused(f"{provider.label} needs a key. Set it in the environment; the README says how.")
    if Provider.objects.filter(pk=provider.pk).exclude(on=on).update(on=on):
        provider.on = on
        log(by=by, verb="set desk", subject=provider, text=f"{provider.label} switched {'on' if on else 'off'}.")
    if on:
        ask_failed_again(provider)
    nudge()


def try_provider(*, by: User | None, provider: Provider) -> str:
    """Send the provider one real query, about the United Nations, and say what came back. Success ends its failing."""
    require(by, "set desk")
    one = provider_named(provider.name)
    if one is None:
        raise Refused(f"{provider.label} cannot be tried: it needs a key, or is no search.")
    log(by=by, verb="try search", subject=provider, text=f"Tried {provider.label} with “{_TRIED_WITH.text}”.")
    try:
        results = one.search(_TRIED_WITH)
    except OutsideError as error:
        note_failure(provider, str(error))
        raise Refused(f"{provider.label} failed: {error}") from error
    note_success(provider)
    with transaction.atomic():
        ask_failed_again(provider)
        nudge()
    return f"{provider.label} answered “{results.query_sent}” with {len(results.hits)} found."


def note_failure(provider: Provider, error: str) -> None:
    Provider.objects.filter(pk=provider.pk).update(
        failing_since=Coalesce("failing_since", timezone.now()), last_error=error
    )


def note_success(provider: Provider) -> None:
    Provider.objects.filter(pk=provider.pk, failing_since__isnull=False).update(failing_since=None, last_error="")


def ask_failed_again(provider: Provider) -> int:
    """Put back what was given up on, for articles still open."""
    given_up = Search.objects.filter(provider=provider, work="failed", claim__article__closed_at=None)
    return given_up.update(work="waiting", tries=0, next_try_at=timezone.now())
