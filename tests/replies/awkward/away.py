"""Out of office, receipts and challenges in the vendors' styles, and the people who write like
them.
"""

from __future__ import annotations

from tests.outside.mails import multipart, part
from tests.replies.awkward import LETTER, SUBJECT, Case, Headers, post, quoted

EXCHANGE: Headers = {
    "Subject": f"Automatic reply: {SUBJECT}",
    "X-Auto-Response-Suppress": "All",
    "Auto-Submitted": "auto-generated",
    "X-MS-Exchange-Inbox-Rules-Loop": "@CONTACT@",
}
GMAIL: Headers = {
    "Subject": f"Out of office Re: {SUBJECT}",
    "Precedence": "bulk",
    "X-Autoreply": "yes",
    "Auto-Submitted": "auto-replied",
}
SIEVE: Headers = {
    "Subject": f"Auto: {SUBJECT}",
    "Auto-Submitted": "auto-replied (vacation)",
    "Precedence": "bulk",
}
ZIMBRA: Headers = {
    "Subject": f"Re: {SUBJECT}",
    "Auto-Submitted": "auto-replied (zimbra; type=vacation)",
    "Precedence": "bulk",
}
CPANEL: Headers = {
    "X-Autorespond": SUBJECT,
    "Precedence": "auto_reply",
    "X-Precedence": "auto_reply",
}
NONE: Headers = {"In-Reply-To": None, "References": None}

