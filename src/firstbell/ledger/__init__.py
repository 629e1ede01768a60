"""Floor 2: the record that nobody can change unseen: entries chained, in a tree whose heads are signed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from firstbell.ledger.actors import Actor
from firstbell.ledger.batch import EntryDraft
from firstbell.ledger.errors import (
    KeyRefusedError,
    LedgerDamagedError,
    LedgerError,
    NewerLedgerError,
    RoleError,
)
from firstbell.ledger.ledger import ENTRIES_NAME, Ledger
from firstbell.ledger.lines import Entry, HeadLine
from firstbell.ledger.signatures import (
    Signer,
    SignerKeyFile,
    change_passphrase,
    is_sealed,
    load_signer,
    make_actor,
    make_signer,
    save_signer,
)

if TYPE_CHECKING:
    from firstbell.ledger.verification import verify

__all__ = [
    "Actor",
    "EntryDraft",
    "ENTRIES_NAME",
    "Entry",
    "HeadLine",
    "SignerKeyFile",
    "change_passphrase",
    "is_sealed",
    "KeyRefusedError",
    "Ledger",
    "LedgerDamagedError",
    "LedgerError",
    "NewerLedgerError",
    "RoleError",
    "Signer",
    "load_signer",
    "make_actor",
    "make_signer",
    "save_signer",
    "verify",
]


def __getattr__(name: str) -> Any:
    # the verifier is loaded when it is asked for: few commands need it, and each would wait 20 ms
    if name != "verify":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("firstbell.ledger.verification"), name)
