"""Answers that look like a machine's mail, and machines' mail in many languages."""

import json
from pathlib import Path

import pytest

from factcheck.outside.mail import kind_of, parse_mail
from tests.outside.mails import mail

A = ("answer",)
AR = ("auto-reply",)
M = ("auto-reply", "receipt")

CASES: list[tuple[tuple[str, ...], dict[str, str], str]] = [
    (A, {},"Thank you for contacting us.\n\n4,200."),
    (A, {},"We have received your letter. Our lawyers will be in touch."),
    (A,{'Subject':'Holiday'},"The minister was on holiday in Spain from 3 to 9 May and paid for it himself."),
    (A,{'Subject':'Abwesenheit des Ministers'},"Der Minister war am 3. Mai nicht im Saal, er hat aber schriftlich abgestimmt."),
    (A,{'Subject':'Fuera de la oficina: el alcalde'},"El alcalde salió a las seis, antes de la votación."),
    (A,{'Subject':'Request for comment from The Ledger'},"June, and 3.1 million."),
    (A,{'Subject':'Out of office hours spending'},"The overtime bill was 3.1 million euros, as the audit says."),
    (A, {},"部长当时不在办公室，付款额为310万欧元。"),
    (A, {},"部長當時外出,但已簽署合約。"),
    (A, {},"장관은 당시 부재중이었으나 서명은 사실입니다."),
    (A,{'From':'Ministry <noreply@ministry.example>','Subject':'Your case CS0012 has been resolved'},"Your case has been reviewed. Resolution notes: the contract was signed by the deputy mayor in 2023."),
    (A,{'Subject':'Automatic reply: Request','Auto-Submitted':'auto-replied'},"I am away until Monday.\n\nYes, the payment was made in June."),
    (A,{'Subject':'Automatic reply: Request','Auto-Submitted':'auto-replied'},"I'm on leave this week.\n\nOn your points: 1) no contract exists; 2) see our register."),
    (A, {},"Sorry for the auto-reply earlier. It was the deputy."),
    (A, {},"Please disregard the out of office message. The answer is 42."),
    (A, {},"Thanks for your email. He resigned."),
    (A, {},"Thank you for your message. We do not discuss personnel matters."),
    (A, {},"Vielen Dank für Ihre Anfrage. Der Vertrag wurde im Mai unterzeichnet."),
    (A, {},"Merci de votre message. Le contrat date de 2019."),
    (A, {},"Gracias por su mensaje. El ministro firmó en mayo."),
    (A, {},"Спасибо за ваше письмо. Договор подписан в мае."),
    (A, {},"شكرا على رسالتكم. العقد وقع في مايو."),
    (A, {},"תודה על פנייתך. החוזה נחתם במאי."),
    (A, {},"感谢您的来信。合同于五月签署。"),
    (A, {},"お問い合わせありがとうございます。契約は5月に締結されました。"),
    (A,{'Auto-Submitted':'auto-generated'},"The ministry has no knowledge of such a contract and never met Norvia."),
    (A, {},"I was out of the office yesterday, hence the delay. We paid nothing."),
    (A, {"Auto-Submitted": "auto-generated"}, "Thank you for your enquiry.\n\nThe bridge on Elm Street belongs to the district since the reform, and its upkeep is no business of ours."),
    (A, {"Auto-Submitted": "auto-replied", "Subject": "Automatic reply: Questions"}, "I am away until Monday. The bridge on Elm Street belongs to the district since the reform of the water boards, and its upkeep, like that of the other nine, went with it to the engineers in Lyon."),
    (A, {},"In 2024."),
    (A, {},"Yes."),
    (A, {},"3.1 million"),
    (A, {},"We will get back to you by Friday with figures from the treasury department."),
    (A,{'Subject':'Vacation'},"He took his vacation in June; the register shows it."),
    (A,{'Subject':'Leave'},"She was on leave when the vote took place, her deputy signed."),
    (A,{'Subject':'Re: Automatic reply: your questions'},"I am back. The figure you quote is wrong."),
    (A,{'Subject':'Ticket 4711'},"The contract is on page 12 of the register."),
    (A, {},"Your letter has been passed to our lawyers."),
    (A, {},"Ihr Schreiben ist eingegangen. Unsere Anwälte melden sich."),
    (A,{'From':'noreply@ministry.example'},"The request is refused. Norvia was never paid by this ministry."),
# machines
    (M,{'Subject':'Automatische Antwort: Anfrage'},"Ich bin bis zum 3. Mai nicht erreichbar. In dringenden Fällen wenden Sie sich bitte an Frau Muster, Tel. 030 1234567."),
    (M,{'Subject':'Réponse automatique : Questions'},"Bonjour,\nJe suis en congés jusqu'au 3 mai inclus.\nEn cas d'urgence, contactez presse@x.example.\nCordialement"),
    (M,{'Subject':'Respuesta automática: Preguntas'},"Estoy fuera de la oficina y volveré el 3 de mayo. Para temas urgentes, escriba a prensa@x.example. Saludos"),
    (M,{'Subject':'Risposta automatica: Domande'},"Sono in ferie fino al 3 maggio. Per urgenze contattare ufficio.stampa@x.example"),
    (M,{'Subject':'Automatisch antwoord: Vragen'},"Ik ben afwezig tot 3 mei. Voor dringende zaken kunt u contact opnemen met mijn collega."),
    (M,{'Subject':'Autosvar: Frågor'},"Jag är på semester till den 3 maj. Vid brådskande ärenden kontakta pressjouren."),
    (M,{'Subject':'Automatisk svar: Spørsmål'},"Jeg er på ferie frem til 3. mai. Ved hastesaker, ring vakttelefonen."),
    (M,{'Subject':'Automaattinen vastaus: Kysymyksiä'},"Olen lomalla 3.5. asti. Kiireellisissä asioissa ota yhteyttä viestintään."),
    (M,{'Subject':'Odpowiedź automatyczna: Pytania'},"Jestem na urlopie do 3 maja. W pilnych sprawach proszę o kontakt z biurem prasowym."),
    (M,{'Subject':'Automatická odpověď: Dotazy'},"Jsem na dovolené do 3. května. V naléhavých případech kontaktujte tiskové oddělení."),
    (M,{'Subject':'Automatikus válasz: Kérdések'},"Szabadságon vagyok május 3-ig. Sürgős esetben keresse a sajtóosztályt."),
    (M,{'Subject':'Răspuns automat: Întrebări'},"Sunt în concediu până pe 3 mai. Pentru urgențe contactați biroul de presă."),
    (M,{'Subject':'Otomatik yanıt: Sorular'},"3 Mayıs'a kadar izindeyim. Acil durumlarda basın bürosunu arayınız."),
    (M,{'Subject':'Αυτόματη απάντηση: Ερωτήσεις'},"Θα απουσιάζω έως 3 Μαΐου. Για επείγοντα επικοινωνήστε με το γραφείο τύπου."),
    (M,{'Subject':'Автоматический ответ: Вопросы'},"Меня не будет в офисе до 3 мая. По срочным вопросам обращайтесь к коллегам."),
    (M,{'Subject':'Автоматична відповідь: Питання'},"Я у відпустці до 3 травня. З термінових питань звертайтеся до пресслужби."),
    (M,{'Subject':'رد تلقائي: أسئلة'},"أنا في إجازة حتى 3 مايو. للأمور العاجلة يرجى الاتصال بالمكتب."),
    (M,{'Subject':'תשובה אוטומטית: שאלות'},"אני בחופשה עד 3 במאי. במקרים דחופים נא לפנות לדוברות."),
    (M,{'Subject':'自動返信: ご質問'},"ただいま外出しております。5月3日に戻ります。お急ぎの場合は広報までご連絡ください。"),
    (M,{'Subject':'자동 회신: 질문'},"휴가 중입니다. 5월 3일에 복귀합니다. 급한 용무는 담당자에게 연락 바랍니다."),
    (M,{'Subject':'Balasan otomatis: Pertanyaan'},"Saya sedang cuti sampai 3 Mei. Untuk hal mendesak silakan hubungi rekan saya."),
    (M,{'Subject':'Trả lời tự động: Câu hỏi'},"Tôi đang nghỉ phép đến ngày 3 tháng 5. Trường hợp khẩn cấp xin liên hệ đồng nghiệp."),
    (M,{'Auto-Submitted':'auto-replied','Subject':'Eingangsbestätigung'},"Wir haben Ihre Nachricht erhalten und melden uns schnellstmöglich."),
    (M,{'Subject':'Acuse de recibo','Auto-Submitted':'auto-replied'},"Hemos recibido su mensaje y le contestaremos a la mayor brevedad."),
    (M,{'Subject':'Conferma di ricezione'},"Abbiamo ricevuto la sua richiesta. La contatteremo al più presto."),
    (M,{'Subject':'Confirmação de receção'},"Recebemos a sua mensagem e responderemos assim que possível."),
    (M,{'Subject':'Ontvangstbevestiging'},"Wij hebben uw bericht ontvangen en reageren zo spoedig mogelijk."),
    (M,{'Subject':'Potwierdzenie otrzymania'},"Dziękujemy za wiadomość. Odpowiemy najszybciej jak to możliwe."),
    (M,{'Subject':'Подтверждение получения'},"Ваше обращение получено и зарегистрировано. Мы ответим в ближайшее время."),
    (M,{'Subject':'تأكيد الاستلام'},"تم استلام رسالتكم وسيتم الرد عليكم في أقرب وقت."),
    (M,{'Subject':'אישור קבלה'},"פנייתך התקבלה ותטופל בהקדם."),
    (M,{'Subject':'收件确认'},"您的邮件已收到，我们会尽快回复。"),
    (M,{'Subject':'【受付完了】お問い合わせ'},"お問い合わせを受け付けました。担当者より折り返しご連絡いたします。"),
    (M,{'Subject':'문의가 접수되었습니다'},"문의가 접수되었습니다. 빠른 시일 내에 답변 드리겠습니다."),
    (M,{'Subject':'Alındı bildirimi'},"Mesajınız bize ulaştı. En kısa sürede dönüş yapacağız."),
    (M,{'X-Autoreply':'yes'},"Gone fishing. Back when the ice melts."),
    (M,{'X-Apple-Action':'VACATION/OPTIN'},"At the seaside with the kids all week long, reading nothing."),
    (M,{'Precedence':'auto_reply'},"Hiking in the Alps, no signal."),
    (M,{'From':'IT <servicenow@ministry.example>','Subject':'Incident INC0012345 has been opened on your behalf'},"Incident INC0012345 has been opened on your behalf.\n\nShort description: Questions\nPriority: 4 - Low\n\nTo view the incident, click here.\n\nUnsubscribe | Notification Preferences"),
    (M,{'From':'Jira <jira@ministry.example>','Subject':'[JIRA] (PRESS-12) Questions'},"Just confirming that we got your request. We're on it.\n\nView request: https://jira.example/x · Turn off this request's notifications"),
    (M,{'From':'Support <support@ministry.zendesk.example>','Subject':'[Request received] Questions'},"Your request (12345) has been received and is being reviewed by our support staff.\n\nTo add additional comments, reply to this email."),
    (M,{'Subject':'[Ticket#2026111010000017] Questions','Auto-Submitted':'auto-replied'},"Thank you for your request.\n\nYour ticket number is 2026111010000017. We will answer within two working days.\n\nYour Helpdesk Team"),
    (M,{'Subject':'Your message to press-list awaits moderator approval','From':'press-list-owner@lists.example','X-List-Administrivia':'yes','Precedence':'bulk'},"Your mail to 'press-list' with the subject\n\n    Questions\n\nIs being held until the list moderator can review it for approval.\n\nThe reason it is being held:\n\n    Post by non-member to a members-only list"),
    (M,{'Subject':'Message held for moderation','From':'press+noreply@googlegroups.example'},"Your message to the group press is awaiting approval by a moderator."),
    (M,{'Auto-Submitted':'auto-replied','Subject':'Re: Questions'},"Bonjour, je suis absente, retour le 3 mai. Pour toute demande presse : 01 23 45 67 89."),
    (AR,{'Auto-Submitted':'auto-replied','Subject':'Automatic reply: Questions'},"I am on annual leave.\n\nThis message is confidential. The bank accepts no liability for its content and any views are not those of the bank."),
    (M,{'Subject':'Auto: Questions'},"I'll be back on Monday, Karim"),
    (M,{'Subject':'Out of Office'},"I am travelling this week and will reply when I return."),
    (M,{'Subject':'Karim Nasser is out of the office'},"I will return on 3 May."),
    (M,{'Subject':'Thank you for contacting the Ministry of Health'},"Thank you for contacting the Ministry of Health. We aim to reply within 20 working days. If your enquiry is urgent, please call 0800 123 456."),
    (M,{'Auto-Submitted':'auto-generated'},"Takk for din henvendelse. Vi svarer så snart vi kan."),
    (M,{'Auto-Submitted':'auto-replied'},"Kiitos viestistäsi! Vastaamme mahdollisimman pian."),
]  # fmt: skip


