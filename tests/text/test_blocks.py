"""Made-up copy: what is story and what only stands around it."""

from __future__ import annotations

import pytest

from factcheck.text import MarkedBlock, read


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, text[slice(*b.span)]) for b in read(text).blocks]


@pytest.mark.parametrize(
    "line",
    [
        "3 days ago",
        "Total Comments: 0",
        "Comments (12)",
        "Updated 5 hours ago",
        "Published: 30 November 2024",
        "Nov 30, 2024 at 5:00 PM EST",
        "4 min read",
        "Share this article on Facebook",
        "NEWS RELEASE",
        "Gossip column",
        "Watch Series 4 (GPS, 44mm) - Space Gray Case",
        "Read more: Port closed for a third day",
        "ADVERTISEMENT",
        "Story continues below",
        "Sign up for our newsletter",
        "Related articles",
        "© 2024 The Ledger. All rights reserved.",
        "https://example.org/ports",
        "* * *",
        "Shop now",
        "Contact: 555-0142; 555-0143",
        "By email: desk@example.org",
        "Please write to us with your views and corrections.",
        "This story was first published by The Ledger.",
    ],
)
def test_furniture_is_never_copy(line: str) -> None:
    text = f"The port of Belmar closed on Monday, the harbor master said.\n{line}\nIt is to open in May, he said."
    reading = read(text)
    block = reading.blocks[1]
    assert (block.kind, text[slice(*block.span)]) == ("furniture", line)
    marks = [*reading.claims, *reading.facts, *reading.asks, *reading.tks]
    assert not [m for m in marks if block.span[0] <= m.span[0] < block.span[1]]


@pytest.mark.parametrize(
    "line",
    [
        "Three days ago the port closed and the boats left.",
        "Comments by the harbor master were not well received by the fishermen.",
        "Read the letter, he said, and then decide.",
        "Sharing the catch is the custom.",
        "Advertising revenue fell by a third in May.",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_body(line: str) -> None:
    assert (kinds(f"The port closed on Monday, the harbor master said.\n{line}"))[1] == (
        "body",
        line,
    )


def test_headline_standfirst_byline_and_caption_are_told() -> None:
    text = (
        "Port of Belmar shuts as nets burn\n\nFishermen blame the army for a night of fires along the delta\n\n"
        "By Dana Whitlow and Piet Maas\n\nThe port of Belmar closed on Monday after a night of fires, the harbor master said, and "
        "nobody knows when it will open again.\n\nPhoto: Boats at rest in Belmar. Piet Maas/AP\n\nIt may open in May."
    )
    assert [kind for kind, _ in kinds(text)] == [
        "headline",
        "standfirst",
        "byline",
        "body",
        "caption",
        "body",
    ]


def test_a_pull_quote_repeats_what_the_body_says() -> None:
    text = (
        "The port closed on Monday.\n“Nobody stays behind when the nets burn.”\n"
        "“Nobody stays behind when the nets burn,” Dana Whitlow said on the pier."
    )
    assert [kind for kind, _ in kinds(text)] == ["body", "pull quote", "body"]


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    text = (
        "The port of Belmar closed on Monday after a night of fires along\nthe delta, the harbor master said, and nobody knows\n"
        "when it will open again.\n\nIt may open in May, he said, if the nets are mended and the\nboats are back by then.\n"
    )
    assert len(kinds(text)) == 2


def test_blocks_the_importer_knows_are_kept() -> None:
    text = "Port shuts\nThe port closed."
    blocks = (MarkedBlock("headline", (0, 10)), MarkedBlock("body", (11, 27)))
    assert read(text, blocks=blocks).blocks == blocks


def test_a_block_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        read("abc", blocks=[MarkedBlock("body", (0, 4))])


@pytest.mark.parametrize("line", ["Order on the border camps is restored", "Please us or leave"])
def test_a_headline_that_begins_like_a_button_is_copy(line: str) -> None:
    assert kinds(f"The port closed on Monday, the master said.\n{line}")[1][0] != "furniture"
