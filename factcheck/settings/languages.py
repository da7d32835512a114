"""The languages of the interface: English, and each that has a folder in `factcheck/locale`."""

from __future__ import annotations

from pathlib import Path

from django.conf.locale import LANG_INFO

ENGLISH = "en"


def languages_in(folder: Path) -> list[tuple[str, str]]:
    """Return each language's code and its own name for itself, English first.

    A folder is named as gettext names it, such as "pt_BR". Raises KeyError for one that Django does
    not know: it could not say in which direction the language is written.
    """
    folders = sorted(path.name for path in folder.iterdir() if (path / "LC_MESSAGES").is_dir())
    codes = [name.replace("_", "-").lower() for name in folders]
    return [(code, own_name(code)) for code in [ENGLISH, *codes]]


def own_name(code: str) -> str:
    """Return what a language calls itself, as a list of languages writes it: "Español"."""
    name: str = LANG_INFO[code]["name_local"]
    return name[:1].upper() + name[1:]
