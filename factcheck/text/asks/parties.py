"""The list of parties in an ask: "Hezbollah, Iranian and Syrian U.N. missions, and others"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.text.language import lexicon
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.coreference import People
from factcheck.text.names.descriptions import is_work
from factcheck.text.names.extents import PART_OF_NAME
from factcheck.text.names.finder import DEMONYM
from factcheck.text.names.gazetteer import PEOPLES, PLACES
from factcheck.text.names.organisations import BODIES, body_meant, person_at_end
from factcheck.text.reading import MarkedParty, Span

_WORDS = word_lists("factcheck.text.asks", "parties")

_STOP = re.compile(
    r"\s(?:regarding|about|concerning|over|via|when|while|since|because|before|after|during|late"
    r"|early|but|as|through|until|if|whether|ahead|asking|seeking|requesting|prior|immediately"
    r"|twice|multiple times|several times|again|yesterday|today|(?:last|this) \w+|by(?! the)"
    r"|by the time|with (?:a|an|questions|detailed|requests|the|its|further|specific)|for (?:a|an"
    r"|any|further|more|additional|their|its|his|her|the|comments?|response|reaction"
    r"|clarification|confirmation|information|details|this|immediate|official|answers?"
    r"|interviews?)\b|on (?:the|this|these|those|whether|how|what|why|his|her|its|their|multiple"
    r"|several|a|an|\w+day|social|wednesday)|in (?:response|relation|connection|regard|advance"
    r"|time|writing|the (?:hours|days|wake)|an? |recent|light)|to (?:ask|comment|confirm|respond"
    r"|get|discuss|clarify|the (?:allegations|claims|accusations|report)|this|verify|request|seek"
    r"|explain|learn)|(?:on|in|at) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|and (?:did|was|were|has"
    r"|have|had|is|are|received|got|will|asked)|on \d|setting out|outlining|detailing|inviting"
    r"|offering|giving|laying out|in the (?:past|last)|at (?:his|her|their|its)"
    r"|once|three times|(?:on )?(?:several|multiple"
    r"|numerous) occasions|within|at the time|last night)\b|\s\((?!and |as well as )|[;:—–]"
    r"|,\s(?:but|which|who|whom|whose|though|although|asking|seeking|as of|none|neither|all of"
    r"|both of|each of|according|on|in|about|regarding|by|after|before|when|with)\b|[.!?]?[”\"]?$",
    re.I,
)
_LEAD = re.compile(
    r"^(?:(?:no one|nobody|none|no-one) (?:at|from|in|of)|(?:but|and|however|meanwhile|thus far"
    r"|so far|also|yet|still|then|though|although|while|as of (?:[^,]{3,30},|(?:today"
    r"|yesterday|press time|publication|\w+day)\b)|on \w+day|by \w+ ?\w*"
    r"|in (?:\w+ ){1,4}|when (?:\w+ ){1,6}|asked (?:\w+ ){1,8}|reached (?:\w+ ){1,6}"
    r"|contacted (?:\w+ ){1,6}|for (?:its|his|her|their) part|earlier|later|separately"
    r"|additionally|neither|both|either|all|each)\s*,?\s+)+",
    re.I,
)
_SAID = re.compile(
    r"^.*\b(?:said|says|added|told \w+|noted|and|then)\s+(?:that\s+)?(?=(?:the|an?|it|they|he|she"
    r"|we)?\s*\S+)",
    re.I | re.S,
)
_DETERMINER = re.compile(
    r"^(?:(?:to|the|an?(?! (?:dozen|few|number|handful|score|couple|group|series|string|slew)\b)"
    r"|both|either|neither|also|or|and|from|with|nor|its|as well as|including|such as)\s+)+",
    re.I,
)
_SEPARATOR = re.compile(
    r"\s*,\s*(?:and|or|nor|as well as|plus|along with|&|including|among)?\s*(?:also\s+)?\b|\s+"
    r"\(?(?:and|or|nor|&|as well as|plus|along with|together with|in addition to)\s+(?:also\s+)?",
    re.I,
)
_ROLE = (
    r"(?:(?:chief|lead|official|senior|deputy|press|campaign|government|communications|media"
    r"|company|company's)\s+)*(?:spokes(?:person|man|woman|people|persons|men|women)"
    r"|representatives?|press (?:office|officer|secretary|team|service|officers|offices"
    r"|secretaries)|media (?:office|team|relations)|communications (?:team|office|director)"
    r"|public affairs (?:office|officer)|publicists?)"
)
_ROLE_FOR = re.compile(
    rf"^(?:(?:a|an|the|several|multiple|two|three)\s+)?{_ROLE}\s+(?:for|of|at|from"
    r"|with)\s+(?:both\s+|either\s+)?",
    re.I,
)
# "Rick Delgado’s cellphone": who is called is the owner.
_PHONE_AFTER = re.compile(
    r"['’]s?\s+(?:mobile|cell|home|office|personal|known)?\s?(?:cell)?(?:phones?|numbers?|lines?|voicemail|inbox"
    r"|e-?mail(?: address)?)\Z",
    re.I,
)
_ROLE_AFTER = re.compile(rf"(?:['’]s?)?\s+{_ROLE}$", re.I)
_COUNSEL_FOR = re.compile(
    r"^(?:(?:a|an|the|his|her|their)\s+)?((?:defense |defence )?(?:lawyer|attorney|counsel|agent"
    r"|solicitor|barrister|publicist)s?)\s+(for|of|representing)\s+",
    re.I,
)
_SHARED = _WORDS["shared"]
_ROLES_PLURAL = _WORDS["roles_plural"]
_GROUP_HEADS = _WORDS["group_heads"]
_SINGULAR: dict[str, str] = data_table("factcheck.text.asks", "parties")["singular"]
# "its owner, Halden Group": the office only introduces the name after it.
_OWN = re.compile(r"(?:its|his|her|their)\s+(?:[a-z-]+\s+){0,2}[a-z-]+$")
# "The buyer, Larkspur Partners": whoever is meant, the name after it says who.
_THE_ONE = re.compile(r"(?:the|that|this)\s+(?:[a-z-]+\s+){0,2}[a-z-]+", re.I)
_LONGEST_OFFICE = 4  # words; guessed
_HEADS_OF_FIELDS = _WORDS["heads_of_fields"]
# Bodies that serve two places under one name.
_OF_PLACES = re.compile(
    r"[A-Z][\w’'-]+\s+(?:Police|Constabulary|Fire|Ambulance|NHS|Hospitals|Health Board)\b"
)
_OF_NAME = re.compile(
    r"\b(?:ministry|department|office|bureau|committee|institute|centre|center|agency"
    r"|administration|commission|council|society|secretary|academy|association|board|centers"
    r"|federation|union)\b.*\b(?:of|for|on)\b",
    re.I,
)
_PLURAL_OF = re.compile(
    r"^(?:the\s+)?(ministries|departments|embassies|governments|universities|offices|missions"
    r"|secretaries|consulates|foreign ministries)\s+(of|for)\s+",
    re.I,
)


_AND = re.compile(r",?\s+(?:and|or|nor|but|as well as)\s+", re.I)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|do|will|would|can|could|said|says|[a-z]{3,}ed)\b"
)
_QUOTED = re.compile(r"[“”\"]|''")
_ASIDE = re.compile(r",\s+(?:who|whose|which|when|where)\b|\s\((?!and |as well as )")
_HELPERS = re.compile(
    r"(?:\s+(?:has|have|had|did|do|does|was|were|is|are|also|both|all|each|too|then|later|since"
    # With a small letter: "Tully" is a name.
    r"|still|so far|(?-i:[a-z]{3,}ly)))+$",
    re.I,
)
_HONORIFIC = re.compile(r"^(?:mr|mrs|ms|mx|dr|sir|dame|lord|lady|prof)\.?\s+", re.I)
# What is told of a party is no part of its name.
_MODIFIED = re.compile(
    r"\s+(?:named|involved|listed|identified|mentioned|cited|quoted|supporting|working|linked"
    r"|responsible|accused|contacted|reached|familiar|aware|present|close to|briefed|at the scene"
    r"|who|whose|which|that|featured|affected|based|interviewed)\b.*$",
    re.I | re.S,
)
# A full stop that was taken for an abbreviation's.
_FULL_STOP = re.compile(r"(?<=[a-z]{3})\.\s+(?=(?:An?|The|His|Her|Its|Their|Neither|Both)\s)")
# "Oster, reached at home, declined": how he was found.
_PARTICIPLE = re.compile(
    r",\s+(?:reached|contacted|approached|asked|citing|when|through|via|speaking|in (?:a"
    r"|an)\s)\b[^;]*,?\Z",
    re.I,
)
_SHARED_SUBJECT = re.compile(
    r",?\s+(?:but|and|though|although|yet)(?:\s+(?:also|then|has|have|had|later))*$", re.I
)
_VERB = re.compile(
    r"\s(?:(?:has|have|had|is|are|was|were|did|does|do|will|would|can|could)\b|(?:said|says|told"
    r"|confirmed|acknowledged|denied|read|saw|[a-z]{3,}ed)\s)",
)
_RELATIVE = re.compile(r",?\s+(?:who|which)(?:\s+\w+ly)?$", re.I)
# "Hestia, the fund which owns most of it": what has a clause of its own says who somebody is.
_RELATIVE_CLAUSE = re.compile(r"\s(?:which|who|whose)\s")
_RELATIVE_TO_COMMA = re.compile(r"\s(?:which|who|whose)\s[^,]*")
_SPEAKS_OF_ITSELF = re.compile(
    r"\s(?:said|says|added|told [\w’' ]{2,25}?)\s+(?:that\s+)?"
    r"(?:it|they|he|she|the (?:company|agency|group|department|ministry|firm|bank|office|campaign"
    r"|army))$",
    re.I,
)
# "He urged calm, saying he": the subject of what is refused stands last.
_ADDING = re.compile(
    r",\s+(?:saying|adding|explaining|noting)\s+(?:that\s+)?(?P<who>he|she|it|they)\Z"
)
# "robot makers Unitrox": what is told of those named.
_APPOSED = re.compile(r"(?:[a-z][\w-]*\s+){0,4}(?P<head>[a-z][\w-]*)\s+(?=[A-Z])")
_CONCESSION = re.compile(r"(?:While|Although|Though)\s[^,;]+,\s+(?!who\b|which\b)(?=\w)")
_CIRCUMSTANCE = re.compile(
    r"(?:when|after|before|in|on|at|as|if|since|despite|during|for|with|asked|reached|contacted"
    r"|approached|citing|through|via|speaking|by|under|amid|until|following|last|earlier|late|even"
    r"|questioned|pressed|shown|although|though|while)\b",
    re.I,
)
_SAYING = re.compile(r"^.*\b(?:said|says|told|denied|and then|but)\b,?\s+(?:that\s+)?", re.I | re.S)
_CLAUSE = re.compile(
    r"\b(?:that|if|because|when|whether|is|was|were|does|did|has|had|suggested|indicated)\b"
)


@dataclass(slots=True)
class _Item:
    span: Span
    text: str
    prefix: str = ""
    suffix: str = ""


def parties_of(text: str, area: Span, people: People, *, after: bool) -> list[MarkedParty]:
    """Return the parties in a stretch of a sentence.

    `after` says that the stretch follows words of asking; else it stands before words of refusing.
    """
    start, end = _cleaned(text, area) if after else _subject(text, area)
    if start >= end or (not after and _is_clause(text[start:end])):
        return []
    items = _shared_heads(_joined(text, _items(text, start, end, people)))
    # What follows "the spokesman for the 8 Division" says who that is.
    spoken_for = _ROLE_FOR.match(text[start:end]) is not None
    parties = (
        _party(text, item, people)
        for item in _without_explanations(text, items, after and not spoken_for)
    )
    return [party for party in parties if party is not None]


def _without_explanations(text: str, items: list[_Item], after: bool) -> list[_Item]:
    """Drop the items that only introduce the next one, or say who the one before it is.

    `after` says that the list follows words of asking.
    """
    # Without an "and" what stands between commas says who the first is.
    listed = len(items) < 2 or _AND.search(text, items[0].span[1], items[-1].span[0]) is not None
    return [
        item
        for n, item in enumerate(items)
        if not _is_office(items, n, listed)
        and not (_explains_after(item, n, listed) if after else _explains(text, items, n, listed))
    ]


def _is_clause(words: str) -> bool:
    """Return whether words are more than a list of parties; what is told of one may be a clause."""
    return _CLAUSE.search(_RELATIVE_TO_COMMA.sub("", words)) is not None


def _is_office(items: list[_Item], n: int, listed: bool) -> bool:
    """Return whether an item only introduces the next: "its owner, Halden Group"."""
    named = n + 1 < len(items) and items[n + 1].text[:1].isupper()
    if named and (_OWN.match(items[n].text) or _is_holder(items[n], items[n + 1])):
        return True
    return n == 0 and not listed and _introduces(items[0], items[1])


def _is_holder(item: _Item, name: _Item) -> bool:
    """Return whether an office in a list introduces its holder: "the former chairman, Ana Ruiz"."""
    beside = name.span[0] - item.span[1] == len(", ")
    office = _DETERMINER.sub("", item.text)
    described = office.islower() and office != item.text and len(office.split()) <= _LONGEST_OFFICE
    return beside and described and is_work(office.split()[-1])


def _explains(text: str, items: list[_Item], n: int, listed: bool) -> bool:
    """Return whether an item before a verb says who the one before it is."""
    if n == 0 or (n == 1 and _introduces(items[0], items[1])):
        return False
    return not listed or _apposition(text, items[n - 1], items[n], len(items))


def _explains_after(item: _Item, n: int, listed: bool) -> bool:
    """Return whether an item after words of asking says who the one before it is."""
    return n > 0 and not listed and not _DETERMINER.sub("", item.text)[:1].isupper()


def _cleaned(text: str, area: Span) -> Span:
    """Return an area up to where more is said of the asking: "the bank | about the letters".

    The "for" of "a spokeswoman for the bank" is no such word.
    """
    start, end = _trim(text, area)
    role = _ROLE_FOR.match(text[start:end])
    stop = _STOP.search(text, start + role.end() if role else start, end)
    return _trim(text, (start, stop.start() if stop else end))


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in ' \t\r\n\xa0,;:—–-([“"‘':
        start += 1
    while end > start and text[end - 1] in " \t\r\n\xa0,;:.—–-)":
        end -= 1
    return start, end


def _subject(text: str, area: Span) -> Span:
    """Return the subject before a verb: without its lead, and for "X said it" or "X, who" the X."""
    start, end = _trim(text, area)
    adding = _ADDING.search(text, start, end)
    if adding is not None:
        return adding.span("who")
    start = _after_concession(text, start, end)
    stops = [match.end() for match in _FULL_STOP.finditer(text, start, end)]
    start = stops[-1] if stops else start
    for cut in (_cut_shared, _cut_relative, _cut_participle):
        start, end = cut(text, start, end)
    end = _before_aside(text, start, end, area)
    for cut in (_cut_lead, _cut_saying, _cut_circumstance, _cut_clause):
        start, end = cut(text, start, end)
    return _own_clause(text, *_trim(text, (start, end)))


# "Editor's note: A ministry spokesperson, reached after the interview, said …".
_LABEL = re.compile(r"[A-Z][\w’' ]{1,30}:\s{1,3}")


def _after_concession(text: str, start: int, end: int) -> int:
    """Return where the main clause begins: "While Oster wants a ban, Hay", "asked him; she"."""
    start = max(start, text.rfind("; ", start, end) + 2 if "; " in text[start:end] else start)
    label = _LABEL.match(text, start, end)
    start = label.end() if label else start
    concession = _CONCESSION.match(text, start, end)
    return concession.end() if concession else start


def _cut_shared(text: str, start: int, end: int) -> Span:
    """End at the first verb where the subject has two: "X confirmed it but declined"."""
    shared = _SHARED_SUBJECT.search(text, start, end)
    if shared is None:
        return start, end
    verb = _VERB.search(text, start, shared.start())
    return start, verb.start() if verb else shared.start()


def _cut_relative(text: str, start: int, end: int) -> Span:
    """Keep the name before a final "who" or "which"; nothing where no name is there."""
    words = text[start:end]
    relative = _RELATIVE.search(words)
    if relative is None:
        return start, end
    before = words[: relative.start()]
    if "," in relative.group() or before.split()[-1][:1].isupper():
        return _last_phrase(text, start, start + relative.start())
    return end, end


def _cut_participle(text: str, start: int, end: int) -> Span:
    """End before how somebody was found: "Oster, reached at home,"."""
    participle = _PARTICIPLE.search(text, start, end)
    return start, participle.start() if participle else end


def _before_aside(text: str, start: int, end: int, area: Span) -> int:
    """Return the end before an aside that a comma or bracket closes: "X, who is ill,"."""
    aside = _ASIDE.search(text, start, end)
    closed = text[end : area[1]].strip() in (",", ")")
    return aside.start() if aside and closed else end


def _cut_lead(text: str, start: int, end: int) -> Span:
    """Begin after words that lead in: "However," or "Neither"."""
    lead = _LEAD.match(text[start:end])
    return (start + lead.end(), end) if lead and lead.end() < end - start else (start, end)


def _cut_saying(text: str, start: int, end: int) -> Span:
    """Keep who speaks of themselves: the "X" of "X said it"."""
    saying = _SPEAKS_OF_ITSELF.search(text[start:end])
    return start, start + saying.start() if saying else end


def _cut_circumstance(text: str, start: int, end: int) -> Span:
    """Begin after the comma of a circumstance: "After the vote, X"."""
    comma = text.rfind(", ", start, end)
    if comma >= 0 and _CIRCUMSTANCE.match(text[start:end]):
        return comma + 2, end
    return start, end


def _cut_clause(text: str, start: int, end: int) -> Span:
    """Begin after a clause of saying: "Ruiz said the bank"."""
    verb = _SAYING.search(text[start:end])
    return (start + verb.end(), end) if verb and verb.end() < end - start else (start, end)


def _own_clause(text: str, start: int, end: int) -> Span:
    """Drop a clause before the subject and the verb's helpers after it.

    For example, "he has gone, and his aides" leaves "his aides".
    """
    joined = [m for m in _AND.finditer(text, start, end) if _FINITE.search(text, start, m.start())]
    if joined:
        start = joined[-1].end()
    start, end = _cut_lead(text, start, end)
    helpers = _HELPERS.search(text, start, end)
    return _trim(text, (start, helpers.start() if helpers else end))


def _last_phrase(text: str, start: int, end: int) -> Span:
    """Return the name right before "who": what follows the last preposition or verb."""
    piece = text[start:end]
    cut = 0
    for match in re.finditer(
        r"\b(?:against|by|from|to|with|of|for|on|about|named|accused|is|was|were|are|including"
        r"|and)\s+(?=[A-Z])",
        piece,
    ):
        cut = match.end()
    return start + cut, end


def _items(text: str, start: int, end: int, people: People) -> list[_Item]:
    """Return the members of a list of parties, each with what all of them share before it."""
    start, prefix = _shared_lead(text, start, end)
    edges = [
        m.span() for m in _SEPARATOR.finditer(text, start, end) if not people.is_in_name(m.span())
    ]
    starts = [start, *(after for _, after in edges)]
    ends = [*(before for before, _ in edges), end]
    pieces = [_trim(text, piece) for piece in zip(starts, ends, strict=True)]
    return [_Item(piece, text[slice(*piece)], prefix) for piece in pieces if piece[0] < piece[1]]


def _shared_lead(text: str, start: int, end: int) -> tuple[int, str]:
    """Return where a list begins, and what each of its members has before it.

    "Lawyers for" and "ministries of" go with each; who speaks for a party goes with none.
    """
    role = _ROLE_FOR.match(text[start:end])
    if role is not None:
        return start + role.end(), ""
    counsel = _COUNSEL_FOR.match(text[start:end])
    if counsel is not None and _SEPARATOR.search(text, start, end):
        return start + counsel.end(), f"{counsel.group(1)} {counsel.group(2)} "
    plural = _PLURAL_OF.match(text[start:end])
    if plural is None or not _SEPARATOR.search(text, start + plural.end(), end):
        return start, ""
    singular = _singular(plural.group(1).lower())
    singular = singular.capitalize() if plural.group(1)[0].isupper() else singular
    return start + plural.end(), f"{singular} {plural.group(2)} "


def _joined(text: str, items: list[_Item]) -> list[_Item]:
    """Names that have an "and" inside: "Department of Health and Human Services"."""
    joined: list[_Item] = []
    for item in items:
        if joined and not item.prefix:
            last = joined[-1]
            first_word = item.text.split()[0].lower()
            between = text[last.span[1] : item.span[0]].strip().lower()
            of_fields = first_word in PART_OF_NAME and (
                _OF_NAME.search(last.text) is not None or between == "&"
            )
            if between in ("and", "&") and (of_fields or _is_of_two_places(last, item)):
                span = (last.span[0], item.span[1])
                joined[-1] = _Item(span, text[slice(*span)])
                continue
        joined.append(item)
    return joined


def _is_of_two_places(first: _Item, second: _Item) -> bool:
    """Return whether two places have one body: "Devon and Cornwall Police"."""
    place = _DETERMINER.sub("", first.text)
    return place[:1].isupper() and " " not in place and _OF_PLACES.match(second.text) is not None


def _singular(head: str) -> str:
    low = head.lower()
    if low in _SINGULAR:
        return _SINGULAR[low] if head.islower() else _SINGULAR[low].capitalize()
    return head[:-1] if low.endswith("s") and not low.endswith("ss") else head


def _shared_heads(items: list[_Item]) -> list[_Item]:
    """Give each people its head.

    Both items of "Iranian and Syrian U.N. missions" get "U.N. mission".
    """
    for n in range(len(items) - 1, 0, -1):
        head = _shared_head(items[n])
        if head is None:
            continue
        own, tail = head
        k = n - 1
        shared = False
        while k >= 0 and _bare_people(items[k], tail):
            items[k].suffix = " " + _one_of(tail)
            shared = True
            k -= 1
        if shared:
            items[n].suffix = "\0" + own + " " + _one_of(tail)
    return items


def _shared_head(item: _Item) -> tuple[str, str] | None:
    """Return an item's people and its plural head: ("Syrian", "U.N. missions in Geneva")."""
    words = re.sub(_DETERMINER, "", item.text).split()
    place = next((k for k, w in enumerate(words) if k and w.lower() in _SHARED), None)
    if place is None:
        return None
    own = 2 if " ".join(words[:2]) in PEOPLES or " ".join(words[:2]) in PLACES else 1
    if own > place:
        return None
    return " ".join(words[:own]), " ".join(words[own:])


