"""`--reread`: how much of what looks unchanged a backup reads all the same, and what it tells of it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.environment import catalog_server
from firstbell.cli.terminal.figures import format_bytes, format_count
from firstbell.cli.terminal.output import Output, json_path, text_path

if TYPE_CHECKING:
    from firstbell.backup import BackupResult
    from firstbell.catalog import newest, server_newest
    from firstbell.cli.terminal.options import RepositoryOptions
    from firstbell.repository import Repository
else:
    newest = defer("firstbell.catalog.newest")
    server_newest = defer("firstbell.catalog.server_newest")

DEFAULT_PERCENT = 2.0
ALL = math.inf


class RereadType(click.ParamType[float]):
    """Per cent a day, or `all`, which is told as infinity."""

    name = "reread"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Per cent."""
        if isinstance(value, float):
            return value
        if value.strip().lower() == "all":
            return ALL
        try:
            percent = float(value.removesuffix("%"))
        except ValueError:
            percent = -1.0
        if not 0 <= percent <= 100:
            self.fail(f"{value!r} is neither a percentage (0 to 100) nor `all`", param, ctx)
        return percent


def choose_percent(
    options: RepositoryOptions,
    repository: Repository,
    given: float | None,
    *,
    host: str,
    targets: Iterable[bytes],
) -> float:
    """What was asked for; else all where the catalog that is used here has the host on watch, 2 % elsewhere.

    Raises: CatalogAddressError.
    """
    folder = options.cache_folder()
    if given is not None or folder is None:
        return DEFAULT_PERCENT if given is None else given
    path = folder / repository.hex_id / "catalog.sqlite"
    server = catalog_server()
    if not server and not path.exists():
        return DEFAULT_PERCENT
    paths = [os.fsdecode(os.path.abspath(target)) for target in targets if os.path.lexists(target)]
    if server:
        seen = server_newest.glance_at_server(server, repository.hex_id, host=host, paths=paths)
    else:
        seen = newest.glance(path, host=host, paths=paths)
    if seen is None or not seen.is_on_watch:
        return DEFAULT_PERCENT
    options.output.note(
        f"the verdict on snapshot {seen.snapshot_hex_id[:8]} of {host} is {seen.verdict}, with signs of an "
        "event, so every file is read (use `--reread 2` to read only the usual share)"
    )
    return ALL


def report_rereads(output: Output, result: BackupResult) -> None:
    """What was read although it looked unchanged, and what of it was not."""
    rereads = result.rereads
    if not rereads.files:
        return
    files, size = say_count(rereads.files, "file"), format_bytes(rereads.size_bytes)
    output.text(f"read again although size and times are unchanged: {files}, {size}")
    for path in rereads.changed:
        remark = "has other content, although its size and times are unchanged"
        output.message({"message_type": "remark", "item": json_path(path), "remark": remark})
        output.detail(f"{text_path(path)}: {remark}")
    if rereads.files_changed:
        output.note(
            f"{format_count(rereads.files_changed)} of them have other content than before (-v names "
            "them); `firstbell examine` checks them, and `backup --reread all` reads everything"
        )
