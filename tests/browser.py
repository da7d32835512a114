"""Finding a Chromium to drive.

`python -m tests.browser` fetches Playwright's own when the machine has none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
MISSING = "No Chromium here: install one (on Debian: apt-get install chromium) or name one in the variable CHROMIUM."
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def find() -> str | None:
    """The path of this machine's Chromium; CHROMIUM in the environment names another."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return ON_MACOS if Path(ON_MACOS).exists() else None


def launch(playwright: Playwright) -> Browser | None:
    """A headless browser: this machine's, else Playwright's own, else None."""
    path = find()
    if path is None and not Path(playwright.chromium.executable_path).exists():
        return None
    # Chromium's sandbox refuses to run as root, which is common in containers.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=path, headless=True, args=flags)


def main() -> int:
    with sync_playwright() as playwright:
        if find() or Path(playwright.chromium.executable_path).exists():
            return 0
    print("No Chromium here: fetching Playwright's own", flush=True)
    if subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False
    ).returncode:
        print(f"{MISSING} The browser tests will be skipped.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
