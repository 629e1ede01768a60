"""The repository beside a case: its catalog, the desk's ledger of it, and what the last hunt over it said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from firstbell.actions.access.desk import DeskRepository, LaterRepository
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.catalog import Catalog
from firstbell.compose.examination import examine_pending
from firstbell.investigate.hunts.store import HuntStore, StoreUnwritableError
from firstbell.ledger import Ledger
from firstbell.repository import Repository

_NEEDED = "name the repository with -r or FIRSTBELL_REPOSITORY"


@dataclass(frozen=True, slots=True)
class Beside:
    """The repository, its catalog with everything examined, and the desk's ledger of it.

    `catalog`: None where nothing was to be examined. `hunted`: what the last hunt said, as objects for JSON.
    """

    repository: Repository
    catalog: Catalog | None
    ledger: Ledger
    hunted: Sequence[Mapping[str, Any]] = ()


@contextmanager
def open_beside(case: Case, repository: LaterRepository, *, examines: bool) -> Iterator[Beside | None]:
    """The repository, while it is open; None where none is named. `examines`: what is pending is, too.

    A repository that the case's event is not of is a warning. Raises: what opening and examining raise.
    """
    with repository as desk:
        if desk is None:
            yield None
            return
        _compare(case, desk)
        ledger = desk.open_ledger()
        if not examines:
            yield Beside(desk.repository, None, ledger)
            return
        with desk.open_context() as context:
            examine_pending(context)
            yield Beside(desk.repository, context.catalog, ledger, _load_hunted(desk))


@contextmanager
def open_needed(case: Case, repository: LaterRepository, problem: str) -> Iterator[Beside]:
    """The same, examined, for what cannot do without. Raises: UsageError with `problem`; as `open_beside`."""
    with open_beside(case, repository, examines=True) as beside:
        if beside is None:
            raise UsageError(problem, hint=_NEEDED)
        yield beside


def _compare(case: Case, desk: DeskRepository) -> None:
    expected, found = case.describe().repository, desk.repository.hex_id
    if expected and expected != found:
        desk.listener.warn(
            f"repository {found[:8]} is not the repository of this case's event, {expected[:8]}"
        )


def _load_hunted(desk: DeskRepository) -> list[dict[str, Any]]:
    """What the last hunt over a repository found, and where it could not look; empty where none was."""
    folder = desk.access.cache
    path = folder / desk.repository.hex_id / "hunts.sqlite" if folder else None
    if path is None or not path.exists():
        return []
    try:
        with HuntStore(path) as store:
            return [message for kind in ("trace", "coverage") for message in store.list_messages(kind)]
    except StoreUnwritableError as error:
        desk.listener.warn(f"{error}; what hunts found is left out")
        return []
