"""Make a tiny CTranslate2 Whisper that recites a text at fixed times, whatever it hears.

It goes through the real code (mel features, encoder, decoder, alignment, probabilities), so the Whisper engine is
tested where no trained weights are. How it works:

- Each word of the text is one token, and no word comes twice. The embedding of a token carries the code of the
  token that follows it, so the recital is a chain of tokens and does not depend on what stands before the start.
- The embedding also carries the code of the time slot of that next word. The encoder puts the code of each slot at
  its positions, and cross-attention compares the two: so alignment finds each word in its slot.
- Attention brings back what lies in the slot. Positions beyond 15 s may hold the code of the end, which is how a
  model can be made that goes round and round in a short window and stops in the full one.

Codes are made of plus and minus one, which int8 keeps exactly.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import ctranslate2
import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

Loop = Literal["never", "short", "always"]
Array = Any

WIDTH, SLOT_DIMS = 384, 128
AUDIO_POSITIONS, TEXT_POSITIONS, MELS = 1500, 448, 80
POSITION_MS = 20
_LATE = 750  # positions from here on exist only in windows over 15 s
_LAST_LANGUAGE = "<|de|>"
_END, _START = "<|endoftext|>", "<|startoftranscript|>"
_QUIET, _PLAIN = "<|nospeech|>", "<|notimestamps|>"
_SPECIAL = ("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", _QUIET, _PLAIN)
_TIMES = 1501
_CERTAIN = 0.25


def make(
    folder: Path,
    text: str,
    word_ms: int = 400,
    *,
    loop: Loop = "never",
    certainty: float = _CERTAIN,
    no_speech: bool = False,
    multilingual: bool = False,
) -> Path:
    """Write the model into `folder` and return it.

    Args:
        text: Words separated by blanks, all different.
        word_ms: The first word starts at 0, each following one so much later; a multiple of 20. A mark of
            punctuation is a token of its own and takes as long.
        loop: Start again after the last word: in windows up to 15 s, always, or never.
        certainty: Scale of the logits; at 0.01 every word is improbable.
        no_speech: Find that nobody speaks, and recite all the same.
        multilingual: With tokens for languages, as the models without ".en" in their name.
    """
    words = text.split()
    if len(set(words)) != len(words):
        raise ValueError(f"stand-in: a word comes twice in {text!r}")
    tokenizer = _tokenizer(words, multilingual)
    spec = _spec(tokenizer, words, word_ms // POSITION_MS, loop, certainty, no_speech)
    vocabulary = [tokenizer.id_to_token(i) or "" for i in range(tokenizer.get_vocab_size())]
    if multilingual:
        # CTranslate2 knows a multilingual vocabulary by its empty token; nobody says the byte 0.
        vocabulary[tokenizer.token_to_id(pre_tokenizers.ByteLevel.alphabet()[0])] = ""
    spec.register_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization="float32")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    features = {"feature_size": MELS, "sampling_rate": 16000, "hop_length": 160, "n_fft": 400, "chunk_length": 30}
    (folder / "preprocessor_config.json").write_text(json.dumps(features))
    return folder


def _tokenizer(words: list[str], multilingual: bool) -> Tokenizer:
    """Byte-level, with one merge after the other until each word with its blank is one token."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {symbol: i for i, symbol in enumerate(alphabet)}
    merges: list[tuple[str, str]] = []
    splitter = pre_tokenizers.ByteLevel(add_prefix_space=False)
    for word in words:
        for piece, _ in splitter.pre_tokenize_str(" " + word):
            for end in range(1, len(piece)):
                pair = (piece[:end], piece[end])
                if piece[: end + 1] not in vocabulary:
                    vocabulary[piece[: end + 1]] = len(vocabulary)
                    merges.append(pair)
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = splitter
    tokenizer.decoder = decoders.ByteLevel()
    languages = ["<|en|>", _LAST_LANGUAGE] if multilingual else []
    times = [f"<|{i * POSITION_MS / 1000:.2f}|>" for i in range(_TIMES)]
    tokenizer.add_special_tokens([_END, _START, *languages, *_SPECIAL, *times])
    return tokenizer


def _chain(tokenizer: Tokenizer, words: list[str]) -> list[int]:
    """The tokens of the recital: one for each word and mark, and none twice."""
    ids: list[int] = []
    for word in words:
        pieces = tokenizer.pre_tokenizer.pre_tokenize_str(" " + word)
        ids += tokenizer.encode(" " + word, add_special_tokens=False).ids
        if len(ids) != len(set(ids)) or [tokenizer.id_to_token(i) for i in ids[-len(pieces) :]] != [
            piece for piece, _ in pieces
        ]:
            raise ValueError(f"stand-in: {word!r} is not a token of its own; use another word")
    return ids


