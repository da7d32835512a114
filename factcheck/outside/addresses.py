"""Which URLs and addresses may be opened at all. Pure: nothing here resolves or connects."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna

from factcheck.outside.errors import Kind, OutsideError

MAX_URL = 4096  # characters; longer than any server accepts

# Not reachable, or not a place of its own, by the IANA special-purpose registries (RFC 6890 and
# later). Python's own `is_global` differs between patch versions of 3.11, so the ranges stand here
# too.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and some clouds' metadata service
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, with most clouds' metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # unspecified, loopback and the old IPv4-compatible form
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # Teredo (2001::/32), ORCHID and benchmarking among them
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# Ports above 1023 on which servers listen that would take an HTTP request for something else
# (WHATWG Fetch, "bad port", and the stores newsrooms run).
_BAD_PORTS = frozenset(
    {
        1719,
        1720,
        1723,
        2049,
        2375,
        2379,
        3306,
        3389,
        3659,
        4045,
        4190,
        5060,
        5061,
        5432,
        5672,
        5900,
        6000,
        6379,
        6380,
        6566,
        6665,
        6666,
        6667,
        6668,
        6669,
        6679,
        6697,
        9042,
        9200,
        9300,
        10080,
        11211,
        27017,
    }
)
_DEFAULT_PORT = {"http": 80, "https": 443}
# RFC 3986 reserved and unreserved, and what is already escaped.
_SAFE_IN_URL = "!#$%&'()*+,/:;=?@[]~"
# Characters of a host's name and of one label of it (RFC 1035 2.3.4).
_LONGEST_NAME = 253
_LONGEST_LABEL = 63


@dataclass(frozen=True)
class Target:
    """A URL taken apart once.

    Everything later works from these parts, so no second parser can read it otherwise.
    """

    scheme: str
    host: str  # ASCII, lower-case, IPv6 without brackets
    port: int
    path: str  # with query, escaped, never empty
    # a service of the newsroom, which may stand on a private address if the settings name it
    own: bool = False

    @property
    def place(self) -> str:
        """Return host:port, the thing that is paced, and allowed on loopback."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def host_header(self) -> str:
        """Return the host as the request names it: without the port that goes without saying."""
        if self.port == _DEFAULT_PORT[self.scheme]:
            return self.place.rpartition(":")[0]
        return self.place

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host_header}"

    @property
    def url(self) -> str:
        return f"{self.origin}{self.path}"


def target_of(url: str) -> Target:
    """Take a URL apart, or raise OutsideError when it is not one we open.

    The error's kind is "scheme" or "address".
    """
    if len(url) > MAX_URL:
        raise _refused("The address is too long", url[:100])
    url = url.strip()
    if any(map(_is_unclear, url)):
        raise _refused("The address has blanks or control characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused("The address cannot be read") from error
    if parts.scheme not in _DEFAULT_PORT:
        sentence = "Only http and https addresses are opened"
        raise OutsideError(Kind.SCHEME, sentence, url=url, temporary=False)
    # "https://example.org@evil.example/" reads as the one and leads to the other.
    if "@" in parts.netloc:
        raise _refused("The address holds a user name", url)
    target = Target(
        parts.scheme,
        _host(parts),
        port or _DEFAULT_PORT[parts.scheme],
        _path(parts),
    )
    if port == 0 or not _is_web_port(target.port):
        raise _refused(f"Port {port} is no web port", url)
    return target


def _is_unclear(character: str) -> bool:
    """Return whether browsers and libraries drop or turn a character, each in its own way."""
    return character <= " " or character in "\\\x7f"


def _refused(sentence: str, url: str = "") -> OutsideError:
    return OutsideError(Kind.ADDRESS, sentence, url=url, temporary=False)


def _is_web_port(port: int) -> bool:
    # Below 1024 every other port is some other service's.
    return port in (80, 443) or (port >= 1024 and port not in _BAD_PORTS)


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        return _ipv6(host) if ":" in host else _name(host)
    except ValueError as error:  # idna's and Unicode's errors are of this kind
        raise _refused("The address names no host") from error


def _ipv6(host: str) -> str:
    if "%" in host:
        raise ValueError("A zone is no part of a public address.")
    return str(ipaddress.IPv6Address(host))


def _name(host: str) -> str:
    """Return a host's name in ASCII; ValueError where it is none (RFC 1035 2.3.4)."""
    ascii_host = host if host.isascii() else idna.encode(host, uts46=True).decode()
    labels = ascii_host.lower().split(".")
    if len(ascii_host) > _LONGEST_NAME or not all(map(_is_label, labels)):
        raise ValueError("This is no host's name.")
    return ".".join(labels)


def _is_label(label: str) -> bool:
    has_length = 0 < len(label) <= _LONGEST_LABEL
    return has_length and all(character.isalnum() or character in "-_" for character in label)


def _path(parts: SplitResult) -> str:
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return quote(path if path.startswith("/") else f"/{path}", safe=_SAFE_IN_URL)


def is_public(address: str) -> bool:
    """Return whether an IP address is one on the public internet.

    Of an IPv6 address that carries an IPv4 one, that one is judged too.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return False
        carried = ip.ipv4_mapped or ip.sixtofour or _in_nat64(ip)
        if carried is not None:
            return is_public(str(carried))
    return ip.is_global and not any(ip in network for network in _NOT_PUBLIC)


def _in_nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


def is_private(address: str) -> bool:
    """Return whether an IP address is one that organisations give to their own machines.

    Such as RFC 1918 and RFC 4193 reserve, or loopback.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return ip.is_loopback or any(ip in network for network in _PRIVATE)


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
