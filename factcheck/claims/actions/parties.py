"""Parties: found by any of their names, made when new, corrected by people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from factcheck.claims import rules
from factcheck.claims.models import PARTY_KINDS, Accusation, AskedParty, Party
from factcheck.newsroom.actions import NotAllowed, Refused, log, require_role
from factcheck.newsroom.models import LogEntry, User

# The key of the advisory lock: "part" in ASCII. Any number will do, the same for all who make
# parties, and another one than the newsroom's other locks.
_LOCK = 0x70617274
_LONGEST_NAME = 200  # as the column has it
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
        # Should two have one name, the elder is meant, always.
        for party in Party.objects.order_by("pk"):
            for name in [party.name, *party.aliases]:
                self._by_key.setdefault(rules.party_key(name), party)

    def named(self, name: str, *, group: bool = False) -> Party:
        """Return the party of that name or alias; it is made when there is none."""
        name = _tidied(name)
        key = rules.party_key(name)
        if key not in self._by_key:
            with transaction.atomic():
                self._make(key, name, group)
        return self._by_key[key]

    def _make(self, key: str, name: str, group: bool) -> None:
        one_maker_at_a_time()
        # Another worker may have made it while this one waited for the lock.
        self._load()
        if key in self._by_key:
            return
        askable = rules.can_be_asked(name)
        made = Party.objects.create(
            name=name,
            kind=rules.party_kind(name),
            group=group or not askable,
            askable=askable,
        )
        log(
            by=None,
            verb="edit contact",
            subject=made,
            text=f"New party in the copy: {name} ({made.kind}).",
        )
        self._by_key[key] = made


def _tidied(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME]


def _keys_of(party: Party) -> list[str]:
    """Return what all spellings of each of the party's names share, its own name's first."""
    return [rules.party_key(name) for name in (party.name, *party.aliases)]


def _is_known_to(by: User | None, party: Party) -> bool:
    """Return whether a person may know of a party; a program of our own (None) knows all."""
    return by is None or Party.objects.visible_to(by).filter(pk=party.pk).exists()


def party_named(name: str, group: bool = False) -> Party:
    """Return the party that `name` means, by its name or an alias.

    Case and dots do not count ("U.N." is "UN"). Where the desk knows none it is made, its kind
    guessed.
    """
    if not name.strip():
        raise Refused(_("A party needs a name."))
    return Parties().named(name, group=group)


def add_party(*, by: User | None, name: str, **given: Any) -> Party:
    """Add a party the copy does not name yet, with any of SETTABLE.

    Raise Refused where its name is another's. One that only restricted stories name, and that the
    person may not know of, is in the desk's book from now on: a refusal would tell of it.
    """
    require_role(by, "edit contact")
    name = _tidied(name)
    with transaction.atomic():
        one_maker_at_a_time()
        made = _unseen(by, name)
        if made is None:
            _refuse_taken(by, [name], but=None)
            made = Party.objects.create(
                name=name,
                kind=rules.party_kind(name),
                in_book=True,
            )
        Party.objects.filter(pk=made.pk).update(in_book=True)
        log(
            by=by,
            verb="edit contact",
            subject=made,
            text=f"Party {name} added.",
        )
        # An empty field of the form is no change: the kind, for one, was just guessed.
        filled = {field: value for field, value in given.items() if value not in ("", [])}
        return set_party(by=by, party=made, **filled)


def _unseen(by: User | None, name: str) -> Party | None:
    """Return the party of that name where the person may not know of it."""
    if by is None:
        return None
    seen = Party.objects.visible_to(by).order_by().values("pk")
    for party in Party.objects.exclude(pk__in=seen):
        if rules.party_key(name) in _keys_of(party):
            return party
    return None


def set_party(*, by: User | None, party: Party, **changes: Any) -> Party:
    """Correct what is said of a party: any of SETTABLE."""
    unknown = set(changes) - set(SETTABLE)
    if unknown:
        raise TypeError(f"A party has no {', '.join(sorted(unknown))} to set.")
    _require_known(by, party)
    if changes.get("kind", party.kind) not in PARTY_KINDS:
        raise Refused(_("A party is one of: %(kinds)s.") % {"kinds": ", ".join(PARTY_KINDS)})
    if "aliases" in changes:
        changes["aliases"] = _aliases(changes.get("name", party.name), changes["aliases"])
    with transaction.atomic():
        locked = Party.objects.select_for_update().get(pk=party.pk)
        changed = _differences(locked, changes)
        if changed:
            names = [changes.get("name", locked.name), *changes.get("aliases", ())]
            _refuse_taken(by, names, but=locked)
            Party.objects.filter(pk=party.pk).update(**changes)
            text = "; ".join(
                f"{field}: {before or 'none'} → {after or 'none'}"
                for field, (before, after) in changed.items()
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


def _differences(party: Party, changes: dict[str, Any]) -> dict[str, list[str]]:
    """Return what would be another than it is, by field: before and after, as the log has it."""
    return {
        field: [_format_value(before), _format_value(after)]
        for field, after in changes.items()
        if (before := getattr(party, field)) != after
    }


def _require_known(by: User | None, party: Party) -> None:
    require_role(by, "edit contact")
    if not _is_known_to(by, party):
        raise NotAllowed(_("This belongs to an article that is restricted to its team."))


def _format_value(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _aliases(name: str, given: Iterable[str]) -> list[str]:
    """Return them in the order given, each once in whatever spelling, none the party's name."""
    aliases: dict[str, str] = {}
    for alias in map(_tidied, given):
        key = rules.party_key(alias)
        if key and key != rules.party_key(name):
            aliases.setdefault(key, alias)
    return list(aliases.values())


