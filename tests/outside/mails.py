"""Small builders of awkward mail."""

from collections.abc import Mapping

OURS = "<letter-1@desk.example>"
HUMAN: dict[str, str] = {
    "Return-Path": "<press@ministry.example>",
    "From": "Press Office <press@ministry.example>",
    "To": "reply+abc@desk.example",
    "Subject": "Re: Request for comment",
    "Date": "Tue, 03 Dec 2024 10:12:00 +0200",
    "Message-ID": "<answer-1@ministry.example>",
    "In-Reply-To": OURS,
    "References": OURS,
}
ANSWER = "The ministry did not order any strike on that day. You may quote this on the record."


def mail(
    body: str | bytes = ANSWER,
    headers: Mapping[str, str | None] | None = None,
    *,
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    """A message of a person, with headers added, changed, or taken away (None)."""
    wanted = {**HUMAN, "MIME-Version": "1.0", "Content-Type": content_type, **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in wanted.items() if value is not None)
    data = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + data


def part(content_type: str, body: str, **headers: str) -> str:
    extra = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"Content-Type: {content_type}\n{extra}\n{body}\n"


def multipart(kind: str, *parts: str, parameters: str = "", end: bool = True) -> tuple[str, str]:
    """(body, content type) of a multipart/KIND."""
    boundary = f"=={kind}=="
    body = "".join(f"--{boundary}\n{piece}" for piece in parts) + (
        f"--{boundary}--\n" if end else ""
    )
    return body, f'multipart/{kind}; boundary="{boundary}"{parameters}'


def mixed(
    *parts: str,
    headers: Mapping[str, str | None] | None = None,
    end: bool = True,
    kind: str = "mixed",
) -> bytes:
    body, content_type = multipart(kind, *parts, end=end)
    return mail(body, headers, content_type=content_type)


def report(
    status: str,
    *,
    kind: str = "delivery-status",
    text: str = "This is the mail system. Your message could not be delivered.",
    returned: str = f"Message-ID: {OURS}\nFrom: desk@desk.example\nSubject: Request for comment\n",
    headers: Mapping[str, str | None] | None = None,
) -> bytes:
    """A multipart/report of a mail server about our letter."""
    body, content_type = multipart(
        "report",
        part("text/plain", text),
        part(f"message/{kind}", status),
        part("text/rfc822-headers", returned),
        parameters=f"; report-type={kind}",
    )
    daemon: dict[str, str | None] = {
        "Return-Path": "<>",
        "From": "Mail Delivery System <MAILER-DAEMON@mx.ministry.example>",
        "Subject": "Undelivered Mail Returned to Sender",
        "In-Reply-To": None,
        "References": None,
        "Auto-Submitted": "auto-replied",
    }
    return mail(body, {**daemon, **(headers or {})}, content_type=content_type)


FAILED = """Reporting-MTA: dns; mx.ministry.example

Final-Recipient: rfc822; Press@Ministry.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <press@ministry.example>: User unknown
"""
DELAYED = """Reporting-MTA: dns; mx.desk.example

Final-Recipient: rfc822; press@ministry.example
Action: delayed
Status: 4.4.1
Will-Retry-Until: Fri, 6 Dec 2024 10:00:00 +0000
"""
DELIVERED = """Reporting-MTA: dns; mx.ministry.example

Final-Recipient: rfc822; press@ministry.example
Action: delivered
Status: 2.0.0
"""
DISPLAYED = """Reporting-UA: ministry.example; Outlook
Final-Recipient: rfc822;press@ministry.example
Original-Message-ID: <letter-1@desk.example>
Disposition: manual-action/MDN-sent-manually; displayed
"""
