"""The tables of this room."""

from factcheck.desk.models.lines import Line, SavedFilter, Touched
from factcheck.desk.models.queue import QUEUE_KINDS, QueueItem, QueueQuerySet

__all__ = [
    "QUEUE_KINDS",
    "Line",
    "QueueItem",
    "QueueQuerySet",
    "SavedFilter",
    "Touched",
]
