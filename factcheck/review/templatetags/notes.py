"""Template tags for notes and calls inside a card, and for notes on the proof."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.newsroom.models import User
from factcheck.review.reads.calls import answers_on
from factcheck.review.reads.card import Card
from factcheck.review.reads.notes import open_notes, threads_of_whole, threads_on

register = template.Library()
SHOWN = 60  # of a fact's words, where one chooses what a note is on


def notes_of_card(card: Card, by: User) -> dict[str, Any]:
    """Return the context of review/_notes.html for the threads on a card's mark and facts."""
    facts = {row.fact.pk: row.fact.text for row in card.facts}
    choices = [
        (f"fact-{pk}", _("the fact “%(fact)s”") % {"fact": text[:SHOWN]})
        for pk, text in facts.items()
    ]
    if card.mark is not None:
        choices.insert(0, (card.key, _("the claim") if card.kind == "claim" else _("the quote")))
    return {
        "article": card.article,
        "threads": threads_on(card.article, card.key, facts),
        "place": card.key,
        "choices": choices,
        "may_write": by.may("write note") and bool(choices),
        "reader": by,
    }


def notes_of_article(article: Article, by: User) -> dict[str, Any]:
    """Return the same for threads on the whole article; `elsewhere` counts those on its marks."""
    counts = open_notes(article)
    return {
        "article": article,
        "threads": threads_of_whole(article),
        "place": "article",
        "choices": [],
        "may_write": by.may("write note"),
        "reader": by,
        "elsewhere": sum(n for key, n in counts.items() if key),
    }


@register.inclusion_tag("review/_notes.html", takes_context=True)
def card_notes(context: Context, card: Card) -> dict[str, Any]:
    return {**notes_of_card(card, context["request"].user), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("review/_notes.html", takes_context=True)
def article_notes(context: Context, article: Article) -> dict[str, Any]:
    return {
        **notes_of_article(article, context["request"].user),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("review/_card_calls.html", takes_context=True)
def card_calls(context: Context, card: Card) -> dict[str, Any]:
    by = context["request"].user
    return {
        "card": card,
        "article": card.article,
        "answers": answers_on(card.mark, [row.fact.pk for row in card.facts]),
        "may_rule": by.may("give verdict"),
        "csrf_token": context.get("csrf_token"),
    }
