"""`firstbell prune`: remove the data that no snapshot needs."""

from __future__ import annotations

from dataclasses import asdict

import click

from firstbell.cli.exits import exit_status_help
from firstbell.cli.figures import format_bytes, format_count
from firstbell.cli.options import RepositoryOptions, Result, reading, repository_options, writing


@click.command(epilog=exit_status_help())
@click.option(
    "--max-unused",
    metavar="LIMIT",
    default="5%",
    help="How much may stay unused: a share (5%), a size (200M), unlimited. [5%]",
)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be removed, remove nothing.")
@repository_options
def command(options: RepositoryOptions, *, max_unused: str, dry_run: bool) -> Result:
    """Remove the data that no snapshot needs.

    Packs without a needed blob go; packs in which little is needed are packed anew, until no more than
    LIMIT of what is used stays unused. It can be stopped at any moment and nothing is lost.
    """
    from firstbell.repository.upkeep.prune import describe_plan, prepare_prune, prune_repository
    from firstbell.repository.upkeep.prune_plan import parse_limit

    limit = parse_limit(max_unused)
    opened = reading(options) if dry_run else writing(options, exclusive=True)
    with opened as repository:
        progress = options.output.progress()
        plan = prepare_prune(repository, limit, progress)
        result = describe_plan(plan) if dry_run else prune_repository(repository, plan, progress)
    would = "would be " if dry_run else ""
    removed, repacked = format_count(result.packs_removed), format_count(result.packs_repacked)
    options.output.text(f"{removed} packs {would}removed, {repacked} {would}packed anew")
    options.output.text(
        f"{format_bytes(result.freed_bytes)} {would}freed, {format_bytes(result.unused_bytes)} stay unused"
    )
    options.output.summary({**asdict(result), "dry_run": dry_run})
    return None
