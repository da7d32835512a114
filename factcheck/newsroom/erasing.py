"""The one door by which something of the record is emptied: bytes go, the row and its shape stay.

The desk's role may not change the record (`roles`). It may call one function of the owner's, which
empties the columns that a room named here, of rows under no legal hold, and writes a line of the
log in the same transaction. It can do nothing else.

A room registers what may be erased by `may_erase`, in its erasures.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import pgtrigger
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.utils.translation import gettext_noop
from psycopg import sql

from factcheck.newsroom.actions import SYSTEM
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.rules import AGES

AT_ONCE: Final = 200  # rows a run of the sweep erases of one kind
BY_THE_RULE: Final = gettext_noop("by the desk's rule")
# How an article's holds are reached from it; the room of articles has them.
_HOLD: Final = "legal_holds"

# What a column becomes: nothing, of its type.
NO_BYTES: Final = "''::bytea"
NO_TEXT: Final = "''"
NO_MAP: Final = "'{}'::jsonb"
NO_LIST: Final = "'[]'::jsonb"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is emptied of one kind of row.

    `empties` names columns, each with the SQL of what it becomes. `age` is the desk's age that the
    rows follow, "" where only a person's own wish erases them. `articles` are the lookups to the
    articles a row belongs to, `since` the times its age counts from (the first there is always,
    the latest counts), `at_rest` what must be so first (a letter that waits is in work). `lifts`
    names the table's own guards, beside `Protect`, that let this one change through.
    """

    name: str
    model: type[models.Model]
    empties: Mapping[str, str]
    articles: tuple[str, ...]
    age: str = ""
    since: tuple[str, ...] = ()
    at_rest: Callable[[], Q] = field(default=Q)
    lifts: tuple[str, ...] = ()

    @property
    def held(self) -> models.QuerySet[Any]:
        """Select the rows of an article under legal hold."""
        return self._of_articles(**{f"{_HOLD}__isnull": False, f"{_HOLD}__ended_at__isnull": True})

    @property
    def in_work(self) -> models.QuerySet[Any]:
        """Select the rows of an article that is still on the desk."""
        return self._of_articles(pk__isnull=False, closed_at__isnull=True)

    def past(self, before: datetime) -> models.QuerySet[Any]:
        """Select the rows older than `before` that may be erased by the desk's rule."""
        rows = self.model._default_manager.filter(
            self.at_rest(),
            erased_at=None,
            **{f"{self.since[0]}__lt": before},
        )
        for time in self.since:
            rows = rows.exclude(**{f"{time}__gte": before})
        return rows.exclude(pk__in=self.held).exclude(pk__in=self.in_work)

    def _of_articles(self, **holds: bool) -> models.QuerySet[Any]:
        which = Q(pk__in=())
        for path in self.articles:
            which |= Q(**{f"{path}__{name}": value for name, value in holds.items()})
        return self.model._default_manager.order_by().filter(which).values("pk")


_erasures: dict[str, Erasure] = {}


def may_erase(erasure: Erasure) -> Erasure:
    """Register what may be erased; the later of one name wins, as on reload."""
    _erasures[erasure.name] = erasure
    return erasure


def erasures() -> list[Erasure]:
    """Return all that may be erased, by name."""
    return [_erasures[name] for name in sorted(_erasures)]


