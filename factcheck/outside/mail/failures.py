"""Why a letter did not arrive: the address's own fault, or something that may be gone tomorrow.

A contact is lost only to the first: a full mailbox, a filter or a server that was down says nothing
of the address.
"""

import re
from typing import Final

from factcheck.outside.mail import phrases

# RFC 3463: x.1.* speaks of the address, except 1.7 and 1.8 (the sender's); 5.2.1 of a mailbox that
# is shut, 5.4.4 of a domain that is none.
_ADDRESS_CODES: Final = re.compile(r"(?<![\d.])5\.(?:1\.(?!7\b|8\b)\d{1,3}|2\.1|4\.4)(?![\d.])")
_ANY_CODE: Final = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# RFC 5321: replies that speak of the mailbox.
_MAILBOX_REPLY: Final = re.compile(r"(?<![\d.])(?:550|551|553|556)(?![\d.])")
_ANY_REPLY: Final = re.compile(r"(?<![\d.])[45][0-5]\d(?=[ -])")


def is_final(status: str, server_reply: str) -> bool:
    """Tell whether a failure shows that the address is no good.

    `status` is the enhanced code of the report (RFC 3464, section 2.3.4), `server_reply` the far
    server's words. The words go before the codes, which servers give for want of a better one;
    without any of them the failure is believed.
    """
    if status.startswith("4."):
        return False
    said_soft = phrases.SOFT.search(server_reply) is not None
    said_final = phrases.FINAL.search(server_reply) is not None
    if said_soft != said_final:
        return said_final
    return _by_codes(status, server_reply)


def _by_codes(status: str, server_reply: str) -> bool:
    if not _has_codes(status, server_reply):
        # Both said, or neither: only where nothing speaks for a trouble of the moment.
        return phrases.SOFT.search(server_reply) is None
    general = status.endswith(".0.0")  # says nothing; the reply may say more
    codes = server_reply if general else f"{status} {server_reply}"
    if _ADDRESS_CODES.search(codes):
        return True
    if _names_another_trouble(codes):
        return False
    if _MAILBOX_REPLY.search(codes):
        return True
    return not (_ANY_REPLY.search(codes) or status)


def _has_codes(status: str, server_reply: str) -> bool:
    if status:
        return True
    return bool(_ANY_REPLY.search(server_reply) or _ANY_CODE.search(server_reply))


def _names_another_trouble(codes: str) -> bool:
    """Return whether a code says what is wrong; those of the address are known by now."""
    return any((subject, detail) != ("0", "0") for _, subject, detail in _ANY_CODE.findall(codes))
