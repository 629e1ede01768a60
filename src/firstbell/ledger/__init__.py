"""Floor 2: append-only, hash-chained entries: what people ruled, so that nobody can change it unseen."""

from firstbell.ledger.chain import Entry, LedgerDamagedError, LedgerError, NewerLedgerError
from firstbell.ledger.ledger import Ledger

__all__ = ["Entry", "Ledger", "LedgerDamagedError", "LedgerError", "NewerLedgerError"]
