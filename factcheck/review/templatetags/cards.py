"""Disputes as a card shows them: old words against new, what each rests on, what is next."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.review.models import Query, Record, Ruling, Tick, Verdict
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.quote_sources import backing_of
from factcheck.review.rules.verbatim import WordRun, changes

register = template.Library()


@register.filter
def change_of(query: Query) -> tuple[WordRun, ...]:
    """Return the proposed change as words kept, dropped and added; empty for a question."""
    return changes(query.old, query.new) if query.new else ()


@register.filter
def began_as(query: Query) -> str:
    """Return "Disputed", "Change proposed": the ruling that raised it, or what it asks for."""
    ruling = basis_of(query)
    if ruling is not None:
        word = (
            ruling.ruling
            if isinstance(ruling, Verdict)
            else ruling.state
            if isinstance(ruling, Tick)
            else ""
        )
        return str(in_words(word)).capitalize()
    return _("Change proposed") if query.new else _("Question")


@register.filter
def basis_of(query: Query) -> Ruling | None:
    """Return the ruling that raised it, with its source."""
    return query.verdict or query.tick


@register.filter
def next_step(query: Query) -> str:
    """Return what happens next, in words."""
    if query.state == "open":
        author = str(query.article.author or query.article.author_name or _("the author"))
        return _("Waiting for %(author)s to answer.") % {"author": author}
    if query.state == "answered":
        return _("%(by)s has answered. An editor decides.") % {"by": query.answered_by}
    if query.decision == "change":
        return _change_owed(query)
    if query.decision == "stet":
        return _("The words stand. Nothing more is owed.")
    return _("Nothing more is owed.")


def _change_owed(query: Query) -> str:
    if not owes_change(query):
        return _("The copy no longer has the old words.")
    if query.mark_key:
        return _("The copy still has the old words: it is to be changed.")
    return _("The copy is to be changed.")


@register.filter
def owes_change(query: Query) -> bool:
    """Return whether a change was decided and the copy still has the old words."""
    mark = query.claim or query.quote or query.fact
    has_old = mark is None or (mark.standing != "archived" and mark.text == query.old)
    return query.decision == "change" and has_old


@register.simple_tag
def backing(article: Article) -> dict[str, list[Record]]:
    """Return notes, photos and witnesses of an article, for `behind`."""
    return backing_of(article.pk)


@register.filter
def behind(ruling: Ruling, shown: Mapping[str, list[Record]]) -> list[Record]:
    """Return what supports a ruling on the author's word."""
    if isinstance(ruling, Tick):
        name = f"claim-{ruling.fact.claim_id}"
    elif isinstance(ruling, Verdict):
        name = f"claim-{ruling.claim_id}" if ruling.claim_id else f"quote-{ruling.quote_id}"
    else:
        return []
    return shown.get(name, [])
