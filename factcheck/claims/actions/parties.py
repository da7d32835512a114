"""Parties: found by any of their names, made when new, corrected by people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from factcheck.claims import rules
from factcheck.claims.models import PARTY_KINDS, Accusation, AskedParty, Party
from factcheck.newsroom.actions import NotAllowed, Refused, log, require_role
from factcheck.newsroom.models import LogEntry, User

_LOCK = 0x70617274  # any number, the same for all who make parties
SETTABLE = ("name", "kind", "aliases", "group", "askable", "note")


def one_maker_at_a_time() -> None:
    """Let one transaction at a time make parties, until it ends.

    No unique index knows that "U.N." is "UN".
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


class Parties:
    """Every party by every name it has, loaded once for as many look-ups as needed."""

    def __init__(self) -> None:
        self._load()

    def _load(self) -> None:
        self._by_key: dict[str, Party] = {}
        for party in Party.objects.order_by("pk"):
            for name in [party.name, *party.aliases]:
                self._by_key.setdefault(rules.party_key(name), party)

    def named(self, name: str, *, group: bool = False) -> Party:
        """Return the party of that name or alias; it is made when there is none."""
        name = " ".join(name.split())[:200]
        key = rules.party_key(name)
        if key not in self._by_key:
            with transaction.atomic():
                self._make(key, name, group)
        return self._by_key[key]

    def _make(self, key: str, name: str, group: bool) -> None:
        one_maker_at_a_time()
        self._load()
        if key in self._by_key:
            return
        askable = rules.can_be_asked(name)
        made = Party.objects.create(
            name=name, kind=rules.party_kind(name), group=group or not askable, askable=askable
        )
        log(
            by=None,
            verb="edit contact",
            subject=made,
            text=f"New party in the copy: {name} ({made.kind}).",
        )
        self._by_key[key] = made


def party_named(name: str, group: bool = False) -> Party:
    """Return the party that `name` means, by its name or an alias.

    Case and dots do not count ("U.N." is "UN"). Where the desk knows none it is made, its kind
    guessed.
    """
    if not name.strip():
        raise Refused("A party needs a name.")
    return Parties().named(name, group=group)


def add_party(*, by: User | None, name: str, **given: Any) -> Party:
    """Add a party the copy does not name yet, with any of SETTABLE.

    Raise Refused where its name is another's. One that only restricted stories name, and that the
    person may not know of, is in the desk's book from now on: a refusal would tell of it.
    """
    require_role(by, "edit contact")
    name = " ".join(name.split())[:200]
    with transaction.atomic():
        one_maker_at_a_time()
        made = _unseen(by, name)
        if made is None:
            _free(by, [name], but=None)
            made = Party.objects.create(name=name, kind=rules.party_kind(name), in_book=True)
        Party.objects.filter(pk=made.pk).update(in_book=True)
        log(by=by, verb="edit contact", subject=made, text=f"Party {name} added.")
        return set_party(by=by, party=made, **{k: v for k, v in given.items() if v not in ("", [])})


def _unseen(by: User | None, name: str) -> Party | None:
    """Return the party of that name where the person may not know of it."""
    if by is None:
        return None
    seen = Party.objects.visible_to(by).order_by().values("pk")
    for party in Party.objects.exclude(pk__in=seen):
        if rules.party_key(name) in {rules.party_key(n) for n in (party.name, *party.aliases)}:
            return party
    return None


def set_party(*, by: User | None, party: Party, **changes: Any) -> Party:
    """Correct what is said of a party: any of SETTABLE."""
    if set(changes) - set(SETTABLE):
        raise TypeError(f"A party has no {', '.join(sorted(set(changes) - set(SETTABLE)))} to set.")
    _require_known(by, party)
    if changes.get("kind", party.kind) not in PARTY_KINDS:
        raise Refused(f"A party is one of: {', '.join(PARTY_KINDS)}.")
    if "aliases" in changes:
        changes["aliases"] = _aliases(changes.get("name", party.name), changes["aliases"])
    with transaction.atomic():
        locked = Party.objects.select_for_update().get(pk=party.pk)
        changed = {
            n: [_format_value(getattr(locked, n)), _format_value(v)]
            for n, v in changes.items()
            if getattr(locked, n) != v
        }
        if changed:
            names = [changes.get("name", locked.name), *changes.get("aliases", ())]
            _free(by, names, but=locked)
            Party.objects.filter(pk=party.pk).update(**changes)
            text = "; ".join(
                f"{name}: {was or 'none'} → {now or 'none'}" for name, (was, now) in changed.items()
            )
            log(
                by=by,
                verb="edit contact",
                subject=locked,
                text=f"{locked}: {text}.",
                changes=changed,
            )
    party.refresh_from_db()
    return party