_AWAY: list[tuple[str, Headers, str]] = [
    (
        "exchange",
        EXCHANGE,
        "I am currently out of the office with limited access to e-mail, returning Monday 30 November.\n"
        "If your request is urgent please contact the duty officer on +1 212 555 0100.\n\nKind regards\nKarim Nasser",
    ),
    (
        "exchange with its disclaimer",
        EXCHANGE,
        "Thank you for your email. I am on annual leave until 1 December.\n\nThis e-mail and any attachments are "
        "confidential. If you are not the intended recipient, any use of the information is not correct and may be "
        "unlawful.",
    ),
    (
        "gmail",
        GMAIL,
        "Hi! I'm away on a reporting trip and will be back in the office on Thursday.",
    ),
    ("sieve", SIEVE, "I'll be gone until December. Cheers, K."),
    ("zimbra", ZIMBRA, "I am out of town this week and cannot read mail regularly."),
    ("cpanel", CPANEL, "Hello, this mailbox is unattended till Wednesday. Regards, Karim"),
    (
        "lotus, which quotes our subject",
        {"Subject": "AUTO: Karim Nasser is out of the office (returning 12/02/2026)"},
        "I am out of the office until 12/02/2026.\n\nI will respond to your message when I return.\n\n\n"
        f'Note: This is an automated response to your message  "{SUBJECT}" sent on 22.11.2026 12:00:00.\n\n'
        "This is the only notification you will receive while this person is away.",
    ),
    (
        "groupwise",
        {"Subject": f"Out of Office: {SUBJECT}", "X-Mailer": "Novell GroupWise Internet Agent"},
        f"I will be out of the office from Nov 20 to Nov 27.\n\n>>> The Desk 11/22/26 12:00 >>>\n{LETTER}",
    ),
    (
        "yahoo",
        {"Subject": "Yahoo! Auto Response", "X-Mailer": "YahooMailAutoResponder"},
        "I'm on vacation, back soon.",
    ),
    (
        "no header and our own subject",
        NONE,
        "I am out of the office until Monday, 30 November, with no access to email. For urgent matters please contact "
        "media@office.example.\n\nBest regards,\nKarim Nasser\nPress Officer",
    ),
    (
        "german",
        {"Subject": f"Automatische Antwort: {SUBJECT}"},
        "Vielen Dank für Ihre Nachricht. Ich bin bis 30. November nicht im Büro. In dringenden Fällen wenden Sie sich "
        "bitte an presse@office.example.",
    ),
    (
        "german, subject of the desk",
        {"Auto-Submitted": "auto-replied"},
        "Ich bin bis zum 30. November nicht erreichbar.",
    ),
    (
        "french",
        {"Subject": f"Réponse automatique : {SUBJECT}"},
        "Bonjour, je suis absente jusqu'au 30 novembre. En cas d'urgence, merci de contacter le secrétariat.",
    ),
    (
        "french, no subject of its own",
        {"Auto-Submitted": "auto-replied"},
        "Bonjour, actuellement en congés, je prendrai connaissance de votre message à mon retour le 30 novembre.",
    ),
    (
        "spanish",
        {"Subject": f"Respuesta automática: {SUBJECT}"},
        "Estaré fuera de la oficina hasta el 30 de noviembre. Para asuntos urgentes, escriba a prensa@office.example.",
    ),
    (
        "spanish, no subject of its own",
        {"X-Autorespond": "yes"},
        "Gracias por su mensaje. Me encuentro de vacaciones y responderé a mi regreso.",
    ),
    (
        "arabic",
        {"Subject": f"رد تلقائي: {SUBJECT}", "Auto-Submitted": "auto-generated"},
        "شكرا على رسالتكم. أنا في إجازة حتى 30 نوفمبر وسأرد عليكم عند عودتي.",
    ),
    (
        "arabic, no subject of its own",
        {"Auto-Submitted": "auto-replied"},
        "أنا خارج المكتب حاليا وسأعود يوم الاثنين. للأمور العاجلة يرجى الاتصال بالمكتب الإعلامي.",
    ),
    (
        "russian",
        {"Subject": f"Автоответ: {SUBJECT}"},
        "Здравствуйте! Я в отпуске до 30 ноября. По срочным вопросам обращайтесь к коллегам.",
    ),
    (
        "russian, no subject of its own",
        {"Auto-Submitted": "auto-replied"},
        "Добрый день. Меня нет в офисе до понедельника, отвечу на ваше письмо после возвращения.",
    ),
    (
        "hebrew",
        {"Subject": f"תשובה אוטומטית: {SUBJECT}", "Auto-Submitted": "auto-generated"},
        "שלום, אני נמצא בחופשה עד 30 בנובמבר. בנושאים דחופים ניתן לפנות לדובר התורן.",
    ),
    (
        "hebrew, no subject of its own",
        {"Auto-Submitted": "auto-replied"},
        "שלום רב, אינני במשרד היום ואשוב ביום ראשון. לפניות דחופות נא להתקשר למוקד.",
    ),
    (
        "italian",
        {"Auto-Submitted": "auto-replied"},
        "Sono fuori ufficio fino al 30 novembre e leggerò la posta al mio rientro.",
    ),
    (
        "portuguese",
        {"Subject": f"Resposta automática: {SUBJECT}"},
        "Estou de férias até 30 de novembro.",
    ),
    ("dutch", {"Subject": f"Automatisch antwoord: {SUBJECT}"}, "Ik ben tot 30 november afwezig."),
    ("turkish", {"Subject": f"Otomatik yanıt: {SUBJECT}"}, "30 Kasım'a kadar izindeyim."),
    ("persian", {"Subject": f"پاسخ خودکار: {SUBJECT}"}, "تا ۳۰ نوامبر در مرخصی هستم."),
    (
        "chinese",
        {"Auto-Submitted": "auto-replied"},
        "您好，我正在休假，11月30日回来后会尽快回复您的邮件。",
    ),
    (
        "japanese",
        {"Subject": f"自動応答: {SUBJECT}"},
        "ただいま不在にしております。11月30日に戻ります。",
    ),
    (
        "polish",
        {"Auto-Submitted": "auto-replied"},
        "Dzień dobry, przebywam na urlopie do 30 listopada.",
    ),
    ("swedish", {"Subject": f"Autosvar: {SUBJECT}"}, "Jag är på semester till den 30 november."),
    ("nothing but the header", {"Auto-Submitted": "auto-replied"}, ""),
    (
        "in HTML, with its whole letter below",
        {"Auto-Submitted": "auto-replied", "Content-Type": "text/html; charset=utf-8"},
        "<html><head><style>p{margin:0}</style></head><body><p>I am out of the office until Monday.</p>"
        "<hr><p>From: The Desk</p><blockquote><p>It will say that the claim of a retreat is false.</p></blockquote></body>",
    ),
    (
        "a newsroom of its own that says when it reads",
        EXCHANGE,
        "You have reached the media desk of the Ministry. The media desk is staffed from 9:00 to 17:00. Outside these "
        "hours please call the duty spokesperson, who is authorised to comment on the record, on 555 0100.",
    ),
]
_RECEIPTS: list[tuple[str, Headers, str]] = [
    (
        "ticket",
        {"Subject": f"[Ticket #123] {SUBJECT}", "Auto-Submitted": "auto-generated"},
        "We have received your message, ticket #123. A member of our team will reply within 2 business days.",
    ),
    (
        "ticket without a header",
        {"Subject": f"[#123] {SUBJECT}", "From": "Media Desk <noreply@office.example>", **NONE},
        "We have received your message, ticket #123. A member of our team will reply within 2 business days.\n\n"
        "Please do not reply to this email.",
    ),
    (
        "ticket without a header, from a person's address",
        {"Subject": f"Ticket received: {SUBJECT} [ref:00D50.500:ref]", **NONE},
        "Thank you for contacting the Ministry. Your enquiry has been received and assigned reference number 20261122. "
        "We aim to respond within five working days.",
    ),
    (
        "a helpdesk that repeats our whole letter unmarked",
        {"Subject": f"Request received: {SUBJECT}", "Auto-Submitted": "auto-generated"},
        f"##- Please type your reply above this line -##\n\nYour request (4711) has been received.\n\n{LETTER}\n",
    ),
    (
        "a helpdesk that quotes our subject",
        {"X-Zendesk-Priority-Mail": "x", "Auto-Submitted": "auto-generated"},
        f'Your request "{SUBJECT}" was received by our team. To add additional comments, reply to this email.',
    ),
    (
        "parliament",
        {"Auto-Submitted": "auto-replied", "Subject": "Thank you for your email"},
        "Thank you for contacting the office of the Minister. Due to the volume of correspondence the Minister receives, "
        "not every message can be answered in person. Anonymous letters will not be answered.",
    ),
    (
        "french",
        {"Auto-Submitted": "auto-replied"},
        "Nous accusons réception de votre demande, enregistrée sous le n° 88.",
    ),
    (
        "spanish",
        {"Auto-Submitted": "auto-replied"},
        "Acusamos recibo de su correo. Su solicitud ha sido registrada.",
    ),
    (
        "german",
        {"Auto-Submitted": "auto-generated"},
        "Ihre Anfrage ist bei uns eingegangen. Vorgangsnummer 2026-88.",
    ),
    (
        "a press portal",
        {"From": "no-reply@office.example", "Precedence": "bulk", **NONE},
        "Your media enquiry has been registered under number MQ-77. It will be forwarded to the competent department.",
    ),
    (
        "outlook's Read: without a report",
        {"Subject": f"Read: {SUBJECT}", **NONE},
        f"Your message\n\n   To: Press Office\n   Subject: {SUBJECT}\n   Sent: Sunday, November 22, 2026 12:00 PM\n\n"
        "was read on Sunday, November 22, 2026 12:31 PM.",
    ),
]
_CHALLENGES: list[tuple[str, Headers, str]] = [
    (
        "tmda",
        {"Auto-Submitted": "auto-replied", "Subject": "Please confirm your message", "X-Delivery-Agent": "TMDA/1.1"},
        "This message was created automatically by mail delivery software (TMDA). Your message is being held because the "
        "address you sent from has not been confirmed. To release it, reply to this message.",
    ),
    (
        "a guest list, without a header",
        {"Subject": f"{SUBJECT} (verification required)", **NONE},
        "Hello, I use a service that blocks spam. Click the link below to verify that you are a real person and your "
        "message will be delivered to my inbox: https://verify.example/x",
    ),
    (
        "in French",
        {"Subject": f"Authentification requise : {SUBJECT}", **NONE},
        "Bonjour, pour que votre message me parvienne, cliquez sur le lien ci-dessous afin de vous authentifier.",
    ),
]  # fmt: skip

