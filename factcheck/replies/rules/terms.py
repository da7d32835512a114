"""On what terms an answer was given: what of it may run, and under whose name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from factcheck.newsroom.phrases import Phrase, gettext_noop, one_after_another, pgettext
from factcheck.newsroom.zones import zone_label
from factcheck.replies.rules.data import table
from factcheck.replies.rules.words import day_and_year_of

ON_THE_RECORD: Final = "on the record"
TERMS: Final = [
    ON_THE_RECORD,
    "background",
    "not for attribution",
    "attributed to",
    "off the record",
    "not for publication",
    "embargoed",
]
_WORDS: Final = {
    ON_THE_RECORD: pgettext("terms", "on the record"),
    "background": pgettext("terms", "background"),
    "not for attribution": pgettext("terms", "not for attribution"),
    "attributed to": pgettext("terms", "attributed to"),
    "off the record": pgettext("terms", "off the record"),
    "not for publication": pgettext("terms", "not for publication"),
    "embargoed": pgettext("terms", "embargoed"),
}
KEPT_BACK: Final = ("off the record", "not for publication")
_UNNAMED: Final = ("background", "not for attribution", "attributed to", *KEPT_BACK)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed. An embargo may go with any of the others."""

    kind: str = ON_THE_RECORD
    embargo_until: datetime | None = None
    embargo_zone: str = "UTC"
    attributed_to: str = ""


def attribution_of(kind: str, typed: str) -> str:
    """Return to whom an answer on such terms is attributed; "" where it must bear no name at all.

    A form shows the field beside every choice, and may still hold what was typed for another.
    """
    return "" if kind in (*KEPT_BACK, "not for attribution") else typed.strip()


def terms_fault(terms: Terms) -> str:
    """Why these cannot be the terms of an answer, as a plain sentence; "" where they can."""
    faults = (
        (
            terms.kind not in TERMS,
            gettext_noop(
                "“%(kind)s” are no terms we know: %(terms)s.",
                kind=terms.kind,
                terms=", ".join(TERMS),
            ),
        ),
        (
            terms.kind == "embargoed" and terms.embargo_until is None,
            gettext_noop("Say until when it is embargoed, and in which time zone."),
        ),
        (
            terms.kind == "attributed to" and not terms.attributed_to.strip(),
            gettext_noop("Say to whom it is attributed."),
        ),
    )
    return next((reason for is_wrong, reason in faults if is_wrong), "")


def not_for_use(kind: str, embargo_until: datetime | None, now: datetime) -> str:
    """Why the words must not run now, as a plain sentence; "" where they may."""
    if kind in KEPT_BACK:
        return gettext_noop("It was given %(terms)s: its words must not run.", terms=_WORDS[kind])
    if embargo_until is not None and now < embargo_until:
        return gettext_noop("It is under embargo.")
    if kind == "embargoed" and embargo_until is None:
        return gettext_noop("It is under embargo, and nobody has noted until when.")
    return ""


def named_as(kind: str, said_by: str, attributed_to: str) -> str:
    """Whom others may be told an answer is from: the name agreed, or nobody's."""
    return attributed_to if attributed_to or kind in _UNNAMED else said_by


def terms_words(
    kind: str, embargo_until: datetime | None, zone: ZoneInfo, attributed_to: str
) -> Phrase:
    """Return the terms as a list says them: "background, attributed to a senior official"."""
    said = _WORDS.get(kind, Phrase(kind))
    parts = [] if kind in ("embargoed", "attributed to") else [said]
    if attributed_to:
        parts.append(gettext_noop("attributed to %(whom)s", whom=attributed_to))
    if embargo_until is not None:
        local = embargo_until.astimezone(zone)
        parts.append(
            gettext_noop(
                "embargoed until %(time)s on %(day)s",
                time=f"{local:%H:%M} {zone_label(local)}",
                day=day_and_year_of(local),
            )
        )
    return one_after_another(parts, between=", ") if parts else said


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    words = table("terms")["words"]
    return [
        (kind, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words[kind]))})(?!\w)", re.I))
        for kind in TERMS
        if kind in words
    ]


def terms_in(text: str) -> tuple[str, str]:
    """Return the terms that the words of an answer ask for, and those words.

    A guess for whoever sorts it. The strictest that is named counts: to print what was off the
    record cannot be undone.
    """
    head = " ".join(text[:20_000].split())
    found = [(kind, match[0]) for kind, words in _patterns() if (match := words.search(head))]
    return max(found, key=lambda pair: _STRICT[pair[0]], default=(ON_THE_RECORD, ""))


_STRICT: Final = {
    kind: place
    for place, kind in enumerate(
        ["embargoed", "not for attribution", "background", "not for publication", "off the record"]
    )
}
