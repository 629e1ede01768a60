"""`firstbell list`: the ids of all objects of one type."""

from __future__ import annotations

from contextlib import nullcontext

import click

from firstbell.cli.terminal.options import RepositoryOptions, open_repository, reading, repository_command
from firstbell.repository.objects import list_hex_ids


@repository_command()
@click.argument(
    "type_", metavar="TYPE", type=click.Choice(["blobs", "packs", "index", "snapshots", "keys", "locks"])
)
def command(options: RepositoryOptions, *, type_: str) -> None:
    """List the ids of all objects of one type.

    TYPE is blobs, packs, index, snapshots, keys or locks. Each line is one id; a blob's line begins with
    `data` or `tree`.

    \b
    EXAMPLE
      firstbell list snapshots
    """
    # a lock of our own would be among the locks that are listed
    opened = nullcontext(open_repository(options)) if type_ == "locks" else None
    count = 0
    with opened or reading(options, loads_index=type_ == "blobs") as repository:
        for found, hex_id in list_hex_ids(repository, type_):
            count += 1
            options.output.text(f"{found} {hex_id}" if type_ == "blobs" else hex_id)
            options.output.message({"message_type": "object", "type": found, "id": hex_id})
    options.output.summary({"type": type_, "count": count})
