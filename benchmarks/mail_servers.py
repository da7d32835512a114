"""A real SMTP and a real IMAP server to measure against, each in a process of its own.

A module of its own, too, so that their processes load nothing of the product.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pysasl.hashing import BuiltinHash

USER, PASSWORD = "desk@desk.example", "secret"  # of a server of this run alone


@contextmanager
def served(kind: str) -> Iterator[int]:
    """Run a server, "smtp" or "imap", and yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.mail_servers", kind, str(port)])
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


class _Sink:
    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802  the name is aiosmtpd's
        return "250 2.0.0 taken"


async def _smtp(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(_Sink()), "127.0.0.1", port
    )
    await server.serve_forever()


async def _imap(port: int) -> None:
    parser = ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
    IMAPService.add_arguments(parser)
    options = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    args = parser.parse_args([*options, "dict", "--demo-user", USER, "--demo-password", PASSWORD])
    for name in ("debug", "passlib_cfg", "proxy_protocol", "preferred_users", "cert", "key"):
        vars(args).setdefault(name, None)
    async with AsyncExitStack() as stack:
        backend, config = await DictBackend.init(args, hash_context=BuiltinHash(rounds=1))
        config.apply_context()
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run({"smtp": _smtp, "imap": _imap}[sys.argv[1]](int(sys.argv[2])))