def _refuse_taken(
    by: User | None,
    names: Iterable[str],
    *,
    but: Party | None,
) -> None:
    """Raise Refused where one of the names is none, or another party's."""
    by_key = {rules.party_key(name): name for name in names}
    if "" in by_key:
        raise Refused(_("A party needs a name."))
    others = Party.objects.exclude(pk=but.pk) if but else Party.objects.all()
    for other in others:
        taken = [key for key in _keys_of(other) if key in by_key]
        if not taken:
            continue
        name = by_key[taken[0]]
        if not _is_known_to(by, other):
            # Whose name it is would tell of a restricted article.
            raise Refused(_("“%(name)s” cannot be used as a name here.") % {"name": name})
        raise Refused(
            _("“%(name)s” is already a name of %(other)s. Merge the two instead.")
            % {"name": name, "other": other}
        )


def add_alias(*, by: User | None, party: Party, alias: str) -> Party:
    """Let `alias` mean this party from now on."""
    _require_known(by, party)
    alias = _tidied(alias)
    with transaction.atomic():
        locked = Party.objects.select_for_update().get(pk=party.pk)
        _refuse_taken(by, [alias], but=locked)
        if rules.party_key(alias) not in _keys_of(locked):
            Party.objects.filter(pk=party.pk).update(aliases=[*locked.aliases, alias])
            text = f"{locked} is also called {alias}."
            log(
                by=by,
                verb="edit contact",
                subject=locked,
                text=text,
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
        raise Refused(_("These are one party already."))
    try:
        with transaction.atomic():
            # In order of their numbers: two people who merge the same two wait, and do not lock
            # each other out.
            rows = Party.objects.filter(pk__in=[keep.pk, gone.pk]).order_by("pk")
            both = {party.pk: party for party in rows.select_for_update()}
            if len(both) < 2:
                raise Refused(_("One of the two is gone already."))
            _merge(by, both[keep.pk], both[gone.pk])
    except IntegrityError as error:
        raise Refused(
            _(
                "One article asks both %(keep)s and %(gone)s. Drop one of the two requests, then "
                "merge."
            )
            % {"keep": keep, "gone": gone}
        ) from error
    keep.refresh_from_db()
    return keep


def _merge(by: User | None, keep: Party, gone: Party) -> None:
    # First what would stand there twice when all that is the one's becomes the other's.
    AskedParty.objects.filter(party=gone, ask__parties__party=keep).delete()
    _archive_double_accusations(keep, gone)
    # Whatever points at a party, in later rooms too, which this one does not know by name.
    for relation in Party._meta.related_objects:
        _repoint(relation.related_model, relation.field.name, gone, keep)
    numbers = [gone.pk, *_merged_before(gone)]
    notes = dict.fromkeys(note for note in (keep.note, gone.note) if note)
    Party.objects.filter(pk=gone.pk).delete()
    Party.objects.filter(pk=keep.pk).update(
        aliases=_aliases(
            keep.name,
            [
                *keep.aliases,
                gone.name,
                *gone.aliases,
            ],
        ),
        note="\n".join(notes),
        kind=gone.kind if keep.kind == "other" else keep.kind,
    )
    log(
        by=by,
        verb="merge parties",
        subject=keep,
        text=f"{gone} merged into {keep}.",
        gone=numbers,
    )


def _archive_double_accusations(keep: Party, gone: Party) -> None:
    """Archive the accusations of `gone` on words that accuse `keep`: they accuse one party once."""
    standing = Accusation.objects.exclude(standing="archived")
    for row in standing.filter(party=gone):
        same_words = standing.filter(
            party=keep,
            proof=row.proof_id,
            start=row.start,
            end=row.end,
        )
        if same_words.exists():
            Accusation.objects.filter(pk=row.pk).update(standing="archived")


def _merged_before(party: Party) -> list[int]:
    """Return the numbers of parties that were merged into this one.

    The log speaks of what is gone by its number; whoever reads on under the new name finds it by
    this list.
    """
    merges = LogEntry.objects.filter(
        subject="claims.party",
        subject_id=party.pk,
        verb="merge parties",
    )
    return [number for data in merges.values_list("data", flat=True) for number in data["gone"]]


def _repoint(
    model: Any,
    name: str,
    gone: Party,
    keep: Party,
) -> None:
    rows: models.QuerySet[Any] = model._default_manager.filter(**{name: gone})
    rows.update(**{name: keep})
