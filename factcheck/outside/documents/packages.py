"""Zip packages (.docx, .odt, .epub): looked at before anything is unpacked, read under caps."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.drafts import DraftRefusal

MAX_MEMBERS = 4_000
MAX_UNPACKED = 60 * 1024 * 1024  # of all parts that are read
MAX_DECLARED = 400 * 1024 * 1024  # of everything, pictures and all
MAX_RATIO = 200  # the densest real documents pack about 50 to 1
_SMALL = 256 * 1024  # a part of this size may be packed as densely as it likes
_BOMB = "This file unpacks to far more than a document could hold, so it was not opened."
_PASSWORD = "This file is protected by a password. Save it without one and bring that in."  # noqa: S105  no password  # nosec B105
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    KeyError,
)


class Package:
    """The parts of a package. Reading counts what comes out, whatever the archive declares."""

    def __init__(self, data: bytes, damaged: str) -> None:
        self.damaged = damaged
        self._left = MAX_UNPACKED
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except _BROKEN as error:
            raise DraftRefusal(damaged) from error
        self.names = {member.filename for member in members}
        _check_declared(members)

    def read(self, name: str) -> bytes:
        """Return a part's bytes; b"" where there is none."""
        if name not in self.names:
            return b""
        try:
            with self._archive.open(name) as part:
                data = part.read(self._left + 1)
        except _BROKEN as error:
            raise DraftRefusal(self.damaged) from error
        self._left -= len(data)
        if self._left < 0:
            raise DraftRefusal(_BOMB)
        return data

    def tree(self, name: str) -> etree._Element | None:
        """Return a part as XML without a DTD; None where there is none."""
        data = self.read(name)
        return parse_xml(data, self.damaged) if data.strip() else None


def _check_declared(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_DECLARED:
        raise DraftRefusal(_BOMB)
    for member in members:
        if member.flag_bits & 0x1:
            raise DraftRefusal(_PASSWORD)
        dense = member.file_size > MAX_RATIO * max(member.compress_size, 1)
        if member.file_size > _SMALL and dense:
            raise DraftRefusal(_BOMB)


def parse_xml(data: bytes, damaged: str, *, dtd: bool = False) -> etree._Element:
    """Return the root of an XML document; its entities are never resolved, nothing is fetched.

    A document type is refused unless `dtd`: word processors write none, old wire formats do.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DraftRefusal(damaged) from error
    if root.getroottree().docinfo.internalDTD is not None and not dtd:
        raise DraftRefusal(damaged)
    return root


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" of a comment or instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element | None, name: str) -> str:
    """Return an attribute by its name in any namespace."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element at a path of names in any namespace."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def relations(package: Package, part: str) -> dict[str, tuple[str, str, bool]]:
    """Return the relations of a part: type, target and whether it is outside, by id."""
    folder, name = posixpath.split(part)
    root = package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    rows = {}
    for row in () if root is None else root:
        target, outside = value(row, "Target"), value(row, "TargetMode").lower() == "external"
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        rows[value(row, "Id")] = (value(row, "Type").rpartition("/")[2], target, outside)
    return rows
