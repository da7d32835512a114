"""Numbers as copy writes them, to plain decimals with their unit: "$1.2 million" is "1200000 USD".

- The mark holds number, scale and unit ("2.3 billion euros", "34-year-old"), not "about", "some" or
  "more than".
- Of a range each end is a number of its own, in the scale and unit of the second ("$3-4 million");
  so are both sides of
  a score or vote ("52-48").
- A share is its decimal ("a quarter" is 0.25, "one in five" 0.2), None where that has no end ("two
  thirds").
- Units stay as stated, never converted; "pounds", which may be money or weight, stay "pounds", and
  cents "cents".
- None where the copy is vague: "dozens", "hundreds of thousands", "several hundred".
- No number: ordinals ("45th"), names ("F-16", "Channel 4", "9/11"), addresses, telephone numbers,
  "one of them".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.reading import MarkedFact, Span
from factcheck.text.values.labels import is_label, telephone_numbers

_TABLES = data_table("factcheck.text.values", "numbers")

_ONES = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES: dict[str, int] = _TABLES["scales"]
_MIXED = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_SHARE_WHOLES = {"a hundred": "100", "a thousand": "1000", "a million": "1000000"}
_WHOLES = frozenset(
    [
        *map(Decimal, range(2, 11)),
        *map(Decimal, (12, 20, 25, 50, 100, 1_000, 10_000, 100_000, 10**6)),
    ]
)
_CURRENCIES: dict[str, str] = _TABLES["currencies"]
CODES = word_lists("factcheck.text.values", "numbers")["codes"]
_CODES = "|".join(sorted(CODES))
_UNITS: dict[str, str] = _TABLES["units"]
_UNIT_OF = {
    alias.replace("-", " ") if alias.count("-") and alias != "km/h" else alias: unit
    for unit, aliases in _UNITS.items()
    for alias in aliases.split()
}

_SMALL = "|".join([*(w for w in _ONES if w != "zero"), "zero"])
_WORDS = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|{_SMALL})"
)
_SCALE_WORDS = r"hundred|thousand|million|billion|trillion|lakh crore|lakh|crore"
_DIGITS = (
    r"\d{1,3},\d{1,2}(?=\s?(?:million|billion|trillion|bn|m)\b)"
    # India's papers part a lakh by twos: "1,24,500".
    r"|\d{1,2}(?:,\d{2}){1,5},\d{3}(?:\.\d+)?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u202f\xa0 ]\d{3})+(?![\d])|\d+(?:\.\d+)?|\.\d+"
)
_UNIT_RE = "|".join(
    re.escape(u).replace(r"\ ", "[ -]") for u in sorted(_UNIT_OF, key=len, reverse=True)
)
_MONEY_WORDS = "|".join(
    re.escape(w)
    for w in sorted(_CURRENCIES, key=len, reverse=True)
    if w[0].isalpha() and "$" not in w
)

# One letter is money only before what can be no name: "N500m", "R1,200" and "R2.50", never "N95" or
# "R2". South African papers part thousands by a blank. "The R101" is a road.
_LETTER = (
    r"(?<![Tt]he )(?<!oom )(?<!oad )(?<!ute )[NR]"
    r"(?=\d{1,3},\d{1,2}\s?(?:million|billion|trillion|bn|m)\b"
    r"|\d{1,3}(?:,\d{3}|[\xa0\u202f ]\d{3}(?!\d))|\d{1,9}\.\d\d\b|[1-9]\d{2,8}\b"
    r"|\d{1,9}(?:\.\d{1,3})?[\s-]?(?:[mk]|[bmt]n|trn|b|million|billion|trillion)\b)"
)
# "27.2C" is a temperature with no degree sign; "40 C" may be anything.
_BARE_DEGREES = r"(?<=\d)(?-i:[CF])(?![\w’'-])"

# "and" joins only after a hundred or a thousand: "one hundred and five", but "two and three".
_IN_WORDS = (
    rf"(?:{_WORDS})\b(?:(?:[ -](?:{_SCALE_WORDS})\b)+(?:(?:(?:(?<=hundred)"
    rf"|(?<=thousand)) and)?[ -](?:{_WORDS})\b)?)*"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/:$€£€#@&+-])(?P<sign>[−+-](?=\d)|minus )?"
    rf"(?P<cur>(?:US|AU|A|CDN|Can|CA|C|NZ|HK|S|R|MX|NT|J|TT|EC|Bds|G|Z)?\$|[€£¥₹₽₴₪₺₩₦฿₱₫]|(?:GH)?[₵¢]"
    rf"|(?-i:{_CODES})\s?|(?-i:K?[Ss]hs?\.?|[UT][Ss]hs?\.?|RM|Rp|Tk)\s?(?=\d)|(?-i:{_LETTER})|Rs\.?\s?)?\s?"
    rf"(?P<num>{_DIGITS}|{_IN_WORDS}|(?:a|an|half a|several|a few)(?=[ -](?:{_SCALE_WORDS}"
    r"|dozen)\b)"
    rf"|half an?(?=[ -](?:{_UNIT_RE})\b))"
    rf"(?P<mixed>\s?[½¼¾]|[ -]and[ -]a[ -](?:half|quarter))?"
    rf"(?:(?P<dash>\s?[–-]\s?|\sto\s)(?P<high>[$€£]?(?:{_DIGITS})|(?:{_IN_WORDS})\b))?"
    rf"(?:\s?-?(?P<scale>{_SCALE_WORDS}|dozen|bn|mn|mln|trn|tn|k(?=\b)|m(?=\b)|b(?=\b)))?"
    rf"(?:[\s\u202f\xa0-]?(?P<unit>%|{_BARE_DEGREES}|(?:{_UNIT_RE})(?![\w’'])|(?:{_MONEY_WORDS}|{_CODES})\b))?"
    rf"(?P<old>[ -]old\b)?",
    re.I,
)
# No figure of a thousand million and more is written so: "the 1500m", "a 10,000m final".
_IN_METRES = frozenset(("1500", "3000", "5000", "10000"))
_METRES = re.compile(
    r"[ -](?:record|hurdles|medley|butterfly|backstroke|breaststroke|dash|race|runner|champion"
    r"|title|deep|high|wide|tall|long|thick|above|below|away|apart|sprint|final|freestyle|relay)\b"
)
_SHARE = re.compile(
    rf"(?<![/.,–-])\b(?P<part>\d{{1,3}}|{_WORDS})[ -]"
    r"(?:in|out of|in every|out of every|of every)[ -]"
    r"(?P<whole>\d{1,3}(?:,\d{3})*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty"
    "|fifty|a hundred"
    rf"|a thousand|a million)\b(?![.,]?\d|-|\s?(?:%|(?:{_UNIT_RE}|{_SCALE_WORDS})\b))",
    re.I,
)
_VAGUE = re.compile(
    r"\b(?:(?:many |several |a few |some )?(?:dozens|hundreds|thousands|millions|billions"
    r"|trillions|(?:tens|scores)(?= of))(?: of (?:hundreds|thousands|millions|billions"
    r"|trillions))?|a (?:handful|couple|number|majority|fraction|third|quarter|fifth"
    r"|tenth)(?= of\b)|(?<=\bby )(?:a (?:third|quarter|fifth|tenth)|half)\b(?! \w+ing\b)"
    r"|(?:(?<=than )|(?<=nearly )|(?<=almost )|(?<=about )|(?<=over )|(?<=least ))a (?:third"
    r"|quarter|fifth|tenth)|(?:one|two|three|four)[ -](?:thirds?|quarters?|fifths?|fourths?"
    r"|tenths?|sixths?)|(?<!first )(?<!second )(?<!other )half(?= (?:of|the|a|his|her|its|their"
    r"|all)\b)|(?:doubled?|tripled?|quadrupled?|halved?|twice|threefold|tenfold|twofold|fivefold))\b",
    re.I,
)
_PLAIN_FRACTIONS: dict[str, str] = _TABLES["fractions"]
_AGE = re.compile(
    r"(?<=[a-zé’.]), (?P<age>\d{1,3}),(?! \d{3})|\b(?:aged?|age of) (?P<aged>\d{1,3})\b(?![.,]\d"
    r"|\s?(?:%|per))"
    r"|\b[Aa]t (?P<at>[1-9]\d), (?:he|she|they)\b|\b[Tt]urn(?:s|ed"
    r"|ing)? (?P<turned>[1-9]\d)\b(?![.,]?\d|\s?%)"
    r"|\b[A-Z][\w’'-]*, (?P<last>[1-9]\d)(?=[.;](?!\d)|\s(?:and|who)\b)"
)
# "29/32 patients": some of so many. What may be a day ("9/11"), a season ("23/24") or a rate of
# blood ("120/80") is none.
_OUT_OF = re.compile(r"(?<![\w/.,$€£-])(?P<part>\d{2,3})/(?P<all>\d{2,3})(?![\w/-]|[.,]\d)")
_LATEST_DAY = 12
# "287/6 in 50 overs": runs and wickets, as cricket writes them.
_RUNS = re.compile(
    r"(?<![\w/.,$€£-])(?P<part>\d{1,3})/(?P<all>\d{1,2})"
    r"(?=\s(?:in|off|from|after)\s[\d.]{1,5}\sovers\b|\sdeclared\b|\s(?:at|by)\s(?:stumps|lunch|tea|the\sclose)\b)"
)
# "A$2.15m — $150k over reserve": the bare sign is of the dollar named; "($1.4m)" is a conversion.
_NAMED_DOLLARS = re.compile(r"(?<!\w)(A|AU|CA?|NZ|HK|S|NT|J|TT|EC|Bds|US)\$(?=\s?\d)")
_CONVERTED = re.compile(r"[(\[](?:or |about |some |nearly |around ){0,2}\$\d")
_COMPOUND = re.compile(r"-\w")  # "34-year-old"
_NOT_COUNTED = re.compile(
    r"\s+(?:of|another|thing|day|more time|time|side|hand|way|who|that|’s|'s|or more|by one)\b"
    r"|['’.,;:!?)]|\s+[a-z]+(?:s|ed)\b"
)


def find_numbers(text: str, block: Span) -> list[MarkedFact]:
    """Numbers, money, percentages, measures and ages in one block."""
    plain = [fact for match in _NUMBER.finditer(text, *block) for fact in _facts(text, match)]
    shares = [fact for match in _SHARE.finditer(text, *block) if (fact := _share(match))]
    vague = [
        MarkedFact(match.span(), "number", _fraction(match.group()))
        for match in _VAGUE.finditer(text, *block)
    ]
    out_of = [fact for match in _OUT_OF.finditer(text, *block) for fact in _out_of(match)]
    out_of += [fact for match in _RUNS.finditer(text, *block) for fact in _both(match)]
    ages = [_age(match) for match in _AGE.finditer(text, *block)]
    counting = _outside_calls(plain, telephone_numbers(text, block))
    counting = _of_the_named_dollar(text, block, counting)
    return [*counting, *shares, *vague, *out_of, *ages]


def _outside_calls(numbers: Sequence[MarkedFact], calls: Sequence[Span]) -> list[MarkedFact]:
    """Drop the numbers that are a part of a telephone number; `calls` are in order."""
    ends = [end for _, end in calls]

    def is_dialled(place: int) -> bool:
        at = bisect_right(ends, place)
        return at < len(calls) and calls[at][0] <= place

    return [number for number in numbers if not is_dialled(number.span[0])]


def _age(match: re.Match[str]) -> MarkedFact:
    group = match.lastgroup or "age"
    return MarkedFact(match.span(group), "number", f"{int(match.group(group))} years")


def _out_of(match: re.Match[str]) -> list[MarkedFact]:
    """Return both numbers of "29/32"; neither where it may be a day or a season."""
    part, whole = int(match["part"]), int(match["all"])
    if part <= _LATEST_DAY or part + 1 >= whole:
        return []
    return _both(match)


def _both(match: re.Match[str]) -> list[MarkedFact]:
    return [
        MarkedFact(match.span(group), "number", str(int(match[group]))) for group in ("part", "all")
    ]


def _of_the_named_dollar(text: str, block: Span, numbers: list[MarkedFact]) -> list[MarkedFact]:
    """Give the bare "$" of a paragraph the country of the one dollar that it names."""
    named = {match[1].lower() for match in _NAMED_DOLLARS.finditer(text, *block)}
    if len(named) != 1 or _CONVERTED.search(text, *block):
        return numbers
    code = _CURRENCIES[f"{named.pop()}$"]
    return [
        replace(fact, value=fact.value.replace("USD", code))
        if fact.value and text[fact.span[0]] == "$"
        else fact
        for fact in numbers
    ]


def _fraction(written: str) -> str | None:
    words = re.sub(r"\s+", " ", written.lower().replace("-", " "))
    if words not in _PLAIN_FRACTIONS:
        words = re.sub(r"(third|quarter|fifth|fourth|tenth)s$", r"\1", words)
    return _PLAIN_FRACTIONS.get(words) or _PLAIN_FRACTIONS.get(words + "s")


def _share(match: re.Match[str]) -> MarkedFact | None:
    """Return the share of "one in five".

    The whole must be one that people count shares by, so that "two in 1987" is none.
    """
    part, whole = (
        _value(match.group("part")),
        _value(_SHARE_WHOLES.get(match.group("whole").lower(), match.group("whole"))),
    )
    if part is None or whole is None or not 0 < part < whole or whole not in _WHOLES:
        return None
    share = Fraction(int(part), int(whole))
    ends = 10**6 % share.denominator == 0
    return MarkedFact(
        match.span(), "number", format((part / whole).normalize(), "f") if ends else None
    )


def _facts(text: str, match: re.Match[str]) -> list[MarkedFact]:
    """Return the facts of a match of `_NUMBER`: none, one, or the two ends of a range."""
    raw = match.group("num")
    if not raw or _excluded(text, match, raw):
        return []
    start, end = match.span()
    start += len(match.group()) - len(match.group().lstrip())
    value = _whole_value(match)
    if value is None:
        return [MarkedFact((start, end), "number", None)]
    scale, unit = _scale_and_unit(text, match)
    if not match.group("high"):
        return [MarkedFact((start, end), "number", _written(value * scale, unit))]
    high = _value(match.group("high").lstrip("$€£")) or Decimal(0)
    # "from 900 to 1.2 million": a low end that is the larger figure is not in the scale of the high
    # end.
    low = value * scale if value <= high or scale == 1 else value
    return [
        MarkedFact((start, match.start("dash")), "number", _written(low, unit)),
        MarkedFact((match.start("high"), end), "number", _written(high * scale, unit)),
    ]


def _whole_value(match: re.Match[str]) -> Decimal | None:
    """Return the number with its fraction and sign, before its scale; None where it is vague."""
    value = _value(match.group("num"))
    if value is None:
        return None
    mixed = match.group("mixed")
    if mixed:
        value += _MIXED.get(mixed.strip(), Decimal("0.25" if "quarter" in mixed else "0.5"))
    return -value if match.group("sign") not in (None, "+") else value


def _scale_and_unit(text: str, match: re.Match[str]) -> tuple[Decimal, str | None]:
    """Return the scale of a number and its unit; the "m" of "30m high" is metres, not millions."""
    scale = (match.group("scale") or "one").lower()
    if scale == "m" and not match.group("cur"):
        raced = match.group("num").replace(",", "") in _IN_METRES
        # "75 ft (~23 m)": a blank parts a figure from its unit, not from its millions.
        apart = match.group().rstrip().endswith((" m", "\xa0m", "\u202fm"))
        if raced or apart or _METRES.match(text, match.end()):
            return Decimal(1), "m"
    return Decimal(_SCALES[scale]), _unit(match)


_ARTICLES = frozenset(["a", "an", "half a", "several", "a few"])
# Units that a number in words does not have before them: "one second", but "a second".
_UNITS_AFTER_FIGURES = frozenset(["second", "m", "mi", "ha", "g", "p", "pc"])


def _excluded(text: str, match: re.Match[str], raw: str) -> bool:
    """Return whether a number counts nothing.

    "one of them", parts of names (F-16, 9/11), clock times and web addresses do not.
    """
    after = text[match.end() : match.end() + 16]
    if raw[0].isdigit() and _is_joined(after):
        return not _COMPOUND.match(after)
    low = raw.lower()
    if not any(match.group(group) for group in ("scale", "unit", "cur", "mixed")):
        return low in _ARTICLES or _counts_nothing(text, match, raw, after)
    unit = (match.group("unit") or "").lower()
    if unit in ("c", "f"):  # "seat 14C", "Flat 3F"
        start = match.start("num")
        return is_label(text, start, start + len(raw))
    return unit in _UNITS_AFTER_FIGURES and not raw[0].isdigit()


def _is_joined(after: str) -> bool:
    """Return whether what follows a figure touches it: a letter, or a mark with a letter."""
    return after[:1].isalpha() or after[:1] == "_" or _JOINED.match(after) is not None


_JOINED = re.compile(r"[-/:]\w|\.[a-z\d]|\+\d")


# "One" counts where it counts people, and after what was done to them; else it is an article.
_ONE_PERSON = re.compile(
    r"\s(?:(?:more|other|\w+an)\s)?(?:person|people|man|woman|child|boy|girl|baby|civilian|soldier"
    r"|officer|policeman|police\sofficer|passenger|passerby|worker|resident|student|inmate|prisoner"
    r"|hostage|dead|death|fatality|casualty|killed|wounded|injured|missing|arrest|arrested|case"
    r"|vote|win|loss|defeat|goal|point)\b"
)
_HARMED = re.compile(
    r"\b(?:kill(?:ed|ing|s)?|wound(?:ed|ing|s)?|injur(?:ed|ing|es)|arrest(?:ed|ing|s)?"
    r"|left|leaving|hospitali[sz]ed)\s(?:at\sleast\s)?$"
)


def _counts_nothing(text: str, match: re.Match[str], raw: str, after: str) -> bool:
    """Return whether a number without unit and scale is a label, or "one" of something."""
    start = match.start("num")
    if not match.group("high") and "," not in raw and is_label(text, start, start + len(raw)):
        return True
    if raw.lower() != "one":
        return False
    if _NOT_COUNTED.match(after) or not after[:1].isspace():
        return True
    return not (_ONE_PERSON.match(after) or _HARMED.search(text, max(0, start - 24), start))


def _unit(match: re.Match[str]) -> str | None:
    currency = (match.group("cur") or "").strip()
    if currency:
        return _CURRENCIES.get(currency.lower()) or currency.upper()
    unit = match.group("unit")
    if match.group("old") and unit:
        return "years" if unit.lower().startswith("year") else _UNIT_OF.get(unit.lower())
    if not unit:
        return None
    if unit in ("C", "F"):
        return f"°{unit}"
    low = re.sub(r"[- ]+", " ", unit.lower())
    return _UNIT_OF.get(low) or _CURRENCIES.get(low) or unit.upper()


# "R3,4 million", as South Africa writes.
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")


def _value(raw: str) -> Decimal | None:
    low = raw.lower().replace("\u202f", "").replace("\xa0", "").replace(",", "").strip()
    if _DECIMAL_COMMA.fullmatch(raw.strip()):
        return Decimal(raw.strip().replace(",", "."))
    if low[0].isdigit() or low[0] == ".":
        return Decimal(low.replace(" ", ""))
    if low in ("several", "a few"):
        return None
    if low in ("a", "an"):
        return Decimal(1)
    if low in ("half a", "half an"):
        return Decimal("0.5")
    return _words_value(re.split(r"[- ]+", low))


def _words_value(words: list[str]) -> Decimal | None:
    total, current = 0, 0
    for word in words:
        if word in _ONES:
            current += _ONES[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES and word != "one":
            total += max(current, 1) * _SCALES[word]
            current = 0
    return Decimal(total + current)


def _written(value: Decimal, unit: str | None) -> str:
    plain = format(value.normalize(), "f")
    return f"{plain} {unit}" if unit else plain
