"""The article on a page, without what stands around it; or the sentence that says it is none."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
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
_LEAST_WORDS = 8
_ENOUGH_WORDS = 60
_STUB_WORDS = 150
_LONGEST_PROMPT = 600  # characters
_AGREES = 0.9  # of what the extractor found must survive being aligned
_SHINGLE = 4
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
    reader = PageReader(root, medium=medium, base=facts.address, office=office)
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
    root: etree._Element, facts: PageFacts, whole: list[Paragraph], *, least: int
) -> None:
    """Raise DraftRefusal of a page that only leads on, stands before an article, or has none."""
    words = sum(word_count(p.text) for p in whole)
    if facts.refresh and words < _ENOUGH_WORDS:
        raise DraftRefusal(
            f"This page only leads on to another address: {facts.refresh}. Bring in that one.",
            facts.refresh,
        )
    running = " ".join(p.text for p in whole if not is_prompt(p.text))
    wall = wall_of(facts, running, has_password=root.find(".//input[@type='password']") is not None)
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
    reader = PageReader(parse_html(text), medium=medium, office=True)
    draft = reader.read()
    reader.count_losses(0, len(draft.paragraphs))
    return draft


def wall_of(facts: PageFacts, text: str, *, has_password: bool) -> str:
    """Return why a page is no article but something that stands before one; "" where it is not."""
    text = text.lower().replace("’", "'")
    count, title = word_count(text), facts.title.lower()
    if word_count(facts.body) > count:
        return ""
    stands = (
        str(wall["sentence"])
        for wall in _DATA["walls"]
        if count <= wall["most_words"]
        and (has_password or "field" not in wall)
        and _is_walled(wall, text, title, count)
    )
    return next(stands, "")


def _is_walled(wall: dict[str, Any], text: str, title: str, count: int) -> bool:
    """Return whether a page has a wall's title, or is dense with its phrases."""
    hits = sum(phrase in text for phrase in wall["phrases"])
    named = any(title.startswith(name) or f" {name}" in title for name in wall["titles"])
    headed = named and (hits > 0 or count < _ENOUGH_WORDS)
    # Dense with such phrases: an article about cookies holds them too, but is about more.
    return headed or (hits >= wall["least"] and hits * 60 > count)


@dataclass
class _Choice:
    """Which paragraphs of a page are the article's."""

    paragraphs: list[Paragraph]
    origins: dict[int, Origin]
    main: list[str]  # keys of the extractor's paragraphs

    def __post_init__(self) -> None:
        self.running = "".join(self.main)
        self.known = set(self.main)
        self.shingles = {g for key in self.main for g in _grams(key)}
        self.matched = [self._matches(p) for p in self.paragraphs]
        anchors = [
            n for n, p in enumerate(self.paragraphs) if self.matched[n] and len(_key(p.text)) >= 25
        ]
        self.first, self.last = (anchors[0], anchors[-1]) if anchors else (0, -1)
        kin = [self.origins.get(id(self.paragraphs[n])) for n in anchors]
        self.parents = {o.parent for o in kin if o} | {o.parent.getparent() for o in kin if o} - {
            None
        }

    def _matches(self, paragraph: Paragraph) -> bool:
        key = _key(paragraph.text)
        if not key:
            return False
        if len(key) < 12:
            return key in self.known
        if key in self.running:
            return True
        grams = _grams(key)
        return bool(grams) and sum(g in self.shingles for g in grams) >= 0.6 * len(grams)

    def _is_kin(self, number: int) -> bool:
        origin = self.origins.get(id(self.paragraphs[number]))
        if origin is None:
            return False
        parent, grand = origin.parent, origin.parent.getparent()
        return parent in self.parents or grand in self.parents

    def _fits(self, number: int) -> bool:
        """Return whether a paragraph among the main text's own belongs to it."""
        paragraph = self.paragraphs[number]
        origin = self.origins.get(id(paragraph))
        if origin is None or origin.beside or is_prompt(paragraph.text):
            return False
        dense = 2 * origin.links > len(paragraph.text)
        return self._is_kin(number) and not dense

    def chosen(self) -> list[int]:
        """Return the numbers of the article's paragraphs, in order."""
        kept = [n for n in range(self.first, self.last + 1) if self._keeps(n)]
        head = self._head()
        tail, n = [], self.last + 1
        while (
            kept
            and n < len(self.paragraphs)
            and self._fits(n)
            and self.paragraphs[n].kind != "furniture"
        ):
            tail.append(n)
            n += 1
        return [*head, *kept, *tail]

    def _keeps(self, number: int) -> bool:
        paragraph = self.paragraphs[number]
        origin = self.origins.get(id(paragraph))
        beside = origin is not None and origin.beside
        if is_prompt(paragraph.text):
            return False
        return (self.matched[number] and not (beside and not self._is_long(number))) or self._fits(
            number
        )

    def _is_long(self, number: int) -> bool:
        return len(self.paragraphs[number].text) > 200

    def _head(self) -> list[int]:
        """Return the headline nearest before the text, and what stands between them."""
        heads = [
            n
            for n in range(self.first)
            if self.paragraphs[n].kind == "headline" and not self.is_logo(n)
        ]
        if not heads:
            return [
                n
                for n in range(max(0, self.first - 3), self.first)
                if self.paragraphs[n].kind == "byline" or self._fits(n)
            ]
        return [
            n
            for n in range(heads[-1], self.first)
            if self.paragraphs[n].kind in ("headline", "standfirst", "byline", "caption")
            or self._fits(n)
        ]

    def is_logo(self, number: int) -> bool:
        origin = self.origins.get(id(self.paragraphs[number]))
        if origin is None:
            return False
        around = {origin.parent.tag, *(e.tag for e in origin.parent.iterancestors())}
        linked = "a" in around or 10 * origin.links > 9 * len(self.paragraphs[number].text)
        return linked and "header" in around


