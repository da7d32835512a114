#!/usr/bin/env python
"""The newsroom's commands: `manage.py up` runs everything, `manage.py help` lists the rest."""

import os
import sys


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs it with an older one is told so
        return fail("Factcheck needs Python 3.11 or newer: run `make run`, which finds one.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.local")
    # Nothing is imported before Python's version is known, and Django may not be there yet.
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415
        from django.db.utils import DatabaseError  # noqa: PLC0415
    except ImportError:
        return fail("The requirements are not installed: run `make run`, or use .venv/bin/python.")
    # `up` only watches processes, as long as the newsroom lives: it does without all of this.
    if sys.argv[1:2] != ["up"]:
        # Celery first, so that what a command sends goes to our broker.
        import factcheck.celery  # noqa: F401, PLC0415
    from factcheck.local.servers import before_command, database_fault  # noqa: PLC0415
    from factcheck.newsroom.errors import UserFacingError  # noqa: PLC0415

    try:
        if sys.argv[1:2] == ["up"]:
            from factcheck.local.up import main as up  # noqa: PLC0415  no other command needs it

            return up(sys.argv[2:])
        before_command(sys.argv)
    except UserFacingError as failure:
        return fail(str(failure))
    except KeyboardInterrupt:
        return 130

    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        if "--traceback" in sys.argv:
            raise
        return fail(f"Cannot use the database: {database_fault(error)}")
    except KeyboardInterrupt:
        return 130
    return 0


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    # A mail server keeps the message and tries again on EX_TEMPFAIL (sysexits.h); on anything else
    # it may bounce it.
    return 75 if sys.argv[1:2] == ["receive"] else 1


if __name__ == "__main__":
    sys.exit(main())