def _one_of(tail: str) -> str:
    words = tail.split()
    return " ".join(_singular(w) if w.lower() in _SHARED else w for w in words)


def _bare_people(item: _Item, tail: str) -> bool:
    words = _DETERMINER.sub("", item.text)
    head = tail.split()[-1].lower()
    if head in _HEADS_OF_FIELDS and words.lower() in PART_OF_NAME:
        return True
    if _is_people_or_place(words):
        return True
    short_name = len(words.split()) <= 3 and words[:1].isupper()
    return head in _ROLES_PLURAL and short_name and not _is_organisation(words)


def _is_people_or_place(words: str) -> bool:
    if DEMONYM.fullmatch(words):
        return True
    return words in PEOPLES or (len(words) > 1 and words in PLACES)


def _is_organisation(words: str) -> bool:
    """Return whether a name has an organisation's head ("Bank"), and is no place that has one."""
    headed = any(word.lower() in lexicon.ORGANISATION_WORDS for word in words.split())
    return headed and words not in PLACES


def _introduces(item: _Item, name: _Item) -> bool:
    """Return whether an office introduces its holder: "Verrat's lawyer, Ana Ruiz, declined"."""
    if _THE_ONE.fullmatch(item.text) and name.text[:1].isupper():
        return True
    words = item.text.lower().split()
    linked = (n for n, word in enumerate(words) if n and word in lexicon.PREPOSITIONS)
    head = words[next(linked, len(words)) - 1]
    office = words[-1] in lexicon.AGENT_NOUNS or is_work(head)
    return office and name.text[:1].isupper() and " " in name.text


