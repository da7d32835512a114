"""An item in hand: its statement and its boxes, in the proof's pane or on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from factcheck.articles.models import Article
from factcheck.newsroom.accounts import signed_in_user
from factcheck.review.reads.card import may
from factcheck.review.reads.items import Item, Items
from factcheck.review.reads.proof import sheet
from factcheck.review.views.cards import card_context, find_card
from factcheck.review.views.proof_context import find_article
from factcheck.review.views.second import named, show_stop

# What each box asks, over the box.
BOXES = {
    "claim": _lazy("Is it so?"),
    "quote": _lazy("Was it said?"),
    "facts": _lazy("Facts"),
    "ask": _lazy("Comment sought"),
    "accusation": _lazy("Allegation"),
    "tk": _lazy("To be filled in"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One mark of an item, as HTML.

    `spoken` are the quotes that a ruling on it confirms too; `folded` where another box has it so.
    """

    key: str
    title: str
    html: str
    spoken: frozenset[str] = frozenset()
    folded: bool = False


def find_item(article: Article, key: str) -> tuple[Items, Item]:
    """Return the items of the article, and that at which the mark called `key` is dealt with.

    A claim below the desk's bar has an item among all of them; one that is not marked is 404.
    """
    for show_all in (False, True):
        found = sheet(article, show_all=show_all).items
        item = found.by_key.get(found.leads_to.get(key, ""))
        if item is not None:
            return found, item
    raise Http404("No such item.")


@login_required
@require_safe
def show(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    article = find_article(request, pk)
    second = request.GET.get("second", "")
    if second:
        return show_stop(request, article, named(second), key)
    return show_item(request, article, key)


def show_item(request: HttpRequest, article: Article, key: str) -> HttpResponse:
    """Show the item alone for htmx, else as a page of its own."""
    found, item = find_item(article, key)
    order = [one.key for one in found.in_order]
    place, next_item = order.index(item.key), following(found, item)
    context = {
        "article": article,
        "item": item,
        "place": item.number,
        "total": len(order),
        "before_url": found.by_key[order[place - 1]].url if place else "",
        "after_url": found.by_key[order[place + 1]].url if place + 1 < len(order) else "",
        "inside": "review/_item.html",
        "title": item.words,
        "boxes": _boxes(request, article, item, next_item),
        "tab": "proof",
    }
    in_place = request.htmx  # type: ignore[attr-defined]
    return render(request, "review/_item.html" if in_place else "review/item.html", context)


def following(found: Items, item: Item) -> str:
    """Return the key of the next item to rule on, from this one on and round; "" where none is."""
    order = found.in_order
    place = order.index(item)
    onward = [*order[place + 1 :], *order[:place]]
    return next((one.key for one in onward if one.to_rule), "")


def _boxes(request: HttpRequest, article: Article, item: Item, next_item: str) -> list[Box]:
    boxes = [
        _box(request, article, item, name, [item.box_after(name), next_item])
        for name in item.boxes_in_order
    ]
    spoken = frozenset().union(*(box.spoken for box in boxes))
    return [replace(box, folded=box.key in spoken) for box in boxes]


def _box(request: HttpRequest, article: Article, item: Item, name: str, onward: list[str]) -> Box:
    kind = name.partition("-")[0]
    context: dict[str, Any]
    owed = next((note for note in item.owed if note.key == name), None)
    if owed is None:
        context = card_context(request, find_card(article, name))
        template, context = (
            "review/_card.html",
            {**context, "next_items": [one for one in onward if one]},
        )
    else:
        template, context = "review/_plain_note.html", _owed_context(request, article, owed)
    title = str(BOXES[kind]) if len(item.boxes) > 1 or kind != "claim" else ""
    spoken = context["spoken"].quotes if kind == "claim" else ()
    html = render_to_string(template, context, request)
    return Box(name, title, html, frozenset(one.quote.key for one in spoken))


def _owed_context(request: HttpRequest, article: Article, owed: Any) -> dict[str, Any]:
    return {"article": article, "note": owed, "may": may(signed_in_user(request), article)}
