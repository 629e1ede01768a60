"""Counts with their nouns: the one home of "1 file" and "2 files"."""

from __future__ import annotations

# as many as 64 bits hold
_MOST_DIGITS = 18

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_THOUSANDS = ("B", "kB", "MB", "GB", "TB", "PB")


def say_count(count: int, one: str, many: str = "") -> str:
    """A count with its noun. `many`: the plural; empty: `one` with an s.

    >>> say_count(1, "file"), say_count(2000, "file"), say_count(2, "entry", "entries")
    ('1 file', '2,000 files', '2 entries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def say_share(part: int, whole: int, one: str, *, many: str = "") -> str:
    """A part of a count with its noun.

    >>> say_share(1868, 2418, "file"), say_share(1, 1, "file")
    ('1,868 of 2,418 files', '1 of 1 file')
    """
    return f"{part:,} of {say_count(whole, one, many)}"


def choose_word(count: int, one: str, many: str) -> str:
    """The word that agrees with a count: a verb, mostly.

    >>> choose_word(1, "was", "were"), choose_word(0, "was", "were")
    ('was', 'were')
    """
    return one if count == 1 else many


def tell_size(size_bytes: int) -> str:
    """A size in its largest unit.

    >>> tell_size(812), tell_size(95 << 20)
    ('812 bytes', '95.0 MiB')
    """
    size, unit = float(size_bytes), 0
    while size >= 1024 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return say_count(size_bytes, "byte") if not unit else f"{size:.1f} {_UNITS[unit]}"


def say_size(size_bytes: float) -> str:
    """A size with three digits, in units of a thousand.

    >>> say_size(812), say_size(12_749_383), say_size(999_999)
    ('812 B', '12.7 MB', '1.0 MB')
    """
    size, unit = float(size_bytes), 0
    # 999,999 bytes are 1.0 MB, since 1000 kB would have four digits
    while size >= (999.5 if unit else 1000) and unit < len(_THOUSANDS) - 1:
        size, unit = size / 1000, unit + 1
    return (
        f"{size:,.0f} {_THOUSANDS[unit]}" if unit == 0 or size >= 99.95 else f"{size:.1f} {_THOUSANDS[unit]}"
    )


def read_number(text: str) -> int | None:
    """The whole number that a text of up to 18 digits tells; None where it is none.

    To Python `\u00b2` is a digit, and no number: who only asks `isdigit` ends in an error.

    >>> read_number("8000"), read_number("007"), read_number("-1"), read_number("\u00b2"), read_number("")
    (8000, 7, None, None, None)
    """
    return int(text) if len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit() else None
