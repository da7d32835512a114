"""What the environment says of the identity provider."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from factcheck.newsroom.rules import ROLES

# As allauth stores it beside whose account is whose: one newsroom has one provider.
PROVIDER: Final = "identity"
_NEEDED: Final = ("OIDC_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES")


def missing() -> list[str]:
    """Return the settings that are not there and must be for anybody to sign in that way."""
    return [name for name in _NEEDED if not getattr(settings, name)]


def is_configured() -> bool:
    """Tell whether people may sign in by the provider."""
    return not missing()


def faults() -> list[str]:
    """Return what is wrong with the settings, a sentence each; none where none of them is set."""
    absent = missing()
    if len(absent) == len(_NEEDED):
        return []
    unknown = sorted(set(settings.OIDC_ROLES.values()) - set(ROLES))
    checks = (
        (bool(absent), f"Sign-in by the identity provider lacks {', '.join(absent)}."),
        (bool(unknown), f"OIDC_ROLES names no role of the desk: {', '.join(unknown)}."),
        (not settings.OIDC_URL.startswith("https://"), "OIDC_URL is not an https address."),
    )
    return [sentence for is_wrong, sentence in checks if is_wrong]
