"""Several things in one sentence."""

from __future__ import annotations

from django import template

from factcheck.replies.reads.vocabulary import translated_list

register = template.Library()
register.filter("listed", translated_list)
