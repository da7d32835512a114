"""What the hosts of `benchmarks.cluster` run beside the newsroom's own programs.

`python -m benchmarks.cluster_tools forward LISTEN=TARGET[,TARGET] …` passes connections on, to the
targets in turn, skipping those that refuse; `… hold ENGINE FOLDER` runs an embedded server.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from factcheck.local.engines import hold

CONNECT_SECONDS = 2.0


async def forward(rules: list[str]) -> None:
    servers = []
    for rule in rules:
        listen, _, targets = rule.partition("=")
        turns = itertools.cycle(targets.split(","))
        host, _, port = listen.rpartition(":")
        count = targets.count(",") + 1
        servers.append(await asyncio.start_server(_passer(turns, count), host, int(port)))
    await asyncio.gather(*(server.serve_forever() for server in servers))


def _passer(turns: Iterator[str], count: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    async def passes(near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        for target in itertools.islice(turns, count):
            host, _, port = target.rpartition(":")
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(CONNECT_SECONDS):
                    far, onward = await asyncio.open_connection(host, int(port))
                await asyncio.gather(_pump(near, onward), _pump(far, back))
                return
        back.close()

    return passes


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(1 << 16):
            sink.write(data)
            await sink.drain()
    with contextlib.suppress(OSError):
        sink.close()


def main(arguments: list[str]) -> None:
    verb, *rest = arguments
    if verb == "forward":
        asyncio.run(forward(rest))
    else:
        hold(rest[0], Path(rest[1]), throwaway=True)
        time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1:])
