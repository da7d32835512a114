"""Short answers under a machine's subject, and the notices that stand beside them."""

import pytest

from factcheck.outside.mail import imprints, kind_of, parse_mail
from tests.outside.mails import mail

MARKED = {"Auto-Submitted": "auto-replied"}


def kind(text: str, subject: str, headers: dict[str, str] | None = None) -> str:
    return kind_of(parse_mail(mail(text, {"Subject": subject, **(headers or {})}))).kind


RECEIPTS = {
    "en": ("Automatic reply", "Your message has been received."),
    "fr": ("Réponse automatique", "Nous avons bien reçu votre message."),
    "de": ("Automatische Antwort", "Wir haben Ihre Nachricht erhalten."),
    "es": ("Respuesta automática", "Hemos recibido su mensaje."),
    "ru": ("Автоответ", "Ваше письмо получено."),
    "ar": ("رد تلقائي", "تم استلام رسالتكم."),
    "he": ("מענה אוטומטי", "קיבלנו את פנייתך."),
    "ja": ("自動返信", "メールを受信しました。"),
}
ANSWERS = [
    ("en", "We would rather not say."),
    ("en", "The treasurer has gone."),
    ("fr", "Nous ne dirons rien."),
    ("fr", "Le préfet a signé."),
    ("de", "Dazu sagen wir nichts."),
    ("de", "Der Landrat ist gegangen."),
    ("es", "No diremos nada."),
    ("es", "El alcalde ha cesado."),
    ("ru", "Говорить не станем."),
    ("ru", "Губернатор ушёл."),
    ("ar", "لن نقول شيئا."),
    ("ar", "المدير استقال."),
    ("he", "לא נאמר דבר."),
    ("he", "המנהל פרש."),
    ("ja", "何も申し上げません。"),
    ("ja", "知事は退任しました。"),
]


@pytest.mark.parametrize("headers", [{}, MARKED], ids=["unmarked", "marked"])
@pytest.mark.parametrize(("language", "answer"), ANSWERS, ids=[text for _, text in ANSWERS])
def test_an_answer_of_a_few_words_behind_a_receipt_is_an_answer(
    language: str, answer: str, headers: dict[str, str]
) -> None:
    subject, receipt = RECEIPTS[language]
    assert kind(receipt, subject, headers) != "answer"
    assert kind(f"{receipt}\n\n{answer}", subject, headers) == "answer"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply", "Ask the treasurer."),
        ("Out of office", "Try the governor."),
        ("Abwesenheitsnotiz", "Fragen Sie den Kämmerer."),
        ("Absence", "Demandez au trésorier."),
    ],
)
def test_words_that_speak_of_no_absence_are_an_answer_under_any_subject(
    subject: str, text: str
) -> None:
    assert kind(text, subject) == "answer"


@pytest.mark.parametrize(
    "text",
    [
        "We have received your request. There is no need to reply. Please do not reply to this e-mail.",
        "Hemos recibido su consulta. No es necesario que responda a este correo.",
        "Nous avons bien reçu votre demande. Merci de ne pas répondre à ce message.",
        "קיבלנו את פנייתך. אין צורך לענות להודעה זו.",
        "تم استلام طلبكم. يرجى عدم الرد على هذه الرسالة.",
        "Ваше обращение принято. Не отвечайте на это письмо.",
    ],
)
def test_a_receipt_that_wants_no_reply_denies_nothing(text: str) -> None:
    assert kind(text, "Request received", MARKED) == "receipt"


def test_a_denial_that_speaks_of_no_absence_is_an_answer_under_a_marked_subject() -> None:
    assert kind("Of that we say nothing.", "Automatic reply", MARKED) == "answer"


def test_a_denial_of_one_who_is_away_may_be_that_of_the_absence() -> None:
    text = "I am away until Monday and not in the mood for mail."
    assert kind(text, "Automatic reply", MARKED) == "auto-reply"


def test_a_marked_mail_below_a_receipt_s_subject_needs_words_of_receipt() -> None:
    text = "The matter is before the supreme court."
    assert kind(text, "Request received", MARKED) == "answer"


@pytest.mark.parametrize(
    "text", ["I won't see your note before the 23rd.", "If it can't wait, call Nina."]
)
def test_what_its_writer_will_not_see_tells_of_an_absence(text: str) -> None:
    assert kind(text, "Re: Request", MARKED) == "auto-reply"


def test_the_numbers_of_our_points_are_no_words_of_a_receipt_that_repeats_them() -> None:
    letter = "Dear office,\n\n1. Who signed the lease of the mill?\n2. When did it burn down?"
    parsed = parse_mail(
        mail(
            f"Your request has been received.\n\n{letter}",
            {"Subject": "Request received", **MARKED},
        )
    )
    assert kind_of(parsed, [letter]).kind == "receipt"
    assert kind_of(parsed).kind == "answer"


def test_what_every_writer_is_told_denies_nothing() -> None:
    text = "We have received your letter. Not every letter can be answered. Unsigned letters will not be read."
    assert kind(text, "Letter received", MARKED) == "receipt"


SMALL_NAMES = [
    "ministry of works",
    "the press office",
    "press office, city of norvia",
    "norvia holding gmbh",
    "pressestelle der stadt norvia",
]
SAID = [
    "ministry paid norvia",
    "the press got it wrong",
    "he left norvia ltd",
    "we paid nothing",
    "press",
]


@pytest.mark.parametrize("name", SMALL_NAMES)
def test_an_office_s_name_in_small_letters_begins_an_imprint(name: str) -> None:
    block = [name, "tel. 030 555 1200", "fax 030 555 1201"]
    assert imprints.without_imprint(["i am away.", "", *block]) == ["i am away.", ""]
    text = "\n".join(["I am out of the office until 9 November.", "", *block])
    assert kind(text, "Re: Request") == "auto-reply"


@pytest.mark.parametrize("words", SAID)
def test_small_letters_that_name_no_office_stay(words: str) -> None:
    lines = ["i am away.", "", words, "tel. 030 555 1200"]
    assert imprints.without_imprint(lines) == lines


@pytest.mark.parametrize(
    "said",
    [
        "Zaprzeczamy.", "Tak.", "Διαψεύδουμε.", "Ισχύει.", "ننكر.", "صحيح.", "Vi bekræfter.",
        "Vahvistamme.", "Potvrzujeme.", "Confirmăm.", "Bestätigt.", "Confirmed.", "Klopt.",
        "Megerősítjük.", "Подтверждаю.", "שקר.", "属实。", "認めます。",
        "사실입니다.", "ใช่", "हाँ", "تکذیب می‌کنیم.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, MARKED], ids=["unmarked", "marked"])
@pytest.mark.parametrize("letter", ["{}", "Dear Ms Blum,\n\n{}\n\nKind regards\nA. Nowak"])
def test_one_word_that_confirms_or_denies_is_an_answer_under_a_receipt_s_subject(
    said: str, headers: dict[str, str], letter: str
) -> None:
    assert kind(letter.format(said), "Request received", headers) == "answer"


def test_a_word_of_thanks_that_is_yes_elsewhere_answers_only_alone() -> None:
    text = "Tak.\n\nVi har modtaget din henvendelse."
    assert kind(text, "Automatisk svar", MARKED) == "receipt"
