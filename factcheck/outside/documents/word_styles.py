"""What Word's styles say of words: struck, hidden, raised, a point of a list; each by its base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.packages import child, local, value

_DEEPEST = 12  # styles based on one another; a circle of them ends here
_RAISED_BY = 3  # half points above the line; letters are moved by less to look even


@dataclass(frozen=True)
class Style:
    """A style by its name in small letters, what it is based on, and what it says."""

    name: str
    base: str
    words: etree._Element | None
    paragraph: etree._Element | None


@dataclass(frozen=True)
class Look:
    """How a run is written."""

    struck: bool = False
    hidden: bool = False
    raised: bool = False

    @property
    def lost(self) -> str:
        """Return why the words are no copy: "struck" or "hidden"; "" where they are copy."""
        if self.struck:
            return "struck"
        return "hidden" if self.hidden else ""

    @classmethod
    def of(
        cls,
        styles: Mapping[str, Style],
        style: str,
        own: etree._Element | None,
        around: Look | None = None,
    ) -> Look:
        """Return the look of words by their own properties, else their style's, else `around`."""
        said = [own, *(row.words for row in _chain(styles, style))]
        around = around or cls()
        return cls(
            struck=_first(said, around.struck, "strike", "dstrike"),
            hidden=_first(said, around.hidden, "vanish", "specVanish"),
            raised=_is_raised(said, around.raised),
        )


def styles_in(root: etree._Element | None) -> dict[str, Style]:
    """Return the styles of a document by their ids."""
    return {
        value(style, "styleId"): Style(
            value(child(style, "name"), "val").lower(),
            value(child(style, "basedOn"), "val"),
            child(style, "rPr"),
            child(style, "pPr"),
        )
        for style in (() if root is None else root)
        if local(style) == "style"
    }


def is_on(properties: etree._Element | None, *names: str) -> bool | None:
    """Return whether one of these is switched on; None where nothing is said of them."""
    said = [e for name in names if (e := child(properties, name)) is not None]
    if not said:
        return None
    return any(value(e, "val").lower() not in ("0", "false", "off", "none") for e in said)


def list_of(
    styles: Mapping[str, Style],
    style: str,
    own: etree._Element | None,
) -> tuple[str, str]:
    """Return which list a paragraph is a point of, and how deep: its own word, or its style's."""
    number = depth = ""
    for properties in (own, *(row.paragraph for row in _chain(styles, style))):
        said = child(properties, "numPr")
        depth = depth or value(child(said, "ilvl"), "val")
        number = number or value(child(said, "numId"), "val")
    return number, depth


def _chain(styles: Mapping[str, Style], name: str) -> Iterator[Style]:
    """Yield a style and those it is based on."""
    for _ in range(_DEEPEST):
        style = styles.get(name)
        if style is None:
            return
        yield style
        name = style.base


def _first(said: list[etree._Element | None], otherwise: bool, *names: str) -> bool:
    words = (is_on(properties, *names) for properties in said)
    return next((word for word in words if word is not None), otherwise)


def _is_raised(said: list[etree._Element | None], otherwise: bool) -> bool:
    for properties in said:
        align = value(child(properties, "vertAlign"), "val")
        by = value(child(properties, "position"), "val")
        if align or by:
            return align == "superscript" or (by.isdecimal() and int(by[:4]) > _RAISED_BY)
    return otherwise
