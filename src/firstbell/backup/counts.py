"""Counting what a backup did, by the names of restic's summary."""

from __future__ import annotations

import msgspec


class BackupCounts(msgspec.Struct):
    """Sums over one backup."""

    files_new: int = 0
    files_changed: int = 0
    files_unmodified: int = 0
    dirs_new: int = 0
    dirs_changed: int = 0
    dirs_unmodified: int = 0
    data_blobs: int = 0
    tree_blobs: int = 0
    data_added: int = 0
    data_added_packed: int = 0
    total_files_processed: int = 0
    total_bytes_processed: int = 0

    def count_file(self, *, size_bytes: int, is_known: bool, is_unchanged: bool) -> None:
        """One file that went into the snapshot."""
        self.total_files_processed += 1
        self.total_bytes_processed += size_bytes
        if is_unchanged:
            self.files_unmodified += 1
        elif is_known:
            self.files_changed += 1
        else:
            self.files_new += 1

    def count_unchanged(self, files: int, size_bytes: int) -> None:
        """Files that went into the snapshot as the parent has them."""
        self.total_files_processed += files
        self.total_bytes_processed += size_bytes
        self.files_unmodified += files

    def count_unchanged_folders(self, folders: int) -> None:
        """Folders that went into the snapshot as the parent has them."""
        self.dirs_unmodified += folders

    def count_folder(self, *, is_known: bool, is_unchanged: bool) -> None:
        """One folder that went into the snapshot."""
        if is_unchanged:
            self.dirs_unmodified += 1
        elif is_known:
            self.dirs_changed += 1
        else:
            self.dirs_new += 1
