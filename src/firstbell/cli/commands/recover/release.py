"""`recover release`: a person takes files from after a boundary."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.cli.benches import open_bench, open_ledger
from firstbell.cli.terminal.options import RepositoryOptions, Result, UsageError, reading


def release_files(
    options: RepositoryOptions, patterns: Sequence[str], *, host: str | None, why: str
) -> Result:
    """Put a release on the desk's ledger.

    Raises: UsageError, InvalidPatternError, NoSnapshotError, SeveralHostsError, LedgerError.
    """
    from firstbell.base.patterns import PatternList
    from firstbell.compose.hosts import find_host
    from firstbell.compose.releases import release_paths

    PatternList(patterns)
    reason = " ".join(why.split())
    if not reason:
        raise UsageError("--why is empty", hint="say in one sentence why, for whoever reads it in a year")
    with reading(options) as repository:
        with open_bench(options, repository) as bench:
            name = find_host(bench.catalog, host)
        entry = release_paths(open_ledger(repository, options.desk), name, patterns=patterns, why=reason)
    options.output.text(f"released on {name}: {' '.join(patterns)}")
    options.output.summary({"host": name, "patterns": list(patterns), "entry": entry.hex_id})
    return None
