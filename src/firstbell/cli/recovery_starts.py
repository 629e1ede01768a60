"""What a restore would start again: asked, told, and kept by a person."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click
import msgspec

from firstbell.actions.entries import RecoverKeep
from firstbell.base.deferral import defer
from firstbell.base.ids import parse_hex_id, pick_by_id
from firstbell.cli.benches import open_ledger
from firstbell.cli.extras import find_missing
from firstbell.cli.hunt_stores import open_store
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, option_set
from firstbell.cli.terminal.output import Output
from firstbell.investigate.hunts.store import HuntStore
from firstbell.repository import Snapshot

if TYPE_CHECKING:
    from firstbell.actions.recovery import persistence
    from firstbell.actions.recovery.persistence import StartsQuestion
    from firstbell.actions.recovery.restores import RecoveryRequest
    from firstbell.compose.compose import ComposedTree
    from firstbell.ledger import Entry, Ledger
    from firstbell.repository import Repository
    from firstbell.runs.plans import starts
    from firstbell.runs.plans.plan import PlannedStart, PlannedSystem, RecoveryPlan
    from firstbell.runs.plans.starts import PieceStarts
else:
    persistence = defer("firstbell.actions.recovery.persistence")
    starts = defer("firstbell.runs.plans.starts")

_MOST_WORKERS = 4
_MOST_SHOWN = 20
_WORDS = {
    "listed": "new",
    "left_out": "HOSTILE, its file is left out",
    "stops": "HOSTILE, the system waits",
    "kept": "kept",
}


@dataclass(frozen=True, kw_only=True)
class KeptStarts:
    """What the command line says of what would start again."""

    keep_persistence: tuple[str, ...] = ()
    reason: str | None = None
    yes: bool = False
    without_hunt: bool = False


def take_kept(given: dict[str, Any], *, keeps_yes: bool = False) -> KeptStarts:
    """What a command was given of these, taken out. `keeps_yes`: --yes means something else besides."""
    yes = given["yes"] if keeps_yes else given.pop("yes")
    return KeptStarts(
        keep_persistence=given.pop("keep_persistence"),
        reason=given.pop("reason"),
        without_hunt=given.pop("without_hunt"),
        yes=yes,
    )


keep_options = option_set(
    click.option(
        "--keep-persistence",
        multiple=True,
        metavar="ID",
        help="Restore this, though it looks hostile; with --reason and --yes. May be given again.",
    ),
    click.option("--reason", metavar="TEXT", help="Why --keep-persistence is right, for the ledger."),
)


without_hunt_option = click.option(
    "--without-hunt", is_flag=True, help="Do not look for what the restored hosts would start again."
)


def ask_question(options: RepositoryOptions, kept: Iterable[str]) -> StartsQuestion | None:
    """How it is asked what would start again; None, with a warning, where a part of Firstbell is missing."""
    try:
        make_question = persistence.StartsQuestion
    except ModuleNotFoundError as error:
        missing = find_missing(error)
        if missing is None:
            raise
        options.output.warn("nobody looked at what a restore would start again: this installation cannot")
        options.output.note(f"hint: {missing.hint}")
        return None

    def open_hunts(repository: Repository) -> AbstractContextManager[HuntStore]:
        return open_store(options, repository)

    workers = max(1, min(_MOST_WORKERS, os.cpu_count() or 1))
    return make_question(open_hunts, options.output.progress(), frozenset(kept), workers)


_IDS = "`firstbell recover plan` lists what would start again, with its ids"


def read_kept(entries: Iterable[Entry]) -> set[str]:
    """The ids of what a person kept before. Raises: EntryVersionError."""
    return {RecoverKeep.read(entry).start for entry in entries if entry.kind == RecoverKeep.KIND}


def choose_kept(request: KeptStarts, planned: Sequence[PlannedStart]) -> list[PlannedStart]:
    """What the command line keeps of what is hostile. Raises: UsageError."""
    if not request.keep_persistence:
        return []
    chosen: dict[str, PlannedStart] = {}
    for given in request.keep_persistence:
        found = pick_by_id({one.id: one for one in planned}, given, "program start", hint=_IDS)
        chosen[found.id] = found
    if not (request.reason or "").strip():
        raise UsageError(
            "--keep-persistence needs --reason",
            hint="give a one-sentence reason for whoever reads this in a year",
        )
    if not request.yes:
        named = "; ".join(f"{one.command[:160]} ({one.place}, {one.host})" for one in chosen.values())
        if not sys.stdin.isatty():
            raise UsageError(f"this would start again: {named}", hint="add --yes if you mean it")
        click.confirm(f"Restore what would start again: {named}?", abort=True, err=True)
    return list(chosen.values())


def keep_chosen(ledger: Ledger, request: KeptStarts, chosen: Sequence[PlannedStart]) -> set[str]:
    """Put it on the ledger; the ids. Raises: what appending raises."""
    if chosen:
        persistence.keep_starts_on(ledger, chosen, " ".join((request.reason or "").split()))
    return {one.id for one in chosen}


def keep_wanted(
    options: RepositoryOptions, request: KeptStarts, plan: RecoveryPlan, *, repositories: Sequence[Repository]
) -> RecoveryPlan:
    """The plan with what was kept before, and what the command line keeps now. Raises: UsageError."""
    if not plan.starts_asked:
        if not request.without_hunt:
            options.output.warn(
                "the plan does not say what would start again: nobody looked when it was made"
            )
        return plan
    chosen = choose_kept(request, [one for system in plan.systems for one in system.starts])
    homes = {piece.host: piece.repository for system in plan.systems for piece in system.pieces}
    kept: set[str] = set()
    for repository in repositories:
        ledger = open_ledger(repository, options.desk)
        kept |= read_kept(ledger.read())
        kept |= keep_chosen(ledger, request, [one for one in chosen if homes[one.host] == repository.hex_id])
    return starts.keep_starts(plan, kept) if kept else plan


def tell_starts(output: Output, systems: Sequence[PlannedSystem]) -> None:
    """Everything that would start again, system by system, the hostile first."""
    for system in systems:
        _tell(output, system.starts, system.name)


def _tell(output: Output, planned: Sequence[PlannedStart], name: str) -> None:
    for one in planned:
        output.message(describe_planned(one, name))
    for one in planned[:_MOST_SHOWN]:
        output.text(f"{name}: {one.id[:12]}  {_WORDS[one.action]}: {one.place} {one.key}")
        output.text(f"{'':<{len(name) + 2}}{one.command[:300]}")
    if len(planned) > _MOST_SHOWN:
        output.text(f"{name}: ... and {len(planned) - _MOST_SHOWN:,} more that would start again")


def describe_planned(one: PlannedStart, system: str) -> dict[str, Any]:
    """One thing that would start again, as an object for JSON."""
    told: dict[str, Any] = msgspec.to_builtins(one)
    code = "hunt.persistence_shown" if one.strength == "shown" else ""
    return {"message_type": "persistence", "system": system, **told, "code": code}


def tell_advice(output: Output, systems: Iterable[PlannedSystem], verified: Collection[str]) -> None:
    """What to change where a directory database was restored."""
    for system in systems:
        if system.name in verified and system.directory:
            advise(output, system.name, system.directory)


def advise(output: Output, name: str, paths: Sequence[str]) -> None:
    """What to change once a directory database stands again."""
    told = {"system": name, "paths": list(paths), "advice": list(starts.DIRECTORY_ADVICE)}
    output.message({"message_type": "advice", "code": "hunt.directory_restored", **told})
    output.text(f"{name}: a directory database was restored. Whoever copied it knows every password in it:")
    for line in starts.DIRECTORY_ADVICE:
        output.text(f"    {line}")


def vet_request(
    options: RepositoryOptions, repository: Repository, request: RecoveryRequest, *, said: KeptStarts
) -> tuple[RecoveryRequest, PieceStarts | None]:
    """The request without hostile files. Raises: PersistenceShownError; UsageError; what a hunt raises."""
    told = vet_tree(options, repository, request.what, said=said)
    return (replace(request, left_out=tuple(sorted(told.left_out))), told) if told else (request, None)


def vet_tree(
    options: RepositoryOptions, repository: Repository, what: Snapshot | ComposedTree, *, said: KeptStarts
) -> PieceStarts | None:
    """What it would start again, told; None where nobody was to look, or could.

    Raises: PersistenceShownError; UsageError; what a hunt raises.
    """
    if said.without_hunt:
        return None
    question = ask_question(options, read_kept(open_ledger(repository, options.desk).read()))
    if question is None:
        return None
    told = _ask_once(question, repository, what)
    chosen = choose_kept(said, told.starts)
    if chosen:
        kept = keep_chosen(open_ledger(repository, options.desk), said, chosen)
        told = _ask_once(replace(question, kept=question.kept | kept), repository, what)
    _tell(options.output, told.starts, "restore")
    stop = starts.find_stop(told)
    if stop is not None:
        why = {"code": stop.code, "reason": str(stop), "hint": stop.hint}
        options.output.message({"message_type": "failure", "system": "", **why})
        raise stop
    return told


def tell_left_out(told: PieceStarts | None) -> dict[bytes, str]:
    """The hostile files that are left out, with what each would start."""
    left_out = told.left_out if told is not None else {}
    return {path: f"hostile: it would start {'; '.join(what)[:200]} again" for path, what in left_out.items()}


def _ask_once(question: StartsQuestion, repository: Repository, what: Snapshot | ComposedTree) -> PieceStarts:
    if isinstance(what, Snapshot):
        tree = persistence.AskedTree(what.hostname, repository.load_tree, parse_hex_id(what.tree))
    else:
        tree = persistence.AskedTree(what.line.line.host, what.overlay.load_tree, what.tree_id)
    return question.ask(repository, [tree])[0]
