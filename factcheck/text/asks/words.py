"""Turns of phrase that the patterns of asking are put together from, as regular expressions."""

from __future__ import annotations

import re

HINT = re.compile(
    "comment|respon[ds]|repl(?:y|ied)|reach|contact|approach|return|declin|refus|referr"
    "|unanswered|answer|available|response|request|statement|interview|question|quer(?:y|ies)"
    "|inquir|enquir|reaction|directed|yet to|silent|locate|allegation|hung up|asked|message"
    "|unsuccessful|[ck]laims? to|findings to|e-?mail|written|spoke to|provid|n[’']t give|not give"
    "|abortive|futile|g[eo]t back|called back|rung back|phoned back|say only|invite|would discuss"
    "|would talk|would speak|be drawn|complaints to|confirm|nothing (?:further |more |else )?to"
    "|switched off|give interviews|giving interviews|grant interviews|begged off"
    "|hung up|rang off|told us|told this|assured us|speaking to|discuss|to say|took our number|"
    "sought|pick|took|take|by text|texted|wrote back|messaged|WhatsApp|offered",
    re.I,
)
OUTLET = (
    r"(?:(?i:(?:this|the|our) (?:newspaper|paper|magazine|website|site|publication|outlet"
    r"|programme|station|broadcaster|podcast|newsroom)|(?:a |the |our |several "
    r"|\w+ )?(?:reporters?|journalists?|correspondents?))|us|[Oo]ur|(?:the "
    r"|this )?(?:[A-Z][\w’'.]* ){0,3}(?:News|Times|Post|Courier|Herald|Gazette|Tribune|Ledger"
    r"|Journal|Dispatch|Chronicle|Observer|Guardian|Telegraph|Standard|Independent|Examiner"
    r"|Inquirer|Sentinel|Star|Globe|Mail|Mirror|Express|Sun|Record|Register|Bulletin|Argus|Echo"
    r"|Mercury|Bee|Monitor|Spectator|Economist|Atlantic|Intercept|Daily Beast|Verge|Citizen"
    r"|Associated Press|Huffington Post|Wire|Advertiser|Review|Magazine|Weekly|Press|Newsweek"
    r"|Reuters|AP|AFP|BBC|BBN|CNN|NPR|NBC|CBS|ABC|MSNBC|Bloomberg|POLITICO|Politico|Axios|Vox"
    r"|Vice|Slate|ProPublica|USA TODAY|Time|Forbes|Fortune|Wired|Insider|BuzzFeed|Semafor"
    r"|Mother Jones|WIRED|TIME))"
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
    r"(?:requests?|questions?|e-?mails?|(?:phone |telephone )?calls?|messages?|inquir(?:y|ies)"
    r"|enquir(?:y|ies)|quer(?:y|ies)|letters?|texts?|text messages?|voicemails?|invitations?"
    r"|comment|outreach|list of questions|approach(?:es)?|allegations|claims|findings)"
)
WHEN = r"(?:by|before|at|as of|in time|prior to|within|when|on|until|ahead of)\b"
END = r"(?=\s*(?:$|[.,;:!?)”\"—–(]|but\b|and\b|while\b|" + WHEN + r"))"
A = (
    r"(?:(?:a|an|any|further|more|additional|immediate|official|their|its|his|her|detailed"
    r"|written|the|specific|full|list of)\s+)*"
)
# "a comment period", "the comments section" and "a response time" are no comment.
COMMENT = r"comments?\b(?![- ](?:period|section|line|thread|card|process|box|form|er)\w*)"
FOR_COMMENT = (
    rf"(?:(?:(?:by|via|over)\s+(?:e-?mail|phone|telephone|text)\s+)?(?:for\s+{A}(?:{COMMENT}"
    r"|response|reaction|statement|reply|clarification|confirmation|information|details"
    r"|explanation|interviews?|side of the story|(?:side|version|account)\b(?! of the))"
    rf"|(?:seeking|requesting|asking for|to seek|to request)\s+{A}(?:{COMMENT}|response|reaction"
    r"|interviews?|clarification|side|version|account)|(?:inviting|asking|urging)\s+(?:him|her"
    r"|them|it)\s+to\s+(?:comment|respond|reply)|(?:offering|giving)\s+(?:him|her|them|it)\s+(?:a"
    r"|the)\s+(?:chance|opportunity|right)\s+(?:to|of)\s+\w+|to\s+(?:comment|respond|reply)"
    rf"|(?:with|about)\s+{A}questions))\b"
)
BE_DONE = r"(?:was|were|is|are|has been|have been|had been|is being|are being|was being|were being)"
UNANSWERED = (
    r"(?:(?:was|were|have been|has been|had been)\s+(?:not"
    r"|n['’]t)\s+(?:immediately\s+)?(?:been\s+)?|(?:have|has|had)\s+not\s+(?:yet\s+"
    r"|immediately\s+)?been\s+|(?:was|were)n['’]t\s+(?:immediately\s+)?|(?:was|were|have been"
    r"|has been)\s+)(?:immediately\s+)?(?:returned|answered|responded to|successful|acknowledged"
    r"|unanswered|unreturned|ignored|met with silence|replied to)\b|(?:went|rang|(?:have|has"
    r"|had) gone|(?:have |has )?remained|remain)\s+(?:largely\s+)?(?:unanswered|unreturned|out\b"
    r"|straight to voicemail|to voicemail)|(?:drew|brought|received|got|elicited"
    r"|met with)\s+no (?:\w+ )?(?:reply|response|answer)|bounced back|(?:was"
    r"|were) met with silence"
)
