"""What the examination is told of the host's past."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class History:
    """The past of one host.

    `is_first`: there is no older snapshot. `event_open`: an earlier snapshot was struck and its event is
    not closed. `suffixes`, `markers`: what that event appended to names and contents
    (campaign.find_suffixes). `usual_changes`, `usual_deletions`: files a snapshot, median, 0 if not known.
    `recent_damaged`: damaged files in earlier snapshots of this host that no event holds yet, so that a
    few files a day add up.
    """

    is_first: bool = False
    event_open: bool = False
    suffixes: frozenset[bytes] = frozenset()
    markers: frozenset[bytes] = frozenset()
    usual_changes: int = 0
    usual_deletions: int = 0
    recent_damaged: int = 0
