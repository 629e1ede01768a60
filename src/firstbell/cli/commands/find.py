"""`firstbell find`: find files by name over all snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import click

from firstbell.base.clock import parse_given_time, parse_time
from firstbell.base.counts import say_count
from firstbell.base.ids import parse_hex_id
from firstbell.base.patterns import PatternList
from firstbell.cli.terminal.nodes import list_node
from firstbell.cli.terminal.options import RepositoryOptions, collect, reading, repository_command
from firstbell.cli.terminal.output import text_path
from firstbell.cli.terminal.selection import filter_options, select_snapshots
from firstbell.cli.times import show_moment, time_option
from firstbell.record.paths import is_of_windows
from firstbell.record.patterns import PathPatterns
from firstbell.repository import walk_tree
from firstbell.repository.description import describe_node
from firstbell.repository.tree_sieve import TreeSieve, find_words

if TYPE_CHECKING:
    from firstbell.repository import Node, Repository, Snapshot, SnapshotFilter, WalkEntry


class SnapshotPatterns:
    """The same patterns for several snapshots, of Windows or not."""

    def __init__(
        self, typed: Sequence[str], snapshots: Iterable[Snapshot], *, ignore_case: bool = False
    ) -> None:
        """Raises: InvalidPatternError, also where there is no snapshot at all."""
        has_windows = any(is_of_windows(snapshot.paths) for snapshot in snapshots)
        self._patterns = PathPatterns(typed, ignore_case=ignore_case, of_others_only=not has_windows)

    def choose(self, snapshot: Snapshot) -> PatternList:
        """The patterns as this snapshot understands them."""
        return self._patterns.choose(snapshot.paths)


@dataclass(frozen=True, kw_only=True)
class FindRequest:
    """What the command line asks for."""

    patterns: tuple[str, ...]
    snapshot: tuple[str, ...]
    wanted: SnapshotFilter
    ignore_case: bool
    oldest: str | None
    newest: str | None
    long: bool
    reverse: bool
    limit: int | None


@repository_command()
@click.argument("patterns", nargs=-1, required=True)
@click.option("-s", "--snapshot", multiple=True, help="Search only this snapshot.")
@click.option("-i", "--ignore-case", is_flag=True, help="Ignore case.")
@time_option("-O", "--oldest", help="Only files modified at or after this time.")
@time_option("-N", "--newest", help="Only files modified at or before this time.")
@click.option("-l", "--long", is_flag=True, help="Also show mode, owner, size and time.")
@click.option("-R", "--reverse", is_flag=True, help="Oldest snapshot first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after this many matches.")
@filter_options
@collect(FindRequest)
def command(options: RepositoryOptions, request: FindRequest) -> None:
    """Find files by name in all snapshots.

    PATTERNS work like `backup --exclude`: `*.docx`, `/home/*/grades`, `budget[0-9].xlsx`. If a folder
    matches, so does everything below it. The newest snapshot is searched first. In snapshots of a Windows
    host, `C:\\Users\\*` and `/C/Users/*` are the same pattern, in upper or lower case.

    \b
    EXAMPLE
      firstbell find 'budget*.xlsx' --newest "2026-11-28 18:00"
    """
    with reading(options) as repository:
        snapshots = select_snapshots(options, repository, specs=request.snapshot, wanted=request.wanted)
        search = _Search(request, snapshots)
        snapshots.sort(key=lambda snapshot: snapshot.time_ns, reverse=not request.reverse)
        hits, has_more = 0, False
        for snapshot in snapshots:
            found = search.run(repository, snapshot)
            if request.limit is None:
                hits += _tell(options, snapshot, found, long=request.long)
                continue
            hits += _tell(options, snapshot, islice(found, request.limit - hits), long=request.long)
            has_more = next(found, None) is not None
            if has_more:
                break
    more = {} if request.limit is None else {"more": has_more}
    options.output.summary({"matches": hits, "snapshots": len(snapshots), **more})
    if has_more:
        options.output.note(f"there are more than {say_count(hits, 'match', 'matches')}")
    if not hits:
        whole = [one for one in request.patterns if not set(one) & set("*?[/\\")]
        other = f": `{whole[0]}` is sought as a whole name, `*{whole[0]}*` as a part of one" if whole else ""
        options.output.note(f"nothing was found{other}")


class _Search:
    """What is looked for: patterns, and bounds of the time of modification in nanoseconds."""

    def __init__(self, request: FindRequest, snapshots: Sequence[Snapshot]) -> None:
        self._patterns = SnapshotPatterns(request.patterns, snapshots, ignore_case=request.ignore_case)
        self._words = find_words(request.patterns)
        self._oldest_ns = parse_given_time(request.oldest) if request.oldest else None
        self._newest_ns = parse_given_time(request.newest) if request.newest else None

    def run(self, repository: Repository, snapshot: Snapshot) -> Iterator[WalkEntry]:
        """What fits in one snapshot."""
        root = parse_hex_id(snapshot.tree)
        patterns = self._patterns.choose(snapshot)
        sieve = TreeSieve(repository.blobs, self._words)

        def enter(entry: WalkEntry) -> bool:
            sieve.takes_all = patterns.match(entry.path)
            return patterns.child_may_match(entry.path)

        for entry in walk_tree(sieve if self._words else repository, root, enter=enter):
            if patterns.match(entry.path) and self._is_in_time(entry.node):
                yield entry

    def _is_in_time(self, node: Node) -> bool:
        if self._oldest_ns is None and self._newest_ns is None:
            return True
        at_ns = parse_time(node.mtime)
        if self._oldest_ns is not None and at_ns < self._oldest_ns:
            return False
        return self._newest_ns is None or at_ns <= self._newest_ns


def _tell(options: RepositoryOptions, snapshot: Snapshot, entries: Iterator[WalkEntry], *, long: bool) -> int:
    hits = 0
    for path, node in entries:
        if not hits:
            options.output.text(f"in snapshot {snapshot.short_id} of {show_moment(snapshot.time_ns)}:")
        hits += 1
        if options.output.json:
            message = {"message_type": "match", "snapshot_id": snapshot.hex_id}
            options.output.message(message | describe_node(path, node))
        else:
            options.output.text(list_node(path, node) if long else text_path(path))
    if hits:
        options.output.text()
    return hits
