"""Sentence vectors: texts of like meaning lie close together.

The network and its card lie in `models/`. Each text is run by itself: eight-bit activations are
scaled by all that runs together, so a text beside others would get a vector that depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factcheck.evidence.constants import VECTOR_SIZE
from factcheck.evidence.search.normalise import normalise_post

MOST_PIECES: Final = 192  # about 140 words; what comes after is not seen
_TEXTS_KEPT: Final = 256
Vector = NDArray[np.float32]  # 384 of unit length together
Vectors = NDArray[np.float32]  # one a row
_HALVES: Final = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which the tokenizer refuses


class _Network:
    def __init__(self) -> None:
        # With the network, and no sooner: every worker and the sweeper import this module.
        import onnxruntime  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        network_file = files("factcheck.evidence.search") / "weights" / "vectors.onnx"
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
            self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_PIECES)

    def run(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), VECTOR_SIZE), np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch(list(texts))):
            vectors[row] = self._session.run(None, {"ids": np.array(encoding.ids, dtype=np.int64)})[
                0
            ]
        return vectors


@cache
def _network() -> _Network:
    """Return the network, loaded at first use."""
    return _Network()


@lru_cache(maxsize=_TEXTS_KEPT)
def vector_of(text: str) -> Vector:
    """Return the vector of one text that is asked for again and again: a claim beside its pages."""
    vector: Vector = vectors_of([text])[0]
    vector.setflags(write=False)
    return vector


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Return one vector of unit length for each text (n x 384).

    A text's vector is the same whatever else is asked for beside it.
    """
    ready = [_HALVES.sub("\ufffd", normalise_post(text)) for text in texts]
    distinct = list(dict.fromkeys(ready))
    place = {text: row for row, text in enumerate(distinct)}
    return (
        _network().run(distinct)[[place[text] for text in ready]]
        if ready
        else np.empty((0, VECTOR_SIZE), np.float32)
    )
