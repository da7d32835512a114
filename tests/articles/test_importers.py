"""Files of every kind, good and bad."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from factcheck.articles.importers.copy import BadFile, Copy
from factcheck.articles.importers.files import read_file
from factcheck.outside.documents import packages
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.files import read_document
from tests.articles.documents import docx, paragraph, pdf

SENTENCE = (
    "Rebels entered the second city on Friday, witnesses said, and at least 12 people were killed."
)
LIMIT = 20 * 1024 * 1024


def take(data: bytes, name: str = "copy.txt", limit: int = LIMIT) -> Copy:
    return read_file(data, name, max_bytes=limit)


def refusal(data: bytes, name: str = "copy.txt", limit: int = LIMIT) -> str:
    with pytest.raises(BadFile) as caught:
        take(data, name, limit)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    return sentence


def kinds(copy: Copy) -> list[tuple[str, str]]:
    assert copy.blocks is not None
    return [(block.kind, copy.text[slice(*block.span)]) for block in copy.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_plain_text_is_read_in_whatever_encoding_desks_use(encoding: str) -> None:
    assert (
        take(f"“Zoë” paid €5.\n{SENTENCE}".encode(encoding)).text == f"“Zoë” paid €5.\n{SENTENCE}"
    )


def test_line_ends_and_nuls_are_cleaned_before_offsets_count() -> None:
    copy = take(b"One line.\r\nAn\x00other.\rA third.")
    assert copy.text == "One line.\nAnother.\nA third."


def test_what_a_file_is_told_by_its_bytes_not_by_its_name() -> None:
    assert take(docx(paragraph(SENTENCE)), "notes.txt").medium == "docx"
    assert take(pdf([SENTENCE]), "notes.docx").medium == "pdf"
    assert (
        take(f"<!DOCTYPE html><html><body><p>{SENTENCE}</p></body></html>".encode(), "a.txt").medium
        == "html"
    )
    assert take(SENTENCE.encode(), "a.pdf").medium == "text"


def test_word_styles_become_blocks() -> None:
    copy = take(
        docx(
            paragraph("Rebels enter the city", "Title"),
            paragraph("A week of fighting ends", "Subtitle"),
            paragraph("By Ann Lee"),
            paragraph(SENTENCE),
        ),
        "a.docx",
    )
    assert kinds(copy) == [
        ("headline", "Rebels enter the city"),
        ("standfirst", "A week of fighting ends"),
        ("byline", "By Ann Lee"),
        ("body", SENTENCE),
    ]
    assert copy.headline == "Rebels enter the city"


def test_markdown_headings_and_emphasis_become_blocks_and_words() -> None:
    copy = take(
        f"# The *city* falls\n\nBy Ann Lee\n\n{SENTENCE}\n\n<script>x()</script>\n".encode(), "a.md"
    )
    assert kinds(copy)[:3] == [
        ("headline", "The city falls"),
        ("byline", "By Ann Lee"),
        ("body", SENTENCE),
    ]


def test_a_saved_page_keeps_its_headline_byline_and_captions_and_loses_its_frame() -> None:
    body = "".join(f"<p>Paragraph {n}: {SENTENCE}</p>" for n in range(6))
    page = f"""<html><head><title>City falls - The Paper</title>
      <meta property="article:published_time" content="2024-11-30"></head><body>
      <nav><a href="/">Home</a> <a>World</a></nav><article><h1>City falls</h1><p class="byline">By Ann Lee</p>
      <figure><img src="http://127.0.0.1:1/x.png"><figcaption>Tanks. Photo: AP</figcaption></figure>{body}</article>
      <footer>Copyright</footer><script>document.write("no")</script></body></html>"""
    copy = take(page.encode(), "a.html")
    found = kinds(copy)
    assert found[:3] == [
        ("headline", "City falls"),
        ("byline", "By Ann Lee"),
        ("caption", "Tanks. Photo: AP"),
    ]
    assert len(found) == 9
    assert str(copy.published) == "2024-11-30"
    assert not {"Home", "Copyright", "document.write"} & set(copy.text.split())


def test_a_pdfs_lines_are_put_together_into_paragraphs() -> None:
    copy = take(
        pdf(
            [
                "Rebels entered the second city on Friday, wit-",
                "nesses said, and the army left it.",
                "",
                "More.",
            ]
        )
    )
    assert (
        copy.text
        == "Rebels entered the second city on Friday, witnesses said, and the army left it.\n\nMore."
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \n\t ", "This file is empty."),
        (b"\x00\x00", "This file is empty."),
        (b"\xef\xbb\xbf", "There are no words in this file."),
        (b"...\n---", "There are no words in this file."),
    ],
)
def test_a_file_without_words_is_refused(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_a_file_over_the_limit_is_refused() -> None:
    assert "larger than 1 MB" in refusal(SENTENCE.encode() * 20_000, limit=1024 * 1024)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 400, "This is a picture."),
        (b"\xff\xd8\xff\xe0" + b"JFIF" * 50, "This is a picture."),
        (b"\x7fELF" + bytes(range(256)) * 4, "This is a program, not copy."),
        (bytes(range(256)) * 20, "This is no text"),
        (b"\x1f\x8b\x08" + b"abc" * 10, "This is a packed file."),
    ],
)
def test_pictures_programs_and_other_binaries_are_refused_whatever_they_are_called(
    data: bytes,
    sentence: str,
) -> None:
    assert refusal(data, "story.txt").startswith(sentence)


def test_an_encrypted_office_file_is_told_by_its_wrapping() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100
    assert "password" in refusal(ole + "EncryptedPackage".encode("utf-16-le"), "a.docx")
    assert "old Word or Office file" in refusal(ole, "a.doc")


def test_an_encrypted_zip_member_is_told() -> None:
    data = bytearray(docx(paragraph(SENTENCE)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + at] |= 1
    assert "password" in refusal(bytes(data), "a.docx")


def test_a_declared_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = docx(paragraph(SENTENCE), word__media__x=b"\x00" * (2 * 1024 * 1024))
    assert "far more than a document" in refusal(bomb, "a.docx")


def test_a_document_that_unpacks_to_more_than_the_cap_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packages, "MAX_UNPACKED", 1000)
    with pytest.raises(DraftRefusal, match="far more than a document"):
        read_document(docx(paragraph(SENTENCE * 20)), "a.docx")


def test_a_document_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_MEMBERS", 4)
    with pytest.raises(DraftRefusal, match="far more than a document"):
        read_document(docx(paragraph(SENTENCE)), "a.docx")


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(docx(paragraph(SENTENCE * 50)))
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # the central directory says that everything is four bytes long
        data[at + 24 : at + 28] = (4).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 1)
    assert "is damaged" in refusal(bytes(data), "a.docx")


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("xl/workbook.xml", "spreadsheet"),
        ("ppt/presentation.xml", "slide show"),
        ("content.xml", "OpenDocument"),
    ],
)
def test_other_packed_documents_are_told_apart(member: str, words: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "x")
    assert words in refusal(out.getvalue())


def test_xml_entities_are_refused_and_nothing_on_disk_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    dtd = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert "damaged" in refusal(docx(paragraph("&x;" + SENTENCE), before=dtd), "a.docx")
    html = f"{dtd}<html><body><p>&x; {SENTENCE}</p></body></html>"
    assert "the secret" not in take(html.encode(), "a.html").text


def test_pictures_linked_from_outside_a_document_are_left_out() -> None:
    rels = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="r9" TargetMode="External" Target="file:///etc/hostname"
     Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>"""
    picture = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://'
        'schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="r9"/></w:drawing></w:r></w:p>'
    )
    data = io.BytesIO(docx(paragraph(SENTENCE), picture))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/_rels/footnotes.xml.rels", rels)
    assert take(data.getvalue(), "a.docx").text == SENTENCE


