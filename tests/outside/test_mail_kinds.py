import base64
import time

import pytest

from factcheck.outside.mail import bounce_recipients, kind_of, original_message_ids, parse_mail
from tests.outside.mails import (
    ANSWER,
    DELAYED,
    DELIVERED,
    DISPLAYED,
    FAILED,
    OURS,
    mail,
    mixed,
    part,
    report,
)


def kind(raw: bytes) -> str:
    judgement = kind_of(parse_mail(raw))
    assert judgement.reason
    return judgement.kind


# People


def test_a_persons_answer_is_an_answer() -> None:
    assert kind(mail()) == "answer"


def test_an_answer_that_quotes_a_bounce_code_is_an_answer() -> None:
    text = "Your first mail bounced with 550 5.1.1 User unknown, undeliverable, but this is our answer: no comment."
    assert kind(mail(text)) == "answer"
    assert (
        kind(mail(text, {"Subject": "Undelivered Mail Returned to Sender", "Return-Path": "<>"}))
        == "answer"
    )
    assert kind(mail(text, {"From": "Postmaster <postmaster@ministry.example>"})) == "answer"


def test_a_bounce_forwarded_by_a_person_is_a_persons_mail() -> None:
    inner = report(FAILED).decode()
    raw = mixed(
        part("text/plain", "See what we got. Please write to media@ministry.example."),
        part("message/rfc822", inner),
    )
    assert kind(raw) == "answer"
    assert bounce_recipients(parse_mail(raw)) == ()


@pytest.mark.parametrize(
    "name", ["Out of Office", "MAILER-DAEMON", "Automatic reply", "Mail Delivery System", "noreply"]
)
def test_the_display_name_decides_nothing(name: str) -> None:
    assert kind(mail(ANSWER, {"From": f'"{name}" <press@ministry.example>'})) == "answer"


def test_a_person_who_is_away_and_says_so_in_person_is_read_by_a_person() -> None:
    assert (
        kind(
            mail(
                "I am travelling until Friday. Ask my colleague Samir Haddad, he can confirm the figures."
            )
        )
        == "answer"
    )


def test_a_persons_answer_marked_automatic_by_a_gateway_is_an_answer() -> None:
    for text in (
        ANSWER,
        "No comment.",
        "We categorically deny the allegation.",
        "Yes, the minister met them twice in May and June.",
    ):
        assert kind(mail(text, {"Auto-Submitted": "auto-replied"})) == "answer"


def test_an_out_of_office_with_a_real_answer_below_is_an_answer() -> None:
    text = (
        "I am out of the office until 9 December with limited access to email.\n\n"
        "On your question: the ministry did not order any strike on that day.\n"
    )
    raw = mail(
        text, {"Subject": "Automatic reply: Request for comment", "Auto-Submitted": "auto-replied"}
    )
    assert kind(raw) == "answer"
    assert "did not order" in kind_of(parse_mail(raw)).reason


def test_auto_submitted_no_means_a_person() -> None:
    assert kind(mail("Please call us at 5.", {"Auto-Submitted": "no"})) == "answer"


def test_an_answer_only_in_an_attachment_is_an_answer_and_says_where() -> None:
    pdf = part(
        "application/pdf",
        "JVBERi0=",
        Content_Disposition='attachment; filename="statement.pdf"',
        Content_Transfer_Encoding="base64",
    )
    judgement = kind_of(parse_mail(mixed(pdf)))
    assert judgement.kind == "answer"
    assert "statement.pdf" in judgement.reason


# Out of office, in the styles of the large vendors

