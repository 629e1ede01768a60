"""The certificates in an answer of a time-stamping authority put into DER's order.

DER orders the members of a set; OpenSSL, and authorities built on it, write certificates in the order of the
chain, and a strict reader refuses them. No signature covers their order.

Source: X.690 section 11.6; RFC 5652 section 5.1; RFC 3161 section 2.4.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_SEQUENCE, _CERTIFICATES = 0x30, 0xA0


class _Item(NamedTuple):
    """A tag, where its content begins, and where it ends."""

    tag: int
    start: int
    end: int


def sort_certificates(answer: bytes) -> bytes:
    """The answer with its certificates in order; as it is where it is none."""
    try:
        found = _find_certificates(answer)
        if found is None:
            return answer
        members = [answer[start:end] for start, end in _list_spans(answer, found)]
    except IndexError:
        return answer
    return answer[: found.start] + b"".join(sorted(members)) + answer[found.end :]


def _find_certificates(answer: bytes) -> _Item | None:
    """In the response, its token, that one's content [0], the signed data: the certificates [0]."""
    response = _read(answer, 0)
    token = [item for item in _list(answer, response) if item.tag == _SEQUENCE][1:2]
    content = [item for outer in token for item in _list(answer, outer) if item.tag == _CERTIFICATES]
    signed = [item for outer in content[:1] for item in _list(answer, outer) if item.tag == _SEQUENCE]
    found = [item for outer in signed[:1] for item in _list(answer, outer) if item.tag == _CERTIFICATES]
    return found[0] if found else None


def _read(data: bytes, at: int) -> _Item:
    """The item at a place. Raises: IndexError when the data ends before it."""
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[at + 2 : start], "big")
    if start + length > len(data):
        raise IndexError(at)
    return _Item(tag, start, start + length)


def _list_spans(data: bytes, outer: _Item) -> Iterator[tuple[int, int]]:
    at = outer.start
    while at < outer.end:
        item = _read(data, at)
        yield at, item.end
        at = item.end


def _list(data: bytes, outer: _Item) -> Iterator[_Item]:
    for at, _ in _list_spans(data, outer):
        yield _read(data, at)
