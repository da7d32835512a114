"""Pages as sites build them, each with the text of its article."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

PARAGRAPHS = [
    "The dam above Kestrel Valley was never inspected after 2009, records of the ministry show.",
    "Forty-seven people died when it failed on a Tuesday night in March, the mayor, Lena Orr, said.",
    "Nineteen villages were cut off for nine days, and the road to the coast is still closed.",
    "“We wrote to them four times, and nobody answered,” said Tomas Reed, who lives by the river.",
    "The company that built the dam was fined $3.1 million in 2019, according to the court.",
    "The ministry did not reply to questions that this paper sent on Monday by registered letter.",
]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
TEXT = "\n".join(PARAGRAPHS)
HEAD = "<h1>Dam was never inspected, records show</h1>"
NAV = (
    "<nav><ul>"
    + "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    + "</ul></nav>"
)
FOOT = "<footer><p>© 2026 The Courier. All rights reserved. Terms and privacy.</p></footer>"
RELATED = (
    "<aside><h3>Read more</h3><ul>"
    + "".join(
        f'<li><a href="/s{n}">Another story with a long headline, number {n}</a></li>'
        for n in range(6)
    )
    + "</ul></aside>"
)
COMMENTS = (
    '<section id="comments" class="comments"><h2>Comments</h2>'
    + "".join(
        f"<div class='comment'><p>I was there and saw it, says reader {n}.</p></div>"
        for n in range(5)
    )
    + "</section>"
)
SCRIPT = "<script>" + 'var a=function(b){return b<c?"<div>":"</div><p>x</p>"};' * 60 + "</script>"


def page(body: str, head: str = "") -> str:
    """Return a page with what stands around every article."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Dam | The Courier</title>{head}</head>'
        f"<body>{NAV}{body}{FOOT}</body></html>"
    )


def graph(body: str) -> str:
    """Return the article as data for machines."""
    data = {"@type": "NewsArticle", "headline": "Dam was never inspected", "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


PAGES: dict[str, tuple[str, str]] = {
    "article": (page(f"<article>{HEAD}{BODY}</article>"), TEXT),
    "divs": (page(f'<div class="content"><div class="story-body">{HEAD}{BODY}</div></div>'), TEXT),
    "aside": (page(f"<main><article>{HEAD}{BODY}</article>{RELATED}</main>"), TEXT),
    "related inside": (
        page(
            f"<article>{HEAD}"
            + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:3])
            + RELATED
            + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[3:])
            + "</article>"
        ),
        TEXT,
    ),
    "comments": (page(f"<article>{HEAD}{BODY}</article>{COMMENTS}"), TEXT),
    "minified script": (page(f"{SCRIPT}<article>{HEAD}{BODY}</article>{SCRIPT}"), TEXT),
    "form": (page(f"<form id='aspnetForm'><div><div>{HEAD}{BODY}</div></div></form>"), TEXT),
    "data alone": (page("<div id='app'></div>", graph("\n".join(PARAGRAPHS))), TEXT),
    "breaks": (
        page(f"<article>{HEAD}<div>" + "<br><br>".join(PARAGRAPHS) + "</div></article>"),
        TEXT,
    ),
    "table": (
        page(f"<table><tr><td>{RELATED}</td><td>{HEAD}{BODY}</td></tr></table>"),
        TEXT,
    ),
    "hidden": (
        page(
            f"<article>{HEAD}<p style='display:none'>Subscribe to read the rest of this.</p>{BODY}</article>"
        ),
        TEXT,
    ),
    "crossheads": (
        page(
            f"<article>{HEAD}"
            + "".join(f"<h2>Part {n}</h2><p>{text}</p>" for n, text in enumerate(PARAGRAPHS))
            + "</article>"
        ),
        "\n".join(f"Part {n}\n{text}" for n, text in enumerate(PARAGRAPHS)),
    ),
}


def write(folder: Path) -> None:
    """Write the pages as the benchmark lays them out."""
    (folder / "html").mkdir()
    truth = {}
    for number, (html, text) in enumerate(PAGES.values()):
        name = f"{number:064d}"
        (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(html.encode()))
        truth[name] = {"articleBody": text, "url": f"https://courier.example/{number}"}
    (folder / "ground-truth.json").write_text(json.dumps(truth))
