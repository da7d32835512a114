"""The article on a page, without what stands around it; or the sentence that says it is none."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import trafilatura
from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.bylines import byline_of
from factcheck.outside.documents.drafts import Draft, DraftRefusal, Paragraph, word_count
from factcheck.outside.documents.html_walk import Origin, PageReader, parse_html
from factcheck.outside.documents.page_facts import PageFacts, facts_of, headline_of
from factcheck.outside.documents.words_data import load
from factcheck.outside.sanitize import text_of_html

MAX_HTML = 3_000_000  # characters
NO_ARTICLE = "This page has no article in it."
_TOO_LARGE = "This page is larger than an article. Paste its text instead."
# These are set by hand on the pages of tests/outside/gold_pages.py.
_LEAST_WORDS = 8  # with fewer a page has no article
_ENOUGH_WORDS = 60  # with more it is no page that only leads on, and no short story
_STUB_WORDS = 150  # with fewer it may be the piece before a paywall
_PHRASE_WORDS = 60  # a page with a wall's phrase for so many words is about little else
_LONGEST_PROMPT = 600  # characters; a longer paragraph is the story's, whatever it mentions
_LONG_BESIDE = 200  # characters from which a paragraph in a side column may be the story's
_AGREES = 0.9  # of what the extractor found must survive being aligned
# Letters of a paragraph: below the first it is known by all of them alone, from the second on it
# says where the story begins and ends.
_SHORT_KEY = 12
_ANCHOR_KEY = 25
_SHARED_GRAMS = 0.6  # of a paragraph's that the extractor's text must hold
_GRAM = 16  # letters
_GRAM_STEP = 4
_HEADLINE_WITHIN = 12  # paragraphs of the article, from its first
_BYLINE_WITHIN = 20
_BEFORE_TEXT = 3  # paragraphs before a story without a headline that may be its byline
_SPOKEN_NOSCRIPT = 40  # words from which what is shown without scripts is the story, not a notice
# Made once: its settings come out of a file.
_OPTIONS = trafilatura.settings.Extractor(output_format="python", fast=True, comments=False)
# By libxml2 itself: each element that is looked at in Python costs more than the whole search.
_STYLED = etree.XPath("descendant::*[@style]")
_NO_LETTER = re.compile(r"[\W_]+")
_DATA = load("page_words.toml")
_PROMPTS = tuple(_DATA["paywall"]["phrases"])
_OFFICE = re.compile(
    r"<meta[^>]{0,200}(?:Microsoft Word|LibreOffice|OpenOffice|Google Docs)"
    r"|urn:schemas-microsoft-com:office|google\.com/url\?q=|docs-internal-guid|id=\"?(?:ftnt|cmnt)\d|class=\"?Mso",
    re.I,
)
_SITE = ("nav", "footer", "aside", "header", "article", "main", "iframe", "form", "script")
_BEGINNING = "the rest of the story: the page shows only its beginning"


def read_page(text: str, *, address: str = "", medium: str = "html") -> Draft:
    """Return the article on a page; raise DraftRefusal where there is none, by its name."""
    if len(text) > MAX_HTML:
        raise DraftRefusal(_TOO_LARGE)
    root = parse_html(text)
    facts = facts_of(root, address)
    office = _OFFICE.search(text) is not None
    reader = PageReader(
        root,
        medium=medium,
        base=facts.address,
        office=office,
    )
    draft = reader.read()
    if not draft.paragraphs:
        # The tree builder gives up on pages that are nested too deep; the tags can still be read.
        lines = text_of_html(text).split("\n")
        draft.paragraphs = [Paragraph(line.strip()) for line in lines if line.strip()]
    whole = draft.paragraphs
    _refuse_no_article(root, facts, whole, least=1 if office else _LEAST_WORDS)
    if not office and any(root.find(f".//{tag}") is not None for tag in _SITE):
        draft.paragraphs = _main_paragraphs(reader, root, facts)
    _count_losses(reader, whole)
    _describe(draft, facts, whole)
    return draft


def _refuse_no_article(
    root: etree._Element,
    facts: PageFacts,
    whole: list[Paragraph],
    *,
    least: int,
) -> None:
    """Raise DraftRefusal of a page that only leads on, stands before an article, or has none."""
    words = _words_in(whole)
    if facts.refresh and words < _ENOUGH_WORDS:
        raise DraftRefusal(
            f"This page only leads on to another address: {facts.refresh}. Import that one.",
            facts.refresh,
        )
    running = " ".join(paragraph.text for paragraph in whole if not is_prompt(paragraph.text))
    password = root.find(".//input[@type='password']")
    wall = wall_of(facts, running, has_password=password is not None)
    if wall:
        raise DraftRefusal(wall)
    if max(words, word_count(facts.body)) < least:
        raise DraftRefusal(NO_ARTICLE)


def _count_losses(reader: PageReader, whole: list[Paragraph]) -> None:
    """Count what was struck or hidden among the paragraphs that were kept."""
    own = {id(paragraph) for paragraph in reader.draft.paragraphs}
    kept = [number for number, paragraph in enumerate(whole) if id(paragraph) in own]
    reader.count_losses(min(kept, default=0), max(kept, default=len(whole)))


def read_fragment(text: str, medium: str = "html") -> Draft:
    """Return all the words of a piece of HTML that is known to be copy."""
    reader = PageReader(
        parse_html(text),
        medium=medium,
        office=True,
    )
    draft = reader.read()
    reader.count_losses(0, len(draft.paragraphs))
    return draft


def wall_of(facts: PageFacts, text: str, *, has_password: bool) -> str:
    """Return why a page is no article but something that stands before one; "" where it is not."""
    text = text.lower().replace("’", "'")
    title = facts.title.lower()
    count = word_count(text)
    # The story is in the page's structured data, whatever stands before it on the screen.
    if word_count(facts.body) > count:
        return ""
    for wall in _DATA["walls"]:
        wants_password = "field" in wall
        if count > wall["most_words"] or (wants_password and not has_password):
            continue
        if _is_walled(wall, text, title, count):
            return str(wall["sentence"])
    return ""


def _is_walled(
    wall: dict[str, Any],
    text: str,
    title: str,
    count: int,
) -> bool:
    """Return whether a page has a wall's title, or is dense with its phrases."""
    hits = sum(phrase in text for phrase in wall["phrases"])
    named = any(title.startswith(name) or f" {name}" in title for name in wall["titles"])
    headed = named and (hits > 0 or count < _ENOUGH_WORDS)
    # Dense with such phrases: an article about cookies holds them too, but is about more.
    dense = hits >= wall["least"] and hits * _PHRASE_WORDS > count
    return headed or dense


