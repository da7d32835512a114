"""Binary documents are read in a process of their own, with little time and memory: a file made to
hang or swell a parser ends that process, not the web server or a worker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from factcheck.articles.importers.copy import BadFile

SECONDS = 30


def read_apart(kind: str, data: bytes, *, seconds: float = SECONDS) -> dict[str, Any]:
    """What `child.py` makes of the file; BadFile with its sentence, or when it took too long or
    fell over.
    """
    command = [sys.executable, "-m", "factcheck.articles.importers.sandbox_worker", kind]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise BadFile("This file took too long to read. Paste its text instead.") from error
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise BadFile("This file could not be read. Paste its text instead.") from error
    if "bad" in found:
        raise BadFile(found["bad"])
    return found


def _environment() -> dict[str, str]:
    """No secrets of ours: only what Python needs to start."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
        if name in os.environ
    }
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
    }
