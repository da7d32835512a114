"""The main job without a screen: `manage.py factcheck FILE|URL` takes one article all the way."""

from __future__ import annotations

import datetime as dt
import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from tqdm import tqdm

from factcheck.articles.actions import import_file, import_url
from factcheck.articles.models import Article, Import
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.dates import validate_day, validate_moment
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import work_off
from factcheck.review.reads.outcome import CheckedArticle, outcome_of, work_left

# What leads from copy to the queue. Letters are not among it: a person sends those.
SWEEPS = (
    "articles.fetch_import",
    "claims.read",
    "evidence.feeds",
    "evidence.plan",
    "evidence.ask",
    "evidence.fetch",
    "evidence.compare",
    "replies.propose",
)
PATIENCE_SECONDS = 900.0  # then what is there is printed, and said to be unfinished
# Between looks at work that other processes do; each look is one query.
PAUSE_SECONDS = 0.3


class Command(BaseCommand):
    help = (
        "Import an article, take it through reading, searching and proposing, and print what "
        "was found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE|URL")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
        parser.add_argument(
            "--by", metavar="EMAIL", help="whose import it is; without it, the system's"
        )
        parser.add_argument(
            "--deadline",
            metavar="ISO",
            help="2026-03-14T17:00; the desk's zone unless it names one",
        )
        parser.add_argument(
            "--published", metavar="DATE", help="what “Wednesday” is read against; today by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = _user(options["by"])
        deadline = _deadline(options["deadline"])
        published = _published(options["published"])
        try:
            article = _imported(options["source"], by, deadline, published)
        except (Refused, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from refusal
        finished = _take_through(article)
        outcome = outcome_of(article, timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(_as_text(outcome))
        if not finished:
            raise CommandError(
                "Not all searches ended in time. Run `manage.py up`; they go on there."
            )


def _user(email: str | None) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"No active person here has the address {email}.")
    return user


def _deadline(words: str | None) -> dt.datetime | None:
    if not words:
        return None
    try:
        at = parse_datetime(words)
    except ValueError:
        at = None
    if at is None:
        raise CommandError(f"“{words}” is no date and time. Write it as 2026-03-14T17:00.")
    at = at if at.tzinfo else at.replace(tzinfo=Desk.load().zone)
    _bounded(validate_moment, at)
    return at


def _published(words: str | None) -> dt.date | None:
    if not words:
        return None
    try:
        day = parse_date(words)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"“{words}” is no date. Write it as 2026-03-14.")
    _bounded(validate_day, day)
    return day


def _bounded(validate: Callable[[Any], None], value: dt.date) -> None:
    try:
        validate(value)
    except ValidationError as error:
        raise CommandError(error.messages[0]) from error


def _imported(
    source: str, by: User | None, deadline: dt.datetime | None, published: dt.date | None
) -> Article:
    if source.startswith(("http://", "https://")):
        return _fetched(import_url(by=by, url=source, deadline=deadline, published=published))
    path = Path(source)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {source}: {error.strerror}.") from error
    return import_file(by=by, data=data, name=path.name, deadline=deadline, published=published)


def _fetched(row: Import) -> Article:
    end = time.monotonic() + PATIENCE_SECONDS
    while row.work in ("waiting", "running") and time.monotonic() < end:
        work_off("articles.fetch_import")
        row.refresh_from_db()
        time.sleep(PAUSE_SECONDS)
    if row.article is None:
        raise CommandError(row.error or f"{row.url} was not fetched in time.")
    return row.article


def _take_through(article: Article) -> bool:
    """Work, beside whatever workers run, until nothing is left to do for this article.

    False: time ran out.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    with tqdm(desc="Checking", unit="step", total=1, leave=False) as bar:
        while time.monotonic() < end:
            tried = work_off(*SWEEPS)
            left = work_left(article)
            bar.total, bar.n = left.total, left.done
            bar.refresh()
            # Nothing tried in a whole round: nothing that was found asks for anything more.
            if left.finished and not tried:
                work_off("desk.queue")
                return True
            time.sleep(PAUSE_SECONDS)
    return False


def _as_text(outcome: CheckedArticle) -> str:
    lines = [outcome.headline, ""]
    for title, rows in outcome.sections():
        lines += [f"{title} ({len(rows)})", *(f"  {row}" for row in rows or ["none"]), ""]
    return "\n".join(lines).rstrip()
