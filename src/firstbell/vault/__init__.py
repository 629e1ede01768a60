"""Floor 2: the place's state: hosts, credentials, arrivals, judgements, the retention lock. No keys."""

from firstbell.vault.about import find_vault
from firstbell.vault.creation import make_vault
from firstbell.vault.errors import (
    HostExistsError,
    InvalidHostNameError,
    JournalDamagedError,
    LockDaysError,
    NewerVaultError,
    NoVaultError,
    UnknownCredentialError,
    UnknownHostError,
    VaultBusyError,
    VaultError,
    VaultExistsError,
    VaultFullError,
    VaultUnreachableError,
)
from firstbell.vault.registry import Credential, VaultHost, check_host_name
from firstbell.vault.vault import CERTIFICATE, NewCredential, Vault
from firstbell.vault.vault_store import VaultStore

__all__ = [
    "CERTIFICATE",
    "Credential",
    "VaultHost",
    "HostExistsError",
    "InvalidHostNameError",
    "JournalDamagedError",
    "LockDaysError",
    "NewCredential",
    "NewerVaultError",
    "NoVaultError",
    "UnknownCredentialError",
    "UnknownHostError",
    "Vault",
    "VaultBusyError",
    "VaultError",
    "VaultExistsError",
    "VaultFullError",
    "VaultStore",
    "VaultUnreachableError",
    "check_host_name",
    "find_vault",
    "make_vault",
]
