"""A secret key of this machine's own.

No installation ever runs with one from the repository.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def local_secret(folder: Path) -> str:
    """Return the key in `folder`/secret-key, making it (mode 0600) the first time.

    Two processes that start together must agree: the file is linked into place whole, and the loser
    reads the winner's.
    """
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        mine = folder / f".secret-key-{os.getpid()}-{secrets.token_hex(4)}"
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(50))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text().strip()
