"""Composing the tree that a person would want back: whose, by which boundary, written or only told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from firstbell.actions.access.desk import DeskRepository
from firstbell.base.clock import parse_given_time
from firstbell.compose.boundaries import Words
from firstbell.compose.compose import ComposedTree, compose_tree, keep_composed, leave_out
from firstbell.compose.examination import examine_pending
from firstbell.compose.hosts import HostSelection, choose_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeRequest:
    """Whose tree: `host` and `path` where several share the repository; `before`: a time, as a person gives
    it, that is the boundary.
    """

    host: str | None = None
    path: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class ComposeResult:
    """The composed tree. `snapshot`: hex id of the one that holds it, "" where none was written.

    `is_new`: it was written now.
    """

    composed: ComposedTree
    snapshot: str = ""
    is_new: bool = False


# the files of a composed tree that are to be left out, with why
Vet = Callable[[ComposedTree], Mapping[bytes, str]]


def compose(
    desk: DeskRepository, request: ComposeRequest, *, writes: bool, vet: Vet | None = None
) -> ComposeResult:
    """Examine what is new, compose what is wanted, and with `writes` keep it as a snapshot.

    A tree without files is not kept: whoever restores the newest composed snapshot would get nothing.
    `vet`: asked before anything is written; what it names stays out.

    Raises: NoSnapshotError, SeveralHostsError, SeveralLinesError; InvalidTimeError; what reading raises.
    """
    before_ns = parse_given_time(request.before) if request.before else None
    with desk.open_context() as context:
        examine_pending(context)
        words = Words(context.entries, before_ns, context.arrivals)
        line = choose_line(context.catalog, HostSelection(request.host, request.path), words=words)
        if line.note:
            desk.listener.note(line.note)
        composed = compose_tree(desk.repository, line, context)
    if vet is not None:
        composed = leave_out(composed, vet(composed))
    if not writes or not composed.files:
        return ComposeResult(composed)
    snapshot, is_new = keep_composed(desk.repository, composed)
    return ComposeResult(composed, snapshot.hex_id, is_new)
