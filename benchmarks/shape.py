"""Makes a model of the shape, and so of the cost, of a real Whisper: random weights that know nothing.

python benchmarks/shape.py tiny|base|small FOLDER

Layers, widths, heads, vocabulary and the number of alignment heads are those of the English models. It loads like any
other; what it writes is noise, so only `benchmarks/perfect.py` uses it, which says how much it is to write.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from machine import told
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

VOCABULARY = 51_864
AUDIO_POSITIONS, TEXT_POSITIONS, MELS, TIMES = 1500, 448, 80, 1501
SPECIAL = (
    "<|endoftext|>", "<|startoftranscript|>", "<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>",
    "<|nospeech|>", "<|notimestamps|>",
)  # fmt: skip
SPREAD = 0.02
"""Standard deviation of a weight: small enough that nothing overflows in twelve layers."""


@dataclass(frozen=True)
class Shape:
    """Encoder and decoder have the same number of layers, and heads of 64."""

    layers: int
    width: int
    alignment_heads: int


SHAPES = {"tiny": Shape(4, 384, 8), "base": Shape(6, 512, 5), "small": Shape(12, 768, 19)}


def make(name: str, folder: Path) -> Path:
    """Write the model into the folder, if it is not there, and return it."""
    if (folder / "model.bin").is_file():
        return folder
    shape = SHAPES[name]
    tokenizer = _tokenizer()
    spec = _weights(shape, tokenizer.get_vocab_size())
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = []
    last = shape.layers - 1
    spec.config.alignment_heads = [[last - i % 2, i // 2 % (shape.width // 64)] for i in range(shape.alignment_heads)]
    spec.register_vocabulary([tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())])
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    features = {"feature_size": MELS, "sampling_rate": 16000, "hop_length": 160, "n_fft": 400, "chunk_length": 30}
    (folder / "preprocessor_config.json").write_text(json.dumps(features), encoding="utf-8")
    return folder


def _tokenizer() -> Tokenizer:
    """Bytes, and as many words of letters as a real vocabulary has besides."""
    names = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = VOCABULARY - len(names) - len(SPECIAL) - TIMES
    names += [f"\u0120w{i:x}" for i in range(words)]
    tokenizer = Tokenizer(models.BPE(vocab={name: i for i, name in enumerate(names)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([*SPECIAL, *(f"<|{i * 0.02:.2f}|>" for i in range(TIMES))])
    return tokenizer


def _weights(shape: Shape, vocabulary: int) -> ctranslate2.specs.WhisperSpec:
    rng = np.random.default_rng(5)
    width, heads = shape.width, shape.width // 64
    spec = ctranslate2.specs.WhisperSpec(shape.layers, heads, shape.layers, heads)

    def some(*size: int) -> np.ndarray:
        return rng.standard_normal(size, np.float32) * np.float32(SPREAD)

    def linear(layer: Any, out: int, into: int = width) -> None:
        layer.weight, layer.bias = some(out, into), np.zeros(out, np.float32)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    encoder, decoder = spec.encoder, spec.decoder
    for conv, into in ((encoder.conv1, MELS), (encoder.conv2, width)):
        conv.weight, conv.bias = some(width, into, 3), np.zeros(width, np.float32)
    encoder.position_encodings.encodings = some(AUDIO_POSITIONS, width)
    decoder.position_encodings.encodings = some(TEXT_POSITIONS, width)
    decoder.embeddings.weight = some(vocabulary, width)
    decoder.projection.weight = decoder.embeddings.weight
    norm(encoder.layer_norm)
    norm(decoder.layer_norm)
    for layer in (*encoder.layer, *decoder.layer):
        norm(layer.self_attention.layer_norm)
        linear(layer.self_attention.linear[0], 3 * width)
        linear(layer.self_attention.linear[1], width)
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, 4 * width)
        linear(layer.ffn.linear_1, width, 4 * width)
    for layer in decoder.layer:
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], width)
        linear(layer.attention.linear[1], 2 * width)
        linear(layer.attention.linear[2], width)
    return spec


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=tuple(SHAPES))
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    folder = make(args.shape, args.folder)
    print(f"{folder}: {(folder / 'model.bin').stat().st_size / 1e6:.0f} MB")
    print(told())


if __name__ == "__main__":
    main()