def _apposition(text: str, before: _Item, item: _Item, count: int) -> bool:
    """Return whether an item describes the one before: "Ana Ruiz, a spokesperson for the bank,"."""
    if _AND.search(text, before.span[1], item.span[0]):
        return False
    words = item.text.split()
    heads = _RELATIVE_CLAUSE.search(item.text) is not None or any(
        w.rstrip("s") in lexicon.AGENT_NOUNS or w in lexicon.AGENT_NOUNS for w in words[:6]
    )
    return (
        words[0].lower() in ("a", "an", "the", "who", "whose", "its", "his", "her")
        and heads
        and (before.text[:1].isupper() and len(before.text.split()) <= 5)
        and count <= 3
    ) or words[0].isdigit()


def _party(text: str, item: _Item, people: People) -> MarkedParty | None:
    """Return the party of an item; None where it names nobody."""
    start, end = item.span
    lead = _DETERMINER.match(item.text)
    start += lead.end() if lead else 0
    if item.suffix:
        name = text[start:end]
        whole = item.suffix[1:] if item.suffix.startswith("\0") else name + item.suffix
        return _finished((start, end), _ROLE_AFTER.sub("", whole), item)
    start = _after_role(text, start, end)
    end = _before_tail(text, start, end)
    apposed = _APPOSED.match(text[start:end])
    if apposed is not None and apposed["head"] in _GROUP_HEADS:
        start += apposed.end()
    name = text[start:end]
    if not any(c.isalnum() for c in name) or len(name) > _LONGEST_NAME or _QUOTED.search(name):
        return None
    return _resolved((start, end), name, item, people)