_PEOPLE: list[tuple[str, Headers, str, str]] = [
    (
        "away, but here is our answer",
        NONE,
        "I am out of the office, but here is our answer: no unit of ours crossed the border.",
        "no unit of ours",
    ),
    (
        "away by machine, with the answer below it",
        EXCHANGE,
        "I am out of the office until Monday.\n\nTo the Paper: the ministry denies that any unit crossed the border.",
        "denies",
    ),
    (
        "away, and a colleague is named who will call",
        NONE,
        "I'm on leave this week. I have passed your questions to Colonel Haddad, who will call you before five.",
        "Colonel Haddad",
    ),
    (
        "received, and then the answer",
        NONE,
        "We received your questions. The allegation is false: our units stayed in their bases.",
        "is false",
    ),
    (
        "received, and the answer is yes",
        NONE,
        "Thank you for your email. Yes, two platoons crossed, and the brigade commander gave the order.",
        "two platoons",
    ),
    (
        "received, with a ticket in the subject and an answer",
        {"Subject": f"[Ticket #123] Re: {SUBJECT}"},
        "Thank you for contacting the Ministry. The Ministry has seen no evidence for these claims and rejects them.",
        "rejects",
    ),
    (
        "received, by a person who asks for time",
        NONE,
        "Thanks for your message. Can we have until tomorrow noon? The general is flying.",
        "tomorrow noon",
    ),
    (
        "a gateway's header on an answer in Hebrew",
        {"Auto-Submitted": "auto-replied"},
        "צה״ל דוחה את הטענות. הכוחות לא חצו את הגבול ביום רביעי.",
        "דוחה",
    ),
    (
        "a gateway's header on an answer in Arabic",
        {"Auto-Submitted": "auto-replied"},
        "تنفي الوزارة هذه المزاعم ولم تعبر قواتنا الحدود يوم الأربعاء.",
        "تنفي",
    ),
    (
        "a gateway's header on an answer in Russian",
        {"Auto-Submitted": "auto-replied"},
        "Министерство опровергает эти утверждения. Наши войска границу не пересекали.",
        "опровергает",
    ),
    (
        "a gateway's header on an answer in French",
        {"Auto-Submitted": "auto-replied"},
        "Le ministère dément ces allégations. Aucune unité n'a franchi la frontière mercredi.",
        "dément",
    ),
    (
        "a gateway's header on an answer without a set phrase",
        {"Auto-Submitted": "auto-replied"},
        "On Wednesday the brigade was in barracks and its commander in Geneva.",
        "barracks",
    ),
    ("a list's header on an answer", {"Precedence": "bulk", "List-Id": "<press.office.example>"}, "It did not.", "It did"),
    (
        "suppresses automatic answers, which is no sign of one",
        {"X-Auto-Response-Suppress": "DR, OOF, AutoReply"},
        "The crossing took place with the consent of the neighbouring government.",
        "consent",
    ),
    (
        "a subject like a machine's",
        {"Subject": f"Re: Automatic reply: {SUBJECT}"},
        "Sorry for the robot. The army was not involved.",
        "not involved",
    ),
    ("a subject like a receipt's", {"Subject": "Read: our statement"}, "The government rejects the report.", "rejects"),
    ("no comment", NONE, "No comment.", "No comment"),
    ("no comment, machine's header", {"Auto-Submitted": "auto-replied"}, "We don't comment on operations.", "comment"),
    ("one word", NONE, "No.", "No."),
    ("one word in the subject's place", {"Subject": "No comment"}, "\n-- \nPress Office", "Press Office"),
    ("see attached", NONE, "Please see attached statement.", "attached"),
    ("asks for time", NONE, "We need more time. Could you wait until Monday?", "Monday"),
    ("a referral", NONE, "Please contact the Ministry of Defence, who handle this. 555 0100.", "Ministry of Defence"),
    (
        "a verdict on a link",
        NONE,
        "Click through to our site for the statement of the Minister: https://office.example/statement",
        "statement",
    ),
    (
        "held up, a person's words",
        NONE,
        "Your message was held in our spam filter until now. We had no troops there on Wednesday.",
        "no troops",
    ),
    (
        "a vacation that is the answer",
        {"Subject": "Vacation of the minister"},
        "The minister was on vacation on Wednesday and ordered nothing.",
        "ordered nothing",
    ),
]  # fmt: skip

