"""The phrases by which machines that answer mail give themselves away, and those of a statement.

In the styles of Exchange and Outlook, Gmail, Lotus Notes, GroupWise, Zimbra, vacation(1), Zendesk,
Freshdesk, Jira Service Management, OTRS and RT, in the languages they are most often set to. Each
expression is bounded, so that hostile text costs no more than its length.
"""

import re


def _any(*expressions: str) -> re.Pattern[str]:
    return re.compile("|".join(expressions), re.IGNORECASE)


AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-auto-reply",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
)

AUTO_SUBJECT = _any(
    r"^\W*(?:auto(?:matic)?|automated)[ -]?(?:reply|response|answer|responder)\b",
    r"^\W*(?:out of (?:the )?office|ooo|away from (?:the |my )?(?:office|desk|mail))\b",
    r"^\W*(?:on )?(?:vacation|leave|holiday)(?: (?:message|notice|reply|response|auto\w*|re))?\s*(?:$|[:(\[-])",
    r"^auto: |\bauto[ -]?response\b",
    r"\bis out of (?:the )?office\b|\bout of office (?:auto)?\s?(?:reply|response|message|assistant)\b",
    r"^\W*(?:automatische antwort|abwesenheit|abwesenheitsnotiz|autoantwort|automatisch antwoord|afwezig)",
    r"^\W*(?:réponse automatique|absence du bureau|message d'absence|je suis absent)",
    r"^\W*(?:respuesta automática|fuera de la oficina|resposta automática|ausência temporária)",
    r"^\W*(?:risposta automatica|fuori sede|fuori ufficio|autosvar|automatiskt svar|automatisk svar|frånvaro)",
    r"^\W*(?:automaattinen vastaus|automatyczna odpowiedź|odpowiedź automatyczna|automatická odpověď)",
    r"^\W*(?:otomatik yanıt|automatikus válasz|răspuns automat|автоматический ответ|автоматична відповідь)",
    r"^\W*(?:автоответ|я в отпуске|رد تلقائي|الرد التلقائي|خارج المكتب|תשובה אוטומטית|מענה אוטומטי|מחוץ למשרד"
    r"|پاسخ خودکار)",
    r"^\W*(?:自动回复|自動回覆|自動返信|自動応答|자동 회신|자동 응답|부재중|不在)",
)
RECEIPT_SUBJECT = _any(
    r"^\W*(?:\[?(?:ticket|request|case|ref)[ #:.\w-]{0,30}\]?\W*)?(?:request|message|email|mail|enquiry"
    r"|inquiry) received\b",
    r"\b(?:we(?:'ve| have)? received your|acknowledge?ment of receipt|thank you for (?:contacting|your (?:e-?mail"
    r"|message)))",
    r"^\W*(?:ticket|case|enquiry) (?:received|created|opened|registered)\b",
    r"^\W*(?:eingangsbestätigung|accusé de réception|acuse de recibo|conferma di ricezione|ontvangstbevestiging)",
    r"^\W*(?:read|not read|gelesen|lu|leído|letto|gelezen|прочитано):",
)
# What Outlook writes when it says, without a report, that a mail was displayed.
READ = _any(
    r"\b(?:your|ihre) (?:message|nachricht)\b.{0,600}\b(?:was|wurde) (?:read|displayed|deleted|gelesen|am)\b"
)
AWAY = _any(
    r"\b(?:i am|i'm|i will be|i'll be|we are|she is|he is|i’m|i’ll be) (?:currently |now |presently )?"
    r"(?:out of (?:the |my )?(?:office|town)|away from (?:the |my )?(?:office|desk|mail)|on (?:annual "
    r"|maternity |sick "
    r"|parental )?leave|on (?:vacation|holidays?|a trip)|away (?:until|till|from|on|this|next)|away\W*$"
    r"|gone until|travell?ing)\b",
    r"\b(?:will not|won't|won’t|cannot|can't|can’t) be (?:reading|checking|able to (?:read|check))\b",
    r"\b(?:mailbox|inbox|address) is (?:not monitored|unmonitored|unattended|no longer (?:monitored|in use))\b",
    r"\bout of (?:the )?office (?:until|from|between|on|and|with|today)\b",
    r"\b(?:limited|intermittent|no|sporadic) access to (?:my )?e-?mails?\b",
    r"\b(?:when|upon|on) (?:i|my) return\b|\b(?:back in the office|return(?:ing)? to the office)\b",
    r"\b(?:i )?(?:will|shall) (?:not )?return (?:on|until|before|to)\b|\b(?:return|back|gone|away) (?:on|until|till) "
    r"(?:\w+,? ){0,2}(?:\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    r"\b(?:check|read)(?:ing)? (?:my )?(?:e-?mails?|messages|mail) (?:\w+ly|from time to time|infrequently)\b",
    r"\b(?:office|desk|ministry|department|mission|embassy|secretariat|bureau) (?:is|are|will be) closed\b"
    r"|\boffice (?:re-?opens|opens again)\b|\b(?:desk|office) is (?:staffed|open|manned) (?:from|between)\b",
    r"\b(?:bin|ist)\b.{0,80}\b(?:nicht im (?:büro|haus|dienst)|außer haus|abwesend|im urlaub|nicht erreichbar)\b",
    r"\b(?:je suis|serai|actuellement)\b.{0,60}\b(?:absente?|en congés?|en déplacement|hors du bureau)\b",
    r"\b(?:à mon retour|a mi regreso|al mio rientro|nach meiner rückkehr|bij terugkomst)\b",
    r"\b(?:estoy|estaré|me encuentro|estou|estarei)\b.{0,60}\b(?:fuera de la oficina|de vacaciones|ausente|de férias"
    r"|fora do escritório)\b",
    r"\bsono\b.{0,60}\b(?:fuori (?:sede|ufficio)|in ferie|assente)\b",
    r"\bik ben\b.{0,60}\b(?:afwezig|niet op kantoor|met vakantie|met verlof)\b",
    r"\b(?:jag är|jeg er|olen)\b.{0,60}\b(?:på semester|på ferie|inte på kontoret|ikke på kontoret|lomalla|poissa)\b",
    r"\b(?:przebywam na urlopie|jestem na urlopie|poza biurem|nieobecn[ya]|na dovolené|szabadságon)\b",
    r"\b(?:izindeyim|ofis dışında|yıllık izin)",
    r"(?:в отпуске|нет в офисе|не в офисе|отсутству[юе]|в командировке|у відпустці|после возвращения)",
    r"(?:خارج المكتب|في إجازة|اجازة|عند عودتي|خارج الدوام|در مرخصی|خارج از دفتر)",
    r"(?:נמצאת? בחופש|בחופשה|אינני במשרד|לא במשרד|מחוץ למשרד|אשוב ביום|בחזרתי)",
    r"(?:正在休假|外出|不在办公室|休假|出差|休暇|不在|휴가|부재중)",
)
# A machine that says what it is. Of the other phrases a person too may speak ("sorry for our
# automatic reply").
SAYS_SO = _any(
    r"\bthis is an? (?:auto(?:matic(?:ally)?|mated)?|system)[ -]?(?:generated |e-?mail |mail )?"
    r"(?:reply|response|message|e-?mail|notification|acknowledge?ment|generated)\b",
    r"\bthis (?:e-?mail|message|reply) (?:was|is|has been) (?:auto\w*|(?:created|generated|sent) automatically)\b",
    r"\b(?:dies ist eine automatische|diese (?:e-?mail|nachricht) wurde automatisch|ceci est (?:un message"
    r"|une réponse) automatique|este es un mensaje automático|questo è un messaggio automatico|dit is een automatisch"
    r"|это автоматическ|זוהי הודעה אוטומטית|هذه رسالة تلقائية|此邮件为系统自动)",
)
MACHINE = _any(
    SAYS_SO.pattern,
    r"\b(?:auto(?:matic|mated)?)[ -]?(?:reply|response|responder)\b",
    r"\b(?:please )?do not (?:reply|respond) to this (?:e-?mail|message)\b",
    r"\b(?:created|generated|sent) automatically\b|\bthis is the only notification you will receive\b",
    r"(?:הודעה אוטומטית|رسالة تلقائية|رد آلي)",
)
# A service that asks the sender to prove that he is a person before it lets his mail through.
CHALLENGE = _any(
    r"\bclick (?:on )?(?:the |this )?(?:link|button|here)\b.{0,80}\b(?:verify|confirm|prove|authenticate"
    r"|deliver|release)",
    r"\b(?:verify|confirm|prove) (?:that )?you(?:'re|’re| are)? (?:a )?(?:real|human|not a (?:robot|machine))",
    r"\bmessage (?:is being|has been|was) held (?:because|until|pending)\b.{0,200}\b(?:confirm|verif|approv"
    r"|whitelist)",
    r"\b(?:to release it|to have it delivered), (?:just )?(?:reply|click|confirm)\b",
    r"\bcliquez\b.{0,60}\b(?:authentifier|confirmer|valider)|\bklicken sie\b.{0,80}\b(?:bestätigen|verifizieren)",
)
RECEIVED = _any(
    r"\b(?:we|i)(?:'ve|’ve| have| can confirm we have)? (?:successfully )?received your "
    r"(?:e-?mail|message|request|enquiry|inquiry|query|ticket|correspondence|media|press|letter|question)",
    r"\byour (?:\w+ )?(?:e-?mail|message|request|enquiry|inquiry|query|correspondence|letter|ticket)\b.{0,250}"
    r"\b(?:has been|was|is being|been) (?:successfully )?(?:received|logged|registered|forwarded|assigned|processed"
    r"|reviewed)\b",
    r"\b(?:confirm|acknowledge)s? (?:the )?receipt of your\b|\b(?:just )?confirmed your (?:request|enquiry|ticket)\b",
    r"\bthank you for (?:contacting|writing to|reaching out to|getting in touch|your (?:e-?mail|message|enquiry"
    r"|inquiry"
    r"|interest|query|request|correspondence))\b",
    r"\bthanks for (?:contacting|reaching out|getting in touch|your (?:e-?mail|message))\b",
    r"\b(?:a )?(?:support )?ticket (?:has been|was) (?:created|opened|logged)\b",
    r"\b(?:wir haben ihre (?:e-?mail|nachricht|anfrage)|ihre (?:e-?mail|nachricht|anfrage) (?:ist|wurde))\b",
    r"\b(?:nous avons bien reçu|votre (?:message|courriel|demande) a bien été)\b",
    r"\bhemos recibido su\b|\babbiamo ricevuto\b|\bwij hebben uw\b|\bvielen dank für ihre\b|\bgracias por su\b",
    r"\b(?:accus(?:ons|e) réception|acus(?:amos|o) recibo|su solicitud ha sido|eingegangen"
    r"|ist bei uns eingegangen)\b",
    r"(?:ваше (?:письмо|обращение|сообщение) (?:получено|зарегистрировано)|تم استلام|لقد استلمنا|פנייתך התקבלה"
    r"|הודעתך התקבלה|已收到您的)",
)
# What machines add to a receipt; no request of the reader is among it, which a person's referral
# would hold.
FORMULA = _any(
    r"\b(?:ticket|reference|case|tracking|incident) (?:number|no|id|#)|#\d+|\bvorgangsnummer\b",
    r"\b(?:will|shall) (?:now )?be (?:forwarded|passed|processed|handled|reviewed|answered|dealt with"
    r"|registered|assigned)\b",
    r"\b(?:as soon as possible|in due course|shortly|at (?:our|my) earliest convenience)\b",
    r"\b(?:reply|respond|type|write)\b.{0,20} above this line\b|\bview (?:request|ticket)\b"
    r"|\bturn off\b.{0,30}notifications"
    r"|\bfurther to\b|\bto add (?:additional )?comments\b|\bdue to (?:the )?(?:high )?volume\b",
)
WILL_ANSWER = (
    r"\bwill be (?:reviewing|looking into|in touch|answering|responding|working on)\b|\bwill (?:send"
    r"|provide) you (?:a|with)\b|"
    r"\b(?:will|shall|aim to|endeavou?r to|strive to|try to|committed to) (?:\w+ ){0,3}"
    r"(?:respond|reply|responding|replying|answer|answering|get back|be in touch|review|process|read|consider)\b"
    r"|\b(?:office|opening|working|business) hours\b|\b(?:business|working) days\b|\bwithin \d+ (?:hours|days)\b"
)
# Sentences that never carry an answer, even when one of STATEMENT's words stands in them ("for
# comment, call …").
BOILERPLATE = _any(
    AWAY.pattern,
    MACHINE.pattern,
    RECEIVED.pattern,
    CHALLENGE.pattern,
    FORMULA.pattern,
    r"\b(?:if|for|in case of|should)\b.{0,120}\b(?:contact|call|e-?mail|visit|write to|dial|press 1|consult|reach"
    r"|phone)\b",
    r"\b(?:please|kindly|bitte|veuillez|merci de) (?:contact|call|e-?mail|visit|note|see|refer|consult|direct|send"
    r"|include|quote|allow|make sure|ensure|be (?:advised|aware))",
    WILL_ANSWER,
    r"\b(?:confidential|intended recipient|disclaimer|unsubscribe|privacy (?:notice|policy)|before printing)\b",
    r"\b(?:sent from my|get outlook for)\b",
)
_WE = (
    r"(?:we|it|he|she|i|the (?:ministry|government|company|office|department|mission|army|military|embassy|agency"
    r"|party|police))"
)
STATEMENT = _any(
    r"\b(?:no|without) comment\b|\bno further comment\b|\bnothing to (?:add|say)\b",
    r"\bdeclin(?:e|es|ed|ing) (?:to|your|an|any|the)\b.{0,40}\b(?:comment|interview|answer|respond|request"
    r"|invitation)",
    r"\b(?:will|would|can|do|does|did)(?: not|n't|n’t) (?:be )?(?:comment|discuss|confirm|provid|speak|tak\w+ part)",
    rf"\b{_WE} (?:\w+ly |also |can |do |does |did |have |has ){{0,2}}(?:den(?:y|ies|ied)|reject(?:s|ed)?"
    r"|refute[sd]?|dispute[sd]?"
    r"|confirm(?:s|ed)?|condemn(?:s|ed)?|regret(?:s|ted)?|acknowledge[sd]?|stand(?:s)? by|stress(?:es)?"
    r"|maintain(?:s|ed)?)\b",
    r"\b(?:is|are|was|were) (?:\w+ly )?(?:false|untrue|inaccurate|incorrect|wrong|baseless|unfounded|fabricated"
    r"|correct"
    r"|accurate|misleading)\b",
    r"\b(?:attribut(?:e|ed|able) to|on the record|on background|off the record|our (?:statement|position"
    r"|response) (?:is|on"
    r"|reads|follows)|statement from|following statement|here is our|you can quote|you may quote|spokes(?:man"
    r"|woman|person)"
    r"(?: \w+){0,3} (?:said|says|told)|(?:said|says) (?:in a statement|the following))\b",
    r"\b(?:(?:did|do|does|has|have|had|was|were|is|are) not|(?:didn|don|doesn|hasn|haven|wasn|weren)['’]t|never) "
    r"(?:carr\w+|conduct\w*|take\w*|took|happen\w*|occur\w*|attack\w*|fir\w+|deploy\w*|involv\w*|responsib\w*|send"
    r"|sent|order\w*"
    r"|aware|authori[sz]\w*|receiv\w+ (?:any )?(?:money|payment))",
    r"[“\"„«][^”\"“»]{40,600}[”\"“»]",
    r"^\W*(?:yes|no|false|untrue|true|correct|incorrect|wrong|denied|never|ja|nein|oui|non|sí|да|нет|نعم|كلا|לא|כן|是|不)\s*(?:[,.:;!]|$)",
    r"\b(?:kein kommentar|wir (?:weisen|bestätigen|dementieren)|nous (?:démentons|confirmons|rejetons)"
    r"|sans commentaire|sin "
    r"comentarios|(?:desmentimos|confirmamos|rechazamos)|smentiamo|confermiamo|geen commentaar|wij (?:ontkennen"
    r"|bevestigen))\b",
    r"\b(?:dément|démentons|rejette|confirme|desmiente|niega|rechaza|bestreitet|dementiert|weist .{0,60} zurück"
    r"|smentisce"
    r"|nega|ontkent|förnekar|zaprzecza)\b",
    r"(?:опроверга|отрица|подтвержда|не комментиру|без комментариев|отказыва|تنفي|ننفي|نؤكد|تؤكد|لا تعليق|نرفض"
    r"|ترفض|דוחה|דוחים"
    r"|מכחיש|מאשר|אין תגובה|ללא תגובה|否认|不予置评|無回答|コメントを控え|تکذیب)",
)
DELAYED = _any(
    r"\bdelivery (?:status notification \(delay\)|delayed|is delayed|has been delayed|temporarily)",
    r"\b(?:warning: (?:message|could not send|delayed)|delayed mail|message delayed|mail delayed"
    r"|still being retried|not yet been"
    r" delivered|has not (?:yet )?been delivered|will (?:continue|keep|be retried|retry|keep trying)"
    r"|do not need to resend)",
)
GIVEN_UP = _any(
    r"\b(?:permanent(?:ly)? (?:error|failure|fail)|giv(?:en|ing) up|undeliverable|will not be retried"
    r"|has been returned"
    r"|delivery has failed|delivery failed)\b"
)
UNDELIVERED = _any(
    r"\b(?:undeliver(?:able|ed)|delivery (?:status notification \(failure\)|failure|has failed|failed|unsuccessful"
    r"|incomplete)"
    r"|returned mail|mail delivery (?:failed|failure|system|subsystem|error)|failure notice|returned to sender"
    r"|non remis|non distribué|mancata consegna|no entregado|unzustellbar|nicht zustellbar|onbestelbaar"
    r"|could not be (?:delivered|reached)|couldn't be delivered|wasn't delivered|not (?:be )?delivered|did not reach"
    r"|unable to (?:deliver|be delivered)|user unknown|no such user|address (?:not found|rejected))\b",
    r"\b(?:konnte|kann|konnten) .{0,60}nicht (?:zugestellt|übermittelt)|\bn'a pas pu être (?:remis|distribué"
    r"|délivré|livré)",
    r"\bno (?:se (?:pudo|puede|ha podido)|pudo|ha podido) (?:ser )?entrega|\bnão (?:foi|pôde ser) entregue"
    r"|\bnon (?:è stato|può essere|è stata) (?:consegnat|recapitat)|\bniet (?:worden )?(?:bezorgd|afgeleverd)"
    r"|\bkunde inte levereras|\bnie (?:można|mogła|została)\b.{0,30}dostarcz|\biletilemedi",
    r"(?:недоставлен|не (?:было |был[ао]? |может быть )?доставлен|не удалось доставить|تعذر تسليم|לא נמסר|退信"
    r"|被退回|无法投递"
    r"|配信不能|送信できません)",
)
# A server's reply code (RFC 5321) or its enhanced one (RFC 3463), in words that nobody knows.
PERMANENT = re.compile(r"(?<![\d.])(?:5[0-5]\d[ -](?=\D|5\.)|5\.\d{1,3}\.\d{1,3}(?![\d.]))")
TEMPORARY = re.compile(r"(?<![\d.])(?:4[0-5]\d[ -](?=\D|4\.)|4\.\d{1,3}\.\d{1,3}(?![\d.]))")
NOBODY = re.compile(
    r"^(?:no-?reply|do-?not-?reply|donotreply|noresponse|auto-?(?:reply|responder|mailer)|notifications?)\b"
)
GREETING = re.compile(
    r"^\W*(?:dear|hi|hello|good (?:morning|day|afternoon|evening)|to whom|greetings|sehr geehrte\w*|guten tag"
    r"|hallo|bonjour"
    r"|madame|hola|estimad\w+|buongiorno|gentile|olá|здравствуйте|добрый день|уважаем\w+|שלום|مرحبا|السلام)\b"
    r"[^.!?\n]{0,60}[,!.:]?\W*$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W*(?:(?:with )?(?:kind|best|warm|many)?\s?(?:regards|wishes|thanks)|sincerely|yours|thank you|thanks"
    r"|cheers|best"
    r"|mit freundlichen grüßen|viele grüße|cordialement|saludos|atentamente|cordiali saluti|с уважением|בברכה"
    r"|مع التحية)\b"
    r"[^.!?\n]{0,40}[,.!]?\W*$",
    re.IGNORECASE,
)
