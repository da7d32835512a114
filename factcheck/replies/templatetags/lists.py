"""Several things in one sentence."""

from __future__ import annotations

from django import template

from factcheck.replies import rules

register = template.Library()
register.filter("listed", rules.listed)
