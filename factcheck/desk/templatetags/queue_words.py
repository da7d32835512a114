"""What items of the queue say, in the language of the page."""

from __future__ import annotations

from django import template

from factcheck.desk.reads.queue_words import item_words

register = template.Library()
register.filter("item_words", item_words)
