"""Bytes of a part to text: by the charset it names, by what its bytes look like, or a word that they cannot
be read.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# names that mail programs write and Python does not know. Source: the WHATWG Encoding Standard, section 4.2
_ALIASES = {
    "x-sjis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-euc-jp": "euc-jp",
    "x-euc-kr": "euc-kr",
    "ks_c_5601-1987": "cp949",
    "x-windows-949": "cp949",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "utf8mb4": "utf-8",
    "iso-10646-ucs-2": "utf-16",
    "ucs-2": "utf-16",
    "unicode": "utf-16",
    "x-unknown": "",
    "unknown-8bit": "",
    "x-user-defined": "",
    "default": "",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 20_000
# control characters and signs that stand for broken ones are no text; so many of them are too many
_MOST_BROKEN = 0.03
_LEAST_BYTES = 24
_BROKEN = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """`text`: as far as it could be read. `problem`: what is wrong with its charset. `unread`: that it is no
    text anybody can read; "" where it is.
    """

    text: str
    problem: str = ""
    unread: str = ""


def decode_text(data: bytes, named: str | None) -> DecodedText:
    """The text of bytes whose part names a charset, or none."""
    name = (named or "").strip().lower().replace("_", "-")
    charset = _ALIASES.get((named or "").strip().lower(), _ALIASES.get(name, name))
    problem = ""
    if charset and not _is_known(charset):
        problem = f"a charset that nobody knows: {(named or '')[:40]!r}"
        charset = ""
    text, fitting = _try(data, charset)
    if charset and not fitting and charset not in {"cp1252", "utf-8"}:
        problem = f"text that is not in the charset it names, {(named or '')[:40]!r}"
    text = _unify(text)
    unread = ""
    if _count_broken(text) > _MOST_BROKEN and len(data) >= _LEAST_BYTES:
        unread = "its text could not be read: its bytes are in no charset that is known here"
    elif problem and _is_mostly_beyond(data, 0.05):
        unread = f"its text could not be read: {problem}"
    elif not charset and _is_mostly_beyond(data, 0.3):
        unread = "its text could not be read: it names no charset"
    return DecodedText(text, problem, unread)


def _is_known(charset: str) -> bool:
    try:
        # an empty text needs no codec; one of Python's own that gives no text, as `hex`, is no charset
        b"a".decode(charset, "replace")
    except (LookupError, ValueError, AssertionError):
        return False
    return True


def _try(data: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether it is what the charset says."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            charset = name
            break
    else:
        if wide := _find_wide(data[:_SAMPLE_BYTES]):
            charset = wide
    # what names a narrow charset and is UTF-8 all the same is common; the other way round, too
    order = ("utf-8", charset) if charset == "cp1252" else (charset, "utf-8", "cp1252")
    for one in dict.fromkeys(filter(None, order)):
        try:
            return data.decode(one), one == charset
        except (UnicodeError, ValueError):
            continue
    return data.decode("latin-1"), False


def _find_wide(data: bytes) -> str:
    """UTF-16 without a mark at its beginning: every second byte is 0; "" where it is not."""
    half = len(data) // 2
    if half < 8 or 0 not in data:
        return ""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else ""


def _unify(text: str) -> str:
    """Lines end in one way; a NUL, which splits words and shows nothing, is taken out."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _count_broken(text: str) -> float:
    """The share of characters that no writer writes."""
    sample = text[:_SAMPLE_BYTES]
    return len(_BROKEN.findall(sample)) / len(sample) if sample else 0.0


def _is_mostly_beyond(data: bytes, share: float) -> bool:
    """Whether more than a share of bytes are beyond ASCII, and not UTF-8 or UTF-16: what they mean nobody can
    tell without a charset.
    """
    sample = data[:_SAMPLE_BYTES]
    if data.startswith(tuple(mark for mark, _ in _BOMS)) or _find_wide(sample):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return sum(one >= 0x80 for one in sample) > max(4, len(sample) * share)
    return False
