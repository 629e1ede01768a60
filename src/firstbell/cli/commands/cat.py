"""`firstbell cat`: one object of the repository, as it is inside."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, Result, UsageError, reading, repository_command
from firstbell.repository import objects
from firstbell.restore import find_tree

if TYPE_CHECKING:
    from firstbell.repository import Repository

_TYPES = ("config", "masterkey", "pack", "blob", "snapshot", "index", "key", "lock", "tree")
_UNNAMED = ("config", "masterkey")


@repository_command()
@click.argument("type_", metavar="TYPE", type=click.Choice(_TYPES))
@click.argument("hex_id", metavar="[ID]", required=False)
def command(options: RepositoryOptions, *, type_: str, hex_id: str | None) -> Result:
    """Print one object of the repository as it is inside.

    TYPE is config, masterkey, pack, blob, snapshot, index, key, lock or tree. ID is the object's id or its
    first digits; a blob needs all 64 digits. For a tree it is SNAPSHOT[:PATH], where SNAPSHOT may be
    `latest`. Packs and blobs are printed as bytes, everything else as JSON.

    The master key opens the whole repository without a password: do not let others see what `cat masterkey`
    prints.

    \b
    EXAMPLE
      firstbell cat snapshot latest
    """
    if type_ in _UNNAMED and hex_id:
        raise UsageError(
            f"there is only one {type_}, so it takes no id", hint=f"write `firstbell cat {type_}`"
        )
    if type_ not in _UNNAMED and not hex_id:
        raise UsageError(f"`firstbell cat {type_}` needs an id", hint="`firstbell list TYPE` shows the ids")
    with reading(options, loads_index=type_ in {"blob", "tree"}) as repository:
        data, is_sound = _load(repository, type_, hex_id or "")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    if not is_sound:
        options.output.warn(f"the bytes of pack {hex_id} do not hash to its name: it is damaged")
        return ExitStatus.FAILED
    return None


def _load(repository: Repository, type_: str, hex_id: str) -> tuple[bytes, bool]:
    """What is printed; False where it is not what its name promises."""
    if type_ == "pack":
        return objects.load_pack(repository, hex_id)
    if type_ == "blob":
        return objects.load_any_blob(repository, hex_id), True
    if type_ == "tree":
        return _load_tree(repository, hex_id), True
    if type_ == "config":
        data = objects.render_config_of(repository)
    elif type_ == "masterkey":
        data = objects.render_master_key(repository)
    elif type_ == "key":
        data = objects.load_key(repository, hex_id)
    else:
        named = repository.find_snapshot(hex_id).hex_id if type_ == "snapshot" else hex_id
        data = objects.load_sealed(repository, type_, named)
    # an index may be long; restic prints it as it stands, too
    return (data if type_ == "index" else objects.indent_json(data, type_)) + b"\n", True


def _load_tree(repository: Repository, named: str) -> bytes:
    spec, _, path = named.partition(":")
    snapshot = repository.find_snapshot(spec)
    return repository.load_blob(find_tree(repository, bytes.fromhex(snapshot.tree), os.fsencode(path)))
