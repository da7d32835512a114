"""The table of parties and contacts as a CSV file.

Written safe for spreadsheets, read with care, set against what is known. Nothing here writes; a
`Plan` says what would change, and its hash says whether that is still what was shown. One line is
one contact, its party's columns repeated; a party without contacts has a line of its own. A party
is known by its name or an alias, a contact by its channel and address. An empty cell leaves what is
there as it is.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import available_timezones

from factcheck.claims.rules import party_key
from factcheck.newsroom.phrases import Phrase, gettext_noop
from factcheck.post.rules import is_address, storable
from factcheck.replies.rules.alike import address_key

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 20_000
PARTY_COLUMNS: Final = ("party", "kind", "aliases", "note")
CONTACT_COLUMNS: Final = (
    "channel", "address", "name", "role", "language", "time zone", "rank", "where found", "retired",
)  # fmt: skip
# Written so that people can read them; what they say is for the system alone to know.
DERIVED_COLUMNS: Final = (
    "health",
    "last answer",
    "found by",
    "found at",
    "verified by",
    "verified at",
)
COLUMNS: Final = (*PARTY_COLUMNS, *CONTACT_COLUMNS, *DERIVED_COLUMNS)
_LENGTHS: Final = {
    "party": 200,
    "note": 5000,
    "address": 500,
    "name": 200,
    "role": 200,
    "where found": 500,
    "language": 10,
}
# What a spreadsheet takes for a formula (OWASP, CSV injection), wide forms and leading blanks
# included.
_FORMULA: Final = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r\n]")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # BCP 47, as far as we write it


class BadSheet(Exception):  # noqa: N818  what the file is, not what broke
    """The file cannot be read as a table. The message is one plain sentence for the screen."""


def escaped(cell: str) -> str:
    """Return the cell with a quote mark before it where a spreadsheet would run it.

    A formula begins with =, +, - or @: "'+98 21 555".
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def joined(names: Iterable[str]) -> str:
    return " | ".join(name.replace("\\", "\\\\").replace("|", "\\|") for name in names)


def taken_apart(cell: str) -> tuple[str, ...]:
    """Return the parts that `joined` put together."""
    pieces = (re.sub(r"\\(.)", r"\1", piece) for piece in re.findall(r"(?:\\.|[^|\\])+", cell))
    return tuple(dict.fromkeys(name for piece in pieces if (name := " ".join(piece.split()))))


