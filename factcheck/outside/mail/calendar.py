"""The words of an invitation (iCalendar, RFC 5545)."""

import re

_FIELDS = {
    "METHOD": "",
    "SUMMARY": "Invitation",
    "DTSTART": "From",
    "DTEND": "To",
    "LOCATION": "Where",
    "COMMENT": "Comment",
    "DESCRIPTION": "",
}


def words_of(text: str) -> str:
    """Return what an invitation says, a line for each field."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text[:200_000])
    event = unfolded.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0] or unfolded
    lines = []
    for name, label in _FIELDS.items():
        match = re.search(rf"(?im)^{name}(?:;[^:\n]*)?:(.*)$", event)
        value = _unescaped(match[1]).strip() if match else ""
        if value and name != "METHOD":
            lines.append(f"{label}: {value}" if label else value)
    return "\n".join(lines)


def _unescaped(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda found: "\n" if found[1] in "nN" else found[1], value)
