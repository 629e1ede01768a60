"""`firstbell tag`: change the tags of snapshots."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import say_count
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, collect, repository_command, writing
from firstbell.cli.terminal.selection import filter_options, select_snapshots

if TYPE_CHECKING:
    from firstbell.repository import Snapshot, SnapshotFilter


@dataclass(frozen=True, kw_only=True)
class TagRequest:
    """What the command line asks for."""

    snapshots: tuple[str, ...]
    wanted: SnapshotFilter
    set_tags: tuple[str, ...]
    add_tags: tuple[str, ...]
    remove_tags: tuple[str, ...]


@repository_command()
@click.argument("snapshots", nargs=-1)
@click.option("--set", "set_tags", multiple=True, metavar="TAG[,TAG]", help="Replace the tags with these.")
@click.option("--add", "add_tags", multiple=True, metavar="TAG[,TAG]", help="Add these tags.")
@click.option("--remove", "remove_tags", multiple=True, metavar="TAG[,TAG]", help="Remove these tags.")
@filter_options
@collect(TagRequest)
def command(options: RepositoryOptions, request: TagRequest) -> None:
    """Change the tags of snapshots.

    SNAPSHOTS are ids; without any, all that match the filters. A changed snapshot gets a new id; its field
    `original` keeps the first one.

    \b
    EXAMPLE
      firstbell tag 4f3c2a91 --add before-summer
    """
    if not (request.set_tags or request.add_tags or request.remove_tags):
        raise UsageError("no change is named", hint="use --set, --add or --remove")
    if request.set_tags and (request.add_tags or request.remove_tags):
        raise UsageError("--set replaces all tags, so --add and --remove do not apply")
    changed = 0
    with writing(options, exclusive=True, loads_index=False) as repository:
        for snapshot in select_snapshots(options, repository, specs=request.snapshots, wanted=request.wanted):
            tagged = _retag(snapshot, request)
            if tagged is None:
                continue
            # the new one stands before the old one goes: a kill between the two leaves both
            new_id = repository.save_snapshot(tagged)
            repository.remove_snapshot(snapshot.hex_id)
            changed += 1
            options.output.text(f"snapshot {snapshot.short_id} is now {tagged.short_id}")
            message = {"message_type": "changed", "old_snapshot_id": snapshot.hex_id}
            options.output.message(message | {"new_snapshot_id": new_id})
    options.output.text(f"changed {say_count(changed, 'snapshot')}")
    options.output.summary({"changed_snapshots": changed})


def _split(given: tuple[str, ...]) -> list[str]:
    return [tag for tags in given for tag in tags.split(",") if tag]


def _retag(snapshot: Snapshot, request: TagRequest) -> Snapshot | None:
    """The snapshot with its new tags, or None where they are the same."""
    old = snapshot.tags or []
    if request.set_tags:
        new = list(dict.fromkeys(_split(request.set_tags)))
    else:
        removed = set(_split(request.remove_tags))
        new = [tag for tag in dict.fromkeys([*old, *_split(request.add_tags)]) if tag not in removed]
    if new == old:
        return None
    tagged = copy.copy(snapshot)
    tagged.tags = new or None
    tagged.original = snapshot.original or snapshot.hex_id
    return tagged
