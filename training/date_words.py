"""Write the words of dates that mail is read with: `python -m training.date_words`.

Days, months and lengths of time in the languages in which mail comes, from Unicode CLDR (the
package babel), into `factcheck/outside/mail/data/date_words.toml`. To have them of babel at each
start takes a process half a second and keeps 59 MB of its other data there.
"""

from __future__ import annotations

import re
import textwrap
from importlib.metadata import version
from pathlib import Path
from typing import Final

from babel import Locale
from babel.units import format_unit

WORDS: Final = (
    Path(__file__).resolve().parents[1]
    / "factcheck"
    / "outside"
    / "mail"
    / "data"
    / "date_words.toml"
)
_LANGUAGES: Final = (
    "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "et", "lv", "lt", "pl", "cs",
    "sk", "sl", "hr", "sr", "mk", "hu", "ro", "bg", "ru", "uk", "el", "tr", "az", "ar", "fa", "he",
    "ur", "hi", "bn", "zh", "ja", "ko", "id", "ms", "vi", "th", "ca", "gl", "eu", "cy", "ga", "is",
    "sq", "ka", "hy", "kk", "uz", "sw", "af", "fil",
)  # fmt: skip
_UNITS: Final = ("hour", "day", "week", "month")
_COUNTS: Final = (1, 2, 3, 5, 11)  # one of each form that a language has for numbers
_WORD: Final = re.compile(r"[^\W\d]+|\d+")


def date_words() -> list[str]:
    """Return them in small letters, in order."""
    words: set[str] = set()
    for language in _LANGUAGES:
        locale = Locale.parse(language)
        for names in (*locale.days.values(), *locale.months.values()):
            for width in ("wide", "abbreviated"):
                words.update(*(_tokens(name) for name in names.get(width, {}).values()))
        for unit in _UNITS:
            for count in _COUNTS:
                words.update(_tokens(format_unit(count, f"duration-{unit}", locale=locale)))
    return sorted(words)


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def main() -> None:
    lines = textwrap.wrap(
        " ".join(date_words()), 99, break_long_words=False, break_on_hyphens=False
    )
    WORDS.write_text(
        "# The words of days, months and lengths of time in the languages in which mail comes.\n"
        "# Written by `python -m training.date_words`; nobody edits it.\n"
        f"# Source: Unicode CLDR, as the package babel {version('babel')} keeps it.\n\n"
        + 'words = """\n'
        + "\n".join(lines)
        + '\n"""\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