def test_a_pdf_behind_a_password_is_told() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([SENTENCE]))))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert "password" in refusal(out.getvalue(), "a.pdf")


def test_a_pdf_without_pages_without_words_with_too_many_pages_or_damaged_is_told() -> None:
    assert "no pages" in refusal(pdf(), "a.pdf")
    assert "pictures of pages" in refusal(pdf([], []), "a.pdf")
    assert "damaged" in refusal(b"%PDF-1.7\n" + b"nothing of use here\n" * 20, "a.pdf")
    assert "over 300 pages" in refusal(pdf(*([["x"]] * 301)), "a.pdf")


def test_a_page_without_an_article_is_refused() -> None:
    assert "no article" in refusal(
        b"<html><body><nav>Home</nav><p>Not found.</p></body></html>", "a.html"
    )


def test_a_page_too_large_is_refused_and_a_deep_one_read() -> None:
    assert "larger than an article" in refusal(b"<html><p>" + SENTENCE.encode() * 40_000, "a.html")
    deep = b"<html>" + b"<div>" * 5_000 + f"<p>{SENTENCE}</p>".encode()
    assert SENTENCE in take(deep, "a.html").text


def test_a_file_over_the_limit_is_told_by_its_size_whatever_is_in_it() -> None:
    for data in (b"\x00" * 2_000_000, b"word " * 400_000):
        with pytest.raises(BadFile, match="larger than 1 MB"):
            read_file(data, "a.docx", max_bytes=1024 * 1024)
