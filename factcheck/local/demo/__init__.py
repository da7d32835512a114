"""The demo newsroom: people, contacts, a story, sources and a mail server, on this machine.

Nothing in it leaves loopback. `up` calls `environment` before Django starts, `seed` once the tables
stand, and runs `parts` beside the workers.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from factcheck.local.engines.files import read_state, secret, write_state
from factcheck.local.ports import free_port
from factcheck.local.supervisor import ProcessPart

OUTLETS = ("meridian", "courier", "statistics", "sable", "pact")
MAIL_USER = "desk"
MAIL_DOMAIN = "ledger.example"


@dataclass(frozen=True)
class Login:
    email: str
    password: str
    role: str


def ports(folder: Path) -> dict[str, int]:
    """Return the demo's ports by name (each outlet, "smtp", "imap").

    Chosen once and kept, for stored links name them.
    """
    path = folder / "demo.json"
    known = (read_state(path) or {}).get("ports", {})
    names = (*OUTLETS, "encyclopedia", "smtp", "imap")
    if set(known) != set(names):
        known = {name: known.get(name) or free_port() for name in names}
        write_state(path, {"ports": known})
    return {name: int(known[name]) for name in names}


def environment(folder: Path) -> dict[str, str]:
    """Return settings that point the door to the world at the demo's own web and mail."""
    at = ports(folder)
    sites = [f"127.0.0.1:{at[name]}" for name in (*OUTLETS, "encyclopedia")]
    password = secret(folder / "demo-mail-password")
    return {
        "OUTSIDE_LOOPBACK_ALLOWED": ",".join(sites),
        "OUTSIDE_PACE_SECONDS": os.environ.get("OUTSIDE_PACE_SECONDS", "0.2"),
        "PROVIDER_URLS": f"wikipedia=http://127.0.0.1:{at['encyclopedia']}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(at["smtp"]),
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",  # nosec B105
        "EMAIL_USE_TLS": "off",
        "MAIL_DOMAIN": MAIL_DOMAIN,
        "MAIL_FROM": f"desk@{MAIL_DOMAIN}",
        "IMAP_URL": f"imap://{MAIL_USER}:{password}@127.0.0.1:{at['imap']}/INBOX",
    }


def parts(folder: Path) -> list[ProcessPart]:
    at = ports(folder)
    sites = [f"{name}={at[name]}" for name in (*OUTLETS, "encyclopedia")]
    password = str(folder / "demo-mail-password")
    mail = [
        "--folder",
        str(folder / "demo-mail"),
        "--smtp",
        str(at["smtp"]),
        "--imap",
        str(at["imap"]),
    ]
    return [
        ProcessPart("demo-web", [sys.executable, "-m", "factcheck.local.demo.web", *sites]),
        ProcessPart(
            "demo-mail",
            [sys.executable, "-m", "factcheck.local.demo.mail", *mail, "--password-file", password],
        ),
    ]


def seed(folder: Path) -> list[Login]:
    """Make what the newsroom lacks and give each demo user a new password.

    Needs Django and the tables.
    """
    # It imports models; the demo's ports and settings are asked for before Django is set up.
    from factcheck.local.demo.newsroom import seed as seed_newsroom  # noqa: PLC0415

    return seed_newsroom(folder)
