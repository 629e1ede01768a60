"""`firstbell init`: make a repository."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.cli.terminal.options import RepositoryOptions, open_place, place_command
from firstbell.cli.terminal.passwords import find_password
from firstbell.desk import write_example
from firstbell.repository import Repository


@place_command()
@click.option(
    "--repository-version",
    type=click.Choice(["1", "2"]),
    default="2",
    help="Version of the format; version 1 stores everything uncompressed. [2]",
)
@click.option(
    "--desk", type=click.Path(path_type=Path, file_okay=False), help="Make a desk in this folder instead."
)
def command(options: RepositoryOptions, *, repository_version: str, desk: Path | None) -> None:
    """Make a repository.

    The password is the only way in. If you lose it, you lose the backups.

    With --desk: write firstbell.toml, a filled-in example for a district, into the folder.

    \b
    EXAMPLE
      firstbell init -r /mnt/backup/school -p /root/.school-password
    """
    if desk is not None:
        _make_desk(options, desk)
        return
    place = open_place(options)
    repository = Repository.init(place, find_password(options, twice=True), version=int(repository_version))
    options.output.message({"message_type": "initialized", "id": repository.hex_id, "repository": place.url})
    options.output.text(f"made repository {repository.hex_id[:10]} at {place.url}")
    options.output.note("Keep the password safe. Without it, nobody can ever read the backups.")


def _make_desk(options: RepositoryOptions, desk: Path) -> None:
    path = write_example(desk)
    options.output.message({"message_type": "initialized", "desk": str(desk), "configuration": str(path)})
    options.output.text(f"made desk {desk}")
    options.output.note(f"Edit {path}, then run `firstbell desk check --desk {desk}`.")
