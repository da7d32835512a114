"""Sentences that state something checkable, and how much each is worth a check."""
