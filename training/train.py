"""Fitting the network to the corpora, on a processor, in about an hour and a half."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from random import Random
from typing import cast

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR

from training.corpus import (
    IGNORE,
    Example,
    Labels,
    attribution_examples,
    claimbuster,
    debates,
    lines_of,
    sentence_examples,
)
from training.network import POINT, TAGS, Network, averaged, frozen_embeddings

_BATCH = 2048  # pieces, with their padding
_SLOW, _FAST = 1.2e-4, 1.5e-3  # learning rates of the encoder and of the heads
_WARMING = 0.06
_KEPT = 0.998
"""How much of the running average of the weights is kept at each step; the average is what is
saved.
"""
_SHAPELESS = 0.08
_HIDDEN, _MASK = 0.04, 103
"""The share of pieces hidden behind [MASK], so that no single word decides."""
_WEIGHTS = {
    "content": 1.0,
    "cue": 1.0,
    "source": 1.0,
    "entity": 0.5,
    "accused": 0.7,
    "asked": 0.4,
    "title": 0.4,
    "to_cue": 0.3,
    "to_source": 0.3,
    "worth": 0.5,
    "checked": 0.15,
    "kinds": 0.5,
}
_BEGINNINGS = {
    "content": (1.0, 1.5, 1.0),
    "cue": (0.7, 1.5, 1.5),
    "source": (0.7, 1.5, 1.5),
    # Few texts teach these; what is missed costs more than what is doubted.
    "accused": (1.0, 3.0, 3.0),
    "asked": (1.0, 2.0, 2.0),
    "title": (1.0, 1.5, 1.5),
}
_RARE = 8.0  # how much a checked line of a debate outweighs an unchecked one
_DEBATES = 0.3  # the share of windows without a checked line that an epoch sees


def train(base: Path, data: Path, out: Path, *, epochs: int, seed: int, threads: int) -> None:
    """Write the weights to `out` after every epoch."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    chance, tokenizer = Random(seed), plain_tokenizer(base)
    articles = list(lines_of(data / "polnear-train.jsonl.gz"))
    network = Network(str(base))
    frozen_embeddings(network)
    network.train()
    fitted = {name: p for name, p in network.named_parameters() if p.requires_grad}
    average = {name: p.detach().clone() for name, p in fitted.items()}
    steps = epochs * len(
        list(batches_of(_epoch(articles, data, tokenizer, Random(seed)), Random(seed)))
    )
    optimizer, rate = warming_optimizer(fitted, steps)
    begun, step = time.monotonic(), 0
    for epoch in range(epochs):
        losses: dict[str, list[float]] = {name: [] for name in _WEIGHTS}
        for batch in batches_of(_epoch(articles, data, tokenizer, chance), chance):
            parts = fitting_losses(network, batch, chance)
            optimizer.zero_grad()
            weighed(parts).backward()
            torch.nn.utils.clip_grad_norm_(list(fitted.values()), 1.0)
            optimizer.step()
            rate.step()
            step += 1
            keep_average(average, fitted, step)
            for name, loss in parts.items():
                losses[name].append(loss.item())
            if step % 50 == 0:
                means = " ".join(
                    f"{name} {np.mean(some[-200:]):.4f}" for name, some in losses.items() if some
                )
                print(
                    f"epoch {epoch + 1} step {step}/{steps} {time.monotonic() - begun:.0f} s  "
                    f"{means}",
                    flush=True,
                )
        torch.save({**network.state_dict(), **average}, out)


def warming_optimizer(
    fitted: dict[str, nn.Parameter], steps: int, *, share: float = 1.0
) -> tuple[torch.optim.Optimizer, LambdaLR]:
    """Return an optimizer, slow for the encoder and fast for the heads, and its warming rate.

    `share` is how fast it learns, of the rates of a first training.
    """
    optimizer = torch.optim.AdamW(
        [
            {
                "params": [p for name, p in fitted.items() if name.startswith("bert")],
                "lr": _SLOW * share,
            },
            {
                "params": [p for name, p in fitted.items() if not name.startswith("bert")],
                "lr": _FAST * share,
            },
        ],
        weight_decay=0.01,
    )
    return optimizer, LambdaLR(
        optimizer,
        lambda step: min(1.0, (step + 1) / (_WARMING * steps)) * max(0.02, 1 - step / steps),
    )


@torch.no_grad()  # type: ignore[untyped-decorator]
def keep_average(average: dict[str, Tensor], fitted: dict[str, nn.Parameter], step: int) -> None:
    """Move the running average of the weights a little towards those of this step."""
    kept = min(_KEPT, (1 + step) / (10 + step))
    for name, parameter in fitted.items():
        average[name].mul_(kept).add_(parameter, alpha=1 - kept)


def plain_tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _epoch(
    articles: list[dict[str, object]], data: Path, tokenizer: Tokenizer, chance: Random
) -> list[Example]:
    examples = [
        example for doc in articles for example in attribution_examples(doc, tokenizer, chance)
    ]
    sentences = claimbuster(data, held=False)
    chance.shuffle(sentences)
    while sentences:
        together = chance.choice((1, 1, 2, 4, 8))
        examples += sentence_examples(sentences[:together], tokenizer, together=together)
        sentences = sentences[together:]
    for lines in debates(data, held=False).values():
        for example in sentence_examples(lines, tokenizer):
            if any(checked == 1 for *_, checked in example.sentences) or chance.random() < _DEBATES:
                examples.append(example)
    return examples


