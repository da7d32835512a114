"""Words that accuse, as patterns: each finds the words and, within them, the accused.

The cost of each is linear: what stands between two words has a greatest length.
"""

from __future__ import annotations

import re
from typing import Final

from factcheck.text.language.word_lists import word_lists

WORDS: Final = word_lists("factcheck.text.quotes", "accusations")

_APART: Final = r"[^.;:!?“”\"()\n]"


def _any_of(name: str) -> str:
    """Return the words of a list as alternatives; a hyphen in one stands for a space."""
    return "|".join(word.replace("-", r"\s") for word in sorted(WORDS[name], key=len, reverse=True))


_WORD: Final = r"(?:(?:[A-Z]\.){2,12}|[A-Z](?:[\w’'&-]|\.(?=\w)){0,60})"
PLAIN_NAME: Final = (
    rf"(?:[Tt]he\s+)?{_WORD}(?:\s+(?:(?:of|and|the|for)\s+)?{_WORD}){{0,5}}(?:(?<=\s[JS]r)\.)?"
)
NAME: Final = rf"(?P<party>{PLAIN_NAME})"
# Who somebody is stands before the name: "the all-rounder Zohair Lashari", "its maker, Apex Grain".
_WHO: Final = (
    r"(?:(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?)\s)?"
    r"(?:(?!(?:by|in|at|on|of|for|after|over|from|with|and)\b)[\w’'-]{1,30}\s){0,3}?"
    r"(?:(?!(?:by|in|at|on|of|for|after|over|from|with|and)\b)[a-z][\w’'-]{1,30},?\s)?"
)

# The accused ends at the preposition that opens the charge ("of arming"), not at one inside its own
# name ("Republic of Belmar"); only where no charge begins with a small letter may it begin with a
# capital ("of War crimes").
_ACTIVE: Final = (
    rf"\b(?:{_any_of('active')}"
    # A spa charges for its baths; a prosecutor charges with a crime, or over a death.
    rf"|[Cc]harg(?:e|es|ed|ing)(?={_APART}{{2,160}}?\s(?:with|over)\b))"
    rf"\s+(?!(?:of|for|by|over)\b)(?P<party>{_APART}{{2,160}}?)\s+(?:of|for|with|over)\b"
    # A bank's fee and a soldier's duty are no charge of wrongdoing.
    r"(?!\s+(?:an?\s+)?(?:fee|interest|task|\d))"
)
CAREFUL: Final = re.compile(_ACTIVE + r"(?!\s+[A-Z])")
ANY_CHARGE: Final = re.compile(_ACTIVE)