AWAY = [
    ("Automatic reply: Request for comment", {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
     "I am out of the office until 9 December. For urgent matters please contact media@ministry.example."),
    ("Automatic reply: Request for comment", {"X-MS-Exchange-Generated-Message-Source": "Mailbox Rules Agent"},
     "Thank you for your message. I'm currently on annual leave and will respond when I return."),
    ("Out of office Re: Request for comment", {"Auto-Submitted": "auto-replied", "Precedence": "bulk", "X-Autoreply": "yes"},
     "I will be back in the office on Monday."),
    ("Re: Request for comment", {"Precedence": "auto_reply", "X-Autorespond": "Request for comment"},
     "I'm on vacation with no access to email."),
    ("Karim Nasser is out of the office.", {},
     "I will be out of the office starting 12/01/2024 and will not return until 12/09/2024."),
    ("AUTO: Karim Nasser is out of the office (returning 12/09/2024)", {}, "I am out of the office until 12/09/2024."),
    ("Automatische Antwort: Anfrage", {"Auto-Submitted": "auto-replied"}, "Ich bin derzeit nicht im Büro."),
    ("Abwesenheitsnotiz: Anfrage", {}, "Vielen Dank. Ich bin bis 9. Dezember im Urlaub."),
    ("Réponse automatique : Demande", {}, "Je suis absente du bureau jusqu'au 9 décembre."),
    ("Respuesta automática: Solicitud", {}, "Estoy fuera de la oficina."),
    ("=?utf-8?B?2LHYryDYqtmE2YLYp9im2Yo6?= Request", {"Auto-Submitted": "auto-replied"}, "أنا خارج المكتب حاليا"),
    ("自动回复: Request", {}, "您好,我正在休假。"),
    ("away from my mail", {"Auto-Submitted": "auto-replied (vacation)", "Precedence": "bulk"},
     "I will not be reading my mail for a while."),
    ("Re: Request for comment", {"Auto-Submitted": "auto-replied"}, "This is an automated response. I am away until Monday."),
    ("Re: Request for comment", {"Auto-Submitted": "auto-replied"}, ""),
    ("Re: Request for comment", {}, "This is an automatic reply. The press office is closed for the holiday."),
    ("Request", {"X-Vacation": "yes"}, "Je suis en congé. Pour toute urgence : 01 23 45."),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "headers", "text"), AWAY)
def test_an_out_of_office_is_no_answer(subject: str, headers: dict[str, str], text: str) -> None:
    assert kind(mail(text, {"Subject": subject, **headers})) == "auto-reply"


def test_an_out_of_office_with_a_null_return_path_is_no_bounce() -> None:
    raw = mail(
        "I am out of the office. Mail to my old address could not be delivered, use this one.",
        {
            "Return-Path": "<>",
            "Auto-Submitted": "auto-replied",
            "Subject": "Automatic reply: x",
            "In-Reply-To": None,
        },
    )
    assert kind(raw) == "auto-reply"


def test_an_out_of_office_that_offers_a_number_for_comment_is_still_no_answer() -> None:
    text = (
        "Thank you for contacting the press office of the ministry. If you need a comment on the record, call our spokesperson. "
        "For statements please visit our website. We will respond within 2 working days."
    )
    assert (
        kind(mail(text, {"Auto-Submitted": "auto-replied", "Subject": "Automatic reply: x"}))
        == "receipt"
    )


# Receipts


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "[Ticket #4711] Request received",
            "Your request (4711) has been received and is being reviewed by our support staff.",
        ),
        (
            "Thank you for contacting the Ministry",
            "Thank you for contacting us. We have received your message and will get back to you.",
        ),
        (
            "Re: Request for comment",
            "Thank you for your email. A ticket has been created. Please do not reply to this email.",
        ),
        ("Eingangsbestätigung", "Wir haben Ihre Anfrage erhalten."),
        ("Accusé de réception", "Nous avons bien reçu votre message."),
    ],
)
def test_a_ticket_systems_receipt_is_no_answer(subject: str, text: str) -> None:
    assert kind(mail(text, {"Subject": subject, "Auto-Submitted": "auto-generated"})) == "receipt"


def test_a_read_receipt_is_no_answer_and_names_our_letter() -> None:
    parsed = parse_mail(
        report(
            DISPLAYED,
            kind="disposition-notification",
            text="Your message was displayed.",
            returned="",
        )
    )
    assert kind_of(parsed).kind == "receipt"
    assert original_message_ids(parsed) == (OURS,)


def test_a_delivery_receipt_is_no_answer() -> None:
    assert kind(report(DELIVERED, text="Your message was delivered.")) == "receipt"


def test_a_spam_complaint_is_no_answer() -> None:
    assert kind(report("Feedback-Type: abuse\n", kind="feedback-report")) == "auto-reply"


# Bounces


def test_a_bounce_names_its_receiver_its_reason_and_our_letter() -> None:
    parsed = parse_mail(report(FAILED))
    judgement = kind_of(parsed)
    assert judgement.kind == "bounce"
    assert "5.1.1" in judgement.reason
    assert "User unknown" in judgement.reason
    assert bounce_recipients(parsed) == ("press@ministry.example",)
    assert original_message_ids(parsed)[0] == OURS


def test_a_bounce_of_a_reminder_names_the_reminder_before_the_thread() -> None:
    returned = f"Message-ID: <reminder-2@desk.example>\nIn-Reply-To: {OURS}\nReferences: {OURS}\n"
    parsed = parse_mail(report(FAILED, returned=returned))
    assert original_message_ids(parsed) == ("<reminder-2@desk.example>",)