def _main_paragraphs(reader: PageReader, root: etree._Element, facts: PageFacts) -> list[Paragraph]:
    """Return the article's paragraphs, by the extractor aligned with the page's own."""
    whole = reader.draft.paragraphs
    extracted = extract(root, facts.address)
    texts = [] if extracted is None or extracted.body is None else _block_texts(extracted.body)
    choice = _Choice(whole, reader.origins, [key for text in texts if (key := _key(text))])
    kept = [whole[n] for n in choice.chosen()]
    most = max(sum(map(word_count, texts)), sum(word_count(p.text) for p in kept))
    if word_count(facts.body) > 2 * most:
        return _from_structured(facts)
    if most < _ENOUGH_WORDS:
        return _short_story(reader, choice, facts, texts)
    survived = sum(len(_key(p.text)) for p in kept)
    if survived < _AGREES * len(choice.running):
        heads = [p for p in kept if p.kind in ("headline", "byline", "standfirst")]
        return [*heads, *(Paragraph(text) for text in texts if not is_prompt(text))]
    return kept


def _short_story(
    reader: PageReader, choice: _Choice, facts: PageFacts, texts: list[str]
) -> list[Paragraph]:
    """Return whichever reading of a page with few words holds the most of them."""
    origins = reader.origins
    own = [
        p
        for n, p in enumerate(reader.draft.paragraphs)
        if not is_prompt(p.text)
        and not (id(p) in origins and origins[id(p)].beside)
        and not choice.is_logo(n)
    ]
    readings = [own, _from_structured(facts), [Paragraph(text) for text in texts]]
    return max(readings, key=lambda reading: sum(word_count(p.text) for p in reading))


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
            if len(text.split()) >= 40:
                element.tag = "div"
        elif element.tag != "sup" or text.strip(" []()").isdigit():
            _drop(element)
    for element in _STYLED(root):
        if "display:none" in element.get("style").replace(" ", "").lower():
            _drop(element)


def _drop(element: etree._Element) -> None:
    """Take an element out and leave what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _block_texts(body: etree._Element) -> list[str]:
    texts = []
    for element in body.iter("p", "head", "quote", "item", "cell", "code", "fw", "ab"):
        if not any(e.tag in ("p", "item", "quote", "cell") for e in element.iterdescendants()):
            texts.append(" ".join("".join(element.itertext()).split()))
        elif element.text and element.text.strip():
            texts.append(" ".join(element.text.split()))
    return [text for text in texts if text]


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _grams(key: str) -> list[str]:
    size = 4 * _SHINGLE
    return [key[n : n + size] for n in range(0, max(1, len(key) - size + 1), 4)]


def is_prompt(text: str) -> bool:
    """Return whether a paragraph asks the reader to pay or sign up."""
    if len(text) >= _LONGEST_PROMPT:
        return False
    low = text.lower().replace("’", "'")
    return any(phrase in low for phrase in _PROMPTS)


def _describe(draft: Draft, facts: PageFacts, whole: list[Paragraph]) -> None:
    """Fill in what the page says of itself, and what of the story is behind a wall."""
    headings = [p.text for p in draft.paragraphs[:12] if p.kind == "headline"]
    bylines = [p.text for p in draft.paragraphs[:20] if p.kind == "byline"]
    draft.headline = headline_of(facts, [" ".join(h.split()) for h in headings])
    draft.byline = facts.byline or byline_of(bylines[:1])
    draft.published, draft.published_from = facts.published, facts.published_from
    draft.language = facts.language
    logo = _key(facts.site or facts.title.rpartition("|")[2])
    draft.paragraphs = [p for p in draft.paragraphs if p.kind != "headline" or _key(p.text) != logo]
    _settle_headline(draft)
    if (not facts.free or any(is_prompt(p.text) for p in whole)) and _is_stub(draft):
        draft.only_beginning = True
        draft.leave_out(_BEGINNING)


def _is_stub(draft: Draft) -> bool:
    """Return whether a text is as short as the piece before a paywall, or breaks off."""
    length = sum(word_count(p.text) for p in draft.paragraphs)
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