# "accused of", "charged in an unrelated case with", "accused by officials of": the charge may stand
# a few words off.
_PARTICIPLE: Final = "|".join(
    f'{participle}\\b(?:\\s+(?:by|in|on|at|last|this|over)\\s[^.;:!?,“”"()\\n]{{1,60}}?)?'
    f"\\s+{rest.replace('-', ' ')}"
    for participle, _, rest in (words.partition("-") for words in sorted(WORDS["passive"]))
)
# The same as the sentence's first words: "Accused of perjury, …".
_PARTICIPLE_FIRST: Final = "|".join(
    words.replace("-", " ").capitalize() for words in sorted(WORDS["passive"])
)
# What the subject before it is accused by.
PASSIVE: Final = re.compile(
    r"\s(?:is|are|was|were|has been|have been|had been|stands?|stood|got)\s+"
    r"(?:being\s+)?(?:(?:\w+ly|also|both|later|first|twice|once|yesterday|today|since)\s+){0,2}"
    rf"(?:{_PARTICIPLE})\b"
    # "was arrested on Friday", "were jailed": the charge stands elsewhere.
    r"|\s(?:is|are|was|were|has been|have been|had been)\s+(?:(?:\w+ly|also|both|later)\s+){0,2}"
    r"(?:arrested|arraigned|charged|indicted|impeached|convicted|acquitted|jailed|fined"
    r"|found guilty)"
    r"(?=\s*[.,;]|\s+(?:on|in|last|after|over|by|at|earlier|yesterday)\b)"
    r"|\s(?:is|are|was|were)\s(?:currently\s)?serving\s[^.;,\n]{1,40}?\s"
    r"(?:sentence|(?:prison|jail)\sterm)\b"
    r"|\s(?:(?:has|have|had)\s)?claimed responsibility\b"
    r"|\s(?:has\s|have\s|had\s)?(?:\w+ly\s|later\s)?(?:pleads?|pleaded|pled)\s"
    r"(?:not\s)?guilty\b"
    r"|\s(?:faces?|faced|is facing|are facing)\s+(?:\w+\s){0,3}?"
    r"(?:charges|allegations|accusations)\b"
    r"|\s(?:is|are|was|were)\s(?:\w+\s)?(?:put|taken)\sto\stask\b"
    r"|\s(?:is|are|was|were|remains?)\sunder\s(?:\w+\s)?investigation\b"
    r"|\s(?:(?:is|are|was|were)\s(?:due\s)?to\s|will\s)?(?:stands?|stood|faces?|faced|goes\son|went\son|go\son)"
    r"\strial\s(?:(?:in|on|at|next|this|later)\s[^.;,\n]{1,40}?\s)?(?:for|over|on|accused)\b"
    # Who lost office over it, or pays for it, was found to have done it.
    r"|\s(?:is|are|was|were|has been|have been|had been)\s(?:\w+ly\s|also\s|later\s)?"
    rf"(?:{_any_of('punished')})"
    r"\s(?:over\b|for\s(?:\w+ly\s)?[a-z]{3,}ing\b|on\ssuspicion\b)"
    r"|\s(?:resigned|quit|stepped\sdown)\s(?:over|amid|after|following)\s(?:[\w-]+\s){0,3}?"
    r"(?:allegations|accusations|claims|scandal|investigation|inquiry)\b"
    r"|\s(?:will\sspend|spent|must\sserve|faces)\s[^.;,\n]{2,40}?\s(?:in\s(?:prison|jail)|behind\sbars)\b"
    # A deed told of in so many words is an accusation by whoever tells it.
    rf"|\s(?:has\s|have\s|had\s)?(?:\w+ly\s|then\s|also\s|once\s)?(?:{_any_of('deeds')})"
    r"(?=\s(?!by\b|in\b|at\b|on\b|near\b|and\b|after\b|when\b|while\b|as\b))"
    # Who denies it was accused of it: "Ostria denies targeting civilians".
    rf"|\s(?:has\s|have\s|had\s)?(?:\w+ly\s)?(?:den(?:y|ies|ied)|admit(?:s|ted)?)\s(?:{_any_of('charged_with')}"
    # "admitted two counts of theft"
    r"|(?:[\w-]+\s){0,3}?(?:counts?|charges?|offences?|offenses?)\sof\s[a-z]"
    rf"|(?!(?:being|having|{_any_of('no_deeds')})\b)[a-z]{{3,}}ing\b)"
)
APART: Final = re.compile(
    rf",\s(?:who\s(?:is|was|has been)\s)?(?:\w+ly\s)?(?:{_PARTICIPLE})\b"
    # "Dr. Alan Kessler, the Winnipeg surgeon charged with manslaughter"
    r"|,\s(?:the|an?)\s(?:(?!(?:is|are|was|were|has|have|had|been|be)\b)[\w’'-]{1,30}\s){1,6}?"
    rf"(?:{_PARTICIPLE})\b"
    r"|,\snamed\sin\s(?:an?|the)\s(?:\w+\s){0,3}?(?:suit|lawsuit|complaint|indictment|affidavit)\b"
)
# "Gao fled after being accused of …": the accused opens the sentence.
BEING: Final = re.compile(
    rf"\s(?:after|before|since|despite|for|upon)\sbeing\s(?:\w+ly\s)?(?:{_PARTICIPLE})\b"
)
ALLEGEDLY: Final = re.compile(r"\s(?:has |have |had )?allegedly\b")

