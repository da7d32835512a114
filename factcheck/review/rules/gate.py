"""What must be true before the copy may run. Pure: what stands goes in, reasons come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from factcheck.claims.rules import covers
from factcheck.newsroom.phrases import Phrase, gettext_noop, ngettext
from factcheck.replies.rules import parties_to_decide
from factcheck.review.rules.passes import PASSES as PASSES
from factcheck.review.rules.passes import Checked, uncovered, valid_signatures, why_unsigned
from factcheck.review.rules.passes import ReviewItem as Item
from factcheck.review.rules.passes import Signature as Signature

SETTLING: Final = frozenset(
    {"confirmed", "opinion", "on author"}
)  # nothing more is owed on the item
DOUBTS: Final = frozenset(
    {"change proposed", "disputed", "cannot confirm"}
)  # each raises a query for an editor
# How one knows that a quote was said. A verdict's method begins with one of these: "call, with her
# press secretary".
RECORDS: Final = ("recording", "transcript", "call", "reply")
# How the method says that the record was read and does not hold the words.
NOT_HELD: Final = "not found"
# What may stand behind something that only the author saw or heard.
BACKING: Final = ("notes", "photo", "witness")
# What holds a second reader up: the first check is not done.
FIRST_CHECK: Final = frozenset(
    {
        "unread",
        "claim without verdict",
        "source differs",
        "query open",
        "quote without record",
        "fact unticked",
        "tk",
        "moved mark",
    }
)
UNRULED: Final = frozenset({"claim without verdict", "quote without record", "fact unticked"})
SIGNING: Final = frozenset({"not signed off", "edited since sign-off", "without second reader"})
BARE_COUNT_THAT_RECURS: Final = 100


@dataclass(frozen=True, slots=True)
class Ruled:
    """A claim or quote of the copy, and what was last ruled on the words as they stand."""

    item: Item
    ruling: str = ""  # empty: nothing counts
    method: str = ""
    stet: bool = False  # an editor has decided since that the words stand
    score: float = 1.0  # a claim's, 0 to 1


@dataclass(frozen=True, slots=True)
class Owed:
    """A party that the copy says was asked, or accuses, or of which copy and record differ."""

    item: Item
    party: int
    name: str
    askable: bool = True


@dataclass(frozen=True, slots=True)
class Sought:
    """A comment request as it stands."""

    item: Item
    party: int
    names: tuple[str, ...]  # the party's name and its aliases
    state: str
    outstanding: bool
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Unticked:
    """A fact of the copy that nobody ticked, queried or set aside."""

    item: Item
    kind: str
    moved: bool = False  # it holds copy up as a mark that moved


@dataclass(frozen=True, slots=True)
class GateInput:
    """All that the gate looks at, for one article.

    `page` is its proof page; `hash` that of its current proof.
    """

    page: str
    now: datetime
    bar: float
    hash: str
    reading: str  # "done", "waiting", "failed", or "none" where there is no copy
    claims: Sequence[Ruled] = ()
    quotes: Sequence[Ruled] = ()
    conflicts: Sequence[Item] = ()  # claims with a source that differs, and no ruling on it
    queries: Sequence[Item] = ()
    asks: Sequence[Owed] = ()
    accused: Sequence[Owed] = ()
    unput: Sequence[Owed] = ()  # of parties that were asked: what they have not been asked about
    requests: Sequence[Sought] = ()
    declined: Sequence[int] = ()  # parties that somebody decided not to ask
    untriaged: Sequence[Item] = ()
    in_doubt: Sequence[Item] = ()
    contradictions: Sequence[Owed] = ()
    tks: Sequence[Item] = ()
    moved: Sequence[Item] = ()
    unticked: Sequence[Unticked] = ()  # facts not ticked, queried or set aside
    counted: frozenset[str] = frozenset()  # the kinds of fact that may not be left so
    signatures: Sequence[Signature] = ()
    makers: frozenset[int] = (
        frozenset()
    )  # the author and whoever made this proof: they sign nothing
    checked: Sequence[Checked] = ()  # each item that was ruled on, each request


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why the copy may not run.

    `reason` is a stable slug, `what` a sentence, `link` where to begin.
    """

    reason: str
    count: int
    what: str
    link: str
    items: tuple[Item, ...] = ()

    @property
    def why_field(self) -> str:
        """Return the form's field in which a chief says why it is set aside."""
        return f"why:{self.reason}"

    @property
    def is_wrong(self) -> bool:
        """Return whether something is wrong or missing in the copy, not merely still to be done."""
        return self.reason in _WRONG


