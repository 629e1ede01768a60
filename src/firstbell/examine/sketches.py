"""A sketch of what a content says: text, picture, pages, members; enough to tell how much another keeps.

Text is a row of words; each three in a row are a mark, so that the same words in another order are another
text. A picture is its brightness on 16 by 16 places, and so is each page of a scan. An archive is checksums
of its members. Sound, film and content that is not dense is marks of eight bytes at places that the content
itself chooses.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import msgspec

from firstbell.examine.validators.outcome import Grade, Outcome

MOST_BYTES = 8 << 20
SIDE, TINT_SIDE = 16, 8
_MOST_MARKS = 512
_LEAST_LETTERS = 0.9
_MOST_FIGURES = 2048
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[-./:]\d+)*")
_LATIN_FIGURE = re.compile(_FIGURE.pattern.encode())
_NO_LETTERS = re.compile(r"[\W\d_]+")
# so many signs beyond Latin-1 that are no letters are taken for spaces before a text is read slowly
_MOST_SIGNS = 16


def _tabulate(letters: Iterable[str]) -> bytes:
    """A table for `bytes.translate` of Latin-1: what stays of each character, a space where nothing does."""
    return "".join(letters).encode("latin-1")


_LATIN = bytes(range(256)).decode("latin-1")
_LATIN_WORDS = _tabulate(one if _WORD.match(one) else " " for one in _LATIN.lower())
_LATIN_LETTERS = _tabulate(" " if _NO_LETTERS.match(one) else one for one in _LATIN)
_TAG = re.compile(rb"<[^>]*>")
_BREAK = re.compile(
    rb"</(?:w:p|a:p|text:p|text:h|p|h\d|li|td|div)>|<(?:w:tab|w:br|text:tab|text:s|br)\b[^>]*>"
)
_PRINTABLE = bytes((9, 10, 13, *range(32, 127)))


class ContentSketch(msgspec.Struct, frozen=True):
    """`kind`: text, picture, members, bytes, or "" where there is none. `marks`: in order, each once.

    `anchors`: of each mark the number by which it was chosen; `step`: chosen were those it divides.
    `places`: of a picture, its brightness by rows, as hex; `points`: how many it has, 0 if not known;
    `roughness`: how much neighbors differ.
    `tints`: of a picture in color, red, green and blue of 8 by 8 places by rows, as hex.
    `pages`: places of the pictures in a PDF, or a checksum where one cannot be decoded; of a mail a checksum
    of each attachment.
    `letters`: of a text, a checksum of all but its numbers; `figures`: one of each number or date, in order.
    """

    kind: str = ""
    marks: list[int] = []
    anchors: list[int] = []
    step: int = 1
    places: str = ""
    points: int = 0
    roughness: float = 0.0
    tints: str = ""
    pages: list[str] = []
    letters: int = 0
    figures: list[int] = []


def tell_sketch(sketch: ContentSketch) -> Outcome:
    """The sketch as the detail of an outcome, as a fenced child answers."""
    return Outcome(Grade.SOUND, "sketch", msgspec.json.encode(sketch).decode())


def read_sketch(outcome: Outcome) -> ContentSketch:
    """The sketch in an outcome; none where it did not come to an end."""
    if outcome.grade is not Grade.SOUND:
        return ContentSketch()
    return msgspec.json.decode(outcome.detail, type=ContentSketch)


def read_text(data: bytes) -> str | None:
    """The content as text, None where it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        if not text or _count_printable(data) < len(data) * _LEAST_LETTERS:
            return None
    else:
        if b"\0" in data:
            return None
    head = data[:512].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return strip_tags(data).decode("utf-8", "replace")
    if head.startswith(b"{\\rtf"):
        return re.sub(r"\\'[0-9a-f]{2}|\\[a-z]+-?\d* ?|[{}]", " ", text)
    return text


def _count_printable(data: bytes) -> int:
    return len(data) - len(data.translate(None, _PRINTABLE))