# The accused behind the words, or between them.
BEHIND: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # "alleges that Verrat hid", "an allegation by the panel that Verrat hid".
        rf"\balleg(?:e|es|ed|ing|ations?)\s+(?:by\s{_APART}{{2,60}}?\s)?(?:that\s+)?{NAME}"
        r"(?=\s+[a-z“\"])",
        rf"\b[Bb]lam(?:e|es|ed|ing)\s+{_APART}{{2,80}}?\s+on\s+{NAME}",
        rf"\b[Bb]lam(?:es|ed|ing)\s+(?:the\s)?(?P<party>{PLAIN_NAME}"
        r"|[a-z][\w’'-]{1,30}(?:\s[a-z][\w-]{2,30}){1,2})(?=\s*[.,;]|\s*$)",
        # "is hauling Bluewave before a tribunal over"
        r"\b(?:haul(?:s|ed|ing)?|drag(?:s|ged|ging)?|tak(?:es?|ing|en)|took|br(?:ings?|inging|ought))\s"
        rf"{NAME}\s(?:before|to|in\sfront\sof)\s(?:an?\s|the\s)?(?:\w+\s)?"
        r"(?:court|tribunal|judge|panel|commission|watchdog)\s(?:over|for)\b",
        # "The blame, he told the inquiry, lies with the navy": a body in small letters too.
        r"\b(?:blame|fault|responsibility|delay|failure)(?:,[^,.;:\n]{2,60},)?\s"
        r"(?:(?:lies|lay|rests|rested)\s(?:squarely\s)?with|falls\son|fell\son)\s[“\"‘]?"
        rf"(?:the\s)?(?P<party>{PLAIN_NAME}|[a-z][\w-]{{2,30}}(?:\s[a-z][\w-]{{2,30}}){{0,2}})"
        r"(?=\s*[.,;”]|\s*$)",
        rf"\bpoint(?:s|ed|ing)?\s(?:the|a)\sfinger\sat\s{NAME}",
        # "expelled two envoys it says were spying"
        r"\b(?:expel(?:s|led)|deport(?:s|ed)|arrest(?:s|ed)|detain(?:s|ed)|sack(?:s|ed)|suspend(?:s|ed)|fired)\s"
        r"(?P<party>(?:[\w’'-]{1,30}\s){0,4}?[\w’'-]{1,30}),?\s(?:who\s|whom\s|that\s)?(?:it|he|she|they)\s"
        r"(?:says?|said|accuse[sd]?|alleges?|alleged|claims?|claimed|suspect(?:s|ed)?)\s"
        r"(?:of|was|were|are|is|had|have|has)\b",
        # "The blackout was blamed on a contractor, Zenith Cabling"; weather stands trial nowhere.
        r"\b(?:blam|pinn)(?:ed|ing)\s(?:\w+ly\s)?on\s"
        rf"(?!(?:Covid|COVID|Brexit|El|La|Hurricane|Storm|Cyclone|Typhoon|Tropical)\b){_WHO}{NAME}",
        rf"\battribut(?:es?|ed|ing)\s(?:the\s|an?\s|[\w-]+\s)?(?:{_any_of('outrages')})\sto\s{_WHO}{NAME}",
        # "the attack, reportedly carried out by the Taliban"
        rf"\b(?:{_any_of('outrages')}),?\s(?:\w+ly\s)?(?:carried\sout|conducted|committed|staged|perpetrated"
        rf"|ordered|orchestrated)\sby\s{_WHO}{NAME}",
        # "It was the bank’s own auditors who cooked the books": a deed with its doer set apart.
        r"\b[Ii]t\s(?:was|is)\s(?:the\s)?"
        rf"(?P<party>{PLAIN_NAME}(?:[’']s?\s(?:[a-z][\w-]{{1,30}}\s){{0,2}}?[a-z][\w-]{{1,30}})?)"
        rf"\s(?:who|that|which)\s(?:has\s|have\s|had\s)?(?:{_any_of('deeds')})\b",
        # Indian police "book" whom they charge; a referee books players for fouls.
        rf"\bbook(?:s|ed|ing)\s{_WHO}{NAME}(?=,?\s(?:under\b|on\scharges|for\s(?:allegedly\s)?(?:{_any_of('booked_for')})))",
        # "Found guilty of perjury, Councillor Edna Maddox": the accused behind the comma.
        rf"(?<![\w,])(?:{_PARTICIPLE_FIRST})\s[^,.;:\n]{{2,80}},\s{NAME}",
        # "accused him of hiding a loan"
        r"\b(?:accus(?:es?|ed|ing)|suspect(?:s|ed)?|convict(?:s|ed)|acquitt(?:s|ed))\s"
        r"(?P<party>him|her|them|it)\sof\b",
        r"\b(?:blam(?:es?|ed|ing)|su(?:es?|ed|ing)|charg(?:es|ed|ing)|prosecut(?:es|ed|ing))\s"
        r"(?P<party>him|her|them|it)\s(?:for|over|with)\b",
        rf"\bfound\s+{NAME}\s+guilty\b",
        rf"\b(?i:{_any_of('charges')})\s+(?:(?:[\w-]+\s+){{0,3}}?)against\s+{_WHO}{NAME}",
        r"\b(?:lawsuit|suit|case|complaint|claim|charges|proceedings)\s(?:(?:he|she|it|they|[\w-]+)\s)?"
        rf"(?:filed|brought|lodged|launched)\s(?:[\w’'-]{{1,30}}\s){{0,9}}?against\s{_WHO}{NAME}",
        # "has cleared nurse Olive Tranter of": she was accused.
        rf"\b(?:clear|acquit)(?:s|ed|ted|ing)\s{_WHO}{NAME}(?=\sof\b)(?!\sof\s(?:[a-z-]+\s)?(?:land)?"
        r"(?:mines|debris|rubble|snow|ice|militants|rebels|fighters|protesters|squatters)\b)",
        rf"\b(?:arrest(?:s|ed|ing)|jail(?:s|ed|ing))\s{_WHO}{NAME}"
        r"(?=\s(?:[a-z]{2,12}\s){0,4}?(?:for|over|on)\b)",
        rf"\b(?:suspend(?:s|ed|ing)|sack(?:ed|ing)|sanction(?:s|ed|ing))\s{_WHO}{NAME}"
        r"(?=\s(?:[a-z]{2,12}\s){0,4}?(?:over\b|for\s(?:[a-z]{3,}ing\b|alleged)))",
        rf"\bfin(?:ed|ing)\s{_WHO}{NAME}(?=\s(?:[£$€₦]|\d|an?\s|[A-Z]{{1,3}}\$?\d|a\stotal|more\sthan|over|for))",
        # "The alleged kingpin, Sipho Ntanjana", but not an alleged victim.
        rf"\b[Aa]lleged\s(?:[a-z-]{{2,30}}\s){{0,2}}?(?!victims?\b|targets?\b|complainants?\b)(?:{_any_of('doers')}),?\s{NAME}",
        rf"\b[Aa]lleged\s(?:[a-z-]{{3,30}}\s){{1,3}}?by\s(?:[a-z-]{{2,30}}\s){{0,3}}?{NAME}(?![’'])",
        rf"\b[Aa]lleged\s(?:role|involvement|complicity|negligence|failure|misconduct)\sof\s{_WHO}{NAME}(?![’'])",
        rf"\b[Cc]o-(?:accused|defendants?),?\s(?:[a-z]{{2,20}}\s)?{NAME}",
        r"\b[Tt]he\s(?:first|second|third|fourth|fifth|other|main|prime|chief|lead)\s(?:accused|defendant|suspect),\s"
        rf"(?:[A-Z][\w’'-]{{1,30}}[’']s\s[a-z]{{2,20}},?\s)?{NAME}",
        rf"\barrests?\sof\s(?:an?\s(?:[\w-]{{1,30}}\s){{0,4}}?[\w-]{{1,30}},\s)?{NAME}",
        rf"\bresignation\sof\s(?:[a-z-]{{2,30}}\s){{0,2}}?{NAME}(?=\s(?:over|amid|due\sto)\b)",
        # "The complaint names Randall Oberst".
        rf"\b(?:complaint|lawsuit|suit|indictment|affidavit|charge\ssheet)\s(?:also\s)?names\s{_WHO}{NAME}",
        rf"\b(?:attacks?|bombings?|killings?|blast|raid|fire|theft|leak|explosion|sabotage|shooting)\b[^.;:\n]{{0,30}}?"
        rf"\s(?:was|were|is|had\sbeen)\sthe\swork\sof\s{_WHO}{NAME}",
        # What somebody is called before the name: "serial killer Ronan Beck", "disgraced banker …".
        rf"\b(?:{_any_of('called_before')})\s(?:[a-z-]{{2,30}}\s){{0,2}}?{NAME}",
        rf"\b[Ss]u(?:es|ed|ing)\s+{NAME}",
        rf"\b(?:takes?|took|taking|taken)\s+{NAME}\s+to\s+(?:court|task)\b",
        rf"\b(?:slam(?:s|med)|rap(?:s|ped)|blast(?:s|ed))\s+{NAME}\s+over\b",
        rf"\bsentenc(?:es|ed|ing)\s+{NAME}\s+to\b",
        rf"\bconvictions?\s+of\s+{NAME}(?=\s+(?:for|of|on|in)\b)",
        rf"\b(?:hold|holds|held|holding)\s+{_APART}{{0,60}}?{NAME},?\s+in\s+(?:criminal\s+)?contempt\b",
        # "investigating Ford over", "a criminal investigation of Ford".
        rf"\binvestigat(?:es|ed|ing)\s+{NAME}(?=\s+(?:over|for)\b)",
        r"\b(?:criminal|fraud|police|corruption|impeachment|ethics|bribery|murder|misconduct)\s"
        rf"(?:investigation|inquiry|probe)\s(?:of|into|against)\s{NAME}(?![’'])",
        rf"\b[Hh]it(?:s|ting)?\sout\sat\s{NAME}(?=\s+(?:for|over)\b)",
        # "puppets of Ostria", "creations of the U.S.": whose they are is accused.
        rf"\b(?:{_any_of('belongings')})\s(?:of|for)\s{NAME}",
        # "called Verrat a liar", "Verrat is a terrorist".
        r"\b(?:call(?:s|ed|ing)|brand(?:s|ed|ing)|label(?:s|led|ed|ing))\s"
        rf"(?:[Tt]he\s[^,.;:“”\"\n]{{2,60}},\s)?{NAME},?\s(?:as\s)?"
        rf"[“\"‘]?(?:an?\s|the\s)?[“\"‘]?(?:\w+\s)?(?:{_any_of('names_called')})\b",
        rf"(?<![\w-]){NAME}\s(?:is|are|was|were)\s(?:an?\s|the\s)?(?:\w+\s)?(?:{_any_of('names_called')})\b",
        # "Rwanda, which U.N. experts have accused of backing the group".
        rf"(?<![\w-]){NAME},\s(?:which|whom)\s[^,;:!?“”\"()\n]{{2,60}}?\s(?:accuse[sd]?|blame[sd]?|convicted)\s"
        r"(?:of|for)\b",
    )
)
# "Kennedy assassin Sirhan Sirhan": the name before is the victim's.
VICTIM: Final = re.compile(rf"\s(?:{_any_of('called_before')})\b")
# Whom a deed was done to.
SUFFERED: Final = re.compile(
    r",?\s(?:\d{1,3},\s)?(?:is|was|were|had\sbeen|has\sbeen)\s(?:\w+ly\s)?(?:murdered|killed|stabbed|shot|raped"
    r"|attacked|assaulted|robbed|abducted|kidnapped|beaten|found\sdead)\b"
)
# "Beaulieu isn't accused of anything".
CLEARED: Final = re.compile(
    r"\s(?:is|are|was|were|has|have|had)(?:n[’']t|\snot)\s(?:been\s)?(?:\w+ly\s)?"
    r"(?:accused|charged|suspected|implicated|alleged)\b"
)
# "Halden Rail’s alleged failure": the owner did it.
OWNED: Final = re.compile(
    r"[’']s?\s+(?:alleged|reported|supposed)\b"
    # "the prison’s “reckless neglect”"
    rf"|[’']s?\s+[“\"‘](?:[\w-]{{1,30}}\s){{0,3}}?(?:{_any_of('wrongs')})[”\"’]"
)
SUBJECT: Final = re.compile(
    rf"(?P<who>{PLAIN_NAME}(?:(?:,\s+and|,|\s+and)\s+{PLAIN_NAME}){{0,4}})(?:(?:,\s[^,]{{1,80}}){{1,2}},)?,?\Z"
)
OPENING: Final = re.compile(rf"\s*{NAME}(?=,?\s+[a-z])")
# A pronoun as the subject right before a verb.
PRONOUN: Final = re.compile(r"(?<!\w)(?P<who>[Hh]e|[Ss]he|[Ii]t|[Tt]hey)\Z")
# The subject of what is alleged: "that since May Verrat had hidden it".
ALLEGED: Final = re.compile(
    rf"(?:that\s)?(?:(?:in|since|between|on|from|over)\s[^,;:“”\"()\n]{{2,40}}?,?\s)?"
    rf"(?:(?P<pronoun>he|she|it|they)|{NAME})(?=[’']s\s|\s[a-z“\"])"
)
