"""Logs that were told to keep silent: they cannot speak then, and nothing follows from what they lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from firstbell.investigate.hunts.host_records import DatedRecord, Gathered
from firstbell.investigate.hunts.nights.coverage import COVERED, OFF, NightCoverage

_EVENTLOG = "eventlog/"
_POWERSHELL = ("Microsoft-Windows-PowerShell/Operational", "PowerShellCore/Operational")
# what the registry silences -> the channels that cannot speak then
_SETTINGS = {
    "ScriptBlockLogging": _POWERSHELL,
    "ModuleLogging": _POWERSHELL,
    "Security": ("Security",),
    "System": ("System",),
    "Application": ("Application",),
}
_SIGN = "hide.audit"


def cover_silence(gathered: Gathered) -> list[NightCoverage]:
    """A stretch for each channel and time in which the registry of a night kept it silent.

    It begins when the setting was made, or with the backup before; it ends with the first backup that no
    longer has it.
    """
    found: dict[tuple[str, str], NightCoverage] = {}
    for placed in gathered.placed.values():
        if placed.hit.rule.partition("#")[0] != _SIGN or not placed.hit.source.startswith("registry/"):
            continue
        for channel in _list_channels(gathered, placed):
            one = _make(gathered, placed, channel)
            found.setdefault((one.source, str(one.from_ns)), one)
    return list(found.values())


def _list_channels(gathered: Gathered, placed: DatedRecord) -> Iterable[str]:
    fields = placed.hit.fields
    if fields.get("Off", "").lower() == "eventlog":
        return sorted({key.channel for key in gathered.logs} | {"Security", "System"})
    return _SETTINGS.get(fields.get("Silenced", ""), ())


def _make(gathered: Gathered, placed: DatedRecord, channel: str) -> NightCoverage:
    nights = gathered.nights.nights
    first, last = nights[placed.first], nights[placed.last]
    before = gathered.nights.find_before(first, placed.path)
    later = next((one for one in nights[last.number + 1 :] if one.reach.covers(placed.path)), last)
    earliest = before.time_ns if before else first.time_ns
    # when the key was written, if that lies between the two backups
    made = placed.hit.time_ns if earliest <= placed.hit.time_ns <= first.time_ns else earliest
    why = f"the registry keeps it silent ({placed.hit.fields.get('Setting', 'EventLog')})"
    return NightCoverage(
        gathered.nights.host,
        _EVENTLOG + channel,
        made,
        max(made, later.time_ns),
        OFF,
        0,
        0,
        why,
        first.hex_id,
    )


def cut_silence(covered: Iterable[NightCoverage], silent: Iterable[NightCoverage]) -> Iterator[NightCoverage]:
    """The stretches without the times in which their source was kept silent."""
    spans = list(silent)
    for one in covered:
        if one.state != COVERED:
            yield one
            continue
        at = one.from_ns
        for start, end in sorted((two.from_ns, two.until_ns) for two in spans if two.source == one.source):
            if start < one.until_ns and end > at:
                if start > at:
                    yield replace(one, from_ns=at, until_ns=start)
                at = max(at, min(end, one.until_ns))
        if at < one.until_ns or at == one.from_ns:
            yield replace(one, from_ns=at)
