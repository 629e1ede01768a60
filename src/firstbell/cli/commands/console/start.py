"""`firstbell console start`: serve the pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.base.clock import SystemClock
from firstbell.cli.console_places import find_console_places
from firstbell.cli.console_run import run_console
from firstbell.cli.desks import desk_option
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, Result, place_command
from firstbell.cli.terminal.vaults import vault_option
from firstbell.console.settings import make_place

_FILE = click.Path(path_type=Path, dir_okay=False)
_LISTEN = "127.0.0.1:8710"


@dataclass(frozen=True, kw_only=True)
class ConsoleRequest:
    """What the command line asks of a console."""

    folder: Path | None
    desk: Path | None
    cases: tuple[Path, ...]
    listen: str
    name: str | None
    cert: Path | None
    cert_key: Path | None


@place_command(repository=False)
@vault_option
@click.option(
    "--case",
    "cases",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A case to show; may be given more than once. [FIRSTBELL_CASE]",
)
@click.option("--listen", default=_LISTEN, metavar="ADDR:PORT", help=f"Where to listen. [{_LISTEN}]")
@click.option("--name", help="The name that others reach it by, as the certificate has it.")
@click.option("--cert", type=_FILE, help="The certificate, PEM; with its chain.")
@click.option("--cert-key", type=_FILE, help="The key of the certificate, PEM.")
@desk_option
def start(options: RepositoryOptions, /, **given: Any) -> Result:
    """Serve the pages until Ctrl-C.

    Two processes: one that speaks with browsers and holds no key, and one that opens desk, vault and cases
    and gives out what a role may see. Invite people by `firstbell console invite`.

    \b
    EXAMPLE
      firstbell console start --vault /srv/vault
    """
    request = ConsoleRequest(**given)
    place = make_place(request.listen, name=request.name, certificate=request.cert, key=request.cert_key)
    places = find_console_places(options, desk=request.desk, vault=request.folder, cases=request.cases)

    def tell(origin: str) -> None:
        options.output.text(f"The console is at {origin}/")
        options.output.note("Invite somebody: firstbell console invite NAME --role ROLE")
        options.output.summary({"url": f"{origin}/"})

    status = run_console(places, place, SystemClock(), on_ready=tell)
    return ExitStatus.FAILED if status else None
