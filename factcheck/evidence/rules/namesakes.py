"""Places of one name: Springdale in Ohio is not Springdale in Utah."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from factcheck.evidence.rules.names import same_place_name
from factcheck.evidence.rules.words import StatedFact, plain
from factcheck.text.names.gazetteer import lies_in

_REGION_FOLLOWS: Final = re.compile(r",\s+")
_KINDS: Final = ("place", "name")


def namesake_of(
    claim: str, facts: Sequence[StatedFact], passage: str, stated: Sequence[StatedFact]
) -> str:
    """Return the passage's place that has the name of one of the claim's and lies elsewhere.

    Only where both texts say in which region it lies: "Springdale, Ohio". Empty where there is
    none, or the passage names the claim's region anywhere.
    """
    theirs = _in_regions(passage, stated)
    for place, region in _in_regions(claim, facts):
        if plain(region.text) in plain(passage):
            continue
        for other, other_region in theirs:
            if same_place_name(place.text, other.text) and _are_apart(region, other_region):
                return f"{other.text}, {other_region.text}"
    return ""


def _in_regions(text: str, facts: Sequence[StatedFact]) -> list[tuple[StatedFact, StatedFact]]:
    """Return each place that is followed by the region it lies in, with that region."""
    places = sorted((f for f in facts if f.kind in _KINDS), key=lambda fact: fact.start)
    return [
        (place, region)
        for place, region in pairwise(places)
        if region.kind == "place" and _REGION_FOLLOWS.fullmatch(text[place.end : region.start])
    ]


def _are_apart(region: StatedFact, other: StatedFact) -> bool:
    """Return whether neither region is the other, or a part of it."""
    if same_place_name(region.text, other.text) or region.value == other.value:
        return False
    return not lies_in(region.text, other.text) and not lies_in(other.text, region.text)