def _after_role(text: str, start: int, end: int) -> int:
    """Return where the name begins after "a spokesperson for the"."""
    role = _ROLE_FOR.match(text[start:end])
    if role is None or role.end() >= end - start:
        return start
    start += role.end()
    article = _DETERMINER.match(text[start:end])
    return start + article.end() if article else start


def _before_tail(text: str, start: int, end: int) -> int:
    """Return where the name ends before "’s spokesman" or "named in the report"."""
    name = text[start:end]
    tail = _ROLE_AFTER.search(name) or _PHONE_AFTER.search(name) or _MODIFIED.search(name)
    return start + tail.start() if tail and tail.start() > 0 else end


_LONGEST_NAME = 120  # characters
_PRONOUNS = _WORDS["pronouns"]
_NOBODY = _WORDS["nobody"]


def _resolved(span: Span, name: str, item: _Item, people: People) -> MarkedParty | None:
    """Return the party that a name means, by who is known in the copy."""
    low = name.lower()
    if low in _NOBODY or low.split()[0] in ("no", "there", "if", "to", "we", "i"):
        return None
    if low in _PRONOUNS:
        return _by_pronoun(span, name, people)
    plain = " ".join(name.split())
    if item.prefix:
        return _finished(span, plain, item)
    person = person_at_end(span, name, people) or _by_alias(span, name, people)
    if person is not None:
        return person
    if low in BODIES:
        return MarkedParty(span, body_meant(span, low, people) or name, False)
    return _finished(span, plain, item)


