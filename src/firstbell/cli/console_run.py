"""Runs a console: its listening socket, its two processes, and the address that invitations name."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.clock import Clock
from firstbell.cli.case_options import open_sealed_store
from firstbell.cli.environment import copy_environment, sit_at
from firstbell.cli.main import run
from firstbell.console.key_process.passkeys import Site
from firstbell.console.key_process.register import FOLDER
from firstbell.console.settings import DEFAULT_PORT, ConsoleAddress

if TYPE_CHECKING:
    from firstbell.console.key_process.places import ConsolePlaces

_ADDRESS = "address"
_COMMANDS = "firstbell.cli.commands"
# the nouns and verbs of which pages are made, and what they load late
_NOUNS = (
    "host",
    "event",
    "vault",
    "case",
    "impact",
    "statement",
    "notice",
    "readiness",
    "recover",
    "snapshots",
)
_VERBS = ("find", "versions")
_LATE = (
    "firstbell.catalog",
    "firstbell.catalog.catalog",
    "firstbell.compose.rulings",
    "firstbell.actions.events.events",
    "firstbell.actions.events.versions",
    "firstbell.ledger.verified_record",
    "firstbell.runs.readiness.readiness",
)


def run_console(
    places: ConsolePlaces, place: ConsoleAddress, clock: Clock, *, on_ready: Callable[[str], None]
) -> int:
    """Serve until Ctrl-C; the exit status. `on_ready` is called with the origin. Raises: ConsoleError."""
    from firstbell.console.key_process.identity_provider import open_provider
    from firstbell.console.key_process.service import ConsoleService
    from firstbell.console.pair import ConsolePair, listen

    listener = listen(place)
    with listener:
        place = replace(place, port=listener.getsockname()[1])
        site = Site(place.name, tuple(sorted(place.origins)))
        service = ConsoleService(
            places,
            run,
            clock,
            site,
            warming=load_modules(),
            open_sealed=open_sealed_store,
            provider=open_provider(places.sign_in, places.desk, place.origin) if places.sign_in else None,
        )
        pair = ConsolePair(service, place, listener=listener, environment=copy_environment())

        # some command lines of pages have no --desk
        sit_at(places.desk)

        def tell() -> None:
            folder = places.desk / FOLDER
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / _ADDRESS).write_text(place.origin + "\n")
            on_ready(place.origin)
            sys.stdout.flush()

        return pair.run(tell)


def load_modules() -> Iterator[str]:
    """Load what the pages' command lines need, a module at a time; the name of each."""
    for noun in (*_NOUNS, *_VERBS):
        module = importlib.import_module(f"{_COMMANDS}.{noun}")
        yield module.__name__
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            yield importlib.import_module(f"{module.__name__}.{found.name}").__name__
    for name in _LATE:
        yield importlib.import_module(name).__name__


def find_origin(desk: Path) -> str:
    """Where the desk's console was started last; where it is started by default, if it never was."""
    try:
        return (desk / FOLDER / _ADDRESS).read_text().strip()
    except OSError:
        return ConsoleAddress("127.0.0.1", DEFAULT_PORT).origin
