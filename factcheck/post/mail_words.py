"""What the desk says of a mail that failed, or that a machine sent: kept in English with its row.

A page finds which sentence it is, and says it in its own language; a server's words stay.
"""

from __future__ import annotations

from typing import Final

from factcheck.newsroom.kept_sentences import KeptSentences
from factcheck.newsroom.phrases import Phrase, gettext_noop
from factcheck.newsroom.translating import translated

# One that fits the words of another comes after it.
SENTENCES: Final[tuple[Phrase, ...]] = (
    # Of a letter that was not sent, or may not have been.
    gettext_noop("Its letter came back: it was not delivered."),
    gettext_noop("Its letter failed: %(trouble)s"),
    gettext_noop("Given up after %(tries)s tries: %(trouble)s"),
    gettext_noop(
        "The worker died while the letter was on its way to the server. It may not have been sent."
    ),
    gettext_noop("The worker died; sent again."),
    gettext_noop("The sending broke (%(fault)s)."),
    gettext_noop("The deadline passed before the letter went."),
    gettext_noop("Somebody decided not to ask it."),
    gettext_noop("The contact was corrected before the letter went."),
    gettext_noop("The contact was retired before the letter went."),
    gettext_noop("The mail server took too long"),
    gettext_noop("The mail server cannot be reached"),
    gettext_noop("The mail server takes no such address"),
    gettext_noop("The mail server does not accept our login"),
    gettext_noop("The mail server said %(code)s"),
    gettext_noop("The letter cannot be written: %(fault)s"),
    gettext_noop("No secure connection to the mail server: %(fault)s"),
    gettext_noop("The mail server refused the letter: %(reply)s"),
    gettext_noop("The mail server refused our address: %(reply)s"),
    gettext_noop("The mail server refused %(address)s: %(reply)s"),
    gettext_noop(
        "The connection broke while the letter was being handed over; it may not have been sent"
    ),
    gettext_noop("%(person)s says that it was not sent."),
    # Of a message that came.
    gettext_noop("Not delivered to %(address)s: %(reply)s"),
    gettext_noop("Not delivered to %(address)s"),
    gettext_noop("Only says that the mail was received (%(reason)s)"),
    gettext_noop("Written by a machine (%(reason)s)"),
    gettext_noop("Written by a person"),
    gettext_noop("Our own letter, come back to us"),
    gettext_noop("Too large: only its header was kept; the whole is in the mailbox"),
    gettext_noop("The message is encrypted, in a form we cannot open"),
    gettext_noop("Only quotes our letter; look whether an answer is inside"),
    gettext_noop("No text; whatever it says is in the attachment %(name)s"),
    gettext_noop("The message has neither text nor attachment"),
    gettext_noop("The message could not be read (%(fault)s)"),
)
_KEPT: Final = KeptSentences(SENTENCES)
# A value that may be such a sentence itself.
_WITHIN: Final = "trouble"


def mail_words(text: str) -> str:
    """Return what is kept of a mail in the language of the page; another's words as they are."""
    phrase = _KEPT.phrase(text)
    if phrase is None:
        return text
    values = dict(phrase.values)
    if _WITHIN in values:
        values[_WITHIN] = mail_words(str(values[_WITHIN]))
    return str(translated(Phrase(phrase.words, values=values)))
