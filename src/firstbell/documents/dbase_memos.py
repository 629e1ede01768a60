"""Memos of dBASE (.dbt) and FoxPro (.fpt): long texts that stand beside a table, each a passage of its own.

Sources: as of `dbase`. FoxPro: bytes of a block (2, big-endian) at 6; from 512 on blocks of sort (4), length
(4), text. dBASE IV: bytes of a block (2) at 20; blocks of FF FF 08 00, length with these (4), text. dBASE
III: blocks of 512 bytes, each text up to 0x1A.
"""

from __future__ import annotations

from collections.abc import Iterator

from firstbell.documents.extraction import Buffer, DocumentSource, Extraction, UnreadableError

_HEAD_BYTES, _OLD_BLOCK, _MOST_BLOCK = 512, 512, 32 << 10
_TEXT_SORT, _USED = b"\0\0\0\1", b"\xff\xff\x08\0"
_MARK_BYTES, _LONGEST_TEXT = 8, 4 << 20
_END = b"\x1a"
_ENDINGS = frozenset((".dbt", ".fpt"))


def is_memo_file(source: DocumentSource) -> bool:
    """Whether a file is one of memos, by its ending and its first bytes."""
    if source.suffix not in _ENDINGS:
        return False
    head = bytes(source.data[:_HEAD_BYTES])
    if len(head) < _HEAD_BYTES or len(source.data) == _HEAD_BYTES:
        return False
    if source.suffix == ".fpt":
        return 0 < int.from_bytes(head[6:8], "big") <= _MOST_BLOCK
    return int.from_bytes(head[:4], "little") > 0


def read_memos(source: DocumentSource, draft: Extraction) -> None:
    """Every memo. Raises: UnreadableError where there are none; LimitError."""
    data = source.data
    size = int.from_bytes(bytes(data[20:22]), "little")
    is_newer = 0 < size <= _MOST_BLOCK and bytes(data[size : size + 4]) == _USED
    if source.suffix == ".fpt":
        found = _iterate_blocks(data, max(int.from_bytes(bytes(data[6:8]), "big"), 1), is_foxpro=True)
    elif is_newer:
        found = _iterate_blocks(data, size, is_foxpro=False)
    else:
        found = _iterate_old(data)
    for text in found:
        draft.text(_decode(text))
    if not draft.chars:
        raise UnreadableError("the memos are damaged, or there are none", is_all=True)


def _iterate_blocks(data: Buffer, size: int, *, is_foxpro: bool) -> Iterator[bytes]:
    """The texts of blocks that say how long they are."""
    at = -(-_HEAD_BYTES // size) * size if is_foxpro else size
    while at + _MARK_BYTES <= len(data):
        mark = bytes(data[at : at + _MARK_BYTES])
        length = int.from_bytes(mark[4:], "big" if is_foxpro else "little") - (
            0 if is_foxpro else _MARK_BYTES
        )
        is_text = mark[:4] == (_TEXT_SORT if is_foxpro else _USED)
        is_within = 0 < length <= len(data) - at - _MARK_BYTES
        if is_text and is_within:
            yield bytes(data[at + _MARK_BYTES : at + _MARK_BYTES + min(length, _LONGEST_TEXT)])
        at += -(-(_MARK_BYTES + length) // size) * size if is_within else size


def _iterate_old(data: Buffer) -> Iterator[bytes]:
    """The texts of blocks that end with a sign."""
    at = _HEAD_BYTES
    while at < len(data):
        piece = bytes(data[at : at + _LONGEST_TEXT])
        end = piece.find(_END)
        length = end if end >= 0 else len(piece)
        yield piece[:length]
        at += max(-(-(length + 1) // _OLD_BLOCK) * _OLD_BLOCK, _OLD_BLOCK)


def _decode(text: bytes) -> str:
    """A text; soft ends of lines are none."""
    try:
        told = text.replace(b"\x8d\x0a", b" ").decode("utf-8")
    except UnicodeDecodeError:
        told = text.replace(b"\x8d\x0a", b" ").decode("cp1252", "replace")
    return told.replace("\r\n", "\n").replace("\0", "")
