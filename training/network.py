"""The network: MiniLM with the words' shapes added to its embeddings, and heads for each piece."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from transformers import AutoModel

from factcheck.evidence.rules.entailment import KINDS
from factcheck.text.model.pieces import SHAPES

POINT = 64
"""Size of the vectors by which a content piece finds its cue, and a cue its source."""
TAGS = {
    "content": (0, 3),
    "cue": (3, 6),
    "source": (6, 9),
    "entity": (9, 18),
    "worth": (18, 20),
    "accused": (20, 23),
    "asked": (23, 26),
    "kinds": (26, 35),
    "title": (35, 38),
}
"""Columns of each head in the tags."""
COLUMNS = max(last for _, last in TAGS.values())
SHIPPED = TAGS["kinds"][1]
"""The columns that the reader gets. Titles are learned because names are the better for it; what
they say themselves is no better than the rules.
"""


class QuickDropout(nn.Module):  # type: ignore[misc]
    """Dropout whose mask is cut from a pool drawn once.

    Drawing a new mask for every layer took half of the training time.
    """

    def __init__(self, chance: float, pool: int = 1 << 23) -> None:
        super().__init__()
        kept = torch.rand(pool) >= chance
        self.register_buffer("pool", kept.float() / (1 - chance), persistent=False)

    def forward(self, hidden: Tensor) -> Tensor:
        if not self.training:
            return hidden
        pool = cast(Tensor, self.pool)
        start = int(torch.randint(len(pool) - hidden.numel(), (1,)))
        return hidden * pool[start : start + hidden.numel()].view_as(hidden)


class Network(nn.Module):  # type: ignore[misc]
    """The network's forward pass.

    Gives for each piece its tags (see `TAGS`) and four vectors of `POINT`: content asks cue, cue
    answers content, cue asks source, source answers cue. `worth` is averaged over a sentence's
    pieces.
    """

    def __init__(self, base: str, *, layers: int = 6) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            base, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        self.bert.pooler = None
        self.bert.encoder.layer = self.bert.encoder.layer[:layers]
        size = self.bert.config.hidden_size
        self.shape = nn.Embedding(SHAPES, size)
        nn.init.zeros_(self.shape.weight)
        self.drop = QuickDropout(0.1)
        for part in self.bert.encoder.layer:
            part.attention.output.dropout = self.drop
            part.output.dropout = self.drop
        self.tags = nn.Linear(size, COLUMNS)
        self.point = nn.Linear(size, 4 * POINT)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        words = self.bert.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = self.drop(self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state)
        return cast(Tensor, self.tags(hidden)), cast(Tensor, self.point(hidden))


class EntailmentNetwork(nn.Module):  # type: ignore[misc]
    """MiniLM over a claim and a passage, with the kinds of their pieces added to its embeddings.

    Gives three logits a pair, from its first piece and the mean of all.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            base, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        self.bert.pooler = None
        size = self.bert.config.hidden_size
        self.kinds = nn.Embedding(KINDS, size)
        nn.init.zeros_(self.kinds.weight)
        self.drop = QuickDropout(0.1)
        for part in self.bert.encoder.layer:
            part.attention.output.dropout = self.drop
            part.output.dropout = self.drop
        self.hidden = nn.Linear(2 * size, size)
        self.answer = nn.Linear(size, 3)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        words = self.bert.embeddings.word_embeddings(ids) + self.kinds(kinds)
        pieces = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        seen = mask[..., None].float()
        mean = (pieces * seen).sum(1) / seen.sum(1)
        both = self.drop(torch.cat([pieces[:, 0], mean], 1))
        return cast(Tensor, self.answer(self.drop(torch.tanh(self.hidden(both)))))


def averaged(tags: Tensor, row: int, start: int, end: int, name: str) -> Tensor:
    """Return the logits of a sentence in the columns `name`, from the pieces of its run."""
    first, last = TAGS[name]
    return tags[row, start:end, first:last].mean(0)


def frozen_embeddings(network: Network | EntailmentNetwork) -> None:
    """Freeze the vocabulary's vectors.

    Words that the training texts lack then keep their place beside those it has.
    """
    for parameter in network.bert.embeddings.parameters():
        parameter.requires_grad_(False)
