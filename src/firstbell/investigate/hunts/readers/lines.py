"""Lines of text logs: plain or compressed, with the times that they bear, some of them without a year."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from firstbell.base.clock import DAY_NS
from firstbell.investigate.hunts.readers.found import UnreadableSourceError
from firstbell.investigate.hunts.records import fit_time

WRITTEN = ":written"
# and the descriptor of its bytes, for a library that takes a path
HELD = ":held"
_MOST_BYTES = 512 << 20
_MOST_LINE = 16_384
_MONTHS = {
    name: at
    for at, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_ISO = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?\s?(Z|[+-]\d\d:?\d\d)?")
_BSD = re.compile(r"([A-Z][a-z]{2})\s+(\d{1,2}) (\d\d):(\d\d):(\d\d)")
_WEB = re.compile(r"\[(\d{1,2})/([A-Z][a-z]{2})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d{4})\]")


def read_lines(data: bytes, path: str) -> Iterator[str]:
    """The lines of a log; one that ends in .gz is decompressed. Raises: UnreadableSourceError."""
    if path.endswith(".gz") or data[:2] == b"\x1f\x8b":
        engine = zlib.decompressobj(31)
        try:
            data = engine.decompress(data, _MOST_BYTES)
        except zlib.error as error:
            raise UnreadableSourceError(f"it cannot be decompressed: {error}") from None
    if path.endswith(".xz"):
        raise UnreadableSourceError("it is compressed by xz, which is not read here")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    if data[:4096].count(b"\0") > 64:
        raise UnreadableSourceError("it is not a text")
    for line in data.splitlines():
        yield line[:_MOST_LINE].decode("utf-8", "replace")


def read_time(line: str, written_ns: int = 0) -> int:
    """The time that a line begins with or bears, in nanoseconds; 0 for none.

    A time without a year is of the year before `written_ns` in which it lies; one without a zone is UTC.
    """
    found = _ISO.search(line[:200])
    if found is not None:
        return _make_ns(*(int(found[at]) for at in range(1, 7)), zone=found[8] or "", fraction=found[7] or "")
    web = _WEB.search(line[:400])
    if web is not None:
        month = _MONTHS.get(web[2], 0)
        return _make_ns(int(web[3]), month, int(web[1]), int(web[4]), int(web[5]), int(web[6]), zone=web[7])
    bsd = _BSD.match(line)
    if bsd is None or bsd[1] not in _MONTHS:
        return 0
    return _guess_year(_MONTHS[bsd[1]], [int(bsd[at]) for at in range(2, 6)], written_ns)


def _guess_year(month: int, rest: list[int], written_ns: int) -> int:
    year = datetime.fromtimestamp(written_ns / 1e9, UTC).year if written_ns > 0 else 1970
    at_ns = _make_ns(year, month, *rest)
    # a line is no younger than its file, but for a clock that is a little off
    if written_ns and at_ns > written_ns + 2 * DAY_NS:
        at_ns = _make_ns(year - 1, month, *rest)
    return at_ns


def _make_ns(*parts: int, zone: str = "", fraction: str = "") -> int:
    try:
        whole = int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]
    except (ValueError, TypeError):
        return 0
    if zone and zone != "Z":
        digits = zone[1:].replace(":", "")
        shift = int(digits[:2]) * 3600 + int(digits[2:4] or 0) * 60
        whole += -shift if zone[0] == "+" else shift
    return fit_time(whole * 10**9 + int((fraction + "000000000")[:9]) * bool(fraction))


def read_written(beside: Mapping[str, bytes]) -> int:
    """When the file was written last, in nanoseconds; 0 where nobody says."""
    given = beside.get(WRITTEN, b"")
    return int(given) if given.isdigit() else 0


def mark_line(line: str) -> int:
    """A number that stands for a line; never 0."""
    return zlib.crc32(line.encode(errors="replace")) or 1
