"""The last signed heads of the ledgers of a desk and of its cases, to keep out of the district's reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from firstbell.base.errors import Error
from firstbell.case.case import Case
from firstbell.ledger import HeadLine, Ledger, LedgerError, Signer, SignerKeyFile
from firstbell.ledger.headtext import render_head_text
from firstbell.ledger.kept_heads import keep_head

LEDGER_NAME = "ledger"
HEADS_NAME = "heads"


class DeskLedger(NamedTuple):
    """A ledger of the desk: the id of its repository, its folder, where its heads are kept."""

    repository: str
    folder: Path
    heads: Path

    @property
    def name(self) -> str:
        """What it is called in text."""
        return f"ledger of repository {self.repository[:8]}"


@dataclass(frozen=True, slots=True)
class KeptDeskHead:
    """The last head of a ledger, who signed it, and the text to print, mail or read aloud.

    `unkept`: why the desk has no copy, "" where it has one.
    """

    line: HeadLine
    signed_by: str
    text: str
    unkept: str = ""


@dataclass(frozen=True, slots=True)
class RecordHead:
    """The head of one record, as a file to keep. `check`: the command that holds the record against it."""

    record: str
    file: str
    text: str
    check: str


def list_desk_ledgers(desk: Path) -> list[DeskLedger]:
    """The desk's ledgers, by repository."""
    folders = sorted(path.parent for path in desk.glob(f"*/{LEDGER_NAME}*") if path.is_dir() or path.suffix)
    return [DeskLedger(each.name, each / LEDGER_NAME, each / HEADS_NAME) for each in dict.fromkeys(folders)]


def name_signer(ledger: Ledger) -> str:
    """Who signed the last head, for people; "" before the first. Raises: as reading the ledger."""
    chain = ledger.review()
    actor = chain.roster.actors.get(chain.head.head.actor) if chain.head else None
    return f"{actor.name}, {actor.role}" if actor else ""


def keep_desk_head(place: DeskLedger) -> KeptDeskHead | None:
    """A ledger's last head, and a copy in the desk's folder; None where nothing was signed yet.

    Raises: as reading the ledger.
    """
    ledger = Ledger(place.folder)
    line = ledger.signed_head()
    if line is None:
        return None
    name = name_signer(ledger)
    unkept = ""
    try:
        keep_head(place.heads, line, name=name)
    except LedgerError as error:  # who may read a desk, and no more, shall have its heads
        unkept = str(error)
    return KeptDeskHead(line, name, render_head_text(line, name=name), unkept)


def gather_ledger_heads(
    desk: Path, cases: Sequence[Path], *, signer: Signer | SignerKeyFile, problems: list[str]
) -> Iterator[RecordHead]:
    """The head of each ledger of the desk and of each case; one that cannot be read becomes a problem."""
    for place in list_desk_ledgers(desk):
        file = f"ledger-{place.repository[:8]}.head.txt"
        told = (place.name, file, f"firstbell desk verify --head {file}")
        yield from _read_head(Ledger(place.folder), told, problems)
    for path in cases:
        file = f"case-{path.name}.head.txt"
        told = (f"case {path.name}", file, f"firstbell case verify {path} --head {file}")
        try:
            case = Case(path, signer)
        except Error as error:
            problems.append(f"{told[0]}: {error}")
            continue
        yield from _read_head(case.main, told, problems)


def _read_head(ledger: Ledger, told: tuple[str, str, str], problems: list[str]) -> Iterator[RecordHead]:
    record, file, check = told
    try:
        line = ledger.review().head
        if line is not None:
            yield RecordHead(record, file, render_head_text(line, name=name_signer(ledger)), check)
    except Error as error:
        problems.append(f"{record}: {error}")
