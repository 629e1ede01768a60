"""What the examination is told of the host's past."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

import msgspec

from firstbell.examine.host_evidence import NOTHING, HostEvidence
from firstbell.examine.verdict import PastEvidence


class Census(Protocol):
    """Counts the files of the snapshot before, when it is asked."""

    def count_held(self, *, by_group: bool) -> Mapping[tuple[str, str], int]:
        """Files of the host ("host", ""); `by_group`: of each top folder and type too."""

    def find_returned(self, contents: Mapping[bytes, tuple[bytes, ...]]) -> Collection[bytes]:
        """Of paths with the blobs they hold now, those that held the same before, but not the day before."""

    def find_unchanged(self, paths: Collection[bytes]) -> Collection[bytes]:
        """Of paths, those whose file never changed in at least five snapshots up to the one before."""

    def find_standing(self, contents: Mapping[bytes, tuple[bytes, ...]]) -> Collection[bytes]:
        """Of paths that went, with the blobs they held: those of which a copy stood, and still stands."""


class History(msgspec.Struct, frozen=True):
    """The past of one host, and what the desk knows of it.

    `is_first`: there is no older snapshot. `event_open`: an earlier snapshot was struck and its event is not
    closed. `is_doubted`: the snapshot before is not clean. `suffixes`, `markers`: what that event appended to
    names and contents (campaign.find_suffixes).
    `standing`: what earlier snapshots left in mind; `at_ns`: time of this one. `usual`: counts that are
    nothing new for this host, by name of the fact (standing.measure_habits). `roots`: the paths that were
    backed up; a folder right below one is a top folder. `files_held`: files in the snapshot before, 0 if not
    known. `left_over`: files that still lie in a folder from which files were deleted, by folder with its
    closing slash, where that is known. `canaries`: path -> SHA-256 of the content that was planted there.
    `ruled`: what a person ruled on this snapshot: "", "benign" or "event"; `ruled_why`: when and why.
    `census`: counts what the snapshot before held, and knows what is back.
    `uncovered`: what the snapshot before covered and this one does not; `uncovered_files`: files in it;
    `uncovered_why`: how that is known.
    """

    is_first: bool = False
    event_open: bool = False
    is_doubted: bool = False
    suffixes: frozenset[bytes] = frozenset()
    markers: frozenset[bytes] = frozenset()
    standing: HostEvidence = NOTHING
    at_ns: int = 0
    usual: Mapping[str, int] = msgspec.field(default_factory=dict)
    roots: tuple[bytes, ...] = ()
    files_held: int = 0
    left_over: Mapping[bytes, int] = msgspec.field(default_factory=dict)
    canaries: Mapping[bytes, bytes] = msgspec.field(default_factory=dict)
    ruled: str = ""
    ruled_why: str = ""
    census: Census | None = None
    uncovered: tuple[bytes, ...] = ()
    uncovered_files: int = 0
    uncovered_why: str = ""

    @property
    def past(self) -> PastEvidence:
        """What the verdict leans on."""
        return PastEvidence(
            self.standing, self.at_ns, self.usual, self.event_open, self.ruled, self.ruled_why
        )
