"""Floor 2: the record that nobody can change unseen: entries chained, in a tree whose heads are signed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from firstbell.ledger.actors import Actor
from firstbell.ledger.batch import EntryDraft
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
    from firstbell.ledger.verification import KeptHead, LedgerProblem, Verification, tell_problem, verify

__all__ = [
    "Actor",
    "EntryDraft",
    "ENTRIES_NAME",
    "Entry",
    "Head",
    "HeadLine",
    "SignerKeyFile",
    "change_passphrase",
    "is_sealed",
    "KeyFileError",
    "KeyRefusedError",
    "KeptHead",
    "Ledger",
    "LedgerDamagedError",
    "LedgerError",
    "LedgerFullError",
    "NewerLedgerError",
    "OldLedgerError",
    "LedgerProblem",
    "RoleError",
    "Signer",
    "Verification",
    "load_signer",
    "make_actor",
    "make_signer",
    "save_signer",
    "tell_problem",
    "verify",
]

# the verifier is loaded when it is asked for: few commands need it, and each would wait 20 ms
_LATE = {"KeptHead", "LedgerProblem", "Verification", "tell_problem", "verify"}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("firstbell.ledger.verification"), name)
