"""The part `notices` as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.notices import NoticesFigures

_MB = 1_000_000


def render_notices(notices: NoticesFigures) -> Iterator[str]:
    """Works one after the other, then all of them."""
    yield f"## notices: {notices.letters:,} letters, from the list of people to the queue of e-mails"
    yield ""
    yield (
        f"Letters in four languages, {notices.files} PDFs of {notices.size_bytes / _MB:,.0f} MB, PDF/UA-1;"
        f" {notices.emails:,} e-mails written, each a file. Queued: `notice send --dry-run`, which opens what"
        " was approved, compares it with the journal and says how many go out."
    )
    yield ""
    yield "| work | wall s | processor s | memory MB |"
    yield "|---|---:|---:|---:|"
    for work, cost in {**notices.costs, "all": notices.total}.items():
        yield f"| {work} | {cost.wall_s:.1f} | {cost.cpu_s:.1f} | {cost.peak_bytes / _MB:,.0f} |"
    yield ""
