"""The Merkle tree over the entries of a ledger: heads, inclusion proofs, consistency proofs.

A leaf is SHA-256(0x00 || line), a node SHA-256(0x01 || left || right); the left side of n leaves is the
largest power of two below n. Hashes are 32 raw bytes.

Source: RFC 6962 section 2.1; RFC 9162 sections 2.1.3.2 and 2.1.4.2 (how proofs are checked).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
_sha256 = hashlib.sha256


def hash_leaf(line: bytes) -> bytes:
    """The leaf of a line."""
    return _sha256(b"\0" + line).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """The node over two others."""
    return _sha256(b"\1" + left + right).digest()


class Frontier:
    """A tree that grows by leaves and knows its root, of which only the full subtrees on the right are kept.

    `peaks`: their roots, the largest first: one for each bit that is set in `count`.
    """

    def __init__(self, count: int = 0, peaks: Sequence[bytes] = ()) -> None:
        self.count = count
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> None:
        """Take in the next leaf."""
        peaks, bits = self.peaks, self.count
        while bits & 1:
            leaf = _sha256(b"\1" + peaks.pop() + leaf).digest()
            bits >>= 1
        peaks.append(leaf)
        self.count += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            root = _sha256(b"\1" + peak + root).digest()
        return root


def compute_root(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def _split(count: int) -> int:
    """The largest power of two below `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


def prove_inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The nodes by which the root over `leaves` follows from the leaf at `index`, the lowest first.

    Raises: IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of {len(leaves)}")
    proof: list[bytes] = []
    while len(leaves) > 1:
        left = _split(len(leaves))
        if index < left:
            proof.append(compute_root(leaves[left:]))
            leaves = leaves[:left]
        else:
            proof.append(compute_root(leaves[:left]))
            leaves, index = leaves[left:], index - left
    return proof[::-1]


def is_included(leaf: bytes, place: tuple[int, int], proof: Sequence[bytes], *, root: bytes) -> bool:
    """Whether the proof leads from the leaf to the root. `place`: its index, and the count of leaves."""
    index, count = place
    if not 0 <= index < count:
        return False
    last, node = count - 1, leaf
    for other in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = hash_node(other, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hash_node(node, other)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def prove_consistency(leaves: Sequence[bytes], count: int) -> list[bytes]:
    """The nodes by which the root over `leaves` follows from that over the first `count` of them.

    Raises: IndexError when there are not so many, or `count` is not above 0.
    """
    if not 0 < count <= len(leaves):
        raise IndexError(f"{count} leaves of {len(leaves)}")
    proof: list[bytes] = []
    is_whole = True
    while count < len(leaves):
        left = _split(len(leaves))
        if count <= left:
            proof.append(compute_root(leaves[left:]))
            leaves = leaves[:left]
        else:
            proof.append(compute_root(leaves[:left]))
            leaves, count, is_whole = leaves[left:], count - left, False
    if not is_whole:
        proof.append(compute_root(leaves))
    return proof[::-1]


def is_consistent(first: tuple[int, bytes], second: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the first tree is the beginning of the second. Each: count and root."""
    (few, first_root), (many, second_root) = first, second
    if not 0 < few <= many:
        return False
    if few == many:
        return not proof and first_root == second_root
    nodes = list(proof) if few & (few - 1) else [first_root, *proof]
    if not nodes:
        return False
    index, last = few - 1, many - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = hash_node(node, old), hash_node(node, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = hash_node(new, node)
        index, last = index >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
