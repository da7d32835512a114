"""Whether a passage supports a claim, denies it, or does neither, as a small network reads it.

A cross-encoder: claim and passage go through MiniLM together, so that who did what to whom is read
across both (Nogueira and Cho 2019, "Passage Re-ranking with BERT"; the three answers are those of
Thorne and others 2018, "FEVER"). How it was trained, and how often it is right, stands in the card
beside its weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

from factcheck.evidence.rules.words import WORD, plain, stem

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST_PIECES: Final = 256
"""Pieces of claim and passage together; what comes after is not seen."""
_MOST_CLAIM_PIECES: Final = 96
KINDS: Final = 8
"""How many kinds of piece there are: see `pieces_of`."""
_SECOND, _NUMBER, _SHARED = 4, 2, 1
_START, _END = 101, 102  # [CLS] and [SEP]
_HALVES: Final = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which the tokenizer refuses
_SMALL_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
} | {"eleven": "11", "twelve": "12", "dozen": "12", "twice": "2", "double": "2", "doubled": "2"}


@dataclass(frozen=True, slots=True)
class Entailment:
    """The chances of the three answers; they add up to 1."""

    supports: float
    refutes: float
    neither: float


@dataclass(frozen=True, slots=True)
class PairPieces:
    """Claim and passage as the network takes them: for each piece its number and its kind."""

    ids: list[int]
    kinds: list[int]


def pieces_of(claim: str, passage: str, tokenizer: Tokenizer) -> PairPieces:
    """Cut both texts into word pieces and say of each what kind it is.

    A kind adds up: 4 in the passage, 2 in a number, 1 in a word that stands in the other text as
    well. A network of this size cannot spell, so it is told where a figure is met again.
    """
    shared = keys_of(claim) & keys_of(passage)
    ids, kinds = [_START], [0]
    for text, second, most in (
        (claim, 0, _MOST_CLAIM_PIECES),
        (passage, _SECOND, MOST_PIECES),
    ):
        encoding = tokenizer.encode(_HALVES.sub("\ufffd", text), add_special_tokens=False)
        room = min(most, MOST_PIECES - 1 - len(ids))
        words = _words(text)
        ids += [*encoding.ids[:room], _END]
        kinds += [second + _kind_at(start, words, shared) for start, _ in encoding.offsets[:room]]
        kinds.append(second)
    return PairPieces(ids, kinds)


def _kind_at(place: int, words: dict[int, str], shared: set[str]) -> int:
    key = words.get(place, "")
    return _NUMBER * key[:1].isdigit() + _SHARED * (key in shared)


def _words(text: str) -> dict[int, str]:
    """Return the key of the word at each place of the text."""
    return {
        place: _key(match[0])
        for match in WORD.finditer(text)
        for place in range(match.start(), match.end())
    }


def keys_of(text: str) -> set[str]:
    """Return what a text's words and figures have in common with other spellings of them."""
    return {_key(match[0]) for match in WORD.finditer(text)}


def _key(word: str) -> str:
    """Return what two spellings of a word or figure have in common."""
    lowered = plain(word)
    if lowered[:1].isdigit():
        return lowered.replace(",", "")
    return _SMALL_NUMBERS.get(lowered) or stem(lowered)


def entailment(claim: str, passage: str) -> Entailment:
    """Read a claim and a passage together."""
    network = _network()
    pieces = pieces_of(claim, passage, network.tokenizer)
    logits = network.run(pieces)
    raised = [math.exp(logit - max(logits)) for logit in logits]
    supports, refutes, neither = (value / sum(raised) for value in raised)
    return Entailment(supports, refutes, neither)


class _PairNetwork:
    def __init__(self) -> None:
        # With the network, and no sooner: the tables of this room import this module.
        import numpy as np  # noqa: PLC0415
        import onnxruntime  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        network_file = files("factcheck.evidence.rules") / "weights" / "entailment.onnx"
        vocabulary_file = files("factcheck.text.model") / "weights" / "vocabulary.json"
        options = onnxruntime.SessionOptions()
        # One thread: a worker is one process among many, and a pool of threads would not outlive
        # its fork.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with as_file(network_file) as network, as_file(vocabulary_file) as vocabulary:
            self._session = onnxruntime.InferenceSession(
                str(network), options, providers=["CPUExecutionProvider"]
            )
            self.tokenizer = Tokenizer.from_file(str(vocabulary))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self._integers: Callable[[list[int]], Any] = partial(np.array, dtype=np.int64)

    def run(self, pieces: PairPieces) -> list[float]:
        """Return the three logits: supports, refutes, neither."""
        given = {"ids": self._integers(pieces.ids), "kinds": self._integers(pieces.kinds)}
        logits: list[float] = self._session.run(None, given)[0].tolist()
        return logits


@cache
def _network() -> _PairNetwork:
    """Return the network, loaded at first use."""
    return _PairNetwork()
