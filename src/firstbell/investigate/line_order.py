"""Lines of many sources in one order, on the disk where they are too many for memory."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import msgspec

from firstbell.base.clock import NS_PER_S
from firstbell.record.timeline import LineKind, TimelineLine

# lines held in memory at once: about 100 MiB of them
RUN_LINES = 100_000
_BUFFER_BYTES = 1 << 18
_encode = msgspec.json.Encoder().encode

Key = tuple[int, str, bytes, str, str]


class _Row(msgspec.Struct, array_like=True, frozen=True):
    """A line as it lies in a run; the order's key goes with it. Bytes are base64."""

    second: int
    nanosecond: int
    hex_id: str
    kind: LineKind
    host: str
    path: bytes
    message: str
    timestamp_desc: str
    source: str
    reference: str
    fields: dict[str, Any]


_decode = msgspec.json.Decoder(_Row).decode


def join_lines(
    sources: Iterable[Iterable[TimelineLine]], *, scratch: Path | None = None, run_lines: int = RUN_LINES
) -> Iterator[TimelineLine]:
    """The lines of all sources in their order; what is said twice comes once.

    More than `run_lines` are sorted in files of the folder `scratch` (None: the system's for such), which
    have no name and are gone when the last line was given.
    """
    with ExitStack() as files:
        runs: list[IO[bytes]] = []
        held: list[tuple[Key, TimelineLine]] = []
        for source in sources:
            for line in source:
                held.append((line.sort_key, line))
                if len(held) >= run_lines:
                    run = files.enter_context(tempfile.TemporaryFile(dir=scratch, buffering=_BUFFER_BYTES))
                    _write_run(run, held)
                    runs.append(run)
                    held = []
        held.sort(key=_get_key)
        ordered = heapq.merge(*(_read_run(run) for run in runs), held, key=_get_key)
        last: Key | None = None
        for key, line in ordered:
            if key != last:
                yield line
            last = key


def _get_key(item: tuple[Key, TimelineLine]) -> Key:
    return item[0]


def _write_run(run: IO[bytes], held: list[tuple[Key, TimelineLine]]) -> None:
    held.sort(key=_get_key)
    for key, line in held:
        run.write(_encode(_make_row(line, key[-1])) + b"\n")
    run.seek(0)


def _make_row(line: TimelineLine, hex_id: str) -> _Row:
    second, nanosecond = divmod(line.time_ns, NS_PER_S)  # the whole does not fit into 64 bits
    return _Row(
        second=second,
        nanosecond=nanosecond,
        hex_id=hex_id,
        kind=line.kind,
        host=line.host,
        path=line.path,
        message=line.message,
        timestamp_desc=line.timestamp_desc,
        source=line.source,
        reference=line.reference,
        fields=dict(line.fields),
    )


def _read_run(run: IO[bytes]) -> Iterator[tuple[Key, TimelineLine]]:
    for data in run:
        row = _decode(data)
        line = TimelineLine(
            time_ns=row.second * NS_PER_S + row.nanosecond,
            kind=row.kind,
            message=row.message,
            timestamp_desc=row.timestamp_desc,
            host=row.host,
            path=row.path,
            source=row.source,
            reference=row.reference,
            fields=row.fields,
        )
        yield (line.time_ns, line.host, line.path, line.kind.value, row.hex_id), line
