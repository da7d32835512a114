"""What the sources say of a fact, a claim or an item: one of five states, and the words for it.

Every page, the gate and the API read it from here, so that no two of them count differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final, Literal, get_args

from factcheck.evidence.rules.asking import ClaimSearches
from factcheck.newsroom.phrases import Phrase, gettext_noop, ngettext, one_after_another

FindingState = Literal["differs", "supported", "nothing", "not_asked", "waiting"]

FINDING_STATES: Final[tuple[FindingState, ...]] = get_args(FindingState)
# What each state is called where findings are counted, and what several of it are.
_COUNTED: Final[dict[FindingState, str]] = {
    "differs": "conflict",
    "supported": "supported",
    "nothing": "nothing found",
    "not_asked": "not asked",
    "waiting": "being searched",
}
AGREE: Final = "with the same values"
TO_READ: Final = "with passages to read"
# How several of each are counted, in the order in which they are said.
_LABELS: Final[dict[str, Callable[[int], Phrase]]] = {
    "conflict": lambda n: ngettext("%(count)s conflict", "%(count)s conflicts", n),
    "supported": lambda n: ngettext("%(count)s supported", "%(count)s supported", n),
    AGREE: lambda n: ngettext(
        "%(count)s with the same values", "%(count)s with the same values", n
    ),
    TO_READ: lambda n: ngettext(
        "%(count)s with passages to read", "%(count)s with passages to read", n
    ),
    "nothing found": lambda n: ngettext("%(count)s nothing found", "%(count)s nothing found", n),
    "not asked": lambda n: ngettext("%(count)s not asked", "%(count)s not asked", n),
    "being searched": lambda n: ngettext("%(count)s being searched", "%(count)s being searched", n),
}
_DOT: Final = " · "
_DIFFERS: Final = "≠"
# Several findings taken together are as good as the worst of them.
_WORST_FIRST: Final[tuple[FindingState, ...]] = (
    "differs",
    "waiting",
    "nothing",
    "not_asked",
    "supported",
)
# The kinds of fact whose value is the point of a claim: that a page names the same person or place
# does not make the claim so.
VALUES: Final = frozenset({"number", "date", "superlative"})


@dataclass(frozen=True, slots=True)
class SourceSays:
    """One source on one fact, by the passage `evidence`.

    `value` is in the source's own words, empty where the passage as a whole speaks for or against;
    `why` is a plain clause. `counts` says whether it is an independent source for
    the fact; `by_author`: the writer handed it in; `lead`: it is a lead only, and confirms nothing.
    """

    evidence: int
    source: str
    value: str = ""
    why: str = ""
    by_author: bool = False
    counts: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What the sources say of one thing.

    `differing` are those whose other value, or whose word against it, nobody has ruled on;
    `ruled_on` those on which somebody has; `agreeing` those that have the same. `other_figures`
    have another value of a kind in which the machine is too often wrong to call it a difference.
    `accepted` counts independent sources that a checker accepted for it: without one, values agree
    and nobody has read whether the passage says what the claim says. `passages` counts those set
    beside it. `words` are for one line.
    """

    state: FindingState
    supported_by: int
    differing: tuple[SourceSays, ...]
    agreeing: tuple[SourceSays, ...]
    words: str
    other_figures: tuple[SourceSays, ...] = ()
    ruled_on: tuple[SourceSays, ...] = ()
    accepted: int = 0
    passages: int = 0


def is_open_conflict(since: datetime, *ruled_at: datetime | None) -> bool:
    """Return whether nobody has ruled on the fact or the claim since the source differed."""
    return not any(at is not None and at >= since for at in ruled_at)


def finding(
    asking: ClaimSearches,
    *,
    differing: Sequence[SourceSays] = (),
    agreeing: Sequence[SourceSays] = (),
    other_figures: Sequence[SourceSays] = (),
    ruled_on: Sequence[SourceSays] = (),
    supported_by: int = 0,
    accepted: int = 0,
    passages: int = 0,
) -> Finding:
    """Return the finding of one fact or claim.

    `supported_by` counts independent sources, `accepted` those of them that a checker accepted,
    `passages` those that were set beside it.
    """
    state = _state(asking, bool(differing), supported_by, passages)
    return Finding(
        state=state,
        supported_by=supported_by,
        differing=tuple(differing),
        agreeing=tuple(agreeing),
        words=_words(state, asking, differing, agreeing, other_figures, supported_by, passages),
        other_figures=tuple(other_figures),
        ruled_on=tuple(ruled_on),
        accepted=accepted,
        passages=passages,
    )


def _state(asking: ClaimSearches, differs: bool, supported_by: int, passages: int) -> FindingState:
    if differs:
        return "differs"
    if supported_by:
        return "supported"
    if asking.under_way:
        return "waiting"
    return "nothing" if asking.answered or passages else "not_asked"


