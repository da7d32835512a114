"""URLs as the desk keeps them: one page, one address; and the outlet an address belongs to."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import tldextract

from factcheck.text.language.word_lists import word_lists

LONGEST: Final = 2000
# Parameters that say how a reader came, never which page it is.
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|ref_src|ref_url|cmpid|ocid|smid|s_cid"
    r"|at_(?:medium|campaign|\w+)|ns_\w+|spm|taid|guccounter|guce_referrer\w*|__twitter_impression",
    re.IGNORECASE,
)
_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"
_SOURCES: Final = word_lists("factcheck.evidence.rules", "sources")


def canonical_url(url: str) -> str | None:
    """Return the address under which a page is kept, or None when it cannot be kept.

    Host in lower case, no default port, no fragment, no tracking parameters; the rest as it stands,
    since a server may tell any two spellings apart.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError:  # UnicodeError is one
        return None
    unsafe = "@" in parts.netloc or re.search(r"[\x00-\x20]", url.strip())
    if parts.scheme not in _PORTS or not host or unsafe:
        return None
    place = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path = quote(parts.path or "/", safe=_SAFE)
    query = quote(_without_tracking(parts.query), safe=_SAFE)
    canonical = urlunsplit((parts.scheme, place, path, query, ""))
    return canonical if len(canonical) <= LONGEST else None


def _ascii_host(host: str) -> str:
    """Return the host as it stands in an address: IDNA, an IPv6 address in brackets."""
    host = host.rstrip(".")
    if ":" in host:
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode()


def _without_tracking(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    # A query without tracking stays to the letter: encoding it again could change it.
    return query if len(kept) == len(pairs) else urlencode(kept)


def own_canonical(named: str, url: str) -> str:
    """Return the address a page names as its own (rel=canonical), or "".

    Believed only on the page's own site, for a page may not pass for another outlet's; and never
    the site's front page, which careless templates name on every page.
    """
    canonical = canonical_url(named) if named else None
    if not canonical or canonical == canonical_url(url) or domain_of(canonical) != domain_of(url):
        return ""
    parts = urlsplit(canonical)
    return canonical if parts.path.strip("/") or parts.query else ""


@cache
def _suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def domain_of(url: str) -> str:
    """Return the registrable domain ("bbc.co.uk"), by the public suffix list.

    An address that is a bare number or a local name keeps its port, since each port there may be
    another office's.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    if _is_number(host) or "." not in host:
        return f"{host}:{parts.port}" if parts.port else host
    # The list's own rule for endings it does not know: the last label is the suffix.
    return _suffixes()(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def usual_tier(domain: str) -> str:
    """Return the tier a new outlet starts with.

    Offices primary, those that wage war partisan, news agencies wire; encyclopedias, search pages,
    social networks and wires of press releases leads only; all else secondary until the desk says
    otherwise.
    """
    named = next((tier for words, tier in _TIERS if domain in _SOURCES[words]), "")
    if named:
        return named
    labels = domain.split(":")[0].split(".")
    is_office = len(labels) > 1 and (
        labels[-1] in _SOURCES["primary_endings"] or labels[-2] in ("gov", "gob", "gouv")
    )
    return "primary" if is_office else "secondary"


# The first list that names a domain says its tier.
_TIERS: Final = (
    ("leads", "lead only"),
    ("wires", "wire"),
    ("warring", "partisan"),
    ("offices", "primary"),
)
