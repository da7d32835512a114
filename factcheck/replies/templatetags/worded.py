"""Stored words and the rules' sentences, in the language of the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from factcheck.newsroom.translating import translated
from factcheck.post.mail_words import mail_words
from factcheck.replies.models import CommentRequest, Letter
from factcheck.replies.reads.vocabulary import in_words

register = template.Library()
register.filter("translated", translated)
register.filter("mail_words", mail_words)


@register.filter
def worded(word: Any, table: str) -> str:
    """Return a stored word as the page says it; "" where there is none."""
    return in_words(str(word), table) if word else ""


@register.filter
def on_story(request: CommentRequest) -> str:
    """Return whom a request asks, and on which story."""
    values = {"party": request.party, "article": request.article}
    return _("%(party)s on “%(article)s”") % values


@register.filter
def fate(letter: Letter) -> str:
    """Return what became of a letter, in words for a list."""
    state = in_words(letter.outgoing.state, "mail")
    return _("%(state)s, came back") % {"state": state} if letter.bounced_at else state
