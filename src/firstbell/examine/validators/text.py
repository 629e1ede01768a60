"""Text in any encoding.

UTF-8 is SOUND: 64 random bytes are valid UTF-8 with a chance under 1e-12. UTF-16 and 8-bit text are
PLAUSIBLE only, told by control bytes, which noise has in 8 % of places and text nearly nowhere.

Known limits: text whose characters were replaced by others is text. Encoded noise is looked for
elsewhere (randomness.find_encoded_noise).
"""

from __future__ import annotations

import codecs

import numpy as np

from firstbell.examine.randomness import as_array, measure_flatness
from firstbell.examine.validators.outcome import Grade, Outcome, plausible, sound

# NUL to US and DEL, without BEL BS TAB LF VT FF CR SO SI SUB ESC, which occur in real text files
_CONTROLS = bytes(
    value for value in (*range(32), 127) if value not in (7, 8, 9, 10, 11, 12, 13, 14, 15, 26, 27)
)
_DROPPED_BY_TEXT = bytes(value for value in range(256) if value not in _CONTROLS)
# names that promise text, and nothing a program writes in a binary form of its own
_SUFFIXES = frozenset(
    b".txt .text .csv .tsv .tab .md .rst .adoc .log .html .htm .xhtml .xml .json .jsonl .yaml .yml .toml .ini"
    b" .cfg .conf .properties .css .js .ts .py .sh .bat .ps1 .c .h .java .rb .pl .php .sql .tex .bib .srt"
    b" .vcf .ics .eml .svg .ldif .po .cpp .diff .patch".split()
)
_WINDOW_BYTES = 1024
# noise: 22 of 256 values, 8.6 %
_MOST_CONTROLS = 0.01
_MOST_CONTROLS_IN_WINDOW = 0.035
_NOT_TEXT = Outcome(Grade.NONE, "", "not text")


def promises_text(path: bytes) -> bool:
    """Whether the last suffix of a name, or the one before an unknown last suffix, is one of text."""
    parts = path.rsplit(b"/", 1)[-1].lower().split(b".")
    return any(b"." + part in _SUFFIXES for part in parts[:0:-1][:2])


def validate_text(data: bytes) -> Outcome:
    """SOUND for UTF-8, PLAUSIBLE for UTF-16, UTF-32 and 8-bit text, else NONE."""
    if not data:
        return sound("empty")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _alternates_nulls(data):
        wide = _validate_wide(data)
        if wide.holds:
            return wide
    if _is_utf8(data):
        return sound("text", "valid UTF-8") if _count_controls(data) * 10 <= len(data) else _NOT_TEXT
    return _validate_eight_bit(data)


def _count_controls(data: bytes) -> int:
    return len(data.translate(None, _DROPPED_BY_TEXT))


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # cut in the middle of a character by a reading limit or a torn write
        return error.reason == "unexpected end of data" and error.start > 64
    return True


def _alternates_nulls(data: bytes) -> bool:
    head = data[:256]
    return len(head) >= 32 and max(head[0::2].count(0), head[1::2].count(0)) > len(head) * 0.45


def _validate_wide(data: bytes) -> Outcome:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(data) % 4 == 0:
        data.decode("utf-32")
        return plausible("text", "valid UTF-32")
    big = data.startswith(codecs.BOM_UTF16_BE) or (
        not data.startswith(codecs.BOM_UTF16_LE) and data[:256][0::2].count(0) > data[:256][1::2].count(0)
    )
    units = np.frombuffer(data[: len(data) & ~1], dtype=">u2" if big else "<u2")
    high = units >> 8
    odd = ((units < 32) & ~np.isin(units, (9, 10, 12, 13))) | ((high >= 0xD8) & (high <= 0xF8))
    odd |= units >= 0xFFFE
    if float(np.mean(odd)) > 0.01:
        return _NOT_TEXT
    # script blocks: real text keeps to a few values of the high byte, or to the Han blocks
    common = np.isin(high, (0x00, 0x01, 0x03, 0x04, 0x05, 0x06, 0x09, 0x0E, 0x20, 0x30, 0xFF))
    han = (high >= 0x4E) & (high <= 0x9F) | (high >= 0xAC) & (high <= 0xD7)
    if float(np.mean(common | han)) > 0.9 and float(np.mean(common)) > 0.1:
        return plausible("text", "UTF-16")
    return _NOT_TEXT


def _validate_eight_bit(data: bytes) -> Outcome:
    most = len(data) * _MOST_CONTROLS
    # of noise a quarter holds more than all may
    if _count_controls(data[: len(data) // 4]) > most or (controls := _count_controls(data)) > most:
        return _NOT_TEXT
    array = as_array(data)
    if len(data) >= 24 and measure_flatness(array[:4096]) < 8:
        return _NOT_TEXT
    if controls and _has_control_window(data):
        return _NOT_TEXT
    return plausible("text", "8-bit text without control bytes")


def _has_control_window(data: bytes) -> bool:
    is_control = np.zeros(256, dtype=np.bool_)
    is_control[list(_CONTROLS)] = True
    marks = is_control[as_array(data)]
    counts = np.add.reduceat(marks, np.arange(0, len(data), _WINDOW_BYTES), dtype=np.int64)
    return bool(counts.max() > max(4, _WINDOW_BYTES * _MOST_CONTROLS_IN_WINDOW))
