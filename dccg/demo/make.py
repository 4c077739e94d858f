"""Make the sound of the sample meeting again: `python -m dccg.demo.make`."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import av
import numpy as np

from captioner.audio import from_pcm16
from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS, Samples
from dccg.demo.sample import AUDIO, COLUMNS, TURNS, Turn
from dccg.demo.script import SCRIPT, VOICES, Line, Noise, spell_out
from models.errors import MeetingError

LEAD_IN_MS = 1_000
FADE_MS = 400
CUT_FADE_MS = 8
SPEECH_LEVEL = 0.09
"""Root mean square of a turn: about -21 dBFS, as a careful speaker's headset gives."""
NOISE_LEVEL = 0.06
QUIET = 0.1
"""Speech begins and ends where the sound passes this part of its mean: one voice hisses in its pauses."""
MARGIN_MS = 30
"""Kept on either side of that: the breath of an f or an s is softer."""
NOISE_SEED = 27
BIT_RATE = 24_000
"""The smallest of those tried: of 629 words the built-in recogniser got 27 wrong before coding, 23 at this rate,
31 to 33 at 28 kbit/s and 29 to 31 at 32. That is chance, but it says that nothing is lost."""


class CannotSpeak(MeetingError):
    """Raised when flite is missing or does not say what it is given."""


def main() -> int:
    """Write `sample.opus` and `turns.tsv` beside this file, and say so."""
    try:
        samples, spoken = mix()
    except CannotSpeak as fault:
        print(fault, file=sys.stderr)
        return 1
    write_sound(samples, AUDIO)
    write_turns(spoken, TURNS)
    seconds, size = len(samples) / SAMPLE_RATE, AUDIO.stat().st_size
    print(f"{AUDIO.name}: {seconds:.0f} seconds, {size // 1000} kB; {TURNS.name}: {len(spoken)} turns")
    return 0


def mix() -> tuple[Samples, tuple[Turn, ...]]:
    """Return the whole meeting as one track, and where in it each turn is.

    Raises:
        CannotSpeak: If flite cannot be used.
    """
    parts: list[Samples] = [silence(LEAD_IN_MS)]
    spoken: list[Turn] = []
    at_ms = LEAD_IN_MS
    with tempfile.TemporaryDirectory() as folder:
        for line in SCRIPT:
            part = air_conditioner(line.ms) if isinstance(line, Noise) else speak(line, Path(folder))
            length_ms = len(part) // SAMPLES_PER_MS
            if isinstance(line, Line):
                spoken.append(Turn(at_ms, at_ms + length_ms, line.speaker, line.text))
            parts += [part, silence(line.after_ms)]
            at_ms += length_ms + line.after_ms
    return np.concatenate(parts), tuple(spoken)


def speak(line: Line, folder: Path) -> Samples:
    """Return the line in its speaker's voice, a whole number of milliseconds from first sound to last."""
    if shutil.which("flite") is None:
        raise CannotSpeak(
            "flite was not found; it speaks the sample meeting: install it (on Debian: apt install flite)"
        )
    voice, wav = VOICES[line.speaker], folder / "line.wav"
    text = spell_out(line.text.removesuffix("–") + line.lost)
    pace = ("--setf", f"duration_stretch={voice.stretch}")
    command = ("flite", "-voice", voice.flite, *pace, "-t", text, "-o", str(wav))
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or not wav.exists():
        raise CannotSpeak(f"flite did not speak {text!r} in the voice {voice.flite}: {done.stderr.strip()}")
    sound = trimmed(read_wav(wav))
    wav.unlink()
    sound = sound * (SPEECH_LEVEL / root_mean_square(sound))
    if line.cut_ms:
        sound = sound[: -line.cut_ms * SAMPLES_PER_MS]
        # Without the shortest of fades the cut is a click, and a codec rings on it.
        fade = CUT_FADE_MS * SAMPLES_PER_MS
        sound[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return np.asarray(np.clip(sound, -0.95, 0.95), np.float32)


def read_wav(path: Path) -> Samples:
    with wave.open(str(path)) as file:
        form = (file.getframerate(), file.getnchannels(), file.getsampwidth())
        if form != (SAMPLE_RATE, 1, 2):
            raise CannotSpeak(f"flite gave sound of the form {form}; expected {(SAMPLE_RATE, 1, 2)}")
        return from_pcm16(file.readframes(file.getnframes()))


def trimmed(samples: Samples) -> Samples:
    """Return the samples from the first sound to the last, zeros added to the next whole millisecond."""
    if not samples.any():
        raise CannotSpeak("flite gave only silence; expected speech")
    (loud,) = np.nonzero(np.abs(samples) > QUIET * root_mean_square(samples))
    margin = MARGIN_MS * SAMPLES_PER_MS
    kept = samples[max(0, loud[0] - margin) : loud[-1] + 1 + margin]
    return np.pad(kept, (0, -len(kept) % SAMPLES_PER_MS))


def root_mean_square(samples: Samples) -> np.float32:
    return np.float32(np.sqrt(np.mean(samples**2)))


def silence(ms: int) -> Samples:
    return np.zeros(ms * SAMPLES_PER_MS, np.float32)


def air_conditioner(ms: int) -> Samples:
    """Return a rush of air over a low hum, fading in and out; the same every time."""
    count = ms * SAMPLES_PER_MS
    white = np.fft.rfft(np.random.default_rng(NOISE_SEED).standard_normal(count))
    pitch = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    rush = np.fft.irfft(white / np.sqrt(np.maximum(pitch, 80.0)), count)
    time = np.arange(count) / SAMPLE_RATE
    hum = sum(np.sin(2 * np.pi * 50 * n * time) / n for n in (1, 2, 3, 4))
    sound = rush / np.std(rush) + 0.4 * hum
    fade = np.minimum(1.0, np.minimum(time, time[::-1]) * 1000 / FADE_MS)
    return np.asarray(NOISE_LEVEL * fade * sound / np.std(sound), np.float32)


def write_sound(samples: Samples, path: Path) -> None:
    """Write Ogg Opus. The container is told to be exact: its stream number would be random otherwise."""
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream("libopus", rate=SAMPLE_RATE, options={"application": "voip"})
        stream.bit_rate = BIT_RATE
        stream.layout = "mono"
        stream.format = "flt"
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="flt", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)


def write_turns(spoken: tuple[Turn, ...], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, dialect="excel-tab", lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows((turn.start_ms, turn.end_ms, turn.speaker, turn.text) for turn in spoken)


if __name__ == "__main__":
    raise SystemExit(main())
