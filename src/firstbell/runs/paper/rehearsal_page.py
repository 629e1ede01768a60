"""A rehearsal's report: one page that shows what was restored, how it was verified, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from firstbell.base.counts import say_count, say_size
from firstbell.pages import templates
from firstbell.runs.figures import say_duration, say_time
from firstbell.runs.paper.pdf import break_words, print_pdf
from firstbell.runs.rehearsals.coverage import Covered

_EVIDENCE = (
    "This is evidence of a test restoration as CISA advises K-12 schools to request and review it, "
    "and for NIST CSF 2.0, RC.RP-03 and RC.RP-05. Each result is a signed entry on the desk's ledger "
    "(drill.rehearsed) with the root of hashes. firstbell readiness shows all systems over time."
)

# so long a restore took is told to the tenth of a second
_SHORT_S = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalReport:
    """`results`: the body of each system's entry. `covered`: what was read of packs, by repository."""

    district: str
    time: str
    who: str
    results: Sequence[Mapping[str, Any]]
    covered: Mapping[str, Covered]

    @property
    def verified(self) -> int:
        """How many systems were verified."""
        return sum(body["verdict"] == "verified" for body in self.results)

    @property
    def problems(self) -> list[str]:
        """What went wrong, a line each."""
        return list(_list_problems(self))


def _list_problems(report: RehearsalReport) -> Iterator[str]:
    for body in report.results:
        told = [body["why"]] if body.get("why") else list(body.get("missing", ()))
        told += [f"{one['kind']} {one['target']}: {one['detail']}" for one in _failed_checks(body)]
        if body.get("files_failed"):
            told.append(f"{say_count(body['files_failed'], 'file')} could not be restored")
        for problem in told:
            yield f"{body['system']}: {problem}"
    for name, found in report.covered.items():
        for problem in found.problems:
            yield f"{name}: {problem}"


def _failed_checks(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in body.get("checks", ()) if not one["passed"]]


def render_rehearsal_page(report: RehearsalReport, zone: tzinfo | None = None) -> str:
    """The page, as HTML text, its times in the zone."""
    return templates.render_page(
        "rehearsal",
        district=report.district,
        time=say_time(report.time, zone),
        mood="bad" if report.problems else "good",
        title=_describe_title(report),
        lead=_describe_lead(report),
        figures_told=_list_figures(report),
        rows=[_tell_row(body, zone) for body in report.results],
        problems=report.problems,
        footer=_EVIDENCE,
    )


def print_rehearsal(report: RehearsalReport, zone: tzinfo | None = None) -> bytes:
    """The report as a PDF, its times in the zone."""
    values: dict[str, Any] = {
        "district": report.district,
        "time": say_time(report.time, zone),
        "good": not report.problems,
        "title": _describe_title(report),
        "lead": _describe_lead(report),
        "figures": _list_figures(report),
        "rows": [
            {"cells": _list_cells(body, zone), "good": body["verdict"] == "verified"}
            for body in report.results
        ],
        "problems": [break_words(line) for line in report.problems],
        "footer": _EVIDENCE.replace("`", ""),
    }
    return print_pdf("rehearsal", values)


def _describe_title(report: RehearsalReport) -> str:
    of = len(report.results)
    if report.verified == of:
        return f"All {say_count(of, 'system')} restored and verified" if of > 1 else "Restored and verified"
    return f"{report.verified} of {say_count(of, 'system')} restored and verified"


def _describe_lead(report: RehearsalReport) -> str:
    whole = sum(bool(body.get("is_all")) for body in report.results)
    drawn = "files drawn at random"
    if whole:
        drawn = (
            "everything"
            if whole == len(report.results)
            else f"{say_count(whole, 'system')} in full and, of the others, files drawn at random"
        )
    return (
        f"{report.who} restored {drawn} from the real backups into a scratch folder. Every file "
        "was read back and compared with the vault's hashes. The checks ran on the restored files. "
        "Then the folder was deleted."
    )


def _list_figures(report: RehearsalReport) -> list[tuple[str, str]]:
    files = sum(body.get("files", 0) for body in report.results)
    size_bytes = sum(body.get("size_bytes", 0) for body in report.results)
    seconds = sum(body.get("restore_seconds", 0.0) for body in report.results)
    checks = [one for body in report.results for one in body.get("checks", ())]
    figures = [
        (f"{files:,}", "files read back"),
        (say_size(size_bytes), "restored"),
        (say_duration(seconds), "it took"),
        (f"{sum(one['passed'] for one in checks)} of {len(checks)}", "checks passed"),
    ]
    if report.covered:
        read = sum(found.packs_read for found in report.covered.values())
        of = sum(found.packs for found in report.covered.values())
        figures.append((f"{read:,} of {of:,}", "packs read and checked"))
    return figures


def _list_cells(body: Mapping[str, Any], zone: tzinfo | None) -> list[str]:
    seconds, size_bytes = body.get("restore_seconds", 0.0), body.get("size_bytes", 0)
    checks = body.get("checks", ())
    passed = f"{sum(one['passed'] for one in checks)} of {len(checks)} passed" if checks else "none"
    left_out = body.get("checks_left_out", 0)
    return [
        str(body["system"]),
        f"{body.get('files', 0):,}",
        "all" if body.get("is_all") else f"{body.get('of_files', 0):,}",
        say_size(size_bytes),
        f"{seconds:.1f} s" if seconds < _SHORT_S else say_duration(seconds),
        say_size(size_bytes / seconds) if seconds else "-",
        say_time(str(body.get("recovery_point", "")), zone) or "-",
        f"{passed}, {left_out} skipped" if left_out else passed,
        str(body["verdict"]),
        str(body.get("root", ""))[:12] or "-",
    ]


def _tell_row(body: Mapping[str, Any], zone: tzinfo | None) -> dict[str, Any]:
    name, *numbers, point, checks, verdict, root = _list_cells(body, zone)
    mood = "good" if verdict == "verified" else "bad"
    told = {"name": name, "numbers": numbers, "point": point, "checks": checks}
    return {**told, "verdict": verdict, "mood": mood, "root": root}