@dataclass
class _Choice:
    """Which paragraphs of a page are the article's."""

    paragraphs: list[Paragraph]
    origins: dict[int, Origin]
    main: list[str]  # keys of the extractor's paragraphs

    def __post_init__(self) -> None:
        self.running = "".join(self.main)
        self.known = set(self.main)
        self.grams = {gram for key in self.main for gram in _grams(key)}
        self.matched = [self._matches(paragraph) for paragraph in self.paragraphs]
        anchors = [
            number
            for number, paragraph in enumerate(self.paragraphs)
            if self.matched[number] and len(_key(paragraph.text)) >= _ANCHOR_KEY
        ]
        self.first, self.last = (anchors[0], anchors[-1]) if anchors else (0, -1)
        # The elements that hold the story's paragraphs, and those that hold these.
        self.parents = set()
        for number in anchors:
            origin = self._origin(number)
            if origin is not None:
                self.parents |= {origin.parent, origin.parent.getparent()} - {None}

    def _origin(self, number: int) -> Origin | None:
        return self.origins.get(id(self.paragraphs[number]))

    def _matches(self, paragraph: Paragraph) -> bool:
        key = _key(paragraph.text)
        if not key:
            return False
        if len(key) < _SHORT_KEY:
            return key in self.known
        if key in self.running:
            return True
        grams = _grams(key)
        shared = sum(gram in self.grams for gram in grams)
        return shared >= _SHARED_GRAMS * len(grams)

    def _fits(self, number: int) -> bool:
        """Return whether a paragraph among the main text's own belongs to it."""
        paragraph = self.paragraphs[number]
        origin = self._origin(number)
        if origin is None or origin.beside or is_prompt(paragraph.text):
            return False
        mostly_links = 2 * origin.links > len(paragraph.text)
        holder = _holder_of(origin.parent)
        near = holder in self.parents or holder.getparent() in self.parents
        return near and not mostly_links

    def chosen(self) -> list[int]:
        """Return the numbers of the article's paragraphs, in order."""
        kept = [n for n in range(self.first, self.last + 1) if self._keeps(n)]
        tail = takewhile(self._goes_on, range(self.last + 1, len(self.paragraphs)))
        return [
            *self._head(),
            *kept,
            *(tail if kept else ()),
        ]

    def _goes_on(self, number: int) -> bool:
        """Return whether the story goes on in a paragraph after all that was matched."""
        return self.paragraphs[number].kind != "furniture" and self._fits(number)

    def _keeps(self, number: int) -> bool:
        """Return whether a paragraph between the first and the last of the story is of it."""
        paragraph = self.paragraphs[number]
        if is_prompt(paragraph.text):
            return False
        origin = self._origin(number)
        beside = origin is not None and origin.beside
        is_long = len(paragraph.text) > _LONG_BESIDE
        if self.matched[number] and (is_long or not beside):
            return True
        return self._fits(number)

    def _head(self) -> list[int]:
        """Return the headline nearest before the text, and what stands between them."""
        before = range(self.first)
        headlines = [
            n for n in before if self.paragraphs[n].kind == "headline" and not self.is_logo(n)
        ]
        if headlines:
            around = before[headlines[-1] :]
            kinds = {"headline", "standfirst", "byline", "caption"}
        else:
            around = before[-_BEFORE_TEXT:]
            kinds = {"byline"}
        return [n for n in around if self.paragraphs[n].kind in kinds or self._fits(n)]

    def is_logo(self, number: int) -> bool:
        """Return whether a heading is the site's name: a link in the head of every page."""
        origin = self._origin(number)
        if origin is None:
            return False
        around = {origin.parent.tag, *(element.tag for element in origin.parent.iterancestors())}
        nearly_all_link = 10 * origin.links > 9 * len(self.paragraphs[number].text)
        return "header" in around and ("a" in around or nearly_all_link)


