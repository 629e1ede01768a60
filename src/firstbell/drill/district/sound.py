"""Wave files: the bell, announcements, a concert."""

from __future__ import annotations

import array
import io
import math
import sys
import wave

from firstbell.drill.district.writer import DocumentWriter

_RATE_PER_S = 22050


def _play_second(writer: DocumentWriter) -> array.array[int]:
    """One second of a chord over room noise, 16-bit samples."""
    base = writer.rng.choice((220.0, 247.0, 262.0, 294.0, 330.0))
    turn = 2 * math.pi * base / _RATE_PER_S
    noise = writer.rng.randbytes(_RATE_PER_S)
    sin = math.sin
    tones = (sin(turn * at) + 0.5 * sin(1.5 * turn * at) for at in range(_RATE_PER_S))
    samples = array.array("h", (int(6000 * tone) + grain for tone, grain in zip(tones, noise, strict=True)))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def render_sound(writer: DocumentWriter, seconds: int) -> bytes:
    """A recording of `seconds`, 44,100 bytes each. Long ones repeat some bars over fresh noise."""
    bars = [_play_second(writer) for _ in range(min(seconds, 3))]
    out = io.BytesIO()
    with wave.open(out, "wb") as recording:
        recording.setparams((1, 2, _RATE_PER_S, 0, "NONE", "not compressed"))
        for at in range(seconds):
            bar = array.array("h", bars[at % len(bars)])
            for spot in range(at % 50, len(bar), 50):
                bar[spot] += at % 97
            recording.writeframes(bar.tobytes())
    return out.getvalue()


def render_wav(writer: DocumentWriter) -> bytes:
    """An announcement."""
    return render_sound(writer, writer.rng.randint(1, 4))
