"""The repository beside a case, where one is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from firstbell.cli.benches import open_bench, open_ledger
from firstbell.cli.case_options import CaseWork
from firstbell.cli.hunt_stores import load_kept
from firstbell.cli.terminal.options import RepositoryOptions, reading
from firstbell.compose.examination import examine_pending

if TYPE_CHECKING:
    from firstbell.catalog import Catalog
    from firstbell.ledger import Ledger
    from firstbell.repository import Repository


@dataclass(frozen=True)
class Beside:
    """The repository, its catalog with everything examined, and the desk's ledger of it.

    `hunted`: what the last hunt said, as objects for JSON.
    """

    repository: Repository
    catalog: Catalog | None
    ledger: Ledger
    hunted: Sequence[Mapping[str, Any]] = ()


def names_repository(options: RepositoryOptions) -> bool:
    """Whether a repository is named, by option or environment."""
    return bool(options.repo or options.repository_file)


@contextmanager
def open_beside(work: CaseWork, *, examines: bool) -> Iterator[Beside | None]:
    """The repository that is named; None where none is. `examines`: what is pending is examined, too.

    A repository that the case's event is not of is a warning.
    """
    if not names_repository(work.repository):
        yield None
        return
    options = replace(work.repository, desk=work.choice.desk)
    with reading(options) as repository:
        _compare(work, repository)
        ledger = open_ledger(repository, options.desk)
        if not examines:
            yield Beside(repository, None, ledger)
            return
        with open_bench(options, repository) as bench:
            examine_pending(bench)
            hunted = load_kept(options, repository, "trace", "coverage")
            yield Beside(repository, bench.catalog, ledger, hunted)


def _compare(work: CaseWork, repository: Repository) -> None:
    expected = work.case.describe().repository
    if expected and expected != repository.hex_id:
        work.output.warn(
            f"repository {repository.hex_id[:8]} is not the repository of this case's event, {expected[:8]}"
        )
