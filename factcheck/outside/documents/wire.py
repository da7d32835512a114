"""Wire copy as agencies move it (ANPA 1312, IPTC 7901): slugs, editors' lines and turns of page."""

from __future__ import annotations

import re

from factcheck.outside.documents.bylines import byline_of
from factcheck.outside.documents.drafts import Draft, Paragraph, Pen, Remark
from factcheck.outside.documents.embargoes import embargo_in

_SLUG = re.compile(
    r"\^?(?:(?:AM|PM|BC|US|EU|ML|AF|AS|LA|FBN|CAN|eur|usa|r|u|b|d|s|f|h)[-_][A-Z0-9][^\n]{0,80}"
    r"|[^\n.]{3,60},\s{0,2}(?:\d(?:st|nd|rd|th)\s(?:Ld|Lead|Add|Sub)|Bjt|Writethru|URGENT)[^\n]{0,60}"
    r"|(?:[a-z]{3}\d{3,4}\s\d\s[a-z]{1,3}\s\d{1,4})[^\n]{0,80}|(?:slug|keyword|slugline)\s{0,2}:[^\n]{1,100})",
    re.I,
)
_CODED = re.compile(
    r"^[A-Za-z]{1,4}\d{2,5}\b|[-_][A-Z]|,\s?\d(?:st|nd|rd|th)|,\d{3,4}$|writethru|^slug|^keyword|\bBjt\b",
    re.I,
)
_EDITORS = re.compile(
    r"\(?(?:eds?|editors?|editor['’]s note|note to editors|editors['’] note"
    r"|attention editors|advisory|attention|"
    r"trims?|nota a los editores|an die redaktion(?:en)?)\s{0,2}[:.—–-]",
    re.I,
)
_UPDATE = re.compile(
    r"\((?:adds|updates|recasts|corrects|edits|writes through|refiles|repeats)\b[^()\n]{0,300}\)",
    re.I,
)
_MORE = re.compile(r"[(\[–—-]{1,3}\s?(?i:more|mf|suite|mehr|sigue)\s?[)\]–—-]{1,3}|MORE|\(MORE")
_END = re.compile(
    r"\s{0,9}(?:-\s?30\s?-|–\s?30\s?–|—\s?30\s?—|#{3,5}|-\s?0\s?-|\(?ends?\)?|-?ends?-?|\(end\)|\*{3,5}|30|ENDIT|NNNN)\s{0,9}",
    re.I,
)
_SIGNATURE = re.compile(
    r"(?:[A-Za-z]{2,4}-)?[A-Za-z]{2,4}-\d\d-\d\d-\d\d\s\d{3,4}(?:GMT|EST|EDT|UTC|Z|CET)?|[a-z]{2,4}/[a-z]{2,4}(?:/[a-z]{2,4})?",
    re.I,
)
_BYLINE = re.compile(r"by\s[^\d.]{3,80}", re.I)
_ROLE = re.compile(
    r"[^\n.]{0,60}\b(?:writer|correspondent|reporter|editor|staff|bureau chief)\b[^\n.]{0,40}", re.I
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATELINE = re.compile(
    r"[A-Z][A-Z'. -]{2,40}(?:,[^—–_\n-]{0,60})?\s?(?:\([^)\n]{1,40}\)\s?)?[—–_-]{1,2}\s"
)
# Characters, set by hand on wire copy of the gold files; wires break lines at 60 to 69.
_LONGEST_SLUG = 100
_LONGEST_NOTE = 200
_LONGEST_ROLE = 80
_LONGEST_HEADLINE = 160
_CUT_LINE = 55  # a shorter line ended where its writer wanted
_FULL_LINE = 64  # a longer one was cut for certain
_HEADLINE = re.compile(r"(?:headline|hed|title)\s{0,2}:\s{0,3}(.{3,200})", re.I)


def is_wire(text: str) -> bool:
    """Return whether plain text is written as wire copy: two of its marks, or more."""
    lines = list(filter(None, map(str.strip, _plain(text).split("\n"))))
    if not lines:
        return False
    signs = [
        any(_is_slug(line) for line in lines[:3]),
        any(_EDITORS.match(line) for line in lines[:8]),
        any(_MORE.fullmatch(line) for line in lines[1:]),
        any(_END.fullmatch(line) for line in lines[-4:]),
        bool(_SIGNATURE.fullmatch(lines[-1])),
        # Start and end of text, as IPTC 7901 frames a message.
        "\x02" in text and "\x03" in text,
        "``" in text and "''" in text,
    ]
    # One may be chance: a script ends in "ENDS", a release begins with a line to editors.
    return sum(signs) >= 2


def _is_slug(line: str) -> bool:
    if len(line) >= _LONGEST_SLUG:
        return False
    return bool(_SLUG.fullmatch(line)) and bool(_CODED.search(line))


def read_wire(text: str) -> Draft:
    """Return the draft in wire copy; its furniture is kept as such, its editors' lines as notes."""
    draft = Draft(medium="wire")
    paragraphs = _paragraphs(_plain(text))
    head = True
    for line in paragraphs:
        kind = _kind(line, draft, head)
        if kind == "note":
            draft.notes.append(Remark(0, 0, line))
            draft.embargo = draft.embargo or embargo_in(line)
            continue
        head = head and kind is not None
        _add(draft, line, kind)
    return draft


def _kind(line: str, draft: Draft, head: bool) -> str | None:
    """Return what a paragraph is: "note" where it is for editors, None where it is the story."""
    if _EDITORS.match(line) or _UPDATE.fullmatch(line):
        return "note"
    if _stands_alone(line):
        return "furniture"
    if not head:
        return None
    # A longer one is a paragraph of the story that speaks of an embargo.
    if len(line) < _LONGEST_NOTE and embargo_in(line):
        return "note"
    return _kind_at_head(line, draft)


def _kind_at_head(line: str, draft: Draft) -> str | None:
    """Return what a line before the story is, and take the byline and the headline from it."""
    if _is_slug(line):
        return "furniture"
    if _BYLINE.fullmatch(line):
        draft.byline = byline_of([line])
        return "byline"
    if draft.byline and _is_role(line):
        return "byline"
    if draft.headline or _DATELINE.match(line) or not _may_be_headline(line):
        return None
    named = _HEADLINE.fullmatch(line)
    draft.headline = named[1] if named else line
    return "headline"


def _is_role(line: str) -> bool:
    """Return whether a line says who its writer is: "Associated Press Writer"."""
    return len(line) < _LONGEST_ROLE and _ROLE.fullmatch(line) is not None


def _may_be_headline(line: str) -> bool:
    is_sentence = line.endswith((".", "”", '"'))
    return len(line) < _LONGEST_HEADLINE and not is_sentence


def _add(draft: Draft, line: str, kind: str | None) -> None:
    pen = Pen()
    pen.words(draft.headline if kind == "headline" else line)
    paragraph = pen.end(kind)
    draft.leave_out("note number", pen.note_numbers)
    if paragraph is not None:
        draft.paragraphs.append(Paragraph(paragraph.text, kind or "body"))


def _plain(text: str) -> str:
    """Undo the wire's seven bits: its quotation marks and its dash."""
    text = text.replace("``", "“").replace("''", "”")
    text = re.sub(r"(?<=\s)_(?=\s)", "—", text)
    text = _CONTROL.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    # ANPA's carets and angles begin and end lines of the head.
    return "\n".join(line.removeprefix("^").removesuffix("<") for line in text.split("\n"))


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs: by blank lines and indents; the lines of the head stand alone."""
    found: list[list[str]] = []
    head = True
    fresh = True
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            fresh = True
            head = head and not _holds_running_text(found)
            continue
        fresh = fresh or _begins_paragraph(raw)
        if fresh or (head and not _continues(found)):
            found.append([line])
        else:
            found[-1].append(line)
        fresh = _stands_alone(line)
        head = head and not _DATELINE.match(line)
    return [" ".join(lines) for lines in found]


def _begins_paragraph(raw: str) -> bool:
    """Return whether a line is set in, or a mark of the wire's."""
    return raw.startswith(("  ", "\t")) or _stands_alone(raw.strip())


def _holds_running_text(paragraphs: list[list[str]]) -> bool:
    """Return whether one is longer than the lines of a head: the head is over with it."""
    return any(len(" ".join(lines)) > _LONGEST_HEADLINE for lines in paragraphs)


def _stands_alone(line: str) -> bool:
    """Return whether a line is a mark of the wire's."""
    return bool(_MORE.fullmatch(line) or _END.fullmatch(line) or _SIGNATURE.fullmatch(line))


def _continues(found: list[list[str]]) -> bool:
    """Return whether the line before was cut: an editors' line, or running text, that goes on."""
    if not found:
        return False
    paragraph = found[-1]
    last = paragraph[-1]
    is_over = last.endswith((".", "”", ")", '"')) or _is_slug(last)
    if is_over or len(last) <= _CUT_LINE:
        return False
    is_note = _EDITORS.match(paragraph[0]) is not None
    return is_note or len(paragraph) > 1 or len(last) > _FULL_LINE
