"""The three passes of the second reader.

What each asks, whose signature counts, and which items still lack a second reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from factcheck.newsroom.phrases import gettext_noop

FACTS: Final = "facts"
FAIRNESS: Final = "fairness"
WHOLE: Final = "whole picture"
PASSES: Final = (FACTS, FAIRNESS, WHOLE)
# Their names inside a sentence.
NAMES: Final = {
    FACTS: gettext_noop("facts"),
    FAIRNESS: gettext_noop("fairness"),
    WHOLE: gettext_noop("whole picture"),
}
ABOUT: Final = {
    FACTS: gettext_noop("Every claim, quote and tick, with the source it rests on."),
    FAIRNESS: gettext_noop(
        "Each accusation: asked of the right person, with their best argument in the copy."
    ),
    WHOLE: gettext_noop("Context, insinuation, omissions; headline and captions."),
}
# What the second reader answers while signing. Kept with the signature in these words, so that a
# change here never changes what somebody signed.
QUESTIONS: Final[dict[str, tuple[str, ...]]] = {
    FACTS: (
        gettext_noop("Does a source support each verdict?"),
        gettext_noop("Do names, titles, ages, dates and numbers read as in their sources?"),
        gettext_noop("Was each quote said in these words by the person named?"),
        gettext_noop("Are you content to run what only the author vouches for?"),
    ),
    FAIRNESS: (
        gettext_noop("Was every accusation put to the party it is made against?"),
        gettext_noop("Did each party have time to answer, given how serious the questions were?"),
        gettext_noop("Is each party’s best argument in the copy?"),
        gettext_noop("Does the copy say correctly who was asked, and what they answered?"),
    ),
    WHOLE: (
        gettext_noop("Does the copy give the context a fair reader needs?"),
        gettext_noop("Does it avoid hinting at anything it does not state and prove?"),
        gettext_noop("Is nothing left out that would change the picture?"),
        gettext_noop("Do headline, standfirst and captions claim no more than the copy supports?"),
    ),
}
ANSWERS: Final = ("yes", "does not apply", "no")


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing on the copy or in the record, in a few words, and where it is shown."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """In the order they were given: a refusal undoes those before it on the same pass."""

    reading_pass: str
    accepted: bool
    by: int
    by_name: str
    proof_hash: str
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """An item of a pass or two and its first checkers: none of them may be its second reader.

    `at`: when it was last ruled on, or its last reply sorted.
    """

    item: ReviewItem
    passes: tuple[str, ...]
    by: frozenset[int]
    by_name: str
    at: datetime | None = None


def valid_signatures(
    name: str, given: Iterable[Signature], proof_hash: str, makers: frozenset[int]
) -> list[Signature]:
    """Return the signatures on a pass that hold for this very copy.

    They were given since it was last refused, by nobody who made the copy.
    """
    here = [s for s in given if s.reading_pass == name and s.proof_hash == proof_hash]
    refused = max((n for n, s in enumerate(here) if not s.accepted), default=-1)
    return [s for s in here[refused + 1 :] if s.by not in makers]


def second_readers(item: Checked, name: str, signatures: Iterable[Signature]) -> list[Signature]:
    """Return those whose signature on a pass is a second pair of eyes on the item.

    They are not its checkers and, but for the whole picture, signed what is ruled now rather than
    an earlier ruling.
    """
    return [
        s
        for s in signatures
        if s.by not in item.by and (name == WHOLE or item.at is None or item.at <= s.at)
    ]


def uncovered(
    checked: Sequence[Checked], given: Sequence[Signature], proof_hash: str, makers: frozenset[int]
) -> dict[str, list[ReviewItem]]:
    """By pass, for the passes that are signed: the items no signature covers, each with why."""
    by_pass: dict[str, list[ReviewItem]] = {}
    for name in PASSES:
        signed = valid_signatures(name, given, proof_hash, makers)
        if signed:
            lacking = [
                c for c in checked if name in c.passes and not second_readers(c, name, signed)
            ]
            by_pass[name] = [
                ReviewItem(
                    gettext_noop(
                        "%(name)s: %(item)s: %(why)s",
                        name=NAMES[name],
                        item=c.item.text,
                        why=_why(c, signed),
                    ),
                    c.item.link,
                )
                for c in lacking
            ]
    return by_pass


def _why(item: Checked, signed: Sequence[Signature]) -> str:
    others = [s for s in signed if s.by not in item.by]
    if others:
        return gettext_noop(
            "ruled on by %(by)s after %(signer)s signed",
            by=item.by_name,
            signer=others[-1].by_name,
        )
    return gettext_noop("checked by %(by)s, who signed; a colleague must read it", by=item.by_name)


def why_not(
    by: int, name: str, *, author: int | None, maker: int | None, checked: Sequence[Checked]
) -> str:
    """Empty where `by` may sign the pass.

    Who checked some of its items may sign: for the others.
    """
    if by == author:
        return gettext_noop("The author may not sign off their own copy. Ask a colleague.")
    if by == maker:
        return gettext_noop("You made this proof of the copy, so a colleague must sign it.")
    items = [c for c in checked if name in c.passes]
    if items and all(by in c.by for c in items):
        return gettext_noop(
            "You ruled on every item of the pass “%(name)s” first, so a colleague must be its "
            "second reader.",
            name=NAMES[name],
        )
    return ""


def of_no_help(makers: frozenset[int], checked: Sequence[Checked]) -> frozenset[int]:
    """Return who is no second reader of anything: the copy's makers, and a sole first checker."""
    everywhere = frozenset.intersection(*(c.by for c in checked)) if checked else frozenset()
    return makers | everywhere


