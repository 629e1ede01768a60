"""What can go wrong with the vault's state."""

from __future__ import annotations

from firstbell.base.errors import Error


class VaultError(Error):
    """The root of this room's errors; a cause of the system is named in the message."""

    code = "vault.failed"


class NoVaultError(VaultError):
    """A folder that is no vault."""

    code = "vault.none"


class VaultExistsError(VaultError):
    """A vault where a new one was to be."""

    code = "vault.exists"


class NewerVaultError(VaultError):
    """A vault, or a journal of it, of a version that this program does not know."""

    code = "vault.newer"


class VaultFullError(VaultError):
    """No room is left for what has to be written down; nothing was."""

    code = "vault.full"


class VaultUnreachableError(VaultError):
    """The log that servers share cannot be reached. What was to be written down may be there, or not."""

    code = "vault.unreachable"


class VaultBusyError(VaultError):
    """Another server serves the vault's folder, or another examiner judges the vault."""

    code = "vault.busy"


class JournalDamagedError(VaultError):
    """A journal whose entries do not follow each other. `seq`: of the first that does not, -1 line one."""

    code = "vault.damaged"

    def __init__(self, name: str, seq: int, problem: str) -> None:
        super().__init__(
            f"journal {name}, entry {seq}: {problem}",
            hint="do not change the file; with a saved head, `firstbell vault prove` says what is missing",
        )
        self.name = name
        self.seq = seq
        self.problem = problem


class UnknownHostError(VaultError):
    """No host has the name."""

    code = "vault.unknown_host"


class HostExistsError(VaultError):
    """The name is taken, or differs from one that is in case alone."""

    code = "vault.host_exists"


class InvalidHostNameError(VaultError):
    """A name that no host can have."""

    code = "usage.host_name"


class UnknownCredentialError(VaultError):
    """No credential has the id."""

    code = "vault.unknown_credential"


class LockDaysError(VaultError):
    """The retention lock was to be made shorter."""

    code = "vault.lock_days"


class UnknownClaimError(VaultError):
    """No host is expected by the name, or no claim is the one that is meant."""

    code = "vault.unknown_claim"


class ClaimClosedError(VaultError):
    """A claim of a host that is not expected, or not now, or not from there: the text does not say which."""

    code = "vault.claim_closed"


class ClaimTakenError(VaultError):
    """A claim of a host whose claim was confirmed already."""

    code = "vault.claim_taken"


class TooManyClaimsError(VaultError):
    """A host was claimed too often."""

    code = "vault.claims_too_many"
