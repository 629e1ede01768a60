"""Named values of a record's data, read without the rest of it: what many rules ask of one kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from firstbell.investigate.hunts.readers.eventlog import add_aliases, list_alias_sources, render_value

Row = dict[str, "str | list[str]"]
# logs whose records name all their data, by names without spaces
_NAMED = ("eventlog/Security", "eventlog/Microsoft-Windows-Sysmon/Operational")
# more are read faster all at once
_MOST_NAMES = 40


def make_columns(source: str, event: str, names: Iterable[str]) -> Callable[[str], Row | None] | None:
    """What reads these fields of records of one kind from their JSON; None where all of them must be read.

    What it gives is None for a record that has to be read whole.
    """
    if source not in _NAMED or not event:
        return None
    wanted = sorted({*names, *list_alias_sources(source, event)})
    if len(wanted) > _MOST_NAMES:
        return None
    kept = {f"c{at}": name for at, name in enumerate(wanted)}
    data = msgspec.defstruct(
        "RecordData", [(column, Any, msgspec.UNSET) for column in kept], rename=kept, gc=False
    )
    inner = msgspec.defstruct("RecordBody", [("data", data | None, None)], rename={"data": "EventData"})
    outer = msgspec.defstruct("RecordRow", [("event", inner)], rename={"event": "Event"})
    decode: Callable[[str], Any] = msgspec.json.Decoder(outer).decode
    head: Row = {"EventID": event, "Channel": source.removeprefix("eventlog/")}
    has_aliases = bool(list_alias_sources(source, event))

    def read(text: str) -> Row | None:
        try:
            found = decode(text).event.data
        except msgspec.ValidationError:
            # its data is no list of names and values
            return None
        if found is None:
            return None
        row: Row = {}
        for name, value in zip(wanted, msgspec.structs.astuple(found), strict=True):
            if type(value) is str:
                row[name] = value
            elif type(value) is dict:
                return None
            elif value is not msgspec.UNSET:
                row[name] = render_value(value)
        return add_aliases({**row, **head}) if has_aliases else row

    return read
