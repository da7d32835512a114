"""The closed words of the room as a page says them.

The words are stored in English, and stay so in the log, in files and in the API. Each table bears
the name by which a template asks for it: `{{ contact.channel|worded:"channel" }}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from factcheck.newsroom.translating import translated
from factcheck.replies.rules.words import comma_between

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CHANNEL_WORDS: Final[Mapping[str, StrPromise]] = {
    "email": pgettext_lazy("channel", "email"),
    "phone": pgettext_lazy("channel", "phone"),
    "in person": pgettext_lazy("channel", "in person"),
    "WhatsApp": pgettext_lazy("channel", "WhatsApp"),
    "Signal": pgettext_lazy("channel", "Signal"),
    "Telegram": pgettext_lazy("channel", "Telegram"),
    "X": pgettext_lazy("channel", "X"),
    "SMS": pgettext_lazy("channel", "SMS"),
    "web form": pgettext_lazy("channel", "web form"),
    "letter": pgettext_lazy("channel", "letter"),
    "fax": pgettext_lazy("channel", "fax"),
    "link": pgettext_lazy("channel", "link"),
    "the private page": pgettext_lazy("channel", "the private page"),
}
LETTER_WORDS: Final[Mapping[str, StrPromise]] = {
    "first": pgettext_lazy("letter", "first"),
    "chaser": pgettext_lazy("letter", "chaser"),
    "extension": pgettext_lazy("letter", "extension"),
    "further": pgettext_lazy("letter", "further"),
    "another": pgettext_lazy("letter", "another"),
    "copy": pgettext_lazy("letter", "copy"),
}
MAIL_WORDS: Final[Mapping[str, StrPromise]] = {
    "queued": pgettext_lazy("mail", "queued"),
    "in flight": pgettext_lazy("mail", "in flight"),
    "sent": pgettext_lazy("mail", "sent"),
    "failed": pgettext_lazy("mail", "failed"),
    "unknown": pgettext_lazy("mail", "unknown"),
    "cancelled": pgettext_lazy("mail", "cancelled"),
    "came back": pgettext_lazy("mail", "came back"),
}
NOTICE_WORDS: Final[Mapping[str, StrPromise]] = {
    "auto-reply": pgettext_lazy("mail", "auto-reply"),
    "receipt": pgettext_lazy("mail", "receipt"),
    "bounce": pgettext_lazy("mail", "bounce"),
    "delay": pgettext_lazy("mail", "delay"),
    "unreadable": pgettext_lazy("mail", "unreadable"),
}
REQUEST_WORDS: Final[Mapping[str, StrPromise]] = {
    "proposed": pgettext_lazy("request", "proposed"),
    "open": pgettext_lazy("request", "open"),
    "queued": pgettext_lazy("request", "queued"),
    "sent": pgettext_lazy("request", "sent"),
    "failed": pgettext_lazy("request", "failed"),
    "unknown": pgettext_lazy("request", "unknown"),
    "dropped": pgettext_lazy("request", "dropped"),
}
ANSWER_WORDS: Final[Mapping[str, StrPromise]] = {
    "answered": pgettext_lazy("reply", "answered"),
    "partial": pgettext_lazy("reply", "partial"),
    "no comment": pgettext_lazy("reply", "no comment"),
    "asks for time": pgettext_lazy("reply", "asks for time"),
    "referred": pgettext_lazy("reply", "referred"),
    "legal threat": pgettext_lazy("reply", "legal threat"),
    "withdraws": pgettext_lazy("reply", "withdraws"),
    "withdrawn": pgettext_lazy("reply", "withdrawn"),
    "not about this": pgettext_lazy("reply", "not about this"),
}
TERM_WORDS: Final[Mapping[str, StrPromise]] = {
    "on the record": pgettext_lazy("terms", "on the record"),
    "background": pgettext_lazy("terms", "background"),
    "not for attribution": pgettext_lazy("terms", "not for attribution"),
    "attributed to": pgettext_lazy("terms", "attributed to"),
    "off the record": pgettext_lazy("terms", "off the record"),
    "not for publication": pgettext_lazy("terms", "not for publication"),
    "embargoed": pgettext_lazy("terms", "embargoed"),
}
HEALTH_WORDS: Final[Mapping[str, StrPromise]] = {
    "untried": pgettext_lazy("contact", "untried"),
    "good": pgettext_lazy("contact", "good"),
    "failing": pgettext_lazy("contact", "failing"),
    "bad": pgettext_lazy("contact", "bad"),
}
PARTY_WORDS: Final[Mapping[str, StrPromise]] = {
    "army": pgettext_lazy("kind of party", "army"),
    "government": pgettext_lazy("kind of party", "government"),
    "U.N. mission": pgettext_lazy("kind of party", "U.N. mission"),
    "armed group": pgettext_lazy("kind of party", "armed group"),
    "company": pgettext_lazy("kind of party", "company"),
    "person": pgettext_lazy("kind of party", "person"),
    "other": pgettext_lazy("kind of party", "other"),
}
MARK_WORDS: Final[Mapping[str, StrPromise]] = {
    "accusation": pgettext_lazy("mark", "accusation"),
    "claim": pgettext_lazy("mark", "claim"),
    "quote": pgettext_lazy("mark", "quote"),
    "live": pgettext_lazy("mark", "live"),
    "moved": pgettext_lazy("mark", "moved"),
    "archived": pgettext_lazy("mark", "archived"),
}
CHANGE_WORDS: Final[Mapping[str, StrPromise]] = {
    "new party": pgettext_lazy("change", "new party"),
    "new contact": pgettext_lazy("change", "new contact"),
    "party": pgettext_lazy("change", "party"),
    "contact": pgettext_lazy("change", "contact"),
}
TABLES: Final[Mapping[str, Mapping[str, StrPromise]]] = {
    "channel": CHANNEL_WORDS,
    "letter": LETTER_WORDS,
    "mail": MAIL_WORDS,
    "notice": NOTICE_WORDS,
    "request": REQUEST_WORDS,
    "answer": ANSWER_WORDS,
    "terms": TERM_WORDS,
    "health": HEALTH_WORDS,
    "party": PARTY_WORDS,
    "mark": MARK_WORDS,
    "change": CHANGE_WORDS,
}


def in_words(word: str, table: str) -> str:
    """Return a stored word as the page says it; one that is in no table as it is."""
    return str(TABLES[table].get(word, word))


def choices(words: Iterable[str], table: str) -> list[tuple[str, StrPromise]]:
    """Return a form's choices: the stored words, as each page says them."""
    known = TABLES[table]
    return [(word, known[word]) for word in words]


def translated_list(names: Sequence[str]) -> str:
    """Return the names as a list of the page's language: "A", "A and B", "A, B and C"."""
    said = [translated(name) for name in names]
    if len(said) < 2:
        return "".join(said)
    comma = comma_between(said)
    values = {"first": comma.join(said[:-1]), "last": said[-1]}
    if comma == "; " and len(said) > 2:
        return _("%(first)s; and %(last)s") % values
    return _("%(first)s and %(last)s") % values
