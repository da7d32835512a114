"""Failures that a person reads. Django is not needed here: commands say them before it starts."""

from __future__ import annotations


class UserFacingError(Exception):
    """A failure whose text is for a person: what is wrong and what to do, in one sentence."""
