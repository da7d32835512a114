"""More of each kind of document: what is copy, what is a source or a note, what is left out."""

from __future__ import annotations

import io
import zipfile

import pytest

from factcheck.outside.documents.drafts import Draft, DraftRefusal
from factcheck.outside.documents.files import read_document
from factcheck.outside.documents.note_marks import kind_of_raised, split_raised

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="m" xmlns:mc="mc" xmlns:wps="wps" xmlns:v="v"'
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STORY = (
    "<p>The dam was never inspected between 2009 and its failure last March, the register says.</p>"
    "<p>Nobody came, nobody called, and nobody even answered the letters, the mayor said.</p>"
    "<p>The operator was fined in 2019 and declined to comment; the ministry did not reply.</p>"
)


def packed(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def relation(kind: str, target: str, number: str = "x", mode: str = "") -> str:
    return f'<Relationship Id="{number}" Type="{REL}{kind}" Target="{target}" TargetMode="{mode}"/>'


def word(body: str, parts: dict[str, str] | None = None, rels: str = "") -> Draft:
    members = {
        "_rels/.rels": f"<R>{relation('officeDocument', 'word/document.xml')}</R>",
        "word/_rels/document.xml.rels": f"<R>{rels}</R>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }
    return read_document(packed(members), "a.docx")


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def copy(draft: Draft) -> list[str]:
    return [paragraph.text for paragraph in draft.paragraphs]


def losses(draft: Draft) -> dict[str, int]:
    return {row.what: row.count for row in draft.left_out}


def given(draft: Draft) -> list[tuple[str, str, str]]:
    placed = [
        (p.text[s.start : s.end], s.address, s.text) for p in draft.paragraphs for s in p.sources
    ]
    return [*placed, *(("", s.address, s.text) for s in draft.sources)]


def test_a_note_with_two_links_gives_two_sources_on_its_sentence() -> None:
    note = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{run("See ")}<w:hyperlink r:id="a">{run("A")}</w:hyperlink>'
        f'{run(" and ")}<w:hyperlink r:id="b">{run("B")}</w:hyperlink></w:p></w:footnote></w:footnotes>'
    )
    links = relation("hyperlink", "https://a.example/", "a", "External")
    links += relation("hyperlink", "https://b.example/", "b", "External")
    draft = word(
        f'<w:p>{run("It rained. The dam held 4")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(" weeks.")}</w:p>',
        {"word/footnotes.xml": note, "word/_rels/footnotes.xml.rels": f"<R>{links}</R>"},
        relation("footnotes", "footnotes.xml"),
    )
    assert copy(draft) == ["It rained. The dam held 4 weeks."]
    assert given(draft) == [
        ("The dam held 4", "https://a.example/", "See A and B"),
        ("The dam held 4", "https://b.example/", "See A and B"),
    ]


def test_a_text_box_is_counted_once_and_looked_at() -> None:
    box = f"<w:txbxContent><w:p>{run('Box 41')}</w:p></w:txbxContent>"
    both = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    draft = word(
        f"<w:p>{run('Before ')}<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>{run('after.')}</w:p>"
        f"<w:p>{run('Energy ')}<m:oMath><m:r><m:t>E=mc2</m:t></m:r></m:oMath>{run(' holds.')}</w:p>"
    )
    assert copy(draft) == ["Before after.", "Energy holds."]
    assert losses(draft) == {"text box": 1, "formula": 1}
    assert draft.left_out[0].text == "Box 41"


def test_elements_that_are_not_known_give_their_words() -> None:
    draft = word(
        f'<w:p><w:bdo w:val="rtl">{run("one ")}</w:bdo><w:smartTag>{run("two ")}</w:smartTag><w:sdt><w:sdtContent>'
        f"{run('three ')}</w:sdtContent></w:sdt><w:customXml>{run('four')}</w:customXml></w:p>"
    )
    assert copy(draft) == ["one two three four"]


def test_a_chunk_of_html_in_a_word_file_is_read() -> None:
    draft = word(
        f'<w:p>{run("Lead.")}</w:p><w:altChunk r:id="k"/><w:p>{run("Tail.")}</w:p>',
        {
            "word/chunk.html": '<html><body><p>It killed <a href="https://q.example">12</a>.</p></body></html>'
        },
        relation("aFChunk", "chunk.html", "k"),
    )
    assert copy(draft) == ["Lead.", "It killed 12.", "Tail."]
    assert given(draft) == [("12", "https://q.example", "")]


def test_an_embargo_in_a_page_header_is_the_articles() -> None:
    header = (
        f"<w:hdr {W}><w:p>{run('EMBARGOED until 6 a.m. GMT, 14 March. The Ledger')}</w:p></w:hdr>"
    )
    draft = word(f"<w:p>{run('Story.')}</w:p>", {"word/h.xml": header}, relation("header", "h.xml"))
    assert draft.embargo == "EMBARGOED until 6 a.m. GMT, 14 March"
    assert losses(draft) == {"page header": 1}


@pytest.mark.parametrize(
    ("raised", "before", "kind"),
    [
        ("3", "killed 47", "note"), ("th", "the 19", "words"), ("2", "of 30 km", "exponent"), ("6", "3×10", "exponent"),
        ("*", "he said", "note"), ("1,2", "he said.", "note"), ("[a]", "said", "note"), ("er", "le 1", "words"),
        ("TM", "Brand", "words"), ("-1", "5 m", "exponent"), ("12", "", "words"),
    ],
)  # fmt: skip
def test_raised_characters_are_told_apart(raised: str, before: str, kind: str) -> None:
    assert kind_of_raised(raised, before) == kind


def test_superscript_digits_in_plain_text_are_notes_unless_of_a_unit() -> None:
    assert split_raised("47³ dead on 30 km² and 5 m³") == ("47 dead on 30 km² and 5 m³", ["3"])


OPEN = 'xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:xlink="x" xmlns:table="b" xmlns:dc="d" xmlns:draw="w"'
OPEN_TEXT = f"""<office:document-content {OPEN}><office:automatic-styles><style:style style:name="T1">
<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles><office:body>
<office:text><text:tracked-changes><text:deletion><text:p>old words</text:p></text:deletion></text:tracked-changes>
<text:p text:style-name="Title">Dam</text:p><text:p>It killed <text:span text:style-name="T1">41</text:span> 47<text:note>
<text:note-citation>1</text:note-citation><text:note-body><text:p>Register, p. 12</text:p></text:note-body></text:note>,
<text:a xlink:href="https://c.example">the court</text:a> said.<office:annotation><dc:creator>Ida</dc:creator>
<dc:date>2026-03-09</dc:date><text:p>Check</text:p></office:annotation></text:p><table:table><table:table-row>
<table:table-cell><text:p>Aln</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell>
</table:table-row></table:table><text:p>a<text:tab/>b<text:line-break/>c</text:p></office:text></office:body>
</office:document-content>"""


@pytest.mark.parametrize("flat", [False, True])
def test_opendocument_text_is_read(flat: bool) -> None:
    mime = "application/vnd.oasis.opendocument.text"
    if flat:
        text = OPEN_TEXT.replace("document-content", "document")
        draft = read_document(f'<?xml version="1.0"?>{text}'.encode(), "a.fodt")
    else:
        draft = read_document(packed({"mimetype": mime, "content.xml": OPEN_TEXT}), "a.odt")
    assert copy(draft) == ["Dam", "It killed 47, the court said.", "Aln | 12", "a\tb\nc"]
    assert given(draft) == [
        ("It killed 47", "", "Register, p. 12"),
        ("the court", "https://c.example", ""),
    ]
    [note] = [note for paragraph in draft.paragraphs for note in paragraph.notes]
    assert (note.by, note.at, note.text) == ("Ida", "2026-03-09", "Check")
    assert losses(draft) == {"deleted word": 2, "struck word": 1}


def test_rich_text_is_read() -> None:
    data = rb"""{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}{\info{\author X}}\f0 \'cf\'eb\'ee\'f2\'e8\'ed\'e0
 killed {\strike 41} 47{\super\chftn{\footnote {\super\chftn} Register}}, {\field{\*\fldinst{HYPERLINK "https://c.example/1"}}
{\fldrslt{\ul the court}}} said \u8220?no\u8221?.{\*\atnauthor Ida}{\*\annotation Check}\par Line a\line b\tab c\par
\trowd Aln\cell 12\cell\row{\deleted gone}{\v hid}End.{\*\unknown stuff}{\header Embargoed until 5pm Friday}}"""
    draft = read_document(data, "a.rtf")
    assert copy(draft) == [
        "Плотина killed 47, the court said “no”.",
        "Line a\nb\tc",
        "Aln | 12",
        "End.",
    ]
    assert given(draft) == [
        ("Плотина killed 47", "", "Register"),
        ("the court", "https://c.example/1", ""),
    ]
    assert losses(draft) == {
        "struck word": 1,
        "deleted word": 1,
        "hidden word": 1,
        "page header": 1,
    }
    assert draft.embargo == "Embargoed until 5pm Friday"


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    opf = (
        '<package xmlns:dc="d"><metadata><dc:title>The Dam</dc:title><dc:creator>Ida Fenn</dc:creator></metadata>'
        '<manifest><item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    container = '<c><rootfiles><rootfile full-path="O/x.opf"/></rootfiles></c>'
    pages = {f"O/{n}.xhtml": f"<html><body><p>Chapter {n}.</p></body></html>" for n in "ab"}
    data = packed({"META-INF/container.xml": container, "O/x.opf": opf, **pages})
    draft = read_document(data, "a.epub")
    assert copy(draft) == ["Chapter b.", "Chapter a."]
    assert (draft.headline, draft.byline) == ("The Dam", "Ida Fenn")


def test_newsrooms_own_formats_are_read() -> None:
    newsml = (
        '<?xml version="1.0"?><newsItem><itemMeta><versionCreated>2026-03-10T08:00:00Z</versionCreated>'
        "<embargoed>2026-03-14T00:01:00Z</embargoed><edNote>Will be led</edNote></itemMeta><contentMeta>"
        "<headline>Dam</headline><by>By Ida Fenn</by></contentMeta><contentSet><inlineXML><html><body>"
        '<p>It killed 47, <a href="https://c.example">the court</a> said.</p></body></html></inlineXML></contentSet></newsItem>'
    )
    ninjs = '{"headline":"Dam","byline":"Ida Fenn","versioncreated":"2026-03-10T08:00:00Z","body_xhtml":"<p>It killed 47.</p>"}'
    wordpress = (
        '<?xml version="1.0"?><rss xmlns:wp="w" xmlns:content="c" xmlns:dc="d"><channel><item><title>Dam</title>'
        "<dc:creator>Ida Fenn</dc:creator><content:encoded><![CDATA[It killed 47.\n\nNo reply.]]></content:encoded>"
        "<wp:post_type>post</wp:post_type><wp:post_date>2026-03-10 08:00:00</wp:post_date></item></channel></rss>"
    )
    for text, name, medium in (
        (newsml, "a.xml", "newsml"),
        (ninjs, "a.json", "ninjs"),
        (wordpress, "a.xml", "wordpress"),
    ):
        draft = read_document(text.encode(), name)
        assert (draft.medium, draft.headline, draft.byline, draft.published) == (
            medium,
            "Dam",
            "Ida Fenn",
            "2026-03-10",
        )
        assert any(line.startswith("It killed 47") for line in copy(draft))
    assert read_document(newsml.encode(), "a.xml").embargo == "embargoed until 2026-03-14T00:01:00Z"


def test_a_byline_of_ninjs_2_is_read_as_words_or_as_people() -> None:
    words = '{"headlines":[{"value":"Dam"}],"by":"Ida Fenn","bodies":[{"value":"<p>It killed 47.</p>"}]}'
    assert read_document(words.encode(), "a.json").byline == "Ida Fenn"
    people = words.replace(
        '"Ida Fenn"', '[{"name":"Ida Fenn"},{"role":"editor"},{"name":"Bo Ray"}]'
    )
    assert read_document(people.encode(), "a.json").byline == "Ida Fenn and Bo Ray"


def test_wire_copy_loses_its_turns_and_keeps_its_editors_lines_as_notes() -> None:
    text = (
        "^BC-US--Dam-Kestrel, 2nd Ld,0456\n^Dam never inspected, records show\n^Eds: With AP Photos.\n"
        "^By IDA FENN and BO RAY\n\n\tALN (AP) _ The dam killed 47 people.\n\t``No,'' he said.\n(MORE)\n\nENDS\n"
    )
    draft = read_document(text.encode(), "a.txt")
    assert [(p.kind, p.text) for p in draft.paragraphs] == [
        ("furniture", "BC-US--Dam-Kestrel, 2nd Ld,0456"),
        ("headline", "Dam never inspected, records show"),
        ("byline", "By IDA FENN and BO RAY"),
        ("body", "ALN (AP) — The dam killed 47 people."),
        ("body", "“No,” he said."),
        ("furniture", "(MORE)"),
        ("furniture", "ENDS"),
    ]
    assert [note.text for note in draft.notes] == ["Eds: With AP Photos."]
    assert draft.byline == "Ida Fenn and Bo Ray"


def page(body: str, head: str = "", title: str = "Dam never inspected | The Ledger") -> Draft:
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>Dam never inspected</h1>{body}</article></body></html>'
    )
    return read_document(text.encode(), "a.html")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "<title>Just a moment...</title><p>Verify you are human by completing the action. Ray ID: 8a1</p>",
            "robots",
        ),
        (
            "<title>Page not found | L</title><p>The page you are looking for may have been moved.</p>",
            "error page",
        ),
        (
            "<title>L</title><h1>404</h1><p>Oops! That page can’t be found. Nothing was found here.</p>",
            "error page",
        ),
        (
            '<title>Log in</title><p>Log in to read on</p><input type="password"><p>Forgot your password?</p>',
            "log in",
        ),
        (
            "<title>L</title><p>We value your privacy. We and our partners store personal data; accept all.</p>",
            "cookies",
        ),
        (
            '<meta http-equiv="Refresh" content="0;URL=https://l.example/13"><p>Moved</p>',
            "https://l.example/13",
        ),
    ],
)
def test_what_is_no_article_is_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(DraftRefusal, match=name):
        read_document(f"<html><body>{text}</body></html>".encode(), "a.html")