def written(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the file: every column, every cell quoted, line ends CRLF (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([escaped(row.get(column, "")) for column in COLUMNS] for row in rows)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A line of the file.

    Where it begins (1 is the head), and its cells by column, blanks at the ends gone.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ContactTable:
    """The file's lines, with the columns it lacks and those nobody knows.

    What has the wrong number of cells is refused at once.
    """

    rows: tuple[ContactRow, ...]
    refused: tuple[Refusal, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()


def _columns(line: int, head: Sequence[str]) -> list[str]:
    """Return the names of the columns, or raise BadSheet where a table cannot be read by them."""
    columns = [" ".join(cell.replace("_", " ").split()).casefold() for cell in head]
    again = sorted({column for column in columns if column and columns.count(column) > 1})
    if again:
        raise BadSheet(gettext_noop("The column “%(column)s” is there twice.", column=again[0]))
    if "party" not in columns:
        raise BadSheet(
            gettext_noop(
                "Line %(line)s should name the columns, and one of them must be “party”.", line=line
            )
        )
    if ("channel" in columns) != ("address" in columns):
        raise BadSheet(gettext_noop("A contact needs both columns: “channel” and “address”."))
    return columns


def read(lines: Sequence[tuple[int, Sequence[str]]]) -> ContactTable:
    """Return the table in lines of cells, each with its number, whatever orders its columns."""
    if not lines:
        raise BadSheet(gettext_noop("There is nothing in this file."))
    columns = _columns(*lines[0])
    if len(lines) - 1 > MAX_ROWS:
        raise BadSheet(
            gettext_noop(
                "These are %(count)s lines; at most %(most)s at a time.",
                count=f"{len(lines) - 1:,}",
                most=f"{MAX_ROWS:,}",
            )
        )
    rows, refused = _rows(lines[1:], columns)
    importable = (*PARTY_COLUMNS, *CONTACT_COLUMNS)
    return ContactTable(
        rows,
        refused,
        missing=tuple(column for column in importable if column not in columns),
        unknown=tuple(column for column in columns if column and column not in COLUMNS),
        derived=tuple(column for column in columns if column in DERIVED_COLUMNS),
    )


def _too_many_cells(cells: int, columns: int) -> Phrase:
    return gettext_noop(
        "It has %(cells)s cells, the head %(columns)s.", cells=cells, columns=columns
    )


def _rows(
    lines: Sequence[tuple[int, Sequence[str]]], columns: Sequence[str]
) -> tuple[tuple[ContactRow, ...], tuple[Refusal, ...]]:
    """Return the lines below the head as rows, and those refused for more cells than it has."""
    rows, refused = [], []
    for number, cells in lines:
        if any(cells[len(columns) :]):
            refused.append(Refusal(number, _too_many_cells(len(cells), len(columns))))
            continue
        values = (storable(unescaped(cell.strip()).strip()) for cell in cells)
        rows.append(ContactRow(number, dict(zip(columns, values, strict=False))))
    return tuple(rows), tuple(refused)


@dataclass(slots=True)
class PartyKnown:
    """A party as it stands: `id` 0 is one that the file itself brings."""

    id: int
    name: str
    kind: str = "other"
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(slots=True)
class ContactKnown:
    """A contact as it stands, by the file's columns; `id` 0 is one that the file itself brings."""

    id: int
    fields: dict[str, str]
    line: int = 0


@dataclass(frozen=True, slots=True)
class ContactChange:
    """One thing that the file would do.

    `fields`: column → (as it is, as it would be); `id` and `party_id` are 0 for what is new. `what`
    is "new party", "party", "new contact" or "contact".
    """

    what: str
    line: int
    party: str
    contact: str
    fields: Mapping[str, tuple[str, str]]
    party_id: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class ContactImportPlan:
    changes: tuple[ContactChange, ...]
    refused: tuple[Refusal, ...]
    unchanged: int  # lines that say what is known

    @property
    def hash(self) -> str:
        """The same for the same changes to the same rows as they stand, and for nothing else."""
        summary = [
            (c.what, c.line, c.party, c.contact, sorted(c.fields.items()), c.party_id, c.id)
            for c in self.changes
        ]
        return hashlib.sha256(
            json.dumps([summary, [(r.line, r.reason) for r in self.refused]]).encode()
        ).hexdigest()


@dataclass(slots=True)
class Book:
    """What is known: every party, and its contacts by (party's key, channel, address's key)."""

    kinds: Sequence[str]
    channels: Sequence[str]
    zones: frozenset[str] = field(
        default_factory=lambda: frozenset(available_timezones())
    )  # reads files: once
    parties: dict[str, PartyKnown] = field(default_factory=dict)  # by every name's key
    contacts: dict[tuple[str, str, str], ContactKnown] = field(default_factory=dict)

    def add(self, party: PartyKnown) -> None:
        for name in (party.name, *party.aliases):
            self.parties.setdefault(party_key(name), party)

    def add_contact(self, party: PartyKnown, contact: ContactKnown) -> None:
        channel, address = contact.fields["channel"], contact.fields["address"]
        self.contacts[party_key(party.name), channel, address_key(channel, address)] = contact


class _Refused(Exception):  # noqa: N818
    pass


def plan(sheet: ContactTable, book: Book) -> ContactImportPlan:
    """Return what the sheet would change.

    `book` is used up: it holds the sheet's own parties and contacts afterwards.
    """
    changes: list[ContactChange] = []
    refused = list(sheet.refused)
    seen: dict[
        tuple[str, str], tuple[str, int]
    ] = {}  # (party, column) → what the file says, and where
    unchanged = 0
    for row in sheet.rows:
        try:
            made = _planned(row, book, seen)
        except _Refused as reason:
            refused.append(Refusal(row.line, reason.args[0]))
            continue
        changes += made
        unchanged += not made
    return ContactImportPlan(
        tuple(changes), tuple(sorted(refused, key=lambda one: one.line)), unchanged
    )


def _planned(
    row: ContactRow, book: Book, seen: dict[tuple[str, str], tuple[str, int]]
) -> list[ContactChange]:
    cells = _checked(row.cells, book)
    name = cells.get("party", "")
    party = book.parties.get(party_key(name))
    owner = party_key(party.name if party else name)
    for column in ("kind", "note"):
        was = seen.get((owner, column))
        if cells.get(column) and was and was[0] != cells[column]:
            raise _Refused(
                gettext_noop(
                    "Its %(column)s is another than in line %(line)s.", column=column, line=was[1]
                )
            )
    aliases = _new_aliases(cells, party, owner, book)
    contact = _contact_change(row.line, cells, party, book, owner)
    for column in ("kind", "note"):
        if cells.get(column):
            seen.setdefault((owner, column), (cells[column], row.line))
    made = [_party_change(row.line, cells, party, aliases, book), contact]
    return [made_one for made_one in made if made_one is not None]


def _check_lengths(cells: Mapping[str, str]) -> None:
    for column, most in _LENGTHS.items():
        if len(cells.get(column, "")) > most:
            raise _Refused(
                gettext_noop(
                    "Its %(column)s is longer than %(most)s characters.",
                    column=column,
                    most=f"{most:,}",
                )
            )
    if any(len(alias) > 200 for alias in taken_apart(cells.get("aliases", ""))):
        raise _Refused(gettext_noop("An alias is longer than 200 characters."))


def _checked(raw: Mapping[str, str], book: Book) -> dict[str, str]:
    """Return the cells that say something, in the desk's own spelling.

    Raises _Refused at the first that cannot be.
    """
    cells = {column: cell for column, cell in raw.items() if cell}
    if not party_key(cells.get("party", "")):
        raise _Refused(gettext_noop("It names no party."))
    _check_lengths(cells)
    for column in _LENGTHS.keys() & cells.keys() - {"note"}:
        cells[column] = " ".join(cells[column].split())
    for column, known in (
        ("kind", book.kinds),
        ("channel", book.channels),
        ("retired", ("yes", "no")),
    ):
        if column in cells:
            cells[column] = _one_of(column, cells[column], known)
    return cells if not _says_contact(cells) else _checked_contact(cells, book)


def _one_of(column: str, cell: str, known: Sequence[str]) -> str:
    by_key = {value.casefold().replace(".", ""): value for value in known}
    matching = by_key.get(cell.casefold().replace(".", ""))
    if matching is None:
        raise _Refused(
            gettext_noop(
                "“%(cell)s” is no %(column)s. It can be: %(known)s.",
                cell=cell,
                column=column,
                known=", ".join(known),
            )
        )
    return matching


def _says_contact(cells: Mapping[str, str]) -> bool:
    return any(column in cells for column in CONTACT_COLUMNS)


def _checked_contact(cells: dict[str, str], book: Book) -> dict[str, str]:
    if "channel" not in cells or "address" not in cells:
        raise _Refused(gettext_noop("A contact needs a channel and an address."))
    if cells["channel"] == "email" and not is_address(cells["address"]):
        raise _Refused(
            gettext_noop("“%(address)s” is not one mail address.", address=cells["address"])
        )
    for column, is_good, why in _CONTACT_CHECKS:
        if column in cells and not is_good(cells[column], book):
            raise _Refused(Phrase(why.words, values={"cell": cells[column]}))
    if "rank" in cells:
        cells["rank"] = str(int(cells["rank"]))
    return cells


# Column, what its cell must be, and what a cell that is not gets told.
_CONTACT_CHECKS: tuple[tuple[str, Callable[[str, Book], bool], Phrase], ...] = (
    (
        "language",
        lambda cell, book: _LANGUAGE.fullmatch(cell) is not None,
        gettext_noop("“%(cell)s” is no language. Write its code, such as en or pt-BR."),
    ),
    (
        "time zone",
        lambda cell, book: cell in book.zones,
        gettext_noop("“%(cell)s” is not a time zone. Use a name such as America/New_York."),
    ),
    (
        "rank",
        lambda cell, book: re.fullmatch(r"[0-9]{1,4}", cell) is not None,
        gettext_noop("“%(cell)s” is no rank: a whole number, the lowest is tried first."),
    ),
)


def _new_aliases(
    cells: Mapping[str, str], party: PartyKnown | None, owner: str, book: Book
) -> tuple[str, ...]:
    """Aliases are added, never taken away; one that means another party is refused."""
    known = {party_key(name) for name in (party.name, *party.aliases)} if party else {owner}
    new: dict[str, str] = {}
    for alias in taken_apart(cells.get("aliases", "")):
        key = party_key(alias)
        if not key or key in known:
            continue
        other = book.parties.get(key)
        if other is not None:
            raise _Refused(
                gettext_noop(
                    "“%(alias)s” is already a name of %(other)s.", alias=alias, other=other.name
                )
            )
        new.setdefault(key, alias)
    return tuple(new.values())


def _party_change(
    line: int,
    cells: Mapping[str, str],
    party: PartyKnown | None,
    aliases: tuple[str, ...],
    book: Book,
) -> ContactChange | None:
    if party is None:
        made = PartyKnown(0, cells["party"], cells.get("kind", ""), aliases, cells.get("note", ""))
        book.add(made)
        values = {
            "name": made.name,
            "kind": made.kind,
            "aliases": joined(aliases),
            "note": made.note,
        }
        return ContactChange(
            "new party", line, made.name, "", {k: ("", v) for k, v in values.items() if v}
        )
    fields = {
        column: (getattr(party, column), cells[column])
        for column in ("kind", "note")
        if column in cells and cells[column] != getattr(party, column)
    }
    if aliases:
        fields["aliases"] = (joined(party.aliases), joined((*party.aliases, *aliases)))
    party.kind, party.note = cells.get("kind", party.kind), cells.get("note", party.note)
    party.aliases = (*party.aliases, *aliases)
    book.add(party)
    return ContactChange("party", line, party.name, "", fields, party.id) if fields else None


def _contact_change(
    line: int, cells: Mapping[str, str], party: PartyKnown | None, book: Book, owner: str
) -> ContactChange | None:
    if not _says_contact(cells):
        return None
    cells_given = {column: cells[column] for column in CONTACT_COLUMNS if column in cells}
    label = f"{cells_given['channel']}: {cells_given['address']}"
    key = (
        owner,
        cells_given["channel"],
        address_key(cells_given["channel"], cells_given["address"]),
    )
    known = book.contacts.get(key)
    party_id, name = (party.id, party.name) if party else (0, cells["party"])
    if known is None:
        book.contacts[key] = ContactKnown(0, dict(cells_given), line)
        return ContactChange(
            "new contact", line, name, label, {k: ("", v) for k, v in cells_given.items()}, party_id
        )
    if known.line:
        raise _Refused(gettext_noop("The same contact stands in line %(line)s.", line=known.line))
    known.line = line
    fields = _changed_fields(known, cells_given)
    return (
        ContactChange("contact", line, name, label, fields, party_id, known.id) if fields else None
    )


def _changed_fields(known: ContactKnown, given: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return (before, after) of each column that changes; by channel and address it is known."""
    columns = [column for column in given if column not in ("channel", "address")]
    pairs = {column: (known.fields.get(column, ""), given[column]) for column in columns}
    return {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}
