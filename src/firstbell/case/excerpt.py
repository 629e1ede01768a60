"""An excerpt of a ledger: some entries as they stand, each with the proof that the signed head holds it.

Source: RFC 6962 section 2.1.1 (audit paths).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from firstbell.case.errors import CaseError
from firstbell.ledger import Ledger
from firstbell.ledger.lines import ENTRY_START, HEAD_START, HeadLine, parse_head
from firstbell.ledger.tree import hash_leaf, hash_node

VERSION = 1


class Proofs:
    """Proofs for many leaves of one tree: each subtree is hashed once. Hashes are 32 bytes."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves
        self._roots: dict[tuple[int, int], bytes] = {}

    def root(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` to before `end`, which are one at least."""
        if end - start == 1:
            return self._leaves[start]
        known = self._roots.get((start, end))
        if known is None:
            middle = start + _split(end - start)
            known = hash_node(self.root(start, middle), self.root(middle, end))
            self._roots[start, end] = known
        return known

    def prove(self, index: int) -> list[bytes]:
        """The nodes by which the root follows from the leaf at `index`, the lowest first."""
        start, end = 0, len(self._leaves)
        proof = []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self.root(middle, end))
                end = middle
            else:
                proof.append(self.root(start, middle))
                start = middle
        return proof[::-1]


def _split(count: int) -> int:
    """The largest power of two below `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


def make_excerpt(ledger: Ledger, wanted: Iterable[int]) -> dict[str, Any]:
    """The entries of these `seq`, with the last head and the key that signed it. docs/formats/case.md.

    Raises: CaseError when nothing is acknowledged yet; what reading the ledger raises.
    """
    chain = ledger.review()
    if chain.head is None:
        raise CaseError(f"ledger {ledger.path} is empty")
    entries, head = _read_lines(ledger, chain.head)
    proofs = Proofs([hash_leaf(line) for line in entries])
    chosen = [
        {"seq": seq, "line": entries[seq].decode(), "proof": [node.hex() for node in proofs.prove(seq)]}
        for seq in sorted(set(wanted))
        if seq < len(entries)
    ]
    return {
        "version": VERSION,
        "head": head.decode(),
        "public": base64.b64encode(chain.roster.keys[chain.head.head.key].public).decode(),
        "entries": chosen,
        "left_out": len(entries) - len(chosen),
    }


def _read_lines(ledger: Ledger, last: HeadLine) -> tuple[list[bytes], bytes]:
    """The lines of the entries that the head signs, and its own."""
    entries: list[bytes] = []
    for line in ledger.path.read_bytes().split(b"\n"):
        if line.startswith(ENTRY_START):
            entries.append(line)
        elif line.startswith(HEAD_START) and parse_head(line, len(entries) - 1) == last:
            return entries, line
    raise CaseError(f"ledger {ledger.path} changed while it was read", hint="do it again")
