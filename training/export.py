"""The trained network as ONNX, its weights in eight bits.

Products run on eight-bit weights, one scale for each output, and activations rounded as they come.
Weights keep to seven bits of the eight (`reduce_range`): processors without VNNI add two products
in 16 bits and would overflow. The vocabulary is rounded by hand, with one scale a word. What each
of these costs is in the model's card.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, cast

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from factcheck.evidence.rules import entailment
from factcheck.evidence.search.vectors import MOST_PIECES
from training.network import SHIPPED, EntailmentNetwork, Network

_OPSET = 20
_WHOLE = ("vector", "answer")  # outputs of the whole text, not of each piece


class _Encoder(nn.Module):  # type: ignore[misc]
    """MiniLM for one text without padding.

    Takes its pieces (n) and what is added to their embeddings; gives n x 384. One product gives a
    layer's queries, keys and values: fewer, larger products are quicker.
    """

    def __init__(self, bert: Any, most_pieces: int) -> None:
        super().__init__()
        table = bert.embeddings.word_embeddings.weight.detach()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("words", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        kinds = bert.embeddings.token_type_embeddings.weight[0].detach()
        self.register_buffer(
            "places", bert.embeddings.position_embeddings.weight[:most_pieces].detach() + kinds
        )
        self.norm = bert.embeddings.LayerNorm
        self.heads = bert.config.num_attention_heads
        self.layers = nn.ModuleList(_Layer(part) for part in bert.encoder.layer)

    def forward(self, ids: Tensor, added: Tensor | float = 0.0) -> Tensor:
        words, scale = cast(Tensor, self.words), cast(Tensor, self.scale)
        hidden = words[ids].float() * scale[ids] + added
        hidden = self.norm(hidden + cast(Tensor, self.places)[: ids.shape[0]])
        size = hidden.shape[1]
        for layer in self.layers:
            cut = (
                layer.asks(hidden)
                .reshape(-1, 3, self.heads, size // self.heads)
                .permute(1, 2, 0, 3)
            )
            query, key, value = cut[0], cut[1], cut[2]
            weights = torch.softmax(
                query @ key.transpose(1, 2) / math.sqrt(size // self.heads), dim=-1
            )
            seen = (weights @ value).permute(1, 0, 2).reshape(-1, size)
            hidden = layer.seen_norm(layer.seen(seen) + hidden)
            hidden = layer.norm(layer.narrow(nn.functional.gelu(layer.wide(hidden))) + hidden)
        return cast(Tensor, hidden)


class Runner(nn.Module):  # type: ignore[misc]
    """The reader for one window.

    Takes ids and shapes (n); gives tags (n, 35) and point (n, 256), by one product.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = _Encoder(network.bert, 256)
        self.register_buffer("shapes", network.shape.weight.detach())
        self.out = _Product(_first(network.tags, SHIPPED), network.point)
        self.split = SHIPPED

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        both = self.out(self.encoder(ids, cast(Tensor, self.shapes)[shapes]))
        return both[:, : self.split], both[:, self.split :]


def _first(whole: nn.Linear, outputs: int) -> nn.Linear:
    """Return the first outputs of a linear map as a map of their own."""
    part = nn.Linear(whole.in_features, outputs)
    part.weight, part.bias = (
        nn.Parameter(whole.weight[:outputs]),
        nn.Parameter(whole.bias[:outputs]),
    )
    return part


class VectorRunner(nn.Module):  # type: ignore[misc]
    """Sentence vectors for one text: ids (n) in, its vector of unit length (384) out."""

    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.encoder = _Encoder(bert, MOST_PIECES)

    def forward(self, ids: Tensor) -> Tensor:
        whole = self.encoder(ids).mean(0)
        return cast(Tensor, whole / whole.norm())


class EntailmentRunner(nn.Module):  # type: ignore[misc]
    """Claim and passage in one text: ids and kinds (n) in, the three logits out."""

    def __init__(self, network: EntailmentNetwork) -> None:
        super().__init__()
        self.encoder = _Encoder(network.bert, entailment.MOST_PIECES)
        self.register_buffer("kinds", network.kinds.weight.detach())
        self.hidden = _Product(network.hidden)
        self.answer = _Product(network.answer)

    def forward(self, ids: Tensor, kinds: Tensor) -> Tensor:
        pieces = self.encoder(ids, cast(Tensor, self.kinds)[kinds])
        both = torch.cat([pieces[:1], pieces.mean(0, keepdim=True)], 1)
        return cast(Tensor, self.answer(torch.tanh(self.hidden(both)))[0])


def export(network: Network, out: Path) -> None:
    """Write the reader, in eight bits, to `out`."""
    _write(Runner(network.eval()), ["ids", "shapes"], ["tags", "point"], out)


def export_vectors(bert: nn.Module, out: Path) -> None:
    """Write an encoder's sentence vectors, in eight bits, to `out`."""
    _write(VectorRunner(bert.eval()), ["ids"], ["vector"], out)


def export_entailment(network: EntailmentNetwork, out: Path) -> None:
    """Write the network that reads claim and passage together, in eight bits, to `out`."""
    _write(EntailmentRunner(network.eval()), ["ids", "kinds"], ["answer"], out)


def _write(runner: nn.Module, given: list[str], outputs: list[str], out: Path) -> None:
    plain = out.with_suffix(".plain.onnx")
    torch.onnx.export(
        runner.eval(),
        tuple(torch.zeros(12, dtype=torch.int64) for _ in given),
        str(plain),
        input_names=given,
        output_names=outputs,
        dynamic_axes={name: {0: "pieces"} for name in [*given, *outputs] if name not in _WHOLE},
        opset_version=_OPSET,
        dynamo=False,
    )
    quantize_dynamic(
        plain,
        out,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
    )
    plain.unlink()


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, part: nn.Module) -> None:
        super().__init__()
        attention, output = cast(Any, part.attention), cast(Any, part.output)
        self.asks = _Product(attention.self.query, attention.self.key, attention.self.value)
        self.seen = _Product(attention.output.dense)
        self.seen_norm = attention.output.LayerNorm
        self.wide = _Product(cast(Any, part.intermediate).dense)
        self.narrow = _Product(output.dense)
        self.norm = output.LayerNorm


class _Product(nn.Module):  # type: ignore[misc]
    """Linear maps of the same input, side by side, as a product and a sum.

    This is the form that the quantizer knows.
    """

    def __init__(self, *parts: nn.Linear) -> None:
        super().__init__()
        self.register_buffer(
            "weight", torch.cat([part.weight.detach() for part in parts]).t().contiguous()
        )
        self.register_buffer("bias", torch.cat([part.bias.detach() for part in parts]))

    def forward(self, hidden: Tensor) -> Tensor:
        return hidden @ cast(Tensor, self.weight) + cast(Tensor, self.bias)
