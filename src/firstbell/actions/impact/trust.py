"""How far the result of a scan can be trusted: what was read, and what people judged of samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from firstbell.base.counts import choose_word, say_count
from firstbell.impact.results.estimates import Share, estimate_precision, estimate_recall
from firstbell.impact.results.gather import load_files
from firstbell.impact.results.people_list import load_people
from firstbell.impact.results.results import FileRow, ImpactTotals
from firstbell.impact.results.review_entries import read_answers
from firstbell.impact.results.samples import list_documents, list_positives
from firstbell.impact.scan.scan_store import Kept
from firstbell.ledger import Entry

_MEASURED = {
    "recall": "of the affected people in readable files were found",
    "precision": "of the people found are really affected",
}


def measure(
    kept: Kept, entries: Sequence[Entry], *, totals: ImpactTotals, files: list[FileRow]
) -> dict[str, Any]:
    """The numbers of the coverage, as `impact coverage --json` sums them up."""
    shares = estimate(kept, entries, files)
    canaries: dict[str, bool] = {}
    for source in kept.list_sources():
        canaries |= {name: found and canaries.get(name, True) for name, found in source.canaries.items()}
    wanted = totals.files_in_scope - totals.files_skipped
    return {
        "files_in_scope": totals.files_in_scope,
        "files_read": totals.files_read,
        "files_partly": totals.files_partly,
        "files_unreadable": totals.files_unreadable,
        "files_skipped": totals.files_skipped,
        "bytes_in_scope": totals.bytes_in_scope,
        "bytes_read": totals.bytes_read,
        "files_read_percent": _percent(totals.files_read, wanted),
        "bytes_read_percent": _percent(totals.bytes_read, totals.bytes_in_scope),
        "coverage_percent": totals.coverage_percent,
        "files_names_only": totals.files_names_only,
        **{name: describe_share(share) for name, share in shares.items()},
        "canaries": len(canaries),
        "canaries_found": sum(canaries.values()),
        "canaries_missed": sorted(name for name, found in canaries.items() if not found),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0


def estimate(kept: Kept, entries: Sequence[Entry], files: list[FileRow]) -> dict[str, Share | None]:
    """Recall and precision of people, from the answers that were given."""
    judged, documents = read_answers(entries), list_documents(files)
    if documents and not judged:
        return {"recall": None, "precision": None}  # nothing to go by, so nobody's evidence is read
    people = list_positives(load_people(kept))
    return {
        "recall": estimate_recall(people, documents, judged),
        "precision": estimate_precision(people, judged),
    }


def list_bounds(kept: Kept, entries: Sequence[Entry]) -> dict[str, int]:
    """The bounds of recall and precision in whole percent, as far as samples were judged, for the facts.

    The lower one is never more, and the upper one never less, than what was estimated.
    """
    bounds: dict[str, int] = {}
    for name, share in estimate(kept, entries, load_files(kept)).items():
        if share is not None and share.judged:
            bounds[f"{name}_low_percent"] = math.floor(100 * share.low)
            bounds[f"{name}_high_percent"] = math.ceil(100 * share.high)
    return bounds


def describe_share(share: Share | None) -> dict[str, Any] | None:
    """A share as fields; None where nothing was judged."""
    if share is None:
        return None
    return {
        "estimate": round(share.estimate, 4),
        "low": round(share.low, 4),
        "high": round(share.high, 4),
        "judged": share.judged,
    }


def render_measures(summary: dict[str, Any]) -> list[str]:
    """What `measure` gives, in sentences."""
    lines = [
        f"read {summary['files_read_percent']}% of the files and {summary['bytes_read_percent']}% of "
        "the bytes",
        f"found {summary['canaries_found']} of {summary['canaries']} canaries, documents about people "
        "who do not exist"
        + (f"; missed: {', '.join(summary['canaries_missed'])}" if summary["canaries_missed"] else ""),
    ]
    if summary["files_names_only"]:
        lines.append(
            f"{say_count(summary['files_names_only'], 'file')} "
            f"{choose_word(summary['files_names_only'], 'names', 'name')} people but no kind of data "
            f"was found in {choose_word(summary['files_names_only'], 'it', 'them')}: `firstbell "
            "impact files --names-only` lists "
            f"{choose_word(summary['files_names_only'], 'it', 'them')}"
        )
    for name, words in _MEASURED.items():
        share = summary[name]
        if share is None:
            lines.append(
                f"{name} (how many {words}): no estimate yet; judge a sample first: "
                "`firstbell impact review --sample 150`"
            )
        else:
            lines.append(
                f"{name}: {share['estimate']:.1%}, 95% interval {share['low']:.1%} to "
                f"{share['high']:.1%} ({share['judged']} judged): at least {_floor(share['low'])}% "
                f"{words}"
            )
    return lines


def _floor(share: float) -> int:
    """Whole percent, never more than there are."""
    return int(100 * share)
