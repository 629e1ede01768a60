"""`firstbell key`: list, add, remove and change passwords."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.base.clock import parse_time
from firstbell.base.errors import Error
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    accept_options,
    reading,
    repository_command,
    writing,
)
from firstbell.cli.terminal.passwords import find_new_password
from firstbell.cli.times import show_moment
from firstbell.repository.keys import list_keys, remove_key

_NEW_PASSWORD = click.option(
    "--new-password-file", type=click.Path(path_type=Path), help="A file that holds the new password."
)


@click.group(cls=VerbList)
@accept_options
def command() -> None:
    """List, add, remove and change passwords.

    A repository may have several keys. Each has its own password, and each opens the whole repository.
    """


@repository_command("list", by=command.command)
def list_command(options: RepositoryOptions) -> None:
    """List the keys, and mark the one in use."""
    rows = []
    with reading(options, loads_index=False) as repository:
        for hex_id, key_file in list_keys(repository.store):
            is_current = hex_id == repository.key.hex_id
            try:
                created = show_moment(parse_time(key_file.created))
            except Error:
                created = key_file.created
            mark = "*" if is_current else " "
            rows.append([mark + hex_id[:8], key_file.username, key_file.hostname, created])
            told = {"message_type": "key", "id": hex_id, "current": is_current, "created": key_file.created}
            told |= {"userName": key_file.username, "hostName": key_file.hostname}
            options.output.message(told)
    print_table(options.output.text, [" ID", "User", "Host", "Created"], rows)
    options.output.summary({"keys": len(rows)})


@repository_command(by=command.command)
@_NEW_PASSWORD
def add(options: RepositoryOptions, *, new_password_file: Path | None) -> None:
    """Add a key with a new password."""
    with writing(options, loads_index=False) as repository:
        hex_id = repository.add_key(find_new_password(new_password_file))
    options.output.text(f"added key {hex_id[:8]}")
    options.output.summary({"id": hex_id})


@repository_command(by=command.command)
@click.argument("key")
def remove(options: RepositoryOptions, *, key: str) -> None:
    """Remove a key. The key in use cannot be removed.

    Anyone who copied the repository earlier can still open that copy with the removed key.

    \b
    EXAMPLE
      firstbell key remove 4f3c2a91
    """
    with writing(options, exclusive=True, loads_index=False) as repository:
        hex_id = remove_key(repository.store, key, in_use=repository.key.hex_id)
    options.output.text(f"removed key {hex_id[:8]}")
    options.output.summary({"id": hex_id})


@repository_command(by=command.command)
@_NEW_PASSWORD
def passwd(options: RepositoryOptions, *, new_password_file: Path | None) -> None:
    """Change the password: add a key with the new password, then remove the key in use."""
    with writing(options, exclusive=True, loads_index=False) as repository:
        old_id = repository.key.hex_id
        new_id = repository.add_key(find_new_password(new_password_file))
        remove_key(repository.store, old_id, in_use=new_id)
    options.output.text(f"changed the password; the new key is {new_id[:8]}")
    options.output.summary({"id": new_id, "removed_id": old_id})