# What is said of so many items, by reason.
_SAY: Final[dict[str, Callable[[int], Phrase]]] = {
    "unread": lambda n: gettext_noop("The copy has not been read yet."),
    "claim without verdict": lambda n: ngettext(
        "%(count)s claim needs a verdict.", "%(count)s claims need a verdict.", n
    ),
    "source differs": lambda n: ngettext(
        "%(count)s claim has a source that differs, and nobody has ruled on it.",
        "%(count)s claims have a source that differs, and nobody has ruled on them.",
        n,
    ),
    "query open": lambda n: ngettext("%(count)s query is open.", "%(count)s queries are open.", n),
    "quote without record": lambda n: ngettext(
        "%(count)s quote has no transcript, recording, call or reply behind it.",
        "%(count)s quotes have no transcript, recording, call or reply behind them.",
        n,
    ),
    "fact unticked": lambda n: ngettext(
        "%(count)s fact is not ticked, queried or set aside.",
        "%(count)s facts are not ticked, queried or set aside.",
        n,
    ),
    "ask without request": lambda n: ngettext(
        "The copy says that a party was asked, and no sent request is behind it.",
        "The copy says that %(count)s parties were asked, and no sent request is behind it.",
        n,
    ),
    "accused not asked": lambda n: ngettext(
        "%(count)s party is accused in the copy of something it was not asked about.",
        "%(count)s parties are accused in the copy of something they were not asked about.",
        n,
    ),
    "deadline running": lambda n: ngettext(
        "%(count)s party still has time to answer.",
        "%(count)s parties still have time to answer.",
        n,
    ),
    "untriaged reply": lambda n: ngettext(
        "%(count)s reply is unsorted.", "%(count)s replies are unsorted.", n
    ),
    "letter in doubt": lambda n: ngettext(
        "%(count)s letter may not have been sent.", "%(count)s letters may not have been sent.", n
    ),
    "copy contradicts record": lambda n: ngettext(
        "%(count)s statement about comment doesn’t match our record.",
        "%(count)s statements about comment don’t match our record.",
        n,
    ),
    "tk": lambda n: ngettext(
        "%(count)s TK is still in the copy.", "%(count)s TKs are still in the copy.", n
    ),
    "moved mark": lambda n: ngettext(
        "%(count)s mark has moved or lost what it rests on, and needs a look.",
        "%(count)s marks have moved or lost what they rest on, and need a look.",
        n,
    ),
    "edited since sign-off": lambda n: ngettext(
        "The copy was edited since %(count)s pass was signed.",
        "The copy was edited since %(count)s passes were signed.",
        n,
    ),
    "not signed off": lambda n: ngettext(
        "%(count)s pass is not signed.", "%(count)s passes are not signed.", n
    ),
    "without second reader": lambda n: ngettext(
        "%(count)s item of a signed pass has not been seen by a second person.",
        "%(count)s items of signed passes have not been seen by a second person.",
        n,
    ),
}


# The same of one item, and of several.
# What a page may say in red.
_WRONG: Final = frozenset({"source differs", "accused not asked", "copy contradicts record", "tk"})
SAID: Final = {reason: (say(1), say(2)) for reason, say in _SAY.items()}


def said_of(reason: str, count: int) -> Phrase:
    """Return what is said of so many items that stand in the way for one reason."""
    return _SAY[reason](count)


def blockers(state: GateInput) -> list[Blocker]:
    """Every reason why the copy may not run, what to do first at the head.

    Empty: clear.

    The order is that of `_STANDS_IN_THE_WAY`, and the second reader comes last.
    """
    first_check = [(reason, items(state)) for reason, items in _STANDS_IN_THE_WAY]
    reasons = [*first_check, *_unsigned(state)]
    return [_blocker(reason, items) for reason, items in reasons if items]


def _blocker(reason: str, items: Sequence[Item]) -> Blocker:
    what = said_of(reason, len(items))
    return Blocker(reason, len(items), what, items[0].link, tuple(items))


def not_overridden(
    blocked: Iterable[Blocker], overridden: Collection[Mapping[str, Any]]
) -> list[Blocker]:
    """Return what no chief set aside, item by item: `overridden` as a clearance keeps it.

    One query decided and another raised is another query. A clearance of before the links were kept
    is compared by its items' words.
    """
    left = []
    for blocker in blocked:
        rows = [row for row in overridden if row["reason"] == blocker.reason]
        with_links = all("links" in row for row in rows)
        set_aside = Counter(key for row in rows for key in _kept_keys(row, with_links))
        items = []
        for item in blocker.items:
            key = (item.text, item.link if with_links else "")
            if set_aside[key]:
                set_aside[key] -= 1
            else:
                items.append(item)
        if items:
            left.append(_blocker(blocker.reason, items))
    return left


