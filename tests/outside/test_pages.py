import io
import time
from datetime import UTC, date, datetime

import pytest
import trafilatura
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from factcheck.outside.errors import OutsideError
from factcheck.outside.http import FetchedPage
from factcheck.outside.pages import main_text
from factcheck.outside.sanitize import clean_html, text_of_html, true_nesting

PARAGRAPH = "The ministry said on Tuesday that 3,000 soldiers had crossed the northern border in three days of fighting."
ARTICLE = f"""<!doctype html><html lang="en-GB"><head><title>Pact holds | Paper</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="The Paper"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2024-11-27T10:00:00Z"><link rel="canonical" href="https://paper.example/pact">
</head><body><nav><a href="/">Home</a> <a href="/x">World</a></nav><article><h1>Pact holds</h1>
{"".join(f"<p>{PARAGRAPH} Part {n}.</p>" for n in range(6))}</article><footer>Copyright 2024. All rights reserved.</footer></body></html>"""


def page(
    body: bytes,
    content_type: str = "text/html",
    encoding: str | None = None,
    url: str = "https://paper.example/pact?utm=1",
) -> FetchedPage:
    return FetchedPage(
        url, url, 200, {}, body, content_type, encoding, datetime.now(UTC), "", "", False, ()
    )


def pdf(text: str, *, pages: int = 1, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        sheet = writer.add_blank_page(300, 300)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        sheet[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_articles_words_and_what_it_says_of_itself() -> None:
    found = main_text(page(ARTICLE.encode()))
    assert found.title == "Pact holds"
    assert found.text.count(PARAGRAPH) == 6
    assert "Home" not in found.text
    assert "Copyright" not in found.text
    assert (found.author, found.site, found.published, found.language) == (
        "Ann Lee",
        "The Paper",
        date(2024, 11, 27),
        "en",
    )
    assert found.canonical_url == "https://paper.example/pact"
    assert found.is_article
    assert main_text(ARTICLE.encode(), "https://paper.example/x").text == found.text


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (ARTICLE.replace("ministry", "ministère").encode("latin-1"), "iso-8859-1"),
        (ARTICLE.replace("ministry", "ministère").encode("latin-1"), "utf-8"),
        (
            ARTICLE.replace("ministry", "ministère")
            .replace("<head>", '<head><meta charset="windows-1252">')
            .encode("cp1252"),
            None,
        ),
        (ARTICLE.replace("ministry", "ministère").encode("utf-16"), None),
        (ARTICLE.replace("ministry", "ministère").encode("utf-8-sig"), None),
        (
            b'<?xml version="1.0" encoding="utf-8"?>'
            + ARTICLE.replace("ministry", "ministère").encode(),
            "rot13",
        ),
    ],
)
def test_a_page_is_read_in_its_character_set(body: bytes, encoding: str | None) -> None:
    assert "The ministère said" in main_text(page(body, encoding=encoding)).text


def test_a_page_without_prose_is_no_article() -> None:
    links = "".join(f'<li><a href="/{n}">Headline {n}</a></li>' for n in range(50))
    for body in (
        f"<html><body><ul>{links}</ul></body></html>",
        "<html></html>",
        "",
        "<p>Page not found</p>",
        "hello",
    ):
        assert not main_text(page(body.encode())).is_article
    assert not main_text(
        page(
            ARTICLE.replace('content="article"', 'content="website"').encode(),
            url="https://paper.example/",
        )
    ).is_article


def test_plain_text_is_read_as_it_stands() -> None:
    found = main_text(page(b"A title\r\n\r\nSome words.", "text/plain"))
    assert (found.title, found.text) == ("A title", "A title\n\nSome words.")
    assert main_text(b"a < b and so on").text == "a < b and so on"


def test_a_pdf_is_read_to_a_number_of_pages() -> None:
    assert main_text(page(pdf("Hello sources"), "application/pdf")).text == "Hello sources"
    assert main_text(page(pdf("Hello sources"), "application/octet-stream")).text == "Hello sources"
    assert main_text(pdf("word", pages=120)).text.count("word") == 80


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\x89PNG\r\n\x1a\n\0\0", "text/html"),
        (b"{}", "application/json"),
        (b"PK\x03\x04\0\0", "application/zip"),
        (bytes(range(1, 256)) * 20, "text/plain"),
        (b"%PDF-1.7 garbage", "application/pdf"),
        (b"%PDF-", "text/html"),
        (pdf("secret", password="x"), "application/pdf"),
        (pdf(""), "application/pdf"),
    ],
)
def test_what_holds_no_text_is_a_bad_response(body: bytes, content_type: str) -> None:
    with pytest.raises(OutsideError) as caught:
        main_text(page(body, content_type))
    assert (caught.value.kind, caught.value.temporary) == ("bad-response", False)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + "words " * 50,
        "<b><p>" * 10_000,
        "<ul><li>" * 20_000,
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">words</p>",
        '<p a=">" ' + "b " * 100_000 + ">words</p>",
        '<p " ' + "b " * 100_000 + '">words</p>',
        '<p a=b=" ' + "c " * 100_000 + '">words</p>',
        "<p>words</p>" + "<!--" * 50_000,
        "<" * 100_000,
        "<a href='" * 50_000,
        "&" * 200_000,
        "<script>" * 20_000,
        '<script type="application/ld+json">' + '{"a":' * 50_000 + "</script>",
        "<p>" + "word " * 500_000,
        "<table>" * 3000,
    ],
)
def test_a_page_made_to_cost_minutes_is_read_in_seconds(body: str) -> None:
    begun = time.process_time()
    main_text(page(f"<html><body>{body}</body></html>".encode()))
    text_of_html(body)
    clean_html(body)
    assert time.process_time() - begun < 8


