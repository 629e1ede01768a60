"""Why nothing of what a backup holds would be restored, and what a person can do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from firstbell.base.clock import format_second
from firstbell.base.counts import say_count
from firstbell.compose.compose import ComposedTree
from firstbell.compose.errors import NothingToRestoreError

IsMeant = Callable[[bytes], bool]


def _is_any(_path: bytes) -> bool:
    return True


def check_any(composed: ComposedTree) -> None:
    """Raises: NothingToRestoreError where the tree holds no files."""
    if not composed.files:
        why = explain_nothing(composed)
        raise NothingToRestoreError(f"nothing would be restored: {why}", hint=suggest_next(composed))


def list_withheld(composed: ComposedTree, is_meant: IsMeant = _is_any) -> set[bytes]:
    """The paths that people may want and that do not stand: held back, left out, or without a clean version.

    `is_meant`: whether a path counts; by default each does.
    """
    found = composed.held.keys() | composed.left_out.keys() | composed.without_clean.keys()
    return {path for path in found if is_meant(path)}


def explain_nothing(composed: ComposedTree, is_meant: IsMeant = _is_any) -> str:
    """Why a tree gives no files, a clause."""
    withheld = list_withheld(composed, is_meant)
    if not withheld:
        return f"backup {composed.base_hex_id[:8]} holds no files there"
    held = [path for path in withheld if path in composed.held]
    boundary = composed.line.boundary
    if held and boundary is not None:
        since = format_second(boundary.time)
        return (
            f"{_say_paths(len(held))} held back, because {boundary.why}, and from {since} on nothing "
            "is taken unless something speaks for it"
        )
    reasons = Counter(
        composed.without_clean.get(path) or composed.left_out.get(path) or composed.held[path]
        for path in withheld
    )
    return f"{_say_paths(len(withheld))} left out: {reasons.most_common(1)[0][0]}"


def _say_paths(count: int) -> str:
    return f"{say_count(count, 'path')} {'is' if count == 1 else 'are'}"


def suggest_next(composed: ComposedTree, is_meant: IsMeant = _is_any) -> str:
    """Which commands take what is held back, or what else there is to do: a clause."""
    paths = list_withheld(composed, is_meant)
    if not paths:
        return "`firstbell snapshots` lists the backups"
    offered = Counter(composed.offered[path] for path in paths if path in composed.offered)
    one = "`firstbell recover release PATH --why TEXT` takes one file"
    if offered:
        brought = "; ".join(
            f"`firstbell examine rule {hex_id[:8]} benign --why TEXT` takes all that backup {hex_id[:8]} "
            f"brought ({count:,} of them)"
            for hex_id, count in offered.most_common(2)
        )
        total = sum(offered.values())
        read = "reads" if total == 1 else "read"
        return f"{total:,} of them {read} well. Look at them; then {brought}; {one}"
    if any(path in composed.held for path in paths):
        return f"`firstbell versions PATH` tells what is known of each; {one}"
    event = composed.line.event
    if event is not None:
        return f"`firstbell event show {event.hex_id}` tells what was damaged; older copies may lie elsewhere"
    return "`firstbell versions PATH` tells what is known of each; older copies may lie elsewhere"
