"""What the items of the queue say: kept in English with the row, shown in the page's language."""

from __future__ import annotations

from typing import Any, Final

from factcheck.newsroom.kept_sentences import KeptSentences
from factcheck.newsroom.phrases import Phrase, gettext_noop, one_after_another
from factcheck.newsroom.translating import translated

# By name; one that fits the words of another comes after it.
SENTENCES: Final[dict[str, Phrase]] = {
    "second read": gettext_noop("Second read of “%(story)s”: %(passes)s"),
    "answered": gettext_noop("%(asker)s asks: %(query)s %(writer)s answers: %(answer)s"),
    "asked": gettext_noop("%(asker)s asks: %(query)s"),
    "change": gettext_noop("Decided, not yet changed: “%(words)s”"),
    "stranger, with a subject": gettext_noop(
        "%(sender)s wrote to us, and no request matches: %(subject)s"
    ),
    "stranger": gettext_noop("%(sender)s wrote to us, and no request matches"),
    "replied": gettext_noop("%(party)s replied: %(words)s"),
    "in doubt": gettext_noop(
        "The %(kind)s letter to %(party)s may not have been sent: %(trouble)s"
    ),
    "not sent": gettext_noop("The %(kind)s letter to %(party)s was not sent: %(trouble)s"),
    "overdue": gettext_noop("%(party)s has not replied on “%(story)s”."),
    "drifted": gettext_noop("“%(story)s” was cleared, and since then: %(changes)s"),
    "search": gettext_noop("%(provider)s fails: %(trouble)s"),
    "lost pages": gettext_noop(
        "%(count)s pages for “%(story)s” could not be kept: %(address)s: %(trouble)s"
    ),
    "lost page": gettext_noop("A page for “%(story)s” could not be kept: %(address)s: %(trouble)s"),
    "changed page": gettext_noop(
        "%(page)s, which evidence for “%(story)s” rests on, has changed since it was kept."
    ),
    "mailbox": gettext_noop("No mail is read from %(mailbox)s: %(trouble)s"),
    "contact": gettext_noop("%(address)s no longer reaches %(party)s. Find another contact."),
    "unreadable": gettext_noop("A message from %(sender)s could not be read."),
    "automatic": gettext_noop(
        "A message from %(sender)s looks like an automatic reply (%(kind)s). Check it."
    ),
    "stuck": gettext_noop("A message arrived and could not be read."),
    "reading": gettext_noop("The reading of “%(story)s” failed: %(trouble)s"),
    "import": gettext_noop("%(address)s could not be imported: %(trouble)s"),
}
_KEPT: Final = KeptSentences(SENTENCES.values())
# Values that are words of ours too, one or several.
_OF_OURS: Final = ("kind", "passes")


def item_text(sentence: str, **values: Any) -> str:
    """Return one of the sentences in English, to be kept with an item."""
    return SENTENCES[sentence] % {name: str(value) for name, value in values.items()}


def item_words(text: str) -> str:
    """Return what an item says in the language of the page; of another's hand, as it is."""
    phrase = _KEPT.phrase(text)
    if phrase is None:
        return text
    ours = {
        name: one_after_another(map(Phrase, phrase.values[name].split(", ")), ", ")
        for name in _OF_OURS
        if name in phrase.values
    }
    return str(translated(Phrase(phrase.words, values={**phrase.values, **ours})))
