"""One self-contained page a director can read, print and file: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstbell.base.clock import format_time
from firstbell.base.pathtext import show_path
from firstbell.drill.result import ELSEWHERE, Day, DrillResult
from firstbell.pages.pictures import StoryDay, draw_stages, draw_timeline
from firstbell.pages.templates import render_page
from firstbell.pages.treemap import FolderBox, draw_treemap

_MOST_LISTED = 40


def render_report(result: DrillResult, *, made: str) -> str:
    """The page, as HTML text. `made`: when, as people read it."""
    return render_page(
        "drill",
        verdict=describe_outcome(result),
        mood="good" if result.is_perfect else "bad",
        source=result.source,
        seed=result.seed,
        made=made,
        lead=_describe_lead(result),
        figures_told=_list_figures(result),
        treemap=draw_treemap(map(_make_box, result.folders)),
        timeline=draw_timeline([_tell_day(day) for day in result.days]),
        first_bell=f"{result.first_bell_s:,.1f} s",
        stages=draw_stages(result.seconds),
        families=result.families,
        reasons=result.reasons,
        faults=_list_faults(result),
        lost=_describe_lost(result),
    )


def _make_box(folder: FolderBox) -> FolderBox:
    name = "files beside the folders" if folder.name == ELSEWHERE else folder.name
    return FolderBox(folder.group, name, folder.files, folder.struck)


def _tell_day(day: Day) -> StoryDay:
    stamp = format_time(day.at_ns)[:16].replace("T", " ") + " UTC"
    return StoryDay(day.name, stamp, day.verdict, day.did, day.verdict == "event")


def describe_outcome(result: DrillResult) -> str:
    """The verdict in one sentence."""
    found = result.comparison
    if found.is_perfect and result.verdict != "event":
        return f"Every file came back, but the event was not seen: the verdict was {result.verdict}."
    if found.is_perfect and not result.is_perfect:
        return "Every file came back, but the record of the event is not correct."
    if found.is_perfect:
        return f"Every file came back: {found.identical:,} of {result.files:,}, byte for byte."
    wrong = len(found.different) + len(found.missing) + len(found.unexpected)
    return f"Not every file came back: {wrong:,} differ, are missing or should not be there."


def _describe_lead(result: DrillResult) -> str:
    told = (
        f"{result.struck:,} files in {result.notes:,} folders were struck and {result.deleted:,} deleted. "
        f"Firstbell's verdict on that night's backup: {result.verdict}."
    )
    if not result.is_perfect:
        return told
    return f"{told} From the first look to the last verified file it took {result.first_bell_s:,.1f} seconds."


def _describe_lost(result: DrillResult) -> str:
    if not result.lost:
        return ""
    made, them = (
        ("1 file was", "it") if len(result.lost) == 1 else (f"{len(result.lost):,} files were", "them")
    )
    return (
        f"{made} made and struck between two backups: no clean version of {them} exists anywhere. "
        f"Firstbell listed {result.listed:,} of {len(result.lost):,} as such, and invented none."
    )


def _list_figures(result: DrillResult) -> Sequence[tuple[str, str]]:
    """(value, name) of the figures on top."""
    figures: tuple[tuple[str, str], ...] = (
        (f"{result.comparison.identical:,}", "files identical"),
        (f"{len(result.comparison.different):,}", "different"),
        (f"{len(result.comparison.missing):,}", "missing"),
        (f"{result.struck + result.deleted:,}", "struck or deleted"),
        (f"{result.first_bell_s:,.1f} s", "to first bell"),
    )
    if result.affected is not None:
        totals = result.affected.totals
        sure = totals.people_certain + totals.people_probable
        figures += ((f"{sure:,}", "people affected"), (f"{result.list_s:,.1f} s", "to the list of people"))
    return figures


def _list_faults(result: DrillResult) -> list[dict[str, Any]]:
    found = result.comparison
    lists = (("Different", found.different), ("Missing", found.missing), ("Unexpected", found.unexpected))
    return [
        {
            "title": title,
            "count": len(paths),
            "paths": [show_path(path) for path in paths[:_MOST_LISTED]],
            "more": max(len(paths) - _MOST_LISTED, 0),
        }
        for title, paths in lists
        if paths
    ]
