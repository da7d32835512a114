"""Stored words and the rules' sentences, in the language of the page."""

from __future__ import annotations

from django import template

from factcheck.evidence.models.vocabulary import in_words

register = template.Library()
register.filter("in_words", in_words)
