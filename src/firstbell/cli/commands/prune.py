"""`firstbell prune`: remove the data that no snapshot needs."""

from __future__ import annotations

from dataclasses import dataclass

from firstbell.cli.guards import guard_options, refuse_half_lifting, summarize_kept
from firstbell.cli.prune_options import PruneRequest, prune, prune_options, read_repacking, tell_pruned
from firstbell.cli.terminal.options import RepositoryOptions, collect, reading, repository_command, writing
from firstbell.cli.terminal.shared_options import DRY_REMOVAL


@dataclass(frozen=True, kw_only=True)
class PruneCommandRequest(PruneRequest):
    """What the command line asks for."""

    dry_run: bool
    no_guards: bool
    yes: bool


@repository_command()
@prune_options
@DRY_REMOVAL
@guard_options
@collect(PruneCommandRequest)
def command(options: RepositoryOptions, request: PruneCommandRequest) -> None:
    """Remove the data that no snapshot needs.

    Packs without needed data are removed. Packs with little needed data are rewritten until at most LIMIT
    stays unused. You can stop it at any moment and lose nothing.

    Guards: nothing is removed while an encryption event is open. The data of a pinned snapshot stays even if
    somebody removed the snapshot. The output says what was kept. --no-guards --yes turns the guards off.

    With --quiet it prints only what is kept, and problems.

    \b
    EXAMPLE
      firstbell prune --max-unused 10% --dry-run
    """
    dry_run = request.dry_run
    refuse_half_lifting(no_guards=request.no_guards, yes=request.yes)
    wanted = read_repacking(options, request)
    opened = reading(options) if dry_run else writing(options, exclusive=True)
    with opened as repository:
        pruned = prune(options, repository, wanted, dry_run=dry_run, no_guards=request.no_guards)
    tell_pruned(options, pruned, dry_run=dry_run)
    options.output.summary({**pruned.figures, **summarize_kept(pruned.kept_by_guard), "dry_run": dry_run})
