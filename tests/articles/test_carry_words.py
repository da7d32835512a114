"""Facts within sentences that are alike in all but a name, through any edit.

Each sentence has a name that no other has, and is otherwise one of a few: the number, the verb and
the ending are the lookalikes' too. The invariant: as long as a mark's own sentence stands in the
new copy, edited or not, the mark is on that sentence or on none; where it went, a mark that is kept
or reopened is only on a sentence that is new and stands where its own did, which cannot be told
from an edit. No two marks that were apart share a place as "same", and "same" and "moved" are on
the very words.
"""

from __future__ import annotations

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles.rules import carry

NAMES = [
    f"{a}{b}"
    for a in ("Har", "Zé", "Ом", "北", "Öl", "Nq")
    for b in ("ak", "ём", "京市", "dín", "ul", "ēth", "ov")
]
SAID = [
    "Police said 12 people were killed in {} on Friday, and 12 were hurt.",
    "Police said 40 people were killed in {} on Friday, and 12 were hurt.",
    "“We lost 12 men in {},” the 👩‍🚒 chief said; “12 more are missing.”",
    "In {}, 12 houses burned.",
]
FACT = re.compile(r"12|40|Friday")
NAMED = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))
Copy = list[list[str]]


def draft(random_: random.Random) -> tuple[Copy, list[str]]:
    names = random_.sample(NAMES, len(NAMES))
    copy = [
        [random_.choice(SAID).format(names.pop()) for _ in range(random_.randint(1, 4))]
        for _ in range(random_.randint(1, 5))
    ]
    return copy, names


def edited(copy: Copy, spare: list[str], random_: random.Random) -> Copy:
    copy = [list(line) for line in copy]
    for _ in range(random_.randint(1, 4)):
        line = random_.choice(copy)
        at = random_.randrange(len(line)) if line else 0
        what = random_.choice(
            ["lookalike before", "delete", "swap", "reword", "number", "swap sentences", "all anew"]
        )
        if what == "lookalike before":
            line.insert(at, random_.choice(SAID).format(spare.pop()))
        elif what == "delete" and line:
            del line[at]
        elif what == "swap":
            a, b = random_.randrange(len(copy)), random_.randrange(len(copy))
            copy[a], copy[b] = copy[b], copy[a]
        elif what == "reword" and line:
            line[at] = (
                line[at].replace("were killed", "have died").replace("burned", "were lost to fire")
            )
        elif what == "number" and line:
            line[at] = line[at].replace("12", "14", 1)
        elif what == "swap sentences" and len(line) > 1:
            other = random_.randrange(len(line))
            line[at], line[other] = line[other], line[at]
        elif what == "all anew" and random_.random() < 0.1:
            copy[:] = [[random_.choice(SAID).format(spare.pop())]]
    return copy


def laid_out(copy: Copy) -> str:
    return "\n".join(" ".join(line) for line in copy if line)


def sentence_at(text: str, copy: Copy, place: int) -> str:
    at = 0
    for sentence in (one for line in copy for one in line):
        at = text.index(sentence, at)
        if at <= place < at + len(sentence):
            return sentence
        at += len(sentence)
    raise AssertionError(place)


def name_of(sentence: str) -> str:
    found = NAMED.search(sentence)
    assert found
    return found.group()


@settings(max_examples=500)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_fact_never_drifts_to_a_sentence_that_looks_alike(seed: int) -> None:
    random_ = random.Random(seed)
    before, spare = draft(random_)
    after = edited(before, spare, random_)
    old, new = laid_out(before), laid_out(after)
    facts = [match.span() for match in FACT.finditer(old)]
    old_names = {name_of(one) for line in before for one in line}
    new_names = {name_of(one) for line in after for one in line}
    same = []
    for span, carried in zip(facts, carry(old, new, facts), strict=True):
        if carried.span is None:
            continue
        if carried.kind in ("same", "moved"):
            assert new[slice(*carried.span)] == old[slice(*span)]
        mine = name_of(sentence_at(old, before, span[0]))
        here = name_of(sentence_at(new, after, carried.span[0]))
        if here != mine:
            assert mine not in new_names
            assert here not in old_names
        if carried.kind == "same":
            same.append(carried.span)
    assert len(set(same)) == len(same)