def strip_tags(markup: bytes) -> bytes:
    """The text of XML or HTML, a space where a paragraph ends."""
    # behind the last tag there is none to look for: each "<" there would be followed to the end
    end = markup.rfind(b">") + 1
    return _TAG.sub(b"", _BREAK.sub(b" ", markup[:end])) + markup[end:]


def sketch_words(text: str) -> ContentSketch:
    """The sketch of a text."""
    latin = _encode_latin(text)
    if latin is not None:
        return sketch_latin(latin)
    return _sketch_row(
        [word.encode() for word in _WORD.findall(text.lower())],
        letters=_NO_LETTERS.sub(" ", text).encode(),
        figures=(found.group().encode() for found in _FIGURE.finditer(text)),
    )


def _encode_latin(text: str) -> bytes | None:
    """The text in Latin-1, where what is not of it are a few signs (quotes, dashes), which become spaces."""
    for _ in range(_MOST_SIGNS):
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError as error:
            sign = text[error.start]
            if _WORD.match(sign):
                return None
            text = text.replace(sign, " ")
    return None


def sketch_latin(text: bytes) -> ContentSketch:
    """The sketch of a text in Latin-1: the same as of any other, by tables, in a quarter of the time."""
    plain = text.translate(_LATIN_LETTERS)
    # a row of what is no letter is one space, at both ends too
    ends = [b"" if end.isspace() else None for end in (plain[:1], plain[-1:])]
    rows = [ends[0], *plain.split(), ends[1]] if not plain.isspace() else [b"", b""]
    return _sketch_row(
        text.translate(_LATIN_WORDS).split(),
        letters=b" ".join(row for row in rows if row is not None),
        figures=(found.group() for found in _LATIN_FIGURE.finditer(text)),
        check=zlib.crc32 if text.isascii() else _check_latin,
    )


def _check_latin(text: bytes) -> int:
    """The checksum of a text in Latin-1 as it is in UTF-8."""
    return zlib.crc32(text if text.isascii() else text.decode("latin-1").encode())


def _sketch_row(
    words: Sequence[bytes],
    *,
    letters: bytes,
    figures: Iterable[bytes],
    check: Callable[[bytes], int] = zlib.crc32,
) -> ContentSketch:
    """The sketch of a row of words. `figures`: the first ones are taken. `check`: the checksum of each."""
    if len(words) < 3:
        return ContentSketch("text")
    step = 1
    while len(words) > _MOST_MARKS * step:
        step *= 2
    marks: dict[int, int] = {}
    chosen_words = _choose_words(words, step, check)
    for at, word in enumerate(words[:-2]):
        if word in chosen_words:
            marks.setdefault(check(b" ".join(words[at : at + 3])), chosen_words[word])
    chosen = list(marks.items())[: 4 * _MOST_MARKS]
    return ContentSketch(
        "text",
        [mark for mark, _ in chosen],
        [anchor for _, anchor in chosen],
        step,
        letters=check(letters),
        figures=[zlib.crc32(one) for one in islice(figures, _MOST_FIGURES)],
    )


def _choose_words(words: Sequence[bytes], step: int, check: Callable[[bytes], int]) -> dict[bytes, int]:
    """Words at which a mark begins, with the number by which each was chosen; each is summed up once."""
    if step == 1:
        return dict.fromkeys(words, 0)
    distinct = list(set(words))
    numbers = zip(distinct, map(check, distinct), strict=True)
    return {word: number for word, number in numbers if number % step == 0}


def list_shared(old: ContentSketch, new: ContentSketch) -> tuple[list[int], list[int]]:
    """The marks of both that were chosen by the same step."""
    step = max(old.step, new.step)
    sides = (
        [mark for mark, anchor in zip(one.marks, one.anchors, strict=True) if anchor % step == 0]
        for one in (old, new)
    )
    first, second = sides
    return first, second
