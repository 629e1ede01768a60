"""Floor 2: the place's state: hosts, credentials, arrivals, judgements, the retention lock. No keys."""

from firstbell.vault.creation import make_vault
from firstbell.vault.errors import VaultBusyError, VaultError, VaultUnreachableError
from firstbell.vault.registry import Credential, check_host_name
from firstbell.vault.vault import CERTIFICATE, NewCredential, Vault
from firstbell.vault.vault_store import VaultStore

__all__ = [
    "CERTIFICATE",
    "Credential",
    "NewCredential",
    "Vault",
    "VaultBusyError",
    "VaultError",
    "VaultStore",
    "VaultUnreachableError",
    "check_host_name",
    "make_vault",
]
