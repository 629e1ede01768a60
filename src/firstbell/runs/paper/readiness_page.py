"""The readiness report: one page that a board can read, in a browser or printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

from markupsafe import Markup

from firstbell.base.clock import parse_time
from firstbell.base.counts import choose_word, say_count, say_share, say_size
from firstbell.pages import templates
from firstbell.pages.pictures import detach
from firstbell.pages.plot import Plot, PlotLine, draw_plot
from firstbell.runs.figures import say_duration, say_hours, say_time
from firstbell.runs.paper.pdf import break_words, print_pdf
from firstbell.runs.readiness.frameworks import list_measures
from firstbell.runs.readiness.hosts import HostReadiness
from firstbell.runs.readiness.readiness import (
    LEAST_LOCK_DAYS,
    Readiness,
    ReadinessPoint,
    SystemReadiness,
    Tier,
    VaultLock,
)

_SOURCES = (
    "CISA, Partnering to Safeguard K-12 Organizations from Cybersecurity Threats (2023); "
    "NIST Cybersecurity Framework 2.0 (2024), category RC.RP."
)


_FIRST, _ALL = "#1f6f54", "#6f93a6"


def render_plot(history: Sequence[ReadinessPoint]) -> Markup:
    """The picture; one point is a dot."""
    lines = (
        PlotLine("everything is back", _ALL, [point.all_s for point in history]),
        PlotLine("first bell", _FIRST, [point.first_bell_s for point in history]),
    )
    days = (history[0].time[:10], history[-1].time[:10]) if history else ("", "")
    times = [parse_time(point.time) for point in history]
    return draw_plot(Plot("Time to first bell over time", times, lines, days, say_duration))


def render_readiness_page(readiness: Readiness, zone: tzinfo | None = None) -> str:
    """The page, as HTML text, its times in the zone."""
    return templates.render_page(
        "readiness",
        **_describe_common(readiness, zone),
        mood="good" if is_well(readiness) else "bad",
        figures_told=list_figures(readiness),
        plot=render_plot(readiness.history) if readiness.history else "",
    )


def _describe_common(readiness: Readiness, zone: tzinfo | None) -> dict[str, Any]:
    """What the page and the print have in common."""
    attention = [describe_host(host) for host in readiness.hosts if host.is_told]
    attention += [line.replace("`", "") for lock in readiness.locks for line in describe_lock(lock)]
    attention += [line.replace("`", "") for line in describe_key(readiness)]
    attention = [break_words(line) for line in attention]
    return {
        "district": readiness.district,
        "time": say_time(readiness.time, zone),
        "title": describe_title(readiness),
        "lead": describe_lead(readiness),
        "trouble": describe_trouble(readiness),
        "systems": [
            {
                "name": system.name,
                "tier": str(system.tier),
                "back": describe_back(system),
                "without": say_hours(system.without_h),
                "point": describe_point(system),
                "rehearsed": describe_rehearsal(system),
                "well": system.is_in_time,
                "proven": system.is_proven,
            }
            for system in readiness.systems
        ],
        "measures": [
            {"name": one.name, "asked": one.asked, "state": one.state, "shown": one.shown.replace("`", "")}
            for one in list_measures(readiness)
        ],
        "attention": attention,
        "no_history": "There is nothing to draw yet: no measurement so far had a time to first bell.",
        "footer": describe_basis(readiness),
    }


def print_readiness(readiness: Readiness, zone: tzinfo | None = None) -> bytes:
    """The report as a PDF of one page, its times in the zone."""
    values = {
        **_describe_common(readiness, zone),
        "good": is_well(readiness),
        "figures": list_figures(readiness),
        "plot": detach(render_plot(readiness.history)) if readiness.history else "",
    }
    return print_pdf("readiness", values)


def is_well(readiness: Readiness) -> bool:
    """Whether nothing is late, and every system is back in time and proven."""
    return not readiness.late and all(one.is_in_time and one.is_proven for one in readiness.systems)


def describe_title(readiness: Readiness) -> str:
    """The number, in a line."""
    basis = "by measured rates" if readiness.measured else "by assumed rates"
    if readiness.first_bell_s is None:
        return "Time to first bell: unknown, because no backup restores a system of the first tier"
    left_out = readiness.first_bell_without
    told = f", without {', '.join(left_out)}" if left_out else ""
    return f"Time to first bell: {say_duration(readiness.first_bell_s)}, {basis}{told}"


# by whether a repository of theirs could not be opened
_LEFT_OUT = {
    False: "No backup restores {} completely",
    True: "Nobody knows how {} would come back, because a repository could not be opened",
}


def describe_lead(readiness: Readiness) -> str:
    """What stands behind it, in two sentences."""
    systems = readiness.systems
    proven = sum(system.is_proven for system in systems)
    contained = [name for name in readiness.first_bell_systems if name not in readiness.first_bell_without]
    told = ""
    for is_closed, form in _LEFT_OUT.items():
        names = [one.name for one in systems if one.missing and one.is_closed is is_closed]
        included = f", and no time here includes {choose_word(len(names), 'it', 'them')}."
        told += f" {form.format(', '.join(names))}{included}" if names else ""
    after = (
        f"After an encryption event, {', '.join(contained)} would be restored and verified in that time, and "
        f"everything that is backed up after {say_duration(readiness.all_s)}."
        if contained
        else "After an encryption event, no system of the first tier would be restored"
        + (f"; the rest would be back after {say_duration(readiness.all_s)}." if readiness.all_s else ".")
    )
    return (
        f"{after}{told} Test restorations in the last 90 days proved "
        f"{say_share(proven, len(systems), 'system')}."
    )


def describe_back(system: SystemReadiness) -> str:
    """When a system is back."""
    if system.is_closed:
        return "unknown"
    return "not at all" if system.bell_s is None else say_duration(system.bell_s)


def describe_tier(tier: Tier, systems: Sequence[SystemReadiness] = ()) -> str:
    """When all systems up to a tier are back, and which are not, or of which nobody knows."""
    if tier.seconds is not None:
        return f"tier {tier.tier}: all back after {say_duration(tier.seconds)}"
    closed = [one.name for one in systems if one.is_closed and one.name in tier.without]
    names = ", ".join(name for name in tier.without if name not in closed)
    told = f"tier {tier.tier}: not everything comes back, because no backup restores {names} completely"
    if closed:
        more = f", and no backup restores {names} completely" if names else ""
        told = f"tier {tier.tier}: unknown, because a repository of {', '.join(closed)} did not open{more}"
    return f"{told}; the rest is back after {say_duration(tier.restorable_s)}" if tier.restorable_s else told


def describe_lock(lock: VaultLock) -> Iterator[str]:
    """What to do about a vault that lets go too soon, or takes in without end."""
    if lock.is_short:
        yield (
            f"vault {lock.vault} protects what arrives for {say_count(lock.lock_days, 'day')}; a new "
            f"vault protects it for {LEAST_LOCK_DAYS}: `firstbell vault lock --lock-days "
            f"{LEAST_LOCK_DAYS}`"
        )
    if lock.unlimited:
        verb = "has" if len(lock.unlimited) == 1 else "have"
        yield (
            f"vault {lock.vault}: {', '.join(lock.unlimited)} {verb} no quota or no upload rate; an intruder"
            " there could fill the disk: `firstbell host change NAME --quota 1T --uploads-per-minute 1800`"
        )


def describe_key(readiness: Readiness) -> Iterator[str]:
    """What to do about a desk's key that nothing but its file's rights keeps."""
    if readiness.unsealed_key:
        yield (
            f"the desk's key {readiness.unsealed_key} is not sealed, so anyone who can read the file can "
            "sign for the desk: `firstbell desk key seal`"
        )


def describe_trouble(readiness: Readiness) -> str:
    """Which systems need attention first, "" where none does."""
    late = [one.name for one in readiness.systems if not one.is_in_time and not one.is_closed]
    return f"Back too late, or with a backup that is too old: {', '.join(late)}." if late else ""


def list_figures(readiness: Readiness) -> list[tuple[str, str]]:
    """(value, name) of the figures on top."""
    ages = [one.recovery_point_h for one in readiness.systems if one.recovery_point_h is not None]
    size_bytes = sum(system.size_bytes for system in readiness.systems)
    return [
        (_say_bell(readiness.first_bell_s), "to first bell"),
        (say_duration(readiness.all_s), "until everything in the backups is back"),
        (say_hours(max(ages)) if ages else "none", "oldest recovery point"),
        (say_size(size_bytes), "to restore"),
        (str(len(readiness.late)), "hosts late"),
        (str(len(readiness.single)), "hosts in one place only"),
    ]


def _say_bell(seconds: float | None) -> str:
    return "none" if seconds is None else say_duration(seconds)


def describe_point(system: SystemReadiness) -> str:
    """The age of the newest clean backup."""
    if system.is_closed:
        return "unknown"
    if system.missing:
        return "none in full"
    return "none is clean" if system.recovery_point_h is None else f"{say_hours(system.recovery_point_h)} old"


def describe_rehearsal(system: SystemReadiness) -> str:
    """When it was restored last, how much, with what result."""
    done = system.rehearsed
    if done is None:
        return "never"
    share = "all of it" if done.share >= 1.0 else f"{done.share:.0%} of it"
    return f"{done.time[:10]}, {share}, {done.verdict}"


def describe_host(host: HostReadiness) -> str:
    """What is wrong with a host, in a line."""
    if host.age_h is None and not host.is_closed:
        return f"{host.name}: never backed up"
    parts = ["its repository could not be opened, so its newest backup is unknown"] if host.is_closed else []
    if host.is_late and host.age_h is not None:
        parts.append(f"newest backup {say_hours(host.age_h)} old, due every {say_hours(host.every_h)}")
    if host.is_single:
        parts.append("a copy in one place only")
    if host.uncovered:
        rest = f" and {len(host.uncovered) - 3} more" if len(host.uncovered) > 3 else ""
        parts.append(f"no longer backed up: {', '.join(host.uncovered[:3])}{rest}")
    return f"{host.name}: {'; '.join(parts)}"


def describe_basis(readiness: Readiness) -> str:
    """What the figures lean on."""
    basis = (
        "Times are calculated from rates measured in rehearsals and recoveries on this machine"
        if readiness.measured
        else "Times are estimates for a small server, because nothing has been rehearsed yet"
    )
    return f"{basis}, and from today's sizes. The desk's ledger records what was rehearsed. {_SOURCES}"
