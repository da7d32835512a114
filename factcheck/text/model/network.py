"""The trained model at work: for each word piece of the copy, what it is part of.

The network and its vocabulary lie in `models/`, with a card that says what they learned from and
how well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from factcheck.text.language.paragraphs import CopyParagraph
from factcheck.text.model.pieces import Window, windows
from factcheck.text.reading import Span

START, END = 101, 102  # [CLS] and [SEP] of the vocabulary
# Columns of the tags: nothing, first piece, later piece; for entities a pair for each kind; for a
# sentence two logits of its worth, and one for each kind of what needs a check.
CONTENT, CUE, SOURCE = slice(0, 3), slice(3, 6), slice(6, 9)
ENTITY = slice(9, 18)
WORTH = slice(18, 20)
ACCUSED, ASKED = slice(20, 23), slice(23, 26)
KINDS = slice(26, 35)
POINT = 64

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """One window as the network saw it.

    `tags` has a row of 35 logits for each piece; `point` a row of 4 x 64 for each piece and the
    marks at both ends.
    """

    spans: list[Span]
    tags: Numbers
    point: NDArray[np.float16]


class Model:
    def __init__(self) -> None:
        folder = files("factcheck.text.model") / "weights"
        options = onnxruntime.SessionOptions()
        # One thread: a worker is one process among many, and a pool of threads would not outlive
        # its fork.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        fitted = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.weights: dict[str, float] = fitted["score"]
        """What a sentence's two logits and a bias weigh in its score."""
        self.kinds: dict[str, tuple[float, float]] = {
            kind: (weight, bias) for kind, (weight, bias) in fitted["kinds"].items()
        }
        """For each kind of what needs a check, what its logit weighs in its chance, and a bias."""
        with (
            as_file(folder / "reader.onnx") as network,
            as_file(folder / "vocabulary.json") as vocabulary,
        ):
            self._session = onnxruntime.InferenceSession(
                str(network), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def look(self, text: str, paragraphs: Sequence[CopyParagraph]) -> list[Seen]:
        """Return the network's output for the paragraphs' pieces, in the order of the text."""
        return [self._run(window) for window in windows(text, paragraphs, self._tokenizer)]

    def _run(self, window: Window) -> Seen:
        ids = np.array([START, *window.ids, END], dtype=np.int64)
        shapes = np.array([3, *window.shapes, 3], dtype=np.int64)
        tags, point = self._session.run(None, {"ids": ids, "shapes": shapes})
        # Half the precision: of a long text every window is kept, and pointing needs no more.
        return Seen(window.spans, tags[1:-1], point.astype(np.float16))


@cache
def model() -> Model:
    """Return the model, loaded at first use: commands that read nothing do not wait for it."""
    return Model()
