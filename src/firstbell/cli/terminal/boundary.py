"""What commands tell of a boundary: when it was, what set it, what was taken from after it and what not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firstbell.base.counts import say_count
from firstbell.cli.terminal.figures import format_count
from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.cli.times import show_time, show_times_in

if TYPE_CHECKING:
    from firstbell.compose.compose import ComposedTree

BEFORE_HELP = (
    "Boundary: take versions from this time on only with a positive reason. [start of an event that "
    "was declared, ruled, or proven by a canary]"
)
_MOST_LISTED = 1000
_MOST_SHOWN = 20
# how the reasons end of versions that nobody wants back: they are the event's, or gone
_UNWANTED = ("it is damaged", "it is a note of the intruder", "the newest backup does not hold it")


def describe_boundary(composed: ComposedTree | None) -> dict[str, Any]:
    """The fields of a summary. `boundary` is null where none holds; then held is what followed on damage."""
    boundary = composed.line.boundary if composed is not None else None
    if composed is None:
        return {"boundary": None, "boundary_why": None, "from_after_boundary": 0, "held_after_boundary": 0}
    held = {
        "held_after_boundary": len(composed.held),
        "held_after_boundary_paths": describe_paths(composed.held),
    }
    if boundary is None:
        return {"boundary": None, "boundary_why": None, "from_after_boundary": 0, **held}
    return {
        "boundary": boundary.time,
        "boundary_why": boundary.why,
        "from_after_boundary": len(composed.taken),
        "from_after_boundary_paths": describe_paths(composed.taken),
        **held,
        "removed_after_boundary": len(composed.removed),
        "removed_after_boundary_paths": describe_paths(composed.removed),
    }


def describe_paths(paths: Mapping[bytes, str]) -> list[dict[str, str]]:
    """The first of these paths, each with its reason, as the fields of a summary."""
    return [{"path": json_path(path), "reason": paths[path]} for path in sorted(paths)[:_MOST_LISTED]]


def is_worth_a_look(reason: str) -> bool:
    """Whether a person may want a version that was not taken, by the reason it has."""
    return not reason.endswith(_UNWANTED)


def tell_boundary(output: Output, composed: ComposedTree) -> None:
    """Say what the boundary is and what it did, and which newer versions were not taken."""
    boundary = composed.line.boundary
    if boundary is not None:
        output.text(f"boundary {show_time(boundary.time)}: {show_times_in(boundary.why)}")
        output.text(f"versions taken from after it: {format_count(len(composed.taken))}")
        for why, count in Counter(_shorten(why) for why in composed.taken.values()).most_common():
            output.text(f"  {format_count(count)}: {show_times_in(why)}")
    if boundary is not None or composed.held:
        _tell_held(output, composed)
    if composed.removed:
        removed = say_count(len(composed.removed), "file")
        output.text(f"deleted after it, as a person ruled, and not brought back: {removed}")
    if composed.offered:
        output.text(f"check them: {composed.suggest_next()}")
    elif any(map(is_worth_a_look, composed.held.values())):
        output.text("check them; `firstbell recover release` takes the ones you want")


def _tell_held(output: Output, composed: ComposedTree) -> None:
    """The paths, with why where little else is told of them; those that a person may want first."""
    held = composed.held
    output.text(f"paths with newer versions that were not taken: {format_count(len(held))}")
    ordered = sorted(
        held, key=lambda path: (path not in composed.offered, not is_worth_a_look(held[path]), path)
    )
    tell_paths(output, [(path, show_times_in(held[path])) for path in ordered])


def tell_paths(output: Output, reasons: Sequence[tuple[bytes, str]]) -> None:
    """The first of these paths, each with its reason, and how many more there are."""
    for path, reason in reasons[:_MOST_SHOWN]:
        output.text(f"  {text_path(path)}: {reason}")
    if len(reasons) > _MOST_SHOWN:
        output.text(f"  ... and {format_count(len(reasons) - _MOST_SHOWN)} more")


def _shorten(why: str) -> str:
    return "it keeps the text" if why.endswith("% of the text") else why
