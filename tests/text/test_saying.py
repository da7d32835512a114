"""Made-up copy: what is no quote though a verb invites it, and who cannot have spoken."""

from __future__ import annotations

import pytest

from factcheck.text import read
from factcheck.text.language.paragraphs import paragraph_of
from factcheck.text.quotes.attributions import Attribution
from factcheck.text.quotes.saying import mended


def indirect(text: str, cue: str | None, *content: str, source: bool = True) -> Attribution:
    """Return an indirect quote as the model might see it."""
    at = text.index(cue) if cue else 0
    spans = tuple((text.index(words), text.index(words) + len(words)) for words in content)
    span = (at, at + len(cue)) if cue else None
    return Attribution(spans, span, (0, 1) if source else None, "indirect", 0.9, 0)


def contents(
    text: str, cue: str | None, *content: str, source: bool = True, name: str = ""
) -> list[str]:
    paragraph = paragraph_of(text, 0, (0, len(text)))
    names = [(text.index(name), text.index(name) + len(name))] if name else []
    quote = mended(text, paragraph, indirect(text, cue, *content, source=source), names)
    return [text[slice(*span)] for span in quote.content] if quote else []


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The clinic ordered two scans.", "ordered", "two scans"),
        ("The firms agreed a merger.", "agreed", "a merger"),
        ("The court rejected Moran’s bid to appeal.", "rejected", "Moran’s bid to appeal"),
        ("The envoy was keen to leave.", "was keen", "to leave"),
        ("The envoy seemed to waver.", "seemed", "to waver"),
        ("The envoy said nothing.", "said", "nothing"),
        ("The tribunal blamed Moran.", "blamed", "Moran"),
        ("The mayor plans to resign.", "plans", "to resign"),
        ("The envoy hopes that talks go on.", "hopes", "that talks go on"),
        ("The study found that rain fell.", "found", "that rain fell"),
    ],
)
def test_a_deed_a_state_of_mind_or_a_scrap_is_no_quote(text: str, cue: str, content: str) -> None:
    assert contents(text, cue, content) == []


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The firms agreed that the price was high.", "agreed", "that the price was high"),
        ("The court rejected that he was ill.", "rejected", "that he was ill"),
        ("The mayor denied wrongdoing.", "denied", "wrongdoing"),
        ("The mayor said it was late.", "said", "it was late"),
    ],
)
def test_words_put_forward_stay_a_quote(text: str, cue: str, content: str) -> None:
    assert contents(text, cue, content) == [content]


def test_a_passive_without_a_speaker_is_nobodys_words() -> None:
    text = "The boat was spotted off the cape."
    assert contents(text, "was spotted", "off the cape", source=False) == []
    text = "The boat was said to be lost."
    assert contents(text, "was said", "to be lost", source=False) == ["to be lost"]


def test_contents_begin_and_end_at_words_and_never_on_an_article() -> None:
    assert contents("He said Durov had left the town.", "said", "rov had left the") == [
        "Durov had left"
    ]


def test_a_scrap_of_another_sentence_is_left_out() -> None:
    text = "Rain for the whole north fell. The dam would hold, the mayor said."
    assert contents(text, "said", "Rain for the", "The dam would hold") == ["The dam would hold"]


def test_that_is_according_to_points_to_the_sentence_before() -> None:
    text = "Voters like the bridge and want two. That’s according to a poll."
    assert contents(text, "according to", "the bridge") == ["Voters like the bridge and want two"]


def speakers(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in read(text).quotes]


def test_who_is_named_in_the_quote_does_not_speak_it() -> None:
    text = (
        "Former guard Paul Dane says the owner, Carl Voss, paid the bribes.\n"
        "“That order came from Voss,” he says."
    )
    assert speakers(text) == ["Paul Dane", "Paul Dane"]


def test_a_woman_without_a_name_is_she_in_the_next_sentence() -> None:
    text = (
        "A woman at the gate said that her son had gone. She said he never came back.\n"
        "Police officer Paul Dane said the case was open."
    )
    assert speakers(text) == ["woman at the gate", "woman at the gate", "Paul Dane"]


def test_a_noun_with_words_of_calling_has_the_name_that_follows() -> None:
    text = "A man we are calling Bruno alleges that Voss struck him in 2011."
    assert speakers(text) == ["Bruno"]


def test_the_credit_of_a_picture_is_no_army() -> None:
    text = "Tanks stood in the square. Credit: KLM/EPA\nThe military said that it was in control."
    assert speakers(text)[-1] != "KLM/EPA"


def test_no_content_is_cut_inside_a_name() -> None:
    text = "The militia vowed to back President Tomas Aldenne in Orlen."
    cut = "to back President Tomas"
    assert contents(text, "vowed", cut, name="Tomas Aldenne") == [f"{cut} Aldenne"]
    text = "The envoy said Ana Ruiz had left."
    assert contents(text, "said", "Ruiz had left", name="Ana Ruiz") == ["Ana Ruiz had left"]


def test_the_words_of_an_amount_belong_to_the_content() -> None:
    text = "The militia has pledged up to 2,000 fighters."
    assert contents(text, "has pledged up", "to 2,000 fighters") == ["up to 2,000 fighters"]
    text = "The militia has pledged at least 2,000 fighters."
    assert contents(text, "has pledged", "2,000 fighters") == ["at least 2,000 fighters"]


def test_words_of_the_speakers_own_are_no_content() -> None:
    text = "A powerful militia has pledged that it will send fighters."
    quote = Attribution(((0, 10), (31, 57)), (19, 30), (11, 18), "indirect", 0.9, 0)
    kept = mended(text, paragraph_of(text, 0, (0, len(text))), quote, [])
    assert kept is not None
    assert kept.content == ((31, 57),)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The state has not announced any plans.", "announced", "any plans"),
        ("The statement specified no cause.", "specified", "no cause"),
    ],
)
def test_what_was_not_said_is_no_quote(text: str, cue: str, content: str) -> None:
    assert contents(text, cue, content) == []


def test_the_papers_own_voice_is_no_quote() -> None:
    text = "I do not say that he lied."
    assert contents(text, "say", "he lied") == []
    assert contents("I asked who she was.", "asked", "who she was") == []
    assert contents("Asked what it cost, he left.", "Asked", "what it cost", source=False) == []


def test_a_content_ends_with_its_sentence() -> None:
    text = "The road was shut in May. It may open again, the mayor said."
    whole = text[: text.index(", the")]
    assert contents(text, "said", whole) == ["It may open again"]


def test_of_an_accusation_the_words_in_marks_are_the_quote() -> None:
    reading = read("Parents have accused bosses of “treating children like prisoners”.")
    [quote] = reading.quotes
    assert [reading.text[slice(*span)] for span in quote.content] == [
        "“treating children like prisoners”"
    ]
