"""The words that say comment was sought, refused, or not received: one table, the surest first.

Each `Pattern` knows its outcome and on which side its parties stand: before the words ("X declined
to comment"), after them ("sought comment from X"), or in a group of its own (`p`). `asks.py`
decides which matches are asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from factcheck.text.asks.words import (
    ADV,
    ASKED,
    BE_DONE,
    COMMENT,
    END,
    FOR_COMMENT,
    NEWS,
    NOT,
    UNANSWERED,
)
from factcheck.text.reading import Outcome

Side = Literal["before", "after", "group"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that tell of an asking, and what they need around them.

    `bare` patterns name no comment, so that only the words around them make an ask; `weak` ones
    ("did not answer letters") may be anybody's letters; `neither` ones hold only after "Neither",
    "None of" or "No one".
    """

    outcome: Outcome
    side: Side
    words: re.Pattern[str]
    bare: bool = False
    weak: bool = False
    neither: bool = False

    @property
    def seeks(self) -> bool:
        """Whether the subject of the words is who asks, not who is asked."""
        return self.outcome == "sought" and self.side != "before"


def _p(
    outcome: Outcome,
    side: Side,
    *words: str,
    bare: bool = False,
    weak: bool = False,
    neither: bool = False,
) -> Pattern:
    return Pattern(outcome, side, re.compile("".join(words), re.I), bare, weak, neither)