def erase(
    erasure: Erasure,
    ids: Iterable[int],
    *,
    why: str,
    by: User | None,
    text: str,
) -> list[int]:
    """Empty rows and log it; return the ids of those emptied. Rows under legal hold stay.

    `why` stands where the bytes were ("by the desk's rule"), `text` is the line of the log.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT factcheck_erase(%s, %s, %s, %s, %s, %s)",
            [
                erasure.name,
                list(ids),
                why,
                text,
                by.pk if by else None,
                str(by) if by else SYSTEM,
            ],
        )
        return sorted(cursor.fetchone()[0] or [])


def due(now: datetime) -> list[int]:
    """Return the numbers of the kinds, among `erasures()`, of which something is past its age."""
    desk = Desk.load()
    return [
        number
        for number, erasure in enumerate(erasures())
        if (before := _before(desk, erasure, now)) and erasure.past(before).exists()
    ]


def erase_past(number: int, now: datetime) -> int:
    """Erase some rows of one kind that are past their age; return how many."""
    erasure = dict(enumerate(erasures())).get(number)
    before = erasure and _before(Desk.load(), erasure, now)
    if erasure is None or not before:
        return 0
    ids = list(erasure.past(before).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not ids:
        return 0
    text = f"Erased by the desk's rule, older than {before:%Y-%m-%d}: {erasure.name}."
    return len(erase(erasure, ids, why=BY_THE_RULE, by=None, text=text))


def _before(desk: Desk, erasure: Erasure, now: datetime) -> datetime | None:
    """Return the moment before which rows are past their age; None where they are kept."""
    days: int | None = getattr(desk, AGES[erasure.age]) if erasure.age else None
    return now - timedelta(days=days) if days else None


def door(connection: BaseDatabaseWrapper) -> str:
    """Return the statement that makes the function, from what the rooms registered."""
    branches = "".join(
        f"{'ELSIF' if number else 'IF'} the_kind = {_literal(erasure.name)} THEN\n"
        f"{_branch(erasure, connection)}"
        for number, erasure in enumerate(erasures())
    )
    return f"""
CREATE OR REPLACE FUNCTION factcheck_erase(
    the_kind text, the_ids bigint[], the_why text, the_line text, the_person bigint, the_name text
) RETURNS bigint[] AS $$
DECLARE gone bigint[]; the_subject text;
BEGIN
{branches}ELSE RAISE EXCEPTION 'Nothing of the kind % may be erased.', the_kind;
END IF;
IF gone IS NOT NULL THEN
    INSERT INTO newsroom_logentry
        (at, by_id, by_name, verb, article_id, subject, subject_id, text, data)
    VALUES (clock_timestamp(), the_person, the_name, 'erase', NULL, the_subject, NULL,
        the_line || ' Rows: ' || cardinality(gone) || '.', jsonb_build_object('ids', gone));
END IF;
RETURN gone;
END
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp;
REVOKE ALL ON FUNCTION factcheck_erase(text, bigint[], text, text, bigint, text) FROM PUBLIC;
"""  # noqa: S608  # nosec B608  made of names in the code alone


def _branch(erasure: Erasure, connection: BaseDatabaseWrapper) -> str:
    table = erasure.model._meta.db_table
    held, params = erasure.held.query.get_compiler(connection=connection).as_sql()
    if params:
        raise TypeError(f"The hold of {erasure.name} has to be told without values.")
    columns = ", ".join(f'"{name}" = {becomes}' for name, becomes in erasure.empties.items())
    # A table that refuses every change lets this one through, and only within this statement.
    guards = [
        trigger.get_pgid(erasure.model)
        for trigger in getattr(erasure.model._meta, "triggers", [])
        if isinstance(trigger, pgtrigger.Protect) or trigger.name in erasure.lifts
    ]
    return f"""
    the_subject := {_literal(erasure.model._meta.label_lower)};
    PERFORM set_config('pgtrigger.ignore', '{{{",".join(guards)}}}', true);
    WITH emptied AS (
        UPDATE "{table}" SET {columns},
            erased_at = coalesce(erased_at, clock_timestamp()), erased_why = the_why
        WHERE id = ANY(the_ids) AND id NOT IN ({held}) RETURNING id
    ) SELECT array_agg(id) INTO gone FROM emptied;
    PERFORM set_config('pgtrigger.ignore', '{{}}', true);
"""  # noqa: S608  # nosec B608  made of names in the code alone


def _literal(text: str) -> str:
    return sql.Literal(text).as_string(None)
