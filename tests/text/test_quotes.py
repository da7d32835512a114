"""Made-up copy: who said what, in every shape."""

from __future__ import annotations

import pytest

from factcheck.text import MarkedQuote, read


def quotes(text: str) -> tuple[MarkedQuote, ...]:
    return read(text).quotes


def said(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, words and speaker of each quote."""
    return [
        (
            q.kind,
            " … ".join(text[slice(*s)] for s in q.content),
            q.speaker.name if q.speaker else None,
        )
        for q in quotes(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We leave at dawn,” Dana Whitlow said.",
            ("direct", "“We leave at dawn,”", "Dana Whitlow"),
        ),
        (
            '"We leave at dawn," said Dana Whitlow.',
            ("direct", '"We leave at dawn,"', "Dana Whitlow"),
        ),
        (
            "''We leave at dawn,'' Dana Whitlow said.",
            ("direct", "''We leave at dawn,''", "Dana Whitlow"),
        ),
        (
            "«We leave at dawn», said Dana Whitlow.",
            ("direct", "«We leave at dawn»", "Dana Whitlow"),
        ),
        (
            "„We leave at dawn“, said Dana Whitlow.",
            ("direct", "„We leave at dawn“", "Dana Whitlow"),
        ),
        (
            "‘We don’t leave at dawn,’ said Dana Whitlow.",
            ("direct", "‘We don’t leave at dawn,’", "Dana Whitlow"),
        ),
        (
            "'We leave at dawn,' said Dana Whitlow.",
            ("direct", "'We leave at dawn,'", "Dana Whitlow"),
        ),
        (
            "“He told me ‘go home’ twice,” Dana Whitlow said.",
            ("direct", "“He told me ‘go home’ twice,”", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow said: “We leave at dawn.”",
            ("direct", "“We leave at dawn.”", "Dana Whitlow"),
        ),
        ("“Why leave?” she asked.", ("direct", "“Why leave?”", "she")),
        ("“Leave. Leave now!” shouted the captain.", ("direct", "“Leave. Leave now!”", "captain")),
        (
            "“We leave,” said Dana Whitlow, “at dawn.”",
            ("direct", "“We leave,” … “at dawn.”", "Dana Whitlow"),
        ),
        (
            "“We leave,” Whitlow said. “At dawn, all of us.”",
            ("direct", "“We leave,” … “At dawn, all of us.”", "Whitlow"),
        ),
        ("“Why leave?” Whitlow asked.", ("direct", "“Why leave?”", "Whitlow")),
        ("“Nobody stays.” — Dana Whitlow", ("direct", "“Nobody stays.”", "Dana Whitlow")),
        ("Dana Whitlow: “Nobody stays.”", ("direct", "“Nobody stays.”", "Dana Whitlow")),
        (
            "“It burned”, Dana Whitlow, a pilot, told AFP on Friday.",
            ("direct", "“It burned”", "Dana Whitlow"),
        ),
        (
            "“No,” said Maj. Gen. Dana Whitlow of the Belmar army.",
            ("direct", "“No,”", "Dana Whitlow"),
        ),
        (
            "A powerful faction aligned with the Belmar Front has pledged to fight.",
            ("indirect", "to fight", "powerful faction"),
        ),
        (
            "Officials who met Dana Whitlow said the port was closed.",
            ("indirect", "the port was closed", "Officials"),
        ),
        (
            "While Dana Whitlow said the port was closed, it opened.",
            ("indirect", "the port was closed", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow and Piet Maas said they agreed.",
            ("indirect", "they agreed", "Dana Whitlow and Piet Maas"),
        ),
        (
            "Dana Whitlow said the port was closed.",
            ("indirect", "the port was closed", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow said that the port was closed.",
            ("indirect", "that the port was closed", "Dana Whitlow"),
        ),
        (
            "The port was closed, Dana Whitlow said.",
            ("indirect", "The port was closed", "Dana Whitlow"),
        ),
        (
            "The port was closed, said Dana Whitlow, a pilot.",
            ("indirect", "The port was closed", "Dana Whitlow"),
        ),
        (
            "According to Dana Whitlow, the port was closed.",
            ("indirect", "the port was closed", "Dana Whitlow"),
        ),
        (
            "The port was closed, according to Dana Whitlow.",
            ("indirect", "The port was closed", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow told The Ledger that the port was closed.",
            ("indirect", "that the port was closed", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow said Monday that the port was closed.",
            ("indirect", "that the port was closed", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow called the closure “a disgrace.”",
            ("mixed", "the closure “a disgrace.”", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow said the port was “closed for good” by May.",
            ("mixed", "the port was “closed for good” by May", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow vowed to reopen the port.",
            ("indirect", "to reopen the port", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow, 34, of Belmar, said the port was closed.",
            ("indirect", "the port was closed", "Dana Whitlow"),
        ),
        (
            "Dana Whitlow, a pilot who lives there, said the port was closed.",
            ("indirect", "the port was closed", "Dana Whitlow"),
        ),
        (
            "A spokesman for the port authority said the gates were shut.",
            ("indirect", "the gates were shut", "spokesman for the port authority"),
        ),
    ],
)
def test_a_quote_has_its_kind_words_and_speaker(
    text: str, expected: tuple[str, str, str | None]
) -> None:
    assert said(text)[0] == expected


def test_a_quotation_over_two_paragraphs_is_one_quote() -> None:
    text = "“We leave at dawn,” Dana Whitlow said. “The boats are ready.\n\n“Nobody stays behind.”"
    assert said(text) == [
        (
            "direct",
            "“We leave at dawn,” … “The boats are ready. … “Nobody stays behind.”",
            "Dana Whitlow",
        )
    ]


def test_a_paragraph_left_open_belongs_to_whom_the_next_one_names() -> None:
    text = "The quay was dark.\n\n“Nobody came.\n\n“We waited four hours,” Dana Whitlow said."
    assert said(text) == [("direct", "“Nobody came. … “We waited four hours,”", "Dana Whitlow")]


def test_names_in_quotation_marks_are_not_said() -> None:
    assert (
        said(
            "The offensive, named “Iron Tide” and “Dawn of Plenty,” was launched by the Harbor Front."
        )
        == []
    )


def test_words_left_open_before_a_colon_take_their_speaker_from_the_paragraph_before() -> None:
    text = "Dana Whitlow told reporters:\n\n“We leave at dawn. Nobody stays behind.”"
    assert said(text) == [("direct", "“We leave at dawn. Nobody stays behind.”", "Dana Whitlow")]


def test_a_quotation_never_closed_ends_with_its_paragraph() -> None:
    text = "Dana Whitlow said: “We leave at dawn.\nThe port lies south of the town."
    assert said(text) == [("direct", "“We leave at dawn.", "Dana Whitlow")]


def test_a_name_or_a_word_held_at_arms_length_is_no_quote() -> None:
    assert (
        said("The operation, named “Iron Tide,” began in the so-called “free port” at dawn.") == []
    )


def test_a_transcript_gives_each_line_to_its_speaker() -> None:
    text = "WHITLOW: The boats are ready.\nMAAS: Then we leave at dawn."
    assert said(text) == [
        ("direct", "The boats are ready.", "WHITLOW"),
        ("direct", "Then we leave at dawn.", "MAAS"),
    ]
    assert [who for *_, who in said("Q: Did you sign it?\nA: I did not.")] == ["Q", "A"]


def test_two_things_said_by_one_subject_are_two_quotes() -> None:
    text = "Dana Whitlow said the boats were ready, adding that nobody would stay."
    assert [(words, who) for _, words, who in said(text)] == [
        ("the boats were ready", "Dana Whitlow"),
        ("that nobody would stay", "Dana Whitlow"),
    ]


def test_the_cue_and_a_confidence_come_with_each_quote() -> None:
    text = "Dana Whitlow told reporters that the port was closed."
    (quote,) = quotes(text)
    assert quote.cue is not None
    assert text[slice(*quote.cue)].startswith("told")
    assert 0 < quote.confidence <= 1


def test_later_mentions_resolve_to_the_full_name_with_title_and_body() -> None:
    text = (
        "The Harbor Front, a militia in the delta, has vowed to hold the port. Spokesperson Yusuf al-Karim told The Ledger "
        "that the boats were ready. He added that the army had burned nets.\nKarim said nobody would stay. “We leave at dawn,” he said."
    )
    speakers = [q.speaker for q in quotes(text)[1:]]
    assert [(s.name, s.title, s.of) for s in speakers if s] == [
        ("Yusuf al-Karim", "Spokesperson", "Harbor Front")
    ] * 4
    assert [text[slice(*s.span)] for s in speakers if s and s.span] == [
        "Spokesperson Yusuf al-Karim",
        "He",
        "Karim",
        "he",
    ]


@pytest.mark.parametrize(
    ("text", "title", "of"),
    [
        ("Orbis Energy spokesman Piet Maas said the leak was small.", "Spokesman", "Orbis Energy"),
        (
            "Piet Maas, a professor of hydrology at the University of Belmar, said it leaked.",
            "Professor of hydrology",
            "University of Belmar",
        ),
        (
            "Piet Maas, a spokesman for Orbis Energy, said the leak was small.",
            "Spokesman",
            "Orbis Energy",
        ),
        ("Syrian President Piet Maas said the leak was small.", "President", "Syria"),
        ("Sen. Piet Maas said the leak was small.", "Sen.", None),
        (
            "Deputy foreign minister Piet Maas said the leak was small.",
            "Deputy foreign minister",
            None,
        ),
        ("Mr. Maas said the leak was small.", None, None),
    ],
)
def test_a_speaker_has_the_title_and_body_the_copy_gives(
    text: str, title: str | None, of: str | None
) -> None:
    speaker = quotes(text)[0].speaker
    assert speaker is not None
    assert (speaker.title, speaker.of) == (title, of)


def test_he_and_she_are_told_apart() -> None:
    text = (
        "Hannah Weiss met Robert Olin at the port. She said the boats were ready. He said the nets were burnt.\n"
        "“Nobody stays,” she added."
    )
    assert [who for _, _, who in said(text)] == ["Hannah Weiss", "Robert Olin", "Hannah Weiss"]


def test_who_is_the_one_named_before() -> None:
    text = "The gate was opened by Hannah Weiss, who said the boats were ready."
    assert said(text) == [("indirect", "the boats were ready", "Hannah Weiss")]
