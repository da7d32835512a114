"""The signs of a program's mail: in which order they are asked, and how much each lets it say."""

from __future__ import annotations

from dataclasses import fields

import pytest

from factcheck.outside.mail import kind_of, parse_mail
from factcheck.outside.mail.bodies import LetterWords
from factcheck.outside.mail.classify import _Marks
from factcheck.outside.mail.clauses import names_machine, own_words
from factcheck.outside.mail.signs import HEADERS, SIGNS
from tests.outside.mails import mail

TICKET = {"X-FD-Ticket": "44120"}


def kind(text: str, headers: dict[str, str | None] | None = None) -> str:
    return kind_of(parse_mail(mail(text, headers))).kind


def said(text: str) -> list[str]:
    return own_words(text, LetterWords()).words


def test_each_sign_is_of_marks_that_there_are_and_says_why() -> None:
    known = {field.name for field in fields(_Marks)} | {"in_subject", "in_words", "only_received"}
    for sign in SIGNS:
        assert {*sign.marks, *sign.without} <= known
        assert sign.told.format(header="x", carrier="x", subject="x", nobody="x")


def test_every_header_of_the_table_is_kept_when_a_mail_is_read() -> None:
    for name in (*HEADERS.sure, *HEADERS.marked, *HEADERS.carriers):
        assert parse_mail(mail("Yes.", {name: "1"})).header(name) == "1", name


@pytest.mark.parametrize(
    "text",
    [
        "June.",
        "Dziękujemy za wiadomość.\n\nOdszedł.",
        "Thank you for your message.\n\nThe bridge is ours.",
        "We paid nothing.",
    ],
)
def test_an_agent_s_comment_on_a_ticket_is_an_answer_however_short(text: str) -> None:
    assert kind(text, TICKET) == "answer"


def test_a_ticket_system_s_receipt_is_none_in_words_that_few_know() -> None:
    text = "Thank you for your message.\n\nA colleague of the archive will dig it out for you."
    assert kind(text) == "answer"
    assert kind(text, TICKET) == "answer"
    assert kind("Thank you for your message.\n\nKatarina Berg", TICKET) == "receipt"


@pytest.mark.parametrize(
    "clause",
    ["Réponse automatique", "【自動返信】", "Automatische Antwort auf Ihre Nachricht", "자동 회신"],
)
def test_the_mere_name_of_an_automatic_message_is_a_machine_s(clause: str) -> None:
    assert names_machine(clause)
    assert kind(f"{clause}\n\nArchive, Elm Street, district of Norvia") == "auto-reply"


@pytest.mark.parametrize(
    "text",
    [
        "Les réponses automatiques et le message automatique du 3 mai venaient d'un prestataire.",
        "La respuesta automática llegó a doscientos vecinos por un fallo del proveedor.",
        "Автоматический ответ ушёл двумстам жителям из-за сбоя у подрядчика.",
        "自動返信メールの誤送信は九月に三件ありました。",
        "Otomatik yanıt mart ayında iki yüz haneye yanlışlıkla gitti.",
    ],
)
def test_who_tells_of_automatic_messages_is_no_machine(text: str) -> None:
    assert kind(text) == "answer"


POSTMASTER = {
    "From": "Postmaster <postmaster@port.example>",
    "Return-Path": "<postmaster@port.example>",
    "Subject": "Undelivered parcels",
}


def test_a_postmaster_who_writes_of_parcels_is_a_person() -> None:
    text = "Parcels that could not be delivered lay in the depot until June."
    assert kind(text, POSTMASTER) == "answer"
    assert kind(f"{text}\n\npress@ministry.example", POSTMASTER) == "bounce"
    assert kind(f"{text} 550 5.1.1 unknown", POSTMASTER) == "bounce"
    assert kind(text, {**POSTMASTER, "Return-Path": "<>"}) == "bounce"


