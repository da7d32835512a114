"""Bounces, delays and receipts of the mail servers one meets, and the people who quote or forward
them.
"""

from __future__ import annotations

from tests.outside.mails import multipart, part
from tests.replies.awkward import SUBJECT, Case, Headers, post

DAEMON: dict[str, str | None] = {
    "Return-Path": "<>",
    "From": "Mail Delivery System <MAILER-DAEMON@mx.office.example>",
    "To": "desk@desk.example",
    "Subject": "Undelivered Mail Returned to Sender",
    "In-Reply-To": None,
    "References": None,
    "Auto-Submitted": "auto-replied",
}
HEADS = f"Message-ID: @ID@\nFrom: The Desk <desk@desk.example>\nTo: @CONTACT@\nReply-To: @TOKEN@\nSubject: {SUBJECT}\n"


def status(
    action: str = "failed",
    code: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 User unknown",
    to: str = "@CONTACT@",
) -> str:
    diagnostic = f"Diagnostic-Code: {said}\n" if said else ""
    return f"Reporting-MTA: dns; mx.office.example\n\nFinal-Recipient: rfc822; {to}\nAction: {action}\nStatus: {code}\n{diagnostic}"


def dsn(
    text: str,
    fields: str,
    headers: Headers | None = None,
    *,
    whole: bool = False,
    returned: str | None = HEADS,
) -> bytes:
    parts = [part("text/plain; charset=utf-8", text), part("message/delivery-status", fields)]
    if returned is not None:
        body = f"{returned}\nDid your forces cross the border?\n" if whole else returned
        parts.append(part("message/rfc822" if whole else "text/rfc822-headers", body))
    body, kind = multipart("report", *parts, parameters="; report-type=delivery-status")
    return post(body, {**DAEMON, **(headers or {})}, content_type=kind)


def plain(text: str, headers: Headers) -> bytes:
    return post(text, {**DAEMON, "Auto-Submitted": None, **headers})


EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  @CONTACT@
    host mx.office.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<@CONTACT@>:
    550 5.1.1 <@CONTACT@>: Recipient address rejected: User unknown

------ This is a copy of the message, including all the headers. ------

Message-ID: @ID@
From: The Desk <desk@desk.example>
Subject: Request for comment
"""
QMAIL = """Hi. This is the qmail-send program at mx.office.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<@CONTACT@>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <desk@desk.example>
Message-ID: @ID@
Subject: Request for comment
"""
OLD_EXCHANGE = f"""Your message did not reach some or all of the intended recipients.

      Subject:  {SUBJECT}
      Sent:     11/22/2026 12:00 PM

The following recipient(s) could not be reached:

      Press Office on 11/22/2026 12:00 PM
            The e-mail account does not exist at the organization this message was sent to.
            <mx.office.example #5.1.1>
