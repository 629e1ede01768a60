"""A small ledger of two actors, with batches of one and of several, and ways to tamper with its lines."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from firstbell.base.clock import FixedClock
from firstbell.ledger import EntryDraft, Ledger, Signer, make_actor, make_signer
from firstbell.ledger.actors import Actor
from firstbell.ledger.lines import Head, HeadLine, hash_entry, hash_line, render_line, signed_bytes
from firstbell.ledger.roster import MADE, REVOKED, ROTATED, describe_key
from firstbell.ledger.signatures import is_signed
from firstbell.ledger.tree import compute_root, hash_leaf
from firstbell.ledger.verifier.inspection import Inspected, inspect_ledger
from firstbell.ledger.verifier.problems import LedgerProblem

START_NS = 1_676_700_000_000_000_000
ADA = Signer(Actor("ada0" * 4, "Ada", "director"), bytes(range(32)))
BO = Signer(Actor("b0b0" * 4, "Bo", "technician"), bytes(range(1, 33)))
OLD_ADA = Signer(ADA.actor, bytes(range(2, 34)))


def make_ledger(folder: Path, *, rounds: int = 2) -> list[bytes]:
    """The ledger's lines, each with its newline.

    The director's first key is rotated and revoked early on; then both add in turn, the director three
    entries a batch, the technician one.
    """
    clock = FixedClock(START_NS)
    old, ada, bo = (Ledger(folder, clock, signer) for signer in (OLD_ADA, ADA, BO))
    old.append_many(
        [EntryDraft("event.declared", {"event": "ab" * 8}), EntryDraft("key", describe_key(MADE, BO))]
    )
    clock.advance(60)
    old.append("key", describe_key(ROTATED, ADA))
    clock.advance(60)
    ada.append("key", revoke(OLD_ADA))
    for number in range(rounds):
        clock.advance(60)
        bo.append("note", {"round": number})
        clock.advance(60)
        ada.append_many([EntryDraft("note", {"round": number, "at": at}) for at in range(3)])
    clock.advance(60)
    bo.append("note", {"text": "the last one, ümlaut"})
    return split_lines(ada.path.read_bytes())


def revoke(signer: Signer) -> dict[str, Any]:
    """The body of an entry that revokes this key."""
    told = describe_key(REVOKED, signer, "lost")
    del told["public"]
    return told


def split_lines(data: bytes) -> list[bytes]:
    """The lines, each with its newline."""
    return data.splitlines(keepends=True)


def inspect(lines: Iterable[bytes]) -> Inspected:
    """What the verifier finds in these lines."""
    return inspect_ledger(io.BytesIO(b"".join(lines)), is_signed)


def list_seqs(lines: Sequence[bytes]) -> list[int]:
    """For each line the seq of its entry, of a head that of the entry before it, -1 for the first line."""
    seqs, last = [], -1
    for line in lines:
        last = json.loads(line).get("seq", last)
        seqs.append(last)
    return seqs


def list_named(problems: Iterable[LedgerProblem]) -> set[int]:
    """The entries that the problems name."""
    return {seq for problem in problems for seq in range(problem.seq, problem.last_seq + 1)}


def change_entry(line: bytes, **fields: Any) -> bytes:
    """The entry's line with other values in it."""
    said = {**json.loads(line), **fields}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def rewrite(lines: Sequence[bytes], at: int, signer: Signer | None, **fields: Any) -> list[bytes]:
    """The lines with another entry at `at`, and everything behind it made to fit.

    The heads from there on are signed by `signer`; None: they keep their signatures.
    """
    made = list(lines[:at])
    leaves = [hash_leaf(line[:-1]) for line in made if b'"seq":' in line]
    for number, line in enumerate(lines[at:], start=at):
        if b'"seq":' in line:
            new = fields if number == at else {}
            prev = leaves[-1].hex() if leaves else "0" * 64
            made.append(change_entry(line, **{"prev": prev, **new}))
            leaves.append(hash_leaf(made[-1][:-1]))
        else:
            made.append(resign(line, leaves, made, signer))
    return made


def resign(line: bytes, leaves: Sequence[bytes], before: Sequence[bytes], signer: Signer | None) -> bytes:
    """The head of a line, over these leaves instead; its time is that of the entry before it."""
    said = json.loads(line)
    previous = next(line for line in reversed(before) if b'"seq":' not in line)
    head = Head(
        **{
            **said["head"],
            "root": compute_root(leaves).hex(),
            "previous": hash_line(previous[:-1]),
            "time": json.loads(before[-1])["time"],
            "key": signer.fingerprint if signer else said["head"]["key"],
        }
    )
    signature = (signer or make_signer(make_actor("nobody", "director"))).sign(signed_bytes(head))
    return render_line(HeadLine(head, signature)) + b"\n"


def hash_line_of_entry(line: bytes) -> str:
    """The id of the entry on a line with its newline."""
    return hash_entry(line[:-1])
