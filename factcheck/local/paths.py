"""Where the newsroom on one machine keeps its data."""

from __future__ import annotations

from pathlib import Path

VAR = Path(__file__).resolve().parents[2] / "var"


SETTINGS = "factcheck.settings.local"