def _words(
    state: FindingState,
    asking: ClaimSearches,
    differing: Sequence[SourceSays],
    agreeing: Sequence[SourceSays],
    other_figures: Sequence[SourceSays],
    supported_by: int,
    passages: int,
) -> str:
    """Return "≠ 38 Meridian Wire · = 12,000": what differs, then what agrees, then the rest."""
    parts = [_differing(differing)] if differing else []
    counting = [says for says in agreeing if says.counts]
    if supported_by or counting:
        parts.append(_agreeing(counting, supported_by))
    elif agreeing:
        leads = all(says.lead for says in agreeing)
        same = _agreeing(agreeing, 0)
        parts.append(
            gettext_noop("%(same)s, a lead only", same=same)
            if leads
            else gettext_noop("%(same)s, not counted as support", same=same)
        )
    if other_figures:
        parts.append(
            gettext_noop("other figure: %(named)s", named=_named(other_figures, "%s (%s)"))
        )
    if parts:
        return one_after_another(parts, _DOT)
    return _silence(state, asking, passages)


def _silence(state: FindingState, asking: ClaimSearches, passages: int) -> str:
    if state == "waiting":
        return gettext_noop("being searched")
    if state == "not_asked":
        if asking.why_not:
            return gettext_noop("not asked: %(why)s", why=asking.why_not)
        return gettext_noop("not asked")
    if passages:
        return ngettext(
            "%(count)s passage to read, no value in common",
            "%(count)s passages to read, no value in common",
            passages,
        )
    if asking.pages:
        return gettext_noop("pages found, none on this")
    return gettext_noop("nothing found")


def said_of_sources(words: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a finding's words, each with whether it says that a source differs."""
    if isinstance(words, Phrase) and words.parts and words.between == _DOT:
        for part in words.parts:
            yield from said_of_sources(part)
    else:
        yield words, words.startswith(_DIFFERS)


def _differing(differing: Sequence[SourceSays]) -> str:
    return one_after_another([_DIFFERS, _named(differing)])


def _named(says: Sequence[SourceSays], form: str = "%s %s") -> str:
    """Return the first source's value and name, and how many more there are.

    `form` takes the two; a source without a value has none to be told from.
    """
    first, more = says[0], len(says) - 1
    named = form % (first.value, first.source) if first.value else first.source
    return gettext_noop("%(named)s and %(more)s more", named=named, more=more) if more else named


def _agreeing(agreeing: Sequence[SourceSays], supported_by: int) -> str:
    """Return the values that agree, each once, and how many sources stand behind them."""
    values = dict.fromkeys(says.value or says.source for says in agreeing)
    count = ngettext("%(count)s source", "%(count)s sources", max(supported_by, 1))
    if not values:
        return one_after_another(["=", count])
    said = f"= {', '.join(values)}"
    if supported_by <= 1:
        return said
    return gettext_noop("%(said)s (%(sources)s)", said=said, sources=count)


def together(findings: Sequence[Finding]) -> Finding:
    """Return the finding of several things as one: as good as the worst of them."""
    if len(findings) == 1:
        return findings[0]
    states = {one.state for one in findings} or {"not_asked"}
    return Finding(
        state=min(states, key=_WORST_FIRST.index),
        supported_by=min((one.supported_by for one in findings), default=0),
        differing=_all(one.differing for one in findings),
        agreeing=_all(one.agreeing for one in findings),
        words=_all_words(findings),
        other_figures=_all(one.other_figures for one in findings),
        ruled_on=_all(one.ruled_on for one in findings),
        accepted=min((one.accepted for one in findings), default=0),
        passages=sum(one.passages for one in findings),
    )


def _all_words(findings: Sequence[Finding]) -> str:
    words = dict.fromkeys(one.words for one in findings)
    return one_after_another(words, _DOT) if words else gettext_noop("not asked")


def _all(says: Iterable[tuple[SourceSays, ...]]) -> tuple[SourceSays, ...]:
    return tuple(chain.from_iterable(says))


def label(found: Finding) -> str:
    """Return what a finding is counted as.

    Of claims all of whose values a passage has, fewer than nine in ten are borne out by it
    (docs/benchmarks.md, Agreement): until a checker accepts one, only the values agree. Of what has
    a passage beside it that bears out too little, it is not said that nothing was found.
    """
    if found.state == "supported" and not found.accepted:
        return AGREE
    if found.state == "nothing" and found.passages:
        return TO_READ
    return _COUNTED[found.state]


def counted(findings: Iterable[Finding]) -> str:
    """Return "1 conflict, 6 values agree, 8 nothing found, 2 not asked"; "" where none are."""
    count = Counter(label(one) for one in findings)
    said = [say(count[name]) for name, say in _LABELS.items() if count[name]]
    return one_after_another(said, ", ") if said else ""
