"""Floor 4: a source tree to a snapshot."""

from firstbell.backup.backup import BackupResult, backup_tree
from firstbell.backup.options import BackupOptions

__all__ = ["BackupOptions", "BackupResult", "backup_tree"]
