"""The repository beside a case, where one is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from firstbell.cli.benches import find_repository
from firstbell.cli.case_options import CaseWork
from firstbell.cli.terminal.options import RepositoryOptions, reading

if TYPE_CHECKING:
    from firstbell.actions.access.desk import DeskRepository


def names_repository(options: RepositoryOptions) -> bool:
    """Whether a repository is named, by option or environment."""
    return bool(options.repo or options.repository_file)


@contextmanager
def open_named(work: CaseWork) -> Iterator[DeskRepository | None]:
    """The repository that is named, as the desk works on it; None where none is. Raises: as `reading`."""
    if not names_repository(work.repository):
        yield None
        return
    options = replace(work.repository, desk=work.choice.desk)
    with reading(options) as repository:
        yield find_repository(options, repository)
