"""Proofs in the tree of a ledger, against the definitions of RFC 6962 written down word for word."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from firstbell.case.excerpt import Proofs
from firstbell.ledger.tree import Frontier, compute_root, hash_leaf

LINES = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def split(count: int) -> int:
    """k: the largest power of two smaller than n."""
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def tree_hash(lines: Sequence[bytes]) -> bytes:
    """MTH, section 2.1."""
    if not lines:
        return sha256(b"")
    if len(lines) == 1:
        return sha256(b"\0" + lines[0])
    k = split(len(lines))
    return sha256(b"\1" + tree_hash(lines[:k]) + tree_hash(lines[k:]))


def path(m: int, lines: Sequence[bytes]) -> list[bytes]:
    """PATH, section 2.1.1."""
    if len(lines) == 1:
        return []
    k = split(len(lines))
    if m < k:
        return [*path(m, lines[:k]), tree_hash(lines[k:])]
    return [*path(m - k, lines[k:]), tree_hash(lines[:k])]


def leaves_of(lines: Sequence[bytes]) -> list[bytes]:
    return [hash_leaf(line) for line in lines]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == compute_root([]) == tree_hash([])


@given(LINES)
def test_the_root_is_that_of_the_definition_at_every_size(lines: list[bytes]) -> None:
    frontier = Frontier()
    for count, leaf in enumerate(leaves_of(lines), start=1):
        frontier.add(leaf)
        assert frontier.root() == tree_hash(lines[:count])
        assert len(frontier.peaks) == count.bit_count()


@given(LINES, st.data())
def test_inclusion_is_proven_as_defined(lines: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    proofs = Proofs(leaves_of(lines))
    assert proofs.prove(at) == path(at, lines)
    assert proofs.root(0, len(lines)) == tree_hash(lines)
