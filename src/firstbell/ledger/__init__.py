"""Floor 2: the record that nobody can change unseen: entries chained, in a tree whose heads are signed."""

from firstbell.ledger.actors import Actor
from firstbell.ledger.batch import Draft
from firstbell.ledger.errors import (
    KeyFileError,
    KeyRefusedError,
    LedgerDamagedError,
    LedgerError,
    LedgerFullError,
    NewerLedgerError,
    OldLedgerError,
    RoleError,
)
from firstbell.ledger.ledger import ENTRIES_NAME, Ledger
from firstbell.ledger.lines import Entry, Head, HeadLine
from firstbell.ledger.signing import KeyFile, Signer, load_signer, make_actor, make_signer, save_signer

__all__ = [
    "Actor",
    "Draft",
    "ENTRIES_NAME",
    "Entry",
    "Head",
    "HeadLine",
    "KeyFile",
    "KeyFileError",
    "KeyRefusedError",
    "Ledger",
    "LedgerDamagedError",
    "LedgerError",
    "LedgerFullError",
    "NewerLedgerError",
    "OldLedgerError",
    "RoleError",
    "Signer",
    "load_signer",
    "make_actor",
    "make_signer",
    "save_signer",
]
