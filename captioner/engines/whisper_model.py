"""One loaded Whisper model: samples in, words with times and probabilities out.

faster-whisper loads the weights, makes the mel features and splits tokens into words; the passes themselves go to
CTranslate2 directly, because faster-whisper always encodes 30 s and decodes up to six times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens

from captioner.engines.placing import POSITION_MS, loud_frames, picked_heads, spread, without_pauses
from captioner.engines.rungs import FRAME_MS
from captioner.recognition import SAMPLES_PER_MS, Samples
from models.cue import Word

TOKENS_PER_S, TOKENS_MORE = 8, 8
TEXT_POSITIONS = 448
FLUSH_MS = 500
"""Silence after the end of speech that the last word may reach into."""
_OPENING = frozenset("\"'“‘¿¡([{-«‹„")
Features = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """One pass: words on the session clock, and what the guards ask of it."""

    words: tuple[Word, ...]
    capped: bool
    logprob: float
    no_speech: float


@dataclass(frozen=True)
class _Piece:
    """A word as the tokenizer splits it: text with its leading space, and its tokens from `first` up to `last`."""

    text: str
    first: int
    last: int


class LoadedWhisper:
    """A model in memory, int8, one thread."""

    def __init__(self, model_dir: Path, language: str) -> None:
        self._model = WhisperModel(
            str(model_dir), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1, local_files_only=True
        )
        self._whisper: Any = self._model.model
        self._attention_tells_time = picked_heads(model_dir)
        multilingual = self._whisper.is_multilingual
        self.language = language if multilingual else "en"
        self._tokens = Tokenizer(self._model.hf_tokenizer, multilingual, task="transcribe", language=self.language)
        self._start = [*self._tokens.sot_sequence, self._tokens.no_timestamps]
        suppressed = get_suppressed_tokens(self._tokens, [-1])
        self._suppressed = [token for token in suppressed or () if token is not None]

    def encode(self, text: str) -> list[int]:
        """The tokens of text that stands before other text."""
        return self._tokens.encode(" " + text.strip()) if text.strip() else []

    def hear(self, samples: Samples, start_ms: int, frames: int, before: Sequence[int], final: bool) -> Heard:
        """Recognise samples in a window of so many frames: one greedy pass, then its alignment.

        Args:
            samples: As `Window.samples`; those beyond the window are not heard.
            start_ms: When they begin.
            frames: A rung.
            before: Tokens of the glossary and of what was said before: context, not a forced beginning.
            final: Speech has ended, so the last word may reach into the silence that follows.
        """
        samples = samples[: frames * FRAME_MS * SAMPLES_PER_MS]
        audio_ms = len(samples) // SAMPLES_PER_MS
        features = ctranslate2.StorageView.from_array(self.features(samples, frames)[np.newaxis])
        encoded = self._whisper.encode(features, to_cpu=False)
        prompt = [*([self._tokens.sot_prev, *before] if before else ()), *self._start]
        most = min(TOKENS_PER_S * audio_ms // 1000 + TOKENS_MORE, TEXT_POSITIONS // 2)
        result = self._whisper.generate(
            encoded,
            [prompt],
            beam_size=1,
            # CTranslate2 writes up to half of this, and up to this less the prompt.
            max_length=max(2 * most, len(prompt) + most),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=self._suppressed,
        )[0]
        written = result.sequences_ids[0]
        text = [token for token in written if token < self._tokens.eot]
        aligned_ms = min(audio_ms + FLUSH_MS * final, frames * FRAME_MS)
        words = self._words(encoded, text, aligned_ms, samples, start_ms) if text else ()
        logprob = result.scores[0] * len(written) / (len(written) + 1)
        return Heard(words, len(written) >= most, logprob, result.no_speech_prob)

    def features(self, samples: Samples, frames: int) -> Features:
        """The log-mel features of the samples and silence after them. Shape (mel bins, frames).

        Only frames that sound reaches are computed. The rest would all come out as the lowest value, since the
        features are cut off at 80 dB under their own maximum, whatever the length of the silence.
        """
        extractor = self._model.feature_extractor
        heard = extractor(samples, padding=extractor.n_fft).astype(np.float32)[:, :frames]
        silence = max(-1.5, float(heard.max()) - 2.0)  # (log10(1e-10) + 4) / 4; 8 under the maximum, over 4
        whole = np.full((heard.shape[0], frames), silence, np.float32)
        whole[:, : heard.shape[1]] = heard
        return whole

    def _words(
        self, encoded: Any, text: list[int], aligned_ms: int, samples: Samples, start_ms: int
    ) -> tuple[Word, ...]:
        """The text as words, placed on the session clock."""
        frames = max(2, aligned_ms // FRAME_MS)
        aligned = self._whisper.align(encoded, self._tokens.sot_sequence, [text], frames)[0]
        joined = list(_join(self._pieces(text)))
        loud = loud_frames(samples)
        if self._attention_tells_time:
            begins = np.zeros(len(text) + 1, np.int64)
            for token, position in reversed(aligned.alignments):
                begins[token] = position * POSITION_MS
            times = [without_pauses(int(begins[p.first]), int(begins[p.last]), loud) for p, _ in joined]
        else:
            times = spread([written for _, written in joined], loud)
        words: list[Word] = []
        last_ms, end_ms = 0, len(samples) // SAMPLES_PER_MS
        for (piece, written), (from_ms, to_ms) in zip(joined, times, strict=True):
            from_ms = min(max(from_ms, last_ms), end_ms)
            last_ms = min(max(to_ms, from_ms), end_ms)
            mean = float(np.mean(aligned.text_token_probs[piece.first : piece.last]))
            words.append(Word(start_ms + from_ms, start_ms + last_ms, written, min(1.0, max(0.0, mean))))
        return tuple(words)

    def _pieces(self, text: list[int]) -> list[_Piece]:
        parts, tokens = self._tokens.split_to_word_tokens([*text, self._tokens.eot])
        pieces, at = [], 0
        for part, ids in zip(parts[:-1], tokens[:-1], strict=True):
            pieces.append(_Piece(part, at, at + len(ids)))
            at += len(ids)
        return pieces


def _join(pieces: Sequence[_Piece]) -> Iterator[tuple[_Piece, str]]:
    """Give each word's piece with the text it is written with: punctuation goes to the word it leans on."""
    before = ""
    word: tuple[_Piece, str] | None = None
    spaced = any(piece.text.startswith(" ") for piece in pieces[1:])
    for piece in pieces:
        text = piece.text.strip()
        only_marks = not any(c.isalnum() for c in text)
        opens = only_marks and piece.text.startswith(" ") and all(c in _OPENING for c in text)
        leans = (only_marks and not opens) or (spaced and not piece.text.startswith(" ") and not before)
        if word is not None and leans:
            word = (word[0], word[1] + text)
        elif only_marks:
            before += text
        elif text:
            if word is not None:
                yield word
            word, before = (piece, before + text), ""
    if word is not None:
        yield word
