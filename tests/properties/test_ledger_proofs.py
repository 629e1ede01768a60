"""Proofs in the tree of a ledger, against the definitions of RFC 6962 written down word for word."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.ledger.proofs import is_consistent, is_included, prove_consistency, prove_inclusion
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


def subproof(m: int, lines: Sequence[bytes], *, is_whole: bool = True) -> list[bytes]:
    """SUBPROOF, section 2.1.2."""
    if m == len(lines):
        return [] if is_whole else [tree_hash(lines)]
    k = split(len(lines))
    if m <= k:
        return [*subproof(m, lines[:k], is_whole=is_whole), tree_hash(lines[k:])]
    return [*subproof(m - k, lines[k:], is_whole=False), tree_hash(lines[:k])]


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
def test_inclusion_is_proven_as_defined_and_of_nothing_else(lines: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    leaves, root = leaves_of(lines), tree_hash(lines)
    proof = prove_inclusion(leaves, at)
    assert proof == path(at, lines)
    assert is_included(leaves[at], (at, len(lines)), proof, root=root)
    assert not is_included(hash_leaf(b"made up"), (at, len(lines)), proof, root=root)
    assert not is_included(leaves[at], (at, len(lines)), [*proof, root], root=root)
    assert not is_included(leaves[at], (len(lines), len(lines)), proof, root=root)
    for wrong in range(len(proof)):
        assert not is_included(leaves[at], (at, len(lines)), proof[:wrong] + proof[wrong + 1 :], root=root)
        changed = [*proof[:wrong], bytes(32), *proof[wrong + 1 :]]
        assert not is_included(leaves[at], (at, len(lines)), changed, root=root)


@given(LINES, st.data())
def test_consistency_is_proven_as_defined_and_of_nothing_else(
    lines: list[bytes], data: st.DataObject
) -> None:
    few = data.draw(st.integers(1, len(lines)))
    leaves, root = leaves_of(lines), tree_hash(lines)
    proof = prove_consistency(leaves, few)
    first, second = (few, tree_hash(lines[:few])), (len(lines), root)
    assert proof == subproof(few, lines)
    assert is_consistent(first, second, proof)
    other = tree_hash([b"made up", *lines[1:few]])
    if other != first[1]:
        assert not is_consistent((few, other), second, proof)
    assert not is_consistent(first, second, [*proof, root])
    assert not is_consistent((len(lines) + 1, root), second, proof)
    assert not is_consistent((0, tree_hash([])), second, proof)
    for wrong in range(len(proof)):
        assert not is_consistent(first, second, proof[:wrong] + proof[wrong + 1 :])


def test_there_is_no_proof_of_what_is_not_there() -> None:
    for at in (-1, 2):
        with pytest.raises(IndexError):
            prove_inclusion(leaves_of([b"a", b"b"]), at)
    for few in (0, 3):
        with pytest.raises(IndexError):
            prove_consistency(leaves_of([b"a", b"b"]), few)
