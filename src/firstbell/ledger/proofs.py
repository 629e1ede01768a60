"""Proofs in the tree of a ledger: that an entry is in it, and that one tree is the beginning of another.

Source: RFC 6962 section 2.1; RFC 9162 sections 2.1.3.2 and 2.1.4.2 (how proofs are checked).
"""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.ledger.tree import compute_root, hash_node


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
