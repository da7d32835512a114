"""The pages' scripts and styles as production serves them."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import call_command

MODULE = "factcheck.newsroom.static_files.ModuleStaticFilesStorage"


def test_a_script_imports_the_others_by_their_hashed_names(
    tmp_path: Path, settings: object
) -> None:
    settings.STATIC_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": MODULE}}  # type: ignore[attr-defined]
    settings.STORAGES = storages  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = [
        path
        for path in (tmp_path / "js").glob("*.js")
        if re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", path.name)
    ]
    assert hashed
    for path in hashed:
        for name in re.findall(r'from "\./([^"]+)"', path.read_text()):
            assert (tmp_path / "js" / name) in hashed, f"{path.name} imports {name}"
