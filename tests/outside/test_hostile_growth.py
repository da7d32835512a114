"""Foreign bytes cost CPU time that grows about with their length, whoever reads them.

Every reader, every job of the sandbox and every pattern is walked; one that is not listed fails.
"""

from __future__ import annotations

import ast
import contextlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from factcheck.outside.documents import bylines, dates, embargoes, jobs, note_marks, wire
from factcheck.outside.documents.drafts import DraftRefusal, Pen
from factcheck.outside.documents.files import read_document
from factcheck.outside.mail import jobs as mail_jobs
from factcheck.outside.sandbox_worker import RECURSION_LIMIT
from factcheck.outside.sanitize import (
    nesting,
    plain_characters,
    text_of_html,
    true_nesting,
    without_unseen,
)
from factcheck.text import read
from tests.outside.patterns import HousePattern, house_patterns, modules, tree_of

SEEDS = [
    " ", "\t", "\n", "<!---->", "<!--", "[", "(", "{", '"', "“", "1", "1,", ",", ".", "-", "=?", "&#", "<b>", "<div>",
    "<p>a", "<br>", "<li>", "</", "<a href='#f'>1</a>", "\u200f", "a.", "A ", "¹", "By A ", "embargoed ", "<script>",
    "``", "_ ", "^", "\\u1?", "{\\b ", "\\par ", "| a ", "* ", "> ", "[^1]", "~~", "%%", "[[", "#", "[a](",
]  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "html": lambda t: read_document(f"<html><body><article><p>{t}".encode(), "a.html"),
    "html head": lambda t: read_document(f"{t}x<html><p>word".encode(), "a.txt"),
    "text": lambda t: read_document(f"word {t}".encode(), "a.txt"),
    "markdown": lambda t: read_document(f"word\n\n{t}".encode(), "a.md"),
    "rtf": lambda t: read_document(f"{{\\rtf1 word {t}}}".encode(), "a.rtf"),
    "mail": lambda t: read_document(
        f"From: a@b.c\nTo: d@e.f\nSubject: x\n\nword {t}".encode(), "a.eml"
    ),
    "wire": lambda t: wire.read_wire(f"word {t}"),
    "is wire": wire.is_wire,
    "embargo": embargoes.embargo_in,
    "byline": bylines.person_names,
    "date": dates.declared_date,
    "raised": note_marks.split_raised,
    "characters": plain_characters,
    "unseen": without_unseen,
    "nesting": nesting,
    "true nesting": true_nesting,
    "text of html": text_of_html,
    "pen": lambda t: Pen().words(t),
}
LETTER = "From: a@b.c\nTo: d@e.f\nSubject: x\n\n"
FEED = (
    '<rss version="2.0"><channel><title>T</title><item><link>https://a.example/</link><description>'
)
# By the job's name; its "word {seeds}" is what a hostile sender would put in the likeliest place.
JOBS: dict[str, Callable[[str], object]] = {
    "draft": lambda t: jobs.draft(f"<p>{t}".encode(), "a.docx"),
    "pasted": lambda t: jobs.pasted(f"<p>word {t}".encode()),
    "pasted_text": lambda t: jobs.pasted_text(f"word {t}".encode()),
    "page_text": lambda t: jobs.page_text(f"<html><body><p>word {t}".encode(), "text/html"),
    "feed": lambda t: jobs.feed(f"{FEED}{t}".encode(), "text/xml", "https://a.example/"),
    "claim_reviews": lambda t: jobs.claim_reviews(
        f'[{{"@type": "ClaimReview", "claimReviewed": "{t}'.encode()
    ),
    "own_posts": lambda t: jobs.own_posts(
        json.dumps([{"link": "https://a.example/", "content": {"rendered": f"word {t}"}}]).encode()
    ),
    "own_sitemap": lambda t: jobs.own_sitemap(
        f"<urlset><url><loc>https://a.example/{t}</loc></url></urlset>".encode()
    ),
    "opml": lambda t: jobs.opml(f'<opml><body><outline xmlUrl="{t}"/>{t}'.encode()),
    "sheet": lambda t: jobs.sheet(f"party,note\nA,{t}".encode()),
    "json_body": lambda t: jobs.json_body(f'{{"text": "{t}'.encode()),
    "json_answer": lambda t: jobs.json_answer(f'{{"text": "{t}'.encode()),
    "whole_records": lambda t: jobs.whole_records(f'{{"articles": [{{}}, {t}'.encode(), "articles"),
    "robots": lambda t: jobs.robots(
        f"User-agent: *\nDisallow: /{t}".encode(), "factcheck", "https://a.example/x"
    ),
    "message": lambda t: mail_jobs.message(
        f"{LETTER}word {t}".encode(), ["Our own letter, as sent."]
    ),
}
READERS["copy"] = read  # in a worker: what our own people bring
READERS |= {f"job {name}": job for name, job in JOBS.items()}
# What parses, and the modules that may: every one runs in the sandbox, or reads our own words.
PARSERS = re.compile(
    r"(?:json\.loads|json\.load|raw_decode|csv\.reader|csv\.DictReader|yaml\.load"
    r"|feedparser\.parse|Protego\.parse|MarkdownIt|BytesParser|message_from_\w+|zipfile\.ZipFile|ZipFile"
    r"|etree\.(?:fromstring|XMLParser|iterparse|parse|HTMLParser)|html\.(?:HTMLParser|document_fromstring|fromstring)"
    r"|html5parser\.\w+|HTMLParser|trafilatura\.bare_extraction|bare_extraction|PDFPage\.\w+|PDFParser|pickle\.loads?)"
)
IN_THE_SANDBOX = (
    "factcheck.outside.documents.",
    "factcheck.outside.mail.parse",
    "factcheck.outside.mail.reports",
)
OUR_OWN = {
    "factcheck.outside.sandbox": "what the sandbox answers: our own code wrote it",
    "factcheck.outside.sandbox_worker": "what we ask of the sandbox",
    "factcheck.outside.charsets": "our own table",
    "factcheck.outside.search.feeds": "what we kept in Redis ourselves",
    "factcheck.articles.editing": "how we laid a file out, signed",
    "factcheck.replies.actions.record": "the archive we write ourselves",
    "factcheck.newsroom.backup": "our own backup's list, whose checksum was compared",
    "factcheck.newsroom.jsonl": "a command's standard input",
    "factcheck.newsroom.paging": "PostgreSQL's plan of our own query",
    "factcheck.evidence.management.commands.rank": "a command's standard input",
    "factcheck.evidence.rules.rarity": "the vocabulary that ships with our network",
}
# Patterns slower than their text is long, and why that is bounded.
BOUNDED = {
    "factcheck.outside.mail.": "put to a line or clause of a message; the job `message` is walked whole",
    "factcheck.text.": "put to one sentence of the copy; `copy` is walked whole",
    "factcheck.local.": "the demo's own pages, and commands' output",
    "factcheck.claims.": "put to the words of one mark",
    "factcheck.review.": "put to what our own people typed",
    "factcheck.status.": "put to our own mail",
}
SIZE = 4_000  # characters
# Reading costs a tenth of a millisecond a character; 300 characters of marks are not read at all.
SIZES = {"copy": 600}
WORSE = 9  # four times the length: four times the time, with room for a busy machine
LEAST = 0.1  # CPU seconds below which nothing is measured but noise
PATTERN_SIZE = 6_000
PATTERN_LEAST = 0.01


