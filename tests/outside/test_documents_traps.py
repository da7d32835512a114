"""Documents made to trip a reader: each kind of trap in every format that has it."""

from __future__ import annotations

import math

import pytest
from pdfminer.fontmetrics import FONT_METRICS

from factcheck.outside.documents.drafts import Draft
from factcheck.outside.documents.files import read_document
from factcheck.outside.documents.page import read_fragment
from tests.outside.placed_pdf import Piece, column, placed_pdf
from tests.outside.test_documents_kinds import (
    OPEN,
    W,
    copy,
    given,
    losses,
    packed,
    relation,
    run,
    word,
)

SUPER = '<w:vertAlign w:val="superscript"/>'
RAISED = "rose to 10⁶ cells and 10⁻³ g on 30 km², 47 dead"


def p(inner: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


def code(text: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{text}</w:instrText></w:r>{marks[1]}{result}{marks[2]}"


def html(body: str) -> Draft:
    return read_fragment(f"<html><body>{body}</body></html>")


def odt(body: str, styles: str = "") -> Draft:
    kind = "application/vnd.oasis.opendocument.text"
    content = (
        f"<office:document-content {OPEN}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>"
    )
    return read_document(packed({"mimetype": kind, "content.xml": content}), "a.odt")


def rtf(body: str) -> Draft:
    return read_document(rf"{{\rtf1\ansi {body}}}".encode("latin-1"), "a.rtf")


def pdf(*pages: list[Piece], in_picture: bool = False) -> Draft:
    return read_document(placed_pdf(*pages, in_picture=in_picture), "a.pdf")


def raised_pdf(*parts: str) -> Draft:
    """A page with one line, every second part of it small and raised."""
    widths = FONT_METRICS["Helvetica"][1]
    pieces, x = [], 50.0
    for number, part in enumerate(parts):
        size, lift = (6, 4) if number % 2 else (10, 0)
        pieces.append(Piece(x, 600 + lift, part, size))
        x += sum(widths.get(c, 333) for c in part) * size / 1000
    return pdf(pieces)


SET = "rose to 10<sup>6</sup> cells and 10<sup>-3</sup> g on 30 km<sup>2</sup>, 47<sup>3</sup> dead"
TYPED = "rose to 10⁶ cells and 10⁻³ g on 30 km², 47³ dead"
MEASURES = [
    lambda: word(p(run("It rose to 10") + run("6", SUPER) + run(" cells and 10") + run("-3", SUPER)
                   + run(" g on 30 km") + run("2", SUPER) + run(", 47") + run("3", SUPER) + run(" dead."))),
    lambda: word(p(run("It rose to 10") + run("⁶") + run(" cells and 10⁻³ g on 30 km") + run("²")
                   + run(", 47") + run("³") + run(" dead."))),
    lambda: html(f"<p>It {SET}.</p>"),
    lambda: html(f"<p>It {TYPED}.</p>"),
    lambda: read_document(f"It {SET}.\n".encode(), "a.md"),
    lambda: read_document(f"It {TYPED}.\n".encode(), "a.md"),
    lambda: read_document(b"It rose to 10^6^ cells and 10^-3^ g on 30 km^2^, 47^3^ dead.\n", "a.md"),
    lambda: rtf(r"It rose to 10{\super 6} cells and 10{\super -3} g on 30 km{\super 2}, 47{\up6 3} dead.\par"),
    lambda: raised_pdf("It rose to 10", "6", " cells and 10", "-3", " g on 30 km", "2", ", 47", "3", " dead."),
    lambda: raised_pdf("It rose to 10", "6", " cells and 10", "-3", " g on 30 km\x04, 47\x05 dead."),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(MEASURES)))
def test_a_raised_number_is_a_power_after_ten_and_units_and_a_note_elsewhere(number: int) -> None:
    draft = MEASURES[number]()
    assert copy(draft) == [f"It {RAISED}."]
    assert losses(draft) == {"note number": 1}


def test_a_notes_own_sign_stands_beside_what_refers_to_it() -> None:
    sign = f'<w:r><w:rPr>{SUPER}</w:rPr><w:footnoteReference w:id="2"/><w:t>*</w:t></w:r>'
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{p(run("Register"))}</w:footnote></w:footnotes>'
    draft = word(
        p(run("It killed 47") + sign + run(".")),
        {"word/footnotes.xml": notes},
        relation("footnotes", "footnotes.xml"),
    )
    assert (copy(draft), given(draft)) == (["It killed 47."], [("It killed 47", "", "Register")])


def test_styles_say_what_is_hidden_struck_and_raised() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:styleId="Older"><w:basedOn w:val="Old"/></w:style>'
        f'<w:style w:styleId="Ref"><w:rPr>{SUPER}</w:rPr></w:style></w:styles>'
    )
    look = '<w:rStyle w:val="{}"/>'.format
    draft = word(
        p(run("Seen ") + run("hidden ", look("Hid")) + run("struck ", look("Older")))
        + p(run("47") + run("3", look("Ref")) + run(" dead, 12") + run("4", '<w:position w:val="6"/>'))
        + p(run("All gone."), "Hid")
        + p(run("Back.", '<w:vanish w:val="0"/>'), "Hid"),
        {"word/styles.xml": styles},
        relation("styles", "styles.xml"),
    )  # fmt: skip
    assert copy(draft) == ["Seen", "47 dead, 12", "Back."]
    assert losses(draft) == {"hidden word": 3, "struck word": 1, "note number": 2}