def _holder_of(element: etree._Element) -> etree._Element:
    """Return where a paragraph stands: a table, and a figure round it, stand where the story does.

    Else a table's short rows would be lost, and only its heading be kept.
    """
    parent = element.getparent()
    if element.tag == "table" and parent is not None and parent.tag in ("figure", "div"):
        return parent
    return element


def _words_in(paragraphs: list[Paragraph]) -> int:
    return sum(word_count(paragraph.text) for paragraph in paragraphs)


def _main_paragraphs(
    reader: PageReader,
    root: etree._Element,
    facts: PageFacts,
) -> list[Paragraph]:
    """Return the article's paragraphs, by the extractor aligned with the page's own."""
    whole = reader.draft.paragraphs
    texts = _extracted_texts(root, facts.address)
    choice = _Choice(
        whole,
        reader.origins,
        list(filter(None, map(_key, texts))),
    )
    kept = [whole[n] for n in choice.chosen()]
    most_words = max(sum(map(word_count, texts)), _words_in(kept))
    # Half of the story is not in the page's own text: it is behind a wall, or drawn by a script.
    if word_count(facts.body) > 2 * most_words:
        return _from_structured(facts)
    if most_words < _ENOUGH_WORDS:
        return _short_story(reader, choice, facts, texts)
    return kept if _agree(kept, choice) else _as_extracted(kept, texts)


def _extracted_texts(root: etree._Element, address: str) -> list[str]:
    """Return the paragraphs that the extractor takes for the article."""
    extracted = extract(root, address)
    if extracted is None or extracted.body is None:
        return []
    return _block_texts(extracted.body)


def _agree(kept: list[Paragraph], choice: _Choice) -> bool:
    """Return whether nearly all that the extractor found is in the paragraphs that were kept."""
    survived = sum(len(_key(paragraph.text)) for paragraph in kept)
    return survived >= _AGREES * len(choice.running)


def _as_extracted(kept: list[Paragraph], texts: list[str]) -> list[Paragraph]:
    """Return the extractor's own paragraphs under the head that the page has."""
    head = [p for p in kept if p.kind in ("headline", "byline", "standfirst")]
    body = [Paragraph(text) for text in texts if not is_prompt(text)]
    return head + body


def _short_story(
    reader: PageReader,
    choice: _Choice,
    facts: PageFacts,
    texts: list[str],
) -> list[Paragraph]:
    """Return whichever reading of a page with few words holds the most of them."""
    own = []
    for number, paragraph in enumerate(reader.draft.paragraphs):
        origin = reader.origins.get(id(paragraph))
        beside = origin is not None and origin.beside
        if not beside and not is_prompt(paragraph.text) and not choice.is_logo(number):
            own.append(paragraph)
    extracted = [Paragraph(text) for text in texts if not is_prompt(text)]
    return max([own, _from_structured(facts), extracted], key=_words_in)


def _from_structured(facts: PageFacts) -> list[Paragraph]:
    text = text_of_html(facts.body) if "<" in facts.body else facts.body
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [Paragraph(line, "body") for line in lines if line]


def extract(root: etree._Element, address: str = "") -> trafilatura.settings.Document | None:
    """Return what trafilatura takes for the main text of a page, whose lost words are taken out.

    It reads a copy of its own. What has been read of the page before stays: no lost word was.
    """
    strip_lost(root)
    options = copy.copy(_OPTIONS)
    options.url = options.source = address or None
    found = trafilatura.bare_extraction(root, options=options)
    return None if isinstance(found, dict) else found


