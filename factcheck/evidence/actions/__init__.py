"""What is done about evidence.

By people (`people`), and by the machine (`plan`, `ask`, `fetch`, `compare`, `poll`).
"""

from __future__ import annotations

from factcheck.evidence.actions.ask import ask
from factcheck.evidence.actions.by_hand import LONGEST_PASSAGE, add_file, add_passage, word_query
from factcheck.evidence.actions.captures import capture, plan_capture
from factcheck.evidence.actions.cited import cite_article, fetch_cited
from factcheck.evidence.actions.compare import compare_document
from factcheck.evidence.actions.fetch import fetch_document
from factcheck.evidence.actions.own_work import read_own_archive
from factcheck.evidence.actions.people import add_source, rule_on, search_claim
from factcheck.evidence.actions.plan import plan_article
from factcheck.evidence.actions.poll import poll_feed
from factcheck.evidence.actions.providers import (
    ensure_providers,
    set_provider,
    switch_provider,
    try_provider,
)
from factcheck.evidence.actions.screenshots import plan_picture, take_picture
from factcheck.evidence.actions.snapshots import plan_recheck, recheck

__all__ = [
    "LONGEST_PASSAGE",
    "add_file",
    "add_passage",
    "add_source",
    "ask",
    "capture",
    "cite_article",
    "compare_document",
    "ensure_providers",
    "fetch_cited",
    "fetch_document",
    "plan_article",
    "plan_capture",
    "plan_picture",
    "plan_recheck",
    "poll_feed",
    "read_own_archive",
    "recheck",
    "rule_on",
    "search_claim",
    "set_provider",
    "switch_provider",
    "take_picture",
    "try_provider",
    "word_query",
]