def test_points_are_numbered_by_their_style_and_restart_where_the_list_says_so() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="Num"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="Sub"><w:basedOn w:val="Num"/></w:style></w:styles>'
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
    kind = '<w:abstractNumId w:val="0"/>'
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbers = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        f'<w:num w:numId="1">{kind}</w:num><w:num w:numId="2">{kind}{restart}</w:num></w:numbering>'
    )
    own = '<w:numPr><w:numId w:val="{}"/></w:numPr>'.format
    draft = word(
        p(run("a"), "Num") + p(run("b"), "Sub") + p(run("c"), more=own(2)) + p(run("d"), more=own(2))
        + p(run("e"), "Num", own(0)),
        {"word/styles.xml": styles, "word/numbering.xml": numbers},
        relation("styles", "styles.xml") + relation("numbering", "numbering.xml", "n"),
    )  # fmt: skip
    assert copy(draft) == ["1. a", "2. b", "5. c", "6. d", "e"]


def test_contents_and_empty_form_fields_are_left_out_wherever_they_stand() -> None:
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    )
    draft = word(
        p(code(r' TOC \o "1-3" ', run("Chapter 1")))
        + empty(p(run("Click here to enter text.")))
        + f"<w:tbl><w:tr>{empty('<w:tc>' + p(run('Pick')) + '</w:tc>')}<w:tc>{p(run('real'))}</w:tc></w:tr></w:tbl>"
        + p(code(" HYPERLINK https://q.example/a ", run("the court")) + run(" said."))
    )  # fmt: skip
    assert copy(draft) == ["real", "the court said."]
    assert losses(draft) == {"line of a table of contents": 1, "empty form field": 2}
    assert given(draft) == [("the court", "https://q.example/a", "")]


def test_chunks_of_text_and_of_saved_pages_in_a_word_file_are_read() -> None:
    saved = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html\r\n\r\n<html><body><p>Page 9.</p></body></html>\r\n--x--\r\n"
    )
    draft = word(
        '<w:altChunk r:id="k"/><w:altChunk r:id="l"/>' + p(run("Tail.")),
        {"word/c.txt": "47 dead.\n\nMore.", "word/c.mht": saved},
        relation("aFChunk", "c.txt", "k") + relation("aFChunk", "c.mht", "l"),
    )
    assert copy(draft) == ["47 dead.", "More.", "Page 9.", "Tail."]


def test_a_comment_on_deleted_words_hangs_on_their_sentence() -> None:
    comments = f'<w:comments {W}><w:comment w:id="1" w:author="Ida">{p(run("Not fifty"))}</w:comment></w:comments>'
    draft = word(
        p(run("Rain fell. It killed ") + '<w:commentRangeStart w:id="1"/><w:del><w:r><w:delText>fifty</w:delText>'
          '</w:r></w:del><w:commentRangeEnd w:id="1"/>' + run("47.")),
        {"word/comments.xml": comments},
        relation("comments", "comments.xml"),
    )  # fmt: skip
    [note] = draft.paragraphs[0].notes
    assert draft.paragraphs[0].text[note.start : note.end] == "It killed"


