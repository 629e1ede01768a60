"""The Merkle tree over the entries of a ledger.

A leaf is SHA-256(0x00 || line), a node SHA-256(0x01 || left || right); the left side of n leaves is the
largest power of two below n. Hashes are 32 raw bytes.

Source: RFC 6962 section 2.1.
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