def _require_known(by: User | None, party: Party) -> None:
    require_role(by, "edit contact")
    if by is not None and not Party.objects.visible_to(by).filter(pk=party.pk).exists():
        raise NotAllowed("This belongs to an article that is restricted to its team.")


def _format_value(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _aliases(name: str, given: Iterable[str]) -> list[str]:
    """In the order given, each once in whatever spelling, none the party's own name."""
    aliases: dict[str, str] = {}
    for alias in (" ".join(name.split())[:200] for name in given):
        key = rules.party_key(alias)
        if key and key != rules.party_key(name):
            aliases.setdefault(key, alias)
    return list(aliases.values())


def _free(by: User | None, names: Iterable[str], *, but: Party | None) -> None:
    """Refused where one of the names is none, or another party's."""
    by_key = {rules.party_key(name): name for name in names}
    if "" in by_key:
        raise Refused("A party needs a name.")
    for other in Party.objects.exclude(pk=but.pk) if but else Party.objects.all():
        for known in [other.name, *other.aliases]:
            if rules.party_key(known) in by_key:
                name = by_key[rules.party_key(known)]
                if by is not None and not Party.objects.visible_to(by).filter(pk=other.pk).exists():
                    raise Refused(f"“{name}” cannot be used as a name here.")
                raise Refused(f"“{name}” is already a name of {other}. Merge the two instead.")


def add_alias(*, by: User | None, party: Party, alias: str) -> Party:
    """Let `alias` mean this party from now on."""
    _require_known(by, party)
    alias = " ".join(alias.split())[:200]
    with transaction.atomic():
        locked = Party.objects.select_for_update().get(pk=party.pk)
        _free(by, [alias], but=locked)
        if rules.party_key(alias) not in {
            rules.party_key(known) for known in [locked.name, *locked.aliases]
        }:
            Party.objects.filter(pk=party.pk).update(aliases=[*locked.aliases, alias])
            log(
                by=by, verb="edit contact", subject=locked, text=f"{locked} is also called {alias}."
            )
    party.refresh_from_db()
    return party


def merge_parties(*, by: User | None, keep: Party, gone: Party) -> Party:
    """Make two parties one.

    Everything that hangs on `gone` then hangs on `keep`, its names become aliases, its note is
    added. Later rooms whose rows name parties prepare theirs first
    (replies.actions.merge_parties).
    """
    require_role(by, "merge parties")
    if keep.pk == gone.pk:
        raise Refused("These are one party already.")
    try:
        with transaction.atomic():
            both = {
                p.pk: p
                for p in Party.objects.select_for_update()
                .filter(pk__in=[keep.pk, gone.pk])
                .order_by("pk")
            }
            if len(both) < 2:
                raise Refused("One of the two is gone already.")
            _merge(by, both[keep.pk], both[gone.pk])
    except IntegrityError as error:
        raise Refused(
            f"One article asks both {keep} and {gone}. Drop one of the two requests, then merge."
        ) from error
    keep.refresh_from_db()
    return keep


def _merge(by: User | None, keep: Party, gone: Party) -> None:
    AskedParty.objects.filter(party=gone, ask__parties__party=keep).delete()
    twice = Accusation.objects.filter(party=gone).exclude(standing="archived")
    for row in twice:
        of_keep = Accusation.objects.filter(
            party=keep, proof=row.proof_id, start=row.start, end=row.end
        )
        if of_keep.exclude(standing="archived").exists():
            Accusation.objects.filter(pk=row.pk).update(
                standing="archived"
            )  # the same words accuse one party once
    for relation in Party._meta.related_objects:
        _repoint(relation.related_model, relation.field.name, gone, keep)
    # The log speaks of what is gone by its number; whoever reads on under the new name finds it by
    # this list.
    before = LogEntry.objects.filter(
        subject="claims.party", subject_id=gone.pk, verb="merge parties"
    )
    numbers = [
        gone.pk,
        *(pk for data in before.values_list("data", flat=True) for pk in data["gone"]),
    ]
    Party.objects.filter(pk=gone.pk).delete()
    Party.objects.filter(pk=keep.pk).update(
        aliases=_aliases(keep.name, [*keep.aliases, gone.name, *gone.aliases]),
        note="\n".join(dict.fromkeys(note for note in (keep.note, gone.note) if note)),
        kind=gone.kind if keep.kind == "other" else keep.kind,
    )
    log(by=by, verb="merge parties", subject=keep, text=f"{gone} merged into {keep}.", gone=numbers)


def _repoint(model: Any, name: str, gone: Party, keep: Party) -> None:
    rows: models.QuerySet[Any] = model._default_manager.filter(**{name: gone})
    rows.update(**{name: keep})
