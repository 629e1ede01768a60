"""A whole ledger verified: every line, every signature, and heads that were kept elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from firstbell.ledger.chain import Chain
from firstbell.ledger.errors import LedgerDamagedError
from firstbell.ledger.ledger import Ledger
from firstbell.ledger.lines import HeadLine, parse_head, render_line
from firstbell.ledger.signatures import is_signed
from firstbell.ledger.verifier.inspection import Inspected, inspect_ledger
from firstbell.ledger.verifier.kept_heads import KeptLine, KnownHeads, compare_heads
from firstbell.ledger.verifier.lines import FIRST, HEAD, HEAD_DOMAIN, LedgerLine, read_line
from firstbell.ledger.verifier.problems import KEPT_HEAD, REFUSED, LedgerProblem, name_problem, tell_problem

__all__ = [
    "KEPT_HEAD",
    "REFUSED",
    "KeptHead",
    "LedgerProblem",
    "Verification",
    "find_ledger_id",
    "name_problem",
    "tell_problem",
    "verify",
]


class KeptHead(NamedTuple):
    """A head that was kept elsewhere, and where."""

    source: str
    line: HeadLine


@dataclass(frozen=True, slots=True)
class Verification:
    """What a ledger is found to be.

    `entries`, `heads`: those that can be trusted; `head`: the last of these. `torn_bytes`: what a power cut
    left of a batch that was never said to be written; it is no problem.
    """

    entries: int
    heads: int
    problems: tuple[LedgerProblem, ...]
    torn_bytes: int
    head: HeadLine | None

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify(folder: Path, kept: Sequence[KeptHead] = ()) -> Verification:
    """What the ledger in a folder is found to be, held against kept heads. What is wrong is no exception.

    A ledger that holds is read quickly and takes little memory. One that does not is gone through again,
    with some 500 bytes for each entry behind the first problem.

    Raises: NewerLedgerError, OldLedgerError; LedgerError when it cannot be read.
    """
    ledger = Ledger(folder)
    lines = [(head.source, read_line(0, render_line(head.line))) for head in kept]
    chain = Chain(every_signature=True)
    roots: dict[int, str] = {}
    wanted = {head.line.head.size for head in kept}
    damage: LedgerDamagedError | None = None
    try:
        for _ in ledger.check(chain):
            if chain.head is not None and chain.size in wanted:
                roots[chain.size] = chain.head.head.root
    except LedgerDamagedError as error:
        damage = error
    if damage is None and not ledger.torn_bytes:
        return Verification(chain.size, chain.heads, tuple(_compare(chain, roots, lines)), 0, chain.head)
    return _inspect(ledger, lines, damage)


def find_ledger_id(folder: Path) -> str:
    """The id of the ledger in a folder, as its first line says, else a head; "" where none says so.

    Raises: OldLedgerError; LedgerError when it cannot be read.
    """
    with Ledger(folder).opened() as file:
        for raw in file or ():
            line = _read(raw)
            if line.what == FIRST:
                return str(line.body["id"])
            if line.what == HEAD:
                return str(line.body.ledger)
    return ""


def _read(raw: bytes) -> LedgerLine:
    # not as at the beginning of a file: of whatever version it is
    return read_line(1, raw.rstrip(b"\n"))


def _compare(chain: Chain, roots: Mapping[int, str], lines: Sequence[KeptLine]) -> list[LedgerProblem]:
    ledger_id = chain.header.id if chain.header else ""
    return list(compare_heads(KnownHeads(ledger_id, chain.size, roots, chain.roster, is_signed), lines))


def _inspect(ledger: Ledger, lines: Sequence[KeptLine], damage: LedgerDamagedError | None) -> Verification:
    with ledger.opened() as file:
        assert file is not None
        found = inspect_ledger(file, is_signed, lines)
    problems = tuple(found.problems)
    if damage is not None and not problems:
        problems = (name_problem(damage.seq, REFUSED, damage.problem),)
    return Verification(found.entries, found.heads, problems, found.torn_bytes, _find_head(found))


def _find_head(found: Inspected) -> HeadLine | None:
    return None if found.head is None else parse_head(_render_head(found.head), found.head.seq)


def _render_head(line: LedgerLine) -> bytes:
    """The line of a head, as it stands in the file."""
    signature = base64.b64encode(line.body.signature)
    said: bytes = line.body.message[len(HEAD_DOMAIN) :]
    return b'{"head":%s,"signature":"%s"}' % (said, signature)
