"""Whether our own mail server believed the sender's address: Authentication-Results (RFC 8601)."""

import re

from factcheck.outside.mail.parse import ParsedMail


def sender_doubt(mail: ParsedMail, authserv: str) -> str:
    """Why the sender's address may be forged, in plain words; "" where nothing says so.

    Only the results of our own mail server count: `authserv` is its authserv-id, or a domain above
    it. Anybody can write such a header, so that no result is ever proof of a sender; and a forged
    "fail" harms only its forger.
    """
    for header in mail.authentication_results:
        bare = re.sub(r"\([^()]*\)", " ", header).lower()
        server, _, results = bare.partition(";")
        server = (server.split() or [""])[0]
        if not authserv or not (
            server == authserv.lower() or server.endswith("." + authserv.lower())
        ):
            continue
        if re.search(r"(?:^|[;\s])dmarc\s*=\s*fail\b", results):
            domain = mail.from_address.partition("@")[2] or "its domain"
            return f"Our mail server says that {domain} did not send it (dmarc=fail)."
    return ""
