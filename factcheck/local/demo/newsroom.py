"""The demo newsroom's people, parties, sources and story.

Made once; a second run adds only what is missing.
"""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

from django.utils import timezone

from factcheck.articles.actions import import_copy, set_article
from factcheck.articles.models import Article
from factcheck.claims.models import Party
from factcheck.evidence.actions import ensure_providers
from factcheck.evidence.models import Feed, Provider, Source
from factcheck.local.demo import OUTLETS, Login, ports
from factcheck.local.paths import VAR
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import work_off
from factcheck.replies.actions import edit_request, send_requests, take_up
from factcheck.replies.models import CommentRequest, Contact

PUBLISHED = dt.date(2026, 3, 14)  # a Saturday: the copy's "Wednesday" is March 11
ZONE = "America/New_York"
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
POINTS = {
    "Sable Movement": "Is the Sable Movement a member of the Hill Pact?\nHow many fighters has "
    "it pledged to Varenia?\nWho pays and arms them?",
    "Karsian U.N. mission": "Does Karsia support the pledge of fighters that the Sable Movement "
    "announced on Friday?",
    "Ostrian U.N. mission": "A spokesperson of the Sable Movement says that Ostria has armed the "
    "Dawn Front since"
    " October. Is that so?",
    "Varenian government": "How much of its revenue would the government lose with Orlen?",
    "Varenian Armed Forces": "How many rebels does the army believe to be in Orlen?",
}


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
        _story()
        _restricted_story()
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
    user.set_password(password)
    user.save(update_fields=["password"])
    return Login(email, password, role)


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


def _story() -> None:
    """Bring in the draft, read it, and set its first letters on their way."""
    reporter, checker = (
        User.objects.get(email=f"{role}@ledger.example") for role in ("reporter", "checker")
    )
    deadline = timezone.now() + dt.timedelta(hours=26)
    text = (Path(__file__).parent / "article.txt").read_text(encoding="utf-8")
    article = import_copy(
        by=reporter, text=text, published=PUBLISHED, deadline=deadline, author=reporter
    )
    set_article(by=None, article=article, assigned_to=checker)
    # Only what needs no network: the demo's web and mail start after this.
    work_off("claims.read")
    work_off("replies.propose")
    answer_by = timezone.now() + dt.timedelta(hours=5)
    ready = []
    for request in CommentRequest.objects.filter(article=article, state="proposed").select_related(
        "party", "contact"
    ):
        points = POINTS.get(request.party.name)
        if points and request.contact and request.contact.channel == "email":
            taken = take_up(by=reporter, request=request)
            edited = edit_request(
                by=reporter,
                request=taken,
                points=points,
                subject="Questions on Varenia",
                contact=request.contact,
                deadline=answer_by,
                time_zone=ZONE,
            )
            ready.append(edited)
    send_requests(by=reporter, requests=ready)


def _restricted_story() -> None:
    """Bring in a story that only its team sees and of which nothing is sent outside."""
    reporter, editor = (
        User.objects.get(email=f"{role}@ledger.example") for role in ("reporter", "editor")
    )
    text = (Path(__file__).parent / "restricted.txt").read_text(encoding="utf-8")
    article = import_copy(
        by=editor, text=text, published=PUBLISHED, author=reporter, restricted=True
    )
    set_article(by=None, article=article, assigned_to=editor)
    work_off("claims.read")
