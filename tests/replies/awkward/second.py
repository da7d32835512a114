"""A second batch, written after the rules stood and unlike the first."""

from __future__ import annotations

import base64

from tests.outside.mails import multipart, part
from tests.replies.awkward import LETTER, SUBJECT, Case, post, quoted
from tests.replies.awkward.returned import DAEMON, dsn, plain, status

SAYS = "Our forces stayed on their side of the line."
NO_THREAD: dict[str, str | None] = {"In-Reply-To": None, "References": None}
_BASE64_BODY = base64.encodebytes(
    "Il Ministero nega ogni coinvolgimento nei fatti di mercoledì.".encode()
).decode()
_RELATED = multipart(
    "related",
    part("text/html; charset=utf-8", f'<div dir="ltr">{SAYS}<br><img src="cid:logo"></div>'),
    part(
        "image/gif",
        "R0lGODlh",
        Content_ID="<logo>",
        Content_Transfer_Encoding="base64",
        Content_Disposition="inline",
    ),
)
_APPLE = multipart(
    "mixed",
    part("text/plain; charset=utf-8", "Please find our answer:"),
    part(
        "application/pdf",
        "JVBERi0=",
        Content_Transfer_Encoding="base64",
        Content_Disposition='inline; filename="a.pdf"',
    ),
    part("text/plain; charset=utf-8", f"{SAYS}"),
)
_DIGEST = multipart(
    "digest",
    f"\nFrom: a@office.example\nSubject: one\n\n{SAYS}\n",
    "\nFrom: b@office.example\nSubject: two\n\nNothing further.\n",
)
_OUTLOOK_HTML = (
    "<html><body><p class=MsoNormal>1) No. 2) Nobody.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>"
    f"<p><b>From:</b> The Desk<br><b>Sent:</b> Sunday<br><b>To:</b> Press<br><b>Subject:</b> {SUBJECT}</p></div>"
    + "".join(f"<p>{line}</p>" for line in LETTER.split("\n"))
    + "</body></html>"
)
_COLOURED = "".join(
    f"<blockquote>{line}</blockquote><p><font color=red>{answer}</font></p>"
    for line, answer in (
        ("1. Did your forces cross the border on Wednesday?", "They did not."),
        ("2. Who gave the order?", "-"),
    )
)

