import pytest

from factcheck.outside.mail import parse_mail
from factcheck.outside.mail.failures import is_final
from tests.outside.mails import mail


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
