"""What the journals of a vault came to at a place in each, so that the next look reads only what came since.

A mark is derived, and kept by whoever reads, beside other derived things: never in the vault. It bears the
SHA-256 of each journal from its first byte to that place. Where one byte there is another by now the mark is
worth nothing: the journal is read from its start, and says what is wrong with it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from firstbell.store.errors import StoreError
from firstbell.store.publication import publish
from firstbell.vault.inventory import Holdings
from firstbell.vault.journal import JournalMark
from firstbell.vault.judgements import KeptJudgements

# raised whenever what is kept changes
VERSION = 2


class VaultMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where arrivals and judgements stood, and what they came to. `entries`: of arrivals.

    `times`: by host, `SnapshotTimes`, encoded.
    """

    version: int
    vault: str
    arrivals: JournalMark
    judgements: JournalMark
    entries: int
    holdings: dict[str, Holdings]
    times: dict[str, msgspec.Raw]
    judged: KeptJudgements


def load_mark(path: Path, vault_id: str) -> VaultMark | None:
    """The mark of this vault that is kept there, None where there is none that can be used."""
    try:
        mark = msgspec.msgpack.decode(path.read_bytes(), type=VaultMark)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return mark if (mark.version, mark.vault) == (VERSION, vault_id) else None


def save_mark(path: Path, mark: VaultMark) -> None:
    """Keep it in the place of the one before; where that cannot be, there is none."""
    with suppress(OSError, StoreError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        publish(path.parent, path.name, [msgspec.msgpack.encode(mark)])