CASES = [
    # Machines
    Case("jira's receipt", post(
        "—-—-—-—\nReply above this line.\n\nPress Office Service Desk just confirmed your request PRESS-88.\n\nView request · Turn "
        "off this request's notifications", {"X-JIRA-FingerPrint": "x", "Auto-Submitted": "auto-generated",
                                            "Subject": "PRESS-88 Request for comment"}), "receipt"),
    Case("freshdesk's receipt", post(
        "Dear The Desk,\n\nWe would like to acknowledge that we have received your request and a ticket has been created with "
        "Ticket ID - 8123.\nA support representative will be reviewing your request and will send you a personal response.\n\n"
        "Sincerely,\nPress Support Team", {"Subject": "Ticket Received - Request for comment", **NO_THREAD}), "receipt"),
    Case("otrs' receipt in German", post(
        "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Nachricht. Ihr Anliegen wird unter der Ticketnummer 2026112210000123 "
        "bearbeitet.\n\nMit freundlichen Grüßen\nPressestelle", {"Precedence": "bulk", "X-OTRS-Loop": "x",
                                                              "Auto-Submitted": "auto-generated"}), "receipt"),
    Case("a person who left", post(
        "Karim Nasser no longer works for the Ministry. Please direct your enquiries to media@office.example.",
        {"Subject": f"Automatic reply: {SUBJECT}", "Auto-Submitted": "auto-generated"}), "auto-reply"),
    Case("a person who left, told by his successor", post(
        "Karim Nasser no longer works here, I have his job. On the substance: nothing crossed the border that night."),
        shows=("nothing crossed",)),
    Case("a holiday notice of the whole office, with no header", post(
        "The Ministry is closed for Eid from 20 to 25 November. We will respond to your message when the office reopens."
        "\n\nPress Office", {"Subject": "Eid holiday", **NO_THREAD}), "auto-reply"),
    Case("parental leave, and who stands in", post(
        "Hello,\nI am on parental leave until May 2027.\nFor press matters: Rana Aziz, rana@office.example, +961 1 555 0100\n"
        "For all else: office@office.example\nBest,\nKarim", {**NO_THREAD, "Subject": f"Re: {SUBJECT}"}), "auto-reply"),
    Case("Korean out of office", post("안녕하세요. 현재 휴가 중으로 11월 30일에 복귀합니다.", {"Auto-Submitted": "auto-replied"}), "auto-reply"),
    Case("Ukrainian out of office", post("Вітаю! Я у відпустці до 30 листопада.", {"Auto-Submitted": "auto-replied"}), "auto-reply"),
    Case("a denial from an office with an away banner below", post(
        "We reject these claims in their entirety.\n\n--\nPlease note that I am out of the office on Fridays."),
        shows=("entirety",)),
    Case("a telephone system's voice mail", post(
        "You have a new voice message from +961 1 555 0100, 0:42. Listen to the attached file.",
        {"From": "noreply@voip.example", "Subject": "New voice message", **NO_THREAD, "To": "desk@desk.example"}), by="",
        held=False),
    Case("an invitation accepted by a calendar", post(
        "Accepted: call with the desk", {"Subject": f"Accepted: {SUBJECT}"}, content_type='text/calendar; method="REPLY"'),
        files=("part-1.ics",)),
    Case("a helpdesk's agent who answers", post(
        "##- Please type your reply above this line -##\n\nKarim (Press Office)\n\nOn Wednesday the brigade was in barracks.",
        {"Auto-Submitted": "auto-generated", "X-Zendesk-Priority-Mail": "x"}), shows=("barracks",)),
    Case("an apology for a machine", post(
        "Sorry for our automatic reply. On Wednesday the brigade was in barracks and its commander in Geneva."),
        shows=("Geneva",)),
    Case("a crossing that is closed", post("The crossing is closed since May. Nobody can have used it."), shows=("since May",)),
    Case("a person who received, and refers", post(
        "Thank you for your message. Please contact the Ministry of Defence on this."), shows=("Ministry of Defence",)),
    Case("a person who received, in a word", post("We have received your questions.\n\nFalse"), shows=("False",)),
    Case("a person who received, in one word more", post("We have received your questions. It was us."), shows=("It was us",)),
    # Bounces
    Case("zimbra's bounce without a report part", plain(
        "This is the mail system at host mx.office.example.\n\n<@CONTACT@>: host mx.office.example said: 550 5.1.1 <@CONTACT@>: "
        "Recipient address rejected: User unknown (in reply to RCPT TO command)\n\nMessage-ID: @ID@\n",
        {"Subject": "Undelivered Mail Returned to Sender"}), "bounce", "message-id", health="bad"),
    Case("a quota bounce in Portuguese", dsn(
        "A caixa postal do destinatário está cheia.", status(code="5.2.2", said="smtp; 552 5.2.2 Caixa postal cheia"),
        {"Subject": "Devolvido: caixa cheia"}), "bounce", "message-id", health="failing"),
    Case("a relay that could not find the domain", dsn(
        "Domain not found.", status(code="5.4.4", said="X-Postfix; Host or domain name not found. Name service error")), "bounce",
        "message-id", health="bad"),
    Case("a bounce whose report claims success and whose words are a failure", dsn(
        "Delivered after all.", status("relayed", "2.0.0", "")), "receipt", "message-id"),
    Case("two delays in one notice", dsn("Delayed.", status("delayed", "4.4.1", "") + "\n" + status(
        "delayed", "4.4.1", "", to="x@y.example").partition("\n\n")[2]), "delay", "message-id"),
    Case("a bounce sent to the reply address", dsn("Failed.", status(), {"To": "@TOKEN@"}, returned=None), "bounce", "token",
         health="bad"),
    Case("a press officer called Bounce", post(SAYS, {"From": "Bounce <bounce@@DOMAIN@>", "Return-Path": "<bounce@@DOMAIN@>"}),
         shows=(SAYS,)),
    Case("a virus scanner's warning to us", post(
        "The attachment report.docm in your message was removed by the mail gateway. The message was delivered without it.",
        {**DAEMON, "From": "Mail Gateway <postmaster@office.example>", "Subject": "Attachment removed", "To": "@TOKEN@"}),
        "auto-reply"),
    # Shapes
    Case("base64 text in Italian, machine's header", post(_BASE64_BODY, {
        "Content-Transfer-Encoding": "base64", "Auto-Submitted": "auto-replied"}), shows=("nega ogni",)),
    Case("HTML with a picture in it", post(_RELATED[0], content_type=_RELATED[1]), shows=(SAYS,)),
    Case("text, a file, and the answer below the file", post(_APPLE[0], content_type=_APPLE[1]), shows=(SAYS,), files=("a.pdf",)),
    Case("a digest", post(_DIGEST[0], content_type=_DIGEST[1]), shows=(SAYS,)),
    Case("encoded words broken in the middle of a letter", post(SAYS, {"Subject": "=?utf-8?B?2LHYr9mI2K8g2KfZhNmI2LLYp9ix2Kk=?= =?utf-8?Q?_=D8=A7?="}),
         shows=(SAYS,)),
    Case("Outlook HTML, answers on top, our letter unmarked below", post(_OUTLOOK_HTML, content_type="text/html; charset=utf-8"),
         shows=("1) No. 2) Nobody.",), folds=("retreat",)),
    Case("HTML answers in red between our questions", post(_COLOURED, content_type="text/html"), shows=("They did not.",)),
    Case("an answer in capitals at the end of our own unmarked letter", post(
        LETTER.replace("Wednesday?", "Wednesday? ANSWER: WE DID NOT")), shows=("WE DID NOT",)),
    Case("quoted with another sign", post("Answers:\n" + quoted().replace("> ", "| ").replace(
        "| 2. Who", "NOBODY CROSSED.\n| 2. Who")), shows=("NOBODY CROSSED",)),
    Case("wrapped and marked anew by a phone", post(
        f"{SAYS}\n\nSent from my iPhone\n\n> On 22 Nov 2026, at 12:00, The Desk <desk@desk.example> wrote:\n> \n"
        + "\n".join("> " + " ".join(LETTER.split()[i : i + 7]) for i in range(0, len(LETTER.split()), 7))),
        shows=(SAYS,), folds=("Who gave the order",)),
    # Whose
    Case("sent by the secretary on behalf of the minister", post(SAYS, {
        "Sender": "sec@@DOMAIN@", "From": "Minister <minister@@DOMAIN@>", "To": "desk@desk.example"}), by="message-id"),
    Case("an address with a comment in it", post(SAYS, {**NO_THREAD, "To": "(the desk) @TOKEN@ (reply)"})),
    Case("a group address", post(SAYS, {**NO_THREAD, "To": "Press friends: a@b.example, @TOKEN@;"})),
    Case("our subject from a free mail account, no marks", post(SAYS, {
        **NO_THREAD, "To": "desk@desk.example", "From": "general.haddad@gmail.com"}), by=""),
]  # fmt: skip
