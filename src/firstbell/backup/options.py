"""What a backup is asked to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from firstbell.base.errors import Error
from firstbell.record.screen import ContentScreen
from firstbell.repository import Compression


class BackupError(Error):
    """The root of this room's errors."""

    code = "backup.failed"


class NothingToBackUpError(BackupError):
    """No target was given, or none of them exists."""

    code = "backup.no_target"


class BackupOptions(msgspec.Struct, frozen=True):
    """A backup.

    `targets`: paths as given; a relative one is stored relative, as restic does. `excludes(path, is_dir)`:
    whether to leave an entry out, asked with the absolute local path. `time_ns`: time of the snapshot, None
    for now. `parent`: hex id, digits or None to look for one; `force`: read everything, whatever a parent
    says. `exclude_folder(path)`: whether a folder's content is left out because of what lies in it.
    `screen`: makes what looks at each content that is saved, None for nothing. `reread_percent`: how much of
    what looks unchanged is read all the same, each file in its turn, for a day that has passed since the
    snapshot before; `reread_all`: all of it. `readers`: how many
    files are read at once, 0 for as many as the machine can. `scout_from_files`: a second process looks for
    what has not changed where the snapshot before has so many files, or does not tell how many.
    """

    targets: Sequence[bytes]
    hostname: str
    excludes: Callable[[bytes, bool], bool] | None = None
    exclude_folder: Callable[[bytes], bool] | None = None
    exclude_patterns: Sequence[str] = ()
    max_file_bytes: int | None = None
    one_file_system: bool = False
    tags: Sequence[str] = ()
    time_ns: int | None = None
    parent: str | None = None
    force: bool = False
    ignore_inode: bool = False
    ignore_ctime: bool = False
    reread_percent: float = 0.0
    reread_all: bool = False
    with_atime: bool = False
    skip_if_unchanged: bool = False
    dry_run: bool = False
    compression: Compression = Compression.AUTO
    workers: int = 2
    readers: int = 0
    scout_from_files: int = 2000
    program_version: str = ""
    screen: Callable[[], ContentScreen] | None = None
