"""What left: SRUM against the weeks before, logs of transfer tools, and the remotes that such tools know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from firstbell.base.clock import DAY_NS, format_time
from firstbell.investigate.hunts.host_records import FileNight, Gathered
from firstbell.investigate.hunts.match.signs import HuntSign
from firstbell.investigate.hunts.other_coverage import name_source
from firstbell.investigate.hunts.records import HuntRecord
from firstbell.investigate.hunts.traces import POINTING, SHOWN, Bounds, Trace, tell_sign

# fewer days before tell nothing about what is usual
_LEAST_DAYS = 14
# a day on which a program sent so many times what it ever did, and so much, is not usual
_TIMES = 5
_LEAST_BYTES = 500_000_000


@dataclass
class _Sent:
    """What one program of one user sent, by day; `at`: the night that held a day first, and the path."""

    by_day: dict[int, int] = field(default_factory=dict)
    at: dict[int, FileNight] = field(default_factory=dict)


def judge_sending(gathered: Gathered, signs: Mapping[str, HuntSign]) -> Iterator[Trace]:
    """The traces of `theft.srum`, `theft.tool` and `theft.log`."""
    yield from _judge_srum(gathered, signs["theft.srum"])
    yield from _judge_remotes(gathered, signs["theft.tool"])
    yield from _judge_logs(gathered, signs["theft.log"])


def _list_items(gathered: Gathered, kind: str) -> Iterator[tuple[FileNight, HuntRecord]]:
    for files in gathered.files.values():
        for one in files:
            for item in one.items:
                if item.kind == kind:
                    yield one, item


def _judge_srum(gathered: Gathered, sign: HuntSign) -> Iterator[Trace]:
    programs: dict[tuple[str, str], _Sent] = {}
    nights: set[int] = set()
    for one, item in _list_items(gathered, "network"):
        nights.add(one.night.number)
        sent = programs.setdefault((item.fields["App"], item.fields["User"]), _Sent())
        day = item.time_ns // DAY_NS
        # a later night holds the same day whole, an earlier one its beginning
        sent.by_day[day] = max(sent.by_day.get(day, 0), int(item.fields["BytesSent"]))
        sent.at.setdefault(day, one)
    if not programs:
        return
    days = {day for sent in programs.values() for day in sent.by_day}
    if len(nights) < 2 or len(days) < _LEAST_DAYS + 1:
        yield _tell_whole(gathered, sign, programs)
        return
    for (program, user), sent in sorted(programs.items()):
        yield from _tell_outliers(gathered, sign, sent=sent, program=program, user=user)


def _tell_whole(gathered: Gathered, sign: HuntSign, programs: Mapping[tuple[str, str], _Sent]) -> Trace:
    total = sum(sum(sent.by_day.values()) for sent in programs.values())
    ranked = sorted(programs.items(), key=lambda pair: -sum(pair[1].by_day.values()))
    (program, user), most = ranked[0]
    days = [day for sent in programs.values() for day in sent.by_day if day]
    first, last = min(days, default=0), max(days, default=0)
    one = next(iter(most.at.values()))
    name = _show_program(program)
    return _make(
        gathered,
        sign,
        one=one,
        strength=POINTING,
        message=f"The programs of this host sent {total:,} bytes within {last - first + 1} days, "
        f"{name} the most ({sum(most.by_day.values()):,}). No earlier weeks tell whether that is usual.",
        account=user,
        time_ns=first * DAY_NS,
        more={"bytes_sent": total, "program": program, **_tell_days(first, last)},
    )


def _tell_outliers(
    gathered: Gathered, sign: HuntSign, *, sent: _Sent, program: str, user: str
) -> Iterator[Trace]:
    ordered = sorted(sent.by_day)
    first = ordered[0]
    everything = {day for files in gathered.files.values() for one in files for day in _list_days(one)}
    for day in ordered:
        earlier = [sent.by_day[one] for one in ordered if one < day]
        known = [one for one in everything if one < day]
        usual = max(earlier, default=0)
        if len(known) < _LEAST_DAYS or sent.by_day[day] < max(_LEAST_BYTES, usual * _TIMES):
            continue
        before = "never before" if day == first else f"at most {usual:,} bytes a day before"
        yield _make(
            gathered,
            sign,
            one=sent.at[day],
            strength=SHOWN,
            message=f"{_show_program(program)} sent {sent.by_day[day]:,} bytes within a day; it had sent "
            f"{before if day != first else 'nothing'} in the {len(known)} days that are known.",
            account=user,
            time_ns=day * DAY_NS,
            more={"bytes_sent": sent.by_day[day], "program": program, **_tell_days(day, day)},
        )


def _tell_days(first: int, last: int) -> dict[str, str]:
    return {"from": format_time(first * DAY_NS), "until": format_time((last + 1) * DAY_NS)}


def _list_days(one: FileNight) -> set[int]:
    return {item.time_ns // DAY_NS for item in one.items if item.kind == "network"}


def _show_program(program: str) -> str:
    return program.replace("/", "\\").rpartition("\\")[2] or "a program without a name"


def _judge_remotes(gathered: Gathered, sign: HuntSign) -> Iterator[Trace]:
    """One trace for each program and user in each file, with every remote that it knows."""
    groups: dict[tuple[bytes, str, str], list[tuple[FileNight, HuntRecord]]] = {}
    for one, item in _list_items(gathered, "transfer"):
        key = (one.held.path, item.fields.get("Program", ""), item.fields.get("User", ""))
        groups.setdefault(key, []).append((one, item))
    for (_, program, user), found in groups.items():
        destinations = sorted(
            {item.fields["Destination"] for _, item in found if item.fields.get("Destination")}
        )
        first = found[0][0]
        told = f" for {', '.join(destinations[:5])}" if destinations else ""
        more = f" and {len(destinations) - 5} more" if len(destinations) > 5 else ""
        whose = f" by {user}" if user else ""
        yield _make(
            gathered,
            sign,
            one=first,
            last=found[-1][0],
            strength=POINTING,
            message=f"{program}, a tool that sends files away, was set up{told}{more}{whose}.",
            account=user,
            time_ns=max(item.time_ns for _, item in found),
            more={"destinations": destinations, "program": program},
        )


def _judge_logs(gathered: Gathered, sign: HuntSign) -> Iterator[Trace]:
    """One trace for each program and remote in each log: how many files, how many bytes."""
    groups: dict[tuple[bytes, str, str], dict[str, tuple[FileNight, HuntRecord]]] = {}
    for one, item in _list_items(gathered, "sent"):
        key = (one.held.path, item.fields.get("Program", ""), item.fields.get("Destination", ""))
        groups.setdefault(key, {}).setdefault(item.key, (one, item))
    for (_, program, destination), found in groups.items():
        items = [item for _, item in found.values()]
        total = sum(int(item.fields.get("Bytes") or 0) for item in items)
        names = [item.fields["File"] for item in items if item.fields.get("File")]
        counted = max((int(item.fields.get("Files") or 0) for item in items), default=0)
        files = max(len(names), counted)
        first = next(iter(found.values()))[0]
        where = f" to {destination}" if destination else ""
        noun = "file" if files == 1 else "files"
        amount = f", {total:,} bytes," if total else ""
        yield _make(
            gathered,
            sign,
            one=first,
            strength=SHOWN,
            message=f"The log of {program} names {files:,} {noun}{amount} that went{where}.",
            account=items[0].fields.get("User", ""),
            time_ns=min((item.time_ns for item in items if item.time_ns), default=0),
            more={
                "bytes_sent": total,
                "destinations": [destination] if destination else [],
                "program": program,
                "files": files,
                "examples": names[:20],
            },
        )


def _make(
    gathered: Gathered, sign: HuntSign, *, one: FileNight, last: FileNight | None = None, **told: object
) -> Trace:
    before = gathered.nights.find_before(one.night, one.held.path)
    return tell_sign(
        sign,
        gathered.nights.host,
        source=name_source(one),
        path=one.held.path,
        bounds=Bounds(
            before.time_ns if before else None,
            one.night.time_ns,
            one.night.hex_id,
            (last or one).night.hex_id,
        ),
        **told,
    )
