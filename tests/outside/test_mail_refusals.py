"""A line that refuses to comment is an answer wherever it stands, and says nothing else."""

from __future__ import annotations

import pytest

from factcheck.outside.mail import kind_of, parse_mail
from factcheck.outside.mail.clauses import only_refuses
from factcheck.outside.mail.refusals import is_refusal, refusal_in
from tests.outside.mails import mail

# By language: how a receipt thanks, how the writer refuses, and how a letter ends.
REFUSED = {
    "en": ("Thank you for your message.", "No comment.", "Kind regards"),
    "en, at length": ("We have received your enquiry.", "We will not be commenting.", "Regards"),
    "de": ("Vielen Dank für Ihre Anfrage.", "Keine Auskunft.", "Mit freundlichen Grüßen"),
    "de, at length": ("Ihre Anfrage ist eingegangen.", "Wir äußern uns dazu nicht.", "MfG"),
    "fr": ("Nous avons bien reçu votre message.", "Sans commentaire.", "Cordialement"),
    "es": ("Hemos recibido su mensaje.", "Sin comentarios.", "Un saludo"),
    "pt": ("Recebemos a sua mensagem.", "Sem comentários.", "Cumprimentos"),
    "it": ("Abbiamo ricevuto la Sua richiesta.", "Nessun commento.", "Cordiali saluti"),
    "nl": ("Wij hebben uw bericht ontvangen.", "Geen commentaar.", "Met vriendelijke groet"),
    "sv": ("Tack för ditt meddelande.", "Inga kommentarer.", "Hälsningar"),
    "da": ("Tak for din henvendelse.", "Ingen kommentarer.", "Venlig hilsen"),
    "nb": ("Takk for din henvendelse.", "Ingen kommentar.", "Vennlig hilsen"),
    "fi": ("Kiitos viestistäsi.", "Ei kommentoitavaa.", "Ystävällisin terveisin"),
    "et": ("Täname kirja eest.", "Kommentaare ei ole.", "Regards"),
    "lv": ("Paldies par vēstuli.", "Bez komentāriem.", "Regards"),
    "lt": ("Dėkojame už laišką.", "Nekomentuojame.", "Regards"),
    "pl": ("Dziękujemy za wiadomość.", "Bez komentarza.", "Z poważaniem"),
    "cs": ("Děkujeme za zprávu.", "Nekomentujeme.", "S pozdravem"),
    "sk": ("Ďakujeme za správu.", "Bez komentára.", "S pozdravom"),
    "hr": ("Zaprimili smo Vaš upit.", "Bez komentara.", "S poštovanjem"),
    "hu": ("Köszönjük megkeresését.", "Nem kívánunk nyilatkozni.", "Tisztelettel"),
    "ro": ("Am primit mesajul dumneavoastră.", "Fără comentarii.", "Cu stimă"),
    "tr": ("Mesajınız için teşekkür ederiz.", "Yorum yok.", "Saygılarımızla"),
    "el": ("Λάβαμε το μήνυμά σας.", "Ουδέν σχόλιο.", "Με εκτίμηση"),
    "ru": ("Ваше обращение получено.", "Без комментариев.", "С уважением"),
    "uk": ("Ваше звернення отримано.", "Коментарів не буде.", "З повагою"),
    "bg": ("Получихме Вашето запитване.", "Не коментираме.", "С уважение"),
    "sr": ("Примили смо Ваш упит.", "Без коментара.", "С поштовањем"),
    "ar": ("شكرا على رسالتكم.", "لا تعليق.", "مع التحية"),
    "fa": ("پیام شما دریافت شد.", "نظری نداریم.", "با احترام"),
    "he": ("תודה על פנייתך.", "אין תגובה.", "בברכה"),
    "zh": ("感谢您的来信。", "无可奉告。", "此致"),
    "ja": ("お問い合わせありがとうございます。", "コメントは差し控えます。", "以上"),
    "ko": ("문의해 주셔서 감사합니다.", "드릴 말씀이 없습니다.", "감사합니다"),
    "hi": ("Thank you for your message.", "कोई टिप्पणी नहीं।", "सादर"),
    "id": ("Terima kasih atas pesan Anda.", "Tidak ada komentar.", "Salam"),
    "vi": ("Cảm ơn bạn đã gửi thư.", "Chúng tôi không bình luận.", "Trân trọng"),
    "th": ("Thank you for your message.", "ไม่มีความเห็น", "ขอแสดงความนับถือ"),
}
LAID = {
    "alone": "{refusal}",
    "without a full stop": "{bare}",
    "below a receipt": "{receipt}\n{refusal}\n\n{closing}\nA. Marin\nPress Office",
    "at the end of a receipt": "{receipt}\n\n{bare}",
    "below the closing": "{receipt}\n{closing},\n{refusal}",
    "numbered": "{receipt}\n1) {refusal}",
}


