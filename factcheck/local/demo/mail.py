"""The demo's mail server.

Takes every letter by SMTP, answers some of them, and holds the desk's mailbox for IMAP. python -m
factcheck.local.demo.mail --folder DIR --smtp PORT --imap PORT --password-file FILE [--hurry N]

    DIR/taken/    every message taken, as it came (the desk's status mails too)
    DIR/answers/  answers on their way: the file's name begins with the second at which it is
    delivered
    DIR/desk/     the desk's mailbox (Maildir)
"""

from __future__ import annotations

import argparse
import email
import email.policy
import mailbox
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pysasl.hashing import BuiltinHash

from factcheck.local.demo import MAIL_DOMAIN, MAIL_USER

IMAP_SERVER = "import sys; from pymap.main import main; sys.exit(main())"
GONE = "550 5.1.1 No such mailbox here"


@dataclass(frozen=True)
class Habit:
    """How an office answers.

    After how many seconds, with which words; `automatic` is a machine's receipt.
    """

    seconds: int
    text: str
    automatic: bool = False


HABITS = {
    "press@sable-movement.example": Habit(
        20,
        "Dear colleague,\n\nThe Movement is no member of the Hill Pact; it takes part in its "
        "exercises by invitation."
        " Up to 2,000 volunteers are ready to go to Varenia if its president asks. We receive "
        "orders from nobody.\n\n"
        "Ilan Verrat\nSpokesperson, Sable Movement",
    ),
    "press@ostria-un.example": Habit(
        45,
        "Thank you for your questions. The mission has no comment beyond what Foreign Minister "
        "Holt told parliament on"
        " March 5.\n\nPress section\nPermanent Mission of Ostria",
    ),
    "media@karsia-un.example": Habit(
        5,
        "I am out of the office until Monday with limited access to mail. For urgent matters "
        "call the mission's"
        " switchboard.\n",
        automatic=True,
    ),
    "press@government.varenia.example": Habit(
        70,
        "We need until tomorrow evening to answer your points about Orlen. Can you give us that "
        "time?\n\n"
        "Office of the spokesperson, Government of Varenia",
    ),
}
NO_MAILBOX = {"press@army.varenia.example"}


def answer_to(letter: EmailMessage, habit: Habit, sender: str) -> EmailMessage:
    """Return the office's answer to `letter`, threaded and addressed as a mail program would."""
    reply = EmailMessage(policy=email.policy.SMTP)
    reply["From"] = sender
    reply["To"] = parseaddr(letter["Reply-To"] or letter["From"])[1]
    reply["Subject"] = ("Automatic reply: " if habit.automatic else "Re: ") + str(
        letter["Subject"] or ""
    )
    reply["Date"] = formatdate()
    reply["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    if letter["Message-ID"]:
        reply["In-Reply-To"] = reply["References"] = str(letter["Message-ID"])
    if habit.automatic:
        reply["Auto-Submitted"] = "auto-replied"
        reply["X-Auto-Response-Suppress"] = "All"
    body = letter.get_body(("plain",))
    asked = body.get_content() if body else ""
    quoted = (
        "" if habit.automatic else "\n\n" + "\n".join(f"> {line}" for line in asked.splitlines())
    )
    reply.set_content(habit.text + quoted + "\n")
    return reply


class DemoMailDesk:
    """Takes letters, and plans the answers of the offices that have a habit."""

    def __init__(self, folder: Path, hurry: int = 1) -> None:
        self.hurry = hurry
        self.taken, self.answers = folder / "taken", folder / "answers"
        for each in (self.taken, self.answers):
            each.mkdir(parents=True, exist_ok=True)
        self.inbox = mailbox.Maildir(folder / "desk", create=True)

    async def handle_RCPT(  # noqa: N802  the names are aiosmtpd's
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        rcpt_options: list[Any],
    ) -> str:
        if address.lower() in NO_MAILBOX:
            return GONE
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = (
            envelope.content
            if isinstance(envelope.content, bytes)
            else str(envelope.content).encode()
        )
        _write(self.taken / f"{time.time_ns()}.eml", raw)
        letter = email.message_from_bytes(raw, policy=email.policy.SMTP)
        for address in envelope.rcpt_tos:
            if address.lower().endswith(f"@{MAIL_DOMAIN}") and address.lower().startswith(
                ("reply+", "desk@")
            ):
                self.inbox.add(raw)
            elif habit := HABITS.get(address.lower()):
                due = int(time.time()) + habit.seconds // self.hurry
                _write(
                    self.answers / f"{due}-{time.time_ns()}.eml",
                    bytes(answer_to(letter, habit, address)),
                )
        return "250 Taken"

    def deliver(self, now: float) -> int:
        """Put the answers that are due into the desk's mailbox; return how many."""
        due = [
            path
            for path in sorted(self.answers.glob("*.eml"))
            if int(path.name.partition("-")[0]) <= now
        ]
        for path in due:
            self.inbox.add(path.read_bytes())
            path.unlink()
        return len(due)


def _write(path: Path, raw: bytes) -> None:
    """Whole or not at all: a reader never sees half a message."""
    draft = path.with_suffix(".part")
    draft.write_bytes(raw)
    draft.rename(path)


def imap_server(folder: Path, port: int, password: str) -> subprocess.Popen[bytes]:
    (folder / "pymap-etc-passwd").write_text(f"{MAIL_USER}::1000:1000::desk:\n")
    shadow = folder / "pymap-etc-shadow"
    shadow.touch(mode=0o600)
    shadow.write_text(f"{MAIL_USER}:{BuiltinHash(rounds=10_000).hash(password)}:::::::\n")
    server = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "maildir", str(folder)]
    return subprocess.Popen([sys.executable, "-c", IMAP_SERVER, *server])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m factcheck.local.demo.mail")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--smtp", type=int, required=True)
    parser.add_argument("--imap", type=int, required=True)
    parser.add_argument("--password-file", type=Path, required=True)
    parser.add_argument("--hurry", type=int, default=1, help="offices answer so many times sooner")
    options = parser.parse_args(arguments)
    os.umask(0o077)
    desk = DemoMailDesk(options.folder, options.hurry)
    imap = imap_server(options.folder, options.imap, options.password_file.read_text().strip())
    smtp = Controller(desk, hostname="127.0.0.1", port=options.smtp)
    smtp.start()
    try:
        while imap.poll() is None:
            desk.deliver(time.time())
            time.sleep(0.5)
    finally:
        smtp.stop()
        imap.terminate()
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
