"""`firstbell impact coverage`: what was read and what not, and how far the result can be trusted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.trust import measure
from firstbell.base.counts import choose_word, say_count
from firstbell.cli.case_options import CaseWork, case_options
from firstbell.cli.impact_work import load_result
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result
from firstbell.impact.results.gather import load_files

if TYPE_CHECKING:
    from firstbell.impact.results.results import FileRow

_MEASURED = {
    "recall": "share of the affected people who were found, in readable files",
    "precision": "share of the people found who are really affected",
}
_READ = frozenset({"read", "partly"})


@click.command("coverage", epilog=exit_status_help(repository=False))
@case_options
def coverage(work: CaseWork) -> Result:
    """Show what was read and what was not, by format and reason, and how far you can trust the result.

    People judge samples (`impact review --sample N`), which gives estimates of recall and precision with 95%
    intervals. Each scan also reads canaries: one document per format about a person who does not exist.
    """
    kept, totals = load_result(work)
    files = load_files(kept)
    output = work.output
    for told in _count_formats(files):
        output.message(told)
        output.text(
            f"{told['format']:<10}  {told['files']:>8,} files  {told['read']:>8,} read  "
            f"{told['partly']:>6,} partly  {told['unreadable']:>6,} unreadable  "
            f"{told['bytes'] / 1000000.0:>10,.1f} MB"
        )
    for reason, count in _count_reasons(files):
        output.message({"message_type": "reason", "reason": reason, "files": count})
        output.text(f"not read: {count:,} files: {reason}")
    summary = measure(kept, work.case.main.read(), totals=totals, files=files)
    for line in render_measures(summary):
        output.text(line)
    output.summary(summary)
    return None


def _count_formats(files: Iterable[FileRow]) -> list[dict[str, Any]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        name = file.format or "unknown"
        counts[name].update({"files": 1, file.state: 1, "bytes": file.size})
    keys = ("files", "read", "partly", "unreadable", "skipped", "bytes")
    return [
        {"message_type": "format", "format": name, **{key: count[key] for key in keys}}
        for name, count in sorted(counts.items())
    ]


def _count_reasons(files: Iterable[FileRow]) -> list[tuple[str, int]]:
    reasons = Counter(
        file.reason.rpartition(": ")[2][:100] for file in files if file.state in {"unreadable", "partly"}
    )
    return reasons.most_common()


def render_measures(summary: dict[str, Any]) -> list[str]:
    """The same for people."""
    lines = [
        f"read {summary['files_read_percent']}% of the files and {summary['bytes_read_percent']}% of "
        "the bytes",
        f"found {summary['canaries_found']} of {summary['canaries']} canaries"
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
                f"{name}: no estimate yet; judge a sample first: `firstbell impact review --sample 150`"
            )
        else:
            lines.append(
                f"{name}: {share['estimate']:.1%}, 95% interval {share['low']:.1%} to "
                f"{share['high']:.1%} ({share['judged']} judged): at least {_floor(share['low'])}% of "
                f"{words}"
            )
    return lines


def _floor(share: float) -> int:
    """Whole percent, never more than there are."""
    return int(100 * share)
