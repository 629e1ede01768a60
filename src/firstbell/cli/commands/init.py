"""`firstbell init`: make a repository."""

from __future__ import annotations

import click

from firstbell.cli.exits import exit_status_help
from firstbell.cli.options import RepositoryOptions, Result, open_place, place_options
from firstbell.cli.passwords import find_password


@click.command(epilog=exit_status_help())
@click.option(
    "--repository-version",
    type=click.Choice(["1", "2"]),
    default="2",
    help="Version of the format; 1 stores everything uncompressed. [2]",
)
@place_options
def command(options: RepositoryOptions, *, repository_version: str) -> Result:
    """Make a repository.

    The password is the only way in: who loses it loses the backups.
    """
    from firstbell.repository import Repository

    place = open_place(options)
    repository = Repository.init(place, find_password(options, twice=True), version=int(repository_version))
    options.output.message({"message_type": "initialized", "id": repository.hex_id, "repository": place.url})
    options.output.text(f"made repository {repository.hex_id[:10]} at {place.url}")
    options.output.note("Keep the password safe: without it nothing can ever be read again.")
    return None
