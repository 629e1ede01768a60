"""`firstbell check`: check the repository for damage."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    open_place,
    reading,
    repository_command,
)
from firstbell.cli.terminal.output import json_path
from firstbell.repository.findings import CheckFinding, Severity
from firstbell.repository.pack_hasher import PackHasher
from firstbell.repository.subset import parse_subset
from firstbell.store import LocalStore


@repository_command()
@click.option("--read-data", is_flag=True, help="Read every pack and check every byte.")
@click.option("--read-data-subset", metavar="N/T|X%|SIZE", help="Read only part of the packs: 2/7, 10%, 5G.")
def command(options: RepositoryOptions, *, read_data: bool, read_data_subset: str | None) -> Result:
    """Check the repository for damage.

    This checks the index, packs, snapshots, trees, and that every blob is there; --read-data also checks
    every byte. Damage is reported together with the files that it affects. Nothing is changed.
    With --quiet it prints nothing if there is no damage.

    \b
    EXAMPLE
      firstbell check --read-data-subset 10%
    """
    from firstbell.repository.check import CheckOptions, check_repository

    if read_data and read_data_subset:
        raise UsageError("--read-data reads everything, so --read-data-subset has no effect with it")
    subset = parse_subset(read_data_subset) if read_data_subset else None
    hasher = _begin_hashing(options) if read_data else None
    hashed = hasher.whole if hasher else frozenset()
    wanted = CheckOptions(read_data=read_data or subset is not None, subset=subset, hashed=hashed)
    errors = hints = 0
    broken: set[str] = set()
    hash_on = hasher.step if hasher else _do_nothing
    # the check reads the index for itself
    with reading(options, loads_index=False, meanwhile=hash_on) as repository:
        for finding in check_repository(repository, wanted, options.output.progress()):
            is_error = finding.severity is Severity.ERROR
            errors += is_error
            hints += not is_error
            if is_error and finding.pack_hex_id is not None:
                broken.add(finding.pack_hex_id)
            _tell(options, finding)
    if errors:
        options.output.text(f"found {say_count(errors, 'error')}")
    else:
        options.output.outcome("no errors were found")
    options.output.summary({"num_errors": errors, "num_hints": hints, "broken_packs": sorted(broken)})
    return ExitStatus.FAILED if errors else None


def _begin_hashing(options: RepositoryOptions) -> PackHasher | None:
    """What hashes packs while the key is derived, of a repository on this machine."""
    with suppress(Error):  # who opens the repository meets the error where it matters
        place = open_place(options)
        return PackHasher(place) if isinstance(place, LocalStore) else None
    return None


def _do_nothing() -> bool:
    return False


def _tell(options: RepositoryOptions, finding: CheckFinding) -> None:
    options.output.text(f"{finding.severity}: {finding.message}")
    message: dict[str, Any] = {"message_type": "finding", "code": finding.code, "message": finding.message}
    message["severity"] = str(finding.severity)
    touched = {
        "pack": finding.pack_hex_id,
        "blob": finding.blob_hex_id,
        "snapshot": finding.snapshot_hex_id,
        "path": json_path(finding.path) if finding.path is not None else None,
    }
    options.output.message(message | {name: value for name, value in touched.items() if value is not None})
