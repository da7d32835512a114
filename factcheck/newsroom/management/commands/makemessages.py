"""Gather the interface's words for translators, by every name under which our code marks them."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's own, which knows `_` but not the short names of its lazy and silent sisters."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=_lazy",
        "--keyword=noop",
    ]
    # A guess by likeness reads as a translation; a sentence without one falls back to English.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
