"""What a letter's template may name, which template a contact gets, and how it becomes mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies.rules.data import table
from factcheck.replies.rules.wording import fill, placeholder_fault

# What each placeholder stands for, as the desk is told.
PLACEHOLDERS: Final[dict[str, str]] = {
    "newsroom": gettext_noop("the paper's name"),
    "party": gettext_noop("the party's name"),
    "contact": gettext_noop("the person or desk written to"),
    "reporter": gettext_noop("the article's author"),
    "subject": gettext_noop("the first letter's subject"),
    "points": gettext_noop("the points to answer"),
    "story": gettext_noop("what the story is, where somebody wrote it; a line of its own"),
    "runs": gettext_noop("when it is to run, where somebody gave it; a line of its own"),
    "sender": gettext_noop("the name and telephone number of whoever sends it"),
    "deadline": gettext_noop("the time to answer by, in the party's zone and the desk's"),
    "asked_at": gettext_noop("when the party was first asked"),
    "reply_address": gettext_noop("the address that reaches this request"),
    "reply_link": gettext_noop("the party's private page"),
    "answer_here": gettext_noop("“- reply to this message”, an item of a list, where it can be"),
    "or_here": gettext_noop("“reply to this message, ”, in a sentence, where it can be"),
}
_IN_SUBJECT: Final = ("newsroom", "party", "contact", "reporter", "subject")
_NEEDED: Final = ("points", "deadline", "reply_address")
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "prs", "ps", "sd", "ug", "ur", "yi"}
)
_LINK = re.compile(r"https?://[^\s<>]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}")
ANY = "en"


def template_fault(kind: str, subject: str, text: str) -> str:
    """Why this cannot be the template of `kind`, as a plain sentence; "" where it can."""
    if not subject.strip() or not text.strip():
        return gettext_noop("A letter needs a subject and a text.")
    if "\n" in subject.strip():
        return gettext_noop("The subject is one line.")
    # A first letter's own subject is what {subject} means; elsewhere it is the thread's.
    in_subject = [name for name in _IN_SUBJECT if name != "subject" or kind != "first"]
    fault = placeholder_fault(subject, in_subject)
    if fault:
        return gettext_noop("In the subject: %(fault)s", fault=fault)
    fault = placeholder_fault(text, PLACEHOLDERS)
    missing = [f"{{{name}}}" for name in _NEEDED if f"{{{name}}}" not in text]
    if not fault and missing:
        return gettext_noop("The text lacks %(missing)s.", missing=", ".join(missing))
    return fault


def optional_line(name: str, language: str, **values: str) -> str:
    """Return a line of the letter in its language, "" where its value is empty."""
    lines = table("letter_lines")[name]
    if not all(values.values()):
        return ""
    return fill(lines.get(base_language(language), lines[ANY]), values)


def without_gaps(text: str) -> str:
    """Return a filled letter without the blank lines that empty placeholders left."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def base_language(code: str) -> str:
    """Return the language without its region: "pt-BR" is "pt"."""
    return re.split(r"[-_]", code.strip().lower())[0]


def is_right_to_left(code: str) -> bool:
    return base_language(code) in _RIGHT_TO_LEFT


def choose_template(
    have: Iterable[tuple[str, str]], language: str, party_kind: str
) -> tuple[str, str] | None:
    """Return, of the (language, kind of party) there are, the one for a contact.

    Its language and kind; its language, any kind; English, any kind. A regional language falls back
    on its base first.
    """
    there = set(have)
    code, base = language.strip().lower(), base_language(language)
    chain = [(code, party_kind), (code, ""), (base, party_kind), (base, ""), (ANY, "")]
    return next((candidate for candidate in chain if candidate in there), None)


def as_html(template: str, values: Mapping[str, str], *, language: str, title: str) -> str:
    """Return the filled template as a page.

    Paragraphs, lists of "- " lines, the points set apart, links that can be followed. Whatever a
    value holds is words.
    """
    parts = []
    for paragraph in re.split(r"\n\s*\n", template.strip()):
        if paragraph.strip() == "{points}":
            body = "".join(
                _paragraph(piece) for piece in re.split(r"\n\s*\n", values["points"].strip())
            )
            parts.append(f'<blockquote dir="auto">{body}</blockquote>')
        elif filled := fill(paragraph, values).strip():
            parts.append(_paragraph(filled))
    direction = "rtl" if is_right_to_left(language) else "ltr"
    head = f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction}">\n'
    head += f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
    return head + "<body>\n" + "\n".join(parts) + "\n</body>\n</html>\n"


def _paragraph(text: str) -> str:
    lines = text.strip("\n").split("\n")
    items = [line for line in lines if line.startswith("- ")]
    if not items:
        return f"<p>{'<br>'.join(_marked(line) for line in lines)}</p>"
    before = [line for line in lines if not line.startswith("- ")]
    lines_out = f"<p>{'<br>'.join(_marked(line) for line in before)}</p>" if before else ""
    return lines_out + "<ul>" + "".join(f"<li>{_marked(item[2:])}</li>" for item in items) + "</ul>"


def _marked(text: str) -> str:
    """Escaped, its addresses made links; those read from left to right in every language."""
    out, at = [], 0
    for link in _LINK.finditer(text):
        address = link.group()
        target = address if address.startswith("http") else f"mailto:{address}"
        out += [
            escape(text[at : link.start()]),
            f'<a dir="ltr" href="{escape(target)}">{escape(address)}</a>',
        ]
        at = link.end()
    return "".join([*out, escape(text[at:])])