_SOUGHT = [
    _p(
        "replied",
        "before",
        r"\basked\s+for\s+(?:more|additional|extra)\s+time\s+to\s+(?:respond|reply|answer|comment)\b",
    ),
    _p(
        "sought",
        "after",
        r"\b(?:sought|seeking|requested|requesting|asked for|asking for|solicited|invited|awaiting|awaits|waiting for"
        r"|waiting on|seeks|await|asked to hear)\s+(?:(?:a|an|any|further|additional|more|immediate|official|written"
        rf"|formal)\s+)*(?:{COMMENT}|responses?|reactions?|statements?|repl(?:y|ies)"
        rf"|clarification)\s+(?:[^,.;]{{0,40}}?\s)?"
        r"(?:from|of)\s+",
    ),
    _p(
        "sought",
        "group",
        r"\b(?:contacted|approached|reached out to|emailed|e-mailed|asked|messaged|texted|phoned|called|telephoned"
        r"|queried"
        r"|wrote to|written to|pressed|contacting|reaching out to|invited|tried to reach|sought to reach"
        r"|got in touch with"
        r"|been in touch with)\s+(?P<p>(?!by\b|for\b)(?:[^.;]|\.(?=\s?\w)){2,400}?)\s*[,)]?\s+"
        + FOR_COMMENT,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:put|putting|presented|outlined|submitted|sent|set out)\s+(?:(?:all|the|these|those|its|our|their|a"
        r"|of|main|key|detailed|summary|several|full)\s+)*(?:allegations|claims|accusations|findings|questions|points"
        r"|concerns"
        r"|criticisms)\s+(?:[^.;,]{0,40}?\s)?to\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,300}?)(?=\s*(?:$|;|\.(?!\s?\w)"
        r"|,?\s(?:but|asking|seeking|who)\b|\sand (?:"
        r"did|has|have|had|was|were|received|got)\b|\s" + FOR_COMMENT + r"))",
        weak=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:has|have|had|['’](?:s|ve)|also)\s+(?:also\s+|since\s+|already\s+|repeatedly\s+)?(?:contacted|approached"
        r"|reached out to)\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,300})" + END,
        bare=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:reached out to|contacted|approached|called|emailed|tried to reach"
        r"|spoke to)\s+(?P<p>(?!(?:\w+ )?(?:questions|lists?|requests?|letters?|messages?)\b)(?:[^.;,]"
        r"|\.(?=\s?\w)){2,120}?)"
        r"(?=\s*(?:$|[;,]|\.(?!\s?\w)|\s(?:but|and)\s(?:did|has|have|had|was|were|received|got)\b))",
        bare=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:sent|submitted|put|emailed|directed|addressed|left|posed)\s+(?:(?:a|an|several|multiple|detailed"
        r"|written|the"
        r"|repeated|two|three|four|five|numerous|these|its|list|of|further|more|dozens|messages|and"
        r"|voicemail)\s+)*(?:requests?"
        r"(?: for (?:comment|an interview|information|a response))?|questions?|e-?mails?|messages?|voicemails?"
        r"|inquir(?:y|ies)"
        r"|letters?)\s+(?:seeking comment\s+|for comment\s+)?(?:to|with|for)\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,300}?)"
        r"(?=\s*(?:$|;|\.(?!\s?\w)|,?\s(?:but|asking|seeking|signed)\b|\sand (?:did|has|have|had|was|were|received"
        r"|got)\b|\s" + FOR_COMMENT + r"))",
        weak=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:gave|given|offered)\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,160}?)\s+(?:(?:a|an|the|one|two|three|several|\d+"
        r"|\w+-\w+)\s+)+"
        r"(?:hours?|days?|weeks?|chance|opportunity|right)\s+(?:to\s+(?:respond|comment|reply)|of reply)\b",
    ),
    _p(
        "sought",
        "after",
        rf"\b{COMMENT}\s+{BE_DONE}\s+",
        r"(?:also\s+)?(?:sought|requested|solicited|invited)\s+(?:[\w’]+\s+){0,4}?from\s+",
    ),
    _p(
        "sought",
        "after",
        r"\b(?:(?:requests?|inquiries|enquiries|queries|e-?mails?|messages?|voicemails?|calls?|letters?)\s+(?:for"
        r"|seeking|requesting"
        r"|asking for)\s+(?:comment|an interview|a response|a statement)"
        r"|questions|list of questions|allegations|claims|findings)\s+(?:was|were|has been|have been"
        r"|had been)\s+(?:also\s+)?"
        r"(?:sent|submitted|made|emailed|directed|put|forwarded|addressed|lodged|left|placed)\s+(?:to|with|at|for)\s+",
    ),
    _p(
        "sought",
        "before",
        r"\b(?:was|were|has been|have been|had been|is being|are being|was being|were being)\s+",
        ADV,
        r"(?:contacted|approached|asked|reached|emailed|invited|messaged)\s+(?:by\s+[\w’' ]{2,40}?\s+)?",
        FOR_COMMENT,
    ),
    _p(
        "sought",
        "before",
        r"\b(?:has been|have been|had been)\s+",
        ADV,
        r"(?:contacted|approached)",
        END,
    ),
]
_SILENT = [
    _p(
        "declined",
        "before",
        r"\b(?:does not|do not|doesn['’]t|don['’]t)\s+(?:publicly\s+|generally\s+|typically\s+)*comment\b",
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:respond(?:ed)?|repl(?:y|ied)|react(?:ed)?)\s+{ADV}(?:to|on)\s+"
        rf"(?P<mine>(?:[\w’',-]+\s+){{0,7}}?{ASKED})\b",
        weak=True,
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:respond(?:ed)?|repl(?:y|ied)|offer(?:ed)?|provide(?:d)?)\s*{ADV}(?:{FOR_COMMENT}"
        rf"|(?:by|before|"
        r"at|in time for|prior to|ahead of|as of)\s+(?:the\s+)?(?:time|press|publication|deadline|publishing|print"
        r"|[\w.: ]{0,12}deadline|\w+day|\d)|within (?:the |a )?(?:\d+|[\w-]+) (?:hours?|days?|week)"
        r"|in time for (?:publication"
        r"|this (?:story|article))|when (?:asked|approached|contacted))",
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+(?:{ADV}immediately\s+)(?:respond(?:ed)?|repl(?:y|ied)|react(?:ed)?|comment(?:ed)?){END}",
    ),
    _p("no-response", "before", rf"\b{NOT}\s+{ADV}comment(?:ed)?\b"),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:respond(?:ed)?|repl(?:y|ied))(?=\s*(?:$|[.;]))",
        bare=True,
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:has|have|had|is|are|was|were)\s+(?:yet|still)\s+to\s+(?:publicly\s+|officially\s+)?(?:respond|reply"
        r"|comment"
        r"|react|answer)\b(?!\s+to\s+(?!(?:[\w’']+\s+){0,3}(?:requests?|questions|quer|e-?mails?|inquir|enquir|calls"
        r"|messages"
        r"|letters)))",
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:return(?:ed)?|answer(?:ed)?|acknowledge(?:d)?|pick up)\s+(?P<mine>(?:[\w’',-]+\s+)"
        rf"{{0,6}}?{ASKED})\b",
        weak=True,
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:provide|provided|offer|offered|issue|issued|give|given|make|made)\s+(?:(?:a|an|any"
        rf"|further"
        rf"|immediate|official|public)\s+)*(?:{COMMENT}|response|statement|reply)\b(?!\s+(?:to|of)\s+(?!requests?"
        rf"|questions))",
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:had|has|have|gave|offered|made|issued)\s+no\s+(?:immediate|official|public)\s+(?:comment|response"
        r"|reaction"
        r"|reply|statement)\b",
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:ignored|left unanswered)\s+(?P<mine>(?:[\w’',-]+\s+){0,5}?" + ASKED + r")\b",
        weak=True,
    ),
    _p(
        "no-response",
        "before",
        rf"\b(?:immediately\s+)?(?:(?:responded|replied)(?:\s+to\s+(?P<mine>(?:[\w’',-]+\s+){{0,7}}?{ASKED})\b|{END})"
        rf"|(?:returned|answered|acknowledged)\s+(?P<theirs>(?:[\w’',-]+\s+){{0,6}}?{ASKED})\b|commented\b"
        r"|(?:would|agreed to|was willing to|were willing to|wanted to) comment\b)",
        weak=True,
        neither=True,
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:remained silent|stayed silent) when (?:asked|contacted|approached)\b",
    ),
    _p(
        "no-response",
        "after",
        r"\bno\s+(?:immediate\s+|official\s+|public\s+|further\s+)*(?:comment|response|reaction|reply|word|statement"
        r"|answer)\s+(?:(?:was|were|had been|has been|could be)\s+)?(?:(?:immediately\s+)?(?:available|received"
        r"|obtained"
        r"|given|offered|provided|forthcoming|made|issued)\s+)?(?:from|by|at)\s+",
    ),
    _p(
        "no-response",
        "after",
        r"\b(?:did not|didn['’]t|has not|have not|had not|hasn['’]t|haven['’]t|is yet to|are yet to|has yet to"
        r"|have yet to)\s+"
        r"(?:immediately\s+|yet\s+)?(?:receive[d]?|hear[d]?|g[eo]t(?:ten)?)\s+(?:back\s+|(?:a|any) (?:response"
        r"|reply)\s+"
        r"|an answer\s+)+from\s+",
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:did not|didn['’]t|has not|have not|had not|hasn['’]t|haven['’]t|has yet to"
        r"|have yet to)\s+(?:immediately\s+|yet\s+)?"
        r"(?:hear(?:d)? back|(?:receive|get)[d]? (?:a|any) (?:response|reply)|receive[d]? an answer)\b|"
        r"\b(?:but|and|had|has|have)\s+(?:has |have |had )?(?:received|got|gotten) no (?:response|reply|answer)\b|"
        r"\bwithout (?:response|reply|success|a response|a reply|an answer)(?=[.;,]|$)",
        bare=True,
    ),
    _p(
        "no-response",
        "group",
        r"\b(?:requests?|questions?|e-?mails?|(?:phone |telephone )?calls?|messages?|inquir(?:y|ies)|enquiries"
        r"|quer(?:y|ies)"
        r"|letters?|voicemails?)\s+(?:for\s+(?:further\s+)?(?:comment|an interview|interviews|information"
        r"|a response)\s+"
        r"|seeking\s+(?:comment|a response)\s+|requesting\s+(?:comment|an interview)\s+)?(?:(?:left|sent|made|placed"
        r"|emailed"
        r"|directed|submitted|put|addressed)\s+)?(?:to|with|at|(?<=left )for|(?:(?<=comment )|(?<=response )"
        r"|(?<=interview ))from)\s+(?P<p>(?!comment|an? interview)(?:[^.;]"
        r"|\.(?=\s?\w)){2,250}?)"
        r"\s+(?:seeking comment\s+|requesting comment\s+|for comment\s+)?(?:" + UNANSWERED + ")",
        weak=True,
    ),
    _p(
        "no-response",
        "after",
        r"\b(?:requests?|questions?|e-?mails?|(?:phone )?calls?|messages?|inquiries|enquiries|voicemails?|letters?)\s+"
        r"(?:for (?:comment|an interview|interviews)|seeking comment|asking for comment|from "
        + NEWS
        + r")\s+(?:"
        + UNANSWERED
        + r")(?:\s+by\s+(?!press|the time|deadline|publication|\w*day\b|\d|late|early))?",
    ),
]
_OUT_OF_REACH = [
    _p(
        "unreachable",
        "before",
        r"\b(?:could not|couldn['’]t|cannot|can not|was unable to|were unable to)\s+",
        ADV,
        r"be\s+",
        ADV,
        r"(?:reached|contacted|located|found for comment)\b(?!\s+(?:by (?:road|sea|boat|air|land|rescuers|ambulances"
        r"|car)|on foot"
        r"|until|because|from the))",
    ),
    _p(
        "unreachable",
        "before",
        r"\b(?:could|can)\s+(?:immediately\s+)?be\s+(?:immediately\s+)?(?:reached|contacted)\b(?=\s*(?:for comment"
        r"|by phone|by"
        r" telephone|by email|on \w+day|[.,;]|$))",
        neither=True,
    ),
    _p(
        "unreachable",
        "before",
        r"\b(?:(?:was|were|is|are)\s+not|(?:was|were|is|are)n['’]t)\s+",
        ADV,
        r"(?:available|reachable|free)\s+(?:for|to)\s+(?:further\s+|immediate\s+)?(?:",
        COMMENT,
        r"|an interview|interviews?|respond|speak|discuss|answer)\b",
    ),
    _p(
        "unreachable",
        "before",
        r"\b(?:(?:was|were|is|are)\s+not|(?:was|were|is|are)n['’]t)\s+immediately\s+(?:available|reachable)\b"
        r"(?!\s+(?:in|at|to (?!comment)|for (?!comment)))",
    ),
    _p(
        "unreachable",
        "before",
        r"\b(?:(?:was|were|is|are)\s+)?(?:unavailable|unreachable)\s+(?:for|to)\s+(?:comment|an interview"
        r"|interviews)\b",
    ),
    _p("unreachable", "before", r"\b(?:was|were)\s+(?:unavailable|unreachable)(?=\s*(?:[.;]|$))"),
    _p(
        "unreachable",
        "after",
        r"\b(?:(?:was|were|has been|have been)\s+unable\s+to|could not|couldn['’]t)\s+(?:immediately\s+"
        r"|independently\s+)?"
        r"(?:reach|contact|locate|get hold of|get in touch with)\s+",
        bare=True,
    ),
    _p(
        "unreachable",
        "group",
        r"\b(?:attempts?|efforts?)\s+(?:by [\w’' ]{2,30} )?to\s+(?:reach|contact|locate|get (?:comment|a response) from"
        r"|obtain (?:comment|a response) from)\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,250}?)\s+(?:for comment\s+|by phone\s+"
        r"|on \w+day\s+)*(?:(?:was"
        r"|were|proved|have been|has been|had been)\s+)?(?:not\s+(?:immediately\s+)?successful|unsuccessful|failed"
        r"|in vain"
        r"|fruitless)\b",
    ),
]
_REFUSED = [
    _p(
        "declined",
        "before",
        r"\b(?:declin(?:ed|es|ing)|refus(?:ed|es|ing))\s+(?:(?:to|an?|all|our|multiple|repeated|several|any|every"
        r"|further"
        r"|immediate|interview|media|the|\w+['’]s|\w+s['’])\s+)*(?:immediately\s+|publicly\s+|further\s+"
        r"|directly\s+)*(?:",
        COMMENT,
        r"|commenting|be interviewed|interviews?|interview requests?|requests? (?:for|to) (?:(?:an?"
        r"|further) )?(?:comment"
        r"|interviews?|speak)|be quoted|answer (?:\w+ ){0,4}questions|provide (?:a |any |further )*(?:comment|statement"
        r"|response)|make (?:[\w’']+ ){1,4}available|take questions|respond to (?:\w+[’']?\w* ){0,5}?(?:requests?"
        r"|questions?|emails?"
        r"|calls?|inquiries)|speak (?:to|with) (?:",
        NEWS,
        r")|speak (?:on the record|publicly)|go on the record|issue a (?:comment|statement)|be drawn"
        r"|offer (?:a )?comment|an? invitation to comment)\b(?!\s+from (?!(?:the |a )?(?:reporters|journalists"
        r"|the press|the media)|",
        NEWS,
        "))",
    ),
    _p(
        "declined",
        "before",
        r"\bdeclin(?:ed|es|ing)\s+to\s+(?:say|discuss|elaborate|confirm|give (?:further |more |any )?details"
        r"|speak (?:to|with)"
        r"|address|specify|explain)\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:would not|wouldn['’]t|will not|won['’]t|chose not to|opted not to|preferred not to|asked not to"
        r"|could not"
        r"|was unable to|were unable to|unable to|not able to|can(?:no|['’])t)\s+(?:immediately\s+|further\s+"
        r"|publicly\s+|be drawn to"
        rf"\s+)*{COMMENT}",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:had|has|have|offered|gave)\s+no\s+(?:further\s+|additional\s+)?",
        COMMENT,
    ),
    _p(
        "declined",
        "before",
        r"\b(?:turned down|rejected|rebuffed)\s+(?:[\w’',-]+\s+){0,5}?(?:requests? for (?:comment|an interview"
        r"|interviews)"
        r"|interview requests?)\b",
    ),
    _p("declined", "before", r"\brefrained from commenting\b"),
    _p(
        "declined",
        "before",
        r"\b(?:(?:hung up|put down the phone|put the phone down|ended the call)\b|slammed down the phone\b)",
        bare=True,
    ),
    _p(
        "declined",
        "after",
        r"[“\"‘']No comment[,.]?[”\"’']\s+(?:said|says|was all|was the only response from)\s+",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:said|says|replied|answered|told\s+"
        + NEWS
        + r")\s*[,:]?\s+(?:only\s*[,:]?\s+)?[“\"‘']No comment\b",
    ),
]
_ELSEWHERE = [
    _p(
        "referred",
        "before",
        r"\b(?:referred|directed|deferred|redirected|forwarded|refers|directs)\s+(?:(?:all|any|our|further|media|press"
        r"|the|this|its"
        r"|these|those|a|most|follow-up|other|\w+['’]s?|(?:",
        NEWS,
        r")['’]s?)\s+)*(?:questions?|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)|requests?|comments?|calls?"
        r"|e-?mails?|",
        NEWS,
        r")\b[^.;]{0,60}?\s(?:back\s+)?(?:to|elsewhere)\b",
    ),
    _p(
        "referred",
        "before",
        r"\bsaid (?:[\w’']+ ){0,3}?(?:questions|inquiries|enquiries|queries) should be (?:directed|put|sent"
        r"|addressed) to\b",
    ),
]
_ANSWERED = [
    _p(
        "replied",
        "after",
        r"\b(?:(?:when|after being|if)\s+)?(?:asked|reached|contacted|approached|pressed)\s+(?:(?:by ",
        NEWS,
        r" )?to (?:comment|respond)|(?:by [\w’' ]{2,30} )?for (?:a |further )?(?:comment|response|reaction)"
        r"|by (?:phone|telephone|email)(?: for comment)?"
        r"|on (?:his|her|their) (?:mobile|cell) ?(?:phone)?|at (?:his|her|their) (?:home"
        r"|office))\s*(?:[^,.;]{0,60}),\s+",
    ),
    _p(
        "replied",
        "after",
        r"\b(?:in (?:a |an )?(?:(?:brief|short|written|emailed|e-mailed|one-line) )*(?:statement|response|reply|answer"
        r"|email)"
        r"(?: sent)?(?: in response| in reply)?|responding|replying"
        r"|in response)\s+to\s+(?:[\w’',-]+\s+){0,6}?(?:requests? for (?:comment"
        r"|information|a response)|questions?|inquir(?:y|ies)|enquir(?:y|ies)|quer(?:y|ies))\s*(?:[^,.;]{0,50}),\s+",
    ),
    _p(
        "replied",
        "before",
        r"(?<!not )(?<!n['’]t )\b(?:responded|replied)\s+to\s+(?:[\w’',-]+\s+){0,5}?requests?\s+for\s+(?:comment"
        r"|a response"
        r"|information|an interview)\b",
    ),
    _p(
        "replied",
        "before",
        r"(?<!not )\b(?:responded|replied)\s+to\s+(?:some of\s+|most of\s+)?(?:(?:the|our|its|those|written|e-?mailed"
        r"|detailed|\w+['’]s)"
        r"\s+)*(?:questions|queries|inquiries|enquiries)\b",
    ),
    _p(
        "replied",
        "before",
        r"\b(?:provided|issued|released|sent|supplied|gave|shared)\s+(?:",
        NEWS,
        r"\s+(?:with\s+)?)?(?:a|an|the following|this)\s+(?:(?:brief|short|written|emailed|lengthy|one-line|two-line"
        r"|prepared)\s+)*"
        r"(?:statement|response|reply)\s*(?:to\s+",
        NEWS,
        r"\b|in response to|in reply to|after (?:publication|this)|when (?:asked|contacted)|(?=$))",
    ),
    _p(
        "replied",
        "before",
        r"\b(?:provided|sent|gave|supplied)\s+",
        NEWS,
        r"\s+(?:with\s+)?(?:a|an|this)\s+(?:\w+\s+)?(?:statement|response|reply)\b",
    ),
    _p(
        "replied",
        "before",
        r"\bsaid\s+(?:[^.;]{0,60}\s)?in (?:a|an)\s+(?:\w+\s+)?(?:statement|response|reply"
        r"|e-?mail)\s+(?:sent\s+)?(?:in (?:response"
        r"|reply) )?to\s+(?:a |the )?(?:[\w’']+\s+){0,3}(?:requests? for comment|questions?|queries|inquiries)\b",
    ),
    _p(
        "replied",
        "before",
        r"\b(?:said|responded|confirmed|replied|told\s+",
        NEWS,
        r")\s+(?:[^.;]{0,60}\s)?when (?:reached|asked|contacted|approached)\s+(?:by\s+",
        NEWS,
        r"\s+)?for (?:a )?(?:comment|response)\b",
    ),
]
PATTERNS: tuple[Pattern, ...] = (
    *_SOUGHT,
    *_SILENT,
    *_OUT_OF_REACH,
    *_REFUSED,
    *_ELSEWHERE,
    *_ANSWERED,
)
