"""How many sources really stand behind a claim, and why each counts or does not.

The rule is the checker's (KSJ Fact-Checking Project's handbook, as desks apply it): one primary
source, or three secondary ones that do not lean on each other; one wire story repeated counts once;
leads never count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.evidence.rules.credits import shared_credit
from factcheck.newsroom.phrases import gettext_noop

NEEDED: Final = 3
_SECONDARY: Final = ("wire", "secondary")
_COUNTS: Final = {
    "primary": gettext_noop("counts as primary"),
    "wire": gettext_noop("counts as wire"),
    "secondary": gettext_noop("counts as secondary"),
}


@dataclass(frozen=True, slots=True)
class Leg:
    """One accepted passage.

    `tier` for this use, `origin` the story it is a copy of (its own, where it is none), `outlet`
    who publishes it, `name` as the screen calls it, `side` one of `SIDES`, or "" where it was
    accepted before sides were kept. `credits` are those on whose word it rests; `owner` is who owns
    the outlet, or the state that controls it, "" unknown.
    """

    id: int
    name: str
    outlet: str
    tier: str
    origin: int
    side: str = ""
    credits: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class IndependentSources:
    """Whether the passage `id` counts, and why: a plain clause."""

    id: int
    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Independence:
    primary: int
    secondary: int
    counted: tuple[IndependentSources, ...]

    @property
    def enough(self) -> bool:
        return self.primary > 0 or self.secondary >= NEEDED

    @property
    def words(self) -> str:
        if self.primary:
            return gettext_noop("%(primary)s primary: enough", primary=self.primary)
        if not self.counted:
            return gettext_noop("nothing accepted yet")
        values = {"secondary": self.secondary, "needed": NEEDED}
        if self.enough:
            return gettext_noop(
                "%(secondary)s of %(needed)s independent secondary, none primary: enough", **values
            )
        return gettext_noop(
            "%(secondary)s of %(needed)s independent secondary, none primary: not enough", **values
        )


def side_of(*, differs: bool, tier: str = "") -> str:
    """Return the side that is proposed for a passage; a person decides.

    Whoever accepts one has read it as support, unless it surely has another value; a lead supports
    nothing. That it merely leans against the claim proposes nothing: of 407 passages of real pages
    none of the 16 that leaned so did speak against it (`docs/benchmarks.md`, Sides).
    """
    if differs:
        return "against"
    return "background" if tier == "lead only" else "supports"


def independence(legs: Sequence[Leg]) -> Independence:
    """Count accepted passages by origin and by outlet, those of the better tier first."""
    counting: list[Leg] = []
    counted: list[IndependentSources] = []
    primary = secondary = 0
    for leg in sorted(legs, key=lambda member: (member.tier != "primary", member.id)):
        why = _why_not(leg) or next(
            (reason for other in counting if (reason := _why_not_both(leg, other))), ""
        )
        if why:
            counted.append(IndependentSources(leg.id, False, why))
            continue
        counting.append(leg)
        primary += leg.tier == "primary"
        secondary += leg.tier in _SECONDARY
        counted.append(IndependentSources(leg.id, True, _COUNTS[leg.tier]))
    return Independence(primary, secondary, tuple(counted))


def _why_not(leg: Leg) -> str:
    if leg.side == "against":
        return gettext_noop("does not count: it speaks against the claim")
    if leg.side == "background":
        return gettext_noop("does not count: background only")
    if leg.tier == "lead only":
        return gettext_noop("does not count: a lead, not a source")
    if leg.tier == "partisan":
        return gettext_noop("does not count: partisan in this")
    return ""


def _why_not_both(leg: Leg, counted: Leg) -> str:
    """Return why a passage adds nothing to one that counts, "" where it is another's word."""
    if leg.origin == counted.origin:
        return gettext_noop("does not count: the same story as %(name)s", name=counted.name)
    if leg.outlet == counted.outlet:
        return gettext_noop("does not count: %(name)s is counted already", name=counted.name)
    if leg.owner and leg.owner == counted.owner:
        return gettext_noop(
            "does not count: %(owner)s stands behind %(name)s too",
            owner=leg.owner,
            name=counted.name,
        )
    if shared_credit(leg.credits, [counted.name]) or shared_credit(counted.credits, [leg.name]):
        return gettext_noop(
            "does not count: one of it and %(name)s rests on the other", name=counted.name
        )
    if credit := shared_credit(leg.credits, counted.credits):
        return gettext_noop(
            "does not count: it rests on %(credit)s, as %(name)s does",
            credit=credit,
            name=counted.name,
        )
    return ""