def test_a_page_of_a_form_and_one_whose_text_is_only_in_its_data_are_read() -> None:
    form = f'<html><body><form><input name="v"><div><h1>Dam</h1>{STORY}</div></form></body></html>'
    assert len(copy(read_document(form.encode(), "a.html"))) == 4
    data = (
        '<html><head><script type="application/ld+json">{"@type":["NewsArticle"],"headline":"Dam","datePublished":'
        '"March 10, 2026","articleBody":"The dam was never inspected between 2009 and its failure last March."}</script>'
        "</head><body><div id=app></div></body></html>"
    )
    draft = read_document(data.encode(), "a.html")
    assert copy(draft) == [
        "Dam",
        "The dam was never inspected between 2009 and its failure last March.",
    ]
    assert draft.published == "2026-03-10"


def test_a_date_is_what_is_declared_and_never_a_year_in_the_text() -> None:
    assert page(f"{STORY}<p>It was seen in 1994.</p>").published == ""
    address = page(STORY, '<meta property="og:url" content="https://l.example/2025/12/01/dam">')
    assert (address.published, address.published_from) == ("2025-12-01", "the page's address")
    assert (
        page(f'<header><time datetime="2026-02-03">x</time></header>{STORY}').published
        == "2026-02-03"
    )
    assert page(f'{STORY}<aside><time datetime="2020-02-03">x</time></aside>').published == ""


