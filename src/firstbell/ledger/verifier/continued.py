"""Several ledgers verified, and that one goes on where another one ended."""

from __future__ import annotations

import json
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from firstbell.ledger.verifier.first_fault import Verified, verify_lines
from firstbell.ledger.verifier.kept_heads import KeptLine
from firstbell.ledger.verifier.lines import HEAD, READS_VERSION, STARTS, LedgerLine, read_line, render_plain
from firstbell.ledger.verifier.problems import REFUSED, REMOVED, name_problem
from firstbell.ledger.verifier.rules import SignatureCheck

# the path of a ledger, and what was found in it
VerifiedFile = Tuple[str, Verified]
_SOURCE = "the ledger that continues this one"
_ODD = "what it says it continues is no head of a ledger"


class LedgerOutline(NamedTuple):
    """What a file says of itself before it is verified. `continues`: the head that its first entry signs.

    `next_id`: of the ledger in which the record goes on, "" where it does not say that.
    """

    ledger_id: str
    continues: Optional[LedgerLine]
    next_id: str


def verify_files(
    paths: Sequence[str], is_signed: SignatureCheck, kept: Sequence[KeptLine] = ()
) -> List[VerifiedFile]:
    """Each file up to its first fault, with the kept heads that are its own. Raises: NewerError, OSError."""
    outlines = {path: _outline(path) for path in paths}
    ids = {path: outline.ledger_id for path, outline in outlines.items()}
    found: List[VerifiedFile] = []
    for path, outline in outlines.items():
        others = set(ids.values()) - {outline.ledger_id}
        mine = [head for head in kept if head[1].body.ledger not in others]
        following = [one for one in outlines.values() if _is_next(outline, one)]
        mine += [(_SOURCE, one.continues) for one in following if one.continues is not None]
        with open(path, "rb") as file:
            one = verify_lines(file, is_signed, mine)
        found.append((path, one if one.fault else _check_link(one, outline, outlines)))
    return found


def _is_next(outline: LedgerOutline, other: LedgerOutline) -> bool:
    continues = other.continues
    return continues is not None and continues.what == HEAD and continues.body.ledger == outline.ledger_id


def _outline(path: str) -> LedgerOutline:
    """Raises: NewerError, OSError."""
    ledger_id, next_id, may_end = "", "", False
    continues: Optional[LedgerLine] = None
    with open(path, "rb") as file:
        for place, raw in enumerate(file):
            if place == 0:
                first = read_line(0, raw.rstrip(b"\n"))
                said = first.body if isinstance(first.body, dict) else {}
                ledger_id, may_end = said.get("id", ""), said.get("version") == READS_VERSION - 1
            elif place == 1:
                continues = _find_continues(read_line(place, raw.rstrip(b"\n")))
            if may_end and raw.startswith(STARTS[0]) and b'"kind":"case.continued"' in raw:
                next_id = _find_next(raw)
    return LedgerOutline(ledger_id, continues, next_id)


def _find_continues(line: LedgerLine) -> Optional[LedgerLine]:
    said = line.body.get("continues") if line.kind == "key" and line.seq == 0 else None
    return None if said is None else read_line(0, render_plain(said))


def _find_next(raw: bytes) -> str:
    try:
        said = json.loads(raw.decode())
        return str(said["body"]["ledger"]) if said["kind"] == "case.continued" else ""
    except (ValueError, KeyError, TypeError):
        return ""


def _check_link(found: Verified, outline: LedgerOutline, outlines: Dict[str, LedgerOutline]) -> Verified:
    """What holds in itself, held against the ledger before it and the one behind it."""
    continues = outline.continues
    named = {one.ledger_id: one for one in outlines.values()}
    problem, seq, kind = "", 0, REFUSED
    if continues is not None and continues.what != HEAD:
        problem = _ODD
    elif continues is not None and continues.body.ledger not in named:
        told = "it continues the ledger %s, over %d entries, which was not named: name it as well"
        problem, kind = told % (continues.body.ledger, continues.seq + 1), REMOVED
    elif continues is not None and named[continues.body.ledger].next_id != outline.ledger_id:
        problem = "the ledger that it continues announces another one"
    elif outline.next_id and outline.next_id not in named:
        told = "the record goes on in the ledger %s, which was not named: name it as well"
        problem, seq, kind = told % outline.next_id, found.entries, REMOVED
    elif found.head is not None and any(_ends_before(found, one, outline) for one in outlines.values()):
        problem, seq = (
            "it stands behind the end of its ledger, which another one continues",
            found.entries - 1,
        )
    return found if not problem else found._replace(fault=name_problem(seq, kind, problem))


def _ends_before(found: Verified, other: LedgerOutline, outline: LedgerOutline) -> bool:
    """Whether the other ledger continues this one from before its last head on."""
    continues = other.continues
    return (
        _is_next(outline, other)
        and continues is not None
        and found.head is not None
        and continues.hex_id != found.head.hex_id
    )