def answered(name: str, answers: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the pass's questions with the answers, as kept with the signature; "" for none."""
    return [{"question": q, "answer": answers.get(q, "")} for q in QUESTIONS[name]]


def _asked(question: str) -> str:
    """Return a question as the rules ask it, by its words as kept with a signature."""
    asked = (known for questions in QUESTIONS.values() for known in questions)
    return next((known for known in asked if known == question), question)


def why_not_accepted(answers: Iterable[Mapping[str, str]]) -> str:
    """Empty where the answers bear a signature: every question answered, none with no."""
    for answer in answers:
        if answer["answer"] not in ANSWERS:
            return gettext_noop("Answer first: %(question)s", question=_asked(answer["question"]))
        if answer["answer"] == "no":
            return gettext_noop(
                "You answered no to “%(question)s” Refuse the pass, and say why.",
                question=_asked(answer["question"]),
            )
    return ""


def all_yes(name: str) -> dict[str, str]:
    """Return yes to each question of a pass: for scripts, where the person agreed beforehand."""
    return dict.fromkeys(QUESTIONS[name], "yes")


def why_unsigned(name: str, given: Sequence[Signature], proof_hash: str) -> str:
    """Why a pass without a signature that counts has none."""
    on = [s for s in given if s.reading_pass == name]
    if not on:
        return gettext_noop("%(name)s: not signed", name=NAMES[name])
    last = on[-1]
    if last.proof_hash != proof_hash:
        if last.accepted:
            return gettext_noop(
                "%(name)s: signed by %(by)s on earlier copy", name=NAMES[name], by=last.by_name
            )
        return gettext_noop(
            "%(name)s: refused by %(by)s on earlier copy", name=NAMES[name], by=last.by_name
        )
    if not last.accepted:
        return gettext_noop(
            "%(name)s: refused by %(by)s: %(comment)s",
            name=NAMES[name],
            by=last.by_name,
            comment=last.comment,
        )
    return gettext_noop(
        "%(name)s: signed by %(by)s, who has since edited this copy",
        name=NAMES[name],
        by=last.by_name,
    )