@pytest.mark.parametrize("padding", ["<i>x</i>" * 16_000, "word " * 700_000, "<div>" * 260])
def test_a_page_too_heavy_for_the_extractor_still_gives_its_words(padding: str) -> None:
    found = main_text(page(ARTICLE.replace("</article>", f"</article>{padding}").encode()))
    assert PARAGRAPH in found.text
    assert found.title == "Pact holds | Paper"
    assert (found.published, found.is_article) == (None, False)


def test_text_of_html_keeps_lines_and_quotations() -> None:
    html = "<p>One<br>two</p><blockquote>said<blockquote>deep</blockquote></blockquote><table><tr><td>a</td><td>b</td></tr></table>&lt;i&gt;"
    assert text_of_html(html) == "One\ntwo\n\n> said\n> > deep\n\na b\n\n<i>"
    assert (
        text_of_html("<style>p{}</style>a<script>x</script>b<!-- c -->d<title>t</title>") == "abd"
    )


def test_clean_html_lets_nothing_run() -> None:
    for bad in (
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>', "<iframe src=//x>", "<style>*{}</style>", "<form action=//x><input></form>", "<math><mi//xlink:href='data:x'>",
        "<div>" * 400 + "<script>alert(1)</script>", '<p style="position:fixed" onclick=x class=y>t</p>', "<base href=//x>", "<meta http-equiv=refresh>",
    ):  # fmt: skip
        cleaned = clean_html(bad)
        for word in (
            "alert",
            "script",
            "onerror",
            "onload",
            "onclick",
            "style",
            "iframe",
            "form",
            "data:",
            "base",
            "meta",
            "class",
        ):
            assert word not in cleaned
    assert clean_html("x" * 3_000_000) == ""


STORY_OF_A_CITY = "".join(
    f"<p>On day {n} the ministry said that {n} soldiers had crossed the river near the old mill.</p>"
    for n in range(20)
)


@pytest.mark.parametrize(
    "furniture",
    [
        "<svg>" + '<path d="M0 0"/>' * 400 + "</svg>",
        "<script>" + "document.write('<div><div>');" * 200 + "</script>",
        "<!-- " + "<div>" * 400 + " -->",
        f'<a title="{"<div>" * 400}">x</a>',
    ],
)
def test_a_page_whose_symbols_or_scripts_look_like_deep_nesting_is_still_read_for_its_story(
    furniture: str,
) -> None:
    page = f"<html><body><nav>Home News Sport</nav>{furniture}<article>{STORY_OF_A_CITY}</article></body></html>"
    text = main_text(page.encode(), "https://paper.example/a").text
    assert text.startswith("On day 0")
    assert "Sport" not in text


@pytest.mark.parametrize(
    "deep",
    [
        "<div>" * 20_000,
        "<div a=b/>" * 20_000,
        '<a title="<script>">' + "<div>" * 20_000,
        "<!--<script>-->" + "<div>" * 20_000,
        "<script></script >" + '<div x="\'">' * 20_000,
    ],
)
def test_a_page_that_is_truly_deep_is_not_given_to_the_tree_builder(deep: str) -> None:
    assert true_nesting(f"<html><body>{deep}") > 250


@pytest.mark.parametrize(
    "beginning", ["<meta charset=utf-8>", "<title>x</title>", "<!DOCTYPE  html>", "<section>"]
)
def test_a_page_without_its_outer_tags_is_still_html(beginning: str) -> None:
    page = f"{beginning}<article>{STORY_OF_A_CITY}</article>"
    assert "<p>" not in main_text(page.encode(), "https://paper.example/a").text


def test_the_story_is_what_the_extractor_gives_character_for_character() -> None:
    table = "<table><tr><td>Men</td><td>3,000</td></tr><tr><td>Tanks</td><td>17</td></tr></table>"
    page = (
        f"<html><head><title>Old mill | Paper</title></head><body><nav>Home</nav><article><h1>Old mill</h1>"
        f"{STORY_OF_A_CITY}<h2>In numbers</h2><ul><li>One</li><li>Two</li></ul>{table}<blockquote>We saw it.</blockquote>"
        f"</article><div id='comments'><p>First!</p></div><footer>All rights reserved</footer></body></html>"
    )
    text = main_text(page.encode(), "https://paper.example/a").text
    assert text == trafilatura.extract(page, fast=True, include_comments=False)
    assert "First!" not in text
