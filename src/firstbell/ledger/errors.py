"""What can go wrong with a ledger."""

from __future__ import annotations

from firstbell.base.errors import Error


class LedgerError(Error):
    """The root of this room's errors."""

    code = "ledger.failed"


class LedgerDamagedError(LedgerError):
    """A line that is not what was written. `seq`: of the entry at its place, -1 for the first line."""

    code = "ledger.damaged"

    def __init__(self, seq: int, problem: str) -> None:
        place = f"entry {seq}" if seq >= 0 else "the first line"
        super().__init__(
            f"{place} of the ledger: {problem}",
            hint="someone or something changed the file; put it back from a backup, do not edit it",
        )
        self.seq = seq
        self.problem = problem


class NewerLedgerError(LedgerError):
    """A ledger of a version that this program does not know."""

    code = "ledger.newer"


class OldLedgerError(LedgerError):
    """A ledger of version 1, which was never released, lies where one of version 2 belongs."""

    code = "ledger.old"


class LedgerFullError(LedgerError):
    """No room on the disk for what should be added; the ledger stands as it stood."""

    code = "ledger.full"


class LedgerEndedError(LedgerError):
    """The record goes on in another ledger, or will once that is made; this one takes nothing more."""

    code = "ledger.ended"


class LedgerMovedError(LedgerError):
    """Somebody else added to the ledger while a batch waited for its signature; nothing was added."""

    code = "ledger.moved"


class SignatureRefusedError(LedgerError):
    """What came back for a batch is not its signature by the key that was asked; nothing was added."""

    code = "ledger.signature"


class KeyRefusedError(LedgerError):
    """A key that may not sign here: unknown to the ledger, retired or revoked. `fingerprint`: hex."""

    code = "ledger.key"

    def __init__(self, fingerprint: str, problem: str, *, hint: str = "") -> None:
        super().__init__(f"key {fingerprint[:16]} {problem}", hint=hint)
        self.fingerprint = fingerprint


class KeyFileError(LedgerError):
    """A key file that cannot be read, written or opened."""

    code = "ledger.key_file"


class RoleError(LedgerError):
    """An actor whose role may not add this, or a kind that no role may."""

    code = "ledger.role"


class PersonalValueError(LedgerError):
    """What looks like a person's number where it must not stand. `place`: where. The value is not kept."""

    code = "ledger.personal"

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"{place}: it holds what looks like {what}; personal values must never go on a ledger",
            hint="leave the value out and say what was found where; nothing can be removed from a ledger "
            "later",
        )
        self.place = place
        self.what = what