def _spec(
    tokenizer: Tokenizer, words: list[str], slot: int, loop: Loop, certainty: float, no_speech: bool
) -> ctranslate2.specs.WhisperSpec:
    rng = np.random.default_rng(11)
    size = tokenizer.get_vocab_size()
    chain = _chain(tokenizer, words)
    end, start, plain = (tokenizer.token_to_id(name) for name in (_END, _START, _PLAIN))
    slots = rng.choice(np.array([-1, 1], np.float32), (len(chain) + 1, SLOT_DIMS))
    codes = np.zeros((size, WIDTH), np.float32)
    codes[:, SLOT_DIMS:] = rng.choice(np.array([-1, 1], np.float32), (size, WIDTH - SLOT_DIMS))

    embeddings = np.zeros((size, WIDTH), np.float32)
    after = [*chain[1:], chain[0] if loop != "never" else end]
    for number, (token, following) in enumerate(zip([plain, *chain], [chain[0], *after], strict=True)):
        embeddings[token] = codes[following]
        embeddings[token, :SLOT_DIMS] = slots[number]
    if no_speech:
        embeddings[start] = codes[tokenizer.token_to_id(_QUIET)]

    audio = np.zeros((AUDIO_POSITIONS, WIDTH), np.float32)
    for position in range(AUDIO_POSITIONS):
        number = min(position // slot, len(chain))
        audio[position, :SLOT_DIMS] = slots[number]
        if loop == "short" and position >= _LATE:
            audio[position] = 2 * codes[end]
            audio[position, :SLOT_DIMS] = slots[len(chain)]
        elif loop == "short" and number == len(chain):
            # The slot of the end is found in the full window only.
            audio[position, :SLOT_DIMS] = 0
    projection = codes * certainty
    projection[tokenizer.token_to_id(_QUIET)] *= _CERTAIN / certainty
    return _layers(embeddings, audio, projection, tokenizer)


def _layers(embeddings: Array, audio: Array, projection: Array, tokenizer: Tokenizer) -> ctranslate2.specs.WhisperSpec:
    """One layer each, everything zero but cross-attention: by slot, bringing back the rest of the position."""
    spec = ctranslate2.specs.WhisperSpec(1, 1, 1, 1)
    encoder, decoder = spec.encoder, spec.decoder
    by_slot, rest = np.zeros((WIDTH, WIDTH), np.float32), np.zeros((WIDTH, WIDTH), np.float32)
    by_slot[range(SLOT_DIMS), range(SLOT_DIMS)] = 2
    rest[range(SLOT_DIMS, WIDTH), range(SLOT_DIMS, WIDTH)] = 1

    for name, mels in (("conv1", MELS), ("conv2", WIDTH)):
        conv = getattr(encoder, name)
        conv.weight, conv.bias = np.zeros((WIDTH, mels, 3), np.float32), np.zeros(WIDTH, np.float32)
    encoder.position_encodings.encodings = audio
    decoder.embeddings.weight = embeddings
    decoder.position_encodings.encodings = np.zeros((TEXT_POSITIONS, WIDTH), np.float32)
    decoder.projection.weight = projection
    for layer in (encoder.layer[0], decoder.layer[0]):
        _norm(layer.self_attention.layer_norm)
        _linear(layer.self_attention.linear[0], np.zeros((3 * WIDTH, WIDTH), np.float32))
        _linear(layer.self_attention.linear[1], np.zeros((WIDTH, WIDTH), np.float32))
        _norm(layer.ffn.layer_norm)
        for part in (layer.ffn.linear_0, layer.ffn.linear_1):
            _linear(part, np.zeros((WIDTH, WIDTH), np.float32))
    cross = decoder.layer[0].attention
    _norm(cross.layer_norm)
    _linear(cross.linear[0], by_slot)
    _linear(cross.linear[1], np.concatenate([by_slot, rest]))
    _linear(cross.linear[2], rest)
    _norm(encoder.layer_norm)
    _norm(decoder.layer_norm)

    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [i for code in ("en", "de") if (i := tokenizer.token_to_id(f"<|{code}|>")) is not None]
    spec.config.alignment_heads = [[0, 0]]
    return spec


def _norm(layer: Any) -> None:
    layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)


def _linear(layer: Any, weight: Array) -> None:
    layer.weight, layer.bias = weight, np.zeros(len(weight), np.float32)
