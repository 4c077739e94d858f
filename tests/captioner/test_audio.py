import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captioner.audio import cleaned, clipped_share, from_pcm16, level_dbfs, to_pcm16
from captioner.sources.resample import Resampler, at_house_rate


@given(st.binary(max_size=400).filter(lambda data: len(data) % 2 == 0))
def test_sixteen_bit_sound_comes_back_byte_for_byte(data):
    assert to_pcm16(from_pcm16(data)) == data


def test_sound_out_of_range_is_clipped_when_written():
    assert from_pcm16(to_pcm16(np.array([9.0, -9.0], np.float32))).tolist() == [32767 / 32768, -1.0]


def test_what_is_not_a_number_becomes_silence_and_is_counted():
    result = cleaned(np.array([0.5, np.nan, np.inf, -np.inf, 3.0], np.float64))
    assert result.samples.tolist() == [0.5, 0, 0, 0, 1.0]
    assert (result.not_numbers, result.too_loud) == (3, 1)
    assert result.samples.dtype == np.float32


def test_good_sound_is_passed_on_as_it_is():
    samples = np.array([0.5, -1.0, 1.0], np.float32)
    assert cleaned(samples).samples is samples
    assert len(cleaned(np.zeros(0, np.float32)).samples) == 0


def test_level_is_in_decibels_below_full_scale():
    assert level_dbfs(np.ones(16, np.float32)) == 0
    assert level_dbfs(np.zeros(16, np.float32)) == level_dbfs(np.zeros(0, np.float32)) == -120


def test_clipping_is_told_as_a_share():
    assert clipped_share(np.array([1.0, -1.0, 0.1, 0.2], np.float32)) == 0.5
    assert clipped_share(np.zeros(0, np.float32)) == 0


RATES = (8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 192_000)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("seed", range(5))
def test_the_cutting_does_not_change_resampled_sound(rate, seed):
    rng = np.random.default_rng(seed)
    sound = rng.uniform(-0.5, 0.5, rate).astype(np.float32)
    cuts = np.sort(rng.integers(0, rate, rng.integers(0, 40)))
    whole, pieces = Resampler(rate), Resampler(rate)
    expected = np.concatenate([whole.push(sound), whole.finish()])
    found = np.concatenate([*(pieces.push(p) for p in np.split(sound, cuts)), pieces.finish()])
    assert len(found) == len(expected) == 16_000
    assert np.max(np.abs(found - expected)) < 1e-6


@pytest.mark.parametrize("rate", RATES)
def test_long_sound_keeps_its_length_to_the_sample(rate):
    resampler, chunk = Resampler(rate), np.zeros(rate // 10 + 1, np.float32)
    chunks = 300 if rate > 48_000 else 1_200
    given_back = sum(len(resampler.push(chunk)) for _ in range(chunks)) + len(resampler.finish())
    assert given_back == at_house_rate(chunks * len(chunk), rate)


@pytest.mark.parametrize("rate", [8_000, 44_100, 192_000])
def test_a_tone_keeps_its_pitch_and_loudness(rate):
    tone = (0.5 * np.sin(2 * np.pi * 1_000 * np.arange(rate) / rate)).astype(np.float32)
    resampler = Resampler(rate)
    heard = np.concatenate([resampler.push(tone), resampler.finish()])
    assert np.argmax(np.abs(np.fft.rfft(heard))) == 1_000
    assert level_dbfs(heard[1_000:-1_000]) == pytest.approx(-9.03, abs=0.05)


def test_no_more_than_a_tenth_of_a_second_is_held_back():
    resampler = Resampler(48_000)
    given_back = sum(len(resampler.push(np.zeros(4_800, np.float32))) for _ in range(20))
    assert given_back >= 20 * 1_600 - 1_600
