"""`drill --console`: what a drill left, in a browser, with somebody to be for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from firstbell.base.clock import SystemClock
from firstbell.case.folder import CaseFolder
from firstbell.cli.console_run import run_console
from firstbell.cli.environment import live_in
from firstbell.cli.terminal.output import Output
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces, ConsoleRepository
from firstbell.console.key_process.register import Register
from firstbell.console.pages import ROLES
from firstbell.console.settings import make_place

if TYPE_CHECKING:
    from firstbell.drill.scratch import ScratchFolder

_ROLE_WIDTH = 16
# what a district writes into its own firstbell.toml: the folders of the sample are its systems
_DESK = """version = 1

[district]
name = "Drill Public Schools"
state = "MN"
time_zone = "America/Chicago"

[[repository]]
name = "drill"
url = "{repository}"
password_file = "password"

[[host]]
name = "{host}"
repository = "drill"
every_h = 24
paths = ["{tree}"]
"""
_SYSTEM = """
[[system]]
name = "{name}"
tier = {tier}
without_h = 24
target = "{folder}/restore"

[[system.parts]]
host = "{host}"
paths = ["{path}"]
"""
_MOST_SYSTEMS = 6


def serve_drill(output: Output, scratch: ScratchFolder, *, listen: str, then: Callable[[], None]) -> None:
    """Serve the folder of a drill until Ctrl-C; `then` is called once the links are told.

    Raises: ConsoleError.
    """
    place = make_place(listen, name=None, certificate=None, key=None)
    folder = scratch.folder.path
    live_in(folder)
    _write_desk(scratch)
    words = ("-r", str(scratch.repository), "-p", str(scratch.password))
    places = ConsolePlaces(
        desk=folder,
        district="Drill Public Schools",
        zone="America/Chicago",
        has_configuration=True,
        repositories=(ConsoleRepository("drill", words, scratch.repository),),
        cases=tuple(_list_cases(scratch)),
    )
    clock = SystemClock()
    register = Register(folder, clock)

    def tell(origin: str) -> None:
        output.text()
        output.text(f"Open it in a browser: {origin}/ - sign in by one of these links, each works once:")
        for role in ROLES:
            person, token = register.invite(f"The drill's {role}", role)
            link = f"{origin}/join/{token}"
            output.text(f"  {role:<{_ROLE_WIDTH}}{link}")
            output.message({"message_type": "link", "name": person.name, "role": role, "link": link})
        then()
        output.note("Ctrl-C ends it, and deletes the drill's folder unless --keep was given.")

    run_console(places, place, clock, on_ready=tell)


def _list_cases(scratch: ScratchFolder) -> Iterator[ConsoleCase]:
    """The drill's case; none where no event was seen."""
    place = CaseFolder(scratch.case)
    card = place.load_card() if place.is_case() else None
    if card is not None:
        yield ConsoleCase(card.id, card.name, scratch.case, card.event or "")


def _write_desk(scratch: ScratchFolder) -> None:
    from firstbell.drill.engines import HOST

    folders = sorted(path for path in scratch.tree.iterdir() if path.is_dir())[:_MOST_SYSTEMS]
    text = _DESK.format(repository=scratch.repository, host=HOST, tree=scratch.tree)
    for tier, path in enumerate(folders):
        text += _SYSTEM.format(name=path.name, tier=tier, folder=scratch.folder.path, host=HOST, path=path)
    (scratch.folder.path / "firstbell.toml").write_text(text)