def _kept_keys(row: Mapping[str, Any], with_links: bool) -> list[tuple[str, str]]:
    links = row["links"] if with_links else [""] * len(row["items"])
    return list(zip(row["items"], links, strict=True))


def _unread(state: GateInput) -> list[Item]:
    words = {
        "waiting": gettext_noop("The reading of this proof is not done."),
        "failed": gettext_noop("The reading of this proof failed."),
        "none": gettext_noop("The article has no copy."),
    }
    return [Item(words[state.reading], state.page)] if state.reading in words else []


def settled(ruled: Ruled) -> bool:
    """Return whether nothing more is owed: the verdict settles it, or an editor chose stet."""
    return ruled.ruling in SETTLING or (ruled.ruling in DOUBTS and ruled.stet)


def on_record(quote: Ruled) -> bool:
    """Return whether a record or the author's word supports that it was said, or it is stet."""
    if quote.ruling == "confirmed":
        return is_record(quote.method)
    return quote.ruling == "on author" or (quote.ruling in DOUBTS and quote.stet)


def is_record(method: str) -> bool:
    """Return whether a verdict's method begins with one of RECORDS, so names a record.

    A record that does not hold the words is none of them.
    """
    if NOT_HELD in method.casefold():
        return False
    first = re.match(r"\s*([a-z]+)", method.casefold())
    return first is not None and first[1].removesuffix("s") in RECORDS


def _asked(owed: Owed, requests: Iterable[Sought]) -> bool:
    # "unknown" counts here because the letter in doubt blocks by itself; "queued" has not gone.
    sent = (r for r in requests if r.state in ("sent", "unknown"))
    return any(
        r.party == owed.party or any(covers(name, owed.name) for name in r.names) for r in sent
    )


def _unasked(state: GateInput) -> list[Owed]:
    return [a for a in state.asks if a.askable and not _asked(a, state.requests)]


def _contradictions(state: GateInput) -> list[Item]:
    """Return what the copy says otherwise than the record, of parties that were asked.

    That a party was never asked is a reason of its own.
    """
    never_asked = {(a.item.link, a.party) for a in _unasked(state)}
    return [c.item for c in state.contradictions if (c.item.link, c.party) not in never_asked]


def _accused(state: GateInput) -> list[Item]:
    """Return each accused party once: those never asked, then those asked about only a part."""
    accused_parties = {a.party: a for a in reversed(_never_asked(state))}
    more = {a.party: a for a in reversed(state.unput) if a.party not in accused_parties}
    return [a.item for some in (accused_parties, more) for a in reversed(some.values())]


@dataclass(frozen=True, slots=True)
class Comment:
    """How far the asking is: of letters that went, how many are answered, and what is to be done.

    `to_decide` are parties about which nobody has decided, `to_send` requests whose letter has not
    gone, `more` parties that are owed something for another reason.
    """

    asked: int
    replied: int
    to_decide: int
    to_send: int
    more: int

    @property
    def awaited(self) -> int:
        return self.asked - self.replied

    @property
    def is_done(self) -> bool:
        return not (self.awaited or self.to_decide or self.to_send or self.more)


def comment_of(state: GateInput) -> Comment:
    """Return the figures that the desk's page, an article's steps and its requests all show.

    A letter that waits for the mail server has asked nobody yet; one in doubt may have.
    """
    went = [one for one in state.requests if one.state in ("sent", "unknown")]
    unsent = {one.party for one in state.requests if one.state in ("open", "queued", "failed")}
    known = [(one.party, one.state) for one in state.requests]
    known += [(party, "dropped") for party in state.declined]
    # Whoever a letter to another asked, such as a state by its mission, is none to decide about.
    accused = [one.party for one in _never_asked(state)]
    to_decide = set(parties_to_decide(accused, known))
    owed = {one.party for one in (*_never_asked(state), *_unasked(state), *state.unput)}
    return Comment(
        asked=len(went),
        replied=sum(not one.outstanding for one in went),
        to_decide=len(to_decide),
        to_send=len(unsent),
        more=len(owed - to_decide - unsent),
    )


def _never_asked(state: GateInput) -> list[Owed]:
    return [one for one in state.accused if one.askable and not _asked(one, state.requests)]


def _running(request: Sought, now: datetime) -> bool:
    return request.outstanding and request.deadline is not None and request.deadline > now


def _unruled_claims(state: GateInput) -> list[Item]:
    return [c.item for c in state.claims if c.score >= state.bar and not settled(c)]


def _quotes_without_record(state: GateInput) -> list[Item]:
    return [quote.item for quote in state.quotes if not on_record(quote)]


def _unticked_facts(state: GateInput) -> list[Item]:
    left = (fact for fact in state.unticked if not fact.moved)
    return [fact.item for fact in left if fact.kind in state.counted]