def test_invisible_characters_ligatures_and_wide_digits_are_resolved() -> None:
    draft = page(
        f"<p>The dam killed 47 people in the muni\u00adcipal\u200bity of ﬁeld ４７ on Tuesday.</p>{STORY}"
    )
    assert copy(draft)[1] == "The dam killed 47 people in the municipality of field 47 on Tuesday."


def test_a_time_between_headline_and_text_is_the_storys_and_one_further_down_is_not() -> None:
    line = "The dam held 4.2 million cubic metres when it failed, killing 47 people below it."
    story = f"<p>{line}</p>" * 3
    head = "<article><h1>Dam failed</h1><p>By Ida Fenn</p>"
    when = "<time datetime='2026-03-10T08:00Z'>10 March</time>"
    above = read_document(f"<html><body>{head}{when}{story}</article>".encode(), "a.html")
    below = read_document(f"<html><body>{head}{story}{when}</article>".encode(), "a.html")
    assert (above.published, below.published) == ("2026-03-10", "")


def test_a_linked_logo_is_no_headline_where_the_storys_own_is_a_lower_heading() -> None:
    line = "The dam held 4.2 million cubic metres when it failed, killing 47 people below it."
    logo = "<header><a href='/'><h1>The Courier</h1></a></header>"
    story = f"<article><h2>Dam failed at night</h2>{f'<p>{line}</p>' * 3}</article>"
    draft = read_document(f"<html><body>{logo}{story}</body></html>".encode(), "a.html")
    words = [p.text for p in draft.paragraphs]
    assert "The Courier" not in words
    assert words[0] == "Dam failed at night"
    assert draft.headline in ("", "Dam failed at night")