_TWO = multipart(
    "alternative",
    part("text/plain; charset=utf-8", "I am out of the office until Monday."),
    part("text/html; charset=utf-8", "<p>I am out of the office until <b>Monday</b>.</p>"),
)

CASES = [
    *(Case(f"away: {name}", post(text, headers), "auto-reply") for name, headers, text in _AWAY),
    *(Case(f"receipt: {name}", post(text, headers), "receipt") for name, headers, text in _RECEIPTS),
    *(Case(f"challenge: {name}", post(text, headers), "auto-reply") for name, headers, text in _CHALLENGES),
    *(Case(f"a person: {name}", post(text, headers), shows=(shown,)) for name, headers, text, shown in _PEOPLE),
    Case(
        "away: with our letter quoted, whose words are no answer",
        post(f"I am away until Monday.\n\nOn Sun, 22 Nov 2026 at 12:00, The Desk wrote:\n{quoted()}", EXCHANGE),
        "auto-reply",
    ),
    Case(
        "away: with our letter under Outlook's line, unmarked",
        post(f"I am out of the office.\n\n________________________________\nFrom: The Desk\nSent: Sunday\nTo: Press\n"
             f"Subject: {SUBJECT}\n\n{LETTER}", EXCHANGE),
        "auto-reply",
    ),
    Case("away: in two forms, plain and HTML", post(_TWO[0], EXCHANGE, content_type=_TWO[1]), "auto-reply"),
]  # fmt: skip
