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
        r"\basked\s+for\s+(?:more|additional|extra)\s+time\s+to\s+(?:respond|reply|answer"
        r"|comment)\b",
    ),
    _p(
        "sought",
        "after",
        r"\b(?:sought|seeking|requested|requesting|asked for|asking for|solicited|invited"
        r"|awaiting|awaits|waiting for|waiting on|seeks|await|asked to hear)\s+(?:(?:a|an|any"
        r"|further|additional|more|immediate|official|written"
        rf"|formal)\s+)*(?:{COMMENT}|responses?|reactions?|statements?|repl(?:y|ies)"
        rf"|clarification)\s+(?:[^,.;]{{0,40}}?\s)?(?:from|of)\s+",
    ),
    _p(
        "sought",
        "group",
        r"\b(?:contacted|approached|reached out to|emailed|e-mailed|asked|messaged|texted|phoned"
        "|called|telephoned"
        r"|queried"
        "|wrote to|written to|pressed|contacting|reaching out to|invited|tried to reach"
        "|sought to reach"
        r"|got in touch with"
        r"|been in touch with)\s+(?P<p>(?!by\b|for\b)(?:[^.;]|\.(?=\s?\w)){2,400}?)\s*[,)]?\s+"
        + FOR_COMMENT,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:put|putting|presented|outlined|submitted|sent|set out)\s+(?:(?:all|the|these|those"
        "|its|our|their|a"
        r"|of|main|key|detailed|summary|several|full)\s+)*(?:allegations|claims|accusations|complaints"
        "|findings|questions|points"
        r"|concerns"
        r"|criticisms)\s+(?:[^.;,]{0,40}?\s)??to\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,300}?)(?=\s*(?:$|;"
        r"|\.(?!\s?\w)"
        r"|,?\s(?:but|asking|seeking|who)\b|\sand (?:"
        r"did|has|have|had|was|were|received|got)\b|\s" + FOR_COMMENT + r"))",
        weak=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:has|have|had|['’](?:s|ve)|also)\s+(?:also\s+|since\s+|already\s+"
        r"|repeatedly\s+)?(?:contacted|approached"
        r"|reached out to)\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,300})" + END,
        bare=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:reached out to|contacted|approached|called|emailed|tried to reach"
        r"|spoke to)\s+(?P<p>(?!(?:\w+ )?(?:questions|lists?|requests?|letters?"
        r"|messages?)\b)(?:[^.;,]"
        r"|\.(?=\s?\w)){2,120}?)"
        r"(?=\s*(?:$|[;,]|\.(?!\s?\w)|\s(?:but|and)\s(?:did|has|have|had|was|were|received|got)\b))",
        bare=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:sent|submitted|put|emailed|directed|addressed|left|posed)\s+(?:(?:a|an|several"
        "|multiple|detailed"
        r"|written|the"
        r"|repeated|two|three|four|five|numerous|these|its|list|of|further|more|dozens|messages|and"
        r"|voicemail)\s+)*(?:requests?"
        "(?: for (?:comment|an interview|information|a response))?|questions?|e-?mails?|messages?"
        "|voicemails?"
        r"|inquir(?:y|ies)"
        r"|letters?)\s+(?:seeking comment\s+|for comment\s+)?(?:to|with|for)\s+(?P<p>(?:[^.;]"
        r"|\.(?=\s?\w)){2,300}?)"
        r"(?=\s*(?:$|;|\.(?!\s?\w)|,?\s(?:but|asking|seeking|signed)\b|\sand (?:did|has|have|had"
        "|was|were|received"
        r"|got)\b|\s" + FOR_COMMENT + r"))",
        weak=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:gave|given|offered)\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,160}?)\s+(?:(?:a|an|the|one|two"
        r"|three|several|\d+"
        r"|\w+-\w+)\s+)+"
        r"(?:hours?|days?|weeks?|chance|opportunity|right)\s+(?:to\s+(?:respond|comment|reply)"
        r"|of reply)\b",
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
        r"\b(?:(?:requests?|inquiries|enquiries|queries|e-?mails?|messages?|voicemails?|calls?"
        r"|letters?)\s+(?:for|seeking|requesting|asking for)\s+(?:comment|an interview|a response"
        r"|a statement)|questions|list of questions|allegations|claims|findings)\s+(?:was|were"
        r"|has been|have been|had been)\s+(?:also\s+)?(?:sent|submitted|made|emailed|directed|put"
        r"|forwarded|addressed|lodged|left|placed)\s+(?:to|with|at|for)\s+",
    ),
    _p(
        "sought",
        "before",
        r"\b(?:was|were|has been|have been|had been|is being|are being|was being|were being)\s+",
        ADV,
        r"(?:contacted|approached|asked|reached|emailed|invited|messaged)\s+(?:by\s+[\w’' "
        r"]{2,40}?\s+)?",
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
    # Who says so has answered: "The ministry said it did not comment on leaked documents".
    _p(
        "declined",
        "before",
        r"\b(?:said|says|replied|told\s+" + NEWS + r")\s+(?:that\s+)?(?:it|he|she|they)\s+"
        r"(?:did|does|do|would)(?:\s+not|n['’]t)\s+(?:publicly\s+|generally\s+)?comment\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:would|agreed\s+to|(?:was|were)\s+willing\s+to|wanted\s+to)\s+"
        r"(?:be\s+drawn\b|(?:discuss|talk|speak|answer|be\s+interviewed)\b"
        r"(?=[^.;]{0,80}?\s(?:with|to|by)\s+" + NEWS + r"|[^.;]{0,60}?\son\sthe\srecord))",
        neither=True,
    ),
    _p("declined", "before", r"\b(?:would not|wouldn['’]t|refused to|declined to) be drawn\b"),
    _p(
        "declined",
        "before",
        r"\b(?:does not|do not|doesn['’]t|don['’]t)\s+(?:publicly\s+|generally\s+"
        r"|typically\s+)*comment\b",
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
        rf"\b{NOT}\s+{ADV}(?:respond(?:ed)?|repl(?:y|ied)|offer(?:ed)?"
        rf"|provide(?:d)?)\s*{ADV}(?:{FOR_COMMENT}|(?:by|before|at|in time for|prior to|ahead of"
        r"|as of)\s+(?:the\s+)?(?:time|press|publication|deadline|publishing|print"
        r"|[\w.: ]{0,12}deadline|\w+day|\d)|within (?:the |a )?(?:\d+|[\w-]+) (?:hours?|days?"
        r"|week)|in time for (?:publication|this (?:story|article))|when (?:asked|approached"
        r"|contacted|(?:I|we)\s(?:asked|rang|called|phoned|wrote|visited)))",
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+(?:{ADV}immediately\s+)(?:respond(?:ed)?|repl(?:y|ied)|react(?:ed)?"
        rf"|comment(?:ed)?){END}",
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
        r"\b(?:has|have|had|is|are|was|were)\s+(?:yet|still)\s+to\s+(?:publicly\s+"
        r"|officially\s+)?(?:respond|reply|comment|react"
        r"|answer)\b(?!\s+to\s+(?!(?:[\w’']+\s+){0,3}(?:requests?|questions|quer|e-?mails?|inquir"
        r"|enquir|calls|messages|letters)))",
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:return(?:ed)?|answer(?:ed)?|acknowledge(?:d)?"
        r"|pick(?:ed)?(?: up)?)\s+(?P<mine>(?:[\w’',-]+\s+)"
        rf"{{0,6}}?{ASKED})\b",
        weak=True,
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:provide|provided|offer|offered|issue|issued|give|given|make"
        rf"|made)\s+(?:(?:a|an|any|further|immediate|official|public)\s+)*(?:{COMMENT}|response"
        r"|statement|reply)\b(?!\s+(?:to|of)\s+(?!requests?|questions))",
    ),
    _p(
        "no-response",
        "before",
        rf"\b{NOT}\s+{ADV}(?:provide|provided|give|given|supply|supplied)\s+(?:"
        r"(?:",
        NEWS,
        r")\s+(?:with\s+)?(?:(?:any|further|more|additional)\s+)*"
        r"|(?:(?:any|further|more|additional)\s+)+)(?:information|details|answers|explanation)\b",
        END,
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:had|has|have|gave|offered|made|issued)\s+no\s+(?:immediate|official"
        r"|public)\s+(?:comment|response|reaction|reply|statement)\b",
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
        r"\b(?:immediately\s+)?(?:(?:responded"
        rf"|replied)(?:\s+to\s+(?P<mine>(?:[\w’',-]+\s+){{0,7}}?{ASKED})\b|{END})"
        rf"|(?:returned|answered|acknowledged)\s+(?P<theirs>(?:[\w’',-]+\s+){{0,6}}?{ASKED})\b"
        r"|commented\b"
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
        r"\bno\s+(?:immediate\s+|official\s+|public\s+|further\s+)*(?:comment|response|reaction"
        r"|reply|word|statement|answer)\s+(?:(?:was|were|had been|has been"
        r"|could be)\s+)?(?:(?:immediately\s+)?(?:available|received|obtained|given|offered"
        r"|provided|forthcoming|made|issued)\s+)?(?:from|by|at)\s+",
    ),
    _p(
        "no-response",
        "after",
        r"\b(?:did not|didn['’]t|has not|have not|had not|hasn['’]t|haven['’]t|is yet to"
        r"|are yet to|has yet to|have yet to)\s+(?:immediately\s+|yet\s+)?(?:receive[d]?|hear[d]?"
        r"|g[eo]t(?:ten)?)\s+(?:back\s+|(?:a|any) (?:response|reply)\s+|an answer\s+)+from\s+",
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:did not|didn['’]t|has not|have not|had not|hasn['’]t|haven['’]t|has yet to"
        r"|have yet to)\s+(?:immediately\s+|yet\s+)?(?:hear(?:d)? back|(?:receive|get)[d]? (?:a"
        r"|any) (?:response|reply)|receive[d]? an answer)\b|\b(?:but|and|had|has|have)\s+(?:has "
        r"|have |had )?(?:received|got|gotten) no (?:response|reply|answer)\b"
        r"|\bwithout (?:response|reply|success|a response|a reply|an answer)(?=[.;,]|$)",
        bare=True,
    ),
    _p(
        "no-response",
        "group",
        r"\b(?:requests?|questions?|e-?mails?|(?:phone |telephone )?calls?|messages?|inquir(?:y"
        "|ies)|enquiries"
        r"|quer(?:y|ies)"
        r"|letters?|voicemails?)\s+(?:for\s+(?:further\s+)?(?:comment|an interview|interviews"
        "|information"
        r"|a response)\s+"
        r"|seeking\s+(?:comment|a response)\s+|requesting\s+(?:comment"
        r"|an interview)\s+)?(?:(?:left|sent|made|placed"
        r"|emailed"
        r"|directed|submitted|put|addressed)\s+)?(?:to|with|at|(?<=left )for|(?:(?<=comment )"
        "|(?<=response )"
        r"|(?<=interview ))from)\s+(?P<p>(?!comment|an? interview)(?:[^.;]"
        r"|\.(?=\s?\w)){2,250}?)"
        r"\s+(?:seeking comment\s+|requesting comment\s+|for comment\s+)?(?:" + UNANSWERED + ")",
        weak=True,
    ),
    _p(
        "no-response",
        "after",
        r"\b(?:requests?|questions?|e-?mails?|(?:phone )?calls?|messages?|inquiries|enquiries"
        r"|voicemails?|letters?)\s+(?:for (?:comment|an interview|interviews)|seeking comment"
        r"|asking for comment|from "
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
        r"(?:reached|contacted|located|found for comment)\b(?!\s+(?:by (?:road|sea|boat|air|land"
        r"|rescuers|ambulances|car)|on foot|until|because|from the))",
    ),
    _p(
        "unreachable",
        "before",
        r"\b(?:could|can)\s+(?:immediately\s+)?be\s+(?:immediately\s+)?(?:reached"
        r"|contacted)\b(?=\s*(?:for comment|by phone|by telephone|by email|on \w+day|[.,;]|$))",
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
        r"\b(?:(?:was|were|is|are)\s+not|(?:was|were|is|are)n['’]t)\s+immediately\s+(?:available"
        r"|reachable)\b(?!\s+(?:in|at|to (?!comment)|for (?!comment)))",
    ),
    _p(
        "unreachable",
        "before",
        r"\b(?:(?:was|were|is|are)\s+)?(?:unavailable|unreachable)\s+(?:for|to)\s+(?:comment"
        r"|an interview|interviews)\b",
    ),
    _p("unreachable", "before", r"\b(?:was|were)\s+(?:unavailable|unreachable)(?=\s*(?:[.;]|$))"),
    _p(
        "unreachable",
        "after",
        r"\b(?:(?:was|were|has been|have been)\s+unable\s+to|could not"
        r"|couldn['’]t)\s+(?:immediately\s+|independently\s+)?(?:reach|contact|locate|get hold of"
        r"|get in touch with)\s+",
        bare=True,
    ),
    _p(
        "unreachable",
        "group",
        r"\b(?:attempts?|efforts?)\s+(?:by [\w’' ]{2,30} )?to\s+(?:reach|contact|locate"
        "|get (?:comment|a response) from"
        r"|obtain (?:comment|a response) from)\s+(?P<p>(?:[^.;]|\.(?=\s?\w)){2,250}?)\s+(?:for "
        r"comment\s+|by phone\s+"
        r"|on \w+day\s+)*(?:(?:was"
        r"|were|proved|have been|has been|had been)\s+)?(?:not\s+(?:immediately\s+)?successful"
        "|unsuccessful|failed"
        r"|in vain"
        r"|fruitless)\b",
    ),
]
_REFUSED = [
    _p(
        "declined",
        "before",
        r"\b(?:declin(?:ed|es|ing)|refus(?:ed|es|ing))\s+(?:(?:to|an?|all|our|multiple|repeated"
        r"|several|any|every|further|immediate|interview|media|the|\w+['’]s"
        r"|\w+s['’])\s+)*(?:immediately\s+|publicly\s+|further\s+|directly\s+)*(?:",
        COMMENT,
        r"|commenting|be interviewed|interviews?|interview requests?|requests? (?:for"
        r"|to) (?:(?:an?|further) )?(?:comment|interviews?|speak)|be quoted"
        r"|answer (?:\w+ ){0,4}questions|provide (?:a |any |further )*(?:comment|statement"
        r"|response)|make (?:[\w’']+ ){1,4}available|take questions"
        r"|respond to (?:\w+[’']?\w* ){0,5}?(?:requests?|questions?|emails?|calls?|inquiries)"
        r"|speak (?:to|with) (?:",
        NEWS,
        r")|speak (?:on the record|publicly)|go on the record|issue a (?:comment|statement)"
        r"|be drawn|offer (?:a )?comment|an? invitation to comment)\b(?!\s+from (?!(?:the "
        r"|a )?(?:reporters|journalists|the press|the media)|",
        NEWS,
        "))",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:declin(?:ed|es|ing)|refus(?:ed|es|ing))\s+"
        r"(?:(?:again|yesterday|today|this|last|on|repeatedly|morning|afternoon|week|month|\w+day)\s+){0,3}"
        r"to\s+(?:say|discuss|elaborate|confirm|speak(?=\s*[,.;]|\s(?:on|about|further)\b)"
        r"|give (?!up|way|in\b)|provide (?:\w+\s){0,2}(?:details|figures?|numbers?|copies|copy"
        r"|information)|reveal|disclose|speak (?:to|with)|address|specify|explain)\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:would not|wouldn['’]t|will not|won['’]t|chose not to|opted not to|preferred not to"
        r"|asked not to|could not|couldn['’]t"
        r"|(?:did not|didn['’]t|does not|doesn['’]t) (?:want|wish) to"
        r"|was unable to|were unable to|unable to|not able to|can(?:no"
        r"|['’])t)\s+(?:immediately\s+|further\s+|publicly\s+|be drawn to"
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
        r"\b(?:turned down|rejected|rebuffed)\s+(?:[\w’',-]+\s+){0,5}?(?:requests? for (?:comment"
        r"|an interview|interviews)|interview requests?)\b",
    ),
    _p("declined", "before", r"\brefrained from commenting\b"),
    _p(
        "declined",
        "before",
        r"\b(?:is|was|would be)\s+(?:inappropriate|improper|premature|wrong)\s+"
        r"(?:for\s\w+\s)?to\s+comment\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:(?:hung up|put down the phone|put the phone down|ended the call)\b"
        r"|slammed down the phone\b)",
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
        r"\b(?:referred|directed|deferred|redirected|forwarded|refers|directs)\s+(?:(?:all|any"
        r"|our|further|media|press|the|this|its|these|those|a|most|follow-up|other|\w+['’]s?|(?:",
        NEWS,
        r")['’]s?)\s+)*(?:questions?|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)|requests?"
        r"|comments?|calls?|e-?mails?|",
        NEWS,
        r")\b[^.;]{0,60}?\s(?:back\s+)?(?:to|elsewhere)\b",
    ),
    _p(
        "referred",
        "before",
        r"\bsaid (?:[\w’']+ ){0,3}?(?:questions|inquiries|enquiries"
        r"|queries) should be (?:directed|put|sent|addressed) to\b",
    ),
]
_ANSWERED = [
    _p(
        "replied",
        "after",
        r"\b(?:(?:when|after being|if)\s+)?(?:asked|reached|contacted|approached"
        r"|pressed|sought)\s+(?:(?:by ",
        NEWS,
        r" )?to (?:comment|respond)|(?:by [\w’' ]{2,30} )?for (?:a |further )?(?:comment|response"
        r"|reaction)|by (?:phone|telephone|email)(?: for comment)?|on (?:his|her|their) (?:mobile"
        r"|cell) ?(?:phone)?|at (?:his|her|their) (?:home|office))\s*(?:[^,.;]{0,60}),\s+",
    ),
    _p(
        "replied",
        "after",
        r"\b(?:in (?:a |an )?(?:(?:brief|short|written|emailed|e-mailed|one-line) )*(?:statement"
        r"|response|reply|answer|email)(?: sent)?(?: in response| in reply)?|responding|replying"
        r"|in response)\s+to\s+(?:[\w’',-]+\s+){0,6}?(?:requests? for (?:comment|information"
        r"|a response)|questions?|inquir(?:y|ies)|enquir(?:y|ies)|quer(?:y"
        r"|ies))\s*(?:[^,.;]{0,50}),\s+",
    ),
    _p(
        "replied",
        "before",
        r"(?<!not )(?<!n['’]t )\b(?:responded|replied)\s+to\s+"
        r"(?:[\w’',-]+\s+){0,5}?requests?\s+for\s+(?:comment|a response|information"
        r"|an interview)\b",
    ),
    _p(
        "replied",
        "before",
        r"(?<!not )\b(?:responded|replied)\s+to\s+(?:some of\s+|most of\s+)?(?:(?:the|our|its"
        r"|those|written|e-?mailed|detailed|\w+['’]s)\s+)*(?:questions|queries|inquiries"
        r"|enquiries)\b",
    ),
    _p(
        "replied",
        "before",
        r"\b(?:provided|issued|released|sent|supplied|gave|shared)\s+(?:",
        NEWS,
        r"\s+(?:with\s+)?)?(?:a|an|the following|this)\s+(?:(?:brief|short|written|emailed"
        r"|lengthy|one-line|two-line|prepared)\s+)*(?:statement|response|reply)\s*(?:to\s+",
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
        r"|e-?mail)\s+(?:sent\s+)?(?:in (?:response|reply) )?to\s+(?:a "
        r"|the )?(?:[\w’']+\s+){0,3}(?:requests? for comment|questions?|queries|inquiries)\b",
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
# As papers of Nigeria, India, Ireland and Australia have it, and columnists anywhere.
_ELSEWHERE_SAID = [
    # "said that was not something she would discuss", "said it was not for him to comment"
    _p(
        "declined",
        "before",
        r"\b(?:said|says|replied|told\s"
        + NEWS
        + r")\s(?:that\s)?(?:it|that|this)\s(?:was|is)(?:\snot|n[’']t)\s"
        r"(?:something\s(?:he|she|they|it|we|the\s\w+)\s(?:would|could|will|can|(?:was|is|were|are)\s(?:willing|able|prepared)\sto)"
        r"\s(?:discuss|comment\son|talk\sabout|go\sinto|get\sinto|share|disclose)"
        r"|(?:for|up\sto)\s(?:him|her|it|them|us|me)\sto\s(?:say|comment|discuss))\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:said|says|told\s"
        + NEWS
        + r")\s(?:that\s)?(?:he|she|they|it|we)\shad\s[“\"‘]?nothing\s"
        r"(?:further\s|more\s|else\s)?to\s(?:say|add)\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:would|could|will|can|did|does)(?:\snot|n[’']t|not)\s(?:give|grant|do|be\sgiving)\s(?:any\s|an\s)?interviews?\b"
        r"|\bbegged\soff\b(?=\s*[.,;])",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:hung\sup|rang\soff|put\sdown\sthe\sphone|put\sthe\sphone\sdown)\s(?:on\s(?:learning|hearing|being|"
        + NEWS
        + r")"
        r"|when\s(?:asked|told|reached|contacted|questioned))\b",
    ),
    # "Asked why it was on sale, he hung up."
    _p(
        "declined",
        "after",
        r"\b[Aa]sked\s(?:why|how|whether|about|if|what|who|when|where)\s[^.;“”\"\n]{2,120},\s(?=[^.;,]{2,60}\s(?:hung\sup|rang\soff"
        r"|put\sdown\sthe\sphone|walked\soff|walked\saway|shrugged|would\snot\ssay|wouldn[’']t\ssay))",
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:took\sour\snumber|promised\s(?:a\scall|to\scall|to\sring|to\sphone|to\sget)\sback)\b(?=[^.]{0,60}\b(?:but|and)\s"
        r"(?:did\snot|didn[’']t|never|has\snot|none)\b)",
    ),
    _p(
        "replied",
        "before",
        r"(?<!sources\s)(?<!who\s)(?<!named,\s)\b(?:told|assured)\s(?-i:us|this\s(?:newspaper|paper|reporter|magazine|website|correspondent))\b"
        r"(?!\s(?:all|both|about|how|when|where)\b)",
    ),
    _p(
        "replied",
        "before",
        r",?\s(?:who\s)?(?:spoke|speaking)\sto\s(?-i:us|this\s(?:newspaper|paper|reporter|magazine))\b",
    ),
    _p(
        "replied",
        "after",
        r",\s(?:when\sasked)\s(?:at|on|about|during|outside|by)\s[^,.;“”\"]{2,50},\s+(?=(?:said|says|replied|told|insisted|denied)\b)",
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:did|does|has|had)(?:n[’']t| not)\s+(?:get|got|gotten)\s+back\s+to\s+(?:me|us)\b",
    ),
    _p(
        "no-response",
        "before",
        r"\b(?:has|have|had)(?:n[’']t|\s+not)\s+(?:yet\s+)?(?:called|rung|phoned)\s+back\b",
    ),
    _p(
        "unreachable",
        "group",
        r"\b(?:efforts|attempts)\s+to\s+(?:reach|contact|get|obtain)\s+(?P<p>[^.;,]{2,120}?)"
        r"(?:[’']s?\s(?:reactions?|comments?|response|side|version))?\s+"
        r"(?:have\s+)?(?:proved|proven|were|was|been)\s+(?:abortive|unsuccessful|futile)\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:did|does)(?:n[’']t|\s+not)\s+(?:want\s+to\s+be\s+interviewed|take\s+(?:any\s+)?questions)\b",
    ),
    _p(
        "replied",
        "after",
        r"\b(?:when\s+contacted|contacted\s+by\s+(?:phone|telephone|" + NEWS + r")),\s+",
    ),
    _p("replied", "before", r"\bwould\s+(?:say\s+only|only\s+say)\b"),
    _p(
        "declined",
        "before",
        r"\b(?:would|could|will|can)\s+neither\s+confirm\s+n?or\s+deny\b"
        r"|\bneither\s+confirmed\s+nor\s+denied\b",
    ),
    _p(
        "declined",
        "before",
        r"\b(?:said|says|replied|told\s" + NEWS + r")\b[^.;“”\"\n]{0,60}?[“\"‘](?:we\s|it\s)?"
        r"(?:do|does|would|will|can)(?:\s+not|n[’']t|not)\s+(?:publicly\s+|generally\s+)?comment\b",
    ),
    _p(
        "declined",
        "before",
        r"\bhad\s+nothing\s+(?:further\s+|more\s+|else\s+)?to\s+(?:say|add)\b"
        r"(?=\s+(?:when\s+(?:reached|asked|contacted|approached)|to\s+" + NEWS + r"))",
    ),
    # Only beside another ask: whose phone is off may also be a suspect's.
    _p(
        "unreachable",
        "group",
        r"(?P<p>[A-Z][^.;,]{1,60}?)[’']s?\s(?:mobile\s|cell\s|tele)?(?:phones?|numbers?|(?:phone\s)?lines?)\s"
        r"(?:was|were|is|are|has\sbeen|have\sbeen)\s(?:switched\soff|unreachable|not\sreachable|out\sof\sservice)\b",
        bare=True,
    ),
    _p(
        "replied",
        "before",
        r"\b(?:said|says|wrote|replied|confirmed|told\s" + NEWS + r")\s+(?:[^.;“”\"]{0,30}\s)?"
        r"(?:by\s(?:e-?mail|text(?:\smessage)?|WhatsApp)|in\s(?:an?\s)?(?:e-?mailed|written)\s"
        r"(?:statement|answers?|response|reply|comments?|remarks)"
        r"|in\s(?:a|an)\s(?:e-?mail|text\smessage|WhatsApp\smessage|(?:telephone|phone|WhatsApp)\sinterview)"
        r"|when\s(?:reached|contacted))\b",
    ),
    _p(
        "replied",
        "before",
        r"\b(?:wrote|e-?mailed|texted|messaged)\s+back\b(?=[\s,:]{1,2}(?:that\b|to\ssay\b|saying\b|[“\"]))",
    ),
    _p(
        "replied",
        "after",
        r",\s(?:when\s)?(?:reached|contacted)\s(?:in|at|on|through|via)\s[^,.;]{2,40},\s+"
        r"(?=(?:said|says|replied|offered|sent|told|confirmed|denied|insisted|wrote|promised)\b)",
    ),
    _p(
        "replied",
        "after",
        r"(?:(?<=^)|(?<=[.!?”\"]\s)|(?<=\n))(?:When\s)?[Aa]sked\s(?:about|whether|why|how|what|if)\s"
        r"[^,.;“”\"]{1,80},\s+",
        weak=True,
    ),
    _p(
        "sought",
        "group",
        r"\b(?:I|we)\s+(?:have\s|had\s|also\s)?(?:asked|rang|phoned|called|e-?mailed|wrote\sto)\s"
        r"(?P<p>[^.;]{2,80}?),?\s(?:to\s(?:look|explain|say|confirm|check|respond)|about\b|whether\b"
        r"|for\sthe\b|on\syour\sbehalf|again\b)",
    ),
    _p(
        "sought",
        "group",
        r"\b(?:has|have|had)\s(?:contacted|approached|written\sto|e-?mailed)\s"
        r"(?P<p>[^.;]{2,120}?)\s(?:seeking|asking|to\sask)\b",
    ),
    _p("sought", "group", r"\bwe\s+did\s+invite\s+(?P<p>[^.;,]{2,80}?)\s+on\b(?=\s*[.,])"),
]
PATTERNS: tuple[Pattern, ...] = (
    *_SOUGHT,
    *_SILENT,
    *_OUT_OF_REACH,
    *_REFUSED,
    *_ELSEWHERE,
    *_ANSWERED,
    *_ELSEWHERE_SAID,
)