@pytest.fixture(autouse=True)
def as_deep_as_the_sandbox() -> Iterator[None]:
    """Let readers nest as deep as they may in the sandbox, where they run."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION_LIMIT)
    yield
    sys.setrecursionlimit(before)


def seconds(reader: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    with contextlib.suppress(DraftRefusal):
        reader(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_about_linear_time(name: str) -> None:
    reader, size = READERS[name], SIZES.get(name, SIZE)
    for seed in SEEDS:
        text = seed * (size // len(seed))
        if (longest := seconds(reader, text * 4)) < LEAST:
            continue
        shorter = max(seconds(reader, text), LEAST / 6)
        if longest > WORSE * shorter:
            # The best of three: a collection of garbage in the middle is no growth.
            longest = min(seconds(reader, text * 4) for _ in range(3))
        assert longest <= WORSE * shorter, seed


def test_every_job_of_the_sandbox_is_walked() -> None:
    own = {
        name
        for module in (jobs, mail_jobs)
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert own == set(JOBS)


def test_nothing_foreign_is_parsed_outside_the_sandbox() -> None:
    strangers = {
        f"{module.__name__}: {ast.unparse(node.func)}"
        for module in modules()
        if not module.__name__.startswith((*IN_THE_SANDBOX, "factcheck.local", "factcheck.text."))
        and module.__name__ not in OUR_OWN
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call) and PARSERS.fullmatch(ast.unparse(node.func))
    }
    assert strangers == set()


def is_worse_than_linear(pattern: HousePattern, seed: str) -> bool:
    """Whether four times the length takes far more than four times the time."""
    text = seed * (PATTERN_SIZE // len(seed))
    longest = seconds(pattern.put_to, text)
    if longest < PATTERN_LEAST:
        return False
    quarter = min(seconds(pattern.put_to, text[: len(text) // 4]) for _ in range(3))
    longest = min(longest, *(seconds(pattern.put_to, text) for _ in range(3)))
    return longest > 8 * quarter


def test_every_pattern_that_meets_foreign_text_takes_about_linear_time() -> None:
    walked = [p for p in house_patterns() if not p.name.startswith(tuple(BOUNDED))]
    assert len(walked) > 200
    slow = {
        (pattern.name, seed)
        for pattern in walked
        for seed in (*SEEDS, *pattern.own_seeds())
        if is_worse_than_linear(pattern, seed)
    }
    assert slow == set()


@pytest.mark.parametrize("source", [r"\s*x", r"\w+@\w+", r"(?:a|b)*c", r"\d+-\d+"])
def test_a_pattern_of_quadratic_cost_is_found(source: str) -> None:
    pattern = HousePattern("bad", re.compile(source), anywhere=True)
    assert any(is_worse_than_linear(pattern, seed) for seed in (*SEEDS, *pattern.own_seeds(), "ab"))