def test_opendocument_styles_are_inherited_and_lists_count_on() -> None:
    style = '<style:style style:name="{}" style:parent-style-name="{}"><style:text-properties {}/></style:style>'.format
    styles = style("Old", "", 'style:text-line-through-style="solid"') + style("Older", "Old", "")
    styles += style("Up", "", 'style:text-position="super 58%"')
    styles += '<text:list-style style:name="L"><text:list-level-style-number style:num-format="1"/></text:list-style>'
    item = "<text:list-item{}><text:p>{}</text:p></text:list-item>".format
    raised = '<text:span text:style-name="Up"><text:span>{}</text:span></text:span>'.format
    draft = odt(
        f'<text:p>47{raised(3)} dead, 10{raised(6)} <text:span text:style-name="Older">gone</text:span></text:p>'
        f'<text:list text:style-name="L">{item("", "a")}{item("", "b")}</text:list><text:p>mid</text:p>'
        f'<text:list text:style-name="L" text:continue-numbering="true">{item("", "c")}</text:list>'
        f'<text:list text:style-name="L">{item(" text:start-value=" + chr(34) + "7" + chr(34), "d")}</text:list>',
        styles,
    )
    assert copy(draft) == ["47 dead, 10⁶", "1. a", "2. b", "mid", "3. c", "7. d"]
    assert losses(draft) == {"note number": 1, "struck word": 1}


def test_rich_texts_boxes_are_counted_once_and_its_points_keep_their_numbers() -> None:
    draft = rtf(
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Box words\par}}{\shprslt{Box words}}}Story.\par"
        r"{\listtext 1.\tab}first\par{\listtext \'b7\tab}second\par{\upr{plain}{\*\ud{unicode}}} words\par"
    )
    assert copy(draft) == ["Story.", "1. first", "second", "unicode words"]
    assert losses(draft) == {"text box": 1}


def test_a_books_notes_are_known_by_what_refers_to_them() -> None:
    draft = html(
        '<p>It killed 47<a epub:type="noteref" href="#x1">1</a>.</p>'
        '<aside epub:type="footnote" id="x1"><p>1 Register, p. 4</p></aside>'
    )
    assert (copy(draft), given(draft)) == (
        ["It killed 47."],
        [("It killed 47", "", "Register, p. 4")],
    )


def test_ordered_lists_of_pages_keep_their_own_numbers_and_formulas_are_counted() -> None:
    draft = html(
        '<p>Ask <math><mi>E</mi></math>these:</p><ol type="a"><li>one</li><li value="4">two</li></ol>'
    )
    assert copy(draft) == ["Ask these:", "a. one", "d. two"]
    assert losses(draft) == {"formula": 1}


LEFT = ["The dam above the town was never inspected in ten", "years, the register shows, and the anti-",
        "government groups that asked were told by the", "vice-", "president that it was safe."]  # fmt: skip
RIGHT = ["Residents of the valley had written to the min-", "istry 47 times since 2009, and not one of the",
         "letters was answered. Two of them, from 2011 and", "from 2014, named the cracks in the wall."]  # fmt: skip
TURNED = (math.cos(0.8), math.sin(0.8), -math.sin(0.8), math.cos(0.8))


def test_a_watermark_across_columns_is_left_out_and_the_columns_are_read() -> None:
    page = [*column(50, 700, *LEFT), *column(320, 700, *RIGHT)]
    draft = pdf(
        [
            *page,
            Piece(100, 500, "CONFIDENTIAL", 60, TURNED),
            Piece(20, 300, "Photo: Ida", 8, (0, 1, -1, 0)),
        ]
    )
    assert copy(draft) == [
        "The dam above the town was never inspected in ten years, the register shows, and the anti-government "
        "groups that asked were told by the vice-president that it was safe.",
        "Residents of the valley had written to the ministry 47 times since 2009, and not one of the letters "
        "was answered. Two of them, from 2011 and from 2014, named the cracks in the wall.",
    ]  # fmt: skip
    assert losses(draft) == {"watermark or turned line": 1}


def test_a_page_that_is_one_drawing_is_read() -> None:
    assert copy(pdf([Piece(50, 700, "It killed 47 people.")], in_picture=True)) == [
        "It killed 47 people."
    ]
