"""Speech in little room."""

from __future__ import annotations

import numpy as np
import pytest

from captioner.opus import Unreadable, decoded, encoded
from tests.media import playlists
from tests.stage import part


def test_speech_comes_back_to_the_sample_in_a_tenth_of_its_room():
    pcm = (part(2_000, 7_000) * 32_767).astype("<i2").tobytes()
    file = encoded(pcm)
    back = decoded(file)
    assert len(back) == len(pcm)
    assert len(file) < len(pcm) / 8
    # Where speech is loud it is loud, to the hundredth of a second.
    before, after = (np.abs(np.frombuffer(one, "<i2").astype(float)).reshape(-1, 160).mean(1) for one in (pcm, back))
    assert np.corrcoef(before, after)[0, 1] > 0.95


@pytest.mark.parametrize("content", [b"", b"OggS", b"x" * 5_000, *playlists("http://127.0.0.1:1/x").values()])
def test_what_is_no_such_file_is_refused(content: bytes):
    with pytest.raises(Unreadable):
        decoded(content)
