"""Where hunts keep what they read: beside the catalog of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from firstbell.cli.terminal.options import RepositoryOptions
from firstbell.investigate.hunts.store import HuntStore, StoreUnwritableError

if TYPE_CHECKING:
    from firstbell.repository import Repository


@contextmanager
def open_store(options: RepositoryOptions, repository: Repository) -> Iterator[HuntStore]:
    """The store of hunts of this repository; one in memory where it cannot be kept."""
    folder = options.cache_folder()
    path = folder / repository.hex_id / "hunts.sqlite" if folder else None
    try:
        store = HuntStore(path)
    except StoreUnwritableError as error:
        options.output.warn(f"{error}; continuing without saving it")
        store = HuntStore(None)
    with store:
        yield store
