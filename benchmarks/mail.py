"""What mail costs: `python -m benchmarks.mail [--mails 5000] [--letters 1000]`.

Reads mails from a real IMAP server (fetched, stored, deleted there, parsed, filed to their
requests) and hands letters to a real SMTP server, on a throwaway database, and prints mails and
letters per second of this process's CPU time with the queries each takes. Beside them, in the same
run, imaplib and smtplib doing the transport alone. The servers and the database are other
processes: their time is not counted.
"""

from __future__ import annotations

import imaplib
import smtplib
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP as SMTP_LINES
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.figures import Figure, note
from benchmarks.mail_servers import PASSWORD, USER, served
from benchmarks.throwaway import throwaway_newsroom
from factcheck.articles.actions import import_copy
from factcheck.claims.models import Party
from factcheck.post import arrivals
from factcheck.post.actions import deliver, queue_mail
from factcheck.post.models import Incoming, Mailbox, Outgoing
from factcheck.replies.actions import file_incoming
from factcheck.replies.models import CommentRequest, Reply
from factcheck.replies.rules import reply_address

REQUESTS = 50
WORDS = (
    "The ministry did not order any strike on that day, and will say so to anybody who asks. " * 12
)


def _client(port: int) -> imaplib.IMAP4:
    client = imaplib.IMAP4("127.0.0.1", port)
    client.login(USER, PASSWORD)
    return client


def _mail(number: int, to: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Press Office <press@ministry.example>", to
    message["Subject"], message["Message-ID"] = (
        "Re: Request for comment",
        f"<answer-{number}@ministry.example>",
    )
    message["Date"] = "Sun, 22 Nov 2026 12:00:00 +0000"
    message.set_content(f"{WORDS}\n\nAnswer {number}.", cte="quoted-printable")
    return message.as_bytes(policy=SMTP_LINES)


def _addresses() -> list[str]:
    """Return the reply addresses of requests to answer."""
    article = import_copy(
        by=None, text="The ministry ordered the strike, two officers said.", headline="The strike"
    )
    parties = [Party.objects.create(name=f"Ministry {number}") for number in range(REQUESTS)]
    made = [
        CommentRequest.objects.create(article=article, party=party, state="open")
        for party in parties
    ]
    return [reply_address(request.address_token, settings.MAIL_DOMAIN) for request in made]


def _counted(work: Callable[[], int]) -> tuple[float, float]:
    """(done per CPU second, queries for each)."""
    queries = 0

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    begun = time.process_time()
    with connection.execute_wrapper(count):
        done = work()
    return done / (time.process_time() - begun), queries / done


def _read_plainly(port: int) -> int:
    """Every message fetched, one by one; nothing kept."""
    client = _client(port)
    client.select("INBOX", readonly=True)
    uids = client.uid("SEARCH", "ALL")[1][0].split()
    for uid in uids:
        assert client.uid("FETCH", uid.decode(), "(UID BODY.PEEK[])")[0] == "OK"
    client.logout()
    return len(uids)


def _read() -> int:
    """Fetch, store, delete, parse and file messages, as the workers do."""
    box = Mailbox.objects.create(
        name=arrivals.mailbox_name(settings.IMAP_URL), next_try_at=timezone.now()
    )
    while arrivals.poll(box.pk):
        pass
    for incoming in Incoming.objects.defer("raw").iterator():
        file_incoming(arrivals.parse(incoming).pk)
    return Reply.objects.filter(request__isnull=False).count()


def _send_plainly(port: int, letters: int) -> int:
    message = _mail(0, "press@ministry.example")
    for _ in range(letters):
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail(USER, "press@ministry.example", message)
    return letters


def _queue(letters: int) -> None:
    for number in range(letters):
        to = f"press{number}@ministry.example"
        queue_mail(
            key=f"bench {number}",
            to_address=to,
            subject="Questions",
            text=WORDS,
            once=True,
            by=None,
        )


def _send() -> int:
    for pk in list(Outgoing.objects.values_list("pk", flat=True)):
        deliver(pk)
    return Outgoing.objects.filter(state="sent").count()


def _measure_reading(mails: int) -> None:
    with served("imap") as port:
        settings.IMAP_URL = f"imap://{USER.replace('@', '%40')}:{PASSWORD}@127.0.0.1:{port}/INBOX"
        addresses, client = _addresses(), _client(port)
        for number in range(mails):
            client.append("INBOX", "", "", _mail(number, addresses[number % REQUESTS]))
        client.logout()
        plain, _ = _counted(lambda: _read_plainly(port))
        ours, queries = _counted(_read)
    _tell("mail in", ours, queries, "imaplib", plain)


def _measure_sending(letters: int) -> None:
    with served("smtp") as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        _queue(letters)
        plain, _ = _counted(lambda: _send_plainly(port, letters))
        ours, queries = _counted(_send)
    _tell("mail out", ours, queries, "smtplib", plain)


def _tell(what: str, ours: float, queries: float, name: str, plain: float) -> None:
    data = f"{queries:.1f} queries each"
    note(Figure(what, ours, "a CPU s", data, peer=f"{name}, transport alone", theirs=plain))


def main(args: Namespace) -> None:
    with throwaway_newsroom():
        _measure_sending(args.letters)
        _measure_reading(args.mails)


if __name__ == "__main__":
    arguments = ArgumentParser(description="what mail costs")
    arguments.add_argument("--mails", type=int, default=5000)
    arguments.add_argument("--letters", type=int, default=1000)
    main(arguments.parse_args())
