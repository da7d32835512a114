"""The searches the desk has.

Making their rows, switching them, trying one out, and keeping note of failure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.evidence import rules
from factcheck.evidence.models import Provider, Search
from factcheck.evidence.sealing import seal
from factcheck.evidence.search.archive import FactChecks, OwnWork
from factcheck.evidence.search.geonames import GeoNames
from factcheck.evidence.search.provider_registry import code_of, lacks, look_up_of
from factcheck.newsroom.actions import Refused, log, require_role
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.look_ups import LOOK_UPS, LookUp, ValueQuestion
from factcheck.outside.search import SERVICES, ProviderQuery

BY_HAND: Final = "by hand"
BY_AUTHOR: Final = "author"
# name, label, asking it sends something out, claims are put to it, on from the start
_KNOWN: Final = (
    ("archive", "The desk’s archive", False, True, True),
    (OwnWork.name, OwnWork.label, False, True, True),
    ("feeds", "Feeds", True, True, True),
    (FactChecks.name, FactChecks.label, False, True, False),
    *((one.name, one.label, True, one.takes_claims, False) for one in SERVICES.values()),
    (GeoNames.name, GeoNames.label, False, True, False),
    *((one.name, one.label, True, one.takes_claims, False) for one in LOOK_UPS.values()),
    (BY_HAND, "Added by hand", True, False, False),
    (BY_AUTHOR, "The writer’s own sources", True, False, False),
)
_UNEMPLOYMENT: Final = "une_rt_a age=Y15-74 unit=PC_ACT sex=T"
# What tries a look-up out, whichever of these it answers.
_LOOKED_UP_WITH: Final = (
    ValueQuestion("population", "Paris", allowed_outside=True),
    ValueQuestion("indicator", "fr", "SP.POP.TOTL", allowed_outside=True),
    ValueQuestion("European statistic", "FR", _UNEMPLOYMENT, allowed_outside=True),
    ValueQuestion("U.S. series", "UNRATE", "lin", allowed_outside=True),
    ValueQuestion("study", "10.1038/171737a0", allowed_outside=True),
    ValueQuestion("company filing", "Apple Inc.", "10-K", allowed_outside=True),
    ValueQuestion("company", "Tesco PLC", allowed_outside=True),
)
_TRIED_WITH: Final = ProviderQuery(words=("United", "Nations"), limit=3, allowed_outside=True)


def ensure_providers() -> None:
    """Make the rows of the searches the code knows. What the desk has set on them stays."""
    Provider.objects.bulk_create(
        [
            Provider(name=name, label=label, outside=outside, takes_claims=takes, on=on)
            for name, label, outside, takes, on in _KNOWN
        ],
        ignore_conflicts=True,
    )


def by_hand() -> Provider:
    """Return the provider that stands for a person who adds an address."""
    ensure_providers()
    return Provider.objects.get(name=BY_HAND)


def by_author() -> Provider:
    """Return the provider that stands for the writer of a draft, who gives a source."""
    ensure_providers()
    return Provider.objects.get(name=BY_AUTHOR)


@transaction.atomic
def switch_provider(*, by: User | None, provider: Provider, on: bool) -> None:
    """Switch a search on or off for all articles that may be searched.

    What it failed on is asked again.
    """
    require_role(by, "set desk")
    if on and provider.name in (BY_HAND, BY_AUTHOR):
        raise Refused(_("Addresses are added by people; there is nothing to switch on."))
    if on and (lacking := lacks(provider)):
        raise Refused(
            _("%(label)s needs %(lacking)s first.") % {"label": provider.label, "lacking": lacking}
        )
    if Provider.objects.filter(pk=provider.pk).exclude(on=on).update(on=on):
        provider.on = on
        log(
            by=by,
            verb="set desk",
            subject=provider,
            text=f"{provider.label} switched {'on' if on else 'off'}.",
        )
    _try_at_once(provider)
    nudge("evidence")


def try_provider(*, by: User | None, provider: Provider) -> str:
    """Send the provider one real query, about the United Nations, and say what came back.

    Success ends its failing.
    """
    require_role(by, "set desk")
    if look_up := look_up_of(provider):
        return _try_look_up(by, provider, look_up)
    code = code_of(provider)
    if code is None:
        if lacking := lacks(provider):
            raise Refused(
                _("%(label)s cannot be tried: it needs %(lacking)s.")
                % {"label": provider.label, "lacking": lacking}
            )
        raise Refused(_("%(label)s cannot be tried: it is no search.") % {"label": provider.label})
    own = getattr(code, "tried_with", "")
    query = replace(_TRIED_WITH, words=(own,)) if own else _TRIED_WITH
    log(
        by=by,
        verb="try search",
        subject=provider,
        text=f"Tried {provider.label} with “{query.text}”.",
    )
    try:
        results = code.search(query)
    except OutsideError as error:
        if error.kind != Kind.PACED:
            note_failure(provider, str(error), asked=error.retry_after)
        raise Refused(
            _("%(label)s failed: %(error)s") % {"label": provider.label, "error": error}
        ) from error
    note_success(provider)
    sentence = _("%(label)s answered “%(query)s” with %(count)s found.") % {
        "label": provider.label,
        "query": results.query_sent,
        "count": len(results.hits),
    }
    return " ".join([sentence, *results.notes])


def _try_look_up(by: User | None, provider: Provider, look_up: LookUp) -> str:
    """Ask a look-up for one value of public knowledge, and say what came back."""
    question = next(one for one in _LOOKED_UP_WITH if look_up.answers(one))
    log(
        by=by,
        verb="try search",
        subject=provider,
        text=f"Tried {provider.label} with “{question.text}”.",
    )
    try:
        found = look_up.look_up(question)
    except OutsideError as error:
        if error.kind != Kind.PACED:
            note_failure(provider, str(error), asked=error.retry_after)
        raise Refused(
            _("%(label)s failed: %(error)s") % {"label": provider.label, "error": error}
        ) from error
    note_success(provider)
    told = " ".join(value.sentence for value in found.values) or _("nothing found.")
    return _("%(label)s answered “%(question)s”: %(told)s") % {
        "label": provider.label,
        "question": question.text,
        "told": told,
    }


@transaction.atomic
def set_provider(
    *,
    by: User | None,
    provider: Provider,
    base: str,
    seconds: float | None,
    daily: int | None,
    saves: bool,
    key: str | None = None,
) -> None:
    """Set how a provider is reached.

    `key` None keeps the one there is, "" takes it away. The log says that a key changed, never the
    key.
    """
    require_role(by, "set desk")
    row = Provider.objects.select_for_update().get(pk=provider.pk)
    values = {"base": base.strip().rstrip("/"), "seconds": seconds, "daily": daily, "saves": saves}
    changes = {name: str(value) for name, value in values.items() if getattr(row, name) != value}
    for name, value in values.items():
        setattr(row, name, value)
    if key is not None:
        row.sealed_key = seal(key.strip())
        changes["key"] = "set" if key.strip() else "removed"
    if not changes:
        return
    if row.on and (lacking := lacks(row)):
        raise Refused(
            _("%(label)s is switched on and would lack %(lacking)s. Switch it off first.")
            % {"label": row.label, "lacking": lacking}
        )
    row.save(update_fields=[*values, "sealed_key"])
    log(
        by=by,
        verb="set desk",
        subject=row,
        text=f"{row.label} changed: {', '.join(changes)}.",
        changes=changes,
    )
    _try_at_once(row)


def _try_at_once(provider: Provider) -> None:
    """Let what failed be asked at once, since the provider was set otherwise."""
    Provider.objects.filter(pk=provider.pk).update(next_try_at=None)
    _wake(provider)
    if provider.on:
        ask_failed_again(provider)
        nudge("evidence")


def resting(provider: Provider) -> float:
    """Seconds until a provider that fails is to be asked again; 0 when it may be asked now."""
    if provider.next_try_at is None:
        return 0.0
    return max((provider.next_try_at - timezone.now()).total_seconds(), 0.0)


def note_failure(provider: Provider, error: str, *, asked: float | None = None) -> None:
    """Several claims that fail at the same moment are one failure.

    What was known of the provider has then changed.
    """
    now = timezone.now()
    seen = Provider.objects.get(pk=provider.pk)
    later = now + rules.backoff(seen.failures + 1, asked)
    Provider.objects.filter(pk=provider.pk, failures=seen.failures).exclude(
        next_try_at__gt=now
    ).update(failures=min(seen.failures + 1, 1000), next_try_at=later)
    Provider.objects.filter(pk=provider.pk).update(
        failing_since=Coalesce("failing_since", now), last_error=error
    )


def note_success(provider: Provider) -> None:
    """Note that the provider answered; what was given up on meanwhile is asked again."""
    row, now = Provider.objects.filter(pk=provider.pk), timezone.now()
    if row.filter(failing_since=None).update(last_good_at=now):
        return
    recovered = row.filter(failing_since__isnull=False).update(
        last_good_at=now, failing_since=None, failures=0, last_error="", next_try_at=None
    )
    if recovered:
        ask_failed_again(provider)
        _wake(provider)
        nudge("evidence")


def _wake(provider: Provider) -> None:
    """Let those that waited for the provider to be asked again wait no longer."""
    waiting = Search.objects.filter(provider=provider, work="waiting").exclude(error="")
    waiting.update(next_try_at=timezone.now())


def ask_failed_again(provider: Provider) -> int:
    """Put back what was given up on, for articles still open."""
    given_up = Search.objects.filter(
        provider=provider, work="failed", claim__article__closed_at=None
    )
    return given_up.update(work="waiting", tries=0, next_try_at=timezone.now())
