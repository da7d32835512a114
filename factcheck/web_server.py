"""How gunicorn serves the pages: `gunicorn factcheck.wsgi -c python:factcheck.web_server`.

As many processes as this machine has processors for us, each with a few threads: a page is computed
by one processor at a time, and waits for the database in between. They are forked from one that has
loaded everything, so a second costs little memory.
"""

from __future__ import annotations

import os


def _processors() -> int:
    """Return how many processors this process may use: a container may have fewer than its host."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


MOST_WORKERS = 16
workers = int(os.environ.get("WEB_WORKERS", "0")) or min(_processors(), MOST_WORKERS)
threads = int(os.environ.get("WEB_THREADS", "0")) or 8
worker_class = "gthread"
preload_app = True
# A process that does not answer its parent for so long is replaced; a request has a deadline of its
# own, REQUEST_SECONDS.
timeout = 120
graceful_timeout = 3
# More that wait in line would only be answered after their readers have gone.
backlog = 256
control_socket_disable = True
logger_class = "factcheck.newsroom.logs.PrivateWebLogger"