def batches_of(examples: list[Example], chance: Random) -> Iterator[list[Example]]:
    """Examples of like length together."""
    order = sorted(examples, key=lambda example: len(example.ids) + chance.random() * 30)
    batches: list[list[Example]] = [[]]
    for example in order:
        if (
            batches[-1]
            and max(len(other.ids) for other in [*batches[-1], example]) * (len(batches[-1]) + 1)
            > _BATCH
        ):
            batches.append([])
        batches[-1].append(example)
    chance.shuffle(batches)
    yield from batches


def quick_products() -> AbstractContextManager[None]:
    """Multiply in bfloat16, which a processor with AVX-512 BF16 does four times as fast.

    One without AVX-512 would imitate it, many times slower, so it keeps to 32 bits. The weights
    and the losses always do.
    """
    if "AVX512" not in torch.backends.cpu.get_cpu_capability():
        return nullcontext()
    return cast(AbstractContextManager[None], torch.autocast("cpu", dtype=torch.bfloat16))


def weighed(parts: dict[str, Tensor]) -> Tensor:
    """Return the sum of a batch's losses, each by its weight."""
    return sum((_WEIGHTS[name] * loss for name, loss in parts.items()), torch.zeros(()))


def fitting_losses(network: Network, batch: list[Example], chance: Random) -> dict[str, Tensor]:
    """Return a batch's loss for each thing that its examples have labels of."""
    mask = padded([np.ones_like(example.ids) for example in batch], 0)
    shapes = padded([example.shapes for example in batch], 3)
    if chance.random() < _SHAPELESS:  # copy in one case must be read too
        shapes = torch.zeros_like(shapes)
    ids = padded([example.ids for example in batch], 0)
    ids = ids.masked_fill((torch.rand(ids.shape) < _HIDDEN) & (mask == 1), _MASK)
    with quick_products():
        tags, point = (out.float() for out in network(ids, shapes, mask))

    parts: dict[str, Tensor] = {}
    for name, labels_of in _LABELS.items():
        first, last = TAGS[name]
        weight = torch.tensor(_BEGINNINGS[name]) if name in _BEGINNINGS else None
        truth = padded([labels_of(example) for example in batch], IGNORE)
        _add(parts, name, tags[..., first:last], truth, weight)
    _add_pointers(parts, batch, point, mask)
    _add_worth(parts, batch, tags)
    _add_kinds(parts, batch, tags)
    return parts


_LABELS: dict[str, Callable[[Example], Labels]] = {
    "content": lambda example: example.content,
    "cue": lambda example: example.cue,
    "source": lambda example: example.source,
    "entity": lambda example: example.entity,
    "accused": lambda example: example.accused,
    "asked": lambda example: example.asked,
    "title": lambda example: example.title,
}


def _add_pointers(
    parts: dict[str, Tensor], batch: list[Example], point: Tensor, mask: Tensor
) -> None:
    """Add the losses of content that points to its cue, and of a cue that points to its source."""
    asks_cue, is_cue, asks_source, is_source = point.split(POINT, -1)
    beyond = (1 - mask)[:, None, :] * -1e4
    to_cue = asks_cue @ is_cue.transpose(1, 2) / POINT**0.5 + beyond
    to_source = asks_source @ is_source.transpose(1, 2) / POINT**0.5 + beyond
    _add(parts, "to_cue", to_cue, padded([example.to_cue for example in batch], IGNORE))
    _add(parts, "to_source", to_source, padded([example.to_source for example in batch], IGNORE))


def _add_worth(parts: dict[str, Tensor], batch: list[Example], tags: Tensor) -> None:
    """Add the losses of the two logits of a sentence, over the sentences that have a label."""
    runs = [(row, *run) for row, example in enumerate(batch) for run in example.sentences]
    for column, name in enumerate(("worth", "checked")):
        labelled = [
            (averaged(tags, row, first, last, "worth")[column], labels[column])
            for row, first, last, *labels in runs
            if labels[column] >= 0
        ]
        if labelled:
            truth = torch.tensor([float(label) for _, label in labelled])
            weight = torch.tensor(_RARE) if name == "checked" else None
            parts[name] = functional.binary_cross_entropy_with_logits(
                torch.stack([logit for logit, _ in labelled]), truth, pos_weight=weight
            )


def _add_kinds(parts: dict[str, Tensor], batch: list[Example], tags: Tensor) -> None:
    """Add the loss of what a sentence holds that needs a check, kind by kind."""
    runs = [(row, *run) for row, example in enumerate(batch) for run in example.kinds]
    if runs:
        logits = [averaged(tags, row, first, last, "kinds") for row, first, last, _ in runs]
        truth = torch.tensor([[float(label) for label in labels] for *_, labels in runs])
        parts["kinds"] = functional.binary_cross_entropy_with_logits(torch.stack(logits), truth)


def _add(
    parts: dict[str, Tensor],
    name: str,
    logits: Tensor,
    labels: Tensor,
    weight: Tensor | None = None,
) -> None:
    if bool((labels != IGNORE).any()):
        parts[name] = functional.cross_entropy(
            logits.reshape(-1, logits.shape[-1]),
            labels.reshape(-1),
            weight=weight,
            ignore_index=IGNORE,
        )


def padded(rows: Sequence[Labels], value: int) -> Tensor:
    """Return the rows as one matrix, the shorter ones filled up with `value`."""
    width = max(len(row) for row in rows)
    out = np.full((len(rows), width), value, dtype=np.int64)
    for n, row in enumerate(rows):
        out[n, : len(row)] = row
    return torch.from_numpy(out)
