"""What is decided about mail without looking at a clock or a table."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from datetime import timedelta
from typing import Any, Final

from factcheck.outside.mail.failures import is_final

TRIES: Final = 12  # over the steps below, some ten hours
_STEPS: Final = (1, 2, 4, 8, 15, 30, 60, 90, 120)  # minutes


def wait_after(tries: int) -> timedelta:
    """How long to wait after the `tries`-th try failed for the moment."""
    return timedelta(minutes=_STEPS[min(max(tries, 1), len(_STEPS)) - 1])


def is_address_fault(status: int | None, server_reply: str) -> bool:
    """Tell whether a permanent refusal is the address's fault.

    It is not when the letter, the sender or the server is at fault.
    """
    if status is None or not 500 <= status <= 599:
        return False
    return is_final("", f"{status} {server_reply}")


def header_safe(value: str, limit: int) -> str:
    """Return one line without control characters.

    Nothing in it can end a header and begin another (CRLF injection).
    """
    line = re.sub(r"\s+", " ", storable(value))
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Zl", "Zp")).strip()[
        :limit
    ]


def is_address(value: str) -> bool:
    """Tell whether `value` is one plain address.

    ASCII or not, but no list, no name, no route, no blank, nothing that could end a header.
    """
    return (
        re.fullmatch(
            r"[^\s@<>()\[\],:;\\\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],:;\\\"\x00-\x1f\x7f]{3,255}",
            value,
        )
        is not None
    )


def is_numeric_host(address: str) -> bool:
    """Tell whether mail to `address` would go to a bare IP address, such as this machine's own.

    Brackets (RFC 5321, section 4.1.3) are no part of an address that `is_address` lets pass.
    """
    host = address.rpartition("@")[2].strip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # "127.1" and "2130706433" are read as addresses by some resolvers.
        return host.replace(".", "").isdecimal()
    return True


def is_page_address(value: str) -> bool:
    """Tell whether `value` is an http or https address: a "javascript:" one would run as ours."""
    return re.fullmatch(r"https?://[^\s<>\"]{1,2000}", value, re.IGNORECASE) is not None


def is_own(address: str, own: list[str], domain: str) -> bool:
    """Whether mail to `address` would come back to us: a loop.

    `own` are the desk's addresses, `domain` where replies come in (reply+TOKEN@domain). What stands
    after a plus is left out of the comparison.
    """
    local, _, host = address.strip().lower().rpartition("@")
    base = f"{local.partition('+')[0]}@{host}"
    return base in {
        f"reply@{domain.lower()}",
        *(own_address.strip().lower() for own_address in own),
    }


def storable(value: str) -> str:
    """Without what PostgreSQL cannot hold: NUL and lone surrogates."""
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def storable_all(value: Any) -> Any:
    """`storable`, all through lists, tuples and dicts, for a JSON column."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): storable_all(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable_all(inner) for inner in value]
    return value
