"""Conditions of the kinds of mail, each with what it would take for something else."""

import pytest

from factcheck.outside.mail import kind_of, parse_mail
from tests.outside.mails import DELAYED, mail, report

NO_THREAD = {"In-Reply-To": None, "References": None}
EXIM = {"From": "Mailer-Daemon@mx.desk.example", "Subject": "Mail delivery", **NO_THREAD}
TRYING = "Your message has not yet been delivered. Delivery attempts will continue."
AWAY = "I am out of the office until Monday."


def kind(raw: bytes) -> str:
    return kind_of(parse_mail(raw)).kind


def test_a_report_of_a_delay_is_one_in_any_words() -> None:
    assert kind(report(DELAYED, text="Tá moill air.", headers={"Subject": "Hm"})) == "delay"


def test_a_server_that_names_who_failed_goes_on_trying_no_more() -> None:
    failed = {"X-Failed-Recipients": "press@ministry.example"}
    assert kind(mail(TRYING, EXIM)) == "delay"
    assert kind(mail(TRYING, {**EXIM, **failed})) == "bounce"


@pytest.mark.parametrize("value", ["no", "None", "false"])
def test_a_header_that_denies_a_machine_marks_none(value: str) -> None:
    assert kind(mail("Call at five.", {"X-Autoreply": value})) == "answer"
    assert kind(mail("Call at five.", {"X-Autoreply": "yes"})) == "auto-reply"


def test_a_vacation_program_is_one_whatever_it_says() -> None:
    text = "At the seaside with the kids all week long, reading nothing, and the boat is slow."
    for submitted, wanted in (
        ("auto-replied (vacation)", "auto-reply"),
        ("auto-replied", "answer"),
    ):
        assert kind(mail(text, {"Auto-Submitted": submitted})) == wanted


def test_a_null_return_path_beside_a_header_is_a_sure_sign() -> None:
    text = "At the seaside with the kids all week long, reading nothing, and the boat is slow."
    headers = {"Auto-Submitted": "auto-replied", "Return-Path": "<>", **NO_THREAD}
    assert kind(mail(text, headers)) == "auto-reply"


def test_who_was_away_is_back_and_answers() -> None:
    text = "He was out of the office on Monday."
    assert kind(mail(text, {"Subject": "Automatic reply: Request"})) == "answer"


def test_a_machine_that_says_so_is_one_however_much_it_says() -> None:
    text = "This is an automatic reply. " + "The bridge on Elm Street belongs to the district. " * 3
    assert kind(mail(text)) == "auto-reply"
