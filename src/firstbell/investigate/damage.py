"""Lines of what was struck: the first damaged file of each folder, and what was struck in each hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base import pathtext
from firstbell.base.clock import NS_PER_S, format_time, say_moment
from firstbell.base.counts import say_count, tell_size
from firstbell.base.pathtext import say_path
from firstbell.catalog import VersionRow
from firstbell.investigate.attack import ENCRYPTED
from firstbell.investigate.phrases import find_shared_folder, split_folder
from firstbell.investigate.windows import CHANGE_TIME, EventTime, Window
from firstbell.record.timeline import LineKind, TimelineLine
from firstbell.record.versions import FileVersion

_HOUR_NS = 3600 * NS_PER_S


@dataclass(frozen=True, slots=True)
class DamagedVersion:
    """A version that is damaged. `was`: the path it had before, None where that is the same."""

    version: FileVersion
    moment: EventTime
    was: bytes | None

    @property
    def order(self) -> tuple[bool, int, bytes]:
        """The first to be struck first; those of which nothing is claimed last."""
        return not self.moment.is_claim, self.moment.at_ns, self.version.path


@dataclass(frozen=True, slots=True)
class Strike:
    """What one snapshot was found to hold. `event`: id of the event it belongs to, "" for none."""

    window: Window
    host: str
    event: str
    struck: Sequence[DamagedVersion]

    @property
    def fields(self) -> dict[str, Any]:
        """What every line about it says."""
        fields = dict(self.window.fields)
        return {**fields, "event": self.event} if self.event else fields

    def tell(
        self, kind: LineKind, moment: EventTime, message: str, *, path: bytes, more: Mapping[str, Any]
    ) -> TimelineLine:
        """A line about it. `moment`: when; `more`: its fields beside those that every line has."""
        return TimelineLine(
            time_ns=moment.at_ns,
            kind=kind,
            message=message,
            timestamp_desc=moment.timestamp_desc,
            host=self.host,
            path=path,
            source="examination",
            reference=f"snapshot:{self.window.snapshot.hex_id}",
            fields={**self.fields, "claimed": moment.is_claim, **more},
        )


def find_hash(version: FileVersion) -> str | None:
    """SHA-256 of the content where it is one blob, whose id that is; None where it would have to be read."""
    return version.content[0].hex() if len(version.content) == 1 else None


def group_folders(strike: Strike) -> dict[bytes, list[DamagedVersion]]:
    """The struck files by folder, the first first."""
    folders: dict[bytes, list[DamagedVersion]] = {}
    for struck in sorted(strike.struck, key=lambda struck: struck.order):
        folders.setdefault(split_folder(struck.version.path)[0], []).append(struck)
    return folders


def tell_first_damage(
    strike: Strike, folder: bytes, struck: Sequence[DamagedVersion], *, row: VersionRow | None
) -> TimelineLine:
    """The line of a folder. `struck`: its files, the first first; `row`: what the catalog knows of it."""
    first = struck[0]
    version, moment = first.version, first.moment
    judgement = row.judgement if row else None
    more = f" and {say_count(len(struck) - 1, 'further file')}" if len(struck) > 1 else ""
    name = say_path(split_folder(version.path)[1])
    was = f" (was {say_path(split_folder(first.was)[1])})" if first.was else ""
    return strike.tell(
        LineKind.FIRST_DAMAGE,
        moment,
        f"First damage in {say_path(folder)}: {name}{was}{more}, "
        f"{strike.window.words}{strike.window.tell_claim(moment)}",
        path=folder,
        more={
            "file": pathtext.say_path(version.path),
            "was": pathtext.say_path(first.was) if first.was else None,
            "files": len(struck),
            "size_bytes": version.size_bytes,
            "sha256": find_hash(version),
            "code": judgement.code if judgement else None,
            "reason": judgement.reason if judgement else None,
            "attack": [ENCRYPTED],
        },
    )


def tell_hours(strike: Strike) -> Iterator[TimelineLine]:
    """A line for each hour in which files claim to have been struck."""
    hours: dict[int, list[DamagedVersion]] = {}
    for struck in sorted(strike.struck, key=lambda struck: struck.order):
        if struck.moment.is_claim:
            hours.setdefault(struck.moment.at_ns // _HOUR_NS, []).append(struck)
    for hour, members in sorted(hours.items()):
        yield _tell_hour(strike, hour * _HOUR_NS, members)


def _tell_hour(strike: Strike, hour_ns: int, struck: Sequence[DamagedVersion]) -> TimelineLine:
    tally = _tally(struck)
    first_ns, last_ns = struck[0].moment.at_ns, struck[-1].moment.at_ns
    folders = say_count(tally["folders"], "folder")
    return strike.tell(
        LineKind.DAMAGE_HOUR,
        EventTime(first_ns, CHANGE_TIME, is_claim=True),
        f"In the hour from {format_time(hour_ns)}: {say_count(tally['files'], 'file')} struck "
        f"({tell_size(tally['bytes'])}) in {folders}, {tally['renamed']:,} renamed, "
        f"from {say_moment(first_ns)} to {say_moment(last_ns)}; these are the host's own file times",
        path=find_shared_folder([split_folder(one.version.path)[0] for one in struck]),
        more={
            "hour": format_time(hour_ns),
            "last": format_time(last_ns),
            **tally,
            "attack": [ENCRYPTED],
        },
    )


def _tally(struck: Sequence[DamagedVersion]) -> Mapping[str, int]:
    return {
        "files": len(struck),
        "bytes": sum(one.version.size_bytes for one in struck),
        "folders": len({split_folder(one.version.path)[0] for one in struck}),
        "renamed": sum(one.was is not None for one in struck),
    }
