"""The phrases by which machines that answer mail give themselves away, and those of a statement.

In the styles of Exchange and Outlook, Gmail, Lotus Notes, GroupWise, Zimbra, vacation(1), Zendesk, Freshdesk, Jira
Service Management, OTRS and RT, in the languages they are most often set to. Each expression is bounded, so that
hostile text costs no more than its length.
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
    r"^\W*(?:out of (?:the )?office|ooo|away from (?:the |my )?(?:office|desk|mail)|on vacation|on leave|vacation)\b",
    r"\bis out of (?:the )?office\b|\bout of office (?:auto)?\s?(?:reply|response|message|assistant)\b",
    r"^\W*(?:automatische antwort|abwesenheit|abwesenheitsnotiz|autoantwort|automatisch antwoord|afwezig)",
    r"^\W*(?:réponse automatique|absence du bureau|message d'absence|je suis absent)",
    r"^\W*(?:respuesta automática|fuera de la oficina|resposta automática|ausência temporária)",
    r"^\W*(?:risposta automatica|fuori sede|fuori ufficio|autosvar|automatiskt svar|automatisk svar|frånvaro)",
    r"^\W*(?:automaattinen vastaus|automatyczna odpowiedź|odpowiedź automatyczna|automatická odpověď)",
    r"^\W*(?:otomatik yanıt|automatikus válasz|răspuns automat|автоматический ответ|автоматична відповідь)",
    r"^\W*(?:automatische antwort|رد تلقائي|الرد التلقائي|תשובה אוטומטית|מענה אוטומטי|پاسخ خودکار)",
    r"^\W*(?:自动回复|自動回覆|自動返信|자동 회신|不在)",
)
RECEIPT_SUBJECT = _any(
    r"^\W*(?:\[?(?:ticket|request|case|ref)[ #:.\w-]{0,30}\]?\W*)?(?:request|message|email|mail|enquiry"
    r"|inquiry) received\b",
    r"\b(?:we(?:'ve| have)? received your|acknowledge?ment of receipt|thank you for (?:contacting|your (?:e-?mail"
    r"|message)))",
    r"^\W*(?:eingangsbestätigung|accusé de réception|acuse de recibo|conferma di ricezione|ontvangstbevestiging)",
    r"^\W*(?:read|gelesen|lu|leído|letto|gelezen):",
)
AWAY = _any(
    r"\b(?:i am|i'm|i will be|i'll be|we are|she is|he is|i’m|i’ll be) (?:currently |now |presently )?"
    r"(?:out of (?:the |my )?office|away from (?:the |my )?(?:office|desk)|on (?:annual |maternity |sick "
    r"|parental )?leave"
    r"|on (?:vacation|holiday)|away (?:until|from|on)|travell?ing)\b",
    r"\bout of (?:the )?office (?:until|from|between|on|and|with|today)\b",
    r"\b(?:limited|intermittent|no|sporadic) access to (?:my )?e-?mails?\b",
    r"\b(?:when|upon|on) (?:i|my) return\b|\b(?:back in the office|return(?:ing)? to the office)\b",
    r"\boffice (?:is|will be) closed\b",
    r"\b(?:bin|ist) (?:ich )?(?:derzeit |momentan |zur zeit )?(?:nicht im (?:büro|haus)|außer haus|abwesend"
    r"|im urlaub)\b",
    r"\bje (?:suis|serai) (?:actuellement )?(?:absente?|en congé|en déplacement)\b",
    r"\b(?:estoy|estaré) (?:actualmente )?(?:fuera de la oficina|de vacaciones|ausente)\b",
    r"\bsono (?:attualmente )?(?:fuori (?:sede|ufficio)|in ferie|assente)\b",
    r"\bik ben (?:momenteel )?(?:afwezig|niet op kantoor|met vakantie)\b",
)
MACHINE = _any(
    r"\bthis is an? (?:auto(?:matic(?:ally)?|mated)?|system)[ -]?(?:generated |e-?mail |mail )?"
    r"(?:reply|response|message|e-?mail|notification|acknowledge?ment|generated)\b",
    r"\b(?:auto(?:matic|mated)?)[ -]?(?:reply|response|responder)\b",
    r"\b(?:please )?do not (?:reply|respond) to this (?:e-?mail|message)\b",
    r"\b(?:dies ist eine automatische|diese (?:e-?mail|nachricht) wurde automatisch|ceci est (?:un message"
    r"|une réponse) "
    r"automatique|este es un mensaje automático|questo è un messaggio automatico|dit is een automatisch)",
)
RECEIVED = _any(
    r"\b(?:we|i)(?:'ve|’ve| have| can confirm we have)? (?:successfully )?received your "
    r"(?:e-?mail|message|request|enquiry|inquiry|query|ticket|correspondence|media|press|letter|question)",
    r"\byour (?:e-?mail|message|request|enquiry|inquiry|query|correspondence|media request) (?:has been|was|is being) "
    r"(?:successfully )?(?:received|logged|registered|forwarded|assigned|processed|reviewed)\b",
    r"\bthank you for (?:contacting|writing to|reaching out to|getting in touch|your (?:e-?mail|message|enquiry|inquiry"
    r"|interest|query|request|correspondence))\b",
    r"\bthanks for (?:contacting|reaching out|getting in touch|your (?:e-?mail|message))\b",
    r"\b(?:a )?(?:support )?ticket (?:has been|was) (?:created|opened|logged)\b",
    r"\b(?:wir haben ihre (?:e-?mail|nachricht|anfrage)|ihre (?:e-?mail|nachricht|anfrage) (?:ist|wurde))\b",
    r"\b(?:nous avons bien reçu|votre (?:message|courriel|demande) a bien été)\b",
    r"\bhemos recibido su\b|\babbiamo ricevuto\b|\bwij hebben uw\b",
)
# Sentences that never carry an answer, even when one of STATEMENT's words stands in them ("for comment, call …").
BOILERPLATE = _any(
    AWAY.pattern,
    MACHINE.pattern,
    RECEIVED.pattern,
    r"\b(?:if|for|in case of|should)\b.{0,120}\b(?:contact|call|e-?mail|visit|write to|dial|press 1|consult|reach"
    r"|phone)\b",
    r"\b(?:please|kindly) (?:contact|call|e-?mail|visit|note|see|refer|consult|direct|send|include|quote|allow)\b",
    r"\b(?:will|shall|aim to|endeavou?r to|strive to|try to|committed to) (?:\w+ ){0,3}"
    r"(?:respond|reply|responding|replying|answer|answering|get back|be in touch|review|process|read|consider)\b",
    r"\b(?:office|opening|working|business) hours\b|\bbusiness days\b|\bworking days\b|\bwithin \d+ (?:hours|days)\b",
    r"\b(?:confidential|intended recipient|disclaimer|unsubscribe|privacy (?:notice|policy)|before printing)\b",
    r"\b(?:sent from my|get outlook for)\b",
)
_WE = (
    r"(?:we|it|he|she|i|the (?:ministry|government|company|office|department|mission|army|military|embassy|agency"
    r"|party|police))"
)
STATEMENT = _any(
    r"\b(?:no|without) comment\b|\bno further comment\b|\bnothing to (?:add|say)\b",
    r"\bdeclin(?:e|es|ed|ing) (?:to|your|an|any|the)\b.{0,40}\b(?:comment|interview|answer|respond|request|invitation)",
    r"\b(?:will|would|can|do|does|did)(?: not|n't|n’t) (?:be )?(?:comment|discuss|confirm|provid|speak|tak\w+ part)",
    rf"\b{_WE} (?:\w+ly |also |can |do |does |did |have |has ){{0,2}}(?:den(?:y|ies|ied)|reject(?:s|ed)?"
    r"|refute[sd]?|dispute[sd]?"
    r"|confirm(?:s|ed)?|condemn(?:s|ed)?|regret(?:s|ted)?|acknowledge[sd]?|stand(?:s)? by|stress(?:es)?"
    r"|maintain(?:s|ed)?)\b",
    r"\b(?:is|are|was|were) (?:\w+ly )?(?:false|untrue|inaccurate|incorrect|wrong|baseless|unfounded|fabricated|correct"
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
    r"\b(?:kein kommentar|wir (?:weisen|bestätigen|dementieren)|nous (?:démentons|confirmons|rejetons)"
    r"|sans commentaire|sin "
    r"comentarios|(?:desmentimos|confirmamos|rechazamos)|smentiamo|confermiamo|geen commentaar|wij (?:ontkennen"
    r"|bevestigen))\b",
)
DELAYED = _any(
    r"\bdelivery (?:status notification \(delay\)|delayed|is delayed|has been delayed|temporarily)",
    r"\b(?:warning: (?:message|could not send|delayed)|delayed mail|message delayed|mail delayed"
    r"|still being retried|not yet been"
    r" delivered|has not (?:yet )?been delivered|will (?:continue|keep|be retried|retry|keep trying)"
    r"|do not need to resend)",
)
GIVEN_UP = _any(
    r"\b(?:permanent(?:ly)? (?:error|failure|fail)|giv(?:en|ing) up|undeliverable|will not be retried|has been returned"
    r"|delivery has failed|delivery failed)\b"
)
UNDELIVERED = _any(
    r"\b(?:undeliver(?:able|ed)|delivery (?:status notification \(failure\)|failure|has failed|failed|unsuccessful"
    r"|incomplete)"
    r"|returned mail|mail delivery (?:failed|failure|system|subsystem|error)|failure notice|returned to sender"
    r"|non remis"
    r"|unzustellbar|no se puede entregar|could not be delivered|couldn't be delivered|wasn't delivered"
    r"|not delivered)\b",
)
