"""The demo newsroom's people, parties, sources and story.

Made once; a second run adds only what is missing.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Party
from factcheck.evidence.models import Feed, Provider, Source
from factcheck.local.demo import OUTLETS, Login, ports
from factcheck.local.paths import VAR
from factcheck.newsroom.models import Desk, User
from factcheck.replies.models import Contact

ZONE = "America/New_York"
_ROUNDS = 1_000
PHONE = "+1 212 555 0142"  # of a range that nobody has
PEOPLE = (
    ("reporter@ledger.example", "Rosa Reyes", "reporter"),
    ("checker@ledger.example", "Chidi Okafor", "checker"),
    ("editor@ledger.example", "Edith Varga", "editor"),
    ("chief@ledger.example", "Conrad Mills", "chief"),
)
SOURCES = {
    "meridian": ("Meridian Wire", "wire"),
    "courier": ("Tesh Courier", "secondary"),
    "statistics": ("Varenian Office of Statistics", "primary"),
    "sable": ("Sable Movement, press office", "partisan"),
    "pact": ("Hill Pact, secretariat", "primary"),
    "encyclopedia": ("The Open Encyclopedia", "lead only"),
}
# name, kind, group, note, channel, address, time zone
PARTIES = (
    (
        "Sable Movement",
        "armed group",
        False,
        "Under sanctions in several countries: asking for comment is allowed, paying is not.",
        ("email", "press@sable-movement.example", "Asia/Tbilisi"),
    ),
    ("Karsian U.N. mission", "U.N. mission", False, "", ("email", "media@karsia-un.example", ZONE)),
    ("Ostrian U.N. mission", "U.N. mission", False, "", ("email", "press@ostria-un.example", ZONE)),
    (
        "Varenian government",
        "government",
        False,
        "",
        ("email", "press@government.varenia.example", "Asia/Tbilisi"),
    ),
    (
        "Varenian Armed Forces",
        "army",
        False,
        "",
        ("email", "press@army.varenia.example", "Asia/Tbilisi"),
    ),
    ("European officials", "government", True, "", ("phone", "+32 2 555 01 00", "Europe/Brussels")),
)


def seed(folder: Path = VAR) -> list[Login]:
    """Make what is missing and return a fresh password for each demo user."""
    desk = Desk.load()
    if not User.objects.exists():
        desk.name, desk.time_zone = "The Morning Ledger", ZONE
        desk.save()
    logins = [_login(*person) for person in PEOPLE]
    _sources(folder)
    _parties()
    if not Article.objects.exists():
        # Loaded where it is needed: a later start waits for none of the desk's actions.
        from factcheck.local.demo import story  # noqa: PLC0415

        story.bring_in_story()
        story.bring_in_restricted_story()
    return logins


def _login(email: str, name: str, role: str) -> Login:
    user, _ = User.objects.get_or_create(
        email=email,
        defaults={
            "name": name,
            "role": role,
            "phone": PHONE,
            "time_zone": ZONE,
            "is_staff": role != "reporter",
        },
    )
    password = secrets.token_urlsafe(9)
    user.password = _hash_of_random(password)
    user.save(update_fields=["password"])
    return Login(email, password, role)


def _hash_of_random(password: str) -> str:
    """Return a hash of few rounds, which is enough for a password nobody could guess.

    Django hashes it anew with as many as a person's own needs when it is first used.
    """
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), iterations=_ROUNDS)


def _sources(folder: Path) -> None:
    """Make the outlets, at their ports on this machine, and the providers that ask them."""
    at = ports(folder)
    for site, (name, tier) in SOURCES.items():
        Source.objects.update_or_create(
            domain=f"127.0.0.1:{at[site]}", defaults={"name": name, "tier": tier}
        )
    for site in OUTLETS:
        Feed.objects.get_or_create(
            url=f"http://127.0.0.1:{at[site]}/feed.xml", defaults={"title": SOURCES[site][0]}
        )
    if not Provider.objects.exists():
        from factcheck.evidence.actions import ensure_providers  # noqa: PLC0415  see `seed`

        ensure_providers()
        Provider.objects.filter(name="wikipedia").update(on=True)


def _parties() -> None:
    editor = User.objects.get(email="editor@ledger.example")
    for name, kind, group, note, (channel, address, zone) in PARTIES:
        party, made = Party.objects.get_or_create(
            name=name, defaults={"kind": kind, "group": group, "note": note}
        )
        if made:
            Contact.objects.create(
                party=party,
                channel=channel,
                address=address,
                time_zone=zone,
                role="press office",
                found_by=editor,
                verified_by=editor,
                verified_at=timezone.now(),
            )