def laid(how: str, language: str) -> str:
    receipt, refusal, closing = REFUSED[language]
    bare = refusal.rstrip(".。।")
    return LAID[how].format(receipt=receipt, refusal=refusal, closing=closing, bare=bare)


@pytest.mark.parametrize("how", LAID)
@pytest.mark.parametrize("language", REFUSED)
def test_a_refusal_to_comment_is_a_person_s_answer_and_says_no_more(
    language: str, how: str
) -> None:
    text = laid(how, language)
    marked = {"Subject": "Re: [#4711] Request for comment", "Auto-Submitted": "auto-generated"}
    assert kind_of(parse_mail(mail(text))).kind == "answer"
    assert kind_of(parse_mail(mail(text, marked))).kind == "answer"
    assert only_refuses(text)


@pytest.mark.parametrize("language", REFUSED)
def test_its_receipt_alone_refuses_nothing(language: str) -> None:
    receipt, _, closing = REFUSED[language]
    assert refusal_in(f"{receipt}\n\n{closing}\nA. Marin") == ""


@pytest.mark.parametrize(
    "clause",
    [
        "We do not comment on personnel matters",
        "The Land Registry has no comment on ongoing proceedings",
        "We have no comment at this time",
        "Leider können wir dazu keine Auskunft geben",
        "Nous ne commentons pas les affaires en cours",
        "Мы не комментируем ход следствия",
        "“No comment”",
    ],
)
def test_what_is_not_commented_on_may_be_named(clause: str) -> None:
    assert is_refusal(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "No comment was ever made by the minister",
        "Please do not comment on this ticket",
        "You have no comments in this ticket yet",
        "Indien u binnen vijf dagen geen reactie ontvangt",
        "Keine Antwort erforderlich",
        "Add a comment",
        "No comment on the 4.2 million of 2023",
        "",
    ],
)
def test_a_sentence_that_has_the_words_and_says_another_thing_refuses_nothing(clause: str) -> None:
    assert not is_refusal(clause)


@pytest.mark.parametrize(
    "text",
    [
        "No comment. The contract was signed in May.",
        "No comment.\n\nBut ask the treasury.",
        "Kein Kommentar. Der Minister war nie dort.",
        "Sem comentários, porque o contrato foi assinado em maio.",
        "No comment before Monday. I am away.",
        "> No comment.\nWho says so?",
    ],
)
def test_who_says_something_beside_it_does_not_only_refuse(text: str) -> None:
    assert not only_refuses(text)


def test_words_of_our_own_letter_refuse_nothing() -> None:
    ours = "Choose one:\nNo comment\nAn answer below"
    text = "Thank you for your message.\n\nNo comment\nAn answer below"
    assert kind_of(parse_mail(mail(text)), [ours]).kind == "receipt"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("We have received your letter and see no reason to comment.", "see no reason to comment"),
        (
            "Wij hebben uw brief ontvangen en zien geen reden om hierop te reageren.",
            "zien geen reden om hierop te reageren",
        ),
        ("Ihre Mail liegt vor und wir sehen keinen Grund.", "wir sehen keinen Grund"),
        (
            "Bien reçu et nous ne voyons pas lieu de répondre.",
            "nous ne voyons pas lieu de répondre",
        ),
        ("Vi har fått ditt brev och ser ingen anledning.", "ser ingen anledning"),
    ],
)
def test_a_refusal_in_the_second_half_of_a_receipt_is_an_answer(text: str, refusal: str) -> None:
    assert refusal_in(text) == refusal
    assert kind_of(parse_mail(mail(text, {"Auto-Submitted": "auto-generated"}))).kind == "answer"
