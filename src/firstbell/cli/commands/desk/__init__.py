"""`firstbell desk`: the district's own side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from firstbell.base.counts import say_count
from firstbell.cli.commands.desk.keys import describe_desk_key, desk_key
from firstbell.cli.commands.desk.ledgers import show_desk_head, verify_desk
from firstbell.cli.commands.desk.mail_heads import mail_heads
from firstbell.cli.desk_backups import PLACE, backup_desk, restore_desk
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import OutputOptions, output_command
from firstbell.desk import Configuration, load_configuration, order_systems
from firstbell.desk.examples import find_leftovers
from firstbell.desk.loader import refuse_flaws
from firstbell.desk.toml_lines import Flaw
from firstbell.watch.channels.registry import make_channels


@click.group(cls=VerbList, epilog=exit_status_help(repository=False))
def command() -> None:
    """Manage the district's own side: its hosts, people, repositories and systems.

    firstbell.toml in the desk's folder describes them.
    """


@output_command("check", by=command.command)
@desk_option
def check_desk(options: OutputOptions, *, desk: Path | None) -> None:
    """Check firstbell.toml and show what it describes.

    Mistakes are reported by line and field: what is written wrong, what still comes from the example, and
    password files that do not exist.
    """
    folder = find_desk(desk)
    configuration = load_configuration(folder)
    refuse_flaws(folder, [*find_leftovers(configuration), *_find_missing_files(configuration, folder)])
    make_channels(configuration.alerts, folder)
    waves = order_systems(configuration.system)
    for number, wave in enumerate(waves, start=1):
        for system in wave:
            options.output.message(
                {
                    "message_type": "system",
                    "name": system.name,
                    "tier": system.tier,
                    "wave": number,
                    "depends_on": system.depends_on,
                    "hosts": sorted({part.host for part in system.parts}),
                }
            )
    for line in _describe(configuration, [[system.name for system in wave] for wave in waves]):
        options.output.text(line)
    unsealed = describe_desk_key(folder)
    if unsealed:
        options.output.note(unsealed)
    options.output.summary(
        {
            "desk": str(folder),
            "key_unsealed": bool(unsealed),
            "district": configuration.district.name,
            "repositories": len(configuration.repository),
            "hosts": len(configuration.host),
            "people": len(configuration.person),
            "systems": len(configuration.system),
        }
    )


def _find_missing_files(configuration: Configuration, folder: Path) -> Iterator[Flaw]:
    for at, place in enumerate(configuration.repository):
        # the desk's own is made by the first `desk backup`
        if place.password_file and place.name != PLACE and not (folder / place.password_file).is_file():
            yield Flaw(
                ("repository", at, "password_file"),
                f"{folder / place.password_file} does not exist",
                "write the repository's password into it, or name the file that holds it",
            )


def _describe(configuration: Configuration, waves: list[list[str]]) -> list[str]:
    counts = (
        say_count(len(configuration.repository), "repository", "repositories"),
        say_count(len(configuration.host), "host"),
        say_count(len(configuration.person), "person", "people"),
        say_count(len(configuration.system), "system"),
    )
    lines = [f"{configuration.district.name}: {', '.join(counts)}"]
    lines += [f"restored in step {number}: {', '.join(names)}" for number, names in enumerate(waves, start=1)]
    return lines


command.add_command(backup_desk)
command.add_command(restore_desk)
command.add_command(verify_desk)
command.add_command(show_desk_head)
command.add_command(desk_key)
command.add_command(mail_heads)
