"""SRUM: bytes that each program sent and received, by user and hour, as Windows counted them for 60 days.

It shows sending, never where to and never that nothing was sent. The last hour is not in any copy.

Source: Yogesh Khatri, "Forensic implications of System Resource Utilization Monitor" (names of tables).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from firstbell.base.clock import DAY_NS, DAY_S
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords, UnreadableSourceError
from firstbell.investigate.hunts.records import HuntRecord

NETWORK = "{973F5D5C-1D90-4944-BE8E-24B94231A174}"
IDS = "SruDbIdMapTable"
_OLE_DAYS = 25_569
Row = Mapping[str, Any]


class SrumTables(Protocol):
    """The tables of a database by name."""

    def list_rows(self, table: str) -> Iterable[Row]:
        """The rows of a table: column -> int, float, bytes or None. Raises: UnreadableSourceError for no such
        table.
        """


class EseTables:
    """Tables as `libesedb` reads them. Raises: UnreadableSourceError where it is not installed."""

    def __init__(self, data: bytes) -> None:
        try:
            import pyesedb  # noqa: PLC0415 - LGPL, an extra, and only in the fence (decision 0026)
        except ImportError:
            raise UnreadableSourceError("reader not installed: pip install 'firstbell[hunts]'") from None
        self.lost = 0
        self._file = pyesedb.file()
        self._stream = io.BytesIO(data)
        self._file.open_file_object(self._stream)

    def list_rows(self, table: str) -> Iterator[Row]:
        """See Tables."""
        found = next((one for one in self._file.tables if one.name.lower() == table.lower()), None)
        if found is None:
            raise UnreadableSourceError(f"it has no table {table}")
        columns = [(column.name, column.type) for column in found.columns]
        for at in range(found.number_of_records):
            try:
                record = found.get_record(at)
            except OSError:
                # a database that was in use has pages half written; the others hold all the same
                self.lost += 1
                continue
            yield {name: _read_cell(record, place, kind) for place, (name, kind) in enumerate(columns)}


def _read_cell(record: Any, place: int, kind: int) -> Any:
    try:
        if record.is_long_value(place):
            value = record.get_value_data_as_long_value(place)
            return value.get_data() if value is not None else None
        data = record.get_value_data(place)
    except OSError:
        return None
    if data is None:
        return None
    return _decode(_expand(data) if record.get_value_data_flags(place) & _COMPRESSED else data, kind)


def _expand(data: bytes) -> bytes:
    """A value that is packed to seven bits a character, as it was; any other as it stands.

    Source: libesedb's notes on compressed values: 0x10 for bytes, 0x08 for UTF-16.
    """
    kind = data[:1][0] >> 3 if data else 0
    if kind not in (1, 2):
        return data
    bits = int.from_bytes(data[1:], "little")
    count = (len(data) - 1) * 8 // 7
    text = bytes(bits >> 7 * at & 0x7F for at in range(count)).rstrip(b"\0")
    return text if kind == 2 else text.decode("ascii").encode("utf-16-le")


# of a tagged value: it is packed
_COMPRESSED = 2
# numbers of column types in an extensible storage engine: JET_coltyp
_FORMATS = {
    1: "<?",
    2: "<B",
    3: "<h",
    4: "<i",
    5: "<q",
    6: "<f",
    7: "<d",
    8: "<d",
    14: "<I",
    15: "<q",
    17: "<H",
    18: "<Q",
}


def _decode(data: bytes, kind: int) -> Any:
    form = _FORMATS.get(kind)
    if form is None or struct.calcsize(form) != len(data):
        return data
    return struct.unpack(form, data)[0]


def read_srum(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """What SRUM says of the network. Raises: UnreadableSourceError."""
    tables = EseTables(data)
    yield from read_network(tables)
    if tables.lost:
        yield FoundRecords("srum/network", lost=tables.lost)


def read_network(tables: SrumTables) -> Iterator[FoundRecords]:
    """Bytes by program, user and day, from the network's table; and the programs, as such that ran."""
    names = _read_names(tables)
    sums: dict[tuple[str, str, int], list[int]] = {}
    for row in tables.list_rows(NETWORK):
        time_ns = read_ole_ns(row.get("TimeStamp"))
        # a row without a time counts, too: it stands under day 0
        app = names.get(_number(row.get("AppId")), "")
        user = names.get(_number(row.get("UserId")), "")
        held = sums.setdefault((app, user, time_ns // DAY_NS), [0, 0, time_ns, time_ns, 0])
        held[0] += _number(row.get("BytesSent"))
        held[1] += _number(row.get("BytesRecvd"))
        held[2], held[3] = min(held[2], time_ns), max(held[3], time_ns)
        held[4] += 1
    for (app, user, day), (sent, received, first_ns, last_ns, rows) in sorted(sums.items()):
        fields = {
            "App": app,
            "User": user,
            "BytesSent": str(sent),
            "BytesReceived": str(received),
            "Last": str(last_ns),
            "Rows": str(rows),
        }
        item = HuntRecord("network", f"{app}|{user}|{day}", first_ns, fields)
        yield FoundRecords("srum/network", first_ns, {"Program": app, "How": "ran", "User": user}, item=item)
        yield FoundRecords("srum/network", last_ns)


def _read_names(tables: SrumTables) -> dict[int, str]:
    names: dict[int, str] = {}
    for row in tables.list_rows(IDS):
        blob = row.get("IdBlob")
        if not isinstance(blob, bytes):
            continue
        kind = _number(row.get("IdType"))
        names[_number(row.get("IdIndex"))] = read_sid(blob) if kind == 3 else _read_text(blob)
    return names


def _read_text(blob: bytes) -> str:
    return blob.decode("utf-16-le", "replace").rstrip("\0")


def read_sid(blob: bytes) -> str:
    """A security identifier as text; hexadecimal where it is none.

    >>> read_sid(bytes.fromhex("010100000000000512000000"))
    'S-1-5-18'
    """
    if len(blob) < 8 or len(blob) < 8 + 4 * blob[1]:
        return blob.hex()
    authority = int.from_bytes(blob[2:8], "big")
    parts = struct.unpack_from(f"<{blob[1]}I", blob, 8)
    return "-".join(["S", str(blob[0]), str(authority), *map(str, parts)])


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int | float) else 0


def read_ole_ns(value: Any) -> int:
    """Nanoseconds since the epoch of an OLE date (days since 1899-12-30); 0 for none."""
    if isinstance(value, bytes) and len(value) == 8:
        (value,) = struct.unpack("<d", value)
    if isinstance(value, float) and _OLE_DAYS < value < 3 * _OLE_DAYS:
        # whole seconds: a day's fraction as a double is not exact
        return round((value - _OLE_DAYS) * DAY_S) * 1_000_000_000
    return 0


READER = ArtefactReader("srum", 2, read_srum)
