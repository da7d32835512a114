"""Which days and instants a row may hold: those that every person and program can read back.

PostgreSQL keeps years from 4713 before Christ to 294276 and Python those from 1 to 9999, so an
instant at either end, moved by a reader's zone, is a row that no page can show. `0001-01-01` with
an offset is what .NET sends for "none". The bounds stand in the database, and forms and the API
refuse what lies outside with a sentence.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

# What a field takes and gives, which its type checker works out from `null`.
_Set = TypeVar("_Set")
_Get = TypeVar("_Get")
# The Gregorian calendar begins in 1582; no source of a news story is dated before it.
FIRST_DAY: Final = dt.date(1583, 1, 1)
LAST_DAY: Final = dt.date(2199, 12, 31)
# What happens at the desk or is due there; mail and feeds are no older than the net.
FIRST_MOMENT: Final = dt.datetime(
    1900,
    1,
    1,
    tzinfo=dt.UTC,
)
LAST_MOMENT: Final = dt.datetime(
    2200,
    1,
    1,
    tzinfo=dt.UTC,
)


def is_day(day: dt.date) -> bool:
    """Tell whether a row may hold the day."""
    return FIRST_DAY <= day <= LAST_DAY


def is_moment(moment: dt.datetime) -> bool:
    """Tell whether a row may hold the instant; one without a zone is read as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    # Compared as they are: moving `0001-01-01T00:00+14:00` to UTC would leave Python's calendar.
    return FIRST_MOMENT <= aware <= LAST_MOMENT


def moment_or_none(moment: dt.datetime | None) -> dt.datetime | None:
    """Return an instant that a mail, a feed or a page gives, None where no row may hold it."""
    return moment if moment is not None and is_moment(moment) else None


def day_or_none(day: dt.date | None) -> dt.date | None:
    """Return a day that a page, a feed or an API gives, None where no row may hold it."""
    return day if day is not None and is_day(day) else None


def validate_day(day: dt.date) -> None:
    """Raise ValidationError for a day that no row may hold."""
    if not is_day(day):
        raise ValidationError(
            _("Give a day from %(first)s to %(last)s.")
            % {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        )


def validate_moment(moment: dt.datetime) -> None:
    """Raise ValidationError for an instant that no row may hold."""
    if not is_moment(moment):
        last = LAST_MOMENT.year - 1
        raise ValidationError(
            _("Give a time in a year from %(first)s to %(last)s.")
            % {"first": FIRST_MOMENT.year, "last": last}
        )


def _between(field: models.Field[Any, Any], first: str, last: str) -> str:
    column = (field.column or "").replace('"', '""')
    return f"\"{column}\" BETWEEN '{first}' AND '{last}'"


class MomentField(models.DateTimeField[_Set, _Get]):
    """An instant between `FIRST_MOMENT` and `LAST_MOMENT`, held by the database too."""

    default_validators = [validate_moment]

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column's condition."""
        return _between(
            self,
            FIRST_MOMENT.isoformat(),
            LAST_MOMENT.isoformat(),
        )


class DayField(models.DateField[_Set, _Get]):
    """A day between `FIRST_DAY` and `LAST_DAY`, held by the database too."""

    default_validators = [validate_day]

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column's condition."""
        return _between(self, FIRST_DAY.isoformat(), LAST_DAY.isoformat())


class MomentInput(forms.DateTimeField):
    """A form's instant, refused with a sentence where no row may hold it."""

    default_validators = [validate_moment]


class DayInput(forms.DateField):
    """A form's day, refused with a sentence where no row may hold it."""

    default_validators = [validate_day]
