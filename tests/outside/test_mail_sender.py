from __future__ import annotations

import pytest

from factcheck.outside.mail import parse_mail, sender_doubt
from tests.outside.mails import mail

FAIL = "spf=pass smtp.mailfrom=x.example; dkim=none; dmarc=fail (p=reject) header.from=ministry.example"


def doubt(*results: str, authserv: str = "desk.example") -> str:
    raw = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode() + mail()
    return sender_doubt(parse_mail(raw), authserv)


@pytest.mark.parametrize(
    "result",
    [
        f"mx.desk.example; {FAIL}",
        f"desk.example 1; {FAIL}",
        f"MX.Desk.Example;{FAIL}",
        "mx.desk.example; spf=pass;\r\n dmarc=fail",
        "mx.desk.example (by dmarc=pass);dmarc = fail",
    ],
)
def test_our_own_servers_dmarc_fail_is_seen_wherever_it_stands(result: str) -> None:
    assert "ministry.example" in doubt(result)


@pytest.mark.parametrize(
    "result",
    [
        f"mx.evil.example; {FAIL}",
        f"desk.example.evil.example; {FAIL}",
        f"notdesk.example; {FAIL}",
        "mx.desk.example; dmarc=pass (was dmarc=fail once)",
        "mx.desk.example; dmarc=failure-of-a-kind-we-do-not-know",
        "mx.desk.example; none",
        "",
    ],
)
def test_what_others_say_or_what_is_no_failure_is_no_doubt(result: str) -> None:
    assert doubt(result) == ""


def test_a_forged_pass_above_hides_no_failure_and_without_a_name_of_ours_nobody_is_believed() -> (
    None
):
    results = ("mx.evil.example; dmarc=pass", f"mx.desk.example; {FAIL}")
    assert doubt(*results)
    assert doubt(*results, authserv="") == ""
