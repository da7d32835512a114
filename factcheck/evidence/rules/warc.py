"""A snapshot as a WARC file (ISO 28500:2017), which the web archives' own tools read."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

# The body is kept unpacked, so these no longer describe it; they stand under another name, as other
# archives do it.
_OF_THE_WIRE: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of a page.

    `facts` are what was read off it: title, byline, site, published, modified.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    text: str
    facts: Mapping[str, str]
    fetched_at: dt.datetime  # aware


def warc_of(kept: Kept, software: str) -> bytes:
    """Return the bytes of a .warc.gz.

    Warcinfo, the response, its text as a conversion, what was read off it as metadata.
    """
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    date = f"{kept.fetched_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    about = {"software": software, "format": "WARC File Format 1.0"}
    info = writer.create_warcinfo_record("snapshot.warc.gz", about)
    response = writer.create_warc_record(
        kept.url,
        "response",
        payload=io.BytesIO(kept.body),
        http_headers=StatusAndHeaders(str(kept.status), _headers(kept), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": date},
    )
    of = {"WARC-Date": date, "WARC-Refers-To": response.rec_headers.get_header("WARC-Record-ID")}
    text = writer.create_warc_record(
        kept.url,
        "conversion",
        payload=io.BytesIO(kept.text.encode()),
        warc_content_type="text/plain; charset=utf-8",
        warc_headers_dict=of,
    )
    facts = json.dumps(
        {name: value for name, value in kept.facts.items() if value}, ensure_ascii=False
    )
    metadata = writer.create_warc_record(
        kept.url,
        "metadata",
        payload=io.BytesIO(facts.encode()),
        warc_content_type="application/json",
        warc_headers_dict=of,
    )
    for record in (info, response, text, metadata):
        writer.write_record(record)
    return out.getvalue()


def _headers(kept: Kept) -> list[tuple[str, str]]:
    headers = [
        (
            f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_WIRE else name,
            " ".join(value.split()),
        )
        for name, value in kept.headers.items()
    ]
    return [*headers, ("Content-Length", str(len(kept.body)))]