@pytest.mark.parametrize(("kinds", "headers", "text"), CASES)
def test_a_mail_is_what_a_person_would_say_it_is(
    kinds: tuple[str, ...], headers: dict[str, str], text: str
) -> None:
    judgement = kind_of(
        parse_mail(mail(text, {"In-Reply-To": None, "References": None, **headers}))
    )
    assert judgement.kind in kinds, judgement.reason


WORDINGS = [
    json.loads(line)
    for line in (Path(__file__).parent / "mail_wordings.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("case", WORDINGS, ids=lambda case: case["text"][:40])
def test_a_wording_is_what_was_judged_before_it_was_read(case: dict) -> None:
    headers = {"In-Reply-To": None, "References": None, **case["headers"]}
    parsed = parse_mail(mail(case["text"], headers))
    judgement = kind_of(parsed)
    assert judgement.kind in case["kind"], judgement.reason
    for words in case.get("must", []):
        assert words in parsed.text_new
    if failed := case.get("failed"):
        fates = [(one.address, one.final) for one in parsed.deliveries]
        assert [fate[: len(failed)] for fate in fates] == [tuple(failed)]


FOLDER = Path(__file__).parent / "mail_cases"
EXPECTED = [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda case: case["file"])
def test_a_message_that_was_once_misread_is_read(expected: dict) -> None:
    parsed = parse_mail((FOLDER / expected["file"]).read_bytes())
    kinds = expected["kind"] if isinstance(expected["kind"], list) else [expected["kind"]]
    assert kind_of(parsed).kind in kinds
    shown = parsed.text_new
    words = " ".join(shown.split())
    for text in expected.get("must", []):
        assert text in shown or text in words
    for text in expected.get("never", []):
        assert text not in shown
        assert text not in words
    if expected.get("attachment_bytes"):
        assert any(file.content for file in parsed.attachments)
