"""Addresses as drafts give them: wrapped by mail scanners and office programs."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit

MAX_ADDRESS = 2_000
# Hosts that wrap an address, the path they do it under, and the parameter that holds it.
_WRAPPERS = [
    ("google.", "/url", ("q", "url")),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("facebook.com", "/l.php", ("u",)),
    ("urldefense.proofpoint.com", "/v1/url", ("u",)),
]


def http_address(raw: str, base: str = "") -> str:
    """Return an http(s) address, unwrapped; "" of anything else."""
    raw = raw.strip()
    if not raw or raw.startswith("#") or len(raw) > 2 * MAX_ADDRESS:
        return ""
    try:
        address = urljoin(base, raw) if base else raw
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    return http_address(_wrapped_in(parts, host)) or address[:MAX_ADDRESS]


def _wrapped_in(parts: SplitResult, host: str) -> str:
    """Return the address that a wrapper's address holds; "" where it is none of a wrapper."""
    for wrapper, path, names in _WRAPPERS:
        if wrapper in host and parts.path.startswith(path):
            query = parse_qs(parts.query)
            return next((query[name][0] for name in names if name in query), "")
    return ""
