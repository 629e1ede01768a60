"""What an intruder leaves in an event: locked archives of what went, and tools. Notes are the examination's.

Asked only of files that came in a snapshot with the verdict event, under a name that was never there. A
locked archive counts where files went in the event; what runs code counts in a folder that stood before and
held nothing that does. Both are left out and listed, unless a person releases them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.catalog import VersionRow
from firstbell.compose.sources import NodeSource
from firstbell.record.examination import ContentReader

if TYPE_CHECKING:
    from firstbell.compose import running_code
    from firstbell.examine import version_content
else:
    running_code = defer("firstbell.compose.running_code")
    version_content = defer("firstbell.examine.version_content")

# so many files must have gone before an archive is taken for where they went
LEAST_GONE = 5
# types that are encrypted, or of which nobody can tell; of zip the members say so
_LOCKED_TYPES = frozenset(("openpgp", "7z", "age", "openssl-enc", "aescrypt", "axcrypt", "rar", "rar-4"))
ARCHIVE = "a locked archive that came with the event, in which files went"
TOOL = "came with the event, into a folder that held nothing of the kind"


class Leavings(msgspec.Struct):
    """Tells what was left. `events`: positions of the snapshots with the verdict event.

    `gone`: how many files went in them; `clean`: position of the clean point; `release`: what a person said
    of a version.
    """

    contents: ContentReader
    source: NodeSource
    events: Collection[int]
    gone: int
    clean: int
    release: Callable[[VersionRow], str]
    _plain: dict[bytes, bool] = msgspec.field(default_factory=dict)

    def tell(self, row: VersionRow, *, is_new: bool) -> str:
        """Why a version is the intruder's, "" where it is not. `is_new`: nothing was there under its name."""
        if not is_new or row.kind != "file" or row.first not in self.events or self.release(row):
            return ""
        try:
            if self.gone >= LEAST_GONE and self._is_locked(row):
                return ARCHIVE
            why = (
                running_code.tell_code(row, self.contents)
                if self._is_plain(row.path.rpartition(b"/")[0])
                else ""
            )
        except Error:
            return ""
        return f"{why}; {TOOL}" if why else ""

    def _is_locked(self, row: VersionRow) -> bool:
        outcome = version_content.read_alone(row.to_version(), self.contents).outcome
        return outcome.type in _LOCKED_TYPES or (outcome.type == "zip" and "encrypted" in outcome.detail)

    def _is_plain(self, folder: bytes) -> bool:
        """Whether the folder stood at the clean point and held nothing that runs code by its name."""
        if folder not in self._plain:
            tree_id = self.source.find_folder(self.clean, folder) if self.clean >= 0 else None
            nodes = self.source.load(tree_id).nodes if tree_id else {}
            files = [name for name, raw in nodes.items() if raw.node.type == "file"]
            self._plain[folder] = bool(files) and not any(
                running_code.tell_by_name(folder + b"/" + one) for one in files
            )
        return self._plain[folder]
