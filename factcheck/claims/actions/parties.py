"""Parties: found by any of their names, made when new, corrected by people."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, models, transaction

from factcheck.claims import rules
from factcheck.claims.models import PARTY_KINDS, AskedParty, Party
from factcheck.newsroom.actions import Refused, log, require
from factcheck.newsroom.models import User

_LOCK = 0x70617274  # any number, the same for all who make parties
SETTABLE = ("name", "kind", "group", "askable", "note")


class Parties:
    """Every party by every name it has, loaded once for as many look-ups as wanted."""

    def __init__(self) -> None:
        self._load()

    def _load(self) -> None:
        self._by_key: dict[str, Party] = {}
        for party in Party.objects.order_by("pk"):
            for name in [party.name, *party.aliases]:
                self._by_key.setdefault(rules.party_key(name), party)

    def named(self, name: str, *, group: bool = False) -> Party:
        """The party of that name or alias; made when there is none."""
        name = " ".join(name.split())[:200]
        key = rules.party_key(name)
        if key not in self._by_key:
            with transaction.atomic():
                self._make(key, name, group)
        return self._by_key[key]

    def _make(self, key: str, name: str, group: bool) -> None:
        with connection.cursor() as cursor:  # no unique index knows that "U.N." is "UN": one maker at a time
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        self._load()
        if key in self._by_key:
            return
        askable = rules.can_be_asked(name)
        made = Party.objects.create(name=name, kind=rules.party_kind(name), group=group or not askable, askable=askable)
        log(by=None, verb="edit contact", subject=made, text=f"New party in the copy: {name} ({made.kind}).")
        self._by_key[key] = made


def party_named(name: str, group: bool = False) -> Party:
    """The party that `name` means, by its name or an alias, whatever the case and dots ("U.N." is "UN"); a new one,
    its kind guessed, when the desk knows none."""
    if not name.strip():
        raise Refused("A party needs a name.")
    return Parties().named(name, group=group)


def set_party(*, by: User | None, party: Party, **changes: Any) -> Party:
    """Correct what is said of a party: any of SETTABLE."""
    if set(changes) - set(SETTABLE):
        raise TypeError(f"A party has no {', '.join(sorted(set(changes) - set(SETTABLE)))} to set.")
    require(by, "edit contact")
    if changes.get("kind", party.kind) not in PARTY_KINDS:
        raise Refused(f"A party is one of: {', '.join(PARTY_KINDS)}.")
    with transaction.atomic():
        locked = Party.objects.select_for_update().get(pk=party.pk)
        changed = {n: [str(getattr(locked, n)), str(v)] for n, v in changes.items() if getattr(locked, n) != v}
        if changed:
            _free(changes.get("name", locked.name), but=locked)
            Party.objects.filter(pk=party.pk).update(**changes)
            text = "; ".join(f"{name}: {was} → {now}" for name, (was, now) in changed.items())
            log(by=by, verb="edit contact", subject=locked, text=f"{locked}: {text}.", changes=changed)
    party.refresh_from_db()
    return party


def _free(name: str, *, but: Party) -> None:
    key = rules.party_key(name)
    if not key:
        raise Refused("A party needs a name.")
    for other in Party.objects.exclude(pk=but.pk):
        if key in {rules.party_key(known) for known in [other.name, *other.aliases]}:
            raise Refused(f"“{name}” is already a name of {other}. Merge the two instead.")


def add_alias(*, by: User | None, party: Party, alias: str) -> Party:
    """Let `alias` mean this party from now on."""
    require(by, "edit contact")
    alias = " ".join(alias.split())[:200]
    with transaction.atomic():
        locked = Party.objects.select_for_update().get(pk=party.pk)
        _free(alias, but=locked)
        if rules.party_key(alias) not in {rules.party_key(known) for known in [locked.name, *locked.aliases]}:
            Party.objects.filter(pk=party.pk).update(aliases=[*locked.aliases, alias])
            log(by=by, verb="edit contact", subject=locked, text=f"{locked} is also called {alias}.")
    party.refresh_from_db()
    return party


def merge_parties(*, by: User | None, keep: Party, gone: Party) -> Party:
    """Two parties are one: everything said of `gone` is said of `keep`, and its names become aliases."""
    require(by, "work queue")
    if keep.pk == gone.pk:
        raise Refused("These are one party already.")
    try:
        with transaction.atomic():
            both = {p.pk: p for p in Party.objects.select_for_update().filter(pk__in=[keep.pk, gone.pk]).order_by("pk")}
            if len(both) < 2:
                raise Refused("One of the two is gone already.")
            AskedParty.objects.filter(party=gone, ask__parties__party=keep).delete()
            for relation in Party._meta.related_objects:
                _repoint(relation.related_model, relation.field.name, gone, keep)
            names = [*both[keep.pk].aliases, both[gone.pk].name, *both[gone.pk].aliases]
            Party.objects.filter(pk=gone.pk).delete()
            Party.objects.filter(pk=keep.pk).update(aliases=list(dict.fromkeys(names)))
            log(by=by, verb="edit contact", subject=keep, text=f"{gone} merged into {keep}.", gone=gone.pk)
    except IntegrityError as error:
        raise Refused(f"One article asks both {keep} and {gone}. Drop one of the two requests, then merge.") from error
    keep.refresh_from_db()
    return keep


def _repoint(model: Any, name: str, gone: Party, keep: Party) -> None:
    rows: models.QuerySet[Any] = model._default_manager.filter(**{name: gone})
    rows.update(**{name: keep})
