"""Options that several commands take: patterns of paths, which `latest` is meant, dry runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from firstbell.base.patterns import PatternList
from firstbell.cli.terminal.listfiles import read_patterns

_FILE = click.Path(path_type=Path)
_MANY: dict[str, Any] = {"multiple": True}

DRY_RUN = click.option("-n", "--dry-run", is_flag=True, help="Show what would be done; do nothing.")
DRY_REMOVAL = click.option(
    "-n", "--dry-run", is_flag=True, help="Show what would be removed; remove nothing."
)
EXCLUDES = (
    click.option(
        "-e", "--exclude", metavar="PATTERN", help="Leave out files and folders that match.", **_MANY
    ),
    click.option("--iexclude", metavar="PATTERN", help="Like --exclude, ignoring case.", **_MANY),
    click.option("--exclude-file", type=_FILE, help="A file of --exclude patterns, one per line.", **_MANY),
    click.option("--iexclude-file", type=_FILE, help="Like --exclude-file, ignoring case.", **_MANY),
)
INCLUDES = (
    click.option(
        "-i", "--include", metavar="PATTERN", help="Restore only files and folders that match.", **_MANY
    ),
    click.option("--iinclude", metavar="PATTERN", help="Like --include, ignoring case.", **_MANY),
    click.option("--include-file", type=_FILE, help="A file of --include patterns, one per line.", **_MANY),
    click.option("--iinclude-file", type=_FILE, help="Like --include-file, ignoring case.", **_MANY),
)
LATEST = (
    click.option("-H", "--host", help="For `latest`: only this host.", **_MANY),
    click.option("--tag", metavar="TAG[,TAG]", help="For `latest`: only snapshots with these tags.", **_MANY),
    click.option("--path", help="For `latest`: only snapshots of this path.", **_MANY),
)


class TypedPatterns(msgspec.Struct, frozen=True):
    """Patterns as they were typed, or stand in files: those that respect case, and those that do not."""

    exact: Sequence[str]
    folded: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.exact or self.folded)

    def compile_each(self) -> tuple[PatternList, PatternList]:
        """Both for paths that are no Windows host's. Raises: InvalidPatternError."""
        return PatternList(self.exact), PatternList(self.folded, ignore_case=True)


@dataclass(frozen=True, kw_only=True)
class ExcludeArguments:
    """What `EXCLUDES` give a request."""

    exclude: tuple[str, ...]
    iexclude: tuple[str, ...]
    exclude_file: tuple[Path, ...]
    iexclude_file: tuple[Path, ...]

    def read_excludes(self) -> TypedPatterns:
        """The patterns of what is left out. Raises: UsageError where a file cannot be read."""
        return TypedPatterns(
            (*self.exclude, *read_patterns(self.exclude_file)),
            (*self.iexclude, *read_patterns(self.iexclude_file)),
        )


@dataclass(frozen=True, kw_only=True)
class IncludeArguments:
    """What `INCLUDES` give a request."""

    include: tuple[str, ...]
    iinclude: tuple[str, ...]
    include_file: tuple[Path, ...]
    iinclude_file: tuple[Path, ...]

    def read_includes(self) -> TypedPatterns:
        """The patterns of what is chosen. Raises: UsageError where a file cannot be read."""
        return TypedPatterns(
            (*self.include, *read_patterns(self.include_file)),
            (*self.iinclude, *read_patterns(self.iinclude_file)),
        )
