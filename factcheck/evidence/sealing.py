"""Keys of providers as they stand in the database.

Sealed with the newsroom's SECRET_KEY, so that a dump of the database alone opens nothing.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [
        hashlib.sha256(b"factcheck.provider-key:" + force_bytes(secret)).digest()
        for secret in secrets
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def seal(secret: str) -> str:
    """Return "" stays ""."""
    return _box().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    """Return what was sealed, or "" when the newsroom's SECRET_KEY has changed since.

    The key must be set again.
    """
    try:
        return _box().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""
