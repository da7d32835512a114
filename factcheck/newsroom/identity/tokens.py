"""ID tokens: whether one was signed by the provider, for this desk, for this sign-in.

OpenID Connect Core 1.0, section 3.1.3.7. allauth leaves the signature of a token it fetched itself
unchecked, and sends no nonce.
"""

from __future__ import annotations

import hmac
from typing import Any, Final

import jwt
from django.utils.crypto import salted_hmac

# Keys of a pair alone: what is signed by a shared secret could be signed by whoever has ours.
ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
# How far the provider's clock may be from ours, in seconds.
_LEEWAY: Final = 60
_REQUIRED: Final = ["iss", "sub", "aud", "exp", "iat"]


class TokenRefused(Exception):  # noqa: N818  what happened, not what broke
    """The token proves nothing. The message says why, for the log of the process."""


def nonce_of(state: str) -> str:
    """Return the nonce of the sign-in with this state: nobody else can work it out."""
    return salted_hmac("factcheck.newsroom.identity.nonce", state, algorithm="sha256").hexdigest()


def claims_of(
    token: str,
    *,
    keys: dict[str, Any],
    issuer: str,
    client_id: str,
    nonce: str,
) -> dict[str, Any]:
    """Return what an ID token says of somebody; raise TokenRefused unless all of it holds.

    `keys` is the provider's JSON Web Key Set (RFC 7517).
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key_of(token, keys),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client_id,
            leeway=_LEEWAY,
            options={"require": _REQUIRED},
        )
    except (jwt.PyJWTError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise TokenRefused(f"{type(error).__name__}: {error}") from error
    if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
        raise TokenRefused("The token is of another sign-in: its nonce is not ours.")
    if claims.get("azp", client_id) != client_id:
        raise TokenRefused("The token was made for another client.")
    return claims


def _key_of(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """Return the key that a token says it is signed by; the one there is where it says none."""
    header = jwt.get_unverified_header(token)
    if header["alg"] not in ALGORITHMS:
        raise TokenRefused(f"The token is signed by {header['alg']!r}.")
    signing = [key for key in keys["keys"] if key.get("use", "sig") == "sig"]
    named = [key for key in signing if key.get("kid") == header.get("kid")]
    if not named and "kid" not in header and len(signing) == 1:
        named = signing
    return jwt.PyJWK(named[0], algorithm=header["alg"])