def _by_pronoun(span: Span, name: str, people: People) -> MarkedParty:
    speaker, referent = people.resolve(span)
    if referent is not None:
        return MarkedParty(span, speaker.name, False)
    return MarkedParty(span, name, name.lower() in ("they", "them"))


def _by_alias(span: Span, name: str, people: People) -> MarkedParty | None:
    """Return the person, or the body of one word, that the copy calls so."""
    low = name.lower()
    known = people.called(low) or people.called(_HONORIFIC.sub("", low))
    if known is None:
        return None
    if known.kind == "person":
        return MarkedParty(span, known.name, False)
    return MarkedParty(span, name, False) if len(name.split()) == 1 else None


def _finished(span: Span, name: str, item: _Item) -> MarkedParty:
    name = item.prefix + name
    words = [w.lower().strip(",") for w in name.split()]
    stop = next(
        (
            k
            for k, w in enumerate(words)
            if k and w in ("of", "for", "in", "at", "from", "with", "who", "to", "on")
        ),
        len(words),
    )
    head = words[stop - 1]
    counsel = words[0] in (
        "lawyers",
        "attorneys",
        "lawyer",
        "attorney",
        "counsel",
        "solicitors",
    ) and stop < len(words)
    group = not counsel and (
        head in _GROUP_HEADS
        or words[0] in ("several", "some", "many", "others", "various", "other", "dozens")
    )
    return MarkedParty(span, name, group)
