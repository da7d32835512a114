"""Words of saying: which verbs, phrases and nouns bring in what someone said, and how surely.

Each lemma stands in a group by what follows it. The figure of a group is the share of its uses that an
attentive reader takes for an attribution in news copy, rounded; it is a start for a quote's confidence.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Frame = Literal["say", "that", "object", "infinitive"]
Form = Literal["base", "s", "ed", "ing"]


class Cue(NamedTuple):
    """One form of a verb of saying. `frames` are what may follow it: a clause with or without "that"
    (`say`), only with "that" or quotation marks (`that`), a thing or person (`object`), or "to" and a verb."""

    lemma: str
    form: Form
    frames: frozenset[Frame]
    weight: float


_GROUPS: list[tuple[float, str, str]] = [
    # clause with or without "that", quotation, before or after
    (0.95, "say", "say tell add note argue tweet recall insist joke concede quip opine"),
    (0.95, "say", "reply explain warn claim assert state reiterate stress boast remark write maintain contend"),
    (0.9, "say", "announce suggest declare acknowledge respond admit allege conclude predict complain lament"),
    (0.9, "say", "emphasize emphasise counter retort testify posit profess muse vent fume scoff"),
    (0.85, "say", "report confirm deny indicate believe think hope reveal agree estimate caution urge"),
    (0.8, "that", "point show find learn signal imply wonder fear worry pledge vow promise swear disclose"),
    (0.75, "that", "ask text email post mutter shout yell whisper chant exclaim plead protest read"),
    (0.6, "say", "feel know expect understand guess figure suspect speculate imagine assume recount"),
    (0.6, "that", "realize realise recognize recognise remember forget doubt decide determine rule"),
    (0.6, "that", "propose demand recommend request mention repeat continue conclude answer observe echo"),
    (0.5, "that", "see hear notice discover stipulate mean ensure require argue"),
    # a thing or a person is the content: "criticized the plan", "called it a sham"
    (0.85, "object", "accuse criticize criticise praise denounce blast slam decry condemn describe blame deplore"),
    (0.85, "object", "lambaste ridicule castigate berate rebuke bemoan tout laud extol hail deride assail"),
    (0.8, "object", "dismiss reject defend mock question endorse cite express voice reiterate touted likened"),
    (0.8, "object", "call characterize characterise label brand dub liken compare portray depict"),
    (0.75, "object", "attack applaud welcome champion thank commend salute disavow disparage trash bash"),
    (0.7, "object", "mention discuss propose promise pledge demand outline detail highlight"),
    (0.6, "object", "announce suggest claim deny admit acknowledge reveal explain stress"),
    (0.6, "object", "warn threaten urge assure remind inform encourage advise beg implore order ask tell"),
    (0.55, "object", "favor consider view regard deem predict forecast estimate quote reference invoke"),
    (
        0.45,
        "object",
        "support oppose offer back embrace want prefer expect fear believe doubt challenge seek list recall",
    ),
    (0.4, "object", "know understand remember learn hate note report show"),
    # "to" and a verb: "vowed to fight"
    (0.9, "infinitive", "vow promise refuse decline threaten pledge swear urge"),
    (0.75, "infinitive", "hope want ask agree propose plan offer demand claim seek wish prefer"),
    (0.5, "infinitive", "expect decide opt intend"),
]

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote writing",
    "think": "thinks thought thinking",
    "find": "finds found finding",
    "show": "shows showed showing",
    "feel": "feels felt feeling",
    "know": "knows knew knowing",
    "understand": "understands understood understanding",
    "swear": "swears swore swearing",
    "see": "sees saw seeing",
    "hear": "hears heard hearing",
    "forget": "forgets forgot forgetting",
    "mean": "means meant meaning",
    "read": "reads read reading",
    "seek": "seeks sought seeking",
    "beg": "begs begged begging",
    "quip": "quips quipped quipping",
    "admit": "admits admitted admitting",
    "plan": "plans planned planning",
    "opt": "opts opted opting",
    "forecast": "forecasts forecast forecasting",
    "label": "labels labeled labeling",
    "dub": "dubs dubbed dubbing",
    "slam": "slams slammed slamming",
    "rebut": "rebuts rebutted rebutting",
    "signal": "signals signaled signaling",
    "learn": "learns learned learning",
    "concur": "concurs concurred concurring",
    "let": "lets let letting",
}

# What must follow a verb before its object is content: "called for a ban", "pointed to the report".
PARTICLES: dict[str, tuple[float, tuple[str, ...]]] = {
    "call": (0.8, ("for", "on", "upon")),
    "point": (0.7, ("to", "out")),
    "refer": (0.7, ("to",)),
    "speak": (0.45, ("about", "of", "against")),
    "talk": (0.6, ("about", "of")),
    "complain": (0.85, ("about", "of")),
    "warn": (0.9, ("of", "about", "against")),
    "rail": (0.85, ("against", "at", "about")),
    "argue": (0.8, ("for", "against")),
    "object": (0.8, ("to",)),
    "push": (0.45, ("for", "back")),
    "allude": (0.8, ("to",)),
    "hint": (0.8, ("at",)),
    "apologize": (0.8, ("for",)),
    "apologise": (0.8, ("for",)),
    "boast": (0.8, ("about", "of")),
    "brag": (0.8, ("about", "of")),
    "joke": (0.8, ("about",)),
    "lash": (0.6, ("out",)),
    "insist": (0.8, ("on",)),
    "worry": (0.7, ("about",)),
    "speculate": (0.7, ("about",)),
    "ask": (0.5, ("about", "for")),
    "agree": (0.5, ("with", "on")),
    "disagree": (0.7, ("with",)),
    "vote": (0.3, ("for", "against")),
    "weigh": (0.4, ("in",)),
    "plead": (0.6, ("for", "with")),
    "press": (0.3, ("for",)),
    "dream": (0.4, ("of",)),
    "hope": (0.75, ("for",)),
}

# "his claim that", "the party's call for"
NOUNS: dict[str, tuple[str, ...]] = {
    "claim": ("that", "of"),
    "claims": ("that", "of"),
    "argument": ("that",),
    "assertion": ("that",),
    "assertions": ("that",),
    "belief": ("that", "in"),
    "suggestion": ("that",),
    "statement": ("that",),
    "view": ("that",),
    "fear": ("that",),
    "fears": ("that",),
    "hope": ("that",),
    "hopes": ("that",),
    "vow": ("to", "that"),
    "promise": ("to", "that", "of"),
    "promises": ("to", "that", "of"),
    "pledge": ("to", "that"),
    "call": ("for", "to"),
    "calls": ("for", "to"),
    "criticism": ("of",),
    "criticisms": ("of",),
    "support": ("for",),
    "opposition": ("to",),
    "proposal": ("to", "for"),
    "proposals": ("to", "for"),
    "allegation": ("that", "of"),
    "allegations": ("that", "of"),
    "accusation": ("that",),
    "accusations": ("that",),
    "contention": ("that",),
    "conclusion": ("that",),
    "warning": ("that", "of"),
    "demand": ("that", "for"),
    "demands": ("that", "for"),
    "prediction": ("that",),
    "insistence": ("that", "on"),
    "comments": ("about", "on"),
    "remarks": ("about", "on"),
    "attacks": ("on",),
    "endorsement": ("of",),
    "refusal": ("to",),
    "concern": ("that", "about", "over"),
    "concerns": ("that", "about", "over"),
    "complaint": ("that", "about"),
    "complaints": ("that", "about"),
    "description": ("of",),
    "denial": ("that", "of"),
    "admission": ("that",),
    "decision": ("to",),
    "plan": ("to", "for"),
    "desire": ("to", "for"),
    "views": ("on", "about", "of"),
    "position": ("on",),
    "stance": ("on",),
}


def _forms(lemma: str) -> list[tuple[str, Form]]:
    if lemma in _IRREGULAR:
        third, past, ing = _IRREGULAR[lemma].split()
        return [(lemma, "base"), (third, "s"), (past, "ed"), (ing, "ing")]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    elif lemma.endswith(("s", "sh", "ch", "x")):
        third, past = lemma + "es", lemma + "ed"
    elif lemma.endswith("e"):
        third, past = lemma + "s", lemma + "d"
    else:
        third, past = lemma + "s", lemma + "ed"
    ing = (lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma) + "ing"
    return [(lemma, "base"), (third, "s"), (past, "ed"), (ing, "ing")]


WEIGHTS: dict[tuple[str, Frame], float] = {}
"""How surely a lemma with what follows it is an attribution."""


def _cues() -> dict[str, Cue]:
    frames: dict[str, set[Frame]] = {}
    for weight, frame, lemmas in _GROUPS:
        for lemma in lemmas.split():
            frames.setdefault(lemma, set()).add(frame)  # type: ignore[arg-type]
            WEIGHTS.setdefault((lemma, frame), weight)  # type: ignore[arg-type]
    for lemma, (weight, _) in PARTICLES.items():
        frames.setdefault(lemma, set())
        WEIGHTS.setdefault((lemma, "object"), weight)
    table: dict[str, Cue] = {}
    for lemma, allowed in frames.items():
        best = max(WEIGHTS.get((lemma, frame), 0.0) for frame in ("say", "that", "object", "infinitive"))
        for surface, form in reversed(_forms(lemma)):
            table[surface] = Cue(lemma, form, frozenset(allowed), best)
    return table


CUES: dict[str, Cue] = _cues()
