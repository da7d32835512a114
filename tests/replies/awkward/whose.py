"""Whose answer it is: by our own marks for certain, else by a person."""

from __future__ import annotations

from tests.outside.mails import multipart, part
from tests.replies.awkward import LETTER, SUBJECT, Case, post, quoted

SAYS = "The ministry rejects the report."
NO_THREAD: dict[str, str | None] = {"In-Reply-To": None, "References": None}
DESK = {"To": "The Desk <desk@desk.example>"}
_MINISTER = multipart(
    "mixed",
    part("text/plain; charset=utf-8", "The minister's answer."),
    part(
        "message/rfc822",
        f"From: minister@@DOMAIN@\nTo: @CONTACT@\nSubject: statement\nMessage-ID: <x@y.example>\n\n{SAYS}",
    ),
)
_OURS_BACK = {
    "From": "The Paper <desk@desk.example>",
    "To": "@CONTACT@",
    "Message-ID": "@ID@",
    "Subject": SUBJECT,
    "Reply-To": "@TOKEN@",
    "Delivered-To": "desk@desk.example",
    **NO_THREAD,
}

CASES = [
    Case("token and thread", post(SAYS)),
    Case("token alone", post(SAYS, NO_THREAD)),
    Case("thread alone", post(SAYS, DESK), by="message-id"),
    Case("References alone", post(SAYS, {**DESK, "In-Reply-To": None}), by="message-id"),
    Case("our id in the middle of a long thread", post(SAYS, {
        **DESK, "In-Reply-To": "<a@office.example>", "References": "<z@office.example> @ID@ <a@office.example>"}),
        by="message-id"),
    Case("neither, from the contact", post(SAYS, {**DESK, **NO_THREAD}), by="", held=True),
    Case("neither, from anybody", post(SAYS, {**DESK, **NO_THREAD, "From": "x@elsewhere.example", "Subject": "Hello"}), by="",
         held=False),
    Case("token upper-cased", post(SAYS, {**NO_THREAD, "To": "@UPPER@"})),
    Case("token in Cc", post(SAYS, {**DESK, **NO_THREAD, "Cc": "x@y.example, @TOKEN@"})),
    Case("token in a list of 300", post(SAYS, {**NO_THREAD, "To": ", ".join(f"a{n}@b.example" for n in range(150)) + ", @TOKEN@"})),
    Case("token in the envelope", post(SAYS, {**DESK, **NO_THREAD, "Envelope-To": "@TOKEN@"})),
    Case("token in Delivered-To, which a forwarder added", post(SAYS, {
        **DESK, **NO_THREAD, "X-Original-To": "@TOKEN@"})),
    Case("token as the name of another address", post(SAYS, {**NO_THREAD, "To": '"@TOKEN@" <desk@desk.example>'}), by="",
         held=True),
    Case("token quoted in the body only, from a stranger's account", post(f"{SAYS}\n\n> Please answer to @TOKEN@.\n", {
        **DESK, **NO_THREAD, "From": "spokesman@elsewhere.example", "Subject": "statement"}), by="", held=True),
    Case("a token that is nobody's", post(SAYS, {"To": "reply+zzzzzzzzzzzzzzzzzzzzzzzz@desk.example", **NO_THREAD}), by="",
         held=True),
    Case("a token that is nobody's, with our thread", post(SAYS, {"To": "reply+zzzzzzzzzzzzzzzzzzzzzzzz@desk.example"}),
         by="message-id"),
    Case("two tokens", post(SAYS, {"To": "@TOKEN@, @OTHER@"}), by="", held=True),
    Case("the same token twice", post(SAYS, {"To": "@TOKEN@", "Cc": "Desk <@TOKEN@>"})),
    Case("a token, and the thread of another request", post(SAYS, {"In-Reply-To": "@OTHER_ID@", "References": "@OTHER_ID@"})),
    Case("threads of two requests", post(SAYS, {**DESK, "In-Reply-To": "@ID@", "References": "@OTHER_ID@ @ID@"}), by="",
         held=True),
    Case("a colleague's address with the token", post(SAYS, {"From": "duty@@DOMAIN@", **NO_THREAD}), health="good"),
    Case("a lookalike domain with the token", post(SAYS, {"From": "press@@DOMAIN@.evil.example", **NO_THREAD}),
         health="good"),
    Case("a lookalike domain without", post("Trust us.", {**DESK, **NO_THREAD, "From": "press@@DOMAIN@.evil.example",
                                                        "Subject": "Statement"}), by="", held=False),
    Case("forwarded by a colleague as a file", post(_MINISTER[0], {"From": "aide@@DOMAIN@", "Subject": f"Fwd: {SUBJECT}"},
                                                   content_type=_MINISTER[1]), shows=(SAYS,)),
    Case("forwarded by a colleague of ours", post(f"For your request.\n\n---------- Forwarded message ---------\nFrom: Press "
         f"<@CONTACT@>\nDate: today\nSubject: Re: {SUBJECT}\nTo: Jane\n\n{SAYS}\n", {"From": "jane@paper.example", **NO_THREAD}),
         shows=(SAYS,)),
    Case("a newsletter to the desk", post("Our museum opens on Sunday.", {
        **DESK, **NO_THREAD, "From": "news@museum.example", "List-Id": "<news.museum.example>", "Precedence": "bulk",
        "List-Unsubscribe": "<mailto:x@museum.example>", "Subject": "News"}), by="", held=False),
    Case("our own letter, back in our mailbox", post(LETTER, _OURS_BACK), "auto-reply", "message-id", parsed="answer"),
    Case("our own letter, forwarded back whole by the party", post(f"Fwd\n\n{quoted()}", {"From": "@CONTACT@"})),
    Case("forged, says our own mail server", post(SAYS, {
        "Authentication-Results": "mx.desk.example; spf=pass smtp.mailfrom=x.example; dkim=none; dmarc=fail header.from=o"}),
        health="untried"),
    Case("forged, says somebody else's mail server", post(SAYS, {
        "Authentication-Results": "mx.evil.example; dmarc=fail header.from=office.example"}), health="good"),
    Case("genuine, says our own mail server", post(SAYS, {
        "Authentication-Results": "mx.desk.example; spf=fail; dmarc=pass header.from=office.example"}), health="good"),
]  # fmt: skip