def strip_lost(root: etree._Element) -> None:
    """Take out what is struck, hidden or a note's mark, and open what hides the story."""
    for element in list(root.iter("s", "strike", "del", "button", "sup", "noscript")):
        text = "".join(element.itertext())
        if element.tag == "noscript":
            if len(text.split()) >= _SPOKEN_NOSCRIPT:
                element.tag = "div"
        elif element.tag != "sup" or text.strip(" []()").isdigit():
            _drop(element)
    for element in _STYLED(root):
        if "display:none" in element.get("style").replace(" ", "").lower():
            _drop(element)


def _drop(element: etree._Element) -> None:
    """Take an element out and leave what follows it."""
    parent = element.getparent()
    before = element.getprevious()
    if parent is None:
        return
    # lxml keeps the words after an element with it, and would take them out too.
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _block_texts(body: etree._Element) -> list[str]:
    """Return the paragraphs of the extractor's text, which is in TEI."""
    texts = []
    for element in body.iter("p", "head", "quote", "item", "cell", "code", "fw", "ab"):
        inner = next(element.iterdescendants("p", "item", "quote", "cell"), None)
        if inner is None:
            texts.append(" ".join("".join(element.itertext()).split()))
        elif element.text and element.text.strip():
            texts.append(" ".join(element.text.split()))
    return [text for text in texts if text]


def _key(text: str) -> str:
    """Return the letters and digits alone: the extractor sets spaces and stops anew."""
    return _NO_LETTER.sub("", text.casefold())


def _grams(key: str) -> list[str]:
    """Return pieces of a key that overlap, by which it is known where some of it is lost."""
    starts = range(0, max(1, len(key) - _GRAM + 1), _GRAM_STEP)
    return [key[start : start + _GRAM] for start in starts]


def is_prompt(text: str) -> bool:
    """Return whether a paragraph asks the reader to pay or sign up."""
    if len(text) >= _LONGEST_PROMPT:
        return False
    low = text.lower().replace("’", "'")
    return any(phrase in low for phrase in _PROMPTS)


def _describe(draft: Draft, facts: PageFacts, whole: list[Paragraph]) -> None:
    """Fill in what the page says of itself, and what of the story is behind a wall."""
    headings = _texts_of("headline", draft.paragraphs[:_HEADLINE_WITHIN])
    bylines = _texts_of("byline", draft.paragraphs[:_BYLINE_WITHIN])
    draft.headline = headline_of(facts, [" ".join(heading.split()) for heading in headings])
    draft.byline = facts.byline or byline_of(bylines[:1])
    draft.published, draft.published_from = facts.published, facts.published_from
    draft.language = facts.language
    _drop_logo(draft, facts)
    _settle_headline(draft)
    if _asks_to_pay(facts, whole) and _is_stub(draft):
        draft.only_beginning = True
        draft.leave_out(_BEGINNING)


def _texts_of(kind: str, paragraphs: list[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs if paragraph.kind == kind]


def _drop_logo(draft: Draft, facts: PageFacts) -> None:
    """Take out the headings that are the site's name."""
    # "Rebels enter the city | The Daily": a title often ends in the name.
    site = _key(facts.site or facts.title.rpartition("|")[2])
    draft.paragraphs = [p for p in draft.paragraphs if p.kind != "headline" or _key(p.text) != site]


def _asks_to_pay(facts: PageFacts, whole: list[Paragraph]) -> bool:
    """Return whether the story is not free, by what the page declares or says to the reader."""
    return not facts.free or any(is_prompt(paragraph.text) for paragraph in whole)


def _is_stub(draft: Draft) -> bool:
    """Return whether a text is as short as the piece before a paywall, or breaks off."""
    length = _words_in(draft.paragraphs)
    cut = draft.paragraphs and draft.paragraphs[-1].text.rstrip().endswith(("…", "..."))
    return length < _STUB_WORDS or bool(cut)


def _settle_headline(draft: Draft) -> None:
    """Make the headline the first block, once; other headings are crossheads."""
    key = _key(draft.headline)
    for paragraph in draft.paragraphs:
        if paragraph.kind == "headline" and _key(paragraph.text) != key:
            paragraph.kind = "body"
    heads = [p for p in draft.paragraphs if _key(p.text) == key]
    if key and not heads:
        draft.paragraphs.insert(0, Paragraph(draft.headline, "headline"))
    elif heads:
        heads[0].kind = "headline"
