"""What one is told where a filter cannot be kept or an item not be given."""

from __future__ import annotations

import pytest

from factcheck.desk import actions
from factcheck.newsroom.actions import Refused
from tests.newsroom.factories import CheckerFactory, ReporterFactory
from tests.review.factories import QueueItemFactory

pytestmark = pytest.mark.django_db


def test_a_filter_has_a_name() -> None:
    with pytest.raises(Refused, match="Give the filter a name"):
        actions.save_filter(by=CheckerFactory(), place="desk", name=" ", query="q=x")


def test_a_deleted_filter_does_not_come_back_over_one_of_its_name() -> None:
    checker = CheckerFactory()
    gone = actions.save_filter(by=checker, place="desk", name="Mine", query="show=mine")
    actions.delete_filter(by=checker, saved=gone)
    actions.save_filter(by=checker, place="desk", name="Mine", query="q=x")
    with pytest.raises(Refused, match="There is another filter “Mine” by now"):
        actions.restore_filter(by=checker, saved=gone)


def test_an_item_is_given_to_who_works_the_queue() -> None:
    with pytest.raises(Refused, match=r"does not work the queue\. Choose a checker"):
        actions.assign(by=CheckerFactory(), items=[QueueItemFactory()], to=ReporterFactory())
