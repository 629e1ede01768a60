"""`recover release`: a person takes files from after a boundary."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.cli.benches import find_repository
from firstbell.cli.terminal.options import RepositoryOptions, Result, reading


def release_files(
    options: RepositoryOptions, patterns: Sequence[str], *, host: str | None, why: str
) -> Result:
    """Put a release on the desk's ledger.

    Raises: UsageError, InvalidPatternError, NoSnapshotError, SeveralHostsError, LedgerError.
    """
    from firstbell.actions.rulings import ReleaseRequest, release

    asked = ReleaseRequest(patterns=patterns, host=host, why=why)
    with reading(options) as repository:
        done = release(find_repository(options, repository), asked)
    options.output.text(f"released on {done.host}: {' '.join(patterns)}")
    options.output.summary({"host": done.host, "patterns": list(patterns), "entry": done.entry.hex_id})
    return None