def test_a_bounce_that_returns_the_whole_letter_names_it() -> None:
    raw = report(FAILED).replace(b"text/rfc822-headers", b"message/rfc822")
    assert original_message_ids(parse_mail(raw)) == (OURS,)


def test_a_delay_is_no_bounce() -> None:
    parsed = parse_mail(report(DELAYED, headers={"Subject": "Delayed Mail (still being retried)"}))
    assert kind_of(parsed).kind == "delay"
    assert bounce_recipients(parsed) == ("press@ministry.example",)


def test_one_failure_among_several_receivers_is_a_bounce_of_that_one() -> None:
    both = (
        FAILED
        + "\nFinal-Recipient: rfc822; other@ministry.example\nAction: delivered\nStatus: 2.0.0\n"
    )
    parsed = parse_mail(report(both))
    assert kind_of(parsed).kind == "bounce"
    assert bounce_recipients(parsed) == ("press@ministry.example",)


def test_a_report_without_readable_fields_is_a_bounce() -> None:
    assert kind(report("\0\xff garbage")) == "bounce"


def test_a_delivery_report_in_base64_is_read() -> None:
    status = base64.b64encode(FAILED.encode()).decode()
    raw = report("STATUS").replace(
        b"Content-Type: message/delivery-status\r\n\r\nSTATUS",
        b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + status.encode(),
    )
    assert kind(raw) == "bounce"


OLD_BOUNCES = [
    ({"From": "Mail Delivery System <Mailer-Daemon@mx.desk.example>", "X-Failed-Recipients": "press@ministry.example",
      "Subject": "Mail delivery failed: returning message to sender"},
     "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to "
     "one or more of its recipients. This is a permanent error. The following address(es) failed:\n\n  press@ministry.example\n"
     "    550 5.1.1 unknown user\n", "bounce"),
    ({"From": "MAILER-DAEMON@mx.desk.example", "Return-Path": "<>", "Subject": "failure notice"},
     "Hi. This is the qmail-send program at mx.desk.example.\nI'm afraid I wasn't able to deliver your message to the following "
     "addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<press@ministry.example>:\n"
     "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n\n--- Below this line is a copy of the "
     f"message.\n\nMessage-ID: {OURS}\nSubject: Request for comment\n", "bounce"),
    ({"From": "Mail Delivery System <Mailer-Daemon@mx.desk.example>", "Return-Path": "<>",
      "Subject": "Warning: message 1abc delayed 24 hours"},
     "A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours.\n"
     "No action is required on your part. Delivery attempts will continue for some time.\n", "delay"),
    ({"From": "postmaster@ministry.example", "Return-Path": "<>", "Subject": "Undeliverable: Request for comment"},
     "Delivery has failed to these recipients or groups: press@ministry.example\n", "bounce"),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "text", "wanted"), OLD_BOUNCES)
def test_an_old_servers_bounce_is_known_by_its_sender(
    headers: dict[str, str], text: str, wanted: str
) -> None:
    assert kind(mail(text, {"In-Reply-To": None, "References": None, **headers})) == wanted
    # The same words from a person are a person's.
    person = {name: value for name, value in headers.items() if name == "Subject"}
    assert kind(mail(text, person)) in ("answer", "auto-reply")


def test_qmails_copy_of_the_letter_names_it() -> None:
    headers, text, _ = OLD_BOUNCES[1]
    parsed = parse_mail(mail(text, {"In-Reply-To": None, "References": None, **headers}))
    assert original_message_ids(parsed) == (OURS,)
    assert bounce_recipients(parsed) == ("press@ministry.example",)


def test_an_answer_names_our_letter_by_its_thread() -> None:
    raw = mail(
        headers={
            "References": f"<older@desk.example> {OURS}",
            "In-Reply-To": "<newest@desk.example>",
        }
    )
    assert original_message_ids(parse_mail(raw)) == (
        "<newest@desk.example>",
        OURS,
        "<older@desk.example>",
    )


