r"""Names inside a tree: bytes on Unix, quoted text on disk.

restic stores the name of a node as Go's `strconv.Quote` writes it, without the outer quotes: a byte
that is not UTF-8 becomes `\xNN`, a rune that does not print `\uNNNN` or `\UNNNNNNNN`.
Source: restic design document, "Trees and Data"; Go specification, "String literals".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.repository.format.errors import FormatError

_SHORT = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}
_LONG = {escape[1]: char.encode() for char, escape in _SHORT.items()} | {"'": b"'"}
_NO_NAMES = frozenset({"", ".", ".."})
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.|\Z)", re.DOTALL)


def quote_name(name: bytes) -> str:
    r"""The quoted form of a name.

    >>> quote_name(b"caf\xc3\xa9 \xff")
    'café \\xff'
    """
    try:
        text = name.decode()
    except UnicodeDecodeError:
        text = name.decode(errors="surrogateescape")
    if text.isprintable() and "\\" not in text and '"' not in text:
        return text
    return "".join(_quote_char(char) for char in text)


def quote_names(names: Sequence[bytes]) -> list[str]:
    """The quoted form of each name of a folder; a sixth of the time of one after the other."""
    # no name holds a slash
    try:
        text = b"/".join(names).decode()
    except UnicodeDecodeError:
        return list(map(quote_name, names))
    if text.isprintable() and "\\" not in text and '"' not in text:
        return text.split("/") if names else []
    return list(map(quote_name, names))


def _quote_char(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    point = ord(char)
    if 0xDC80 <= point <= 0xDCFF:  # a byte that was not UTF-8
        return f"\\x{point - 0xDC00:02x}"
    if char.isprintable():
        return char
    if point < 0x20 or point == 0x7F:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def are_plain(quoted_names: Sequence[str]) -> bool:
    """Whether the names of a folder stand there as they are, each once, and none would leave the folder.

    So it is with nearly every folder, and costs a tenth of a look at each name.
    """
    text = "".join(quoted_names)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    unique = set(quoted_names)
    is_clean = "\\" not in text and "/" not in text and "\0" not in text
    return is_clean and len(unique) == len(quoted_names) and unique.isdisjoint(_NO_NAMES)


def unquote_name(quoted: str) -> bytes:
    r"""The bytes of a quoted name.

    Raises: FormatError on an escape that Go does not know.

    >>> unquote_name("a\\xffb")
    b'a\xffb'
    """
    if "\\" not in quoted:
        try:
            return quoted.encode()
        except UnicodeEncodeError:
            raise FormatError("tree", f"name {quoted!r} holds a lone surrogate") from None
    out = bytearray()
    end = 0
    for match in _ESCAPE.finditer(quoted):
        out += quoted[end : match.start()].encode(errors="surrogatepass")
        out += _unescape(match.group(1), quoted)
        end = match.end()
    out += quoted[end:].encode(errors="surrogatepass")
    return bytes(out)


def _unescape(escape: str, quoted: str) -> bytes:
    if escape in _LONG:
        return _LONG[escape]
    try:
        if len(escape) == 3 and escape[0] == "x":
            return bytes((int(escape[1:], 16),))
        if len(escape) == 3:
            return bytes((int(escape, 8),))
        if len(escape) in {5, 9}:
            return chr(int(escape[1:], 16)).encode()
    except (ValueError, OverflowError):
        pass
    raise FormatError("tree", f"name {quoted!r} holds an escape that is none")