"""

_BOUNCES: list[tuple[str, bytes, str]] = [
    ("postfix", dsn("This is the mail system at host mx.office.example.\n\nI'm sorry to have to inform you that your message "
                    "could not be delivered to one or more recipients.", status()), "message-id"),
    ("postfix, the whole letter returned", dsn("This is the mail system.", status(), whole=True), "message-id"),
    ("exchange online", dsn("Your message to @CONTACT@ couldn't be delivered.\n\npress wasn't found at @DOMAIN@.",
                            status(code="5.1.10", said="smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
                            {"From": "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@office.example>",
                             "Subject": f"Undeliverable: {SUBJECT}", "Auto-Submitted": None}), "message-id"),
    ("gmail", dsn("Address not found\n\nYour message wasn't delivered to @CONTACT@ because the address couldn't be found.",
                  status(said="smtp; 550-5.1.1 The email account that you tried to reach does not exist."),
                  {"From": "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                   "Subject": "Delivery Status Notification (Failure)", "X-Failed-Recipients": "@CONTACT@"}), "message-id"),
    ("sendmail", dsn("The original message was received at Sun, 22 Nov 2026\n\n   ----- The following addresses had permanent "
                     "fatal errors -----\n<@CONTACT@>\n    (reason: 550 5.1.1 User unknown)", status(),
                     {"From": "Mail Delivery Subsystem <MAILER-DAEMON@mx.office.example>",
                      "Subject": "Returned mail: see transcript for details"}, whole=True), "message-id"),
    ("amazon", dsn("An error occurred while trying to deliver the mail to the following recipients:\n@CONTACT@", status(),
                   {"From": "MAILER-DAEMON@amazonses.com", "Subject": "Delivery Status Notification (Failure)",
                    "Auto-Submitted": None}, whole=True), "message-id"),
    ("domino", dsn("Your message was not delivered to: press\nbecause: User press not listed in Domino Directory",
                   status(said="X-Notes; User press not listed in Domino Directory"),
                   {"From": "Postmaster@office.example", "Subject": "DELIVERY FAILURE: User press not listed in Domino"}),
     "message-id"),
    ("in German", dsn("Diese Nachricht wurde automatisch erzeugt. Ihre Nachricht konnte nicht zugestellt werden.", status(),
                      {"Subject": "Unzustellbar: Anfrage"}), "message-id"),
    ("of an address that was forwarded", dsn("Failed.", status(to="kn@inside.office.example").replace(
        "Final-Recipient", "Original-Recipient: rfc822;@CONTACT@\nFinal-Recipient"), returned=None), "recipient"),
    ("that returns nothing", dsn("Failed.", status(), returned=None), "recipient"),
    ("exim", plain(EXIM, {"From": "Mail Delivery System <Mailer-Daemon@mx.desk.example>",
                          "Subject": "Mail delivery failed: returning message to sender"}), "message-id"),
    ("qmail", plain(QMAIL, {"From": "MAILER-DAEMON@mx.office.example", "Subject": "failure notice"}), "message-id"),
    ("exchange of old, in reply to us", plain(OLD_EXCHANGE, {"From": "System Administrator <postmaster@office.example>",
                                                           "Subject": f"Undeliverable: {SUBJECT}", "References": "@ID@"}),
     "message-id"),
    ("mail.ru, in Russian", plain("Ваше сообщение не было доставлено.\n\nСообщение для @CONTACT@ не доставлено: почтовый ящик "
                                  "не существует.\n\nMessage-ID: @ID@\n",
                                  {"From": "mailer-daemon@corp.mail.example", "Subject": "Недоставленное сообщение"}),
     "message-id"),
    ("163, in Chinese", plain("很抱歉，您的邮件被退回。\n收件人 @CONTACT@ 不存在 (550 User not found)\n\nMessage-ID: @ID@\n",
                              {"From": "Mail Delivery System <Postmaster@163.example>", "Subject": "系统退信"}), "message-id"),
    ("in French, old style", plain("Votre message n'a pas pu être remis au destinataire @CONTACT@ : utilisateur inconnu.\n\n"
                                   "Message-ID: @ID@\n", {"Subject": "Message non distribué"}), "message-id"),
    ("in Spanish, old style", plain("No se pudo entregar su mensaje a @CONTACT@: el usuario no existe.\n\nMessage-ID: @ID@\n",
                                    {"Subject": "Mensaje no entregado"}), "message-id"),
    ("in words we do not know, with a code", plain("Tá brón orm. @CONTACT@: 550 5.1.1\n\nMessage-ID: @ID@\n",
                                                   {"Subject": "Theip ar an seachadadh"}), "message-id"),
]  # fmt: skip
_DELAYS: list[tuple[str, bytes]] = [
    ("postfix", dsn("THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.", status("delayed", "4.4.1", "smtp; timed out"),
                    {"Subject": "Delayed Mail (still being retried)"})),
    ("gmail", dsn("Delivery incomplete\n\nThere was a temporary problem delivering your message to @CONTACT@. Gmail will "
                  "retry for 46 more hours. You'll be notified if the delivery fails permanently.",
                  status("delayed", "4.4.1", "smtp; timed out"), {"From": "mailer-daemon@googlemail.com",
                                                                  "Subject": "Delivery Status Notification (Delay)"})),
    ("exim", plain("This message was created automatically by mail delivery software.\nA message that you sent has not yet been "
                   "delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.desk.example.\n\n"
                   "Message-ID: @ID@\n\n  @CONTACT@\n    Delay reason: connection timed out\n\nNo action is required on your "
                   "part. Delivery attempts will continue for some time.",
                   {"Subject": "Warning: message 1abc-0 delayed 24 hours", "From": "Mailer-Daemon@mx.desk.example"})),
    ("without an action, told by its class", dsn("Delayed.", status().replace("Action: failed\n", "").replace("5.1.1", "4.2.2"))),
    ("sendmail, which promises to go on", dsn("    **********************************************\n    **      THIS IS A "
     "WARNING MESSAGE ONLY      **\n\nWarning: message still undelivered after 4 hours. Will keep trying until message is 5 days "
     "old", status("delayed", "4.2.0", ""), {"Subject": "Warning: could not send message for past 4 hours"})),
    ("in words we do not know, with a code", plain("Moill: @CONTACT@: 451 4.7.1\n\nMessage-ID: @ID@\n", {"Subject": "Moill"})),
]  # fmt: skip
_MDN = "Reporting-UA: office.example; Outlook\nFinal-Recipient: rfc822;@CONTACT@\nOriginal-Message-ID: @ID@\nDisposition: "


def mdn(disposition: str, text: str, headers: Headers | None = None) -> bytes:
    body, kind = multipart(
        "report",
        part("text/plain; charset=utf-8", text),
        part("message/disposition-notification", f"{_MDN}{disposition}\n"),
        parameters="; report-type=disposition-notification",
    )
    return post(
        body, {"In-Reply-To": None, "References": None, **(headers or {})}, content_type=kind
    )


_RECEIPTS: list[tuple[str, bytes, str]] = [
    ("read", mdn("manual-action/MDN-sent-manually; displayed", "Your message was read.", {"Subject": f"Read: {SUBJECT}"}),
     "token"),
    ("read, to the desk's own address", mdn("automatic-action/MDN-sent-automatically; displayed", "Gelesen.",
                                            {"Subject": "Gelesen", "To": "desk@desk.example"}), "message-id"),
    ("deleted without being read", mdn("manual-action/MDN-sent-automatically; deleted", "Your message was deleted without "
                                       "being read.", {"Subject": f"Not read: {SUBJECT}"}), "token"),
    ("delivered", dsn("Your message has been delivered.", status("delivered", "2.0.0", "")), "message-id"),
    ("relayed", dsn("Your message was relayed to a server that sends no notice.", status("relayed", "2.0.0", "")), "message-id"),
]  # fmt: skip

_FORWARDED = multipart(
    "mixed",
    part(
        "text/plain; charset=utf-8",
        "Your letter to the old address came back, see attached. We deny the report.",
    ),
    part(
        "message/rfc822",
        f"From: MAILER-DAEMON@mx.office.example\nSubject: Undelivered\nMessage-ID: <b@x.example>\n\n{EXIM}",
    ),
)
_PEOPLE: list[tuple[str, bytes, str]] = [
    ("quotes a code", post("Your first mail was refused (550 5.1.1 User unknown). We did not cross the border."), "did not cross"),
    ("quotes a whole bounce", post(f"We deny it. By the way, your first mail came back to you, I suppose:\n\n{EXIM}"), "We deny"),
    ("forwards a bounce", post(_FORWARDED[0], content_type=_FORWARDED[1]), "We deny the report"),
    ("answers under a bounce's subject", post("The claim is false.", {"Subject": "Re: Undelivered Mail Returned to Sender"}),
     "is false"),
    ("has a null return path", post("We did not order it.", {"Return-Path": "<>"}), "did not order"),
    ("is the postmaster", post("We host the ministry's mail. The minister asks me to say: no comment.",
                               {"From": "postmaster@office.example"}), "no comment"),
    ("speaks of delivery", post("Delivery of the weapons failed; the cargo was returned to sender. That is our statement.",
                                {"Subject": "Delivery failed"}), "weapons"),
    ("promises that they will retry", post("We have not delivered any weapons, and will keep trying for peace.",
                                           {"Subject": "Warning"}), "weapons"),
]  # fmt: skip

CASES = [
    *(Case(f"bounce: {name}", raw, "bounce", by, health="bad") for name, raw, by in _BOUNCES),
    *(Case(f"delay: {name}", raw, "delay", "message-id", health="untried") for name, raw in _DELAYS),
    *(Case(f"receipt: {name}", raw, "receipt", by) for name, raw, by in _RECEIPTS),
    *(Case(f"a person: {name}", raw, shows=(shown,), health="good")
      for name, raw, shown in _PEOPLE),
    Case("bounce: of a letter that is not ours", dsn("Failed.", status(to="a@b.example"), returned="Message-ID: <x@y.example>\n"),
         "bounce", "", bounced=False),
    Case("bounce: the box is full, which is no fault of the address",
         dsn("Failed.", status(code="5.2.2", said="smtp; 552 5.2.2 Mailbox full")), "bounce", "message-id", health="failing"),
    Case("bounce: refused as spam, which is no fault of the address",
         dsn("Failed.", status(code="5.7.1", said="smtp; 550 5.7.1 Message rejected as spam")), "bounce", "message-id",
         health="failing"),
    Case("bounce: given up after days of trying", dsn("Delivery time expired.", status(code="4.4.7", said="smtp; 451 timed out")),
         "bounce", "message-id", health="failing"),
    Case("bounce: of a colleague on the list, while ours arrived",
         dsn("Failed for one.", status("delivered", "2.0.0", "") + "\nFinal-Recipient: rfc822; kn@other.example\nAction: failed\n"
             "Status: 5.1.1\n"), "bounce", "message-id", bounced=False),
    Case("a mail server's words that nobody knows", plain("Tá brón orm.\n\nMessage-ID: @ID@\n", {"Subject": "Fógra"}),
         "unreadable", "message-id"),
]  # fmt: skip
