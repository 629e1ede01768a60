"""`hunt yara`, `hunt persistence`: what files of the backups hold, and what one would start again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.deferral import defer
from firstbell.base.ids import parse_hex_id
from firstbell.cli.commands.hunt.report import tell_starts
from firstbell.cli.commands.hunt.setup import HuntRequest, load_rules
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.hunt_stores import open_store
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, Result, reading
from firstbell.cli.terminal.sizes import SizeType
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.investigate.hunts import autostart, restored, yara_scan
    from firstbell.investigate.hunts import hunt as hunting
else:
    autostart = defer("firstbell.investigate.hunts.autostart")
    hunting = defer("firstbell.investigate.hunts.hunt")
    restored = defer("firstbell.investigate.hunts.restored")
    yara_scan = defer("firstbell.investigate.hunts.yara_scan")


@desk_repository_command(further=[ExitStatus.INCOMPLETE])
@click.argument("rules", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--max-size", type=SizeType(), default="64M", help="Leave out larger files. [64M]")
def yara(options: RepositoryOptions, *, rules: Path, max_size: int) -> Result:
    """Scan every version of every file with the YARA rules in RULES: since when, and on which hosts?

    Each content is read only once, however many snapshots hold it.

    \b
    EXAMPLE
      firstbell hunt yara rules.yar
    """
    progress = options.output.progress()
    with reading(options) as repository, open_store(options, repository) as store:
        progress.start("scanning")
        result = yara_scan.scan_versions(
            repository,
            store,
            rules.read_text(encoding="utf-8", errors="replace"),
            most_bytes=max_size,
            on_content=lambda: progress.advance(files=1),
        )
        progress.finish()
    for match in result.matches:
        told = yara_scan.describe_match(match)
        options.output.message(told)
        options.output.text(
            f"{told['rule']}  since {show_time(told['first_seen'])}  {', '.join(told['hosts'])}"
        )
        for path in told["paths"]:
            options.output.text(f"          {path}")
    for unread in result.unread:
        options.output.message(hunting.describe_unread(unread))
    summary = {"matches": len(result.matches), "scanned": result.scanned, "known": result.known}
    options.output.summary({**summary, "too_large": result.too_large, "unread": len(result.unread)})
    if not result.matches:
        options.output.text("The rules match no file.")
    return ExitStatus.INCOMPLETE if result.unread else None


@desk_repository_command(further=[ExitStatus.INCOMPLETE])
@click.argument("snapshot")
@click.option("--all", "everything", is_flag=True, help="Also show what was there before the earliest sign.")
def persistence(options: RepositoryOptions, *, snapshot: str, everything: bool) -> Result:
    """List what would start again if you restored SNAPSHOT.

    It checks run keys, services, tasks, WMI subscriptions, transfer jobs, cron, systemd units, authorized
    keys, preloaded libraries, PAM, scripts of the domain, scripts on web servers, accounts and remote
    desktop. It lists what is new since the last backup before the earliest sign, and marks what is hostile by
    itself.

    \b
    EXAMPLE
      firstbell hunt persistence latest
    """
    loaded = load_rules(HuntRequest())
    with reading(options) as repository, open_store(options, repository) as store:
        found = repository.find_snapshot(snapshot)
        hunt = hunting.Hunt(repository, store, loaded.rules, signs=loaded.signs, digest=loaded.digest)
        tree = restored.RestoredTree.load(found.hostname, repository.load_tree, parse_hex_id(found.tree))
        result, (report,) = hunt.list_starts([tree], hunting.HuntOptions(), options.output.progress())
    starts = report.starts
    told = [autostart.describe_start(one) for one in starts if everything or one.strength != "known"]
    for one in told:
        options.output.message(one)
    options.output.note(
        f"This is snapshot {found.short_id} of {found.hostname} alone, of {show_time(found.time)}. "
        "`firstbell snapshots` lists those of other hosts."
    )
    tell_starts(options.output, told, held=len(starts))
    shown = sum(one.strength == "shown" for one in starts)
    new = sum(one.is_new for one in starts)
    options.output.summary({"entries": len(starts), "new": new, "shown": shown, "unread": len(result.unread)})
    return ExitStatus.INCOMPLETE if result.unread else None