def test_a_comment_that_names_a_source_is_a_source_in_markdown_too() -> None:
    text = (
        b"# Dam\n\nIt killed 47.<!-- Source: https://a.example/b -->\n\nOf 9. [[Source: p. 12]]\n"
    )
    draft = read_document(text, "a.md")
    assert [(s.address, s.text) for p in draft.paragraphs for s in p.sources] == [
        ("https://a.example/b", "https://a.example/b"),
        ("", "p. 12"),
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("По данным министерства, плотину не проверяли с 2009 года, и никто не отвечал.", "cp1251"),
        ("По данным министерства, плотину не проверяли с 2009 года, и никто не отвечал.", "koi8-r"),
        ("قالت الوزارة إن السد لم يخضع للتفتيش منذ عام ألفين وتسعة وإن أحدا لم يرد", "cp1256"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr zemědělství v pátek.", "cp1250"),
        ("ケストレル渓谷のダムは、省の登録簿によると、一度も検査されていなかった。", "cp932"),
        ("Το υπουργείο δήλωσε ότι το φράγμα δεν επιθεωρήθηκε ποτέ από το 2009.", "cp1253"),
        ("“The café cost €40,” he said — naïve. Die Straße über München.", "cp1252"),
    ],
)
def test_an_undeclared_encoding_is_detected(text: str, encoding: str) -> None:
    draft = read_document(text.encode(encoding), "a.txt")
    assert (draft.plain, draft.encoding) == (text, encoding)


def test_word_exports_as_html_give_notes_and_comments() -> None:
    text = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p class=MsoTitle>Dam</p><p class=MsoNormal>It killed '
        '<s>41</s> 47<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> people<span><a class=msocomanchor href="#_msocom_1">'
        '[IF1]</a></span>.</p><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Police log.</p></div>'
        '<div id="_com_1" class=msocomtxt><p><a name="_msocom_1"></a>Check this.</p></div></body></html>'
    )
    draft = read_document(text.encode(), "a.htm")
    assert copy(draft) == ["Dam", "It killed 47 people."]
    assert given(draft) == [("It killed 47", "", "Police log.")]
    assert [note.text for p in draft.paragraphs for note in p.notes] == ["Check this."]
