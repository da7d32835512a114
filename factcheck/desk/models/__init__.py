"""The tables of this room."""

from factcheck.desk.models.changes import ChangedArticle, LastLook
from factcheck.desk.models.lines import DeskLine, SavedFilter, StaleDeskLine
from factcheck.desk.models.queue import QUEUE_KINDS, QueueItem, QueueQuerySet

__all__ = [
    "QUEUE_KINDS",
    "ChangedArticle",
    "DeskLine",
    "LastLook",
    "QueueItem",
    "QueueQuerySet",
    "SavedFilter",
    "StaleDeskLine",
]