CERTIFIED = {
    "From": "posta-certificata@pec.example",
    "Return-Path": "<posta-certificata@pec.example>",
    "Subject": "POSTA CERTIFICATA: Request",
    "X-Riferimento-Message-ID": "<letter-9@desk.example>",
    "In-Reply-To": None,
    "References": None,
}


@pytest.mark.parametrize(
    ("notice", "wanted", "action"),
    [
        ("accettazione", "receipt", "relayed"),
        ("avvenuta-consegna", "receipt", "delivered"),
        ("errore-consegna", "bounce", "failed"),
        ("mancata-consegna", "bounce", "failed"),
        ("non-accettazione", "bounce", "failed"),
        ("preavviso-errore-consegna", "delay", "delayed"),
    ],
)
def test_a_notice_of_certified_mail_says_what_became_of_which_letter(
    notice: str, wanted: str, action: str
) -> None:
    text = 'Il messaggio destinato a "ufficio@ente.example": 5.1.1 - indirizzo non valido.'
    parsed = parse_mail(mail(text, {**CERTIFIED, "X-Ricevuta": notice}))
    assert kind_of(parsed).kind == wanted
    assert parsed.returned_ids == ("<letter-9@desk.example>",)
    [delivery] = parsed.deliveries
    assert (delivery.address, delivery.action) == ("ufficio@ente.example", action)


def test_a_letter_that_came_by_certified_mail_is_read_as_any_other() -> None:
    assert kind("Il contratto è del 2019.", {**CERTIFIED, "X-Trasporto": "posta-certificata"}) == (
        "answer"
    )


@pytest.mark.parametrize(
    "line",
    [
        "##- Please type your reply above this line -##",
        "Odpovídejte nad tímto řádkem.",
        "ref:!00D2p0AbCd.!5004L9xYz:ref",
        "Zobrazit: https://jsm.town.example/portal/PRESS-218",
        "Πληκτρολογήστε πάνω από αυτή τη γραμμή",
    ],
)
def test_the_lines_of_a_ticket_system_are_nobody_s_words(line: str) -> None:
    assert said(f"{line}\nThe bridge is ours.") == said("The bridge is ours.")


@pytest.mark.parametrize(
    "line",
    [
        "Our statement: https://ministry.example/news/12",
        "Unsere Stellungnahme finden Sie hier: https://ministry.example/news/12",
        "Notre communiqué : https://ministry.example/news/12",
        "Наше заявление: https://ministry.example/news/12",
        "بياننا: https://ministry.example/news/12",
    ],
)
def test_a_link_to_a_statement_is_an_answer_below_a_receipt_too(line: str) -> None:
    assert kind(f"Thank you for your message.\n\n{line}", TICKET) == "answer"
    assert kind(f"Thank you for your message.\n\n{line}") == "answer"
    assert (
        kind("Thank you for your message.\n\nOur help pages: https://x.example/help") == "receipt"
    )


def test_what_a_form_repeats_of_our_message_is_nobody_s_words() -> None:
    form = "Votre message :\nLe pont est-il à vous ?\nQui a payé ?\n\nIl est au département."
    assert said(form) == said("Il est au département.")


def test_a_line_that_a_program_broke_is_one_sentence() -> None:
    broken = "We have received your letter about the bridge on Elm Street, and one of our\nagents"
    assert said(f"{broken} will review it.") == said(f"{broken} will review it.".replace("\n", " "))
    two = "We have received your letter about the bridge on Elm Street, and one of our.\nagents"
    assert "agents" in said(f"{two} fell in May.")


@pytest.mark.parametrize(
    ("word", "is_date"), [("Marina", ""), ("Mai.", "Mai."), ("June.", "June.")]
)
def test_a_name_that_begins_like_a_month_is_no_short_answer(word: str, is_date: str) -> None:
    assert own_words(f"Hello.\n\n{word}\nOffice", LetterWords()).short_answer == is_date