def test_a_mail_made_to_cost_minutes_is_judged_in_seconds() -> None:
    begun = time.process_time()
    for piece in (
        "if for ",
        "we ",
        "“ ",
        "thank you for ",
        "On wrote ",
        "i am ",
        "> x\n",
        "From: a\n",
        "a" * 90 + " ",
        "did not ",
    ):
        kind_of(
            parse_mail(mail(piece * (120_000 // len(piece)), {"Auto-Submitted": "auto-replied"}))
        )
    assert time.process_time() - begun < 20


# Nothing to read


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\0" * 500, bytes(range(256)) * 20, b"no header at all",
        mail(""), mail("  \n \n"),
        mail("MIIB", content_type='application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_goes_to_a_person(raw: bytes) -> None:
    assert kind(raw) == "unreadable"


def test_only_where_no_report_leaves_room_for_words_may_a_notice_hold_some() -> None:
    absence = mail("I am away until Monday.", {"Auto-Submitted": "auto-replied"})
    daemon = {"From": "MAILER-DAEMON@mx.example", "Subject": "Hm", "In-Reply-To": None}
    for raw, may_hold in (
        (absence, True),
        (mail(), False),
        (report(FAILED), False),
        (mail("Nobody here knows these words.", daemon), True),
    ):
        assert kind_of(parse_mail(raw)).may_hold_words is may_hold


FAILS = "Your letter to press@ministry.example could not be delivered: 550 5.1.1 user unknown."


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"From": "Press <press@office.example>", "Auto-Submitted": "auto-replied"}, False),
        ({"From": "Press <press@office.example>", "Subject": "Undeliverable: Request"}, False),
        ({"From": "postmaster@office.example", "Return-Path": "<>"}, True),
        ({"From": "Groups <noreply@groups.example>", "Auto-Submitted": "auto-replied"}, True),
        ({"From": "postmaster@office.example", "Subject": "Undeliverable: Request"}, True),
        ({"From": "postmaster@office.example", "Subject": "Re: undeliverable ballots"}, False),
        ({"From": "Desk <mail@relay.example>", "X-Failed-Recipients": "press@ministry.example"}, True),
    ],
)  # fmt: skip
def test_who_says_that_a_letter_came_back_decides_whether_it_did(
    headers: dict[str, str], wanted: bool
) -> None:
    thread = None if "Auto-Submitted" in headers else OURS
    raw = mail(FAILS, {"In-Reply-To": thread, "References": thread, "Subject": "Hm", **headers})
    assert (kind(raw) == "bounce") is wanted


LISTS = "Could not deliver message to the following recipient(s):\n\npress@ministry.example\n550 unknown"


@pytest.mark.parametrize(
    ("headers", "text", "wanted"),
    [
        ({"From": "ndr@some.example", "Subject": "Mail delivery failed"}, LISTS, "bounce"),
        ({"From": "inetgw1@some.example", "Subject": "Undeliverable mail"}, LISTS, "bounce"),
        ({"From": '"Mail System" <>', "Subject": "Hm"}, "That's not a valid user here.", "bounce"),
        (
            {"From": "gw@some.example", "Subject": "RE: Request: non remis (delivery failed)"},
            "Votre message n'a pas pu etre delivre a\npress@ministry.example\n",
            "bounce",
        ),
        (
            {"From": "av@some.example", "Subject": "Delivery failure"},
            f"{LISTS}\n\nDelivery attempts will continue to be made for 5 days.",
            "delay",
        ),
        # A person tells of it, hands it on, or speaks of other deliveries.
        ({"Subject": "Mail delivery failed"}, f"I got this back from you: {LISTS}", "answer"),
        ({"Subject": "Fwd: Mail delivery failed"}, LISTS, "answer"),
        ({"Subject": "WG: Unzustellbar"}, LISTS, "answer"),
        ({"Subject": "Undelivered ballots"}, "The ballots did not reach voters.", "answer"),
        ({"Subject": "Re: Request"}, LISTS, "answer"),
    ],
)
def test_a_gateway_with_a_persons_address_bounces_by_what_only_programs_say(
    headers: dict[str, str], text: str, wanted: str
) -> None:
    assert kind(mail(text, {"In-Reply-To": None, "References": None, **headers})) == wanted


def test_a_filters_refusal_in_the_form_of_a_receipt_is_a_bounce() -> None:
    raw = report(
        "Final-Recipient: rfc822; press@city.example\nDisposition: automatic-action; deleted\n",
        kind="disposition-notification",
        text="Your message to <press@city.example> was automatically rejected: Quota exceeded",
    )
    assert kind(raw) == "bounce"


def test_a_report_that_names_who_failed_is_no_delay_for_what_it_returns() -> None:
    raw = report(FAILED, text="Undelivered.\n\nThe letter you sent: the bridge is delayed.")
    assert kind(raw) == "bounce"
