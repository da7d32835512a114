"""The admin pages of evidence, feeds and providers; Django registers what it finds here."""

from factcheck.evidence.admin import evidence, feeds, own_work, providers

__all__ = ["evidence", "feeds", "own_work", "providers"]
