"""`firstbell dump`: one file of a snapshot, or a folder as an archive, to stdout or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from firstbell.base.deferral import defer
from firstbell.base.errors import is_full
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    collect,
    option_set,
    reading,
    repository_command,
)
from firstbell.cli.terminal.output import json_path, text_path
from firstbell.cli.terminal.shared_options import LATEST

if TYPE_CHECKING:
    from firstbell import restore as restoring
    from firstbell.repository import Repository
    from firstbell.restore import archive as archives
    from firstbell.restore import errors
    from firstbell.restore.tally import RestoreTally
else:
    restoring = defer("firstbell.restore")
    archives = defer("firstbell.restore.archive")
    errors = defer("firstbell.restore.errors")


@dataclass(frozen=True, kw_only=True)
class DumpRequest:
    """What the command line asks of a dump."""

    snapshot: str
    file: bytes
    archive: str
    target: Path | None
    host: tuple[str, ...]
    tag: tuple[str, ...]
    path: tuple[str, ...]


_OPTIONS = option_set(
    click.argument("snapshot", metavar="SNAPSHOT[:PATH]"),
    click.argument("file", metavar="PATH", type=click.Path(path_type=bytes)),
    click.option(
        "-a",
        "--archive",
        type=click.Choice(["tar", "zip"]),
        default="tar",
        help="Archive format for a folder. [tar]",
    ),
    click.option("-t", "--target", type=click.Path(path_type=Path), help="Write to this new file."),
    *LATEST,
)


@repository_command(further=[ExitStatus.INCOMPLETE])
@_OPTIONS
@collect(DumpRequest)
def command(options: RepositoryOptions, request: DumpRequest) -> Result:
    """Write one file of a snapshot to stdout.

    A folder is written as an archive (tar or zip). Names in it are the paths inside the snapshot; with
    SNAPSHOT:PATH they are the paths inside that folder. Names that an archive cannot hold safely are reported
    and left out, and the exit status is 3.

    \b
    EXAMPLE
      firstbell dump latest /srv/school/Office/budget.xlsx --target budget.xlsx
    """
    if request.target is None and sys.stdout.isatty() and request.archive == "zip":
        raise UsageError("an archive cannot be written to a terminal", hint="use --target FILE")
    with reading(options) as repository, _open_target(request) as out:
        tally = _write(repository, request, out)
        size_bytes = out.tell() if request.target is not None else 0
    for problem in tally.problems:
        options.output.warn(f"{text_path(problem.path)}: {problem.reason}")
    if request.target is not None:
        options.output.text(f"wrote {request.target}")
        options.output.summary(
            {"path": json_path(request.file), "target": str(request.target), "size_bytes": size_bytes}
        )
    return ExitStatus.INCOMPLETE if tally.problems else None


@contextmanager
def _open_target(request: DumpRequest) -> Iterator[IO[bytes]]:
    """Stdout, or a new file that is gone again if the dump fails.

    Raises: TargetError when the file cannot be made, or is there already; TargetFullError.
    """
    if request.target is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        out = request.target.open("xb")
    except OSError as error:
        raise errors.TargetError(f"{request.target}: {error.strerror}", hint="name a new file") from None
    try:
        with out:
            yield out
    except BaseException as error:
        request.target.unlink(missing_ok=True)
        if isinstance(error, OSError) and is_full(error):
            raise errors.TargetFullError(str(request.target), error.strerror or "full") from None
        raise


def _write(repository: Repository, request: DumpRequest, out: IO[bytes]) -> RestoreTally:
    spec, _, below = request.snapshot.partition(":")
    snapshot = repository.find_snapshot(spec, hosts=request.host, tags=request.tag, paths=request.path)
    root = bytes.fromhex(snapshot.tree)
    tree_id = restoring.find_tree(
        repository, root, restoring.spell_path(repository, root, os.fsencode(below), paths=snapshot.paths)
    )
    path = restoring.spell_path(repository, tree_id, request.file, paths=snapshot.paths)
    names = [name for name in path.split(b"/") if name]
    if names:
        node = restoring.find_node(repository, tree_id, path)
        if node.type == "file":
            archives.write_content(repository, node, out)
            return archives.ArchiveSource(repository, tree_id, b"").tally
        if node.type != "dir":
            raise errors.PathNotFoundError(path, f"is a {node.type}, neither a file nor a folder")
        tree_id = restoring.find_tree(repository, tree_id, path)
    prefix = b"".join(name + b"/" for name in names)
    archive = archives.ArchiveSource(repository, tree_id, prefix)
    (archives.write_tar if request.archive == "tar" else archives.write_zip)(archive, out)
    return archive.tally