def _deadlines_running(state: GateInput) -> list[Item]:
    return [request.item for request in state.requests if _running(request, state.now)]


# (reason, the items it is about), in the order of the work.
_STANDS_IN_THE_WAY: Final[tuple[tuple[str, Callable[[GateInput], Sequence[Item]]], ...]] = (
    ("unread", _unread),
    # Where the marks stand comes before what is ruled on them.
    ("moved mark", lambda state: state.moved),
    # What others need time for comes first: a party asked late is a deadline that runs late.
    ("accused not asked", _accused),
    ("ask without request", lambda state: [ask.item for ask in _unasked(state)]),
    ("letter in doubt", lambda state: state.in_doubt),
    ("untriaged reply", lambda state: state.untriaged),
    # Then what the desk can do alone.
    ("source differs", lambda state: state.conflicts),
    ("query open", lambda state: state.queries),
    ("claim without verdict", _unruled_claims),
    ("quote without record", _quotes_without_record),
    ("fact unticked", _unticked_facts),
    ("tk", lambda state: state.tks),
    ("copy contradicts record", _contradictions),
    # Nothing is to be done about it but to wait.
    ("deadline running", _deadlines_running),
)


def _unsigned(state: GateInput) -> list[tuple[str, list[Item]]]:
    edited: list[Item] = []
    unsigned: list[Item] = []
    for name in PASSES:
        if valid_signatures(name, state.signatures, state.hash, state.makers):
            continue
        given = [s for s in state.signatures if s.reading_pass == name]
        item = Item(why_unsigned(name, given, state.hash), state.page + "#sign-off")
        here = any(s.proof_hash == state.hash for s in given)
        (edited if given and not here and given[-1].accepted else unsigned).append(item)
    lacking = uncovered(state.checked, state.signatures, state.hash, state.makers)
    once = {item.link: item for items in reversed(lacking.values()) for item in items}
    return [
        ("edited since sign-off", edited),
        ("not signed off", unsigned),
        ("without second reader", list(once.values())),
    ]


# The states of an article, in the order it goes through them.
ARTICLE_STATES = ("reading", "checking", "blocked", "ready", "cleared")


# How every page says it; "blocked" is in check as long as more than signatures is missing.
STATE_WORDS: Final = {
    "reading": gettext_noop("being read"),
    "checking": gettext_noop("in check"),
    "blocked": gettext_noop("in check"),
    "ready": gettext_noop("may run"),
    "cleared": gettext_noop("cleared"),
    "closed": gettext_noop("closed"),
}


def state_words(word: str, reasons: Collection[str] = (), overridden: int = 0) -> str:
    """Return an article's state in words: "awaiting second read", "cleared with 2 overrides".

    `word` is as `standing` gives it, `reasons` the slugs of what stands in the way, `overridden`
    how many of them the clearance set aside.
    """
    if word == "cleared" and overridden:
        return ngettext(
            "cleared with %(count)s override", "cleared with %(count)s overrides", overridden
        )
    if word == "blocked" and reasons and SIGNING.issuperset(reasons):
        return gettext_noop("awaiting second read")
    return STATE_WORDS.get(word, word)


def standing(blocked_by: Sequence[Blocker], *, reading: str, cleared: bool) -> str:
    """One word for the desk: reading, checking, blocked, ready or cleared."""
    reasons = {b.reason for b in blocked_by}
    if cleared:
        return "cleared"
    if reading == "waiting":
        return "reading"
    if not reasons:
        return "ready"
    checking = reasons & UNRULED and "unread" not in reasons
    return "checking" if checking else "blocked"


def wants_second_reader(state: GateInput, reasons: Sequence[Blocker]) -> tuple[str, ...]:
    """Return the passes that wait for a second reader; none while the first check is not done.

    A refusal asks something of the author: once that is decided, the pass waits again.
    """
    if {b.reason for b in reasons} & FIRST_CHECK:
        return ()
    lacking = uncovered(state.checked, state.signatures, state.hash, state.makers)
    return tuple(name for name in PASSES if lacking.get(name, True))


def recurs(kind: str, value: str | None, text: str) -> tuple[str, str] | None:
    """Return what two facts of one article share when a tick on one is a tick on the other.

    None: this one is by itself. Names, titles and places recur by their words, because it is the
    spelling that is checked; the rest by value. A small bare count does not say what it counts: "3"
    soldiers is not "3" days.
    """
    if kind in ("name", "title", "place"):
        return kind, text
    if kind == "number" and value is not None and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return (kind, value) if abs(float(value)) >= BARE_COUNT_THAT_RECURS else None
    return kind, value if value is not None else text.casefold()
