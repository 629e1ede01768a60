"""`firstbell impact coverage`: what was read and what not, and how far the result can be trusted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from firstbell.actions.impact.trust import measure, render_measures
from firstbell.base.counts import choose_word, say_count
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.impact_work import load_result
from firstbell.documents.causes import advise, say_reason
from firstbell.impact.results.gather import load_files
from firstbell.impact.results.results import FileRow


@case_command("coverage")
def coverage(work: CaseWork) -> None:
    """Show what was read and what was not, by format and reason, and how far you can trust the result.

    People judge samples (`impact review --sample N`), which gives estimates of recall and precision with 95%
    intervals. Each scan also reads canaries: one document per format about a person who does not exist.
    """
    kept, totals = load_result(work)
    files = load_files(kept)
    output = work.output
    for told in _count_formats(files):
        output.message(told)
        noun = choose_word(told["files"], "file", "files")
        output.text(
            f"{told['format']:<10}  {told['files']:>8,} {noun:<5}  {told['read']:>8,} read  "
            f"{told['partly']:>6,} partly  {told['unreadable']:>6,} unreadable  "
            f"{told['bytes'] / 1000000.0:>10,.1f} MB"
        )
    reasons = _count_reasons(files)
    causes: Counter[tuple[str, str]] = Counter()
    for (reason, cause, advice), count in reasons.most_common():
        told = {"reason": reason, "cause": cause, "advice": advice, "files": count}
        output.message({"message_type": "reason", **told})
        causes[cause, advice] += count
    for (cause, advice), count in causes.most_common():
        output.text(f"not read: {cause} ({say_count(count, 'file')})")
        if advice:
            output.text(f"          {advice}")
    summary = measure(kept, work.case.main.read(), totals=totals, files=files)
    for line in render_measures(summary):
        output.text(line)
    output.summary(summary)


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


def _count_reasons(files: Iterable[FileRow]) -> Counter[tuple[str, str, str]]:
    """How many files, by the last part of a reason, its cause in plain words, and what to do."""
    reasons: Counter[tuple[str, str, str]] = Counter()
    for file in files:
        if file.state in {"unreadable", "partly"}:
            cause = say_reason(file.reason).rpartition(": ")[2][:100]
            advice = advise(file.reason.rpartition("; ")[2])
            reasons[file.reason.rpartition(": ")[2][:100], cause, advice] += 1
    return reasons
