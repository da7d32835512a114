"""Turns of phrase that the patterns of asking are put together from, as regular expressions."""

from __future__ import annotations

import re

HINT = re.compile(
    r"comment|respon[ds]|repl(?:y|ied)|reach|contact|approach|return|declin|refus|referr|unanswered|answer|available|"
    r"response|request|statement|interview|question|quer(?:y|ies)|inquir|enquir|reaction|directed|yet to|silent|"
    r"locate|allegation|hung up|asked|message|unsuccessful|[ck]laims? to|findings to|e-?mailed|spoke to",
    re.I,
)
OUTLET = (
    r"(?:(?i:(?:this|the|our) (?:newspaper|paper|magazine|website|site|publication|outlet|programme|station|broadcaster"
    r"|podcast|newsroom)|(?:a |the |our |several |\w+ )?(?:reporters?|journalists?|correspondents?))|us|[Oo]ur|"
    r"(?:the |this )?(?:[A-Z][\w’'.]* ){0,3}(?:News|Times|Post|Courier|Herald|Gazette|Tribune|Ledger|Journal|Dispatch"
    r"|Chronicle|Observer|Guardian|Telegraph|Standard|Independent|Examiner|Inquirer|Sentinel|Star|Globe|Mail|Mirror"
    r"|Express|Sun|Record|Register|Bulletin|Argus|Echo|Mercury|Bee|Monitor|Spectator|Economist|Atlantic|Intercept"
    r"|Daily Beast|Verge|Citizen|Associated Press"
    r"|Huffington Post|Wire|Advertiser|Review|Magazine|Weekly|Press|Newsweek|Reuters|AP|AFP"
    r"|BBC|BBN|CNN|NPR|NBC|CBS|ABC|MSNBC|Bloomberg|POLITICO|Politico|Axios|Vox|Vice|Slate|ProPublica|USA TODAY|Time"
    r"|Forbes|Fortune|Wired|Insider|BuzzFeed|Semafor|Mother Jones|WIRED|TIME))"
)
NEWS = rf"(?-i:{OUTLET})"
ADV = (
    r"(?:(?:immediately|yet|promptly|directly|initially|also|so far|previously|publicly|either"
    r"|specifically|reportedly|again|repeatedly|both|all|each|then|further|now|apparently"
    r"|successfully|formally|in turn|ever|even|last night|on \w+day|\w+day)\s+)*"
)
NOT = (
    r"(?:(?:did|has|have|had|do|does|was|were)\s+(?:not|n['’]t)|(?:did|has|have|had|do|does)n['’]t"
    r"|failed to|never|neglected to|nor (?:did|has|have|had))"
)
ASKED = (
    r"(?:requests?|questions?|e-?mails?|(?:phone |telephone )?calls?|messages?|inquir(?:y|ies)|enquir"
    r"(?:y|ies)|quer(?:y|ies)|letters?|texts?|text messages?|voicemails?|invitations?|comment|outreach"
    r"|list of questions|approach(?:es)?|allegations|claims|findings)"
)
WHEN = r"(?:by|before|at|as of|in time|prior to|within|when|on|until|ahead of)\b"
END = r"(?=\s*(?:$|[.,;:!?)”\"—–(]|but\b|and\b|while\b|" + WHEN + r"))"
A = (
    r"(?:(?:a|an|any|further|more|additional|immediate|official|their|its|his|her|detailed|written|the|specific"
    r"|full|list of)\s+)*"
)
# "a comment period", "the comments section" and "a response time" are no comment.
COMMENT = r"comments?\b(?![- ](?:period|section|line|thread|card|process|box|form|er)\w*)"
FOR_COMMENT = (
    rf"(?:(?:(?:by|via|over)\s+(?:e-?mail|phone|telephone|text)\s+)?(?:"
    rf"for\s+{A}(?:{COMMENT}|response|reaction|statement|reply|clarification|confirmation|information|details|"
    rf"explanation|interviews?|side of the story|(?:side|version|account)\b(?! of the))"
    rf"|(?:seeking|requesting|asking for|to seek|to request)\s+{A}(?:{COMMENT}|response|reaction|interviews?"
    r"|clarification|side|version|account)"
    r"|(?:inviting|asking|urging)\s+(?:him|her|them|it)\s+to\s+(?:comment|respond|reply)"
    r"|(?:offering|giving)\s+(?:him|her|them|it)\s+(?:a|the)\s+(?:chance|opportunity|right)\s+(?:to|of)\s+\w+"
    rf"|to\s+(?:comment|respond|reply)|(?:with|about)\s+{A}questions))\b"
)
BE_DONE = r"(?:was|were|is|are|has been|have been|had been|is being|are being|was being|were being)"
UNANSWERED = (
    r"(?:(?:was|were|have been|has been|had been)\s+(?:not|n['’]t)\s+(?:immediately\s+)?(?:been\s+)?|(?:have|has|had)"
    r"\s+not\s+(?:yet\s+|immediately\s+)?been\s+|(?:was|were)n['’]t\s+(?:immediately\s+)?|(?:was|were|have been"
    r"|has been)"
    r"\s+)(?:immediately\s+)?(?:returned|answered|responded to|successful|acknowledged|unanswered|unreturned|ignored"
    r"|met with silence|replied to)\b|(?:went|rang|(?:have|has|had) gone|(?:have |has )?remained"
    r"|remain)\s+(?:largely\s+)?"
    r"(?:unanswered|unreturned|out\b|straight to voicemail|to voicemail)|(?:drew|brought|received|got|elicited"
    r"|met with)\s+"
    r"no (?:\w+ )?(?:reply|response|answer)|bounced back|(?:was|were) met with silence"
)
