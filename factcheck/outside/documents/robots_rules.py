"""What a robots.txt allows one program, as the protego library reads it."""

from __future__ import annotations

from protego import Protego

# User agents times rules: what the parser does when a file names every one in one group.
_MAX_WORK = 3_000_000
_LINES = 3_000  # what is read of a file that would take more


def read_robots(data: bytes, agent: str, address: str) -> dict[str, float | bool]:
    """Return whether `agent` may fetch an address, and the seconds it should wait between two."""
    text = data.decode("utf-8", "replace")
    lines = text.splitlines()
    agents = sum(line.lstrip()[:5].lower() == "user-" for line in lines)
    if agents * (len(lines) - agents) > _MAX_WORK:
        text = "\n".join(lines[:_LINES])
    rules = Protego.parse(text)
    return {
        "allowed": bool(rules.can_fetch(address, agent)),
        "delay": float(rules.crawl_delay(agent) or 0.0),
    }
