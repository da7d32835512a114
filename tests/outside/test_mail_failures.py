import pytest

from factcheck.outside.mail import parse_mail
from factcheck.outside.mail.failures import is_final
from tests.outside.mails import mail, report


@pytest.mark.parametrize(
    ("status", "said", "final"),
    [
        ("5.1.1", "550 5.1.1 no such user", True),
        ("5.0.0", "550 5.1.1 no such user", True),
        ("5.0.0", "552 5.2.2 mailbox full", False),
        ("", "", True),
        ("", "550 no such user", True),
        ("5.0.0", "550 Denied by policy", False),
        ("5.1.1", "550 5.1.1 User unknown; see our policy", True),
        ("", "Mailbox full", False),
        ("5.2.1", "550 5.2.1 mailbox disabled", True),
        ("", "The user may not exist, or you may not have permission to post", False),
        ("5.2.1", "550 5.2.1 The user is receiving mail too quickly", False),
        ("5.4.4", "host not found", True),
        ("5.7.26", "550-5.7.26 unauthenticated mail is prohibited (DMARC)", False),
        ("", "450 4.2.0 greylisted, try again later", False),
        ("5.1.8", "sender address rejected", False),
        ("5.3.4", "552 message size exceeds limit", False),
        ("5.0.0", "Postfach voll", False),
        ("", "The following boxes were over their quota", False),
        ("", "The recipient has exceeded their quota.", False),
        ("", "Der Empfänger existiert nicht", True),
        ("", "пользователь не существует", True),
        ("5.2.2", "552 5.2.2 mailbox full", False),
        ("5.7.1", "550 5.7.1 spam", False),
        ("4.4.7", "delivery time expired", False),
        ("4.4.7", "550 5.1.1 said before", False),
        ("", "The box is not accepting mail with attachments", False),
        ("5.1.1", "550 max message size exceeded", False),
        ("", "User mailbox exceeds allowed size", False),
        ("5.0.0", "550 Message refused by SpamProfiler", False),
        ("5.0.0", "550 Your server requires confirmation. Visit Whitelist.aspx", False),
        ("", "all hosts have been failing for a long time", False),
        ("5.0.0", "Name service error: Malformed name server reply", False),
        ("5.0.0", "554 This user doesn't have a mail.example account", True),
        ("5.7.1", "554 5.7.1 Recipient address rejected: Nonexistent user", True),
        ("5.7.1", "550 5.7.1 No mailbox found", True),
        ("5.0.0", "[dead.example]: Name or service not known", True),
        ("5.3.0", "553 5.3.0 Addressee unknown, relay=[192.0.2.1]", True),
    ],
)
def test_a_full_box_or_a_server_down_for_days_condemns_no_address(
    status: str, said: str, final: bool
) -> None:
    assert is_final(status, said) is final


def test_the_full_stop_of_its_sentence_is_no_part_of_an_address() -> None:
    text = "Your message could not be delivered to editor@city.example.\n\nReason: smtp; 554 5.7.1 Client host blocked"
    raw = mail(text, {"From": "MAILER-DAEMON", "Subject": "Delivery failure"})
    assert [(one.address, one.final) for one in parse_mail(raw).deliveries] == [
        ("editor@city.example", False)
    ]


def deliveries(body: str, headers: dict[str, str | None] | None = None) -> list[tuple[str, bool]]:
    daemon = {
        "From": "MAILER-DAEMON@mx.example",
        "Subject": "Delivery failure",
        "In-Reply-To": None,
    }
    found = parse_mail(mail(body, {**daemon, **(headers or {})})).deliveries
    return [(one.address, one.final) for one in found]


def test_our_own_subject_which_a_report_repeats_gives_no_reason() -> None:
    text = (
        "Your message\n\n  Subject: Spam and a full mailbox\n\nwas not delivered to:\n"
        "  press@city.example\nbecause: User press (press@city.example) not listed in the directory"
    )
    assert deliveries(text) == [("press@city.example", True)]


def test_only_those_below_the_list_of_the_unreached_are_unreached() -> None:
    text = (
        "Your message\n\n  To: mayor@city.example\n\n"
        "did not reach the following recipient(s):\n\npress@city.example\n  Unknown recipient"
    )
    assert deliveries(text) == [("press@city.example", True)]


def test_an_address_of_the_returned_letter_below_its_rule_is_not_one_that_failed() -> None:
    text = (
        "Your mail cannot be delivered:\n\n dylan: no space left\n\n"
        "---- Header of the source mail attached ----\n\nFrom: chris@home.example"
    )
    assert deliveries(text) == []


def test_a_report_whose_fields_say_nothing_has_the_reason_of_its_words() -> None:
    for words, final in (
        ("account is full (quota exceeded)", False),
        ("550 5.1.1 User unknown", True),
    ):
        raw = report(
            "Final-Recipient: rfc822; press@city.example\nAction: failure\nStatus: 5.0.0\n",
            text=f"Failed to deliver to press@city.example\nreports: {words}",
        )
        (one,) = parse_mail(raw).deliveries
        assert (one.action, one.final, words in one.server_reply) == ("failed", final, True)
